"""The words by which actors and places are told: head nouns, kinds of groups, titles, deeds of states.

In:  the ontology's concepts (actorType, locationType, form, act), `patterns/titles.toml`, the gazetteer.
Out: a Lexicon, made once, and the small questions about words that need nothing else.

Knows nothing of sentences.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, TypeVar

from spacy.tokens import Token

from kg.gazetteer import Gazetteer
from kg.model import ActorType, LocationType
from kg.patterns import Concept, concepts, table

_T = TypeVar("_T")
_STOPS = " .,"
_IRREGULAR = {"men": "man", "women": "woman", "children": "child", "people": "people", "persons": "person"}
_ONE_PLACE = {"barracks", "headquarters", "outskirts", "customs"}  # plural in form only
HYPHENS = {"-", "–", "‐", "‑"}
ANSWERS = "attested_answers"  # key of a doc's user_data; see `remembered`

# Where a noun belongs to several types, the first of these has it.
_PRECEDENCE = (
    *(ActorType.ARMED_FORCE, ActorType.ARMED_GROUP, ActorType.GOVERNMENT, ActorType.MEDIA_OUTLET),
    *(ActorType.ORGANISATION, ActorType.UNNAMED_SOURCE, ActorType.PERSON, ActorType.POPULATION_GROUP),
    ActorType.STATE,
)


@dataclass(frozen=True, slots=True, repr=False)  # thousands of words
class Lexicon:
    """All words that mentions are told by; make one with `make_lexicon`."""

    gazetteer: Gazetteer
    actors: Mapping[str, ActorType]  # head noun or two nouns ("air force") -> type
    places: Mapping[str, LocationType]
    actor_needs_modifier: frozenset[str]
    place_needs_name: frozenset[str]
    carries_name: frozenset[str]  # "province": has the name before it itself
    kind_words: Mapping[str, ActorType]  # "rebel" before "group"
    name_words: Mapping[str, ActorType]  # "Army" at the end of a name
    stands_for: Mapping[str, ActorType]  # "fighter": with a name, speaks of the named actor
    only_speaking: frozenset[str]
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
    giving: frozenset[str]
    whereabouts: frozenset[str]
    platforms: frozenset[str]
    sites: frozenset[str]  # of the platforms those that people post on
    voices: frozenset[str]  # labels of a transcript for those who speak for the programme: "presenter"
    saying: frozenset[str]
    only_saying: frozenset[str]  # those that can't be read otherwise: "say", not "find"

    def is_title(self, word: str) -> bool:
        """Whether a word is a rank, an honour or an office before a name."""
        bare = word.lower().strip(_STOPS)
        return any(bare in self.titles[kind] for kind in ("rank", "honour", "office"))

    def is_role(self, word: str) -> bool:
        """Whether a word tells what a person does ("spokesman")."""
        return word.lower().strip(_STOPS) in self.titles["role"]

    def is_whole_title(self, word: str) -> bool:
        """Whether a word is a title by itself ("minister"; but "foreign" is none)."""
        return word.lower().strip(_STOPS) not in self.half_titles

    def actor_noun(self, noun: Token) -> ActorType | None:
        """The type of actor that a noun describes, alone or with the word before it."""
        return self.actors.get(pair(noun)) or self.actors.get(lemma(noun))

    def place_noun(self, noun: Token) -> LocationType | None:
        """The type of place that a noun describes, alone or with the word before it."""
        return self.places.get(pair(noun)) or self.places.get(lemma(noun))

    def demonym(self, token: Token) -> str | None:
        """The key of the country or people that an adjective or noun names, outside of compounds."""
        if token.i + 1 < len(token.doc) and token.nbor(1).text in HYPHENS:
            return None  # "Iranian" in "Iranian-backed"
        return self.gazetteer.demonym(token.text)


@cache
def make_lexicon(gazetteer: Gazetteer) -> Lexicon:
    """Read the words of the ontology and the tables once; one gazetteer has one lexicon.

    Raises:
        PatternError: a file of the ontology or a table can't be read.
    """
    kinds = {ActorType(row.notation): row for row in concepts("actorType")}
    actors = [(t, kinds[t]) for t in _PRECEDENCE if t in kinds]
    places = [(LocationType(row.notation), row) for row in concepts("locationType")]
    forms = {row.notation: row for row in concepts("form")}
    words = table("titles")
    titles = {row["kind"]: frozenset(row["words"]) for row in words["title"]}
    land = {row["kind"]: frozenset(row["words"]) for row in words["land"]}
    deeds = {row["kind"]: frozenset(row["words"]) for row in words["deed"]}
    seats = {row["kind"]: frozenset(row["words"]) for row in words["seat"]}
    acts = [(row.notation, row) for row in concepts("act")]
    said = frozenset(w for _, row in acts for w in row.verbs)
    return Lexicon(
        gazetteer=gazetteer,
        actors=_first_wins((w, t) for t, row in actors for w in (*row.nouns, *row.phrases)),
        places=_first_wins((w, t) for t, row in places for w in (*row.nouns, *row.phrases)),
        actor_needs_modifier=_notes(actors, "onlyWithModifier"),
        place_needs_name=_notes(places, "onlyWithName"),
        carries_name=_notes(places, "carriesName"),
        kind_words=_first_wins((spaced(w), t) for t, row in actors for w in row.notes.get("kindWord", ())),
        name_words=_first_wins((w, t) for t, row in actors for w in row.notes.get("nameWord", ())),
        stands_for=_first_wins((w, t) for t, row in actors for w in row.notes.get("standsForWhole", ())),
        only_speaking=_notes(actors, "onlyWhenSpeaking"),
        equipment=_notes(actors, "equipment"),
        documents=_notes(actors, "document"),
        part_words=_notes(places, "partWord"),
        pronouns=frozenset(forms["pronoun"].nouns),
        adverbs=frozenset(forms["adverb"].nouns),
        titles=MappingProxyType(titles),
        half_titles=frozenset(w for row in words["title"] for w in row.get("only_inside", ())),
        land_verbs=land["verb"],
        land_objects=land["object"],
        deeds=deeds["noun"],
        deed_prepositions=deeds["preposition"],
        giving=deeds["giving"],
        whereabouts=seats["whereabouts"],
        platforms=frozenset(w for row in words["platform"] for w in row["words"]),
        sites=frozenset(w for row in words["platform"] if row["kind"] == "site" for w in row["words"]),
        voices=frozenset(w for w in table("speech")["house_voices"] if len(w) > 1),
        saying=said,
        only_saying=said - _notes(acts, "actorOnly") - _notes(acts, "quoteOnly"),
    )


def _first_wins(pairs: Iterable[tuple[str, _T]]) -> Mapping[str, _T]:
    found: dict[str, _T] = {}
    for word, value in pairs:
        found.setdefault(word, value)
    return MappingProxyType(found)


def _notes(rows: Iterable[tuple[object, Concept]], name: str) -> frozenset[str]:
    return frozenset(word for _, row in rows for word in row.notes.get(name, ()))


# --- words ----------------------------------------------------------------------------------------


def lemma(token: Token) -> str:
    """The lemma in lower case; a plural that the pipeline left as it is is mended ("troops")."""
    if token.lower_ in _ONE_PLACE:
        return token.lower_
    word = (token.lemma_ or token.text).lower()
    if token.tag_ not in {"NNS", "NNPS"} or word != token.lower_:
        return word
    if word in _IRREGULAR:
        return _IRREGULAR[word]
    if word.endswith("men"):
        return f"{word[:-3]}man"
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word


def pair(noun: Token) -> str:
    """The noun with the word right before it: "air force"."""
    return f"{lemma(noun.nbor(-1))} {lemma(noun)}" if noun.i and not noun.nbor(-1).is_punct else ""


def spaced(words: str) -> str:
    """Words with blanks in place of hyphens."""
    return " ".join(words.replace("-", " ").replace("‑", " ").split())


def is_word(token: Token) -> bool:
    """Whether a token has a letter or a digit."""
    return token.text.isalnum() or any(c.isalnum() for c in token.text)


def is_plural(noun: Token) -> bool:
    """Whether a noun speaks of several."""
    if noun.lower_ in _ONE_PLACE:
        return False
    return noun.tag_ in {"NNS", "NNPS"} or lemma(noun) in {"people", "police", "personnel", "media"}


def remembered(token: Token, question: str, lexicon: Lexicon) -> dict[Any, Any]:
    """Answers to one question about the tokens of a doc, by token, or by whatever else tells words apart.

    Every extractor asks who and what stands at a word, and the answer depends on the doc and the lexicon
    alone: it is worked out once, and goes with the doc.
    """
    kept: dict[Any, dict[Any, Any]] = token.doc.user_data.setdefault(ANSWERS, {})
    return kept.setdefault((question, id(lexicon)), {})
