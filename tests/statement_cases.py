"""Own sentences about many wars, in many styles, with who says what in them.

A case is a text and its statements in order; a statement is (speaker, cue, act, content pieces).
Speaker and cue are the words of the article; None: nobody is named, or no word of saying stands there.
"""

Expected = tuple[str | None, str | None, str, tuple[str, ...]]

CASES: tuple[tuple[str, tuple[Expected, ...]], ...] = (
    # --- wire: cue first ---
    (
        "The regional governor said that two bridges over the Dnipro had collapsed.",
        (("regional governor", "said", "assertion", ("two bridges over the Dnipro had collapsed",)),),
    ),
    (
        "Ukraine's air force said on Tuesday it shot down 14 drones overnight.",
        (("air force|Ukraine's air force", "said", "assertion", ("it shot down 14 drones overnight",)),),
    ),
    (
        "Residents told Reuters that soldiers had searched every house in the village.",
        (("Residents", "told", "assertion", ("soldiers had searched every house in the village",)),),
    ),
    (
        "Colonel Goran Petrov told reporters in Skopje the border would stay closed.",
        (("Colonel Goran Petrov", "told", "assertion", ("the border would stay closed",)),),
    ),
    (
        "The Sudanese army claims its troops have retaken the radio building in Omdurman.",
        (
            (
                "Sudanese army",
                "claims",
                "assertion",
                ("its troops have retaken the radio building in Omdurman",),
            ),
        ),
    ),
    (
        "Addis Ababa denied that its troops had crossed the border.",
        (("Addis Ababa", "denied", "denial", ("its troops had crossed the border",)),),
    ),
    (
        "The junta spokesman denied the report.",
        (("junta spokesman", "denied", "denial", ("the report",)),),
    ),
    (
        "The army rejected the accusations.",
        (("army", "rejected", "denial", ("the accusations",)),),
    ),
    (
        "A police spokeswoman confirmed the arrest of two men in Goma.",
        (("police spokeswoman", "confirmed", "confirmation", ("the arrest of two men in Goma",)),),
    ),
    (
        "Mali's military government announced that the talks had ended.",
        (("military government", "announced", "announcement", ("the talks had ended",)),),
    ),
    (
        "The UN refugee agency warned that camps in Chad were running out of water.",
        (("UN refugee agency", "warned", "warning", ("camps in Chad were running out of water",)),),
    ),
    (
        "Doctors warned of a cholera outbreak in the camps.",
        (("Doctors", "warned", "warning", ("a cholera outbreak in the camps",)),),
    ),
    (
        "Human Rights Watch accused the militia of burning homes in Ituri.",
        (("Human Rights Watch", "accused", "accusation", ("burning homes in Ituri",)),),
    ),
    (
        "Residents blamed the army for the shelling.",
        (("Residents", "blamed", "accusation", ("the army for the shelling",)),),
    ),
    (
        "The archbishop urged both sides to open a corridor for civilians.",
        (("archbishop", "urged", "request", ("to open a corridor for civilians",)),),
    ),
    (
        "Lebanon's prime minister urged the militia in a televised speech not to retaliate.",
        (("prime minister", "urged", "request", ("not to retaliate",)),),
    ),
    (
        "The commander ordered his men to hold the ridge until dawn.",
        (("commander", "ordered", "request", ("to hold the ridge until dawn",)),),
    ),
    (
        "The African Union called on the generals to return to their barracks.",
        (("African Union", "called", "request", ("to return to their barracks",)),),
    ),
    (
        "Aid groups called for an immediate ceasefire.",
        (("Aid groups", "called", "request", ("an immediate ceasefire",)),),
    ),
    (
        "Rebel leader Joseph Banda vowed to fight on.",
        (("Rebel leader Joseph Banda|Joseph Banda", "vowed", "commitment", ("to fight on",)),),
    ),
    (
        "Oslo pledged 40 million euros for the refugees.",
        (("Oslo", "pledged", "commitment", ("40 million euros for the refugees",)),),
    ),
    (
        "The general admitted that his troops had fired on the bus.",
        (("general", "admitted", "admission", ("his troops had fired on the bus",)),),
    ),
    (
        "Survivors allege that guards opened the dam.",
        (("Survivors", "allege", "allegation", ("guards opened the dam",)),),
    ),
    (
        "The mayor believes most families will not come back.",
        (("mayor", "believes", "belief", ("most families will not come back",)),),
    ),
    (
        "Aid workers fear the only road to Kadugli may close.",
        (("Aid workers", "fear", "belief", ("the only road to Kadugli may close",)),),
    ),
    # --- cue last, inside, inverted ---
    (
        "Three fishermen were killed off Hodeidah, the coast guard said on Sunday.",
        (("coast guard", "said", "assertion", ("Three fishermen were killed off Hodeidah",)),),
    ),
    (
        "The convoy, witnesses said, came under fire near Bunia.",
        (("witnesses", "said", "assertion", ("The convoy", "came under fire near Bunia")),),
    ),
    (
        "At least six gendarmes died in the ambush, said Interior Minister Salif Keita.",
        (
            (
                "Interior Minister Salif Keita|Salif Keita",
                "said",
                "assertion",
                ("At least six gendarmes died in the ambush",),
            ),
        ),
    ),
    (
        "The drones were fired from the sea, a Ukrainian military official told AFP.",
        (
            (
                "Ukrainian military official|military official",
                "told",
                "assertion",
                ("The drones were fired from the sea",),
            ),
        ),
    ),
    (
        "As fighting spreads in Darfur, thousands are walking to Chad, aid workers say.",
        (
            (
                "aid workers",
                "say",
                "assertion",
                ("As fighting spreads in Darfur, thousands are walking to Chad",),
            ),
        ),
    ),
    # --- according to ---
    (
        "According to the health ministry, nine people drowned while crossing the river.",
        (
            (
                "health ministry",
                "According to",
                "assertion",
                ("nine people drowned while crossing the river",),
            ),
        ),
    ),
    (
        "Some 3,000 people fled Kayah state last week, according to the United Nations.",
        (("United Nations", "according to", "assertion", ("Some 3,000 people fled Kayah state last week",)),),
    ),
    (
        "The pipeline, according to engineers, was damaged in two places.",
        (("engineers", "according to", "assertion", ("The pipeline", "was damaged in two places")),),
    ),
    (
        "The withdrawal went ahead according to plan.",
        (),
    ),
    (
        "Seven miners were shot dead, according to a statement from the Burkina Faso army.",
        (("statement|Burkina Faso army", "according to", "assertion", ("Seven miners were shot dead",)),),
    ),
    # --- direct speech ---
    (
        '"Our wells are dry," village elder Musa Adam said.',
        (("Musa Adam|village elder Musa Adam", "said", "assertion", ("Our wells are dry",)),),
    ),
    (
        '"They came at night," she said. "They took the boys."',
        (("she", "said", "assertion", ("They came at night", "They took the boys.")),),
    ),
    (
        '"They came at night," she told the BBC, "and took the boys."',
        (("she", "told", "assertion", ("They came at night", "and took the boys.")),),
    ),
    (
        'President Samia Hassan said: "We will never negotiate with them. Never."',
        (
            (
                "President Samia Hassan|Samia Hassan",
                "said",
                "assertion",
                ("We will never negotiate with them. Never.",),
            ),
        ),
    ),
    (
        "“We heard the planes. Then the roof fell in,” said Olena Bondar, a nurse at the hospital.",
        (("Olena Bondar", "said", "assertion", ("We heard the planes. Then the roof fell in",)),),
    ),
    (
        "‘This is our land,’ the elder said. ‘We stay.’",
        (("elder", "said", "assertion", ("This is our land", "We stay.")),),
    ),
    (
        '"Where are our sons?" asked Fatima Diallo. "Nobody answers us."',
        (("Fatima Diallo", "asked", "request", ("Where are our sons?", "Nobody answers us.")),),
    ),
    (
        '"We won!" he shouted.',
        (("he", "shouted", "assertion", ("We won!",)),),
    ),
    (
        'General Min Aung: "Our patience is at an end."',
        (("General Min Aung|Min Aung", None, "assertion", ("Our patience is at an end.",)),),
    ),
    (
        'The spokesman said: "The bridge is gone.\n"The mill is gone too."',
        (("spokesman", "said", "assertion", ("The bridge is gone.", "The mill is gone too.")),),
    ),
    (
        'Captain Ali Noor said the port was safe.\n"Ships may come again."',
        (
            ("Captain Ali Noor|Ali Noor", "said", "assertion", ("the port was safe",)),
            ("Captain Ali Noor|Ali Noor", None, "assertion", ("Ships may come again.",)),
        ),
    ),
    # --- mixed ---
    (
        'The ministry said the strike was "a crime against humanity".',
        (("ministry", "said", "assertion", ('the strike was "a crime against humanity',)),),
    ),
    (
        'Troops there "burned every house," the Kachin Independence Army said.',
        (("Kachin Independence Army", "said", "assertion", ('Troops there "burned every house',)),),
    ),
    (
        'The EU described the vote as "a farce".',
        (("EU", "described", "assertion", ('the vote as "a farce',)),),
    ),
    # --- quotation marks that are no speech ---
    (
        'Fighters of the so-called "Army of the Free" entered Bria on Monday.',
        (),
    ),
    (
        'His novel "The Long Road Home" was burned in the square.',
        (),
    ),
    # --- speakers: appositions, roles, relatives, participles ---
    (
        "The country's army chief, General Hemin Rasool, said the offensive would go on.",
        (
            (
                "General Hemin Rasool|Hemin Rasool",
                "said",
                "assertion",
                ("the offensive would go on",),
            ),
        ),
    ),
    (
        "Peter Okello, a spokesman for the Ugandan army, said four rebels were captured.",
        (("Peter Okello", "said", "assertion", ("four rebels were captured",)),),
    ),
    (
        "Speaking to Al Jazeera, Brigadier General Yahya Saree said the ship had ignored warnings.",
        (
            (
                "Brigadier General Yahya Saree|Yahya Saree",
                "said",
                "assertion",
                ("the ship had ignored warnings",),
            ),
        ),
    ),
    (
        "UN envoy to Yemen Hans Muller said both sides had agreed to talk.",
        (("Hans Muller", "said", "assertion", ("both sides had agreed to talk",)),),
    ),
    (
        "The charge was rejected by Defence Minister Anna Berg, who said her troops were elsewhere.",
        (
            ("Defence Minister Anna Berg|Anna Berg", "rejected", "denial", ("The charge",)),
            ("Defence Minister Anna Berg|Anna Berg", "said", "assertion", ("her troops were elsewhere",)),
        ),
    ),
    (
        "He said the town had fallen, adding that the garrison had fled south.",
        (
            ("He", "said", "assertion", ("the town had fallen",)),
            ("He", "adding", "assertion", ("the garrison had fled south",)),
        ),
    ),
    (
        "The foreign minister was quoted as saying that the embassy would reopen.",
        (("foreign minister", "quoted as saying", "assertion", ("the embassy would reopen",)),),
    ),
    (
        "Villagers were told by soldiers to leave within an hour.",
        (("soldiers", "told", "request", ("to leave within an hour",)),),
    ),
    (
        "People in Kramatorsk were ordered to leave.",
        ((None, "ordered", "request", ("to leave",)),),
    ),
    (
        "Those who reached Adre say gunmen robbed them on the way.",
        (("Those", "say", "assertion", ("gunmen robbed them on the way",)),),
    ),
    # --- coordinated cues ---
    (
        "Moscow said the missile was Ukrainian and denied hitting the market.",
        (
            ("Moscow", "said", "assertion", ("the missile was Ukrainian",)),
            ("Moscow", "denied", "denial", ("hitting the market",)),
        ),
    ),
    (
        "The rebels say they hold the airport, while the government insists its forces are in control.",
        (
            ("rebels", "say", "assertion", ("they hold the airport",)),
            ("government", "insists", "assertion", ("its forces are in control",)),
        ),
    ),
    (
        "The committee said that the ferry was overloaded and that nobody had checked it.",
        (("committee", "said", "assertion", ("the ferry was overloaded", "nobody had checked it")),),
    ),
    # --- nouns of saying ---
    (
        "Investigators are studying allegations that soldiers burned the village.",
        ((None, "allegations", "allegation", ("soldiers burned the village",)),),
    ),
    (
        "There were reports that shells had landed near the border crossing.",
        (("reports", "reports", "assertion", ("shells had landed near the border crossing",)),),
    ),
    (
        "Despite reports rebels had left the town, shops stayed shut.",
        (("reports", "reports", "assertion", ("rebels had left the town",)),),
    ),
    (
        "Claims by the Houthis that they hit the carrier could not be verified.",
        (
            ("Houthis", "Claims", "assertion", ("they hit the carrier",)),
            (
                None,
                "could not be verified",
                "non-confirmation",
                ("Claims by the Houthis that they hit the carrier",),
            ),
        ),
    ),
    (
        "The ministry issued a warning that mines had drifted into the strait.",
        (("ministry", "warning", "warning", ("mines had drifted into the strait",)),),
    ),
    (
        "A statement from the presidency said the curfew would be lifted on Friday.",
        (("statement", "said", "assertion", ("the curfew would be lifted on Friday",)),),
    ),
    # --- silence ---
    (
        "The defence ministry declined to comment on the raid.",
        (("defence ministry", "declined", "no-comment", ("to comment on the raid",)),),
    ),
    (
        "The company did not respond to a request for comment.",
        (("company", "did not respond", "no-comment", ("to a request for comment",)),),
    ),
    (
        "Reuters could not independently verify the footage.",
        (("Reuters", "could not independently verify", "non-confirmation", ("the footage",)),),
    ),
    (
        "The navy refused to confirm the sinking.",
        (("navy", "refused", "non-confirmation", ("to confirm the sinking",)),),
    ),
    (
        "The broadcaster retracted its report.",
        (("broadcaster", "retracted", "retraction", ("its report",)),),
    ),
    (
        "The hospital corrected its earlier toll.",
        (("hospital", "corrected", "correction", ("its earlier toll",)),),
    ),
    # --- no saying ---
    ("The officer did not say where the shells came from.", ()),
    ("If the minister says the war is over, nobody will believe it.", ()),
    ("The rebels reportedly took the town on Monday.", ()),
    ("The war has claimed thousands of lives.", ()),
    ("Concerns over a new offensive drove up prices.", ()),
    ("The new border post was added last year.", ()),
    ("Soldiers reported for duty at the barracks.", ()),
    ("The government is expected to announce new elections.", ()),
    ("Shells fell on the market and twelve people were killed.", ()),
    ("The shelling continued through the night.", ()),
    ("Officials added two checkpoints on the road to Mopti.", ()),
    # --- medium, document, press release, tabloid ---
    (
        "In a statement on Telegram, the brigade said it had lost three men.",
        (("brigade", "said", "assertion", ("it had lost three men",)),),
    ),
    (
        "Save the Children estimates that 200 schools in Cabo Delgado are closed.",
        (("Save the Children", "estimates", "assertion", ("200 schools in Cabo Delgado are closed",)),),
    ),
    (
        "Satellite data suggest that the airfield is in use again, the institute reported.",
        (
            ("Satellite data", "suggest", "assertion", ("the airfield is in use again",)),
            (
                "institute",
                "reported",
                "assertion",
                ("Satellite data suggest that the airfield is in use again",),
            ),
        ),
    ),
    (
        "The report found that both armies had used cluster munitions.",
        (("report", "found", "assertion", ("both armies had used cluster munitions",)),),
    ),
    (
        "Commander Zaw Lin boasted his men had killed 40 soldiers, and claims hundreds more will surrender.",
        (
            ("Commander Zaw Lin|Zaw Lin", "boasted", "assertion", ("his men had killed 40 soldiers",)),
            ("Commander Zaw Lin|Zaw Lin", "claims", "assertion", ("hundreds more will surrender",)),
        ),
    ),
    (
        "The agency reported, citing a senior general, that the siege was over.",
        (
            ("agency", "reported", "assertion", ("the siege was over",)),
            ("senior general", "citing", "assertion", ("the siege was over",)),
        ),
    ),
    (
        "But the ferryman said nobody had paid him.",
        (("ferryman", "said", "assertion", ("nobody had paid him",)),),
    ),
    (
        "Asked about the prisoners, Mr Kamara said they were being treated well.",
        (("Mr Kamara|Kamara", "said", "assertion", ("they were being treated well",)),),
    ),
    (
        'She added: "Nobody here sleeps any more."',
        (("She", "added", "assertion", ("Nobody here sleeps any more.",)),),
    ),
    (
        "Hamas claimed responsibility for the attack.",
        (("Hamas", "claimed", "assertion", ("responsibility for the attack",)),),
    ),
    (
        "Officials in Niamey say the attackers came on motorbikes and fled towards Mali.",
        (
            (
                "Officials",
                "say",
                "assertion",
                ("the attackers came on motorbikes and fled towards Mali",),
            ),
        ),
    ),
    (
        "The general accused Kyiv of provocation, but offered no evidence.",
        (("general", "accused", "accusation", ("provocation",)),),
    ),
    (
        "Kigali, which denies backing the rebels, has massed troops on the border.",
        (("Kigali", "denies", "denial", ("backing the rebels",)),),
    ),
    (
        "Rwanda is accused of arming the rebels.",
        ((None, "accused", "accusation", ("arming the rebels",)),),
    ),
    (
        "Hospitals are full and the morgue has no power, the doctor told us.",
        (("doctor", "told", "assertion", ("Hospitals are full and the morgue has no power",)),),
    ),
    (
        "The militants have threatened to blow up the dam.",
        (("militants", "threatened", "commitment", ("to blow up the dam",)),),
    ),
    (
        "Israel's military said in an update that it had struck a launcher in Khan Younis.",
        (("military", "said", "assertion", ("it had struck a launcher in Khan Younis",)),),
    ),
    (
        "Nine of the dead were children, local media reported.",
        (("local media", "reported", "assertion", ("Nine of the dead were children",)),),
    ),
    (
        '"We have nothing left," says Amina, 34, whose house in El Fasher was hit twice.',
        (("Amina", "says", "assertion", ("We have nothing left",)),),
    ),
    # --- found wanting once --------------------------------------------------------------------------
    (
        "A militia mouthpiece insisted only soldiers were hit - a claim rejected by medics.",
        (
            ("militia mouthpiece", "insisted", "assertion", ("only soldiers were hit",)),
            ("medics", "rejected", "denial", ("a claim",)),
        ),
    ),
    (
        'The army chief blasted the raid as "pure evil" and begged the West to act.',
        (
            ("army chief", "blasted", "accusation", ('the raid as "pure evil',)),
            ("army chief", "begged", "request", ("to act",)),
        ),
    ),
    (
        "Nairobi, 3 May 2023 – Thousands lack clean water, the Norwegian Refugee Council warned.",
        (
            (
                "Norwegian Refugee Council",
                "warned",
                "warning",
                ("Thousands lack clean water",),
            ),
        ),
    ),
    (
        '"We are running out of everything," said the agency\'s director in Sudan, Paul Weber.',
        (("Paul Weber", "said", "assertion", ("We are running out of everything",)),),
    ),
    (
        "Russia's defence ministry said on Wednesday its air defences had destroyed 31 drones, while Kyiv "
        "said it had struck a radar in Belgorod.",
        (
            ("defence ministry", "said", "assertion", ("its air defences had destroyed 31 drones",)),
            ("Kyiv", "said", "assertion", ("it had struck a radar in Belgorod",)),
        ),
    ),
    (
        "Amnesty International said in a report published on Thursday that the killings may amount to war "
        "crimes and urged the authorities to open an inquiry.",
        (
            ("Amnesty International", "said", "assertion", ("the killings may amount to war crimes",)),
            ("Amnesty International", "urged", "request", ("to open an inquiry",)),
        ),
    ),
    (
        '"It was a peaceful march," one witness, a shopkeeper, told Amnesty. "They opened fire."',
        (("witness", "told", "assertion", ("It was a peaceful march", "They opened fire.")),),
    ),
    (
        "Kinshasa says the group is backed by Rwanda – something Kigali denies.",
        (("Kinshasa", "says", "assertion", ("the group is backed by Rwanda",)),),
    ),
    (
        "The commander denied that his men had fired on protesters, telling the BBC that the army never "
        "shoots at its own people.",
        (
            ("commander", "denied", "denial", ("his men had fired on protesters",)),
            ("commander", "telling", "assertion", ("the army never shoots at its own people",)),
        ),
    ),
    (
        "As the governor told Le Monde, the ceasefire has collapsed.",
        (("governor", "told", "assertion", ("the ceasefire has collapsed",)),),
    ),
    (
        "The town, as the mayor put it, is dead.",
        (("mayor", "put", "assertion", ("The town", "is dead")),),
    ),
    (
        "Three officials, who asked not to be named, said the road was cut.",
        (("officials", "said", "assertion", ("the road was cut",)),),
    ),
    (
        '"We will save our soldiers," General Anton Belov, who commands in Kherson, told the minister.',
        (("General Anton Belov|Anton Belov", "told", "assertion", ("We will save our soldiers",)),),
    ),
    (
        "Kyiv calls this a war crime, which Moscow rejects.",
        (("Kyiv", "calls", "assertion", ("a war crime",)),),
    ),
    (
        "Turkey says a car bomb near the town of Azaz killed eight people.",
        (("Turkey", "says", "assertion", ("a car bomb near the town of Azaz killed eight people",)),),
    ),
    (
        "Hezbollah says its commander Ali Haidar, one of its oldest fighters, has been killed in Homs.",
        (
            (
                "Hezbollah",
                "says",
                "assertion",
                ("its commander Ali Haidar, one of its oldest fighters, has been killed in Homs",),
            ),
        ),
    ),
    (
        "The observatory said the death toll had risen; the government insists that nobody died.",
        (
            ("observatory", "said", "assertion", ("the death toll had risen",)),
            ("government", "insists", "assertion", ("nobody died",)),
        ),
    ),
    ("The observatory documented attacks on nine clinics.", ()),
    ("Kim conceded a penalty in the second half.", ()),
    # --- reports of any outlet: relays, hearsay, releases, transcripts, torn quotations ---
    (
        "According to Reuters, which cited two diplomats, the envoy will resign this week.",
        (
            ("Reuters", "According to", "assertion", ("the envoy will resign this week",)),
            ("diplomats", "cited", "assertion", ("the envoy will resign this week",)),
        ),
    ),
    (
        "The minister neither confirmed nor denied that talks were under way.",
        (("minister", "neither confirmed nor denied", "non-confirmation", ("talks were under way",)),),
    ),
    (
        "Villagers described how soldiers went from house to house.",
        (("Villagers", "described", "assertion", ("how soldiers went from house to house",)),),
    ),
    (
        "Witnesses recounted hearing three explosions before dawn.",
        (("Witnesses", "recounted", "assertion", ("hearing three explosions before dawn",)),),
    ),
    (
        "The rebels are said to be holding forty miners underground.",
        ((None, "said", "assertion", ("The rebels", "to be holding forty miners underground")),),
    ),
    (
        "Two security sources told Reuters on condition of anonymity that the raid had failed.",
        (("security sources", "told", "assertion", ("the raid had failed",)),),
    ),
    (
        "The rebels say that, according to their scouts, the garrison has no fuel.",
        (
            ("rebels", "say", "assertion", ("according to their scouts, the garrison has no fuel",)),
            ("scouts", "according to", "assertion", ("the garrison has no fuel",)),
        ),
    ),
    (
        "\"They told us, 'Stay where you are, help is coming.' Nobody came,\" said Halima, 30.",
        (
            ("They", "told", "assertion", ("Stay where you are, help is coming.",)),
            (
                "Halima",
                "said",
                "assertion",
                ("They told us, 'Stay where you are, help is coming.' Nobody came",),
            ),
        ),
    ),
    (
        '"My brother said, don\'t go back, they are still there," she recalled.',
        (
            ("brother", "said", "assertion", ("don't go back, they are still there",)),
            ("she", "recalled", "assertion", ("My brother said, don't go back, they are still there",)),
        ),
    ),
    (
        '"The sense we get from those who made it out is that nobody is left in the old quarter," '
        "the nurse said.",
        (
            ("those", "sense", "belief", ("nobody is left in the old quarter",)),
            (
                "nurse",
                "said",
                "assertion",
                ("The sense we get from those who made it out is that nobody is left in the old quarter",),
            ),
        ),
    ),
    (
        "The general said residents reported that shells had hit the clinic.",
        (
            ("general", "said", "assertion", ("residents reported that shells had hit the clinic",)),
            ("residents", "reported", "assertion", ("shells had hit the clinic",)),
        ),
    ),
    (
        "He denied reports on social media that soldiers had left the hill.",
        (
            ("He", "denied", "denial", ("reports on social media that soldiers had left the hill",)),
            ("reports", "reports", "assertion", ("soldiers had left the hill",)),
        ),
    ),
    (
        "She urged both armies to ensure that food reached the camps.",
        (("She", "urged", "request", ("to ensure that food reached the camps",)),),
    ),
    (
        "The prime minister ordered an inquiry, saying that the guards had failed.",
        (
            ("prime minister", "ordered", "request", ("an inquiry",)),
            ("prime minister", "saying", "assertion", ("the guards had failed",)),
        ),
    ),
    (
        "The council condemned the navy for sinking the ferry, while the port authority condemned "
        "the strike.",
        (("council", "condemned", "accusation", ("the navy for sinking the ferry",)),),
    ),
    (
        "The union called on the army to stop and accused it of looting.",
        (
            ("union", "called", "request", ("to stop",)),
            ("union", "accused", "accusation", ("looting",)),
        ),
    ),
    (
        "The Red Crescent put the toll at 19.",
        (("Red Crescent", "put", "assertion", ("the toll at 19",)),),
    ),
    (
        "The bar association counted 31 arrests.",
        (("bar association", "counted", "assertion", ("31 arrests",)),),
    ),
    (
        "Troops blew up the mill, in what the mayor described as an act of revenge.",
        (("mayor", "described", "assertion", ("an act of revenge",)),),
    ),
    (
        "The depot, which, according to the governor, held no fuel, burned for two days.",
        (("governor", "according to", "assertion", ("held no fuel",)),),
    ),
    (
        "The three brigades claimed joint responsibility.",
        (("brigades", "claimed", "assertion", ("joint responsibility",)),),
    ),
    (
        "The threat they pose to the harbour is growing.",
        (),
    ),
    (
        "The general took back the northern suburbs.",
        (),
    ),
    (
        "A truce announced by the president holds.",
        (),
    ),
    (
        "Parliament passed a resolution calling for a ban on cluster bombs.",
        (("resolution", "calling", "request", ("a ban on cluster bombs",)),),
    ),
    (
        "The embassy expressed hope that the captives would be freed.",
        (("embassy", "hope", "belief", ("the captives would be freed",)),),
    ),
    (
        "Traders are confident that the bridge will open in May.",
        (("Traders", "are confident", "belief", ("the bridge will open in May",)),),
    ),
    (
        "The envoy made it clear that no deal was near.",
        (("envoy", "made it clear", "assertion", ("no deal was near",)),),
    ),
    (
        "Oslo ruled out any recognition of the junta.",
        (("Oslo", "ruled out", "denial", ("any recognition of the junta",)),),
    ),
    (
        '"Nobody sleeps," one of the drivers sighed.',
        (("one", "sighed", "assertion", ("Nobody sleeps",)),),
    ),
    (
        "One of the survivors suggests the captain was drunk.",
        (("One", "suggests", "assertion", ("the captain was drunk",)),),
    ),
    (
        "Gunmen took the mine, the governor said; most of the workers fled.",
        (("governor", "said", "assertion", ("Gunmen took the mine",)),),
    ),
    (
        "The foreign minister said:\nThe attack on the ferry was a crime. We will not forget it.\n"
        "The sea was calm on Monday.",
        (
            (
                "foreign minister",
                "said",
                "assertion",
                ("The attack on the ferry was a crime. We will not forget it",),
            ),
        ),
    ),
    (
        'The brigade released the following statement:\n"We have left the quarry."\n"We will come back."',
        (
            ("brigade", "statement", "assertion", ("We have left the quarry.",)),
            ("brigade", None, "assertion", ("We will come back.",)),
        ),
    ),
    (
        "HOST: Good evening.\n"
        "ABU SALIM, FISHERMAN (through an interpreter): My boat was here. They burned it.\n"
        "HOST: The port is closed, says the mayor.\nMINISTER KEITA: The port will open tomorrow.",
        (
            ("ABU SALIM", None, "assertion", ("My boat was here", "They burned it")),
            ("MINISTER KEITA", None, "assertion", ("The port will open tomorrow",)),
        ),
    ),
    (
        "Q: Who fired first?\nA: We do not know.",
        ((None, None, "assertion", ("We do not know",)),),
    ),
    (
        'The guard said: "They came at dawn.\nThey had no flags." The gate was open.',
        (("guard", "said", "assertion", ("They came at dawn.", "They had no flags.")),),
    ),
    (
        "“We hold the hill, “the sergeant said. “For now.”",
        (("sergeant", "said", "assertion", ("We hold the hill", "For now.")),),
    ),
    (
        'On Sunday the coach lost his best keeper: "a disaster", sighed the club\'s president, Omar Tall.',
        (("Omar Tall", "sighed", "assertion", ("a disaster",)),),
    ),
    (
        'Rebels hold the mill, or, as one trader put it: "They own the bread."',
        (("trader", "put", "assertion", ("They own the bread.",)),),
    ),
    # --- several cues, several sources, figures, adjuncts between ---
    (
        "General Yusuf Bala told this magazine that fuel had run out, denied that his men had sold it and "
        "appealed to drivers to stay home.",
        (
            ("General Yusuf Bala", "told", "assertion", ("fuel had run out",)),
            ("General Yusuf Bala", "denied", "denial", ("his men had sold it",)),
            ("General Yusuf Bala", "appealed", "request", ("to stay home",)),
        ),
    ),
    (
        "The minister, Halima Sow, instead accuses the rebels of burning the mill.",
        (("Halima Sow", "accuses", "accusation", ("burning the mill",)),),
    ),
    (
        "London vowed on Sunday to send two frigates.",
        (("London", "vowed", "commitment", ("to send two frigates",)),),
    ),
    (
        "The Taliban claimed the bombing in a message on Telegram and boasted of six officers killed.",
        (
            ("Taliban", "claimed", "assertion", ("the bombing",)),
            ("Taliban", "boasted", "assertion", ("six officers killed",)),
        ),
    ),
    (
        "State television put the dead at four, Al Jazeera at nine.",
        (
            ("State television", "put", "assertion", ("the dead at four",)),
            ("Al Jazeera", "put", "assertion", ("at nine",)),
        ),
    ),
    (
        "The Red Cross gave the number of dead as 17, the governor as 12.",
        (
            ("Red Cross", "gave", "assertion", ("the number of dead as 17",)),
            ("governor", "gave", "assertion", ("as 12",)),
        ),
    ),
    (
        'Death tolls vary between 30 (the Red Cross), 44 (the governor) and "over 100" (Radio Okapi).',
        (
            ("Red Cross", "tolls", "assertion", ("30",)),
            ("governor", "tolls", "assertion", ("44",)),
            ("Radio Okapi", "tolls", "assertion", ("over 100",)),
        ),
    ),
    (
        '"The road is theirs," shrugged a driver.',
        (("driver", "shrugged", "assertion", ("The road is theirs",)),),
    ),
    (
        "The Ahrar faction has accepted responsibility; the army denies any part in it.",
        (
            ("Ahrar faction", "accepted", "assertion", ("responsibility",)),
            ("army", "denies", "denial", ("any part in it",)),
        ),
    ),
    ("The garrison took responsibility for security in the port.", ()),
    (
        "The Free Aceh front took responsibility for the blast.",
        (("Free Aceh front", "took", "assertion", ("responsibility for the blast",)),),
    ),
    (
        "The ministry asked Kigali to withdraw its troops, whose presence, a government memo warns, "
        '"will have consequences".',
        (
            ("ministry", "asked", "request", ("to withdraw its troops",)),
            ("government memo", "warns", "warning", ("will have consequences",)),
        ),
    ),
    (
        "The ministry expects more families to move.",
        (("ministry", "expects", "belief", ("more families to move",)),),
    ),
    (
        "The bishop of Bangassou called the raid a crime.",
        (("bishop", "called", "assertion", ("the raid a crime",)),),
    ),
    (
        "The relief agency is warning that another flood could be forming upriver.",
        (("relief agency", "warning", "warning", ("another flood could be forming upriver",)),),
    ),
    (
        "The foreign minister renewed demands that Chad withdraw its troops, asserting that Chad must "
        "respect the border.",
        (
            ("foreign minister", "demands", "request", ("Chad withdraw its troops",)),
            ("foreign minister", "asserting", "assertion", ("Chad must respect the border",)),
        ),
    ),
    (
        "A senior officer, speaking on condition of anonymity, claimed that the bridge had been mined.",
        (("senior officer", "claimed", "assertion", ("the bridge had been mined",)),),
    ),
    ("Shells fell on Wau, raising fears that the truce was over.", ()),
    (
        "If the dam burst, as engineers in Kakhovka privately fear, the cellars of Kherson would fill.",
        (("engineers", "fear", "belief", ("If the dam burst",)),),
    ),
    (
        "According to the Sana news service at least 29 were hurt, while farmers report nine deaths.",
        (
            ("Sana news service", "According to", "assertion", ("at least 29 were hurt",)),
            ("farmers", "report", "assertion", ("nine deaths",)),
        ),
    ),
    (
        "Claims that nine boys drowned have been neither confirmed nor denied by the coast guard.",
        (("Claims", "Claims", "assertion", ("nine boys drowned",)),),
    ),
    (
        "Interlocutors in Bria speak of 14 dead, figures we cannot check.",
        (("Interlocutors", "speak", "assertion", ("14 dead",)),),
    ),
)
