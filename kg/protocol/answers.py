"""Answers as values: what was written as SPARQL Results JSON, read back into rows, and rows as plain text.

In:  the pieces of an answer in JSON.
Out: a Table of rdflib terms; its text in aligned columns.

Source: SPARQL 1.1 Query Results JSON Format, W3C Recommendation 21 March 2013.
"""

import json
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from rdflib import BNode, Literal, URIRef

Value = URIRef | BNode | Literal


@dataclass(frozen=True, slots=True)
class Table:
    """The answer to a SELECT; that to an ASK has one column."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Value | None, ...], ...]


def read_table(pieces: Iterable[bytes]) -> Table:
    """The rows of an answer that was written in JSON."""
    answer = json.loads(b"".join(pieces))
    if "boolean" in answer:
        return Table(("answer",), ((Literal(answer["boolean"]),),))
    columns = tuple(answer["head"]["vars"])
    bindings = answer["results"]["bindings"]
    return Table(columns, tuple(tuple(_term(row.get(name)) for name in columns) for row in bindings))


def _term(found: Any) -> Value | None:
    if found is None:
        return None
    match found["type"]:
        case "uri":
            return URIRef(found["value"])
        case "bnode":
            return BNode(found["value"])
        case "literal" | "typed-literal":
            datatype = found.get("datatype")
            return Literal(
                found["value"],
                lang=found.get("xml:lang"),
                datatype=URIRef(datatype) if datatype else None,
                normalize=False,
            )
    return Literal(json.dumps(found))  # a quoted triple of RDF 1.2


def as_text(table: Table, show: Callable[[Value], str], width: int | None = None) -> str:
    """The rows in aligned columns, one line each.

    Args:
        table: what to show.
        show: a value in short.
        width: characters a line may have; the widest columns give way. None: as wide as it takes.
    """
    cells = [tuple(_one_line(show(v)) if v is not None else "" for v in row) for row in table.rows]
    widths = [max([_width(name), *(_width(row[i]) for row in cells)]) for i, name in enumerate(table.columns)]
    if width is not None:
        widths = _fitted(widths, width)
    lines = [table.columns, tuple("-" * w for w in widths), *cells]
    return "".join("  ".join(map(_padded, line, widths)).rstrip() + "\n" for line in lines)


def _one_line(text: str) -> str:
    """The text without line ends and without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in " ".join(text.split()))


def _fitted(widths: list[int], width: int) -> list[int]:
    """Take from the widest columns until the line fits, but leave each eight characters."""
    room = width - 2 * (len(widths) - 1)
    limit = max(widths, default=0)
    while limit > 8 and sum(min(w, limit) for w in widths) > room:
        limit -= 1
    return [min(w, limit) for w in widths]


def _char_width(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _width(text: str) -> int:
    return len(text) if text.isascii() else sum(map(_char_width, text))


def _padded(text: str, width: int) -> str:
    if _width(text) > width:
        kept, used = [], 0
        for char in text:
            used += _char_width(char)
            if used > width - 1:
                break
            kept.append(char)
        text = "".join(kept) + "…"
    return text + " " * (width - _width(text))
