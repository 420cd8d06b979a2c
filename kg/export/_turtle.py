"""What Turtle and TriG share: prefixes, short spellings, triples grouped by subject."""

import re
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO

from kg.vocabulary import PREFIXES, RDF, NamedGraph, Term, Triple

_SPLIT = re.compile(r"<(.*[/#])([^/#]+)>", re.DOTALL)
# Local names that need no escape in any version of Turtle.
_LOCAL = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_BARE = re.compile(
    r'"([+-]?[0-9]+|true|false|[+-]?[0-9]+\.[0-9]+)"\^\^<http://www\.w3\.org/2001/XMLSchema#(\w+)>'
)
_KIND = {"integer": r"[+-]?[0-9]+", "boolean": "true|false", "decimal": r"[+-]?[0-9]+\.[0-9]+"}
_OF_NAMESPACE = {namespace: prefix for prefix, namespace in PREFIXES.items()}


def base_of(graph: Term) -> str | None:
    """The base of the data, told from the name of a graph: what stands before the last "graph/".

    None when IRIs can't be written relative to it, because it isn't a plain path.
    """
    head, found, _ = graph[1:].rpartition("graph/")
    plain = found and "://" in head and head.endswith("/") and not {"?", "#"} & set(head)
    return head if plain else None


def header(base: str | None) -> str:
    """The prefixes of the vocabulary, sorted, and the base."""
    lines = [f"@prefix {prefix}: <{namespace}> .\n" for prefix, namespace in sorted(PREFIXES.items())]
    return "".join([f"@base <{base}> .\n" if base else "", *lines])


def begun(graphs: Iterable[NamedGraph], out: BinaryIO) -> Iterator[tuple[NamedGraph, "Speller"]]:
    """The graphs, each with how to spell its terms; the head of the file is written before the first."""
    spell: Speller | None = None
    for graph in graphs:
        if spell is None:
            base = base_of(graph.iri)
            spell = Speller(base)
            out.write(header(base).encode())
        yield graph, spell
    if spell is None:
        out.write(header(None).encode())


class Speller:
    """Spells terms short."""

    def __init__(self, base: str | None) -> None:
        self._base = f"<{base}" if base else None
        self._short: dict[Term, str] = {}

    def __call__(self, term: Term) -> str:
        """A prefixed name, an IRI relative to the base, a bare number; else the term as it is."""
        if term.startswith("<"):
            if self._base is not None and term.startswith(self._base):
                return f"<{term[len(self._base) :]}"
            short = self._short.get(term)
            if short is None:
                short = self._short[term] = _prefixed(term)
            return short
        if term.endswith(">"):
            return _literal(term, self)
        return term


def _prefixed(term: Term) -> str:
    found = _SPLIT.fullmatch(term)
    if found and found[1] in _OF_NAMESPACE and _LOCAL.fullmatch(found[2]):
        return f"{_OF_NAMESPACE[found[1]]}:{found[2]}"
    return term


def _literal(term: Term, spell: Speller) -> str:
    bare = _BARE.fullmatch(term)
    if bare and re.fullmatch(_KIND.get(bare[2], "(?!)"), bare[1]):
        return bare[1]
    close = term.rindex('"')
    return f"{term[: close + 1]}^^{spell(Term(term[close + 3 :]))}"


def blocks(triples: Iterable[Triple], spell: Speller, indent: str = "") -> Iterator[str]:
    """Sorted triples as blocks of text, one for each subject, types first."""
    for subject, about in groupby(triples, key=lambda triple: triple[0]):
        said = [
            (predicate, [spell(o) for _, _, o in same])
            for predicate, same in groupby(about, key=lambda triple: triple[1])
        ]
        said.sort(key=lambda pair: pair[0] != RDF.type)  # a stable sort: the others keep their order
        lines = [
            f"{'a' if predicate == RDF.type else spell(predicate)} {', '.join(objects)}"
            for predicate, objects in said
        ]
        yield f"{indent}{spell(subject)} " + f" ;\n{indent}    ".join(lines) + " .\n"
