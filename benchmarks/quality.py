"""How good the reading is, on every annotated set at hand: `python benchmarks/quality.py [--write]`.

Prints one table: F1, or accuracy over matched pairs, for each set, and how far the held-out reports fall
behind the seen ones. With `--write` the tables of docs/quality.md and README.md are put right.
The definitions are in kg/evaluate.py; `kg evaluate FOLDER` prints precision and recall of one set.
"""

import argparse
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.build import Tools, make_tools, read_article
from kg.evaluate import Score, evaluate, prediction, read_gold
from kg.model import Article
from kg.read import read_articles
from kg.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SETS = {
    "three real reports": ROOT.parent / "shared" / "gold",
    "own, seen": ROOT / "benchmarks" / "gold" / "seen",
    "own, held out": ROOT / "benchmarks" / "gold" / "held-out",
}
_SEEN, _HELD_OUT = "own, seen", "own, held out"
# What a reader wants to know first; the whole table is in docs/quality.md.
SHORT = (
    "mention exact all",
    "mention type accuracy",
    "entity B-cubed document",
    "statement found (word-F>=0.5)",
    "statement speaker accuracy",
    "quantity span exact",
    "quantity value accuracy",
    "operation trigger overlap",
    "operation type accuracy",
    "operation agents (matched)",
    "operation targets (matched)",
)


def scores_of(folder: Path, tools: Tools) -> dict[str, Score]:
    """All scores of one set, by name, in order."""
    gold = read_gold(folder)
    articles = [found for found in read_articles([one.path for one in gold]) if isinstance(found, Article)]
    predicted = [prediction(read_article(article, tools)) for article in articles]
    return {score.name: score for score in evaluate(list(zip(gold, predicted, strict=True)))}


def value_of(score: Score) -> float | None:
    """F1, accuracy or recall, whichever a score has."""
    return next((v for v in (score.f1, score.accuracy, score.recall) if v is not None), None)


def table(sets: Mapping[str, Mapping[str, Score]], names: Iterable[str]) -> str:
    """The scores of all sets side by side, in Markdown."""
    gap = _SEEN in sets and _HELD_OUT in sets
    heads = ["F1, or accuracy over matched pairs", *sets, *(["behind"] if gap else [])]
    lines = [f"| {' | '.join(heads)} |", f"| --- |{' ---: |' * (len(heads) - 1)}"]
    for name in names:
        values = {label: value_of(scores[name]) for label, scores in sets.items()}
        cells = [name, *("" if value is None else f"{value:.3f}" for value in values.values())]
        if gap:
            seen, held_out = values[_SEEN], values[_HELD_OUT]
            cells.append("" if seen is None or held_out is None else f"{seen - held_out:+.3f}")
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def put(path: Path, text: str) -> None:
    """Replace what stands between the markers of a page.

    Raises:
        SystemExit: the page has no markers.
    """
    page = path.read_text(encoding="utf-8")
    marked = re.compile(r"(<!-- scores -->\n).*?(\n<!-- /scores -->)", re.DOTALL)
    if not marked.search(page):
        raise SystemExit(f"{path.name}: expected <!-- scores --> and <!-- /scores -->")
    path.write_text(marked.sub(lambda found: found[1] + text + found[2], page), encoding="utf-8")


def main() -> None:
    """Print the table, and write it where it is shown."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--write", action="store_true", help="put the tables of the pages right")
    args = parser.parse_args()
    tools = make_tools(Settings())
    sets = {label: scores_of(folder, tools) for label, folder in SETS.items() if folder.is_dir()}
    whole = table(sets, next(iter(sets.values())))
    print(whole)
    if args.write:
        if len(sets) < len(SETS):
            raise SystemExit("not every set is at hand: the pages stay as they are")
        put(ROOT / "docs" / "quality.md", whole)
        put(ROOT / "README.md", table(sets, SHORT))


if __name__ == "__main__":
    main()
