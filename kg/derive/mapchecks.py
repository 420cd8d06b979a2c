"""Stated distances and directions, held against the map.

In:  relative locations of articles, and where the gazetteer has which place.
Out: a MapCheck for each place that a stated distance or direction could mean: it fits or not, and why.

Of two places of one name the text's own words decide which is meant; what disagrees with the map is told.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from kg.derive._facts import Claim, Facts, Known, Whereabouts
from kg.model import Comparator
from kg.names import fold_article
from kg.places import Fit, Point, fit
from kg.vocabulary import Term

_LINES_AND_AREAS = ("River", "Road", "Street", "Country", "Region", "Province", "Area")


@dataclass(frozen=True, slots=True)
class MapCheck:
    """A place that is or might be the one a text locates."""

    told: Whereabouts
    claim: Claim | None  # the distance, as a figure
    anchor: Term
    place: Term
    meant: bool  # whether it is the place that the article's mention was taken for
    fit: Fit


def map_checks(articles: Iterable[Facts], known: Known) -> Iterator[MapCheck]:
    """Every check, by article and in reading order; the place that is meant before others of its name."""
    for facts in articles:
        for told in facts.whereabouts:
            yield from _checks(told, facts, known)


def _checks(told: Whereabouts, facts: Facts, known: Known) -> Iterator[MapCheck]:
    if told.locates is None or len(told.anchors) != 1:
        return
    (anchor,) = told.anchors
    start = _point(anchor, facts, known)
    if start is None or anchor == told.locates:
        return
    claim = next((c for c in facts.claims if c.measure == "distance" and c.begin == told.begin), None)
    for place in (told.locates, *sorted(_others(told, facts, known))):
        point = _point(place, facts, known)
        if point is None or place == anchor:
            continue
        found = fit(
            start,
            point,
            distance=told.distance,
            comparator=Comparator(told.comparator) if told.comparator else None,
            bearing=told.bearing,
        )
        if found is not None:
            yield MapCheck(told, claim, anchor, place, place == told.locates, found)


def _others(told: Whereabouts, facts: Facts, known: Known) -> frozenset[Term]:
    """Places of the same country that are called the same, or nearly so; of others only the same."""
    (anchor,) = told.anchors
    countries = _countries(anchor, facts, known)
    same = known.keys.get(fold_article(told.words), ())
    return frozenset(
        place
        for place in known.named(told.words)
        if place != told.locates and (place in same or countries & known.countries.get(place, frozenset()))
    )


def _countries(place: Term, facts: Facts, known: Known) -> frozenset[str]:
    if place in facts.countries:
        return facts.countries[place]
    whole = next(iter(known.parts.get(place, ())), place)
    return known.countries.get(place) or known.countries.get(whole, frozenset())


def _point(place: Term, facts: Facts, known: Known) -> Point | None:
    """Where a place is, or the town it is a part of; None for what has no one point to measure from."""
    if place in facts.points:
        return facts.points[place]
    if place not in known.points and place in known.parts:
        place = known.parts[place][0]
    classes = {class_[1:-1].rpartition("#")[2] for class_ in known.classes.get(place, ())}
    return None if classes & set(_LINES_AND_AREAS) else known.points.get(place)
