"""Frames of speech: an article cut into the stretches within which somebody is given the word.

In:  an analysed article, its paragraphs and its quotations.
Out: a Page: for each token the quotation it stands in, and frames in reading order.

A frame is mostly a sentence. A quotation of several sentences with its "he said" is one frame, since the
parser's sentence ends inside quotation marks can't be trusted; a closing mark that became a sentence of its
own goes back to the sentence before; no frame crosses the end of a paragraph.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from spacy.tokens import Doc, Token

from kg.extract._cues import Cues
from kg.extract._quotes import MARKS, Quote, find_quotes
from kg.grammar import label
from kg.model import Article, Span, Zone

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_STOPS = frozenset({".", "!", "?", "…", "...", "?!", "!!"})
_EDGE = frozenset({",", ";", ":", "-", "–", "—", "--", "•", "*", ".", "/", "|"})
# "(CNN)", "GOMA, Congo (Reuters) - ", "KHARTOUM, March 3 -- ": where and by whom, no part of what is said.
_DATELINE = re.compile(
    r"""\([A-Z][\w .&/-]{1,30}\)\s*(?:[-–—]+\s*)?
    | [A-Z][\w.'’/-]*(?:[ ,]+[\w.'’/-]+){0,8}\s*\([A-Z][\w .&/-]{1,30}\)\s*[-–—:]+\s*
    | [A-Z][\w.'’-]*(?:[ ,/]+[A-Z][\w.'’-]*){0,4},[ ]\d{1,2}[ ][A-Z][a-z]{2,8}\.?(?:[ ]\d{4})?\s*[-–—]+\s+
    | [A-Z][A-Z.'’-]{2,}(?:[ ,]+[\w.'’/-]+){0,6}\s*(?:\s[-–]\s|--|—)\s*""",
    re.VERBOSE,
)
_LONGEST = 800  # words; no sentence is longer, and no question costs more than a walk through its frame
_ATTRIBUTION = 14  # words: "..!" Lieutenant General Firstname Lastname told reporters in Kyiv.


@dataclass(frozen=True, slots=True)
class Frame:
    """Tokens start..end (exclusive) of one paragraph."""

    start: int
    end: int
    paragraph: int  # which paragraph of the article, from 0
    zone: Zone


@dataclass(frozen=True, slots=True)
class Page:
    """An article laid out for reading speech."""

    doc: Doc
    article: Article
    quotes: tuple[Quote, ...]
    inside: tuple[int, ...]  # for each token the index of the quotation that covers it, else -1
    frames: tuple[Frame, ...]

    def words(self, start: int, end: int) -> Iterator[Token]:
        """The tokens of a range that are neither blanks, punctuation nor marks."""
        for token in self.doc[start:end]:
            if is_word(token):
                yield token

    def trimmed(self, start: int, end: int, *, keep_stop: bool = False) -> tuple[int, int]:
        """A range without blanks, commas, marks and stops at its edges; equal numbers when nothing is left.

        A stop inside a quotation that the range begins with stays: it belongs to what was said.
        """
        doc = self.doc
        while start < end and (
            not doc[start].text.strip() or doc[start].text in _EDGE or is_mark(doc[start])
        ):
            start += 1
        quoted = start < end and self.inside[start] >= 0
        while start < end:
            last = doc[end - 1]
            stop = last.text == "." and quoted and self.inside[end - 1] == self.inside[start]
            if stop and not keep_stop and not self._all_quoted(start, end):
                stop = False
            if stop or (last.text.strip() and last.text not in _EDGE and not is_mark(last)):
                break
            end -= 1
        return start, end

    def _all_quoted(self, start: int, end: int) -> bool:
        return all(self.inside[t.i] == self.inside[start] for t in self.words(start, end))

    def span(self, start: int, end: int) -> Span:
        """The characters of a range of tokens."""
        last = self.doc[end - 1]
        return Span(self.doc[start].idx, last.idx + len(last))

    def opens_quote(self, position: int) -> bool:
        """Whether a quotation begins at this token (or at the mark that is this token)."""
        k = self.inside[position] if position < len(self.inside) else -1
        return k >= 0 and (position == 0 or self.inside[position - 1] != k)


def is_mark(token: Token) -> bool:
    """Whether a token is nothing but quotation marks."""
    return token.text[:1] in MARKS and token.tag_ != "POS" and all(c in MARKS for c in token.text)


def is_word(token: Token) -> bool:
    """Whether a token has a letter or digit."""
    return token.text.isalnum() or any(c.isalnum() for c in token.text)


def is_finite(token: Token) -> bool:
    """Whether a verb is finite by its tag, or, where that is doubtful, by its own subject."""
    if token.tag_ in FINITE:
        return True
    if token.tag_ not in {"VB", "VBN"}:
        return False
    labels = [label(c) for c in token.children if c.i < token.i]
    if any(n in {"aux", "auxpass", "mark"} for n in labels) or label(token) in {"acl", "amod"}:
        return False
    # A bare form that heads a sentence without beginning it is no infinitive, and news gives no orders.
    heads = token.tag_ == "VB" and label(token) == "root" and not token.is_sent_start
    return heads or any(n in {"nsubj", "nsubjpass"} for n in labels)


def has_finite_clause(page: Page, start: int, end: int) -> bool:
    """Whether a range holds a finite verb of a main clause: with a subject, not relative, not adverbial."""
    return any(is_finite(token) and _is_main(token, start, end) for token in page.doc[start:end])


def _has_relative(verb: Token) -> bool:
    """Whether a clause has a relative pronoun or a conjunction of its own."""
    return any(c.tag_ in {"WDT", "WP", "WRB"} or label(c) == "mark" for c in verb.children)


def _is_main(token: Token, start: int, end: int) -> bool:
    """Whether a finite verb (or the head of its auxiliary) is no part of a subordinate clause."""
    verb = token.head if label(token) in {"aux", "auxpass", "cop"} else token
    for _ in range(12):
        below = start <= verb.head.i < end and verb.head.i != verb.i
        # A finite verb is no participle: "says a bomb near the town [acl: killed] ten" lost its clause.
        mistaken = verb.dep_.lower() == "acl" and verb.tag_ in FINITE and not _has_relative(verb)
        if label(verb) in {"acl", "relcl", "advcl"} and below and not mistaken:
            return False
        if mistaken:
            return True
        if any(label(c) == "mark" and c.lower_ != "that" and start <= c.i < end for c in verb.children):
            return False
        if label(verb) not in {"conj", "ccomp", "xcomp"} or not below:
            return True
        verb = verb.head
    return True


def lay_out(doc: Doc, article: Article, cues: Cues) -> Page:
    """Cut an analysed article into frames."""
    paragraphs = [p.span for p in article.passages]
    quotes = find_quotes(article.text, paragraphs)
    inside = _inside(doc, quotes)
    starts = [t.idx for t in doc]
    frames: list[Frame] = []
    for number, passage in enumerate(article.passages):
        begin = bisect_left(starts, passage.span.start)
        end = bisect_left(starts, passage.span.end)
        if passage.zone is Zone.BODY:
            begin = bisect_left(starts, passage.span.start + _dateline(passage.span.of(article.text)))
        cuts = [begin, *(_cuts(doc, begin, end, quotes, inside, cues)), end]
        for a, b in pairwise(cuts):
            if any(is_word(t) for t in doc[a:b]):
                frames.append(Frame(a, b, number, passage.zone))
    return Page(doc, article, quotes, tuple(inside), tuple(frames))


def _dateline(paragraph: str) -> int:
    """Length of a dateline or agency's name at the head of a paragraph; 0 when there is none."""
    found = _DATELINE.match(paragraph[:120])
    return found.end() if found else 0


def _inside(doc: Doc, quotes: tuple[Quote, ...]) -> list[int]:
    """For each token the quotation that covers its first character."""
    found, k = [], 0
    for token in doc:
        while k < len(quotes) and quotes[k].outer.end <= token.idx:
            k += 1
        # A token may begin before the mark that is glued to its end.
        covered = k < len(quotes) and quotes[k].outer.start < token.idx + max(len(token), 1)
        found.append(k if covered and quotes[k].outer.start <= token.idx else -1)
    return found


def _cuts(
    doc: Doc, begin: int, end: int, quotes: tuple[Quote, ...], inside: list[int], cues: Cues
) -> Iterator[int]:
    """Where a new frame begins within a paragraph."""
    last = begin
    worded = False
    last_word = next((i for i in range(end - 1, begin - 1, -1) if is_word(doc[i])), begin)
    for i in range(begin, end):
        worded = worded or is_word(doc[i])
        if i == last or not worded:
            continue
        before = inside[i - 1]
        if i - last >= _LONGEST:
            yield i
            last = i
            continue
        if before >= 0 and before == inside[i]:
            continue
        if i > last_word:
            break  # only marks and blanks are left
        previous = _last_sign(doc, last, i)
        if previous is None:
            continue
        closes = before >= 0 and before != inside[i]
        ended = previous.text in _STOPS or previous.text[-1:] in ".!?…"
        starts_quote = inside[i] >= 0 and before != inside[i]
        sentence = bool(doc[i].is_sent_start) or _begins_sentence(doc, i)
        if closes:
            if not ended or previous.text == ",":
                continue
            if previous.text[-1:] != "." and _attributes(doc, i, end, inside, cues):
                continue
            if is_mark(doc[i]) and not starts_quote:
                continue
            if doc[i].text[:1].islower() and not sentence:
                continue
            if doc[i].text[:1].islower() and _attributes(doc, i, end, inside, cues):
                continue
            if not is_word(doc[i]) and not starts_quote:
                continue
        elif starts_quote:
            if not ended:
                continue
        elif (
            not sentence
            or not (is_word(doc[i]) or doc[i].text in {"(", "["})
            or (previous.text in {",", ":"} and i - last < 3)
        ):
            continue
        yield i
        last = i


def _begins_sentence(doc: Doc, i: int) -> bool:
    """Whether a capital after a full stop of its own begins a sentence that the parser did not part."""
    before = doc[i - 1]
    return before.text == "." and bool(before.whitespace_) and doc[i].is_title and len(doc[i]) > 1


def _last_sign(doc: Doc, begin: int, i: int) -> Token | None:
    """The last token before i that is neither blank nor quotation mark."""
    for k in range(i - 1, max(begin, i - 5) - 1, -1):
        if doc[k].text.strip() and not is_mark(doc[k]):
            return doc[k]
    return None


def _attributes(doc: Doc, start: int, end: int, inside: list[int], cues: Cues) -> bool:
    """Whether a short "he asked" without content of its own begins here, up to the next stop."""
    cue_at = None
    for i in range(start, min(end, start + _ATTRIBUTION)):
        token = doc[i]
        if inside[i] >= 0:
            return cue_at is not None
        if token.text in _STOPS:
            return cue_at is not None
        if is_finite(token):
            if cue_at is not None:
                return False
            if cues.lemma(token) not in cues.verbs:
                return False
            cue_at = i
        elif cue_at is not None and token.lower_ in {"that", ":"}:
            return False
    return cue_at is not None and end - start <= _ATTRIBUTION
