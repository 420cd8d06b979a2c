"""Places on the map: how far and in which direction, and whether what a text says fits.

In:  points in degrees, a stated distance and bearing.
Out: the distance and bearing on the ellipsoid, and whether the statement fits them, with the reason.

A text rounds, and a town is no point: so much is allowed for. What does not fit is told, never mended.
Knows nothing of articles, names or RDF.
"""

from dataclasses import dataclass
from decimal import Decimal

from geographiclib.geodesic import Geodesic

from kg.model import Comparator

Point = tuple[float, float]  # degrees north, degrees east (WGS 84)

# A stated distance is round, and is measured from some edge or centre: a tenth, and two kilometres besides.
_SHARE, _BESIDES = 0.10, 2_000.0
# "About" and its like round more coarsely.
_ABOUT_SHARE = 0.25
# "North-west" is one of eight winds of 45 degrees each; texts choose a neighbouring one where two would do.
_BEARING = 45.0
# Nearer than this a direction says little: towns have sides.
_NO_DIRECTION = 1_000.0
# Without a distance, "south of the city" is near it.
_NEARBY = 60_000.0


@dataclass(frozen=True, slots=True)
class Course:
    """From one point to another."""

    metres: float
    degrees: float  # clockwise from north, 0 to 360


@dataclass(frozen=True, slots=True)
class Fit:
    """Whether a place is where a text says."""

    course: Course  # from the anchor to the place
    fits: bool
    because: str
    off: float  # how badly: 0 is a perfect fit, up to 1 fits, more does not


def course(start: Point, end: Point) -> Course:
    """The shortest way on the WGS 84 ellipsoid (Karney 2013)."""
    found = Geodesic.WGS84.Inverse(start[0], start[1], end[0], end[1], Geodesic.DISTANCE | Geodesic.AZIMUTH)
    return Course(found["s12"], found["azi1"] % 360.0)


def fit(
    anchor: Point,
    place: Point,
    *,
    distance: Decimal | None,
    comparator: Comparator | None,
    bearing: int | None,
) -> Fit | None:
    """Hold a statement like "ten kilometres north-west of" against the map.

    Args:
        anchor: the point that the text measures from.
        place: the point that it locates.
        distance: metres, as stated.
        comparator: of the distance: "at least", "about" and so on.
        bearing: degrees clockwise from north, of the place as seen from the anchor.

    Returns:
        None where there is neither distance nor bearing.
    """
    if distance is None and bearing is None:
        return None
    way = course(anchor, place)
    parts, offs = [f"{_kilometres(way.metres)} on the map"], [0.0]
    if distance is not None:
        off = _off(way.metres, float(distance), comparator)
        offs.append(off)
        bound = "" if comparator in (None, Comparator.EXACT) else f"{comparator.value.replace('-', ' ')} "
        parts.append(f"{'agrees with' if off <= 1 else 'not'} {bound}{float(distance) / 1000:g} km")
    elif way.metres > _NEARBY:
        offs.append(way.metres / _NEARBY)
        parts.append("too far to be told by its direction alone")
    if bearing is not None and way.metres > _NO_DIRECTION:
        turn = abs((way.degrees - bearing + 180.0) % 360.0 - 180.0)
        offs.append(turn / _BEARING)
        parts.append(f"{way.degrees:.0f}° {'agrees with' if turn <= _BEARING else 'is not'} {bearing}°")
    return Fit(way, max(offs) <= 1, "; ".join(parts), max(offs))


def _off(metres: float, stated: float, comparator: Comparator | None) -> float:
    """How far a distance is off, in units of what is allowed for."""
    share = _ABOUT_SHARE if comparator in (Comparator.ABOUT, Comparator.VAGUE) else _SHARE
    allowed = stated * share + _BESIDES
    difference = metres - stated
    if comparator is Comparator.AT_LEAST:
        difference = min(difference, 0.0)
    if comparator is Comparator.AT_MOST:
        difference = max(difference, 0.0)
    return abs(difference) / allowed


def _kilometres(metres: float) -> str:
    return f"{metres / 1000:.1f} km" if metres < 100_000 else f"{metres / 1000:.0f} km"
