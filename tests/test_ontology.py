"""Every word of the graph is explained, and code, queries and shapes use no other."""

import re
from collections.abc import Iterator
from dataclasses import fields
from enum import Enum, EnumMeta

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.plugins.sparql import prepareQuery

from kg import model
from kg.background import ontology_files, ontology_graph
from kg.describe import _PROPERTIES, UNWRITTEN, camel, properties_of
from kg.errors import PatternError
from kg.model import Finding
from kg.patterns import concepts, schemes
from kg.validate import checks
from kg.vocabulary import PREFIXES
from tests.builders import ROOT
from tests.readings import NAMES, golden_names, graph_by_hand

ATT = PREFIXES["att"]
ONTOLOGY = Graph()
for file in ontology_files():
    ONTOLOGY.parse(file)
ALIGNMENT = Graph().parse(ROOT / "ontology" / "alignment.ttl")
SHAPES = Graph().parse(ROOT / "ontology" / "shapes.ttl")

PROPERTIES = sorted(
    str(s) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty) for s in ONTOLOGY.subjects(RDF.type, kind)
)
CLASSES = set(ONTOLOGY.subjects(RDF.type, OWL.Class))
DECLARED = {str(s).removeprefix(ATT) for s in ONTOLOGY.subjects() if str(s).startswith(ATT)}

# Enumerations that are closed lists of the vocabulary. The types of actors and locations are classes.
CLASS_LISTS = {"ActorType", "LocationType"}
# Worked with while reading, never written down.
UNPUBLISHED = {"Kind", "Gender"}


def finding_classes() -> list[type[Finding]]:
    return [
        c for c in vars(model).values() if isinstance(c, type) and issubclass(c, Finding) and c is not Finding
    ]


def enums() -> list[EnumMeta]:
    return [c for c in vars(model).values() if isinstance(c, EnumMeta) and c is not Enum]


def local(term) -> str:
    return str(term).removeprefix(ATT)


def test_there_is_an_ontology():
    assert len(CLASSES) > 30
    assert len(PROPERTIES) > 60


@pytest.mark.parametrize("term", sorted(DECLARED))
def test_every_term_has_a_label_and_an_explanation(term):
    iri = URIRef(ATT + term)
    labels = list(ONTOLOGY.objects(iri, RDFS.label)) + list(ONTOLOGY.objects(iri, SKOS.prefLabel))
    comments = list(ONTOLOGY.objects(iri, RDFS.comment)) + list(ONTOLOGY.objects(iri, SKOS.definition))

    assert labels, "no label"
    assert all(isinstance(label, Literal) and label.language == "en" for label in labels)
    assert comments, "no explanation"
    assert all(str(c)[0] in "\"“'" or not str(c)[0].islower() for c in comments)
    assert all(str(c).rstrip('")')[-1] in ".!?" or str(c)[-1] in ".!?" for c in comments), comments


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_every_property_says_what_it_joins(term):
    term = URIRef(term)
    assert len(set(ONTOLOGY.objects(term, RDFS.domain))) == 1
    (range_,) = ONTOLOGY.objects(term, RDFS.range)

    is_literal = (term, RDF.type, OWL.DatatypeProperty) in ONTOLOGY
    assert str(range_).startswith(PREFIXES["xsd"]) == is_literal
    assert ((term, RDF.type, OWL.ObjectProperty) in ONTOLOGY) != is_literal


@pytest.mark.parametrize("term", PROPERTIES, ids=local)
def test_domains_and_ranges_are_declared(term):
    for predicate in (RDFS.domain, RDFS.range, RDFS.subPropertyOf):
        for other in ONTOLOGY.objects(URIRef(term), predicate):
            if str(other).startswith(ATT):
                assert local(other) in DECLARED


@pytest.mark.parametrize("kind", finding_classes(), ids=lambda c: c.__name__)
def test_every_finding_class_is_a_class_of_the_ontology(kind):
    iri = URIRef(ATT + kind.__name__)

    assert (iri, RDF.type, OWL.Class) in ONTOLOGY
    assert (iri, RDFS.subClassOf, URIRef(ATT + "Finding")) in ONTOLOGY


@pytest.mark.parametrize(
    ("kind", "name"), [(c.__name__, f.name) for c in finding_classes() for f in fields(c)]
)
def test_every_field_of_a_finding_is_a_property(kind, name):
    for property_ in properties_of(kind, name):
        assert ATT + property_ in PROPERTIES, f"{kind}.{name} is written as att:{property_}"


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (c.__name__, f.name)
        for c in finding_classes()
        for f in fields(c)
        if "Mention" in str(f.type) and c is not model.Mention
    ],
)
def test_every_field_of_a_mention_has_a_property_for_the_words(kind, name):
    for property_ in properties_of(kind, name)[:1]:
        beside = f"{ATT}{property_}Mention"
        assert beside in PROPERTIES
        assert (URIRef(beside), RDFS.range, URIRef(ATT + "Mention")) in ONTOLOGY


def test_exceptions_name_fields_that_are_there():
    known = {(c.__name__, f.name) for c in finding_classes() for f in fields(c)}

    assert known >= UNWRITTEN
    assert known >= set(_PROPERTIES)


@pytest.mark.parametrize(
    "kind", [e for e in enums() if e.__name__ not in UNPUBLISHED], ids=lambda e: e.__name__
)
def test_every_enumeration_is_a_list_of_concepts(kind):
    found = {concept.notation: concept.iri for concept in concepts(camel(kind.__name__))}

    assert set(found) == {member.value for member in kind}
    for notation, iri in found.items():
        named = notation if kind.__name__ in CLASS_LISTS else f"{camel(kind.__name__)}-{notation}"
        assert iri == ATT + named


def test_the_only_enumerations_without_concepts_are_working_values():
    assert {e.__name__ for e in enums()} >= UNPUBLISHED | CLASS_LISTS


@pytest.mark.parametrize("scheme", schemes())
def test_every_list_is_a_scheme_with_well_made_concepts(scheme):
    iri = URIRef(ATT + scheme)
    rows = concepts(scheme)

    assert (iri, RDF.type, SKOS.ConceptScheme) in ONTOLOGY
    assert len({row.notation for row in rows}) == len(rows)
    assert len({row.label for row in rows}) == len(rows)
    for row in rows:
        assert (URIRef(row.iri), RDF.type, SKOS.Concept) in ONTOLOGY
        for trigger in (*row.verbs, *row.nouns, *row.phrases):
            assert trigger == " ".join(trigger.split()), f"{row.notation}: {trigger!r}"


def test_types_of_actors_and_locations_are_classes_of_their_kind():
    for scheme, whole in [("actorType", "Actor"), ("locationType", "Location")]:
        for row in concepts(scheme):
            above = set(ONTOLOGY.transitive_objects(URIRef(row.iri), RDFS.subClassOf))
            assert URIRef(ATT + whole) in above, row.notation


def test_the_ontology_has_a_graph_of_its_own_without_blank_nodes():
    graph = ontology_graph(NAMES)

    assert len(graph.triples) == len(set(ONTOLOGY))
    assert not [t for t in graph.triples if any(term.startswith("_:") for term in t)]


def test_an_ontology_with_a_blank_node_is_refused(tmp_path):
    (tmp_path / "concepts").mkdir()
    (tmp_path / "kg.ttl").write_text("<a:a> <a:b> [] .")

    with pytest.raises(PatternError, match=r"kg\.ttl.*blank node"):
        ontology_graph(NAMES, tmp_path)


# --- every att: term that is used anywhere is declared ------------------------------------------------


def used_in_text(text: str) -> Iterator[str]:
    """Local names of att: terms in Turtle, SPARQL or Python, strings and comments left out."""
    for found in re.finditer(
        r'(?<![\w:#/-])att:([A-Za-z][\w-]*)|\bATT\.([A-Za-z]\w*)|\bATT\["([\w-]+)"\]', text
    ):
        yield next(group for group in found.groups() if group)


def sources() -> list:
    paths = [
        p
        for folder in ("kg", "queries", "ontology/checks")
        for p in (ROOT / folder).rglob("*")
        if p.suffix in (".py", ".rq", ".html")
    ]
    return [*sorted(paths), ROOT / "ontology" / "shapes.ttl", ROOT / "ontology" / "alignment.ttl"]


@pytest.mark.parametrize("path", sources(), ids=lambda p: str(p.relative_to(ROOT)))
def test_every_term_that_is_used_is_declared(path):
    used = set(used_in_text(path.read_text(encoding="utf-8")))

    assert used - DECLARED == set()


def test_the_search_for_terms_finds_them():
    text = 'ATT.claimedIn ATT["act"] ?s att:low ; att:type att:operationType-aid . <http://x/att:no>'
    assert set(used_in_text(text)) == {"claimedIn", "act", "low", "type", "operationType-aid"}


@pytest.mark.parametrize("name", golden_names())
def test_every_term_in_a_graph_is_declared(name):
    graph = graph_by_hand(name)
    terms = {t for triple in graph.triples for t in triple if t.startswith(f"<{ATT}")}

    assert {t[1:-1].removeprefix(ATT) for t in terms} - DECLARED == set()


def test_words_of_rules_are_declared():
    used = {local(p) for p in ONTOLOGY.predicates() if str(p).startswith(ATT)}

    assert used - DECLARED == set(), "declare them at the end of ontology/kg.ttl"


# --- files beside the core ---------------------------------------------------------------------------


@pytest.mark.parametrize("graph", [ALIGNMENT, SHAPES], ids=["alignment", "shapes"])
def test_files_beside_the_core_speak_of_declared_terms_only(graph):
    terms = {local(t) for triple in graph for t in triple if isinstance(t, URIRef) and str(t).startswith(ATT)}

    assert terms - DECLARED == set()


def test_alignments_are_about_our_terms_and_explain_theirs():
    for subject, predicate, other in ALIGNMENT:
        if predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
            assert str(subject).startswith(ATT)
            assert not str(other).startswith(ATT)
        if str(predicate).startswith(str(SKOS)) and str(predicate).endswith("Match"):
            assert ALIGNMENT.value(other, SKOS.prefLabel) is not None


@pytest.mark.parametrize("one", checks(), ids=lambda c: c.name)
def test_checks_are_standard_sparql(one):
    query = prepareQuery(one.text)

    assert [str(v) for v in query.algebra.PV] == ["node", "detail"]
