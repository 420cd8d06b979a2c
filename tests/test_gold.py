"""The annotated reports in benchmarks/gold: offsets, keys and references hold; held-out words stay there."""

import hashlib
import json
import re
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from tests.builders import SHARED, needs_shared

ROOT = Path(__file__).resolve().parents[1]
GOLD = ROOT / "benchmarks" / "gold"
KEPT_BACK = GOLD / "held-out"
NOT_AN_ANNOTATION = re.compile(r"\.meta\.json$|^entities\.json$")
FILES = sorted(p for p in GOLD.glob("*/*.json") if not NOT_AN_ANNOTATION.search(p.name))
WRITTEN_BY_HAND = ("kg", "ontology", "queries", "tests", "docs", "examples", "benchmarks/gold/seen")
TEXT_FILES = {".py", ".toml", ".ttl", ".rq", ".md", ".txt", ".json", ".jsonl", ".html", ".tsv"}
IN_A_ROW = 7  # shorter runs are stock phrases and long names


def read(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def text_of(path: Path) -> str:
    return path.with_suffix(".txt").read_bytes().decode("utf-8")


def entities_beside(path: Path) -> dict[str, Any]:
    entities: dict[str, Any] = read(path.with_name("entities.json"))["entities"]
    return entities


def spans(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        if "begin" in value and "text" in value:
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def inside(inner: dict[str, Any], outer: dict[str, Any]) -> bool:
    return bool(outer["begin"] <= inner["begin"] and inner["end"] <= outer["end"])


def rows(text: str) -> set[str]:
    words = re.findall(r"\w+", text.lower())
    return {" ".join(words[i : i + IN_A_ROW]) for i in range(len(words) - IN_A_ROW + 1)}


report = pytest.mark.parametrize("path", FILES, ids=[f"{p.parent.name}/{p.stem}" for p in FILES])


def test_there_are_ten_reports_kept_back_and_at_least_as_many_seen():
    sets = {name: [p for p in FILES if p.parent.name == name] for name in ("seen", "held-out")}

    assert len(sets["seen"]) >= len(sets["held-out"]) >= 10


@needs_shared
@report
def test_it_fits_the_schema_of_annotations(path):
    schema = json.loads((SHARED / "gold" / "schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema).validate(read(path))


@report
def test_it_is_about_the_text_beside_it(path):
    gold, text = read(path), text_of(path)

    assert gold["text_sha256"] == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert gold["text_chars"] == len(text)
    assert [s for s in spans(gold) if text[s["begin"] : s["end"]] != s["text"]] == []
    assert [s for s in spans(gold) if s["text"] != s["text"].strip()] == []


@report
def test_it_names_only_entities_of_its_folder(path):
    gold, entities = read(path), entities_beside(path)
    mentions = [*gold["actors"], *gold["locations"], *gold["coref"]]
    used = {m["entity"] for m in mentions}
    used |= {key for o in gold["operations"] for key in (*o["agents"], *o["targets"], *o["places"])}
    used |= {s["speaker_entity"] for s in gold["statements"] if s["speaker_entity"]}

    assert used - set(entities) == set()
    assert [a["text"] for a in gold["actors"] if entities[a["entity"]]["kind"] != "actor"] == []
    assert [p["text"] for p in gold["locations"] if entities[p["entity"]]["kind"] != "location"] == []
    parts = {whole for e in entities.values() for whole in e.get("part_of", [])}
    assert parts - set(entities) == set()


@report
def test_what_lies_in_a_statement_says_so(path):
    gold = read(path)
    contents = {s["id"]: s["content"] for s in gold["statements"]}
    held = [(o["trigger"], o["statement"], o["modality"]) for o in gold["operations"]]
    held += [(q, q["claim"], None) for q in gold["quantities"]]

    for span, statement, modality in held:
        if statement in (None, "article"):
            continue
        assert any(inside(span, c) for c in contents[statement]), span
        assert modality != "asserted", span


@report
def test_sentences_do_not_overlap_and_hold_their_findings(path):
    gold = read(path)
    sentences = {s["id"]: s for s in gold["sentences"]}
    ordered = gold["sentences"]

    assert all(a["end"] <= b["begin"] for a, b in pairwise(ordered))
    for found in (*gold["actors"], *gold["locations"], *gold["coref"], *gold["quantities"]):
        assert inside(found, sentences[found["sentence_id"]]), found


def test_nothing_repeats_a_report_that_is_kept_back():
    kept_back = set().union(*(rows(p.read_text(encoding="utf-8")) for p in KEPT_BACK.glob("*.txt")))
    files = [p for folder in WRITTEN_BY_HAND for p in sorted((ROOT / folder).rglob("*"))]
    # names of the files alone: a failure must not show the words
    found = [
        str(p.relative_to(ROOT))
        for p in files
        if p.suffix in TEXT_FILES and p.stat().st_size < 1_000_000
        if rows(p.read_text(encoding="utf-8", errors="replace")) & kept_back
    ]

    assert len(kept_back) > 1000
    assert found == []
