"""Triggers: the words of an article that name an operation, before anyone looks at who did it.

In:  an analysed article and the rows of the scheme operationType.
Out: candidate triggers, the longest first, each with the row that found it.

Knows lemmas, parts of speech and fixed phrases. Knows nothing of actors, places, roles or certainty.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import Enum
from functools import cache, lru_cache
from types import MappingProxyType

from spacy.tokens import Doc, Token

from kg import grammar
from kg.patterns import Concept, concepts, table

# How many words may stand between two words of a phrase: "gaining (some more) ground".
_GAP = 4
# Words of a phrase that may stand behind the object: "drove the rebels back", "forced them to leave".
_PARTICLES = frozenset(
    {
        "back",
        "out",
        "off",
        "down",
        "up",
        "over",
        "away",
        "in",
        "on",
        "through",
        "to",
        "from",
        "hostage",
        "prisoner",
    }
    | {"captive", "dead", "ablaze", "fire", "wounded", "injured"}
)
# Words of an amount before the people that a phrase leaves dead: "left at least 20 people dead".
_OF_AMOUNT = frozenset({"at", "more", "than", "of", "least", "most", "up", "to", "and"})
_OUTCOMES = frozenset({"dead", "wounded", "injured"})
_CASUALTIES = frozenset({"dead", "wounded", "injured"})
_NOMINAL = frozenset({"NOUN", "PROPN"})
_SKIPPED_POS = frozenset({"DET", "ADJ", "NUM", "ADV", "PART"})
_MONTHS = frozenset({"March", "Mar"})  # the only month that is also an operation
_NOUN_PLACES = frozenset({"obj", "dobj", "pobj", "nsubj", "nsubjpass", "obl"})
_HYPHENS = frozenset({"-", "–", "‑"})
_FORCES = frozenset({"air force", "airforce"})  # weapons that are actors
_NEVER = frozenset({"PUNCT", "SPACE", "DET", "PRON", "CCONJ", "NUM", "SYM"})  # no trigger begins with one


class Need(Enum):
    """What a row asks for before it counts."""

    NOTHING = "nothing"
    CONFLICT = "conflict"  # an armed party, a weapon or an account of fighting
    PLACE = "place"  # a place as what it acts on
    PEOPLE = "people"  # people as those it acts on


@dataclass(frozen=True, slots=True)
class Row:
    """One word or phrase of one operation type."""

    type: str  # notation: "airstrike"
    words: tuple[str, ...]  # lemmas
    need: Need
    is_noun: bool
    is_patient: bool = False  # its subject is the one acted on
    by_instrument: str = ""  # the weapon that gave the type to a general word

    @property
    def pattern(self) -> str:
        """The key under which a finding leads back to this row."""
        via = f"+{self.by_instrument}" if self.by_instrument else ""
        return f"operationType-{self.type}/{' '.join(self.words)}{via}"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that may name an operation."""

    row: Row
    head: Token  # the verb, or the noun that the others belong to
    tokens: tuple[Token, ...]  # in order of the text

    @property
    def order(self) -> tuple[int, int, int, str]:
        """Longer ones first, surer ones first, then reading order."""
        return (-len(self.tokens), self.row.need is not Need.NOTHING, self.head.i, self.row.type)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Rows by the first word of what they look for."""

    verbs: Mapping[str, tuple[Row, ...]]
    nouns: Mapping[str, tuple[Row, ...]]
    phrases: Mapping[str, tuple[Row, ...]]
    instruments: Mapping[str, str]  # weapon noun -> type


@cache
def words_of(section: str, key: str) -> frozenset[str]:
    """One list of `patterns/operations.toml`."""
    return frozenset(table("operations")[section][key])


@cache
def vocabulary() -> Vocabulary:
    """The rows of the scheme operationType, ready for looking up; read once."""
    verbs: dict[str, list[Row]] = {}
    nouns: dict[str, list[Row]] = {}
    phrases: dict[str, list[Row]] = {}
    instruments: dict[str, str] = {}
    for concept in concepts("operationType"):
        for row in _rows(concept):
            first = row.words[0]
            if row.is_noun:
                nouns.setdefault(first, []).append(row)
            elif len(row.words) > 1:
                phrases.setdefault(first, []).append(row)
            else:
                verbs.setdefault(first, []).append(row)
        for weapon in concept.notes.get("instrument", ()):
            instruments[weapon] = concept.notation
    return Vocabulary(_frozen(verbs), _frozen(nouns), _frozen(phrases), MappingProxyType(instruments))


def _frozen(index: dict[str, list[Row]]) -> Mapping[str, tuple[Row, ...]]:
    return MappingProxyType({word: tuple(rows) for word, rows in index.items()})


def _rows(concept: Concept) -> Iterator[Row]:
    notes = concept.notes
    for words, need, is_noun, is_patient in (
        (concept.verbs, Need.NOTHING, False, False),
        (concept.nouns, Need.NOTHING, True, False),
        (concept.phrases, Need.NOTHING, False, False),
        (notes.get("weakVerb", ()), Need.CONFLICT, False, False),
        (notes.get("weakNoun", ()), Need.CONFLICT, True, False),
        (notes.get("weakPhrase", ()), Need.CONFLICT, False, False),
        (notes.get("placeVerb", ()), Need.PLACE, False, False),
        (notes.get("peopleVerb", ()), Need.PEOPLE, False, False),
        (notes.get("patientVerb", ()), Need.CONFLICT, False, True),
        (notes.get("patientAdjective", ()), Need.CONFLICT, False, True),
        (notes.get("patientPhrase", ()), Need.CONFLICT, False, True),
    ):
        for word in words:
            yield Row(concept.notation, tuple(word.replace("-", " ").split()), need, is_noun, is_patient)
            if "-" in word:  # "cease-fire" is one token or three
                yield Row(concept.notation, (word,), need, is_noun, is_patient)
                if not is_noun or word.count("-") == 1:
                    yield Row(concept.notation, (word.replace("-", ""),), need, is_noun, is_patient)


# --- finding -------------------------------------------------------------------------------------


def lemma(token: Token) -> str:
    """The lemma in lower case; the word itself where the pipeline gives none."""
    return (token.lemma_ or token.text).lower()


def forms(token: Token) -> tuple[str, ...]:
    """The ways a token may stand in a row: its lemma, its word, its base, and all without a hyphen."""
    return _forms(token.lemma_ or token.text, token.lower_, token.tag_)


@lru_cache(maxsize=65_536)
def _forms(base: str, word: str, tag: str) -> tuple[str, ...]:
    # Lemmas of a small pipeline err ("fle" for "fled"); the bases of our own words are known for sure.
    base = base.lower()
    found = dict.fromkeys((base, word))
    if tag.startswith("VB"):
        found[_bases().get(word, base)] = None
    elif tag.startswith("NN") and tag != "NN" and word.endswith("s") and len(word) > 3:
        found[word[:-1]] = None
        if word.endswith("ies"):  # "allies"; but "sorties" has the other
            found[word[:-3] + "y"] = None
    for form in tuple(found):
        if "-" in form:
            found[form.replace("-", "")] = None
    return tuple(found)


@cache
def _bases() -> Mapping[str, str]:
    """The base of every inflected form of every verb that the tables know."""
    known = {
        w for row in concepts("operationType") for w in (*row.verbs, *(p.split()[0] for p in row.phrases))
    }
    known |= {
        w.split()[0] for row in concepts("operationType") for kind in row.notes for w in row.notes[kind]
    }
    known |= words_of("light", "do") | words_of("light", "affect") | words_of("light", "told")
    known |= words_of("strike", "by") | words_of("strike", "falls") | words_of("strike", "with")
    known |= words_of("company", "supporters") | words_of("company", "fellows")
    known |= words_of("light", "blamed") | words_of("light", "own")
    found: dict[str, str] = {}
    for verb in sorted(known):
        for form in _inflected(verb):
            found.setdefault(form, verb)
    found.update({verb: verb for verb in known})
    found.update(pair.split() for pair in table("operations")["inflection"]["irregular"])
    return MappingProxyType(found)


def _inflected(verb: str) -> Iterator[str]:
    """Regular forms of a verb: "shells", "shelled", "shelling"; also "raided", "fleeing", "occupied"."""
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        stem, third = verb[:-1] + "i", verb[:-1] + "ies"
        yield from (third, stem + "ed", verb + "ing")
        return
    yield verb + ("es" if verb.endswith(("s", "sh", "ch", "x", "z")) else "s")
    if verb.endswith("e"):
        yield from (verb + "d", (verb if verb.endswith("ee") else verb[:-1]) + "ing")
        return
    yield from (verb + "ed", verb + "ing")
    if len(verb) > 2 and verb[-1] not in "aeiouwxy" and verb[-2] in "aeiou" and verb[-3] not in "aeiou":
        yield from (verb + verb[-1] + "ed", verb + verb[-1] + "ing")


def is_verb(token: Token) -> bool:
    """Whether a token is used as a verb, participles in front of a noun apart."""
    if token.tag_ == "NN" and token.lower_.endswith("ing") and grammar.label(token) in ("acl", "advcl"):
        return any(grammar.label(c) == "mark" for c in token.children)  # "accused of firing on the camp"
    if token.tag_ == "JJ" and any(c.dep_ in ("aux:pass", "auxpass") for c in token.children):
        return True  # "were hurt", read as an adjective
    return token.tag_.startswith("VB") and grammar.label(token) not in (
        "amod",
        "compound",
        "aux",
        "auxpass",
        "cop",
    )


def _is_predicate(token: Token) -> bool:
    """Whether an adjective says what its subject is: "nine people are dead"."""
    if token.pos_ != "ADJ":
        return False
    if grammar.label(token) == "conj" and token.head.tag_ == "VBN":
        return True  # "ten were killed and fifty wounded"
    said = any(grammar.label(c) in ("cop", "nsubj") for c in token.children)  # "report two soldiers dead"
    return said or grammar.label(token) == "acomp"


def is_noun(token: Token) -> bool:
    """Whether a token is used as a common noun (capitals of a headline do no harm)."""
    if token.tag_.startswith("NN") or token.pos_ == "NOUN":
        return True
    # "launched an offensive": read as an adjective, it still stands where only a noun can.
    return token.tag_ == "JJ" and grammar.label(token) in _NOUN_PLACES


def names_event(token: Token) -> bool:
    """Whether a word alone is a noun that names an operation: "airstrike", not "rebel" of "rebel attack"."""
    return any(len(row.words) == 1 for form in forms(token) for row in vocabulary().nouns.get(form, ()))


def candidates(doc: Doc) -> list[Trigger]:
    """Everything that may be a trigger, the longest and surest first; they may overlap."""
    found = [trigger for token in doc if token.pos_ not in _NEVER for trigger in _at(token)]
    return sorted(found, key=lambda t: t.order)


def _at(token: Token) -> Iterator[Trigger]:
    """Triggers that begin with a token (a verb) or whose first word it is (a noun)."""
    rows = vocabulary()
    verb = is_verb(token)
    names = forms(token)
    if verb and token.tag_ == "NN":
        names = (*names, _bases().get(token.lower_, token.lower_))
    for form in names:
        for row in rows.nouns.get(form, ()):
            yield from _noun(token, row)
        if verb:
            for row in rows.verbs.get(form, ()):
                yield Trigger(row, token, (token,))
            for row in rows.phrases.get(form, ()):
                yield from _phrase(token, row)
        elif form == "be" and grammar.label(token) == "cop":
            for row in rows.phrases.get(form, ()):
                yield from _phrase(token, row)
        elif _is_predicate(token):
            yield from (Trigger(row, token, (token,)) for row in rows.verbs.get(form, ()) if row.is_patient)
    if verb:
        yield from _struck(token)
    elif is_noun(token):
        yield from _weapon_compound(token)
        yield from _harmful(token)
    if token.lower_ in _CASUALTIES and not verb:
        yield from _casualty(token)


def _casualty(token: Token) -> Iterator[Trigger]:
    """Those harmed, told by an adjective: "six dead", "the dead", "58 wounded people"."""
    head = token.head if _qualifies(token) else token
    following = _next(token)
    if token.ent_type_ or (head.i == token.i and following is not None and following.pos_ in _NOMINAL):
        return  # "the Dead Sea"
    before = [c for c in (*head.children, *token.children) if c.i < token.i]
    counted = any(c.pos_ == "NUM" or set(forms(c)) & words_of("people", "amounts") for c in before)
    counted = counted or (head.i < token.i and (head.pos_ == "NUM" or _is_many(head)))
    the = head.i == token.i and token.lower_ == "dead" and any(c.lower_ == "the" for c in before)
    if counted or (the and _is_tallied(token)):
        kind = "killing" if token.lower_ == "dead" else "injury"
        yield Trigger(Row(kind, (token.lower_,), Need.CONFLICT, True), token, (token,))


def _is_tallied(dead: Token) -> bool:
    """Whether "the dead" are told of as a toll: "among the dead", "put the dead at two"."""
    if any(c.lower_ == "among" for c in dead.children):
        return True
    verb = grammar.governor(dead)
    if verb is None or grammar.label(dead) not in ("obj", "dobj", "nsubj", "nmod"):
        return False
    verb = grammar.governor(verb) or verb if not grammar.is_verbal(verb) else verb
    counts = any(p in ("at", "from", "to") and n.pos_ == "NUM" for p, n in grammar.obliques(verb))
    return counts or bool(set(forms(verb)) & {"include", "number"})


def _qualifies(token: Token) -> bool:
    """Whether an adjective stands at a noun for people: "58 wounded people", "two soldiers dead"."""
    return token.head.i != token.i and grammar.label(token) in ("amod", "acl") and token.head.pos_ == "NOUN"


def _is_many(noun: Token) -> bool:
    counted = any(c.pos_ == "NUM" for c in noun.children)
    return counted or bool(set(forms(noun)) & words_of("people", "amounts"))


def _noun(token: Token, row: Row) -> Iterator[Trigger]:
    tokens = [token]
    for word in row.words[1:]:
        following = _next(tokens[-1])
        if following is not None and following.text in _HYPHENS:
            following = _next(following)
        if following is None or word not in forms(following):
            return
        tokens.append(following)
    head = tokens[0] if "of" in row.words else tokens[-1]
    if len(tokens) == 1 and (head.ent_type_ in ("PERSON", "ORG") or head.text in _MONTHS):
        return
    if is_noun(head):
        yield Trigger(row, head, tuple(tokens))


def _next(token: Token) -> Token | None:
    following = token.doc[token.i + 1] if token.i + 1 < len(token.doc) else None
    return None if following is None or following.is_sent_start or following.is_space else following


def _phrase(verb: Token, row: Row) -> Iterator[Trigger]:
    tokens = [verb]
    for position, word in enumerate(row.words[1:], start=1):
        last = position == len(row.words) - 1
        following = _after(tokens[-1], word, verb) or (
            _argument(verb, word) if last and position == 1 else None
        )
        if following is None:
            return
        tokens.append(following)
    # "was in control of": the noun heads the clause
    head = verb.head if grammar.label(verb) == "cop" else verb
    yield Trigger(_armed(row, tokens[-1]), head, tuple(sorted(tokens, key=lambda t: t.i)))


def _armed(row: Row, noun: Token) -> Row:
    """The row with the type of the weapon before its noun: "came under mortar fire" is shelling."""
    if row.type not in ("gunfire", "assault") or not set(forms(noun)) & words_of("strike", "nouns"):
        return row
    for left in grammar.compounds(noun):
        kind, word = instrument(left)
        if kind:
            return replace(row, type=kind, by_instrument=word)
    return row


def _after(token: Token, word: str, verb: Token) -> Token | None:
    """The word of a phrase that follows, small words between them apart."""
    here = token
    for _ in range((2 if word in _OUTCOMES else 1) * _GAP + 1):
        following = _next(here)
        if following is None:
            return None
        if word in forms(following):
            return following
        if not _may_skip(following, word, verb):
            return None
        here = following
    return None


def _may_skip(token: Token, word: str, verb: Token) -> bool:
    if token.text in _HYPHENS or token.text in "\"“”‘’'":
        return True
    if word in _OUTCOMES and token.lower_ in _OF_AMOUNT:
        return True
    if token.lower_ == "dead":
        return False  # "shot dead at the border": nobody shot at it
    if (word in _PARTICLES and token.head.i == verb.i) or (
        word in _PARTICLES and token.pos_ in ("DET", "NOUN", "PROPN")
    ):
        # "cut the town off", "drove them back": what stands between is the object.
        return token.pos_ in ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM")
    if token.pos_ in _SKIPPED_POS or token.tag_ in ("PRP$", "POS"):
        return True
    return grammar.label(token) in ("compound", "amod", "poss", "nmod") and token.i < token.head.i


def _argument(verb: Token, word: str) -> Token | None:
    """The object or passive subject of a phrase: "the flag was raised"."""
    for noun in (*grammar.objects(verb), *grammar.passive_subjects(verb)):
        if word in forms(noun) and noun.sent.start == verb.sent.start:
            return noun
    return None


def _struck(verb: Token) -> Iterator[Trigger]:
    """Verbs that say only that something struck, typed by the weapon: "a missile hit the station"."""
    by, falls = words_of("strike", "by"), words_of("strike", "falls")
    throws = words_of("strike", "with")
    names = set(forms(verb))
    weapons: list[Token] = []
    if names & (by | falls):
        weapons += grammar.subjects(verb) + grammar.agents(verb)
        weapons += [
            noun for preposition, noun in grammar.obliques(verb) if preposition in ("by", "with", "using")
        ]
    if names & throws:
        thrown = grammar.objects(verb) + grammar.passive_subjects(verb)
        salvos = words_of("strike", "salvos")
        if not thrown and grammar.label(verb) == "acl" and verb.tag_ == "VBN":
            thrown = [verb.head]  # "rockets fired from the hill"
        weapons += thrown + [
            noun
            for token in thrown
            if salvos & set(forms(token))
            for preposition, noun in grammar.modifiers(token)
            if preposition == "of"
        ]
    for weapon in weapons:
        kind, word = instrument(weapon)
        if kind and not (names & falls and kind in words_of("strike", "no_fall")):
            thrown = [p for p in grammar.participles(weapon) if set(forms(p)) & throws and weapon.i < p.i]
            if names & falls and thrown:
                return  # "shells fired from the hill landed": told by "shells fired"
            row = Row(kind, (lemma(verb),), Need.NOTHING, False, by_instrument=word)
            # "a shell landed", "shells fired": what fell names the operation as much as that it fell
            flung = weapon.i == verb.head.i and bool(names & throws)
            both = (names & falls or flung) and 0 < verb.i - weapon.i <= _GAP
            if flung and _strikes_by(weapon, by):
                return  # "drones launched by the army struck a market": told by "struck"
            yield Trigger(row, verb, tuple(verb.doc[weapon.i : verb.i + 1]) if both else (verb,))
            return


def _strikes_by(weapon: Token, by: frozenset[str]) -> bool:
    """Whether a weapon is the subject of a verb of striking."""
    verb = weapon.head
    return bool(set(forms(verb)) & by) and any(t.i == weapon.i for t in grammar.subjects(verb))


def _harmful(noun: Token) -> Iterator[Trigger]:
    """A bomb or shell that kills or wounds: "a bomb in a market killed ten", "wounded by a mortar bomb"."""
    verb = noun.head
    if not set(forms(noun)) & words_of("strike", "thrown") or not verb.tag_.startswith("VB"):
        return
    if not set(forms(verb)) & words_of("strike", "harm"):
        return
    if any(set(forms(c)) & words_of("strike", "by") for c in grammar.relative_clauses(noun)):
        return  # "rockets that hit the town wounded ten": told by "hit"
    kind, word = instrument(noun)
    if kind and any(t.i == noun.i for t in (*grammar.subjects(verb), *grammar.agents(verb))):
        words = noun.doc[noun.i - word.count(" ") : noun.i + 1]
        yield Trigger(Row(kind, (word,), Need.NOTHING, True, by_instrument=word), noun, tuple(words))


def instrument(noun: Token) -> tuple[str, str]:
    """The operation type a weapon stands for and its word, or two empty strings."""
    weapons = vocabulary().instruments
    before = noun.nbor(-1) if noun.i > noun.sent.start else None
    if before is not None and before.lower_ == "water":
        return "", ""  # "water cannon"
    for form in forms(noun):
        pair = f"{lemma(before)} {form}" if before is not None else ""
        for word in (pair, form):
            if word in weapons:
                return weapons[word], word
    return "", ""


def _weapon_compound(noun: Token) -> Iterator[Trigger]:
    """A general noun of striking with a weapon before it: "drone attack", "mortar and rocket fire"."""
    if not set(forms(noun)) & words_of("strike", "nouns"):
        return
    for left in reversed(grammar.compounds(noun)):
        kind, word = instrument(left)
        if kind:
            # "air force raid": the force is who does it, and no part of the words for it.
            first = noun.i if word in _FORCES else left.i - word.count(" ")
            between = tuple(noun.doc[k] for k in range(first, noun.i + 1) if noun.doc[k].text not in _HYPHENS)
            tokens = between if len(between) <= 3 else (left, noun)
            row = Row(kind, (lemma(noun),), Need.NOTHING, True, by_instrument=word)
            yield Trigger(row, noun, tokens)
            return
