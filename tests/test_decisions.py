"""What people decided: the table, the graph, what stands and what contradicts what."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.decisions import (
    Decision,
    Verdict,
    accepted_items,
    decide,
    decision_of,
    decisions_graph,
    decisions_in,
    in_order,
    pair,
    parse_table,
    read_table,
    row_of,
    standing,
    table_text,
    write_table,
)
from kg.errors import DecisionError
from kg.patterns import concepts
from kg.review import key_of
from kg.store import open_store
from kg.validate import check_shapes
from tests.readings import BASE, NAMES

NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


def said(entity, item, verdict, minute=0, who="Ada", why=""):
    return Decision(entity, item, Verdict(verdict), who, NOON + timedelta(minutes=minute), why)


def key(term):
    return key_of(term[1:-1], BASE)


WORDS = st.text(st.characters(codec="utf-8"), max_size=15)
DECISIONS = st.builds(
    lambda entity, item, verdict, who, minute, why: Decision(
        entity,
        None if verdict is Verdict.NIL else item,
        verdict,
        who,
        NOON + timedelta(seconds=minute),
        why,
    ),
    st.sampled_from(["fallujah", "person/ana-weir", "article/0f/é%20x"]),
    st.integers(1, 9).map("Q{}".format) | st.sampled_from(["person/anna-weir", "article/0f/è%20x"]),
    st.sampled_from(Verdict),
    WORDS.filter(lambda w: w.strip()),
    st.integers(0, 3),
    WORDS,
)


# --- a decision


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"item": "P31"}, "Q42"),
        ({"item": "q1"}, "Q42"),
        ({"item": "Q01"}, "Q42"),
        ({"item": None}, "needs an item"),
        ({"item": "https://example.org/Q42"}, "Q42"),
        ({"item": "person/a b"}, "Q42"),
        ({"entity": "person/ana", "item": "person/ana"}, "itself"),
        ({"item": "person/ana", "verdict": Verdict.NIL}, "no item"),
        ({"verdict": Verdict.NIL}, "no item"),
        ({"entity": ""}, "key"),
        ({"entity": "a b"}, "key"),
        ({"who": "  "}, "who"),
        ({"when": datetime(2020, 1, 1)}, "zone"),  # that is the fault
    ],
)
def test_a_decision_that_says_nothing_is_refused(change, words):
    with pytest.raises(DecisionError, match=words):
        replace(said("tole", "Q1", "accept"), **change)


def test_a_decision_is_one_line_in_utc():
    one = Decision(
        "tole", "Q1", Verdict.ACCEPT, "Ada\tB", NOON.astimezone(timezone(timedelta(hours=3))), "first\nsecond"
    )
    assert (one.who, one.why, one.when) == ("Ada B", "first second", NOON)
    assert row_of(one)["when"] == "2020-01-01T12:00:00Z"


def test_verdicts_are_those_of_the_ontology():
    assert {one.value for one in Verdict} == {row.notation for row in concepts("verdict")}


def test_a_later_decision_is_later_even_within_a_second():
    first = decide([], "tole", "Q1", Verdict.ACCEPT, "Ada", NOON)
    second = decide([first], "tole", "Q1", Verdict.UNDO, "Ada", NOON)
    third = decide([first, second], "tole", "Q1", Verdict.ACCEPT, "Ada", NOON - timedelta(days=9))
    assert in_order([third, first, second]) == (first, second, third)
    assert standing([third, second, first]).accepted["tole"] == third


def test_only_what_was_decided_can_be_undone():
    for before in (
        [],
        [said("tole", "Q2", "accept")],
        [said("tole", "Q1", "accept"), said("tole", "Q1", "undo", 1)],
    ):
        with pytest.raises(DecisionError, match="nothing can be undone"):
            decide(before, "tole", "Q1", Verdict.UNDO, "Ada", NOON)
    assert decide([said("tole", None, "nil")], "tole", None, Verdict.UNDO, "Ada", NOON)


# --- what stands


def test_the_latest_counts():
    rows = [said("tole", "Q1", "accept"), said("tole", "Q1", "reject", 1)]
    stands = standing(rows)
    assert not stands.accepted and set(stands.rejected) == {("tole", "Q1")}
    assert not stands.contradictions
    assert standing([*rows, said("tole", "Q1", "undo", 2)]) == standing([])


def test_nil_stands_until_it_is_undone_or_an_item_is_accepted():
    nil = said("tole", None, "nil")
    assert set(standing([nil]).nil) == {"tole"}
    assert not standing([nil, said("tole", None, "undo", 1)]).nil
    later = standing([nil, said("tole", "Q1", "accept", 1)])
    assert not later.nil and set(later.accepted) == {"tole"}
    assert len(later.contradictions) == 1


@pytest.mark.parametrize(
    ("rows", "curated", "words"),
    [
        (
            [said("a", "Q1", "accept"), said("a", "Q2", "accept", 1)],
            {},
            "a: Q1 accepted by Ada on 2020-01-01, Q2",
        ),
        ([said("a", "Q1", "accept"), said("a", None, "nil", 1)], {}, "nil by Ada"),
        ([said("a", "Q1", "accept"), said("b", "Q1", "accept")], {}, "Q1: accepted for a and b"),
        ([said("a", "Q1", "accept")], {"a": "Q2"}, "the gazetteer has Q2"),
        ([said("a", "Q2", "reject")], {"a": "Q2"}, "stands in the gazetteer"),
    ],
)
def test_what_can_not_all_be_true_is_told(rows, curated, words):
    (told,) = standing(rows, curated).contradictions
    assert words in told


def test_of_two_accepted_items_the_later_counts():
    rows = [said("a", "Q2", "accept", 1), said("a", "Q1", "accept")]
    assert standing(rows).accepted["a"].item == "Q2"


def test_two_entities_are_the_same_two_in_any_order():
    one, two = said("person/b", "person/a", "accept"), said("person/a", "person/b", "accept")
    assert one == two and (one.entity, one.other) == ("person/a", "person/b")
    assert said("tole", "Q1", "accept").other is None
    assert pair("person/a", "tole") == pair("tole", "person/a") == ("tole", "person/a")


def test_that_two_are_one_stands_until_it_is_undone():
    yes = said("x/a", "x/b", "accept")
    stands = standing([yes, said("x/b", "x/c", "reject")])
    assert dict(stands.merged) == {("x/a", "x/b"): yes}
    assert set(stands.apart) == {("x/b", "x/c")}
    assert not stands.accepted and not stands.rejected and not stands.contradictions
    assert standing([yes, said("x/b", "x/a", "undo", 1)]) == standing([])
    assert set(standing([yes, said("x/b", "x/a", "reject", 1)]).apart) == {("x/a", "x/b")}


def test_undoing_needs_a_decision_about_the_same_two():
    yes = said("x/a", "x/b", "accept")
    assert decide([yes], "x/b", "x/a", Verdict.UNDO, "Ada", NOON).when > yes.when
    with pytest.raises(DecisionError, match="nothing can be undone"):
        decide([yes], "x/a", "x/c", Verdict.UNDO, "Ada", NOON)


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([said("x/a", "x/c", "reject")], "x/a: x/c rejected by Ada on 2020-01-01, but other decisions"),
        ([said("x/a", "Q1", "accept"), said("x/c", "Q2", "accept")], "x/a is Q1 and x/c is Q2"),
        ([said("x/c", "Q2", "accept"), said("tole", "x/a", "accept")], "tole is Q7 and x/c is Q2"),
    ],
)
def test_what_can_not_be_true_of_entities_that_are_one_is_told(rows, words):
    one = [said("x/a", "x/b", "accept"), said("x/c", "x/b", "accept")]
    (told,) = standing([*one, *rows], {"tole": "Q7"}).contradictions
    assert words in told


def test_one_item_of_two_entities_that_are_one_is_no_contradiction():
    rows = [said("x/a", "Q1", "accept"), said("x/b", "Q1", "accept")]
    assert "are they one?" in standing(rows).contradictions[0]
    assert not standing([*rows, said("x/a", "x/b", "accept")]).contradictions


# --- the table


@given(st.lists(DECISIONS, max_size=8))
def test_table_graph_table_is_the_same(decisions):
    text = table_text(decisions)
    from_table = parse_table(text, "d.tsv")
    graph = decisions_graph(from_table, NAMES)
    assert from_table == in_order(decisions)
    assert decisions_in(graph, key) == from_table
    assert table_text(decisions_in(graph, key)) == text


@given(st.lists(DECISIONS, max_size=8))
def test_the_order_of_lines_means_nothing(decisions):
    lines = table_text(decisions).splitlines()
    turned = "\n".join([lines[0], *reversed(lines[1:])])
    assert standing(parse_table(turned, "d.tsv")) == standing(decisions)


@given(st.lists(DECISIONS, max_size=6), st.lists(DECISIONS, max_size=6))
def test_two_branches_merge_as_one(ours, theirs):
    assert in_order([*in_order(ours), *in_order(theirs)]) == in_order([*theirs, *ours])


@given(st.lists(DECISIONS, min_size=1, max_size=6))
def test_the_graph_survives_the_store(decisions):
    graph = decisions_graph(decisions, NAMES)
    with open_store(None) as store:
        store.replace_graph(graph)
        assert store.graph(graph.iri) == graph, "spelled as the store keeps it"
    # Two decisions never share a name.
    assert len({s for s, _, _ in graph.triples}) == len(set(decisions))


def test_the_graph_is_well_formed():
    rows = [said("a", "Q1", "accept", why="same post"), said("a", None, "nil", 1), said("a", None, "undo", 2)]
    rows += [said("a", "person/b", "accept"), said("person/a", "person/b", "reject")]
    graph = decisions_graph(rows, NAMES)
    assert check_shapes([graph]) == ()
    broken = replace(graph, triples=tuple(t for t in graph.triples if "decidedBy" not in t[1]))
    assert check_shapes([broken])


def test_a_table_is_written_once_and_read_back(tmp_path):
    path = tmp_path / "new" / "decisions.tsv"
    rows = [said("a", "Q1", "accept", why="“quoted” 'words'"), said("b", "Q2", "reject")]
    assert read_table(path) == ()
    assert write_table(path, rows) and not write_table(path, reversed(rows))
    assert read_table(path) == in_order(rows)
    assert accepted_items(path) == {"a": "Q1"}
    assert [p.name for p in path.parent.iterdir()] == ["decisions.tsv"]
    assert path.read_text().splitlines()[0] == "entity\titem\tverdict\twho\twhen\twhy"


def test_a_table_of_a_spreadsheet_is_read():
    text = table_text([said("a", "Q1", "accept")])
    assert parse_table("\ufeff" + text.replace("\n", "\r\n") + "\r\n", "d.tsv") == (
        said("a", "Q1", "accept"),
    )
    assert parse_table("", "d.tsv") == ()


HEADER = "entity\titem\tverdict\twho\twhen\twhy\n"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a\tb\n", "d.tsv:1: the first line"),
        (HEADER + "a\tQ1\taccept\tAda\n", "d.tsv:2: 6 columns expected, 4 found"),
        (HEADER + "a\tQ1\tyes\tAda\t2020-01-01T12:00:00Z\t\n", "d.tsv:2: verdict: expected one of accept"),
        (HEADER + "a\tQ1\taccept\tAda\tyesterday\t\n", "d.tsv:2: when"),
        (HEADER + "a\tQ1\taccept\tAda\t2020-01-01\t\n", "d.tsv:2: .*zone"),
        (HEADER + "\na\tx\taccept\tAda\t2020-01-01T12:00:00Z\t\n", "d.tsv:3: .*Q42"),
        (HEADER + "<<<<<<< HEAD\n", "d.tsv:2: a merge was not finished"),
    ],
)
def test_a_line_that_can_not_be_used_is_named(text, words):
    with pytest.raises(DecisionError, match=words):
        parse_table(text, "d.tsv")


def test_a_table_that_can_not_be_read_or_written_is_said(tmp_path):
    path = tmp_path / "decisions.tsv"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(DecisionError, match=r"decisions\.tsv"):
        read_table(path)
    with pytest.raises(DecisionError, match="folder"):
        write_table(path / "folder" / "d.tsv", [said("a", "Q1", "accept")])


def test_a_row_of_json_gives_the_same_decision():
    one = said("a", "Q1", "accept", why="seen")
    assert decision_of(row_of(one)) == one
