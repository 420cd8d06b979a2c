"""What is asked: the JSON of queries and of data extension, read with care.

In:  text from anybody.
Out: Questions and Extensions, or a ProtocolError that says where it is not as the protocol wants it.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from kg.protocol import ProtocolError
from kg.reconcile._index import TYPES
from kg.reconcile._rules import Rules


@dataclass(frozen=True, slots=True)
class Given:
    """A value of a row: words or a number as text, and the identifier where it was reconciled before."""

    text: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A reconciliation query: which entity is this row?"""

    name: str
    limit: int
    types: tuple[str, ...] = ()
    strict: str = "should"  # "any" and "all" leave out what is of another type
    properties: tuple[tuple[str, tuple[Given, ...]], ...] = ()


@dataclass(frozen=True, slots=True)
class Extension:
    """A data extension query: values of properties for some entities."""

    ids: tuple[str, ...]
    properties: tuple[tuple[str, int], ...]  # with the number of values wanted; 0: all


def read_questions(text: str, rules: Rules) -> dict[str, Question]:
    """A batch of queries from its JSON.

    Raises:
        ProtocolError: 400 it is not as the protocol says; 413 there are too many.
    """
    batch = _object(_parsed(text), "queries")
    if len(batch) > rules.limits["queries"]:
        raise ProtocolError(
            413, f"{len(batch)} queries are too many: send {rules.limits['queries']} at a time"
        )
    questions = {n: _question(_object(raw, _quoted(n)), _quoted(n), rules) for n, raw in batch.items()}
    values = sum(len(values) for one in questions.values() for _, values in one.properties)
    if values > rules.limits["values"]:
        raise ProtocolError(413, f"{values} values are too many: send {rules.limits['values']} at a time")
    return questions


def _question(raw: Mapping[str, Any], where: str, rules: Rules) -> Question:
    if "query" not in raw and not raw.get("properties"):
        raise ProtocolError(400, f"{where}: needs query or properties")
    name = _string(raw.get("query", ""), f"{where}: query")
    types = raw.get("type", [])
    strict = _string(raw.get("type_strict", "should"), f"{where}: type_strict")
    if strict not in ("any", "all", "should"):
        raise ProtocolError(400, f"{where}: type_strict is one of any, all, should")
    properties = []
    for row in _list(raw.get("properties", []), f"{where}: properties"):
        told = _object(row, f"{where}: a property")
        pid = _string(told.get("pid"), f"{where}: pid")
        if "v" not in told:
            raise ProtocolError(400, f"{where}: the property {_quoted(pid)} needs a value, v")
        values = told["v"] if isinstance(told["v"], list) else [told["v"]]
        properties.append((pid, tuple(_given(value, f"{where}: {_quoted(pid)}") for value in values)))
    types = types if isinstance(types, list) else [types]
    number = max(len(types), sum(len(values) for _, values in properties))
    if number > rules.limits["values_each"]:
        raise ProtocolError(413, f"{where}: {number} types or values are too many for one query")
    most = rules.limits["most_candidates"]
    return Question(
        name=" ".join(name[: rules.limits["name_chars"]].split()),
        limit=min(_count(raw.get("limit", rules.limits["candidates"]), f"{where}: limit", least=1), most),
        types=tuple(_type_id(one, f"{where}: type") for one in types),
        strict=strict,
        properties=tuple(properties),
    )


def read_extension(text: str, rules: Rules) -> Extension:
    """A data extension query from its JSON.

    Raises:
        ProtocolError: 400 it is not as the protocol says; 413 it asks for too much.
    """
    raw = _object(_parsed(text), "extend")
    for key in ("ids", "properties"):
        if key not in raw:
            raise ProtocolError(400, f"extend: needs {key}")
    ids = tuple(_string(one, "extend: an id") for one in _list(raw["ids"], "extend: ids"))
    properties: dict[str, int] = {}
    for row in _list(raw["properties"], "extend: properties"):
        told = _object(row, "extend: a property")
        settings = _object(told.get("settings") or {}, "extend: settings")
        limit = settings.get("limit", 0)
        # Forms send numbers as text.
        if isinstance(limit, str) and re.fullmatch(r"[0-9]{1,6}", limit):
            limit = int(limit)
        properties.setdefault(
            _string(told.get("id"), "extend: the id of a property"), _count(limit, "extend: limit", least=0)
        )
    for number, what, most in ((len(ids), "ids", "ids"), (len(properties), "properties", "columns")):
        if number > rules.limits[most]:
            raise ProtocolError(
                413, f"extend: {number} {what} are too many: send {rules.limits[most]} at a time"
            )
    return Extension(tuple(dict.fromkeys(ids)), tuple(properties.items()))


def _parsed(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ProtocolError(400, f"not JSON: {str(error)[:100]}") from error


def _quoted(text: str) -> str:
    return repr(text[:60])


def _object(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise ProtocolError(400, f"{where}: expected an object")
    return value


def _list(value: object, where: str) -> list[Any]:
    if not isinstance(value, list):
        raise ProtocolError(400, f"{where}: expected an array")
    return value


def _string(value: object, where: str) -> str:
    if not isinstance(value, str):
        raise ProtocolError(400, f"{where}: expected a string")
    return value


def _count(value: object, where: str, *, least: int) -> int:
    whole = value if isinstance(value, int) else None
    if isinstance(value, float) and value.is_integer():
        whole = int(value)
    if whole is None or isinstance(value, bool) or whole < least:
        raise ProtocolError(400, f"{where}: expected a whole number from {least} on")
    return whole


def _type_id(value: object, where: str) -> str:
    if isinstance(value, dict):
        value = value.get("id")
    return _string(value, where).removeprefix(TYPES)


def _given(value: object, where: str) -> Given:
    if isinstance(value, dict):
        name = value.get("name", "")
        return Given(_string(name, f"{where}: name"), _string(value.get("id"), f"{where}: id"))
    if isinstance(value, bool):
        return Given(str(value).lower())
    if isinstance(value, int | float):
        return Given(repr(value))
    return Given(_string(value, where))
