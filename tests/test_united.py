"""Operations that several reports tell of: one only when enough says so."""

from datetime import date
from itertools import permutations

import pytest

from kg.derive._facts import Facts, Happening, Known, Period, Telling
from kg.derive.operations import events_of, unite
from kg.vocabulary import ATT, Names, Term

NAMES = Names("https://example.org/id/")
TOWN, PROVINCE, OTHER = map(NAMES.entity, ("town", "province", "other-town"))
ARMY, STATE, REBELS, BRIGADE, CREW = map(NAMES.entity, ("army", "state", "rebels", "brigade", "crew"))
TROOPS = NAMES.entity("article/a/troops")
KNOWN = Known(
    classes={
        TOWN: frozenset({ATT.Location, ATT.Town}),
        OTHER: frozenset({ATT.Location, ATT.Town}),
        PROVINCE: frozenset({ATT.Location, ATT.Province}),
        ARMY: frozenset({ATT.Actor, ATT.ArmedForce}),
        STATE: frozenset({ATT.Actor, ATT.State}),
        REBELS: frozenset({ATT.Actor, ATT.ArmedGroup}),
        CREW: frozenset({ATT.Actor, ATT.ArmedGroup}),
        BRIGADE: frozenset({ATT.Actor, ATT.ArmedForce}),
    },
    labels={},
    parts={BRIGADE: (ARMY,)},
    points={},
    countries={ARMY: frozenset({"XX"}), STATE: frozenset({"XX"}), REBELS: frozenset({"XX"})},
    keys={},
    loose={},
)
MAY = {day: Period(date(2024, 5, day), date(2024, 5, day)) for day in range(1, 32)}


FREQUENT = {"type_": "airstrike", "agents": [ARMY], "day": 4}


def report(name, type_="recapture", *, agents=(), targets=(), places=(TOWN,), on=None, day=None, **more):
    """An article that tells of one operation, and perhaps of a larger one."""
    iri = NAMES.operation(f"{name}/{type_}-0")
    telling = Telling(
        *(Term(f"<a:{name}-telling>"), 0, type_, "", tuple(agents), tuple(targets), (), tuple(places)),
        *(MAY[on] if on else None, None, more.get("modality", "asserted"), more.get("negated", False)),
        *(None, iri),
    )
    happening = Happening(iri, type_, f"{type_}, somewhere", more.get("part_of"))
    return Facts(
        article=Term(f"<a:{name}>"),
        text="",
        publisher=None,
        day=date(2024, 5, day) if day else None,
        claims=(),
        sayings={},
        tellings={telling.iri: telling},
        operations={iri: happening},
        whereabouts=(),
        entities={},
        labels={},
        parts={},
        mentioned={},
    )


def groups(*reports):
    united = unite((event for facts in reports for event in events_of(facts, KNOWN)), KNOWN)
    return [sorted(event.article[3:-1] for event in one.events) for one in united]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"agents": [ARMY], "on": 4}, {"agents": [ARMY], "on": 4}),
        ({"agents": [ARMY], "on": 4}, {"on": 4}),
        ({"agents": [ARMY], "on": 4}, {"agents": [BRIGADE], "on": 4}),
        ({"agents": [ARMY], "on": 4}, {"agents": [STATE], "on": 4}),
        ({"agents": [ARMY], "on": 4}, {"agents": [TROOPS], "on": 4}),
        ({"agents": [ARMY], "day": 4}, {"agents": [ARMY], "day": 5}),
        ({"targets": [REBELS], "day": 4}, {"targets": [REBELS], "on": 3, "day": 9}),
        ({"on": 4}, {"type_": "capture", "on": 4}),
        ({"type_": "encirclement", "day": 4}, {"type_": "encirclement", "day": 20}),
        ({"type_": "airstrike", "targets": [REBELS], "on": 4}, {"type_": "airstrike", "on": 4}),
    ],
)
def test_reports_of_one_operation_are_joined(one, other):
    assert groups(report("a", **one), report("b", **other)) == [["a", "b"]]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"on": 4}, {"on": 5}),
        ({"on": 4}, {"on": 4, "places": [OTHER]}),
        ({"on": 4}, {"on": 4, "type_": "airstrike"}),
        ({"on": 4, "agents": [ARMY]}, {"on": 4, "agents": [REBELS]}),
        ({"on": 4, "agents": [CREW]}, {"on": 4, "agents": [REBELS]}),
        ({"on": 4, "targets": [ARMY]}, {"on": 4, "targets": [REBELS]}),
        ({"on": 4, "places": [PROVINCE]}, {"on": 4, "places": [PROVINCE]}),
        ({"on": 4, "places": []}, {"on": 4, "places": []}),
        ({"day": 4}, {"day": 4}),
        ({"agents": [ARMY], "day": 4}, {"agents": [ARMY], "day": 9}),
        ({"agents": [ARMY]}, {"agents": [ARMY]}),
        (FREQUENT, FREQUENT),
        ({"on": 4}, {"on": 4, "negated": True}),
        ({"on": 4}, {"on": 4, "modality": "expected"}),
    ],
)  # fmt: skip
def test_what_may_be_two_stays_two(one, other):
    assert groups(report("a", **one), report("b", **other)) == []


def test_steps_belong_to_the_operation_that_theirs_belong_to():
    larger = [report(name, "offensive", agents=[ARMY], day=4) for name in "ab"]
    steps = [
        report(f"{name}-step", agents=[ARMY], on=4, part_of=NAMES.operation(f"{name}/offensive-0"))
        for name in "ab"
    ]
    events = [event for facts in (*larger, *steps) for event in events_of(facts, KNOWN)]
    offensive, step = sorted(unite(events, KNOWN), key=lambda one: one.type)
    assert (step.part_of, offensive.part_of) == (offensive.key, None)


def test_the_order_of_reports_makes_no_difference():
    reports = [report(name, agents=[ARMY], on=4 + n % 2, day=4) for n, name in enumerate("abcde")]
    found = {str(groups(*order)) for order in permutations(reports)}
    assert len(found) == 1 and groups(*reports) != []


def test_a_later_report_does_not_change_the_name():
    early = [report(name, agents=[ARMY], on=4, day=4) for name in "ab"]

    def keys(reports):
        return {one.key for one in unite((e for r in reports for e in events_of(r, KNOWN)), KNOWN)}

    assert keys(early) == keys([*early, report("c", agents=[ARMY], on=4, day=9)])
