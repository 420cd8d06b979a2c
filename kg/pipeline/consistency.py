"""One label for one name: what a Doc calls somebody once, it calls them throughout.

In:  a Doc with entities and, where the reader left them, the shares of each kind of name in each token.
Out: the same Doc; the mentions of one name share one label, and a name that is well attested is also found
     where it was missed. Entities that an alias list has set are never touched.

Knows spans and labels. Knows nothing of the network, of articles or of findings.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Span

from kg.pipeline.decode import Flags, Floats
from kg.pipeline.parser import NAME_LABELS, NAME_SCORES

FACTORY = "name_consistency"

# How much the labels of a mention weigh when nothing says how sure its finder was.
_UNKNOWN_CERTAINTY = 0.8
# A full name speaks more clearly for its last word than that word for itself.
_OWNER = 1.5
# A name is spread to where it was missed if it was found at least this surely, taken over its mentions ...
_ENOUGH = 0.6
# ... and the words there are not almost certainly something else; one word proves less than several.
_NOT_EXCLUDED = 0.02
_NOT_EXCLUDED_ALONE = 0.1
_ARABIC_ARTICLES = frozenset({"al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "ul", "ol"})
_ARTICLES = frozenset({"the", "a", "an"})


@dataclass(frozen=True, slots=True)
class _Found:
    """One name as the entities of the Doc have it."""

    start: int
    end: int
    label: str
    certainty: float
    fixed: bool  # set by an alias list


@Language.factory(FACTORY, requires=["doc.ents"], assigns=["doc.ents"])
def make_consistency(nlp: Language, name: str) -> "NameConsistency":
    """The component."""
    return NameConsistency(name)


class NameConsistency:
    """Votes on the label of each name of a Doc, and finds the mentions that were missed."""

    def __init__(self, name: str = FACTORY) -> None:
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        """Make the entities of a Doc consistent."""
        if not doc.ents:
            return doc
        scores = doc.user_data.get(NAME_SCORES)
        found = [_found(span, scores) for span in _unbroken(doc)]
        label_of = _votes(doc, found)
        kept = [
            f
            if f.fixed
            else _Found(f.start, f.end, label_of.get(_key(doc, f.start, f.end), f.label), f.certainty, False)
            for f in found
        ]
        kept += _missed(doc, kept, scores)
        before = {(span.start, span.end): span for span in doc.ents}
        spans = []
        for f in sorted(kept, key=lambda f: f.start):
            old = before.get((f.start, f.end))
            spans.append(
                old if old is not None and old.label_ == f.label else Span(doc, f.start, f.end, label=f.label)
            )
        doc.ents = tuple(spans)
        return doc


def _unbroken(doc: Doc) -> Iterator[Span]:
    """The entities, those that end or begin inside a hyphenated name made whole: "el-Fasher", "Ali-Zade"."""
    taken = {token.i for entity in doc.ents for token in entity}
    for entity in doc.ents:
        start, end = entity.start, entity.end
        if not is_fixed(entity):
            if _hyphenated(doc, start - 2) and doc[start - 2].lower_ in _ARABIC_ARTICLES:
                start -= 2 if not taken & {start - 1, start - 2} else 0
            if _hyphenated(doc, end - 1) and not taken & {end, end + 1}:
                part = doc[end + 1]
                is_part = part.dep_ == "flat" and entity.start <= part.head.i < end
                if part.text[:1].isupper() and (is_part or doc[end - 1].lower_ in _ARABIC_ARTICLES):
                    end += 2
        yield entity if (start, end) == (entity.start, entity.end) else Span(doc, start, end, entity.label)


def _hyphenated(doc: Doc, number: int) -> bool:
    """Whether a token is joined to the next but one by a hyphen, with no blank."""
    if number < 0 or number + 2 >= len(doc) or doc[number + 1].text != "-":
        return False
    return not doc[number].whitespace_ and not doc[number + 1].whitespace_


def is_fixed(span: Span) -> bool:
    """Whether an alias list has set this entity: such have an id."""
    return bool(span.id)


def _found(span: Span, scores: Floats | None) -> _Found:
    certainty = _UNKNOWN_CERTAINTY
    if scores is not None and span.label_ in NAME_LABELS and not is_fixed(span):
        certainty = float(scores[span.start : span.end, 1 + NAME_LABELS.index(span.label_)].mean())
    return _Found(span.start, span.end, span.label_, certainty, is_fixed(span))


def _key(doc: Doc, start: int, end: int) -> tuple[str, ...]:
    """A name's words without an article before and a possessive after; capitals count."""
    words = [token.text for token in doc[start:end] if not token.is_space]
    while len(words) > 1 and words[0].lower() in _ARTICLES:
        words = words[1:]
    while len(words) > 1 and words[-1] in {"'s", "’s", "'", "’"}:
        words = words[:-1]
    return tuple(words)


def _votes(doc: Doc, found: Iterable[_Found]) -> Mapping[tuple[str, ...], str]:
    """The label that the mentions of each name give it, weighed by how sure each is."""
    weight: dict[tuple[str, ...], dict[str, float]] = defaultdict(lambda: defaultdict(float))
    full_names: dict[str, float] = defaultdict(float)
    for f in found:
        key = _key(doc, f.start, f.end)
        weight[key][f.label] += 100.0 if f.fixed else f.certainty
        if f.label == "PERSON" and len(key) > 1:
            # "Karim" after "Hassan Karim" is he, though a village may be called so.
            full_names[key[-1]] = max(full_names[key[-1]], f.certainty)
    for surname, certainty in full_names.items():
        if (surname,) in weight:
            weight[surname,]["PERSON"] += _OWNER * certainty
    return {
        key: max(sorted(labels), key=lambda label, labels=labels: labels[label])  # type: ignore[misc]
        for key, labels in weight.items()
    }


def _missed(doc: Doc, found: Sequence[_Found], scores: Floats | None) -> Iterator[_Found]:
    """Names of the Doc at places where no entity is."""
    certainty: dict[tuple[str, ...], float] = defaultdict(float)
    label_of: dict[tuple[str, ...], str] = {}
    for f in found:
        key = _key(doc, f.start, f.end)
        if not _is_name_like(key) or f.fixed:
            continue
        certainty[key] = max(certainty[key], f.certainty)
        label_of[key] = f.label
    spread = {key for key, value in certainty.items() if value >= _ENOUGH}
    by_first: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for key in sorted(spread, key=lambda key: (-len(key), key)):
        by_first[key[0]].append(key)
    taken = np.zeros(len(doc), bool)
    for f in found:
        taken[f.start : f.end] = True
    start = 0
    while start < len(doc):
        for key in by_first.get(doc[start].text, ()):
            end = start + len(key)
            if end > len(doc) or taken[start:end].any() or tuple(t.text for t in doc[start:end]) != key:
                continue
            if scores is not None and not _possible(scores[start:end], label_of[key]):
                continue
            if _goes_on(doc, start, end, taken):
                continue
            yield _Found(start, end, label_of[key], certainty[key], False)
            start = end - 1
            break
        start += 1


def _is_name_like(key: tuple[str, ...]) -> bool:
    """Long enough and capitalised, so that the same letters are the same name."""
    return any(word[:1].isupper() for word in key) and sum(map(len, key)) > 2


def _possible(scores: Floats, label: str) -> bool:
    if label not in NAME_LABELS:
        return True
    needed = _NOT_EXCLUDED if len(scores) > 1 else _NOT_EXCLUDED_ALONE
    return bool((1 - scores[:, 0]).mean() >= needed)


def _goes_on(doc: Doc, start: int, end: int, taken: Flags) -> bool:
    """Whether the words are part of a longer run of capitals, which then is another name."""
    before = doc[start - 1] if start else None
    after = doc[end] if end < len(doc) else None
    if (
        before is not None
        and before.tag_ == "NNP"
        and not taken[start - 1]
        and before.dep_ in {"flat", "compound"}
    ):
        return True
    return after is not None and after.tag_ == "NNP" and after.dep_ == "flat"
