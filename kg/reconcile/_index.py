"""All entities in memory, found by name, prefix, item, country, whole and place.

In:  the rows of a few queries.
Out: an Index of Records.
"""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import floor

from rdflib import Literal, URIRef

from kg.gazetteer import ARABIC_SCRIPT
from kg.model import LocationType
from kg.names import fold, fold_article, fold_loose, is_acronym
from kg.queries import Rows, Value
from kg.reconcile._rules import Rules
from kg.vocabulary import PREFIXES

Point = tuple[float, float]  # degrees north, degrees east

TYPES = PREFIXES["att"]
_WD = PREFIXES["wd"]
_NUMBER = r"[+-]?[0-9]{1,3}(?:\.[0-9]{1,20})?"
_PAIR = re.compile(rf"\s*({_NUMBER})\s*[,;\s]\s*({_NUMBER})\s*")
_WKT = re.compile(rf"\s*POINT\s*\(\s*({_NUMBER})\s+({_NUMBER})\s*\)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Record:
    """An actor or a place as far as tables ask."""

    id: str  # its key: "fallujah", "person/abdelwahab-al-saadi"
    label: str
    names: tuple[str, ...]  # besides the label, sorted
    types: tuple[str, ...]  # most specific classes, sorted
    codes: frozenset[str] = frozenset()  # ISO 3166-1 alpha-2
    part_of: tuple[str, ...] = ()
    point: Point | None = None
    item: str | None = None
    mentions: int = 0
    articles: int = 0


@dataclass(frozen=True, slots=True)
class Type:
    """A kind of actor or place."""

    id: str  # "ArmedGroup"
    name: str
    about: str
    broader: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Index:
    """All entities, found by name, prefix, item, country, whole and place. Make one with `make_index`."""

    base: str  # IRIs of entities begin with it
    records: Mapping[str, Record]
    types: Mapping[str, Type]
    wholes: Mapping[str, tuple[str, ...]]  # all that something belongs to, nearest first
    countries: Mapping[str, str]  # code -> key of the country
    by_item: Mapping[str, tuple[str, ...]]
    by_code: Mapping[str, tuple[str, ...]]
    by_whole: Mapping[str, tuple[str, ...]]
    by_cell: Mapping[tuple[int, int], tuple[str, ...]]  # degrees north and east, rounded down
    by_name: Mapping[str, Mapping[str, tuple[str, ...]]]  # way of finding -> key of the name -> keys
    tails: tuple[tuple[str, int, str], ...]  # folded name from each of its words on, number of that word, key
    alike: Mapping[tuple[str, int], tuple[str, ...]]  # first letter and length -> folded names


_DECLARED = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("att", "geo", "nif", "owl", "rdfs", "skos"))
# What articles only describe ("residents") is no row of anybody's table; what they name is, even if one does.
_OFFERED = (
    "FILTER(!STRSTARTS(STR(?entity), ?described) "
    "|| EXISTS { ?named att:refersTo ?entity ; att:form att:form-name })"
)
_IS_ENTITY = "?entity a ?kind FILTER(?kind IN (att:Actor, att:Location))"
MOST_ROWS = 300_000  # of each fact; an index takes a few kilobytes for each entity
_FACTS = {
    "label": f"?entity skos:prefLabel ?value . {_IS_ENTITY}",
    "name": f"?entity skos:altLabel ?value . {_IS_ENTITY}",
    "type": "VALUES ?scheme { att:actorType att:locationType } "
    "?class skos:inScheme ?scheme ; skos:notation ?value . ?entity a ?class",
    "code": "?entity att:countryCode ?value",
    "whole": "?entity att:partOf ?value",
    "point": "?entity geo:hasGeometry/geo:asWKT ?value",
    "item": f'?entity owl:sameAs|skos:exactMatch ?value FILTER(STRSTARTS(STR(?value), "{PREFIXES["wd"]}"))',
}
FACTS = {
    fact: f"{_DECLARED}SELECT DISTINCT ?entity ?value ?described "
    f"WHERE {{ {where} {_OFFERED} }} LIMIT {MOST_ROWS}"
    for fact, where in _FACTS.items()
}
MENTIONED = (
    _DECLARED
    + f"""SELECT ?entity (COUNT(DISTINCT ?mention) AS ?mentions)
  (COUNT(DISTINCT ?article) AS ?articles) ?described
WHERE {{ ?mention att:refersTo ?entity ; nif:referenceContext ?article {_OFFERED} }}
GROUP BY ?entity ?described ORDER BY DESC(?mentions) ?entity LIMIT {MOST_ROWS}"""
)
KINDS = (
    _DECLARED
    + """SELECT DISTINCT ?class ?name ?about ?broader WHERE {
  {
    VALUES ?scheme { att:actorType att:locationType }
    ?class skos:inScheme ?scheme ; skos:prefLabel ?name ; skos:definition ?about ; rdfs:subClassOf ?broader
  } UNION {
    VALUES ?class { att:Actor att:Location }
    ?class rdfs:label ?name ; rdfs:comment ?about
  }
}"""
)


def read_index(rows: Rows, base: str, rules: Rules) -> Index:
    """Ask for all entities and make the index.

    Args:
        rows: answers a query with bindings.
        base: data IRIs begin with it.
        rules: the table.

    Raises:
        QueryError: a query could not be answered.
    """
    start = f"{base}entity/"
    described: dict[str, Value] = {"described": Literal(f"{start}article/")}

    def key(entity: object) -> str:
        return str(entity).removeprefix(start)

    found: dict[str, dict[str, set[str]]] = {}
    for fact, text in FACTS.items():
        told = found[fact] = defaultdict(set)
        for entity, value, _ in rows(text, described):
            if isinstance(entity, URIRef) and value is not None:
                told[key(entity)].add(key(value) if fact == "whole" else str(value))
    counts = {
        key(entity): (int(str(mentions)), int(str(articles)))
        for entity, mentions, articles, _ in rows(MENTIONED, described)
    }
    types: dict[str, Type] = {}
    for class_, name, about, broader in sorted(rows(KINDS, {}), key=str):
        id_ = str(class_).removeprefix(TYPES)
        above = (str(broader).removeprefix(TYPES),) if broader is not None else ()
        types.setdefault(id_, Type(id_, str(name), str(about), above))
    records = (_record(id_, found, counts) for id_ in sorted(found["label"]))
    return make_index(records, types.values(), start, rules)


def _record(
    id_: str, found: Mapping[str, Mapping[str, set[str]]], counts: Mapping[str, tuple[int, int]]
) -> Record:
    def told(fact: str) -> list[str]:
        return sorted(found[fact].get(id_, ()))

    label, *others = told("label")
    mentions, articles = counts.get(id_, (0, 0))
    points = [point for point in map(point_of, told("point")) if point is not None]
    items = [value.removeprefix(_WD) for value in told("item")]
    return Record(
        id=id_,
        label=label,
        names=tuple(sorted({*others, *told("name")} - {label})),
        types=tuple(told("type")),
        codes=frozenset(told("code")),
        part_of=tuple(told("whole")),
        point=points[0] if points else None,
        item=items[0] if items else None,
        mentions=mentions,
        articles=articles,
    )


def make_index(records: Iterable[Record], types: Iterable[Type], base: str, rules: Rules) -> Index:
    """Index records by all that is looked for."""
    by_id = {record.id: record for record in records}
    kinds = {one.id: one for one in sorted(types, key=lambda one: one.id)}
    wholes = {id_: _all_wholes(id_, by_id) for id_ in by_id}
    countries: dict[str, str] = {}
    by_item, by_code, by_whole = (defaultdict[str, list[str]](list) for _ in range(3))
    by_cell = defaultdict[tuple[int, int], list[str]](list)
    ways: dict[str, defaultdict[str, set[str]]] = {
        way: defaultdict(set) for way in ("written", "folded", "article", "loose", "short")
    }
    tails: set[tuple[str, int, str]] = set()
    for id_, record in sorted(by_id.items()):
        if record.item is not None:
            by_item[record.item].append(id_)
        for code in sorted(record.codes):
            by_code[code].append(id_)
            if "Country" in record.types:
                countries.setdefault(code, id_)
        for whole in wholes[id_]:
            by_whole[whole].append(id_)
        if record.point is not None:
            by_cell[cell_of(record.point)].append(id_)
        for name in (record.label, *record.names):
            for way, key in keys_of(name, _is_romanised(record), rules):
                ways[way][key].add(id_)
            words = fold(name).split()
            tails.update((" ".join(words[n:]), n, id_) for n in range(len(words)))
    alike = defaultdict[tuple[str, int], list[str]](list)
    for key in sorted(ways["article"]):
        alike[key[:1], len(key)].append(key)
    return Index(
        base=base,
        records=by_id,
        types=kinds,
        wholes=wholes,
        countries=countries,
        by_item=_frozen(by_item),
        by_code=_frozen(by_code),
        by_whole=_frozen(by_whole),
        by_cell={cell: tuple(ids) for cell, ids in by_cell.items()},
        by_name={way: _frozen(keys) for way, keys in ways.items()},
        tails=tuple(sorted(tails)),
        alike={place: tuple(keys) for place, keys in alike.items()},
    )


def _frozen(index: Mapping[str, Iterable[str]]) -> Mapping[str, tuple[str, ...]]:
    return {key: tuple(sorted(ids)) for key, ids in index.items()}


def _all_wholes(id_: str, records: Mapping[str, Record]) -> tuple[str, ...]:
    """All that something belongs to by way of others, nearest first; circles end."""
    found: dict[str, None] = {}
    waiting = [id_]
    for one in waiting:
        record = records.get(one)
        for whole in record.part_of if record else ():
            if whole not in found and whole != id_:
                found[whole] = None
                waiting.append(whole)
    return tuple(found)


def written(name: str) -> str:
    """A name as it is written, but for an abbreviation's stops, the kind of apostrophe and idle blanks."""
    plain = " ".join(name.replace("’", "'").replace("‘", "'").split())
    return plain.replace(".", "") if is_acronym(plain) else plain


def keys_of(name: str, romanised: bool, rules: Rules) -> Iterator[tuple[str, str]]:
    """The keys that a name is found by, each with the way it is found."""
    as_written, folded = written(name), fold(name)
    yield "written", as_written
    if not folded:
        return
    if is_acronym(name) and len(as_written) <= rules.limits["short_letters"]:
        yield "short", folded
        return
    yield "folded", folded
    yield "article", fold_article(name)
    if romanised and len(folded) >= rules.limits["within_letters"]:
        yield "loose", fold_loose(name)


def _is_romanised(record: Record) -> bool:
    if "Person" not in record.types and (not _is_place(record) or "Country" in record.types):
        return False
    return not record.codes or bool(ARABIC_SCRIPT & record.codes)


_PLACES = frozenset(type_.value for type_ in LocationType)


def _is_place(record: Record) -> bool:
    return any(type_ in _PLACES for type_ in record.types)


def cell_of(point: Point) -> tuple[int, int]:
    """The square of a degree that a point lies in."""
    return floor(point[0]), floor(point[1])


def point_of(text: str) -> Point | None:
    """A point from "33.35, 43.78" (north, east) or from WKT, which tells east first; None if it is neither.

    >>> point_of("33.35, 43.78"), point_of("POINT(43.78 33.35)"), point_of("99, 0")
    ((33.35, 43.78), (33.35, 43.78), None)
    """
    if len(text) > 100:
        return None
    if found := _WKT.fullmatch(text):
        east, north = float(found[1]), float(found[2])
    elif found := _PAIR.fullmatch(text):
        north, east = float(found[1]), float(found[2])
    else:
        return None
    return (north, east) if abs(north) <= 90 and abs(east) <= 180 else None


def tails_of(prefix: str, index: Index, most: int) -> Sequence[tuple[str, int, str]]:
    """The tails of names that begin so, in order."""
    begin = bisect_left(index.tails, (prefix,))
    end = bisect_left(index.tails, (f"{prefix}\U0010ffff",), lo=begin)
    return index.tails[begin : min(end, begin + most)]


def id_of(text: str, index: Index) -> str | None:
    """The key that a text is, plain or as an IRI."""
    key = text.removeprefix(index.base)
    return key if key in index.records else None
