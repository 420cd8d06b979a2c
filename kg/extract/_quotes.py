"""Quotation marks: which words of an article stand inside them.

In:  the text of an article and the spans of its paragraphs.
Out: one Quote for each outermost quotation, in reading order, never overlapping.

Pairs marks paragraph by paragraph: straight and curly double marks, single marks told from apostrophes,
guillemets, low marks, typewriter pairs (``...''). An opening mark without its partner runs to the end of
the paragraph, and a paragraph that then begins with an opening mark goes on with that quotation, as
printers do. A closing mark without its partner closes a quotation that began with the paragraph or before it.

Knows nothing of grammar, speakers or spaCy. Linear in the length of the text.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.model import Span

_DOUBLE = frozenset('"“”„‟«»″＂')
_ALWAYS_OPEN = frozenset("“„«‟")
_ALWAYS_CLOSE = frozenset("”»")
_SINGLE_OPEN = frozenset("'‘‚‹`")
_SINGLE_CLOSE = frozenset("'’›´")
_BEFORE_OPENING = frozenset("([{—–-/…:;,\u200b\u200e\u200f>*_•")
_AFTER_CLOSING = frozenset(".,;:!?)]}—–…/\u200b\u200e\u200f<*_")
_STOPS = frozenset(".,!?…;—–")
# Words that begin with an apostrophe; no quotation begins there.
_CLIPPED = ("em", "til", "tis", "twas", "cause", "bout", "round", "n'", "n’", "s ")
_ANY = re.compile(f"[{re.escape(''.join(sorted(_DOUBLE | _SINGLE_OPEN)))}]")
MARKS = _DOUBLE | _SINGLE_OPEN | _SINGLE_CLOSE

Side = Literal["open", "close"]


@dataclass(frozen=True, slots=True)
class Quote:
    """One outermost quotation.

    outer: with its marks. inner: without them and without blanks at the edges. closed: its closing mark
    stands in the same paragraph. opened: its opening mark does. continues: goes on with the quotation that
    the paragraph before left open.
    """

    outer: Span
    inner: Span
    closed: bool = True
    opened: bool = True
    continues: bool = False


def find_quotes(text: str, paragraphs: Sequence[Span]) -> tuple[Quote, ...]:
    """All outermost quotations of a text, in reading order.

    Args:
        text: the whole text.
        paragraphs: where its paragraphs, headings and bullets are; in order, not overlapping.
    """
    found: list[Quote] = []
    left_open = False
    for paragraph in paragraphs:
        here = list(_in_paragraph(text, paragraph, left_open=left_open))
        if here and left_open and here[0].outer.start == paragraph.start:
            first = here[0]
            here[0] = Quote(first.outer, first.inner, first.closed, first.opened, continues=True)
        found.extend(here)
        left_open = bool(here) and not here[-1].closed
    return tuple(found)


def _in_paragraph(text: str, paragraph: Span, *, left_open: bool) -> Iterator[Quote]:
    """The quotations of one paragraph; marks inside a quotation only count for its depth."""
    unclosed = _unclosed(text, paragraph)
    strong, weak = _single_closers(text, paragraph)
    begin: int | None = None  # where the outermost quotation that is open now begins
    width = 1
    depth = 0
    seen = False
    last_mark = max(text.rfind(mark, paragraph.start, paragraph.end) for mark in _DOUBLE)
    i = paragraph.start
    while (found := _ANY.search(text, i, paragraph.end)) is not None:
        i = found.start()
        size = 2 if text[i : i + 2] in ("``", "''") else 1
        char = text[i]
        if size == 2 or char in _DOUBLE:
            side = _side(text, i, size, paragraph, inside=depth > 0)
            if side == "open" and depth == 1 and unclosed > 1 and text[i - 2 : i] in {", ", "? ", "! "}:
                side = "close"  # “We hold, “he said. “For now.”: the wrong mark after a blank
            if side == "open":
                if depth == 0:
                    begin, width = i, size
                depth += 1
            elif side == "close" and depth > 0:
                depth -= 1
                if depth == 0 and begin is not None:
                    yield from _quote(text, begin, i + size, width, size)
                    begin, seen = None, True
            elif side == "close" and left_open and not seen and text[i - 1] in _STOPS:
                # The quotation that the paragraph before left open ends here.
                yield from _quote(text, paragraph.start, i + size, 0, size, opened=False)
                seen = True
            elif side == "close" and last_mark > i:
                begin, width, depth = i, size, 1  # an opening mark in the wrong place
            elif side == "close" and not seen and text[i - 1] in _STOPS:
                # The opening mark is lost; the quotation began with the paragraph.
                yield from _quote(text, paragraph.start, i + size, 0, size, opened=False)
                seen = True
        elif depth == 0 and char in _SINGLE_OPEN and _opens_single(text, i, paragraph):
            end = _closer_after(i, strong, weak)
            if end is not None:
                yield from _quote(text, i, end + 1, 1, 1)
                seen = True
                i = end + 1
                continue
            if i == paragraph.start and (char == "‘" or text[i + 1 : i + 2].isupper()):
                begin, width, depth = i, 1, 1
        i += size
    if begin is not None:
        yield from _quote(text, begin, paragraph.end, width, 0, closed=False)


def _unclosed(text: str, paragraph: Span) -> int:
    """How many more marks of a paragraph can only open than can only close."""
    words = paragraph.of(text)
    return words.count("“") - words.count("”")


def _quote(
    text: str, begin: int, end: int, left: int, right: int, *, closed: bool = True, opened: bool = True
) -> Iterator[Quote]:
    """One quotation, unless there is nothing inside its marks."""
    start, stop = begin + left, end - right
    while start < stop and text[start].isspace():
        start += 1
    while start < stop and text[stop - 1].isspace():
        stop -= 1
    if start < stop:
        yield Quote(Span(begin, end), Span(start, stop), closed, opened)


def _side(text: str, i: int, size: int, paragraph: Span, *, inside: bool) -> Side | None:
    """Whether a double mark opens or closes; None when it is neither (the sign for inches)."""
    before = text[i - 1] if i > paragraph.start else ""
    after = text[i + size] if i + size < paragraph.end else ""
    may_open = (not before or before.isspace() or before in _BEFORE_OPENING or before in MARKS) and bool(
        after and not after.isspace()
    )
    may_close = bool(before) and not before.isspace()
    mark = text[i]
    if mark == "`":
        return "open"
    if mark in _ALWAYS_OPEN:
        # German text closes with the mark that English opens with.
        return "close" if inside and not may_open else "open"
    if mark in _ALWAYS_CLOSE:
        return "open" if may_open and not inside and not may_close else "close"
    if inside:
        return "close" if may_close or not may_open else "open"
    if before.isdigit() and not may_open:
        return None
    return "open" if may_open or not may_close else "close"


def _opens_single(text: str, i: int, paragraph: Span) -> bool:
    """Whether a single mark can begin a quotation here and isn't the apostrophe of "'90s" or "'em"."""
    before = text[i - 1] if i > paragraph.start else ""
    after = text[i + 1 : i + 2] if i + 1 < paragraph.end else ""
    if before and not before.isspace() and before not in _BEFORE_OPENING:
        return False
    if not (after.isalnum() or after in _DOUBLE or after in "([…$£€"):
        return False
    rest = text[i + 1 : i + 7].lower()
    decade = rest[:2].isdigit() and rest[2:3] == "s"
    return (
        bool(after)
        and not decade
        and not any(
            rest.startswith(word) and not rest[len(word) : len(word) + 1].isalpha() for word in _CLIPPED
        )
    )


def _single_closers(text: str, paragraph: Span) -> tuple[list[int], list[int]]:
    """Where a single quotation may end: next to a stop (strong), or only before a blank (weak).

    A blank after a plural's apostrophe ("the soldiers' boots") looks like an end, so weak ends
    after an "s" are left out.
    """
    strong, weak = [], []
    for i in range(paragraph.start + 1, paragraph.end):
        if text[i] not in _SINGLE_CLOSE or text[i - 1].isspace():
            continue
        after = text[i + 1] if i + 1 < paragraph.end else ""
        if after and not after.isspace() and after not in _AFTER_CLOSING and after not in _DOUBLE:
            continue
        if text[i - 1] in _STOPS or not after or after in ".,;:!?)":
            strong.append(i)
        elif text[i - 1] not in "sS":
            weak.append(i)
    return strong, weak


def _closer_after(i: int, strong: list[int], weak: list[int]) -> int | None:
    """The nearest end of a single quotation that begins at i; a weak one only when it comes first."""
    ends = [row[k] for row in (strong, weak) if (k := bisect_right(row, i + 1)) < len(row)]
    return min(ends, default=None)
