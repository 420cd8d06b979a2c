"""What an article itself says a name is: "X, a rebel group", "X fighters", "the village of Y".

In:  an analysed article, and the Lexicon.
Out: for names that no list knows, the type that the words beside their mentions give them, taken together.

A name is told once and used often; the types hold for every mention of it. Looks only at words right beside
names and at the name a description takes up. Knows nothing of mentions.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from spacy.tokens import Doc, Token

from kg import grammar
from kg.extract._lexicon import Lexicon, is_plural, lemma, remembered
from kg.extract._names import DETERMINERS, Name, apposed_noun, names_between
from kg.model import ActorType, LocationType

Type = ActorType | LocationType
_BODIES = {
    *(ActorType.ARMED_FORCE, ActorType.ARMED_GROUP, ActorType.GOVERNMENT, ActorType.ORGANISATION),
    ActorType.MEDIA_OUTLET,
}
_SETTLED = {LocationType.CITY, LocationType.TOWN, LocationType.VILLAGE}
# How much it tells: said outright, or by the words that the name only goes with.
_OUTRIGHT = 4
_BESIDE = 2
_HINTED = 1
_IN = {"in", "of", "from", "near", "around", "outside"}


def told_type(name: Name, lexicon: Lexicon) -> Type | None:
    """The type that the article gives a name, if it gives it any."""
    known = remembered(name.doc[name.start], "told", lexicon)
    if 0 not in known:
        known[0] = None  # while it is worked out, nothing is known
        known[0] = _all_told(name.doc, lexicon)
    told: Mapping[tuple[str, str], Type] | None = known[0]
    return told.get((name.label, name.text)) if told else None


def _all_told(doc: Doc, lexicon: Lexicon) -> Mapping[tuple[str, str], Type]:
    votes: dict[tuple[str, str], Counter[Type]] = defaultdict(Counter)
    last: Name | None = None
    settled: Name | None = None
    seen = 0
    for name in names_between(doc, 0, len(doc), lexicon):
        for type_, weight in _taken_up(doc, seen, name.start, settled, lexicon):
            if settled is not None:
                votes[settled.label, settled.text][type_] += weight
        seen = name.end
        if name.label == "PERSON" or name.entry is not None:
            settled = None if name.label == "LOC" else settled
            continue
        for type_, weight in _beside(name, lexicon):
            votes[name.label, name.text][type_] += weight
        if name.label == "LOC":
            settled = name
        last = name
    if last is not None and settled is not None:
        for type_, weight in _taken_up(doc, seen, len(doc), settled, lexicon):
            votes[settled.label, settled.text][type_] += weight
    return {key: _winner(counted) for key, counted in votes.items() if counted}


def _winner(counted: Counter[Type]) -> Type:
    return min(counted.items(), key=lambda item: (-item[1], item[0].value))[0]


def _beside(name: Name, lexicon: Lexicon) -> Iterator[tuple[Type, int]]:
    """What the words right before and after one mention of a name say of it."""
    return _beside_place(name, lexicon) if name.label == "LOC" else _beside_body(name, lexicon)


def _beside_body(name: Name, lexicon: Lexicon) -> Iterator[tuple[Type, int]]:
    doc = name.doc
    before = doc[name.start - 1] if name.start else None
    kind = _kind_of(before, lexicon) if before is not None and before.pos_ == "NOUN" else None
    if kind in _BODIES and before is not None and not is_plural(before):
        yield kind, _OUTRIGHT
    following = doc[name.end] if name.end < len(doc) else None
    if (
        following is not None
        and following.pos_ == "NOUN"
        and (stands := lexicon.stands_for.get(lemma(following)))
    ):
        yield stands, _BESIDE
    apposed = apposed_noun(name.doc, name.end)
    if apposed is not None and (kind := _kind_of(apposed, lexicon)) in _BODIES:
        yield kind, _OUTRIGHT


def _beside_place(name: Name, lexicon: Lexicon) -> Iterator[tuple[Type, int]]:
    doc, at = name.doc, name.start - 1
    preposition = doc[at].lower_ if at >= 0 else ""
    while at > 0 and doc[at].lower_ in {"of", *DETERMINERS}:
        at -= 1
    if at >= 0 and preposition in {"of", lemma(doc[at])} and lemma(doc[at]) in lexicon.carries_name:
        yield lexicon.places[lemma(doc[at])], _OUTRIGHT
    if preposition in _IN and name.start > 1 and lemma(doc[name.start - 2]) == "villager":
        yield LocationType.VILLAGE, _BESIDE
    following = doc[name.end] if name.end < len(doc) else None
    if following is not None and lemma(following) in lexicon.carries_name and following.pos_ == "NOUN":
        yield lexicon.places[lemma(following)], _BESIDE
    if following is not None and lemma(following) == "villager":
        yield LocationType.VILLAGE, _BESIDE
    apposed = apposed_noun(name.doc, name.end)
    if apposed is not None and (place := lexicon.place_noun(apposed)):
        yield place, _OUTRIGHT


def _kind_of(noun: Token, lexicon: Lexicon) -> ActorType | None:
    """What a noun and the word before it say a body is; a bare "group" says nothing."""
    before = noun.nbor(-1) if noun.i else noun
    words = {lemma(before), before.lower_}
    told = next((lexicon.kind_words[w] for w in sorted(words) if w in lexicon.kind_words), None)
    known = lexicon.actor_noun(noun)
    if told is not None and known is not None and lemma(noun) in lexicon.actor_needs_modifier:
        return told
    return None if lemma(noun) in lexicon.actor_needs_modifier else known


def _taken_up(
    doc: Doc, start: int, end: int, settled: Name | None, lexicon: Lexicon
) -> Iterator[tuple[Type, int]]:
    """What later descriptions call the place that was named last: "the village"."""
    if settled is None:
        return
    for i in range(max(start, 1), min(end, start + 80)):
        token = doc[i]
        if token.pos_ == "NOUN" and doc[i - 1].lower_ == "the" and not grammar.is_left_modifier(token):
            place = lexicon.places.get(lemma(token))
            following = doc[i + 1].lower_ if i + 1 < len(doc) else ""
            if lemma(token) == "villager":
                yield LocationType.VILLAGE, _HINTED
            if place in _SETTLED and not is_plural(token) and following != "of":
                yield place, _HINTED
