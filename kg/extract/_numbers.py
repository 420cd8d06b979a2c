"""Amounts in running text: numbers with their unit and the words that bound them.

In:  the text of an article; the comparators of the ontology and the table of units.
Out: one Amount for each number that counts or measures something, in reading order.

Reads characters, not grammar, so that a wrong parse never costs a figure. Numbers that name, date, rank or
list something ("Route 5", "May 23", "82nd", "Resolution 2254", "12-year-old") are passed over here; whether a
bare number counts anything is for the caller to judge, who has the grammar. Knows nothing of actors,
places, RDF or the web.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache, lru_cache
from types import MappingProxyType
from typing import NamedTuple

from kg.errors import PatternError
from kg.model import Comparator, Span
from kg.patterns import concepts, table


def _split_words(text: str) -> list[str]:
    return text.split()


@cache
def words_in(name: str) -> frozenset[str]:
    """One list of small words of `patterns/quantity_words.toml`.

    Raises:
        PatternError: the table has no such list.
    """
    words = table("quantity_words").get(name)
    if not isinstance(words, str):
        raise PatternError(f"patterns/quantity_words.toml: no list {name!r}")
    return frozenset(words.split())


# --- words that are numbers ----------------------------------------------------------------------

_ONES: Mapping[str, int] = MappingProxyType(
    {
        word: value
        for value, word in enumerate(
            _split_words(
                "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
                "fifteen sixteen seventeen eighteen nineteen"
            )
        )
    }
)
_TENS: Mapping[str, int] = MappingProxyType(
    {
        word: 10 * value
        for value, word in enumerate(
            _split_words("twenty thirty forty fifty sixty seventy eighty ninety"), start=2
        )
    }
    | {"fourty": 40}
)
_SCALES: Mapping[str, int] = MappingProxyType(
    {
        "dozen": 12,
        "hundred": 100,
        "thousand": 1_000,
        "lakh": 100_000,
        "million": 1_000_000,
        "crore": 10_000_000,
        "billion": 1_000_000_000,
        "trillion": 1_000_000_000_000,
    }
)
# Glued to a numeral: "1.5m", "£3bn". "m" is also metres; see _glued_scale.
_GLUED_SCALES: Mapping[str, int] = MappingProxyType(
    {
        "k": 1_000,
        "m": 1_000_000,
        "mn": 1_000_000,
        "mln": 1_000_000,
        "bn": 1_000_000_000,
        "b": 1_000_000_000,
        "tn": 1_000_000_000_000,
        "trn": 1_000_000_000_000,
    }
)
_FRACTIONS: Mapping[str, int] = MappingProxyType(
    {"half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
)
_VAGUE_WORDS = frozenset(("several", "few", "couple", "handful", "multiple", "number", "numbers"))
_HALVES = frozenset(("half", "third", "quarter"))
_HALF_SIGNS: Mapping[str, Decimal] = MappingProxyType(
    {
        sign: Decimal(part)
        for sign, part in (
            *(("½", "0.5"), ("¼", "0.25"), ("¾", "0.75")),
            *(("1/2", "0.5"), ("1/4", "0.25"), ("3/4", "0.75")),
        )
    }
)
_SPELLED_WORDS = _HALVES | _ONES.keys() | _TENS.keys() | _SCALES.keys()

# --- words around numbers ------------------------------------------------------------------------

_OLDEST = 111  # years of an age
_LONGEST_JOINT = 3  # words and marks between "hundreds" and "thousands"
_HIGH_SCORE = 1_000  # a falling pair of numbers up to here is a result or a vote
_MAX_GROUPS = 4  # of three digits each, with blanks between: "1 250 000"
_MAX_DIGITS = 15  # a longer run of digits is a code, not an amount
_SPELLED_BELOW = 10**15  # words that go on beyond it are a torrent of words, not a number

_LEXEME = re.compile(
    r"(?P<number>\d{1,3}(?:[,\u00a0\u202f\u2009'’]\d{3})+(?:\.\d+)?(?![\d])"
    r"|\d{1,2}(?:,\d{2})+,\d{3}(?![\d])"  # 12,34,567
    r"|\d{1,3}(?:\.\d{3}){2}(?![\d]|[.,:/]\d)"  # 1.250.000
    r"|\d{1,3},\d{1,2}(?=[ \u00a0](?:thousand|million|billion|mn|bn)\b)"  # 3,5 million
    r"|\d+(?:\.\d+)?(?![\d]))(?P<tail>(?:[.,:/]\d+)*)"
    r"|(?P<word>[^\W\d_]+(?:['’][^\W\d_]+)*)"
    r"|(?P<line>[\n\r\u2028\u2029]+)"
    r"|(?P<mark>[^\w\s]|_)",
)
_SEPARATORS = re.compile("[,'’\u00a0\u202f\u2009]")
_DECIMAL_COMMA = re.compile(r"\d{1,3},\d{1,2}")
_DASHES = frozenset("-–—‑")
_HYPHENS = frozenset("-‑–")
_SENTENCE_ENDS = frozenset('.!?:;•*▪●·|“"‘([')


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit of measure."""

    name: str
    kind: str  # distance, duration, money, share, extent
    metres: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit, and the bounds that the words around it set."""

    evidence: Span  # comparator words, number and unit
    core: Span  # number and unit
    number: Span  # the number alone
    low: Decimal | None
    high: Decimal | None
    comparator: Comparator
    unit: Unit | None = None  # None: it counts things
    conversion_of: Span | None = None  # evidence of the amount that this one repeats in another unit
    spelled: bool = False  # written as a word, not with digits
    vague: bool = False
    hyphenated: bool = False  # part of a compound: "two-day", "10,000-strong"
    fraction_of: bool = False  # "one in five", "a third of"
    year_like: bool = False  # four digits without a comma: a year unless it counts something

    def in_metres(self) -> Decimal | None:
        """The length in metres: the low bound, else the high one; None when it is no length."""
        value = self.low if self.low is not None else self.high
        if value is None or self.unit is None or self.unit.metres is None:
            return None
        return value * self.unit.metres


class _Lexeme(NamedTuple):
    """A word, number or mark of the text; a plain tuple, since there are many."""

    text: str
    lower: str
    start: int
    end: int
    kind: str  # number, code, word, line, mark
    glued: bool  # no blank before it


# --- tables --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Tables:
    units: Mapping[tuple[str, ...], Unit]  # words of the unit, singular and plural
    glued: Mapping[str, Unit]
    symbols: Mapping[str, Unit]
    longest_unit: int
    before: Mapping[tuple[str, ...], Comparator]
    after: Mapping[tuple[str, ...], Comparator]
    signs: Mapping[str, Comparator]
    vague: Mapping[str, Decimal | None]
    starters: frozenset[str]  # words that a number can begin with


@cache
def units() -> tuple[tuple[Unit, str], ...]:
    """Every unit of the table with its example phrase.

    Raises:
        PatternError: a row misses a key, or its number of metres is no number.
    """
    rows = []
    for number, row in enumerate(table("units").get("unit", ()), start=1):
        try:
            metres = Decimal(row["metres"]) if "metres" in row else None
            rows.append((Unit(row["name"], row["kind"], metres), str(row["example"])))
        except (KeyError, ArithmeticError) as error:
            raise PatternError(f"patterns/units.toml, unit {number}: {error!r}") from error
    return tuple(rows)


@cache
def _tables() -> _Tables:
    words: dict[tuple[str, ...], Unit] = {}
    glued: dict[str, Unit] = {}
    symbols: dict[str, Unit] = {}
    for (unit, _), row in zip(units(), table("units")["unit"], strict=True):
        for spelling in row["words"]:
            parts = tuple(_split(spelling))
            words[parts] = unit
            words[(*parts[:-1], parts[-1] + "s")] = unit
        for spelling in row.get("glued", ()):
            glued[spelling] = unit
        for symbol in row.get("symbols", ()):
            symbols[symbol] = unit
    before: dict[tuple[str, ...], Comparator] = {}
    after: dict[tuple[str, ...], Comparator] = {}
    signs: dict[str, Comparator] = {}
    vague: dict[str, Decimal | None] = {}
    for concept in concepts("comparator"):
        comparator = Comparator(concept.notation)
        for phrase in concept.phrases:
            before[tuple(_split(phrase))] = comparator
        for phrase in concept.notes.get("phraseAfter", ()):
            after[tuple(_split(phrase))] = comparator
        for sign in concept.notes.get("signBefore", ()):
            signs[sign] = comparator
        for pair in concept.notes.get("lowOf", ()):
            word, _, low = pair.rpartition(" ")
            try:
                vague[word] = None if low == "?" else Decimal(low)
            except ArithmeticError as error:
                raise PatternError(f"comparator.ttl: att:lowOf {pair!r}: {low!r} is no number") from error
    return _Tables(
        units=MappingProxyType(words),
        glued=MappingProxyType(glued),
        symbols=MappingProxyType(symbols),
        longest_unit=max(len(parts) for parts in words),
        before=MappingProxyType(before),
        after=MappingProxyType(after),
        signs=MappingProxyType(signs),
        vague=MappingProxyType(vague),
        starters=words_in("plural_scales") | words_in("vague_number_words") | _VAGUE_WORDS | _SPELLED_WORDS,
    )


def _split(phrase: str) -> list[str]:
    return [lexeme.lower for lexeme in _lexemes(phrase)]


# --- lexemes -------------------------------------------------------------------------------------


def _lexemes(text: str) -> list[_Lexeme]:
    out: list[_Lexeme] = []
    end = -1
    for match in _LEXEME.finditer(text):
        kind = match.lastgroup or "mark"
        if match["number"] is not None:
            digits = sum(character.isdigit() for character in match["number"])
            kind = (
                "code"
                if match["tail"]
                or digits > _MAX_DIGITS
                or (
                    not match["number"].isascii()
                    and (not re.fullmatch(r"[0-9.,’\u00a0\u202f\u2009]+", match["number"]))
                )
                else "number"
            )
        word = match.group()
        out.append(_Lexeme(word, word.lower(), match.start(), match.end(), kind, match.start() == end))
        end = match.end()
    return out


class _Reader:
    """The lexemes of one text, with the small questions that rules ask of them."""

    __slots__ = ("_shouted", "lex", "passed", "tables")

    def __init__(self, text: str) -> None:
        self.lex = _lexemes(text)
        self.tables = _tables()
        self._shouted: dict[int, bool] = {}
        self.passed: list[tuple[Span, str]] = []

    def passes(self, first: int, last: int, why: str) -> None:
        """Note that some lexemes are looked at and are no amount."""
        self.passed.append((Span(self.lex[first].start, self.lex[last].end), why))

    def low(self, index: int) -> str:
        return self.lex[index].lower if 0 <= index < len(self.lex) else ""

    def text(self, index: int) -> str:
        return self.lex[index].text if 0 <= index < len(self.lex) else ""

    def kind(self, index: int) -> str:
        return self.lex[index].kind if 0 <= index < len(self.lex) else "line"

    def glued(self, index: int) -> bool:
        return 0 <= index < len(self.lex) and self.lex[index].glued

    def is_value(self, index: int) -> bool:
        return self.kind(index) == "number"

    def value(self, index: int) -> Decimal:
        text = self.lex[index].text
        if text.count(".") > 1:
            text = text.replace(".", "")  # 1.250.000
        elif _DECIMAL_COMMA.fullmatch(text):
            text = text.replace(",", ".")
        return Decimal(_SEPARATORS.sub("", text))

    def starts_sentence(self, index: int) -> bool:
        return index <= 0 or self.kind(index - 1) == "line" or self.low(index - 1) in _SENTENCE_ENDS

    def hyphen(self, index: int) -> bool:
        """Whether a hyphen stands at the index, glued to both neighbours."""
        return self.low(index) in _HYPHENS and self.glued(index) and self.glued(index + 1)

    def is_capitalised_name(self, index: int) -> bool:
        """A capitalised word that capitals of its sentence or headline do not explain."""
        word = self.text(index)
        return word[:1].isupper() and not self.starts_sentence(index) and not self._in_capitals(index)

    def _in_capitals(self, index: int) -> bool:
        """Whether most longer words of the line are capitalised: a headline in title case."""
        begin = index
        while begin > 0 and self.kind(begin - 1) != "line" and index - begin < 40:
            begin -= 1
        if begin not in self._shouted:
            end = begin
            while self.kind(end) != "line" and end - begin < 40:
                end += 1
            words = [
                self.text(i) for i in range(begin, end) if self.kind(i) == "word" and len(self.text(i)) > 3
            ]
            capitals = sum(word[0].isupper() for word in words)
            self._shouted[begin] = len(words) >= 3 and capitals >= 0.8 * len(words)
        return self._shouted[begin]


# --- the public function -------------------------------------------------------------------------


def amounts(text: str) -> tuple[Amount, ...]:
    """Every amount of a text, in reading order, never overlapping.

    Bare numbers are given too ("killing 20"), also four-digit ones that may be years (`year_like`) when
    nothing around them says so: the caller knows what stands after them.
    """
    return _read(text)[0]


def passed_numbers(text: str) -> tuple[tuple[Span, str], ...]:
    """The numbers of a text that are no amounts by the words around them, with the reason."""
    return _read(text)[1]


@lru_cache(maxsize=4)  # two extractors ask for the same article
def _read(text: str) -> tuple[tuple[Amount, ...], tuple[tuple[Span, str], ...]]:
    reader = _Reader(text)
    starters = reader.tables.starters
    found: list[Amount] = []
    index = 0
    while index < len(reader.lex):
        lexeme = reader.lex[index]
        may_begin = lexeme.kind in {"number", "code"} or lexeme.lower in starters
        step = _amount_at(reader, index) if may_begin else None
        if step is None:
            index += 1
            continue
        amount, index = step
        if amount is not None:
            found.append(amount)
    return tuple(_with_conversions(text, found)), tuple(reader.passed)


# --- one number ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Number:
    first: int  # index of its first lexeme
    last: int  # of its last
    low: Decimal | None
    high: Decimal | None
    comparator: Comparator = Comparator.EXACT
    unit: Unit | None = None
    spelled: bool = False
    scaled: bool = False  # has a word or letter of scale of its own: "5 million"
    hyphenated: bool = False
    fraction_of: bool = False
    year_like: bool = False


def _amount_at(r: _Reader, i: int) -> tuple[Amount | None, int] | None:
    """The amount that begins at a lexeme and the index after it; None: nothing begins here."""
    kind = r.kind(i)
    if kind == "code":
        r.passes(i, i, "digits with marks between them: a clock time, a date, a code")
        return None, i + 1
    if kind not in ("number", "word"):
        return None
    number = _number_at(r, i)
    if number is None:
        if kind == "number":
            r.passes(i, i, "an ordinal, a name or a code: letters are glued to it, or a zero leads it")
        return (None, i + 1) if kind == "number" else None
    passed, why = _passed_over(r, number)
    if passed:
        after = max(passed, number.last + 1)
        r.passes(number.first, after - 1, why)
        return None, after
    joined = _range_from(r, number)
    if joined is not None:
        number = joined
    number = _with_unit(r, number)
    if number.hyphenated and number.unit is None and not _counting_compound(r, number.last + 1):
        r.passes(number.first, number.last, "part of a compound that counts nothing")
        return None, number.last + 1
    if number.last + 1 < len(r.lex) and _is_age(r, number):
        r.passes(number.first, number.last, "an age")
        return None, number.last + 2
    return _bounded(r, number)


def _number_at(r: _Reader, i: int) -> _Number | None:
    if r.is_value(i):
        return _numeral_at(r, i)
    word = r.low(i)
    if word in words_in("plural_scales"):
        return _vague_plural_at(r, i)
    if word in _HALVES:
        return _fraction_at(r, i)
    if word in _VAGUE_WORDS:
        return _vague_at(r, i)
    if word in _ONES or word in _TENS or word in _SCALES:
        return _spelled_at(r, i)
    if word in words_in("vague_number_words") and r.low(i + 1) in ("number", "numbers"):
        return _vague_at(r, i)
    return None


def _numeral_at(r: _Reader, i: int) -> _Number | None:
    value = r.value(i)
    text = r.text(i)
    if len(text) > 1 and text[0] == "0" and text[1] != ".":
        return None
    year_like = len(text) == 4 and text.isdigit() and 1000 <= value <= 2199
    spaced = _spaced_groups(r, i)
    if spaced is not None:
        return _Number(i, spaced[1], spaced[0], spaced[0])
    last, scaled = i, False
    if r.low(i + 1) in _HALF_SIGNS and (r.glued(i + 1) or r.kind(i + 1) == "code"):
        value, last = value + _HALF_SIGNS[r.low(i + 1)], i + 1
        if r.low(i + 2) in _SCALES:
            value, last, scaled = value * _SCALES[r.low(i + 2)], i + 2, True
        return _Number(i, last, value, value, scaled=scaled)
    glued = r.low(i + 1) if r.glued(i + 1) and r.kind(i + 1) == "word" else ""
    if glued in _GLUED_SCALES and _is_scale(r, i, glued):
        value, last, scaled = value * _GLUED_SCALES[glued], i + 1, True
    elif glued and glued not in r.tables.glued:
        return None  # "82nd", "1990s", "5G", "10am"
    elif r.low(i + 1) in _SCALES and not r.glued(i + 1):
        value, last, scaled = value * _SCALES[r.low(i + 1)], i + 1, True
        if r.low(i + 2) in ("million", "billion") and value < 1_000_000:  # "100 thousand million"
            value, last = value * _SCALES[r.low(i + 2)], i + 2
    elif r.hyphen(i + 1) and r.low(i + 2) in ("million", "billion", "thousand", "hundred"):
        value, last, scaled = value * _SCALES[r.low(i + 2)], i + 2, True
    elif (half := _and_a_half(r, i)) is not None:
        value, last = value + Decimal("0.5"), half
        if r.low(last + 1) in _SCALES:
            value, last, scaled = value * _SCALES[r.low(last + 1)], last + 1, True
    return _Number(i, last, value, value, scaled=scaled, year_like=year_like and last == i)


def _spaced_groups(r: _Reader, i: int) -> tuple[Decimal, int] | None:
    """The value of "27 000" or "1 250 000" and the index of its last group; two numbers are none."""
    if not 1 <= len(r.text(i)) <= 3 or not r.text(i).isdigit() or _is_month(r, i - 1):
        return None
    digits, last = r.text(i), i
    while (
        r.is_value(last + 1)
        and r.lex[last + 1].start == r.lex[last].end + 1
        and len(r.text(last + 1)) == 3
        and r.text(last + 1).isdigit()
        and last - i < _MAX_GROUPS
    ):
        digits, last = digits + r.text(last + 1), last + 1
    if last == i or (last == i + 1 and r.text(last) != "000") or r.is_value(last + 1):
        return None
    return Decimal(digits), last


def _and_a_half(r: _Reader, last: int) -> int | None:
    """Index of "half" where "and a half" follows a number, with hyphens or without."""
    at = last
    for word in ("and", "a", "half"):
        at += 2 if r.hyphen(at + 1) else 1
        if r.low(at) != word:
            return None
    return at


def _is_scale(r: _Reader, i: int, suffix: str) -> bool:
    """Whether a letter glued to a numeral says how many thousands: "2m people", not "2m deep"."""
    if suffix != "m" and suffix != "b":
        return True
    if _money_before(r, i) is not None:
        return True
    if suffix == "b":
        return False
    if r.low(i + 2) in _DASHES:
        # "£2m-£3m" is money and settled above; "2m-high" is a length.
        return False
    following = r.low(i + 2)
    return (
        r.kind(i + 2) == "word"
        and following not in words_in("length_words")
        and (
            following.endswith("s")
            or following in ("people", "children", "men", "women", "civilian", "internally")
        )
    ) or (following in ("displaced", "refugees", "killed", "residents"))


def _spelled_at(r: _Reader, i: int) -> _Number | None:
    """A number in words: "twenty-five", "two hundred and six", "a dozen", "one and a half million"."""
    if r.is_capitalised_name(i):
        return None  # "the Six-Day War", "Five Eyes"
    total, current, last, scaled = Decimal(0), Decimal(0), i, False
    index, previous = i, ""
    while total + current < _SPELLED_BELOW:
        word = r.low(index)
        if word in _SCALES and (current or index == i):
            if index == i and r.low(i - 1) not in ("a", "an", "the", "half", "another", "per"):
                return None  # a scale alone, "hundred", is no number
            scale = _SCALES[word]
            if word == "hundred" or word == "dozen":
                current = (current or Decimal(1)) * scale
            else:
                total = total + current * scale if current else (total or Decimal(1)) * scale
                current = Decimal(0)
            scaled, last, previous = True, index, "scale"
        elif word in _TENS and previous in ("", "scale", "and"):
            current, last, previous = current + _TENS[word], index, "tens"
        elif word in _ONES and (
            previous in ("", "scale", "and") or (previous == "tens" and 0 < _ONES[word] < 10)
        ):
            current, last, previous = current + _ONES[word], index, "ones"
        else:
            break
        index += 1
        if r.hyphen(index) and r.kind(index + 1) == "word" and _continues(r.low(index + 1), previous):
            index += 1
        elif (
            r.low(index) == "and"
            and previous == "scale"
            and r.low(index + 1) in (_ONES.keys() | _TENS.keys())
        ):
            # "two hundred and six", never "two million and five soldiers" or "two dozen and six".
            if current < 100 or current % 100 or r.low(index - 1) not in ("hundred",):
                break
            index, previous = index + 1, "and"
    value = total + current
    half = _and_a_half(r, last)
    if half is not None:
        value, last = value + Decimal("0.5"), half
        scale_at = last + (2 if r.hyphen(last + 1) else 1)
        if r.low(scale_at) in _SCALES:
            value, last, scaled = value * _SCALES[r.low(scale_at)], scale_at, True
    about = (last == i and r.low(i) == "dozen") or (r.low(last) == "dozen")
    return _Number(
        i, last, value, value, Comparator.ABOUT if about else Comparator.EXACT, spelled=True, scaled=scaled
    )


def _continues(word: str, previous: str) -> bool:
    if word in _SCALES:
        return True
    return previous == "tens" and 0 < _ONES.get(word, 0) < 10


def _vague_plural_at(r: _Reader, i: int) -> _Number | None:
    """ "dozens", "tens of thousands", "hundreds of thousands"."""
    word = r.low(i)
    if r.is_capitalised_name(i):
        return None
    low = r.tables.vague.get(word)
    last = i
    if (
        r.low(i + 1) == "of"
        and r.low(i + 2) in words_in("plural_scales") | _SCALES.keys()
        and r.low(i + 2) != "scores"
    ):
        inner = r.low(i + 2).removesuffix("s")
        if low is None or inner not in _SCALES:
            return None
        low = low * _SCALES[inner] if inner != "dozen" else low
        last = i + 2
    elif word == "tens":
        return None if r.low(i + 1) != "of" else _Number(i, i, low, None, Comparator.VAGUE, spelled=True)
    elif (
        word == "scores"
        and r.low(i + 1) not in words_in("scores_after")
        and r.low(i - 1) not in words_in("harmed_one")
    ):
        return None  # goals and test results
    if r.hyphen(i - 1):
        return None
    return _Number(i, _joined_plural(r, last), low, None, Comparator.VAGUE, spelled=True)


def _joined_plural(r: _Reader, last: int) -> int:
    """Where an amount ends that two plurals tell: "hundreds, if not thousands", "dozens upon dozens"."""
    plurals, at = words_in("plural_scales"), last + 1
    while at - last <= _LONGEST_JOINT and r.low(at) in words_in("joins_plurals"):
        at += 1
    link = r.low(at - 1)
    if at == last + 1 or link == "," or (link == "and" and r.low(at) != r.low(last)):
        return last  # "dozens, hundreds" is a list, "dozens and hundreds" two amounts
    if r.low(at) not in plurals or (r.low(at) == "tens" and r.low(at + 1) != "of"):
        return last
    return at + 2 if r.low(at + 1) == "of" and r.low(at + 2) in plurals else at


def _vague_at(r: _Reader, i: int) -> _Number | None:
    """ "several", "a few hundred", "a handful of", "multiple", "a large number of"."""
    word, vague = r.low(i), r.tables.vague
    scale = r.low(i + 1)
    if word in ("several", "few", "couple"):
        if word == "few" and r.low(i - 1) not in ("a", "last", "past", "next", "first"):
            return None  # "few people" says that there are hardly any
        base = vague.get("a few" if word == "few" else word)
        last = i
        if word == "couple" and r.low(i + 1) == "of":
            scale, last = r.low(i + 2), i
        if (
            base is not None
            and scale.removesuffix("s") in _SCALES
            and (scale in _SCALES or scale in words_in("plural_scales"))
        ):
            last = i + 1 if word != "couple" or r.low(i + 1) != "of" else i + 2
            return _Number(
                i, last, base * _SCALES[scale.removesuffix("s")], None, Comparator.VAGUE, spelled=True
            )
        if word == "couple":
            if r.low(i - 1) not in ("a", "last", "past", "next", "first") or r.low(i + 1) != "of":
                return None  # two people who are married
            return _Number(i, i, base, None, Comparator.VAGUE, spelled=True)
        if word == "few" and r.low(i - 1) != "a":
            return None
        return _Number(i, i, base, None, Comparator.VAGUE, spelled=True)
    if word == "handful":
        return _Number(i, i, vague.get(word), None, Comparator.VAGUE, spelled=True)
    if word == "multiple":
        return _Number(i, i, vague.get(word), None, Comparator.VAGUE, spelled=True)
    if word in words_in("vague_number_words"):
        if r.low(i + 2) != "of":
            return None
        return _Number(i, i + 1, vague.get(r.low(i + 1)), None, Comparator.VAGUE, spelled=True)
    # "a number of villages"; "the number of dead" is a heading over a figure, not one.
    if word == "number" and r.low(i - 1) == "a" and r.low(i + 1) == "of":
        return _Number(i, i, vague.get(word), None, Comparator.VAGUE, spelled=True)
    return None


def _fraction_at(r: _Reader, i: int) -> _Number | None:
    """ "half a million", "half an hour", "a third of the city", "half of them"."""
    word, before = r.low(i), r.low(i - 1)
    if word == "half":
        if r.low(i + 1) in ("a", "an") and r.low(i + 2) in _SCALES:
            value = Decimal(_SCALES[r.low(i + 2)]) / 2
            about = Comparator.ABOUT if r.low(i + 2) == "dozen" else Comparator.EXACT
            return _Number(i, i + 2, value, value, about, spelled=True, scaled=True)
        if r.hyphen(i + 1) and r.low(i + 2) in ("million", "billion", "dozen"):
            value = Decimal(_SCALES[r.low(i + 2)]) / 2
            about = Comparator.ABOUT if r.low(i + 2) == "dozen" else Comparator.EXACT
            return _Number(i, i + 2, value, value, about, spelled=True, scaled=True)
        if r.hyphen(i + 1) and r.low(i + 2) == "a" and r.hyphen(i + 3) and r.low(i + 4) in _SCALES:
            value = Decimal(_SCALES[r.low(i + 4)]) / 2  # "half-a-million"
            return _Number(i, i + 4, value, value, spelled=True, scaled=True)
        if before == "a" and r.low(i - 2) == "and" and r.low(i - 4) in ("a", "an"):
            measured = r.tables.units.get((r.low(i - 3),))
            if measured is not None and measured.kind in ("duration", "distance"):
                value = Decimal("1.5")  # "an hour and a half"
                return _Number(i - 3, i, value, value, unit=measured, spelled=True)
        if before == "a" and r.low(i + 1) in ("million", "dozen", "billion"):
            value = Decimal(_SCALES[r.low(i + 1)]) / 2
            return _Number(i, i + 1, value, value, spelled=True, scaled=True)
        if r.low(i + 1) in ("a", "an") and (r.low(i + 2),) in r.tables.units:
            unit = r.tables.units[(r.low(i + 2),)]
            return _Number(i, i + 2, Decimal("0.5"), Decimal("0.5"), unit=unit, spelled=True)
        if before in words_in("half_names"):
            return None  # "the northern half", "the first half"
        whole = r.low(i + 1) in words_in("half_of")
        told = before in words_in("half_bounded") and r.low(i + 1) in words_in("half_told")
        return _share(i, i, Decimal(50)) if whole or told else None
    if word == "quarter" and r.hyphen(i + 1) and r.low(i + 2) in ("million", "billion"):
        value = Decimal(_SCALES[r.low(i + 2)]) / 4
        return _Number(i, i + 2, value, value, spelled=True, scaled=True)
    if before not in ("a", "one") or r.low(i + 1) != "of":
        return None
    if word == "quarter" and r.low(i + 2) in ("a", "one") and r.low(i + 3) in ("million", "billion"):
        value = Decimal(_SCALES[r.low(i + 3)]) / 4
        return _Number(i, i + 3, value, value, spelled=True, scaled=True)
    return _share(i, i, _percent(1, _FRACTIONS[word]))


_PERCENT = Unit("percent", "share")
_MASS_POUND = Unit("pound", "extent")


def _percent(part: int, whole: int) -> Decimal:
    """A fraction as a percentage with one decimal: two thirds are 66.7."""
    return (Decimal(100) * part / whole).quantize(Decimal("0.1")).normalize() + 0


def _share(first: int, last: int, value: Decimal) -> _Number:
    value = Decimal(int(value)) if value == int(value) else value
    return _Number(first, last, value, value, unit=_PERCENT, spelled=True, fraction_of=True)


# --- what is passed over -------------------------------------------------------------------------


_NAMED = "part of a name or a code: a letter, hyphen or sign is glued to it"
_WHICH = "says which one, not how many"
_KEPT = (0, "")


def _passed_over(r: _Reader, n: _Number) -> tuple[int, str]:
    """Index after a number that names, dates, ranks or lists something, and why; 0 if it may be an amount."""
    first, last = n.first, n.last
    if r.glued(first) and r.kind(first - 1) == "word" and n.unit is None and not _money_before(r, first):
        return last + 1, _NAMED  # "MH17", "T72"
    if n.spelled:
        return _passed_over_word(r, n)
    before, after = r.low(first - 1), r.low(last + 1)
    if before in _HYPHENS and r.glued(first) and r.glued(first - 1):
        # "T-72", "mid-20", "Covid-19"; "$5-7" and "10-15" are ranges, met at their first number.
        if r.kind(first - 2) in ("word", "code"):
            return last + 1, _NAMED
        if r.kind(first - 2) == "number":
            return last + 1, "the second half of a result or a code"
    if before == "+" and r.glued(first):
        return _past_telephone(r, last + 1), "a telephone number or an offset"
    if before in ("#", "№", "/", "=", "@", "&") and (r.glued(first)):
        is_code = before != "/" or r.kind(first - 2) not in ("word", "mark")
        return (last + 1, _NAMED) if is_code else _KEPT
    if before == "." and r.glued(first) and not r.glued(first - 1):
        return last + 1, "a decimal without its zero: a calibre or a score"
    if before == "." and r.low(first - 2) in ("no", "nos", "art", "fig", "sec", "vol", "pp", "p", "ch"):
        return last + 1, _WHICH
    if n.scaled:
        return _KEPT
    compound = after in _HYPHENS or after in ("to", "or")
    if before in ("a", "an") and not compound and _unit_at(r, last + 1) is None:
        return last + 1, "a name after an article: a 737, a 12-0 vote"
    bounds_age = r.low(first - 1) in ("under", "over", "above", "below")
    if bounds_age and r.low(first - 2) in words_in("aged") and _ends(r, last):
        return last + 1, "an age"
    if after == "by" and r.is_value(last + 2) and _unit_at(r, last + 3) is not None:
        return last + 1, "one side of a size"  # "20 by 30 metres"
    why = _reading_of(r, n)
    if why:
        return last + 1, why
    if after in _HYPHENS and r.hyphen(last + 1) and r.is_value(last + 2):
        third = last + 4
        if n.low is not None and r.value(last + 2) <= n.low and r.value(last + 2) < _HIGH_SCORE:
            return last + 3, "a result: the second number is the lower one"  # "won 3-0", "voted 52-48"
        if r.hyphen(last + 3) and r.kind(third) in ("number", "code"):
            return third + 1, "a date or a telephone number"  # "2016-05-23"
    return (last + 1, _WHICH) if _is_designation(r, n) else _KEPT


def _reading_of(r: _Reader, n: _Number) -> str:
    """What a numeral is by the words beside it, if it is no amount; "" if it may be one."""
    if _is_date_part(r, n):
        return "part of a date"
    if _is_age_in_list(r, n) or _is_age_of_one(r, n):
        return "an age"
    if _is_clock(r, n):
        return "a time of day"
    if _is_listed(r, n):
        return "the number of a list or a note"
    if _is_calibre(r, n):
        return "a calibre"
    return "a year" if _is_era(r, n) or (n.year_like and _is_year(r, n)) else ""


def _past_telephone(r: _Reader, i: int) -> int:
    """Index after the groups of a telephone number: "+1 555 123 4567"."""
    while r.kind(i) in ("number", "code") or (r.hyphen(i) and r.kind(i + 1) in ("number", "code")):
        i += 1
    return i


def _is_calibre(r: _Reader, n: _Number) -> bool:
    """Whether a number is the width of a barrel or the frequency of a sender: "122 mm rockets"."""
    at = n.last + (2 if r.hyphen(n.last + 1) else 1)
    return r.low(at) in words_in("calibres") and r.low(at + 1) != "of"


def _is_era(r: _Reader, n: _Number) -> bool:
    """ "575 BC", "AD 79"."""
    if r.text(n.first - 1) == "AD" or r.text(n.last + 1) in ("BC", "BCE", "AD", "CE"):
        return True
    return r.text(n.last + 1) == "B" and r.text(n.last + 2) == "." and r.text(n.last + 3) == "C"


def _passed_over_word(r: _Reader, n: _Number) -> tuple[int, str]:
    first, last = n.first, n.last
    before, after = r.low(first - 1), r.low(last + 1)
    if before in _HYPHENS and r.glued(first) and r.glued(first - 1) and r.kind(first - 2) == "word":
        return last + 1, _NAMED  # "twenty-one" is met at its tens, "mid-twenties" is no amount
    if n.unit is not None or n.comparator is Comparator.VAGUE:
        return _KEPT
    if _is_age_in_list(r, n) or _is_age_of_one(r, n):
        return last + 1, "an age"
    if before in words_in("naming_number_word"):
        return last + 1, _WHICH
    if before in ("under", "over") and r.low(first - 2) in words_in("aged") and _ends(r, last):
        return last + 1, "an age"
    if n.low == 1 and r.low(first) == "one":
        return _KEPT if _is_counting_one(r, first, last) else (last + 1, "a pronoun: no number is meant")
    if r.hyphen(last + 1) and r.low(last + 2) in _FRACTION_PLURALS and n.low is not None:
        return _KEPT
    if after in ("o'clock", "o’clock", "pm", "am"):
        return last + 1, "a time of day"
    if before in ("the", "those", "these") and r.low(first - 2) == "of" and n.low is not None and n.low < 3:
        return last + 1, "one of two known ones"  # "one of the two"
    return _KEPT


def _is_counting_one(r: _Reader, first: int, last: int) -> bool:
    """Whether "one" counts: "one soldier was killed", "at least one of them"; not "no one", "one of the"."""
    before, after = r.low(first - 1), r.low(last + 1)
    if r.hyphen(last + 1):
        return (
            r.low(last + 2) in words_in("day_words") | _FRACTIONS.keys()
            or (r.low(last + 2),) in r.tables.units
        )
    bounded = before in (
        "least",
        "than",
        "about",
        "around",
        "nearly",
        "almost",
        "most",
        "to",
        "over",
        "just",
        "only",
    )
    if before == "than" and r.low(first - 2) not in ("more", "less", "fewer"):
        bounded = False
    if after in _FRACTIONS and r.low(last + 2) == "of":
        return True
    if r.low(last + 1) in ("in", "out") and _one_in(r, first) is not None:
        return True
    if after in ("or",) and r.low(last + 2) in ("two", "more"):
        return True
    if before in words_in("harmed_one") and (
        r.kind(last + 1) != "word" or after in ("and", "in", "on", "at", "as", "after")
    ):
        return True
    if after in ("is", "was", "has", "had", "remains"):
        return any(r.low(last + step) in words_in("befallen_one") for step in (2, 3, 4))
    if r.kind(last + 1) != "word":
        return False
    if bounded and before not in ("to", "only", "just"):
        return True
    if before in words_in("not_one_before") or after in words_in("not_one_after"):
        return False
    if after in words_in("day_words"):
        return r.low(last + 2) in words_in("one_time_after") or before in (
            "for",
            "within",
            "in",
            "after",
            "just",
            "only",
        )
    return True


def _ends(r: _Reader, last: int) -> bool:
    """Whether no noun can follow a number: a mark, a preposition or a verb of few letters does."""
    return r.kind(last + 1) != "word" or r.low(last + 1) in words_in("not_one_after")


def _is_date_part(r: _Reader, n: _Number) -> bool:
    value, first, last = n.low or Decimal(0), n.first, n.last
    if value != int(value):
        return False
    before = first - 1
    if r.low(before) in (".", ",") and r.glued(before):
        before -= 1  # "Sept. 11", "Friday, 17 June"
    if _is_month(r, before) and 1 <= value <= 31:
        return True
    if _is_month(r, before) and 1000 <= value <= 2199:
        return True
    month = last + 1
    if r.hyphen(last + 1) and r.is_value(last + 2):
        month = last + 3  # "7-9 March"
    elif r.low(last + 1) in ("to", "and", "or") and r.is_value(last + 2):
        month = last + 3
    if 1 <= value <= 31 and _is_month(r, month):
        return True
    if 1 <= value <= 31 and r.low(before) in words_in("weekdays") and r.kind(last + 1) != "word":
        return True
    # "May 7-9", "May 7 to 9", "between May 7 and 9"
    if 1 <= value <= 31 and (r.low(first - 1) in ("to", "and", "or") or r.low(first - 1) in _DASHES):
        return r.is_value(first - 2) and _is_month(r, first - 3) and r.kind(last + 1) != "word"
    return False


def _is_month(r: _Reader, i: int) -> bool:
    """Whether a month's name stands there; it needs its capital, which keeps "may" and "march" apart."""
    return r.low(i) in words_in("months") and r.text(i)[:1].isupper() and r.kind(i) == "word"


def _is_clock(r: _Reader, n: _Number) -> bool:
    after = r.low(n.last + 1)
    if after in (
        "am",
        "pm",
        "gmt",
        "utc",
        "hrs",
        "noon",
        "midnight",
        "est",
        "edt",
        "o'clock",
        "o’clock",
        "bst",
        "cet",
    ):
        return after not in ("hrs",) or n.year_like
    if after == "local" and r.low(n.last + 2) == "time":
        return True
    return after in ("a", "p") and r.low(n.last + 2) == "." and r.low(n.last + 3) == "m"


def _is_listed(r: _Reader, n: _Number) -> bool:
    """ "1. Withdraw all forces", "(2)", "3) "."""
    at_line_start = n.first == 0 or r.kind(n.first - 1) == "line"
    if at_line_start and r.low(n.last + 1) in (".", ")") and r.glued(n.last + 1):
        return True
    return (
        r.low(n.first - 1) in ("(", "[")
        and r.low(n.last + 1) in (")", "]")
        and r.glued(n.first)
        and r.glued(n.last + 1)
    )


def _is_year(r: _Reader, n: _Number) -> bool:
    """Whether a four-digit number without a comma must be a year, from the words around it alone."""
    value, first, last = n.low or Decimal(0), n.first, n.last
    if not 1900 <= value <= 2099:
        return False
    before, after = r.low(first - 1), r.low(last + 1)
    if before in (
        "than",
        "least",
        "most",
        "nearly",
        "almost",
        "some",
        "about",
        "approximately",
        "roughly",
        "estimated",
    ):
        return False
    if before in ("around", "over", "to", "of", "the", "and", "by", "for") and r.kind(last + 1) == "word":
        # "the 2014 war", "of 2000 people": the caller sees the noun.
        return before in ("the", "by")
    if before in words_in("year_before"):
        return True
    if before == "," or before == "(" or before in _DASHES:
        return True
    if r.kind(last + 1) != "word" or after in words_in("not_one_after"):
        return not (after == "%" or r.low(first - 1) in r.tables.symbols)
    return False


def _is_designation(r: _Reader, n: _Number) -> bool:
    first, last = n.first, n.last
    before, after = r.low(first - 1), r.low(last + 1)
    if r.kind(first - 1) != "word":
        return _is_age_in_commas(r, n) or after in ("degrees", "°")
    if before in words_in("naming"):
        return (
            not (before in ("number", "page", "gate", "phase") and r.low(first - 2) == "the")
            or before != "number"
        )
    capital = r.text(first - 1)[:1].isupper()
    if before in words_in("naming_capitalised") and capital:
        return True
    if before in words_in("counting_on") and (r.kind(last + 1) != "word" or after in ("of", "in", "after")):
        return True  # "day 45 of the siege"
    if after in ("degrees", "degree", "°"):
        return True
    if capital and r.is_capitalised_name(first - 1) and before not in words_in("months"):
        # "Boeing 737", "Mirage 2000" end a name; "In Mali 40 soldiers" goes on with what is counted.
        return (r.kind(last + 1) != "word" and after not in ("%", "-", "–")) or after in (
            "and",
            "or",
            "in",
            "on",
            "was",
        )
    if r.kind(last + 1) == "word" and r.text(last + 1)[:1].isupper() and not r._in_capitals(last + 1):
        return r.low(last + 2) in ("street", "avenue", "road", "square", "lane", "boulevard")
    return False


def _is_age_in_commas(r: _Reader, n: _Number) -> bool:
    """ "Olena Petrenko, 34, said", "a herder, 52, fled", "Ahmed (34)": an age after a person."""
    value = n.low or Decimal(0)
    if r.low(n.first - 1) not in (",", "(") or not 0 < value < _OLDEST or value != int(value):
        return False
    after = r.low(n.last + 1)
    if after in (",", ")"):
        return r.kind(n.first - 2) == "word"
    return r.text(n.first - 2)[:1].isupper() and after in (".", ";", "—", "–")


def _is_age_in_list(r: _Reader, n: _Number) -> bool:
    """ "aged 7, 9 and 12", "aged between 18 and 45": the other ages after "aged"."""
    at = n.first - 1
    for _ in range(12):
        if r.low(at) in ("aged", "ages"):
            return True
        small = r.is_value(at) or r.low(at) in _ONES or r.low(at) in _TENS
        if not small and r.low(at) not in (",", "and", "or", "to", "-", "–", "between", "from"):
            return False
        at -= 1
    return False


def _is_age_of_one(r: _Reader, n: _Number) -> bool:
    """ "a boy of six": an age after one person."""
    one = r.low(n.first - 1) == "of" and r.low(n.first - 2) in words_in("aged_one")
    return one and n.low is not None and n.low < _OLDEST


def _is_age(r: _Reader, n: _Number) -> bool:
    """ "12-year-old", "12 years old", "years of age": an age, not a count."""
    if n.unit is None or n.unit.kind != "duration":
        return False
    after = n.last + 1
    if r.hyphen(after):
        after += 1
    if r.low(after) in words_in("age_tail"):
        return True
    return r.low(after) == "of" and r.low(after + 1) == "age"


def _counting_compound(r: _Reader, i: int) -> bool:
    """ "10,000-strong", "60-odd": compounds that count although a hyphen follows the number."""
    return r.low(i + 1) in ("strong", "odd", "plus", "some")


# --- ranges --------------------------------------------------------------------------------------


def _range_from(r: _Reader, n: _Number) -> _Number | None:
    """The range that a number opens: "80,000 to 90,000", "18-25", "between 5km and 10km", "five or six"."""
    if n.comparator is Comparator.VAGUE or n.low is None or n.fraction_of:
        return _one_in(r, n.first)
    share = _spelled_share(r, n)
    if share is not None:
        return share
    first_unit = _unit_at(r, n.last + 1, glued_only=True)
    joint = (first_unit[1] if first_unit else n.last) + 1
    if r.low(joint) in _HYPHENS and r.glued(joint) and r.low(joint + 1) in ("to", "or", "and"):
        joint += 1  # "a 10- to 15-kilometre strip"
    word = r.low(joint)
    money = _money_before(r, n.first)
    between = r.low((money[1] if money else n.first) - 1) == "between"
    dashed = word in _DASHES and word != "—" and r.glued(joint) == r.glued(joint + 1)
    if not (dashed or word in ("to", "or") or (word == "and" and between)):
        return _one_in(r, n.first)
    second_at = joint + 1
    while r.text(second_at) in r.tables.symbols or r.text(second_at) in ("US", "U.S."):
        second_at += 1
    if word == "to" and r.low(second_at) in ("around", "about", "nearly", "almost"):
        second_at += 1
    second = _number_at(r, second_at)
    if second is None or second.high is None or second.comparator is Comparator.VAGUE or second.fraction_of:
        return None
    if second.unit is not None:
        return None
    if word == "or" and not (n.spelled or second.spelled or second.high - n.low <= max(n.low, Decimal(5))):
        return None
    if dashed and not r.glued(joint) and n.year_like:
        return None
    low, high = n.low, second.high
    if low >= high or (second.scaled and not n.scaled):
        low = _shared_scale(r, n, second, low, high)
    elif dashed and low < 1_000 <= high and low * 1_000 < high and not second.scaled:
        low *= 1_000  # "80-90,000"
    if low >= high:
        return None
    if n.year_like and second.year_like and not first_unit:
        return None
    if (dashed and r.low(n.first - 1) in words_in("voting") | {"by"}) or (
        dashed and r.low(n.first - 2) in words_in("voting")
    ):
        return None
    if dashed and r.hyphen(second.last + 1) and r.kind(second.last + 2) in ("number", "code"):
        return None
    if r.low(n.first - 1) == "from" and word == "to" and _is_change(r, n.first - 2):
        return None
    return _Number(
        n.first,
        second.last,
        low,
        high,
        Comparator.RANGE,
        spelled=n.spelled and second.spelled,
        scaled=second.scaled,
        year_like=False,
    )


def _shared_scale(r: _Reader, n: _Number, second: _Number, low: Decimal, high: Decimal) -> Decimal:
    """ "5 to 7 million": the second number's scale is the first one's too, if that keeps them in order."""
    if not second.scaled or n.scaled:
        return low
    word = r.low(second.last)
    scale = _SCALES.get(word) or _GLUED_SCALES.get(word, 1)
    return low * scale if low * scale < high else low


def _is_change(r: _Reader, i: int) -> bool:
    """Whether "from 20 to 30" tells of a change: a verb of rising or falling shortly before."""
    for step in range(7):
        if r.kind(i - step) == "line" or r.low(i - step) in (".", ";"):
            return False
        if r.low(i - step) in words_in("change"):
            return True
    return False


def _one_in(r: _Reader, i: int) -> _Number | None:
    """ "one in five", "nine out of ten": a share."""
    part = _small(r, i)
    if part is None:
        return None
    after = i + 1
    if r.low(after) == "out" and r.low(after + 1) == "of":
        after += 2
    elif (r.low(after) == "in" and part == 1) or (
        r.low(after) == "in" and r.low(after + 1) in ("10", "ten", "100")
    ):
        after += 1
    else:
        return None
    if r.low(after) == "every":
        after += 1
    whole = _small(r, after)
    if whole is None or whole <= part or (whole < 3 and r.low(i + 1) == "in"):
        return None
    if r.low(i + 1) == "in" and ((r.low(after + 1),) in r.tables.units or r.hyphen(after + 1)):
        return None  # "one in three days"
    return _share(i, after, _percent(part, whole))


def _small(r: _Reader, i: int) -> int | None:
    if r.is_value(i):
        value = r.value(i)
        return int(value) if value == int(value) and 0 < value <= 1_000 else None
    return _ONES.get(r.low(i)) or _TENS.get(r.low(i)) or None


_FRACTION_PLURALS: Mapping[str, int] = MappingProxyType(
    {word + "s": whole for word, whole in _FRACTIONS.items() if word != "half"} | dict(_FRACTIONS)
)


def _spelled_share(r: _Reader, n: _Number) -> _Number | None:
    """ "two-thirds of", "three quarters of", "one-fifth of the army"."""
    if n.low is None or not 0 < n.low < 10:
        return None
    at = n.last + (2 if r.hyphen(n.last + 1) else 1)
    whole = _FRACTION_PLURALS.get(r.low(at))
    if whole is None or n.low >= whole or r.low(at) == "half":
        return None
    if r.low(at) == "quarters" or r.low(at + 1) in ("of", "the") or at == n.last + 2:
        if r.low(at + 1) == "of" and r.low(at + 2) == "a" and r.low(at + 3) in ("million", "billion"):
            value = n.low * _SCALES[r.low(at + 3)] / whole
            return _Number(n.first, at + 3, value, value, spelled=True, scaled=True)
        return _share(n.first, at, _percent(int(n.low), whole))
    return None


# --- units ---------------------------------------------------------------------------------------


def _unit_at(r: _Reader, i: int, *, glued_only: bool = False) -> tuple[Unit, int, bool] | None:
    """The unit at an index: unit, index of its last lexeme, whether a hyphen joins it to the number."""
    hyphen = r.hyphen(i)
    at = i + 1 if hyphen else i
    for length in range(r.tables.longest_unit, 1, -1):  # "km per hour" before "km"
        parts = tuple(r.low(at + k) for k in range(length))
        unit = r.tables.units.get(parts)
        if unit is not None and all(r.glued(at + k) for k in range(1, length) if parts[k][0].isdigit()):
            return unit, at + length - 1, hyphen
    if not hyphen and r.is_value(i - 1) and r.low(at) in r.tables.glued and not _is_other_word(r, at):
        # "50km", "50 km"; a lone "m" with a blank is metres too.
        return r.tables.glued[r.low(at)], at, False
    if hyphen and r.is_value(i - 1) and r.low(at) in r.tables.glued:
        return r.tables.glued[r.low(at)], at, True
    skip = 0
    while not hyphen and skip < 2 and r.low(at + skip) in words_in("unit_fillers"):
        skip += 1
    for length in range(r.tables.longest_unit if skip else 1, 0, -1):
        unit = r.tables.units.get(tuple(r.low(at + skip + k) for k in range(length)))
        if unit is None or (skip and unit.kind != "duration"):
            continue
        return unit, at + skip + length - 1, hyphen
    money = r.tables.units.get((r.low(at + 1),))
    if not hyphen and money is not None and money.kind == "money" and r.text(at)[:1].isupper():
        # "Guinean francs": a currency that the table doesn't know is named by its own words.
        return Unit(f"{r.low(at)} {r.low(at + 1).removesuffix('s')}", "money"), at + 1, False
    return None


def _is_other_word(r: _Reader, i: int) -> bool:
    """Whether what looks like a short unit is none: "2 Mi-8 helicopters"; "5 KM" is one."""
    return not r.text(i).islower() and r.text(i) not in ("KM", "Km", "KG", "Kg", "MW")


def _money_before(r: _Reader, i: int) -> tuple[Unit, int] | None:
    """The currency written before a number, and the index where it begins: "$", "US$", "EUR "."""
    sign = r.text(i - 1)
    if not sign:
        return None
    prefix = r.text(i - 2) if r.glued(i - 1) else ""
    if prefix + sign in r.tables.symbols and prefix:
        return r.tables.symbols[prefix + sign], i - 2
    if sign == "." and r.text(i - 2) == "Rs":
        return r.tables.symbols["Rs"], i - 2
    if sign in r.tables.symbols:
        return r.tables.symbols[sign], i - 1
    return None


def _with_unit(r: _Reader, n: _Number) -> _Number:
    if n.unit is not None:
        return n
    money = _money_before(r, n.first)
    if money is not None:
        unit, begin = money
        # "$5 million-a-year", "$5 million dollars": the word after repeats the sign.
        tail = _unit_at(r, n.last + 1)
        last = tail[1] if tail and tail[0].kind == "money" else n.last
        return replace(n, first=begin, last=last, unit=unit, year_like=False)
    found = _unit_at(r, n.last + 1)
    if found is None and n.comparator is Comparator.VAGUE and r.low(n.last + 1) == "of":
        found = _unit_at(r, n.last + 2)  # "hundreds of kilometres"
    if found is not None:
        unit, last, hyphenated = found
        if r.low(last) in ("pound", "pounds") and (hyphenated or r.low(last + 1) == "of"):
            unit = _MASS_POUND  # "a 500-pound bomb", "200 pounds of explosives"
        if _is_unit_here(r, n, unit, last):
            return replace(n, last=last, unit=unit, hyphenated=hyphenated, year_like=False)
    if r.hyphen(n.last + 1) and r.kind(n.last + 2) == "word":
        return replace(n, hyphenated=True)
    return n


def _is_unit_here(r: _Reader, n: _Number, unit: Unit, last: int) -> bool:
    word = r.low(last)
    if word == "second" and (n.low != 1 or n.hyphenated) and r.hyphen(last - 1):
        return True
    if word == "second":
        return False  # "one second attack" and "two second homes" are none of ours
    if (
        word in ("foot", "pound", "yard", "mile", "ton", "barrel", "acre")
        and not r.hyphen(last - 1)
        and n.low != 1
    ):
        return word == "foot" and r.is_value(last - 1)
    return True


# --- bounds --------------------------------------------------------------------------------------


def _bounded(r: _Reader, n: _Number) -> tuple[Amount | None, int]:
    kinds: list[Comparator] = []
    begin = n.first
    at = n.first - 1
    if at >= 0 and r.text(at) in r.tables.signs and r.glued(n.first):
        kinds.append(r.tables.signs[r.text(at)])
        begin, at = at, at - 1
    while at >= 0:
        step = _comparator_before(r, at, n, bool(kinds))
        if step is None:
            break
        comparator, begin = step
        kinds.append(comparator)
        at = begin - 1
    end = n.last
    after = _comparator_after(r, n.last + 1)
    if after is not None and n.comparator is not Comparator.VAGUE:
        kinds.append(after[0])
        end = after[1]
    comparator, low, high = _claimed(n, kinds)
    low, high = _plain(low), _plain(high)
    lex = r.lex
    amount = Amount(
        evidence=Span(lex[begin].start, lex[end].end),
        core=Span(lex[n.first].start, lex[n.last].end),
        number=Span(lex[n.first].start, lex[n.last].end),
        low=low,
        high=high,
        comparator=comparator,
        unit=n.unit,
        spelled=n.spelled,
        vague=n.comparator is Comparator.VAGUE,
        hyphenated=n.hyphenated,
        fraction_of=n.fraction_of,
        year_like=n.year_like and not kinds,
    )
    return amount, end + 1


def _plain(value: Decimal | None) -> Decimal | None:
    """The value without needless decimals: 1.5 million is 1500000, not 1500000.0."""
    if value is None:
        return None
    return Decimal(int(value)) if value == int(value) else value.normalize()


def _claimed(n: _Number, kinds: Sequence[Comparator]) -> tuple[Comparator, Decimal | None, Decimal | None]:
    """What the words around a number make of it: a range outweighs a bound, a bound an "about"."""
    if n.comparator in (Comparator.VAGUE, Comparator.RANGE):
        return n.comparator, n.low, n.high
    if Comparator.AT_LEAST in kinds:
        return Comparator.AT_LEAST, n.low, None
    if Comparator.AT_MOST in kinds:
        return Comparator.AT_MOST, None, n.high
    if Comparator.ABOUT in kinds or n.comparator is Comparator.ABOUT:
        return Comparator.ABOUT, n.low, n.high
    return Comparator.EXACT, n.low, n.high


_LONGEST_COMPARATOR = 6


def _comparator_before(r: _Reader, at: int, n: _Number, bounded: bool) -> tuple[Comparator, int] | None:
    """The bound whose last word is at an index or just before a few fillers, and where it begins."""
    skipped = 0
    while skipped <= 3:
        found = _phrase_ending(r, at - skipped)
        if found is not None and _is_bound(r, found[0], found[1], at - skipped, n, skipped):
            comparator, begin = found[0], found[1]
            if comparator is Comparator.RANGE and (n.comparator is not Comparator.RANGE or skipped):
                return None
            while (
                begin > 0
                and r.low(begin - 1) in words_in("adverbs") - {"a"}
                and not r.starts_sentence(begin - 1 + 1)
            ):
                begin -= 1
            return comparator, begin
        if r.low(at - skipped) not in words_in("fillers"):
            return None
        skipped += 1
    return None


def _phrase_ending(r: _Reader, at: int) -> tuple[Comparator, int] | None:
    for length in range(_LONGEST_COMPARATOR, 0, -1):
        begin = at - length + 1
        if begin < 0:
            continue
        comparator = r.tables.before.get(tuple(r.low(k) for k in range(begin, at + 1)))
        if comparator is not None:
            return comparator, begin
    return None


def _is_bound(r: _Reader, comparator: Comparator, begin: int, at: int, n: _Number, skipped: int) -> bool:
    """Whether words that can bound a number do so here, and are no preposition of another phrase."""
    word, before = r.low(at), r.low(begin - 1)
    single = begin == at
    duration = n.unit is not None and n.unit.kind == "duration"
    if (
        single
        and skipped
        and word not in ("about", "nearly", "almost", "estimated", "over", "some", "around", "under")
    ):
        return False
    if single and skipped and word in ("over", "under", "around", "about", "some"):
        return r.low(at + 1) in ("a", "an", "another") and not duration
    if single and word == "about" and before in words_in("about_takes"):
        return False
    if single and word in ("over", "above", "under", "below", "beyond", "exceeding"):
        if word == "over" and duration and before not in words_in("length_asked"):
            return False
        if word in ("over", "under", "above", "below") and before in words_in("aged"):
            return r.kind(n.last + 1) == "word" and r.low(n.last + 1) not in words_in("not_one_after")
    if single and word == "within" and not (n.unit is not None and n.unit.kind in ("distance", "duration")):
        return False
    if single and word == "some" and n.low == 1:
        return False
    if single and word == "estimated" and before in ("are", "was", "were", "is", "be", "been", "has", "have"):
        # "they are estimated 500" is no English; "he estimated 500 were killed" is a verb.
        return True
    if comparator is Comparator.AT_MOST and word == "to" and before.startswith("add"):
        return False  # "adding up to 33"
    if single and word == "estimated":
        return (
            before.endswith(("ed", "ing"))
            or before in ("an", "the", "its", "their", "at", "least", "")
            or r.kind(begin - 1) != "word"
            or before
            in (
                "of",
                "with",
                "by",
                "than",
                "to",
                "and",
                "for",
                "from",
                "up",
                "in",
                "that",
                "some",
            )
        )
    if comparator is Comparator.RANGE:
        return word != "from" or not _is_change(r, begin - 1)
    return not (single and word in ("topping", "surpassing") and n.low is not None and n.low < 10)


def _comparator_after(r: _Reader, at: int) -> tuple[Comparator, int] | None:
    for length in range(5, 0, -1):
        comparator = r.tables.after.get(tuple(r.low(at + k) for k in range(length)))
        if comparator is None:
            continue
        word = r.low(at)
        if word == "+" and not r.glued(at):
            continue
        if word in _HYPHENS and not r.glued(at):
            continue
        if word == "plus" and r.kind(at + 1) == "number":
            continue
        if (
            word == "at"
            and r.low(at + length - 1) in ("least", "most")
            and (
                r.is_value(at + length)
                or r.low(at + length) in _ONES
                or r.low(at + length) in ("a", "dozens")
            )
        ):
            continue  # "killing 20, at least 5": the bound of the next number
        return comparator, at + length - 1
    return None


# --- conversions ---------------------------------------------------------------------------------


def _with_conversions(text: str, found: Sequence[Amount]) -> Iterator[Amount]:
    """Mark an amount that repeats the one before in another unit: "(6.2 miles)", "/30 miles"."""
    previous: Amount | None = None
    for amount in found:
        here = amount
        if previous is not None and _converts(text, previous, amount):
            here = replace(amount, conversion_of=previous.evidence)
        yield here
        if here.conversion_of is None:
            previous = here


def _converts(text: str, a: Amount, b: Amount) -> bool:
    if a.unit is None or b.unit is None or a.unit.name == b.unit.name or a.unit.kind != b.unit.kind:
        return False
    if a.unit.kind not in ("distance", "money", "extent"):
        return False
    if b.evidence.start - a.evidence.end > 40 or (
        b.evidence.start <= a.evidence.end and a.evidence.end > b.evidence.start
    ):
        return False
    between = text[a.evidence.end : b.evidence.start]
    bracket = max(between.rfind("("), between.rfind("["))
    if bracket >= 0:
        # Only a currency's or a unit's few words may stand between: "10 km as the crow flies (6 miles)".
        return (
            "." not in between[:bracket]
            and ")" not in between[bracket:]
            and between[bracket + 1 :].strip(" ~=≈").lower()
            in (
                "",
                "or",
                "about",
                "around",
                "roughly",
                "nearly",
                "some",
                "approximately",
                "equivalent to",
                "just over",
                "just under",
                "almost",
            )
        )
    return between.strip(" \u00a0").lower() in (
        "/",
        "or",
        ", or",
        ", or about",
        "or about",
        "- or",
        "– or",
        "— or",
        ", about",
        "=",
    )
