"""Operations: hand-made parses in both label sets, sentences about many wars, and what is no operation."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.lang.en import English

from kg.evaluate import PredictedOperation, Prediction, evaluate, read_gold
from kg.extract._triggers import Need, vocabulary
from kg.extract.operations import extractor
from kg.gazetteer import load_gazetteer
from kg.model import Modality
from kg.patterns import concepts
from tests.builders import SHARED, make_article, needs_shared
from tests.parses import both_schemes, make_doc, parse

TYPES = (
    "abuse advance aid airstrike assault bombing capture ceasefire clash control defence detention "
    "encirclement flag-raising flight gunfire human-shields injury investigation killing mine-laying "
    "negotiation offensive pursuit recapture reprisal search shelling support trapping war"
)


@pytest.fixture(scope="session")
def find():
    return extractor(load_gazetteer())


def words(mentions, text):
    return [m.evidence.of(text) for m in mentions]


def read(find, doc, **article):
    return list(find(doc, make_article(doc.text, **article)))


# --- the vocabulary ------------------------------------------------------------------------------


def test_every_type_of_the_annotation_scheme_has_its_words():
    assert [row.notation for row in concepts("operationType")] == TYPES.split()
    for row in concepts("operationType"):
        assert row.verbs or row.nouns or row.phrases, row.notation


def test_modalities_are_those_of_the_model():
    assert {row.notation for row in concepts("modality")} == {m.value for m in Modality}


def test_no_word_stands_twice_for_the_same_type():
    for index in (vocabulary().verbs, vocabulary().nouns, vocabulary().phrases):
        for rows in index.values():
            seen = [(row.type, row.words, row.need is Need.NOTHING) for row in set(rows)]
            assert len(seen) == len(set(seen))


def test_a_type_and_its_surer_sister_never_share_a_word():
    # A word that counts anywhere must not wait for a sign of war elsewhere under the same type.
    for index in (vocabulary().verbs, vocabulary().nouns, vocabulary().phrases):
        for rows in index.values():
            sure = {(r.type, r.words) for r in rows if r.need is Need.NOTHING}
            assert not sure & {(r.type, r.words) for r in rows if r.need is Need.CONFLICT}


# --- grammar, on parses made by hand -------------------------------------------------------------

SUBURBS = ["outskirts of southern Kharkiv"]
PARSED = [
    ("storm", [("assault", "stormed", ["Government troops"], [], ["town of Bakhmut"], "asserted", False)]),
    ("passive", [("killing", "killed", ["gunmen"], ["soldiers"], ["Gao"], "asserted", False)]),
    ("said-after", [("flight", "fled", ["Rebels"], [], [], "asserted", False)]),
    ("said-that", [("shelling", "hit", [], ["Kherson"], ["Kherson"], "asserted", False)]),
    (
        "voice-change",
        [
            ("assault", "attacked", ["fighters"], [], [], "asserted", False),
            ("defence", "repelled", ["army"], ["fighters"], [], "asserted", False),
        ],
    ),
    (
        "shared-object",
        [
            ("shelling", "shelled", ["Jets"], ["airfield"], [], "asserted", False),
            ("airstrike", "bombed", ["Jets"], ["airfield"], [], "asserted", False),
        ],
    ),
    (
        "relative-subject",
        [
            ("assault", "stormed", ["Gunmen"], [], ["hospital"], "asserted", False),
            ("detention", "arrested", [], ["Gunmen"], [], "asserted", False),
        ],
    ),
    (
        "held-by",
        [
            ("advance", "entered", ["army"], [], ["district"], "asserted", False),
            ("control", "held", ["insurgents"], [], ["district"], "asserted", False),
        ],
    ),
    ("advancing-on", [("advance", "advancing on", ["Forces"], [], ["Goma"], "asserted", False)]),
    ("xcomp", [("recapture", "recapture", ["Separatists"], [], ["bridge"], "asserted", False)]),
    ("ordered", [("flight", "withdraw", ["Crews"], [], [], "expected", False)]),
    (
        "participle-clause",
        [
            ("shelling", "hit", [], ["market"], [], "asserted", False),
            ("killing", "killing", [], [], ["market"], "asserted", False),
        ],
    ),
    ("not", [("airstrike", "bomb", ["coalition"], ["school"], [], "asserted", True)]),
    ("nobody", [("advance", "entered", ["troops"], [], ["Aden"], "asserted", True)]),
    (
        "hyphen",
        [("airstrike", "bombed", ["Saudi-led coalition jets"], ["Sanaa"], ["Sanaa"], "asserted", False)],
    ),
    ("of-phrases", [("shelling", "shelled", [], SUBURBS, SUBURBS, "asserted", False)]),
    ("obl-coord", [("clash", "Fighting", [], [], ["Bamako", "Segou"], "asserted", False)]),
    ("purpose", [("recapture", "retake", ["Troops"], [], ["port"], "expected", False)]),
    ("because-of", [("shelling", "shelling", [], [], [], "asserted", False)]),
    ("title", []),
    ("copula", []),
    ("told", []),
    ("between", []),
]


@both_schemes
@pytest.mark.parametrize(("name", "expected"), PARSED, ids=[name for name, _ in PARSED])
def test_roles_from_grammar(find, name, expected, scheme):
    doc = parse(name, scheme)
    found = [
        (
            o.type,
            o.evidence.of(doc.text),
            words(o.agents, doc.text),
            words(o.targets, doc.text),
            words(o.places, doc.text),
            o.modality.value,
            o.negated,
        )
        for o in read(find, doc)
    ]
    assert found == expected


def test_the_time_of_a_clause_is_worked_out(find):
    doc = parse("storm")
    (found,) = read(find, doc, reference_date=date(2023, 2, 13))
    assert found.time is not None
    assert found.time.value == "2023-02-10"


def test_a_verb_whose_lemma_is_wrong_is_still_known(find):
    doc = make_doc(
        ["Militants", "fled", "Sirte", "."],
        [1, 1, 1, 1],
        ["nsubj", "ROOT", "obj", "punct"],
        ["NNS", "VBD", "NNP", "."],
        lemmas=["militant", "fle", "Sirte", "."],
    )
    (found,) = read(find, doc)
    assert found.type == "flight"


def test_a_finding_names_the_row_that_found_it(find):
    (found,) = read(find, parse("storm"))
    assert found.pattern == "operationType-assault/storm"


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            ["troops", "attacked", "fire", "the", "of", "to", "killed", "\n", "-", "“", "battle", "🚀"]
        ),
        max_size=12,
    ),
    st.data(),
)
def test_any_parse_however_odd_is_read(find, tokens, data):
    size = len(tokens)
    tags = [data.draw(st.sampled_from(["NN", "NNS", "VBD", "VBG", "IN", "DT", "_SP", "."])) for _ in tokens]
    deps = [
        data.draw(st.sampled_from(["nsubj", "obj", "obl", "nmod", "conj", "acl", "dep", "xcomp"]))
        for _ in tokens
    ]
    # Heads to the left only, so that there is no cycle; the first word is the root.
    heads = [data.draw(st.integers(0, max(0, i - 1))) for i in range(size)]
    doc = make_doc(tokens, heads, ["ROOT", *deps[1:]] if size else [], tags)
    for operation in read(find, doc):
        assert operation.evidence.of(doc.text).strip()


def test_a_text_without_any_analysis_gives_nothing_and_no_error(find):
    doc = English()("Troops attacked. ")
    assert read(find, doc) == []


# --- with the shipped pipeline -------------------------------------------------------------------

# (sentence, [(type, trigger, agents, targets, places)])
SENTENCES: list[tuple[str, list[Any]]] = [
    (
        "Ukrainian drones struck an oil depot in Belgorod overnight.",
        [("airstrike", "struck", ["Ukrainian drones"], ["oil depot"], ["Belgorod"])],
    ),
    (
        "A missile hit an apartment block in Dnipro, killing 14 people.",
        [
            ("shelling", "hit", [], ["apartment block"], ["Dnipro"]),
            ("killing", "killing", [], ["people"], ["Dnipro"]),
        ],
    ),
    (
        "Gunmen ambushed a military convoy near Gao.",
        [("assault", "ambushed", ["Gunmen"], ["military convoy"], ["Gao"])],
    ),
    (
        "The Rapid Support Forces shelled Omdurman on Tuesday.",
        [("shelling", "shelled", ["Rapid Support Forces"], ["Omdurman"], ["Omdurman"])],
    ),
    (
        "Boko Haram fighters abducted more than 200 schoolgirls from Chibok.",
        [("detention", "abducted", ["Boko Haram fighters"], ["schoolgirls"], ["Chibok"])],
    ),
    (
        "Houthi rebels seized a cargo ship in the Red Sea.",
        [("capture", "seized", ["Houthi rebels"], [], ["Red Sea"])],
    ),
    (
        "The Taliban captured Kunduz after weeks of fighting.",
        [("capture", "captured", ["Taliban"], [], ["Kunduz"]), ("clash", "fighting", [], [], [])],
    ),
    (
        "Kunduz fell to the Taliban.",
        [("capture", "fell", ["Taliban"], [], ["Kunduz"])],
    ),
    (
        "French troops withdrew from Niger in December.",
        [("flight", "withdrew", ["French troops"], [], ["Niger"])],
    ),
    (
        "Tens of thousands of residents fled Goma.",
        [("flight", "fled", ["residents"], [], ["Goma"])],
    ),
    (
        "Air strikes by the Saudi-led coalition killed 12 civilians in Saada.",
        [
            ("airstrike", "Air strikes", ["Saudi-led coalition"], ["civilians"], ["Saada"]),
            ("killing", "killed", ["Saudi-led coalition"], ["civilians"], ["Saada"]),
        ],
    ),
    (
        "Police arrested 30 protesters in Minsk.",
        [("detention", "arrested", ["Police"], ["protesters"], ["Minsk"])],
    ),
    (
        "A suicide bomber blew herself up in a mosque in Kabul.",
        [("bombing", "blew", ["suicide bomber"], [], ["mosque", "Kabul"])],
    ),
    (
        "A roadside bomb killed four soldiers in Mali.",
        [("killing", "killed", [], ["soldiers"], ["Mali"])],
    ),
    (
        "A car bomb exploded in Mogadishu.",
        [("bombing", "exploded", [], [], ["Mogadishu"])],
    ),
    (
        "The army launched an offensive against M23 rebels in North Kivu.",
        [("offensive", "offensive", ["army"], ["M23 rebels"], ["North Kivu"])],
    ),
    (
        "Government forces repelled an attack on Marib.",
        [
            ("defence", "repelled", ["Government forces"], [], ["Marib"]),
            ("assault", "attack", [], ["Government forces", "Marib"], ["Marib"]),
        ],
    ),
    (
        "Air defences shot down three drones over Odesa.",
        [("defence", "shot down", ["Air defences"], [], ["Odesa"])],
    ),
    (
        "Russia annexed Crimea in 2014.",
        [("capture", "annexed", ["Russia"], [], ["Crimea"])],
    ),
    (
        "Serb forces besieged Sarajevo for nearly four years.",
        [("encirclement", "besieged", ["Serb forces"], [], ["Sarajevo"])],
    ),
    (
        "The militia has surrounded the airport.",
        [("encirclement", "surrounded", ["militia"], [], ["airport"])],
    ),
    (
        "Soldiers set up checkpoints across Yangon.",
        [("control", "set up checkpoints", ["Soldiers"], [], ["Yangon"])],
    ),
    (
        "The separatists control the port of Aden.",
        [("control", "control", ["separatists"], [], ["port of Aden"])],
    ),
    (
        "The rebels looted shops and raped women in Bukavu.",
        [("abuse", "looted", ["rebels"], [], []), ("abuse", "raped", ["rebels"], ["women"], ["Bukavu"])],
    ),
    (
        "The two sides agreed to a ceasefire in Tigray.",
        [("ceasefire", "ceasefire", [], [], ["Tigray"])],
    ),
    (
        "Kyiv and Moscow exchanged prisoners on Friday.",
        [("negotiation", "exchanged prisoners", ["Kyiv", "Moscow"], [], [])],
    ),
    (
        "The Red Cross delivered food aid to Madaya.",
        [("aid", "food aid", ["Red Cross"], [], ["Madaya"])],
    ),
    (
        "Sappers swept the fields for mines.",
        [("search", "swept", ["Sappers"], [], ["fields"])],
    ),
    (
        "Israeli jets bombed Gaza City on Sunday.",
        [("airstrike", "bombed", ["Israeli jets"], ["Gaza City"], ["Gaza City"])],
    ),
    (
        "Hamas fired rockets at Tel Aviv.",
        [("shelling", "fired rockets", ["Hamas"], ["Tel Aviv"], ["Tel Aviv"])],
    ),
    (
        "Soldiers opened fire on demonstrators in Khartoum, wounding dozens.",
        [
            ("gunfire", "opened fire", ["Soldiers"], ["demonstrators"], ["Khartoum"]),
            ("injury", "wounding", ["Soldiers"], [], ["Khartoum"]),
        ],
    ),
    (
        "Iran backed the Houthis with weapons.",
        [("support", "backed", ["Iran"], ["Houthis"], [])],
    ),
    (
        "Rwanda has supported the M23 rebels.",
        [("support", "supported", ["Rwanda"], ["M23 rebels"], [])],
    ),
    (
        "Kurdish fighters battled Islamic State militants near Kobani.",
        [("clash", "battled", ["Kurdish fighters"], ["Islamic State militants"], ["Kobani"])],
    ),
    (
        "Clashes erupted between the army and the paramilitaries in Khartoum.",
        [("clash", "Clashes", ["army", "paramilitaries"], [], ["Khartoum"])],
    ),
    (
        "The killing of a Hezbollah commander in Beirut raised tensions.",
        [("killing", "killing", [], ["Hezbollah commander"], ["Beirut"])],
    ),
    (
        "Rebel shelling of the market killed eight people.",
        [("shelling", "shelling", ["Rebel"], ["market"], []), ("killing", "killed", [], ["people"], [])],
    ),
    (
        "Troops were deployed to support the police in Port-au-Prince.",
        [("support", "support", ["Troops"], ["police"], ["Port-au-Prince"])],
    ),
    (
        "The junta forces burned down the village of Tha Si.",
        [("abuse", "burned down", ["junta forces"], [], ["village of Tha Si"])],
    ),
    (
        "The Myanmar military carried out air strikes on Sagaing.",
        [("airstrike", "air strikes", ["military"], ["Sagaing"], ["Sagaing"])],
    ),
    (
        "The town was retaken by government forces on Monday.",
        [("recapture", "retaken", ["government forces"], [], ["town"])],
    ),
    (
        "Syrian troops recaptured Palmyra from Islamic State with Russian air support.",
        [
            ("recapture", "recaptured", ["Syrian troops"], ["Islamic State"], ["Palmyra"]),
            ("support", "air support", [], ["Syrian troops"], []),
        ],
    ),
    (
        "Fighters loyal to Haftar advanced on Tripoli.",
        [("advance", "advanced", ["Fighters"], [], ["Tripoli"])],
    ),
    (
        "The rebels are closing in on the capital.",
        [("advance", "closing in", ["rebels"], [], ["capital"])],
    ),
    (
        "Ethiopian soldiers entered Mekelle on Saturday.",
        [("advance", "entered", ["Ethiopian soldiers"], [], ["Mekelle"])],
    ),
    (
        "Thousands of civilians are trapped in the Azovstal steel plant.",
        [("trapping", "trapped", [], ["civilians"], ["Azovstal steel plant"])],
    ),
    (
        "Villagers were used as human shields by the militants.",
        [("human-shields", "human shields", ["militants"], ["Villagers"], [])],
    ),
    (
        "The militants planted mines along the road to Mocha.",
        [("mine-laying", "planted mines", ["militants"], [], ["road", "Mocha"])],
    ),
    (
        "Troops raised their flag above a police station in Kherson.",
        [("flag-raising", "raised", ["Troops"], [], ["police station", "Kherson"])],
    ),
    (
        "The prosecutor is investigating the massacre in Bucha by Russian soldiers.",
        [
            ("investigation", "investigating", ["prosecutor"], ["Russian soldiers"], ["Bucha"]),
            ("killing", "massacre", ["Russian soldiers"], [], ["Bucha"]),
        ],
    ),
    (
        "The militia executed six prisoners of war near Bakhmut.",
        [("killing", "executed", ["militia"], ["prisoners of war"], ["Bakhmut"])],
    ),
    (
        "Security forces are hunting down the attackers in the forest.",
        [("pursuit", "hunting down", ["Security forces"], ["attackers"], ["forest"])],
    ),
    (
        "The general vowed to crush the rebellion and retake Wad Madani.",
        [("war", "rebellion", [], [], []), ("recapture", "retake", ["general"], [], ["Wad Madani"])],
    ),
    (
        "The army denied bombing the hospital in Idlib.",
        [("airstrike", "bombing", ["army"], ["hospital"], ["Idlib"])],
    ),
    (
        "Residents fear an attack on Rutshuru.",
        [("assault", "attack", [], ["Rutshuru"], ["Rutshuru"])],
    ),
    (
        "Militants reportedly stormed a prison in Butembo.",
        [("assault", "stormed", ["Militants"], [], ["prison", "Butembo"])],
    ),
    (
        "If the militia attacks Marib, thousands could flee.",
        [("assault", "attacks", ["militia"], ["Marib"], ["Marib"]), ("flight", "flee", [], [], [])],
    ),
    (
        "Rebels did not enter the city.",
        [("advance", "enter", ["Rebels"], [], ["city"])],
    ),
    (
        "Israel and Hezbollah exchanged fire along the border.",
        [("clash", "exchanged fire", ["Israel", "Hezbollah"], [], ["border"])],
    ),
    (
        "Snipers shot at people crossing the bridge.",
        [("gunfire", "shot", ["Snipers"], ["people"], ["bridge"])],
    ),
    (
        "A Turkish drone strike killed two Kurdish commanders in Qamishli.",
        [
            ("airstrike", "drone strike", [], ["Kurdish commanders"], ["Qamishli"]),
            ("killing", "killed", [], ["Kurdish commanders"], ["Qamishli"]),
        ],
    ),
    (
        "NATO warplanes struck the compound in Tripoli.",
        [("airstrike", "struck", ["NATO warplanes"], ["compound"], ["Tripoli"])],
    ),
    (
        "More than 300 people were killed in an attack on a mosque in Sinai.",
        [
            ("killing", "killed", [], ["people"], []),
            ("assault", "attack", [], ["people"], ["mosque", "Sinai"]),
        ],
    ),
    (
        "The United Nations evacuated its staff from Juba.",
        [("flight", "evacuated", ["staff"], [], ["Juba"])],
    ),
    (
        "The fighting displaced 40,000 families in Cabo Delgado.",
        [
            ("clash", "fighting", [], ["families"], ["Cabo Delgado"]),
            ("flight", "displaced", ["families"], [], ["Cabo Delgado"]),
        ],
    ),
    (
        "Al-Shabaab carried out a suicide attack on a base in Kismayo.",
        [("bombing", "suicide attack", ["Al-Shabaab"], ["base"], ["Kismayo"])],
    ),
    (
        "Indian and Pakistani troops traded fire across the Line of Control.",
        [("clash", "traded fire", ["Indian and Pakistani troops"], [], ["Line of Control"])],
    ),
    (
        "Armenian forces pulled back from Kalbajar.",
        [("flight", "pulled back", ["Armenian forces"], [], ["Kalbajar"])],
    ),
    (
        "Azerbaijani artillery pounded Stepanakert.",
        [("shelling", "pounded", ["Azerbaijani artillery"], ["Stepanakert"], ["Stepanakert"])],
    ),
    (
        "Peace talks between the government and the FARC resumed in Havana.",
        [("negotiation", "Peace talks", ["government", "FARC"], [], ["Havana"])],
    ),
    (
        "Colombian guerrillas kidnapped a senator.",
        [("detention", "kidnapped", ["Colombian guerrillas"], ["senator"], [])],
    ),
    (
        "Gang members killed a police officer in Cité Soleil.",
        [("killing", "killed", ["Gang members"], ["police officer"], ["Cité Soleil"])],
    ),
    (
        "The rebels laid siege to the garrison town of Kidal.",
        [("encirclement", "laid siege", ["rebels"], [], ["garrison town of Kidal"])],
    ),
    (
        "The navy imposed a blockade on Hodeidah.",
        [("encirclement", "blockade", ["navy"], [], ["Hodeidah"])],
    ),
    (
        "American forces invaded Iraq in 2003.",
        [("offensive", "invaded", ["American forces"], [], ["Iraq"])],
    ),
    (
        "The invasion of Ukraine began on February 24.",
        [("offensive", "invasion", [], [], ["Ukraine"])],
    ),
    (
        "The Wagner Group recruited convicts for the battle of Bakhmut.",
        [("offensive", "battle", [], [], ["Bakhmut"])],
    ),
    (
        "The governor was assassinated in Kandahar by a Taliban gunman.",
        [("killing", "assassinated", ["Taliban gunman"], ["governor"], ["Kandahar"])],
    ),
    (
        "Two hostages died during the raid.",
        [("killing", "died", [], ["hostages"], []), ("assault", "raid", [], [], [])],
    ),
    (
        "The president ordered troops to retreat from the front line.",
        [("flight", "retreat", ["troops"], [], ["front line"])],
    ),
    (
        "The Kremlin accused Ukraine of shelling Donetsk.",
        [("shelling", "shelling", ["Ukraine"], ["Donetsk"], ["Donetsk"])],
    ),
    (
        "Three UN peacekeepers were wounded when their vehicle hit a mine near Kidal.",
        [("injury", "wounded", [], ["UN peacekeepers"], []), ("bombing", "hit a mine", [], [], ["Kidal"])],
    ),
    (
        "Insurgents overran an army base in Inates, killing 71 soldiers.",
        [
            ("capture", "overran", ["Insurgents"], [], ["army base", "Inates"]),
            ("killing", "killing", ["Insurgents"], ["soldiers"], ["Inates"]),
        ],
    ),
    (
        "Helicopters fired on a wedding party.",
        [("gunfire", "fired on", ["Helicopters"], [], [])],
    ),
    (
        "Tanks rolled into the city centre at dawn.",
        [("advance", "rolled into", [], [], ["city centre"])],
    ),
    (
        "Government artillery and rebel mortars hit residential districts.",
        [("shelling", "hit", [], [], [])],
    ),
    (
        "The takeover of the dam by the militants alarmed Baghdad.",
        [("capture", "takeover", ["militants"], [], ["dam"])],
    ),
    (
        "The siege of Leningrad lasted 872 days.",
        [("encirclement", "siege", [], [], ["Leningrad"])],
    ),
    (
        "The recapture of Sirte by the army was announced on Monday.",
        [("recapture", "recapture", ["army"], [], ["Sirte"])],
    ),
    (
        "Human rights groups documented torture of detainees by the security forces.",
        [("abuse", "torture", ["security forces"], ["detainees"], [])],
    ),
    (
        "A convoy of aid trucks came under attack in Rafah.",
        [("assault", "came under attack", [], [], ["Rafah"])],
    ),
    (
        "Jihadists massacred 130 villagers in Solhan.",
        [("killing", "massacred", ["Jihadists"], ["villagers"], ["Solhan"])],
    ),
    (
        "The rebel group surrendered the town after a two-week siege.",
        [("encirclement", "siege", [], [], [])],
    ),
    (
        "British marines boarded the tanker off Gibraltar.",
        [],
    ),
    (
        "Turkey launched a cross-border operation against Kurdish militants in northern Syria.",
        [("offensive", "operation", ["Turkey"], ["Kurdish militants"], ["northern Syria"])],
    ),
    (
        "Fighting raged for a third day in the streets of Khartoum.",
        [("clash", "Fighting", [], [], ["Khartoum"])],
    ),
    (
        "Warplanes carried out more than 40 raids on rebel positions in Taiz.",
        [("airstrike", "raids", ["Warplanes"], ["rebel positions"], ["Taiz"])],
    ),
    (
        "The coalition denied that its aircraft had struck a school.",
        [("airstrike", "struck", ["aircraft"], ["school"], [])],
    ),
    (
        "Militia fighters backed by the United Arab Emirates captured the airport in Socotra.",
        [
            ("capture", "captured", ["Militia fighters"], [], ["airport", "Socotra"]),
            ("support", "backed", ["United Arab Emirates"], ["Militia fighters"], []),
        ],
    ),
    (
        "The bodies of 40 people executed by the retreating soldiers were found in Izium.",
        [("killing", "executed", ["retreating soldiers"], ["people"], [])],
    ),
    (
        "Somali pirates hijacked a tanker in the Gulf of Aden.",
        [("capture", "hijacked", ["Somali pirates"], [], ["Gulf of Aden"])],
    ),
    (
        "Chinese ships fired water cannon, and Philippine troops held the shoal.",
        [],
    ),
    (
        "Rebels from the Tigray People’s Liberation Front captured Lalibela.",
        [("capture", "captured", ["Rebels"], [], ["Lalibela"])],
    ),
    (
        "Eritrean soldiers massacred hundreds of civilians in Axum.",
        [("killing", "massacred", ["Eritrean soldiers"], ["civilians"], ["Axum"])],
    ),
    (
        "Nigerian troops rescued 80 hostages from the forest.",
        [("aid", "rescued", ["Nigerian troops"], ["hostages"], ["forest"])],
    ),
    (
        "Separatists in Bougainville ended the uprising in 1998.",
        [("war", "uprising", [], [], [])],
    ),
    (
        "Chadian soldiers pursued the insurgents into Cameroon.",
        [("pursuit", "pursued", ["Chadian soldiers"], ["insurgents"], ["Cameroon"])],
    ),
    (
        "The warlord’s men blocked the road to Bossaso.",
        [("encirclement", "blocked the road", ["men"], [], ["Bossaso"])],
    ),
    (
        "Iranian missiles struck Al Asad Airbase on January 8.",
        [("shelling", "struck", ["Iranian missiles"], ["Al Asad Airbase"], [])],
    ),
    (
        "Peacekeepers evacuated 300 wounded fighters from Ghouta.",
        [("flight", "evacuated", ["fighters"], [], ["Ghouta"])],
    ),
    (
        "The Arakan Army overran two outposts near Paletwa.",
        [("capture", "overran", ["Arakan Army"], [], ["Paletwa"])],
    ),
    (
        "Maoist rebels ambushed a police patrol in Chhattisgarh, killing 22 officers.",
        [
            ("assault", "ambushed", ["Maoist rebels"], ["police patrol"], ["Chhattisgarh"]),
            ("killing", "killing", ["Maoist rebels"], ["officers"], ["Chhattisgarh"]),
        ],
    ),
    (
        "Russian forces shelled the outskirts of Kharkiv again on Sunday.",
        [("shelling", "shelled", ["Russian forces"], ["outskirts of Kharkiv"], ["outskirts of Kharkiv"])],
    ),
]

# Other senses of the same words.
NO_OPERATIONS = [
    "The actor suffered a heart attack on Friday.",
    "Rail workers went on strike in Paris.",
    "The senator launched her election campaign in Ohio.",
    "The two parties fought a battle for votes in the suburbs.",
    "A fire destroyed a warehouse in Leeds.",
    "The team received strong support from the fans.",
    "The company took over its rival for two billion dollars.",
    "An earthquake killed 300 people in Chile.",
    "The striker shot wide from ten metres.",
    "The film bombed at the box office.",
    "The bank raided its reserves to pay the dividend.",
    "The court executed the contract on Monday.",
    "The director is shooting a film in Morocco.",
    "The charity launched a campaign against hunger.",
    "The doctor is fighting cancer.",
    "The party holds a majority in parliament.",
    "Shares in the firm fell to a record low.",
    "She captured the hearts of the audience.",
    "The club advanced to the final.",
    "The minister defended the budget in parliament.",
    "The chef bombarded guests with flavours.",
    "Heavy rain trapped tourists in a hotel.",
    "Three people died in a car crash near Lyon.",
    "Voters backed the mayor.",
    "Researchers investigated the new virus.",
    "The mayor raised taxes.",
    "Storms displaced thousands of people in Florida.",
    "The airline cut off its loss-making routes.",
    "He took the train to Vienna.",
    "They reached Vienna in the evening.",
    "The tennis player defeated her opponent in two sets.",
    "The retreat offers yoga and massage.",
    "Her offensive remarks shocked viewers.",
    "The unions negotiated a pay rise.",
    "Police helped an elderly woman across the road.",
    "The album reached number one.",
    "The smartphone wars between Apple and Samsung continue.",
    "The price war hurt supermarkets.",
]


@pytest.fixture(scope="session")
def operations(nlp, find):
    from kg.analyse import analyse

    def operations_of(text, **more):
        article = make_article(text, **more)
        return list(find(analyse(nlp, article), article))

    return operations_of


@pytest.mark.slow
@pytest.mark.parametrize("concept", concepts("operationType"), ids=lambda c: c.notation)
def test_every_type_is_found_in_its_example(operations, concept):
    for example in concept.examples:
        assert concept.notation in [o.type for o in operations(example)], example


@pytest.mark.slow
@pytest.mark.parametrize("concept", concepts("modality"), ids=lambda c: c.notation)
def test_every_modality_is_found_in_its_example(operations, concept):
    for example in concept.examples:
        assert concept.notation in [o.modality.value for o in operations(example)], example


def agree(found, expected):
    """Whether two lists of words mean the same: as many, each part of another or the other way round."""
    return len(found) == len(expected) and all(any(a in b or b in a for b in found) for a in expected)


@pytest.mark.slow
def test_sentences_about_many_wars(operations):
    missed: list[Any] = []
    extra: list[Any] = []
    wrong: list[Any] = []
    triggers = arguments = 0
    for text, expected in SENTENCES:
        left = operations(text)
        for kind, trigger, *roles in expected:
            triggers += 1
            match = next(
                (o for o in left if trigger in o.evidence.of(text) or o.evidence.of(text) in trigger), None
            )
            if match is None:
                missed.append((text, trigger))
                continue
            left.remove(match)
            arguments += 4
            given = (match.agents, match.targets, match.places)
            wrong += [(text, trigger, match.type)] * (match.type != kind)
            wrong += [
                (text, trigger, words(g, text), e)
                for g, e in zip(given, roles, strict=True)
                if not agree(words(g, text), e)
            ]
        extra += [(text, o.evidence.of(text), o.type) for o in left]
    assert len(missed) <= 0.05 * triggers, missed
    assert len(extra) <= 0.05 * triggers, extra
    assert len(wrong) <= 0.10 * arguments, wrong


# Who did it where the sentence tells it in passing: (text, trigger, agents).
# Harm that is told by other words than a plain verb, or beside words of accidents; and to whom.
HARMED = [
    ("Eleven people were killed when gunmen stormed a hotel in Mogadishu.", "killed", ["people"]),
    ("Two drivers were killed when militants ambushed their truck near Bossangoa.", "killed", ["drivers"]),
    ("Fighters set fire to the village and beheaded three men.", "beheaded", ["men"]),
    ("An airstrike on a bakery in Ariha killed four workers.", "killed", ["workers"]),
    ("More than 20 villagers lost their lives in attacks by rebels in Beni.", "lost", ["villagers"]),
    ("Two babies are among the dead after the militia attack on Desdunes.", "dead", ["babies"]),
    ("The army reports two soldiers dead in an ambush near Bor.", "dead", ["soldiers"]),
    ("The hospital has admitted 58 wounded people since the shelling of Goma.", "wounded", ["people"]),
    ("Six dead in rebel ambush near Palma", "dead", []),
    (
        "About 40 civilians, among them ten children, were killed by shelling.",
        "killed",
        ["civilians", "children"],
    ),
    ("No fewer than 14 others were hurt in the shelling of Kharkiv.", "hurt", ["others"]),
    ("Six people, two of them teachers, died when a shell hit Kherson.", "died", ["people", "teachers"]),
    ("A suicide bomber rammed a car into an army patrol in Bara.", "rammed", ["army patrol"]),
    ("An officer was shot by rebel snipers near Taiz.", "shot", ["officer"]),
]
# The same words where nobody was harmed in war.
UNHARMED = [
    ("They swam in the Dead Sea while the army trained nearby.", "Dead"),
    ("A storm killed nine people in Honduras.", "killed"),
    ("A bus plunged into a ravine in Peru, killing 20 people.", "killing"),
    ("A fire in a factory killed six workers in Dhaka.", "killed"),
    ("The poet died at the age of 91 in Madrid.", "died"),
    ("Families came to bury the dead in silence.", "dead"),
]

WHO = [
    ("Soldiers opened fire on men trying to climb the fence, killing three.", "killing", ["Soldiers"]),
    ("Al-Shabaab claimed responsibility for the attack on a hotel in Baidoa.", "attack", ["Al-Shabaab"]),
    ("Government forces responded with air strikes on Douma.", "air strikes", ["Government forces"]),
    ("The army blamed the militia for using villagers as human shields.", "human shields", ["militia"]),
    ("The United Nations called on the rebels to stop the fighting in Ituri.", "fighting", ["rebels"]),
    ("The Islamic State killed nine, and the siege of Amerli by the group went on.", "siege", ["group"]),
    ("The air force raid killed a rebel commander in Bolivar.", "raid", ["air force"]),
    ("Security forces began counter-Taliban operations in Kunar.", "operations", ["Security forces"]),
    ("China brokered a truce between the army and the rebels.", "truce", ["army", "rebels"]),
    ("The Taliban claimed the attack on a market in Khost.", "attack", ["Taliban"]),
    ("Dozens died in attacks blamed on militia fighters in Ituri.", "attacks", ["militia fighters"]),
    ("Tribesmen shot down an army helicopter killing eight soldiers.", "killing", ["Tribesmen"]),
    ("An ambush of a police convoy near Menaka left six officers dead.", "left", []),
    (
        "Nine people died in fighting between the army and the rebels in Uvira.",
        "fighting",
        ["army", "rebels"],
    ),
    ("The junta jailed a colonel for the massacre of prisoners in Bamako.", "massacre", ["colonel"]),
    ("Villages near Tal came under mortar fire from the rebels.", "fire", ["rebels"]),
    ("Three rebel hideouts were pounded by gunships near Tank.", "pounded", ["gunships"]),
    ("The emir was bombed and killed by coalition jets near Hit.", "bombed", ["coalition jets"]),
    ("The ministry announced the death of a soldier in the raid on Hit.", "death", []),
    ("Afghan and Pakistani forces clashed in Kunar on Monday.", "clashed", ["Afghan", "Pakistani forces"]),
    ("In retaliation, rebel fighters burned an army post in Uvira.", "retaliation", ["rebel fighters"]),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "trigger", "targets"), HARMED)
def test_who_was_harmed(operations, text, trigger, targets):
    told = next(o for o in operations(text) if trigger in o.evidence.of(text))
    assert agree(words(told.targets, text), targets), words(told.targets, text)


@pytest.mark.slow
@pytest.mark.parametrize(("text", "trigger"), UNHARMED)
def test_nobody_was_harmed_in_war(operations, text, trigger):
    assert not [o for o in operations(text) if trigger in o.evidence.of(text)]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "trigger", "agents"), WHO, ids=lambda v: v if isinstance(v, str) else "")
def test_who_did_it(operations, text, trigger, agents):
    told = next(o for o in operations(text) if trigger in o.evidence.of(text))
    assert agree(words(told.agents, text), agents), words(told.agents, text)


# Where an operation was when its own words do not say: (text, trigger, places).
WHERE = [
    ("Nine people were killed in twin attacks carried out by militants in Djibo.", "killed", ["Djibo"]),
    ("A bomb in a market in Baidoa killed nine people and wounded 20.", "wounded", ["market", "Baidoa"]),
    ("In Goma, gunmen opened fire on a bus, killing two passengers.", "killing", ["Goma"]),
    ("Militants fired on a convoy carrying food near the town of Bama.", "fired on", ["town of Bama"]),
    ("Clashes between the army and rebels in Darfur killed 17 people.", "killed", ["Darfur"]),
    ("Thirty people died when shells struck a ferry in Kherson.", "died", ["Kherson"]),
    ("Soldiers were shot and killed by rebels near Kidal.", "shot", ["Kidal"]),
    ("People fled the town of Sake where the army held off the rebels.", "held off", ["town of Sake"]),
    ("The rebels took Bunagana, lost it in May and recaptured it in June.", "recaptured", ["Bunagana"]),
    # A clause that says something else has places of its own.
    ("Schools in Bukavu were closed after soldiers and rebels exchanged fire.", "exchanged fire", []),
    ("Officials in Geneva said that soldiers had killed ten villagers.", "killed", []),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "trigger", "places"), WHERE, ids=lambda v: v if isinstance(v, str) else "")
def test_where_it_was(operations, text, trigger, places):
    told = next(o for o in operations(text) if trigger in o.evidence.of(text))
    assert agree(words(told.places, text), places), words(told.places, text)


@pytest.mark.slow
def test_a_strike_told_during_a_siege_is_within_it(operations):
    text = "The army carried out air strikes on Raqqa during the offensive."
    strike = next(o for o in operations(text) if o.type == "airstrike")
    assert strike.within is not None and strike.within.evidence.of(text) == "offensive"
    (alone,) = [o for o in operations("The army bombed Raqqa.") if o.type == "airstrike"]
    assert alone.within is None


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("The rebels took the train to Harar.", "needs a place as what it acts on"),
        ("The minister survived a heart attack.", "figure of speech after 'heart'"),
        ("Doctors launched a campaign against malaria in Juba.", "nobody armed in its clause"),
        ("The cyclist launched an attack in the final stage of the tournament.", "sport"),
    ],
)
def test_whoever_asks_learns_why_nothing_was_found(nlp, find, text, reason):
    from kg.analyse import analyse
    from kg.extract._trace import tracing

    article = make_article(text)
    doc = analyse(nlp, article)
    with tracing(doc) as kept:
        assert not list(find(doc, article))
    assert any(reason in one.why for one in kept if one.finding == "OperationMention"), kept


@pytest.mark.slow
def test_other_senses_are_no_operations(operations):
    found = [(text, [o.pattern for o in operations(text)]) for text in NO_OPERATIONS]
    wrong = [row for row in found if row[1]]
    assert len(wrong) <= 0.05 * len(NO_OPERATIONS), wrong


@pytest.mark.slow
def test_what_lies_around_a_place_does_not_besiege_it(operations):
    around = operations("Rebels shelled villages in the hills surrounding Taiz.")
    besieged = operations("Soldiers surrounding Taiz shelled its market.")
    assert "encirclement" not in [o.type for o in around]
    assert "encirclement" in [o.type for o in besieged]


MODALITIES = [
    ("The army plans to storm Sirte.", "storm", "expected", False),
    ("The militia vowed to retake Bor.", "retake", "expected", False),
    ("Troops will enter Aden on Friday.", "enter", "expected", False),
    ("Rebels could attack Goma.", "attack", "hypothetical", False),
    ("Soldiers reportedly shot three villagers in Loikaw.", "shot", "claimed", False),
    ("The army denied shelling the market in Nyala.", "shelling", "denied", False),
    ("Residents fear an attack on Rutshuru.", "attack", "feared", False),
    ("Rebels did not enter Bangui.", "enter", "asserted", True),
    ("The army failed to recapture Bama.", "recapture", "asserted", True),
    ("The planned offensive against Hodeidah alarmed diplomats.", "offensive", "expected", False),
    ("Bandits often kidnap pupils in Kaduna.", "kidnap", "generic", False),
    ("The army began shelling Kharkiv.", "shelling", "asserted", False),
    ("Did the army bomb the village?", "bomb", "hypothetical", False),
    ("Who bombed the village of Adra?", "bombed", "asserted", False),
    ("The general is wanted for the murder of elders in Tank.", "murder", "claimed", False),
    ("The militia vows to hold Taiz and claims to have killed nine soldiers.", "killed", "asserted", False),
    (
        "Villagers in Shan State are potentially used as human shields.",
        "human shields",
        "hypothetical",
        False,
    ),
]


@pytest.mark.slow
def test_how_sure_the_text_is(operations):
    wrong = []
    for text, trigger, modality, negated in MODALITIES:
        match = [o for o in operations(text) if o.evidence.of(text) == trigger]
        if [(o.modality.value, o.negated) for o in match] != [(modality, negated)]:
            wrong.append((text, [(o.evidence.of(text), o.modality.value, o.negated) for o in match]))
    assert len(wrong) <= 1, wrong


@pytest.mark.slow
def test_the_same_words_mean_war_or_not_by_what_stands_around_them(operations):
    war = operations("Rebels fought the army near Sirte. The battle lasted two days. Forty soldiers died.")
    peace = operations("The singer fought illness for years. The battle lasted long. Fans wept.")
    assert "battle" in [o.pattern.split("/")[1] for o in war]
    assert peace == []


@pytest.mark.slow
def test_a_later_noun_takes_the_finer_type_of_the_same_event(operations):
    found = operations(
        "Government troops recaptured Konna on Monday. The takeover of Konna followed heavy shelling."
    )
    assert [o.type for o in found if "takeover" in o.pattern] == ["recapture"]


@pytest.mark.slow
def test_a_month_is_no_march(operations):
    found = operations("Rebels have held Bor since March 2. The army attacked them on March 9.")
    assert [o.type for o in found] == ["control", "assault"]


@pytest.mark.slow
def test_one_strike_told_by_noun_and_weapon_is_told_once(operations):
    text = "The army destroyed a bridge near Kupiansk in a drone strike."
    (strike,) = [o for o in operations(text) if o.type == "airstrike"]
    assert words(strike.agents, text) == ["army"]
    assert words(strike.targets, text) == ["bridge"]


@needs_shared
@pytest.mark.slow
def test_the_annotated_reports(nlp, find):
    from kg.analyse import analyse

    pairs = []
    for gold in read_gold(SHARED / "gold"):
        article = make_article(gold.text)
        predicted = tuple(
            PredictedOperation((o.evidence.start, o.evidence.end), o.type, {})
            for o in find(analyse(nlp, article), article)
        )
        pairs.append((gold, Prediction(operations=predicted)))
    scores = {score.name: score for score in evaluate(pairs)}
    assert (scores["operation trigger overlap"].f1 or 0) >= 0.85
    assert (scores["operation type accuracy"].accuracy or 0) >= 0.90
