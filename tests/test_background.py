"""The graphs of a release: the gazetteer with its links, coordinates and names."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from kg.background import gazetteer_graph
from kg.gazetteer import Gazetteer, GazetteerEntry, load_gazetteer
from kg.model import ActorType, Kind, LocationType
from kg.validate import check_shapes
from kg.vocabulary import ATT, GEO, OWL, RDF, SKOS, WD, string, text_of, typed, words
from tests.readings import NAMES


def gazetteer_of(*entries):
    shipped = load_gazetteer()
    return replace(shipped, entries=MappingProxyType({entry.key: entry for entry in entries}))


COUNTRY = GazetteerEntry(
    key="nordland",
    kind=Kind.LOCATION,
    type=LocationType.COUNTRY,
    label="Nordland",
    aliases=("Nordland", "Norðland", "Нордланд"),
    wikidata="Q7",
    country="NL,XK",
    latitude=-1.5,
    longitude=30.0,
    geonames="42",
)
STATE = GazetteerEntry(
    key="a-nordland-state",
    kind=Kind.ACTOR,
    type=ActorType.STATE,
    label="Nordland",
    wikidata="Q7",
    part_of=("nordland",),
)


def about(gazetteer: Gazetteer, key: str):
    graph = gazetteer_graph(gazetteer, NAMES)
    return {(p, o) for s, p, o in graph.triples if s == NAMES.entity(key)}, graph


def test_a_place_has_names_types_and_coordinates():
    said, graph = about(gazetteer_of(COUNTRY, STATE), "nordland")

    assert said >= {
        (RDF.type, ATT.Location),
        (RDF.type, ATT.Country),
        (RDF.type, GEO.Feature),
        (SKOS.prefLabel, words("Nordland", "en")),
        (SKOS.altLabel, words("Norðland", "en")),
        (SKOS.altLabel, string("Нордланд")),
        (ATT.countryCode, string("NL")),
        (ATT.countryCode, string("XK")),
        (GEO.hasGeometry, NAMES.geometry("nordland")),
    }
    assert (SKOS.altLabel, words("Nordland", "en")) not in said
    wkt = typed("POINT(30.0 -1.5)", GEO.wktLiteral)
    assert (NAMES.geometry("nordland"), GEO.asWKT, wkt) in graph.triples
    assert check_shapes([graph]) == ()


def test_an_item_is_the_same_as_the_place_and_matches_the_state():
    for order in ((COUNTRY, STATE), (STATE, COUNTRY)):
        place, _ = about(gazetteer_of(*order), "nordland")
        state, _ = about(gazetteer_of(*order), "a-nordland-state")

        assert (OWL.sameAs, WD.Q7) in place
        assert (SKOS.exactMatch, WD.Q7) in state
        assert not {o for p, o in state if p == OWL.sameAs}
        assert (ATT.partOf, NAMES.entity("nordland")) in state


def test_the_order_of_the_table_is_no_part_of_the_graph():
    assert gazetteer_graph(gazetteer_of(COUNTRY, STATE), NAMES) == gazetteer_graph(
        gazetteer_of(STATE, COUNTRY), NAMES
    )


def test_the_shipped_gazetteer_links_each_item_once():
    graph = gazetteer_graph(load_gazetteer(), NAMES)
    same = [o for _, p, o in graph.triples if p == OWL.sameAs]

    assert len(same) == len(set(same)) > 100
    labels = {s for s, p, _ in graph.triples if p == SKOS.prefLabel}
    assert labels == {NAMES.entity(key) for key in load_gazetteer().entries}
    assert all(text_of(o).startswith("http://www.wikidata.org/entity/Q") for o in same)


@pytest.mark.slow
def test_the_shipped_gazetteer_fits_the_shapes():
    # A sample: pySHACL takes minutes for the whole.
    shipped = load_gazetteer()
    some = sorted(shipped.entries)[::40]
    entries = MappingProxyType({key: shipped.entries[key] for key in some})

    assert check_shapes([gazetteer_graph(replace(shipped, entries=entries), NAMES)]) == ()
