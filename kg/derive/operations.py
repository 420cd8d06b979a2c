"""Operations across articles: which of them are one and the same, and which is part of which.

In:  the operations of each article with their tellings, and what is known of places and actors.
Out: a United for each group of operations of several articles, with the reasons.

Conservative: the same kind of event, at the same narrowest place, at a time that meets, with doers and
targets that do not contradict each other and at least one of which agrees, or a day that is known on both
sides. What may be two stays two: a wrong join hides a disagreement, a missing one only leaves work to the
reader.
Everything is compared within one kind and place, with so many neighbours in time; the cost is linear.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.derive._facts import Facts, Group, Known, Period, group
from kg.derive._origins import is_named
from kg.vocabulary import ATT, Term

# How many operations of the same kind and place, next in time, are held against each.
NEIGHBOURS = 12
# Reports of one event come out within so many days when neither says on which day it was.
_SAME_NEWS = 2
# Kinds that texts use for one and the same event.
_KINDS = {"capture": "recapture", "killing": "harm", "injury": "harm"}
# Kinds that go on: two tellings of them are of one when their times meet, however wide.
_GO_ON = frozenset({"offensive", "war", "encirclement", "control", "defence", "trapping"})
# An undated event of these kinds is one of many: the day must be known.
_FREQUENT = frozenset({"harm", "airstrike", "shelling", "gunfire", "bombing", "clash", "detention", "flight"})
# A country stands for those who act for it, and they for it; its rebels are of the same country too.
_OF_A_STATE = frozenset({ATT.State, ATT.Government, ATT.ArmedForce})
_UNREAL = frozenset({"expected", "feared", "hypothetical", "generic", "denied"})


@dataclass(frozen=True, slots=True)
class Side:
    """Doers or targets that are known beyond their article; "the troops" may be anybody's."""

    named: Group
    countries: frozenset[str]

    def sides_with(self, other: "Side") -> bool:
        """Whether they share somebody, or are a state and its forces."""
        return self.named.meets(other.named) or bool(self.countries & other.countries)

    def __bool__(self) -> bool:
        return bool(self.named)


@dataclass(frozen=True, slots=True)
class Event:
    """An operation of one article, as its tellings have it together."""

    iri: Term
    article: Term
    kind: str
    type: str
    label: str
    part_of: Term | None
    places: frozenset[Term]
    agents: Side
    targets: Side
    period: Period | None
    told: date | None  # the article's day

    @property
    def order(self) -> tuple[date, Term]:
        """By the day it was, or was told; without one last."""
        return (self.period.first if self.period else self.told or date.max, self.iri)


@dataclass(frozen=True, slots=True)
class United:
    """One operation that several articles tell of."""

    key: str
    type: str
    label: str
    events: tuple[Event, ...]  # by article
    because: tuple[str, ...]
    part_of: str | None  # key of a larger one


def events_of(facts: Facts, known: Known) -> Iterator[Event]:
    """The operations of an article that really took place by some telling, and where that is said."""
    tellings = defaultdict(list)
    for telling in facts.tellings.values():
        if telling.refers_to is not None and not telling.negated and telling.modality not in _UNREAL:
            tellings[telling.refers_to].append(telling)
    for iri in sorted(tellings):
        happening = facts.operations.get(iri)
        if happening is None:
            continue
        told = tellings[iri]
        periods = [telling.period for telling in told if telling.period]
        yield Event(
            iri=iri,
            article=facts.article,
            kind=_KINDS.get(happening.type, happening.type),
            type=happening.type,
            label=happening.label,
            part_of=happening.part_of,
            places=frozenset(place for telling in told for place in telling.places[:1]),
            agents=_side((agent for telling in told for agent in telling.agents), facts, known),
            targets=_side((target for telling in told for target in telling.targets), facts, known),
            period=min(periods, key=lambda p: ((p.last - p.first).days, p)) if periods else None,
            told=facts.day,
        )


def _side(actors: Iterable[Term], facts: Facts, known: Known) -> Side:
    named = group((actor for actor in actors if is_named(actor)), facts, known)
    countries = (
        known.countries.get(actor, frozenset())
        for actor in named.members
        if known.classes.get(actor, frozenset()) & _OF_A_STATE
    )
    return Side(named, frozenset(code for codes in countries for code in codes))


def unite(events: Iterable[Event], known: Known) -> tuple[United, ...]:
    """Operations that more than one article tells of, by key."""
    blocks: dict[tuple[str, Term], list[Event]] = defaultdict(list)
    everything = sorted(events, key=lambda event: event.order)
    for event in everything:
        for place in sorted(event.places):
            if "/entity/article/" not in place and not _is_wide(place, known):
                blocks[event.kind, place].append(event)
    heads = {event.iri: event.iri for event in everything}
    reasons: dict[tuple[Term, Term], str] = {}
    for block in blocks.values():
        for number, one in enumerate(block):
            for other in block[number + 1 : number + 1 + NEIGHBOURS]:
                because = same(one, other)
                if because is not None:
                    reasons[one.iri, other.iri] = because
    for one_iri, other_iri in sorted(reasons):
        first, second = sorted((_head(heads, one_iri), _head(heads, other_iri)))
        heads[second] = first
    return _groups(everything, heads, reasons)


def same(one: Event, other: Event) -> str | None:
    """Why two operations of one kind and place are the same; None when they may be two."""
    if one.article == other.article:
        return None
    roles = (("doer", one.agents, other.agents), ("target", one.targets, other.targets))
    if any(ours and theirs and not ours.sides_with(theirs) for _, ours, theirs in roles):
        return None
    alike = [role for role, ours, theirs in roles if ours.sides_with(theirs)]
    when = _when(one, other)
    if when is None or not (alike or when == "the same day" or one.kind in _GO_ON):
        return None
    return ", ".join(["the same kind of event", "the same place", when, *(f"the same {r}" for r in alike)])


def _when(one: Event, other: Event) -> str | None:
    """How the times of two operations agree; None when they don't, or can't be said to."""
    if one.period and other.period:
        if not one.period.meets(other.period):
            return None
        single = one.period.first == one.period.last and other.period.first == other.period.last
        if single:
            return "the same day"
        short = max((p.last - p.first).days for p in (one.period, other.period)) <= 7
        return "times that meet" if one.kind in _GO_ON or short else None
    if one.kind in _FREQUENT:
        return None
    days = [event.period.last if event.period else event.told for event in (one, other)]
    if days[0] is None or days[1] is None:
        return None
    between = abs((days[0] - days[1]).days)
    if one.kind in _GO_ON:
        return "told within a month" if between <= 31 else None
    return f"told within {_SAME_NEWS} days" if between <= _SAME_NEWS else None


def _is_wide(place: Term, known: Known) -> bool:
    """Whether a place is so wide that two events in it are hardly one."""
    classes = known.classes.get(place, frozenset())
    return bool(classes & {ATT.Country, ATT.Region, ATT.Province, ATT.River, ATT.Road})


def _groups(
    everything: Sequence[Event], heads: dict[Term, Term], reasons: Mapping[tuple[Term, Term], str]
) -> tuple[United, ...]:
    members: dict[Term, list[Event]] = defaultdict(list)
    for event in everything:
        members[_head(heads, event.iri)].append(event)
    why: dict[Term, set[str]] = defaultdict(set)
    for (one, _), because in reasons.items():
        why[_head(heads, one)].add(because)
    several = {head: found for head, found in members.items() if len(found) > 1}
    keys = {head: _key(found) for head, found in several.items()}
    key_of = {event.iri: keys[head] for head, found in several.items() for event in found}
    united = []
    for head, found in several.items():
        first = min(found, key=lambda event: event.order)
        wider = sorted({key_of[e.part_of] for e in found if e.part_of in key_of} - {keys[head]})
        united.append(
            United(
                key=keys[head],
                type=first.type,
                label=first.label,
                events=tuple(sorted(found, key=lambda event: event.iri)),
                because=tuple(sorted(why[head])),
                part_of=wider[0] if wider else None,
            )
        )
    return tuple(sorted(united, key=lambda one: one.key))


def _key(events: Iterable[Event]) -> str:
    """A name that depends on the first telling alone, so that a further report does not change it."""
    first = min(events, key=lambda event: event.order)
    return f"{first.type}-{hashlib.sha256(first.iri.encode()).hexdigest()[:12]}"


def _head(heads: dict[Term, Term], event: Term) -> Term:
    while heads[event] != event:
        heads[event] = heads[heads[event]]
        event = heads[event]
    return event
