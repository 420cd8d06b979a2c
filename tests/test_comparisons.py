"""How figures stand to each other, and why; nothing is merged, and the order makes no difference."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from random import Random

import pytest

from kg.derive._facts import Claim, Facts, Known, Period, Saying, Telling
from kg.derive._origins import origin_of
from kg.derive.comparisons import NEIGHBOURS, Comparison, comparisons, figure_of
from kg.patterns import table
from kg.vocabulary import ATT, Names, Term

NAMES = Names("https://example.org/id/")


def entity(key):
    return NAMES.entity(key)


ARMY, REBELS = entity("army"), entity("rebels")
TOWN, VILLAGE, PROVINCE, ELSEWHERE = map(entity, ("town", "village", "province", "elsewhere"))
AGENCY, ENVOY, MINISTRY = entity("agency"), entity("person/an-envoy"), entity("ministry")
PEOPLE, CHILDREN = entity("article/x/people"), entity("article/x/children")
KNOWN = Known(
    classes={
        **dict.fromkeys((TOWN, VILLAGE, PROVINCE, ELSEWHERE), frozenset({ATT.Location})),
        **dict.fromkeys((ARMY, REBELS, AGENCY, MINISTRY), frozenset({ATT.Actor, ATT.Organisation})),
    },
    labels={},
    parts={TOWN: (PROVINCE,), VILLAGE: (TOWN,)},
    points={},
    countries={},
    keys={},
    loose={},
)


def article(name, *, day=None, sayings=(), tellings=(), entities=()):
    groups = frozenset({ATT.Actor, ATT.PopulationGroup})
    return Facts(
        article=Term(f"<https://example.org/id/article/{name}>"),
        text="",
        publisher=None,
        day=day,
        claims=(),
        sayings={s.iri: s for s in sayings},
        tellings={t.iri: t for t in tellings},
        operations={},
        whereabouts=(),
        entities=dict.fromkeys((PEOPLE, CHILDREN), groups),
        labels={PEOPLE: "people", CHILDREN: "children"},
        parts={},
        mentioned={},
    )


def claim(name, low=None, high=None, comparator="exact", measure="killed", about=(), **more):
    number = lambda value: None if value is None else Decimal(value)  # noqa: E731
    if comparator == "exact" and high is None:
        high = low
    return Claim(
        iri=Term(f"<https://example.org/id/claim/{name}>"),
        begin=more.pop("begin", 0),
        measure=measure,
        unit=more.pop("unit", "person"),
        comparator=comparator,
        low=number(low),
        high=number(high),
        of=more.pop("of", "people"),
        words="",
        zone="body",
        about=tuple(about),
        said_in=more.pop("said_in", None),
        operation=more.pop("operation", None),
        subset_of=more.pop("subset_of", None),
        conversion_of=more.pop("conversion_of", None),
        as_of=more.pop("as_of", None),
        precision=more.pop("precision", None),
    )


def saying(name, speaker, *, bodies=(), words=(), act="assertion", through=(), nested_in=None):
    iri = Term(f"<https://example.org/id/saying/{name}>")
    return Saying(iri, 0, act, speaker, tuple(bodies), tuple(through), nested_in, tuple(words))


def figures(*pairs, operations=None):
    return [
        figure_of(one, facts, KNOWN, origin=origin_of(one, facts, KNOWN, {}), operations=operations or {})
        for one, facts in pairs
    ]


def only(*pairs, **more) -> Comparison:
    (found,) = comparisons(figures(*pairs, **more))
    return found


A, B = article("a", day=date(2024, 5, 1)), article("b", day=date(2024, 5, 2))
HERE = {"about": (REBELS, TOWN)}
INSIDE = {"about": (PEOPLE, TOWN)}
YEARS_BEFORE = Period(date(2004, 1, 1), date(2004, 12, 31))


@pytest.mark.parametrize(
    ("one", "other", "relation"),
    [
        (("40",), ("40",), "agrees"),
        (("40",), ("40", None, "at-least"), "bound-dropped"),
        (("40",), (None, "40", "at-most"), "bound-dropped"),
        (("40",), ("30", None, "at-least"), "refines"),
        (("24", None, "vague"), ("36",), "refines"),
        (("20", "30", "range"), ("25", "40", "range"), "agrees"),
        (("40",), ("41",), "conflicts"),
        (("40",), ("41", None, "at-least"), "conflicts"),
        ((None, "10", "at-most"), ("41", None, "at-least"), "conflicts"),
    ],
)
def test_bounds_are_compared_as_they_were_given(one, other, relation):
    for first, second in ((one, other), (other, one)):
        found = only((claim("1", *first, **HERE), A), (claim("2", *second, **HERE), B))
        assert (found.relation, found.reviser) == (relation, None)


@pytest.mark.parametrize(
    ("other", "reason"),
    [
        ({"about": (REBELS, ELSEWHERE)}, "the places differ: town and elsewhere"),
        ({"about": (REBELS, PROVINCE)}, "one place is part of the other: town in province"),
        ({"about": (ARMY, TOWN)}, "other people are counted: rebels, army"),
        ({"about": (TOWN,)}, "whom one counts is not told"),
        ({"about": (REBELS,)}, "the place of one is not told, so it may be of another event"),
        ({**HERE, "unit": "event"}, "units differ: person, event"),
        ({**HERE, "subset_of": claim("1").iri}, "one counts a part of those the other counts"),
        ({**HERE, "as_of": YEARS_BEFORE}, "the periods differ: 2024-05-01 and 2004"),
    ],
)
def test_what_stands_in_the_way_is_told(other, reason):
    may = Period(date(2024, 5, 1), date(2024, 5, 1))
    found = only((claim("1", "40", as_of=may, **HERE), A), (claim("2", "70", **other), A))
    assert (found.relation, found.because) == ("not-comparable", reason)


def test_a_total_over_a_time_is_no_figure_of_a_day():
    since = Period(date(2024, 1, 1), date(2024, 5, 1))
    total = claim("1", "900", as_of=since, precision="interval", **HERE)
    found = only((total, A), (claim("2", "40", **HERE), A))
    assert found.because == "one is a total over a time, the other is not"


def test_the_same_number_of_another_thing_is_told_apart():
    held = claim("1", "20000", measure="trapped", about=(PEOPLE, TOWN))
    came = claim("2", "20000", measure="arrived", about=(CHILDREN, ELSEWHERE), begin=9)
    found = only((held, A), (came, A))
    assert (found.relation, found.because) == (
        "not-comparable",
        "other things are measured: trapped, arrived",
    )


def test_events_are_apart_when_days_are():
    late = article("late", day=date(2024, 5, 25))
    found = only((claim("1", "40", **HERE), A), (claim("2", "70", **HERE), late))
    assert (found.relation, found.because) == ("not-comparable", "they are 24 days apart")
    told = NAMES.operation("raid")
    tellings = [
        Telling(
            *(Term(f"<t:{n}>"), 0, "assault", "raid", (), (), (), ()),
            *(None, None, "asserted", False, None, told),
        )
        for n in "ab"
    ]
    one = (
        claim("1", "40", operation=tellings[0].iri, **HERE),
        replace(A, tellings={tellings[0].iri: tellings[0]}),
    )
    other = (
        claim("2", "70", operation=tellings[1].iri, **HERE),
        replace(late, tellings={tellings[1].iri: tellings[1]}),
    )
    assert only(one, other, operations={t.iri: told for t in tellings}).relation == "conflicts"


def test_a_later_figure_of_the_same_organisation_revises():
    first = article("a", day=date(2024, 5, 1), sayings=[saying("1", AGENCY)])
    later = article("b", day=date(2024, 5, 9), sayings=[saying("2", ENVOY, bodies=[AGENCY])])
    one = claim("1", "3000", measure="trapped", about=(PEOPLE, TOWN), said_in=saying("1", AGENCY).iri)
    other = claim("2", "7000", measure="present", about=(PEOPLE, TOWN), said_in=saying("2", ENVOY).iri)
    found = only((one, first), (other, later))
    assert (found.relation, found.because) == ("revises", "the same organisation, later")
    assert found.reviser is not None and found.reviser.claim == other
    assert {found.first.origin, found.second.origin} == {AGENCY}


def test_an_organisation_says_itself_that_it_revises():
    words = ("We had underestimated how many were in the town.",)
    undated = article("a", sayings=[saying("2", ENVOY, bodies=[AGENCY], words=words)])
    other = article("b", sayings=[saying("1", AGENCY)])
    found = only(
        (claim("2", "7000", measure="present", said_in=saying("2", ENVOY).iri, **INSIDE), undated),
        (claim("1", "3000", measure="trapped", said_in=saying("1", AGENCY).iri, **INSIDE), other),
    )
    assert found.relation == "revises" and "underestimated" in found.because
    assert found.reviser is not None and found.reviser.claim.measure == "present"


def test_another_organisation_does_not_revise():
    first = article("a", day=date(2024, 5, 1), sayings=[saying("1", AGENCY)])
    later = article("b", day=date(2024, 5, 9), sayings=[saying("2", MINISTRY)])
    found = only(
        (claim("1", "3000", measure="trapped", said_in=saying("1", AGENCY).iri, **INSIDE), first),
        (claim("2", "7000", measure="trapped", said_in=saying("2", MINISTRY).iri, **INSIDE), later),
    )
    assert (found.relation, found.reviser) == ("conflicts", None)


def test_origins_are_who_is_quoted_or_the_first_article():
    said = saying("1", entity("article/a/officials"), through=[entity("harbour-wire")])
    outer = saying("2", AGENCY)
    quoting = article("a", sayings=[said, outer])
    one = claim("1", "4", said_in=said.iri)
    assert origin_of(one, quoting, KNOWN, {}) == entity("harbour-wire")
    nested = article("a", sayings=[saying("1", said.speaker, nested_in=outer.iri), outer])
    assert origin_of(one, nested, KNOWN, {}) == AGENCY
    unsaid = claim("2", "4")
    assert origin_of(unsaid, A, KNOWN, {}) == A.article
    assert origin_of(unsaid, B, KNOWN, {B.article: A.article}) == A.article


def test_the_order_of_figures_makes_no_difference_and_nothing_is_lost():
    random = Random(3)  # noqa: S311 # any will do
    pairs = [
        (
            claim(
                f"{n}", str(random.randrange(5, 60)), about=(REBELS, random.choice([TOWN, VILLAGE])), begin=n
            ),
            article(f"{n % 7}", day=date(2024, 5, 1 + n % 7)),
        )
        for n in range(60)
    ]
    wanted = [(c.first.claim.iri, c.second.claim.iri, c.relation) for c in comparisons(figures(*pairs))]
    assert len({frozenset(pair[:2]) for pair in wanted}) == len(wanted) > 100
    for _ in range(5):
        random.shuffle(pairs)
        found = [(c.first.claim.iri, c.second.claim.iri, c.relation) for c in comparisons(figures(*pairs))]
        assert found == wanted


def test_a_figure_is_held_against_a_bounded_number_of_others():
    def count(many):
        pairs = [
            (claim(f"{n}", "5", begin=n, **HERE), article(f"{n}", day=date(2024, 5, 1))) for n in range(many)
        ]
        return sum(1 for _ in comparisons(figures(*pairs)))

    assert count(400) - count(300) == 100 * NEIGHBOURS


@pytest.mark.parametrize("row", table("comparing")["family"])
def test_measures_of_a_family_are_known(row):
    known = {measure for kind in table("comparing")["kinds"].values() for measure in kind["measures"]}
    assert set(row["measures"]) <= known


def test_the_example_of_a_revision_holds_one_of_its_words():
    rows = table("comparing")["revision"]
    assert any(f" {word} " in f" {rows['example'].lower().rstrip('.')} " for word in rows["words"])
