"""Whether what was given beside a name agrees with an entity or differs from it.

In:  a record and a value of a row.
Out: True, False, or None where that can't be told.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from kg.link import kilometres
from kg.names import fold, fold_article
from kg.reconcile._asked import Given
from kg.reconcile._index import TYPES, Index, Record, id_of, point_of, written
from kg.reconcile._rules import Rules

_ITEM = re.compile(r"Q[1-9][0-9]{0,11}")


def above(type_: str, index: Index) -> frozenset[str]:
    """A type and all that are broader."""
    found, waiting = {type_}, [type_]
    for one in waiting:
        for broader in index.types[one].broader if one in index.types else ():
            if broader not in found:
                found.add(broader)
                waiting.append(broader)
    return frozenset(found)


def type_fits(record: Record, asked: Iterable[str], index: Index, rules: Rules) -> bool | None:
    """Whether it is of one of these types; None where texts and tables often say one for the other."""
    wanted, own = set(asked), set(record.types)
    if any(wanted & above(type_, index) for type_ in own):
        return True
    return None if any(wanted & group and own & group for group in rules.alike) else False


Fits = Callable[[Record], bool | None]


def _fits_name(given: Given, index: Index, rules: Rules) -> Fits:
    key = fold(given.text) if is_short(given.text, rules) else ""
    return lambda record: True if key and key in map(fold, (record.label, *record.names)) else None


def _fits_type(given: Given, index: Index, rules: Rules) -> Fits:
    key = fold(given.text) if is_short(given.text, rules) else ""
    named = (given.id or given.text).removeprefix(TYPES)
    asked = [o.id for o in index.types.values() if named == o.id or key in (fold(o.name), fold(o.id))]
    return lambda record: type_fits(record, asked, index, rules) if asked else None


def _fits_country(given: Given, index: Index, rules: Rules) -> Fits:
    wanted = codes_of(given, index, rules)

    def fits(record: Record) -> bool | None:
        own = codes_around(record, index)
        return bool(wanted & own) if wanted and own else None

    return fits


def _fits_whole(given: Given, index: Index, rules: Rules) -> Fits:
    wanted = entities_of(given, index, rules)

    def fits(record: Record) -> bool | None:
        wholes = index.wholes.get(record.id, ())
        return not wanted.isdisjoint(wholes) if wanted and wholes else None

    return fits


def _fits_point(given: Given, index: Index, rules: Rules) -> Fits:
    point = point_of(given.text)

    def fits(record: Record) -> bool | None:
        if record.point is None or point is None:
            return None
        away = kilometres(record.point, point)
        if away <= rules.limits["near_km"]:
            return True
        return False if away > rules.limits["far_km"] and rules.wide.isdisjoint(record.types) else None

    return fits


def _fits_item(given: Given, index: Index, rules: Rules) -> Fits:
    item = item_of(given)
    return lambda record: item == record.item if item is not None and record.item is not None else None


_FITS: Mapping[str, Callable[[Given, Index, Rules], Fits]] = {
    "name": _fits_name,
    "type": _fits_type,
    "country": _fits_country,
    "countryCode": _fits_country,
    "partOf": _fits_whole,
    "coordinates": _fits_point,
    "wikidata": _fits_item,
}


def fits_of(pid: str, values: Iterable[Given], index: Index, rules: Rules) -> Fits:
    """Read the values of a property once, to hold many records against them.

    Returns:
        What says of a record: True, one of the values agrees with it; False, all differ; None, can't be told.
    """
    each = [_FITS[pid](given, index, rules) for given in values]

    def fits(record: Record) -> bool | None:
        said = {one(record) for one in each}
        return True if True in said else False if said == {False} else None

    return fits


def nearest(record: Record, values: Iterable[Given]) -> float | None:
    """How far away the nearest of some points is, in kilometres."""
    points = [point for point in (point_of(given.text) for given in values) if point is not None]
    if record.point is None or not points:
        return None
    return min(kilometres(record.point, point) for point in points)


def codes_around(record: Record, index: Index) -> frozenset[str]:
    """The countries of an entity, or else of the nearest thing it belongs to."""
    if record.codes:
        return record.codes
    wholes = (index.records.get(whole) for whole in index.wholes.get(record.id, ()))
    return next((whole.codes for whole in wholes if whole and whole.codes), frozenset())


def codes_of(given: Given, index: Index, rules: Rules) -> frozenset[str]:
    """The codes of the country that a value names; none when it is no country's."""
    if given.text.upper() in index.countries:
        return frozenset({given.text.upper()})
    countries = set(index.countries.values())
    found = [index.records[id_].codes for id_ in entities_of(given, index, rules) if id_ in countries]
    return frozenset().union(*found)


def entities_of(given: Given, index: Index, rules: Rules) -> frozenset[str]:
    """The entities that a value names: by key, item, or the same name."""
    for text in (given.id, given.text):
        if text and (id_ := id_of(text, index)) is not None:
            return frozenset({id_})
    if (item := item_of(given)) is not None:
        return frozenset(index.by_item.get(item, ()))
    if not is_short(given.text, rules):
        return frozenset()
    name = given.text.strip()
    for way, key in (("written", written(name)), ("folded", fold(name)), ("article", fold_article(name))):
        if ids := index.by_name[way].get(key, ()):
            return frozenset(ids)
    return frozenset()


def item_of(given: Given) -> str | None:
    """The Wikidata item that a value names, by its number or IRI."""
    for text in (given.id or "", given.text):
        name = re.sub(r"^https?://(?:www\.)?wikidata\.org/(?:entity|wiki)/", "", text.strip())
        if _ITEM.fullmatch(name):
            return name
    return None


def is_short(text: str, rules: Rules) -> bool:
    """Whether a text can be a name."""
    return 0 < len(text) <= rules.limits["name_chars"]
