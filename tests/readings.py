"""Readings made by hand: what extractors and resolve would give for a text, told in JSON.

A span is the words themselves, or [words, n] for their n-th occurrence counted from 0. Mentions have a name
and are pointed at by it; a time is {"span", "value", "precision", "basis"}. Everything else has the shape of
the dataclasses of kg/model.py.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from kg import model
from kg.describe import describe
from kg.model import (
    ActorType,
    Article,
    Entity,
    Finding,
    Form,
    Kind,
    LocationType,
    Mention,
    Passage,
    Reading,
    Reference,
    Resolved,
    Span,
    TimeExpression,
    Zone,
    mentions_in,
)
from kg.provenance import Configuration, describe_origin
from kg.relate import relate
from kg.vocabulary import NamedGraph, Names, named_graph
from tests.builders import make_article

GOLDEN = Path(__file__).parent / "golden"
BASE = "https://example.org/id/"
NAMES = Names(BASE)
CONFIGURATION = Configuration(
    model="by-hand", model_version="1", model_sha256="0" * 64, rules_sha256="1" * 64, base=BASE, packages=()
)


@dataclass(frozen=True)
class Told:
    """One file: what was read, and which entity each mention refers to."""

    reading: Reading
    entities: dict[tuple[Kind, Span], Entity]

    def resolved(self) -> Resolved:
        """The reading related and resolved, as `kg.build` would have it."""
        return resolve_by_hand(relate(self.reading), self.entities)


def graph_by_hand(name: str) -> NamedGraph:
    """The graph of a golden reading, as `kg.build` would make it."""
    return graph_of_told(told(name))


def graph_of_told(one: Told) -> NamedGraph:
    resolved = one.resolved()
    article = resolved.reading.article
    triples = [*describe(resolved, NAMES), *describe_origin(article, CONFIGURATION, NAMES)]
    return named_graph(NAMES.article_graph(article.id), triples)


def resolve_by_hand(reading: Reading, entities: dict[tuple[Kind, Span], Entity]) -> Resolved:
    keys = {(m.kind, m.evidence) for f in reading.findings for m in mentions_in(f)}
    return Resolved(reading, {key: entities[key] for key in sorted(keys, key=lambda k: (k[1], k[0].value))})


def golden_names() -> list[str]:
    return sorted(path.stem for path in GOLDEN.glob("*.json"))


def told(name: str) -> Told:
    """A reading of the folder `golden`."""
    return read_told(json.loads((GOLDEN / f"{name}.json").read_text(encoding="utf-8")))


def read_told(record: dict[str, Any]) -> Told:
    article = _article(record["article"])
    text = article.text

    def span(value: Any) -> Span:
        words, nth = value if isinstance(value, list) else (value, 0)
        start = -1
        for _ in range(nth + 1):
            start = text.index(words, start + 1)
        return Span(start, start + len(words))

    entities = {
        key: Entity(
            key=key,
            kind=Kind(row["kind"]),
            type=_type(row["type"]),
            label=row["label"],
            aliases=tuple(row.get("aliases", ())),
            wikidata=row.get("wikidata"),
            curated=row.get("curated", False),
            because=row.get("because", "name"),
        )
        for key, row in record["entities"].items()
    }
    mentions: dict[str, Mention] = {}
    entity_of: dict[tuple[Kind, Span], Entity] = {}
    for name, row in record["mentions"].items():
        entity = entities[row["entity"]]
        evidence = span(row["words"])
        mentions[name] = Mention(
            evidence=evidence,
            pattern=row.get("pattern", "model/NAME"),
            confidence=row.get("confidence", 0.9),
            kind=entity.kind,
            type=entity.type,
            form=Form(row.get("form", "name")),
            text=evidence.of(text),
            head=evidence,
            head_lemma=evidence.of(text),
            name=span(row["name"]) if "name" in row else None,
        )
        entity_of[entity.kind, evidence] = entity
    found = [name for name, row in record["mentions"].items() if row.get("found", True)]
    findings: list[Finding] = [mentions[name] for name in found]
    findings += [_finding(row, mentions, span) for row in record["findings"]]
    order = sorted(findings, key=lambda f: (f.evidence, type(f).__name__, f.pattern, repr(f)))
    sentences = tuple(sorted(span(words) for words in record["sentences"]))
    return Told(Reading(article=article, sentences=sentences, findings=tuple(order)), entity_of)


def _article(record: dict[str, Any]) -> Article:
    more = {k: v for k, v in record.items() if k not in ("text", "zones")}
    for key in ("published", "reference_date"):
        if more.get(key):
            more[key] = date.fromisoformat(more[key])
    more["authors"] = tuple(more.get("authors", ()))
    article = make_article(record["text"], **more)
    zones = record.get("zones", {})
    passages = tuple(Passage(p.span, Zone(zones.get(str(i), "body"))) for i, p in enumerate(article.passages))
    return Article(**{f.name: getattr(article, f.name) for f in fields(article)} | {"passages": passages})


def _type(value: str) -> ActorType | LocationType:
    return ActorType(value) if value in [t.value for t in ActorType] else LocationType(value)


def _finding(row: dict[str, Any], mentions: dict[str, Mention], span: Callable[[Any], Span]) -> Finding:
    kind = getattr(model, row["class"])
    hints = get_type_hints(kind)
    values = {"pattern": "by-hand", "confidence": 0.8} | {k: v for k, v in row.items() if k != "class"}
    finding: Finding = kind(
        **{name: _value(value, hints[name], mentions, span) for name, value in values.items()}
    )
    return finding


def _value(value: Any, hint: Any, mentions: dict[str, Mention], span: Callable[[Any], Span]) -> Any:
    if value is None:
        return None
    if get_origin(hint) in (Union, UnionType):
        (hint,) = [part for part in get_args(hint) if part is not NoneType]
    if get_origin(hint) is tuple:
        return tuple(_value(part, get_args(hint)[0], mentions, span) for part in value)
    if hint is Mention:
        return mentions[value]
    if hint is Span:
        return span(value)
    if hint is Reference:
        return Reference(value[0], span(value[1]))
    if hint is TimeExpression:
        return TimeExpression(
            span(value["span"]),
            value["value"],
            model.TimePrecision(value["precision"]),
            model.TimeBasis(value["basis"]),
        )
    if hint is Decimal:
        return Decimal(str(value))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint(value)
    return value
