"""Scores are counted as the annotation's own scorer counts them."""

import json
import random
import subprocess
import sys
from decimal import Decimal

import pytest

from kg.errors import GoldError
from kg.evaluate import (
    GoldArticle,
    PredictedMention,
    PredictedOperation,
    PredictedQuantity,
    PredictedStatement,
    Prediction,
    as_json,
    evaluate,
    read_gold,
    table,
)
from tests.builders import SHARED, needs_shared

TEXT = "Rebels shelled Goma, the mayor said. At least 12 people died."


def span(words: str) -> dict:
    begin = TEXT.index(words)
    return {"begin": begin, "end": begin + len(words), "text": words}


def at(words: str) -> tuple[int, int]:
    return span(words)["begin"], span(words)["end"]


GOLD = {
    "actors": [
        {**span("Rebels"), "type": "ArmedGroup", "entity": "rebels", "form": "nominal"},
        {**span("mayor"), "type": "Person", "entity": "mayor", "form": "nominal"},
    ],
    "locations": [{**span("Goma"), "type": "City", "entity": "goma", "form": "name"}],
    "coref": [],
    "statements": [
        {
            "speaker": span("mayor"),
            "speaker_entity": "mayor",
            "cue": span("said"),
            "content": [span("Rebels shelled Goma")],
            "kind": "indirect",
        }
    ],
    "quantities": [
        {**span("At least 12"), "core": span("12"), "low": 12, "high": None, "comparator": "at-least"}
    ],
    "operations": [
        {
            "trigger": span("shelled"),
            "type": "shelling",
            "agents": ["rebels"],
            "targets": ["goma"],
            "places": [],
        }
    ],
}


def score(prediction: Prediction) -> dict:
    gold = GoldArticle("t", TEXT, GOLD, None, SHARED)
    return as_json(evaluate([(gold, prediction)]))


PERFECT = Prediction(
    mentions=(
        PredictedMention(at("Rebels"), "actor", "a1", "ArmedGroup"),
        PredictedMention(at("mayor"), "actor", "a2", "Person"),
        PredictedMention(at("Goma"), "location", "l1", "City"),
    ),
    statements=(PredictedStatement("a2", at("mayor"), at("said"), (at("Rebels shelled Goma"),), "indirect"),),
    quantities=(PredictedQuantity(at("At least 12"), Decimal(12), None, "at-least"),),
    operations=(
        PredictedOperation(at("shelled"), "shelling", {"agents": ("a1",), "targets": ("l1",), "places": ()}),
    ),
)


def test_the_gold_itself_scores_one():
    for name, line in score(PERFECT).items():
        if name == "operation places (matched)":
            continue  # none in the gold: nothing to find
        assert line.get("f1", line.get("accuracy")) == 1.0, name


def test_nothing_read_scores_nothing():
    assert all(line.get("f1", line.get("accuracy")) == 0.0 for line in score(Prediction()).values())


def test_a_lost_bound_is_a_wrong_value_on_a_right_span():
    lost = Prediction(quantities=(PredictedQuantity(at("12"), Decimal(12), Decimal(12), "exact"),))

    scores = score(lost)

    assert scores["quantity span exact"]["f1"] == 1.0
    assert scores["quantity value accuracy"]["accuracy"] == 0.0


def test_the_table_has_a_line_for_each_score():
    gold = GoldArticle("t", TEXT, GOLD, None, SHARED)
    scores = evaluate([(gold, PERFECT)])
    assert len(table(scores).splitlines()) == len(scores) + 1


def test_a_folder_without_annotations_is_an_error(tmp_path):
    (tmp_path / "entities.json").write_text('{"entities": {}}')
    with pytest.raises(GoldError, match="no annotated article"):
        read_gold(tmp_path)


def test_an_annotation_without_its_text_is_an_error(tmp_path):
    (tmp_path / "a.json").write_text(json.dumps({**GOLD, "text_file": "nowhere.txt"}))
    with pytest.raises(GoldError, match=r"nowhere\.txt"):
        read_gold(tmp_path)


def _from_gold(annotation: dict, drop: random.Random | None) -> tuple[Prediction, dict]:
    """The gold as a prediction, some of it dropped and spoilt, in our form and in the scorer's."""

    def keep() -> bool:
        return drop is None or drop.random() < 0.6

    mentions, statements, quantities, operations = [], [], [], []
    for kind, records in (("actor", annotation["actors"]), ("location", annotation["locations"])):
        for m in filter(lambda _: keep(), records):
            shift = 0 if keep() else 1
            mentions.append(
                (m["begin"], m["end"] - shift or m["end"], kind, m["entity"] if keep() else "x", m["type"])
            )
    for s in filter(lambda _: keep(), annotation["statements"]):
        speaker = s["speaker"] and (s["speaker"]["begin"], s["speaker"]["end"])
        cue = s["cue"] and (s["cue"]["begin"], s["cue"]["end"])
        content = [(c["begin"], c["end"]) for c in s["content"]][: None if keep() else 1]
        statements.append((s["speaker_entity"] if keep() else None, speaker, cue, content, s["kind"]))
    for q in filter(lambda _: keep(), annotation["quantities"]):
        record = q.get("core") or q if not keep() else q
        quantities.append(
            (record["begin"], record["end"], q["low"], q["high"] if keep() else 7, q["comparator"])
        )
    for o in filter(lambda _: keep(), annotation["operations"]):
        kind = o["type"] if keep() else "war"
        roles = {r: [e for e in o[r] if keep()] for r in ("agents", "targets", "places")}
        operations.append((o["trigger"]["begin"], o["trigger"]["end"], kind, roles))

    def number(value):
        return None if value is None else Decimal(str(value))

    ours = Prediction(
        tuple(PredictedMention((b, e), k, i, t) for b, e, k, i, t in mentions),
        tuple(PredictedStatement(i, s, c, tuple(x), k) for i, s, c, x, k in statements),
        tuple(PredictedQuantity((b, e), number(lo), number(hi), c) for b, e, lo, hi, c in quantities),
        tuple(
            PredictedOperation((b, e), t, {r: tuple(v) for r, v in a.items()}) for b, e, t, a in operations
        ),
    )
    theirs = {
        "mentions": [{"begin": b, "end": e, "kind": k, "entity": i, "type": t} for b, e, k, i, t in mentions],
        "statements": [
            {
                "speaker": i,
                "content": [list(c) for c in x],
                "kind": k,
                **({"speaker_begin": s[0], "speaker_end": s[1]} if s else {}),
                **({"cue_begin": c[0], "cue_end": c[1]} if c else {}),
            }
            for i, s, c, x, k in statements
        ],
        "quantities": [
            {"begin": b, "end": e, "low": lo, "high": hi, "comparator": c} for b, e, lo, hi, c in quantities
        ],
        "operations": [{"begin": b, "end": e, "type": t, **a} for b, e, t, a in operations],
    }
    return ours, theirs


@needs_shared
@pytest.mark.parametrize("seed", [None, 1, 2, 3])
def test_figures_are_those_of_the_annotations_own_scorer(tmp_path, seed):
    golds = read_gold(SHARED / "gold")
    drop = None if seed is None else random.Random(seed)  # noqa: S311 - a repeatable choice, not a secret
    pairs = []
    for gold in golds:
        ours, theirs = _from_gold(dict(gold.annotation), drop)
        pairs.append((gold, ours))
        (tmp_path / f"{gold.doc}.json").write_text(json.dumps(theirs))
    command = [sys.executable, str(SHARED / "gold" / "score.py"), "--json"]
    command += ["--gold-dir", str(SHARED / "gold"), "--pred-dir", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    expected = json.loads(done.stdout)["all"]

    scores = as_json(evaluate(pairs))

    # What we measure besides.
    assert scores.keys() - expected.keys() == {"operation events B-cubed (matched)"}
    assert expected.keys() <= scores.keys()
    for name, line in expected.items():
        mine = scores[name]
        assert [
            mine.get("precision"),
            mine.get("recall"),
            mine.get("f1"),
            mine.get("accuracy"),
        ] == pytest.approx([line.get("P"), line.get("R"), line.get("F"), line.get("acc")]), name
