"""GeoSPARQL's functions compute over our points as the docs say; those that don't are told as missing."""

import pytest
from geographiclib.geodesic import Geodesic

from kg.background import gazetteer_graph
from kg.errors import QueryError
from kg.gazetteer import load_gazetteer
from kg.store import open_store
from kg.vocabulary import Names

NAMES = Names("https://example.org/id/")
DECLARED = """
PREFIX geof: <http://www.opengis.net/def/function/geosparql/>
PREFIX uom: <http://www.opengis.net/def/uom/OGC/1.0/>
"""
BETWEEN = """
SELECT (geof:distance(?a, ?b, uom:metre) AS ?metres) WHERE {
  ?one skos:prefLabel "%s"@en ; a att:City ; geo:hasGeometry/geo:asWKT ?a .
  ?other skos:prefLabel "%s"@en ; a att:City ; geo:hasGeometry/geo:asWKT ?b }
"""


@pytest.fixture(scope="module")
def ask():
    keys = {"baghdad", "mosul", "bakhmut", "kharkiv"}
    with open_store(None) as store:
        store.replace_graph(gazetteer_graph(load_gazetteer(), NAMES, keys))
        yield lambda text: list(store.query(DECLARED + text).rows())


@pytest.mark.parametrize("names", [("Baghdad", "Mosul"), ("Bakhmut", "Kharkiv"), ("Baghdad", "Kharkiv")])
def test_distances_are_those_of_the_ellipsoid_within_half_a_percent(ask, names):
    entries = [load_gazetteer().named(name)[0] for name in names]
    ends = [value for entry in entries for value in (entry.latitude, entry.longitude)]
    ((metres,),) = ask(BETWEEN % names)
    assert float(metres) == pytest.approx(Geodesic.WGS84.Inverse(*ends)["s12"], rel=0.005)


def test_places_in_a_box(ask):
    rows = ask(
        """SELECT ?label WHERE { ?place skos:prefLabel ?label ; geo:hasGeometry/geo:asWKT ?point
        FILTER(geof:sfWithin(?point, "POLYGON((42 32, 46 32, 46 38, 42 38, 42 32))"^^geo:wktLiteral)) }
        ORDER BY ?label"""
    )
    assert [str(row[0]) for row in rows] == ["Baghdad", "Mosul"]


@pytest.mark.parametrize("name", ["buffer", "azimuth", "metricDistance", "metricArea", "boundary"])
def test_what_the_docs_call_missing_is_missing_and_said(ask, name):
    with pytest.raises(QueryError, match="not supported"):
        ask(f'SELECT (geof:{name}("POINT(1 1)"^^geo:wktLiteral, 10, uom:metre) AS ?found) {{}}')
