"""Words that name or describe an actor or a location, found from any word of theirs.

In:  a token of an analysed article, and the Lexicon: head nouns of the ontology, titles, known names.
Out: the Mention that the token belongs to, with the span of `gold/README.md`: the noun with all the
     modifiers before it, without article, possessive and numeral.

Extractors that need a speaker, an agent or a place ask here, and `mentions` asks here for every word, so
that all speak of the same spans. Knows names, titles and grammar; knows nothing of who is who.
"""

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from spacy.tokens import Doc, Token

from kg import grammar
from kg.gazetteer import Gazetteer, GazetteerEntry
from kg.model import ActorType, Form, Gender, Kind, LocationType, Mention, Span
from kg.patterns import Concept, concepts, table

_T = TypeVar("_T")

# How sure a mention is, by what found it.
SURE_KNOWN_NAME = 0.95  # a name of the gazetteer
SURE_MODEL_NAME = 0.85  # a name the pipeline saw, of a kind its words or its place in the sentence confirm
SURE_BARE_NAME = 0.6  # a name the pipeline saw, of a kind that nothing confirms
SURE_DESCRIPTION = 0.8  # a noun that means actors or places
SURE_THING = 0.6  # a thing that stands for those who use it
SURE_PRONOUN = 0.9

_NAME_LABELS = {
    "PERSON": "PERSON",
    "PER": "PERSON",
    "ORG": "ORG",
    "NORP": "ORG",
    "LOC": "LOC",
    "GPE": "LOC",
    "FAC": "LOC",
}
_LONGEST_NAME = 14  # words
_DETERMINERS = {"the", "a", "an", "this", "that", "these", "those"}
_DEFINITE = {"the", "this", "that", "these", "those"}
# Adjectives that count or point and, like numerals, don't belong to a mention.
_COUNTING_WORDS = """
    other many several few more most such some any all both last first second third next same own certain various
    multiple numerous additional another further countless estimated half each every least fewer much enough dozen
    hundred thousand million
"""
_COUNTING = frozenset(_COUNTING_WORDS.split())
_TITLE_EDGE = " .,"
_PLURAL = {"people", "police", "personnel", "infantry", "cattle", "medium", "media"}
_SHE = {
    "woman",
    "girl",
    "mother",
    "wife",
    "daughter",
    "sister",
    "queen",
    "princess",
    "mrs",
    "ms",
    "miss",
    "dame",
}
_SHE |= {
    "lady",
    "spokeswoman",
    "policewoman",
    "congresswoman",
    "chairwoman",
    "grandmother",
    "widow",
    "schoolgirl",
}
_HE = {
    "man",
    "boy",
    "father",
    "husband",
    "son",
    "brother",
    "king",
    "prince",
    "mr",
    "sir",
    "lord",
    "spokesman",
    "imam",
}
_HE |= {
    "policeman",
    "gunman",
    "militiaman",
    "sheikh",
    "emir",
    "sultan",
    "ayatollah",
    "mullah",
    "chairman",
    "schoolboy",
}
_SPOKES = {"spokesman", "spokeswoman", "spokesperson", "spokespeople"}
_TOGETHER = {"man", "woman", "boy", "girl", "child"}  # "men and boys" are one group
_AS_NOUN = {
    "wounded",
    "injured",
    "displaced",
    "dead",
    "elderly",
    "missing",
    "sick",
    "homeless",
    "disabled",
    "poor",
}
_HUNDREDS = {"hundred", "thousand", "dozen", "score", "million", "ten"}
_SETTLEMENTS = {LocationType.CITY, LocationType.TOWN, LocationType.VILLAGE}
_PARTS = {LocationType.CITY_PART, LocationType.AREA}
_TOWN_WORDS = {"port", "border", "home", "market", "coal", "oil", "mining", "garrison"}  # "town" left out
_HYPHENS = {"-", "–", "‐", "‑"}
_PLACE_PREPOSITIONS = {
    *(
        "in",
        "at",
        "near",
        "into",
        "inside",
        "outside",
        "around",
        "across",
        "through",
        "throughout",
        "to",
        "from",
    ),
    *(
        "toward",
        "towards",
        "of",
        "on",
        "over",
        "beyond",
        "north of",
        "south of",
        "east of",
        "west of",
        "outside of",
    ),
}


# --- the lexicon -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All words that mentions are told by; make one with `make_lexicon`."""

    gazetteer: Gazetteer
    actors: Mapping[str, ActorType]  # head noun or two nouns ("air force") -> type
    places: Mapping[str, LocationType]
    actor_needs_modifier: frozenset[str]
    place_needs_name: frozenset[str]
    carries_name: frozenset[str]  # "province": has the name before it itself
    kind_words: tuple[tuple[str, ActorType], ...]  # "rebel" before "group"
    name_words: Mapping[str, ActorType]  # "Army" at the end of a name
    stands_for: Mapping[str, ActorType]  # "fighter": with a name, speaks of the named actor
    equipment: frozenset[str]
    documents: frozenset[str]
    part_words: frozenset[str]
    pronouns: frozenset[str]
    adverbs: frozenset[str]
    titles: Mapping[str, frozenset[str]]  # kind of title -> words
    half_titles: frozenset[str]
    land_verbs: frozenset[str]
    land_objects: frozenset[str]
    deeds: frozenset[str]
    deed_prepositions: frozenset[str]
    saying: frozenset[str]

    def is_title(self, word: str) -> bool:
        """Whether a word is a rank, an honour or an office before a name."""
        bare = word.lower().strip(_TITLE_EDGE)
        return any(bare in self.titles[kind] for kind in ("rank", "honour", "office"))

    def is_role(self, word: str) -> bool:
        """Whether a word tells what a person does ("spokesman")."""
        return word.lower().strip(_TITLE_EDGE) in self.titles["role"]


# Where a noun belongs to several types, the first of these has it.
_PRECEDENCE = (
    *(ActorType.ARMED_FORCE, ActorType.ARMED_GROUP, ActorType.GOVERNMENT, ActorType.MEDIA_OUTLET),
    *(ActorType.ORGANISATION, ActorType.UNNAMED_SOURCE, ActorType.PERSON, ActorType.POPULATION_GROUP),
    ActorType.STATE,
)


def make_lexicon(gazetteer: Gazetteer) -> Lexicon:
    """Read the words of the ontology and the tables once.

    Raises:
        PatternError: a file of the ontology or a table can't be read.
    """
    kinds = {ActorType(row.notation): row for row in concepts("actorType")}
    actor_rows = [(t, kinds[t]) for t in _PRECEDENCE if t in kinds]
    place_rows = [(LocationType(row.notation), row) for row in concepts("locationType")]
    forms = {row.notation: row for row in concepts("form")}
    words = table("titles")
    titles = {row["kind"]: frozenset(row["words"]) for row in words["title"]}
    land = {row["kind"]: frozenset(row["words"]) for row in words["land"]}
    deeds = {row["kind"]: frozenset(row["words"]) for row in words["deed"]}
    acts = concepts("act")
    return Lexicon(
        gazetteer=gazetteer,
        actors=_first_wins((w, t) for t, row in actor_rows for w in (*row.nouns, *row.phrases)),
        places=_first_wins((w, t) for t, row in place_rows for w in (*row.nouns, *row.phrases)),
        actor_needs_modifier=_notes([row for _, row in actor_rows], "onlyWithModifier"),
        place_needs_name=_notes([row for _, row in place_rows], "onlyWithName"),
        carries_name=_notes([row for _, row in place_rows], "carriesName"),
        kind_words=tuple((_spaced(w), t) for t, row in actor_rows for w in row.notes.get("kindWord", ())),
        name_words=_first_wins((w, t) for t, row in actor_rows for w in row.notes.get("nameWord", ())),
        stands_for=_first_wins((w, t) for t, row in actor_rows for w in row.notes.get("standsForWhole", ())),
        equipment=_notes([row for _, row in actor_rows], "equipment"),
        documents=_notes([row for _, row in actor_rows], "document"),
        part_words=_notes([row for _, row in place_rows], "partWord"),
        pronouns=frozenset(forms["pronoun"].nouns),
        adverbs=frozenset(forms["adverb"].nouns),
        titles=MappingProxyType(titles),
        half_titles=frozenset(w for row in words["title"] for w in row.get("only_inside", ())),
        land_verbs=land["verb"],
        land_objects=land["object"],
        deeds=deeds["noun"],
        deed_prepositions=deeds["preposition"],
        saying=frozenset(w for row in acts for w in row.verbs),
    )


def _first_wins(pairs: Iterator[tuple[str, _T]]) -> Mapping[str, _T]:
    found: dict[str, _T] = {}
    for word, value in pairs:
        found.setdefault(word, value)
    return MappingProxyType(found)


def _notes(rows: list[Concept], name: str) -> frozenset[str]:
    return frozenset(word for row in rows for word in row.notes.get(name, ()))


# --- what other rooms ask --------------------------------------------------------------------------


def actor_at(token: Token, lexicon: Lexicon) -> Mention | None:
    """The actor whose description the token heads or whose name covers it; pronouns too."""
    return next((m for m in mentions_at(token, lexicon) if m.kind is Kind.ACTOR), None)


def location_at(token: Token, lexicon: Lexicon) -> Mention | None:
    """The place whose description the token heads or whose name covers it; "there" too."""
    return next((m for m in mentions_at(token, lexicon) if m.kind is Kind.LOCATION), None)


def actors_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The actors of a whole coordination ("rebels and soldiers"), each once, in order."""
    return _each_once(actor_at(t, lexicon) for t in grammar.conjuncts(token))


def locations_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The places of a whole coordination, each once, in order."""
    return _each_once(location_at(t, lexicon) for t in grammar.conjuncts(token))


def _each_once(found: Iterator[Mention | None]) -> tuple[Mention, ...]:
    return tuple({(m.kind, m.evidence): m for m in found if m is not None}.values())


def mentions_at(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    """All mentions a token is part of as a head or a name, the longest first: "southern Mali", "Mali"."""
    name = name_at(token, lexicon)
    if name is not None:
        return _of_name(name, lexicon)
    word = token.lower_
    if word in lexicon.pronouns or word in lexicon.adverbs:
        return _pronoun(token, lexicon)
    described = _described(token, lexicon)
    return (described,) if described else ()


# --- names -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Name:
    """Words of a proper name, as tokens of a doc."""

    doc: Doc
    start: int
    end: int
    label: str  # PERSON, ORG or LOC, mended by what is known of the name
    entry: GazetteerEntry | None
    begins: int  # where its titles begin; start if it has none

    @property
    def text(self) -> str:
        """The name itself, without titles."""
        return self.doc[self.start : self.end].text

    @property
    def head(self) -> Token:
        """The word by which the name hangs in the sentence."""
        inside = range(self.begins, self.end)
        tokens = [self.doc[i] for i in range(self.start, self.end)]
        return next((t for t in tokens if t.head.i not in inside or t.head.i == t.i), tokens[-1])


def name_at(token: Token, lexicon: Lexicon) -> Name | None:
    """The proper name a token is part of: one the pipeline saw, or one the gazetteer knows."""
    doc = token.doc
    if token.ent_type_:
        start, end = _bounds(token)
        label = _NAME_LABELS.get(token.ent_type_)
        if label is None:
            return None
    elif token.pos_ == "PROPN" and not token.is_punct:
        start, end = _proper_run(token)
        label = (
            "PERSON" if start and lexicon.is_title(doc[start - 1].text) and doc[start - 1].is_title else None
        )
        if label == "PERSON" and lexicon.is_title(token.text):
            return None
        if (
            label is None
            and not lexicon.gazetteer.named(doc[start:end].text)
            and not _is_abbreviation(doc, start, end)
        ):
            return None
    else:
        return None
    begins = start
    while start < end - 1 and (doc[start].lower_ in _DETERMINERS or not _is_word(doc[start])):
        start += 1
        begins = start
    while end - 1 > start and (doc[end - 1].lower_ in {"'s", "’s", "'", "’"} or not _is_word(doc[end - 1])):
        end -= 1
    # Names that came with a title, or with "southern" before them.
    if label in {"PERSON", "ORG"}:
        after = _after_titles(doc, start, end, lexicon)
        if after > start:
            start, label = after, "PERSON"
    while end - start > 1 and doc[start].lower_ in lexicon.part_words and doc[start].is_lower:
        start = begins = start + 1
    # A name of words in lower case ends where a description begins: "ISIS militants".
    if not begins <= token.i < end or not _is_word(doc[start]):
        return None
    text = doc[start:end].text
    entry = _known(doc[start], text, label, lexicon)
    if entry is None and end - start == 1 and label != "PERSON" and lexicon.gazetteer.demonym(text):
        return None  # "Iraqi" and "Iraqis" are no names; see `_demonym`
    if entry is None and (text.islower() or (label is None and not _is_abbreviation(doc, start, end))):
        return None
    if entry is not None:
        label = _label_of(entry)
    begins = min(begins, _titles_before(doc, start, lexicon)) if label == "PERSON" else start
    return Name(doc, start, end, label or "ORG", entry, begins)


def _bounds(token: Token) -> tuple[int, int]:
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I" and token.i - start < _LONGEST_NAME:
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I" and end - token.i < _LONGEST_NAME:
        end += 1
    return start, end


def _proper_run(token: Token) -> tuple[int, int]:
    """Neighbouring proper nouns outside of the names the pipeline saw."""
    doc, start, end = token.doc, token.i, token.i + 1

    def belongs(other: Token) -> bool:
        return other.pos_ == "PROPN" and not other.ent_type_ and other.text[:1].isupper()

    while start > 0 and belongs(doc[start - 1]) and token.i - start < 6:
        start -= 1
    while end < len(doc) and belongs(doc[end]) and end - token.i < 6:
        end += 1
    return start, end


def _is_word(token: Token) -> bool:
    return any(c.isalnum() for c in token.text)


def _is_abbreviation(doc: Doc, start: int, end: int) -> bool:
    """Whether words are an abbreviation in parentheses right after a name: "(SNHR)"."""
    text = doc[start:end].text
    return (
        end - start == 1
        and text.isupper()
        and 2 <= len(text) <= 8
        and 1 < start < len(doc) - 1
        and doc[start - 1].text == "("
        and end < len(doc)
        and doc[end].text == ")"
        and doc[start - 2].text[:1].isupper()
    )


def _known(token: Token, text: str, label: str | None, lexicon: Lexicon) -> GazetteerEntry | None:
    """The gazetteer's entry for a name, where its type fits what the sentence makes of it."""
    for key in (token.ent_kb_id_, token.ent_id_):
        if key in lexicon.gazetteer.entries:
            return lexicon.gazetteer.entries[key]
    found = lexicon.gazetteer.named(text)
    places = [e for e in found if e.kind is Kind.LOCATION]
    actors = [e for e in found if e.kind is Kind.ACTOR and e.type is not ActorType.STATE]
    if label == "PERSON":
        persons = [e for e in actors if e.type is ActorType.PERSON]
        # A pipeline often takes a town it has never met for a person; "in" and "near" tell.
        sure = [e for e in places if e.wide and (e.type is LocationType.COUNTRY or _is_in_place(token))]
        near = places if _is_in_place(token) else []
        return next(
            iter([*persons, *sure, *near, *(e for e in actors if " " in text or text.isupper())]), None
        )
    if label == "LOC":
        return next(iter([*places, *actors]), None)
    if label == "ORG":
        wide = [e for e in places if e.wide or _is_in_place(token)]
        return next(iter([*actors, *wide]), None)
    return next(iter([*(e for e in places if e.wide or _is_in_place(token)), *actors]), None)


def _is_in_place(token: Token) -> bool:
    """Whether the words before a name say that it is a place ("in", "near", "the town of")."""
    doc, before = token.doc, token.i - 1
    while before > 0 and doc[before].lower_ in {
        "the",
        "southern",
        "northern",
        "eastern",
        "western",
        "central",
    }:
        before -= 1
    return before >= 0 and doc[before].lower_ in _PLACE_PREPOSITIONS - {
        "to",
        "from",
        "of",
        "on",
        "over",
        "at",
    }


def _label_of(entry: GazetteerEntry) -> str:
    if entry.kind is Kind.LOCATION:
        return "LOC"
    return "PERSON" if entry.type is ActorType.PERSON else "ORG"


def _after_titles(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the name begins in words that may begin with titles; start if they are all titles."""
    position, whole = start, False
    while position < end and (
        lexicon.is_title(doc[position].text) or (position > start and doc[position].text in {".", "-"})
    ):
        whole = whole or doc[position].lower_.strip(_TITLE_EDGE) not in lexicon.half_titles
        position += 1
    return position if whole and position < end else start


def _titles_before(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Where the titles before a person's name begin."""
    position, whole, begins = start, False, start
    while position > 0 and start - position < 8:
        word = doc[position - 1]
        if "\n" in word.text:
            break
        if lexicon.is_title(word.text) or lexicon.is_role(word.text):
            whole = whole or word.lower_.strip(_TITLE_EDGE) not in lexicon.half_titles
            position -= 1
            if whole and not _is_role_of_somebody(word, lexicon):
                begins = position
        elif word.text in {".", "-"} and position > 1 and lexicon.is_title(doc[position - 2].text):
            position -= 1
        else:
            break
    while begins < start and not _is_word(doc[begins]):
        begins += 1
    # "Captain" may be a word of the sentence before: "They met the general. Ahmed ..."
    return begins if doc[begins : start + 1].text.count("\n") == 0 else start


def _is_role_of_somebody(word: Token, lexicon: Lexicon) -> bool:
    """Whether a role says for whom ("army spokesman"): then it is no title."""
    if not lexicon.is_role(word.text) or lexicon.is_title(word.text) or word.i == 0:
        return False
    before = word.doc[word.i - 1]
    if before.lower_ in _DETERMINERS:
        return True  # "the spokesman X" has it in apposition
    if before.text in {"'s", "’s", "'", "’"} or lexicon.gazetteer.demonym(before.text):
        return True
    return before.pos_ in {"NOUN", "PROPN", "ADJ"} and not lexicon.is_title(before.text)


# --- mentions of names -----------------------------------------------------------------------------


def _of_name(name: Name, lexicon: Lexicon) -> tuple[Mention, ...]:
    """The mentions that a name is or is part of."""
    if name.label == "PERSON":
        return (_person(name),)
    head = name.head
    if head.head.i < name.begins and grammar.label(head) in {"nmod", "pobj", "appos", "flat", "compound"}:
        noun = head.head.head if grammar.label(head) == "pobj" else head.head
        whole = _described(noun, lexicon) if name_at(noun, lexicon) is None else None
        if whole is not None and whole.name == _chars(name.doc, name.start, name.end):
            return (whole,)
    before = name.doc[name.begins - 1] if name.begins else None
    if before is not None and before.pos_ == "NOUN" and name.label == "LOC" and before.i != head.head.i:
        whole = _described(before, lexicon)
        if whole is not None and whole.name == _chars(name.doc, name.start, name.end):
            return (whole,)
    return _of_name_alone(name, lexicon)


def _of_name_alone(name: Name, lexicon: Lexicon, depth: int = 0) -> tuple[Mention, ...]:
    """The mentions of a name, whatever noun stands before it: "Euphrates River", "M23 fighters", "Mali"."""
    head, doc = name.head, name.doc
    owner = head.head if grammar.is_left_modifier(head) and head.head.i >= name.end else None
    if owner is None and _reaches(name, lexicon):
        owner = doc[name.end]
    if owner is not None and name_at(owner, lexicon) is None:
        whole = _described(owner, lexicon, depth)
        if whole is not None and whole.name == _chars(doc, name.start, name.end):
            return (whole,)
    return _place_name(name, lexicon) if name.label == "LOC" else (_actor_name(name, lexicon),)


def _reaches(name: Name, lexicon: Lexicon) -> bool:
    """Whether a name stands right before a noun whose name it is, however they were parsed."""
    if name.end >= len(name.doc):
        return False
    following = name.doc[name.end]
    return (
        following.lower_ in lexicon.carries_name
        and name.label == "LOC"
        and following.pos_ in {"NOUN", "PROPN"}
    )


def _person(name: Name) -> Mention:
    doc = name.doc
    titles = {doc[i].lower_.strip(_TITLE_EDGE) for i in range(name.begins, name.start)}
    gender = Gender.FEMALE if titles & _SHE else Gender.MALE if titles & _HE else None
    own = _chars(doc, name.start, name.end)
    return Mention(
        evidence=_chars(doc, name.begins, name.end),
        pattern=_pattern(name),
        confidence=SURE_KNOWN_NAME if name.entry else SURE_MODEL_NAME,
        kind=Kind.ACTOR,
        type=ActorType.PERSON,
        form=Form.NAME,
        text=doc[name.begins : name.end].text,
        head=own,
        head_lemma=name.text,
        name=own if name.begins < name.start else None,
        gender=gender,
        modifiers=_modifier_lemmas(doc, name.begins, name.start),
    )


def _pattern(name: Name) -> str:
    return f"gazetteer/{name.entry.key}" if name.entry else f"model/{name.label}"


def _actor_name(name: Name, lexicon: Lexicon) -> Mention:
    doc = name.doc
    type_, sure = _actor_type(name, lexicon)
    begins = _name_phrase_start(name, lexicon)
    own = _chars(doc, name.start, name.end)
    return Mention(
        evidence=_chars(doc, begins, name.end),
        pattern=_pattern(name),
        confidence=sure,
        kind=Kind.ACTOR,
        type=type_,
        form=Form.NAME,
        text=doc[begins : name.end].text,
        head=own,
        head_lemma=name.text,
        name=own if begins < name.start else None,
        definite=_is_definite_at(doc, begins),
        gender=Gender.NEUTER,
        modifiers=_modifier_lemmas(doc, begins, name.start),
    )


def _actor_type(name: Name, lexicon: Lexicon) -> tuple[ActorType, float]:
    """The type of a named actor, and how sure it is: as known, by words of the name, by what stands beside it."""
    if name.entry is not None and isinstance(name.entry.type, ActorType):
        return name.entry.type, SURE_KNOWN_NAME
    words = [t.lower_ for t in name.doc[name.start : name.end] if _is_word(t)]
    for word in (words[-1], words[0], *(" ".join(pair) for pair in itertools.pairwise(words))):
        if word in lexicon.name_words and len(words) > 1:
            return lexicon.name_words[word], SURE_MODEL_NAME
    before = _kind_before(name, lexicon)
    if before is not None:
        return before, SURE_MODEL_NAME
    owner = name.head.head
    if grammar.is_left_modifier(name.head) and _lemma(owner) in lexicon.stands_for:
        return lexicon.stands_for[_lemma(owner)], SURE_MODEL_NAME
    return ActorType.ORGANISATION, SURE_BARE_NAME


def _kind_before(name: Name, lexicon: Lexicon) -> ActorType | None:
    """The type that a noun right before the name gives: "rebel group X", "broadcaster Y"."""
    if name.start == 0:
        return None
    noun = name.doc[name.start - 1]
    return _noun_type(noun, lexicon) if noun.pos_ in {"NOUN", "PROPN"} else None


def _name_phrase_start(name: Name, lexicon: Lexicon) -> int:
    """Where the mention of an organisation or place begins: its modifiers that tell of nobody else."""
    doc, start = name.doc, name.start
    lowest = grammar.noun_phrase(name.head).start
    # "terror group ISIS": whichever of the two the parser takes for the head.
    before = doc[name.start - 1] if name.start else None
    if before is not None and before.pos_ == "NOUN" and before.lower_ not in _COUNTING:
        lowest = min(
            lowest, grammar.noun_phrase(before).start if _fits_before(before, name, lexicon) else lowest
        )
    while start > lowest:
        token = doc[start - 1]
        if (
            token.pos_ not in {"ADJ", "NOUN", "PROPN", "VERB"}
            or token.lower_ in _COUNTING
            or token.ent_type_ in _NAME_LABELS
            or (token.pos_ == "NOUN" and not _fits_before(token, name, lexicon))
            or (start - 2 >= 0 and doc[start - 2].text in _HYPHENS)
            or "\n" in token.text
        ):
            break
        start -= 1
    return start


def _fits_before(noun: Token, name: Name, lexicon: Lexicon) -> bool:
    """Whether a noun before a name says what the named thing is, and not what else there is."""
    lemma = _lemma(noun)
    if name.label == "LOC":
        return lemma in lexicon.places or lemma in _TOWN_WORDS
    return _noun_type(noun, lexicon) not in {None, ActorType.PERSON, ActorType.UNNAMED_SOURCE} or any(
        lemma == word for word, _ in lexicon.kind_words
    )


def _place_name(name: Name, lexicon: Lexicon) -> tuple[Mention, ...]:
    doc = name.doc
    own = _chars(doc, name.start, name.end)
    known = name.entry.type if name.entry is not None else None
    type_ = known if isinstance(known, LocationType) else _place_type(name, lexicon)
    if _acts(name, type_, lexicon):
        return (_state(name, type_),)
    part = name.start - 1
    if part >= 0 and doc[part].lower_ in lexicon.part_words and doc[part].pos_ != "ADP":
        begins = part
        while (
            begins > 0 and doc[begins - 1].text in _HYPHENS and doc[begins - 2].lower_ in lexicon.part_words
        ):
            begins -= 2
        inner = _place_mention(name, name.start, type_)
        big = type_ in {
            LocationType.COUNTRY,
            LocationType.PROVINCE,
            LocationType.REGION,
            LocationType.DISTRICT,
        }
        outer_type = LocationType.REGION if big else LocationType.CITY_PART
        outer = replace(
            inner,
            evidence=_chars(doc, begins, name.end),
            pattern=f"locationType/{outer_type.value}",
            type=outer_type,
            text=doc[begins : name.end].text,
            modifiers=_modifier_lemmas(doc, begins, name.start),
        )
        return (outer, inner)
    begins = _name_phrase_start(name, lexicon)
    mention = _place_mention(name, begins, type_)
    return (replace(mention, name=own if begins < name.start else None),)


def _place_mention(name: Name, begins: int, type_: LocationType) -> Mention:
    doc = name.doc
    return Mention(
        evidence=_chars(doc, begins, name.end),
        pattern=_pattern(name),
        confidence=SURE_KNOWN_NAME if name.entry else SURE_MODEL_NAME,
        kind=Kind.LOCATION,
        type=type_,
        form=Form.NAME,
        text=doc[begins : name.end].text,
        head=_chars(doc, name.start, name.end),
        head_lemma=name.text,
        definite=_is_definite_at(doc, begins),
        gender=Gender.NEUTER,
        modifiers=_modifier_lemmas(doc, begins, name.start),
    )


def _place_type(name: Name, lexicon: Lexicon) -> LocationType:
    """The type of a place nobody knows: by a word of its name or beside it, else a town."""
    words = [t.lower_ for t in name.doc[name.start : name.end] if _is_word(t)]
    for word in (words[-1], words[0]) if len(words) > 1 else ():
        if word in lexicon.places:
            return lexicon.places[word]
    for place in (name.start - 1, name.start - 2):
        if place >= 0 and _lemma(name.doc[place]) in lexicon.carries_name:
            return lexicon.places[_lemma(name.doc[place])]
    return LocationType.TOWN  # most names that no list has are settlements


def _state(name: Name, type_: LocationType) -> Mention:
    doc = name.doc
    own = _chars(doc, name.start, name.end)
    return Mention(
        evidence=own,
        pattern=_pattern(name),
        confidence=SURE_MODEL_NAME,
        kind=Kind.ACTOR,
        type=ActorType.STATE if type_ is LocationType.COUNTRY else ActorType.GOVERNMENT,
        form=Form.NAME,
        text=name.text,
        head=own,
        head_lemma=name.text,
        definite=_is_definite_at(doc, name.start),
        gender=Gender.NEUTER,
    )


def _acts(name: Name, type_: LocationType, lexicon: Lexicon) -> bool:
    """Whether the name of a place stands for its state or government: it acts, or it is acted on."""
    token = name.head
    first = grammar.first_conjunct(token)
    label, head = grammar.label(first), first.head
    if label == "pobj" and head.head.i != head.i:
        preposition, head = head.lower_, head.head
    else:
        preposition = next(
            (c.lower_ for c in first.children if grammar.label(c) == "case" and c.i < first.i), ""
        )
    verb = _lemma(head)
    if label in {"nsubj", "nsubj:outer"} and verb in lexicon.saying and not _has_copula(head):
        return True  # "Moscow denied": capitals speak for their governments
    if type_ is not LocationType.COUNTRY:
        return False
    if label in {"nsubj", "nsubjpass"}:
        if _has_copula(head) or (verb == "be" and head.pos_ in {"AUX", "VERB"}):
            return False
        return (
            head.pos_ in {"VERB", "AUX"}
            and verb not in lexicon.land_verbs
            and verb not in lexicon.land_objects
        )
    if label in {"obj", "dobj", "iobj", "dative"}:
        return head.pos_ == "VERB" and verb not in lexicon.land_objects and verb not in lexicon.land_verbs
    if label == "poss" or (label == "nmod" and not preposition) or _has_possessive(first):
        return verb in lexicon.deeds
    if preposition in lexicon.deed_prepositions or grammar.label(head) == "agent":
        return True
    if preposition in {"with", "for", "to", "between", "and", "on", "from"} and head.pos_ in {
        "NOUN",
        "PROPN",
    }:
        return verb in lexicon.deeds and preposition != "from"
    if label in {"compound", "amod", "nmod", "npadvmod", "obl", "advmod"} and _is_in_compound(name):
        return True  # "US-backed"
    if grammar.is_left_modifier(token):
        owner = token.head
        return _noun_type(owner, lexicon) is not None or _lemma(owner) in lexicon.deeds | lexicon.equipment
    return False


def _has_copula(head: Token) -> bool:
    return any(grammar.label(c) == "cop" for c in head.children)


def _has_possessive(token: Token) -> bool:
    return any(c.tag_ == "POS" for c in token.children)


def _is_in_compound(name: Name) -> bool:
    """Whether a name is the first part of "X-backed"."""
    doc = name.doc
    return (
        name.end + 1 < len(doc)
        and doc[name.end].text in _HYPHENS
        and doc[name.end + 1].pos_ in {"VERB", "ADJ"}
    )


# --- descriptions ----------------------------------------------------------------------------------


def _described(noun: Token, lexicon: Lexicon, depth: int = 0) -> Mention | None:
    """The actor or place that a noun which is no name describes."""
    if noun.pos_ not in {"NOUN", "PROPN", "ADJ", "VERB", "NUM"} or not _is_word(noun):
        return None
    demonym = _demonym(noun, lexicon)
    if demonym is not None:
        return demonym
    if noun.pos_ not in {"NOUN", "PROPN"}:
        return _nominalised(noun)
    if _is_inside_other(noun, lexicon):
        return None
    words = grammar.noun_phrase(noun)
    begins, end = _without_counts(noun, words.start), max(noun.i + 1, min(words.end, noun.i + 4))
    before = _names_before(noun, begins, lexicon)
    actor = _described_actor(noun, begins, before, lexicon)
    if actor is not None:
        return actor
    return _described_place(noun, begins, end, before, lexicon, depth)


def _is_inside_other(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a noun only modifies another ("city" in "city centre"); a spokesman's body is its own."""
    if not grammar.is_left_modifier(noun):
        return False
    owner = noun.head
    collective = lexicon.actors.get(_lemma(noun)) in {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}
    return not (_lemma(owner) in _SPOKES and collective)


def _without_counts(noun: Token, start: int) -> int:
    """Where a phrase begins after its articles, numerals and counting words."""
    doc = noun.doc
    begins = start
    for i in range(start, noun.i):
        token = doc[i]
        following = doc[i + 1]
        if following.text in _HYPHENS:
            continue
        counts = token.lower_ in _COUNTING and token.head.i == noun.i
        numeral = token.pos_ == "NUM" and not (i and doc[i - 1].text in _HYPHENS)
        if (
            counts
            or (numeral and token.head.i == noun.i)
            or token.lower_ in _DETERMINERS
            or not _is_word(token)
        ):
            if not _is_word(token) and (i == begins or token.text in _HYPHENS):
                begins = i + 1 if i == begins else begins
                continue
            begins = i + 1 if _is_word(token) else begins
        elif token.lower_ in _COUNTING and i == begins:
            begins = i + 1
    return min(begins, noun.i)


def _names_before(noun: Token, begins: int, lexicon: Lexicon) -> list[Name]:
    """The names among a noun's modifiers, outside of hyphenated compounds, in order."""
    found: list[Name] = []
    i = begins
    while i < noun.i:
        token = noun.doc[i]
        name = name_at(token, lexicon) if token.ent_type_ or token.pos_ == "PROPN" else None
        if name is not None and name.end <= noun.i:
            if not (name.end < noun.i and noun.doc[name.end].text in _HYPHENS):
                found.append(name)
            i = max(name.end, i + 1)
        else:
            i += 1
    return found


def _lemma(token: Token) -> str:
    return (token.lemma_ or token.text).lower()


def _pair(noun: Token) -> str:
    """The noun with the word right before it: "air force"; with a hyphen between, the word before that."""
    return f"{_lemma(noun.nbor(-1))} {_lemma(noun)}" if noun.i and noun.nbor(-1).pos_ != "PUNCT" else ""


def _noun_type(noun: Token, lexicon: Lexicon) -> ActorType | None:
    return lexicon.actors.get(_pair(noun)) or lexicon.actors.get(_lemma(noun))


def _described_actor(noun: Token, begins: int, names: list[Name], lexicon: Lexicon) -> Mention | None:
    doc, lemma, pair = noun.doc, _lemma(noun), _pair(noun)
    last = names[-1] if (names and names[-1].end == noun.i) or (names and names[-1].label == "ORG") else None
    # The name is that of the actor itself: "M23 fighters"; "UN troops" are not the United Nations.
    same = None
    if last is not None and last.label == "ORG":
        kind, _ = _actor_type(last, lexicon)
        armed = kind in {ActorType.ARMED_GROUP, ActorType.ARMED_FORCE}
        if (
            (lemma in lexicon.stands_for or lemma in lexicon.equipment)
            and (
                armed
                or (last.entry is None and kind is ActorType.ORGANISATION and lemma in lexicon.stands_for)
            )
        ) or lemma in lexicon.documents:
            same = last
    type_ = lexicon.actors.get(pair) or lexicon.actors.get(lemma)
    pattern = "actorType"
    sure = SURE_DESCRIPTION
    national = any(lexicon.gazetteer.demonym(t.text) for t in doc[begins : noun.i] if _is_free(t))
    modified = [
        t for t in doc[begins : noun.i] if t.pos_ in {"NOUN", "PROPN"} or lexicon.gazetteer.demonym(t.text)
    ]
    by_kind = _kind_of_modifiers(doc, begins, noun, lexicon)
    if same is not None:
        type_ = _actor_type(same, lexicon)[0]
    elif lemma in lexicon.documents and noun.i > begins:
        type_ = next((t for t in (_noun_type(w, lexicon) for w in reversed(modified)) if t), None)
        if type_ not in {
            ActorType.ARMED_FORCE,
            ActorType.GOVERNMENT,
            ActorType.ARMED_GROUP,
            ActorType.ORGANISATION,
        }:
            return None
    elif lemma in lexicon.equipment and type_ is None:
        forces = [
            t
            for t in (_noun_type(w, lexicon) for w in modified)
            if t in {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}
        ]
        states = [
            n
            for n in names
            if n.label == "LOC" and n.entry is not None and n.entry.type is LocationType.COUNTRY
        ]
        if not (forces or national or states):
            return None
        type_, sure = ActorType.ARMED_FORCE, SURE_THING
    elif lemma in lexicon.actor_needs_modifier and pair not in lexicon.actors:
        type_ = by_kind or type_
        plain_force = lemma == "force" and noun.tag_.endswith("S")
        known = by_kind is not None or bool(names) or national or plain_force or _speaks(noun, lexicon)
        if not known and type_ is ActorType.ARMED_GROUP and _is_definite(noun) and not modified:
            known = lemma in {
                "group",
                "organisation",
                "organization",
                "network",
                "outfit",
                "enemy",
                "faction",
                "movement",
            }
        if not known and type_ in {ActorType.PERSON, ActorType.POPULATION_GROUP, ActorType.ARMED_FORCE}:
            known = bool(modified) or noun.tag_.endswith("S") or _is_definite(noun)
        elif not known and type_ in {ActorType.ORGANISATION, ActorType.GOVERNMENT}:
            known = any(t.pos_ == "PROPN" for t in modified) or _is_definite(noun)
        if not known:
            return None
    elif by_kind is not None and lemma in {"organisation", "organization", "agency", "service", "unit"}:
        type_ = by_kind
    if lemma in {"man", "men"} and type_ is ActorType.POPULATION_GROUP and doc[begins].lower_ == "armed":
        type_ = ActorType.ARMED_GROUP
    if lemma == "report":
        type_ = ActorType.UNNAMED_SOURCE if _tells(noun, lexicon) else None
    if type_ is None and lemma in _HUNDREDS and noun.tag_.endswith("S") and grammar.relative_clauses(noun):
        type_ = ActorType.POPULATION_GROUP
    if type_ is None:
        return None
    end = noun.i + 1
    if not names and lemma in _TOGETHER:
        begins, end = _together(noun, begins)
    own = _chars(doc, same.start, same.end) if same else None
    named = same is not None or national or any(n.end <= noun.i for n in names)
    capital = noun.pos_ == "PROPN" and noun.is_title and end - begins > 1 and doc[begins].is_title
    return Mention(
        evidence=_chars(doc, begins, end),
        pattern=f"{pattern}/{type_.value}",
        confidence=sure,
        kind=Kind.ACTOR,
        type=type_,
        form=Form.NAME if named or capital else Form.NOMINAL,
        text=doc[begins:end].text,
        head=_chars(doc, noun.i, noun.i + 1),
        head_lemma=lemma,
        name=own,
        plural=_is_plural(noun),
        definite=_is_definite(noun),
        gender=Gender.FEMALE if lemma in _SHE else Gender.MALE if lemma in _HE else None,
        modifiers=_modifier_lemmas(doc, begins, noun.i),
    )


def _is_free(token: Token) -> bool:
    """Whether a word is no part of a hyphenated compound ("Iranian" in "Iranian-backed" is)."""
    doc = token.doc
    return not (token.i + 1 < len(doc) and doc[token.i + 1].text in _HYPHENS)


def _kind_of_modifiers(doc: Doc, begins: int, noun: Token, lexicon: Lexicon) -> ActorType | None:
    if begins >= noun.i:
        return None
    words = f" {_spaced(' '.join(_lemma(t) for t in doc[begins : noun.i]))} "
    plain = f" {_spaced(doc[begins : noun.i].text.lower())} "
    return next((t for word, t in lexicon.kind_words if f" {word} " in words or f" {word} " in plain), None)


def _spaced(words: str) -> str:
    return " ".join(words.replace("-", " ").replace("‑", " ").split())


def _speaks(noun: Token, lexicon: Lexicon) -> bool:
    first = grammar.first_conjunct(noun)
    return grammar.label(first) == "nsubj" and _lemma(first.head) in lexicon.saying


def _tells(noun: Token, lexicon: Lexicon) -> bool:
    """Whether a report is one that speaks: "reports claim that", "reports that", "despite reports X was"."""
    clause = any(grammar.label(c) in {"acl", "ccomp"} and c.tag_ not in {"VBN"} for c in noun.children)
    return _speaks(noun, lexicon) or (clause and noun.tag_.endswith("S"))


def _together(noun: Token, begins: int) -> tuple[int, int]:
    """The words of "men and boys" from either of them; the noun's own words in any other coordination."""
    doc = noun.doc
    members = grammar.conjuncts(noun)
    if len(members) == 2 and all(_lemma(t) in _TOGETHER for t in members):
        first, second = members
        if second.i - first.i == 2 and noun in (first, second):
            return _without_counts(first, grammar.noun_phrase(first).start), second.i + 1
    return begins, min(noun.i + 1, len(doc))


def _demonym(noun: Token, lexicon: Lexicon) -> Mention | None:
    """People named after a country or people: "the Americans", "Kurds"."""
    if noun.tag_ not in {"NNS", "NNPS", "NNP", "NN"} or grammar.is_left_modifier(noun):
        return None
    if not noun.text.endswith(("s", "ese", "i", "ish", "nch")) or not noun.text[:1].isupper():
        return None
    key = lexicon.gazetteer.demonym(noun.text)
    plural = noun.tag_.endswith("S") or noun.text.endswith("s")
    if key is None or not plural:
        return None
    begins = _without_counts(noun, grammar.noun_phrase(noun).start)
    entry = lexicon.gazetteer.entries.get(key)
    acting = grammar.label(noun) in {"nsubj", "nsubjpass"} or grammar.label(noun.head) == "agent"
    state = entry is not None and entry.type is LocationType.COUNTRY and acting and _has_the(noun)
    span = _chars(noun.doc, begins, noun.i + 1)
    return Mention(
        evidence=span,
        pattern=f"gazetteer/{key}",
        confidence=SURE_DESCRIPTION,
        kind=Kind.ACTOR,
        type=ActorType.STATE if state and begins == noun.i else ActorType.POPULATION_GROUP,
        form=Form.NAME,
        text=noun.doc[begins : noun.i + 1].text,
        head=_chars(noun.doc, noun.i, noun.i + 1),
        head_lemma=noun.text,
        plural=True,
        definite=_is_definite(noun),
        modifiers=_modifier_lemmas(noun.doc, begins, noun.i),
    )


def _nominalised(word: Token) -> Mention | None:
    """People told by an adjective: "the wounded"; and by a number: "hundreds who fled"."""
    doc = word.doc
    if word.pos_ == "NUM":
        told = _lemma(word) in _HUNDREDS | {f"{w}s" for w in _HUNDREDS} and word.lower_.endswith("s")
        if not told or not grammar.relative_clauses(word):
            return None
        begins = word.i
    else:
        nominal = grammar.label(word) in {"nsubj", "nsubjpass", "obj", "dobj", "obl", "nmod", "pobj", "conj"}
        if word.lower_ not in _AS_NOUN or not nominal or not _has_the(word):
            return None
        begins = _without_counts(word, grammar.noun_phrase(word).start)
    return Mention(
        evidence=_chars(doc, begins, word.i + 1),
        pattern=f"actorType/{ActorType.POPULATION_GROUP.value}",
        confidence=SURE_DESCRIPTION,
        kind=Kind.ACTOR,
        type=ActorType.POPULATION_GROUP,
        form=Form.NOMINAL,
        text=doc[begins : word.i + 1].text,
        head=_chars(doc, word.i, word.i + 1),
        head_lemma=word.lower_,
        plural=True,
        definite=_is_definite(word),
        modifiers=_modifier_lemmas(doc, begins, word.i),
    )


def _described_place(
    noun: Token, begins: int, end: int, names: list[Name], lexicon: Lexicon, depth: int
) -> Mention | None:
    doc, lemma, pair = noun.doc, _lemma(noun), _pair(noun)
    type_ = lexicon.places.get(pair) or lexicon.places.get(lemma)
    if type_ is None:
        return None
    end = noun.i + 1
    name: Name | None = None
    # A name before it is the place's own ("Kandahar province"), where it comes from ("Aden airport"), or an
    # actor's, which stays out ("ISIS command centres").
    for other in reversed(names):
        if other.label == "LOC" and lemma in lexicon.carries_name and other.end == noun.i:
            name = other
        elif other.label != "LOC" and other.end <= noun.i and not _is_part_of_name(other, noun, lexicon):
            begins = max(begins, other.end)
    # A name after it: "the city of X", "the port city X".
    after = _name_after(noun, lexicon)
    inner: Mention | None = None
    if after is not None and lemma in lexicon.carries_name:
        name = name or after
        end = after.end
        if end < len(doc) and _reaches(after, lexicon):
            end += 1
    elif depth < 3:
        inner, end = _of_place(noun, end, type_, lexicon, depth)
    if type_ is LocationType.CITY_PART or lemma in {"centre", "center"}:
        type_ = _part_type(noun, begins, inner, names, lexicon)
        if type_ is None:
            return None
    elif lemma in lexicon.place_needs_name and pair not in lexicon.places and name is None and inner is None:
        telling = names or any(t.pos_ in {"PROPN"} for t in doc[begins : noun.i])
        nominal = any(t.pos_ == "NOUN" for t in doc[begins : noun.i])
        if not telling and not (
            nominal and type_ in {LocationType.FACILITY, LocationType.BUILDING, LocationType.BASE}
        ):
            return None
    capital = noun.pos_ == "PROPN" and noun.is_title and noun.i > begins and doc[begins].is_title
    named = name is not None or capital or bool([n for n in names if n.label == "LOC"])
    named = named or (inner is not None and inner.form is Form.NAME and type_ in _PARTS)
    return Mention(
        evidence=_chars(doc, begins, end),
        pattern=f"locationType/{type_.value}",
        confidence=SURE_DESCRIPTION,
        kind=Kind.LOCATION,
        type=type_,
        form=Form.NAME if named else Form.NOMINAL,
        text=doc[begins:end].text,
        head=_chars(doc, noun.i, noun.i + 1),
        head_lemma=lemma,
        name=_chars(doc, name.start, name.end) if name else None,
        plural=_is_plural(noun),
        definite=_is_definite(noun),
        gender=Gender.NEUTER,
        modifiers=_modifier_lemmas(doc, begins, noun.i),
    )


def _is_part_of_name(name: Name, noun: Token, lexicon: Lexicon) -> bool:
    """Whether a person's or body's name belongs to the place ("Sheikh Zayed hospital", "UN base")."""
    armed = name.label == "ORG" and _actor_type(name, lexicon)[0] in {
        ActorType.ARMED_GROUP,
        ActorType.ARMED_FORCE,
    }
    return not armed


def _name_after(noun: Token, lexicon: Lexicon) -> Name | None:
    """The place name right after a noun: "city of X", "city X"."""
    doc, at = noun.doc, noun.i + 1
    if at < len(doc) and doc[at].lower_ == "of":
        at += 1
        while at < len(doc) and doc[at].lower_ in {"the", "greater"} | _COUNTING:
            at += 1
        name = name_at(doc[at], lexicon) if at < len(doc) else None
        if name is None and at < len(doc) and doc[at].pos_ == "PROPN":
            start, end = _proper_run(doc[at])
            name = Name(doc, at, end, "LOC", None, at) if start <= at else None
        # After "city of" even a name taken for a person's is a place's.
        return replace(name, label="LOC") if name is not None and name.start == at else None
    if at < len(doc) and noun.pos_ == "NOUN":
        name = name_at(doc[at], lexicon)
        if name is not None and name.begins == at and name.label == "LOC":
            return name
    return None


def _of_place(
    noun: Token, end: int, type_: LocationType, lexicon: Lexicon, depth: int
) -> tuple[Mention | None, int]:
    """The place that a part belongs to ("outskirts of the city"), and where the words of both end."""
    doc = noun.doc
    if end >= len(doc) or doc[end].lower_ != "of":
        return None, end
    of = next((t for p, t in grammar.modifiers(noun) if p == "of" and t.i > noun.i), None)
    if of is None and end + 1 < len(doc):
        of = doc[end + 1]
    if of is None or of.i - noun.i > 12:
        return None, end
    name = name_at(of, lexicon)
    inner: Mention | None
    if name is not None:
        if name.label == "PERSON" and name.entry is None:
            name = replace(name, label="LOC", begins=name.start)
        if name.label != "LOC":
            return None, end
        found = _of_name_alone(name, lexicon, depth + 1)
        inner = (
            found[0]
            if found and found[0].kind is Kind.LOCATION
            else _place_mention(name, name.start, LocationType.TOWN)
        )
    else:
        inner = _described(of, lexicon, depth + 1)
    if inner is None or inner.kind is not Kind.LOCATION:
        return None, end
    if inner.form is not Form.NAME and type_ not in _PARTS:
        return None, end
    last = doc.char_span(inner.evidence.start, inner.evidence.end)
    return (inner, last.end) if last is not None and last.end > noun.i else (None, end)


def _part_type(
    noun: Token, begins: int, inner: Mention | None, names: list[Name], lexicon: Lexicon
) -> LocationType | None:
    """The type of a centre, an edge or a suburb: of a place, else it is something else's."""
    lemma = _lemma(noun)
    settled = {LocationType.CITY, LocationType.TOWN, LocationType.VILLAGE}
    before = [t for t in noun.doc[begins : noun.i] if t.pos_ in {"NOUN", "PROPN"}]
    if inner is not None:
        big = inner.type in {LocationType.COUNTRY, LocationType.PROVINCE, LocationType.REGION}
        return LocationType.REGION if big else LocationType.CITY_PART
    if any(lexicon.places.get(_lemma(t)) in settled for t in before) or any(n.label == "LOC" for n in names):
        return LocationType.CITY_PART
    if before:
        return LocationType.BUILDING if lemma in {"centre", "center"} else lexicon.places.get(_pair(noun))
    if lemma in {"centre", "center"}:
        has_of = any(p == "of" for p, _ in grammar.modifiers(noun))
        return LocationType.CITY_PART if _is_definite(noun) and not has_of and _is_place_role(noun) else None
    if lemma in {"downtown", "midtown", "suburb", "outskirt", "outskirts"}:
        return LocationType.CITY_PART
    return None


def _is_place_role(noun: Token) -> bool:
    label = grammar.label(noun)
    return label in {"obl", "nmod", "pobj", "obj", "dobj", "parataxis", "conj"}


# --- pronouns --------------------------------------------------------------------------------------


def _pronoun(token: Token, lexicon: Lexicon) -> tuple[Mention, ...]:
    word = token.lower_
    span = _chars(token.doc, token.i, token.i + 1)
    if word in lexicon.adverbs:
        if token.pos_ != "ADV" or grammar.label(token) == "expl" or token.tag_ == "EX":
            return ()
        kind, type_, form = Kind.LOCATION, LocationType.AREA, Form.ADVERB
        return (_pointing(token, span, kind, type_, form, None, plural=False),)
    if grammar.label(token) == "expl":
        return ()
    if word in {"those", "others"}:
        if grammar.label(token) in {"det", "amod"} or (
            token.pos_ in {"DET", "ADJ"} and token.head.i > token.i
        ):
            return ()
        type_of = ActorType.POPULATION_GROUP
    elif word in {"it", "its", "itself", "we", "us", "our", "ours", "ourselves"}:
        if token.pos_ not in {"PRON", "DET"}:
            return ()  # "US" in capitals
        type_of = ActorType.ORGANISATION
    else:
        they = {"they", "them", "their", "theirs", "themselves"}
        type_of = ActorType.POPULATION_GROUP if word in they else ActorType.PERSON
    if token.pos_ not in {"PRON", "DET", "NOUN"} or token.text == "US":
        return ()
    gender = None
    if word in {"he", "him", "his", "himself"}:
        gender = Gender.MALE
    elif word in {"she", "her", "hers", "herself"}:
        gender = Gender.FEMALE
    elif word in {"it", "its", "itself"}:
        gender = Gender.NEUTER
    plural = word in {"those", "others", "they", "them", "their", "theirs", "themselves"} or word.startswith(
        ("we", "us", "our")
    )
    return (_pointing(token, span, Kind.ACTOR, type_of, Form.PRONOUN, gender, plural=plural),)


def _pointing(
    token: Token,
    span: Span,
    kind: Kind,
    type_: ActorType | LocationType,
    form: Form,
    gender: Gender | None,
    *,
    plural: bool,
) -> Mention:
    return Mention(
        evidence=span,
        pattern=f"form/{form.value}",
        confidence=SURE_PRONOUN,
        kind=kind,
        type=type_,
        form=form,
        text=token.text,
        head=span,
        head_lemma=token.lower_,
        plural=plural,
        definite=True,
        gender=gender,
    )


# --- small questions -------------------------------------------------------------------------------


def _chars(doc: Doc, start: int, end: int) -> Span:
    last = doc[end - 1]
    return Span(doc[start].idx, last.idx + len(last))


def _modifier_lemmas(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    return tuple(_lemma(t) for t in doc[start:end] if _is_word(t) and t.lower_ not in _DETERMINERS)


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in {"NNS", "NNPS"} or _lemma(noun) in _PLURAL


def _is_definite(noun: Token) -> bool:
    for child in noun.lefts:
        if child.lower_ in _DEFINITE and grammar.label(child) in {"det", "nmod", "advmod"}:
            return True
    return bool(grammar.possessors(noun)) or _has_the(noun)


def _has_the(noun: Token) -> bool:
    return any(c.lower_ in {"the", "those", "these"} for c in noun.lefts)


def _is_definite_at(doc: Doc, start: int) -> bool:
    return start > 0 and doc[start - 1].lower_ in _DEFINITE
