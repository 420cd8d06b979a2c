"""How fast reports become graphs, step by step, as ratios within one run.

Usage: python benchmarks/speed.py [FOLDER ...]   (default: examples/articles)

Prints words per CPU second of the bare language pipeline, and the CPU time of every other step as a share of
the pipeline's. Each step is run over all articles in turn, three times; the median is printed.
"""

import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

from kg.analyse import analyse, make_pipeline
from kg.extract import extractors, read_doc
from kg.gazetteer import load_gazetteer
from kg.model import Article
from kg.read import read_articles
from kg.relate import relate
from kg.resolve import resolve
from kg.settings import Settings, shared_dir

ROUNDS = 3


def cpu(step: Callable[[Any], Any], over: Sequence[Any]) -> tuple[float, list[Any]]:
    """CPU seconds that a step takes over all of something, and what it gives for each."""
    begin = time.process_time()
    results = [step(each) for each in over]
    return time.process_time() - begin, results


def main(folders: list[Path]) -> None:
    """Time each step and print the table."""
    articles = [a for a in read_articles(folders, Settings()) if isinstance(a, Article)]
    words = sum(len(a.text.split()) for a in articles)
    wall = time.perf_counter()
    gazetteer = load_gazetteer()
    nlp = make_pipeline(None, gazetteer)
    load = time.perf_counter() - wall
    run = extractors(gazetteer)
    taken: dict[str, list[float]] = {name: [] for name in ("pipeline", "extract", "relate", "resolve")}
    for _ in range(ROUNDS):
        seconds, docs = cpu(lambda a: analyse(nlp, a), articles)
        taken["pipeline"].append(seconds)
        analysed = list(zip(docs, articles, strict=True))
        seconds, readings = cpu(lambda pair: read_doc(pair[0], pair[1], run), analysed)
        taken["extract"].append(seconds)
        seconds, related = cpu(relate, readings)
        taken["relate"].append(seconds)
        seconds, _resolved = cpu(lambda r: resolve(r, gazetteer), related)
        taken["resolve"].append(seconds)
    bare = median(taken["pipeline"])
    print(f"{len(articles)} articles, {words} words; pipeline loaded in {load:.2f} s")
    print(f"bare pipeline: {words / bare:.0f} words per CPU second")
    print(f"{'step':10} {'CPU s':>8} {'share of the pipeline':>24}")
    for name, rounds in taken.items():
        print(f"{name:10} {median(rounds):8.3f} {median(rounds) / bare:24.1%}")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or [shared_dir("examples/articles")])
