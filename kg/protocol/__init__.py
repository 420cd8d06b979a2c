"""The SPARQL 1.1 Protocol without a web framework: from a request to a checked query, and how to answer.

In:  method, parameters, media type and body of a request; a query's text.
Out: an Asked, ready to be evaluated, and the Media to answer in; or a ProtocolError with status and words.

Evaluation is behind a seam: an `Evaluate` takes an Asked and gives the pieces of the answer. Whoever makes
one decides where it runs. Knows nothing of Flask, of Oxigraph or of saved queries.

Source: SPARQL 1.1 Protocol, W3C Recommendation 21 March 2013, section 2.1.
"""

import difflib
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from rdflib import BNode, Literal, URIRef

from kg.errors import QueryError
from kg.protocol.media import BOOLEANS, GRAPHS, TABLES, Media, choose
from kg.protocol.tokens import Form, Limits, RefusedError, Shape, Token, check, tokens
from kg.vocabulary import PREFIXES

__all__ = [
    "Asked",
    "BusyError",
    "Evaluate",
    "Form",
    "Limits",
    "Media",
    "OverdueError",
    "ProtocolError",
    "RefusedError",
    "asked",
    "choose_media",
    "explain",
    "offered",
    "read_request",
]

Value = URIRef | BNode | Literal

_FORM = "application/x-www-form-urlencoded"
_QUERY = "application/sparql-query"
_UPDATE = "application/sparql-update"
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]*")
_PLACE = re.compile(r"error at (\d+):(\d+): *")


@dataclass(frozen=True, slots=True)
class Asked:
    """A query that kept the rules, with all that its evaluation depends on: plain values."""

    text: str
    form: Form
    union: bool  # the default graph is the union of all graphs: nobody named a dataset
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    bindings: tuple[tuple[str, Value], ...] = ()


class Evaluate(Protocol):
    """Runs a query. The seam between asking and answering."""

    def __call__(self, asked: Asked, media: Media) -> Iterator[bytes]:
        """The answer, piece by piece. Returns once the first piece is there, so that errors come as errors.

        Raises:
            QueryError: the query can't be parsed, planned or evaluated.
            BusyError: too many queries are running.
            OverdueError: it took too long before anything could be said.
        """
        ...


class ProtocolError(QueryError):
    """A request is not as the protocol wants it; carries the HTTP status and further headers."""

    def __init__(self, status: int, message: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(message)
        self.status = status
        self.headers = dict(headers or {})


class BusyError(ProtocolError):
    """Too many queries are running."""

    def __init__(self, retry_s: int) -> None:
        super().__init__(
            503, f"too many queries are running; try again in {retry_s} s", {"Retry-After": str(retry_s)}
        )


class OverdueError(ProtocolError):
    """A query took longer than it may."""

    def __init__(self, limit_s: float) -> None:
        super().__init__(504, f"the query took longer than {limit_s:g} s; ask for less, or bind more of it")


# --- from a request to a query -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wish:
    """What a request asks for, before anyone looked at the query."""

    text: str
    default_graphs: tuple[str, ...]
    named_graphs: tuple[str, ...]


def read_request(
    method: str,
    url_parameters: Sequence[tuple[str, str]],
    content_type: str,
    body: bytes,
    form_parameters: Sequence[tuple[str, str]] = (),
) -> Wish:
    """The query of a request in any of the three ways: GET, POST of a form, POST of the query itself.

    Args:
        method: GET, HEAD or POST.
        url_parameters: of the query string, in order; unknown ones are ignored.
        content_type: the header of a POST, with or without parameters.
        body: of a POST of the query itself.
        form_parameters: of a POST of a form, in order.

    Raises:
        ProtocolError: 400 no query or more than one, 403 an update, 405 another method, 415 another body.
    """
    parameters = list(url_parameters)
    texts: list[str] = []
    if method == "POST":
        kind = content_type.partition(";")[0].strip().lower()
        if kind == _QUERY:
            texts.append(_decoded(body))
        elif kind == _FORM:
            parameters = [*parameters, *form_parameters]
        elif kind == _UPDATE:
            raise ProtocolError(403, "updates are off: this endpoint answers queries only")
        else:
            raise ProtocolError(
                415,
                f"a POST has the type {_QUERY} or {_FORM}, not {kind or 'none'}",
                {"Accept-Post": f"{_QUERY}, {_FORM}"},
            )
    elif method not in ("GET", "HEAD"):
        raise ProtocolError(405, f"{method} is not a way of asking", {"Allow": "GET, HEAD, POST, OPTIONS"})
    if any(name == "update" for name, _ in parameters):
        raise ProtocolError(403, "updates are off: this endpoint answers queries only")
    texts += [value for name, value in parameters if name == "query"]
    if len(texts) != 1:
        raise ProtocolError(
            400, "no query: give one as the parameter query" if not texts else "more than one query"
        )
    return Wish(texts[0], _graphs(parameters, "default-graph-uri"), _graphs(parameters, "named-graph-uri"))


def _decoded(body: bytes) -> str:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ProtocolError(400, f"the query is not UTF-8: byte {error.start} can't be read") from error


def _graphs(parameters: Sequence[tuple[str, str]], name: str) -> tuple[str, ...]:
    graphs = tuple(value for key, value in parameters if key == name)
    for graph in graphs:
        if not _ABSOLUTE.fullmatch(graph):
            raise ProtocolError(400, f"{name}: expected an absolute IRI, got {graph[:200]!r}")
    return graphs


def asked(
    wish: Wish | str, limits: Limits | None = None, bindings: Mapping[str, Value] | None = None
) -> Asked:
    """A query that may be evaluated.

    Raises:
        RefusedError: it breaks a rule (see `kg.protocol.tokens`).
    """
    if isinstance(wish, str):
        wish = Wish(wish, (), ())
    shape: Shape = check(wish.text, limits)
    named = shape.names_dataset or bool(wish.default_graphs or wish.named_graphs)
    return Asked(
        text=wish.text,
        form=shape.form,
        union=not named,
        default_graphs=wish.default_graphs,
        named_graphs=wish.named_graphs,
        bindings=tuple(sorted((bindings or {}).items())),
    )


# --- the way of answering ------------------------------------------------------------------------


def offered(form: Form) -> tuple[Media, ...]:
    """The media that the answer to such a query comes in, the default first."""
    if form == "ASK":
        return BOOLEANS
    return TABLES if form == "SELECT" else GRAPHS


def choose_media(accept: str, form: Form) -> Media:
    """The medium a caller likes best.

    Raises:
        ProtocolError: 406, nothing that we have is acceptable.
    """
    media = choose(accept, offered(form))
    if media is None:
        kinds = ", ".join(media.type for media in offered(form))
        raise ProtocolError(406, f"the answer to {form} comes as {kinds}; not as {accept[:200]}")
    return media


# --- words for what went wrong -------------------------------------------------------------------


def explain(text: str, error: Exception) -> str:
    """An error in plain words, with line, column and a caret under the place where there is one.

    >>> print(explain("SELECT ?s WHERE { ?s ?p }", QueryError("error at 1:25: expected OPTIONAL")))
    line 1, column 25: the query can't be read from here on; "}" is not expected
    SELECT ?s WHERE { ?s ?p }
                            ^
    """
    if isinstance(error, RefusedError):
        if error.offset is None:
            return str(error)
        line, column = _line_and_column(text, error.offset)
        return _pointed(text, line, column, str(error))
    found = _PLACE.match(str(error))
    if not found:
        return str(error)
    line, column = int(found.group(1)), int(found.group(2))
    return _pointed(text, line, column, _reason(text, line, column, str(error)[found.end() :]))


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1


def _pointed(text: str, line: int, column: int, message: str) -> str:
    lines = text.split("\n")
    shown = lines[line - 1].rstrip("\r") if line <= len(lines) else ""
    # A window, so that a caret under a line of 50,000 characters can still be seen.
    start = max(0, column - 80)
    window = re.sub(r"[^\x20-\U0010FFFF]", " ", shown[start : start + 120])
    return f"line {line}, column {column}: {message}\n{window}\n{' ' * (column - 1 - start)}^"


_WORDS = [
    "ABS",
    "AS",
    "ASC",
    "ASK",
    "AVG",
    "BASE",
    "BIND",
    "BNODE",
    "BOUND",
    "BY",
    "CEIL",
    "COALESCE",
    "CONCAT",
    "CONSTRUCT",
    "CONTAINS",
    "COUNT",
    "DATATYPE",
    "DAY",
    "DESC",
    "DESCRIBE",
    "DISTINCT",
    "EXISTS",
    "FALSE",
    "FILTER",
    "FLOOR",
    "FROM",
    "GRAPH",
    "GROUP",
    "GROUP_CONCAT",
    "HAVING",
    "HOURS",
    "IF",
    "IN",
    "IRI",
    "ISBLANK",
    "ISIRI",
    "ISLITERAL",
    "ISNUMERIC",
    "ISURI",
    "LANG",
    "LANGMATCHES",
    "LCASE",
    "LIMIT",
    "MAX",
    "MD5",
    "MIN",
    "MINUS",
    "MINUTES",
    "MONTH",
    "NAMED",
    "NOT",
    "NOW",
    "OFFSET",
    "OPTIONAL",
    "ORDER",
    "PREFIX",
    "RAND",
    "REDUCED",
    "REGEX",
    "REPLACE",
    "ROUND",
    "SAMETERM",
    "SAMPLE",
    "SECONDS",
    "SELECT",
    "SEPARATOR",
    "SHA1",
    "SHA256",
    "SHA384",
    "SHA512",
    "SILENT",
    "STR",
    "STRAFTER",
    "STRBEFORE",
    "STRDT",
    "STRENDS",
    "STRLANG",
    "STRLEN",
    "STRSTARTS",
    "STRUUID",
    "SUBSTR",
    "SUM",
    "TIMEZONE",
    "TRUE",
    "TZ",
    "UCASE",
    "UNDEF",
    "UNION",
    "URI",
    "UUID",
    "VALUES",
    "WHERE",
    "YEAR",
    "A",
    "LATERAL",
]


def _reason(text: str, line: int, column: int, expected: str) -> str:
    """Why the parser stopped, better than a list of what it had hoped for."""
    words = list(tokens(text))
    offset = sum(len(row) + 1 for row in text.split("\n")[: line - 1]) + column - 1
    if unknown := _undeclared(words):
        known = PREFIXES.get(unknown)
        hint = f"; add PREFIX {unknown}: <{known}>" if known else f"; add PREFIX {unknown}: <…>"
        return f'the prefix "{unknown}:" is not declared{hint}'
    if "SELECT contains a variable that is unbound" in expected:
        return "SELECT names a variable that is neither grouped by nor computed by a COUNT, MIN, SUM …"
    if "IRI parsing failed" in expected:
        return "an IRI here is not absolute; write it in full, or declare a BASE"
    here = next((word for word in words if word.start <= offset < word.start + len(word.text)), None)
    before = [word for word in words if word.start + len(word.text) <= offset]
    for word in ([here] if here else []) + before[-1:]:
        upper = word.text.upper()
        if word.kind == "word" and upper not in _WORDS:
            close = difflib.get_close_matches(upper, _WORDS, n=1)
            hint = f"; did you mean {close[0]}?" if close else ""
            return f'"{word.text[:40]}" is no word of SPARQL{hint}'
    marks = [word.text for word in words if word.kind == "mark"]
    missing = marks.count("{") - marks.count("}")
    if missing < 0:
        return "there are more } than {"
    if here is None:
        over = not any(word.start > offset for word in words)
        return (
            f"the query ends too early{'; a } is missing' * (missing > 0)}"
            if over
            else "something is missing"
        )
    return f'the query can\'t be read from here on; "{here.text[:40]}" is not expected'


def _undeclared(words: Sequence[Token]) -> str | None:
    """The first prefix that is used without having been declared."""
    declared = set(PREFIXES)
    previous = ""
    for word in words:
        if word.kind == "name":
            prefix = word.text.partition(":")[0]
            if previous.upper() == "PREFIX":
                declared.add(prefix)
            elif prefix not in declared:
                return prefix
        previous = word.text
    return None
