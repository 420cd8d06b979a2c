"""How figures stand to each other: do they agree, does one refine, revise or contradict the other?

In:  figures of many articles, their origins, the operation each is a figure of, and what is known of places.
Out: a Comparison for each pair that a reader might hold against each other, with the reason.

No number is made: bounds are compared as they were given, and neither figure is preferred. A pair that looks
alike and can't be compared is told with what stands in the way. Cost is linear: a figure is held against so
many neighbours in time that share its subject, no more.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

from kg.derive._facts import Claim, Facts, Group, Known, Period, Saying, classes_of, group
from kg.derive._origins import bodies_of
from kg.patterns import table
from kg.vocabulary import ATT, Term

# A figure is compared with so many others that share its subject, the next in time: all pairs of a popular
# place would grow with the square of its reports.
NEIGHBOURS = 8
# Figures of several reports that can't be compared are told only this near: so many others, so many days.
_NEAR = 3
_DAYS = 30
# Within one article every figure is held against so many that follow.
_TOGETHER = 24

_LOWEST, _HIGHEST = Decimal("-1e15"), Decimal("1e15")
_UNDATED = date.max
_WITHOUT_SUBJECT = frozenset({"duration", "share"})  # nothing says what two of them have in common
_ALONE = frozenset({"distance", "money", "count"})  # not compared only because they stand in one article


@dataclass(frozen=True, slots=True)
class Figure:
    """A claim with all that deciding takes."""

    claim: Claim
    facts: Facts
    saying: Saying | None
    origin: Term
    bodies: tuple[Term, ...]
    operation: Term | None  # the operation across articles
    places: Group
    scene: Term | None  # the place that its article is mostly about
    people: Group
    period: Period | None
    cumulative: bool

    @property
    def day(self) -> date | None:
        """The day it is of, or was told."""
        return self.period.last if self.period else self.facts.day

    @property
    def order(self) -> tuple[date, Term, int, Term]:
        """By day, then article and place in it; those without a day last."""
        return (self.facts.day or _UNDATED, self.facts.article, self.claim.begin, self.claim.iri)


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two figures and how they stand to each other."""

    first: Figure
    second: Figure
    relation: str
    because: str
    reviser: Figure | None = None


@dataclass(frozen=True, slots=True)
class _Rules:
    family: Mapping[str, str]
    days: Mapping[str, int]
    events: frozenset[str]
    revision: tuple[str, ...]
    general: frozenset[str]


@cache
def _rules() -> _Rules:
    rows = table("comparing")
    return _Rules(
        family={m: row["measures"][0] for row in rows["family"] for m in row["measures"]},
        days={m: kind["days"] for kind in rows["kinds"].values() for m in kind["measures"]},
        events=frozenset(rows["kinds"]["event"]["measures"]),
        revision=tuple(rows["revision"]["words"]),
        general=frozenset(rows["people"]["general"]),
    )


def figure_of(
    claim: Claim, facts: Facts, known: Known, *, origin: Term, operations: Mapping[Term, Term]
) -> Figure:
    """Gather around a claim what its own article and the gazetteer say."""
    telling = facts.tellings.get(claim.operation) if claim.operation else None
    saying = facts.sayings.get(claim.said_in) if claim.said_in else None
    of_telling = telling.places if telling else ()
    places = frozenset(e for e in (*claim.about, *of_telling) if ATT.Location in classes_of(e, facts, known))
    people = frozenset(e for e in claim.about if ATT.Actor in classes_of(e, facts, known))
    if not people and telling is not None:
        people = frozenset(telling.targets)
    period = claim.as_of or (telling.period if telling else None)
    precision = claim.precision if claim.as_of else None
    return Figure(
        claim=claim,
        facts=facts,
        saying=saying,
        origin=origin,
        bodies=bodies_of(saying, facts, known) if saying else (),
        operation=operations.get(claim.operation) if claim.operation else None,
        places=group(places, facts, known),
        scene=_scene(facts, known),
        people=group(people, facts, known),
        period=period,
        cumulative=precision == "interval",
    )


def comparisons(figures: Iterable[Figure]) -> Iterator[Comparison]:
    """Every comparison, each pair once, in order of the figures."""
    blocks: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in figures:
        for key in _blocks(figure):
            blocks[key].append(figure)
    pairs: dict[tuple[Term, Term], tuple[Figure, Figure]] = {}
    near: set[tuple[Term, Term]] = set()
    for key, block in blocks.items():
        block.sort(key=lambda figure: figure.order)
        reach = _TOGETHER if key[0] == "article" else NEIGHBOURS
        for place, first in enumerate(block):
            for gap, second in enumerate(block[place + 1 : place + 1 + reach]):
                if second.order[0] != _UNDATED and (second.order[0] - first.order[0]).days > _DAYS:
                    break
                pair = (first.claim.iri, second.claim.iri)
                pairs[pair] = (first, second)
                if gap < _NEAR or key[0] == "article":
                    near.add(pair)
    for first, second in sorted(pairs.values(), key=lambda pair: (pair[0].order, pair[1].order)):
        if not _of_one_count(first.claim, second.claim):
            found = compare(first, second)
            if found.relation != "not-comparable" or (first.claim.iri, second.claim.iri) in near:
                yield found


def _blocks(figure: Figure) -> Iterator[tuple[object, ...]]:
    """What a reader would look through to find figures to hold against this one."""
    claim = figure.claim
    if claim.conversion_of is not None or claim.measure in _WITHOUT_SUBJECT:
        return
    if claim.measure == "distance":
        yield "distance", *sorted(claim.about)
        return
    family = _rules().family.get(claim.measure, claim.measure)
    if claim.measure == "count":
        family = f"count of {claim.of.lower()}"
    for entity in sorted({*figure.places.members, *claim.about}):
        yield "subject", family, entity
    if figure.operation is not None:
        yield "operation", family, figure.operation
    if claim.measure not in _ALONE:
        yield "article", family, figure.facts.article
        number = claim.low or claim.high
        if number is not None:
            # The same number of something else is what a hurried reader takes for a confirmation.
            yield "number", figure.facts.article, claim.unit, number
            if figure.scene is not None:
                yield "number", figure.scene, claim.unit, number


def _of_one_count(first: Claim, second: Claim) -> bool:
    """Whether one is the other in another unit."""
    return first.conversion_of == second.iri or second.conversion_of == first.iri


# --- one pair ------------------------------------------------------------------------------------


def compare(first: Figure, second: Figure) -> Comparison:
    """How two figures stand to each other. The first comes before the second in order."""
    obstacle = _obstacle(first, second)
    if obstacle is not None:
        return Comparison(first, second, "not-comparable", obstacle)
    (low, high), (other_low, other_high) = _bounds(first.claim), _bounds(second.claim)
    if (low, high) == (other_low, other_high):
        return Comparison(first, second, "agrees", "the same bounds")
    if high < other_low or other_high < low:
        return _apart(first, second)
    comparators = {first.claim.comparator, second.claim.comparator}
    if (low == other_low or high == other_high) and "exact" in comparators:
        (bound,) = comparators - {"exact"} or {"exact"}
        return Comparison(
            first, second, "bound-dropped", f"the same number, once exact and once {bound.replace('-', ' ')}"
        )
    if (low >= other_low and high <= other_high) or (other_low >= low and other_high <= high):
        return Comparison(first, second, "refines", "one lies within the bounds of the other")
    return Comparison(first, second, "agrees", "the bounds overlap")


def _bounds(claim: Claim) -> tuple[Decimal, Decimal]:
    return (
        _LOWEST if claim.low is None else claim.low,
        _HIGHEST if claim.high is None else claim.high,
    )


def _apart(first: Figure, second: Figure) -> Comparison:
    """No number fits both: a revision where one organisation gave both, the later in place of the other; else
    a conflict.
    """
    reviser = _reviser(first, second)
    if reviser is not None:
        one = "organisation" if set(first.bodies) & set(second.bodies) else "report"
        because = f'the same {one}, which says so itself: "{_taken_back(reviser)}"'
        return Comparison(first, second, "revises", because, reviser)
    if set(first.bodies) & set(second.bodies):
        days = (first.facts.day, second.facts.day)
        if days[0] is not None and days[1] is not None and days[0] < days[1]:
            return Comparison(first, second, "revises", "the same organisation, later", second)
    return Comparison(first, second, "conflicts", "no number fits both bounds")


def _reviser(first: Figure, second: Figure) -> Figure | None:
    """The figure that takes back the other: of the same organisation, or told so in one report."""
    (low, high), (other_low, other_high) = _bounds(first.claim), _bounds(second.claim)
    if low <= other_high and other_low <= high:
        return None  # nothing to take back
    if not (set(first.bodies) & set(second.bodies) or first.facts.article == second.facts.article):
        return None
    if first.claim.said_in is not None and first.claim.said_in == second.claim.said_in:
        return None  # which of the two is the new one is not known
    return next((figure for figure in (second, first) if _taken_back(figure) is not None), None)


def _taken_back(figure: Figure) -> str | None:
    """The words by which a statement takes an earlier figure back."""
    if figure.saying is None:
        return None
    if figure.saying.act in ("correction", "retraction"):
        return figure.saying.act
    text = " ".join(" ".join(figure.saying.words).lower().split())
    return next((word for word in _rules().revision if f" {word} " in f" {text} "), None)


def _obstacle(first: Figure, second: Figure) -> str | None:
    """Why two figures can't be held against each other; None when they can."""
    one, other = first.claim, second.claim
    if one.unit != other.unit:
        return f"units differ: {one.unit}, {other.unit}"
    if one.subset_of == other.iri or other.subset_of == one.iri:
        return "one counts a part of those the other counts"
    family = _rules().family
    if family.get(one.measure, one.measure) != family.get(other.measure, other.measure):
        return f"other things are measured: {one.measure}, {other.measure}"
    parts = [_is_part(figure) for figure in (first, second)]
    if parts[0] != parts[1]:
        return f"one counts only a part: {one.of if parts[0] else other.of}"
    return (
        _other_ground(first, second)
        or _other_people(first, second)
        or _other_things(first, second)
        or _other_period(first, second)
    )


def _is_part(figure: Figure) -> bool:
    """Whether a figure counts some of those whom another figure of the same family counts."""
    whole = next((c for c in figure.facts.claims if c.iri == figure.claim.subset_of), None)
    family = _rules().family
    measure = figure.claim.measure
    return whole is not None and family.get(whole.measure, whole.measure) == family.get(measure, measure)


def _other_ground(first: Figure, second: Figure) -> str | None:
    if first.places and second.places and not first.places.members & second.places.members:
        if not first.places.meets(second.places):
            return f"the places differ: {_names(first, first.places)} and {_names(second, second.places)}"
        if not _same_operation(first, second):
            inside = first.places.wholes & second.places.members
            narrow, wide = (first, second) if inside else (second, first)
            places = f"{_names(narrow, narrow.places)} in {_names(wide, wide.places)}"
            return f"one place is part of the other: {places}"
    return None


def _other_people(first: Figure, second: Figure) -> str | None:
    if first.people.meets(second.people):
        return None
    kinds = [_kind_of_people(figure) for figure in (first, second)]
    if kinds[0] is not None and kinds[1] is not None and (kinds[0] == kinds[1] or "" in kinds):
        return None  # "people" may be the villagers, and nobody in particular may be people
    if not first.people or not second.people:
        same = _bounds(first.claim)[0] == _bounds(second.claim)[0] or _reviser(first, second) is not None
        return None if same else "whom one counts is not told"
    return f"other people are counted: {_names(first, first.people)}, {_names(second, second.people)}"


def _kind_of_people(figure: Figure) -> str | None:
    """What a description calls a population: "" when it is anybody, None when it is not one."""
    labels = set()
    for entity in figure.people.members:
        if ATT.PopulationGroup not in figure.facts.entities.get(entity, frozenset()):
            return None
        label = figure.facts.labels.get(entity, "").casefold()
        labels.add("" if label in _rules().general else label)
    return min(labels, default="")


def _other_things(first: Figure, second: Figure) -> str | None:
    """A plain count says nothing of how its things relate to those of another."""
    one, other = first.claim, second.claim
    if one.measure == "count" and one.of.lower() != other.of.lower():
        return f"other things are counted: {one.of}, {other.of}"
    return None


def _other_period(first: Figure, second: Figure) -> str | None:
    measure = first.claim.measure
    of_event = measure in _rules().events
    if of_event or measure not in _rules().days:
        if first.period and second.period and not first.period.meets(second.period):
            return f"the periods differ: {_days(first.period)} and {_days(second.period)}"
        if first.cumulative != second.cumulative:
            return "one is a total over a time, the other is not"
    if _same_operation(first, second) or _reviser(first, second) is not None:
        return None
    together = first.facts.article == second.facts.article
    if of_event and (not first.places or not second.places):
        if not together or first.places or second.places:
            return "the place of one is not told, so it may be of another event"
        same = first.people.meets(second.people) or _bounds(first.claim)[0] == _bounds(second.claim)[0]
        return None if same else "nothing says that they are of one event"
    if together and not of_event:
        return None
    days = _rules().days.get(measure)
    if days is not None and not together:
        if first.day is None or second.day is None:
            return "the day of one is not known, so it may be of another event" if of_event else None
        between = abs((first.day - second.day).days)
        if between > days:
            return f"they are {between} days apart"
    return None


def _same_operation(first: Figure, second: Figure) -> bool:
    return first.operation is not None and first.operation == second.operation


# --- small questions -----------------------------------------------------------------------------


def _scene(facts: Facts, known: Known) -> Term | None:
    """The place that an article names most, countries apart."""
    named = [
        (-count, place)
        for place, count in facts.mentioned.items()
        if ATT.Location in (classes := classes_of(place, facts, known)) and ATT.Country not in classes
    ]
    return min(named)[1] if named else None


def _names(figure: Figure, named: Group) -> str:
    labels = figure.facts.labels
    return ", ".join(sorted({labels.get(entity) or _from_key(entity) for entity in named.members}))


def _from_key(entity: Term) -> str:
    return entity[1:-1].rpartition("/entity/")[2].rpartition("/")[2].replace("-", " ")


def _days(period: Period) -> str:
    if period.first == period.last:
        return period.first.isoformat()
    if (period.first.month, period.first.day, period.last.month, period.last.day) == (1, 1, 12, 31):
        years = sorted({period.first.year, period.last.year})
        return " to ".join(map(str, years))
    return f"{period.first.isoformat()} to {period.last.isoformat()}"
