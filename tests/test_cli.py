"""The command line: data on standard output, the rest on standard error, exit status for scripts."""

import csv
import hashlib
import io
import json
import signal
import subprocess
import sys
import time
from functools import partial
from importlib import import_module

import pyoxigraph as ox
import pytest
from rdflib import Graph

from kg.cli import main
from kg.settings import Settings, shared_dir
from tests.builders import ROOT, SHARED, needs_shared
from tests.dataset import hand_graphs, hand_store
from tests.readings import BASE

EXAMPLES = shared_dir("examples/articles")


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli") / "store"
    hand_store(folder).close()
    return folder


@pytest.fixture
def kg(folder, capsysbinary):
    def run(*arguments, store=folder, base=BASE):
        status = main([arguments[0], "--store", str(store), "--base", base, *map(str, arguments[1:])])
        out, err = capsysbinary.readouterr()
        return status, out.decode(), err.decode()

    return run


def process(*arguments, **more):
    return subprocess.Popen(  # our own command
        [sys.executable, "-m", "kg", *map(str, arguments)],
        cwd=ROOT, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more,
    )  # fmt: skip


# --- help and mistakes


@pytest.mark.parametrize(
    "command",
    [
        "build",
        "extract",
        "query",
        "serve",
        "export",
        "stats",
        "validate",
        "evaluate",
        "remove",
        "gazetteer",
        "link",
        "review",
    ],
)
def test_every_command_has_help_with_examples(command, capsys):
    with pytest.raises(SystemExit) as left:
        main([command, "--help"])
    assert left.value.code == 0
    shown = capsys.readouterr().out
    assert f"examples:\n  kg {command}" in shown and "--store" in shown


@pytest.mark.parametrize(
    "arguments", [[], ["biuld"], ["build"], ["query", "--format", "pdf"], ["serve", "--port", "x"]]
)
def test_a_wrong_command_gets_2_and_help_on_standard_error(arguments, capsys):
    with pytest.raises(SystemExit) as left:
        main(arguments)
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert not out and "usage: kg" in err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["query", "figurs"], "did you mean figures?"),
        (["query", "statements", "--param", "act=song"], "act: expected one of"),
        (["query", "statements", "--param", "act"], "expected NAME=VALUE"),
        (["query", "statements", "--param", "act=denial", "--param", "act=belief"], "act: given twice"),
        (["query", "evidence"], "needs the parameter iri"),
        (["query", "figures", "--format", "turtle"], "comes as table, json"),
        (["remove", "nobody"], "no such article"),
        (["evaluate", "/nowhere/at/all"], "no annotated article"),
    ],
)
def test_what_goes_wrong_is_one_line_and_status_1(kg, arguments, words):
    status, out, err = kg(*arguments)
    assert (status, out) == (1, "")
    assert words in err and len(err.splitlines()) == 1


@pytest.mark.parametrize("command", ["query articles", "stats", "export", "validate"])
def test_a_store_that_is_not_there_is_said(kg, tmp_path, command):
    status, out, err = kg(*command.split(), store=tmp_path / "none")
    assert (status, out) == (1, "")
    assert "there is no store yet" in err


# --- asking


def test_a_saved_query_is_a_table_by_default(kg):
    status, out, err = kg("query", "figures", "--param", "measure=killed")
    header, line, *rows = out.splitlines()
    assert (status, err, len(rows)) == (0, "", 4)
    assert header.split()[:3] == ["claim", "measure", "low"]
    assert set(line) == {"-", " "}
    assert "at least 55" in out and BASE not in out


def test_a_saved_query_in_formats_for_machines(kg):
    _, out, _ = kg("query", "statements", "--param", "speaker=Abu Karim", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["content"] for row in rows] == ["We will be back within days", "Nobody surrendered"]
    _, out, _ = kg("query", "statements", "--format", "json")
    assert len(json.loads(out)["results"]["bindings"]) == 12
    assert kg("query", "statements", "--format", "tsv")[1].startswith("?statement\t")
    assert kg("query", "statements", "--format", "xml")[1].startswith("<?xml")


def test_without_a_name_the_saved_queries_are_listed(kg):
    status, out, _ = kg("query")
    assert status == 0
    assert "Which figures were given, by whom, in which words?" in out
    assert len(out.splitlines()) >= 16


def test_a_query_comes_from_a_file_or_standard_input(kg, tmp_path, monkeypatch):
    path = tmp_path / "count.rq"
    path.write_text("SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a att:Statement }")
    assert kg("query", path, "--format", "csv")[1].split() == ["n", "12"]
    monkeypatch.setattr(sys, "stdin", io.StringIO(path.read_text()))
    assert kg("query", "-")[1].split() == ["n", "--", "12"]
    path.write_text("ASK { ?s a att:Statement }")
    assert kg("query", path)[1].split() == ["answer", "------", "true"]
    path.write_text(f"DESCRIBE <{BASE}entity/un>")
    assert len(Graph().parse(data=kg("query", path)[1], format="turtle")) > 3
    path.write_text("SELECT *\n{ ?s ?p ?o\n optionl {} }")
    status, _, err = kg("query", path)
    assert status == 1
    assert "line 3, column" in err and "did you mean OPTIONAL?" in err and "^" in err


def test_stats_count_what_is_there(kg):
    _, out, _ = kg("stats", "--json")
    counts = json.loads(out)
    # Of each article one, the ontology, the gazetteer, and what is derived.
    assert (counts["articles"], counts["statements"], counts["figures"], counts["graphs"]) == (2, 12, 8, 5)
    assert "articles" in kg("stats")[1]


def test_export_writes_the_same_bytes_to_a_file_and_to_standard_output(kg, tmp_path):
    _, out, _ = kg("export")
    assert sorted(out.splitlines()) == sorted(line for graph in hand_graphs() for line in graph.lines())
    for name in ("all.nq", "all.trig", "all.ttl"):
        assert kg("export", "-o", tmp_path / name) == (0, "", "")
    assert (tmp_path / "all.nq").read_text() == out
    quads = set(ox.parse(input=out, format=ox.RdfFormat.N_QUADS))
    assert set(ox.parse(path=tmp_path / "all.trig")) == quads
    assert len(set(ox.parse(path=tmp_path / "all.ttl"))) == len({q.triple for q in quads})
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []
    assert kg("export", "--format", "pdf")[0] == 2
    assert kg("export", "-o", tmp_path / "no" / "such" / "folder.nq")[0] == 1


def test_validate_says_what_breaks_the_rules(kg, tmp_path):
    store = tmp_path / "store"
    with hand_store(store) as opened:
        sentence = next(iter(opened.query("SELECT ?s { ?s a att:Statement }").rows()))
        assert sentence
    status, out, err = kg("validate", store=store)
    assert status == (1 if out else 0)
    assert "nothing to object to" in err or "found" in err


def test_remove_takes_an_article_out_by_name_or_hash(kg, tmp_path):
    store = tmp_path / "store"
    hand_store(store).close()
    status, _, err = kg("remove", "bridge", "nobody", store=store)
    assert status == 1
    assert "bridge: removed" in err and "nobody: no such article" in err
    _, out, _ = kg("query", "articles", "--format", "csv", store=store)
    (left,) = csv.DictReader(io.StringIO(out))
    assert left["name"] == "two-tolls"
    assert kg("remove", left["article"].rpartition("/")[2], store=store)[0] == 0
    assert kg("query", "articles", "--format", "csv", store=store)[1].count("\n") == 1


def test_asking_loads_no_language_pipeline(folder):
    code = (
        "import sys; from kg.cli import main; main(sys.argv[1:]); "
        "print([m for m in ('spacy', 'onnxruntime', 'flask', 'trafilatura', 'pyshacl') if m in sys.modules])"
    )
    done = subprocess.run(  # our own command
        [sys.executable, "-c", code, "query", "articles", "--store", str(folder)],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert done.stdout.endswith("[]\n")


def test_a_reader_that_leaves_is_no_error(folder):
    with process("export", "--store", folder, "--base", BASE) as running:
        assert running.stdout.readline()
        running.stdout.close()
        said = running.stderr.read()
    assert running.returncode == 141
    assert said == ""


# --- reading articles, with the shipped pipeline


@pytest.fixture
def read(kg, tools, monkeypatch):
    """As kg, with the pipeline that is loaded already."""
    monkeypatch.setattr("kg.cli._tools", lambda settings: tools)
    return partial(kg, base=Settings().base)


@pytest.mark.slow
def test_build_counts_refuses_and_goes_on(read, tmp_path):
    # Given three articles of which two can't be read
    good = EXAMPLES / "hawija-siege.txt"
    (tmp_path / "empty.txt").write_text("")
    (tmp_path / "noise.txt").write_bytes(bytes(range(256)) * 20)
    # When they are built
    status, out, err = read(
        "build", tmp_path / "empty.txt", good, tmp_path / "noise.txt", store=tmp_path / "s"
    )
    # Then the good one is there, each bad one is named, and the status says so
    assert (status, out) == (1, "")
    assert "empty.txt: " in err and "noise.txt: " in err
    assert "1 article read into" in err and "1 new or changed, 0 as before; 2 refused" in err
    _, out, _ = read("query", "articles", "--format", "csv", store=tmp_path / "s")
    assert len(list(csv.DictReader(io.StringIO(out)))) == 1


@pytest.mark.slow
def test_building_twice_leaves_the_same_bytes(read, tmp_path):
    paths = [EXAMPLES / "hawija-siege.txt", EXAMPLES / "el-fasher.jsonl"]
    assert "4 new or changed, 0 as before" in read("build", *paths, store=tmp_path / "a")[2]
    first = read("export", store=tmp_path / "a")[1]
    assert "0 new or changed, 4 as before" in read("build", *reversed(paths), store=tmp_path / "a")[2]
    assert read("export", store=tmp_path / "a")[1] == first
    read("build", *reversed(paths), store=tmp_path / "b")
    second = read("export", store=tmp_path / "b")[1]
    assert hashlib.sha256(second.encode()).digest() == hashlib.sha256(first.encode()).digest()


@pytest.mark.slow
def test_the_example_reports_break_no_rule(example_store, capsys):
    assert main(["validate", "--store", str(example_store)]) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.slow
def test_extract_gives_one_object_or_one_line_an_article(read):
    status, out, err = read("extract", EXAMPLES / "hawija-siege.txt")
    record = json.loads(out)
    assert (status, err, record["doc"]) == (0, "", "hawija-siege")
    assert record["statements"] and record["quantities"]
    status, out, _ = read("extract", EXAMPLES / "el-fasher.jsonl")
    assert [json.loads(line)["doc"] for line in out.splitlines()] == [
        "el-fasher-hospital",
        "el-fasher-army-claims",
        "el-fasher-ngo",
    ]
    turtle = read("extract", EXAMPLES / "hawija-siege.txt", "--format", "turtle")[1]
    assert len(Graph().parse(data=turtle, format="turtle")) > 300
    trig = read("extract", EXAMPLES / "el-fasher.jsonl", "--format", "trig")[1]
    graphs = {q.graph_name.value for q in ox.parse(input=trig, format=ox.RdfFormat.TRIG)}
    assert sum("/graph/article/" in name for name in graphs) == 3
    assert sorted(name.rpartition("/")[2] for name in graphs if "/article/" not in name) == ["gazetteer"]


@pytest.mark.slow
def test_nothing_to_read_is_said(read, tmp_path):
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    status, _, err = read("build", tmp_path, store=tmp_path / "store")
    assert status == 1
    assert "no article found" in err


@pytest.mark.slow
def test_an_article_that_breaks_the_reading_is_named_and_the_others_go_on(read, tmp_path, monkeypatch):
    def broken(article, tools):
        if article.name == "el-fasher-ngo":
            raise RuntimeError("what nobody foresaw")
        return real(article, tools)

    module = import_module("kg.build")
    real = module.build
    monkeypatch.setattr(module, "build", broken)
    status, _, err = read("build", EXAMPLES / "el-fasher.jsonl", store=tmp_path / "store")
    assert status == 1
    assert "el-fasher.jsonl:3: RuntimeError: what nobody foresaw" in err
    assert "2 articles read into" in err


@pytest.mark.slow
def test_an_interrupted_build_leaves_a_store_that_opens(tmp_path):
    running = process("build", EXAMPLES, "--store", tmp_path / "store")
    for _ in range(300):
        if (tmp_path / "store" / "CURRENT").exists():
            break
        time.sleep(0.1)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert said.splitlines()[-1] == "kg build: interrupted" and "Traceback" not in said
    assert main(["stats", "--store", str(tmp_path / "store")]) == 0


@pytest.mark.slow
@needs_shared
def test_evaluate_prints_a_table_or_json(read):
    status, out, _ = read("evaluate", SHARED / "gold", "--json")
    scores = json.loads(out)
    assert status == 0
    assert 0 < scores["quantity span exact"]["f1"] <= 1
