"""Tokenizer: spaCy's English rules plus the cuts that news text needs.

In:  nothing but spaCy's English defaults.
Out: a blank English pipeline whose tokenizer cuts as our treebanks do.

Knows how reporters glue words. Knows nothing of models, labels or articles.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

import spacy
from spacy.language import Language
from spacy.util import compile_infix_regex, compile_prefix_regex, compile_suffix_regex

_AFFIX = 64
_ADDRESS = 2000
_UNITS = "AM|PM|k|km|kms|kilometers|kilometres|m|metres|meters|mi|miles|ft|kg|mm|cm|pm|am|bn|mn|mph|kph|sqm"

# After one of these a hyphen joins: "non-combatant", "anti-aircraft"; but "anti-Moscow" has a name in it.
_JOINING = (
    "anti|co|counter|cross|e|ex|inter|intra|micro|mid|mini|multi|neo|non|over|pan|post|pre|pro|re|semi|sub|un"
)
_NOT_JOINING = "".join(rf"(?<!\b{prefix})(?<!\b{prefix.capitalize()})" for prefix in _JOINING.split("|"))
# Abbreviations that keep their stop.
_ABBREVIATIONS = (
    "Lt.", "Col.", "Maj.", "Capt.", "Sgt.", "Brig.", "Cmdr.", "Adm.", "Cpl.", "Pvt.", "Gens.", "Cols.",
    "Sens.", "Reps.", "Msgr.", "Ft.", "Mt.", "Sr.", "Jr.", "Hon.", "No.", "Nos.", "etc.", "approx.", "al.",
)  # fmt: skip
# What spaCy takes for a contraction without its apostrophe, though it is a word: "id", "wed".
_NO_CONTRACTIONS = ("id", "Id", "wed", "Wed", "and/or")

# A dash that touches a word is punctuation, whichever side it touches; a run of one mark is one token.
_PREFIXES = (
    r"[–—]",
    r"--+",
    r"!!+",
    r"\?\?+",
    r"\*\*+",
    r"__+",
    r"==+",
    r"<<+",
    r">>+",
    r"-(?=[A-Z][a-z])",
    r"[«»‹›„‟]",
    r"[*•●▪·](?=\S)",
)
_SUFFIXES = (r"[–—]", r"--+", r"!!+", r"\?\?+", r"[!?]{2,}", r"\*\*+", r"__+", r"==+", r"[«»‹›„‟]")
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
    theirs = [_hyphen_rule(infix) for infix in defaults.infixes or ()]
    tokenizer.infix_finditer = compile_infix_regex(_joined(_INFIXES, theirs)).finditer
    for word in _ABBREVIATIONS:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    tokenizer.rules = {word: rule for word, rule in tokenizer.rules.items() if word not in _NO_CONTRACTIONS}


def bound_tokenizer(nlp: Language) -> None:
    """Keep a tokenizer's work linear on text without blanks.

    spaCy cuts a run of marks one mark at a time, and each time searches all that is left of the run. No affix
    is as long as `_AFFIX`, and no address as long as `_ADDRESS`: that far is looked, and no further.
    """
    tokenizer: Any = nlp.tokenizer
    if not hasattr(tokenizer, "suffix_search"):
        return  # a tokenizer of another kind
    if tokenizer.prefix_search is not None:
        tokenizer.prefix_search = _Bounded(tokenizer.prefix_search, _at_start).apply
    if tokenizer.suffix_search is not None:
        tokenizer.suffix_search = _Bounded(tokenizer.suffix_search, _at_end).apply
    if tokenizer.url_match is not None:
        tokenizer.url_match = _Bounded(tokenizer.url_match, _short).apply


@dataclass(frozen=True, slots=True)
class _Bounded:
    """A compiled pattern's method that sees only a part of its string."""

    method: Callable[[str], re.Match[str] | None]
    part: Callable[[str], str]

    @property
    def pattern(self) -> str:
        """The pattern itself: spaCy writes it down when a pipeline is saved."""
        pattern: str = self.method.__self__.pattern  # type: ignore[attr-defined]
        return pattern

    def apply(self, text: str) -> re.Match[str] | None:
        """What the method finds in the part."""
        return self.method(self.part(text))


def _at_start(text: str) -> str:
    return text[:_AFFIX]


def _at_end(text: str) -> str:
    return text[-_AFFIX:]


def _short(text: str) -> str:
    return text if len(text) <= _ADDRESS else ""


def _hyphen_rule(infix: Any) -> Any:
    """spaCy's rule for hyphens between letters, with our exceptions; any other rule as it is."""
    if isinstance(infix, str) and "(?:-|–|—|--|---|——|~)" in infix:
        return infix.replace("(?:-|", rf"(?:{_NOT_JOINING}-|-(?=[A-Z])|")
    return infix


def _joined(ours: Iterable[str], theirs: Iterable[Any] | None) -> list[Any]:
    return [*ours, *(theirs or ())]
