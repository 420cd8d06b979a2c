"""What every page needs: where questions go, how answers come back, who is asking.

In:  an Evaluate, the saved queries, the settings; the request at hand.
Out: rows, responses, and whether a browser or a machine is asking.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from flask import Response, request
from rdflib import BNode, Literal, URIRef

from kg.errors import ParameterError, QueryError
from kg.evaluators import PIECE_BYTES
from kg.protocol import Evaluate, Limits, Media, ProtocolError, RefusedError, asked, explain
from kg.protocol.answers import read_table
from kg.protocol.media import HTML, TABLES, choose
from kg.queries import SavedQuery, load_queries
from kg.settings import Settings

Value = URIRef | BNode | Literal

_JSON = TABLES[0]


def _always_the_same() -> object:
    return None


@dataclass(frozen=True, slots=True)
class House:
    """What the pages need."""

    evaluate: Evaluate
    settings: Settings = field(default_factory=Settings)
    queries: Mapping[str, SavedQuery] = field(default_factory=load_queries)
    version: Callable[[], object] = _always_the_same  # gives another thing once the data has changed

    @property
    def limits(self) -> Limits:
        """How large a query of a stranger may be."""
        return Limits(characters=self.settings.max_query_chars)

    def rows(self, text: str, bindings: Mapping[str, Value]) -> Iterable[tuple[Value | None, ...]]:
        """The rows of one of our own queries."""
        return read_table(self.evaluate(asked(text, bindings=bindings), _JSON)).rows


def wants_html() -> bool:
    """Whether the caller is a browser: it would rather have HTML than a table."""
    return choose(request.headers.get("Accept", ""), (*TABLES, HTML)) is HTML


def explained(text: str, error: QueryError) -> QueryError:
    """The same error in words that point at the place in the query."""
    if isinstance(error, (ProtocolError, ParameterError)) and not isinstance(error, RefusedError):
        return error
    return QueryError(explain(text, error))


def answer(pieces: Iterable[bytes], media: Media) -> Response:
    """An answer on its way: with its length when it is short, else piece by piece."""
    iterator = iter(pieces)
    first = next(iterator, b"")
    headers = {"Vary": "Accept"}
    if len(first) < PIECE_BYTES:
        return Response(first + b"".join(iterator), headers=headers, content_type=media.header)

    class Rest:
        def __iter__(self) -> Any:
            yield first
            yield from iterator

        def close(self) -> None:
            leave = getattr(pieces, "close", None)
            if leave is not None:
                leave()

    return Response(Rest(), headers=headers, content_type=media.header, direct_passthrough=True)


# How many rows a page shows; files have them all.
SHOWN_ROWS = 1000
# A page is made in memory; what is longer is for files, which are sent piece by piece.
PAGE_BYTES = 16 * 1024 * 1024


def for_page(pieces: Iterable[bytes]) -> list[bytes]:
    """All pieces of an answer that is to be shown on a page.

    Raises:
        QueryError: it is too long for a page.
    """
    kept, size = [], 0
    for piece in pieces:
        kept.append(piece)
        size += len(piece)
        if size > PAGE_BYTES:
            leave = getattr(pieces, "close", None)
            if leave is not None:
                leave()
            raise QueryError(
                "the answer is too long for a page; add a LIMIT, or take it as a file (CSV, JSON …)"
            )
    return kept
