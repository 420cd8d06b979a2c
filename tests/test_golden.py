"""Readings that were made by hand give the graphs that were read and approved.

KG_REWRITE_GOLDEN=1 rewrites the expected graphs; the difference is then to be read.
"""

import io
import os

import pytest
from rdflib import Graph

from kg.export.turtle import write_turtle
from kg.validate import check_shapes
from kg.vocabulary import NamedGraph, to_rdflib
from tests.readings import GOLDEN, golden_names, graph_by_hand


def as_rdflib(graph: NamedGraph) -> Graph:
    made = Graph()
    for s, p, o in graph.triples:
        made.add((to_rdflib(s), to_rdflib(p), to_rdflib(o)))
    return made


def test_there_are_golden_readings():
    assert len(golden_names()) >= 2


@pytest.mark.parametrize("name", golden_names())
def test_a_golden_reading_gives_its_graph(name):
    graph = graph_by_hand(name)
    path = GOLDEN / f"{name}.ttl"
    if os.environ.get("KG_REWRITE_GOLDEN"):
        out = io.BytesIO()
        write_turtle([graph], out)
        path.write_bytes(out.getvalue())

    # rdflib compares literals by value unless told not to normalise; both sides are kept as written.
    found = {tuple(term.n3() for term in triple) for triple in as_rdflib(graph)}
    wanted = {tuple(term.n3() for term in triple) for triple in Graph().parse(path)}

    assert found - wanted == set()
    assert wanted - found == set()


@pytest.mark.parametrize("name", golden_names())
def test_a_golden_graph_fits_the_shapes(name):
    assert check_shapes([graph_by_hand(name)]) == ()
