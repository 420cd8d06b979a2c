"""From a store to proposals and from decisions to links: what survives, what never comes back."""

import io
import json
import shutil
import sys
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from benchmarks.linking import OWN, SHARED, entries, seeds, settings_for
from kg.annotation import annotate
from kg.background import gazetteer_graph, ontology_graph
from kg.cli import main
from kg.decisions import read_table
from kg.derive import derive
from kg.gazetteer import load_gazetteer
from kg.link import linking_rules
from kg.review import Desk
from kg.settings import shared_dir
from kg.store import open_store
from kg.validate import check, check_shapes
from kg.vocabulary import ATT, OWL, PROV, SKOS, WD
from kg.wikidata import Wikidata
from tests.builders import needs_shared
from tests.dataset import hand_graphs
from tests.readings import BASE, NAMES, graph_of_told, read_told
from tests.standin import standin

MALIKI, SADR = "person/riyad-al-maliki", "person/hussein-al-sadr"
SHELLING: dict[str, Any] = {
    "article": {
        "text": (
            "Foreign Minister Riyad al-Maliki said shells hit Fallujah. Hussein al-Sadr was hurt, "
            "BBC News said. Iraqi forces denied it, and al-Maliki left."
        ),
        "name": "shelling",
        "published": "2016-06-02",
    },
    "sentences": [
        "Foreign Minister Riyad al-Maliki said shells hit Fallujah.",
        "Hussein al-Sadr was hurt, BBC News said.",
        "Iraqi forces denied it, and al-Maliki left.",
    ],
    "entities": {
        MALIKI: {"kind": "actor", "type": "Person", "label": "Riyad al-Maliki"},
        SADR: {"kind": "actor", "type": "Person", "label": "Hussein al-Sadr"},
        "media-outlet/bbc-news": {"kind": "actor", "type": "MediaOutlet", "label": "BBC News"},
        "armed-force/iraqi-forces": {"kind": "actor", "type": "ArmedForce", "label": "Iraqi forces"},
        "fallujah": {"kind": "location", "type": "City", "label": "Fallujah", "curated": True},
    },
    "mentions": {
        "m": {"words": "Riyad al-Maliki", "name": "Riyad al-Maliki", "entity": MALIKI},
        "m2": {"words": ["al-Maliki", 1], "name": ["al-Maliki", 1], "entity": MALIKI},
        "h": {"words": "Hussein al-Sadr", "name": "Hussein al-Sadr", "entity": SADR},
        "b": {"words": "BBC News", "name": "BBC News", "entity": "media-outlet/bbc-news"},
        "i": {"words": "Iraqi forces", "name": "Iraqi forces", "entity": "armed-force/iraqi-forces"},
        "f": {"words": "Fallujah", "name": "Fallujah", "entity": "fallujah"},
    },
    "findings": [
        {
            "class": "Statement",
            "evidence": "Foreign Minister Riyad al-Maliki said shells hit Fallujah",
            "speaker": "m",
            "roles": ["Foreign Minister"],
            "cue": "said",
            "content": "shells hit Fallujah",
            "quoted": [],
            "kind": "indirect",
            "act": "assertion",
            "addressee": None,
            "medium": None,
            "negated": False,
            "nested_in": None,
            "speaker_evidence": "in-sentence",
        }
    ],
}


RIAD = "person/riad-al-maliki"
TALKS: dict[str, Any] = {
    "article": {
        "text": "Riad al-Maliki left Fallujah on Friday.",
        "name": "talks",
        "published": "2016-06-04",
    },
    "sentences": ["Riad al-Maliki left Fallujah on Friday."],
    "entities": {
        RIAD: {"kind": "actor", "type": "Person", "label": "Riad al-Maliki"},
        "fallujah": {"kind": "location", "type": "City", "label": "Fallujah", "curated": True},
    },
    "mentions": {
        "m": {"words": "Riad al-Maliki", "name": "Riad al-Maliki", "entity": RIAD},
        "f": {"words": "Fallujah", "name": "Fallujah", "entity": "fallujah"},
    },
    "findings": [],
}


def derived_of(opened):
    """What is derived from the reports of a store, written into it."""
    graphs = [opened.graph(name) for name in opened.graphs() if "/graph/article/" in name]
    found = derive(graphs, opened.graph(NAMES.graph("gazetteer")), NAMES)
    if found.triples:
        opened.replace_graph(found)
    else:
        opened.remove_graph(found.iri)
    return found


@pytest.fixture
def two(settings, store, kg):
    """The command line over a store with a second report, in which somebody is spelled otherwise."""
    with open_store(settings.store) as opened:
        opened.replace_graph(graph_of_told(read_told(TALKS)))
        derived_of(opened)
    return kg


@pytest.fixture(scope="module")
def service():
    with standin(OWN) as running:
        yield running


@pytest.fixture
def settings(service, tmp_path):
    service.behave()
    return replace(settings_for(service, tmp_path / "cache"), store=tmp_path / "store", base=BASE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A store with one report, what the gazetteer says of its places, and the ontology."""
    folder = tmp_path_factory.mktemp("review") / "store"
    known = gazetteer_graph(load_gazetteer(), NAMES, {"fallujah", "anbar-governorate", "iraq", "iraq-state"})
    with open_store(folder) as opened:
        for graph in (ontology_graph(NAMES), known, graph_of_told(read_told(SHELLING))):
            opened.replace_graph(graph)
    return folder


@pytest.fixture
def store(settings, folder):
    """That store, open for writing."""
    shutil.copytree(folder, settings.store)
    with open_store(settings.store) as opened:
        yield opened


@pytest.fixture
def kg(settings, store, capsysbinary):
    """The command line over that store and the stand-in."""
    store.close()

    def run(*arguments):
        services = []
        if arguments[0] == "link":
            services = [
                *("--endpoint", settings.wikidata_endpoint, "--search", settings.wikidata_search),
                *("--cache", settings.wikidata_cache, "--pace", "0"),
            ]
        options = ["--store", settings.store, "--base", BASE, *services]
        status = main([arguments[0], *map(str, options), *map(str, arguments[1:])])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


def look(store, settings):
    desk = Desk(store, settings, load_gazetteer())
    found = desk.look(Wikidata(settings), linking_rules())
    desk.take(found)
    desk.save()
    return desk, found


def links(desk):
    return {(link.key, link.item, link.status.value) for link in desk.links}


def dump(store):
    return [line for name in store.graphs() if "runs" not in name for line in store.graph(name).lines()]


PROPOSED = {
    (MALIKI, "Q2895694", "proposed"),
    ("media-outlet/bbc-news", "Q1160945", "proposed"),
    ("media-outlet/bbc-news", "Q208491", "proposed"),
}


# --- what is proposed


def test_subjects_are_told_with_all_that_the_text_gives(store, settings):
    desk = Desk(store, settings, load_gazetteer())
    found = {one.key: one for one in desk.subjects()}
    assert set(found) == {MALIKI, SADR, "media-outlet/bbc-news", "armed-force/iraqi-forces"}
    one = found[MALIKI]
    assert (one.type, one.label, one.roles, one.mentions) == (
        "Person",
        "Riyad al-Maliki",
        ("Foreign Minister",),
        2,
    )
    assert "al-Maliki" in one.names and str(one.first) == "2016-06-02"


def test_what_fits_is_proposed_with_its_evidence(store, settings):
    desk, found = look(store, settings)
    assert links(desk) == PROPOSED
    assert found.without_item == (SADR,), "a name alone is no evidence"
    assert set(found.passed_over) == {"armed-force/iraqi-forces"}
    record = desk.record(next(link for link in desk.links if link.key == MALIKI))
    assert {part["part"] for part in record["parts"]} == {"label", "type", "role"}
    assert record["score"] == pytest.approx(sum(part["points"] for part in record["parts"]))
    assert [row["text"] for row in record["passages"]] == [
        SHELLING["sentences"][0],
        SHELLING["sentences"][2],
    ]


def test_proposals_are_only_proposals(store, settings):
    look(store, settings)
    graph = store.graph(NAMES.graph("links"))
    assert not [t for t in graph.triples if t[1] in (OWL.sameAs, SKOS.exactMatch)]
    assert check_shapes([graph]) == () and list(check(store)) == []


def test_the_same_answers_give_the_same_bytes(store, settings, service):
    look(store, settings)
    first, before = dump(store), len(service.seen())
    store.remove_graph(NAMES.graph("links"))
    service.fault("403")
    look(store, settings)
    assert dump(store) == first
    assert len(service.seen()) == before, "nothing was asked"


# --- what people decide


def test_an_accepted_item_is_the_entity_and_is_not_asked_for(kg, settings, service):
    assert kg("link")[0] == 0
    status, out, err = kg("review", "accept", MALIKI, "Q2895694", "--by", "Ada", "--why", "same post")
    assert (status, out) == (0, "") and "accept Q2895694" in err
    with open_store(settings.store, read_only=True) as opened:
        graph = opened.graph(NAMES.graph("links"))
        assert (NAMES.entity(MALIKI), OWL.sameAs, WD.Q2895694) in graph.triples
        assert list(check(opened)) == []
        assert check_shapes([graph, opened.graph(NAMES.graph("decisions"))]) == ()
        kept = dump(opened)
    service.fault("403")
    assert kg("link", "--refresh")[0] == 0
    assert MALIKI not in [one["query"] for one in service.seen()[-1:]]
    with open_store(settings.store, read_only=True) as opened:
        assert dump(opened) == kept, "offline nothing is lost"
    _, out, _ = kg("query", "wikidata-links", "--param", "status=accepted", "--format", "csv")
    assert "Q2895694" in out and "accepted by Ada: same post" in out


def test_a_rejected_item_is_never_proposed_again(kg, settings):
    kg("link")
    kg("review", "reject", MALIKI, "Q2895694", "--by", "Ada")
    for again in ("link", "link"):
        kg(again, "--refresh")
        _, out, _ = kg("review", "list")
        assert "Q2895694" not in out and "Q1160945" in out
    # A new store, as after a rebuild elsewhere: the table alone keeps what was decided.
    with open_store(settings.store) as opened:
        for name in ("links", "decisions"):
            opened.remove_graph(NAMES.graph(name))
    kg("link")
    assert "Q2895694" not in kg("review", "list")[1]
    _, out, _ = kg("query", "wikidata-links", "--param", "status=rejected", "--format", "csv")
    assert "Q2895694" in out


def test_of_what_ties_the_other_stays_when_one_is_rejected(kg):
    kg("link")
    kg("review", "reject", "media-outlet/bbc-news", "Q1160945", "--by", "Ada")
    kg("link")
    waiting = [json.loads(line) for line in kg("review", "list", "--format", "jsonl")[1].splitlines()]
    assert [one["item"] for one in waiting if one["entity"] == "media-outlet/bbc-news"] == ["Q208491"]


def test_nil_is_silent_until_it_is_undone(kg):
    kg("link")
    kg("review", "nil", MALIKI, "--by", "Ada")
    kg("link", "--refresh")
    assert MALIKI not in kg("review", "list")[1]
    kg("review", "undo", MALIKI, "--by", "Ada")
    kg("link")
    assert MALIKI in kg("review", "list")[1]


def test_undo_takes_back_an_acceptance(kg, settings):
    kg("link")
    kg("review", "accept", MALIKI, "Q2895694", "--by", "Ada")
    kg("review", "undo", MALIKI, "Q2895694", "--by", "Ben")
    with open_store(settings.store, read_only=True) as opened:
        graph = opened.graph(NAMES.graph("links"))
    assert not [t for t in graph.triples if t[1] == OWL.sameAs]
    assert MALIKI in kg("review", "list")[1]
    assert [one.who for one in read_table(settings.decisions_file)] == ["Ada", "Ben"]


def test_an_item_that_nobody_proposed_can_be_accepted(kg, settings):
    kg("review", "accept", SADR, "Q14775311", "--by", "Ada")
    kg("link")
    with open_store(settings.store, read_only=True) as opened:
        graph = opened.graph(NAMES.graph("links"))
        assert (NAMES.entity(SADR), OWL.sameAs, WD.Q14775311) in graph.triples
        assert check_shapes([graph]) == ()


def test_an_item_is_the_same_as_one_entity_only(kg, settings):
    kg("review", "accept", SADR, "Q14775311", "--by", "Ada")
    _, _, err = kg("review", "accept", MALIKI, "Q14775311", "--by", "Ada")
    assert "contradiction: Q14775311: accepted for" in err
    # An item of the gazetteer is the gazetteer's.
    kg("review", "accept", "media-outlet/bbc-news", "Q191170", "--by", "Ada")
    with open_store(settings.store, read_only=True) as opened:
        graph = opened.graph(NAMES.graph("links"))
        assert len([t for t in graph.triples if t[1:] == (OWL.sameAs, WD.Q14775311)]) == 1
        assert (NAMES.entity("media-outlet/bbc-news"), SKOS.exactMatch, WD.Q191170) in graph.triples
        assert list(check(opened)) == []


def test_what_contradicts_the_gazetteer_is_told_and_not_written(kg, settings):
    _, _, err = kg("review", "accept", "fallujah", "Q83317", "--by", "Ada")
    assert "but the gazetteer has Q191170" in err
    with open_store(settings.store, read_only=True) as opened:
        assert list(check(opened)) == []


# --- entities that may be one


def merges_of(kg):
    rows = [json.loads(line) for line in kg("review", "list", "--format", "jsonl")[1].splitlines()]
    return [row for row in rows if row["match"] == "same entity"]


def test_entities_that_may_be_one_are_listed_with_their_evidence(two):
    (row,) = merges_of(two)
    assert (row["entity"], row["item"]) == (RIAD, MALIKI)
    assert (row["label"], row["itemLabel"]) == ("Riad al-Maliki", "Riyad al-Maliki")
    assert 0.6 <= row["score"] <= 1 and "the same last name" in row["because"]
    assert [one["text"] for one in row["passages"]] == TALKS["sentences"]
    assert [one["article"] for one in row["itemPassages"]] == ["shelling", "shelling"]
    shown = two("review", "list")[1]
    assert "may be one entity, score" in shown and row["because"] in shown and TALKS["sentences"][0] in shown


@pytest.mark.parametrize("order", [(MALIKI, RIAD), (RIAD, MALIKI)])
def test_an_accepted_merge_is_a_statement_and_rewrites_nothing(two, settings, order):
    with open_store(settings.store, read_only=True) as opened:
        before = dump(opened)
    assert two("review", "accept", *order, "--by", "Ada", "--why", "same post")[0] == 0
    assert merges_of(two) == []
    with open_store(settings.store, read_only=True) as opened:
        links_, decided = (opened.graph(NAMES.graph(name)) for name in ("links", "decisions"))
        (decision,) = {s for s, _, _ in decided.triples}
        assert (NAMES.entity(RIAD), SKOS.exactMatch, NAMES.entity(MALIKI)) in links_.triples
        assert {o for _, p, o in links_.triples if p == PROV.wasDerivedFrom} == {decision}
        assert not [t for t in links_.triples if t[1] == OWL.sameAs]
        assert [
            line for line in dump(opened) if "graph/links" not in line and "decisions" not in line
        ] == before
        assert list(check(opened)) == [] and check_shapes([links_, decided]) == ()
    assert two("link")[0] == 0
    with open_store(settings.store, read_only=True) as opened:
        after = opened.graph(NAMES.graph("links")).triples
    assert set(links_.triples) <= set(after), "looking for items keeps it"
    two("review", "undo", *order, "--by", "Ben")
    assert [row["item"] for row in merges_of(two)] == [MALIKI]
    with open_store(settings.store, read_only=True) as opened:
        assert not set(links_.triples) & set(opened.graph(NAMES.graph("links")).triples)


def test_a_rejected_merge_is_never_proposed_again(two, settings):
    with open_store(settings.store, read_only=True) as opened:
        derived = opened.graph(NAMES.graph("derived"))
    two("review", "reject", MALIKI, RIAD, "--by", "Ada")
    assert merges_of(two) == []
    with open_store(settings.store) as opened:
        for name in ("links", "decisions"):
            opened.remove_graph(NAMES.graph(name))
        assert derived_of(opened) == derived, "what is derived knows of no decision"
    # A new store, as after a rebuild elsewhere: the table alone keeps what was decided.
    assert merges_of(two) == []
    two("link", "--refresh")
    assert merges_of(two) == []
    with open_store(settings.store, read_only=True) as opened:
        assert not [t for t in opened.graph(NAMES.graph("links")).triples if t[1] == SKOS.exactMatch]
    two("review", "undo", MALIKI, RIAD, "--by", "Ada")
    assert len(merges_of(two)) == 1


def test_a_merge_outlives_its_reports_and_can_still_be_undone(two, settings):
    two("review", "accept", MALIKI, RIAD, "--by", "Ada")
    two("remove", "talks")
    two("link")
    with open_store(settings.store) as opened:
        assert not derived_of(opened).triples
        assert [o for _, p, o in opened.graph(NAMES.graph("links")).triples if p == PROV.wasDerivedFrom]
        opened.replace_graph(graph_of_told(read_told(TALKS)))
        assert derived_of(opened).triples
    assert merges_of(two) == [], "back, and decided already"
    two("remove", "talks")
    assert two("review", "undo", RIAD, MALIKI, "--by", "Ada")[0] == 0
    with open_store(settings.store, read_only=True) as opened:
        assert not opened.has_graph(NAMES.graph("links")) or not [
            t for t in opened.graph(NAMES.graph("links")).triples if t[2] == ATT.Merge
        ]


def test_who_is_one_by_way_of_a_third_is_not_asked_about(two):
    two("review", "accept", MALIKI, SADR, "--by", "Ada")
    assert len(merges_of(two)) == 1
    two("review", "accept", SADR, RIAD, "--by", "Ada")
    assert merges_of(two) == []
    _, _, err = two("review", "reject", MALIKI, RIAD, "--by", "Ben")
    assert "contradiction" in err and "other decisions make them one" in err


def test_a_merge_goes_out_as_json_and_comes_back(two, tmp_path, settings):
    (row,) = merges_of(two)
    file = tmp_path / "decided.jsonl"
    file.write_text(json.dumps({**row, "verdict": "accept", "who": "Ada"}))
    assert two("review", "read", file)[0] == 0
    (one,) = read_table(settings.decisions_file)
    assert (one.entity, one.other, one.verdict.value, one.who) == (RIAD, MALIKI, "accept", "Ada")


def test_the_dialogue_asks_about_merges_and_takes_no_nil(two, monkeypatch, settings):
    monkeypatch.setattr(sys, "stdin", Terminal("n\nr two ministers\n"))
    status, out, err = two("review", "--by", "Ada")
    assert status == 0 and "nothing is left to decide" in err
    assert "may be one entity" in out
    (one,) = read_table(settings.decisions_file)
    assert (one.verdict.value, one.other, one.why) == ("reject", MALIKI, "two ministers")


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ((MALIKI, "person/nobody"), "person/nobody: no such entity"),
        (("fallujah", "iraq"), "both stand in the gazetteer"),
        ((MALIKI, MALIKI), "it is itself"),
    ],
)
def test_what_can_not_be_merged_is_one_line(two, about, words):
    status, out, err = two("review", "accept", *about, "--by", "Ada")
    assert (status, out) == (1, "") and words in err and len(err.splitlines()) == 1


def test_an_entity_of_the_gazetteer_is_the_first_of_two(two, settings):
    two("review", "accept", MALIKI, f"{BASE}entity/iraq", "--by", "Ada")
    with open_store(settings.store, read_only=True) as opened:
        graphs = [opened.graph(NAMES.graph(name)) for name in ("links", "decisions")]
        assert (NAMES.entity("iraq"), SKOS.exactMatch, NAMES.entity(MALIKI)) in graphs[0].triples
        assert check_shapes(graphs) == () and list(check(opened)) == []


# --- the command


@pytest.mark.parametrize(
    ("arguments", "status", "words"),
    [
        (["accept", "nobody", "Q1", "--by", "Ada"], 1, "nobody: no such entity"),
        (["accept", MALIKI, "P31", "--by", "Ada"], 1, "Q42"),
        (["undo", MALIKI, "--by", "Ada"], 1, "nothing can be undone"),
        (["accept", MALIKI, "--by", "Ada"], 2, "expected ENTITY ITEM"),
        (["nil", MALIKI, "Q1"], 2, "expected ENTITY"),
        (["read", "/nowhere"], 1, "/nowhere"),
    ],
)
def test_what_can_not_be_decided_is_one_line(kg, arguments, status, words):
    found, out, err = kg("review", *arguments)
    assert (found, out) == (status, "")
    assert words in err and len(err.splitlines()) == 1


def test_somebody_has_to_decide(kg, monkeypatch):
    for name in ("KG_REVIEWER", "USER", "LOGNAME"):
        monkeypatch.delenv(name, raising=False)
    assert "who decided this?" in kg("review", "nil", MALIKI)[2]
    monkeypatch.setenv("KG_REVIEWER", "Grace")
    kg("review", "nil", f"{BASE}entity/{MALIKI}")
    assert kg("review", "log")[1].split("\t")[3] == "Grace"


def test_json_lines_go_out_and_come_back(kg, tmp_path, settings):
    kg("link")
    rows = [json.loads(line) for line in kg("review", "list", "--format", "jsonl")[1].splitlines()]
    assert len(rows) == 3
    for row in rows:
        row["verdict"] = {"Q2895694": "accept", "Q208491": "reject"}.get(row["item"])
    file = tmp_path / "decided.jsonl"
    file.write_text("\n".join(json.dumps(row) for row in [*rows, {"entity": MALIKI}]) + "\n\n")
    status, _, err = kg("review", "read", file, "--by", "Ada")
    assert status == 0 and "2 decisions taken, 0 refused" in err
    told = [json.loads(line) for line in kg("review", "log", "--format", "jsonl")[1].splitlines()]
    assert {(one["item"], one["verdict"], one["who"]) for one in told} == {
        ("Q2895694", "accept", "Ada"),
        ("Q208491", "reject", "Ada"),
    }
    # What the log gives can be read elsewhere, with who and when.
    before = settings.decisions_file.read_text()
    file.write_text("\n".join(json.dumps(one) for one in told))
    assert kg("review", "read", file)[0] == 0
    assert settings.decisions_file.read_text() == before


def test_a_line_that_can_not_be_used_is_named_and_the_others_are_taken(kg, monkeypatch):
    lines = [
        "{",
        "[]",
        json.dumps({"entity": MALIKI, "item": "Q1", "verdict": "perhaps"}),
        json.dumps({"entity": "nobody", "item": "Q1", "verdict": "reject"}),
        json.dumps({"entity": MALIKI, "item": "Q1", "verdict": "reject", "when": "soon"}),
        json.dumps({"entity": MALIKI, "item": "Q1", "verdict": "reject"}),
    ]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join(lines)))
    status, _, err = kg("review", "read", "-", "--by", "Ada")
    assert status == 1 and "1 decision taken, 5 refused" in err
    assert [line.split(":")[1] for line in err.splitlines()[:5]] == ["1", "2", "3", "4", "5"]


class Terminal(io.StringIO):
    """Answers typed at a terminal."""

    def isatty(self):
        return True


def test_a_dialogue_asks_about_one_after_the_other(kg, monkeypatch, settings):
    kg("link")
    monkeypatch.setattr(sys, "stdin", Terminal("what?\na same post\nr\ns\n"))
    status, out, err = kg("review", "--by", "Ada")
    assert status == 0 and "nothing is left to decide" in err
    assert "Riyad al-Maliki" in out and "+0.10  both are described by “foreign” and “minister”" in out
    decided = {(one.item, one.verdict.value, one.why) for one in read_table(settings.decisions_file)}
    assert decided == {("Q2895694", "accept", "same post"), ("Q1160945", "reject", "")}


def test_the_store_is_free_while_somebody_thinks(kg, monkeypatch, settings):
    kg("link")

    class Thinking(Terminal):
        def readline(self, *_):
            with open_store(settings.store) as opened:
                opened.remove_graph(NAMES.graph("runs"))
            return "q\n"

    monkeypatch.setattr(sys, "stdin", Thinking())
    assert kg("review", "--by", "Ada")[0] == 0
    with open_store(settings.store, read_only=True) as opened:
        assert not opened.has_graph(NAMES.graph("runs")), "written while the question stood"


def test_a_dialogue_that_is_left_keeps_what_was_said(kg, monkeypatch, settings):
    kg("link")
    monkeypatch.setattr(sys, "stdin", Terminal("n\n"))
    assert kg("review", "--by", "Ada")[0] == 0
    assert [one.verdict.value for one in read_table(settings.decisions_file)] == ["nil"]


def test_a_broken_table_stops_before_anything_is_written(kg, settings):
    kg("link")
    settings.decisions_file.write_text("entity\titem\n")
    status, _, err = kg("review", "nil", MALIKI, "--by", "Ada")
    assert status == 1 and "decisions.tsv:1" in err
    assert settings.decisions_file.read_text() == "entity\titem\n"


def test_the_new_graphs_are_exported_validated_and_counted(kg):
    kg("link")
    kg("review", "accept", MALIKI, "Q2895694", "--by", "Ada")
    _, out, _ = kg("export")
    assert "graph/links>" in out and "graph/decisions>" in out and "graph/runs>" not in out
    assert kg("validate", "--shapes")[0] == 0
    counts = json.loads(kg("stats", "--json")[1])
    assert counts["links"] == 3 and counts["decisions"] == 1


# --- when the service fails


@pytest.mark.parametrize(
    "kind", ["429", "403", "500", "html", "empty", "truncated", "other-json", "cut", "reset", "400"]
)
def test_every_fault_is_survived_with_one_warning(store, settings, service, kind):
    service.fault(kind)
    desk = Desk(store, settings, load_gazetteer())
    wikidata = Wikidata(settings, sleep=lambda _: None)
    found = desk.look(wikidata, linking_rules())
    desk.take(found)
    desk.save()
    assert set(found.not_looked_up) == {MALIKI, SADR, "media-outlet/bbc-news"}
    assert len(wikidata.troubles) == 1 and not wikidata.online
    service.behave()
    assert links(look(store, settings)[0]) == PROPOSED


def test_offline_is_one_warning_and_exit_0(kg, settings):
    kg("link")
    before = kg("review", "list")[1]
    status, out, err = kg("link", "--endpoint", "http://127.0.0.1:9/sparql")
    assert (status, out) == (0, "")
    warning, summary = err.splitlines()
    assert "3 entities not looked up" in warning and "no connection" in warning
    assert "3 links proposed" in summary
    assert kg("review", "list")[1] == before, "what was proposed before stays"


def test_a_fault_in_the_middle_costs_only_what_it_hit(store, settings, service):
    service.fault("html", times=1)
    desk, found = look(store, settings)
    assert found.not_looked_up == () and links(desk) == PROPOSED


def test_link_needs_a_store(tmp_path, capsys):
    assert main(["link", "--store", str(tmp_path / "none")]) == 1
    assert "there is no store yet" in capsys.readouterr().err
    assert not (tmp_path / "none").exists()


# --- what was decided outlives articles and builds


def test_removing_and_adding_articles_leaves_decisions_alone(kg, settings):
    kg("link")
    kg("review", "accept", MALIKI, "Q2895694", "--by", "Ada")
    kg("review", "nil", SADR, "--by", "Ada")
    with open_store(settings.store, read_only=True) as opened:
        decided = opened.graph(NAMES.graph("decisions"))
        linked = opened.graph(NAMES.graph("links"))
    kg("remove", "shelling")
    with open_store(settings.store) as opened:
        for graph in hand_graphs():
            opened.replace_graph(graph)
        assert opened.graph(NAMES.graph("decisions")) == decided
        assert opened.graph(NAMES.graph("links")) == linked
        opened.replace_graph(graph_of_told(read_told(SHELLING)))
    kg("link")
    with open_store(settings.store, read_only=True) as opened:
        assert opened.graph(NAMES.graph("decisions")) == decided
        assert (NAMES.entity(MALIKI), OWL.sameAs, WD.Q2895694) in opened.graph(NAMES.graph("links")).triples


@pytest.mark.slow
def test_kg_build_touches_neither_links_nor_decisions(kg, settings, tools, monkeypatch):
    monkeypatch.setattr("kg.cli._tools", lambda _: replace(tools, names=NAMES))
    kg("link")
    kg("review", "reject", MALIKI, "Q2895694", "--by", "Ada")
    names = [NAMES.graph("links"), NAMES.graph("decisions")]
    with open_store(settings.store, read_only=True) as opened:
        before = [opened.graph(name) for name in names]
    assert kg("build", shared_dir("examples/articles") / "oskil-bridge.txt")[0] == 0
    with open_store(settings.store, read_only=True) as opened:
        assert [opened.graph(name) for name in names] == before and all(g.triples for g in before)
    kg("link")
    assert "Q2895694" not in kg("review", "list")[1]


def test_an_extract_has_accepted_items_beside_curated_ones():
    resolved = read_told(SHELLING).resolved()
    record = annotate(resolved, NAMES, MappingProxyType({MALIKI: "Q2895694"}))
    items = {one["text"]: one.get("wikidata") for one in record["actors"]}
    assert items["Riyad al-Maliki"] == items["al-Maliki"] == "Q2895694"
    assert items["Hussein al-Sadr"] is None


@pytest.mark.slow
def test_extract_reads_the_table_of_decisions(kg, settings, tools, monkeypatch, tmp_path):
    monkeypatch.setattr("kg.cli._tools", lambda _: replace(tools, names=NAMES))
    report = tmp_path / "report.txt"
    report.write_text("Foreign Minister Riyad al-Maliki told reporters that the talks had failed.\n")
    key = next(
        one["entity"].removeprefix(f"{BASE}entity/")
        for one in json.loads(kg("extract", report)[1])["actors"]
        if "al-Maliki" in one["text"]
    )
    table = tmp_path / "d.tsv"
    table.write_text(
        f"entity\titem\tverdict\twho\twhen\twhy\n{key}\tQ2895694\taccept\tAda\t2020-01-01T00:00:00Z\t\n"
    )
    record = json.loads(kg("extract", report, "--decisions", table)[1])
    assert "Q2895694" in {one.get("wikidata") for one in record["actors"]}


# --- how good it is


@needs_shared
@pytest.mark.parametrize(("blind", "least"), [(False, 21), (True, 19)])
def test_seeds_get_their_items_and_no_wrong_one(tmp_path, blind, least):
    with standin(SHARED / "wikidata-sample" / "sample.ttl") as running:
        found = seeds(SHARED, settings_for(running, tmp_path), load_gazetteer(), blind=blind)
    assert [one for one in found if one.verdict == "wrong"] == []
    assert sum(one.verdict == "right" for one in found) >= least
    assert {one.verdict for one in found if not one.expected.startswith("Q")} == {"silent"}
    assert sum(one.expected.startswith("Q") for one in found) == 21


@needs_shared
def test_no_entry_of_the_gazetteer_is_taken_for_a_look_alike(tmp_path):
    sample = SHARED / "wikidata-sample" / "sample.ttl"
    with standin(sample) as running:
        found = entries(sample, settings_for(running, tmp_path), load_gazetteer())
    assert [one for one in found if one.verdict == "wrong"] == []
    assert sum(one.verdict == "right" for one in found) / len(found) > 0.9


def test_with_the_sample_of_the_tests_every_entry_is_found(service, tmp_path):
    found = entries(OWN, settings_for(service, tmp_path), load_gazetteer())
    assert len(found) > 40
    assert {one.verdict for one in found} == {"right"}


def test_links_cost_few_requests(service, tmp_path):
    service.behave()
    before = len(service.seen())
    entries(OWN, settings_for(service, tmp_path), load_gazetteer())
    assert len(service.seen()) - before <= 15, "questions about many go together"
