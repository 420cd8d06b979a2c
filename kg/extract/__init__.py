"""Ready every extractor in this folder; run them over an analysed article.

In:  a Doc and its Article.
Out: a Reading: sentences and findings, in order of evidence.

Every file of this folder whose name does not begin with "_" is an extractor: it offers
`extractor(gazetteer) -> Extract`. Extractors never see each other's findings.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from itertools import groupby
from pkgutil import iter_modules

from spacy.tokens import Doc

from kg.extract._confidence import weighed
from kg.extract._lexicon import ANSWERS
from kg.extract._page import page_of
from kg.extract._trace import PassedOver as PassedOver
from kg.extract._trace import tracing
from kg.gazetteer import Gazetteer
from kg.grammar import sentences_of
from kg.model import Article, Finding, Reading, Span

Extract = Callable[[Doc, Article], Iterable[Finding]]


@dataclass(frozen=True, slots=True)
class Examined:
    """A reading with what an explanation of it needs."""

    doc: Doc
    reading: Reading
    passed_over: tuple[PassedOver, ...]  # in order of the words, each once


def extractors(gazetteer: Gazetteer) -> tuple[Extract, ...]:
    """Every extractor of the folder, made ready once, in name order."""
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(import_module(f"{__name__}.{name}").extractor(gazetteer) for name in names)


def read_doc(doc: Doc, article: Article, run: Iterable[Extract]) -> Reading:
    """All findings of one article, each once and with its confidence, sorted by evidence and class."""
    page = page_of(doc)
    found = weighed(unweighed(page, article, run), page, article)
    return Reading(article=article, sentences=sentences_of(page), findings=tuple(found))


def unweighed(doc: Doc, article: Article, run: Iterable[Extract]) -> tuple[Finding, ...]:
    """The findings with the values that their rules give them, before all evidence is weighed."""
    found = [finding for extract in run for finding in extract(doc, article)]
    doc.user_data.pop(ANSWERS, None)  # it points back at the doc
    return tuple(_in_order(found))


def _in_order(found: Iterable[Finding]) -> Iterator[Finding]:
    """Each finding once, by evidence, class and pattern; only where all three agree by the rest."""
    for _, alike in groupby(sorted(found, key=_place), key=_place):
        first, *others = alike
        yield from sorted({first, *others}, key=repr) if others else (first,)


def _place(finding: Finding) -> tuple[Span, str, str]:
    return finding.evidence, type(finding).__name__, finding.pattern


def examine_doc(doc: Doc, article: Article, run: Iterable[Extract]) -> Examined:
    """As `read_doc`, keeping the grammar and what the extractors passed over and why."""
    with tracing(doc) as kept:
        reading = read_doc(doc, article, run)
    return Examined(doc, reading, tuple(sorted(set(kept))))
