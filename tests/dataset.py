"""A small dataset made by hand: two told articles, the gazetteer and the ontology; no language pipeline."""

import json
from functools import cache
from pathlib import Path

from kg.background import gazetteer_graph, ontology_graph
from kg.derive import derive
from kg.gazetteer import load_gazetteer
from kg.store import Store, open_store
from kg.vocabulary import NamedGraph
from tests.readings import NAMES, graph_of_told, read_told, told

# Saved queries without a row here: the two reports share no operation, and tell no distance between places
# with coordinates.
NOT_BY_HAND = {"map-checks", "operations-united"}
HAND = Path(__file__).parent / "hand"


@cache
def hand_graphs() -> tuple[NamedGraph, ...]:
    """The ontology, the gazetteer, the graphs of two articles and what follows from them."""
    record = json.loads((HAND / "two-tolls.json").read_text(encoding="utf-8"))
    readings = (told("bridge"), read_told(record))
    articles = tuple(graph_of_told(one) for one in readings)
    gazetteer = gazetteer_graph(load_gazetteer(), NAMES)
    return (ontology_graph(NAMES), gazetteer, *articles, derive(articles, gazetteer, NAMES))


def hand_store(path: Path | None = None) -> Store:
    """A store with these graphs, open for writing."""
    store = open_store(path)
    for graph in hand_graphs():
        store.replace_graph(graph)
    return store
