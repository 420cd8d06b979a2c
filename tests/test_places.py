"""Distances and bearings on the map, and what of a text fits them."""

from decimal import Decimal

import pytest

from kg.model import Comparator
from kg.places import course, fit

# Facts: Mopti and Sévaré in Mali, Kupiansk and Kharkiv in Ukraine (degrees north, east).
SEVARE, BANDIAGARA = (14.5333, -4.1000), (14.3500, -3.6103)
KHARKIV, KUPIANSK = (49.9808, 36.2527), (49.7106, 37.6156)


def test_courses_are_those_of_the_ellipsoid():
    one_degree = course((0.0, 10.0), (0.0, 11.0))
    assert one_degree.metres == pytest.approx(111_319.5, abs=1) and one_degree.degrees == pytest.approx(90)
    assert course((10.0, 0.0), (9.0, 0.0)).degrees == pytest.approx(180)
    assert course((0.0, 0.0), (0.0, -1.0)).degrees == pytest.approx(270)
    assert course(KHARKIV, KUPIANSK).metres == pytest.approx(102_528, rel=0.001)


@pytest.mark.parametrize(
    ("kilometres", "comparator", "bearing", "fits"),
    [
        (100, Comparator.EXACT, None, True),
        (100, Comparator.EXACT, 90, True),
        (100, Comparator.EXACT, 135, True),  # a neighbouring wind
        (100, Comparator.EXACT, 270, False),
        (60, Comparator.EXACT, None, False),
        (85, Comparator.ABOUT, None, True),
        (85, Comparator.EXACT, None, False),
        (90, Comparator.AT_LEAST, None, True),
        (150, Comparator.AT_LEAST, None, False),
        (150, Comparator.AT_MOST, None, True),
        (50, Comparator.AT_MOST, None, False),
        (None, None, 90, False),  # a hundred kilometres is not "east of"
    ],
)
def test_what_a_text_says_is_held_against_the_map(kilometres, comparator, bearing, fits):
    stated = None if kilometres is None else Decimal(kilometres * 1000)
    found = fit(KHARKIV, KUPIANSK, distance=stated, comparator=comparator, bearing=bearing)
    assert found is not None and found.fits is fits and (found.off <= 1) is fits
    assert "103 km on the map" in found.because


def test_a_direction_alone_is_enough_nearby():
    found = fit(SEVARE, BANDIAGARA, distance=None, comparator=None, bearing=90)
    assert found is not None and found.fits


def test_a_direction_says_nothing_within_a_town():
    found = fit(SEVARE, (SEVARE[0] + 0.004, SEVARE[1]), distance=None, comparator=None, bearing=180)
    assert found is not None and found.fits


def test_nothing_stated_is_nothing_to_hold_against_the_map():
    assert fit(KHARKIV, KUPIANSK, distance=None, comparator=None, bearing=None) is None
