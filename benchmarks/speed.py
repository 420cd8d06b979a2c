"""How fast reports become graphs, step by step, as ratios within one run.

Usage: python benchmarks/speed.py [FOLDER ...]   (default: examples/articles)

Prints words per CPU second of the bare language pipeline, and the CPU time of every other step as a share of
the pipeline's. Each step is run over all articles in turn, three times; the median is printed.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from kg.analyse import analyse, make_pipeline
from kg.read import read_articles
from kg.resolve import resolve

from kg.extract import extractors, read_doc
from kg.gazetteer import load_gazetteer
from kg.model import Article
from kg.relate import relate
from kg.settings import Settings, shared_dir

ROUNDS = 3


def cpu(step: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds a step takes, and what it gives."""
    begin = time.process_time()
    result = step()
    return time.process_time() - begin, result


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
        seconds, docs = cpu(lambda: [analyse(nlp, a) for a in articles])
        taken["pipeline"].append(seconds)
        seconds, readings = cpu(
            lambda docs=docs: [read_doc(d, a, run) for d, a in zip(docs, articles, strict=True)]
        )
        taken["extract"].append(seconds)
        seconds, related = cpu(lambda readings=readings: [relate(r) for r in readings])
        taken["relate"].append(seconds)
        seconds, _resolved = cpu(lambda related=related: [resolve(r, gazetteer) for r in related])
        taken["resolve"].append(seconds)
    bare = median(taken["pipeline"])
    print(f"{len(articles)} articles, {words} words; pipeline loaded in {load:.2f} s")
    print(f"bare pipeline: {words / bare:.0f} words per CPU second")
    print(f"{'step':10} {'CPU s':>8} {'share of the pipeline':>24}")
    for name, seconds in taken.items():
        print(f"{name:10} {median(seconds):8.3f} {median(seconds) / bare:24.1%}")


if __name__ == "__main__":
    main([Path(a) for a in sys.argv[1:]] or [shared_dir("examples/articles")])
