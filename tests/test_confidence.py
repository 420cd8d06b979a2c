"""Confidence is what the annotated reports bear out, and changes nothing else."""

import math
import sys
from dataclasses import replace
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np
import pytest

from kg.errors import PatternError
from kg.extract import _confidence, unweighed
from kg.extract._confidence import log_odds, points, share, traits_of, weighed
from kg.extract._page import page_of
from kg.model import (
    Act,
    ActorType,
    Article,
    Comparator,
    Form,
    Kind,
    Measure,
    Mention,
    OperationMention,
    QuantityClaim,
    Span,
    Statement,
    StatementKind,
    mentions_in,
)
from kg.pipeline.parser import ARC_SCORES, NAME_SCORES
from tests.builders import ROOT, make_article
from tests.parses import make_doc

CLASSES = ("Mention", "Statement", "QuantityClaim", "OperationMention", "RelativeLocation")
KINDS = {
    *("rule", "zone", "form", "words", "names", "kind", "by", "speaker", "comparator", "counts"),
    *("modality", "parts", "anchors", "tree"),
}

TEXT = "Rebels shelled Goma"
REBELS, SHELLED, GOMA = Span(0, 6), Span(7, 14), Span(15, 19)


def doc(names: float | None = None, arcs: float | None = None):
    made = make_doc(TEXT.split(), [1, 1, 1], ["nsubj", "ROOT", "obj"], tags=["NNS", "VBD", "NNP"])
    if names is not None:
        made.user_data[NAME_SCORES] = np.array([[1 - names, names, 0, 0]] * 3, np.float32)
    if arcs is not None:
        made.user_data[ARC_SCORES] = np.array([arcs] * 3, np.float32)
    return made


def mention(span: Span = REBELS, **more) -> Mention:
    values: dict[str, Any] = {
        "kind": Kind.ACTOR,
        "type": ActorType.ARMED_GROUP,
        "form": Form.NOMINAL,
        "confidence": 0.8,
    }
    values |= {
        "confidence": 0.8,
        "pattern": "actorType/ArmedGroup",
        "text": span.of(TEXT),
        "head": span,
        "head_lemma": "rebel",
    }
    return Mention(evidence=span, **(values | more))


SHELLING = OperationMention(
    evidence=SHELLED,
    pattern="operationType-shelling/shell",
    confidence=0.9,
    type="shelling",
    agents=(mention(),),
)


def weigh(*findings, text=TEXT, **evidence):
    return tuple(weighed(findings, doc(**evidence), make_article(text)))


# --- the table -----------------------------------------------------------------------------------


def test_the_table_has_points_for_every_class():
    assert tuple(points()) == CLASSES
    for row in points().values():
        assert all(math.isfinite(value) for value in (row.base, row.own, *row.traits.values()))
        # What the rules themselves think may count for little, but never for the opposite.
        assert 0 <= row.own < 2
        assert {trait.partition(":")[0] for trait in row.traits} <= KINDS


def test_the_points_are_small_enough_to_be_outweighed():
    for row in points().values():
        assert all(abs(value) < 2 for value in row.traits.values())


@pytest.mark.parametrize(
    "rows", [{"Mention": {"own": 1}}, {"Mention": 3}, {"Mention": {"base": 1, "own": "x"}}]
)
def test_a_broken_table_is_said_to_be(rows, monkeypatch):
    monkeypatch.setattr(_confidence, "table", lambda name: rows)
    with pytest.raises(PatternError, match=r"confidence\.toml"):
        points.__wrapped__()


# --- weighing ------------------------------------------------------------------------------------


def test_nothing_but_the_confidence_changes():
    (found,) = weigh(SHELLING, names=0.9, arcs=0.9)
    assert found != SHELLING
    same = replace(found, confidence=0.9, agents=tuple(replace(m, confidence=0.8) for m in found.agents))
    assert same == SHELLING


def test_a_mention_is_as_sure_inside_another_finding_as_alone():
    alone, inside = weigh(mention(), SHELLING, names=0.1, arcs=0.9)
    assert inside.agents == (alone,)


def test_the_table_decides(monkeypatch):
    row = _confidence.Points(base=0.5, own=1.0, traits={"tree:doubtful": -1.5, "form:name": 1.0})
    monkeypatch.setattr(_confidence, "points", lambda: {"Mention": row})
    _confidence._confidence.cache_clear()
    try:
        sure, doubtful = weigh(mention(), arcs=0.99), weigh(mention(), arcs=0.3)
        assert sure[0].confidence == share(0.5 + log_odds(0.8))
        assert doubtful[0].confidence == share(0.5 + log_odds(0.8) - 1.5)
        # A class that the table doesn't have keeps the value of its rule.
        assert weigh(SHELLING)[0].confidence == 0.9
    finally:
        _confidence._confidence.cache_clear()


def test_a_pipeline_that_is_sure_of_nothing_is_no_obstacle():
    (found,) = weigh(mention())
    assert 0 < found.confidence < 1
    assert not any(t.startswith(("names:", "tree:")) for t in traits_of(mention(), doc(), make_article(TEXT)))


def test_findings_and_traits_are_told_in_words():
    article = make_article(TEXT)
    named = mention(GOMA, form=Form.NAME, pattern="model/PERSON")
    assert traits_of(named, doc(names=0.9, arcs=0.6), article) == (
        *("rule:model", "rule:model/PERSON", "zone:body", "form:name", "words:1", "names:good", "tree:fair"),
    )
    known = traits_of(replace(named, pattern="gazetteer/goma"), doc(), article)
    assert "rule:gazetteer" in known and not any("goma" in trait for trait in known)
    said = Statement(
        evidence=Span(0, 19),
        pattern="act-denial/deny/that",
        speaker=mention(),
        cue=SHELLED,
        content=(GOMA,),
        kind=StatementKind.INDIRECT,
        act=Act.DENIAL,
    )
    told = traits_of(said, doc(), article)
    assert {"rule:act", "rule:act-denial", "rule:act/that", "by:nominal", "kind:indirect"} <= set(told)
    assert "by:nobody" in traits_of(replace(said, speaker=None, cue=None), doc(arcs=0.9), article)
    figure = QuantityClaim(
        evidence=GOMA,
        pattern="measure-killed/kill",
        core=GOMA,
        low=None,
        high=None,
        comparator=Comparator.VAGUE,
        measure=Measure.KILLED,
        unit="person",
        of="",
    )
    assert {"comparator:vague", "counts:nothing"} <= set(traits_of(figure, doc(), article))
    assert {"parts:1", "modality:asserted"} <= set(traits_of(SHELLING, doc(), article))


@pytest.mark.parametrize("value", [0.0, 1e-300, 0.02, 0.3, 0.5, 0.99, 1.0])
def test_log_odds_and_shares_stay_off_the_ends(value):
    assert 0.02 <= share(log_odds(value)) <= 0.99


def test_surer_rules_make_surer_findings():
    values = [weigh(mention(confidence=own))[0].confidence for own in (0.3, 0.5, 0.7, 0.9)]
    assert values == sorted(values)


@pytest.mark.slow
def test_every_finding_of_a_report_has_its_confidence(nlp):
    from kg.analyse import analyse
    from kg.extract import extractors, read_doc
    from kg.gazetteer import load_gazetteer
    from kg.read import read_articles

    run = extractors(load_gazetteer())
    (article,) = read_articles([ROOT / "benchmarks" / "gold" / "seen" / "gao-ngo.txt"])
    assert isinstance(article, Article)
    reading = read_doc(analyse(nlp, article), article, run)
    raw = unweighed(page_of(analyse(nlp, article)), article, run)
    every = [part for f in reading.findings for part in (f, *mentions_in(f))]
    assert {type(f).__name__ for f in every} >= set(CLASSES[:4])
    assert all(f.confidence == round(f.confidence, 2) and 0 < f.confidence < 1 for f in every)
    assert len({f.confidence for f in every}) > 5
    # Each is what it was, in its place.
    assert [(type(f), f.evidence, f.pattern) for f in reading.findings] == [
        (type(f), f.evidence, f.pattern) for f in raw
    ]
    assert reading == read_doc(analyse(nlp, article), article, run)


# --- fitting -------------------------------------------------------------------------------------


@cache
def bench() -> Any:
    """The script, as a module."""
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        return import_module("calibrate")
    finally:
        sys.path.pop(0)


def drawn(many: int, seed: int = 7) -> list:
    """Findings that are right in 9 of 10 cases with a good tree, in 6 of 10 with a doubtful one."""
    dice = np.random.default_rng(seed)
    found = []
    for number in range(many):
        good = bool(dice.random() < 0.7)
        right = bool(dice.random() < (0.9 if good else 0.6))
        traits = ("tree:good" if good else "tree:doubtful", "zone:body")
        found.append(bench().Sample(f"report-{number % 5}", "Mention", log_odds(0.8), traits, right))
    return found


def test_the_fit_finds_what_findings_are_right():
    data = drawn(3000)
    found = bench().fit(data, penalty=3.0)
    said = {s.traits[0]: share(found.odds(s)) for s in data}
    assert said["tree:good"] == pytest.approx(0.9, abs=0.03)
    assert said["tree:doubtful"] == pytest.approx(0.6, abs=0.04)
    assert "zone:body" not in found.traits  # what all have tells nothing


def test_the_harder_the_penalty_the_nearer_to_the_usual_share():
    data = drawn(300)
    usual = sum(s.right for s in data) / len(data)
    apart = [
        max(abs(share(bench().fit(data, penalty).odds(s)) - usual) for s in data)
        for penalty in bench().PENALTIES
    ]
    assert apart == sorted(apart, reverse=True)


def test_a_rule_that_is_sure_never_counts_against_a_finding():
    sample = bench().Sample
    data = [sample("a", "Mention", log_odds(own), ("zone:body",), own < 0.7) for own in (0.6, 0.9) * 30]
    assert bench().fit(data, 3.0).own == 0
    assert bench().fit([replace(s, right=not s.right) for s in data], 3.0).own > 0


def test_a_class_that_was_always_right_is_not_quite_sure():
    data = [bench().Sample("a", "Mention", log_odds(0.8), ("zone:body",), True)] * 20
    assert 0.9 < share(bench().fit(data, 10.0).odds(data[0])) < 0.99


def test_reports_are_left_out_whole():
    odd = [bench().Sample("odd", "Mention", log_odds(0.8), ("form:odd",), False)] * 50
    data = drawn(200) + odd
    confident = bench().left_out(data, 3.0)[-1]
    assert confident > 0.7  # the fit that judges the odd report has never seen it
    assert share(bench().fit(data, 3.0).odds(odd[0])) < 0.4


def test_a_calibrated_table_has_no_calibration_error():
    pairs = [(0.92, number % 100 < 92) for number in range(1000)]
    assert bench().calibration_error(pairs) == pytest.approx(0)
    assert bench().calibration_error([(0.92, False)] * 10) == pytest.approx(0.92)
    assert bench().calibration_error([]) == 0


def test_the_table_written_is_the_table_read():
    import tomllib

    fits = {"Mention": bench().fit(drawn(400), 3.0)}
    rows = tomllib.loads(bench().as_table(fits, drawn(400)))
    assert rows["Mention"]["base"] == fits["Mention"].base
    assert rows["Mention"]["own"] == fits["Mention"].own
    assert rows["Mention"]["traits"] == dict(fits["Mention"].traits)


def test_what_was_read_at_first_sight_is_kept_once(tmp_path, monkeypatch):
    monkeypatch.setattr(bench(), "FIRST_SIGHT", tmp_path / "first.tsv")
    data = drawn(10)
    bench().keep_first_sight(data[:5])
    bench().keep_first_sight(replace(s, right=not s.right) for s in data)  # met before: not taken again
    assert [s.report for s in bench().first_sight()] == [s.report for s in data[:5]]
    assert [s.right for s in bench().first_sight()] == [s.right for s in data[:5]]
    assert bench().first_sight()[0].traits == data[0].traits


def test_what_is_committed_has_every_class_and_no_report_held_out():
    report = (ROOT / "benchmarks" / "reliability.md").read_text(encoding="utf-8")
    for kind in CLASSES:
        for name in ("folds", "held out"):
            assert f"| {kind} | {name} |" in report
    table = (ROOT / "kg" / "patterns" / "confidence.toml").read_text(encoding="utf-8")
    held_out = {path.stem for path in bench().CHECKED_ON.glob("*.txt")}
    assert held_out
    assert not any(name in table for name in held_out)
    assert not {s.report for s in bench().first_sight()} & held_out
