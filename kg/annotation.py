"""Annotation: what was read from one article, as plain lists with offsets.

In:  a resolved Reading.
Out: the layout in which articles are annotated by hand (schema version 1.0), ready for JSON: sentences,
     actors, locations, coref (pronouns), relative locations, statements, quantities, operations. An entity
     is given by its IRI. Two keys are added: `confidence` on every finding, `wikidata` on a mention whose
     entity has a curated item, or one that a person has accepted.

Knows nothing of triples, files or the store.
"""

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

from kg.describe import mentions_of
from kg.model import (
    Article,
    Finding,
    Form,
    Kind,
    Mention,
    OperationMention,
    QuantityClaim,
    Reference,
    RelativeLocation,
    Resolved,
    Span,
    Statement,
    TimeExpression,
)
from kg.vocabulary import Names

Record = dict[str, Any]
F = TypeVar("F", bound=Finding)

_WINDS = ("N", "NE", "E", "SE", "S", "SW", "W", "NW")


def annotate(resolved: Resolved, names: Names, accepted: Mapping[str, str] = MappingProxyType({})) -> Record:
    """The findings of an article in the layout of an annotation file.

    Args:
        resolved: what was read.
        names: mint the IRIs.
        accepted: key of an entity -> its Wikidata item, where a person has accepted one.
    """
    return _Annotation(resolved, names, accepted).record()


@dataclass(slots=True)
class _Annotation:
    """The numbers given to findings while one article is written down."""

    resolved: Resolved
    names: Names
    accepted: Mapping[str, str]
    mention_at: dict[Span, Mention] = field(default_factory=dict)
    ids: dict[Reference, str] = field(default_factory=dict)

    @property
    def article(self) -> Article:
        return self.resolved.reading.article

    @property
    def sentences(self) -> Sequence[Span]:
        return self.resolved.reading.sentences

    def record(self) -> Record:
        findings = self.resolved.reading.findings
        mentions = mentions_of(findings)
        self.mention_at = {m.evidence: m for m in mentions if m.kind is Kind.ACTOR}
        relative = [f for f in findings if isinstance(f, RelativeLocation)]
        statements = self._numbered("st", [f for f in findings if isinstance(f, Statement)])
        quantities = self._numbered("q", [f for f in findings if isinstance(f, QuantityClaim)])
        operations = self._numbered("o", [f for f in findings if isinstance(f, OperationMention)])
        article = self.article
        pointing = [m for m in mentions if m.form in (Form.PRONOUN, Form.ADVERB)]
        naming = [m for m in mentions if m.form not in (Form.PRONOUN, Form.ADVERB)]
        return {
            "schema_version": "1.0",
            "doc": article.name,
            "text_sha256": hashlib.sha256(article.text.encode("utf-8")).hexdigest(),
            "text_chars": len(article.text),
            "published": article.published.isoformat() if article.published else None,
            "reference_date": article.reference_date.isoformat() if article.reference_date else None,
            "sentences": [
                {"id": f"s{i}", "begin": s.start, "end": s.end} for i, s in enumerate(self.sentences, start=1)
            ],
            "actors": self._mentions("a", [m for m in naming if m.kind is Kind.ACTOR]),
            "locations": self._mentions("l", [m for m in naming if m.kind is Kind.LOCATION]),
            "coref": self._mentions("c", pointing),
            "relative_locations": [self._relative(f"r{i}", f) for i, f in enumerate(relative, start=1)],
            "statements": [self._statement(id_, f) for id_, f in statements],
            "quantities": [self._quantity(id_, f) for id_, f in quantities],
            "operations": [self._operation(id_, f) for id_, f in operations],
        }

    def _numbered(self, prefix: str, findings: Sequence[F]) -> list[tuple[str, F]]:
        pairs = [(f"{prefix}{i}", finding) for i, finding in enumerate(findings, start=1)]
        for id_, finding in pairs:
            self.ids.setdefault(Reference(type(finding).__name__, finding.evidence), id_)
        return pairs

    # --- one record for each kind

    def _mentions(self, prefix: str, mentions: Sequence[Mention]) -> list[Record]:
        return [self._mention(f"{prefix}{i}", mention) for i, mention in enumerate(mentions, start=1)]

    def _mention(self, id_: str, mention: Mention) -> Record:
        entity = self.resolved.entity(mention)
        record = {
            "id": id_,
            **self._span(mention.evidence),
            "type": (entity.type if entity.kind is mention.kind else mention.type).value,
            "entity": self._entity(mention),
            "form": mention.form.value,
            "sentence_id": self._sentence_id(mention.evidence),
            "confidence": mention.confidence,
        }
        if mention.name is not None and mention.name != mention.evidence:
            record["name"] = self._span(mention.name)
        item = entity.wikidata or self.accepted.get(entity.key)
        if item is not None:
            record["wikidata"] = item
        return record

    def _relative(self, id_: str, found: RelativeLocation) -> Record:
        bearing = found.bearing
        return {
            "id": id_,
            **self._span(found.evidence),
            "relation": found.relation.value,
            "anchors": [{"span": self._span(a.evidence), "entity": self._entity(a)} for a in found.anchor],
            "distance_m": _number(found.distance),
            "comparator": found.comparator.value if found.comparator else None,
            "bearing": _WINDS[round(bearing / 45) % 8] if bearing is not None else None,
            "bearing_degrees": bearing,
            "subject_entity": self._entity(found.locates) if found.locates else None,
            "subject": self._span(found.locates.evidence) if found.locates else None,
            "confidence": found.confidence,
        }

    def _statement(self, id_: str, found: Statement) -> Record:
        record = {
            "id": id_,
            "speaker": self._span(found.speaker.evidence) if found.speaker else None,
            "speaker_entity": self._entity(found.speaker) if found.speaker else None,
            "roles": [self._role(span) for span in found.roles],
            "cue": self._span(found.cue) if found.cue else None,
            "content": [self._span(span) for span in found.content],
            "kind": found.kind.value,
            "act": found.act.value,
            "addressee": self._argument(found.addressee),
            "medium": {"span": self._span(found.medium), "entity": None} if found.medium else None,
            "time": None,
            "nested_in": self._id(found.nested_in),
            "via": [self._entity(mention) for mention in found.via],
            "confidence": found.confidence,
        }
        if found.quoted:
            record["quoted"] = [self._span(span) for span in found.quoted]
        return record

    def _quantity(self, id_: str, found: QuantityClaim) -> Record:
        return {
            "id": id_,
            **self._span(found.evidence),
            "core": self._span(found.core),
            "low": _number(found.low),
            "high": _number(found.high),
            "comparator": found.comparator.value,
            "measure": found.measure.value,
            "unit": found.unit,
            "of": found.of,
            "item": self._span(found.counted) if found.counted else None,
            "about": self._entities(found.about),
            "claim": self._id(found.claimed_in) or "article",
            "time": self._time(found.as_of),
            "conversion_of": self._id(found.conversion_of),
            "sentence_id": self._sentence_id(found.evidence),
            "event": None,
            "confidence": found.confidence,
        }

    def _operation(self, id_: str, found: OperationMention) -> Record:
        sentence = self._sentence(found.evidence)
        return {
            "id": id_,
            "type": found.type,
            "trigger": self._span(found.evidence),
            "sentence": self._span(sentence if sentence is not None else found.evidence),
            "sentence_id": self._sentence_id(found.evidence),
            "agents": self._entities(found.agents),
            "targets": self._entities(found.targets),
            "places": self._entities(found.places),
            "time": self._time(found.time),
            "modality": found.modality.value,
            "negated": found.negated,
            "outcome": None,
            "event": None,
            "statement": self._id(found.told_in),
            "confidence": found.confidence,
        }

    def _role(self, span: Span) -> Record:
        """Words about a speaker: of an actor, they are an affiliation; before a name, a title."""
        mention = self.mention_at.get(span)
        text = span.of(self.article.text)
        if mention is not None:
            return {**self._span(span), "role": "affiliation", "entity": self._entity(mention)}
        role = "base" if text.lower().endswith("-based") else "title" if text[:1].isupper() else "role"
        return {**self._span(span), "role": role, "entity": None}

    # --- parts of records

    def _span(self, span: Span) -> Record:
        return {"begin": span.start, "end": span.end, "text": span.of(self.article.text)}

    def _entity(self, mention: Mention) -> str:
        return self.names.entity(self.resolved.entity(mention).key)[1:-1]

    def _entities(self, mentions: Iterable[Mention]) -> list[str]:
        """Each entity once, in the order of the mentions."""
        return list(dict.fromkeys(self._entity(mention) for mention in mentions))

    def _argument(self, mention: Mention | None) -> Record | None:
        if mention is None:
            return None
        return {"span": self._span(mention.evidence), "entity": self._entity(mention)}

    def _time(self, time: TimeExpression | None) -> Record | None:
        return {"span": self._span(time.span), "value": time.value} if time is not None else None

    def _id(self, reference: Reference | None) -> str | None:
        return self.ids.get(reference) if reference is not None else None

    def _sentence_index(self, span: Span) -> int:
        return bisect_right(self.sentences, span.start, key=lambda sentence: sentence.start) - 1

    def _sentence(self, span: Span) -> Span | None:
        index = self._sentence_index(span)
        return self.sentences[index] if index >= 0 else None

    def _sentence_id(self, span: Span) -> str:
        return f"s{max(self._sentence_index(span), 0) + 1}"


def _number(value: Decimal | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)
