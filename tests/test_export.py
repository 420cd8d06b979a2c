"""Dumps: the same graphs give the same bytes, and every format gives the same graphs back."""

import io
import random

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rdflib import Dataset, Graph, Namespace
from rdflib.compare import isomorphic

from kg.export import Format, dataset, formats, nquads
from kg.export._turtle import base_of
from kg.store import open_store
from kg.vocabulary import ATT, RDF, XSD, Names, iri, named_graph, number, string, to_rdflib, typed, words
from tests.readings import NAMES, graph_by_hand, told

# rdflib 7.6 warns about what its own parsers use.
pytestmark = [
    pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning"),
    pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning"),
]

GRAPHS = [graph_by_hand("bridge"), graph_by_hand("relay")]


def written(name, graphs):
    out = io.BytesIO()
    formats()[name].write(graphs, out)
    return out.getvalue()


def lines_of(data, format):
    """Quads of a dump as rdflib reads them back, as sorted text."""
    read = Dataset().parse(io.BytesIO(data), format=format)
    return sorted(" ".join(t.n3() for t in (s, p, o)) + f" {g}" for s, p, o, g in read.quads())


def test_every_file_of_the_folder_is_a_format():
    assert set(formats()) == {"nquads", "trig", "turtle"}
    assert all(isinstance(one, Format) and one.suffix.startswith(".") for one in formats().values())


def test_a_store_gives_its_canonical_graphs_in_order():
    runs = named_graph(NAMES.graph("runs"), [(ATT.a, ATT.p, ATT.b)])
    with open_store(None) as store:
        for graph in [runs, *reversed(GRAPHS)]:
            store.replace_graph(graph)

        assert list(dataset(store)) == sorted(GRAPHS, key=lambda g: g.iri)


@pytest.mark.parametrize("name", ["nquads", "trig", "turtle"])
def test_any_order_of_building_and_any_rebuild_gives_the_same_bytes(name):
    dumps = set()
    for seed in range(4):
        with open_store(None) as store:
            order = [*GRAPHS, GRAPHS[0]]
            random.Random(seed).shuffle(order)  # noqa: S311 # a shuffle, no secret
            for graph in order:
                store.replace_graph(graph)
            dumps.add(written(name, dataset(store)))
            store.remove_graph(GRAPHS[1].iri)
            store.replace_graph(GRAPHS[1])
            dumps.add(written(name, dataset(store)))

    assert len(dumps) == 1


def test_nquads_are_sorted_and_each_there_once():
    lines = written("nquads", GRAPHS).decode().split("\n")

    assert lines.pop() == ""
    assert lines == sorted(set(lines))
    assert len(lines) == sum(len(g.triples) for g in GRAPHS)


def test_a_dump_that_does_not_fit_in_memory_is_sorted_on_disk(monkeypatch):
    whole = written("nquads", GRAPHS)
    for chunk in (1000, len(GRAPHS[0].triples), 1):
        monkeypatch.setattr(nquads, "_CHUNK", chunk)
        assert written("nquads", GRAPHS) == whole


@pytest.mark.parametrize(("name", "format"), [("nquads", "nquads"), ("trig", "trig")])
def test_a_dump_read_back_is_the_same_dataset(name, format):
    found = lines_of(written(name, GRAPHS), format)
    wanted = sorted(
        " ".join(to_rdflib(t).n3() for t in triple) + f" {g.iri[1:-1]}"
        for g in GRAPHS
        for triple in g.triples
    )

    assert found == wanted


def test_turtle_read_back_is_the_union_of_the_graphs():
    found = Graph().parse(io.BytesIO(written("turtle", GRAPHS)), format="turtle")
    wanted = Graph()
    for graph in GRAPHS:
        for triple in graph.triples:
            s, p, o = (to_rdflib(t) for t in triple)
            wanted.add((s, p, o))

    assert isomorphic(found, wanted)


def test_oxigraph_reads_every_dump_back():
    for name, format in [("nquads", ox.RdfFormat.N_QUADS), ("trig", ox.RdfFormat.TRIG)]:
        store = ox.Store()
        store.load(input=written(name, GRAPHS), format=format)
        assert len(store) == sum(len(g.triples) for g in GRAPHS)


_NAMES = st.text("ab.-_/%:&=,;'()1 é", min_size=1, max_size=8)
_TERMS = st.one_of(
    st.builds(NAMES.entity, _NAMES),
    st.builds(
        lambda n: iri(f"https://w3id.org/attested/ontology#{n.replace(' ', '').replace('%', '')}"), _NAMES
    ),
    st.builds(string, st.text(st.characters(exclude_categories=["Cs"]), max_size=10)),
    st.builds(words, st.text("ab\"\\\n'", max_size=5), st.sampled_from(["en", "de-ch"])),
    st.builds(number, st.integers() | st.decimals(allow_nan=False, allow_infinity=False, places=3)),
    st.builds(
        typed,
        st.sampled_from(["1", "+1", "01", "1.0", ".5", "x", "true", "1e0"]),
        st.sampled_from([XSD.integer, XSD.decimal, XSD.boolean, XSD.double, XSD.date]),
    ),
)


@settings(deadline=None)
@given(st.lists(st.tuples(_NAMES, _TERMS), min_size=1, max_size=5))
def test_odd_terms_survive_turtle_and_trig(pairs):
    graph = named_graph(NAMES.graph("odd"), [(NAMES.entity(name), ATT.p, o) for name, o in pairs])
    wanted = sorted(f"{s} {p} {o} ." for s, p, o in graph.triples)

    # Read by Oxigraph's parser, which keeps literals as they are spelled; rdflib's would tidy "01" up.
    for name, format in [
        ("trig", ox.RdfFormat.TRIG),
        ("turtle", ox.RdfFormat.TURTLE),
        ("nquads", ox.RdfFormat.N_QUADS),
    ]:
        read = [quad.triple for quad in ox.parse(input=written(name, [graph]), format=format)]
        again = ox.serialize(read, format=ox.RdfFormat.N_TRIPLES) or b""
        assert sorted(again.decode().split("\n")[:-1]) == wanted


def test_turtle_is_meant_to_be_read():
    text = written("turtle", GRAPHS[:1]).decode()

    assert f"# {GRAPHS[0].iri}" in text
    assert "@base <https://example.org/id/> ." in text
    assert "<entity/person/ana-weir> a att:Actor, att:Person ;\n" in text
    prefixes = [line.split()[1] for line in text.splitlines() if line.startswith("@prefix")]
    assert prefixes == sorted(prefixes)
    assert "ns1" not in text


def test_no_graphs_give_an_empty_dump_that_can_be_read():
    assert written("nquads", []) == b""
    for name in ("turtle", "trig"):
        assert len(Dataset().parse(io.BytesIO(written(name, [])), format=name)) == 0


@pytest.mark.parametrize(
    ("base", "expected"),
    [
        ("https://example.org/id/", "https://example.org/id/"),
        ("https://example.org/graph/", "https://example.org/graph/"),
        ("https://example.org/data#", None),
        ("https://example.org/?of=/", None),
    ],
)
def test_the_base_is_told_from_the_name_of_a_graph(base, expected):
    assert base_of(Names(base).graph("runs")) == expected
    assert base_of(Names(base).article_graph("00ff")) == expected


@pytest.mark.parametrize("base", ["https://example.org/data#", "https://example.org/?of=/", "urn:x:/"])
def test_any_base_survives_turtle(base):
    names = Names(base)
    graph = named_graph(names.graph("odd"), [(names.entity("a/b"), RDF.type, ATT.Actor)])
    (found,) = Graph().parse(io.BytesIO(written("turtle", [graph])), format="turtle")

    assert found[0] == Namespace(base)["entity/a/b"]


def test_the_golden_readings_are_in_the_test():
    assert {g.iri for g in GRAPHS} == {
        NAMES.article_graph(told(name).reading.article.id) for name in ("bridge", "relay")
    }
