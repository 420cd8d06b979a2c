"""Namesakes: which of several places of one name a text means, by what the text says of where it lies.

In:  candidates, best guess first, and a piece of evidence: a stated distance or direction, the larger place
     they are said to lie in, the country, places that are near.
Out: the one that the evidence picks, or None where it leaves several or none.

Conservative: a wrong point on the map is worse than none. Knows nothing of texts, mentions or RDF.
"""

from collections.abc import Iterable, Mapping, Sequence

from kg.gazetteer import GazetteerEntry
from kg.model import LocationType, RelativeLocation
from kg.places import Point, course, fit

# Of several in one country the near one is meant when it is so near, and so much nearer than the next.
_NEAR, _NEARER = 100_000.0, 2.0
# Or the large one, when it is so large, and so much larger.
_LARGE, _LARGER = 20_000, 10
# A place lies in a province whose middle is so near, if it is the only one.
_WITHIN = 200_000.0
# Two entries so near to each other are one place in two lists.
_ONE_PLACE = 5_000.0


def point_of(entry: GazetteerEntry) -> Point | None:
    """Where an entry is; None for countries and provinces, which no distance is measured to or from."""
    wide = {LocationType.COUNTRY, LocationType.PROVINCE, LocationType.REGION, LocationType.RIVER}
    if entry.type in wide or entry.latitude is None or entry.longitude is None:
        return None
    return entry.latitude, entry.longitude


def at_distance(
    candidates: Sequence[GazetteerEntry], anchor: Point, told: RelativeLocation
) -> GazetteerEntry | None:
    """The candidate that lies where a text says, seen from a point: of several the one that fits best.

    Without a distance a direction alone has to leave one.
    """
    fitting: list[tuple[float, int, GazetteerEntry]] = []
    for number, entry in enumerate(candidates):
        point = point_of(entry)
        found = point and fit(
            anchor, point, distance=told.distance, comparator=told.comparator, bearing=told.bearing
        )
        if found and found.fits:
            fitting.append((found.off, number, entry))
    if told.distance is None and len(_apart([entry for _, _, entry in fitting])) != 1:
        return None
    return min(fitting)[2] if fitting else None


def lies_in(
    candidates: Sequence[GazetteerEntry], whole: GazetteerEntry, entries: Mapping[str, GazetteerEntry]
) -> GazetteerEntry | None:
    """The candidate that lies in a larger place: as the gazetteer has it, in the country, near its middle."""
    told = [entry for entry in candidates if whole.key in _wholes(entry, entries)]
    if told:
        return told[0]
    inside = [entry for entry in candidates if entry.country and entry.country == whole.country]
    middle = (whole.latitude, whole.longitude)
    if whole.type is not LocationType.COUNTRY and middle[0] is not None and middle[1] is not None:
        centre = (middle[0], middle[1])
        inside = [e for e in inside if (p := point_of(e)) and course(centre, p).metres <= _WITHIN]
    return _largest(inside)


def in_country(
    candidates: Sequence[GazetteerEntry], country: str, near: Iterable[Point]
) -> GazetteerEntry | None:
    """The candidate in a country: the only one, else the one near other places, else by far the largest."""
    inside = [entry for entry in candidates if entry.country == country]
    if len(inside) <= 1:
        return inside[0] if inside else None
    return _nearest(inside, tuple(near)) or _largest(inside)


def _nearest(candidates: Sequence[GazetteerEntry], near: Sequence[Point]) -> GazetteerEntry | None:
    if not near:
        return None
    ranked = sorted(
        (min(course(other, point).metres for other in near), number, entry)
        for number, entry in enumerate(candidates)
        if (point := point_of(entry)) is not None
    )
    if not ranked or ranked[0][0] > _NEAR:
        return None
    rivals = [metres for metres, _, entry in ranked[1:] if len(_apart([ranked[0][2], entry])) > 1]
    return ranked[0][2] if not rivals or rivals[0] >= _NEARER * ranked[0][0] else None


def _largest(candidates: Sequence[GazetteerEntry]) -> GazetteerEntry | None:
    """The only one, or the one that is by far the largest."""
    ranked = sorted(_apart(candidates), key=lambda entry: (-entry.population, entry.key))
    if len(ranked) <= 1:
        return ranked[0] if ranked else None
    large = ranked[0].population >= _LARGE and ranked[0].population >= _LARGER * ranked[1].population
    return ranked[0] if large else None


def _apart(candidates: Iterable[GazetteerEntry]) -> list[GazetteerEntry]:
    """The candidates without those that lie where an earlier one does."""
    found: list[GazetteerEntry] = []
    for entry in candidates:
        point = point_of(entry)
        places = [p for other in found if (p := point_of(other)) is not None]
        if point is None or all(course(other, point).metres > _ONE_PLACE for other in places):
            found.append(entry)
    return found


def _wholes(entry: GazetteerEntry, entries: Mapping[str, GazetteerEntry]) -> set[str]:
    """Keys of all that an entry is part of."""
    found: set[str] = set()
    waiting = list(entry.part_of)
    while waiting:
        key = waiting.pop()
        if key not in found and key in entries:
            found.add(key)
            waiting.extend(entries[key].part_of)
    return found
