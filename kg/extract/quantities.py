"""Quantity claims: the figures of an article, with their bounds, their measure and what they count.

In:  an analysed article.
Out: one QuantityClaim for each number that counts or measures something, in reading order.

The numbers, bounds and units come from the words alone (`_numbers`); the grammar tells what happened to
those who are counted. Knows nothing of statements and operations (joined later, by span), RDF or the web.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kg.extract._numbers import Amount, amounts, words_of
from kg.extract._phrases import Lexicon, actor_at, location_at, make_lexicon
from kg.extract._times import time_of, times
from kg.gazetteer import Gazetteer
from kg.grammar import (
    char_span,
    compounds,
    first_conjunct,
    governor,
    is_passive,
    is_verbal,
    label,
    modifiers,
    objects,
    obliques,
    passive_subjects,
    phrase_head,
    subjects,
)
from kg.model import (
    ActorType,
    Article,
    Finding,
    Measure,
    Mention,
    QuantityClaim,
    Reference,
    Span,
    TimeExpression,
    TimePrecision,
)
from kg.patterns import concepts

if TYPE_CHECKING:
    from kg.extract import Extract

# How sure a rule is of the measure it gives.
_BY_UNIT = 0.95  # the unit says it
_BY_GRAMMAR = 0.9  # the argument of a trigger
_BY_NOUN = 0.9  # the counted noun says it
_BY_ORDER = 0.75  # a trigger stands right beside the number
_BY_NOTHING = 0.7  # a plain count of a noun
_BARE = 0.55  # a number with no noun and no trigger

_PEOPLE = frozenset(
    {
        Measure.KILLED,
        Measure.INJURED,
        Measure.CASUALTIES,
        Measure.TRAPPED,
        Measure.DISPLACED,
        Measure.FLED,
        Measure.ARRIVED,
        Measure.PRESENT,
        Measure.DEPLOYED,
        Measure.USED_AS_SHIELDS,
        Measure.ABUSED,
        Measure.AT_RISK,
    }
)
# These may be said of what we do not know to be people.
_OF_ANYTHING = frozenset({Measure.KILLED, Measure.CASUALTIES, Measure.USED_AS_SHIELDS})
_UNIT_MEASURES: Mapping[str, Measure] = MappingProxyType(
    {
        "distance": Measure.DISTANCE,
        "duration": Measure.DURATION,
        "money": Measure.MONEY,
        "share": Measure.SHARE,
        "extent": Measure.COUNT,
    }
)
_WHERE = words_of(
    "in inside at from near across around within throughout outside into to on along over of towards toward"
)
# "lost 40 soldiers" tells of dead; "lost 40" may be seats, tanks or games.
_WITH_PEOPLE_NAMED = frozenset({"lose", "face", "threaten", "remain", "receive", "welcome", "return"})
# "a group of 40", "a total of 40": the figure belongs to what the light noun belongs to.
_LIGHT = words_of(
    "group total number estimate figure figures crowd band convoy team unit maximum minimum average "
    "majority record family batch wave contingent column people person civilian child man woman member"
)
_PERSONS = words_of(
    "people person civilian child man woman boy girl baby infant adult student pupil teacher worker "
    "villager farmer resident soldier troop fighter militant rebel insurgent gunman policeman crew "
    "officer guard prisoner detainee hostage refugee migrant family household patient doctor nurse "
    "medic journalist employee passenger victim survivor protester demonstrator miner sailor pilot "
    "recruit conscript mercenary terrorist jihadist militiaman serviceman personnel peacekeeper "
    "official minister leader commander member citizen national foreigner worshipper pilgrim shopper "
    "bystander caller suspect captive inmate deserter orphan widow mother father brother sister "
    "relative volunteer activist lawyer driver guest pensioner mourner evacuee idp returnee individual "
    "youth teenager attacker son daughter colleague comrade friend grandmother grandfather grandchild "
    "cousin uncle aunt neighbour neighbor husband wife counterrevolutionary insurrectionist tribesman "
    "countryman bomber assailant paramilitary reservist sniper operative trooper marine paratrooper "
    "firefighter rescuer"
)
_TAKES_NUMBER_ON = words_of("to at past above over beyond from by as")
_DEFINITE = words_of("the these those all both other")
_FEW = 10  # definite numbers up to here point back at something: "the two sides"
_TALLY_REACH = 30  # tokens between a tally and a number that is its value
_MAX_COUNTED_TOKENS = 9  # between a number and its noun
_SKIPPED_AFTER = words_of(
    "also reportedly allegedly then later already all currently now still again confirmed feared "
    "believed thought reported said known be being been is was are were has have had to more others "
    "other may might could would will and or"
)
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})
_INSIDE_TAGS = frozenset(
    {
        "JJ",
        "JJR",
        "JJS",
        "VBN",
        "VBG",
        "NN",
        "NNS",
        "NNP",
        "NNPS",
        "HYPH",
        "AFX",
        "RB",
        "RBS",
        "POS",
        "FW",
        "CD",
    }
)
# "two suspected militants": taggers like to see a verb there.
_HEDGES = words_of("reported suspected alleged unidentified confirmed presumed accused armed wanted")
_TIME_WORDS = words_of(
    "last this next past late early earlier later yesterday today tonight tomorrow overnight ago monday "
    "tuesday wednesday thursday friday saturday sunday daily weekly monthly so only alone there here"
)
# What stands after a number without naming who is counted: "30 dead", "20 others".
_NO_NOUNS = words_of("own others other dead wounded injured killed missing more")
# Singular in form, many in meaning.
_COLLECTIVES = words_of(
    "people police personnel staff crew cattle aircraft sheep infantry cavalry livestock spacecraft "
    "hovercraft dead injured wounded missing homeless percent military artillery ammunition militia "
    "security youth clergy offspring troop km strong hp each more apiece total others"
)
_TALLIES = words_of("number toll count tally total figure estimate")
_SUBSET_CUES = (
    "including",
    "includes",
    "included",
    "among them",
    "among whom",
    "of whom",
    "of which",
    "of them",
    "amongst them",
)


@dataclass(frozen=True, slots=True)
class _Cue:
    """Something that says what a number counts."""

    measure: Measure
    trigger: str  # the words of the concept that matched
    at: int  # index of its token
    aside: bool = False  # in a clause that only describes the counted ones


@dataclass(frozen=True, slots=True)
class _Triggers:
    """The words of all measures."""

    verbs: Mapping[str, Measure]
    subject_verbs: frozenset[str]
    nouns: Mapping[str, Measure]
    weak_nouns: Mapping[str, Measure]
    adjectives: Mapping[str, Measure]
    phrases: Mapping[str, tuple[tuple[tuple[str, ...], Measure], ...]]  # by first lemma
    subject_phrases: frozenset[tuple[str, ...]]
    things: Mapping[Measure, frozenset[str]]
    form_of: Mapping[str, str]  # inflected forms of the verbs, since lemmatizers do not know them all
    events: frozenset[str]  # nouns that name operations


@cache
def _triggers() -> _Triggers:
    verbs: dict[str, Measure] = {}
    subject_verbs: set[str] = set()
    nouns: dict[str, Measure] = {}
    weak: dict[str, Measure] = {}
    adjectives: dict[str, Measure] = {}
    phrases: dict[str, list[tuple[tuple[str, ...], Measure]]] = {}
    subject_phrases: set[tuple[str, ...]] = set()
    things: dict[Measure, frozenset[str]] = {}
    irregular: dict[str, str] = {}
    for concept in concepts("measure"):
        measure = Measure(concept.notation)
        verbs.update(dict.fromkeys(concept.verbs, measure))
        nouns.update(dict.fromkeys(concept.nouns, measure))
        for phrase in concept.phrases:
            parts = tuple(phrase.split())
            phrases.setdefault(parts[0], []).append((parts, measure))
        subject_verbs.update(concept.notes.get("subjectVerb", ()))
        weak.update(dict.fromkeys(concept.notes.get("weakNoun", ()), measure))
        adjectives.update(dict.fromkeys(concept.notes.get("triggerAdjective", ()), measure))
        subject_phrases.update(tuple(p.split()) for p in concept.notes.get("subjectPhrase", ()))
        for pair in concept.notes.get("irregularForm", ()):
            form, _, verb = pair.partition(" ")
            irregular[form] = verb
        things[measure] = frozenset(concept.notes.get("countsThing", ()))
    return _Triggers(
        verbs=MappingProxyType(verbs),
        subject_verbs=frozenset(subject_verbs),
        nouns=MappingProxyType(nouns),
        weak_nouns=MappingProxyType(weak),
        adjectives=MappingProxyType(adjectives),
        phrases=MappingProxyType({first: tuple(rest) for first, rest in phrases.items()}),
        subject_phrases=frozenset(subject_phrases),
        things=MappingProxyType(things),
        form_of=MappingProxyType(_forms({*verbs, *phrases}) | irregular),
        events=frozenset(noun for concept in concepts("operationType") for noun in concept.nouns),
    )


def _forms(verbs: Iterable[str]) -> dict[str, str]:
    """Regular forms of verbs; those with a doubled consonant that nobody writes do no harm."""
    found: dict[str, str] = {}
    for verb in sorted(verbs):
        stem = verb.removesuffix("e")
        changed = verb[:-1] + "i" if verb.endswith("y") and verb[-2:-1] not in set("aeiou") else verb
        for form in (
            verb,
            changed + ("es" if verb.endswith(("s", "sh", "ch", "x", "o")) or changed != verb else "s"),
            (changed if changed != verb else stem) + "ed",
            stem + "ing",
            verb + verb[-1] + "ed",
            verb + verb[-1] + "ing",
        ):
            found.setdefault(form, verb)
    return found


# --- the public function -------------------------------------------------------------------------


def extractor(gazetteer: Gazetteer) -> "Extract":
    """The extractor of quantity claims, ready to run over articles."""
    lexicon = make_lexicon(gazetteer)

    def extract(doc: Doc, article: Article) -> Iterator[Finding]:
        return find_quantities(doc, article, lexicon)

    return extract


def find_quantities(doc: Doc, article: Article, lexicon: Lexicon) -> Iterator[QuantityClaim]:
    """Yield every figure of an article, in reading order."""
    found = amounts(doc.text)
    if not found:
        return
    cues = _cues(doc, lexicon)
    expressions = times(doc, article)
    claims: list[QuantityClaim] = []
    previous: QuantityClaim | None = None
    kept: set[Span] = set()
    for amount in found:
        claim = _claim(doc, amount, cues, expressions, lexicon, previous)
        if claim is None or (claim.conversion_of is not None and claim.conversion_of.evidence not in kept):
            continue
        kept.add(claim.evidence)
        claims.append(claim)
        if claim.measure in _PEOPLE or claim.measure is Measure.COUNT:
            previous = claim
    yield from _shared_measures(doc.text, claims)


def _shared_measures(text: str, claims: Sequence[QuantityClaim]) -> Sequence[QuantityClaim]:
    """Give a plain count the measure of the next in a coordination: "four guards and two rebels dead"."""
    shared = list(claims)
    for place in range(len(shared) - 2, -1, -1):
        this, following = shared[place], shared[place + 1]
        if this.measure is not Measure.COUNT or this.unit != "person" or this.counted is None:
            continue
        if following.measure not in _PEOPLE or following.confidence != _BY_ORDER or following.subset_of:
            continue
        between = text[this.counted.end : following.evidence.start]
        if between.strip() in {"and", ",", ", and"}:
            noun = this.of
            shared[place] = replace(
                this,
                measure=following.measure,
                pattern=following.pattern,
                confidence=_BY_ORDER,
                of=f"{noun}, {following.measure.value}",
            )
    return shared


# --- one claim -----------------------------------------------------------------------------------


def _claim(
    doc: Doc,
    amount: Amount,
    cues: Mapping[int, Sequence[_Cue]],
    expressions: Sequence[TimeExpression],
    lexicon: Lexicon,
    previous: QuantityClaim | None,
) -> QuantityClaim | None:
    words = _tokens(doc, amount.core)
    if not words or _is_part_of_name(amount, words):
        return None
    if amount.unit is not None:
        return _measured(doc, amount, words, expressions, lexicon)
    counted = _counted(amount, words)
    if _is_no_count(amount, words, counted, lexicon):
        return None
    subset = _subset_of(doc, amount, previous)
    cue, confidence = _measure(amount, words, counted, cues, lexicon)
    if cue is None and subset is not None and previous is not None and _is_people(counted, lexicon):
        cue, confidence = _Cue(previous.measure, "subset", words[-1].i), _BY_ORDER
    measure = cue.measure if cue is not None else Measure.COUNT
    if measure is Measure.COUNT and _points_back(doc, amount, words, counted):
        return None
    about = _about(doc, words, counted, cue, lexicon)
    node = doc[cue.at] if cue is not None else (counted[-1] if counted else words[-1])
    return QuantityClaim(
        evidence=amount.evidence,
        pattern=f"measure-{measure.value}/{cue.trigger if cue else 'noun' if counted else 'number'}",
        confidence=confidence,
        core=amount.core,
        low=amount.low,
        high=amount.high,
        comparator=amount.comparator,
        measure=measure,
        unit=_unit_of_count(measure, counted, lexicon),
        of=_of(measure, counted),
        counted=char_span(counted) if counted else None,
        about=about,
        subset_of=subset,
        as_of=_as_of(node, expressions),
    )


def _as_of(node: Token, expressions: Sequence[TimeExpression]) -> TimeExpression | None:
    """When a figure holds; a mere length of time says nothing of that."""
    time = time_of(node, expressions)
    return None if time is None or time.precision is TimePrecision.DURATION else time


def _tokens(doc: Doc, span: Span) -> list[Token]:
    words = doc.char_span(span.start, span.end, alignment_mode="expand")
    return list(words) if words is not None else []


def _measured(
    doc: Doc, amount: Amount, words: Sequence[Token], expressions: Sequence[TimeExpression], lexicon: Lexicon
) -> QuantityClaim | None:
    """A figure with a unit: a distance, a duration, money, a share, an extent."""
    unit = amount.unit
    if unit is None or (unit.kind == "duration" and amount.vague):
        return None  # "several days": no numeral, no figure
    measure = _UNIT_MEASURES[unit.kind]
    counted: list[Token] = []
    if unit.kind in {"share", "extent"} or (unit.kind == "money" and amount.hyphenated):
        counted = _noun_after(words[-1], of_needed=not amount.hyphenated)
    last = words[-1]
    about = _about(doc, words, counted, None, lexicon) if unit.kind in {"share", "distance"} else ()
    what = [t.text for t in counted]
    return QuantityClaim(
        evidence=amount.evidence,
        pattern=f"units/{unit.name}",
        confidence=_BY_UNIT,
        core=amount.core,
        low=amount.low,
        high=amount.high,
        comparator=amount.comparator,
        measure=measure,
        unit=unit.name,
        of=doc.text[char_span(counted).start : char_span(counted).end] if what else unit.kind,
        counted=char_span(counted) if counted else None,
        about=about,
        conversion_of=Reference("QuantityClaim", amount.conversion_of) if amount.conversion_of else None,
        as_of=_as_of(last, expressions) if unit.kind in {"share", "money", "extent"} else None,
    )


def _of(measure: Measure, counted: Sequence[Token]) -> str:
    """What is counted, in words: "villagers, killed"."""
    noun = _text(counted) or ("people" if measure in _PEOPLE else "things")
    return noun if measure is Measure.COUNT else f"{noun}, {measure.value}"


def _lemma(noun: Token) -> str:
    """The lemma in lower case; a plural that the lemmatizer left alone loses its "s"."""
    lemma = noun.lemma_.lower()
    if noun.tag_ == "NNS" and lemma == noun.lower_ and lemma.endswith("s") and not lemma.endswith("ss"):
        return lemma[:-1]
    return lemma


def _text(words: Sequence[Token]) -> str:
    if not words:
        return ""
    doc, span = words[0].doc, char_span(words)
    return " ".join(doc.text[span.start : span.end].split())


# --- what is counted -----------------------------------------------------------------------------


def _counted(amount: Amount, words: Sequence[Token]) -> list[Token]:
    """The words of the thing counted, the last one its head; empty when none is named."""
    return _noun_after(words[-1], of_needed=False)


def _noun_after(number: Token, *, of_needed: bool) -> list[Token]:
    doc, start = number.doc, number.i + 1
    # A bound may stand after the number: "500 or more fighters", "60-odd houses".
    while (
        start < len(doc)
        and doc[start].lower_
        in {
            "more",
            "or",
            "so",
            "-",
            "–",
            "odd",
            "plus",
            "+",
            "strong",
            "other",
            "others",
            "additional",
            "further",
            "fewer",
            "less",
        }
        and (
            doc[start].lower_ != "or"
            or (start + 1 < len(doc) and doc[start + 1].lower_ in {"more", "so", "fewer", "less"})
        )
    ):
        start += 1
    of_seen = start < len(doc) and doc[start].lower_ == "of"
    if of_needed and not of_seen:
        return []
    if of_seen:
        start += 1
        while start < len(doc) and (
            doc[start].tag_ in {"DT", "PRP$", "PDT"} or doc[start].lower_ in {"its", "their", "the", "all"}
        ):
            start += 1
    found: list[Token] = []
    last_noun = -1
    for position in range(start, min(len(doc), start + _MAX_COUNTED_TOKENS)):
        token = doc[position]
        if not _is_inside(token, position > start):
            break
        found.append(token)
        if (
            (token.tag_ in _NOUN_TAGS or token.lower_ in _PERSONS)
            and not _follows_comma(token)
            and token.lower_ not in _NO_NOUNS
        ):
            last_noun = len(found)
    if last_noun < 0:
        return []
    found = found[:last_noun]
    while (found and found[0].tag_ in {"HYPH", "RB", "RBS", "POS"}) or (
        found and found[0].text in {"-", "–"}
    ):
        found = found[1:]
    return _without_tail(number, found)


def _is_inside(token: Token, later: bool) -> bool:
    if token.is_space or token.is_sent_start:
        return False
    if token.text in {"(", ")"}:
        return later and _is_abbreviation_bracket(token)
    if token.text in {"[", "]", "-", "–", "“", "”", '"', "‘", "’", "'", "/"}:
        return True
    if token.lower_ in _HEDGES:
        return True
    if token.tag_ in {"VBN", "VBG"}:
        # "40 armed men", "90 killed" (no noun), "20 people killed": only before a noun it describes.
        return (not later and label(token) in {"amod", "compound", "nmod"}) or label(token) == "amod"
    if token.tag_ == "CC":  # "Asian and European tourists"
        after = token.doc[token.i + 1].tag_ if token.i + 1 < len(token.doc) else ""
        return later and [token.doc[token.i - 1].tag_, after] == ["JJ", "JJ"]
    if token.tag_ == "CD":
        return (
            later and token.doc[token.i - 1].text == "-" and not token.doc[token.i - 1].whitespace_
        )  # "A-10"
    return token.tag_ in _INSIDE_TAGS


def _is_abbreviation_bracket(token: Token) -> bool:
    """Whether a bracket holds one short name in the middle of a noun phrase: "Guard Corps (IRGC) members"."""
    start = token.i if token.text == "(" else token.i - 2
    doc = token.doc
    if start < 0 or start + 3 >= len(doc) or doc[start].text != "(" or doc[start + 2].text != ")":
        return False
    return doc[start + 1].text.isupper() and doc[start + 3].tag_ in _NOUN_TAGS


def _follows_comma(token: Token) -> bool:
    return token.i > 0 and token.doc[token.i - 1].text in {",", ";"}


def _without_tail(number: Token, found: list[Token]) -> list[Token]:
    """Cut what another phrase begins: time words and names that only stand next to the noun."""
    for place, token in enumerate(found[1:], start=1):
        before = found[place - 1]
        if before.tag_ in {"NN", "NNS"} and token.lower_ in _TIME_WORDS:
            return found[:place]
        if before.tag_ == "NNS" and token.tag_ in {"NNP", "NN", "NNS"} and token.head.i > before.i + 4:
            return found[:place]
        if before.tag_ == "NNS" and label(token) in {
            "obl",
            "npadvmod",
            "nsubj",
            "nsubjpass",
            "obj",
            "dobj",
            "appos",
        }:
            return found[:place]
        if before.tag_ in _NOUN_TAGS and token.ent_type_ == "DATE" and before.ent_type_ != "DATE":
            return found[:place]
    if found and found[-1].pos_ == "VERB" and len(found) > 1:
        return found[:-1]
    return found


def _is_part_of_name(amount: Amount, words: Sequence[Token]) -> bool:
    """Whether the number stands inside a longer name: "the March 23 Movement", "Flight 93"."""
    if amount.evidence != amount.core or amount.unit is not None:
        return False
    first = words[0]
    if not first.ent_type_ or first.ent_type_ not in {
        "PERSON",
        "ORG",
        "LOC",
        "GPE",
        "FAC",
        "EVENT",
        "PRODUCT",
        "WEAPON",
        "VEHICLE",
        "LAW",
    }:
        return False
    if first.ent_iob_ == "I":
        return True
    return (
        amount.spelled
        and first.text[:1].isupper()
        and not first.is_sent_start
        and words[-1].i + 1 < len(first.doc)
        and (first.doc[words[-1].i + 1].ent_iob_ == "I")
    )


def _is_no_count(amount: Amount, words: Sequence[Token], counted: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether the grammar shows that a number counts nothing: years, pronouns, listings."""
    head = counted[-1] if counted else None
    first, last = words[0], words[-1]
    before = first.doc[first.i - 1] if first.i else None
    if amount.year_like:
        # "2011 protests" is a year, "2011 people" is not.
        preposed = before is not None and before.lower_ in {"in", "since", "the", "by", "during"}
        return head is None or preposed or head.tag_ != "NNS" or not _is_people(counted, lexicon)
    if amount.low == 1 and first.lower_ == "one" and len(words) == 1:
        if head is None:
            # "kills one", but not "wants one"
            return amount.evidence == amount.core and (before is None or _verb_measure(before) is None)
        if first.tag_ in {"PRP", "NN", "DT"} and label(first) not in {"nummod", "amod", "det"}:
            return amount.evidence == amount.core
        return head.tag_ in {"NNS", "NNPS"}
    if head is not None and _is_one_thing(amount, words, head):
        return True  # "a four point plan"
    if (
        head is not None
        and head.tag_ == "NN"
        and before is not None
        and before.tag_ in {"NNP", "NNPS"}
        and (amount.evidence == amount.core and not amount.spelled and _lemma(head) not in _PERSONS)
    ):
        return True  # "the Detachment 88 squad"
    if amount.low is not None and amount.low != int(amount.low) and head is None:
        return True
    if amount.low == 0 and amount.high == 0:
        return head is None
    if amount.vague and len(words) == 1 and first.lower_ in {"several", "multiple", "few", "couple"}:
        following = _next_word(last)
        return (
            head is None
            and not _of_pronoun(last)
            and (following is None or following.pos_ not in {"VERB", "AUX"})
        )
    if amount.hyphenated:
        return last.i + 2 >= len(first.doc) or first.doc[last.i + 2].lower_ not in {
            "strong",
            "odd",
            "plus",
            "some",
        }
    return False


def _is_one_thing(amount: Amount, words: Sequence[Token], head: Token) -> bool:
    """Whether the noun after a number above one is a singular, so that the number belongs to its name."""
    value = amount.low if amount.low is not None else amount.high
    if value is None or value < 2 or amount.vague or amount.evidence != amount.core or head.tag_ != "NN":
        return False
    if head.lower_ in _COLLECTIVES or _lemma(head) in _PERSONS or head.doc[words[-1].i + 1].lower_ == "of":
        return False
    return head.lower_ == head.text


def _of_pronoun(number: Token) -> bool:
    """ "several of them"."""
    doc = number.doc
    return (
        number.i + 2 < len(doc)
        and doc[number.i + 1].lower_ == "of"
        and doc[number.i + 2].pos_ in {"PRON", "DET", "NOUN", "PROPN"}
    )


def _points_back(doc: Doc, amount: Amount, words: Sequence[Token], counted: Sequence[Token]) -> bool:
    """Whether a plain count adds nothing: "the two sides", "the three met", a number that is no argument."""
    if amount.evidence != amount.core:
        return False
    first = words[0]
    before = doc[first.i - 1].lower_ if first.i else ""
    small = amount.high is not None and amount.high <= _FEW
    if small and before in _DEFINITE:
        return True
    if counted:
        return False
    role = label(first_conjunct(words[-1]))
    if small and not _of_pronoun(words[-1]) and before != "another":
        return role not in {"obj", "dobj"} and not (role in {"nsubj", "nsubjpass"} and not amount.spelled)
    if amount.vague:
        return False
    return role not in {"nsubj", "nsubjpass", "obj", "dobj", "obl", "pobj", "root"}


def _is_people(counted: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether those counted are people; nobody named passes, since people are what is left out."""
    if not counted:
        return True
    head = counted[-1]
    lemma = _lemma(head)
    if lemma in _PERSONS or lemma.endswith(("man", "men", "woman", "women")):
        return True
    if lemma in _triggers().nouns or lemma in _triggers().weak_nouns:
        return True
    if (
        head.ent_type_ == "NORP"
        or (head.tag_ == "NNPS" and location_at(head, lexicon) is None)
        or lemma in {"other", "others", "own", "them"}
    ):
        return True
    actor = actor_at(head, lexicon)
    return actor is not None and actor.type not in {
        ActorType.STATE,
        ActorType.GOVERNMENT,
        ActorType.MEDIA_OUTLET,
    }


def _unit_of_count(measure: Measure, counted: Sequence[Token], lexicon: Lexicon) -> str:
    """What the numbers are numbers of: "person", "event" or "object"."""
    lemma = _lemma(counted[-1]) if counted else ""
    if counted and lemma in _triggers().events and lemma not in _PERSONS and measure is Measure.COUNT:
        return "event"
    if measure is Measure.DEPLOYED and lemma in _triggers().things[measure]:
        return "object"
    if measure is Measure.COUNT:
        return "person" if _is_people(counted, lexicon) else "object"
    return "person"


# --- measures ------------------------------------------------------------------------------------


def _measure(
    amount: Amount,
    words: Sequence[Token],
    counted: Sequence[Token],
    cues: Mapping[int, Sequence[_Cue]],
    lexicon: Lexicon,
) -> tuple[_Cue | None, float]:
    triggers = _triggers()
    head = counted[-1] if counted else None
    if head is not None and _lemma(head) in triggers.nouns:
        noun = _lemma(head)
        return _Cue(triggers.nouns[noun], noun, head.i), _BY_NOUN
    if head is None or _lemma(head) not in triggers.nouns:
        following = _next_word(words[-1])
        if head is None and following is not None and following.lower_ in triggers.nouns:
            return _Cue(triggers.nouns[following.lower_], following.lower_, following.i), _BY_NOUN

    def fits(cue: _Cue) -> bool:
        return _fits(cue, words[-1], counted, lexicon)

    nodes = [head] if head is not None else []
    nodes += [t for t in reversed(words) if t is not head]
    for node in _upwards(nodes):
        known = [cue for cue in cues.get(node.i, ()) if fits(cue) and not _is_barred(amount, words, cue)]
        if known:
            return _strongest(known, node), _BY_GRAMMAR
    for cue in (_described(counted), _beside(amount, words, counted)):
        if cue is not None and fits(cue):
            return cue, _BY_ORDER
    if head is None:
        tally = _tally_before(words[0])
        if tally is not None:
            return tally, _BARE
    if (
        amount.hyphenated
        and words[-1].i + 2 < len(words[-1].doc)
        and words[-1].doc[words[-1].i + 2].lower_ == "strong"
    ):
        return _Cue(Measure.DEPLOYED, "strong", words[-1].i + 2), _BY_ORDER
    if head is not None and _lemma(head) in triggers.weak_nouns:
        noun = _lemma(head)
        return _Cue(triggers.weak_nouns[noun], noun, head.i), _BY_NOTHING
    return None, _BY_NOTHING if counted else _BARE


def _is_barred(amount: Amount, words: Sequence[Token], cue: _Cue) -> bool:
    """Whether another verb right before the number takes it: "killing 30 and kidnapping 200"."""
    first = _tokens(words[0].doc, amount.evidence)[0]
    if not first.i or first.is_sent_start:
        return False
    before = words[0].doc[first.i - 1]
    return before.tag_ in {"VBG", "VBD", "VBZ"} and before.pos_ == "VERB" and cue.at < before.i


def _tally_before(number: Token) -> _Cue | None:
    """The tally that a lone number is likely the value of: "the death toll is higher, rising to 512"."""
    doc, triggers = number.doc, _triggers()
    for position in range(number.i - 1, max(-1, number.i - _TALLY_REACH), -1):
        token = doc[position]
        if token.tag_ == "CD" or token.is_space:
            return None
        if _lemma(token) == "toll":
            return _Cue(triggers.nouns["toll"], "toll", position)
        if token.is_sent_start:
            return None
    return None


def _fits(cue: _Cue, number: Token, counted: Sequence[Token], lexicon: Lexicon) -> bool:
    """Whether what is counted can have the measure: "burned down 10 houses" hurts nobody."""
    if counted and _lemma(counted[-1]) in _triggers().events - _PERSONS:
        return False
    if cue.trigger in _WITH_PEOPLE_NAMED and not counted:
        return (
            number.i + 3 < len(number.doc) and number.doc[number.i + 3].lower_ == "own"
        )  # "lost 11 of their own"
    if (cue.measure in _OF_ANYTHING and cue.trigger not in _WITH_PEOPLE_NAMED) or _is_people(
        counted, lexicon
    ):
        return True
    return _lemma(counted[-1]) in _triggers().things[cue.measure]


def _strongest(cues: Sequence[_Cue], node: Token) -> _Cue:
    """The cue of the main clause before one that only describes; killed or injured are casualties."""
    front = [cue for cue in cues if not cue.aside] or list(cues)
    killed = [cue.at for cue in front if cue.measure is Measure.KILLED]
    injured = [cue.at for cue in front if cue.measure is Measure.INJURED]
    if any(abs(a - b) == 2 for a in killed for b in injured):
        # "killed or wounded"; in "six killed and 14 wounded" a number stands between.
        return _Cue(Measure.CASUALTIES, "killed or injured", killed[0])
    order = list(Measure)
    return min(front, key=lambda cue: (abs(cue.at - node.i), order.index(cue.measure)))


def _upwards(nodes: Sequence[Token]) -> Iterator[Token]:
    """The nodes, then what they belong to through light nouns, appositions and names."""
    yield from nodes
    current = phrase_head(nodes[0])
    for _ in range(4):
        yield current
        above = governor(current)
        if above is None:
            return
        role = label(first_conjunct(current))
        if above.pos_ == "ADP":
            role, above = "nmod", above.head
        if role == "appos" or (role in {"nmod", "nummod", "compound", "pobj"} and _lemma(above) in _LIGHT):
            current = above
        else:
            return


def _next_word(token: Token) -> Token | None:
    doc = token.doc
    if token.i + 1 >= len(doc) or doc[token.i + 1].is_space or doc[token.i + 1].is_sent_start:
        return None
    return doc[token.i + 1]


def _verb(token: Token) -> str:
    """The trigger verb that a token is a form of, whatever the tagger and the lemmatizer took it for."""
    return _triggers().form_of.get(token.lower_) or token.lemma_.lower()


def _verb_measure(token: Token) -> tuple[Measure, str] | None:
    """The measure of a verb form and its verb, also of one that the tagger took for an adjective."""
    verb = _verb(token)
    measure = _triggers().verbs.get(verb)
    return None if measure is None else (measure, verb)


def _described(counted: Sequence[Token]) -> _Cue | None:
    """ "20 wounded soldiers", "300 displaced families", "six dead civilians"."""
    triggers = _triggers()
    for token in counted[:-1]:
        if token.lower_ in triggers.adjectives:
            return _Cue(triggers.adjectives[token.lower_], token.lower_, token.i)
        if token.lower_.endswith("ed") or token.tag_ == "VBN":
            known = _verb_measure(token)
            if known is not None and known[1] not in triggers.subject_verbs:
                return _Cue(known[0], known[1], token.i)
    return None


def _beside(amount: Amount, words: Sequence[Token], counted: Sequence[Token]) -> _Cue | None:
    """A trigger right after or right before, for headlines and notes whose trees are no guide."""
    doc, triggers = words[0].doc, _triggers()
    after = (counted[-1] if counted else words[-1]).i + 1
    passive = False
    for position in range(after, min(len(doc), after + 5)):
        token = doc[position]
        if token.is_space or token.is_sent_start:
            break
        if token.lower_ in triggers.adjectives:
            return _Cue(triggers.adjectives[token.lower_], token.lower_, position)
        if token.lower_ in {"were", "was", "been", "being", "be", "are", "is"}:
            passive = True
        known = _verb_measure(token) if token.pos_ in {"VERB", "ADJ", "NOUN"} else None
        if known is not None:
            measure, verb = known
            if verb in triggers.subject_verbs or (
                token.lower_.endswith(("ed", "en", "n")) and (passive or not _has_object(token))
            ):
                return _Cue(measure, verb, position)
            break
        if token.lower_ not in _SKIPPED_AFTER and not token.is_quote:
            break
    first = _tokens(doc, amount.evidence)[0]
    for position in range(first.i - 1, max(-1, first.i - 4), -1):
        token = doc[position]
        if token.is_space or (token.is_sent_start and position < first.i - 1 and token.pos_ != "VERB"):
            break
        known = _verb_measure(token) if token.pos_ in {"VERB", "NOUN", "ADJ"} else None
        if known is not None and known[1] not in triggers.subject_verbs:
            return _Cue(known[0], known[1], position)
        if token.lower_ not in {"another", "an", "a", "also", "the", "further", "some"}:
            break
    return None


def _has_object(token: Token) -> bool:
    """Whether words right after a verb form look like its object: "soldiers killed the leader"."""
    following = _next_word(token)
    if following is None:
        return False
    return following.tag_ in {"DT", "PRP", "PRP$", "CD", "NN", "NNS", "NNP", "JJ", "NNPS"} and label(
        following
    ) not in {"obl", "advmod"}


def _cues(doc: Doc, lexicon: Lexicon) -> Mapping[int, Sequence[_Cue]]:
    """What each noun or number of the article suffers or does, as far as triggers tell."""
    triggers = _triggers()
    found: dict[int, list[_Cue]] = {}

    def mark(tokens: Sequence[Token], measure: Measure, trigger: str, at: Token) -> None:
        for token in tokens:
            aside = _describes(at, token)
            found.setdefault(token.i, []).append(_Cue(measure, trigger, at.i, aside))

    for token in doc:
        lemma = _verb(token) if token.pos_ in {"VERB", "AUX"} else _lemma(token)
        if lemma in triggers.phrases:
            for parts, measure in triggers.phrases[lemma]:
                last = _phrase_end(token, parts)
                if last is not None:
                    mark(
                        _phrase_counts(token, last, parts),
                        measure,
                        " ".join(parts),
                        _verb_above(token) or token,
                    )
        if token.pos_ in {"VERB", "AUX"} and lemma in triggers.verbs:
            mark(_counted_by(token, lemma in triggers.subject_verbs), triggers.verbs[lemma], lemma, token)
        noun = lemma if lemma in triggers.nouns else token.lower_ if token.lower_ in triggers.nouns else ""
        if noun and token.pos_ != "VERB":
            measure = triggers.nouns[noun]
            mark(
                [noun_ for preposition, noun_ in modifiers(token) if preposition in {"of", "among", "at"}],
                measure,
                noun,
                token,
            )
        if token.lower_ in triggers.adjectives:
            about = subjects(token) if is_verbal(token) or label(token) in {"xcomp", "advcl", "acl"} else []
            mark(about, triggers.adjectives[token.lower_], token.lower_, token)
        if token.lower_ == "there" and label(token) == "expl" and token.head.lemma_.lower() == "be":
            people = [t for t in subjects(token.head) if _is_people([t], lexicon)]
            mark(people, Measure.PRESENT, "there be", token.head)
    _mark_tallies(doc, found)
    return found


def _mark_tallies(doc: Doc, found: dict[int, list[_Cue]]) -> None:
    """Numbers given for a tally: "the number of people killed is at least 100", "the toll rose to 40"."""
    triggers = _triggers()
    for token in doc:
        if _lemma(token) not in _TALLIES or token.pos_ != "NOUN":
            continue
        known = [
            _Cue(triggers.nouns[_lemma(t)], _lemma(t), t.i)
            for t in compounds(token)
            if _lemma(t) in triggers.nouns
        ]
        for preposition, noun in modifiers(token):
            if preposition in {"of", "from", "among"}:
                lemma = _lemma(noun) if _lemma(noun) in triggers.nouns else noun.lower_
                if lemma in triggers.nouns:
                    known.append(_Cue(triggers.nouns[lemma], lemma, noun.i))
                known += found.get(noun.i, ())
        if not known and _lemma(token) == "toll":
            known = [_Cue(triggers.nouns["toll"], "toll", token.i)]
        for told in _told_by(token):
            for cue in known[:1]:
                found.setdefault(told.i, []).append(_Cue(cue.measure, cue.trigger, cue.at))


def _counted_by(verb: Token, of_subject: bool) -> list[Token]:
    """Whom a trigger verb counts."""
    if of_subject:
        return subjects(verb) + passive_subjects(verb)
    counted = objects(verb) if not is_passive(verb) else []
    return counted + passive_subjects(verb)


def _describes(verb: Token, noun: Token) -> bool:
    """Whether a verb only describes a noun: in its relative clause or as a participle after it."""
    first = first_conjunct(verb)
    return label(first) in {"acl", "relcl"} and first.head.i == noun.i


def _told_by(tally: Token) -> list[Token]:
    """Numbers that a verb or a predicate gives for a tally."""
    above = governor(tally)
    if above is None or label(first_conjunct(tally)) not in {"nsubj", "nsubjpass", "obj", "dobj"}:
        return []
    if above.pos_ not in {"VERB", "AUX"}:
        return [above]
    told = [t for preposition, t in obliques(above) if preposition in _TAKES_NUMBER_ON]
    told += [t for t in objects(above) if t.i != tally.i]
    return told + [t for t in above.children if label(t) == "attr"]


def _phrase_end(token: Token, parts: Sequence[str]) -> Token | None:
    """The last word of a trigger phrase that begins at a token; small words may stand between."""
    doc, position, last = token.doc, token.i, token
    for part in parts[1:]:
        for step in range(1, 4):
            if position + step >= len(doc):
                return None
            following = doc[position + step]
            if _lemma(following) == part or following.lower_ == part:
                position, last = position + step, following
                break
            if following.pos_ not in {"DET", "PRON", "ADJ", "ADV"} and following.tag_ != "PRP$":
                return None
        else:
            return None
    return last


def _verb_above(token: Token) -> Token | None:
    """The verb or predicate a word belongs to, itself included."""
    current = token
    for _ in range(6):
        if is_verbal(current):
            return current
        if current.head.i == current.i:
            return None
        current = current.head
    return None


def _phrase_counts(first: Token, last: Token, parts: tuple[str, ...]) -> list[Token]:
    """Whom a phrase counts: of the lives claimed, else the verb's objects or subjects."""
    verb = _verb_above(first)
    if _lemma(last) == "life":
        of_lives = [t for preposition, t in modifiers(last) if preposition == "of"]
        if of_lives:
            return of_lives
        if parts not in _triggers().subject_phrases:
            # "claimed 300 lives": the lives are counted.
            return [last]
    if verb is None:
        return [last.head]
    if parts in _triggers().subject_phrases:
        return subjects(verb) + passive_subjects(verb)
    described = [first.head] if first.pos_ == "ADP" and label(first) == "prep" else []
    if last.head.pos_ in {"NOUN", "PROPN"} and label(last) in {"nmod", "acl"}:
        described = [last.head]
    return described or objects(verb) or passive_subjects(verb) or subjects(verb)


# --- about whom and where, as part of what -------------------------------------------------------


def _about(
    doc: Doc, words: Sequence[Token], counted: Sequence[Token], cue: _Cue | None, lexicon: Lexicon
) -> tuple[Mention, ...]:
    """The population counted and the places it is counted in, each once, in reading order."""
    node = counted[-1] if counted else words[-1]
    found: list[Mention] = []
    if counted:
        actor = actor_at(node, lexicon)
        if actor is not None:
            found.append(actor)
        elif (place := location_at(node, lexicon)) is not None:
            found.append(place)
    near = list(modifiers(node))
    if cue is not None:
        trigger = doc[cue.at]
        near += (
            obliques(trigger) if trigger.pos_ in {"VERB", "AUX"} or is_verbal(trigger) else modifiers(trigger)
        )
    for preposition, noun in near:
        if preposition in _WHERE:
            place = location_at(noun, lexicon)
            if place is not None:
                found.append(place)
            elif preposition == "of" and not counted and (actor := actor_at(noun, lexicon)) is not None:
                found.append(actor)
    return tuple(sorted(dict.fromkeys(found), key=lambda mention: mention.evidence))


def _subset_of(doc: Doc, amount: Amount, previous: QuantityClaim | None) -> Reference | None:
    """The figure that this one is a part of: "50,000 people, including 20,000 children"."""
    if previous is None or previous.measure in {Measure.DISTANCE, Measure.DURATION}:
        return None
    between = doc.text[previous.evidence.end : amount.evidence.start]
    if (
        previous.subset_of is not None
        and len(between) < 80
        and not any(stop in between for stop in ".;:!?\n")
    ):
        listed = doc.char_span(previous.evidence.end, amount.evidence.start, alignment_mode="contract")
        if (
            listed is not None
            and not any(t.pos_ in {"VERB", "AUX"} for t in listed)
            and (between.rstrip().endswith((",", " and")))
        ):
            return previous.subset_of  # "including two journalists and nine medics"
    after = doc.text[amount.evidence.end : amount.evidence.end + 20].lower()
    if len(between) > 120 or any(stop in between for stop in (". ", "\n", "; ", "? ", "! ")):
        return None
    if not any(cue in between.lower() for cue in _SUBSET_CUES) and not after.startswith(
        (" of them", " of whom", " of those", " of which")
    ):
        return None
    whole = previous.low if previous.low is not None else previous.high
    part = amount.low if amount.low is not None else amount.high
    if whole is not None and part is not None and part > whole:
        return None
    return Reference("QuantityClaim", previous.evidence)
