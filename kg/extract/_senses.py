"""Senses: whether a word that may name an operation of war names one here.

In:  a trigger with its roles, and what the article speaks of around it.
Out: the trigger with the type its arguments give it, or nothing; and whether enough speaks for war.

Knows figures of speech, disasters, weapons and who takes part. Knows nothing of certainty or time.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token
from spacy.tokens import Span as Words

from kg import grammar
from kg.extract._roles import Roles, happens, is_amid, subjects_of
from kg.extract._triggers import (
    Need,
    Row,
    Trigger,
    forms,
    instrument,
    lemma,
    names_event,
    vocabulary,
    words_of,
)
from kg.model import ActorType, Form, Mention

_ARMED = frozenset({ActorType.ARMED_FORCE, ActorType.ARMED_GROUP})
_RULERS = frozenset({ActorType.STATE, ActorType.GOVERNMENT})
_HELPED = _ARMED | {ActorType.STATE, ActorType.GOVERNMENT}
_PARTIES = frozenset(
    {
        ActorType.STATE,
        ActorType.GOVERNMENT,
        ActorType.PERSON,
        ActorType.POPULATION_GROUP,
        ActorType.ORGANISATION,
    }
)
_UNARMED = frozenset({ActorType.POPULATION_GROUP, ActorType.UNNAMED_SOURCE, ActorType.MEDIA_OUTLET})
# An article speaks of a conflict when this share of its sentences, and at least two, have words of one.
_CONFLICT_SHARE = 0.15
# A sentence speaks of sport when it has this many words of it.
_GAME = 2
# How much must speak for an operation of war before a word counts.
_ENOUGH = {Need.NOTHING: 1, Need.PLACE: 1, Need.PEOPLE: 1, Need.CONFLICT: 2}
# Types of verbs that say what a weapon does.
_STRIKES = frozenset({"airstrike", "shelling", "bombing", "gunfire", "assault"})
# Types that disasters and accidents bring about as well.
_HARM = frozenset({"killing", "injury", "flight", "trapping", "search", "aid", "bombing"})
# Everyday verbs of meeting: fighting only where somebody armed is met.
_ONLY_ON_ARMED = frozenset({("engage",), ("confront",)})
# Types whose aim stands after "for" or "against": "fight for votes".
_FOUGHT = frozenset({"clash", "offensive", "war"})
# Everyday words of holding: an office is held as well.
_ALSO_OF_OFFICES = frozenset({("hold",), ("seize",), ("capture",)})
_OFFICES = frozenset({ActorType.GOVERNMENT, ActorType.ORGANISATION, ActorType.STATE, ActorType.MEDIA_OUTLET})
# Words for what anybody may undertake.
_UNDERTAKINGS = frozenset({("campaign",), ("operation",), ("fight",), ("battle",), ("push",), ("drive",)})
_CIVIL = frozenset({ActorType.ORGANISATION, ActorType.MEDIA_OUTLET, ActorType.UNNAMED_SOURCE})
# Verbs whose object may be the event itself.
_BROKERING = frozenset({"negotiate", "mediate", "broker"})
_LEAVING = _ARMED | {ActorType.POPULATION_GROUP}
# Verbs that happen by themselves as well.
_NEEDS_OBJECT = frozenset({("sink",)})
# Everyday verbs that are a strike only among the armed.
_AMONG_ARMED = frozenset({("hit",)})
# What is done with fire in war: "set fire to huts" is a deed, "caught fire" is none.
_FIRING = frozenset({"open", "return", "exchange", "trade", "come", "draw", "set", "under", "cease", "hold"})
# Prepositions before the cause of a death.
_CAUSES = frozenset({"in", "of", "by", "from", "after", "during", "due to", "because of"})
# Types told by everyday words: somebody armed must take part.
_ARMED_ONLY = frozenset({"support", "negotiation", "aid", "investigation", "search", "defence"})
# Among them, types that an account of fighting is enough for.
_TOLD_OF = frozenset({"investigation", "negotiation", "search"})


# --- what a trigger turns out to be --------------------------------------------------------------


def fitted(trigger: Trigger, roles: Roles) -> Trigger | str:
    """The trigger with the type its arguments give it, or in words why they don't fit its row."""
    return _figure(trigger, roles) or _misfit(trigger, roles) or _retyped(trigger, roles)


def _misfit(trigger: Trigger, roles: Roles) -> str:
    """How the arguments show that something else is meant; nothing where they fit."""
    row, head = trigger.row, trigger.head
    on_place = bool(roles.places) and _acts_on_place(head, roles)
    if row.need is Need.PLACE and not on_place and not _acts_on_thing(head):
        return "needs a place as what it acts on"  # "took the train"
    if row.need is Need.PEOPLE and not (_on_people(row, roles) or _acts_on_people(head)):
        return "needs people as those it acts on"  # "executed the contract"
    return _misfit_of_noun(trigger, roles) if row.is_noun else _misfit_of_verb(trigger, roles, on_place)


def _on_people(row: Row, roles: Roles) -> bool:
    """Whether somebody is acted on; an office is held, but not as a prisoner is."""
    held = row.words in _ALSO_OF_OFFICES
    people = [target for target in roles.targets if not (row.type == "detention" and _weapon_of(target))]
    return any(not held or target.type not in _OFFICES for target in people)


def _misfit_of_noun(trigger: Trigger, roles: Roles) -> str:
    row, head = trigger.row, trigger.head
    if row.words == ("war",) and _is_kind_of_war(head):
        return "only tells a kind, as in prisoners of war"
    if row.words == ("war",) and _is_branded(trigger, roles):
        return "the noun before it is no place and nobody, as in price war"
    if instrument(head)[0] and _strikes(head):
        return "is the weapon of the verb, which tells the operation"
    if row.words in _UNDERTAKINGS and _is_civil(trigger, roles):
        return "whoever undertakes it is not armed and acts on nobody armed"
    return ""


def _misfit_of_verb(trigger: Trigger, roles: Roles, on_place: bool) -> str:
    row, head = trigger.row, trigger.head
    name = grammar.label(head)
    if row.words in _ONLY_ON_ARMED and not any(m.type in _ARMED for m in roles.targets):
        return "needs somebody armed as whom it meets"  # "engaging in fraud", "confronted the minister"
    if row.words == ("fight",) and name == "xcomp" and not (roles.targets or roles.places):
        return "says neither whom nor where: only the ability or the will"  # "refused to fight"
    met = any(m.type in _ARMED for m in (*roles.agents, *roles.targets))
    met = met or (any(m.type in _RULERS for m in roles.agents) and bool(roles.targets))
    if row.words in _AMONG_ARMED and not row.by_instrument and not met:
        return "neither who strikes nor who is struck is armed"
    if row.words == ("escape",) and _is_evaded(head):
        return "gets away with life, and from no place"  # "escaped an assassination attempt"
    if row.words == ("leave",) and not any(m.type in _LEAVING for m in roles.agents):
        return "whoever leaves is no force and no crowd"  # "the minister left Goma"
    if row.words == ("arm",) and head.tag_ == "VBN":
        return "only tells of weapons carried"  # "armed with sticks"
    if row.words[0] in _BROKERING and any(names_event(t) for t in grammar.objects(head)):
        return "only brings about what its object tells"  # "brokered a truce"
    lost = row.type == "capture" and row.is_patient and not roles.places
    if lost and not any(t.lower_ == "it" for t in (*subjects_of(head), *grammar.objects(head))):
        return "needs a place that is lost"  # "lost control of the car"
    if row.words in _NEEDS_OBJECT and not _acts_on_thing(head):
        return "needs what it acts on"  # "the ferry sank"
    if row.words == ("storm",) and any(c.lower_ == "out" for c in head.subtree if head.i < c.i < head.i + 3):
        return "is to leave in anger"
    if row.type == "control" and name == "acl" and not on_place:
        return "only describes a thing"  # "posts held by rebels"
    if row.type == "advance" and any(names_event(t) for t in subjects_of(head)):
        return "only says where an operation spreads"  # "the fighting reached the city"
    if row.type == "advance" and roles.agents and not any(_may_advance(m, row.need) for m in roles.agents):
        return "whoever moves is no force"  # "people crossing the bridge"
    if (
        row.type == "recapture"
        and len(row.words) > 1
        and row.words[-1] in ("of", "from")
        and not roles.places
    ):
        return "needs the place that somebody is driven from"  # "ousted from power"
    if row.type == "encirclement" and name == "acl" and not roles.agents and head.tag_ == "VBG":
        return "tells where something lies"  # "the hills surrounding the town"
    if row.words[-1] == "for" and not roles.places:
        return "needs the place that is fought for"  # "fight for freedom"
    if row.type == "flight" and _is_paperwork(trigger, roles):
        return "acts on something that is no people and no force"  # "withdrew a request"
    if _repeats_its_subject(head):
        return "only says what its subject, an operation, does"  # "the raids targeted a depot"
    return ""


def _is_evaded(verb: Token) -> bool:
    evaded = words_of("figurative", "evaded")
    return any(set(forms(token)) & evaded for token in grammar.objects(verb))


def _strikes(weapon: Token) -> bool:
    """Whether a weapon is the subject of a verb of striking: "artillery hit the village"."""
    verb = weapon.head
    if not grammar.is_verbal(verb):
        # "the shelling of the base by government artillery", whichever noun the parse ties it to
        marked = any(c.lower_ == "by" and c.i < weapon.i for c in weapon.children)
        return marked and (names_event(verb) or names_event(verb.head))
    names = set(forms(verb))
    by = names & (words_of("strike", "by") | words_of("strike", "falls"))
    rows = (row for form in names for row in vocabulary().verbs.get(form, ()))
    does = bool(by) or any(row.type in _STRIKES for row in rows)
    return does and any(t.i == weapon.i for t in (*grammar.subjects(verb), *grammar.agents(verb)))


def _is_civil(trigger: Trigger, roles: Roles) -> bool:
    """Whether an undertaking is one of civilians: "the group launched a campaign for clean water"."""
    involved = (*roles.agents, *roles.targets)
    known = bool(roles.agents) and all(m.type in _CIVIL for m in roles.agents)
    return known and not any(m.type in _ARMED for m in involved) and not _is_military(trigger)


def _retyped(trigger: Trigger, roles: Roles) -> Trigger:
    """The trigger with the finer or other type that weapons, doers and aims give it."""
    row, head = trigger.row, trigger.head
    kind = row.type
    if kind == "gunfire" and not row.is_noun and len(row.words) > 1:
        thrown = (*grammar.objects(head), *grammar.passive_subjects(head))
        kind = next((weapon for weapon, _ in map(instrument, thrown) if weapon), kind)
    elif kind == "assault":
        kind = next((weapon for m in roles.agents if (weapon := _weapon_of(m))), kind)
    elif kind == "bombing" and _is_from_air(head, roles):
        kind = "airstrike"
    elif kind == "offensive" and row.is_noun and lemma(head) in ("battle", "fight"):
        # "the battle for Homs" is an offensive; "battles with" and "between" are fighting.
        sides = {preposition for preposition, _ in grammar.modifiers(head)}
        if (head.tag_.endswith("S") and not roles.places) or "between" in sides:
            kind = "clash"
    elif kind == "clash" and not row.is_noun and lemma(head) in ("fight", "battle"):
        beside = {preposition for preposition, _ in grammar.obliques(head)}
        aims = beside & {"for", "in"} and not beside & {"between", "with"}
        if aims and roles.places and not roles.targets and not is_amid(head):
            kind = "offensive"
    return trigger if kind == row.type else replace(trigger, row=replace(row, type=kind))


def _weapon_of(mention: Mention) -> str:
    """The operation type that the words of an actor stand for: "warplanes", "suicide bombers"."""
    # A capital at the start of a sentence hides lemma and plural alike.
    words = [word.removesuffix("s") for word in mention.text.lower().split()]
    weapons = vocabulary().instruments
    return weapons.get(" ".join(words[-2:])) or weapons.get(words[-1], "") if words else ""


def _may_advance(mention: Mention, need: Need) -> bool:
    """Whether somebody can be meant by a forward movement; a person by name hardly ever is."""
    if mention.form is Form.PRONOUN:
        return True
    return mention.type not in _UNARMED and not (need is Need.PLACE and mention.type is ActorType.PERSON)


def _repeats_its_subject(head: Token) -> bool:
    """Whether a general verb only says what its event noun does: "the raids targeted a depot"."""
    if not set(forms(head)) & words_of("strike", "by"):
        return False
    doers = [t for t in (*grammar.subjects(head), *grammar.agents(head)) if t.i < head.i]
    described = grammar.antecedent(head)
    if described is not None and any(t.lower_ in ("which", "that") for t in doers):
        doers.append(described)
    return any(names_event(t) and not instrument(t)[0] for t in doers)


def _acts_on_place(verb: Token, roles: Roles) -> bool:
    """Whether an object or passive subject of a verb is, or holds, one of the places found."""
    done = (*grammar.objects(verb), *grammar.passive_subjects(verb))
    return any(_covers(token, place) for token in done for place in roles.places)


def _is_paperwork(trigger: Trigger, roles: Roles) -> bool:
    """Whether something else than people is withdrawn or pulled out: "withdrew a request"."""
    verb, own = trigger.head, {token.i for token in trigger.tokens}
    done = [t for t in (*grammar.objects(verb), *grammar.passive_subjects(verb)) if t.i not in own]
    left = [noun for preposition, noun in grammar.obliques(verb) if preposition in ("of", "out of")]
    if any(m.type in _ARMED for m in roles.agents):
        return False
    counted = any(t.pos_ == "NUM" or set(forms(t)) & words_of("people", "amounts") for t in done)
    people = any(m.evidence.start <= t.idx < m.evidence.end for t in done for m in roles.agents)
    return bool((done and not roles.places and not people and not counted) or (left and not roles.places))


def _is_kind_of_war(noun: Token) -> bool:
    """Whether "war" only tells a kind: "prisoners of war", "weapons of war"."""
    marked = any(c.lower_ == "of" for c in noun.children) or noun.head.lower_ == "of"
    bare = not any(grammar.label(c) in ("det", "amod", "poss", "nmod") for c in noun.children)
    return marked and bare


def _is_branded(trigger: Trigger, roles: Roles) -> bool:
    """Whether "war" has a noun before it that is no place and nobody: "the smartphone wars"."""
    if roles.places or any(m.type in _HELPED for m in (*roles.agents, *roles.targets)):
        return False
    return any(left.pos_ == "NOUN" for left in grammar.compounds(trigger.head))


def _acts_on_thing(verb: Token) -> bool:
    """Whether it acts on what is taken or held like a place: a ship, a post, territory."""
    things = words_of("targets", "things")
    done = (*grammar.objects(verb), *grammar.passive_subjects(verb))
    return any(set(forms(token)) & things for token in done)


def _covers(token: Token, mention: Mention) -> bool:
    words = grammar.noun_phrase(token)
    begin, end = words.start_char, words.end_char
    inner = [noun for preposition, noun in grammar.modifiers(token) if preposition == "of"]
    touches = mention.evidence.start < end and begin < mention.evidence.end
    return touches or any(mention.evidence.start <= noun.idx < mention.evidence.end for noun in inner)


def _acts_on_people(verb: Token) -> bool:
    """Whether the object is an amount of people: "killing dozens", "at least 12 were killed"."""
    amounts = words_of("people", "amounts")
    done = (*grammar.objects(verb), *grammar.passive_subjects(verb))
    if not done and not grammar.agents(verb):
        done = tuple(subjects_of(verb))  # a headline: "Dozens killed as shells hit bridge"
    return any(
        t.pos_ == "NUM" or set(forms(t)) & amounts or t.lower_ in ("everyone", "everybody") for t in done
    )


def _is_from_air(head: Token, roles: Roles) -> bool:
    """Whether a bombing came from aircraft: told by who did it or with what."""
    doers = (*grammar.subjects(head), *grammar.agents(head), *grammar.compounds(head))
    if any(instrument(token)[0] == "airstrike" for token in doers):
        return True
    by_car = any(instrument(token)[0] == "bombing" for token in doers)
    states = (ActorType.STATE, ActorType.ARMED_FORCE, ActorType.GOVERNMENT)
    return not by_car and bool(roles.agents) and all(m.type in states for m in roles.agents)


# --- whether it is war ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where an article has words of armed conflict."""

    armed: dict[int, frozenset[int]]  # first token of a sentence -> its words of conflict
    harmed: dict[int, frozenset[int]]  # its words of harm
    games: frozenset[int]  # first tokens of sentences that speak of sport
    disasters: frozenset[int]  # first tokens of sentences that speak of nature or accident, and the next ones
    speaks_of_conflict: bool

    @classmethod
    def of(cls, doc: Doc) -> "Surroundings":
        """Look once through an article."""
        armed: dict[int, frozenset[int]] = {}
        harmed: dict[int, frozenset[int]] = {}
        disasters: set[int] = set()
        games: set[int] = set()
        was_disaster = False
        of_conflict, of_harm = words_of("context", "words"), words_of("context", "harm")
        of_disaster = words_of("figurative", "disaster") | words_of("figurative", "accident_things")
        of_sport = words_of("figurative", "sport")
        for sentence in doc.sents if doc.has_annotation("SENT_START") else [doc[:]]:
            words = [(token.i, forms(token)) for token in sentence]
            armed[sentence.start] = _having(words, of_conflict)
            harmed[sentence.start] = _having(words, of_harm)
            if len(_having(words, of_sport)) >= _GAME:
                games.add(sentence.start)
            ill = _having(words, of_disaster)
            is_disaster = any(not _is_deed(doc[i]) for i in ill) or _burns(sentence)
            if is_disaster or was_disaster:
                disasters.add(sentence.start)
            was_disaster = is_disaster
        with_words = sum(1 for found in armed.values() if found)
        speaks = with_words >= 2 and with_words >= _CONFLICT_SHARE * len(armed)
        return cls(armed, harmed, frozenset(games), frozenset(disasters), speaks)

    def near(self, trigger: Trigger) -> bool:
        """Whether the sentence has words of conflict or harm besides the trigger itself."""
        own = {token.i for token in trigger.tokens}
        start = trigger.head.sent.start
        return bool((self.armed.get(start, _NO_WORDS) | self.harmed.get(start, _NO_WORDS)) - own)

    def is_accident(self, trigger: Trigger) -> bool:
        """Whether the sentence, or the one before, speaks of an accident and nobody in it is armed."""
        own = {token.i for token in trigger.tokens}
        start = trigger.head.sent.start
        return start in self.disasters and not self.armed.get(start, _NO_WORDS) - own


_NO_WORDS: frozenset[int] = frozenset()
# Doubts that a sure operation told beside it removes.
LACKS_PARTY = "an everyday word: nobody armed in its clause, no word of conflict around it"
LACKS_ALL = "too little speaks for war: no party, place or weapon"


def _having(sentence: Iterable[tuple[int, tuple[str, ...]]], words: frozenset[str]) -> frozenset[int]:
    return frozenset(number for number, forms in sentence if not words.isdisjoint(forms))


def _is_deed(word: Token) -> bool:
    """Whether a word of disaster is a verb of war here: "gunmen storm a hotel"."""
    return word.tag_.startswith("VB") and any(
        row.words not in _NEEDS_OBJECT for form in forms(word) for row in vocabulary().verbs.get(form, ())
    )


def _burns(sentence: Words) -> bool:
    """Whether a sentence speaks of a fire that nobody opened or set."""
    fires = [t for t in sentence if t.lower_ in ("fire", "fires") and t.tag_.startswith("NN")]
    return any(
        not (set(forms(t.head)) & _FIRING or any(_is_shot(left) for left in grammar.compounds(t)))
        for t in fires
    )


def _is_shot(word: Token) -> bool:
    """Whether a modifier makes "fire" one of weapons: "mortar fire", "live fire"."""
    return bool(instrument(word)[0]) or word.lower_ in (
        "live",
        "artillery",
        "tank",
        "gun",
        "machine",
        "sniper",
    )


def doubt(trigger: Trigger, roles: Roles, surroundings: Surroundings) -> str:
    """What is missing for an operation of war; nothing where armed parties, people, places, words suffice."""
    row, involved = trigger.row, (*roles.agents, *roles.targets, *roles.supporters)
    armed = any(mention.type in _ARMED for mention in involved)
    near, around = surroundings.near(trigger), surroundings.speaks_of_conflict
    if not armed and (_is_disaster(trigger) or (_may_be_accident(row) and surroundings.is_accident(trigger))):
        return "the text puts it down to an accident or to nature"
    if not armed and trigger.head.sent.start in surroundings.games:
        return "the sentence speaks of sport and nobody armed takes part"
    aimed = roles.targets or _is_military(trigger) or _is_at(trigger)
    if row.is_noun and row.words == ("strike",) and not aimed:
        return "workers go on strike too: names no target, weapon or place"
    if row.type == "support" and row.need is Need.CONFLICT:
        helped = any(mention.type in _HELPED for mention in roles.targets)
        enough = (helped and (armed or near or around)) or (not roles.targets and armed and (near or around))
        return "" if enough else "needs an armed party or a state that is helped, and a conflict around it"
    if row.type in _ARMED_ONLY and row.need is Need.CONFLICT:
        told = row.is_noun or row.type in _TOLD_OF
        placed = near or (row.type == "negotiation" and bool(roles.places or roles.agents))
        asked = row.type == "investigation" and _asks_about_event(trigger)
        enough = (armed and (near or around or row.type not in _TOLD_OF)) or (
            told and placed and (around or asked)
        )
        return "" if enough else "an everyday word with nobody armed in its clause"
    points = 2 * armed + near + around
    points += any(mention.type in _PARTIES for mention in involved)
    named = any(place.form is Form.NAME for place in roles.places)
    points += bool(roles.places) + named
    points += 2 * bool(row.by_instrument) + (len(row.words) > 1)
    if row.is_noun:
        points += _is_military(trigger) + (lemma(trigger.head) in words_of("context", "words"))
    rules = any(m.type in _RULERS for m in roles.agents) and row.need is Need.PLACE
    at_place = named and _is_at(trigger)
    if row.need is not Need.NOTHING and not (armed or near or around or at_place or rules):
        return LACKS_PARTY
    return "" if points >= _ENOUGH[row.need] else LACKS_ALL


def _asks_about_event(trigger: Trigger) -> bool:
    """Whether what is investigated is itself an operation: "investigating the massacre"."""
    head = trigger.head
    asked = [*grammar.objects(head), *grammar.passive_subjects(head)] if not trigger.row.is_noun else []
    asked += [n for p, n in grammar.modifiers(head) if p in ("into", "of")]
    return any(names_event(token) or lemma(token) == "allegation" for token in asked)


def _is_at(trigger: Trigger) -> bool:
    """Whether a word needs no more than a place by name to be one of war: "an attack on Rutshuru"."""
    if not trigger.row.is_noun:
        return trigger.row.type in ("shelling", "airstrike", "assault")
    names = set(forms(trigger.head))
    beside = {preposition for preposition, _ in grammar.modifiers(trigger.head)}
    return bool(
        (names & words_of("strike", "nouns") and beside & {"on", "against", "at"})
        or (names & {"attack", "raid", "explosion", "ambush", "bombing"} and beside & {"in", "near"})
        or (names & {"battle"} and beside & {"of", "for"})
    )


def points_back(trigger: Trigger, known: set[str]) -> bool:
    """Whether a noun means an operation told elsewhere in the article: "confirmed the advance"."""
    head = trigger.head
    definite = any(
        c.lower_ in ("the", "this", "that", "their", "its") and c.i < head.i for c in head.children
    )
    return trigger.row.is_noun and trigger.row.type in known and definite and not _is_disaster(trigger)


def follows(trigger: Trigger, roles: Roles, why: str, sure: Set[int]) -> bool:
    """Whether harm to people is told beside an operation that is sure: "a strike on a bakery killed four".

    `sure` has the first words of the sentences in which such operations are told.
    """
    if why not in (LACKS_PARTY, LACKS_ALL) or trigger.row.type not in ("killing", "injury"):
        return False
    sentence = trigger.head.sent
    before = sentence.start - 1
    beside = before >= 0 and trigger.head.doc[before].sent.start in sure
    return sentence.start in sure or (beside and bool(roles.targets) and not trigger.row.is_noun)


def _may_be_accident(row: Row) -> bool:
    """Whether an accident may be told in the same words: deaths and blasts, but not bomb attacks."""
    return row.type in _HARM and not (row.type == "bombing" and row.need is Need.NOTHING)


def _is_military(trigger: Trigger) -> bool:
    military = words_of("context", "military")
    return any(set(forms(left)) & military for left in grammar.compounds(trigger.head))


def _is_disaster(trigger: Trigger) -> bool:
    """Whether what happened is put down to nature or accident."""
    causes = words_of("figurative", "disaster")
    head = trigger.head
    beside: list[Token] = []
    if grammar.is_verbal(head):
        if any(p == "at" and lemma(n) == "age" for p, n in grammar.obliques(head)):
            return True  # "died at the age of 91"
        doers = [*grammar.subjects(head), *grammar.agents(head)]
        if any(set(forms(token)) & words_of("figurative", "accident_things") for token in doers):
            return True  # "a train killed three"
        beside += doers
        beside += [n for p, n in grammar.obliques(head) if p in _CAUSES]
        if grammar.label(head) == "advcl" and head.head.i != head.i:
            beside += [head.head, *grammar.subjects(head.head), *grammar.passive_subjects(head.head)]
        beside += [c for c in head.children if grammar.label(c) == "advcl"]
    else:
        beside += grammar.compounds(head) + [
            n for p, n in grammar.modifiers(head) if p in ("from", "in", "of", "due to")
        ]
        verb = grammar.governor(head)
        if verb is not None and grammar.is_verbal(verb):
            beside += grammar.subjects(verb)
    return any(set(forms(token)) & causes and not _is_deed(token) for token in beside)


def _figure(trigger: Trigger, roles: Roles) -> str:
    """How the words beside a trigger show another sense: "heart attack", "battle for votes"."""
    before, after = words_of("figurative", "before"), words_of("figurative", "after")
    head, row = trigger.head, trigger.row
    if row.need is Need.PLACE or row.type in ("capture", "advance", "control", "recapture"):
        after |= words_of("figurative", "taken")
    if row.is_noun:
        own = {t.i for t in trigger.tokens}
        for left in grammar.compounds(head):
            if left.i not in own and set(forms(left)) & before:
                return f"is a figure of speech after {left.text!r}"
        doubted = row.need is not Need.NOTHING or row.type in _FOUGHT
        asked = ("of", "for", "against", "on", "with", "over")
        beside = [n for p, n in grammar.modifiers(head) if doubted and p in asked]
        if grammar.label(head) in ("compound", "flat") and head.i < head.head.i:
            return "" if _holds_event(head) else f"only describes {head.head.text!r}"
    else:
        beside = [t for t in grammar.objects(head) if t.i not in {w.i for w in trigger.tokens}]
        beside += grammar.passive_subjects(head)
        if row.type in _FOUGHT:
            beside += [n for p, n in grammar.obliques(head) if p in ("for", "against", "with")]
            nouns = (t for t in trigger.tokens if t.pos_ == "NOUN")  # "fought a battle for votes"
            beside += [n for t in nouns for p, n in grammar.modifiers(t) if p in ("for", "against")]
    known = [mention.evidence for mention in (*roles.targets, *roles.places, *roles.agents)]
    for token in beside:
        if token.ent_type_ or not set(forms(token)) & after:
            continue
        if not any(span.start <= token.idx < span.end for span in known):
            return f"is a figure of speech with {token.text!r}"
    return ""


def _holds_event(noun: Token) -> bool:
    """A trigger before another noun counts where that noun is no thing of its own: "airstrike campaign"."""
    if lemma(noun.head) in words_of("light", "holders"):
        return True
    return happens(noun)
