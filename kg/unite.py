"""Unite: which tellings of an article tell of one and the same operation, and which is part of which.

In:  a Resolved reading: operation mentions whose agents, targets and places are known as entities.
Out: the same with its operations: each with its tellings, and the larger operation it belongs to.

Tellings join in reading order, each with the nearest earlier operation that nothing speaks against and
enough speaks for: a shared place, doer or target, the same words, "the" before the noun. What may be two
stays two. Only within one article. Knows nothing of grammar, RDF or other articles.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kg.model import (
    Comparator,
    Mention,
    Modality,
    Operation,
    OperationMention,
    QuantityClaim,
    Reference,
    Resolved,
    Span,
)

# Told as something that is not there yet: never the same as what has happened.
_AHEAD = frozenset({Modality.EXPECTED, Modality.FEARED, Modality.HYPOTHETICAL})
# Types that are told in each other's words.
_SISTERS = frozenset({"capture", "recapture"})
# What "the attack" may point back to, besides an offensive.
_STRIKES = frozenset({"assault", "airstrike", "shelling", "bombing", "gunfire"})
_MEANT_BY_ATTACK = (*sorted(_STRIKES), "offensive")
_GENERAL = frozenset({"attack", "strike", "incident", "assault", "raid"})  # as _Article._words gives them
# Types of harm: many in one article, so that whom they harmed has to agree.
_HARM = frozenset({"killing", "injury", "detention", "abuse"})
# Types that hold others as their parts, and those they can hold.
_LARGE = frozenset({"offensive", "war"})
_SMALL = frozenset(
    {"advance", "assault", "recapture", "capture", "encirclement", "clash", "airstrike", "shelling"}
    | {"gunfire", "bombing", "flag-raising", "search", "pursuit", "defence"}
)
_DEFINITE = re.compile(r"\b(?:the|this|that|these|those|its|their|his)\s+(?:[\w-]+\s+){0,2}$", re.IGNORECASE)
_BEFORE = 40  # characters before a trigger that are looked at for "the"
_ENOUGH = 2
_NEAR = 2  # sentences
_REACH = 100  # operations of a type that a telling may take up, the latest; no report tells of so many


@dataclass(slots=True)
class _Gathered:
    """One operation while its tellings are gathered."""

    tellings: list[OperationMention]
    sentence: int  # of the latest telling
    agents: set[str] = field(default_factory=set)
    targets: set[str] = field(default_factory=set)
    places: set[str] = field(default_factory=set)
    times: set[str] = field(default_factory=set)
    figures: set[Decimal] = field(default_factory=set)
    words: set[str] = field(default_factory=set)
    reasons: dict[str, None] = field(default_factory=dict)

    @property
    def first(self) -> OperationMention:
        return self.tellings[0]


def unite(resolved: Resolved) -> Resolved:
    """Join the tellings of each operation of an article.

    What only tells a habit is no operation; neither is what is said not to be.
    """
    return replace(resolved, operations=_Article(resolved).operations())


class _Article:
    """What the tellings of one article share. Internal to this room."""

    def __init__(self, resolved: Resolved) -> None:
        self._resolved = resolved
        self._reading = resolved.reading
        self._text = resolved.reading.article.text
        self._starts = [span.start for span in resolved.reading.sentences]
        self._figures = self._figures_of(f for f in self._reading.findings if isinstance(f, QuantityClaim))

    def operations(self) -> tuple[Operation, ...]:
        gathered: dict[str, list[_Gathered]] = defaultdict(list)  # by type, in order of the first telling
        every: list[_Gathered] = []
        for finding in self._reading.findings:
            if not isinstance(finding, OperationMention):
                continue
            if finding.modality is Modality.GENERIC or finding.negated:
                continue
            types = _types_like(finding, self._words(finding))
            kin = [one for kind in types for one in gathered[kind][-_REACH:]]
            one = self._gathered_of(finding, kin)
            if one is None:
                one = _Gathered([], 0)
                gathered[finding.type].append(one)
                every.append(one)
            self._take_up(one, finding)
        keys = {id(one): self._key(one) for one in every}
        larger = self._larger(every)
        return tuple(
            Operation(
                key=keys[id(one)],
                type=one.first.type,
                label=self._label(one),
                tellings=tuple(Reference("OperationMention", telling.evidence) for telling in one.tellings),
                part_of=keys[id(larger[id(one)])] if id(one) in larger else None,
                because="; ".join(one.reasons),
            )
            for one in every
        )

    def _key(self, one: _Gathered) -> str:
        return f"{self._reading.article.id}/{one.first.type}-{one.first.evidence.start}"

    def _label(self, one: _Gathered) -> str:
        places = (self._resolved.entity(place).label for t in one.tellings for place in t.places)
        return ", ".join([one.first.type.replace("-", " "), *dict.fromkeys(places)][:2])

    # --- which one ---------------------------------------------------------------------------------

    def _gathered_of(self, telling: OperationMention, kin: Sequence[_Gathered]) -> _Gathered | None:
        """The earlier operation that most speaks for; of two, the nearer."""
        best: tuple[int, int] | None = None
        found, reasons = None, ""
        for one in kin:
            points, why = self._points(telling, one)
            rank = (points, one.sentence)
            if points >= _ENOUGH and (best is None or rank >= best):
                best, found, reasons = rank, one, why
        if found is not None:
            found.reasons.setdefault(reasons)
        return found

    def _points(self, telling: OperationMention, one: _Gathered) -> tuple[int, str]:
        """How much speaks for one and the same, and what; 0 where something speaks against."""
        if (telling.modality in _AHEAD) != (one.first.modality in _AHEAD):
            return 0, ""
        agents, targets = self._keys(telling.agents), self._keys(telling.targets)
        places, figures = self._keys(telling.places), self._figures.get(telling.evidence, set())
        if _differ(places, one.places) or not _same_time(telling, one.times):
            return 0, ""
        harms = telling.type in _HARM
        if harms and (_differ(figures, one.figures) or _differ(targets, one.targets)):
            return 0, ""
        if _differ(agents, one.agents) and not places & one.places:
            return 0, ""
        many = harms or telling.type in _STRIKES  # an army strikes the same enemy again and again
        shared = {
            "same place": 2 * bool(places & one.places),
            "same doer": (1 if many else 2) * bool(agents & one.agents),
            "same target": (1 if many else 2) * bool(targets & one.targets),
            "same figure": 2 * bool(figures & one.figures),
            "points back": 2 * self._points_back(telling, one),
            "same words": int(not many and self._words(telling) in one.words),
        }
        if many and not (shared["same place"] or shared["same figure"] or shared["points back"]):
            return 0, ""
        against = _differ(agents, one.agents) + _differ(targets, one.targets)
        return sum(shared.values()) - against, ", ".join(name for name, given in shared.items() if given)

    def _points_back(self, telling: OperationMention, one: _Gathered) -> bool:
        """Whether "the" before the noun takes up what was told: anywhere with its words, else just before."""
        start = telling.evidence.start
        if not _DEFINITE.search(self._text[max(0, start - _BEFORE) : start]):
            return False
        if telling.type in _LARGE:
            return True  # "the offensive" is the one the article is about
        near = self._sentence(telling.evidence) - one.sentence <= _NEAR
        return near or (self._words(telling) in one.words and telling.type not in _HARM)

    # --- what is known -----------------------------------------------------------------------------

    def _take_up(self, one: _Gathered, telling: OperationMention) -> None:
        one.tellings.append(telling)
        one.sentence = self._sentence(telling.evidence)
        one.agents |= self._keys(telling.agents)
        one.targets |= self._keys(telling.targets)
        one.places |= self._keys(telling.places)
        one.figures |= self._figures.get(telling.evidence, set())
        one.words.add(self._words(telling))
        if telling.time is not None and telling.time.value is not None:
            one.times.add(telling.time.value)

    def _words(self, telling: OperationMention) -> str:
        return telling.evidence.of(self._text).lower().removesuffix("s")

    def _keys(self, mentions: Iterable[Mention]) -> set[str]:
        return {self._resolved.entity(mention).key for mention in mentions}

    def _sentence(self, span: Span) -> int:
        return bisect_right(self._starts, span.start) - 1

    def _figures_of(self, claims: Iterable[QuantityClaim]) -> Mapping[Span, set[Decimal]]:
        """For the trigger of an operation the exact figures of those it harmed."""
        found: dict[Span, set[Decimal]] = defaultdict(set)
        for claim in claims:
            exact = claim.comparator is Comparator.EXACT and claim.low is not None and claim.subset_of is None
            if exact and claim.low is not None and claim.in_operation is not None and claim.unit == "person":
                found[claim.in_operation.evidence].add(claim.low)
        return found

    # --- parts -------------------------------------------------------------------------------------

    def _larger(self, every: Sequence[_Gathered]) -> Mapping[int, _Gathered]:
        """For an operation (by identity) the one it is part of: as the text says, or by place and doers."""
        by_telling = {telling.evidence: one for one in every for telling in one.tellings}
        larger: dict[int, _Gathered] = {}
        first_of = _steps_of(every)
        for one in every:
            said = (by_telling.get(t.within.evidence) for t in one.tellings if t.within is not None)
            whole = next((other for other in said if other is not None and other is not one), None)
            if whole is None and one.first.type in _SMALL:
                places = [first_of[sign] for sign in _signs(one) if sign in first_of]
                whole = every[min(places)] if places else None
            if whole is not None and larger.get(id(whole)) is not one:
                larger[id(one)] = whole
        return larger


def _types_like(telling: OperationMention, words: str) -> tuple[str, ...]:
    """The types under which an earlier telling of the same operation may stand, its own first."""
    sisters = sorted(_SISTERS) if telling.type in _SISTERS else []
    general = words in _GENERAL and telling.type in _STRIKES
    return tuple(dict.fromkeys((telling.type, *sisters, *(_MEANT_BY_ATTACK if general else ()))))


def _differ(some: set[str] | set[Decimal], others: set[str] | set[Decimal]) -> bool:
    """Whether both are known and share nothing."""
    return bool(some) and bool(others) and not some & others


def _same_time(telling: OperationMention, times: set[str]) -> bool:
    """Whether no known day, month or year speaks against: a day lies in its month."""
    value = telling.time.value if telling.time is not None else None
    if value is None or "/" in value or value.startswith("P"):
        return True
    known = [time for time in times if "/" not in time and not time.startswith("P")]
    return not known or any(time.startswith(value) or value.startswith(time) for time in known)


def _steps_of(every: Sequence[_Gathered]) -> Mapping[tuple[str, str, bool], int]:
    """By what an operation and its steps have in common, the place of the first that can hold steps."""
    found: dict[tuple[str, str, bool], int] = {}
    for place, one in enumerate(every):
        if one.first.type in _LARGE:
            for sign in _signs(one):
                found.setdefault(sign, place)
    return found


def _signs(one: _Gathered) -> Iterator[tuple[str, str, bool]]:
    """Each place with each doer, and whether it is still ahead: one of them shared makes a step."""
    ahead = one.first.modality in _AHEAD
    yield from ((place, agent, ahead) for place in one.places for agent in one.agents)
