"""What is derived is a function of the articles that are there, however they came to be."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.derive import derive
from kg.refresh import refresh
from kg.settings import Settings
from kg.store import open_store
from kg.vocabulary import ATT, RDF, NamedGraph, Names, named_graph
from tests.dataset import hand_graphs
from tests.readings import NAMES as HAND_NAMES


def derived(store, names):
    return store.graph(names.graph("derived"))


def clean(articles, gazetteer, names):
    """What a new store with these articles alone would hold."""
    with open_store(None) as store:
        store.replace_graph(gazetteer)
        for article in articles:
            store.replace_graph(article)
        refresh(store, names)
        return list(derived(store, names).lines())


@pytest.fixture(scope="module")
def examples(example_store):
    """The graphs of the bundled reports, and those entries of the gazetteer that they name."""
    names = Names(Settings().base)
    with open_store(example_store, read_only=True) as store:
        graphs = [store.graph(name) for name in store.graphs()]
    articles = [graph for graph in graphs if graph.iri.startswith(names.article_graph("")[:-1])]
    named = {term for graph in articles for triple in graph.triples for term in triple}
    (gazetteer,) = (graph for graph in graphs if graph.iri == names.graph("gazetteer"))
    subjects = {s for s, _, _ in gazetteer.triples if s in named}
    points = {o for s, p, o in gazetteer.triples if s in subjects and "hasGeometry" in p}
    known = [triple for triple in gazetteer.triples if triple[0] in subjects | points]
    return articles, named_graph(gazetteer.iri, known), names


def changed(article: NamedGraph) -> NamedGraph:
    """The same article, read with other rules: every third figure was not found."""
    figures = sorted({s for s, p, o in article.triples if p == RDF.type and o == ATT.QuantityClaim})[::3]
    return named_graph(article.iri, (t for t in article.triples if not {t[0], t[2]} & set(figures)))


steps = st.lists(st.tuples(st.sampled_from(["add", "change", "remove"]), st.integers(0, 9)), max_size=14)


@pytest.mark.slow
@settings(
    max_examples=12,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=steps)
def test_any_way_to_the_same_articles_gives_the_same_derived_graph(examples, steps):
    articles, gazetteer, names = examples
    there: dict[str, NamedGraph] = {}
    with open_store(None) as store:
        store.replace_graph(gazetteer)
        for step, number in steps:
            article = articles[number % len(articles)]
            if step == "remove":
                store.remove_graph(article.iri)
                there.pop(article.iri, None)
            else:
                there[article.iri] = article if step == "add" else changed(article)
                store.replace_graph(there[article.iri])
            refresh(store, names)
        found = list(derived(store, names).lines())
    assert found == clean(list(there.values())[::-1], gazetteer, names)


@pytest.mark.slow
def test_the_bundled_reports_have_something_to_compare(examples):
    articles, gazetteer, names = examples
    graph = derive(articles, gazetteer, names)
    kinds = {o for _, p, o in graph.triples if p == RDF.type}
    assert {ATT.Comparison, ATT.MapCheck, ATT.Operation} <= kinds
    relations = {o[1:-1].rpartition("relation-")[2] for _, p, o in graph.triples if p == ATT.relation}
    assert relations == {"agrees", "refines", "revises", "conflicts", "bound-dropped", "not-comparable"}


def test_refreshing_twice_writes_nothing_and_no_articles_leave_no_graph():
    _, gazetteer, *articles, _ = hand_graphs()
    with open_store(None) as store:
        store.replace_graph(gazetteer)
        assert refresh(store, HAND_NAMES) is False
        for article in articles:
            store.replace_graph(article)
        assert refresh(store, HAND_NAMES) is True
        assert refresh(store, HAND_NAMES) is False
        for article in articles:
            store.remove_graph(article.iri)
        assert refresh(store, HAND_NAMES) is True
        assert HAND_NAMES.graph("derived") not in store.graphs()
