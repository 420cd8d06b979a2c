"""Rules as data: concepts of the ontology with their trigger words, and small tables of our own.

In:  `ontology/concepts/*.ttl` (what words mean and which words trigger it) and the TOML tables beside
     this file (what is no vocabulary: titles, calendar words, transliteration).
Out: frozen rows.

Knows nothing of spaCy or of how rows are applied.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rdflib import RDFS, SKOS, Graph, Literal, Namespace, URIRef

from kg.errors import PatternError
from kg.settings import shared_dir

ATT = Namespace("https://w3id.org/attested/ontology#")


@dataclass(frozen=True, slots=True)
class Concept:
    """One value of a closed list, with the words that trigger it.

    Triggers are lower-case lemmas; a phrase is lemmas joined by blanks ("carry out").
    """

    scheme: str  # "operationType"
    notation: str  # "airstrike"
    iri: str
    label: str
    definition: str
    examples: tuple[str, ...]
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    phrases: tuple[str, ...]
    notes: Mapping[
        str, tuple[str, ...]
    ]  # further att: literals of the concept, by local name ("low": ("24",))


@cache
def concepts(scheme: str, folder: Path | None = None) -> tuple[Concept, ...]:
    """The concepts of one scheme, in order of notation: `concepts("operationType")`.

    Args:
        scheme: local name of the concept scheme; the file is `concepts/{scheme}.ttl`.
        folder: another ontology folder than the shipped one.

    Raises:
        PatternError: the file is missing or malformed, or a concept lacks a notation,
            label, definition or example.
    """
    path = (folder or shared_dir("ontology")) / "concepts" / f"{scheme}.ttl"
    try:
        graph = Graph().parse(path, format="turtle")
    except Exception as error:
        raise PatternError(f"{path.name}: not readable as Turtle: {error}") from error
    subjects = sorted(str(s) for s in graph.subjects(SKOS.inScheme, ATT[scheme]))
    if not subjects:
        raise PatternError(f"{path.name}: no concept with skos:inScheme att:{scheme}")
    rows = [_concept(graph, scheme, URIRef(s), path.name) for s in subjects]
    return tuple(sorted(rows, key=lambda row: row.notation))


def _concept(graph: Graph, scheme: str, iri: URIRef, file: str) -> Concept:
    def one(predicate: URIRef, what: str) -> str:
        value = graph.value(iri, predicate)
        if value is None:
            raise PatternError(f"{file}: {iri} has no {what}")
        return str(value)

    def many(predicate: URIRef) -> tuple[str, ...]:
        return tuple(sorted(str(o) for o in graph.objects(iri, predicate)))

    examples = many(SKOS.example)
    if not examples:
        raise PatternError(f"{file}: {iri} has no skos:example")
    told = {ATT.triggerVerb, ATT.triggerNoun, ATT.triggerPhrase}
    notes: dict[str, tuple[str, ...]] = {}
    for predicate in sorted(
        {p for p in graph.predicates(iri) if isinstance(p, URIRef) and p.startswith(str(ATT))} - told
    ):
        literals = tuple(sorted(str(o) for o in graph.objects(iri, predicate) if isinstance(o, Literal)))
        if literals:
            notes[predicate.removeprefix(str(ATT))] = literals
    return Concept(
        scheme=scheme,
        notation=one(SKOS.notation, "skos:notation"),
        iri=str(iri),
        label=one(SKOS.prefLabel, "skos:prefLabel"),
        definition=one(SKOS.definition, "skos:definition"),
        examples=examples,
        verbs=many(ATT.triggerVerb),
        nouns=many(ATT.triggerNoun),
        phrases=many(ATT.triggerPhrase),
        notes=MappingProxyType(notes),
    )


def schemes(folder: Path | None = None) -> tuple[str, ...]:
    """Names of all concept schemes, sorted."""
    return tuple(sorted(p.stem for p in ((folder or shared_dir("ontology")) / "concepts").glob("*.ttl")))


@cache
def properties(folder: Path | None = None) -> Mapping[str, str]:
    """What the properties of the ontology mean, by local name: "placeVerb" -> "Verb that counts ...".

    Raises:
        PatternError: kg.ttl is missing or malformed.
    """
    path = (folder or shared_dir("ontology")) / "kg.ttl"
    try:
        graph = Graph().parse(path, format="turtle")
    except Exception as error:
        raise PatternError(f"{path.name}: not readable as Turtle: {error}") from error
    comments = sorted((str(s), str(o)) for s, o in graph.subject_objects(RDFS.comment))
    return MappingProxyType(
        {iri.removeprefix(str(ATT)): comment for iri, comment in comments if iri.startswith(str(ATT))}
    )


@cache
def table(name: str) -> Mapping[str, Any]:
    """A TOML table of this folder, by file name without suffix: `table("titles")`.

    Raises:
        PatternError: there is no such table, or it is no TOML.
    """
    path = Path(__file__).parent / f"{name}.toml"
    try:
        return MappingProxyType(tomllib.loads(path.read_text(encoding="utf-8")))
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise PatternError(f"patterns/{path.name}: {error}") from error
