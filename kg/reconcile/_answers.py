"""What is answered: results, suggestions, values, cards and the manifest, as values that JSON can hold.

In:  what is asked, the index, the table.
Out: dictionaries and lists.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from kg.names import fold
from kg.reconcile._asked import Extension, Given, Question
from kg.reconcile._candidates import candidates
from kg.reconcile._compare import above, codes_around, item_of
from kg.reconcile._index import TYPES, Index, Record, id_of, tails_of
from kg.reconcile._rules import Property, Rules

Cell = dict[str, Any]

ACTOR, LOCATION = "Actor", "Location"


def _reference(id_: str, index: Index) -> Cell:
    record = index.records.get(id_)
    return {"id": id_, "name": record.label if record else id_}


def _country_cells(record: Record, index: Index) -> list[Cell]:
    codes = sorted(codes_around(record, index))
    return [
        _reference(index.countries[code], index) if code in index.countries else {"str": code}
        for code in codes
    ]


def _types_of(record: Record, index: Index) -> list[Cell]:
    return [
        {"id": type_, "name": index.types[type_].name if type_ in index.types else type_}
        for type_ in record.types
    ]


_TOLD: Mapping[str, Callable[[Record, Index], list[Cell]]] = {
    "name": lambda record, index: [{"str": name} for name in (record.label, *record.names)],
    "type": lambda record, index: [{"str": one["name"]} for one in _types_of(record, index)],
    "country": _country_cells,
    "countryCode": lambda record, index: [{"str": code} for code in sorted(codes_around(record, index))],
    "partOf": lambda record, index: [_reference(whole, index) for whole in record.part_of],
    "coordinates": lambda record, index: (
        [{"str": f"{record.point[0]},{record.point[1]}"}] if record.point else []
    ),
    "latitude": lambda record, index: [{"float": record.point[0]}] if record.point else [],
    "longitude": lambda record, index: [{"float": record.point[1]}] if record.point else [],
    "wikidata": lambda record, index: [{"id": record.item, "name": record.label}] if record.item else [],
    "mentions": lambda record, index: [{"int": record.mentions}],
    "articles": lambda record, index: [{"int": record.articles}],
}


def describe(record: Record, index: Index) -> str:
    """An entity in a few words: "city, Iraq; part of Anbar Governorate; 18 mentions in 4 articles"."""
    kinds = [one["name"] for one in _types_of(record, index)]
    countries = [cell.get("name", cell.get("str")) for cell in _country_cells(record, index)]
    parts = [", ".join(kinds + [c for c in countries if c != record.label])]
    if wholes := [_reference(whole, index)["name"] for whole in record.part_of]:
        wholes = [whole for whole in wholes if whole not in countries]
        parts += [f"part of {', '.join(wholes)}"] if wholes else []
    if record.mentions:
        parts.append(f"{_many(record.mentions, 'mention')} in {_many(record.articles, 'article')}")
    return "; ".join(part for part in parts if part)


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"


def answer(questions: Mapping[str, Question], index: Index, rules: Rules) -> Cell:
    """The result of a batch of queries."""
    return {
        name: {
            "result": [
                {
                    "id": found.record.id,
                    "name": found.record.label,
                    "description": describe(found.record, index),
                    "score": found.score,
                    "match": found.match,
                    "type": _types_of(found.record, index),
                    "features": [{"id": id_, "value": value} for id_, value in found.features.items()],
                }
                for found in candidates(question, index, rules)
            ]
        }
        for name, question in questions.items()
    }


def extend(wanted: Extension, index: Index, rules: Rules) -> Cell:
    """The values of some properties for some entities; none where we don't know the one or the other."""
    meta: list[Cell] = []
    for pid, _ in wanted.properties:
        row = rules.properties.get(pid)
        told: Cell = {"id": pid, "name": row.name if row else pid}
        if row and row.service:
            told["service"] = row.service
        elif pid == "country":
            told["type"] = {"id": "Country", "name": _type_name("Country", index)}
        meta.append(told)
    rows: Cell = {}
    for text in wanted.ids:
        id_ = id_of(text, index)
        rows[text] = {
            pid: _first(_TOLD[pid](index.records[id_], index), limit)
            if id_ is not None and pid in _TOLD
            else []
            for pid, limit in wanted.properties
        }
    return {"meta": meta, "rows": rows}


def _first(cells: list[Cell], limit: int) -> list[Cell]:
    return cells[:limit] if limit else cells


def _type_name(type_: str, index: Index) -> str:
    return index.types[type_].name if type_ in index.types else type_


def propose(type_: str, limit: int | None, index: Index, rules: Rules) -> Cell:
    """The properties that entities of a type have; all of them for no type or one that we don't know."""
    wanted = type_.removeprefix(TYPES)
    kinds = above(wanted, index) & {ACTOR, LOCATION} or {ACTOR, LOCATION}
    rows = [row for row in rules.properties.values() if kinds & set(row.of)]
    told: Cell = {"type": type_, "properties": [_property(row) for row in rows[:limit]]}
    return told if limit is None else {**told, "limit": limit}


def _property(row: Property) -> Cell:
    return {"id": row.id, "name": row.name, "description": row.about}


# So many names that begin alike are looked at: with fewer letters than that takes, the best known come first.
_MOST_TAILS = 20_000


def suggest_entities(prefix: str, cursor: int, index: Index, rules: Rules) -> Cell:
    """Entities with a word that begins so: that of this key, those whose name begins so, the rest."""
    ranks: dict[str, tuple[int, int]] = {}
    if len(prefix) <= rules.limits["name_chars"]:
        key = fold(prefix)
        for text in (prefix.strip(), item_of(Given(prefix)) or ""):
            for id_ in (id_of(text, index), *index.by_item.get(text, ())):
                if id_ is not None:
                    ranks[id_] = (-1, 0)
        for tail, word, id_ in tails_of(key, index, _MOST_TAILS) if key or not prefix.strip() else ():
            rank = (min(word, 1), int(tail != key))
            ranks[id_] = min(ranks.get(id_, rank), rank)
    found = sorted(
        (index.records[id_] for id_ in ranks), key=lambda r: (*ranks[r.id], -r.mentions, r.label, r.id)
    )
    return {
        "result": [
            {
                "id": record.id,
                "name": record.label,
                "description": describe(record, index),
                "notable": _types_of(record, index),
            }
            for record in _page(found, cursor, rules)
        ]
    }


def suggest_types(prefix: str, cursor: int, index: Index, rules: Rules) -> Cell:
    """Types with a word that begins so."""
    found = [one for one in index.types.values() if _begins(prefix, (one.id, one.name), rules)]
    return {
        "result": [
            {
                "id": one.id,
                "name": one.name,
                "description": one.about,
                "broader": [{"id": id_, "name": _type_name(id_, index)} for id_ in one.broader],
            }
            for one in _page(found, cursor, rules)
        ]
    }


def suggest_properties(prefix: str, cursor: int, rules: Rules) -> Cell:
    """Properties with a word that begins so."""
    found = [row for row in rules.properties.values() if _begins(prefix, (row.id, row.name), rules)]
    return {"result": [_property(row) for row in _page(found, cursor, rules)]}


def _begins(prefix: str, names: Iterable[str], rules: Rules) -> bool:
    if len(prefix) > rules.limits["name_chars"]:
        return False
    key = fold(prefix.removeprefix(TYPES))
    tails = (" ".join(fold(name).split()[n:]) for name in names for n in range(len(fold(name).split())))
    return any(tail.startswith(key) for tail in tails)


def _page(found: Sequence[Any], cursor: int, rules: Rules) -> Sequence[Any]:
    return found[cursor : cursor + rules.limits["suggestions"]]


def card(id_: str, index: Index) -> Cell | None:
    """What a small preview shows; None when there is no such entity."""
    key = id_of(id_, index)
    if key is None:
        return None
    record = index.records[key]
    return {
        "id": key,
        "label": record.label,
        "about": describe(record, index),
        "names": record.names[:8],
        "item": record.item,
        "coordinates": record.point,
    }


def manifest(root: str, base: str, version: str, rules: Rules) -> Cell:
    """What the service says about itself.

    Args:
        root: address of the server, with a slash at its end.
        base: data IRIs begin with it.
        version: of the software.
        rules: the table.
    """
    here = f"{root}reconcile"
    return {
        "versions": ["0.2"],
        "name": "Attested: actors and places",
        "identifierSpace": f"{base}entity/",
        "schemaSpace": TYPES,
        "serviceVersion": version,
        "defaultTypes": [{"id": ACTOR, "name": "actor"}, {"id": LOCATION, "name": "location"}],
        "view": {"url": f"{root}entity/{{{{id}}}}"},
        "preview": {"url": f"{here}/preview?id={{{{id}}}}", "width": 420, "height": 220},
        "suggest": {
            kind: {"service_url": here, "service_path": f"/suggest/{kind}"}
            for kind in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": here, "service_path": "/properties"},
            "property_settings": [
                {
                    "name": "limit",
                    "label": "Values",
                    "type": "number",
                    "default": 0,
                    "help_text": "At most so many values for each entity; 0 for all of them.",
                }
            ],
        },
        "batchSize": rules.limits["queries"],
    }
