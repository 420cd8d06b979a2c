"""How likely a finding is right: points for what speaks for it and against it, added up.

In:  findings with their rules' own values, the Doc they were read from (with what its pipeline was sure of),
     `patterns/confidence.toml`: points fitted on annotated reports by `benchmarks/calibrate.py`.
Out: the same findings, each with the share of such findings that the annotation bore out.

What speaks for a finding is a handful of traits: its rule, the words it is made of, how sure the pipeline is
of its names and of its tree. A trait that the table doesn't know counts nothing, so new rules and other
pipelines need no table of their own.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from functools import cache, lru_cache
from types import MappingProxyType
from typing import Any

from spacy.tokens import Doc

from kg.errors import PatternError
from kg.model import (
    Article,
    Finding,
    Form,
    Mention,
    OperationMention,
    QuantityClaim,
    RelativeLocation,
    Span,
    Statement,
)
from kg.patterns import table
from kg.pipeline.parser import ARC_SCORES, NAME_LABELS, NAME_SCORES

# How sure the pipeline is, in steps so wide that no rounding of another machine matters.
_LEVELS = ((0.5, "doubtful"), (0.8, "fair"), (0.95, "good"))
_SUREST = "sure"
_MENTION_FIELDS: Mapping[type[Finding], tuple[str, ...]] = MappingProxyType(
    {
        kind: tuple(field.name for field in fields(kind) if "Mention" in str(field.type))
        for kind in Finding.__subclasses__()
    }
)
# No table is sure enough to say more, or less.
_LEAST, _MOST = 0.02, 0.99


@dataclass(frozen=True, slots=True)
class Points:
    """What one class of findings starts from and what each trait adds, in log-odds."""

    base: float
    own: float  # for each unit of log-odds of the rule's own value
    traits: Mapping[str, float]


@cache
def points() -> Mapping[str, Points]:
    """The table, by class of finding.

    Raises:
        PatternError: the table can't be read.
    """
    rows = table("confidence")
    try:
        return MappingProxyType(
            {
                name: Points(
                    float(row["base"]),
                    float(row["own"]),
                    MappingProxyType({trait: float(value) for trait, value in row["traits"].items()}),
                )
                for name, row in rows.items()
            }
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise PatternError(f"confidence.toml: each class needs base, own and traits: {error!r}") from error


def weighed(findings: Iterable[Finding], doc: Doc, article: Article) -> Iterator[Finding]:
    """The findings, and the mentions in them, each with its confidence."""
    scale, known = _Scale(doc, article), dict[int, Mention]()

    def mention(one: Mention) -> Mention:
        if id(one) not in known:
            known[id(one)] = replace(one, confidence=scale.confidence(one))
        return known[id(one)]

    kept = list(findings)  # so that no two of them ever share an id
    for finding in kept:
        yield mention(finding) if isinstance(finding, Mention) else _with_mentions(finding, scale, mention)


def _with_mentions(finding: Finding, scale: "_Scale", mention: Callable[[Mention], Mention]) -> Finding:
    changed: dict[str, Any] = {"confidence": scale.confidence(finding)}
    for name in _MENTION_FIELDS[type(finding)]:
        value = getattr(finding, name)
        if isinstance(value, Mention):
            changed[name] = mention(value)
        elif value:
            changed[name] = tuple(mention(one) for one in value)
    return replace(finding, **changed)


def log_odds(value: float) -> float:
    """A share as log-odds, kept off the ends."""
    bounded = min(max(value, _LEAST), _MOST)
    return math.log(bounded / (1 - bounded))


def share(odds: float) -> float:
    """Log-odds as a share, with two decimals: no table knows more."""
    return round(min(max(1 / (1 + math.exp(-odds)), _LEAST), _MOST), 2)


def traits_of(finding: Finding, doc: Doc, article: Article) -> tuple[str, ...]:
    """What speaks for or against a finding, as the table names it."""
    return _named(_Scale(doc, article).facts(finding))


# A kind of trait and its value: ("form", "name"). The rule comes first.
Facts = tuple[tuple[str, str], ...]


@lru_cache(maxsize=65_536)
def _confidence(kind: str, own: float, facts: Facts) -> float:
    row = points().get(kind)
    if row is None:
        return own
    return share(row.base + row.own * log_odds(own) + sum(row.traits.get(t, 0.0) for t in _named(facts)))


def _named(facts: Facts) -> tuple[str, ...]:
    (_, rule), *others = facts
    return (*_of_rule(rule), *(f"{kind}:{value}" for kind, value in others if value))


def _of_rule(pattern: str) -> Iterator[str]:
    """A rule and the wider rules it is one of: "act-denial/deny/that": "act", "act-denial", "act/that"."""
    parts = pattern.split("/")
    scheme = parts[0].partition("-")[0]
    last = f"{scheme}/{parts[-1]}" if len(parts) > 1 else scheme
    yield from dict.fromkeys((f"rule:{scheme}", f"rule:{parts[0]}", f"rule:{last}"))


class _Scale:
    """Weighs the findings of one article."""

    __slots__ = ("_arcs", "_article", "_doc", "_names", "_numbers")

    def __init__(self, doc: Doc, article: Article) -> None:
        self._doc, self._article = doc, article
        # A word of a page is not always the token of the same number.
        self._numbers: Sequence[int] = [getattr(word, "at", word.i) for word in doc]
        arcs, names = doc.user_data.get(ARC_SCORES), doc.user_data.get(NAME_SCORES)
        self._arcs: Sequence[float] | None = None if arcs is None else arcs.tolist()
        self._names: Sequence[Sequence[float]] | None = None if names is None else names.tolist()

    def confidence(self, finding: Finding) -> float:
        return _confidence(type(finding).__name__, finding.confidence, self.facts(finding))

    def facts(self, finding: Finding) -> Facts:
        # Which entry of the gazetteer it is says nothing.
        rule = "gazetteer" if finding.pattern.startswith("gazetteer/") else finding.pattern
        zone = self._article.zone_at(finding.evidence.start).value
        key: list[Span] = [finding.evidence]
        match finding:
            case Mention():
                own = self._of_mention(finding)
            case Statement():
                own = _of_statement(finding)
                key = [finding.cue] if finding.cue else []
                key += [finding.speaker.head] if finding.speaker else []
            case QuantityClaim():
                counts = "something" if finding.counted else "nothing"
                own = (("comparator", finding.comparator.value), ("counts", counts))
                key = [finding.core, *([finding.counted] if finding.counted else [])]
            case OperationMention():
                own = _of_operation(finding)
                key += [mention.head for mention in (*finding.agents, *finding.targets)]
            case RelativeLocation():
                own = (("anchors", str(len(finding.anchor))),)
            case _:
                own = ()
        return (("rule", rule), ("zone", zone), *own, ("tree", self._tree(key)))

    def _of_mention(self, mention: Mention) -> Facts:
        length = str(min(mention.text.count(" ") + 1, 4))
        return (("form", mention.form.value), ("words", length), ("names", self._name(mention)))

    def _name(self, mention: Mention) -> str:
        """How sure the pipeline is that there is a name, or none; empty where it can't be asked."""
        if self._names is None or mention.form in {Form.PRONOUN, Form.ADVERB}:
            return ""
        name = mention.name or (mention.head if mention.form is Form.NAME else None)
        rows = [self._names[i] for i in self._words(name or mention.evidence)]
        if not rows:
            return ""
        label = mention.pattern.rpartition("/")[2]  # "model/ORG", "told/ORG"
        column = 1 + NAME_LABELS.index(label) if name and label in NAME_LABELS else 0
        sure = sum(row[column] for row in rows) / len(rows)
        return _level(1 - sure if name and not column else sure)

    def _tree(self, spans: Iterable[Span]) -> str:
        """How sure the pipeline is of the least sure word; empty where it can't be asked."""
        if self._arcs is None:
            return ""
        return _level(min((self._arcs[i] for span in spans for i in self._words(span)), default=1.0))

    def _words(self, span: Span) -> Sequence[int]:
        """The numbers of the words' tokens in the Doc; a page counts no line ends inside paragraphs."""
        words = self._doc.char_span(span.start, span.end, alignment_mode="expand")
        return self._numbers[words.start : words.end] if words is not None else ()


def _of_statement(statement: Statement) -> Facts:
    by = statement.speaker.form.value if statement.speaker else "nobody"
    return (("kind", statement.kind.value), ("by", by), ("speaker", statement.speaker_evidence.value))


def _of_operation(operation: OperationMention) -> Facts:
    parts = bool(operation.agents) + bool(operation.targets) + bool(operation.places)
    return (("modality", operation.modality.value), ("parts", str(parts)))


def _level(value: float) -> str:
    return next((name for limit, name in _LEVELS if value < limit), _SUREST)
