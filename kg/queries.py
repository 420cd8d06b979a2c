"""Saved queries: their files and headers, and values for their parameters.

In:  `queries/*.rq` (the header is described in queries/README.md), and what a caller wrote for a parameter.
Out: SavedQuery values; terms to bind, or a ParameterError that names the parameter and what was expected.

A value never becomes a part of a query's text. Knows nothing of how queries are run: where a name has to be
looked up, it is handed a function that does.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path

from rdflib import XSD, BNode, Literal, URIRef

from kg.errors import ParameterError, QueryError
from kg.patterns import concepts
from kg.settings import shared_dir
from kg.vocabulary import PREFIXES

Value = URIRef | BNode | Literal
Rows = Callable[[str, Mapping[str, Value]], Iterable[tuple[Value | None, ...]]]

_PARAMETER = re.compile(
    r"param\s+(?P<name>\w+)\s+(?P<type>\w+)(?:\((?P<scheme>\w+)\))?(?P<optional>\s+optional)?"
    r"(?:\s+example\s+(?:\"(?P<quoted>[^\"]*)\"|(?P<bare>\S+)))?\s+(?P<about>\S.*)"
)
_SELECTED = re.compile(r'"(?:[^"\\]|\\.)*"|[(){]|\bWHERE\b|(\bAS\s+)?\?(\w+)', re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\x00-\x20<>\"{}|\\^`]+")
_KEY = re.compile(r"[^\x00-\x20<>\"{}|\\^`?#]+")
_PLAIN = ("string", "integer", "decimal", "date")
_NAMED = ("entity", "actor", "location", "article", "iri")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that a caller may give."""

    name: str
    type: str  # "actor", "location", "entity", "article", "iri", "concept", "string", "integer", …
    about: str
    optional: bool = False
    example: str | None = None
    scheme: str | None = None  # of a concept: "measure"

    def choices(self) -> tuple[tuple[str, str], ...]:
        """Notation and label of each concept to choose from; empty for other types."""
        return tuple((c.notation, c.label) for c in concepts(self.scheme)) if self.scheme else ()


@dataclass(frozen=True, slots=True)
class SavedQuery:
    """A query that is kept by name."""

    name: str
    title: str
    question: str
    about: str
    parameters: tuple[Parameter, ...]
    columns: tuple[str, ...]
    text: str

    def parameter(self, name: str) -> Parameter:
        """The parameter of that name.

        Raises:
            ParameterError: there is none; the message lists those there are.
        """
        for parameter in self.parameters:
            if parameter.name == name:
                return parameter
        known = ", ".join(p.name for p in self.parameters) or "none"
        raise ParameterError(f"{self.name} has no parameter {name!r}; it has: {known}")


def load_queries(folder: Path | None = None) -> Mapping[str, SavedQuery]:
    """Every saved query of a folder, by name, in order of name.

    Args:
        folder: another folder than the shipped one.

    Raises:
        QueryError: a file has no proper header.
    """
    files = sorted((folder or shared_dir("queries")).glob("*.rq"))
    return {path.stem: read_query(path.stem, path.read_text(encoding="utf-8")) for path in files}


def read_query(name: str, text: str) -> SavedQuery:
    """A saved query from the text of its file.

    Raises:
        QueryError: title, question or description is missing, or a parameter can't be read.
    """
    said: dict[str, str] = {}
    parameters: list[Parameter] = []
    for line in text.splitlines():
        if not line.startswith("#"):
            break
        words = line.removeprefix("#").strip()
        if words.startswith("param "):
            parameters.append(_parameter(name, words))
        else:
            key, colon, rest = words.partition(":")
            if colon:
                said[key.strip()] = rest.strip()
    missing = [key for key in ("title", "question", "about") if not said.get(key)]
    if missing:
        raise QueryError(f"{name}.rq: the header lacks {', '.join(missing)}")
    columns = selected(text)
    unbound = [p.name for p in parameters if p.name not in columns]
    if unbound:
        raise QueryError(f"{name}.rq: a parameter has to be selected: {', '.join(unbound)}")
    return SavedQuery(name, said["title"], said["question"], said["about"], tuple(parameters), columns, text)


def _parameter(name: str, words: str) -> Parameter:
    found = _PARAMETER.fullmatch(words)
    if not found:
        raise QueryError(
            f"{name}.rq: expected: param NAME TYPE [optional] [example VALUE]  TEXT, got: {words}"
        )
    kind, scheme = found["type"], found["scheme"]
    if kind not in (*_PLAIN, *_NAMED, "concept") or (kind == "concept") != bool(scheme):
        raise QueryError(f"{name}.rq: {found['name']} has no known type: {kind}")
    return Parameter(
        name=found["name"],
        type=kind,
        about=found["about"].strip(),
        optional=bool(found["optional"]),
        example=found["quoted"] if found["quoted"] is not None else found["bare"],
        scheme=scheme,
    )


def selected(text: str) -> tuple[str, ...]:
    """The variables that a SELECT gives, in order; of an expression the name it gets.

    >>> selected("SELECT DISTINCT ?a (MIN(?x) AS ?b) WHERE { ?a ?p ?x }")
    ('a', 'b')
    """
    body = re.sub(r"^\s*#.*$", "", text, flags=re.MULTILINE)
    start = re.search(r"\bSELECT\b", body, flags=re.IGNORECASE)
    if not start:
        return ()
    names, depth = [], 0
    for piece in _SELECTED.finditer(body, start.end()):
        mark = piece.group()
        if mark == "(":
            depth += 1
        elif mark == ")":
            depth -= 1
        elif mark == "{" or mark.upper() == "WHERE":
            break
        elif piece[2] and (depth == 0 or (depth == 1 and piece[1])):
            names.append(piece[2])
    return tuple(names)


# --- values --------------------------------------------------------------------------------------


def bind(query: SavedQuery, given: Mapping[str, str], base: str, rows: Rows) -> dict[str, Value]:
    """Check what a caller gave and turn it into terms.

    Args:
        query: the saved query.
        given: parameter name to value, as written; an empty value counts as not given.
        base: data IRIs begin with it.
        rows: answers a query with bindings; used to look up names.

    Raises:
        ParameterError: a parameter is unknown, missing, or of another type.
    """
    for name in given:
        query.parameter(name)
    bound: dict[str, Value] = {}
    for parameter in query.parameters:
        value = given.get(parameter.name, "").strip()
        if value:
            bound[parameter.name] = _value(parameter, value, base, rows)
        elif not parameter.optional:
            example = f", for example {parameter.example}" if parameter.example else ""
            raise ParameterError(
                f"{query.name} needs the parameter {parameter.name}{example}: {parameter.about}"
            )
    return bound


def _value(parameter: Parameter, value: str, base: str, rows: Rows) -> Value:
    match parameter.type:
        case "string":
            return Literal(value)
        case "integer":
            return _number(parameter, value, int, "a whole number, such as 12")
        case "decimal":
            return _number(parameter, value, Decimal, "a number, such as 12.5")
        case "date":
            return _date(parameter, value)
        case "concept":
            return _concept(parameter, value)
        case "article":
            return find_article(value, base, rows) or _unknown(parameter, value)
        case _:
            return _thing(parameter, value, base, rows)


def _number(
    parameter: Parameter, value: str, parse: Callable[[str], int | Decimal], expected: str
) -> Literal:
    try:
        # Plain ASCII only: int() also reads "1_000" and digits of other scripts.
        number = parse(value) if re.fullmatch(r"[+-]?[0-9]*\.?[0-9]+", value) else None
    except (ValueError, InvalidOperation):
        number = None
    if number is None:
        raise ParameterError(f"{parameter.name}: expected {expected}, got {value[:80]!r}")
    return Literal(number)


def _date(parameter: Parameter, value: str) -> Literal:
    try:
        day = date.fromisoformat(value) if re.fullmatch(r"\d{4}-\d\d-\d\d", value, re.ASCII) else None
    except ValueError:
        day = None
    if day is None:
        raise ParameterError(f"{parameter.name}: expected a date, such as 2016-05-23, got {value[:80]!r}")
    return Literal(day.isoformat(), datatype=XSD.date)


def _concept(parameter: Parameter, value: str) -> Literal:
    rows = concepts(parameter.scheme or "")
    wanted = value.casefold()
    for row in rows:
        if value == row.iri or wanted in (row.notation.casefold(), row.label.casefold()):
            return Literal(row.notation)
    known = ", ".join(row.notation for row in rows)
    raise ParameterError(f"{parameter.name}: expected one of {known}; got {value[:80]!r}")


def _unknown(parameter: Parameter, value: str) -> Value:
    raise ParameterError(
        f"{parameter.name}: expected {_EXPECTED[parameter.type]}; nothing here is called {value[:80]!r}"
    )


_EXPECTED = {
    "entity": "the key, name or IRI of an actor or a place",
    "actor": "the key, name or IRI of an actor",
    "location": "the key, name or IRI of a place",
    "article": "the hash, name or IRI of an article",
    "iri": "an IRI, or the key or name of an actor, a place or an article",
}

# --- names to things -----------------------------------------------------------------------------

_DECLARED = "".join(f"PREFIX {p}: <{PREFIXES[p]}>\n" for p in ("att", "nif", "schema", "skos"))
_CLASS_OF = {"actor": URIRef(PREFIXES["att"] + "Actor"), "location": URIRef(PREFIXES["att"] + "Location")}
_EXISTS = "SELECT ?it ?kind WHERE { ?it a ?kind } LIMIT 1"
_ARTICLE_NAMED = _DECLARED + "SELECT DISTINCT ?it ?name WHERE { ?it a att:Article ; schema:identifier ?name }"
# First the name as it is written, which an index finds; then in any case, which reads all names.
_NAMES = (
    _DECLARED + "SELECT ?it ?name ?kind WHERE { ?it skos:prefLabel ?name ; a ?kind }",
    _DECLARED + "SELECT ?it ?name ?kind WHERE { ?it skos:altLabel ?name ; a ?kind }",
)
_ANY_CASE = (
    _DECLARED
    + """SELECT DISTINCT ?it ?name ?wanted WHERE {
  ?it skos:prefLabel|skos:altLabel ?name .
  FILTER(LCASE(STR(?name)) = ?wanted)
}"""
)
_MENTIONED = _DECLARED + "SELECT ?it ?mention WHERE { ?mention att:refersTo ?it } LIMIT 1"


def _thing(parameter: Parameter, value: str, base: str, rows: Rows) -> Value:
    """An actor, a place, or whatever an IRI names."""
    if _ABSOLUTE.fullmatch(value) and (parameter.type == "iri" or "://" in value or value.startswith("urn:")):
        return URIRef(value)
    if _KEY.fullmatch(value):
        paths = (f"entity/{value}", value) if parameter.type == "iri" else (f"entity/{value}",)
        for path in paths:
            iri = URIRef(base + path)
            if _is_a(iri, parameter.type, rows):
                return iri
    found = sorted(set(_called(value, parameter.type, rows)))
    if not found and parameter.type == "iri" and (article := find_article(value, base, rows)):
        return article
    if len(found) > 1:
        # Of several of that name the one that articles speak of is meant.
        found = [it for it in found if list(rows(_MENTIONED, {"it": it}))] or found
    if not found:
        return _unknown(parameter, value)
    if len(found) > 1:
        keys = ", ".join(it.removeprefix(f"{base}entity/") for it in found[:8])
        raise ParameterError(f"{parameter.name}: {value[:80]!r} is the name of several; give one of: {keys}")
    return found[0]


def _is_a(iri: URIRef, kind: str, rows: Rows) -> bool:
    """Whether there is such a thing, of the right class."""
    bindings: dict[str, Value] = {"it": iri}
    if kind in _CLASS_OF:
        bindings["kind"] = _CLASS_OF[kind]
    return any(True for _ in rows(_EXISTS, bindings))


def _called(name: str, kind: str, rows: Rows) -> list[URIRef]:
    """Actors or places of that name."""
    written = (Literal(name, lang="en"), Literal(name))
    of_class: dict[str, Value] = {"kind": _CLASS_OF[kind]} if kind in _CLASS_OF else {}
    for text in _NAMES:
        found = [it for literal in written for it, *_ in rows(text, {"name": literal, **of_class})]
        if found:
            return [it for it in found if isinstance(it, URIRef)]
    every = rows(_ANY_CASE, {"wanted": Literal(name.lower())})
    return [it for it, *_ in every if isinstance(it, URIRef) and _is_a(it, kind, rows)]


def find_article(value: str, base: str, rows: Rows) -> Value | None:
    """An article by IRI, hash or the name it came with."""
    if "://" in value and _ABSOLUTE.fullmatch(value):
        return URIRef(value)
    if re.fullmatch(r"[0-9a-f]{16}", value) and _is_a(URIRef(f"{base}article/{value}"), "article", rows):
        return URIRef(f"{base}article/{value}")
    found = sorted(it for it, *_ in rows(_ARTICLE_NAMED, {"name": Literal(value)}) if isinstance(it, URIRef))
    if len(found) > 1:
        hashes = ", ".join(it.removeprefix(f"{base}article/") for it in found)
        raise ParameterError(f"{value[:80]!r} is the name of several articles; give one of: {hashes}")
    return found[0] if found else None


# --- what is in a store --------------------------------------------------------------------------

_SUMMARY = (
    _DECLARED
    + """SELECT ?class (COUNT(DISTINCT ?it) AS ?number) WHERE {
  VALUES ?class {
    att:Article att:Mention att:Statement att:QuantityClaim att:OperationMention att:RelativeLocation
    att:Link att:Decision
  }
  ?it a ?class .
} GROUP BY ?class"""
)
_ENTITIES = (
    _DECLARED
    + """SELECT ?class (COUNT(DISTINCT ?it) AS ?number) WHERE {
  { SELECT DISTINCT ?it WHERE { ?mention att:refersTo ?it } }
  VALUES ?class { att:Actor att:Location }
  ?it a ?class .
} GROUP BY ?class"""
)
_NOUNS = {
    "Article": "articles",
    "Mention": "mentions",
    "Actor": "actors",
    "Location": "locations",
    "Statement": "statements",
    "QuantityClaim": "figures",
    "OperationMention": "operation mentions",
    "RelativeLocation": "relative locations",
    "Link": "links",
    "Decision": "decisions",
}


def summary(rows: Rows) -> dict[str, int]:
    """How much was read: articles, mentions, the actors and locations they refer to, findings by kind;
    and what was proposed and decided about links to Wikidata.
    """
    numbers = {
        str(kind).rpartition("#")[2]: int(str(number))
        for text in (_SUMMARY, _ENTITIES)
        for kind, number in rows(text, {})
        if kind is not None
    }
    return {noun: numbers.get(kind, 0) for kind, noun in _NOUNS.items()}
