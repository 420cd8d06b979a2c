"""Times: the words of an article that say when, and what they mean.

In:  an analysed article; its reference date, against which "on Friday" is worked out.
Out: TimeExpressions in reading order, none overlapping; and the one that belongs to a word.

Knows calendar words and a little grammar (tense). Knows nothing of operations or quantities. A value
is given only where it can be worked out for sure; otherwise it is None and the precision unknown.
"""

import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from spacy.tokens import Doc, Token

from kg.extract._lexicon import ANSWERS
from kg.model import Article, Span, TimeBasis, TimeExpression, TimePrecision
from kg.patterns import table

Meaning = tuple[str | None, TimePrecision, TimeBasis]

# A past date without a year is believed up to this age when no verb tells its tense.
_BELIEVED_DAYS = 180
# "A day earlier" points at a day named at most this many characters before.
_CONTEXT_CHARS = 500
# How many words left of "since" a superlative is looked for.
_RECORD_WORDS = 10

_AHEAD_HELPERS = frozenset({"will", "shall", "'ll", "’ll", "wo", "would", "should", "may", "might", "must"})
_UNKNOWN: Meaning = (None, TimePrecision.UNKNOWN, TimeBasis.RESOLVED)


def times(doc: Doc, article: Article) -> tuple[TimeExpression, ...]:
    """Every time expression of an article, in reading order, none overlapping.

    The span holds the words that name the time without a preposition ("Friday" of "on Friday"), except
    where the preposition makes the interval ("since 2014").

    Several extractors ask; it is worked out once, and goes with the doc.
    """
    kept = doc.user_data.setdefault(ANSWERS, {})
    known: tuple[Article, tuple[TimeExpression, ...]] | None = kept.get("times")
    if known is None or known[0] is not article:
        known = kept["times"] = (article, _times(doc, article))
    return known[1]


def _times(doc: Doc, article: Article) -> tuple[TimeExpression, ...]:
    text = doc.text  # put together from its tokens at every call
    taken = sorted(_matches(text), key=lambda found: found[:2])
    today = article.reference_date or article.published
    is_parsed = doc.has_annotation("DEP")
    found: list[TimeExpression] = []
    for begin, end, rule, match in taken:
        tense = _tense(doc, begin, end) if rule.needs_tense and is_parsed else 0
        meaning = rule.meaning(match, _Context(today, tense, begin, found))
        if meaning is not None:
            found.append(TimeExpression(Span(begin, end), *meaning))
    if is_parsed:
        begins = [e.span.start for e in found]
        for expression in _since_events(doc):
            first = bisect_right(begins, expression.span.end - 1)
            if first == 0 or found[first - 1].span.end <= expression.span.start:
                found.insert(first, expression)
                begins.insert(first, expression.span.start)
    return tuple(found)


def _since_events(doc: Doc) -> Iterator[TimeExpression]:
    """ "since the takeover": the beginning of an interval that only the story tells."""
    for token in doc:
        if token.lower_ != "since" or token.i + 2 >= len(doc) or doc[token.i + 1].tag_ not in {"DT", "PRP$"}:
            continue
        last = token.i + 1
        while last + 1 < len(doc) and doc[last + 1].tag_ in {"JJ", "NN", "NNS", "NNP"} and last - token.i < 5:
            last += 1
        after = doc[last + 1] if last + 1 < len(doc) else None
        clause = after is not None and (after.pos_ in {"VERB", "AUX"} or after.tag_ in {"PRP", "RB", "POS"})
        phrase = after is not None and after.lower_ in {"of", "on", "in"}  # "since the fall of Goma": longer
        if doc[last].tag_ in {"NN", "NNS"} and not clause and not phrase:
            span = Span(token.idx, doc[last].idx + len(doc[last]))
            yield TimeExpression(span, *_UNKNOWN)


def _matches(text: str) -> Iterator[tuple[int, int, "_Rule", re.Match[str]]]:
    """What the rules match, the surest first, never overlapping; line by line, as no time crosses a line."""
    start = 0
    for line in text.splitlines(keepends=True):
        lower = line.lower()
        signs = {
            sign
            for sign, words, pattern in _signs()
            if any(word in lower for word in words) and (pattern is None or pattern.search(line))
        }
        signs |= {hint for hint in _words_hinted() if hint in lower}
        covered = bytearray(len(line))
        for rule in _rules():
            if not rule.hints <= signs:
                continue
            for match in rule.pattern.finditer(text, start, start + len(line)):
                begin, end = match.span()
                if not any(covered[begin - start : end - start]):
                    covered[begin - start : end - start] = b"\1" * (end - begin)
                    yield begin, end, rule, match
        start += len(line)


def time_of(token: Token, expressions: Sequence[TimeExpression]) -> TimeExpression | None:
    """The time expression that belongs to a verb or noun: one of its own clause, the nearest to it.

    Args:
        token: a verb ("stormed") or a noun ("offensive") that names what happened.
        expressions: all those of the token's Doc, in reading order.
    """
    sentence = token.sent
    begin, end = sentence.start_char, sentence.end_char
    first = bisect_right(expressions, begin - 1, key=lambda e: e.span.start)
    choices: list[tuple[int, int, TimeExpression]] = []
    for expression in expressions[first:]:
        if expression.span.start >= end:
            break
        anchor = _anchor(token.doc, expression.span)
        if anchor is None or _is_record(expression, token.doc):
            continue
        rank = _belongs(token, anchor)
        if rank:
            choices.append((rank, abs(anchor.i - token.i), expression))
    return min(choices, key=lambda c: c[:2])[2] if choices else None


# --- whose time it is ----------------------------------------------------------------------------


def clause_head(token: Token) -> Token:
    """The verb, or predicate with a copula, whose clause holds a token (itself, if it is one)."""
    here = token
    while here.head.i != here.i and not is_clause(here):
        here = here.head
    return here


def is_clause(token: Token) -> bool:
    """Whether a token heads a clause of its own."""
    label = token.dep_.split(":")[0]
    if any(child.dep_.split(":")[0] == "cop" for child in token.children):
        return True
    return token.pos_ in ("VERB", "AUX") and label not in (
        "amod",
        "aux",
        "auxpass",
        "cop",
        "compound",
        "case",
        "mark",
        "nmod",
        "prep",
    )


def _belongs(token: Token, anchor: Token) -> int:
    """0 when the time isn't the token's; else 1 (hangs on it), 2 (same clause), 3 (clause beside it)."""
    here = anchor
    if _is_attributive(anchor) and anchor.head.i != token.i:
        return 0  # "the 2014 war": the war's time alone
    suffers = False
    while here.head.i != here.i and here.i != token.i and not is_clause(here):
        suffers = here.i != anchor.i and here.dep_ in ("nsubjpass", "nsubj:pass")
        here = here.head
    if here.i == token.i and not suffers:
        return 1
    if suffers:
        return 0  # "three planners of raids in March 2010 were killed"
    own = token if is_clause(token) else clause_head(token)
    if here.i in (own.i, _core(own).i) or own.i == _core(here).i:
        return 2
    # "bombed the depot on Friday, killing ten": the participle shares the time of its clause.
    label = own.dep_.split(":")[0]
    if label in ("advcl", "conj", "dep") and own.head.i == here.i and _is_bare_participle(own):
        return 3
    return 0


def _is_attributive(anchor: Token) -> bool:
    """Whether a year only describes the noun after it: "the 2014 war", "2012 Benghazi attack"."""
    bare = anchor.dep_.split(":")[0] in ("nummod", "compound", "amod", "nmod")
    return bare and anchor.i < anchor.head.i and anchor.text.isdigit() and len(anchor.text) == 4


def _core(verb: Token) -> Token:
    """The verb at the top of a chain "began to shell": both have one time."""
    while verb.dep_.split(":")[0] == "xcomp" and verb.head.i != verb.i:
        verb = verb.head
    return verb


def _is_bare_participle(verb: Token) -> bool:
    helpers = ("aux", "mark", "auxpass", "nsubj", "nsubjpass")
    return verb.tag_ in ("VBG", "VBN") and not any(c.dep_.split(":")[0] in helpers for c in verb.children)


def _is_record(expression: TimeExpression, doc: Doc) -> bool:
    """Whether "since 2014" only measures a record: "the first push since 2014"."""
    words = _covered(doc, expression.span)
    if not words or words[0].lower_ != "since":
        return False
    record = set(table("calendar")["words"]["record"])
    left = doc[max(words[0].sent.start, words[0].i - _RECORD_WORDS) : words[0].i]
    return any(t.lower_ in record or t.tag_ in ("JJS", "RBS") for t in left)


def _covered(doc: Doc, span: Span) -> list[Token]:
    cover = doc.char_span(span.start, span.end, alignment_mode="expand")
    return [t for t in cover if not t.is_space] if cover is not None else []


def _anchor(doc: Doc, span: Span) -> Token | None:
    """The word of a time expression that hangs on the rest of the sentence."""
    words = _covered(doc, span)
    inside = {t.i for t in words}
    tops = [t for t in words if t.head.i not in inside or t.head.i == t.i]
    # A preposition or number may stick out beside the noun; the noun tells where the whole belongs.
    nouns = [t for t in tops if t.pos_ in ("NOUN", "PROPN", "NUM", "ADV")]
    return (nouns or tops or [None])[0]  # type: ignore[list-item]


def _tense(doc: Doc, begin: int, end: int) -> int:
    """-1 the clause of these words lies in the past, 1 ahead, 0 not told."""
    anchor = _anchor(doc, Span(begin, end))
    if anchor is None:
        return 0
    ahead = set(table("calendar")["words"]["ahead"])
    here = anchor
    while True:
        if here.lemma_.lower() in ahead and here.i != anchor.i:
            return 1
        if is_clause(here) or here.head.i == here.i:
            break
        here = here.head
    helpers = {c.lemma_.lower() for c in here.children if c.dep_.split(":")[0] in ("aux", "auxpass", "cop")}
    words = {c.lower_ for c in here.children}
    if helpers & _AHEAD_HELPERS or words & {"will", "'ll", "’ll"}:
        return 1
    if "be" in helpers and "to" in words and here.tag_ == "VB":
        return 1  # "is to withdraw"
    if here.tag_ in ("VB", "VBG") and "to" in words:
        governor = here.head
        if governor.lemma_.lower() in ahead or governor.tag_ in ("VBZ", "VBP"):
            return 1
    if here.tag_ in ("VBD", "VBN") or words & {"was", "were", "had", "has", "have", "did"}:
        return -1
    if here.tag_ == "VBG" and here.head.i != here.i:
        return _tense_of_verb(here.head)
    return 0


def _tense_of_verb(verb: Token) -> int:
    return -1 if verb.tag_ in ("VBD", "VBN") else 0


# --- what the words mean -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Context:
    """What the meaning of a time expression may depend on."""

    today: date | None
    tense: int
    begin: int
    before: Sequence[TimeExpression]

    @property
    def last_day(self) -> date | None:
        """The day named last before these words, if it is near enough to be meant."""
        for expression in reversed(self.before):
            if self.begin - expression.span.end > _CONTEXT_CHARS:
                return None
            if expression.precision is TimePrecision.DAY and expression.value:
                return date.fromisoformat(expression.value)
        return None


@dataclass(frozen=True, slots=True)
class _Rule:
    """One way to say when. The meaning is None where the words turn out to be no time."""

    name: str
    pattern: re.Pattern[str]
    meaning: Callable[[re.Match[str], _Context], Meaning | None]
    needs_tense: bool = False
    hints: frozenset[str] = frozenset()  # what a line must have before it is searched: "@year", "ago"


# A rule is tried only on lines that can hold it: most of its time is spent on lines that can't.
_HINTS: dict[str, tuple[str, ...]] = {
    "iso-day": ("@year", "-"),
    "numeric-day": ("@year",),
    "day-range": ("@month",),
    "day-range-reversed": ("@month",),
    "since-full": ("since", "@month", "@year"),
    "since-full-reversed": ("since", "@month", "@year"),
    "full": ("@month", "@year"),
    "full-reversed": ("@month", "@year"),
    "since-month-year": ("since", "@month", "@year"),
    "month-year": ("@month", "@year"),
    "since-month-day": ("since", "@month"),
    "since-month-day-reversed": ("since", "@month"),
    "month-day": ("@month",),
    "month-day-reversed": ("@month",),
    "since-month": ("since", "@month"),
    "which-month": ("@month",),
    "month": ("@month",),
    "start-of": ("since the",),
    "part-of-year": ("@year",),
    "years": ("@year",),
    "years-dash": ("@year",),
    "since-year": ("since", "@year"),
    "decade": ("@year",),
    "season": ("@year",),
    "phase-year": ("@year",),
    "year": ("@year",),
    "since-weekday": ("since", "@weekday"),
    "weekday": ("@weekday",),
    "since-yesterday": ("since",),
    "since-season": ("since",),
    "past-span": ("@unit",),
    "past-unit": ("@unit", "the"),
    "past-vague": ("@unit",),
    "near-unit": ("@unit",),
    "ago": ("@unit", "ago"),
    "relative-after": ("@unit", "after"),
    "relative-before": ("@unit", "before"),
    "relative": ("@unit", "@later"),
    "hours-later": ("@unit", "@later"),
    "previous-day": ("the ",),
    "day-after": ("day after",),
    "weekend": ("weekend",),
    "weekday-range": ("@weekday",),
    "month-range": ("@month",),
    "months": ("@month", " and "),
    "long-range": ("@month",),
    "long-range-reversed": ("@month",),
    "month-of-year": ("@month", " year"),
    "holiday": ("@holiday",),
    "in-ahead": ("@unit", "in "),
    "so-far": ("so far this",),
    "day-before": ("the day",),
    "same-day": ("@same",),
    "within": ("@unit", "within"),
    "coming": ("@unit",),
    "recent": ("recent",),
    "in-units": ("@unit",),
    "days-away": ("@unit", "away"),
    "long": ("@unit", "long"),
    "hyphen": ("@unit", "-"),
    "for": ("@unit", "for "),
    "long-of": ("@unit", " of"),
}


def _typed(name: str) -> str:
    """A pattern for a name with any blanks and apostrophes."""
    return r"[ \t\u00a0]+".join(re.escape(part).replace("'", "['’]") for part in name.split())


@cache
def _signs() -> tuple[tuple[str, tuple[str, ...], re.Pattern[str] | None], ...]:
    """What a line is looked over for, once, before the rules are tried.

    Each: its name, words of which the line in lower case has one, and a pattern that it must match then.
    """
    calendar = table("calendar")
    months, weekdays = sorted(calendar["months"]), sorted(calendar["weekdays"])

    def one_of(words: Iterable[str]) -> str:
        return "|".join(sorted(words))

    return (
        ("@year", ("19", "20"), re.compile(r"\b(?:19|20)\d\d")),
        ("@month", tuple(months), re.compile(rf"\b(?:{one_of(m.capitalize() for m in months)})\b")),
        ("@weekday", tuple(weekdays), re.compile(one_of(w.capitalize() for w in weekdays))),
        ("@unit", tuple(sorted(calendar["units"])), None),
        ("@holiday", ("",), re.compile(one_of(map(_typed, calendar["holidays"])), re.IGNORECASE)),
        ("@same", ("same", "that"), re.compile(r"\b(?:same|that)\s", re.IGNORECASE)),
        ("@later", ("later", "earlier", "before", "after"), None),
    )


@cache
def _words_hinted() -> tuple[str, ...]:
    """The hints that are words, each once."""
    return tuple(sorted({hint for rule in _rules() for hint in rule.hints if hint[0] != "@"}))


def _number(words: str) -> int | None:
    """The value of "3", "three" or "a"; None for a vague amount."""
    word = words.strip().lower()
    if word.isdecimal():
        return int(word)
    value = table("calendar")["numbers"].get(word)
    return int(value) if value is not None else None


def _unit(word: str) -> str:
    return word.lower().removesuffix("s")


def _duration(amount: int, unit: str) -> str:
    letter = table("calendar")["units"][unit]
    if unit == "decade":
        amount *= 10
    return f"PT{amount}{letter}" if unit in ("hour", "minute") else f"P{amount}{letter}"


def _shift(day: date, amount: int, unit: str) -> date | None:
    """A day moved by whole days, weeks, months or years; hours count as days when they make whole ones."""
    try:
        if unit == "day":
            return day + timedelta(days=amount)
        if unit == "week":
            return day + timedelta(weeks=amount)
        if unit == "hour":
            return day + timedelta(days=amount // 24) if amount % 24 == 0 else None
        if unit in ("month", "year", "decade"):
            months = day.year * 12 + day.month - 1 + amount * {"month": 1, "year": 12, "decade": 120}[unit]
            year, month = divmod(months, 12)
            return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (ValueError, OverflowError):
        return None
    return None


def _month(word: str) -> int:
    return int(table("calendar")["months"][word.lower().rstrip(".")])


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _stated_day(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "May 23, 2016", "23 May 2016", "2016-05-23"."""
    month = match["month"]
    day = _day(int(match["year"]), int(month) if month.isdecimal() else _month(month), int(match["day"]))
    return (day.isoformat(), TimePrecision.DAY, TimeBasis.STATED) if day else None


def _numeric_day(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "23/05/2016", "5/23/2016": known only when one number can't be a month."""
    a, b, year = int(match["a"]), int(match["b"]), int(match["year"])
    if a > 12 >= b or a == b:
        day = _day(year, b, a)
    elif b > 12 >= a:
        day = _day(year, a, b)
    else:
        return _UNKNOWN if a <= 12 and b <= 12 else None
    return (day.isoformat(), TimePrecision.DAY, TimeBasis.STATED) if day else None


def _year_for(month: int, day: int, weekday: int | None, context: _Context) -> date | None:
    """The full date of a month and day: by the weekday beside it, else by tense against today."""
    today = context.today
    if today is None:
        return None
    near = [_day(today.year + k, month, day) for k in (-2, -1, 0, 1)]
    days = [d for d in near if d and (weekday is None or d.weekday() == weekday)]
    past = [d for d in days if d <= today]
    ahead = [d for d in days if d >= today]
    if context.tense > 0:
        return ahead[0] if ahead else None
    if context.tense < 0 or weekday is not None:
        return past[-1] if past else None
    if past and (today - past[-1]).days <= _BELIEVED_DAYS:
        return past[-1]
    return None


def _month_day(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "May 23", "the 23rd of May", "Friday, May 20": the year comes from the context."""
    if not 1 <= int(match["day"]) <= 31:
        return None
    named = match["weekday"]
    weekday = table("calendar")["weekdays"][named.lower()] if named else None
    day = _year_for(_month(match["month"]), int(match["day"]), weekday, context)
    if day is None:
        return (None, TimePrecision.UNKNOWN, TimeBasis.INFERRED)
    return (day.isoformat(), TimePrecision.DAY, TimeBasis.INFERRED)


def _day_range(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "between 5 and 9 May 2023", "May 5-9"."""
    first_month = _month(match["month"])
    last_month = _month(match["month2"]) if match["month2"] else first_month
    first, last = int(match["day"]), int(match["day2"])
    if match["year"]:
        begin, end = _day(int(match["year"]), first_month, first), _day(int(match["year"]), last_month, last)
        basis = TimeBasis.STATED
    else:
        end = _year_for(last_month, last, None, context)
        begin = _day(end.year, first_month, first) if end else None
        basis = TimeBasis.INFERRED
    if begin is None or end is None or begin > end:
        return (None, TimePrecision.UNKNOWN, basis)
    return (f"{begin}/{end}", TimePrecision.INTERVAL, basis)


def _month_year(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "January 2014", "early January 2014"."""
    return (f"{int(match['year'])}-{_month(match['month']):02}", TimePrecision.MONTH, TimeBasis.STATED)


def _month_alone(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "in March", "last March", "since March"."""
    today, month = context.today, _month(match["month"])
    which = (match["which"] or "").lower()
    basis = TimeBasis.RESOLVED if which in ("last", "next", "this") else TimeBasis.INFERRED
    if today is None:
        return (None, TimePrecision.UNKNOWN, basis)
    year = today.year
    if not which and context.tense == 0 and month > today.month:
        # No verb tells: last year's only where it lies nearer than this year's.
        return (
            (None, TimePrecision.UNKNOWN, basis)
            if month - today.month <= 6
            else (f"{year - 1}-{month:02}", TimePrecision.MONTH, basis)
        )
    if which == "next" or (context.tense > 0 and not which):
        year += month < today.month or (which == "next" and month == today.month)
    elif which != "this":
        year -= month > today.month or (which == "last" and month == today.month)
    return (f"{year}-{month:02}", TimePrecision.MONTH, basis)


def _years(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "from 2011 to 2014", "2011-14"."""
    first, last = int(match["year"]), match["year2"]
    end = int(last) if len(last) == 4 else first // 100 * 100 + int(last)
    return (f"{first}/{end}", TimePrecision.INTERVAL, TimeBasis.STATED) if first < end else None


def _part_of_year(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "the second half of 2023", "the first quarter of 2021"."""
    number, year = table("calendar")["ordinals"][match["ordinal"].lower()], int(match["year"])
    months = 6 if match["part"].lower() == "half" else 3
    if number * months > 12:
        return None
    begin = (number - 1) * months + 1
    return (
        f"{year}-{begin:02}/{year}-{begin + months - 1:02}",
        TimePrecision.INTERVAL,
        TimeBasis.STATED,
    )


def _year(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "in 2014", "early 2022", "the summer of 2022"."""
    return (match["year"], TimePrecision.YEAR, TimeBasis.STATED)


def _decade(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "the 1990s"."""
    first = int(match["year"])
    return (f"{first}/{first + 9}", TimePrecision.INTERVAL, TimeBasis.STATED)


def _weekday(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "Friday", "last Friday", "Friday evening"."""
    today = context.today
    if today is None:
        return _UNKNOWN
    number = table("calendar")["weekdays"][match["weekday"].lower()]
    which = (match["which"] or "").lower()
    back = (today.weekday() - number) % 7
    if which == "next":
        day = today + timedelta(days=7 - back)
    elif which == "last":
        day = today - timedelta(days=back or 7)
    elif context.tense > 0 or which == "this coming":
        day = today + timedelta(days=-back % 7)
    else:
        day = today - timedelta(days=back)
    return (day.isoformat(), TimePrecision.DAY, TimeBasis.RESOLVED)


def _near_day(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "today", "yesterday", "tomorrow", "last night", "overnight"."""
    today, words = context.today, match.group().lower()
    if today is None:
        return _UNKNOWN
    eve = today - timedelta(days=1)
    if words == "overnight":
        return (f"{eve}/{today}", TimePrecision.INTERVAL, TimeBasis.RESOLVED)
    if words.startswith("tomorrow"):
        eve = today + timedelta(days=1)
    elif not words.startswith(("yesterday", "last")):
        eve = today
    return (eve.isoformat(), TimePrecision.DAY, TimeBasis.RESOLVED)


def _near_unit(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "last week", "this month", "next year"."""
    today, step = context.today, {"last": -1, "past": -1, "previous": -1, "next": 1}
    move, unit = step.get(match["which"].lower(), 0), _unit(match["unit"])
    there = _shift(today, move, unit) if today else None
    if there is None:
        return _UNKNOWN
    return _unit_around(there, unit)


def _past_span(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "over the past three weeks": open to the time of writing."""
    amount, unit = _number(match["number"] or "one"), _unit(match["unit"])
    if amount is None:
        return _UNKNOWN
    begin = _shift(context.today, -amount, unit) if context.today else None
    if begin is None:
        return (_duration(amount, unit), TimePrecision.DURATION, TimeBasis.STATED)
    return (f"{begin}/..", TimePrecision.INTERVAL, TimeBasis.RESOLVED)


def _ago(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "three days ago", "two months ago"."""
    amount, unit = _number(match["number"]), _unit(match["unit"])
    there = _shift(context.today, -amount, unit) if context.today and amount else None
    if there is None:
        return _UNKNOWN
    if unit == "day":
        return (there.isoformat(), TimePrecision.DAY, TimeBasis.RESOLVED)
    return _unit_around(there, "year" if unit == "decade" else unit)


def _relative(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "a day after", "two days earlier", "the previous day": counted from the day named before."""
    groups = match.groupdict()
    amount, unit = _number(groups.get("number") or "one"), _unit(groups.get("unit") or "day")
    if unit in ("night", "morning", "afternoon", "evening"):
        unit = "day"
    anchor = context.last_day
    # "came a day after X": X is the earlier one. "a day earlier": so is what happened then.
    back = match["way"].lower() in ("after", "earlier", "before that", "previous", "before")
    if match["way"].lower() == "before" and groups.get("follows"):
        back = False
    there = _shift(anchor, -amount if back else amount, unit) if anchor and amount else None
    if there is None or unit != "day":
        return (None, TimePrecision.UNKNOWN, TimeBasis.INFERRED)
    return (there.isoformat(), TimePrecision.DAY, TimeBasis.INFERRED)


def _same_day(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "the same day"."""
    day = context.last_day
    if day is None:
        return (None, TimePrecision.UNKNOWN, TimeBasis.INFERRED)
    return (day.isoformat(), TimePrecision.DAY, TimeBasis.INFERRED)


def _within(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "within hours", "within 48 hours", "in the coming days"."""
    amount, unit = _number(match["number"] or ""), _unit(match["unit"])
    if context.tense < 0:
        # What is past took no longer than that: "they took the town within a week".
        known = amount is not None
        return (_duration(amount or 0, unit), TimePrecision.DURATION, TimeBasis.STATED) if known else _UNKNOWN
    if unit == "hour" and not match["number"]:
        amount = 24  # "within hours" is by the next day at the latest
    there = _shift(context.today, amount, unit) if context.today and amount else None
    if there is None:
        return _UNKNOWN
    return (f"{context.today}/{there}", TimePrecision.INTERVAL, TimeBasis.RESOLVED)


def _in_units(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "in two days", where something lies ahead; elsewhere it says how long something took."""
    amount, unit = _number(match["number"]), _unit(match["unit"])
    if context.tense <= 0:
        return None
    there = _shift(context.today, amount, unit) if context.today and amount else None
    if there is None:
        return _UNKNOWN
    if unit == "day":
        return (there.isoformat(), TimePrecision.DAY, TimeBasis.RESOLVED)
    return _unit_around(there, unit)


def _unit_around(day: date, unit: str) -> Meaning:
    """The week, month or year that holds a day."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return (f"{monday}/{monday + timedelta(days=6)}", TimePrecision.INTERVAL, TimeBasis.RESOLVED)
    if unit == "month":
        return (f"{day:%Y-%m}", TimePrecision.MONTH, TimeBasis.RESOLVED)
    return (f"{day.year}", TimePrecision.YEAR, TimeBasis.RESOLVED) if unit == "year" else _UNKNOWN


def _weekend(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "over the weekend", "last weekend": Saturday and Sunday."""
    today, which = context.today, match["which"].lower()
    if today is None:
        return _UNKNOWN
    saturday = today - timedelta(days=(today.weekday() - 5) % 7)
    if which in ("last", "past", "previous") and today.weekday() >= 5:
        saturday -= timedelta(days=7)
    elif which in ("next", "coming") or (context.tense > 0 and today.weekday() < 5):
        saturday += timedelta(days=7)
    return (f"{saturday}/{saturday + timedelta(days=1)}", TimePrecision.INTERVAL, TimeBasis.RESOLVED)


def _weekday_range(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "between Thursday and Saturday", "from Monday to Wednesday"."""
    today = context.today
    if today is None:
        return _UNKNOWN
    days = table("calendar")["weekdays"]
    first, last = days[match["weekday"].lower()], days[match["weekday2"].lower()]
    if context.tense > 0:
        begin = today + timedelta(days=(first - today.weekday()) % 7)
        end = begin + timedelta(days=(last - first) % 7)
    else:
        end = today - timedelta(days=(today.weekday() - last) % 7)
        begin = end - timedelta(days=(last - first) % 7)
    return (f"{begin}/{end}", TimePrecision.INTERVAL, TimeBasis.RESOLVED)


def _month_range(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "between May 2010 and March 2011", "from March to June 2022", "from May to July"."""
    first, last = _month(match["month"]), _month(match["month2"])
    if not match["year2"]:
        end = _month_alone_value(last, context)
        if end is None:
            return (None, TimePrecision.UNKNOWN, TimeBasis.INFERRED)
        year2, basis = end, TimeBasis.INFERRED
    else:
        year2, basis = int(match["year2"]), TimeBasis.STATED
    year = int(match["year"]) if match["year"] else year2 - (first > last)
    if (year, first) >= (year2, last):
        return None
    return (f"{year}-{first:02}/{year2}-{last:02}", TimePrecision.INTERVAL, basis)


def _month_alone_value(month: int, context: _Context) -> int | None:
    """The year of a month that stands without one."""
    today = context.today
    if today is None:
        return None
    return today.year + (month < today.month) if context.tense > 0 else today.year - (month > today.month)


def _long_range(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "from 3 March to 9 June 2022", "from March 3 to June 9": from one month into another."""
    last = _month(match["month2"])
    if match["year2"]:
        end = _day(int(match["year2"]), last, int(match["day2"]))
        basis = TimeBasis.STATED
    else:
        end = _year_for(last, int(match["day2"]), None, context)
        basis = TimeBasis.INFERRED
    if end is None:
        return (None, TimePrecision.UNKNOWN, basis)
    first = _month(match["month"])
    year = int(match["year"]) if match["year"] else end.year - (first > last)
    begin = _day(year, first, int(match["day"]))
    if begin is None or begin > end:
        return (None, TimePrecision.UNKNOWN, basis)
    return (f"{begin}/{end}", TimePrecision.INTERVAL, basis)


def _month_of_year(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "March last year", "June of this year"."""
    if context.today is None:
        return (None, TimePrecision.UNKNOWN, TimeBasis.RESOLVED)
    year = context.today.year + {"last": -1, "next": 1}.get(match["which"].lower(), 0)
    return (f"{year}-{_month(match['month']):02}", TimePrecision.MONTH, TimeBasis.RESOLVED)


def _holiday(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "Christmas Day" has its day in every year; "Ramadan" and "Easter" move and stay unknown."""
    known = table("calendar")["holidays"].get(" ".join(match["name"].lower().replace("’", "'").split()), "")
    if not known:
        return (None, TimePrecision.UNKNOWN, TimeBasis.INFERRED)
    month, _, day = known.partition("-")
    found = _year_for(int(month), int(day), None, context)
    if found is None:
        return (None, TimePrecision.UNKNOWN, TimeBasis.INFERRED)
    return (found.isoformat(), TimePrecision.DAY, TimeBasis.INFERRED)


def _how_long(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "for three days", "three days of", "a five-day"."""
    amount = _number(match["number"] or ("" if match["unit"].lower().endswith("s") else "one"))
    if amount is None:
        return (None, TimePrecision.UNKNOWN, TimeBasis.STATED)
    return (_duration(amount, _unit(match["unit"])), TimePrecision.DURATION, TimeBasis.STATED)


def _vague(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "in recent days", "in days": words that say when, without a value."""
    return _UNKNOWN


def _start_of(match: re.Match[str], context: _Context) -> Meaning | None:
    """ "since the start of the year": known for calendar units only."""
    words, today = match["what"].lower(), context.today
    if words.isdecimal():
        return (f"{words}-01-01/..", TimePrecision.INTERVAL, TimeBasis.STATED)
    if today and words in ("the year", "this year"):
        return (f"{today.year}-01-01/..", TimePrecision.INTERVAL, TimeBasis.RESOLVED)
    if today and words in ("the month", "this month"):
        return (f"{today:%Y-%m}-01/..", TimePrecision.INTERVAL, TimeBasis.RESOLVED)
    if today and words in ("the week", "this week"):
        monday = today - timedelta(days=today.weekday())
        return (f"{monday}/..", TimePrecision.INTERVAL, TimeBasis.RESOLVED)
    return _UNKNOWN


def _since(meaning: Callable[[re.Match[str], _Context], Meaning | None]) -> Callable[..., Meaning | None]:
    """The same time as the beginning of an interval that is still open."""

    def open_end(match: re.Match[str], context: _Context) -> Meaning | None:
        # What began lies behind us, whatever the tense of the clause.
        found = meaning(match, _Context(context.today, -1, context.begin, context.before))
        if found is None or found[0] is None:
            return found
        value, _, basis = found
        return (f"{value.split('/')[0]}/..", TimePrecision.INTERVAL, basis)  # type: ignore[union-attr]

    return open_end


@cache
def _rules() -> tuple[_Rule, ...]:
    """Every rule, the longest and surest first; built once from the calendar."""
    calendar = table("calendar")
    words = calendar["words"]

    def either(items: Sequence[str]) -> str:
        return "|".join(re.escape(item) for item in sorted(items, key=len, reverse=True))

    def either_after(*prepositions: str) -> str:
        return "(?:" + "|".join(rf"(?<=\b[{p[0].upper()}{p[0]}]{p[1:]} )" for p in prepositions) + ")"

    # Months and weekdays with a capital: "may" and "march" are verbs, "sat" and "sun" no days.
    long = [m.capitalize() for m in calendar["months"] if len(m) > 4 or m in ("may", "june", "july")]
    short = [m.capitalize() for m in calendar["months"] if m.capitalize() not in long]
    month = rf"(?:(?:{either(long)})\b|(?:{either(short)})\b\.?)"
    weekday = "(?:" + either([w.capitalize() for w in calendar["weekdays"]]) + ")"
    part = "(?:" + either(words["day_parts"]) + ")"
    season = "(?:" + either(words["seasons"]) + ")"
    numbers = "(?:" + either([w for w in calendar["numbers"] if w != "an"]) + r"|an|\d{1,3})"
    vague = "(?:" + either(words["vague"]) + ")"
    unit = "(?:" + either(list(calendar["units"])) + ")s?"
    day_unit = "(?:day|week|month|year|hour|decade)s?"
    year = r"(?:19|20)\d\d"
    b = r"[ \t\u00a0]+"  # a blank within a line: no time runs over a line break
    daynum = r"[0-3]?\d"
    phase = rf"(?:(?:early|late|mid|the{b}beginning{b}of|the{b}end{b}of|the{b}start{b}of)(?:-|{b}))"
    not_name = "".join(rf"(?<!\b{re.escape(w.capitalize())} )" for w in words["weekday_names"])
    not_kind = rf"(?!{b}(?:{either(words['weekday_kinds'])})\b)"

    def rule(
        name: str,
        pattern: str,
        meaning: Callable[[re.Match[str], _Context], Meaning | None],
        tense: bool = False,
        ignore: bool = True,
    ) -> _Rule:
        flags = re.IGNORECASE if ignore else 0
        return _Rule(name, re.compile(pattern, flags), meaning, tense, frozenset(_HINTS.get(name, ())))

    # "Friday, May 20, 2016"; case matters, so small words are spelled both ways.
    lead = rf"(?:(?P<weekday>{weekday})(?:,)?{b})?"
    quiet_lead = rf"(?:{weekday},?{b})?"
    the = rf"(?:[Tt]he{b})?"
    nth = r"(?:st|nd|rd|th)?"
    full_mdy = rf"\b{quiet_lead}(?P<month>{month}){b}(?P<day>{daynum}){nth},?{b}(?P<year>{year})\b"
    full_dmy = (
        rf"\b{quiet_lead}{the}(?P<day>{daynum}){nth}{b}(?:of{b})?(?P<month>{month}),?{b}(?P<year>{year})\b"
    )
    mdy = rf"\b{lead}(?P<month>{month}){b}(?P<day>{daynum}){nth}\b(?![,.:]\d|{b}(?:percent|people|%))"
    dmy = rf"\b{lead}{the}(?P<day>{daynum}){nth}{b}(?:of{b})?(?P<month>{month})(?!\w)"
    since = rf"\b[Ss]ince{b}(?:on{b})?"
    which = rf"(?:(?P<which>[Ll]ast|[Nn]ext|[Tt]his){b})"
    in_month = either_after("in", "during", "by", "until", "of", "from")
    stated_month = rf"{phase}?(?P<month>{month}),?{b}(?:of{b})?(?P<year>{year})\b"
    in_year = either_after(
        "in", "during", "by", "until", "till", "from", "before", "after", "the", "a", "of", "summer", "winter"
    )
    # "the ground operation", but not "operation on" of "the operation on March 2"
    adjective = rf"(?:[a-z-]+{b}(?!(?:on|in|by|at|and|which|that|against|for|to|last|this|there){b}))"
    counted = r"(?:people|civilians|fighters|men|women|children|troops|soldiers)"
    at_holiday = either_after("on", "in", "during", "since", "before", "after", "until", "by")
    holiday = "|".join(map(_typed, sorted(calendar["holidays"], key=lambda name: (-len(name), name))))
    about = rf"(?:(?:{either(words['about'])}){b})?"
    return (
        rule(
            "iso-day",
            r"\b(?P<year>(?:19|20)\d\d)-(?P<month>[01]\d)-(?P<day>[0-3]\d)(?:\b|(?=T\d))",
            _stated_day,
        ),
        rule("numeric-day", r"\b(?P<a>\d{1,2})[/.](?P<b>\d{1,2})[/.](?P<year>(?:19|20)\d\d)\b", _numeric_day),
        rule(
            "long-range",
            rf"\b(?:[Bb]etween{b}|[Ff]rom{b})(?P<month>{month}){b}(?P<day>{daynum}){nth}(?:,?{b}(?P<year>{year}))?,?"
            rf"{b}(?:and|to|until|through){b}(?P<month2>{month}){b}(?P<day2>{daynum}){nth}\b(?:,?{b}(?P<year2>{year})\b)?",
            _long_range,
            tense=True,
            ignore=False,
        ),
        rule(
            "long-range-reversed",
            rf"\b(?:[Bb]etween{b}|[Ff]rom{b})(?P<day>{daynum}){nth}{b}(?P<month>{month})(?:,?{b}(?P<year>{year}))?,?"
            rf"{b}(?:and|to|until|through){b}(?P<day2>{daynum}){nth}{b}(?P<month2>{month})(?:,?{b}(?P<year2>{year})\b)?",
            _long_range,
            tense=True,
            ignore=False,
        ),
        rule(
            "month-range",
            rf"\b(?:[Bb]etween{b}|[Ff]rom{b}){phase}?(?P<month>{month})(?:,?{b}(?P<year>{year}))?"
            rf"{b}(?:and|to|until|through){b}{phase}?(?P<month2>{month})(?:,?{b}(?P<year2>{year})\b|(?!{b}\d|\w))",
            _month_range,
            tense=True,
            ignore=False,
        ),
        rule(
            "months",
            rf"(?:(?<=\b[Ii]n )|(?<=\b[Dd]uring ))(?P<month>{month})(?P<year>(?!))?"
            rf"{b}and{b}(?P<month2>{month})(?:,?{b}(?P<year2>{year})\b|(?!{b}\d|\w))",
            _month_range,
            tense=True,
            ignore=False,
        ),
        rule(
            "month-of-year",
            rf"\b{phase}?(?P<month>{month}){b}(?:of{b})?(?P<which>last|this|next){b}year\b",
            _month_of_year,
            ignore=False,
        ),
        rule(
            "day-range",
            rf"\b(?:[Bb]etween{b}|[Ff]rom{b})?(?P<month>{month}){b}(?P<day>{daynum})(?:[-–—]|{b}(?:and|to){b})(?:(?P<month2>{month}){b})?(?P<day2>{daynum})\b(?:,?{b}(?P<year>{year})\b)?",
            _day_range,
            tense=True,
            ignore=False,
        ),
        rule(
            "day-range-reversed",
            rf"\b(?:[Bb]etween{b}|[Ff]rom{b})?(?P<day>{daynum})(?:[-–—]|{b}(?:and|to){b})(?P<day2>{daynum}){b}(?P<month>{month})(?P<month2>(?!))?(?:,?{b}(?P<year>{year})\b)?",
            _day_range,
            tense=True,
            ignore=False,
        ),
        rule("since-full", since + full_mdy.removeprefix(r"\b"), _since(_stated_day), ignore=False),
        rule("since-full-reversed", since + full_dmy.removeprefix(r"\b"), _since(_stated_day), ignore=False),
        rule("full", full_mdy, _stated_day, ignore=False),
        rule("full-reversed", full_dmy, _stated_day, ignore=False),
        rule("since-month-year", since + stated_month, _since(_month_year), ignore=False),
        rule("month-year", rf"\b{stated_month}", _month_year, ignore=False),
        rule(
            "since-month-day", since + mdy.removeprefix(r"\b"), _since(_month_day), tense=True, ignore=False
        ),
        rule(
            "since-month-day-reversed",
            since + dmy.removeprefix(r"\b"),
            _since(_month_day),
            tense=True,
            ignore=False,
        ),
        rule("month-day", mdy, _month_day, tense=True, ignore=False),
        rule("month-day-reversed", dmy, _month_day, tense=True, ignore=False),
        rule(
            "since-month",
            since + rf"{which}?{phase}?(?P<month>{month})(?!\w)",
            _since(_month_alone),
            ignore=False,
        ),
        rule("which-month", rf"\b{which}(?P<month>{month})(?!\w)", _month_alone, tense=True, ignore=False),
        rule(
            "month",
            rf"(?:{in_month}|\b(?=[Ee]arly|[Ll]ate|[Mm]id)){phase}?(?P<which>(?!))?(?P<month>{month})(?!\w)(?!{b}[A-Z])",
            _month_alone,
            tense=True,
            ignore=False,
        ),
        rule(
            "start-of",
            rf"\bsince{b}the{b}(?:start|beginning|outbreak|onset|outset|launch){b}of{b}"
            rf"(?P<what>{year}|(?:the|this|its|their|an?){b}{adjective}?[a-z-]+|hostilities|fighting)\b",
            _start_of,
        ),
        rule(
            "part-of-year",
            rf"\b(?:the{b})?(?P<ordinal>first|second|third|fourth){b}(?P<part>half|quarter){b}of{b}(?P<year>{year})\b",
            _part_of_year,
        ),
        rule(
            "years",
            rf"\b(?:(?:between|from){b}(?P<year>{year}){b}(?:and|to|until){b})(?P<year2>{year})\b",
            _years,
        ),
        rule("years-dash", rf"\b(?P<year>{year})[-–—](?P<year2>{year}|\d\d)\b(?![-/])", _years),
        rule(
            "since-year",
            rf"\bsince{b}(?:{phase}|(?:the{b})?{season}{b}(?:of{b})?)?(?P<year>{year})\b(?!s)",
            _since(_year),
        ),
        rule("decade", rf"\b(?:the{b})?(?:(?:early|late|mid)[- ])?(?P<year>(?:19|20)\d0)s\b", _decade),
        rule("season", rf"\b(?:the{b})?(?:{season}){b}(?:of{b})?(?P<year>{year})\b", _year),
        rule("phase-year", rf"\b{phase}(?P<year>{year})\b", _year),
        rule(
            "year",
            rf"{in_year}(?P<year>{year})\b(?![-–,]?\d|{b}{counted})",
            _year,
        ),
        rule(
            "weekday-range",
            rf"\b(?:[Bb]etween|[Ff]rom){b}(?P<weekday>{weekday}){b}(?:and|to|until|through){b}(?P<weekday2>{weekday})\b",
            _weekday_range,
            tense=True,
            ignore=False,
        ),
        rule(
            "weekend",
            rf"\b(?P<which>the|last|this|past|next|coming|previous){b}weekend\b(?!{b}of\b)",
            _weekend,
            tense=True,
        ),
        rule(
            "holiday",
            rf"{at_holiday}(?:the{b})?(?:(?:start|end|beginning|eve){b}of{b})?(?P<name>{holiday})\b",
            _holiday,
            tense=True,
        ),
        rule("so-far", rf"\bso{b}far{b}(?P<what>this{b}(?:year|month|week))\b", _start_of),
        rule(
            "since-weekday",
            since
            + rf"{which}?(?:early{b}(?:on{b})?|late{b}(?:on{b})?)?(?P<weekday>{weekday})\b(?:{b}{part}\b)?",
            _since(_weekday),
            ignore=False,
        ),
        rule(
            "weekday",
            rf"{not_name}\b{which}?(?P<weekday>{weekday})\b(?:{b}{part}\b)?{not_kind}",
            _weekday,
            tense=True,
            ignore=False,
        ),
        rule(
            "since-season",
            rf"\bsince{b}(?:(?:last|this|the){b})?(?:early{b}|late{b}|mid-?{b}?)?{season}\b(?!{b}(?:of{b})?\d)",
            _vague,
        ),
        rule("since-yesterday", rf"\bsince{b}(?:yesterday|this{b}morning|last{b}night)\b", _vague),
        rule(
            "near-day",
            rf"\b(?:today|yesterday|tomorrow)(?:{b}{part})?\b|\btonight\b|\bthis{b}(?:morning|afternoon|evening)\b|\blast{b}night\b|\bovernight\b",
            _near_day,
        ),
        rule(
            "past-span",
            rf"\b(?:the{b})?(?:past|last){b}(?:(?P<number>{numbers}){b})(?P<unit>{day_unit})\b",
            _past_span,
        ),
        rule(
            "past-unit",
            rf"\b(?:over|during|in|for|within){b}the{b}(?:past|last){b}(?P<number>(?!))?(?P<unit>day|week|month|year|decade)\b",
            _past_span,
        ),
        rule("past-vague", rf"\b(?:the{b})?(?:past|last){b}{vague}{b}{unit}\b", _vague),
        rule(
            "near-unit",
            rf"\b(?P<which>last|this|next|previous){b}(?P<unit>week|month|year)\b(?!-)",
            _near_unit,
        ),
        rule(
            "ago",
            rf"\b{about}(?P<number>{numbers}|{vague}){b}(?P<unit>{unit}){b}ago\b",
            _ago,
        ),
        rule(
            "relative-after",
            rf"\b(?:(?:just|only|less{b}than|more{b}than|nearly|almost|about){b})?(?P<number>{numbers}|{vague}){b}(?P<unit>{unit}){b}(?P<way>after)\b",
            _relative,
        ),
        rule(
            "relative-before",
            rf"\b(?:(?:just|only|less{b}than|more{b}than|nearly|almost|about){b})?(?P<number>{numbers}){b}(?P<unit>{unit}){b}(?P<way>before)\b(?=(?P<follows>{b}[a-z]))",
            _relative,
        ),
        rule(
            "relative",
            rf"\b(?P<number>{numbers}|{vague}){b}(?P<unit>{unit}){b}(?P<way>earlier|later|before)\b",
            _relative,
        ),
        rule(
            "hours-later",
            rf"\b(?:hours|days|weeks|months|years|minutes){b}(?:later|earlier|after|before)\b",
            _vague,
        ),
        rule(
            "previous-day",
            rf"\bthe{b}(?P<way>previous|following|next){b}(?P<unit>day|night|morning|evening|afternoon)\b",
            _relative,
        ),
        rule("day-after", rf"\bthe{b}(?P<way>)(?P<unit>day){b}after(?=,|\.)", _relative),
        rule("day-before", rf"\bthe{b}(?P<unit>day){b}(?P<way>before|earlier)\b", _relative),
        rule(
            "same-day",
            rf"\b(?:the{b}same{b}|that{b}same{b}|that{b})(?:day|night|morning|evening|afternoon)\b(?!['’]s)",
            _same_day,
        ),
        rule(
            "within",
            rf"\bwithin{b}(?:the{b}next{b})?(?:(?P<number>{numbers}){b})?(?P<unit>{unit})\b",
            _within,
            tense=True,
        ),
        rule(
            "coming",
            rf"\b(?:the{b})?(?:coming|next){b}(?:few{b}|couple{b}of{b}|several{b})?(?:hours|days|weeks|months)\b",
            _vague,
        ),
        rule("recent", rf"\brecent{b}(?:hours|days|weeks|months|years)\b", _vague),
        rule(
            "in-ahead",
            rf"(?<=\bin )(?P<number>{numbers}){b}(?P<unit>(?:day|week|month|year)s?)"
            rf"(?:['’]{b}time\b|\b(?!{b}(?:of|after|since)\b))",
            _in_units,
            tense=True,
        ),
        rule("in-units", r"(?<=\bin )(?:days|hours|weeks|months)\b", _vague),
        rule("days-away", rf"\b(?:(?:just|only){b})?(?:days|hours|weeks|months){b}away\b", _vague),
        rule(
            "long",
            rf"\b(?:(?!an?\b)(?P<number>{numbers})[- ])?(?P<unit>(?:hour|day|week|month|year)s?)[- ]long\b",
            _how_long,
        ),
        rule(
            "hyphen",
            rf"\b(?P<number>{numbers})-(?P<unit>minute|hour|day|week|month|year)\b(?![- ]olds?\b)",
            _how_long,
        ),
        rule(
            "for",
            rf"(?<=\bfor ){about}(?P<number>{numbers}|{vague}){b}(?P<unit>{unit})\b(?!{b}old)",
            _how_long,
        ),
        rule("long-of", rf"\b(?P<number>{numbers}|{vague}){b}(?P<unit>{unit})(?={b}of\b)", _how_long),
    )
