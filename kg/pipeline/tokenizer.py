"""Tokenizer: spaCy's English rules plus the cuts that news text needs.

In:  nothing but spaCy's English defaults.
Out: a blank English pipeline whose tokenizer cuts as our treebanks do.

Knows how reporters glue words. Knows nothing of models, labels or articles.
"""

from collections.abc import Iterable
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_UNITS = "km|kms|kilometers|kilometres|m|metres|meters|mi|miles|ft|kg|mm|cm|pm|am|bn|mn|mph|kph|sqm"

# A dash that touches a word is punctuation, whichever side it touches.
_PREFIXES = (r"[–—]", r"-(?=[A-Z][a-z])", r"[«»‹›„‟]", r"[*•●▪·](?=\S)")
_SUFFIXES = (r"[–—]", r"[«»‹›„‟]")
_INFIXES = (
    # "U.S.-backed": the hyphen after an abbreviation's stop.
    r"(?<=[A-Za-z]\.)-(?=[A-Za-z])",
    # "18-year-old", "10,000-strong".
    r"(?<=[0-9])-(?=[A-Za-z])",
    # "Agreement–many", "2012–2014".
    r"[–—]",
    # "(AFP)Troops", "Council(UNSC": a bracket glued between words.
    r"(?<=[A-Za-z0-9.])[)\]](?=[A-Za-z])",
    r"(?<=[A-Za-z0-9.])[(\[](?=[A-Z])",
    # 'ended."The', 'said,"We', "over.”But": a quotation mark with no blank.
    r"(?<=[a-z0-9])[.!?,;:]+(?=[\"”’“][A-Za-z])",
    r"(?<=[a-z0-9.,!?;:])[\"“”](?=[A-Za-z])",
    r"(?<=[A-Za-z0-9])[,;!?](?=[A-Za-z\"“”])",
    # "town.Iraq", "here.“We", "1994.The": a lost blank after the stop.
    r"(?<=[a-z0-9])\.(?=[A-Z][a-z])",
    r"(?<=[a-z])\.(?=[“\"])",
    # "50km-long": the number ends where its unit begins.
    rf"(?<=[0-9])(?=(?:{_UNITS})\b)",
    # "he/she", "Aleppo/Idlib"
    r"(?<=[A-Za-z])/(?=[A-Za-z])",
)


def blank_english() -> Language:
    """A pipeline of the tokenizer alone."""
    nlp = spacy.blank("en")
    improve_tokenizer(nlp)
    return nlp


def improve_tokenizer(nlp: Language) -> None:
    """Add our cuts to the tokenizer of an English pipeline; its special cases stay."""
    defaults = nlp.Defaults
    tokenizer: Any = nlp.tokenizer
    tokenizer.prefix_search = compile_prefix_regex(_joined(_PREFIXES, defaults.prefixes)).search
    tokenizer.suffix_search = compile_suffix_regex(_joined(_SUFFIXES, defaults.suffixes)).search
    tokenizer.infix_finditer = compile_infix_regex(_joined(_INFIXES, defaults.infixes)).finditer


def _joined(ours: Iterable[str], theirs: Iterable[Any] | None) -> list[Any]:
    return [*ours, *(theirs or ())]
