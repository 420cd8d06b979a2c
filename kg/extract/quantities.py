"""Quantity claims: the figures of an article, with their bounds, their measure and what they count.

In:  an analysed article.
Out: one QuantityClaim for each number that counts or measures something, in reading order.

The numbers, bounds and units come from the words alone (`_numbers`); what befell those who are counted
comes from the grammar (`_measures`). Knows nothing of statements and operations (joined later, by span),
RDF or the web.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kg.extract._measures import (
    PEOPLE,
    Cue,
    Cues,
    cue_after,
    cue_before,
    cue_by_noun,
    cue_of_others,
    cues_above,
    described_by,
    find_cues,
    is_people,
    killed_or_injured,
    lemma_of,
    next_word,
    strongest,
    tally_before,
    triggers,
    verb_measure,
)
from kg.extract._numbers import Amount, amounts, passed_numbers, words_in
from kg.extract._phrases import Lexicon, actor_at, location_at, make_lexicon
from kg.extract._times import time_of, times
from kg.extract._trace import is_traced, passed_over
from kg.extract.relative_locations import places_of_lengths
from kg.gazetteer import Gazetteer
from kg.grammar import char_span, compounds, first_conjunct, is_verbal, label, modifiers, obliques
from kg.model import (
    Article,
    Finding,
    Form,
    Kind,
    Measure,
    Mention,
    QuantityClaim,
    Reference,
    Span,
    TimeExpression,
    TimePrecision,
)

if TYPE_CHECKING:
    from kg.extract import Extract

# How sure a rule is of the measure it gives.
_BY_UNIT = 0.95  # the unit says it
_BY_GRAMMAR = 0.9  # the argument of a trigger
_BY_NOUN = 0.9  # the counted noun says it
_BY_ORDER = 0.75  # a trigger stands right beside the number
_BY_NOTHING = 0.7  # a plain count of a noun
_BARE = 0.55  # a number with no noun and no trigger

# These may be said of what we do not know to be people.
_OF_ANYTHING = frozenset({Measure.KILLED, Measure.INJURED, Measure.CASUALTIES, Measure.USED_AS_SHIELDS})
_UNIT_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "distance": Measure.DISTANCE,
        "duration": Measure.DURATION,
        "money": Measure.MONEY,
        "share": Measure.SHARE,
        "extent": Measure.COUNT,
    }
)
_FEW = 10  # definite numbers up to here point back at something: "the two sides"
_MAX_COMPOUND = 4  # words of the second half of "army and navy troops"
_MAX_COUNTED_TOKENS = 9  # between a number and its noun
_MAX_WHOLE_CHARS = 120  # between a figure and one that is a part of it
_MAX_REVISION_CHARS = 400  # between a figure and "corrected its figure to 48"
_PLACE_REACH = 40  # tokens between a figure and the place it is told of
_BESIDE = 3  # tokens from those counted to a trigger right after them: "were also injured"
_FATE_REACH = 5  # tokens from a number to what happened to those counted
_PLACE_WORDS = 7  # "in two Shiite districts of Baghdad"
_MAX_LISTED_CHARS = 80  # between two parts of one figure
_NAMES = frozenset(("PERSON", "ORG", "LOC", "GPE", "FAC", "EVENT", "PRODUCT", "WEAPON", "VEHICLE", "LAW"))
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE_TAGS = _NOUN_TAGS | {"JJ", "JJR", "JJS", "HYPH", "AFX", "RB", "RBS", "POS", "FW"}
_INSIDE_MARKS = frozenset({"[", "]", "-", "–", "“", "”", '"', "‘", "’", "'", "/"})
_OTHER_PHRASE = frozenset(
    {"xcomp", "advmod", "dep", "obl", "npadvmod", "nsubj", "nsubjpass", "obj", "dobj", "appos"}
)
_STAYING = frozenset({Measure.TRAPPED, Measure.PRESENT, Measure.AT_RISK})  # of people who are where they were
_SUBJECTS = frozenset({"nsubj", "nsubjpass"})
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "obj", "dobj", "obl", "pobj", "root"})
_AFTER_BOUND = frozenset({"more", "so", "fewer", "less"})  # "500 or more fighters"
_SUBSET_BEFORE = ("includ", "among them", "among whom", "of whom", "of which", "of them", "amongst them")
_MERE_VERBS = frozenset({"be", "include"})
_NO_QUOTES = str.maketrans("", "", '“”"')
_OF_THESE = re.compile(r"(?:^|[.;:,]\s+)[Oo]f (?:these|those|them|this number|that number),?\s*$")
_UP_TO_NOW = re.compile(
    r"\b(?:past|last)\b", re.IGNORECASE
)  # "the past three weeks" with no date to count from
_THOUSANDS = re.compile(r"\d{1,3}\.\d{3}")  # a thousand or a decimal
_COMPARED = ("up from", "down from", "compared with", "compared to", " against", " at", " at “", ' at "')
_SUBSET_AFTER = (" of them", " of whom", " of those", " of which")


@dataclass(frozen=True, slots=True)
class _Page:
    """What the rules look at: an article's words, what is known of them, and the words themselves."""

    doc: Doc
    text: str  # of the doc, which puts it together from its tokens at every call
    lexicon: Lexicon
    cues: Cues
    expressions: Sequence[TimeExpression]
    located: Mapping[Span, tuple[Mention, ...]]  # by the evidence of a length: what lies so far from where

    def tokens(self, span: Span) -> Sequence[Token]:
        """The tokens that a stretch of text touches."""
        words = self.doc.char_span(span.start, span.end, alignment_mode="expand")
        return list(words) if words is not None else []


@dataclass(frozen=True, slots=True)
class _Figure:
    """An amount that may count something, with its tokens and the thing counted."""

    amount: Amount
    words: Sequence[Token]  # of its core
    counted: Sequence[Token]  # the last one is the head; empty when none is named

    @property
    def head(self) -> Token | None:
        """The noun that is counted."""
        return self.counted[-1] if self.counted else None

    @property
    def last(self) -> Token:
        """The last token of the number."""
        return self.words[-1]

    @property
    def before(self) -> Token | None:
        """The token before the number, without its bound."""
        first = self.words[0]
        return first.doc[first.i - 1] if first.i else None

    @property
    def is_bare(self) -> bool:
        """Whether no word bounds the number."""
        return self.amount.evidence == self.amount.core


# --- the public function -------------------------------------------------------------------------


def extractor(gazetteer: Gazetteer) -> "Extract":
    """The extractor of quantity claims, ready to run over articles."""
    lexicon = make_lexicon(gazetteer)

    def extract(doc: Doc, article: Article) -> Iterator[Finding]:
        return find_quantities(doc, article, lexicon)

    return extract


def find_quantities(doc: Doc, article: Article, lexicon: Lexicon) -> Iterator[QuantityClaim]:
    """Yield every figure of an article, in reading order."""
    text = doc.text
    found = amounts(text)
    if is_traced(doc):
        for span, why in passed_numbers(text):
            words = doc.char_span(span.start, span.end, alignment_mode="expand")
            passed_over(list(words or ()), "QuantityClaim", "numbers", why)
    if not found:
        return
    cues = find_cues(doc, _sentences_of(doc, found), lexicon)
    lengths = any(a.unit is not None and a.unit.kind == "distance" for a in found)
    located = places_of_lengths(doc, lexicon) if lengths else {}
    page = _Page(doc, text, lexicon, cues, times(doc, article), located)
    claims: list[QuantityClaim] = []
    kept: set[Span] = set()
    previous: QuantityClaim | None = None  # the last one that counts
    for amount in found:
        claim = _claim(page, amount, previous)
        if claim is None or (claim.conversion_of is not None and claim.conversion_of.evidence not in kept):
            continue
        kept.add(claim.evidence)
        claims.append(claim)
        if claim.measure in PEOPLE or claim.measure is Measure.COUNT:
            previous = claim
    yield from _share_measures(text, claims)


def _sentences_of(doc: Doc, found: Sequence[Amount]) -> Sequence[tuple[int, int]]:
    """The sentences that have a number without a unit, as first token and token after the last."""
    starts = [a.core.start for a in found if a.unit is None]
    if not starts or not doc.has_annotation("SENT_START"):
        return [(0, len(doc))] if starts else []
    held = []
    for sentence in doc.sents:
        first = bisect_right(starts, sentence.start_char - 1)
        if first < len(starts) and starts[first] < sentence.end_char:
            held.append((sentence.start, sentence.end))
    return held


def _share_measures(text: str, claims: Sequence[QuantityClaim]) -> Sequence[QuantityClaim]:
    """Give a plain count the measure of the next in a coordination: "four guards and two rebels dead"."""
    shared = list(claims)
    for place in range(len(shared) - 2, -1, -1):
        this, following = shared[place], shared[place + 1]
        if this.measure is not Measure.COUNT or this.unit != "person" or this.counted is None:
            continue
        if following.measure not in PEOPLE or following.confidence != _BY_ORDER or following.subset_of:
            continue
        if text[this.counted.end : following.evidence.start].strip() in {"and", ",", ", and"}:
            shared[place] = replace(
                this,
                measure=following.measure,
                pattern=following.pattern,
                confidence=_BY_ORDER,
                of=f"{this.of}, {following.measure.value}",
            )
    return shared


# --- one claim -----------------------------------------------------------------------------------


def _claim(page: _Page, amount: Amount, previous: QuantityClaim | None) -> QuantityClaim | None:
    words = page.tokens(amount.core)
    if not words:
        return None
    if _is_part_of_name(amount, words):
        passed_over(words, "QuantityClaim", "numbers", "part of a name")
        return None
    if amount.unit is not None:
        return _measured(page, amount, words)
    figure = _figure(page, amount, words)
    amount = figure.amount
    nothing = _counts_nothing(page, figure)
    if nothing:
        passed_over(words, "QuantityClaim", "numbers", nothing)
        return None
    subset = _subset_of(page, figure, previous)
    cue, confidence = _cue(page, figure)
    if _is_whole(page, amount, previous):
        cue, confidence = None, _BY_NOTHING
    if cue is None or cue.measure is Measure.COUNT:
        cue = _told_again(page, figure, cue, previous)
    if (
        cue is None
        and subset is not None
        and previous is not None
        and is_people(figure.counted, page.lexicon)
    ):
        cue, confidence = Cue(previous.measure, "subset", figure.last.i), _BY_ORDER
    measure = cue.measure if cue is not None else Measure.COUNT
    if measure is Measure.COUNT and subset is None and _points_back(figure):
        passed_over(words, "QuantityClaim", "numbers", "points back at those known, or is no argument")
        return None
    node = page.doc[cue.at] if cue is not None else figure.head or figure.last
    trigger = cue.trigger if cue is not None else "noun" if figure.counted else "number"
    counted = figure.counted or _tallied(page, cue)
    unit = _unit_of_count(page, measure, counted, figure)
    noun = _words(page, counted)
    goes_on = measure is Measure.COUNT and previous is not None and _goes_on(page, figure, previous)
    if not noun and previous is not None and (subset is not None or goes_on):
        unit = previous.unit  # "1,340 patients, of whom 412 had fever", "135 rockets; they counted 105"
        noun = previous.of.partition(",")[0]
    noun = noun or ("people" if unit == "person" else "things")
    return QuantityClaim(
        evidence=amount.evidence,
        pattern=f"measure-{measure.value}/{trigger}",
        confidence=confidence,
        core=amount.core,
        low=amount.low,
        high=amount.high,
        comparator=amount.comparator,
        measure=measure,
        unit=unit,
        of=_of_what(noun, measure, figure),
        counted=char_span(counted) if counted else None,
        about=_about_part(_about(page, figure.last, figure.counted, cue), subset, previous),
        subset_of=subset,
        as_of=_as_of(page, amount, node),
    )


def _figure(page: _Page, amount: Amount, words: Sequence[Token]) -> _Figure:
    """The amount with what it counts; "12.500 refugees" are no twelve and a half."""
    counted = _noun_after(words[-1])
    low, high = amount.low, amount.high
    if low is None or low == int(low) or not _THOUSANDS.fullmatch(amount.number.of(page.text)):
        return _Figure(amount, words, counted)
    if not counted or counted[-1].tag_ not in {"NNS", "NNPS"} or not is_people(counted, page.lexicon):
        return _Figure(amount, words, counted)
    whole = replace(amount, low=_thousands(low), high=None if high is None else _thousands(high))
    return _Figure(whole, words, counted)


def _thousands(value: Decimal) -> Decimal:
    return Decimal(int(value * 1_000))


def _of_what(noun: str, measure: Measure, figure: _Figure) -> str:
    """What is counted, in words: the noun, and what befell those who are counted."""
    if measure is not Measure.COUNT:
        return f"{noun}, {measure.value}"
    fate = None if figure.counted else _fate(figure)
    if fate is None:
        return noun
    return f"{noun}, {fate.lower_} down" if _goes_down(fate) else f"{noun}, {fate.lower_}"


def _goes_down(fate: Token) -> bool:
    """ "Two were shot down": no people are."""
    following = next_word(fate)
    return following is not None and following.lower_ == "down"


def _tallied(page: _Page, cue: Cue | None) -> Sequence[Token]:
    """What a tally is a tally of: the munitions of "the number of munitions rose to 600"."""
    tally = page.doc[cue.at] if cue is not None else None
    if tally is None or lemma_of(tally) not in words_in("tallies"):
        return ()
    for preposition, noun in modifiers(tally):
        if preposition == "of" and noun.tag_ in _NOUN_TAGS:
            return [*(t for t in compounds(noun) if t.i < noun.i), noun]
    return ()


def _measured(page: _Page, amount: Amount, words: Sequence[Token]) -> QuantityClaim | None:
    """A figure with a unit: a distance, a duration, money, a share, an extent."""
    unit = amount.unit
    if unit is None or (unit.kind == "duration" and amount.vague):
        passed_over(words, "QuantityClaim", "numbers", "a length of time without a numeral")
        return None  # "several days": no numeral, no figure
    counted: Sequence[Token] = ()
    if unit.kind in {"share", "extent"}:
        counted = _noun_after(words[-1], of_needed=not amount.hyphenated)
    about: tuple[Mention, ...] = ()
    if unit.kind == "distance":
        about = page.located.get(amount.evidence, ())
    elif unit.kind == "share":
        about = _about(page, words[-1], counted, None)
    timed = unit.kind in {"share", "money", "extent"}
    return QuantityClaim(
        evidence=amount.evidence,
        pattern=f"units/{unit.name}",
        confidence=_BY_UNIT,
        core=amount.core,
        low=amount.low,
        high=amount.high,
        comparator=amount.comparator,
        measure=_UNIT_MEASURES[unit.kind],
        unit=unit.name,
        of=_words(page, counted) or unit.kind,
        counted=char_span(counted) if counted else None,
        about=_once(about),
        conversion_of=Reference("QuantityClaim", amount.conversion_of) if amount.conversion_of else None,
        as_of=_as_of(page, amount, words[-1]) if timed else None,
    )


def _words(page: _Page, counted: Sequence[Token]) -> str:
    return " ".join(char_span(counted).of(page.text).translate(_NO_QUOTES).split()) if counted else ""


def _as_of(page: _Page, amount: Amount, node: Token) -> TimeExpression | None:
    """When a figure holds; a mere length of time says nothing of that."""
    time = time_of(node, page.expressions)
    if time is None:
        # "31 children taken since January": the time of what describes them
        described = [c for c in node.children if label(c) in {"acl", "relcl"} and c.i > node.i]
        time = time_of(described[0], page.expressions) if described else None
    if time is None:
        return None
    if time.precision is TimePrecision.DURATION and not _UP_TO_NOW.search(time.span.of(page.text)):
        return None
    between = page.text[amount.evidence.end : max(amount.evidence.end, time.span.start)].lower()
    if " from " in between or " compared " in between:
        return None  # "has climbed to 6 million, up from 5 million a year ago"
    return time


def _unit_of_count(page: _Page, measure: Measure, counted: Sequence[Token], figure: _Figure) -> str:
    """What the numbers are numbers of: "person", "event" or "object"."""
    lemma = lemma_of(counted[-1]) if counted else ""
    if measure is Measure.DEPLOYED and lemma in triggers().things[measure]:
        return "object"
    if lemma in {"family", "household"}:
        return "family"
    if measure is not Measure.COUNT:
        return "person"
    if lemma in triggers().events - words_in("persons") or lemma in words_in("events"):
        return "event"
    if lemma in words_in("bodies_of_people"):
        return "object"  # three units are not three soldiers
    fate = None if counted else _fate(figure)
    if fate is not None and (fate.lower_ in words_in("fates_of_things") or _goes_down(fate)):
        return "object"
    return "person" if is_people(counted, page.lexicon) else "object"


# --- what is counted -----------------------------------------------------------------------------


def _noun_after(number: Token, *, of_needed: bool = False) -> Sequence[Token]:
    """The words of the thing counted, the last one its head; none when it isn't named."""
    doc, start = number.doc, _after_bound(number)
    if start < len(doc) and doc[start].lower_ == "of":
        start += 1
        if start + 1 < len(doc) and doc[start].lower_ in {"them", "whom", "those", "these"}:
            # "nine of them children"; "nine of them fled" names nobody
            start += 1 if doc[start + 1].tag_ in {"NNS", "JJ"} else 0
        while start < len(doc) and doc[start].tag_ in {"DT", "PRP$", "PDT", "CD"}:
            start += 1
    elif of_needed:
        return ()
    found: list[Token] = []
    nouns = 0  # how many words there are up to the last noun
    for token in doc[start : start + _MAX_COUNTED_TOKENS]:
        if token.tag_ == "CD" and found and found[-1].tag_ == "POS":
            found, nouns = [], 0  # "half of Sudan's 50 million people"
            continue
        if token.tag_ == "CD" and not found and token.i > start:
            continue
        if not _is_inside(token, later=bool(found)):
            break
        found.append(token)
        noun = token.tag_ in _NOUN_TAGS or token.lower_ in words_in("persons")
        if noun and token.lower_ not in words_in("no_nouns"):
            nouns = len(found)
    del found[nouns:]
    while found and (found[0].tag_ in {"HYPH", "RB", "RBS", "POS"} or found[0].is_punct):
        if len(found) > 2 and found[1].text == "-" and not found[0].is_punct:
            break  # "overseas-born hostages"
        del found[0]
    return _without_tail(found)


def _after_bound(number: Token) -> int:
    """Where the words after a number begin, past "or more", "-odd" and "other"."""
    doc, at = number.doc, number.i + 1
    if at + 1 < len(doc) and doc[at].text == "," and doc[at + 1].lower_ == "of" and number.tag_ == "NNS":
        at += 1  # "dozens, if not hundreds, of men"
    while at < len(doc):
        word = doc[at].lower_
        bound = word == "or" and at + 1 < len(doc) and doc[at + 1].lower_ in _AFTER_BOUND
        apart = word in {"-", "–", "—"} and doc[at - 1].whitespace_  # "killing one - the mayor"
        if apart or (not bound and word not in words_in("after_number")):
            break
        at += 1
    return at


def _is_inside(token: Token, *, later: bool) -> bool:
    """Whether a word can be part of the thing counted, its first one or a later one."""
    if token.is_space or token.is_sent_start:
        return False
    if token.text in {"(", ")"}:
        return later and _is_abbreviation_bracket(token)
    if token.text in {"-", "–"} and token.doc[token.i - 1].whitespace_:
        return False  # "killing one - the mayor"
    if token.text in _INSIDE_MARKS or token.lower_ in words_in("hedges"):
        return True
    if token.tag_ in {"VBN", "VBG"}:
        # "40 armed men", but "90 killed", "20 people killed": only before a noun it describes.
        following = next_word(token)
        described = not later and following is not None and following.tag_ in {"JJ", "NNS"}
        return described or label(token) == "amod" or (not later and label(token) in {"compound", "nmod"})
    before = token.doc[token.i - 1]
    if token.tag_ == "CC":  # "Asian and European tourists"
        following = next_word(token)
        if later and before.tag_ == "JJ" and following is not None and following.tag_ == "JJ":
            return True
        return later and _joins_compounds(token)
    if token.tag_ == "CD":  # "Mi-8 helicopters", cut at the hyphen or not
        return not token.text[0].isdigit() or (later and before.text == "-" and not before.whitespace_)
    return token.tag_ in _INSIDE_TAGS


def _joins_compounds(joint: Token) -> bool:
    """Whether two singulars beside an "and" describe one plural: "army and navy troops"."""
    before, at = joint.doc[joint.i - 1], next_word(joint)
    if before.tag_ not in {"NN", "NNP", "JJ"} or before.lower_ in words_in("collectives"):
        return False
    for _ in range(_MAX_COMPOUND):
        if at is None or at.tag_ not in {"NN", "NNP", "JJ", "NNS", "HYPH"}:
            return False
        if at.tag_ == "NNS":
            return at.i > joint.i + 1 and before.head.i >= at.i
        at = next_word(at)
    return False


def _is_abbreviation_bracket(token: Token) -> bool:
    """Whether a bracket holds a short name inside a noun phrase: "Guard Corps (IRGC) members"."""
    start = token.i if token.text == "(" else token.i - 2
    doc = token.doc
    if start < 0 or start + 3 >= len(doc) or doc[start].text != "(" or doc[start + 2].text != ")":
        return False
    return doc[start + 1].text.isupper() and doc[start + 3].tag_ in _NOUN_TAGS


def _without_tail(found: list[Token]) -> Sequence[Token]:
    """Cut what another phrase begins: time words and names that only stand next to the noun."""
    for place, token in enumerate(found[1:], start=1):
        before = found[place - 1]
        timed = token.lower_ in words_in("time_words") or token.ent_type_ == "DATE"
        if before.tag_ in _NOUN_TAGS and timed and before.ent_type_ != "DATE":
            return found[:place]
        if before.tag_ == "NNS" and token.lower_ in words_in("states_after"):
            return found[:place]
        if before.tag_ == "NNS" and label(token) in _OTHER_PHRASE:
            return found[:place]
        if before.tag_ == "NNS" and token.tag_ in _NOUN_TAGS and token.head.i > before.i + 4:
            return found[:place]
    return found


# --- numbers that count nothing ------------------------------------------------------------------


def _is_part_of_name(amount: Amount, words: Sequence[Token]) -> bool:
    """Whether the number stands inside a longer name: "the March 23 Movement", "Flight 93"."""
    first = words[0]
    if amount.evidence != amount.core or amount.unit is not None or first.ent_type_ not in _NAMES:
        return False
    if first.ent_iob_ == "I":
        return True
    following = next_word(words[-1])
    capital = amount.spelled and first.text[:1].isupper() and not first.is_sent_start
    return capital and following is not None and following.ent_iob_ == "I"


def _counts_nothing(page: _Page, figure: _Figure) -> str:
    """Why a number counts nothing by the grammar: a year, a pronoun, part of a name; "" if it counts."""
    amount, head, before = figure.amount, figure.head, figure.before
    following = next_word(figure.last)
    often = {"times", "occasions", "fold"}
    if (head is not None and head.lower_ in often) or (following is not None and following.lower_ in often):
        return "" if _is_how_often(figure) else "a multiple, or how often in no number"
    if amount.year_like:
        # "2011 protests" is a year, "2011 people" is not.
        preposed = before is not None and before.lower_ in {"in", "since", "the", "by", "during"}
        counts = not preposed and head is not None and head.tag_ == "NNS"
        return "" if counts and is_people(figure.counted, page.lexicon) else "a year"
    if len(figure.words) == 1 and figure.last.lower_ == "one":
        return "a pronoun: no number is meant" if _is_pronoun_one(figure) else ""
    if head is not None and _names_one_thing(figure, head):
        return "part of a name: the noun after it is singular"
    if amount.low is not None and amount.low != int(amount.low):
        return "a decimal without a unit"  # "an earthquake of magnitude 4.1 strikes"
    if head is None and amount.low == 0:
        return "nothing is counted"
    alone = amount.vague and len(figure.words) == 1
    if alone and figure.last.lower_ in {"several", "multiple", "few", "couple"}:
        told = _fate(figure) is not None or (
            following is not None
            and (following.pos_ in {"VERB", "AUX"} or following.lower_ in words_in("more_of_them"))
        )
        counts = head is not None or told or _of_something(figure.last)
        return "" if counts else "a vague word with nothing counted"
    if amount.hyphenated:
        doc, at = figure.last.doc, figure.last.i + 2
        counts = at < len(doc) and doc[at].lower_ in words_in("after_number")
        return "" if counts else "part of a compound that counts nothing"
    return ""


def _is_how_often(figure: _Figure) -> bool:
    """ "changed hands nine times"; but "three times more", "several times", "two times the size"."""
    word = next_word(figure.last)
    if figure.amount.vague or word is None or word.lower_ not in {"times", "occasions"}:
        return False
    after = next_word(word)
    return after is None or after.lower_ not in words_in("multiples")


def _is_pronoun_one(figure: _Figure) -> bool:
    """ "wants one", "the one who"; but "kills one", "one soldier", "at least one of them"."""
    if figure.head is None:
        harmed = figure.before is not None and verb_measure(figure.before) is not None
        return figure.is_bare and not harmed and _fate(figure) is None and cue_after(figure.last) is None
    if figure.is_bare and figure.head.lower_ in words_in("one_of_several"):
        return True  # "by one side", "at one point"
    if figure.last.tag_ in {"PRP", "NN", "DT"} and label(figure.last) not in {"nummod", "amod", "det"}:
        return figure.is_bare
    return figure.head.tag_ in {"NNS", "NNPS"}


def _names_one_thing(figure: _Figure, head: Token) -> bool:
    """Whether a singular follows a number above one, which belongs to its name: "a four point plan"."""
    amount = figure.amount
    value = amount.low if amount.low is not None else amount.high
    if value is None or value < 2 or amount.vague or amount.hyphenated:
        return False
    if not figure.is_bare or head.tag_ != "NN":
        return False
    many = head.lower_ in words_in("collectives") or head.lower_.endswith(("children", "men", "people"))
    if many or lemma_of(head) in words_in("persons"):
        return False
    following = next_word(figure.last)
    return head.is_lower and (following is None or following.lower_ != "of")


def _fate(figure: _Figure) -> Token | None:
    """What is said to have happened to people counted alone: "37 were captured", "one is missing"."""
    doc, at = figure.last.doc, figure.last.i + 1
    for token in doc[at : at + _FATE_REACH]:
        if token.is_space or token.is_sent_start:
            return None
        if token.lower_ in words_in("fates"):
            return token
        if token.pos_ not in {"AUX", "ADV"} and token.lower_ not in words_in("more_of_them"):
            return None
    return None


def _of_something(number: Token) -> bool:
    """ "several of them", "two of the men"."""
    following = next_word(number)
    after = next_word(following) if following is not None and following.lower_ == "of" else None
    return after is not None and after.pos_ in {"PRON", "DET", "NOUN", "PROPN"}


def _points_back(figure: _Figure) -> bool:
    """Whether a plain count adds nothing: "the two sides", "the three met", a number that is no argument."""
    if not figure.is_bare:
        return False
    amount = figure.amount
    before = figure.before.lower_ if figure.before is not None else ""
    small = amount.high is not None and amount.high <= _FEW
    if small and before in words_in("definite"):
        return True
    following = next_word(figure.last)
    if figure.counted or (following is not None and following.lower_ in words_in("more_of_them")):
        return False
    if _fate(figure) is not None:
        return False
    role = label(first_conjunct(figure.last))
    if small and before != "another" and not _of_something(figure.last):
        return role not in {"obj", "dobj"} and (amount.spelled or role not in {"nsubj", "nsubjpass"})
    return not amount.vague and role not in _ARGUMENTS


# --- measures ------------------------------------------------------------------------------------


def _cue(page: _Page, figure: _Figure) -> tuple[Cue | None, float]:
    """What befell those counted, by the surest rule that tells, and how sure it is."""
    head, last = figure.head, figure.last
    if figure.amount.hyphenated and last.i + 2 < len(last.doc) and last.doc[last.i + 2].lower_ == "strong":
        return Cue(Measure.DEPLOYED, "strong", last.i + 2), _BY_NOUN  # "a 700-strong contingent"
    noun = cue_by_noun(last, figure.counted)
    if noun is not None:
        return noun, _BY_NOUN
    first = page.tokens(figure.amount.evidence)[0]
    nodes = [*([head] if head is not None else []), *(t for t in reversed(figure.words) if t is not head)]
    found = [
        (cue, node)
        for cue, node in cues_above(nodes, page.cues)
        if _fits(page, figure, cue) and not _is_barred(first, cue)
    ]
    if found:
        best = strongest(found)
        nearer = _cue_nearer(page, figure, first, best)
        chosen, confidence = (best, _BY_GRAMMAR) if nearer is None else (nearer, _BY_ORDER)
        return killed_or_injured(chosen, page.doc), confidence
    for cue in _cues_beside(figure, first):
        if cue is not None and _fits(page, figure, cue):
            return killed_or_injured(cue, page.doc), _BY_ORDER
    if head is None:
        tally = tally_before(first)
        return tally, _BARE if tally is None else _BY_ORDER
    weak = triggers().weak_nouns.get(lemma_of(head))
    return (None if weak is None else Cue(weak, lemma_of(head), head.i)), _BY_NOTHING


def _cue_nearer(page: _Page, figure: _Figure, first: Token, cue: Cue) -> Cue | None:
    """A trigger right after a figure, where another number parts it from the trigger that the tree gives.

    "Some 30 were killed and over 50 miners injured": nothing but the order tells.
    """
    last = figure.head or figure.last
    between = page.doc[cue.at + 1 : first.i] if cue.at < first.i else page.doc[last.i + 1 : cue.at]
    parted = any(t.tag_ == "CD" for t in between)
    parted = parted or (cue.at < first.i and [t.lower_ for t in between][-1:] in (["and"], [","]))
    if not parted:
        return None
    after = cue_after(last)
    if after is None or after.measure is cue.measure or not _fits(page, figure, after):
        return None
    return after if after.at - last.i <= _BESIDE else None


def _is_whole(page: _Page, amount: Amount, previous: QuantityClaim | None) -> bool:
    """Whether a number is what an earlier one is taken from: the 19 of "twelve of the 19 were rescued"."""
    if previous is None or amount.evidence.start - previous.evidence.end > len(" out of the "):
        return False
    between = page.text[previous.evidence.end : amount.evidence.start]
    return " ".join(between.split()) in {"of", "of the", "out of", "out of the", "of its", "of their"}


def _goes_on(page: _Page, figure: _Figure, previous: QuantityClaim) -> bool:
    """Whether a lone number counts what the one before it in its sentence counts."""
    between = page.text[previous.evidence.end : figure.amount.evidence.start]
    told = previous.unit != "person" and _fate(figure) is None
    same_sentence = "\n" not in between and not any(stop in between for stop in (". ", "? ", "! "))
    return told and same_sentence and len(between) <= _MAX_WHOLE_CHARS


def _told_again(page: _Page, figure: _Figure, cue: Cue | None, previous: QuantityClaim | None) -> Cue | None:
    """A lone number that revises or compares an earlier figure: "the figure was 48", "up from 18"."""
    tallied = _tallied(page, cue)
    if tallied and not is_people(tallied, page.lexicon):
        return cue  # "the number of munitions rose to 600"
    if previous is None or previous.measure not in PEOPLE or figure.counted:
        return None
    between = page.text[previous.evidence.end : figure.amount.evidence.start]
    if cue is not None and len(between) <= _MAX_REVISION_CHARS:
        return Cue(previous.measure, cue.trigger, cue.at)
    words = " ".join(between.lower().split())
    compared = words == "from" or words.endswith(_COMPARED)
    before = page.text[max(0, previous.evidence.start - len(" from ")) : previous.evidence.start]
    compared = compared or (words == "to" and before.strip().lower() == "from")
    if compared and len(between) <= _MAX_WHOLE_CHARS:
        return Cue(previous.measure, "up from", figure.last.i)
    return None


def _cues_beside(figure: _Figure, first: Token) -> Iterator[Cue | None]:
    """Triggers that stand beside a figure, whatever the tree says."""
    yield described_by(figure.counted)
    yield cue_after(figure.head or figure.last)
    yield cue_before(first)
    following = next_word(figure.last)
    if following is not None and following.lower_ in words_in("more_of_them"):
        after = next_word(figure.head or following)
        if after is None or after.pos_ not in {"VERB", "AUX"}:  # "13 others were missing"
            yield cue_of_others(first)


def _fits(page: _Page, figure: _Figure, cue: Cue) -> bool:
    """Whether what is counted can have the measure: "burned down 10 houses" hurts nobody."""
    only_people = cue.trigger in triggers().needs_people
    if figure.head is None:
        at = figure.last.i + 3
        own = at < len(figure.last.doc) and figure.last.doc[at].lower_ == "own"  # "lost 11 of their own"
        return own or not only_people
    lemma = lemma_of(figure.head)
    if lemma in triggers().events - words_in("persons"):
        return False
    if cue.measure in _OF_ANYTHING and not only_people:
        lifeless = lemma in triggers().things[Measure.DEPLOYED] | words_in("lifeless")
        return not lifeless and location_at(figure.head, page.lexicon) is None
    return lemma in triggers().things[cue.measure] or is_people(figure.counted, page.lexicon)


def _is_barred(first: Token, cue: Cue) -> bool:
    """Whether another verb right before the number takes it: "killing 30 and kidnapping 200"."""
    if not first.i or first.is_sent_start:
        return False
    before = first.doc[first.i - 1]
    if cue.at >= before.i:
        return False
    if before.pos_ == "VERB" and before.tag_ in {"VBG", "VBD", "VBZ"}:
        return True
    # "kills four guards and wounds nine", where the tagger saw a noun
    joined = before.i > 0 and first.doc[before.i - 1].lower_ in {"and", ",", "while"}
    return joined and before.lower_.endswith("s") and verb_measure(before) is not None


# --- about whom and where, as part of what -------------------------------------------------------


def _about(page: _Page, last: Token, counted: Sequence[Token], cue: Cue | None) -> tuple[Mention, ...]:
    """The population counted and the places it is counted in, each once, in reading order."""
    node = counted[-1] if counted else last
    found: list[Mention | None] = []
    if counted:
        whole = actor_at(node, page.lexicon) or location_at(node, page.lexicon)
        found.append(whole or next((m for t in counted if (m := actor_at(t, page.lexicon))), None))
    near = list(modifiers(node))
    if cue is not None:
        trigger = page.doc[cue.at]
        near += obliques(trigger) if is_verbal(trigger) else modifiers(trigger)
    for preposition, noun in near:
        if preposition in words_in("where"):
            place = location_at(noun, page.lexicon)
            of_whom = preposition == "of" and not counted
            found.append(place or (actor_at(noun, page.lexicon) if of_whom else None))
    if cue is not None and not any(m is not None and m.kind is Kind.LOCATION for m in found):
        place = _place_near(page, node) or _place_of_event(page, node)
        if place is None and cue.measure in _STAYING:
            place = _place_before(page, node)
        found.append(place)
    return _once(m for m in found if m is not None)


def _about_part(
    about: tuple[Mention, ...], subset: Reference | None, whole: QuantityClaim | None
) -> tuple[Mention, ...]:
    """A part is where its whole is, unless it has a place of its own."""
    if subset is None or whole is None or any(m.kind is Kind.LOCATION for m in about):
        return about
    return _once((*about, *(m for m in whole.about if m.kind is Kind.LOCATION)))


def _once(mentions: Iterable[Mention]) -> tuple[Mention, ...]:
    """Each mention once, in reading order."""
    kept = {(m.kind, m.evidence): m for m in reversed(list(mentions))}
    return tuple(sorted(kept.values(), key=lambda mention: mention.evidence))


def _place_near(page: _Page, node: Token) -> Mention | None:
    """The nearest named place of the sentence that a preposition of place governs."""
    begin, end = _stretch(page, node)
    return _governed_place(page, begin, end, node.i)


def _place_of_event(page: _Page, node: Token) -> Mention | None:
    """The place of an event told in the sentence: "as the battle for Goma goes on, 300 are trapped"."""
    begin, end = _stretch(page, node)
    for token in page.doc[begin:end]:
        if token.tag_ not in _NOUN_TAGS or lemma_of(token) not in triggers().events | words_in("events"):
            continue
        for preposition, noun in modifiers(token):
            place = location_at(noun, page.lexicon) if preposition in words_in("where_of_event") else None
            if place is not None and place.form is Form.NAME:
                return place
    return None


def _place_before(page: _Page, node: Token) -> Mention | None:
    """The place of the sentence before: "civilians are in Goma. Some 80,000 are still inside."."""
    first, _ = _stretch(page, node)
    if first == 0 or not page.doc[first].is_sent_start:
        return None
    begin, _ = _stretch(page, page.doc[first - 1])
    return _governed_place(page, begin, first, first)


def _stretch(page: _Page, node: Token) -> tuple[int, int]:
    """A token's sentence, as far as a place may be from it."""
    doc, begin, end = page.doc, node.i, node.i + 1
    while begin > 0 and node.i - begin < _PLACE_REACH and not doc[begin].is_sent_start:
        begin -= 1
    while end < len(doc) and end - node.i < _PLACE_REACH and not doc[end].is_sent_start:
        end += 1
    return begin, end


def _governed_place(page: _Page, begin: int, end: int, at: int) -> Mention | None:
    """The named place after a preposition of place that is nearest to a token."""
    doc = page.doc
    places: list[tuple[int, Mention]] = []
    for token in doc[begin:end]:
        if token.lower_ not in words_in("where_in_sentence"):
            continue
        for following in doc[token.i + 1 : min(end, token.i + _PLACE_WORDS)]:
            place = location_at(following, page.lexicon)
            if place is not None and place.form is Form.NAME:
                places.append((abs(token.i - at), place))
                break
            if following.pos_ not in {"DET", "ADJ", "PROPN", "NOUN"} and following.lower_ != "of":
                break
    return min(places, key=lambda found: (found[0], found[1].evidence))[1] if places else None


def _subset_of(page: _Page, figure: _Figure, previous: QuantityClaim | None) -> Reference | None:
    """The figure that this one is a part of: "9,000 villagers, including 700 infants"."""
    amount = figure.amount
    if previous is not None and _of_these(page, amount, previous):
        return Reference("QuantityClaim", previous.evidence)
    if previous is None or amount.evidence.start - previous.evidence.end > _MAX_WHOLE_CHARS:
        return None
    between = page.text[previous.evidence.end : amount.evidence.start]
    if previous.subset_of is not None and _is_listed(page, previous.evidence, amount.evidence, between):
        return previous.subset_of  # "including two journalists and nine medics"
    if "\n" in between or any(stop in between for stop in (". ", "; ", "? ", "! ")):
        return None
    if _includes_others(page, amount, previous):
        return None
    after = page.text[amount.evidence.end : amount.evidence.end + 20].lower()
    told = next((cue for cue in _SUBSET_BEFORE if cue in between.lower()), "")
    if told == "includ" and label(first_conjunct(figure.head or figure.last)) in _SUBJECTS:
        return None  # "three died, including the gunman, one man is wounded"
    told = told or (after if after.startswith(_SUBSET_AFTER) else "")
    whole = previous.low if previous.low is not None else previous.high
    part = amount.low if amount.low is not None else amount.high
    if after.lstrip().startswith(("others", "more ", "other ")) or not _still_included(
        page, previous, amount
    ):
        return None
    if not told or (whole is not None and part is not None and part > whole):
        return None
    return Reference("QuantityClaim", previous.evidence)


def _of_these(page: _Page, amount: Amount, previous: QuantityClaim) -> bool:
    """ "About 260 families left. Of these, 180 are camped in the hall": a part told in the next sentence."""
    between = page.text[previous.evidence.end : amount.evidence.start]
    if len(between) > _MAX_REVISION_CHARS or not _OF_THESE.search(between):
        return False
    whole, part = previous.low or previous.high, amount.low or amount.high
    return whole is None or part is None or part <= whole


def _includes_others(page: _Page, amount: Amount, previous: QuantityClaim) -> bool:
    """Whether "which include" speaks of another noun: "24 bombs at targets which include two bridges"."""
    words = page.doc.char_span(previous.evidence.end, amount.evidence.start, alignment_mode="contract")
    for token in words if words is not None else ():
        if token.lower_ in {"include", "includes", "included"} and token.i > 1:
            before = page.doc[token.i - 1]
            noun = page.doc[token.i - (3 if page.doc[token.i - 2].text == "," else 2)]
            known = previous.counted is not None and previous.counted.start <= noun.idx < previous.counted.end
            return before.lower_ in {"which", "that", "who"} and noun.tag_ == "NNS" and not known
    return False


def _still_included(page: _Page, previous: QuantityClaim, amount: Amount) -> bool:
    """Whether no clause ends between two figures: "including the gunman who fell, and four were hurt"."""
    words = page.doc.char_span(previous.evidence.end, amount.evidence.start, alignment_mode="contract")
    begun = False
    for token in words if words is not None else ():
        begun = begun or token.lower_.startswith(("includ", "among", "of"))
        if begun and token.tag_ in {"VBD", "VBP", "VBZ", "MD"} and token.lemma_.lower() not in _MERE_VERBS:
            return False
    return True


def _is_listed(page: _Page, part: Span, other: Span, between: str) -> bool:
    """Whether a number only continues a list of parts."""
    if len(between) > _MAX_LISTED_CHARS or any(stop in between for stop in ".;:!?\n"):
        return False
    if not between.rstrip().endswith((",", " and")):
        return False
    words = page.doc.char_span(part.end, other.start, alignment_mode="contract")
    return words is not None and not any(t.pos_ in {"VERB", "AUX"} for t in words)
