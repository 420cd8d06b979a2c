"""Validate: whether graphs are what the ontology says a graph is.

In:  a store, or named graphs.
Out: Violations; none when all is well.

Two ways to the same end: the checks of `ontology/checks`, queries that should find nothing and need only the
store; and the SHACL shapes, for which pySHACL has to be installed.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from rdflib import RDF, SH, SKOS, Graph
from rdflib.term import Node

from kg.background import ontology_files
from kg.errors import ValidationError
from kg.settings import shared_dir
from kg.store import Store
from kg.vocabulary import NamedGraph, to_rdflib


@dataclass(frozen=True, slots=True, order=True)
class Violation:
    """One thing that is not as it should be."""

    rule: str  # the check or shape that it breaks, in words
    node: str  # what breaks it
    detail: str

    def __str__(self) -> str:
        return f"{self.rule}: {self.node} {self.detail}".rstrip()


@dataclass(frozen=True, slots=True)
class Check:
    """A query that should find nothing; it selects ?node and ?detail."""

    name: str
    title: str
    text: str


def checks(folder: Path | None = None) -> tuple[Check, ...]:
    """The checks of the ontology, by name.

    Raises:
        ValidationError: one has no title in its first line.
    """
    found = []
    for path in sorted((folder or shared_dir("ontology") / "checks").glob("*.rq")):
        text = path.read_text(encoding="utf-8")
        mark, _, title = text.partition("\n")[0].partition("title:")
        if mark.strip() != "#" or not title.strip():
            raise ValidationError(f'{path.name}: the first line must be "# title: ..."')
        found.append(Check(path.stem, title.strip(), text))
    return tuple(found)


def check(store: Store, folder: Path | None = None) -> Iterator[Violation]:
    """Run every check over the union of all graphs."""
    for one in checks(folder):
        for node, detail in store.query(one.text).rows():
            yield Violation(one.title, str(node), "" if detail is None else str(detail))


def check_shapes(graphs: Iterable[NamedGraph]) -> tuple[Violation, ...]:
    """Hold graphs, taken together, against the SHACL shapes.

    Raises:
        ValidationError: pySHACL is not installed.
    """
    try:
        from pyshacl import validate
    except ImportError as error:
        raise ValidationError("checking shapes needs pySHACL: pip install pyshacl") from error
    members, shapes = _schema()
    # Which concepts there are is a part of what the shapes say, so it goes with the data.
    data = Graph()
    for triple in members:
        data.add(triple)
    for graph in graphs:
        for s, p, o in graph.triples:
            data.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
    _, report, _ = validate(data, shacl_graph=shapes, inplace=True)
    return tuple(sorted(_violations(report)))


def _violations(report: Graph) -> Iterator[Violation]:
    for result in report.subjects(RDF.type, SH.ValidationResult):
        path, value = report.value(result, SH.resultPath), report.value(result, SH.value)
        about = " ".join(str(part) for part in (path, value) if part is not None)
        yield Violation(
            rule=str(report.value(result, SH.resultMessage)),
            node=str(report.value(result, SH.focusNode)),
            detail=about,
        )


@cache
def _schema() -> tuple[tuple[tuple[Node, Node, Node], ...], Graph]:
    """Which concepts belong to which list, and the shapes; parsed once, nobody writes to them."""
    ontology = Graph()
    for path in ontology_files():
        ontology.parse(path, format="turtle")
    members = tuple(ontology.triples((None, SKOS.inScheme, None)))
    return members, Graph().parse(shared_dir("ontology") / "shapes.ttl", format="turtle")
