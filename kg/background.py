"""Background: the graphs that come with a release and not from articles.

In:  the gazetteer and the ontology files.
Out: `graph/gazetteer` (curated actors and places: names, coordinates, Wikidata items) and `graph/ontology`.

Knows nothing of articles or of the store.
"""

from collections.abc import Collection, Iterator
from pathlib import Path

from rdflib import BNode, Graph, Literal, URIRef

from kg.describe import name_of, point_at, where_precision
from kg.errors import PatternError
from kg.gazetteer import Gazetteer, GazetteerEntry
from kg.model import Kind, LocationType
from kg.settings import shared_dir
from kg.vocabulary import (
    ATT,
    GEO,
    OWL,
    RDF,
    RDFS,
    SKOS,
    WD,
    NamedGraph,
    Names,
    Triple,
    from_rdflib,
    iri,
    named_graph,
    number,
    string,
)


def gazetteer_graph(gazetteer: Gazetteer, names: Names, keys: Collection[str] | None = None) -> NamedGraph:
    """Every curated actor and place, or those with certain keys.

    A Wikidata item is owl:sameAs of one entity only, or reasoning would make a country and its state one:
    of several the place, else the first by key. The others have it as skos:exactMatch.
    """
    same: dict[str, str] = {}
    for entry in sorted(gazetteer.entries.values(), key=lambda e: (e.kind is not Kind.LOCATION, e.key)):
        if entry.wikidata is not None:
            same.setdefault(entry.wikidata, entry.key)

    def triples() -> Iterator[Triple]:
        for entry in gazetteer.entries.values():
            if keys is not None and entry.key not in keys:
                continue
            yield from _entry(entry, names)
            if entry.wikidata is not None:
                link = OWL.sameAs if same[entry.wikidata] == entry.key else SKOS.exactMatch
                yield names.entity(entry.key), link, WD[entry.wikidata]

    return named_graph(names.graph("gazetteer"), triples())


def _entry(entry: GazetteerEntry, names: Names) -> Iterator[Triple]:
    term = names.entity(entry.key)
    yield term, RDF.type, ATT[entry.type.value]
    yield term, SKOS.prefLabel, name_of(entry.label, "en")
    for alias in entry.aliases:
        if alias != entry.label:
            yield term, SKOS.altLabel, name_of(alias, "en")
    for whole in entry.part_of:
        yield term, ATT.partOf, names.entity(whole)
    for code in (entry.country or "").split(","):
        if code:
            yield term, ATT.countryCode, string(code)
    if entry.kind is Kind.ACTOR:
        yield term, RDF.type, ATT.Actor
        return
    yield term, RDF.type, ATT.Location
    yield term, RDF.type, GEO.Feature
    if entry.geonames is not None:
        yield term, RDFS.seeAlso, iri(f"https://sws.geonames.org/{entry.geonames}/")
    if isinstance(entry.type, LocationType):
        yield term, ATT.wherePrecision, number(where_precision(entry.type))
    if entry.longitude is not None and entry.latitude is not None:
        yield from point_at(entry.key, entry.latitude, entry.longitude, names)


def ontology_files(folder: Path | None = None) -> tuple[Path, ...]:
    """The files that say what the words mean: classes and properties, then the closed lists."""
    folder = folder or shared_dir("ontology")
    return (folder / "kg.ttl", *sorted((folder / "concepts").glob("*.ttl")))


def ontology_graph(names: Names, folder: Path | None = None) -> NamedGraph:
    """Classes, properties and concepts, so that a query can ask what they mean.

    Raises:
        PatternError: a file is no Turtle or holds a blank node.
    """
    found: set[Triple] = set()
    for path in ontology_files(folder):
        try:
            graph = Graph().parse(path, format="turtle")
        except Exception as error:
            raise PatternError(f"{path.name}: not readable as Turtle: {error}") from error
        for s, p, o in graph:
            if isinstance(s, BNode) or isinstance(o, BNode):
                raise PatternError(f"{path.name}: {p} has a blank node; give it a name")
            if isinstance(s, URIRef) and isinstance(p, URIRef) and isinstance(o, URIRef | Literal):
                found.add((from_rdflib(s), from_rdflib(p), from_rdflib(o)))
    return named_graph(names.graph("ontology"), found)
