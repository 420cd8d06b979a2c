"""Shapes and checks: silent about what is well-formed, loud about each thing that is not."""

import pytest

from kg.background import ontology_graph
from kg.errors import ValidationError
from kg.store import open_store
from kg.validate import Violation, check, check_shapes, checks
from kg.vocabulary import ATT, NIF, OWL, RDF, SKOS, SSSOM, WD, concept, named_graph, number, string, words
from tests.dataset import hand_graphs, hand_store
from tests.readings import NAMES, graph_by_hand

GOOD = graph_by_hand("bridge")
RELAY = graph_by_hand("relay")
ONTOLOGY = ontology_graph(NAMES)
# The curated entities of the golden readings: in real life they stand in the gazetteer.
CURATED = named_graph(
    NAMES.graph("gazetteer"),
    [
        (NAMES.entity("lisse"), RDF.type, ATT.Location),
        (NAMES.entity("lisse"), RDF.type, ATT.City),
        (NAMES.entity("lisse"), SKOS.prefLabel, words("Lisse", "en")),
        (NAMES.entity("lisse"), OWL.sameAs, WD.Q1),
        (NAMES.entity("northern-front"), RDF.type, ATT.Actor),
        (NAMES.entity("northern-front"), RDF.type, ATT.ArmedGroup),
        (NAMES.entity("northern-front"), SKOS.prefLabel, words("Northern Front", "en")),
    ],
)


def first(predicate, graph=GOOD):
    return next(t for t in graph.triples if t[1] == predicate)


def change(drop=(), add=()):
    return named_graph(GOOD.iri, (set(GOOD.triples) - set(drop)) | set(add))


def violations(graph):
    with open_store(None) as store:
        for one in (graph, CURATED, ONTOLOGY):
            store.replace_graph(one)
        return list(check(store))


def anchor():
    return first(NIF.anchorOf)


STATEMENT = first(ATT.cue)[0]
CLAIM = first(ATT.low)[0]
MENTION = next(s for s, p, o in GOOD.triples if p == ATT.refersTo)

# What is taken away, what is put in its place, whether the shapes see it, which checks see it.
FAULTS = {
    "words that are not the text": (
        [anchor()],
        [(*anchor()[:2], string("other words"))],
        True,
        {"words-are-the-text"},
    ),
    "a passage without its words": ([anchor()], [], True, {"passage-is-complete"}),
    "an end beyond the text": (
        [t for t in GOOD.triples if t[0] == MENTION and t[1] == NIF.endIndex],
        [(MENTION, NIF.endIndex, number(99999))],
        True,
        {"words-are-the-text"},
    ),
    "a finding without evidence": (
        [(STATEMENT, ATT.evidence, STATEMENT.replace("&statement", ""))],
        [],
        True,
        {"finding-has-evidence"},
    ),
    "a confidence above one": (
        [t for t in GOOD.triples if t[0] == CLAIM and t[1] == ATT.confidence],
        [(CLAIM, ATT.confidence, '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>')],
        True,
        {"finding-has-evidence"},
    ),
    "a mention of nothing": (
        [t for t in GOOD.triples if t[0] == MENTION and t[1] == ATT.refersTo],
        [],
        True,
        {"mention-refers"},
    ),
    "a mention of somebody unknown": (
        [t for t in GOOD.triples if t[0] == MENTION and t[1] == ATT.refersTo],
        [(MENTION, ATT.refersTo, NAMES.entity("nobody"))],
        False,
        {"mention-refers"},
    ),
    "a speaker mention that is no mention": (
        [first(ATT.speakerMention)],
        [(*first(ATT.speakerMention)[:2], NAMES.entity("lisse"))],
        True,
        {"reference-leads-somewhere"},
    ),
    "a value of another list": (
        [first(ATT.act)],
        [(*first(ATT.act)[:2], concept("modality", "claimed"))],
        True,
        {"concept-is-declared"},
    ),
    "a value of no list": (
        [first(ATT.modality)],
        [(*first(ATT.modality)[:2], concept("modality", "rumoured"))],
        True,
        {"concept-is-declared"},
    ),
    "a term that nobody declared": ([], [(MENTION, ATT.shoeSize, number(7))], False, {"term-is-declared"}),
    "a class that nobody declared": ([], [(MENTION, RDF.type, ATT.Shoe)], False, {"term-is-declared"}),
    "bounds the wrong way round": (
        [],
        [(CLAIM, ATT.high, '"1"^^<http://www.w3.org/2001/XMLSchema#decimal>')],
        True,
        {"bounds-in-order"},
    ),
    "a statement that reports itself": ([], [(STATEMENT, ATT.nestedIn, STATEMENT)], False, {"nesting-ends"}),
    "two items for one entity": (
        [],
        [(NAMES.entity("lisse"), OWL.sameAs, WD.Q2), (NAMES.entity("lisse"), RDF.type, ATT.Location)],
        True,
        {"one-entity-an-item"},
    ),
    "one item for two entities": (
        [],
        [(NAMES.entity("northern-front"), OWL.sameAs, WD.Q1)],
        False,
        {"one-entity-an-item"},
    ),
    "a graph without an origin": (
        [t for t in GOOD.triples if t[0] == GOOD.iri],
        [],
        False,
        {"graph-has-origin"},
    ),
    "an accepted link that nobody accepted": (
        [],
        [
            (NAMES.link("0f"), RDF.type, ATT.Link),
            (NAMES.link("0f"), ATT.status, ATT["linkStatus-accepted"]),
            (NAMES.link("0f"), SSSOM.subject_id, NAMES.entity("person/ana-weir")),
            (NAMES.link("0f"), SSSOM.object_id, WD.Q1),
        ],
        True,
        {"link-follows-decision"},
    ),
    "a merge that nobody decided": (
        [],
        [
            (NAMES.merge("0f"), RDF.type, ATT.Merge),
            (NAMES.merge("0f"), SSSOM.subject_id, NAMES.entity("person/ana-weir")),
            (NAMES.merge("0f"), SSSOM.object_id, NAMES.entity("person/anna-weir")),
        ],
        True,
        {"merge-follows-decision"},
    ),
    "an actor without a type": (
        [(NAMES.entity("person/ana-weir"), RDF.type, ATT.Person)],
        [],
        True,
        set(),
    ),
    "an entity without a label": (
        [t for t in GOOD.triples if t[0] == NAMES.entity("person/ana-weir") and t[1] == SKOS.prefLabel],
        [],
        True,
        {"mention-refers"},
    ),
}


@pytest.mark.parametrize("graph", [GOOD, RELAY], ids=["bridge", "relay"])
def test_what_is_well_formed_passes_both(graph):
    assert check_shapes([graph, CURATED]) == ()
    assert [v for v in violations(graph) if "comparator-at-least" not in v.detail] == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_seen(fault):
    drop, add, by_shapes, by_checks = FAULTS[fault]
    graph = change(drop, add)
    assert set(graph.triples) != set(GOOD.triples), "the fault changes nothing"

    titles = {one.title: one.name for one in checks()}
    found = {titles[violation.rule] for violation in violations(graph)}

    assert found >= by_checks
    assert bool(check_shapes([graph])) == by_shapes


def test_every_check_sees_some_fault():
    seen = {name for _, _, _, names in FAULTS.values() for name in names}

    # Terms of ours are strings in which no blank node can be spelled; only foreign data could hold one.
    assert {one.name for one in checks()} - seen == {"no-blank-nodes"}


def test_a_blank_node_is_seen():
    import pyoxigraph as ox

    from kg.store import Store

    inner = ox.Store()
    inner.load(input=b"_:b <a:p> <a:o> <a:g> .", format=ox.RdfFormat.N_QUADS)

    assert [v.rule for v in check(Store(inner))] == ["Everything has a name"]


def test_a_violation_reads_as_one_line():
    assert str(Violation("Everything has a name", "a:p", "")) == "Everything has a name: a:p"


def test_a_check_without_a_title_is_refused(tmp_path):
    (tmp_path / "x.rq").write_text("SELECT ?node ?detail WHERE {}")

    with pytest.raises(ValidationError, match=r"x\.rq"):
        checks(tmp_path)


def test_the_hand_made_dataset_of_the_other_tests_is_well_formed():
    *_, first, second = hand_graphs()

    assert check_shapes([first, CURATED]) == ()
    assert check_shapes([second]) == ()
    with hand_store() as store:
        store.add_to_graph(CURATED)
        assert list(check(store)) == []


@pytest.mark.slow
def test_the_store_that_the_command_builds_is_well_formed(example_store):
    with open_store(example_store, read_only=True) as store:
        assert list(check(store)) == []
        articles = [name for name in store.graphs() if "graph/article/" in name]
        assert len(articles) >= 8
        for name in articles:
            assert check_shapes([store.graph(name)]) == (), name
        assert (
            check_shapes([g for g in map(store.graph, store.graphs()) if g.iri.endswith("graph/runs>")]) == ()
        )


def test_what_is_derived_has_the_shape_of_it_and_a_comparison_needs_its_reason():
    derived = next(graph for graph in hand_graphs() if graph.iri.endswith("graph/derived>"))
    assert check_shapes([derived]) == ()
    reason = next(t for t in derived.triples if t[1] == ATT.because)
    unreasoned = named_graph(derived.iri, set(derived.triples) - {reason})
    (violation,) = check_shapes([unreasoned])
    assert violation.node.strip("<>") == reason[0][1:-1]
