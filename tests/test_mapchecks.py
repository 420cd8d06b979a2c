"""A stated distance confirms a place, refutes its namesakes, and disagrees with the map openly."""

from decimal import Decimal

import pytest

from kg.background import gazetteer_graph
from kg.derive._facts import Facts, Whereabouts, facts_of, known_of
from kg.derive.mapchecks import map_checks
from kg.describe import describe
from kg.gazetteer import load_gazetteer
from kg.vocabulary import Names, Term, named_graph
from kg.worldplaces import WorldPlaces, index_places
from tests.test_worldplaces import SAMPLE, Told

NAMES = Names("https://example.org/id/")


@pytest.fixture(scope="module")
def known():
    return known_of(gazetteer_graph(load_gazetteer(), NAMES))


def checks(known, words, located, anchor, *, distance=None, bearing=None):
    told = Whereabouts(
        iri=Term("<a:told>"),
        begin=0,
        end=9,
        relation="distance",
        distance=None if distance is None else Decimal(distance),
        comparator="exact",
        bearing=bearing,
        anchors=(NAMES.entity(anchor),),
        locates=NAMES.entity(located),
        words=words,
    )
    facts = Facts(Term("<a:a>"), "", None, None, (), {}, {}, {}, (told,), {}, {}, {}, {})
    return {check.place: check for check in map_checks([facts], known)}


def test_the_distance_confirms_one_and_refutes_those_called_nearly_the_same(known):
    found = checks(known, "Shaklawa", "shaqlawa", "erbil", distance=35_000, bearing=45)
    meant = found.pop(NAMES.entity("shaqlawa"))
    assert (meant.meant, meant.fit.fits) == (True, True)
    assert NAMES.entity("saqlawiyah") in found
    other = found[NAMES.entity("saqlawiyah")]
    assert (other.meant, other.fit.fits) == (False, False) and "not 35 km" in other.fit.because


def test_what_disagrees_with_the_map_is_told(known):
    check = checks(known, "Mosul", "mosul", "baghdad", distance=100_000)[NAMES.entity("mosul")]
    assert check.meant and not check.fit.fits


@pytest.mark.parametrize("anchor", ["euphrates", "anbar-governorate", "nowhere", "mosul"])
def test_lines_areas_and_unknown_places_are_nothing_to_measure_from(known, anchor):
    assert checks(known, "Mosul", "mosul", anchor, distance=100_000) == {}


def test_namesakes_abroad_are_refuted_and_those_nearly_alike_left_alone(known):
    found = checks(known, "Hyderabad", "hyderabad-pk", "karachi", distance=150_000, bearing=45)
    assert found[NAMES.entity("hyderabad-pk")].fit.fits
    assert not found[NAMES.entity("hyderabad")].fit.fits and not found[NAMES.entity("hyderabad")].meant
    assert len(found) == 2


def test_a_place_that_only_its_article_describes_is_held_against_the_map(tmp_path):
    names = ("Ivanivka", "Bakhmut")
    index_places(SAMPLE, "sample", tmp_path / "p.sqlite")
    world = WorldPlaces(tmp_path / "p.sqlite", load_gazetteer())
    graphs = {}
    for metres in (35_000, 90_000):
        told = Told(f"{metres} Ivanivka is west of Bakhmut in Ukraine.", *names, "Ukraine").lies(
            0, 1, metres, 290
        )
        graph = NAMES.article_graph(told.article.id)
        triples = describe(told.resolved(world), NAMES)
        graphs[metres] = facts_of(named_graph(graph, triples))
    known = known_of(gazetteer_graph(load_gazetteer(), NAMES))
    found = {m: list(map_checks([facts], known)) for m, facts in graphs.items() if facts is not None}
    place = NAMES.entity("place/ivanivka-13645592")
    assert [(c.place, c.meant, c.fit.fits) for c in found[35_000]] == [(place, True, True)]
    assert [(c.place, c.meant, c.fit.fits) for c in found[90_000]] == [(place, True, False)]
    assert "not 90 km" in found[90_000][0].fit.because
