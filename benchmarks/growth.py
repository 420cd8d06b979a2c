"""How the cost of reading grows with the length of the worst texts: linear, or worse.

Usage: python benchmarks/growth.py [SHAPE ...]   (default: every shape)

Builds each shape of text at a length, at twice and at four times that length, reads it, and prints for
every step the CPU seconds at the longest and by what factor they grew with the last doubling. Linear work
grows by 2, quadratic work by 4. The texts are ones that nobody writes: marks without end, one sentence over
pages, a thousand of the same name.
"""

import gc
import sys
import time
from collections.abc import Callable, Iterator, Mapping

from kg.analyse import analyse, make_pipeline
from kg.build import graph_of, make_tools
from kg.extract import extractors, read_doc
from kg.gazetteer import load_gazetteer
from kg.model import Article, Resolved
from kg.read import zones
from kg.relate import relate
from kg.resolve import resolve
from kg.settings import Settings
from kg.unite import unite

_NAMES = ("Mariam Keita", "the United Nations", "Hodeidah", "the army", "General Omar Farah", "the rebels")
_VERBS = ("said", "shelled", "denied", "killed", "warned", "captured")

SHAPES: Mapping[str, tuple[int, Callable[[int], str]]] = {
    "one sentence": (1250, lambda n: "troops and rebels shelled the town while they " * (n // 8)),
    "words without verbs": (1250, lambda n: "the old grey northern stone bridge " * (n // 6)),
    "sentences": (1250, lambda n: "The army said rebels killed 12 civilians near Marib. " * (n // 9)),
    "paragraphs": (1250, lambda n: "Rebels killed 12 civilians, he said.\n\n" * (n // 7)),
    "short lines": (1250, lambda n: "Aid arrived\n\n" * (n // 2)),
    "commas": (1250, lambda n: "," * n),
    "commas apart": (1250, lambda n: "said , " * (n // 2)),
    "straight quotes": (1250, lambda n: '"' * n),
    "straight quotes apart": (1250, lambda n: '" ' * n),
    "quotes around words": (1250, lambda n: '"go" ' * (n // 3) + "he said."),
    "opening quotes": (500, lambda n: "he said “" * n),
    "nested quotes": (500, lambda n: "he said “" * n + "go" + "”" * n + "."),
    "apostrophes": (1250, lambda n: "'" * n),
    "dashes": (1250, lambda n: "—" * n),
    "hyphens": (1250, lambda n: "anti-" * n + "war"),
    "slashes": (1250, lambda n: "and/" * n),
    "stops": (1250, lambda n: "." * n),
    "stops apart": (1250, lambda n: ". " * n),
    "brackets": (1250, lambda n: "(" * n + ")" * n),
    "brackets apart": (600, lambda n: "( " * n + "AFP" + " )" * n),
    "abbreviations": (600, lambda n: "the Free Army (FA) " * (n // 5)),
    "one long word": (5000, lambda n: "a" * n),
    "one long name": (1250, lambda n: "General " + "Omar Farah " * (n // 2) + "fled."),
    "capitals": (1250, lambda n: "REBELS SHELLED THE TOWN OF MARIB AND " * (n // 7)),
    "no blanks": (5000, lambda n: "RebelsShelledTheTown.TheArmySaid," * (n // 33)),
    "address": (5000, lambda n: "https://example.org/" + "a/b-c." * (n // 6)),
    "mixed run": (5000, lambda n: "a1.,-" * (n // 5)),
    "emoji": (1250, lambda n: "👨‍👩‍👧🏽🇺🇦" * (n // 2)),
    "right to left": (1250, lambda n: "\u202eالجيش\u202c قال \u200f" * (n // 2)),
    "combining": (5000, lambda n: "e" + "\u0301" * n),
    "zero width": (5000, lambda n: "said\u200b" * (n // 5)),
    "blanks": (5000, lambda n: "said" + " " * n + "he"),
    "odd blanks": (5000, lambda n: "said" + "\u00a0\u2009" * (n // 2) + "he"),
    "line ends": (5000, lambda n: "he" + "\n" * n + "said"),
    "conjuncts": (750, lambda n: "Rebels shelled " + "Marib, " * n + "and Taiz."),
    "verbs in a row": (750, lambda n: "Rebels " + "said, shelled, killed, " * (n // 3) + "and fled."),
    "that that": (750, lambda n: "The army said that " * (n // 3) + "rebels fled."),
    "of of": (1250, lambda n: "the attack of " * (n // 3) + "Marib."),
    "numbers": (1250, lambda n: "12 " * n),
    "digits": (5000, lambda n: "1" * n),
    "digits with commas": (5000, lambda n: "1,000," * (n // 6)),
    "number words": (1250, lambda n: "twenty-two hundred and " * (n // 5)),
    "ranges": (1250, lambda n: "between 10 and 20 " * (n // 4)),
    "at least": (1250, lambda n: "at least " * (n // 2) + "12 dead"),
    "kilometres": (1250, lambda n: "10 kilometers (6 miles) northwest of Marib and " * (n // 9)),
    "months": (1250, lambda n: "May 12 March 2016 on Friday last week " * (n // 8)),
    "the same name": (250, lambda n: "Mariam Keita met Keita. " * n),
    "many names": (250, lambda n: " ".join(_many_names(n))),
    "pronouns": (1250, lambda n: "They said they shelled them and he said she did. " * (n // 10)),
    "descriptions": (1250, lambda n: "The militants fought the troops near the city. " * (n // 8)),
    "carried quotations": (250, lambda n: "“We saw the shells fall on us.”\n\n" * n),
    "cue nouns": (1250, lambda n: "reports of allegations of claims of " * (n // 6)),
    "according to": (1250, lambda n: "according to " * (n // 2) + "the army"),
    "triggers": (1250, lambda n: "airstrike attack shelling raid battle " * (n // 5)),
    "mixed": (1250, lambda n: " ".join(_mixed(n))),
}  # fmt: skip


def _many_names(n: int) -> Iterator[str]:
    letters = "abdfgklmnorstu"
    for k in range(n):
        first = letters[k % 14] + "a" + letters[k // 14 % 14] + "o"
        last = letters[k // 196 % 14] + "e" + letters[k % 14] + "i" + letters[k // 7 % 14]
        yield f"{first.title()} {last.title()} shelled {last.title()}ville."


def _mixed(n: int) -> Iterator[str]:
    for k in range(n // 8):
        name, verb = _NAMES[k % len(_NAMES)], _VERBS[k // 5 % len(_VERBS)]
        yield f"{name} {verb} “at least {k} civilians”, ({k // 3}%) in {_NAMES[2]} -"


def steps() -> list[tuple[str, Callable[[object], object]]]:
    """The staircase, step by step; each takes what the step before gives."""
    gazetteer = load_gazetteer()
    nlp = make_pipeline(None, gazetteer)
    tools = make_tools(Settings())
    run = extractors(gazetteer)

    def extracted(pair: object) -> object:
        assert isinstance(pair, tuple)
        return read_doc(pair[0], pair[1], run)

    return [
        ("pipeline", lambda article: (analyse(nlp, _article(article)), article)),
        ("extract", extracted),
        ("relate", lambda reading: relate(reading)),  # type: ignore[arg-type]
        ("resolve", lambda reading: resolve(reading, gazetteer)),  # type: ignore[arg-type]
        ("unite", lambda resolved: unite(_resolved(resolved))),
        ("describe", lambda resolved: graph_of(_resolved(resolved), tools)),
    ]


def _article(value: object) -> Article:
    assert isinstance(value, Article)
    return value


def _resolved(value: object) -> Resolved:
    assert isinstance(value, Resolved)
    return value


def main(wanted: list[str]) -> None:
    """Print the table."""
    staircase = steps()
    print(f"{'shape':22} {'chars':>7} " + " ".join(f"{name:>15}" for name, _ in staircase))
    for name, (length, make) in SHAPES.items():
        if wanted and name not in wanted:
            continue
        taken: list[list[float]] = []
        for factor in (1, 2, 4):
            text = make(length * factor)
            value: object = Article(id="0" * 16, name=name, text=text, passages=zones(text), source=name)
            seconds = []
            for _, step in staircase:
                gc.collect()
                gc.disable()  # or it would look through all that was made before, now and then
                begin = time.process_time()
                value = step(value)
                seconds.append(time.process_time() - begin)
                gc.enable()
            taken.append(seconds)
        shown = [
            f"{last:7.2f} s x{last / max(half, 0.001):4.1f}" for half, last in zip(*taken[1:], strict=True)
        ]
        print(f"{name:22} {len(text):7} " + " ".join(f"{cell:>15}" for cell in shown), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
