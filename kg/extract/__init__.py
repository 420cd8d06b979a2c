"""Ready every extractor in this folder; run them over an analysed article.

In:  a Doc and its Article.
Out: a Reading: sentences and findings, in order of evidence.

Every file of this folder whose name does not begin with "_" is an extractor: it offers
`extractor(gazetteer) -> Extract`. Extractors never see each other's findings.
"""

from collections.abc import Callable, Iterable
from importlib import import_module
from pkgutil import iter_modules

from spacy.tokens import Doc

from kg.extract._lexicon import ANSWERS
from kg.gazetteer import Gazetteer
from kg.grammar import sentences_of
from kg.model import Article, Finding, Reading

Extract = Callable[[Doc, Article], Iterable[Finding]]


def extractors(gazetteer: Gazetteer) -> tuple[Extract, ...]:
    """Every extractor of the folder, made ready once, in name order."""
    names = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    return tuple(import_module(f"{__name__}.{name}").extractor(gazetteer) for name in names)


def read_doc(doc: Doc, article: Article, run: Iterable[Extract]) -> Reading:
    """All findings of one article, each once, sorted by evidence and class."""
    found = {finding for extract in run for finding in extract(doc, article)}
    doc.user_data.pop(ANSWERS, None)  # it points back at the doc
    order = sorted(found, key=lambda f: (f.evidence, type(f).__name__, f.pattern, repr(f)))
    return Reading(article=article, sentences=sentences_of(doc), findings=tuple(order))
