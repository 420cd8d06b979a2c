"""How well an item fits an entity: each part, each refusal, and which item is chosen."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import PatternError
from kg.gazetteer import load_gazetteer
from kg.link import (
    Item,
    Link,
    Part,
    Refusal,
    Score,
    Status,
    Subject,
    choose,
    describe_link,
    is_collective,
    is_weak,
    kilometres,
    link_of,
    linking_rules,
    links_in,
    names_to_ask,
    read_rules,
    score,
    why_unlinked,
)
from kg.model import ActorType, LocationType
from kg.patterns import concepts, table
from kg.review import key_of
from kg.validate import check_shapes
from kg.vocabulary import named_graph
from tests.builders import ROOT
from tests.readings import BASE, NAMES

RULES = linking_rules()
GAZETTEER = load_gazetteer()


def demonym(word):
    return GAZETTEER.demonym(word) is not None


TOWN = Subject(
    key="tole",
    type="Town",
    label="Tolé",
    names=("al-Tole",),
    is_place=True,
    country_codes=("IQ",),
    countries=frozenset({"Q796"}),
    latitude=33.3,
    longitude=43.8,
    geonames="77",
    neighbours=frozenset({"Q187334"}),
    first=date(2016, 6, 1),
    last=date(2016, 6, 5),
)
MINISTER = Subject(
    key="person/ana-weir",
    type="Person",
    label="Ana Weir",
    countries=frozenset({"Q796"}),
    neighbours=frozenset({"Q11"}),
    roles=("Foreign Minister",),
    first=date(2016, 6, 1),
    last=date(2016, 6, 5),
)
SIEGE = Subject(
    key="siege",
    type="Operation",
    label="Siege of Tole",
    neighbours=frozenset({"Q9"}),
    first=date(2016, 6, 1),
    last=date(2016, 6, 5),
)
PLAIN = Item(id="Q1", labels=("Tolé",), types=("Q3957",))
PERSON = Item(id="Q2", labels=("Ana Weir",), types=("Q5",))
BATTLE = Item(id="Q3", labels=("Siege of Tole",), types=("Q188055",))


def compare(subject, item, above=None):
    return score(subject, item, names_to_ask(subject, RULES, demonym), above or {}, RULES)


def parts(subject, item, above=None):
    found = compare(subject, item, above)
    assert isinstance(found, Score), found
    return {part.name for part in found.parts}


def chosen(subject, *items):
    scores = [one for one in (compare(subject, item) for item in items) if isinstance(one, Score)]
    return [(one.score.item.id, one.strong) for one in choose(subject, scores, RULES)]


# --- the table


def test_every_class_of_actors_and_places_is_linked_or_not_on_purpose():
    known = {one.value for kind in (ActorType, LocationType) for one in kind} | {"Operation"}
    assert set(RULES.classes) | set(RULES.unlinked) <= known
    assert not set(RULES.classes) & set(RULES.unlinked)
    assert {one.value for one in ActorType} <= set(RULES.classes) | set(RULES.unlinked)


@pytest.mark.parametrize("one", RULES.classes.values(), ids=lambda c: c.name)
def test_the_example_of_a_class_fits_it(one):
    above: dict[str, set[str]] = {}
    lines = (ROOT / "tests" / "wikidata" / "sample.ttl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        if " wdt:P279 " in line:
            kind, _, top = line.removesuffix(" .").replace("wd:", "").split()
            above.setdefault(kind, set()).add(top)
    reached, waiting = {one.example}, [one.example]
    while waiting:
        new = above.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    assert one.items & reached


def test_parts_have_points_and_are_explained():
    assert set(RULES.points) == {row.notation for row in concepts("linkPart")}
    assert all(points != 0 for points in RULES.points.values())


def test_statuses_are_those_of_the_ontology():
    assert {one.value for one in Status} | {"curated"} == {row.notation for row in concepts("linkStatus")}


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"points": {"label": 0.5}}, "disagree on"),
        ({"class": [{"class": "Person", "items": []}]}, "KeyError"),
        ({"points": {"label": "much"}}, "InvalidOperation"),
    ],
)
def test_a_table_that_can_not_be_used_is_refused(change, words):
    with pytest.raises(PatternError, match=rf"linking\.toml.*{words}"):
        read_rules({**table("linking"), **change})


# --- what is asked for


@pytest.mark.parametrize("name", table("linking")["collective"]["examples"])
def test_names_of_many_are_seen(name):
    assert is_collective(name, RULES, demonym)


@pytest.mark.parametrize("name", table("linking")["collective"]["proper"])
def test_names_of_one_are_kept(name):
    assert not is_collective(name, RULES, demonym)


@pytest.mark.parametrize(
    ("type_", "label"),
    [
        ("UnnamedSource", "a commander"),
        ("PopulationGroup", "Sunni men"),
        ("CityPart", "southern Hawija"),
        ("ArmedForce", "Iraqi forces"),
        ("ArmedGroup", "Iranian-backed militias"),
        ("Street", "Cinema Street"),
    ],
)
def test_some_are_never_linked(type_, label):
    assert why_unlinked(Subject("k", type_, label), RULES, demonym)


def test_names_of_many_are_not_asked_for():
    force = Subject(
        "k", "ArmedForce", "Iraqi Armed Forces", names=("Iraqi forces", "Iraqi  military", "Iraqi troops")
    )
    assert names_to_ask(force, RULES, demonym) == ("Iraqi Armed Forces", "Iraqi military")


# --- parts


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({}, "label"),
        ({"labels": ("Other",), "aliases": ("Tolé",)}, "alias"),
        ({"labels": ("TOLE",)}, "folded"),
        ({"labels": ("as-Tole",)}, "article"),
        ({"labels": ("Toleh",)}, "loose"),
        ({"geonames": frozenset({"77"})}, "geonames"),
        ({"points": ((33.31, 43.8),)}, "near"),
        ({"points": ((33.4, 43.9), (50.0, 10.0))}, "close"),
        ({"countries": frozenset({"Q796", "Q858"})}, "country"),
        ({"within": frozenset({"Q187334"})}, "within"),
        ({"types": ()}, "type-unknown"),
    ],
)
def test_what_speaks_for_a_place(change, part):
    assert part in parts(TOWN, replace(PLAIN, **change))


def test_a_name_spelled_nearly_alike_is_a_part_and_never_enough():
    told = replace(
        TOWN, label="Bakhmut", names=(), country_codes=("UA",), geonames=None, neighbours=frozenset()
    )
    item = replace(PLAIN, labels=("Bakhmout",), countries=frozenset({"Q796"}))
    assert parts(told, item) == {"fuzzy", "type", "country"}
    assert chosen(told, item) == []


def test_romanisations_are_one_only_where_arabic_is_written():
    town = replace(TOWN, label="Rivne", names=(), country_codes=("UA",))
    assert isinstance(compare(town, replace(PLAIN, labels=("Revne",))), Refusal)


def test_a_name_counts_once_and_at_its_best():
    item = replace(PLAIN, aliases=("al-Tole", "Tole"))
    found = compare(TOWN, item)
    assert isinstance(found, Score)
    assert [p.name for p in found.parts if p.name in ("label", "alias", "folded", "article")] == ["label"]


def test_a_kind_may_be_reached_by_subclasses():
    assert "type-above" in parts(TOWN, replace(PLAIN, types=("Q99",)), {"Q99": frozenset({"Q486972"})})


@pytest.mark.parametrize(
    ("change", "part"),
    [
        ({"countries": frozenset({"Q796"})}, "country"),
        ({"description": "Iraqi politician and minister of trade"}, "role"),
        ({"related": frozenset({"Q11"})}, "neighbour"),
    ],
)
def test_what_speaks_for_an_actor(change, part):
    item = replace(PERSON, **change)
    assert part in parts(MINISTER, item)
    assert chosen(MINISTER, item)


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"begins": (date(2016, 5, 20),), "ends": (date(2016, 7, 1),)}, {"dates"}),
        ({"days": (date(2016, 6, 18),)}, {"dates"}),
        ({"places": frozenset({"Q9"})}, {"took-place"}),
        ({"days": (date(2016, 5, 20),), "places": frozenset({"Q9"})}, {"dates", "took-place"}),
    ],
)
def test_what_speaks_for_an_operation(change, expected):
    assert parts(SIEGE, replace(BATTLE, **change)) - {"label", "type"} == expected


def test_battles_of_one_name_are_told_apart_by_their_dates():
    told = replace(SIEGE, label="Battle of Ramadi", first=date(2016, 1, 30), last=date(2016, 2, 8))
    battles = [
        replace(BATTLE, id=f"Q{year}", labels=("Battle of Ramadi",), days=(date(year, 2, 9),))
        for year in (1917, 2004, 2006, 2014, 2016)
    ]
    assert chosen(told, *battles) == [("Q2016", True)]


# --- refusals


@pytest.mark.parametrize(
    ("subject", "item", "words"),
    [
        (TOWN, replace(PLAIN, types=("Q4167410",)), "disambiguation"),
        (MINISTER, replace(PERSON, types=("Q5", "Q101352")), "family name"),
        (TOWN, replace(PLAIN, types=("Q5",)), "is no Town"),
        (TOWN, replace(PLAIN, labels=("Elsewhere",)), "no name in common"),
        (TOWN, replace(PLAIN, points=((35.3, 43.8),)), "222 km away"),
        (TOWN, replace(PLAIN, countries=frozenset({"Q858"})), "another country"),
        (TOWN, replace(PLAIN, ends=(date(1950, 1, 1),)), "ended on 1950-01-01"),
        (MINISTER, replace(PERSON, begins=(date(2017, 1, 1),)), "began on 2017-01-01"),
        (SIEGE, replace(BATTLE, days=(date(2004, 5, 1),)), "its dates are 2004-05-01"),
    ],
)
def test_what_can_not_be(subject, item, words):
    found = compare(subject, item)
    assert isinstance(found, Refusal)
    assert words in found.because


def test_a_wide_place_may_have_its_point_far_away():
    province = replace(TOWN, type="Province")
    item = replace(PLAIN, types=("Q10864048",), points=((35.3, 43.8),))
    assert isinstance(compare(province, item), Score)


def test_an_id_counts_without_a_name():
    item = replace(PLAIN, labels=("Elsewhere",), geonames=frozenset({"77"}))
    assert chosen(TOWN, item) == [("Q1", True)]


# --- choosing


def test_a_name_alone_finds_no_place_and_no_person():
    alone = replace(TOWN, geonames=None, latitude=None, countries=frozenset())
    assert chosen(alone, PLAIN) == []
    assert chosen(MINISTER, PERSON) == []


def test_a_village_among_places_of_a_country_is_proposed_and_not_strongly():
    alone = replace(TOWN, geonames=None, latitude=None, country_codes=(), countries=frozenset())
    told = replace(alone, context=frozenset({"Q796"}))
    assert chosen(told, replace(PLAIN, countries=frozenset({"Q796"}))) == [("Q1", False)]
    assert chosen(told, replace(PLAIN, countries=frozenset({"Q858"}))) == []


@pytest.mark.parametrize(
    ("name", "type_", "weak"),
    [
        ("UN", "Organisation", True),
        ("Oxfam", "Organisation", True),
        ("Harbour Wire", "MediaOutlet", False),
        ("Reuters", "MediaOutlet", False),
        ("CNN", "MediaOutlet", True),
        ("Smith", "Person", True),
    ],
)
def test_short_and_lone_names_say_little(name, type_, weak):
    assert is_weak(name, Subject("k", type_, name), RULES) == weak


def test_a_weak_name_needs_two_kinds_of_evidence():
    lone = replace(MINISTER, label="Weir")
    item = replace(PERSON, labels=("Weir",), countries=frozenset({"Q796"}))
    assert chosen(lone, item) == []
    assert chosen(lone, replace(item, description="minister")) == [("Q2", False)]


def test_what_ties_is_proposed_side_by_side_and_told():
    near = replace(PLAIN, points=((33.31, 43.8),))
    twin = replace(near, id="Q7")
    assert chosen(TOWN, near, twin) == [("Q1", False), ("Q7", False)]
    scores = [one for one in (compare(TOWN, near), compare(TOWN, twin)) if isinstance(one, Score)]
    assert [one.because.endswith("comes close") for one in choose(TOWN, scores, RULES)] == [True, True]
    assert chosen(TOWN, near, replace(twin, sitelinks=90))[0] == ("Q7", False)


def test_a_lead_makes_it_strong_and_a_small_one_does_not():
    best = replace(PLAIN, points=((33.31, 43.8),), countries=frozenset({"Q796"}), geonames=frozenset({"77"}))
    assert chosen(TOWN, best, PLAIN) == [("Q1", True)]
    second = replace(PLAIN, id="Q7", points=((33.31, 43.8),), countries=frozenset({"Q796"}))
    assert chosen(
        TOWN, replace(best, geonames=frozenset()), replace(second, labels=("x",), aliases=("Tolé",))
    ) == [("Q1", False)]


def test_the_order_of_candidates_changes_nothing():
    items = [replace(PLAIN, id=f"Q{n}", points=((33.31, 43.8),)) for n in (30, 4, 200)]
    assert (
        chosen(TOWN, *items)
        == chosen(TOWN, *reversed(items))
        == [("Q4", False), ("Q30", False), ("Q200", False)]
    )


def test_kilometres_are_those_of_the_map():
    assert kilometres((33.349, 43.786), (33.315, 44.366)) == pytest.approx(54, abs=1)
    assert kilometres((0, 179.9), (0, -179.9)) == pytest.approx(22, abs=1)


# --- written down and read back


WORDS = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), max_size=20)
LINKS = st.builds(
    Link,
    key=st.sampled_from(["fallujah", "person/ana-weir", "person/été noir"]),
    item=st.integers(1, 10**9).map("Q{}".format),
    status=st.sampled_from(Status),
    exact=st.booleans(),
    subject_label=WORDS,
    item_label=WORDS,
    description=WORDS,
    score=st.none() | st.decimals(0, 1, places=2).map(lambda d: d.normalize() + 0),
    parts=st.sets(st.sampled_from(list(RULES.points)), max_size=4).map(
        lambda names: tuple(Part(n, RULES.points[n], f"because {n}") for n in RULES.points if n in names)
    ),
    because=WORDS,
    source=WORDS,
)


@given(LINKS)
def test_a_link_is_read_back_as_it_was_written(link):
    graph = named_graph(NAMES.graph("links"), describe_link(link, NAMES, "1"))
    assert links_in(graph, lambda term: key_of(term[1:-1], BASE)) == (link,)


def test_a_link_is_a_well_formed_row_with_its_evidence():
    found = compare(TOWN, replace(PLAIN, points=((33.31, 43.8),)))
    assert isinstance(found, Score)
    link = link_of(TOWN, choose(TOWN, [found], RULES)[0], "http://127.0.0.1/sparql")
    graph = named_graph(NAMES.graph("links"), describe_link(link, NAMES, "1"))
    assert check_shapes([graph]) == ()
    assert link.score == sum(part.points for part in link.parts) == Decimal("0.90")
    assert all(part.because in link.because for part in link.parts)


def test_the_shapes_see_a_link_without_an_item():
    graph = named_graph(
        NAMES.graph("links"), describe_link(Link("a", "Q1", Status.PROPOSED, True), NAMES, "1")
    )
    broken = replace(graph, triples=tuple(t for t in graph.triples if "object_id" not in t[1]))
    assert check_shapes([broken])
