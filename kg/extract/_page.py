"""A Doc laid out as plain objects, for reading many times over.

In:  an analysed Doc.
Out: a Page: the same words, sentences and tree under the same names as spaCy has them.

Extractors ask each word for its head, its children and its tag some hundred times. spaCy answers every
question anew from packed memory and a table of strings; a page has read all answers once. It offers of
spaCy's Doc, Token and Span what extractors use; whatever else they ask, the token itself answers.

The end of a line that was wrapped by hand is a blank: it is no word of the page, so that names, phrases and
clauses run on over it. Offsets stay those of the text.
"""

from collections.abc import Iterator, Sequence
from typing import Any, cast, overload

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc
from spacy.tokens import Span as Words

_STRINGS = ("ORTH", "LOWER", "LEMMA", "TAG", "POS", "DEP", "ENT_TYPE", "ENT_ID")
_NUMBERS = ("HEAD", "SENT_START", "SPACY", "ENT_IOB", "IS_PUNCT", "IS_SPACE", "IS_TITLE")
_IOB = ("", "I", "O", "B")
_FEW = 8
_START = {1: True, 0: None, -1: False}


def page_of(doc: Doc) -> Doc:
    """The Doc as a Page, which answers what a Doc answers."""
    return cast(Doc, Page(doc))


class Word:
    """One token, with its place in the tree."""

    __slots__ = (
        *("doc", "i", "idx", "text", "lower_", "lemma_", "tag_", "pos_", "dep_", "ent_type_", "ent_id_"),
        *("head", "children", "lefts", "rights", "left_edge", "right_edge", "is_sent_start", "whitespace_"),
        *("ent_iob_", "is_punct", "is_space", "is_title", "sentence", "at"),
    )

    doc: "Page"
    i: int
    idx: int
    text: str
    lower_: str
    lemma_: str
    tag_: str
    pos_: str
    dep_: str
    ent_type_: str
    ent_id_: str
    head: "Word"
    children: "Sequence[Word]"
    lefts: "Sequence[Word]"
    rights: "Sequence[Word]"
    left_edge: "Word"
    right_edge: "Word"
    is_sent_start: bool | None
    whitespace_: str
    ent_iob_: str
    is_punct: bool
    is_space: bool
    is_title: bool
    sentence: int
    at: int  # number of its token in the Doc

    def __len__(self) -> int:
        return len(self.text)

    def __str__(self) -> str:
        return self.text

    def __lt__(self, other: "Word") -> bool:
        return self.i < other.i

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__") or name in Word.__slots__:
            raise AttributeError(name)
        return getattr(self.doc.source[self.at], name)

    @property
    def sent(self) -> "Stretch":
        """The sentence it stands in."""
        return self.doc.sentences[self.sentence]

    @property
    def ancestors(self) -> "Iterator[Word]":
        """Its head, the head of that, up to the root."""
        word = self
        while word.head is not word:
            word = word.head
            yield word

    def is_ancestor(self, other: "Word") -> bool:
        """Whether the other hangs below this one."""
        return any(word is self for word in other.ancestors)

    @property
    def subtree(self) -> "Iterator[Word]":
        """It and whatever hangs below it: left branches, itself, right branches."""
        todo: list[tuple[Word, bool]] = [(self, False)]
        while todo:
            word, is_open = todo.pop()
            if is_open or not word.children:
                yield word
                continue
            todo += [(child, False) for child in reversed(word.rights)]
            todo.append((word, True))
            todo += [(child, False) for child in reversed(word.lefts)]

    def nbor(self, steps: int = 1) -> "Word":
        """The word so many steps on."""
        place = self.i + steps
        if not 0 <= place < len(self.doc.words):
            raise IndexError(place)
        return self.doc.words[place]


class Stretch:
    """Words that stand one after the other."""

    __slots__ = ("doc", "end", "label_", "start")

    def __init__(self, doc: "Page", start: int, end: int, label: str = "") -> None:
        self.doc, self.start, self.end, self.label_ = doc, start, end, label

    def __iter__(self) -> Iterator[Word]:
        return iter(self.doc.words[self.start : self.end])

    def __len__(self) -> int:
        return self.end - self.start

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Stretch) and (self.start, self.end) == (other.start, other.end)

    def __hash__(self) -> int:
        return hash((self.start, self.end))

    @overload
    def __getitem__(self, place: int) -> Word: ...
    @overload
    def __getitem__(self, place: slice) -> "Stretch": ...
    def __getitem__(self, place: int | slice) -> "Word | Stretch":
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self))
            return Stretch(self.doc, self.start + start, self.start + max(start, end))
        return self.doc.words[self.start : self.end][place]

    @property
    def start_char(self) -> int:
        """Where its first word begins."""
        words = self.doc.words
        return words[self.start].idx if self.start < len(words) else len(self.doc.text)

    @property
    def end_char(self) -> int:
        """Where its last word ends."""
        if self.end == self.start:
            return self.start_char
        last = self.doc.words[self.end - 1]
        return last.idx + len(last.text)

    @property
    def text(self) -> str:
        """The words as they stand."""
        return self.doc.text[self.start_char : self.end_char]

    @property
    def root(self) -> Word:
        """The word nearest to the root of its sentence."""
        words = self.doc.words[self.start : self.end]
        for word in words:
            if word.head is word:
                return word
        tops = [w for w in words if not self.start <= w.head.i < self.end]
        return min(tops, key=lambda w: sum(1 for _ in w.ancestors)) if tops else words[0]


class Page:
    """A Doc, read once."""

    def __init__(self, doc: Doc) -> None:
        self.source = doc
        self.text = doc.text
        self.user_data = doc.user_data
        self.words, self._place = _words_of(doc, self)
        self._begins = {word.idx: word.i for word in self.words}
        self.sentences: tuple[Stretch, ...] = ()
        if len(doc) and doc.has_annotation("SENT_START"):
            self.sentences = tuple(self._stretch(s) for s in doc.sents)
        for number, sentence in enumerate(self.sentences):
            for word in sentence:
                word.sentence = number

    def __iter__(self) -> Iterator[Word]:
        return iter(self.words)

    def __len__(self) -> int:
        return len(self.words)

    @overload
    def __getitem__(self, place: int) -> Word: ...
    @overload
    def __getitem__(self, place: slice) -> Stretch: ...
    def __getitem__(self, place: int | slice) -> Word | Stretch:
        if place.__class__ is int:  # nothing is asked more often
            return self.words[place]
        if isinstance(place, slice):
            start, end, _ = place.indices(len(self.words))
            return Stretch(self, start, end if end > start else start)
        return self.words[place]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.source, name)

    @property
    def sents(self) -> Iterator[Stretch]:
        """The sentences."""
        return iter(self.sentences)

    @property
    def ents(self) -> tuple[Stretch, ...]:
        """The names the pipeline found."""
        return tuple(self._stretch(e) for e in self.source.ents)

    def _stretch(self, span: Words) -> Stretch:
        """A span of the Doc as words of the page."""
        return Stretch(self, self._place[span.start], self._place[span.end], span.label_)

    def char_span(self, start: int, end: int, **options: Any) -> Stretch | None:
        """The words at some characters, as spaCy aligns them."""
        first = self._begins.get(start)
        if first is not None:
            # Most often whole words are asked for, and few.
            for word in self.words[first : first + _FEW]:
                if word.idx + len(word.text) == end:
                    return Stretch(self, first, word.i + 1)
        found: Words | None = self.source.char_span(start, end, **options)
        return None if found is None else self._stretch(found)


def _words_of(doc: Doc, page: Page) -> tuple[list[Word], Sequence[int]]:
    """All words of a Doc, each tied to its head and children; and by token the number of its word.

    A token that is no word has the number of the word after it; so has the end.
    """
    if not len(doc):
        return [], [0]
    keys = doc.to_array(list(_STRINGS)).tolist()
    string_of = _Strings(doc.vocab.strings)
    numbers = doc.to_array(list(_NUMBERS)).astype(np.int64).tolist()
    texts = [string_of[row[0]] for row in keys]
    number_of, count = [], 0
    for i, (text, columns) in enumerate(zip(texts, numbers, strict=True)):
        number_of.append(count)
        begins = i + 1 < len(numbers) and numbers[i + 1][1] == 1
        count += not (columns[5] and not begins and _is_wrap(text))
    number_of.append(count)
    words = [Word() for _ in range(count)]
    for i, word in enumerate(words):
        word.i = i
    place = 0
    below: list[list[Word] | None] = [None] * count
    for at, (row, columns) in enumerate(zip(keys, numbers, strict=True)):
        _, lower, lemma, tag, pos, dep, name, key = row
        text, i = texts[at], number_of[at]
        if number_of[at + 1] == i:  # no word
            place += len(text) + columns[2]
            continue
        word = words[i]
        word.doc, word.idx, word.at = page, place, at
        word.lower_, word.lemma_, word.tag_ = string_of[lower], string_of[lemma], string_of[tag]
        word.pos_, word.dep_ = string_of[pos], string_of[dep]
        word.ent_type_, word.ent_id_ = string_of[name], string_of[key]
        head, start, blank, iob, is_punct, is_space, is_title = columns
        word.is_punct, word.is_space, word.is_title = bool(is_punct), bool(is_space), bool(is_title)
        word.text, word.whitespace_ = text, " " if blank else ""
        word.ent_iob_, word.is_sent_start = _IOB[iob], _START[start]
        word.head = _word_at(words, number_of, at, head)
        if word.head is not word:
            beside = below[word.head.i]
            if beside is None:
                below[word.head.i] = [word]
            else:
                beside.append(word)
        place += len(text) + blank
    for word, children in zip(words, below, strict=True):
        if children is None:  # most words
            word.children = word.lefts = word.rights = ()
            continue
        word.children = children
        lefts = 0
        for child in children:
            if child.i > word.i:
                break
            lefts += 1
        word.lefts, word.rights = children[:lefts], children[lefts:]
    _find_edges(words)
    return words, number_of


class _Strings(dict[int, str]):
    """Strings by their keys, each looked up once."""

    def __init__(self, known: StringStore) -> None:
        super().__init__()
        self._known = known

    def __missing__(self, key: int) -> str:
        self[key] = self._known[key]
        return self[key]


def _is_wrap(text: str) -> bool:
    """Whether blanks are the end of a line inside a paragraph."""
    return text.count("\n") == 1


def _word_at(words: Sequence[Word], number_of: Sequence[int], at: int, steps: int) -> Word:
    """The word so many tokens on; for a token that is none the word before it."""
    target = at + steps
    number = number_of[target]
    return words[number] if number_of[target + 1] > number else words[max(number - 1, 0)]


def _find_edges(words: Sequence[Word]) -> None:
    """How far to the left and to the right each word's branches reach."""
    order = [word for word in words if word.head is word]
    for word in order:  # grows while it is walked: heads come before their children
        order.extend(word.children)
    left, right = list(range(len(words))), list(range(len(words)))
    for word in reversed(order):
        i, head = word.i, word.head.i
        word.left_edge, word.right_edge = words[left[i]], words[right[i]]
        if left[i] < left[head]:
            left[head] = left[i]
        if right[i] > right[head]:
            right[head] = right[i]
