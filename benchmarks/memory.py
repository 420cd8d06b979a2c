"""Whether memory stays flat over thousands of reports.

Usage: python benchmarks/memory.py [ARTICLES]   (default: 10000)

Reads that many short invented reports, each with names, figures and words that no other has, makes the graph
of each and drops it; prints the resident memory every so many reports. The reports are the same in every run.
"""

import os
import random
import resource
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from kg.build import build, make_tools
from kg.model import Article
from kg.read import article_of
from kg.settings import Settings

_SHOWN = 20  # lines of the table
_SYLLABLES = tuple(consonant + vowel for consonant in "bdfghjklmnqrstwyz" for vowel in "aiou")
_PLACES = ("Hodeidah", "Aleppo", "Kharkiv", "Timbuktu", "Myitkyina", "El Fasher", "Marib", "Gao", "Goma")
_SPEAKERS = ("the army", "a hospital", "the governor", "residents", "the United Nations", "a rebel spokesman")
_SENTENCES = (
    "{speaker} said that at least {number} people had been killed in {town}.",
    "“We have not seen {name} since {day},” {person} told reporters in {place}.",
    "Rebels shelled {town}, {number} kilometres north of {place}, on {day}.",
    "According to {speaker}, {number} families fled the {odd} district of {town}.",
    "{person} denied that the {name} Brigade had attacked {number} trucks near {place}.",
    "The {name} Brigade has held {town} since {day}, and {speaker} warned of a siege.",
    "They accused {person} of looting {number} {odd}s. He did not respond to requests for comment.",
)
_DAYS = ("Monday", "Tuesday", "Friday", "Saturday", "last week", "the start of May")


def reports(number: int) -> Iterator[str]:
    """Short reports, no two alike."""
    rng = random.Random(20240607)  # noqa: S311 - chance here is no secret
    for _ in range(number):
        town, name, person, odd = (_word(rng) for _ in range(4))
        told = {"town": town.title(), "name": name.title(), "odd": odd}
        lines = [f"Fighting goes on near {told['town']}\n"]
        for _ in range(rng.randint(3, 6)):
            lines.append(
                rng.choice(_SENTENCES).format(
                    **told,
                    speaker=rng.choice(_SPEAKERS),
                    number=rng.randint(2, 90_000),
                    day=rng.choice(_DAYS),
                    place=rng.choice(_PLACES),
                    person=f"{person.title()} {_word(rng).title()}",
                )
            )
        yield "\n".join(lines) + "\n"


def _word(rng: random.Random) -> str:
    return "".join(rng.choice(_SYLLABLES) for _ in range(rng.randint(2, 5)))


def resident() -> float:
    """Resident memory in MB; where the system doesn't tell it, the most there ever was."""
    statm = Path("/proc/self/statm")
    if statm.exists():
        return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 1e6 if sys.platform == "darwin" else most / 1e3


def main(number: int) -> None:
    """Read the reports and print the table."""
    tools = make_tools(Settings())
    print(f"{'reports':>8} {'MB':>8} {'CPU s':>8} {'triples':>9}")
    print(f"{0:8} {resident():8.1f} {time.process_time():8.1f} {0:9}", flush=True)
    triples = 0
    for count, text in enumerate(reports(number), start=1):
        triples += len(build(_dated(article_of(text, "memory"), count), tools).triples)
        if count % max(number // _SHOWN, 1) == 0:
            print(f"{count:8} {resident():8.1f} {time.process_time():8.1f} {triples:9}", flush=True)


def _dated(article: Article, count: int) -> Article:
    day = date(2024, 6, 7) + timedelta(days=count % 400)
    return replace(article, published=day, reference_date=day)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
