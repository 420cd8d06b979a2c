"""Word pieces: what a word looks like to the encoder.

In:  words as the tokenizer cut them.
Out: for each word the numbers of its pieces and the number of its shape.

Knows the encoder's vocabulary and its lower-casing. Knows nothing of spaCy or of neural networks.
"""

import unicodedata
from collections.abc import Sequence

SHAPES = (
    "lower", "title", "upper", "initial", "mixed",
    "digits", "digits_mixed", "abbreviation", "punctuation", "other",
)  # fmt: skip

# How a word is set off from the one before it.
GAP_BLANK, GAP_NONE, GAP_LINE = 0, 1, 2
GAPS = 3

# An address of 300 characters says no more than its two ends.
_MAX_PIECES = 10
_MAX_CHARACTERS = 100


class WordPieces:
    """Cuts words into the pieces of an uncased BERT vocabulary, remembering what it has cut."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self.vocabulary = tuple(vocabulary)
        self._number_of = {piece: number for number, piece in enumerate(self.vocabulary)}
        self.unknown = self._number_of["[UNK]"]
        self.begin = self._number_of["[CLS]"]
        self.end = self._number_of["[SEP]"]
        self._seen: dict[str, tuple[int, ...]] = {}

    def __call__(self, word: str) -> tuple[int, ...]:
        """The pieces of one word, never none of them."""
        pieces = self._seen.get(word)
        if pieces is None:
            if len(self._seen) > 50_000:  # memory stays flat over any number of articles
                self._seen.clear()
            pieces = self._seen[word] = self._cut(word)
        return pieces

    def _cut(self, word: str) -> tuple[int, ...]:
        pieces = [piece for part in _parts(_plain(word)) for piece in self._longest_first(part)]
        if len(pieces) > _MAX_PIECES:
            pieces = pieces[: _MAX_PIECES - 1] + pieces[-1:]
        return tuple(pieces) or (self.unknown,)

    def _longest_first(self, part: str) -> list[int]:
        if len(part) > _MAX_CHARACTERS:
            return [self.unknown]
        pieces: list[int] = []
        start = 0
        while start < len(part):
            for end in range(len(part), start, -1):
                number = self._number_of.get(part[start:end] if start == 0 else "##" + part[start:end])
                if number is not None:
                    break
            else:
                return [self.unknown]
            pieces.append(number)
            start = end
        return pieces


def shape_of(word: str) -> int:
    """Which of SHAPES a word has: what lower-casing takes from it."""
    if word.isalpha():
        if word.islower():
            return 0
        if word.isupper():
            return 2 if len(word) > 1 else 3
        return 1 if word[1:].islower() else 4
    if word.isdigit():
        return 5
    if any(character.isdigit() for character in word):
        return 6
    if not any(character.isalpha() for character in word):
        return 8
    if "." in word and word.replace(".", "").isalpha():
        return 7
    return 9


def _plain(word: str) -> str:
    """Lower case, without accents, as the encoder's vocabulary was made."""
    word = word.lower()
    if word.isascii():
        return word
    decomposed = unicodedata.normalize("NFD", word)
    return "".join(c for c in decomposed if unicodedata.category(c) not in {"Mn", "Cf", "Cc"})


def _parts(word: str) -> list[str]:
    """A word cut at its punctuation and between its ideographs."""
    if word.isalnum() and word.isascii():
        return [word]
    parts: list[str] = []
    current = ""
    for character in word:
        if character.isspace():
            parts.append(current)
            current = ""
        elif _stands_alone(character):
            parts += (current, character)
            current = ""
        else:
            current += character
    return [part for part in [*parts, current] if part]


def _stands_alone(character: str) -> bool:
    if character.isascii():
        return not character.isalnum()
    return unicodedata.category(character).startswith("P") or "\u4e00" <= character <= "\u9fff"
