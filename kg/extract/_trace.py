"""What extractors looked at and passed over, for whoever asks why nothing was found.

In:  a word that looked like a finding, the rule that looked, the reason it said no.
Out: a list that goes with the doc, but only where somebody asked for it; else nothing is kept.

Reasons are written for people who mend rules: what was expected and what stood there instead.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from spacy.tokens import Doc, Token

from kg.grammar import char_span
from kg.model import Span

_TRACE = "attested.trace"


@dataclass(frozen=True, slots=True, order=True)
class PassedOver:
    """Words that might have been evidence of a finding, and why they are not."""

    evidence: Span
    finding: str  # the class it would have been: "Statement"
    rule: str  # key of the rule or concept: "operationType-clash/attack"
    why: str  # "is a figure of speech here: the object is no actor and no place"


@contextmanager
def tracing(doc: Doc) -> Iterator[list[PassedOver]]:
    """Keep what is passed over in this doc while the block runs."""
    kept: list[PassedOver] = []
    doc.user_data[_TRACE] = kept
    try:
        yield kept
    finally:
        del doc.user_data[_TRACE]


def is_traced(doc: Doc) -> bool:
    """Whether anybody asks what is passed over in this doc."""
    return _TRACE in doc.user_data


def passed_over(words: Token | Iterable[Token], finding: str, rule: str, why: str) -> None:
    """Note that some words are no finding. Costs a look into a dict where nobody asked."""
    tokens = list(words) if isinstance(words, Iterable) else [words]
    kept = tokens[0].doc.user_data.get(_TRACE) if tokens else None
    if kept is not None:
        kept.append(PassedOver(char_span(tokens), finding, rule, why))
