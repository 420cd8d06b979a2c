"""Proper names in an analysed article, mended by what is known of names and titles.

In:  a token, and the Lexicon.
Out: the Name it is part of: its words without titles, whether a person's, a body's or a place's, and the
     gazetteer's entry if it has one.

Entities come from the pipeline, whichever it is; what it gets wrong as a rule (titles inside of names, two
names run together, a town taken for a person) is put right here. Knows nothing of mentions.
"""

import re
from calendar import day_name, month_name
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import chain

from spacy.tokens import Doc, Token

from kg import grammar
from kg.extract._lexicon import HYPHENS, Lexicon, is_plural, is_word, lemma, remembered
from kg.extract._trace import passed_over
from kg.gazetteer import GazetteerEntry
from kg.model import ActorType, Kind, LocationType

DETERMINERS = {"the", "a", "an", "this", "that", "these", "those"}
APOSTROPHES = {"'s", "’s", "'", "’"}

_LABELS = {"PERSON": "PERSON", "PER": "PERSON", "ORG": "ORG", "NORP": "ORG"}
_LABELS |= {"LOC": "LOC", "GPE": "LOC", "FAC": "LOC"}
_LONGEST = 14  # words
_INTO_PLACES = {
    "in",
    "near",
    "into",
    "inside",
    "outside",
    "around",
    "across",
    "through",
    "throughout",
    "toward",
}
_INTO_PLACES |= {"towards", "at"}
_FROM_PEOPLE = {
    "receive",
    "hear",
    "get",
    "come",
    "buy",
    "obtain",
    "take",
    "learn",
    "demand",
    "inherit",
    "steal",
}
_CALENDAR = {m.lower() for m in (*month_name, *day_name) if m}  # "June" is a town, too
_WORKS = {LocationType.BUILDING, LocationType.FACILITY, LocationType.BASE, LocationType.CAMP}
_WORKS |= {LocationType.AIRPORT, LocationType.STREET, LocationType.ROAD, LocationType.RIVER}
_FORCES = {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}
_DASHES = {"-", "–", "—", "--"}
_DIRECTIONS = {"the", "southern", "northern", "eastern", "western", "central"}
_LARGE = 100_000  # people; a name of such a city is rarely a person's whole name
_OF_BODIES_TOO = {
    "state",
    "front",
    "area",
    "zone",
    "department",
    "commune",
    "territory",
    "corridor",
    "capital",
}
# "the Battle of X", "the siege of X": what is fought for is a place.
_FOUGHT_FOR = {"battle", "siege", "fall", "liberation", "recapture", "outskirt", "outskirts", "suburb"}
_FOUGHT_FOR |= {"inhabitant", "resident", "evacuation", "takeover"}
_BEARINGS = {"north", "south", "east", "west", "northeast", "northwest", "southeast", "southwest"}
_BEARINGS |= {"north-east", "north-west", "south-east", "south-west"}
_UNITS_OF_WAY = {"km", "kilometres", "kilometers", "miles", "mile", "kilometre"}
_WAY = re.compile(r"^\d+(?:km|mi)$")
_GOING = {
    "leave",
    "flee",
    "enter",
    "reach",
    "abandon",
    "besiege",
    "encircle",
    "surround",
    "recapture",
    "retake",
}
_OFFICE = 8  # words of a country or body behind an office
_APPOSED = 8  # words of an apposition until its noun
_NOBLE = {"al", "el", "de", "del", "van", "von", "bin", "ibn", "abu", "ben", "da", "di", "bint", "ould", "ag"}
_ROAD = re.compile(r"^(?:[AEHMNP]|R[NDP]?|[A-Z]N)-?\d{1,4}$")  # M4, N380, RN2
_ALONG = {"along", "down", "up", "via", "onto", "across", "off"}
_WAYS = {"road", "highway", "motorway", "route"}
_STRETCH = {
    *("side", "stretch", "section", "part", "length", "kilometre", "kilometer", "mile", "control"),
    *("traffic", "closure"),
}
_HARMING = {
    "kill",
    "assassinate",
    "arrest",
    "detain",
    "execute",
    "behead",
    "kidnap",
    "abduct",
    "injure",
    "wound",
}
_LABEL = 4  # words of the name in a transcript's label
_LABEL_ENDS = 14  # words until its colon
_WEAPONS = re.compile(r"^(?:[A-Z]{2,}s|[A-Z]-?\d+s?|[A-Z][a-z]?[A-Z]-?\d*s?)$")  # IEDs, T-72s, MiG


@dataclass(frozen=True, slots=True)
class Name:
    """Words of a proper name, as tokens of a doc."""

    doc: Doc
    start: int
    end: int
    label: str  # PERSON, ORG or LOC, mended by what is known of the name
    entry: GazetteerEntry | None
    begins: int  # where its titles begin; start if it has none

    @property
    def text(self) -> str:
        """The name itself, without titles."""
        return " ".join(self.doc[self.start : self.end].text.split())

    @property
    def head(self) -> Token:
        """The word by which the name hangs in the sentence."""
        inside = range(self.begins, self.end)
        for token in self.doc[self.start : self.end]:
            if token.head.i not in inside or token.head.i == token.i:
                return token
        return self.doc[self.end - 1]


def name_at(token: Token, lexicon: Lexicon) -> Name | None:
    """The proper name a token is part of: one the pipeline saw, or one the gazetteer knows."""
    plain = not token.ent_type_ and token.pos_ != "PROPN"
    if plain and not (token.text[-1].isdigit() and is_road_code(token)):
        return None
    known = remembered(token, "name", lexicon)
    if token.i not in known:
        known[token.i] = _name_at(token, lexicon)
    name: Name | None = known[token.i]
    return name


def _name_at(token: Token, lexicon: Lexicon) -> Name | None:
    if is_road_code(token) and not lexicon.gazetteer.named(token.text):
        return Name(token.doc, token.i, token.i + 1, "LOC", None, token.i)
    if token.text.isupper() and (given := speaker_labels(token.doc, lexicon).get(token.i)) is not None:
        return Name(token.doc, given[0], given[1], "PERSON", None, given[0]) if given[2] else None
    if token.ent_type_:
        if token.ent_type_ not in _LABELS or "\n" in token.text:
            return None
        start, end = _bounds(token)
        if _LABELS[token.ent_type_] == "PERSON":
            end = _hyphenated(token.doc, start, end)
        start, end, label = _split(token, start, end, _LABELS[token.ent_type_], lexicon)
        return _mended(token, start, end, label, lexicon)
    if token.pos_ != "PROPN" or token.is_punct:
        return None
    doc = token.doc
    start, end = _proper_run(token)
    before = doc[start - 1] if start else None
    titled = before is not None and before.is_title and lexicon.is_title(before.text)
    if titled and not lexicon.is_title(token.text):
        end = _hyphenated(doc, start, end)
        return _mended(token, start, end, "PERSON", lexicon)
    named = lexicon.gazetteer.named(doc[start:end].text)
    known = any(e.wide or (e.kind is Kind.LOCATION and _is_inside(doc[start])) for e in named)
    if is_agency(doc, start, end):
        return _mended(token, start, end, "ORG", lexicon)
    if (known and token.lower_ not in _CALENDAR) or _is_abbreviation(doc, start, end):
        return _mended(token, start, end, None, lexicon)
    return None


def names_between(doc: Doc, start: int, end: int, lexicon: Lexicon) -> Iterator[Name]:
    """The names among some words, in order."""
    i = start
    while i < end:
        name = name_at(doc[i], lexicon) if doc[i].ent_type_ or doc[i].pos_ == "PROPN" else None
        if name is not None and name.end <= end:
            yield name
        i = max(name.end, i + 1) if name is not None else i + 1


# --- names told by their form ---------------------------------------------------------------------


def is_road_code(token: Token) -> bool:
    """Whether a word is the number of a road, by its form and the words before: "along the M4"."""
    doc, at = token.doc, token.i
    if at < 2 or not token.text[0].isupper() or not _ROAD.match(token.text) or doc[at - 1].lower_ != "the":
        return False
    before, earlier = doc[at - 2], doc[at - 3] if at > 2 else doc[at - 2]
    following = doc[at + 1] if at + 1 < len(doc) else token
    if before.lower_ == "of":
        return lemma(earlier) in _STRETCH
    thing = following.pos_ in {"NOUN", "PROPN"} or following.text in HYPHENS
    if thing and lemma(following) not in _WAYS:
        return False  # "off the M23 rebels", "on the A380 plane"
    return before.lower_ in {"on", *_ALONG}


def speaker_labels(doc: Doc, lexicon: Lexicon) -> Mapping[int, tuple[int, int, bool]]:
    """The labels of a transcript in capitals ("BELLINI: ..."), by each of their words.

    Each has its first word, the one behind its last, and whether it is a name: "PRESENTER" is none. One
    label alone makes no transcript.
    """
    kept = remembered(doc[0], "labels", lexicon)
    if 0 not in kept:
        found = [label for i in range(len(doc)) if (label := _speaker_label(doc, i, lexicon)) is not None]
        kept[0] = {i: label for label in found for i in range(*label[:2])} if len(found) > 1 else {}
    labels: Mapping[int, tuple[int, int, bool]] = kept[0]
    return labels


def _speaker_label(doc: Doc, start: int, lexicon: Lexicon) -> tuple[int, int, bool] | None:
    if not doc[start].text.isupper() or (start and "\n" not in doc[start - 1].text):
        return None
    end = start
    while end < len(doc) and end - start <= _LABEL and doc[end].text.isupper() and is_word(doc[end]):
        end += 1
    if end == len(doc) or end - start > _LABEL or len(doc[start:end].text) < 3:
        return None
    if doc[end].text[:1] not in {":", ",", "("} or not _reaches_colon(doc, end):
        return None
    if doc[end - 1].lower_ in lexicon.voices or doc[end - 1].lower_ in lexicon.actors:
        return start, end, False
    person = all(t.ent_type_ in {"PERSON", "PER"} for t in doc[start:end])
    return (start, end, True) if person or _is_surname(doc, doc[end - 1].lower_, lexicon) else None


def _reaches_colon(doc: Doc, start: int) -> bool:
    """Whether a label ends in a colon a few words on, in the same line."""
    for token in doc[start : start + _LABEL_ENDS]:
        if "\n" in token.text:
            return False
        if token.text[-1] == ":":
            return True
    return False


def _is_surname(doc: Doc, word: str, lexicon: Lexicon) -> bool:
    """Whether a word is the last of a person's name anywhere else in an article."""
    kept = remembered(doc[0], "surnames", lexicon)
    if 0 not in kept:
        kept[0] = {
            t.lower_
            for t in doc
            if t.ent_type_ in {"PERSON", "PER"}
            and not t.text.isupper()
            and (t.i + 1 == len(doc) or doc[t.i + 1].ent_iob_ != "I")
        }
    surnames: set[str] = kept[0]
    return word in surnames


# --- which words ----------------------------------------------------------------------------------


def _bounds(token: Token) -> tuple[int, int]:
    doc, start, end = token.doc, token.i, token.i + 1
    while start > 0 and doc[start].ent_iob_ == "I" and token.i - start < _LONGEST:
        if "\n" in doc[start - 1].text:
            break  # no name runs on in the next line
        start -= 1
    while end < len(doc) and doc[end].ent_iob_ == "I" and end - token.i < _LONGEST:
        if "\n" in doc[end].text:
            break
        end += 1
    return start, end


def _hyphenated(doc: Doc, start: int, end: int) -> int:
    """The end of a person's name that was broken off at a hyphen: "Hosein" of "Hosein-Ali Montazeri"."""
    if (
        end + 1 < len(doc)
        and doc[end].text == "-"
        and not doc[end].whitespace_
        and not doc[end - 1].whitespace_
    ):
        part = doc[end + 1]
        if part.tag_ == "NNP" and part.is_title and not part.ent_type_:
            end += 2
            while end < len(doc) and doc[end].tag_ == "NNP" and doc[end].is_title and not doc[end].ent_type_:
                end += 1
    return end


def _split(token: Token, start: int, end: int, label: str, lexicon: Lexicon) -> tuple[int, int, str]:
    """The part of an entity that a token belongs to, where two names were run together.

    "Iraq's Joint Operation Command" is a place and a body; "Iraq Lise Grande" a place and a person.
    """
    doc = token.doc
    for at in range(start + 1, end - 1):
        if doc[at].lower_ in {"'s", "’s"} and _is_known_place(doc[start:at].text, lexicon):
            return (start, at, "LOC") if token.i < at else (at + 1, end, "ORG" if label == "LOC" else label)
    if end - start >= 3 and not doc[start].ent_id_:
        rest = doc[start + 1 : end]
        before = start - 2 if start > 1 and doc[start - 1].lower_ == "the" else start - 1
        country = _is_known_place(doc[start].text, lexicon) and not _is_known_place(
            doc[start:end].text, lexicon
        )
        people = all(
            t.is_title and not lexicon.place_noun(t) and t.lower_ not in lexicon.name_words for t in rest
        )
        if country and people and before >= 0 and doc[before].lower_ in {"for", "of", "in", "to"}:
            return (start, start + 1, "LOC") if token.i == start else (start + 1, end, "PERSON")
    return start, end, label


def _is_known_place(text: str, lexicon: Lexicon) -> bool:
    return any(e.wide for e in lexicon.gazetteer.named(text, Kind.LOCATION))


def _proper_run(token: Token) -> tuple[int, int]:
    """Neighbouring proper nouns outside of the names the pipeline saw."""
    doc, start, end = token.doc, token.i, token.i + 1

    def belongs(other: Token) -> bool:
        return other.pos_ == "PROPN" and not other.ent_type_ and other.text[:1].isupper()

    while start > 0 and belongs(doc[start - 1]) and token.i - start < 6:
        start -= 1
    while end < len(doc) and belongs(doc[end]) and end - token.i < 6:
        end += 1
    return start, end


def _is_abbreviation(doc: Doc, start: int, end: int) -> bool:
    """Whether words are an abbreviation in parentheses right after a name: "(SNHR)"."""
    text = doc[start:end].text
    if end - start != 1 or not text.isupper() or not 2 <= len(text) <= 8 or start < 2 or end >= len(doc):
        return False
    return doc[start - 1].text == "(" and doc[end].text == ")" and doc[start - 2].text[:1].isupper()


def _mended(token: Token, start: int, end: int, label: str | None, lexicon: Lexicon) -> Name | None:
    doc = token.doc
    start = _after_what_is_none(doc, start, end, lands=label == "LOC")
    while end - 1 > start and (doc[end - 1].lower_ in APOSTROPHES or not is_word(doc[end - 1])):
        end -= 1
    if label == "PERSON" and end - start > 1 and _is_described(doc, start, end):
        return None
    if label == "ORG" and _is_numbered(doc, end, lexicon):
        end += 1
    begins = start
    if label in {"PERSON", "ORG"}:
        after = _after_titles(doc, start, end, lexicon)
        if after > start:
            start, label = after, "PERSON"
    while end - start > 1 and doc[start].is_lower and doc[start].lower_ in lexicon.part_words:
        start = begins = start + 1  # "southern" is no part of a name
    if not begins <= token.i < end or not is_word(doc[start]):
        return None
    # All words of a name come to the same question.
    known, key = remembered(token, "judged name", lexicon), (begins, start, end, label)
    if key not in known:
        known[key] = _judged(doc, begins, start, end, label, lexicon)
    name: Name | None = known[key]
    return name


def _judged(doc: Doc, begins: int, start: int, end: int, label: str | None, lexicon: Lexicon) -> Name | None:
    """What a name is the name of, if of an actor or place at all, by itself and by what stands around it."""
    text = doc[start:end].text
    called_body = label == "PERSON" and begins == start and _is_called_body(doc, start, lexicon)
    if _is_called_place(doc, start, end, lexicon) or (
        label == "PERSON" and _is_listed_place(doc, start, end, lexicon)
    ):
        label = "LOC"
    elif called_body or is_agency(doc, start, end):
        label = "ORG"
    the = start > 0 and doc[start - 1].lower_ == "the"
    if label in {"ORG", "PERSON"} and begins == start and _is_stood_at(doc, start, end, lexicon):
        label = "LOC"
    if label == "LOC" and begins == start and _is_said_body(doc, start, end, lexicon):
        label = "ORG"
    if label in {"LOC", "ORG"} and begins == start and _is_last_name(doc, start, end, lexicon):
        label = "PERSON"
    if label == "PERSON" and end - start == 1 and the and lexicon.gazetteer.demonym(text):
        return None  # "the Rohingya"
    entry = _entry(doc, start, end, label, lexicon)
    if (
        entry is None
        and label == "LOC"
        and _is_harmed(doc, start, end)
        and not _is_called_place(doc, start, end, lexicon)
    ):
        label = "PERSON"
    if entry is None:
        single = end - start == 1
        describes = lexicon.places if label == "LOC" else lexicon.actors
        plain = text.istitle() or (text.isupper() and len(text) > 4)
        if single and label != "PERSON" and plain and _is_noun_of(doc[start], describes):
            return None  # "Police" at the beginning of a sentence, "REBELS" in a headline
        if label == "LOC" and any(lexicon.name_words.get(t.lower_) in _FORCES for t in doc[start:end]):
            label = "ORG"
        if label == "ORG" and _is_work(doc, start, end, lexicon):
            label = "LOC"
        if label != "PERSON" and lexicon.gazetteer.demonym(text):
            return None  # "Iraqi", "Iraqis" and "Sri Lankan" describe
        weapon = _WEAPONS.match(text) or (single and not text.isupper() and _is_make(doc[end - 1], lexicon))
        if single and text.lower() in lexicon.sites and _is_posted_on(doc, start):
            return Name(doc, start, end, "ORG", None, start)
        if (
            text.lower() in lexicon.platforms
            or text.islower()
            or weapon
            or (label is None and not _is_abbreviation(doc, start, end))
        ):
            passed_over(
                doc[start], "Mention", f"model/{label or 'ORG'}", "names a weapon, a site or nothing known"
            )
            return None
    elif entry.type is ActorType.POPULATION_GROUP and grammar.is_left_modifier(doc[end - 1]):
        return None  # "Karen" in "Karen fighters" describes
    else:
        label = _label_of(entry)
    if label == "PERSON":
        begins = min(begins, titles_before(doc, start, lexicon))
    return Name(doc, start, end, label or "ORG", entry, begins if label == "PERSON" else start)


def _after_what_is_none(doc: Doc, start: int, end: int, *, lands: bool) -> int:
    """Where a name begins behind articles, numerals and "X-controlled" that were taken for parts of it."""
    while start < end - 1:
        first = doc[start]
        counted = first.pos_ == "NUM" and first.text.isalpha() and doc[start + 1].is_lower
        if first.lower_ in DETERMINERS or not is_word(first) or counted:
            start += 1
        elif (
            lands
            and start + 3 < end
            and doc[start + 1].text in HYPHENS
            and doc[start + 2].is_lower
            and doc[start + 2].tag_ in {"VBN", "VBD", "JJ"}
        ):
            start += 3
        else:
            break
    return start


def _is_numbered(doc: Doc, end: int, lexicon: Lexicon) -> bool:
    """Whether a number right behind a unit's name is part of it: "Light Infantry Battalion 123"."""
    if end >= len(doc) or not doc[end].text.isdigit() or len(doc[end].text) > 3:
        return False
    following = doc[end + 1] if end + 1 < len(doc) else doc[end]
    unit = lexicon.name_words.get(doc[end - 1].lower_) is ActorType.ARMED_FORCE
    return unit and following.pos_ not in {"NOUN", "PROPN", "ADJ", "NUM"}


def _is_described(doc: Doc, start: int, end: int) -> bool:
    """Whether what a pipeline took for a person's name begins like a description: "leading Sunni cleric"."""
    first, last = doc[start], doc[end - 1]
    lower = (
        first.is_lower
        and first.is_alpha
        and first.lower_ not in _NOBLE
        and first.tag_[:2] in {"JJ", "NN", "VB"}
    )
    return lower and last.is_lower


def _is_posted_on(doc: Doc, start: int) -> bool:
    """Whether somebody writes on a platform: "on Telegram"."""
    return (
        start > 0
        and doc[start - 1].lower_ in {"on", "via", "through", "using"}
        and doc[start].text[:1].isupper()
    )


def _is_make(token: Token, lexicon: Lexicon) -> bool:
    """Whether a name is that of a kind of weapon: "Leopard tanks"."""
    return token.i + 1 < len(token.doc) and lemma(token.nbor(1)) in lexicon.equipment


# --- which kind -----------------------------------------------------------------------------------


def _entry(doc: Doc, start: int, end: int, label: str | None, lexicon: Lexicon) -> GazetteerEntry | None:
    """The gazetteer's entry for a name, where its type fits what the sentence makes of it."""
    token, text = doc[start], doc[start:end].text
    begun = end < len(doc) and doc[end].ent_iob_ == "I"  # the first of two names run together
    called = label == "LOC" and _is_called_place(doc, start, end, lexicon)
    for key in (token.ent_kb_id_, token.ent_id_):
        entry = lexicon.gazetteer.entries.get(key)
        if entry is not None and not begun and not (called and entry.kind is Kind.ACTOR):
            return _best_of_that_name(entry, text, lexicon)
    found = lexicon.gazetteer.named(text)
    if not found and end - start > 2 and lexicon.gazetteer.demonym(token.text):
        found = lexicon.gazetteer.named(
            doc[start + 1 : end].text, Kind.ACTOR
        )  # "Kurdish People's Protection Units"
    places = sorted((e for e in found if e.kind is Kind.LOCATION), key=lambda e: _rank(e, text))
    actors = [e for e in found if e.kind is Kind.ACTOR and e.type is not ActorType.STATE]
    if called:
        actors = []
    inside = _is_inside(token)
    if label == "PERSON":
        # A pipeline often takes a town it has never met for a person; "in" and "near" tell.
        persons = [e for e in actors if e.type is ActorType.PERSON]
        lands = [e for e in places if e.wide and (e.type is LocationType.COUNTRY or e.population >= _LARGE)]
        modifies = grammar.is_left_modifier(doc[end - 1]) or grammar.is_left_modifier(token)
        bodies = actors if " " in text or text.isupper() or modifies else []
        return next(chain(persons, lands, places if inside else (), bodies), None)
    sure = places if label == "LOC" or inside else [e for e in places if e.wide]
    return next(chain(sure, actors) if label == "LOC" else chain(actors, sure), None)


def is_agency(doc: Doc, start: int, end: int) -> bool:
    """Whether a name stands where a dateline has its agency: "CAIRO (Agency) - "."""
    if start == 0 or end + 1 >= len(doc) or doc[start - 1].text != "(" or doc[end].text != ")":
        return False
    opens = start == 1 or "\n" in doc[start - 2].text
    return opens or doc[end + 1].text in _DASHES


def _is_stood_at(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the article uses a name that no list has like a place's: "left X", "X, 25 km up the road"."""
    text = doc[start:end].text
    if lexicon.gazetteer.named(text, Kind.ACTOR) or text.isupper():
        return False
    if any(t.lower_ in lexicon.name_words for t in doc[start:end]):
        return False
    known = remembered(doc[start], "stood at", lexicon)
    if 0 not in known:
        known[0] = _stood_at(doc)
    at, acts = known[0].get(text, (0, 0))
    return bool(at > acts)


def _is_last_name(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name that no list has is the last of a person whom the article named in full before."""
    known = remembered(doc[start], "last names", lexicon)
    if 0 not in known:
        known[0] = _last_names(doc)
    named = known[0].get(doc[start:end].text.lower())
    if named is None or named >= start or _is_inside(doc[start]) or is_agency(doc, start, end):
        return False
    return not lexicon.gazetteer.named(doc[start:end].text)


def _last_names(doc: Doc) -> Mapping[str, int]:
    """The ends of persons' names of several words, and where each is first told."""
    found: dict[str, int] = {}
    for i, token in enumerate(doc):
        if not token.ent_type_ or _LABELS.get(token.ent_type_) != "PERSON":
            continue
        if token.ent_iob_ == "I" and (i + 1 == len(doc) or doc[i + 1].ent_iob_ != "I"):
            start, end = _bounds(token)
            for k in range(start + 1, end):
                if is_word(doc[k]) and k + 4 > end:
                    found.setdefault(doc[k:end].text.lower(), start)
    return found


def _is_said_body(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether the article says that a name which looks like a place's is a group's: "X, a rebel group"."""
    known = remembered(doc[start], "said bodies", lexicon)
    if 0 not in known:
        known[0] = _said_bodies(doc, lexicon)
    return doc[start:end].text in known[0]


def _said_bodies(doc: Doc, lexicon: Lexicon) -> frozenset[str]:
    """Names of places, by their label, behind which a description of a group or body stands."""
    found = set()
    for i, token in enumerate(doc):
        if token.ent_type_ in _LABELS and (i + 1 == len(doc) or doc[i + 1].ent_iob_ != "I"):
            noun = apposed_noun(doc, i + 1) if _LABELS[token.ent_type_] == "LOC" else None
            bare = noun is not None and lemma(noun) in lexicon.actor_needs_modifier
            if noun is None or (bare and noun.nbor(-1).lower_ not in lexicon.kind_words):
                continue  # "X, a group of villages"
            kind = lexicon.actor_noun(noun)
            if kind in {ActorType.ARMED_GROUP, ActorType.ORGANISATION, ActorType.MEDIA_OUTLET}:
                start, end = _bounds(token)
                found.add(doc[start:end].text)
    return frozenset(found)


def _stood_at(doc: Doc) -> Mapping[str, tuple[int, int]]:
    """How often each name of a doc stands like a place, and how often it does or says something."""
    counts: dict[str, tuple[int, int]] = {}
    start = 0
    while start < len(doc):
        if doc[start].ent_iob_ != "B" or doc[start].ent_type_ not in _LABELS:
            start += 1
            continue
        end = start + 1
        while end < len(doc) and doc[end].ent_iob_ == "I":
            end += 1
        at, acts = counts.get(doc[start:end].text, (0, 0))
        last = doc[end - 1]
        head, label = last.head, grammar.label(last)
        subject = label == "nsubj" and head.pos_ == "VERB"
        follows = end < len(doc) and doc[end].lower_ in {"'s", "’s", "who", "fighters", "members"}
        counts[doc[start:end].text] = (
            at + _stands_here(doc, start, end),
            acts + (1 if subject or follows else 0),
        )
        start = end
    return counts


def apposed_noun(doc: Doc, end: int) -> Token | None:
    """The noun of a description right behind a name: "X, a town in the north", "X, which is a militia"."""
    at = end
    if at + 2 >= len(doc):
        return None
    if doc[at].text in {",", "(", "-", "–", "—"}:
        at += 1
    elif lemma(doc[at]) != "be":
        return None
    while at < len(doc) and (doc[at].lower_ in {"which", "formerly", "also"} or lemma(doc[at]) == "be"):
        at += 1
    if at >= len(doc) or doc[at].lower_ not in {"a", "an", "the", "one"}:
        return None
    for i in range(at + 1, min(at + _APPOSED, len(doc))):
        token = doc[i]
        if not is_word(token) and token.text not in HYPHENS:
            return None
        if token.text in APOSTROPHES or token.pos_ in {"VERB", "AUX", "ADP"}:
            return None
        last = i + 1 >= len(doc) or doc[i + 1].pos_ not in {"NOUN", "PROPN", "ADJ"}
        if token.pos_ == "NOUN" and last and (i + 1 >= len(doc) or doc[i + 1].text not in HYPHENS):
            return token
    return None


def _stands_here(doc: Doc, start: int, end: int) -> int:
    """How clearly one mention of a name is a place's: by a distance, a verb of going, a preposition."""
    last = doc[end - 1]
    if start > 1 and doc[start - 1].lower_ == "of" and doc[start - 2].lower_ in _BEARINGS:
        return 2
    if end + 2 < len(doc) and doc[end].text == ",":
        near = [t.lower_ for t in doc[end + 1 : end + 5]]
        if _UNITS_OF_WAY.intersection(near) or any(_WAY.match(t) for t in near):
            return 2
    if grammar.label(last) in {"obj", "dobj"} and lemma(last.head) in _GOING:
        return 1
    return 1 if start and doc[start - 1].lower_ in {"near", "outside", "around", "towards", "toward"} else 0


def _is_called_body(doc: Doc, start: int, lexicon: Lexicon) -> bool:
    """Whether a name stands right after "newspaper", "rebel group"."""
    if start == 0 or doc[start - 1].pos_ != "NOUN" or is_plural(doc[start - 1]):
        return False
    kind = lexicon.actor_noun(doc[start - 1])
    bodies = {ActorType.MEDIA_OUTLET, ActorType.ORGANISATION}
    return kind in bodies or lemma(doc[start - 1]) in {"group", "militia", "gang", "faction", "movement"}


def _is_noun_of(token: Token, nouns: Mapping[str, object]) -> bool:
    return lemma(token) in nouns or token.lower_.removesuffix("s") in nouns


def _is_work(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether what a pipeline took for a body is a place by its words: "Camp X", "Y Airport"."""
    first, last = doc[start].lower_, doc[end - 1].lower_
    if end - start < 2 or last in lexicon.name_words or first in lexicon.name_words:
        return False
    verb = lemma(doc[end - 1].head) if grammar.label(doc[end - 1]) == "nsubj" else ""
    works = lexicon.places.get(last) in _WORKS or first in {"camp", "fort", "mount", "hotel", "lake"}
    return works and verb not in lexicon.saying


def _ends_office_of(doc: Doc, last: int, lexicon: Lexicon) -> bool:
    """Whether a place ends the words of an office: "the prime minister of Israel", "the envoy for Iraq"."""
    at = last
    while at > 0 and last - at < _APPOSED and (doc[at].ent_type_ or doc[at].lower_ in DETERMINERS):
        at -= 1
    role = doc[at - 1].text if at > 0 and doc[at].lower_ in {"of", "for", "to", "in"} else ""
    return bool(role) and (lexicon.is_role(role) or lexicon.is_title(role))


def _is_harmed(doc: Doc, start: int, end: int) -> bool:
    """Whether what a pipeline took for a place is a person by what is done to it: "killed Omar Tarrafi"."""
    last = next((t for t in doc[start:end] if not start <= t.head.i < end), doc[end - 1])
    acted_on = grammar.label(last) in {"obj", "dobj"} or (
        grammar.label(last) == "nsubj" and "pass" in last.dep_
    )
    words = end - start > 1 and all(t.text[:1].isupper() for t in doc[start:end])
    return words and acted_on and lemma(last.head) in _HARMING


def _is_listed_place(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name that looks like a person's stands like a place: "in X", "in Y, X."."""
    if start == 0 or end - start > 5 or (end < len(doc) and doc[end].lower_ in {"'s", "’s", "who"}):
        return False
    if doc[start - 1].lower_ in {"in", "near", "into", "outside", "around"}:
        return True
    if doc[start - 1].lower_ == "from" and grammar.label(doc[start]) == "obl":  # "fired from X"
        return doc[start].head.pos_ == "VERB" and lemma(doc[start].head) not in _FROM_PEOPLE
    if end - start > 3:
        return False
    first = grammar.first_conjunct(doc[start])
    if first.i < start and end - start == 1 and _LABELS.get(first.ent_type_) == "LOC":
        return True  # "retook X and Y"
    comma = start > 1 and doc[start - 1].text == "," and _LABELS.get(doc[start - 2].ent_type_) == "LOC"
    if comma and _ends_office_of(doc, start - 2, lexicon):
        return False  # "the prime minister of Y, X,"
    subject = any(grammar.label(t) in {"nsubj", "nsubjpass", "conj"} for t in doc[start:end])
    return comma and not subject and (end == len(doc) or doc[end].is_punct or doc[end].pos_ == "ADP")


def _best_of_that_name(entry: GazetteerEntry, text: str, lexicon: Lexicon) -> GazetteerEntry:
    """What news means by the name of a place: a country before a town abroad, a city before its province."""
    if entry.kind is not Kind.LOCATION:
        return entry
    return min((entry, *lexicon.gazetteer.named(text, Kind.LOCATION)), key=lambda e: _rank(e, text))


def _rank(entry: GazetteerEntry, text: str) -> tuple[bool, bool]:
    return entry.type is not LocationType.COUNTRY, entry.label.lower() != text.lower()


def _is_inside(token: Token) -> bool:
    """Whether the words before a name say that it is a place ("in", "near", "into southern")."""
    before = token.i - 1
    while before > 0 and token.doc[before].lower_ in _DIRECTIONS:
        before -= 1
    return before >= 0 and token.doc[before].lower_ in _INTO_PLACES


def _is_called_place(doc: Doc, start: int, end: int, lexicon: Lexicon) -> bool:
    """Whether a name stands after "town of", or before "province" or "-based": then it is a place's."""
    if start > 1 and doc[start - 1].lower_ == "of":
        of_what = lemma(doc[start - 2])
        body = any(t.lower_ in lexicon.name_words for t in doc[start:end])
        if of_what in lexicon.carries_name or (of_what in _FOUGHT_FOR and not body):
            return True
    if end + 1 < len(doc) and doc[end].text in HYPHENS and doc[end + 1].lower_ == "based":
        return True
    following = doc[end].lower_ if end < len(doc) else ""
    return following in lexicon.carries_name and following not in _OF_BODIES_TOO


def _label_of(entry: GazetteerEntry) -> str:
    if entry.kind is Kind.LOCATION:
        return "LOC"
    return "PERSON" if entry.type is ActorType.PERSON else "ORG"


# --- titles ---------------------------------------------------------------------------------------


def _after_titles(doc: Doc, start: int, end: int, lexicon: Lexicon) -> int:
    """Where the name begins in words that may begin with titles; start if they don't."""
    position, whole = start, False
    while position < end:
        word = doc[position].text
        if not lexicon.is_title(word) and not (position > start and word in {".", "-"}):
            break
        whole = whole or (is_word(doc[position]) and lexicon.is_whole_title(word))
        position += 1
    # "General Staff", "Prince Sultan Air Base" and "Health Ministry" are no persons.
    rest = [t for t in doc[position:end] if is_word(t)]
    bodies = any(t.lower_ in lexicon.name_words or lexicon.place_noun(t) for t in rest)
    return position if whole and rest and not bodies else start


def titles_before(doc: Doc, start: int, lexicon: Lexicon) -> int:
    """Where the titles before a person's name begin; those that say of which body or place stay out."""
    begins = start
    while begins > 0 and start - begins < 8:
        word = doc[begins - 1]
        told = lexicon.is_title(word.text) or lexicon.is_role(word.text)
        stop = word.text in {".", "-"} and begins > 1 and lexicon.is_title(doc[begins - 2].text)
        if not told and not stop:
            break
        begins -= 1
    for i in range(begins, start):
        if is_word(doc[i]) and not lexicon.is_title(doc[i].text):
            begins = i + 1  # "researcher X": what a person does is no title
    if not any(is_word(t) and lexicon.is_whole_title(t.text) for t in doc[begins:start]):
        return start
    while begins < start and (not is_word(doc[begins]) or _is_of_somebody(doc, begins, lexicon)):
        begins += 1
        while begins < start and not _is_rank(doc[begins], lexicon):
            begins += 1
    if begins == start or any("\n" in t.text for t in doc[begins:start]):
        return start
    before = doc[begins - 1] if begins > 1 else None
    if before is not None and before.tag_ == "JJ" and doc[begins].is_lower:
        plain = before.is_lower and not before.ent_type_ and doc[begins - 2].text not in HYPHENS
        return begins - 1 if plain else begins  # "regional governor X"
    return begins


def office_before(name: Name, lexicon: Lexicon) -> tuple[int, int] | None:
    """The words of an office that a country or body ends, right before a person's name, as token numbers.

    "OSCE Special Envoy for Moldova Ada Byron": all before "Ada", though no title of hers.
    """
    doc, at = name.doc, name.begins - 1
    while at >= 0 and name.begins - at < _OFFICE and doc[at].pos_ in {"PROPN", "NOUN", "DET", "CCONJ"}:
        at -= 1
    if at <= 0 or doc[at].lower_ not in {"for", "of", "to", "in"} or at == name.begins - 1:
        return None
    role = at - 1
    if not (lexicon.is_role(doc[role].text) or lexicon.is_title(doc[role].text)):
        return None
    start = role
    while start > 0 and name.begins - start < 2 * _OFFICE and doc[start - 1].pos_ in {"PROPN", "NOUN", "ADJ"}:
        start -= 1
    return start, name.begins


def _is_rank(word: Token, lexicon: Lexicon) -> bool:
    return word.is_title and word.lower_.strip(" .,") in lexicon.titles["rank"] and not _ends_office(word)


def _ends_office(word: Token) -> bool:
    """Whether a rank is the end of an office: "Secretary General"."""
    return word.i > 0 and word.nbor(-1).lower_ in {
        "secretary",
        "attorney",
        "director",
        "surgeon",
        "inspector",
    }


def _is_of_somebody(doc: Doc, position: int, lexicon: Lexicon) -> bool:
    """Whether a title says of whom: "NATO Secretary General", "police chief"; a rank never does."""
    if position == 0 or _is_rank(doc[position], lexicon):
        return False
    before = doc[position - 1]
    if lexicon.is_role(before.text) or lexicon.is_title(before.text):
        return False
    return before.pos_ in {"NOUN", "PROPN"} and not lexicon.gazetteer.demonym(before.text)
