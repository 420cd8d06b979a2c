"""Copies: articles that have most of their words in common, such as two prints of one agency report.

In:  texts of articles.
Out: for each article that is a copy, the first of its group, with how much they share.

Shingles of words; MinHash with bands finds who might be alike (Broder 1997; Leskovec, Rajaraman, Ullman:
Mining of Massive Datasets, 3.3-3.4), and counting the shingles themselves decides. Of many copies each is
held against a few, so the cost grows with the articles.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from rensa import RMinHash

from kg.vocabulary import Term

# A shingle of five words is seldom in two reports that were written apart.
SHINGLE = 5
# So much of the shorter text stands in the longer one when it is a copy, cut or with another head.
COPIED = 0.7
# Shorter texts share too much by chance.
_SHINGLES_AT_LEAST = 25
# 32 bands of 4 rows find pairs of a likeness of 0.42 half of the time and of 0.6 nearly always.
_BANDS, _ROWS, _SEED = 32, 4, 20
# Each member of a bucket is held against so many before it.
_BEFORE = 4
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text, and the day it was told."""

    article: Term
    text: str
    day: date | None

    @property
    def order(self) -> tuple[date, Term]:
        """The earliest first; without a day last."""
        return (self.day or date.max, self.article)


@dataclass(frozen=True, slots=True)
class Copy:
    """An article that is a copy, and the first of those it is a copy of."""

    article: Term
    first: Term


def copies(texts: Iterable[Text]) -> tuple[Copy, ...]:
    """Every copy, by article. Groups grow by chains: a copy of a copy is a copy."""
    ordered = sorted(texts, key=lambda text: text.order)
    rank = {text.article: number for number, text in enumerate(ordered)}
    shingled = {text.article: shingles(text.text) for text in ordered}
    heads = {text.article: text.article for text in ordered}
    for one, other in _candidates(ordered, shingled):
        first, second = sorted((_head(heads, one), _head(heads, other)), key=rank.__getitem__)
        if first != second and alike(shingled[one], shingled[other]):
            heads[second] = first  # the earliest stays the head, whichever pair was looked at before
    found = ((article, _head(heads, article)) for article in sorted(heads))
    return tuple(Copy(article, head) for article, head in found if article != head)


def shingles(text: str) -> frozenset[str]:
    """Runs of five words, without case and marks."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    words = _WORD.findall("".join(c for c in plain if not unicodedata.combining(c)))
    return frozenset(" ".join(words[i : i + SHINGLE]) for i in range(len(words) - SHINGLE + 1))


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether most of the shorter stands in the longer."""
    shorter = min(len(one), len(other))
    return shorter >= _SHINGLES_AT_LEAST and len(one & other) >= COPIED * shorter


def _candidates(
    ordered: Iterable[Text], shingled: Mapping[Term, frozenset[str]]
) -> Iterator[tuple[Term, Term]]:
    """Pairs that share a band, the earlier article first; each once."""
    buckets: dict[tuple[int, ...], list[Term]] = defaultdict(list)
    seen: set[tuple[Term, Term]] = set()
    for text in ordered:
        if len(shingled[text.article]) < _SHINGLES_AT_LEAST:
            continue
        hashes = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
        hashes.update(sorted(shingled[text.article]))
        digest = hashes.digest()
        for band in range(_BANDS):
            bucket = buckets[(band, *digest[band * _ROWS : (band + 1) * _ROWS])]
            for before in bucket:
                if (before, text.article) not in seen:
                    seen.add((before, text.article))
                    yield before, text.article
            if len(bucket) < _BEFORE:
                bucket.append(text.article)


def _head(heads: dict[Term, Term], article: Term) -> Term:
    while heads[article] != article:
        heads[article] = heads[heads[article]]
        article = heads[article]
    return article
