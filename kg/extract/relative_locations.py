"""Relative locations: places told by their relation to other places.

In:  an analysed article.
Out: one RelativeLocation for each phrase such as "10 kilometers northwest of X", "south of X", "between X and
     Y", "on the north bank of X", in reading order.

Distances come from `_numbers`, as they do for quantity claims. Knows nothing of what happened there, of
entities, RDF or the web.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cache
from types import MappingProxyType
from typing import TYPE_CHECKING

from spacy.tokens import Doc, Token

from kg.errors import PatternError
from kg.extract._numbers import Amount, amounts, words_in
from kg.extract._phrases import Lexicon, actor_at, location_at, make_lexicon, mentions_at
from kg.gazetteer import Gazetteer
from kg.grammar import label, passive_subjects, subjects
from kg.model import (
    Article,
    Comparator,
    Finding,
    Form,
    Kind,
    LocationRelation,
    LocationType,
    Mention,
    RelativeLocation,
    Span,
)
from kg.patterns import concepts

if TYPE_CHECKING:
    from kg.extract import Extract

# How sure a rule is.
_BY_DISTANCE = 0.9
_BY_WORDS = 0.8  # a direction or a preposition with a place after it
_BY_CONTEXT = 0.6  # the anchor is left to the context

_METRIC = frozenset({"km", "m", "cm"})
_ANCHOR_REACH = 7  # tokens from the preposition to the anchor
_NEEDS_BOUND = frozenset({"of", "to", "above", "below"})
_MAX_DESCRIBED = 6  # tokens of "the border crossing at"
_MAX_BETWEEN = 12  # tokens between the two anchors
_FARTHEST = 20_100_000  # metres: no two places on earth are further apart


@dataclass(frozen=True, slots=True)
class _Page:
    """What the rules look at."""

    doc: Doc
    text: str  # of the doc, which puts it together from its tokens at every call
    lexicon: Lexicon


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of all relations, ready to match."""

    bearings: Mapping[str, int]
    sides: Mapping[str, int]
    after_distance: re.Pattern[str]  # "northwest of", "away from", "to the north"
    away: re.Pattern[str]  # "away", "up the road" with nothing after it
    any_journey: re.Pattern[str]  # what a text has that tells of one; quick to look for
    journey: re.Pattern[str]  # "a two-hour drive from"
    fringe: re.Pattern[str]  # "on the northern outskirts of"
    bare_border: re.Pattern[str]  # "on the Thai border"
    direction: re.Pattern[str]  # "south of", "to the west of", "to the west"
    side: re.Pattern[str]  # "southern ", "in the south of "
    near: re.Pattern[str]
    around: re.Pattern[str]
    between: re.Pattern[str]
    on: re.Pattern[str]
    loose: frozenset[str]


@cache
def _words() -> _Words:
    rows = {concept.notation: concept for concept in concepts("locationRelation")}
    bearings = _degrees(rows["bearing"].notes.get("bearingOf", ()))
    sides = _degrees(rows["part"].notes.get("sideOf", ()))
    short = _degrees(rows["bearing"].notes.get("shortBearing", ()))
    winds, parts = _any(bearings), _any(sides)
    measured = _any(bearings | short)
    journeys = _any(rows["distance"].notes.get("journey", ()))
    after = _any(rows["distance"].phrases)
    return _Words(
        bearings=MappingProxyType(bearings | short),
        sides=MappingProxyType(sides),
        after_distance=re.compile(
            r"[)\]]?,?\s+(?:(?:away|farther|further|inland|downstream|upstream|out|deep|deeper|up|down)\s+)?"
            r"(?:the\s+(?:road|coast|river|valley|highway|line)\s+)?"
            rf"(?:(?:to\s+the\s+|due\s+|just\s+)?(?P<wind>{measured})(?:wards?)?(?P<of>\s+(?:of|from))?\b"
            rf"|(?P<preposition>{after})\b)",
            re.IGNORECASE,
        ),
        away=re.compile(
            r"[)\]]?\s+(?:away|(?:up|down)\s+the\s+(?:road|coast|river|valley|highway))(?=[,.;)])"
        ),
        any_journey=re.compile(rf"(?:hours?|minutes?|days?|short)['’]?[-\s](?:{journeys})\b", re.IGNORECASE),
        journey=re.compile(
            r"\b(?:[\w½]+(?:\s+and\s+a\s+half)?[-\s](?:hours?|minutes?|days?)(?:['’]s?)?[-\s]|short\s+)"
            rf"(?:{journeys})\s+(?:(?:to\s+the\s+)?(?P<wind>{winds})\s+of|from)\b",
            re.IGNORECASE,
        ),
        fringe=re.compile(
            rf"\b(?:on|at|in|from|to|near|into)\s+(?:the\s+|its\s+)?(?P<wind>{winds}|{parts})\s+"
            rf"(?P<noun>{_any(rows['near'].nouns)})\s+of\b",
            re.IGNORECASE,
        ),
        bare_border=re.compile(
            r"\b(?:on|along|at|off)\s+the\s+(?=[A-Z][\w’'-]*(?:\s+[\w’'-]+){0,2}?"
            rf"\s+(?:{_any(sorted(words_in('border_nouns')))})\b)"
        ),
        direction=re.compile(rf"\b(?P<to>to\s+the\s+)?(?P<wind>{winds})(?P<of>\s+of)?\b", re.IGNORECASE),
        # "in the south of X", "from the south of X": elsewhere "the south" may be a party.
        side=re.compile(
            rf"\b(?:(?P<adjective>{parts})\b|(?P<the>(?<=in the |om the )(?P<wind>{winds})(?=\s+of\s)))"
        ),
        near=re.compile(rf"\b(?:{_any(rows['near'].phrases)})\b", re.IGNORECASE),
        around=re.compile(rf"\b(?:{_any(rows['around'].phrases)})\b", re.IGNORECASE),
        between=re.compile(rf"\b(?:{_any(rows['between'].phrases)})\b", re.IGNORECASE),
        on=re.compile(
            rf"\b(?:on|along|at|from)\s+(?:the\s+|its\s+)?(?:(?P<wind>{winds}|{parts}|left|right|opposite|other|far|near)\s+)?"
            rf"(?P<noun>{_any(rows['on'].nouns)})\s+(?P<link>of|with|between)\b",
            re.IGNORECASE,
        ),
        loose=frozenset(rows["near"].notes.get("loosePlace", ())),
    )


def _degrees(pairs: Sequence[str]) -> dict[str, int]:
    found = {}
    for pair in pairs:
        word, _, degrees = pair.rpartition(" ")
        if not degrees.isdigit() or not word:
            raise PatternError(f"locationRelation.ttl: {pair!r} is no word with its degrees")
        found[word] = int(degrees)
    return found


def _any(words: Sequence[str] | Mapping[str, int]) -> str:
    """A pattern for one of several words, the longest first."""
    return "|".join(r"\s+".join(map(re.escape, w.split())) for w in sorted(words, key=lambda w: (-len(w), w)))


# --- the public function -------------------------------------------------------------------------


def extractor(gazetteer: Gazetteer) -> "Extract":
    """The extractor of relative locations, ready to run over articles."""
    lexicon = make_lexicon(gazetteer)

    def extract(doc: Doc, article: Article) -> Iterator[Finding]:
        return find_relative_locations(doc, article, lexicon)

    return extract


def find_relative_locations(doc: Doc, article: Article, lexicon: Lexicon) -> Iterator[RelativeLocation]:
    """Yield every relative location of an article, in reading order.

    A phrase that says several things at once ("10 kilometers northwest of X") is one finding: a distance
    comes before a direction, a direction before nearness.
    """
    text = doc.text
    page = _Page(doc, text, lexicon)
    found: list[RelativeLocation] = []
    taken = bytearray(len(text))

    def keep(relative: RelativeLocation | None, begin: int, end: int) -> None:
        if relative is None or any(taken[begin:end]):
            return
        taken[begin:end] = b"\1" * (end - begin)
        found.append(relative)

    for begin, end, relative in _distances(page):
        keep(relative, begin, end)
    words = _words()
    for match in words.journey.finditer(text) if words.any_journey.search(text) else ():
        keep(_journey(page, match), match.start(), match.end())
    for match in words.fringe.finditer(text):
        keep(_on_the_fringe(page, match), match.start(), match.end())
    for match in words.on.finditer(text):
        keep(_on(page, match), match.start(), match.end())
    for match in words.bare_border.finditer(text):
        keep(_on_a_border(page, match), match.start(), match.end())
    for match in words.direction.finditer(text):
        keep(_direction(page, match), match.start(), match.end())
    for match in words.side.finditer(text):
        keep(_part(page, match), match.start(), match.end())
    for match in words.between.finditer(text):
        keep(_between(page, match), match.start(), match.end())
    for match in words.near.finditer(text):
        keep(_simple(page, match, LocationRelation.NEAR), match.start(), match.end())
    for match in words.around.finditer(text):
        keep(_simple(page, match, LocationRelation.AROUND), match.start(), match.end())
    previous: RelativeLocation | None = None
    for relative in sorted(found, key=lambda relative: (relative.evidence, relative.relation.value)):
        here = _chained(text, previous, relative)
        yield here
        previous = here


def places_of_lengths(doc: Doc, lexicon: Lexicon) -> Mapping[Span, tuple[Mention, ...]]:
    """For each length that tells where something is, by its evidence: what it locates and from where."""
    page = _Page(doc, doc.text, lexicon)
    return {
        length: tuple(m for m in (relative.locates, *relative.anchor) if m is not None)
        for length, relative in _lengths(page)
    }


def _chained(text: str, previous: RelativeLocation | None, this: RelativeLocation) -> RelativeLocation:
    """A second phrase after a comma locates what the first one does: "west of X, 3 km from Y"."""
    if previous is None or this.locates is None or this.locates not in previous.anchor:
        return this
    if text[previous.evidence.end : this.evidence.start].strip() not in {",", "and", ", and"}:
        return this
    return replace(this, locates=previous.locates)


# --- distances -----------------------------------------------------------------------------------


def _lengths(page: _Page) -> Iterator[tuple[Span, RelativeLocation]]:
    """Every length of a phrase with the relative location it tells, also one in brackets."""
    for group, _, relative in _groups(page):
        for amount in group:
            yield amount.evidence, relative


def _distances(page: _Page) -> Iterator[tuple[int, int, RelativeLocation]]:
    """The stretch of text that holds length and link, and the relative location."""
    for group, end, relative in _groups(page):
        yield group[0].evidence.start, end, relative


def _groups(page: _Page) -> Iterator[tuple[Sequence[Amount], int, RelativeLocation]]:
    """Phrases that begin with a length: it and its conversions, where the link ends, what they tell."""
    lengths = [a for a in amounts(page.text) if a.unit is not None and a.unit.kind == "distance"]
    for place, amount in enumerate(lengths):
        if amount.conversion_of is not None or amount.hyphenated:
            continue
        group = [amount]
        for other in lengths[place + 1 :]:
            if other.conversion_of != amount.evidence:
                break
            group.append(other)
        end = group[-1].evidence.end
        link = _words().after_distance.match(page.text, end)
        if link is None or "\n" in link.group():
            away = _words().away.match(page.text, end)
            relative = _away(page, group, away) if away is not None else None
            if relative is not None and away is not None:
                yield group, away.end(), relative
            continue
        relative = _distance(page, group, link)
        if relative is not None:
            yield group, link.end(), relative


def _distance(page: _Page, group: Sequence[Amount], link: re.Match[str]) -> RelativeLocation | None:
    first = group[0]
    measured = next((a for a in group if a.unit is not None and a.unit.name in _METRIC), first)
    wind = _wind(link["wind"])
    preposition = " ".join((link["preposition"] or "").lower().split())
    anchor = None
    if wind is None or link["of"]:
        anchor = _anchor(page, link.end())
        if anchor is None:
            return None
        bounded = first.comparator is Comparator.AT_MOST
        if preposition in _NEEDS_BOUND and not bounded:
            return None  # "3 km of road", "a march of 10 km to the coast"; but "within 3 km of the coast"
    end = anchor.evidence.end if anchor is not None else link.end()
    evidence = Span(first.evidence.start, max(end, link.start() + 1))
    distance = measured.in_metres()
    if distance is not None and distance > _FARTHEST:
        return None
    return RelativeLocation(
        evidence=evidence,
        pattern=f"locationRelation-distance/{preposition or link['wind'].lower()}",
        confidence=_BY_DISTANCE if anchor is not None else _BY_CONTEXT,
        relation=LocationRelation.DISTANCE,
        anchor=(anchor,) if anchor is not None else (),
        distance=_plain(distance) if distance is not None else None,
        comparator=first.comparator,
        bearing=wind,
        locates=_located(page, evidence.start, also_actors=True),
    )


def _away(page: _Page, group: Sequence[Amount], link: re.Match[str]) -> RelativeLocation | None:
    """ "In Kinshasa, 1,600 km away, ...": so far from where the story is."""
    first = group[0]
    located = _located(page, first.evidence.start)
    if located is None or located.form is not Form.NAME:
        return None
    measured = next((a for a in group if a.unit is not None and a.unit.name in _METRIC), first)
    distance = measured.in_metres()
    return RelativeLocation(
        evidence=Span(first.evidence.start, link.end()),
        pattern="locationRelation-distance/away",
        confidence=_BY_CONTEXT,
        relation=LocationRelation.DISTANCE,
        anchor=(),
        distance=_plain(distance) if distance is not None else None,
        comparator=first.comparator,
        locates=located,
    )


def _journey(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "a two-hour drive from Goma": at a distance that nobody tells in metres."""
    anchor = _anchor(page, match.end())
    if anchor is None:
        return None
    start = match.start()
    article = _token_ending(page, start)
    before = article.idx if article is not None and article.lower_ in {"a", "an"} else start
    return RelativeLocation(
        evidence=Span(start, anchor.evidence.end),
        pattern="locationRelation-distance/journey",
        confidence=_BY_WORDS,
        relation=LocationRelation.DISTANCE,
        anchor=(anchor,),
        bearing=_wind(match["wind"]),
        locates=_located(page, before, also_actors=True),
    )


def _on_the_fringe(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "on the northern outskirts of Mopti": near it, on one side."""
    anchor = _anchor(page, match.end())
    if anchor is None:
        return None
    side, words = _spaced(match["wind"]), _words()
    return RelativeLocation(
        evidence=Span(match.start(), anchor.evidence.end),
        pattern=f"locationRelation-near/{match['noun'].lower()}",
        confidence=_BY_WORDS,
        relation=LocationRelation.NEAR,
        anchor=(anchor,),
        bearing=words.bearings.get(side, words.sides.get(side)),
        locates=_located(page, match.start(), apposed=False),
    )


def _on_a_border(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "on the Thai border", "along the Libyan coast": the border has a name of its own."""
    place = _anchor(page, match.end())
    last = _token_at(page, place.evidence.end - 1) if place is not None else None
    if (
        place is None
        or last is None
        or place.evidence.start > match.end()
        or last.lower_ not in words_in("border_nouns")
    ):
        return None
    return RelativeLocation(
        evidence=Span(match.start(), place.evidence.end),
        pattern=f"locationRelation-on/{last.lower_}",
        confidence=_BY_WORDS,
        relation=LocationRelation.ON,
        anchor=(place,),
        locates=_located(page, match.start(), apposed=False),
    )


def _plain(value: Decimal) -> Decimal:
    """Metres to the centimetre, without needless decimals."""
    rounded = value.quantize(Decimal("0.01"))
    return Decimal(int(rounded)) if rounded == int(rounded) else rounded.normalize()


# --- directions and parts ------------------------------------------------------------------------


def _direction(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "south of the city", "to the west of the river", "areas to the north"."""
    word = match["wind"]
    if word[:1].isupper() and not _starts_sentence(page, match.start()):
        return None  # "North Korea", "the West"
    if match["of"] is None:
        return _from_context(page, match) if match["to"] else None
    before = _token_ending(page, match.start())
    if before is not None and before.lower_ == "the" and not match["to"]:
        return None  # "the south of the country" is a part of it
    anchor = _anchor(page, match.end())
    if anchor is None:
        return None
    start = _with_loose_place(page, match.start())
    return RelativeLocation(
        evidence=Span(start, anchor.evidence.end),
        pattern=f"locationRelation-bearing/{word.lower()}",
        confidence=_BY_WORDS,
        relation=LocationRelation.BEARING,
        anchor=(anchor,),
        bearing=_wind(word),
        locates=_located(page, start) if start == match.start() else None,
    )


def _from_context(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "other areas to the north": a place, a direction, and an anchor that only the context tells."""
    place = _token_ending(page, match.start())
    if place is None or _link_follows(page, match.end()):
        return None
    located = location_at(place, page.lexicon)
    if located is not None:
        before = _token_ending(page, located.evidence.start)
        if before is not None and before.lower_ == "from":
            return None  # "from Kabul to the north"
    start = _with_loose_place(page, match.start())
    if start < match.start():
        located = None
    elif located is None or located.evidence.end != place.idx + len(place):
        return None
    else:
        start = located.evidence.start
    return RelativeLocation(
        evidence=Span(start, match.end()),
        pattern=f"locationRelation-bearing/{match['wind'].lower()}",
        confidence=_BY_CONTEXT,
        relation=LocationRelation.BEARING,
        anchor=(),
        bearing=_wind(match["wind"]),
        locates=located,
    )


def _part(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "southern Kharkiv", "the south of Yemen": a side of a place that has a name."""
    words = _words()
    if match["adjective"]:
        token = _token_at(page, match.end() + 1)
        if token is None or token.idx != match.end() + 1:
            return None
        places = [m for m in mentions_at(token, page.lexicon) if m.kind is Kind.LOCATION]
        inner = next((m for m in reversed(places) if m.evidence.start >= match.end()), None)
        degrees = words.sides[_spaced(match["adjective"])]
    else:
        inner = _anchor(page, match.end() + len(" of "))
        degrees = words.bearings[_spaced(match["wind"])]
    if inner is None or (match["adjective"] and inner.form is not Form.NAME):
        return None
    evidence = Span(match.start(), inner.evidence.end)
    return RelativeLocation(
        evidence=evidence,
        pattern=f"locationRelation-part/{_spaced(match.group())}",
        confidence=_BY_WORDS,
        relation=LocationRelation.PART,
        anchor=(inner,),
        bearing=degrees,
        locates=_part_mention(page, evidence, inner),
    )


def _part_mention(page: _Page, evidence: Span, inner: Mention) -> Mention | None:
    """The mention of the part itself, where it has one of its own."""
    token = _token_at(page, inner.evidence.start)
    if token is None:
        return None
    places = [
        m for m in mentions_at(token, page.lexicon) if m.kind is Kind.LOCATION and m.evidence == evidence
    ]
    return places[0] if places and places[0].evidence != inner.evidence else None


# --- between, on, near, around -------------------------------------------------------------------


def _between(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "between X and Y", both of them places and no parties to a war or to talks."""
    first = _anchor(page, match.end())
    if first is None:
        return None
    start = _token_at(page, first.evidence.end - 1)
    if start is None:
        return None
    for token in page.doc[start.i + 1 : start.i + _MAX_BETWEEN]:
        if token.is_space or token.text in {".", ";", ":"}:
            return None
        if token.lower_ == "and":
            second = _anchor(page, token.idx + len(token)) or _anchor_within(page, token)
            if second is None:
                return None
            break
        if token.pos_ == "VERB":
            return None
    else:
        return None
    countries = {LocationType.COUNTRY}
    before = _token_ending(page, match.start())
    if (
        first.type in countries
        and second.type in countries
        and (
            before is None
            or not (before.lower_ in words_in("way_nouns") or location_at(before, page.lexicon))
        )
    ):
        return None
    return RelativeLocation(
        evidence=Span(match.start(), second.evidence.end),
        pattern=f"locationRelation-between/{_spaced(match.group())}",
        confidence=_BY_WORDS,
        relation=LocationRelation.BETWEEN,
        anchor=(first, second),
        locates=_located(page, match.start()),
    )


def _anchor_within(page: _Page, joint: Token) -> Mention | None:
    """The place of something with no name: "and the border crossing at Muse"."""
    for token in page.doc[joint.i + 1 : joint.i + _MAX_DESCRIBED]:
        if token.lower_ in {"at", "of", "in"}:
            return _anchor(page, token.idx + len(token))
        if token.tag_ not in {"DT", "JJ", "NN", "VBG", "HYPH"}:
            return None
    return None


def _on(page: _Page, match: re.Match[str]) -> RelativeLocation | None:
    """ "on the north bank of X", "along the border with Y", "on the border between X and Y"."""
    first = _anchor(page, match.end())
    noun = match["noun"].lower()
    if first is None or (
        noun in {"side", "edge", "slope"} and not match["wind"] and first.form is not Form.NAME
    ):
        return None
    anchors = [first]
    if match["link"].lower() == "between":
        last = _token_at(page, first.evidence.end - 1)
        if last is not None and last.i + 1 < len(page.doc) and page.doc[last.i + 1].lower_ == "and":
            second = _anchor(page, page.doc[last.i + 1].idx + 3)
            anchors += [second] if second is not None else []
    side = _spaced(match["wind"] or "")
    words = _words()
    return RelativeLocation(
        evidence=Span(match.start(), anchors[-1].evidence.end),
        pattern=f"locationRelation-on/{noun}",
        confidence=_BY_WORDS,
        relation=LocationRelation.ON,
        anchor=tuple(anchors),
        bearing=words.bearings.get(side, words.sides.get(side)),
        locates=_located(page, match.start(), apposed=False),
    )


def _simple(page: _Page, match: re.Match[str], relation: LocationRelation) -> RelativeLocation | None:
    """ "near X", "areas closer to the centre", "the region surrounding X"."""
    anchor = _anchor(page, match.end())
    if anchor is None:
        return None
    token = _token_at(page, match.start())
    if token is None or (token.pos_ in {"NOUN", "ADV"} and match.group().lower() == "outside"):
        return None
    anchor = _border_with(page, anchor)
    start = _with_loose_place(page, match.start())
    return RelativeLocation(
        evidence=Span(start, anchor.evidence.end),
        pattern=f"locationRelation-{relation.value}/{_spaced(match.group())}",
        confidence=_BY_WORDS,
        relation=relation,
        anchor=(anchor,),
        locates=_located(page, start, apposed=False) if start == match.start() else None,
    )


def _border_with(page: _Page, anchor: Mention) -> Mention:
    """The country behind a border: "near the border with Mali" is near Mali."""
    last = _token_at(page, anchor.evidence.end - 1)
    if last is None or last.lower_ not in words_in("border_nouns") or last.i + 2 >= len(page.doc):
        return anchor
    link = page.doc[last.i + 1]
    other = _anchor(page, link.idx + len(link)) if link.lower_ == "with" else None
    return other or anchor


# --- anchors and what is located -----------------------------------------------------------------


def _anchor(page: _Page, offset: int) -> Mention | None:
    """The place that a preposition governs: the first one after it, past articles and adjectives."""
    while offset < len(page.text) and page.text[offset] == " ":
        offset += 1
    first = _token_at(page, offset)
    if first is None:
        return None
    for token in page.doc[first.i : first.i + _ANCHOR_REACH]:
        if token.is_space or (token.is_punct and token.text not in {"-", "’s", "'s", "“", '"'}):
            return None
        place = location_at(token, page.lexicon)
        if place is not None:
            whole = _whole_place(page, place)
            return whole if whole is not None and _reaches(page, offset, whole) else None
        if token.tag_ == "CD":
            return None  # "around 300 Malians"
        if token.pos_ in {"VERB", "AUX", "ADP", "CCONJ", "PRON"} and token.lower_ not in words_in(
            "skipped_before_anchor"
        ):
            return None
    return None


def _whole_place(page: _Page, place: Mention) -> Mention | None:
    """The place a name belongs to: "near the Gaza border"; None where it is none: "near a Gaza banker"."""
    if page.text[place.evidence.end : place.evidence.end + 1] in {"-", "–", "—"}:
        return None  # "near the Lebanon–Syria border"
    last = _token_at(page, place.evidence.end - 1)
    if last is None or last.i + 1 >= len(page.doc):
        return place
    following = page.doc[last.i + 1]
    if following.tag_ == "POS":  # "outside Israel's embassy"
        owned = location_at(last.head, page.lexicon) if last.head.i > following.i else None
        return owned if owned is not None and owned.evidence.end > place.evidence.end else None
    inside = [t for t in (last, _token_at(page, place.evidence.start)) if t is not None]
    belongs = any(label(t) in {"compound", "nmod", "amod"} and t.head.i > last.i for t in inside)
    if following.tag_ not in {"NN", "NNS", "JJ"} or not belongs:
        return place
    head = next((t.head for t in inside if t.head.i > last.i), following)
    other = location_at(head, page.lexicon)
    return other if other is not None and other.evidence.end > place.evidence.end else None


def _reaches(page: _Page, offset: int, place: Mention) -> bool:
    """Whether only articles, adjectives and nouns before a name stand between a preposition and a place."""
    if place.evidence.start <= offset:
        return place.evidence.end > offset
    between = page.doc.char_span(offset, place.evidence.start, alignment_mode="expand")
    return between is not None and all(
        t.pos_ in {"DET", "ADJ", "PRON"}
        or t.lower_ in words_in("skipped_before_anchor")
        or t.idx >= place.evidence.start
        for t in between
    )


def _located(page: _Page, start: int, *, also_actors: bool = False, apposed: bool = True) -> Mention | None:
    """What a phrase locates: the place right before it, or the subject of "is", "lies", "is located"."""
    token = _token_ending(page, start)
    while token is not None and (token.pos_ == "ADV" or token.lower_ in words_in("skipped_before_phrase")):
        apposed = apposed or token.lower_ in {"located", "situated"}
        token = page.doc[token.i - 1] if token.i else None
    if token is None:
        return None
    if token.is_punct and token.text in {",", "-", "--", "–", "—", "("} and token.i:
        if not apposed:
            return None  # "in the east of the country, on the border with Rwanda"
        token = page.doc[token.i - 1]
    place = location_at(token, page.lexicon)
    if place is not None:
        return place
    if token.pos_ in {"VERB", "AUX"} and token.lemma_.lower() in words_in("is_somewhere"):
        return _subject(page, token, also_actors=also_actors) or _subject_of(
            page, _token_at(page, start), also_actors=also_actors
        )
    return None


def _subject(page: _Page, verb: Token, *, also_actors: bool) -> Mention | None:
    for noun in (*subjects(verb), *passive_subjects(verb)):
        found = location_at(noun, page.lexicon) or (actor_at(noun, page.lexicon) if also_actors else None)
        if found is not None:
            return found
    return None


def _subject_of(page: _Page, word: Token | None, *, also_actors: bool) -> Mention | None:
    """The subject of the copula clause whose predicate a word belongs to."""
    for _ in range(4):
        if word is None:
            return None
        if any(label(child) in {"nsubj", "nsubjpass"} for child in word.children):
            return _subject(page, word, also_actors=also_actors)
        word = word.head if word.head.i != word.i else None
    return None


def _with_loose_place(page: _Page, start: int) -> int:
    """Where a phrase begins that a noun with no identity of its own opens: "other areas to the north"."""
    token = _token_ending(page, start)
    if token is None or token.lower_ not in _words().loose:
        return start
    begin = token.i
    while begin > 0 and page.doc[begin - 1].pos_ == "ADJ" and not page.doc[begin - 1].is_space:
        begin -= 1
    return page.doc[begin].idx


def _wind(word: str | None) -> int | None:
    return _words().bearings[_spaced(word)] if word else None


def _spaced(word: str) -> str:
    return " ".join(word.lower().split())


def _token_at(page: _Page, offset: int) -> Token | None:
    """The token that covers a character; None at a blank or past the end."""
    if not 0 <= offset < len(page.text):
        return None
    words = page.doc.char_span(offset, offset + 1, alignment_mode="expand")
    return words[0] if words is not None and len(words) else None


def _token_ending(page: _Page, offset: int) -> Token | None:
    """The token before a character, blanks skipped but no line end."""
    at = offset - 1
    while at >= 0 and page.text[at] in " \u00a0":
        at -= 1
    token = _token_at(page, at)
    return None if token is None or token.is_space else token


def _link_follows(page: _Page, offset: int) -> bool:
    """Whether "of" or "from" follows, so that the anchor is told after all."""
    token = _token_at(page, offset + 1)
    return token is not None and token.lower_ in {"of", "from"}


def _starts_sentence(page: _Page, offset: int) -> bool:
    token = _token_at(page, offset)
    return token is not None and bool(token.is_sent_start)
