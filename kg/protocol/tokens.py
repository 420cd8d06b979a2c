"""Words of a SPARQL query: a tokenizer, and the rules a query must keep before anything evaluates it.

In:  the text of a query and the limits of the deployment.
Out: a Shape (what form of query, whether it names its dataset), or a RefusedError that says which rule.

The engine's parser is recursive and its planner about cubic: 5 kB of nested braces end the process, a
hundred OPTIONALs take seconds before the first row. It also reaches out to any host that SERVICE names,
so what looks like SERVICE in any reading is refused. Knows nothing of HTTP, stores or processes.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from kg.errors import QueryError

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]

_TOKEN = re.compile(
    r"""
      (?P<blank>[\x20\t\r\n]+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*>)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
              | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<variable>[?$]\w+)
    | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    | (?P<blanknode>_:\w+)
    | (?P<name>(?:[^\W\d_](?:[\w.·-]{0,100}[\w·-])?)?:
               (?:(?:[\w:]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])
                  (?:[\w:.·-]|%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?\#@%])*)?)
    | (?P<number>[0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?|[0-9]+\.?(?:[eE][+-]?[0-9]+)?)
    | (?P<word>[^\W\d_]\w*)
    | (?P<mark><<\(?|\)?>>|\^\^|&&|\|\||!=|<=|>=|\{\||\|\}|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_OPENING, _CLOSING = (
    frozenset({"{", "(", "[", "<<", "<<(", "{|"}),
    frozenset({"}", ")", "]", ">>", ")>>", "|}"}),
)
_OPERATORS = frozenset({"+", "-", "*", "/", "|", "^", "!", "&&", "||", "=", "!=", "<", ">", "<=", ">="})
_TERMS = frozenset({"iri", "name", "string", "number", "variable", "blanknode"})
_UPDATES = frozenset(
    {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH", "USING"}
)
_FORMS = frozenset({"SELECT", "ASK", "CONSTRUCT", "DESCRIBE"})
_ESCAPE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(frozen=True, slots=True)
class Token:
    """One word or mark of a query, with where it begins."""

    kind: str
    text: str
    start: int


@dataclass(frozen=True, slots=True)
class Limits:
    """How large and how deep a query may be. Each is far above any query written by hand."""

    characters: int = 100_000
    depth: int = 500  # of braces, brackets and parentheses; the engine's stack ends in the thousands
    operators: int = 1_000  # arithmetic, comparisons, logic: planning 1,000 terms of && takes 1.3 s
    path_steps: int = 100  # "/", "|" and "^": planning 300 takes 1 s
    optionals: int = 60  # planning 100 takes 1.7 s
    parts: int = 100  # triples and groups together: planning 60 about one variable takes 0.2 s, 200 take 24 s


@dataclass(frozen=True, slots=True)
class Shape:
    """What can be said of a query without evaluating it."""

    form: Form
    names_dataset: bool  # it has FROM or FROM NAMED


class RefusedError(QueryError):
    """A query breaks a rule; nothing was evaluated."""

    def __init__(self, message: str, rule: str, offset: int | None = None) -> None:
        super().__init__(message)
        self.rule = rule  # "service", "update", "depth", ...
        self.offset = offset  # where in the text, in characters


def tokens(text: str) -> Iterator[Token]:
    """The words and marks of a query in order, without blanks and comments. Never fails; linear time."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "mark"
        if kind not in ("blank", "comment"):
            yield Token(kind, match.group(), match.start())


def check(text: str, limits: Limits | None = None) -> Shape:
    """What kind of query this is, if it keeps the rules.

    Raises:
        RefusedError: the query is too long, too deep or too large, reaches for another host, or is an update.
    """
    limits = limits or Limits()
    if len(text) > limits.characters:
        raise RefusedError(
            f"the query has {len(text)} characters; at most {limits.characters} are read", rule="length"
        )
    words = list(tokens(text))
    _refuse_service(words)
    # Escapes may stand for letters or quotation marks; what they spell must keep the rule as well.
    if "\\u" in text or "\\U" in text:
        try:
            _refuse_service(tokens(_ESCAPE.sub(_spelled, text)))
        except RefusedError as refusal:
            raise RefusedError(str(refusal), refusal.rule) from refusal
    _refuse_size(words, limits)
    return _shape(words)


def _spelled(escape: re.Match[str]) -> str:
    code = int(escape.group(1) or escape.group(2), 16)
    return chr(code) if code <= 0x10FFFF else "�"


def _refuse_service(words: Iterable[Token]) -> None:
    """Refuse what any reading of the text could take for SERVICE.

    The engine's parser matches keywords without looking at what follows, so "service:x {" (a prefixed name
    to the eye) and "trueSERVICE" reach out too, and "?a<?b)SERVICE#>" is no IRI after a variable.
    """
    for token in words:
        lower = token.text.lower()
        if "service" not in lower:
            continue
        if token.kind == "word":
            raise RefusedError(
                "SERVICE is not available here: this endpoint asks no other host",
                rule="service",
                offset=token.start,
            )
        prefix = lower.partition(":")[0]
        if token.kind == "name" and "service" in prefix:
            raise RefusedError(
                f'the prefix "{token.text.partition(":")[0]}:" can be read as SERVICE, which is not '
                "available here; use another prefix",
                rule="service",
                offset=token.start,
            )
        if token.kind == "iri" and ")" in lower[: lower.rindex("service")]:
            raise RefusedError(
                "this can be read as SERVICE, which is not available here; write %29 for ) in an IRI",
                rule="service",
                offset=token.start,
            )


def _refuse_size(words: list[Token], limits: Limits) -> None:
    """Refuse depth and length that the engine's stack or planner can't bear."""
    counts: Counter[str] = Counter()
    most = {
        "operators": limits.operators,
        "path steps": limits.path_steps,
        "OPTIONALs": limits.optionals,
        "triples and groups": limits.parts,
    }
    open_marks: list[str] = []
    before = Token("mark", "", 0)
    values = False  # between VALUES and the brace that opens its rows
    for token in words:
        counted = tuple(_counted(token, before, open_marks))
        if token.kind == "word":
            values = token.text.upper() == "VALUES"
        before = token
        for what in counted:
            counts[what] += 1
            if counts[what] > most[what]:
                raise RefusedError(
                    f"the query has more than {most[what]} {what}; planning it would take too long",
                    rule=what,
                    offset=token.start,
                )
        if token.kind != "mark":
            continue
        if token.text in _OPENING:
            # Rows of VALUES cost nothing to plan, however many.
            is_data, values = values and token.text == "{", values and token.text == "("
            open_marks.append("data" if is_data else token.text)
            if len(open_marks) > limits.depth:
                raise RefusedError(
                    f"braces, brackets and parentheses are nested more than {limits.depth} deep",
                    rule="depth",
                    offset=token.start,
                )
        elif token.text in _CLOSING and open_marks:
            open_marks.pop()


def _counted(token: Token, before: Token, open_marks: list[str]) -> Iterator[str]:
    """Under which names a token counts."""
    innermost = open_marks[-1] if open_marks else ""
    if token.kind == "word" and token.text.upper() == "OPTIONAL":
        yield "OPTIONALs"
    elif token.kind != "mark":
        # Two terms side by side in parentheses: items of a collection, two triples each.
        if innermost == "(" and "data" not in open_marks and {token.kind, before.kind} <= _TERMS:
            yield "triples and groups"
    elif token.text in ("{", "["):
        yield "triples and groups"
    elif token.text in _OPERATORS:
        yield "operators"
        if token.text in ("/", "|", "^"):
            yield "path steps"
    elif token.text in (".", ";", ",") and innermost in ("{", "[", "{|"):
        yield "triples and groups"


def _shape(words: list[Token]) -> Shape:
    """The form of the query and whether it names its dataset."""
    form: Form | None = None
    depth, names_dataset, skip = 0, False, 0
    for token in words:
        if skip:  # the name and the IRI of a PREFIX, the IRI of a BASE
            skip -= 1
            continue
        word = token.text.upper() if token.kind == "word" else ""
        if form is None:
            if word in ("BASE", "PREFIX", "VERSION"):
                skip = 2 if word == "PREFIX" else 1
            elif word in _UPDATES:
                raise RefusedError(
                    f"{word} is an update; this endpoint answers queries only", "update", token.start
                )
            elif word in _FORMS:
                form = word  # type: ignore[assignment]
            else:
                raise RefusedError(
                    f'a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, found "{token.text[:40]}"',
                    rule="form",
                    offset=token.start,
                )
        elif depth == 0 and word == "FROM":
            names_dataset = True
        elif token.kind == "mark" and token.text in _OPENING:
            depth += 1
        elif token.kind == "mark" and token.text in _CLOSING:
            depth -= 1
    if form is None:
        raise RefusedError(
            "the query is empty; it begins with SELECT, ASK, CONSTRUCT or DESCRIBE", rule="form"
        )
    return Shape(form, names_dataset)
