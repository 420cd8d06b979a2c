"""Roles: who does an operation, to whom, with whose support and where.

In:  the word that names the operation, and its type.
Out: Roles: mentions of agents, targets, supporters and places, from the sentence's grammar alone.

Knows grammar and the words beside triggers. Knows nothing of how triggers are found or how sure the text is.
"""

from collections.abc import Iterable, MutableMapping
from dataclasses import dataclass, field

from spacy.tokens import Token

from kg import grammar
from kg.extract._phrases import Lexicon, mentions_at
from kg.extract._triggers import Need, Row, forms, instrument, lemma, names_event, vocabulary, words_of
from kg.model import ActorType, Kind, LocationType, Mention, Span

# Types whose target may be a building or another facility; elsewhere a place stays a place.
_STRIKES = frozenset({"airstrike", "shelling", "bombing", "gunfire"})
_HARMING = frozenset({"gunfire", "abuse"})  # a building fired at or looted is their target too
_FACILITIES = frozenset(
    {LocationType.BUILDING, LocationType.FACILITY, LocationType.BASE, LocationType.CAMP, LocationType.AIRPORT}
)
# Settlements and their parts: struck, they are what was struck and where it was.
_INHABITED = frozenset(
    {LocationType.CITY, LocationType.TOWN, LocationType.VILLAGE, LocationType.NEIGHBOURHOOD}
    | {LocationType.DISTRICT, LocationType.CITY_PART, LocationType.STREET}
)
# Types in which "of X", "X's" and an object tell whom or what it is done to.
_DONE_TO = frozenset(
    {"killing", "injury", "abuse", "human-shields", "trapping", "detention", "recapture", "capture"}
    | {"encirclement", "control", "search", "pursuit", "airstrike", "shelling", "bombing", "support"}
    | {"assault", "reprisal", "investigation", "gunfire", "mine-laying"}
)
# Types in which those who move are the agents, also where others make them move.
_MOVERS = frozenset({"flight"})
# Narrow places first.
_NARROW = {
    kind: rank
    for rank, kinds in enumerate(
        (
            (
                LocationType.BUILDING,
                LocationType.FACILITY,
                LocationType.BASE,
                LocationType.CAMP,
                LocationType.AIRPORT,
            ),
            (LocationType.STREET, LocationType.ROAD, LocationType.NEIGHBOURHOOD),
            (LocationType.CITY_PART, LocationType.VILLAGE, LocationType.DISTRICT),
            (LocationType.TOWN, LocationType.CITY, LocationType.RIVER, LocationType.AREA),
            (LocationType.PROVINCE, LocationType.REGION),
            (LocationType.COUNTRY,),
        )
    )
    for kind in kinds
}
# Types in which "X's" names the one it is done to: "the general's killing".
_SUFFERED = frozenset({"killing", "injury", "detention", "trapping", "abuse"})
# Who stands before such a noun is more likely the victim: "civilian deaths", "child abductions".
_HARMLESS = frozenset({ActorType.POPULATION_GROUP, ActorType.PERSON})
# Subjects that name nobody.
_EMPTY = frozenset({"this", "that", "which", "there", "what"})
# Nouns of amount that are people only with what follows "of".
_AMOUNT_ONLY = frozenset(
    {"group", "member", "number", "dozen", "hundred", "thousand", "crowd", "unit", "family"}
)
_ARMED = frozenset({ActorType.ARMED_FORCE, ActorType.ARMED_GROUP})
# Types of a noun whose doers are those of the clause it stands in: "advanced in an offensive".
_BY_ITS_CLAUSE = frozenset({"offensive", "assault", "advance", "search", "pursuit"})
# Phrases with a passive look whose subject does it: "snipers were holed up".
_OWN_DOING = frozenset({("hole", "up"), ("dig", "in"), ("barricade", "in")})
# "Their vehicle hit a mine": who meets the explosive is its target.
_MEETING = frozenset({"hit", "strike", "step", "drive"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves", "myself", "ourselves", "yourself"})
_TAKING = frozenset({"recapture", "capture", "offensive", "control"})
_OF_EVENT = frozenset({"of", "for", "in", "on", "at", "near"})
_OF_SPOT = frozenset({"of", "in", "at", "near"})
_JOINED = 4  # how many words apart two passives share who did it
# Verbs of telling: who announces harm need not have done it.
_TOLD_ONLY = frozenset({"announce", "declare", "begin", "start", "end", "repeat"})
_AIMED = frozenset({"against", "at", "on", "upon"})
_HARM = frozenset({"killing", "injury"})
_ATTACKS = _STRIKES | {"assault", "defence"}  # what somebody does who kills by it
_AMID = frozenset({"in", "during", "amid", "from", "after"})
_ORDINALS = frozenset({"first", "last", "only", "second", "third", "latest", "next"})
_ASIDE = 12  # within how many words of some people those among them are told
_SIDES = 14  # within how many words of "between" both sides stand
_DEPTH = 4  # how deep "of"-phrases and event nouns are followed


@dataclass(slots=True)
class _Found:
    """Mentions gathered so far, each once, in order of finding."""

    agents: dict[Mention, None] = field(default_factory=dict)
    targets: dict[Mention, None] = field(default_factory=dict)
    supporters: dict[Mention, None] = field(default_factory=dict)
    places: dict[Mention, None] = field(default_factory=dict)
    strikes: bool = False  # whether what stands after "on" or as the object is struck


@dataclass(frozen=True, slots=True)
class Roles:
    """Who does an operation, to whom, with whose support and where."""

    agents: tuple[Mention, ...]
    targets: tuple[Mention, ...]
    supporters: tuple[Mention, ...]
    places: tuple[Mention, ...]
    has_object: bool = False  # something stands where a target would, whether a mention or not


class RoleFinder:
    """Asks the sentences of one article; remembers which words were asked for already."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._mentions: dict[int, tuple[Mention, ...]] = {}

    def actor(self, token: Token) -> Mention | None:
        """The actor a word belongs to."""
        return next((m for m in self._at(token) if m.kind is Kind.ACTOR), None)

    def place(self, token: Token) -> Mention | None:
        """The location a word belongs to."""
        return next((m for m in self._at(token) if m.kind is Kind.LOCATION), None)

    def _at(self, token: Token) -> tuple[Mention, ...]:
        if token.i not in self._mentions:
            self._mentions[token.i] = mentions_at(token, self._lexicon)
        return self._mentions[token.i]

    def places_at(self, token: Token) -> list[Mention]:
        """The locations a word stands for or is in, the narrowest first."""
        return sorted(self._places([token]), key=_narrowness)

    def whereabouts(self, verb: Token) -> list[Mention]:
        """The locations that the prepositions of a verb name."""
        found = _Found()
        self._places_of(verb, "", found, set())
        return sorted(found.places, key=_narrowness)

    # --- the two questions -----------------------------------------------------------------------

    def of_verb(self, verb: Token, row: Row, phrase: Iterable[Token]) -> Roles:
        """Roles around a verb or a phrase that a verb heads."""
        found = _Found(strikes=_strikes(row))
        own = {t.i for t in phrase}
        by = [t for t in grammar.agents(verb) or _shared_agents(verb) if t.i > verb.i]
        doers = [t for t in (*subjects_of(verb), *by) if t.i not in own]
        suffering = passive_subjects_of(verb)
        if row.words in _OWN_DOING:
            doers, suffering = [*suffering, *doers], []
        done = [t for t in (*grammar.objects(verb), *suffering) if t.i not in own]
        done += [t for t in self._complements(verb, own) if t.i not in own]
        if is_amid(verb):
            doers = []  # "died in fighting": those who died need not have fought
        if row.type in _HARM and (outer := _striker(verb)) is not None:
            doers = outer
        accused = _accused(verb) or _told(verb)
        if accused and not grammar.is_passive(verb):
            doers = accused
        if not doers and not grammar.is_passive(verb):
            self._implied_doers(verb, found)
        if not doers and _is_first_to(verb):
            doers = [verb.head]
        if row.is_patient or (row.type == "bombing" and row.words[0] in _MEETING and len(row.words) > 1):
            done, doers = doers + done, []
        if not done and doers and not grammar.agents(verb) and _is_headline_passive(verb, row):
            done, doers = doers, []
        if row.words[0] in ("fall", "lose") and row.type == "capture":  # "fell to", "was lost to"
            done += doers
            doers = [n for p, n in grammar.obliques(verb) if p in ("to", "into")]
        if row.words[:2] == ("come", "under") or row.words[:2] == ("be", "under"):
            done, doers = doers, [n for p, n in grammar.obliques(verb) if p in ("from", "by")]
        movers = row.type in _MOVERS
        for token in done:
            self._put_object(token, row.type, found, movers)
        for token in doers:
            if movers and done and self._actors(done):
                break  # "the army evacuated villagers": those who move are the villagers
            self._put_doer(token, found)
        for word in phrase:
            if word.pos_ == "NOUN":
                self._around_noun(word, row.type, found, is_part=True)
                if row.type == "detention" and word.tag_ == "NNS":
                    _add(found.targets, self._actors([word]))  # "took hostages", "captives were held"
            elif word.pos_ == "VERB" and word.i != verb.i:
                for token in grammar.objects(word):  # "forced villagers to leave Tongo"
                    self._put_object(token, row.type, found, False)
        self._obliques(verb, row.type, found, own)
        self._company(verb, doers, found)
        if not found.places:
            _add(found.places, self._places(_where(verb)))
        if not found.places and row.type in _TAKING | {"encirclement", "advance"}:
            self._put_it(verb, found)
        if row.by_instrument and grammar.label(verb) == "acl" and verb.head.i in own:
            self._hits(verb.head, row.type, found, own)
        if not found.places and _is_result(verb):
            # "bombed the port, killing nine": it was there that they died
            objects = (*grammar.objects(verb.head), *grammar.passive_subjects(verb.head))
            near = self._places([*objects, *(n for o in objects for _, n in grammar.modifiers(o))])
            _add(found.places, [place for place in near if place.type not in _FACILITIES])
            self._places_of(verb.head, row.type, found, own)
        return self._close(found, bool(done))

    def _hits(self, weapon: Token, kind: str, found: _Found, own: set[int]) -> None:
        """What is hit by what was fired: "rockets fired from the hill fell inside the base"."""
        verb = weapon.head
        falls = words_of("strike", "falls") | words_of("light", "affect")
        if set(forms(verb)) & falls and any(t.i == weapon.i for t in grammar.subjects(verb)):
            for token in grammar.objects(verb):
                self._put_object(token, kind, found, False)
            self._obliques(verb, kind, found, own)

    def of_noun(self, noun: Token, row: Row, phrase: Iterable[Token]) -> Roles:
        """Roles around a noun, also those of the verb that only carries it out."""
        found = _Found(strikes=_strikes(row))
        own = {t.i for t in phrase}
        for token in grammar.compounds(noun):
            if token.i not in own:
                self._before(token, row.type, found)
        for token in phrase:
            if token.i != noun.i and token.pos_ in ("NOUN", "PROPN"):
                for left in grammar.compounds(token):
                    if left.i not in own:
                        self._before(left, row.type, found)
        self._around_noun(noun, row.type, found)
        if happens(noun):
            self._around_noun(noun.head, row.type, found)
        self._governor(noun, row, found, own)
        if row.type in _BY_ITS_CLAUSE:
            self._aims(noun, found)
        if row.words[0] in ("dead", "wounded", "injured"):
            self._casualties(noun, found)
        return self._close(found, bool(found.targets))

    def _casualties(self, word: Token, found: _Found) -> None:
        """Who the dead are: "two soldiers dead", "58 wounded people", "two babies are among the dead"."""
        found.agents.clear()
        found.targets.clear()
        if grammar.label(word) in ("amod", "acl") and word.head.pos_ == "NOUN":
            _add(found.targets, self._actors([word.head]))
        if any(c.lower_ == "among" for c in word.children):
            holder = word if grammar.subjects(word) else word.head
            _add(found.targets, self._actors(subjects_of(holder)))

    def _aims(self, noun: Token, found: _Found) -> None:
        """Whom and what a campaign is for: "the battle to retake Homs from the rebels"."""
        verb = grammar.governor(noun)
        purposes = [v for v in grammar.participles(noun) if _has_to(v)]
        if verb is not None and grammar.is_verbal(verb) and set(forms(verb)) & words_of("light", "do"):
            purposes += [v for v in verb.children if grammar.label(v) == "advcl" and _has_to(v)]
        for purpose in purposes[:_DEPTH]:
            for row in vocabulary().verbs.get(lemma(purpose), ())[:1]:
                inner = _Found()
                for token in grammar.objects(purpose):
                    self._put_object(token, row.type, inner, False)
                self._obliques(purpose, row.type, inner, {purpose.i})
                _add(found.targets, inner.targets)
                _add(found.places, inner.places)

    # --- verbs -----------------------------------------------------------------------------------

    def _put_it(self, verb: Token, found: _Found) -> None:
        """The place that "it" stands for: "took the town, lost it and retook it"."""
        own = [t for t in grammar.objects(verb) if t.lower_ == "it"]
        if not own or grammar.label(verb) != "conj":
            return
        for earlier in grammar.conjuncts(verb):
            if earlier.i >= verb.i:
                break
            places = self._places(grammar.objects(earlier))
            if places:
                for mention in self._actors(own):
                    found.targets.pop(mention, None)
                _add(found.places, places)

    def _complements(self, verb: Token, own: set[int]) -> list[Token]:
        """What is done to someone, told by the noun of a phrase: "claimed the lives of ten people"."""
        return [
            noun
            for child in verb.children
            if child.i in own and child.pos_ == "NOUN" and lemma(child) == "life"
            for preposition, noun in grammar.modifiers(child)
            if preposition == "of"
        ]

    def _implied_doers(self, verb: Token, found: _Found) -> None:
        """Who is meant to do what an infinitive says: "their battle to retake the town"."""
        head = verb.head
        if grammar.label(verb) != "acl" or verb.tag_ != "VB" or head.pos_ not in ("NOUN", "PROPN"):
            return
        inner = _Found()
        row = Row("offensive", (lemma(head),), Need.NOTHING, True)
        self._around_noun(head, "offensive", inner)
        for token in grammar.compounds(head):
            self._before(token, "offensive", inner)
        if not inner.agents:
            self._governor(head, row, inner, {head.i})
        _add(found.agents, inner.agents)

    def _obliques(self, verb: Token, kind: str, found: _Found, own: set[int]) -> None:
        at, to, away = words_of("places", "at"), words_of("places", "to"), words_of("places", "from")
        suffered = grammar.is_passive(verb) or (kind == "killing" and lemma(verb) in ("die", "perish"))
        for preposition, noun in grammar.obliques(verb):
            if noun.i in own:
                continue
            actors, places = self._actors([noun]), self._places([noun])
            if preposition in words_of("company", "fellow_prepositions"):
                _add(found.targets if suffered else found.agents, actors)
            elif preposition == "with" and set(forms(noun)) & words_of("company", "support_nouns"):
                _add(found.supporters, self._givers(noun))
            elif preposition == "by":
                if not grammar.is_passive(verb):
                    _add(found.places, places)
            elif (preposition in _AIMED and actors) or (
                preposition == "with" and kind in ("clash", "war", "ceasefire", "negotiation")
            ):
                self._put_object(noun, kind, found, False)
            elif preposition == "between" and kind in ("clash", "war", "ceasefire", "negotiation"):
                self._put_sides(noun, found)
            elif preposition == "into" and kind in _STRIKES and actors:
                self._put_object(noun, kind, found, False)  # "rammed a car into a patrol"
            elif preposition in away:
                if kind in ("recapture", "capture", "offensive", "advance", "pursuit", "support", "defence"):
                    _add(found.targets, actors)
                measured = any(t.like_num for t in noun.doc[verb.i : noun.i])  # "just 3 km from the centre"
                driven = kind == "recapture" and len(own) > 1  # "drove the rebels out of Adra"
                if (
                    driven
                    or kind in ("flight", "pursuit", "support", "killing", "detention")
                    or (kind == "advance" and measured and not found.places)
                ):
                    _add(found.places, places)
            elif preposition == "for" and kind == "offensive":
                _add(found.places, places)
            elif preposition == "to" and kind == "support":
                _add(found.targets, actors)
                _add(found.places, places)
            elif preposition in at or preposition in to:
                self._put_place(preposition, noun, kind, found)
            elif preposition == "of" and kind in _DONE_TO | _MOVERS:
                self._put_object(noun, kind, found, kind in _MOVERS)
        self._adverbs(verb, found)

    def _company(self, verb: Token, doers: list[Token], found: _Found) -> None:
        """Supporters and fellows told by a participle: "troops, backed by jets, entered"."""
        beside = [p for doer in doers for p in grammar.participles(doer)]
        beside += [c for c in verb.children if grammar.label(c) == "advcl" and c.tag_ == "VBN"]
        for participle in beside:
            if participle.i == verb.i:
                continue
            names = set(forms(participle))
            by = grammar.agents(participle) or [
                n for p, n in grammar.obliques(participle) if p in ("by", "with")
            ]
            if names & words_of("company", "supporters"):
                _add(found.supporters, self._actors(by))
            elif names & words_of("company", "fellows"):
                _add(found.agents, self._actors(by))

    # --- nouns -----------------------------------------------------------------------------------

    def _before(self, token: Token, kind: str, found: _Found) -> None:
        """A modifier before an event noun: "rebel attack", "Fallujah offensive"."""
        place = self.place(token)
        actor = self.actor(token)
        linked = _linked_by(token)
        if linked and actor is not None:
            # "U.S.-backed offensive": a supporter; "Saudi-led": one who acts; "ISIS-held": neither
            if linked & words_of("company", "supporters"):
                _add(found.supporters, [actor])
            elif "lead" in linked:
                _add(found.agents, [actor])
        elif actor is not None and _opposed(token):
            _add(found.targets, [actor] if _opposed(token) != "pro" else [])
        elif place is not None and _is_around(place, token):
            _add(found.places, [place])
        elif actor is not None and _is_around(actor, token):
            patient = (
                kind in ("killing", "injury", "detention", "trapping", "abuse") and actor.type in _HARMLESS
            ) or lemma(token.head) in ("death", "toll", "fatality", "casualty")
            _add(found.targets if patient else found.agents, [actor])

    def _around_noun(self, noun: Token, kind: str, found: _Found, is_part: bool = False) -> None:
        done_to = kind in _DONE_TO
        for token in grammar.possessors(noun):
            place = self.place(token)
            actors = self._actors([token])
            if place is not None:
                _add(found.places, [place])
            elif done_to and kind in _SUFFERED and not is_part:
                _add(found.targets, actors)
            elif done_to and token.lower_ == "its" and any(p == "by" for p, _ in grammar.modifiers(noun)):
                continue  # "its capture by the rebels": whose it is, is what was captured
            elif not is_part:
                _add(found.agents, actors)
        for preposition, token in grammar.modifiers(noun):
            if is_part and preposition in ("of", "by", "from", "for"):
                if preposition == "of":
                    self._put_object(token, kind, found, kind in _MOVERS)
                continue
            self._modifier(preposition, token, kind, found, noun)
        for participle in grammar.participles(noun):
            names = set(forms(participle))
            by = grammar.agents(participle)
            if names & words_of("company", "supporters"):
                _add(found.supporters, self._actors(by))
            elif names & words_of("light", "do"):
                _add(found.agents, self._actors(by))
            elif names & words_of("light", "affect") and participle.tag_ == "VBG":
                for token in grammar.objects(participle):
                    self._put_object(token, kind, found, False)
            for preposition, token in grammar.obliques(participle):
                if preposition in words_of("places", "at") and not is_part:
                    self._put_place(preposition, token, kind, found)
        for verb in grammar.relative_clauses(noun):
            if set(forms(verb)) & words_of("light", "affect"):
                for token in grammar.objects(verb):
                    self._put_object(token, kind, found, False)

    def _modifier(self, preposition: str, token: Token, kind: str, found: _Found, noun: Token) -> None:
        actors, places = self._actors([token]), self._places([token])
        if preposition == "by" or (preposition == "of" and kind == "support" and not _is_in_support(token)):
            _add(found.agents, actors)
        elif preposition == "of":
            if kind in _DONE_TO:
                struck_by = _tells_doer(noun) and any(m.type in _ARMED for m in actors)
                if struck_by:
                    _add(found.agents, actors)  # "the strikes of the army"; but "the shelling of the army"
                else:
                    self._put_object(token, kind, found, False)
                if not found.agents:  # "the killing of two soldiers by rebels"
                    doers = [n for p, n in grammar.modifiers(token) if p == "by"]
                    _add(found.agents, self._actors(doers))
            elif places and not actors:
                _add(found.places, places)
            else:
                _add(found.agents, actors)
        elif preposition in ("against", "on", "upon", "at"):
            self._put_object(token, kind, found, False)
        elif preposition == "between":
            if not self._put_sides(token, found):
                _add(found.places, places)
        elif preposition == "with":
            _add(found.targets if kind in ("clash", "war", "offensive") else found.agents, actors)
        elif preposition == "from":
            _add(found.agents if kind not in _MOVERS else found.targets, actors)
            if kind in _MOVERS | {"recapture", "pursuit"}:
                _add(found.places, places)
        elif preposition == "for":
            if kind == "support":
                _add(found.targets, actors)
            if kind in ("offensive", "clash"):
                _add(found.places, places)
        elif preposition == "to" and kind in ("support", "aid"):
            _add(found.targets, actors)
            _add(found.places, places)
        elif preposition in words_of("places", "at") or preposition in words_of("places", "to"):
            self._put_place(preposition, token, kind, found)
        if preposition in words_of("company", "fellow_prepositions"):
            _add(found.agents, actors)

    def _put_sides(self, noun: Token, found: _Found) -> bool:
        """Both sides of "between A and B in C" as agents, and where; whether there are any."""
        sides = self._sides(noun)
        _add(found.agents, sides)
        for side in grammar.conjuncts(noun) if sides else []:
            _add(found.places, self._inside(side))
        return bool(sides)

    def _sides(self, noun: Token) -> list[Mention]:
        """Both sides of "between A and B", read word by word: parses often lose the second."""
        doc, first = noun.doc, noun.i
        while first > noun.sent.start and noun.i - first < _SIDES and doc[first].lower_ != "between":
            first -= 1
        if doc[first].lower_ != "between":
            return self._actors([noun])
        found: list[Mention] = []
        joined = False
        for word in doc[first + 1 : min(first + _SIDES, noun.sent.end)]:
            joined = joined or word.lower_ == "and"
            ends = word.pos_ in ("VERB", "AUX") or word.text in ",;:." or (joined and word.pos_ == "ADP")
            if ends and found:
                break
            actor = self.actor(word) if word.pos_ in ("NOUN", "PROPN", "PRON", "ADJ") else None
            if actor is not None and not any(actor.evidence.overlaps(other.evidence) for other in found):
                found.append(actor)
        return found

    def _governor(self, noun: Token, row: Row, found: _Found, own: set[int]) -> None:
        """Roles from the verb a noun depends on: "launched an offensive", "the strikes hit a depot"."""
        outer = holder_of(noun)
        self._participants(outer, found)
        self._answerable(outer, found)
        verb = grammar.governor(outer)
        if not found.agents:
            self._blamed(outer, verb, found)
        preposition = ""
        if verb is not None and grammar.label(outer) == "pobj" and verb.pos_ in ("ADP", "SCONJ"):
            preposition, verb = verb.lower_, verb.head
        elif verb is not None:
            preposition = next((p for p, n in grammar.obliques(verb) if n.i == outer.i), "")
            if any(n.i == outer.i for n in grammar.agents(verb)):
                preposition = "by"
        if verb is None or not grammar.is_verbal(verb):
            return
        names = set(forms(verb))
        objects, passive = grammar.objects(verb), passive_subjects_of(verb)
        harmed = bool(names & words_of("light", "harm")) and bool(found.targets)
        is_object = any(t.i == outer.i for t in (*objects, *passive))
        is_subject = any(t.i == outer.i for t in subjects_of(verb))
        if is_object and not found.agents and not grammar.is_passive(verb):
            # "lifted the siege of the town by the rebels": who besieged hangs on the verb in many parses
            done_by = [n for p, n in grammar.obliques(verb) if p == "by" and n.i > outer.i]
            _add(found.agents, self._actors(done_by))
        if is_object and names & words_of("light", "do"):
            moved = row.type in _MOVERS and (found.agents or "order" in names)
            brokering = names & words_of("light", "broker")  # those who broker a truce are no party to it
            only_told = row.type in _HARM | {"bombing", "abuse"} and names & _TOLD_ONLY
            if (
                not moved
                and not brokering
                and not only_told
                and not names & (words_of("light", "suffer") - {"receive"})
            ):
                for token in (*doers_of(verb), *grammar.agents(verb)):
                    self._put_doer(token, found, only_actors=True)
            self._obliques(verb, row.type, found, own | {outer.i})
            self._company(verb, subjects_of(verb), found)
            if row.type in ("support", "aid"):
                _add(found.targets, self._actors(grammar.indirect_objects(verb)))
        elif is_object and names & words_of("light", "suffer"):
            for token in subjects_of(verb):
                self._put_object(token, row.type, found, False)
            self._places_of(verb, row.type, found, own | {outer.i})
        elif is_subject and names & words_of("light", "affect") and not passive and row.type != "war":
            for token in [] if harmed else objects:
                self._put_object(token, row.type, found, False)
            self._places_of(verb, row.type, found, own | {outer.i})
        elif is_subject or is_object:
            if is_subject and names & words_of("light", "spread"):
                _add(found.places, self._places(objects))
            if names & words_of("light", "happen"):
                self._places_of(verb, row.type, found, own | {outer.i})
                for between in [n for p, n in grammar.obliques(verb) if p == "between"][:1]:
                    self._put_sides(between, found)
        elif preposition in ("in", "during", "by", "into") and names & words_of("light", "affect"):
            for token in [] if harmed else (*objects, *passive):
                if row.type in _STRIKES | {"assault"}:
                    self._put_object(token, row.type, found, False)
            if not found.agents and not passive:
                # "destroyed a bridge in a drone strike"
                _add(found.agents, [m for m in self._actors(subjects_of(verb)) if m.type in _ARMED])
        elif (
            preposition == "in"
            and set(forms(verb)) & {"die", "perish"}
            and row.type in _STRIKES | {"assault"}
        ):
            for token in subjects_of(verb):
                self._put_object(token, row.type, found, False)
        elif preposition in ("in", "with", "from") and names & words_of("light", "take_part"):
            if found.agents:
                return  # "was involved in their assault"
            for token in (*subjects_of(verb), *passive):
                self._put_doer(token, found, only_actors=True)
        elif preposition == "as" and row.type == "human-shields":
            for token in (*doers_of(verb), *grammar.agents(verb)):
                self._put_doer(token, found, only_actors=True)
            for token in (*objects, *passive):
                self._put_object(token, row.type, found, False)
            self._places_of(verb, row.type, found, own | {outer.i})
        elif preposition in ("to", "on") and row.type in ("ceasefire", "negotiation"):
            if names & {"agree", "commit", "adhere", "return"}:
                for token in subjects_of(verb):
                    self._put_doer(token, found, only_actors=True)
        elif preposition in ("of", "for", "with", "over", "in") and names & words_of("light", "blame"):
            if not found.agents:  # "wanted for the murder of elders", "charged the general with war crimes"
                noun_told = [t for t in [grammar.antecedent(verb)] if t is not None]
                blamed = (
                    [*objects, *passive] or noun_told or (subjects_of(verb) if verb.tag_ == "VBN" else [])
                )
                _add(found.agents, self._actors(blamed))
        elif preposition == "under" and names & {"come", "be", "remain"}:
            for token in (*subjects_of(verb), *passive):
                self._put_object(token, row.type, found, False)
        elif preposition in ("in", "as") and row.type == "reprisal" and not found.agents:
            for token in doers_of(verb):  # "in retaliation the army shelled the town"
                self._put_doer(token, found, only_actors=True)
        elif preposition == "with" and row.type == "support":
            _add(found.targets, self._actors(subjects_of(verb)))
        elif preposition in ("in", "with", "during") and row.type in _BY_ITS_CLAUSE and not found.agents:
            # "advanced in an offensive", "closed in with a push": the clause's own doers, if they are armed
            hurts = names & (words_of("light", "affect") | {"die", "perish"})
            doers = [] if hurts else subjects_of(verb)
            _add(found.agents, [m for m in self._actors(doers) if m.type in _ARMED])

    def _participants(self, noun: Token, found: _Found) -> None:
        """Who takes part: "the part of volunteers in the defence of the port beside the navy"."""
        holder = noun.head.head if grammar.label(noun) == "pobj" else noun.head
        if lemma(holder) not in ("participation", "involvement", "role"):
            return
        for preposition, token in grammar.modifiers(holder):
            if preposition == "of" or preposition in words_of("company", "fellow_prepositions"):
                _add(found.agents, self._actors([token]))
        for token in grammar.possessors(holder):
            _add(found.agents, self._actors([token]))

    def _answerable(self, noun: Token, found: _Found) -> None:
        """Who says it was them: "the group claimed responsibility for the attack"."""
        holder = noun.head.head if grammar.label(noun) == "pobj" else noun.head
        if found.agents or lemma(holder) not in ("responsibility", "credit"):
            return
        verb = grammar.governor(holder)
        if verb is None or grammar.is_negated(verb) or grammar.is_negated(holder):
            return
        if set(forms(verb)) & words_of("light", "answer"):
            _add(found.agents, self._actors((*subjects_of(verb), *grammar.agents(verb))))

    def _blamed(self, noun: Token, verb: Token | None, found: _Found) -> None:
        """Who claims it or is blamed for it: "the group claimed the attack", "raids blamed on rebels"."""
        described = [*grammar.participles(noun), *grammar.relative_clauses(noun)]
        for clause in described:
            self._blamed_in(clause, found, passive=True)
        if verb is None or not grammar.is_verbal(verb) or grammar.is_negated(verb):
            return
        if any(t.i == noun.i for t in passive_subjects_of(verb)):
            self._blamed_in(verb, found, passive=True)
        elif any(t.i == noun.i for t in grammar.objects(verb)):
            self._blamed_in(verb, found, passive=False)

    def _blamed_in(self, verb: Token, found: _Found, *, passive: bool) -> None:
        names = set(forms(verb))
        beside = grammar.obliques(verb)
        if names & words_of("light", "blamed"):
            _add(found.agents, self._actors([n for p, n in beside if p in ("on", "to")]))
        elif names & words_of("light", "own"):
            by = [*grammar.agents(verb), *(n for p, n in beside if p == "by")]
            _add(found.agents, self._actors(by if passive else subjects_of(verb)))

    def _places_of(self, verb: Token, kind: str, found: _Found, own: set[int]) -> None:
        for preposition, noun in grammar.obliques(verb):
            if noun.i not in own and preposition in words_of("places", "at"):
                _add(found.places, self._places([noun]))
        self._adverbs(verb, found)

    def _adverbs(self, verb: Token, found: _Found) -> None:
        """ "There" beside a verb is a place like any other."""
        for child in verb.children:
            if grammar.label(child) == "advmod" and child.lower_ in ("there", "here"):
                _add(found.places, self._places([child]))

    # --- from words to mentions ------------------------------------------------------------------

    def _put_doer(self, token: Token, found: _Found, only_actors: bool = False) -> None:
        actors = self._actors([token])
        _add(found.agents, actors)
        if not actors and not only_actors:
            # "Rockets hit the port": whose they are may stand beside them.
            self._around_weapon(token, found)

    def _around_weapon(self, token: Token, found: _Found) -> None:
        for owner in (*grammar.possessors(token), *grammar.compounds(token)):
            actor = self.actor(owner)
            if actor is not None and _is_around(actor, owner):
                _add(found.agents, [actor])
        is_weapon = not names_event(token) or bool(instrument(token)[0])
        for preposition, owner in grammar.modifiers(token):
            if preposition in ("from", "by") or (preposition == "of" and (is_weapon or _tells_doer(token))):
                _add(found.agents, self._actors([owner]))  # but "an ambush of the patrol"
        for participle in grammar.participles(token):
            _add(found.agents, self._actors(grammar.agents(participle)))

    def _put_object(self, token: Token, kind: str, found: _Found, movers: bool) -> None:
        actors = self._actors([token])
        if actors:
            _add(found.agents if movers else found.targets, actors)
        else:
            places = self._places([token])
            for place in places:
                facility = (found.strikes or kind in _HARMING) and place.type in _FACILITIES
                _add(found.targets if facility else found.places, [place])
            if found.strikes and self.place(token) is not None:
                _add(found.targets, [place for place in places[:1] if place.type in _INHABITED])
            if kind in _STRIKES | {"assault"}:
                # "bombed ISIS command centers": their owner is struck with them
                owners = (
                    self.actor(left) for left in (*grammar.possessors(token), *grammar.compounds(token))
                )
                _add(found.targets, [m for m in owners if m is not None and m.type in _ARMED])
        for place in self._inside(token):
            _add(found.places, [place])

        if actors:
            _add(found.agents if movers else found.targets, self._among(token))
        for preposition, inner in grammar.modifiers(token):
            if preposition == "including":
                _add(found.agents if movers else found.targets, self._actors([inner]))
            elif preposition == "from" and kind in _TAKING:
                _add(found.targets, self._actors([inner]))

    def _among(self, token: Token) -> list[Mention]:
        """Those told to be among others: "40 civilians, among them ten children", "two of them guards"."""
        doc, end = token.doc, min(token.i + _ASIDE, token.sent.end)
        if token.i + 2 >= end or doc[token.i + 1].text != ",":
            return []
        for k in range(token.i + 2, min(token.i + 6, end - 1)):
            if doc[k].lower_ in ("among", "of") and doc[k + 1].lower_ in ("them", "whom"):
                told = doc[k + 2 : end]
                stop = next((t.i for t in told if t.text in ",;" or t.pos_ in ("VERB", "AUX")), end)
                return next((found for t in doc[k + 2 : stop] if (found := self._all_of(t))), [])
        return []

    def _all_of(self, token: Token) -> list[Mention]:
        """The actors of a whole coordination that a noun begins."""
        if token.pos_ not in ("NOUN", "PROPN"):
            return []
        return self._actors(grammar.conjuncts(token))

    def _put_place(self, preposition: str, noun: Token, kind: str, found: _Found) -> None:
        places = self._places([noun])
        for place in places:
            struck = found.strikes and preposition in ("on", "at", "against") and place == self.place(noun)
            if not struck or place.type not in _FACILITIES:
                _add(found.places, [place])
            if struck and place.type in _FACILITIES | _INHABITED:
                _add(found.targets, [place])
        for place in self._inside(noun):
            _add(found.places, [place])

    def _inside(self, token: Token) -> list[Mention]:
        """Places told inside the phrase of a target: "ten people in Goma", "streets of Goma"."""
        found: list[Mention] = []
        for preposition, noun in grammar.modifiers(token):
            if preposition in words_of("places", "at"):
                found += self._places([noun])
        return found

    def _actors(self, tokens: Iterable[Token]) -> list[Mention]:
        return [
            m
            for token in tokens
            for found in self._actors_below(token, _DEPTH)
            for m in self._pair(token, found)
        ]

    def _pair(self, token: Token, mention: Mention) -> list[Mention]:
        """A force and the one of another country that shares its noun: "Afghan and Pakistani forces"."""
        first = token.i
        while first > token.sent.start and token.doc[first - 1].idx >= mention.evidence.start:
            first -= 1
        joined = first - 2 > token.sent.start - 1 and token.doc[first - 1].lower_ in ("and", "or")
        other = self.actor(token.doc[first - 2]) if joined and mention.type in _ARMED else None
        shares = other is not None and other.head_lemma == mention.head_lemma and other.type in _ARMED
        bare = other is not None and other.evidence.end == token.doc[first - 2].idx + len(
            token.doc[first - 2]
        )
        return [other, mention] if other is not None and shares and bare else [mention]

    def _actors_below(self, token: Token, depth: int) -> list[Mention]:
        """The actor a word heads; for "dozens", "members" or an event noun, the one behind it."""
        if token.lower_ in _EMPTY or token.lower_ in _REFLEXIVE:
            return []
        mention = self.actor(token)
        names = set(forms(token))
        if mention is not None and not (mention.form.value == "nominal" and names & _AMOUNT_ONLY):
            return [mention]
        if depth <= 0:
            return []
        inner = [n for p, n in grammar.modifiers(token) if p == "of"]
        if token.lower_ in ("fewer", "less", "more"):
            inner = [n for p, n in (*grammar.modifiers(token), *grammar.obliques(token)) if p == "than"]
        if inner and (token.pos_ == "NUM" or names & words_of("people", "amounts")):
            return [m for n in inner for m in self._actors_below(n, depth - 1)]
        if mention is not None:
            return [mention]
        beside = [
            c
            for c in token.children
            if grammar.label(c) in ("appos", "flat", "nmod") and c.ent_type_ == "PERSON"
        ]
        named = [m for c in beside[:1] if (m := self.actor(c)) is not None]
        if named:
            return named  # "the leader Izz al-Din Khalil" where the description is no mention
        if instrument(token)[0] or names_event(token):
            found = _Found()
            self._around_weapon(token, found)
            return list(found.agents)
        return []

    def _places(self, tokens: Iterable[Token], depth: int = _DEPTH) -> list[Mention]:
        found: list[Mention] = []
        for word in tokens:
            token = _antecedent_of(word)
            place = self.place(token)
            if place is None:
                # "half of Taiz" is in Taiz, "several spots in Taiz" too; so is "the battle for Taiz"
                inside = _OF_EVENT if names_event(token) else _OF_SPOT
                if depth > 0 and token.pos_ == "NOUN" and self.actor(token) is None:
                    inner = [noun for preposition, noun in grammar.modifiers(token) if preposition in inside]
                    found += self._places(inner, depth - 1)
                continue
            found.append(place)
            for preposition, beside in grammar.modifiers(token):
                # "the district of Adra in Rif Dimashq": the wider place stands behind the narrow one.
                # "the towns of Adra and Douma": the second name stands outside the words of the first.
                wider = self.place(beside) if preposition in ("in", "near", "of") else None
                if wider is not None and not wider.evidence.overlaps(place.evidence):
                    found.append(wider)
        return found

    def _givers(self, noun: Token) -> list[Mention]:
        """Who gives support: "with the support of the militia", "with Russian help"."""
        found = [m for t in grammar.possessors(noun) for m in self._actors([t])]
        found += [
            m for p, t in grammar.modifiers(noun) if p in ("of", "from", "by") for m in self._actors([t])
        ]
        for left in grammar.compounds(noun):
            actor = self.actor(left)
            if actor is not None and _is_around(actor, left):
                found.append(actor)
        return found

    def _close(self, found: _Found, has_object: bool) -> Roles:
        agents, targets = _each_once(found.agents), _each_once(found.targets)
        doing = {m.evidence for m in agents}
        targets = [m for m in targets if m.evidence not in doing]
        places = [m for m in _each_once(found.places) if m not in targets or m.type in _INHABITED]
        order = sorted(range(len(places)), key=lambda k: (_narrowness(places[k]), k))
        return Roles(
            agents=tuple(agents),
            targets=tuple(targets),
            supporters=tuple(m for m in _each_once(found.supporters) if m.evidence not in doing),
            places=tuple(places[k] for k in order),
            has_object=has_object,
        )


def happens(noun: Token) -> bool:
    """Whether what was parsed as a noun after it is a verb of happening: "Fighting rages in the city"."""
    plural = noun.head.tag_ == "NNS" and grammar.label(noun) == "compound" and noun.head.i == noun.i + 1
    return plural and bool({lemma(noun.head), noun.head.lower_[:-1]} & words_of("light", "happen"))


def _tells_doer(noun: Token) -> bool:
    """Whether "of" after a noun tells who strikes, if they are armed: "attacks of the rebels"."""
    return bool(set(forms(noun)) & words_of("strike", "of_doers"))


def _strikes(row: Row) -> bool:
    """Whether an operation has what it is aimed at as its target, be it a place."""
    return row.type in _STRIKES - {"gunfire"} or (row.type == "assault" and row.words[-1] == "attack")


def _add(into: MutableMapping[Mention, None], mentions: Iterable[Mention]) -> None:
    for mention in mentions:
        into.setdefault(mention, None)


def _each_once(mentions: Iterable[Mention]) -> list[Mention]:
    """Mentions with the same words count once, the first found."""
    once: dict[Span, Mention] = {}
    for mention in mentions:
        once.setdefault(mention.evidence, mention)
    return list(once.values())


def subjects_of(verb: Token) -> list[Token]:
    """Who does it; never a subject after the verb, which a parse takes from the verb of saying there."""
    found = grammar.passive_subjects(verb) if _is_perfect(verb) else grammar.subjects(verb)
    if not found and grammar.label(verb) == "parataxis":
        return _under_dateline(verb)
    return _on_its_side(verb, found)


def passive_subjects_of(verb: Token) -> list[Token]:
    """To whom it is done, as the subject of a passive; never one after the verb."""
    return [] if _is_perfect(verb) else _on_its_side(verb, grammar.passive_subjects(verb))


def _is_perfect(verb: Token) -> bool:
    """Whether "have taken" was parsed as a passive: it has "have" and no "be"."""
    helpers = set(grammar.auxiliaries(verb))
    return "have" in helpers and not helpers & {"be", "get"} and grammar.is_passive(verb)


def _on_its_side(verb: Token, subjects: list[Token]) -> list[Token]:
    before = [t for t in subjects if t.i < verb.i]
    saying = verb.head
    if before or grammar.label(verb) not in ("ccomp", "parataxis", "dep") or saying.i < verb.i:
        return before
    # "The raid killed ten, the army said": parsed crosswise, the subject stands with the verb of saying.
    crossed = [t for t in grammar.subjects(saying) if t.i < verb.i]
    late = subjects or [t for t in grammar.subjects(saying) if t.i > verb.i]
    return crossed if late else []


def _where(verb: Token) -> list[Token]:
    """The noun that "where" stands for: "the town where troops held off the rebels"."""
    asked = any(c.lower_ == "where" and c.i < verb.i for c in verb.children)
    noun = grammar.antecedent(verb) if asked else None
    return [] if noun is None else [noun]


def _under_dateline(verb: Token) -> list[Token]:
    """The subject in "Yemen: air strike kills dozens", where parsers hang everything on the place."""
    place = verb.head
    if grammar.label(verb) != "parataxis" or place.pos_ != "PROPN" or place.i + 1 >= verb.i:
        return []
    if place.nbor(1).text != ":":
        return []
    beside = [t for t in place.children if place.i < t.i < verb.i and t.pos_ in ("NOUN", "PROPN")]
    return beside[-1:]


def doers_of(verb: Token) -> list[Token]:
    """Who does it, or is told or accused to: "called on both sides to stop the fighting"."""
    return [] if grammar.is_passive(verb) else _accused(verb) or _told(verb) or subjects_of(verb)


def _linked_by(token: Token) -> set[str]:
    """The participle a modifier is joined to by a hyphen: "backed" in "U.S.-backed"."""
    doc, after = token.doc, token.i + 1
    if (
        after + 1 < len(doc)
        and doc[after].text in {"-", "–", "‑"}
        and doc[after + 1].tag_ in ("VBN", "VBD", "JJ")
    ):
        return (
            set(forms(doc[after + 1]))
            | ({"back"} if doc[after + 1].lower_ == "backed" else set())
            | ({"lead"} if doc[after + 1].lower_ == "led" else set())
        )
    return set()


def _opposed(token: Token) -> str:
    """The prefix that a hyphen joins to a name: "counter" in "counter-ISIL operations"."""
    if token.i < 2 or token.nbor(-1).text not in {"-", "–", "‑"}:
        return ""
    prefix = token.nbor(-2).lower_
    return prefix if prefix in ("anti", "counter", "pro") else ""


def _is_headline_passive(verb: Token, row: Row) -> bool:
    """Whether a headline leaves out the auxiliary: "Dozens killed in raid", "19 men shot dead"."""
    people = row.need is Need.PEOPLE or row.words[-1] in ("dead", "hostage", "prisoner", "captive")
    return people and verb.tag_ in ("VBN", "VBD") and not grammar.objects(verb)


def _accused(verb: Token) -> list[Token]:
    """Who does it in "accused the army of shelling" and "prevented rebels from entering"."""
    head, name = verb.head, grammar.label(verb)
    before = {c.lower_ for c in verb.children if grammar.label(c) in ("mark", "case") and c.i < verb.i}
    if name == "pcomp":
        before, head = {head.lower_}, head.head
    if name == "acl" and before == {"of"} and head.pos_ in ("NOUN", "PROPN"):
        blaming = grammar.governor(head)
        return [head] if blaming is not None and set(forms(blaming)) & words_of("light", "blame") else []
    if name not in ("pcomp", "advcl", "xcomp", "ccomp") or not before & {"of", "from", "for"}:
        return []
    return (grammar.objects(head) or grammar.passive_subjects(head)) if grammar.is_verbal(head) else []


def _told(verb: Token) -> list[Token]:
    """Who is to do it in "ordered the troops on Monday to withdraw"."""
    head = verb.head
    if not _has_to(verb) or grammar.label(verb) not in ("advcl", "xcomp", "ccomp", "conj"):
        return []
    if not set(forms(head)) & words_of("light", "told"):
        return []
    called = (
        [n for p, n in grammar.obliques(head) if p in ("on", "for", "upon")] if lemma(head) == "call" else []
    )
    return (
        grammar.objects(head)
        or called
        or (grammar.passive_subjects(head) if grammar.is_passive(head) else [])
    )


def _antecedent_of(word: Token) -> Token:
    """The noun that "which" stands for in "a city in which they fought"; else the word itself."""
    if word.lower_ != "which":
        return word
    noun = grammar.antecedent(grammar.governor(word) or word)
    return word if noun is None else noun


def _is_first_to(verb: Token) -> bool:
    """Whether it is the verb of "the first city to fall"."""
    head = verb.head
    plain = grammar.label(verb) == "acl" and _has_to(verb) and head.pos_ in ("NOUN", "PROPN")
    return plain and any(c.lower_ in _ORDINALS or c.tag_ == "JJS" for c in head.lefts)


def _striker(verb: Token) -> list[Token] | None:
    """Who does it in "shot down a helicopter killing eight", where the parse ties it to what was hit."""
    hit = verb.head
    if verb.tag_ != "VBG" or grammar.label(verb) != "acl" or names_event(hit):
        return None
    striking = grammar.governor(hit)
    if (
        striking is None
        or not grammar.is_verbal(striking)
        or grammar.label(hit) not in ("obj", "dobj", "obl")
    ):
        return None
    rows = (
        row
        for form in forms(striking)
        for row in (*vocabulary().verbs.get(form, ()), *vocabulary().phrases.get(form, ()))
    )
    return subjects_of(striking) if any(row.type in _ATTACKS for row in rows) else None


def _shared_agents(verb: Token) -> list[Token]:
    """By whom, told once after two passives: "was bombed and killed by jets"."""
    if verb.tag_ != "VBN" or not grammar.is_passive(verb):
        return []
    following = [c for c in verb.children if grammar.label(c) == "conj" and c.tag_ == "VBN" and c.i > verb.i]
    joined = [c for c in following if c.i - verb.i <= _JOINED and not grammar.obliques(verb)]
    own = [c for c in joined if not any(grammar.label(s) in ("nsubj", "nsubjpass") for s in c.children)]
    return grammar.agents(own[0]) if own else []


def is_amid(verb: Token) -> bool:
    """Whether "fighting" only tells what somebody was harmed in, parsed as a clause of its own."""
    if verb.tag_ != "VBG" or grammar.label(verb) != "advcl" or grammar.objects(verb):
        return False
    marked = any(grammar.label(c) in ("mark", "case") and c.lower_ in _AMID for c in verb.children)
    return marked and bool(set(forms(verb.head)) & (words_of("light", "harm") | {"die", "perish"}))


def _is_result(verb: Token) -> bool:
    """Whether it is the participle of "bombed the port, killing nine"."""
    bare = not any(grammar.label(c) in ("mark", "case", "aux", "auxpass") for c in verb.children)
    return verb.tag_ == "VBG" and bare and grammar.label(verb) == "advcl" and verb.i > verb.head.i


def _has_to(verb: Token) -> bool:
    return verb.tag_ == "VB" and any(c.lower_ == "to" and c.i < verb.i for c in verb.children)


def _is_in_support(token: Token) -> bool:
    """Whether "of X" belongs to "in support of X" and not to "with the support of X"."""
    noun = token.head.head if grammar.label(token) == "pobj" else token.head
    return any(c.lower_ == "in" for c in noun.children) or (noun.i > 0 and noun.nbor(-1).lower_ == "in")


def _is_around(mention: Mention, token: Token) -> bool:
    """Whether a mention ends with a token: then it is not the whole noun phrase to its right."""
    return mention.evidence.end <= token.idx + len(token)


def holder_of(noun: Token) -> Token:
    """The noun that stands for an event noun: "start" in "the start of the offensive"."""
    here = noun
    for _ in range(_DEPTH):
        head, label = here.head, grammar.label(here)
        if label == "conj":
            here = grammar.first_conjunct(here)
            continue
        if label == "pobj" and head.lower_ == "of":
            head = head.head
        elif label != "nmod":
            break
        if head.i == here.i or lemma(head) not in words_of("light", "holders"):
            break
        here = head
    return here


def _narrowness(place: Mention) -> int:
    """How narrow a place of its type is: 0 for a building, 3 for what says nothing of its size."""
    return _NARROW.get(place.type, 3) if isinstance(place.type, LocationType) else 3
