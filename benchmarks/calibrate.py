"""How sure is sure: fit the points of confidence on annotated reports, and print how well they hold.

Usage: python benchmarks/calibrate.py             fit, write the table and the report on it
       python benchmarks/calibrate.py --check     write nothing, fail if either would change
       python benchmarks/calibrate.py --meet REPORT ...   keep how the rules read these at first sight

Reads the annotated reports in `benchmarks/gold/seen` (and `../shared/gold` where it is at hand), asks of
every finding whether the annotation bears it out, and fits for each class of findings a logistic regression
on the traits that `kg/extract/_confidence.py` tells: points for each, drawn towards none. How hard they are
drawn is chosen by leaving out one report after the other. Writes `kg/patterns/confidence.toml` and
`benchmarks/reliability.md`.

Rules are mended on reports in view until little is wrong there, so those reports alone would make every
finding look surer than it is on the next one. Therefore how the rules read a report at first sight, before
anybody mended them on it, is kept in `benchmarks/gold/first-sight.tsv`, and counts as much as how they read
it now.

The report compares the confidence that findings get from a table fitted on all other reports with what the
annotation says, and beside it what the table written says of the reports in `benchmarks/gold/held-out`,
which nothing is fitted on.
"""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language

from kg.analyse import analyse, make_pipeline
from kg.evaluate import Verdicts, prediction, read_gold, verdicts
from kg.extract import Extract, extractors, unweighed
from kg.extract._confidence import log_odds, share, traits_of
from kg.extract._page import page_of
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.grammar import sentences_of
from kg.model import Article, Reading
from kg.read import read_articles
from kg.relate import relate
from kg.resolve import resolve
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
FITTED_ON = (ROOT / "benchmarks" / "gold" / "seen", ROOT.parent / "shared" / "gold")
CHECKED_ON = ROOT / "benchmarks" / "gold" / "held-out"
TABLE = ROOT / "kg" / "patterns" / "confidence.toml"
FIRST_SIGHT = ROOT / "benchmarks" / "gold" / "first-sight.tsv"
REPORT = ROOT / "benchmarks" / "reliability.md"

CLASSES = ("Mention", "Statement", "QuantityClaim", "OperationMention", "RelativeLocation")
# A trait is worth points of its own if so many findings have it and so many don't.
ENOUGH = 8
PENALTIES = (3.0, 10.0, 30.0, 100.0, 300.0)
BINS = (0.0, 0.5, 0.7, 0.8, 0.9, 0.95, 1.01)

_INTRODUCTION = """\
# Is what is said to be sure as often right?

`make calibrate` writes this page. A finding is right when the annotation bears it out: a mention with its
span, a statement with its content and speaker, a figure with its bounds, an operation with its type, a
relative location with its relation (`verdicts` in `kg/evaluate.py`).

- **folds**: findings of the reports the table is fitted on, each with the confidence that a table fitted
  on all *other* reports gives it. Reports kept in `gold/first-sight.tsv` count twice: as read before any
  rule was mended on them, and as read now.
- **held out**: findings of the reports in `gold/held-out`, on which neither rules nor table were made.

ECE is the mean distance between confidence and share right over the bins below, weighed by findings. Brier
is the mean square of what confidence missed by, *base* what saying the same of every finding of the class
would miss by (for the held-out reports: the share that was right in the folds).

| class | set | findings | right | mean confidence | ECE | Brier | base |
| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |
"""

Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Sample:
    """One finding of an annotated report."""

    report: str
    kind: str
    own: float  # its rule's own value, as log-odds
    traits: tuple[str, ...]
    right: bool


@dataclass(frozen=True, slots=True)
class Fit:
    """What one class of findings starts from and what its traits add."""

    base: float
    own: float
    traits: Mapping[str, float]
    penalty: float

    def odds(self, sample: Sample) -> float:
        """The log-odds that a finding is right."""
        return self.base + self.own * sample.own + sum(self.traits.get(t, 0.0) for t in sample.traits)


# --- what the annotation says --------------------------------------------------------------------


def samples(folder: Path, nlp: Language, gazetteer: Gazetteer, run: Sequence[Extract]) -> list[Sample]:
    """Every finding of the reports in a folder, judged."""
    gold = read_gold(folder)
    docs, raw, read = [], [], []
    for one in gold:
        article = next(a for a in read_articles([one.path], Settings()) if isinstance(a, Article))
        page = page_of(analyse(nlp, article))
        reading = Reading(article, sentences_of(page), unweighed(page, article, run))
        docs.append(page)
        raw.append(reading)
        read.append(resolve(relate(reading), gazetteer))
    judged = verdicts([(one, prediction(each)) for one, each in zip(gold, read, strict=True)])
    found = []
    for one, page, reading, verdict in zip(gold, docs, raw, judged, strict=True):
        right = _by_class(verdict)
        for finding in reading.findings:  # relating findings changes none's place
            kind = type(finding).__name__
            is_right = next(right[kind])
            if is_right is not None:
                traits = traits_of(finding, page, reading.article)
                found.append(Sample(one.doc, kind, log_odds(finding.confidence), traits, is_right))
    return found


def _by_class(verdict: Verdicts) -> dict[str, Iterator[bool | None]]:
    columns: tuple[Iterable[bool | None], ...] = (
        *(verdict.mentions, verdict.statements, verdict.quantities),
        *(verdict.operations, verdict.relative_locations),
    )
    return {kind: iter(column) for kind, column in zip(CLASSES, columns, strict=True)}


# --- fitting -------------------------------------------------------------------------------------


def fit(data: Sequence[Sample], penalty: float) -> Fit:
    """Points for the traits of some findings: logistic regression, all but the base drawn towards nothing."""
    counts = Counter(trait for sample in data for trait in sample.traits)
    traits = sorted(t for t, n in counts.items() if ENOUGH <= n <= len(data) - ENOUGH)
    place = {trait: 2 + number for number, trait in enumerate(traits)}
    x = np.zeros((len(data) + 2, 2 + len(traits)))
    x[:, 0] = 1
    middle = float(np.mean([s.own for s in data])) if data else 0.0
    for row, sample in zip(x, data, strict=False):
        row[1] = sample.own - middle
        row[[place[t] for t in sample.traits if t in place]] = 1
    # One more that is right and one more that is wrong: no class is ever quite sure.
    y = np.array([*(s.right for s in data), True, False], float)
    drawn = np.array([1e-6, *[penalty] * (x.shape[1] - 1)])
    weights = _newton(x, y, drawn)
    if weights[1] < 0:  # a rule that is sure of a finding may count for nothing, never against it
        x[:, 1] = 0
        weights = _newton(x, y, drawn)
    own = round(float(weights[1]), 2)
    return Fit(
        base=round(float(weights[0]) - own * middle, 2),
        own=own,
        traits={t: v for t, v in ((t, round(float(weights[place[t]]), 2)) for t in traits) if v},
        penalty=penalty,
    )


def _newton(x: Floats, y: Floats, penalty: Floats) -> Floats:
    weights = np.zeros(x.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (y - p) - penalty * weights
        curve = (x * (p * (1 - p))[:, None]).T @ x + np.diag(penalty)
        step = np.linalg.solve(curve, slope)
        weights = weights + step
        if float(np.abs(step).max()) < 1e-9:
            break
    return weights


def left_out(data: Sequence[Sample], penalty: float) -> list[float]:
    """For each finding its confidence by a fit on all reports but its own."""
    fits = {
        report: fit([s for s in data if s.report != report], penalty)
        for report in sorted({s.report for s in data})
    }
    return [share(fits[s.report].odds(s)) for s in data]


def log_loss(expected: Sequence[float], data: Sequence[Sample]) -> float:
    """How surprised one is by what is right, on average."""
    p = np.clip(np.array(expected), 0.005, 0.995)
    right = np.array([s.right for s in data])
    return float(-np.mean(np.where(right, np.log(p), np.log(1 - p)))) if len(data) else 0.0


def best_penalty(data: Sequence[Sample]) -> float:
    """The penalty with which reports left out surprise least; of equals, the harder."""
    losses = {penalty: log_loss(left_out(data, penalty), data) for penalty in PENALTIES}
    return min(PENALTIES, key=lambda penalty: (round(losses[penalty], 4), -penalty))


# --- what the rules made of a report at first sight ----------------------------------------------


def first_sight() -> list[Sample]:
    """How reports were read before rules were mended on them."""
    kept = []
    for line in FIRST_SIGHT.read_text(encoding="utf-8").splitlines()[1:]:
        report, kind, right, own, traits = line.split("\t")
        kept.append(Sample(report, kind, float(own), tuple(traits.split()), right == "right"))
    return kept


def keep_first_sight(data: Iterable[Sample]) -> None:
    """Add how reports are read now."""
    before = first_sight() if FIRST_SIGHT.exists() else []
    known = {sample.report for sample in before}
    rows = ["report\tclass\tannotation\town value\ttraits"]
    for s in (*before, *(s for s in data if s.report not in known)):
        verdict = "right" if s.right else "wrong"
        rows.append("\t".join((s.report, s.kind, verdict, f"{s.own:.4f}", " ".join(s.traits))))
    FIRST_SIGHT.write_text("\n".join(rows) + "\n", encoding="utf-8")


# --- writing down --------------------------------------------------------------------------------


def as_table(fits: Mapping[str, Fit], data: Sequence[Sample]) -> str:
    """The fits as the table that the product reads."""
    many, wrong = len(data), sum(not s.right for s in data)
    lines = [
        "# How likely a finding is right: points in log-odds for what speaks for it. Written by",
        "# `python benchmarks/calibrate.py`, read by kg/extract/_confidence.py. Change rules, not points.",
        f"# Fitted on {many} findings ({wrong} wrong) of {len({s.report for s in data})} annotated reports:",
        *(f"#   {line}" for line in _wrapped(sorted({s.report for s in data}))),
    ]
    for kind, found in fits.items():
        lines += ["", f"[{kind}]", f"base = {found.base}", f"own = {found.own}", "", f"[{kind}.traits]"]
        lines += [f'"{trait}" = {value}' for trait, value in sorted(found.traits.items())]
    return "\n".join(lines) + "\n"


def _wrapped(names: Iterable[str]) -> Iterator[str]:
    line = ""
    for name in names:
        if len(line) + len(name) > 100:
            yield line.rstrip()
            line = ""
        line += f"{name}, "
    yield line.rstrip(", ")


def as_report(fits: Mapping[str, Fit], folds: Sequence[tuple[float, Sample]], data: Sequence[Sample]) -> str:
    """How well the confidence holds, as Markdown."""
    held = [(share(fits[s.kind].odds(s)), s) for s in data]
    lines = [*_INTRODUCTION.splitlines()]
    for kind in fits:
        for name, rows in (("folds", folds), ("held out", held)):
            pairs = [(p, s.right) for p, s in rows if s.kind == kind]
            usual = _mean([s.right for _, s in folds if s.kind == kind])
            lines.append(_summary(kind, name, pairs, usual))
    for name, rows in (("folds", folds), ("held out", held)):
        lines.append(
            _summary("all", name, [(p, s.right) for p, s in rows], _mean([s.right for _, s in folds]))
        )
    lines += [
        "",
        "| class | confidence | folds: findings | said | right | held out: findings | said | right |",
    ]
    lines += ["| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |"]
    for kind in (*fits, "all"):
        for low, high in pairwise(BINS):
            cells = [
                _cell([(p, s.right) for p, s in rows if kind in {s.kind, "all"} and low <= p < high])
                for rows in (folds, held)
            ]
            if any(not cell.startswith("0 ") for cell in cells):
                top = f"to {high:.2f}" if high <= 1 else "and more"
                lines.append(f"| {kind} | {low:.2f} {top} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _summary(kind: str, name: str, pairs: Sequence[tuple[float, bool]], usual: float) -> str:
    brier = _mean([(p - right) ** 2 for p, right in pairs])
    base = _mean([(usual - right) ** 2 for _, right in pairs])
    numbers = (
        _mean([r for _, r in pairs]),
        _mean([p for p, _ in pairs]),
        calibration_error(pairs),
        brier,
        base,
    )
    return f"| {kind} | {name} | {len(pairs)} | " + " | ".join(f"{n:.3f}" for n in numbers) + " |"


def _cell(pairs: Sequence[tuple[float, bool]]) -> str:
    if not pairs:
        return "0 | | "
    return f"{len(pairs)} | {_mean([p for p, _ in pairs]):.2f} | {_mean([r for _, r in pairs]):.2f}"


def calibration_error(pairs: Sequence[tuple[float, bool]]) -> float:
    """The expected calibration error: bin by bin, how far confidence is from the share that is right."""
    error = 0.0
    for low, high in pairwise(BINS):
        here = [(p, right) for p, right in pairs if low <= p < high]
        error += abs(sum(p for p, _ in here) - sum(right for _, right in here))
    return error / len(pairs) if pairs else 0.0


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def main(arguments: Sequence[str]) -> int:
    """Fit, write and print."""
    gazetteer = load_gazetteer()
    nlp, run = make_pipeline(None, gazetteer), extractors(gazetteer)

    def judged(folder: Path) -> list[Sample]:
        return samples(folder, nlp, gazetteer, run)

    if arguments[:1] == ["--meet"]:
        keep_first_sight(s for folder in FITTED_ON[:1] for s in judged(folder) if s.report in arguments[1:])
        return 0
    data = [*first_sight(), *(s for folder in FITTED_ON if folder.is_dir() for s in judged(folder))]
    fits, folds = {}, []
    for kind in CLASSES:
        ours = [s for s in data if s.kind == kind]
        penalty = best_penalty(ours)
        fits[kind] = fit(ours, penalty)
        folds += list(zip(left_out(ours, penalty), ours, strict=True))
    written = {TABLE: as_table(fits, data), REPORT: as_report(fits, folds, judged(CHECKED_ON))}
    print(written[REPORT])
    if "--check" in arguments:
        stale = [path.name for path, text in written.items() if path.read_text(encoding="utf-8") != text]
        print(f"would change: {', '.join(stale)}" if stale else "nothing would change")
        return int(bool(stale))
    for path, text in written.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
