"""Decisions: what people said: which Wikidata item an entity is, and which two entities are one.

In:  decisions as they are made; a plain table of them (TSV), fit for a git repository; `graph/decisions`.
Out: the same table and graph; what stands after all of them; what contradicts what.

Decisions are only ever added. Of two about the same entity and item, or the same two entities, the later
counts. Their order is that of
their times, then of their words, so that a table merged from two branches means the same in any order of its
lines, and table and graph tell the same.

Knows nothing of scores, of services or of who asks.
"""

import csv
import hashlib
import io
import os
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Enum
from pathlib import Path

from kg.errors import DecisionError
from kg.vocabulary import (
    ATT,
    DCTERMS,
    PREFIXES,
    RDF,
    SSSOM,
    WD,
    NamedGraph,
    Names,
    Term,
    Triple,
    concept,
    moment,
    named_graph,
    string,
    text_of,
)

_COLUMNS = ("entity", "item", "verdict", "who", "when", "why")
_ITEM = re.compile(r"Q[1-9][0-9]*")


class Verdict(Enum):
    """What somebody said; the values are those of the list `verdict`."""

    ACCEPT = "accept"
    REJECT = "reject"
    NIL = "nil"
    UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Decision:
    """One thing that somebody said about an entity and an item."""

    entity: str  # key: "fallujah", "person/lise-grande"
    item: str | None  # "Q191170"; the key of another entity: the two are one; None: there is no item
    verdict: Verdict
    who: str
    when: datetime  # in UTC, whole seconds
    why: str = ""

    def __post_init__(self) -> None:
        if not self.entity or any(c.isspace() for c in self.entity):
            raise DecisionError(f"an entity is named by its key, got {self.entity!r}")
        if self.item is not None and not _ITEM.fullmatch(self.item):
            self._be_a_pair(self.item)
        if self.verdict in (Verdict.ACCEPT, Verdict.REJECT) and self.item is None:
            raise DecisionError(f"{self.entity}: {self.verdict.value} needs an item")
        if self.verdict is Verdict.NIL and self.item is not None:
            raise DecisionError(f"{self.entity}: nil says that there is no item, got {self.item}")
        if not self.who.strip():
            raise DecisionError(f"{self.entity}: who decided this?")
        if self.when.tzinfo is None or self.when.microsecond:
            raise DecisionError(f"{self.entity}: the time needs a zone and whole seconds: {self.when}")
        for name in ("who", "why"):
            # One decision is one line: blanks of any kind become one.
            object.__setattr__(self, name, " ".join(getattr(self, name).split()))
        object.__setattr__(self, "when", self.when.astimezone(UTC))

    def _be_a_pair(self, other: str) -> None:
        """Two entities are the same two in any order."""
        if "/" not in other or "://" in other or any(c.isspace() for c in other):
            told = f"an item is named like Q42, another entity by its key, got {other!r}"
            raise DecisionError(f"{self.entity}: {told}")
        if other == self.entity:
            raise DecisionError(f"{self.entity}: it is itself, whatever anybody decides")
        for name, key in zip(("entity", "item"), pair(self.entity, other), strict=True):
            object.__setattr__(self, name, key)

    @property
    def other(self) -> str | None:
        """The key of the other entity, where this is about two being one."""
        return None if self.item is None or _ITEM.fullmatch(self.item) else self.item


def pair(one: str, other: str) -> tuple[str, str]:
    """Two keys in the order in which a decision has them.

    The key of a curated entity comes first: it has no slash, and the second has to have one, so that it is
    never taken for a misspelt item. That two entries of the gazetteer are one is said in the gazetteer.

    >>> pair("armed-force/militia-of-tole", "army-of-tole")
    ('army-of-tole', 'armed-force/militia-of-tole')
    """
    first, second = sorted((one, other), key=lambda key: ("/" in key, key))
    return first, second


def in_order(decisions: Iterable[Decision]) -> tuple[Decision, ...]:
    """Each decision once, earlier ones first."""
    return tuple(sorted(set(decisions), key=_order))


def _order(one: Decision) -> tuple[datetime, str, str, str, str, str]:
    return (one.when, one.entity, one.item or "", one.verdict.value, one.who, one.why)


def decide(
    before: Iterable[Decision],
    entity: str,
    item: str | None,
    verdict: Verdict,
    who: str,
    now: datetime,
    why: str = "",
) -> Decision:
    """A new decision. It comes after all others about the same entity, by a second if it has to.

    Raises:
        DecisionError: a part of it is missing or malformed, or there is nothing to undo.
    """
    if item is not None and "/" in item:
        entity, item = pair(entity, item)
    own = [one for one in before if one.entity == entity]
    if verdict is Verdict.UNDO and not _is_decided(own, item):
        about = item or "there being no item"
        raise DecisionError(f"{entity}: nothing has been decided about {about}, so nothing can be undone")
    when = max([now.replace(microsecond=0), *(one.when + timedelta(seconds=1) for one in own)])
    return Decision(entity, item, verdict, who, when, why)


def _is_decided(own: Iterable[Decision], item: str | None) -> bool:
    latest = [one for one in in_order(own) if one.item == item]
    return bool(latest) and latest[-1].verdict is not Verdict.UNDO


# --- what stands ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What counts after all decisions."""

    accepted: Mapping[str, Decision]  # entity -> the acceptance that counts
    rejected: Mapping[tuple[str, str], Decision]  # (entity, item) -> the rejection
    nil: Mapping[str, Decision]  # entity -> that there is no item
    merged: Mapping[tuple[str, str], Decision]  # two entities -> that they are one
    apart: Mapping[tuple[str, str], Decision]  # two entities -> that they are two
    contradictions: tuple[str, ...]  # in words, sorted


def standing(decisions: Iterable[Decision], curated: Mapping[str, str] | None = None) -> Standing:
    """What counts, and what can't all be true.

    Of two items accepted for one entity, and of an item and nil, the later counts.

    Args:
        decisions: in any order.
        curated: entity -> item, as the gazetteer has it.
    """
    latest: dict[tuple[str, str | None], Decision] = {}
    pairs: dict[tuple[str, str], Decision] = {}
    for one in in_order(decisions):
        if one.other is None:
            latest[one.entity, one.item] = one
        else:
            pairs[one.entity, one.other] = one
    by_entity: dict[str, list[Decision]] = defaultdict(list)
    for one in latest.values():
        if one.verdict in (Verdict.ACCEPT, Verdict.NIL):
            by_entity[one.entity].append(one)
    winners = {entity: max(rows, key=_order) for entity, rows in by_entity.items()}
    accepted = {e: one for e, one in sorted(winners.items()) if one.verdict is Verdict.ACCEPT}
    merged = {two: one for two, one in sorted(pairs.items()) if one.verdict is Verdict.ACCEPT}
    apart = {two: one for two, one in sorted(pairs.items()) if one.verdict is Verdict.REJECT}
    heads = heads_of(merged)
    return Standing(
        accepted=accepted,
        rejected={
            (one.entity, one.item): one
            for one in in_order(latest.values())
            if one.verdict is Verdict.REJECT and one.item is not None
        },
        nil={e: one for e, one in sorted(winners.items()) if one.verdict is Verdict.NIL},
        merged=merged,
        apart=apart,
        contradictions=tuple(
            sorted(
                {
                    *_inside(by_entity),
                    *_across(accepted, curated or {}, latest, heads),
                    *_between(apart, accepted, curated or {}, heads),
                }
            )
        ),
    )


def heads_of(merged: Iterable[tuple[str, str]]) -> dict[str, str]:
    """For every entity that is said to be another one, the first key of all that are one with it.

    >>> heads_of([("b", "x/c"), ("a", "x/c")])
    {'b': 'a', 'x/c': 'a', 'a': 'a'}
    """
    groups: dict[str, set[str]] = {}
    for one, other in merged:
        joined = groups.get(one, {one}) | groups.get(other, {other})
        groups.update(dict.fromkeys(sorted(joined), joined))
    return {key: min(joined) for key, joined in groups.items()}


def _told(one: Decision) -> str:
    about = "nil" if one.item is None else f"{one.item} {one.verdict.value}ed"
    return f"{about} by {one.who} on {one.when.date()}"


def _inside(by_entity: Mapping[str, list[Decision]]) -> Iterator[str]:
    for entity, rows in by_entity.items():
        if len(rows) > 1:
            told = [_told(one) for one in sorted(rows, key=_order)]
            yield f"{entity}: {', '.join(told)}; the latest counts, undo the others"


def _across(
    accepted: Mapping[str, Decision],
    curated: Mapping[str, str],
    latest: Mapping[tuple[str, str | None], Decision],
    heads: Mapping[str, str],
) -> Iterator[str]:
    entities: dict[str, list[str]] = defaultdict(list)
    for entity, one in accepted.items():
        if one.item is not None:
            entities[one.item].append(entity)
        if curated.get(entity, one.item) != one.item:
            yield f"{entity}: {_told(one)}, but the gazetteer has {curated[entity]}, which is kept"
    for item, keys in entities.items():
        if len({heads.get(key, key) for key in keys}) > 1:
            yield f"{item}: accepted for {' and '.join(sorted(keys))}; are they one?"
    for entity, item in curated.items():
        no = latest.get((entity, item))
        if no is not None and no.verdict is Verdict.REJECT:
            yield f"{entity}: {_told(no)}, but it stands in the gazetteer; correct it there"


def _between(
    apart: Mapping[tuple[str, str], Decision],
    accepted: Mapping[str, Decision],
    curated: Mapping[str, str],
    heads: Mapping[str, str],
) -> Iterator[str]:
    """Where entities that are said to be one can't be."""
    for (one, other), no in apart.items():
        if one in heads and heads[one] == heads.get(other):
            yield f"{one}: {_told(no)}, but other decisions make them one; undo one of them"
    items: dict[str, dict[str, str]] = defaultdict(dict)
    for key, head in sorted(heads.items()):
        own = curated.get(key) or (accepted[key].item if key in accepted else None)
        if own is not None:
            items[head].setdefault(own, key)
    for found in items.values():
        if len(found) > 1:
            told = " and ".join(sorted(f"{key} is {item}" for item, key in found.items()))
            yield f"{min(found.values())}: said to be one entity, but {told}"


# --- the table ------------------------------------------------------------------------------------


def read_table(path: Path) -> tuple[Decision, ...]:
    """The decisions of a table; none where there is no file yet.

    Raises:
        DecisionError: the file can't be read, or a line can't be used; the message names it.
    """
    try:
        return parse_table(path.read_text(encoding="utf-8"), path.name)
    except FileNotFoundError:
        return ()
    except (OSError, UnicodeDecodeError) as error:
        raise DecisionError(f"{path}: {error}") from error


def parse_table(text: str, name: str) -> tuple[Decision, ...]:
    """The decisions of a table's text, in order.

    Raises:
        DecisionError: a line can't be used; the message names it.
    """
    lines = text.removeprefix("\ufeff").splitlines()
    if not lines:
        return ()
    if tuple(lines[0].split("\t")) != _COLUMNS:
        raise DecisionError(f"{name}:1: the first line has to be {' '.join(_COLUMNS)}, joined by tabs")
    found = []
    for number, line in enumerate(lines[1:], start=2):
        if not line.strip():
            continue
        if line.startswith(("<<<<<<<", "=======", ">>>>>>>")):
            raise DecisionError(f"{name}:{number}: a merge was not finished; keep the lines of both sides")
        cells = line.split("\t")
        if len(cells) != len(_COLUMNS):
            raise DecisionError(f"{name}:{number}: {len(_COLUMNS)} columns expected, {len(cells)} found")
        try:
            found.append(decision_of(dict(zip(_COLUMNS, cells, strict=True))))
        except DecisionError as error:
            raise DecisionError(f"{name}:{number}: {error}") from error
    return in_order(found)


def decision_of(row: Mapping[str, str]) -> Decision:
    """A decision from its columns.

    Raises:
        DecisionError: a column can't be used.
    """
    try:
        verdict = Verdict(row["verdict"])
    except ValueError:
        choices = ", ".join(one.value for one in Verdict)
        raise DecisionError(f"verdict: expected one of {choices}, got {row['verdict']!r}") from None
    try:
        when = datetime.fromisoformat(row["when"])
    except ValueError as error:
        raise DecisionError(f"when: {error}") from error
    return Decision(row["entity"], row["item"] or None, verdict, row["who"], when, row["why"])


def accepted_items(path: Path) -> dict[str, str]:
    """entity -> item that counts as accepted, by the table alone.

    Raises:
        DecisionError: the table has a line that can't be used.
    """
    found = standing(read_table(path)).accepted
    return {key: one.item for key, one in found.items() if one.item is not None}


def row_of(one: Decision) -> dict[str, str]:
    """The columns of a decision."""
    when = one.when.isoformat().replace("+00:00", "Z")
    values = (one.entity, one.item or "", one.verdict.value, one.who, when, one.why)
    return dict(zip(_COLUMNS, values, strict=True))


def table_text(decisions: Iterable[Decision]) -> str:
    """The table: a header, then one line for each decision, in order."""
    held = io.StringIO()
    # No quotation marks: nothing in a cell has a tab or a line end.
    writer = csv.writer(held, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
    writer.writerow(_COLUMNS)
    for one in in_order(decisions):
        writer.writerow(row_of(one).values())
    return held.getvalue()


def write_table(path: Path, decisions: Iterable[Decision]) -> bool:
    """Write the table if it says something else, beside the old one and then in its place.

    Returns:
        Whether anything was written.

    Raises:
        DecisionError: it can't be written.
    """
    text = table_text(decisions)
    partial = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        if path.is_file() and path.read_text(encoding="utf-8") == text:
            return False
        path.parent.mkdir(parents=True, exist_ok=True)
        partial.write_text(text, encoding="utf-8", newline="\n")
        partial.replace(path)
    except OSError as error:
        raise DecisionError(f"{path}: {error}") from error
    finally:
        with suppress(OSError):
            partial.unlink()
    return True


# --- the graph ------------------------------------------------------------------------------------


def decisions_graph(decisions: Iterable[Decision], names: Names) -> NamedGraph:
    """`graph/decisions`: each decision with who, when and why."""
    return named_graph(
        names.graph("decisions"), (triple for one in decisions for triple in _describe(one, names))
    )


def decision_term(one: Decision, names: Names) -> Term:
    """The name of a decision: a hash of all that it says."""
    return names.decision(hashlib.sha256("\t".join(row_of(one).values()).encode()).hexdigest()[:16])


def _describe(one: Decision, names: Names) -> Iterator[Triple]:
    term = decision_term(one, names)
    yield term, RDF.type, ATT.Decision
    yield term, SSSOM.subject_id, names.entity(one.entity)
    if one.item is not None:
        about = WD[one.item] if one.other is None else names.entity(one.other)
        yield term, SSSOM.object_id, about
    yield term, ATT.verdict, concept("verdict", one.verdict.value)
    yield term, ATT.decidedBy, string(one.who)
    yield term, DCTERMS.created, moment(one.when)
    if one.why:
        yield term, ATT.because, string(one.why)


def decisions_in(graph: NamedGraph, key_of: Callable[[Term], str]) -> tuple[Decision, ...]:
    """The decisions of `graph/decisions`, in order.

    Args:
        graph: what `decisions_graph` gave.
        key_of: the key of an entity, from its IRI.
    """
    told: dict[Term, dict[Term, Term]] = defaultdict(dict)
    for s, p, o in graph.triples:
        told[s][p] = o
    return in_order(
        Decision(
            entity=key_of(one[SSSOM.subject_id]),
            item=_about(one[SSSOM.object_id], key_of) if SSSOM.object_id in one else None,
            verdict=Verdict(text_of(one[ATT.verdict]).rpartition("#verdict-")[2]),
            who=text_of(one[ATT.decidedBy]),
            when=datetime.fromisoformat(text_of(one[DCTERMS.created])),
            why=text_of(one[ATT.because]) if ATT.because in one else "",
        )
        for one in told.values()
    )


def _about(term: Term, key_of: Callable[[Term], str]) -> str:
    """An item or the key of an entity, as a decision has it."""
    iri = text_of(term)
    return iri.removeprefix(PREFIXES["wd"]) if iri.startswith(PREFIXES["wd"]) else key_of(term)
