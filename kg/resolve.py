"""Mentions to entities: who and what is meant, within one article and by known names.

In:  a Reading (mentions, also those inside other findings) and the Gazetteer.
Out: Resolved: for every mention the Entity it refers to, with the reason.

Three passes over the mentions in reading order, each linear: places by name; actors by name (known names,
institutions of a country, longest forms, abbreviations); then descriptions and pronouns, which take up
what was named before them, nearest first. What can't be taken up safely stays an entity of this article.
Names are functions of what they name: keys hold no row order, clock or chance. Knows nothing of RDF.
"""

import re
from bisect import bisect_right
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from types import MappingProxyType

from kg.gazetteer import ARABIC_SCRIPT, Gazetteer, GazetteerEntry
from kg.model import (
    ActorType,
    Entity,
    Form,
    Gender,
    Kind,
    LocationType,
    Mention,
    MentionKey,
    Reading,
    RelativeLocation,
    Resolved,
    Span,
    Statement,
    StatementKind,
    Zone,
    mentions_in,
)
from kg.names import (
    abbreviates,
    fold,
    fold_article,
    fold_loose,
    is_acronym,
    slug,
    strip_titles,
    without_possessive,
)
from kg.namesakes import at_distance, in_country, lies_in, point_of
from kg.patterns import concepts, table
from kg.places import Point
from kg.worldplaces import WorldPlaces

_POSSESSOR = re.compile(r"((?:[A-Z][\w.\-’']*\s){0,3}[A-Z][\w.\-]*)['’]s?\s+(?:[a-z][\w\-]*\s+){0,2}$")
_LED = re.compile(r"^(.+?)-(?:led|dominated|commanded)$", re.IGNORECASE)
_WORD = re.compile(r"[\w'’.\-]+")
_SIDES_WITH = ("anti-", "pro-", "non-", "anti‑", "pro‑")
_COUNTED = re.compile(
    r"(?:\d[\d,.]*|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|twenty|thirty|forty))\s+$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\b(his|her|my|their|our|its)\s+$", re.IGNORECASE)
_ALONG = re.compile(
    r"\b(?:the|across|along)\s+$", re.IGNORECASE
)  # before a river's name: "across the Dnipro"
_INDEFINITE = re.compile(r"\b(?:an?|another|one)\s+$", re.IGNORECASE)
_APPOSED = re.compile(r",\s+(?:an?|the)\s+(?:only\s+|last\s+|first\s+|second\s+|once\s+)?$", re.IGNORECASE)
_IN_PLACE = re.compile(r"\s+(?:in|of)\s+(?:the\s+(?:city|town|capital|capital city)(?:\s+of)?\s+)?")
_LIES_IN = re.compile(r"(?:,|,? in|,? of)\s+(?:the\s+)?")  # between a place and the larger one: "X in Y"
_WHERE_IN = re.compile(r"\w+\s+")  # before the larger one: "X in eastern Y"
_OTHERS_SIDE = re.compile(r"\s+(?:loyal|allied|aligned|friendly|opposed|sympathetic|hostile) (?:to|with)\b")
_BESIDE = re.compile(  # between a mention and the pronoun for it: "militants as they", "X, including its"
    r"['’]?s?,?\s*(?:and |or )?"
    r"(?:as|when|while|where|from|including|especially|with|after|before|because)?\s*",
    re.IGNORECASE,
)
_ROLE_REACH = 80  # characters of a role beside a name
# Between a body and the name of its man or woman: "army spokesman ", "UN Humanitarian Coordinator for Iraq ".
_ONLY_ROLE = re.compile(r"['’]?s?(?:[ -][A-Za-z-]+){1,6} ")
_OF_BODY = re.compile(r"\s+(?:of|from|with)\s+(?:the\s+)?")
_WHO_LEADS = re.compile(
    r",\s+who\s+(?:leads|led|heads|headed|runs|commands|chairs|directs|coordinates|speaks for)\s+(?:the\s+)?"
)
_OF_STATE = re.compile(
    r"\b(?:president|premier|minister|ambassador|chancellor|king|emir|senator)\b", re.IGNORECASE
)
_FROM_THERE = frozenset({"arrival", "evacuee", "escapee"})
_ACTED_ON = frozenset({"them", "him"})
_WHO_FLEE = re.compile(
    r"\s+(?:who (?:\w+ ){0,3})?"
    r"(?:coming out|driven out|fle[de]|fleeing|escap\w+|leav\w+|left|displaced|uprooted)\b",
    re.IGNORECASE,
)
_PART_OF = re.compile(r"\s+(?:from|of|with|belonging to)\s+(?:the\s+|its\s+)?")
_LEADS = re.compile(r"\s+(?:to|from|between|linking|leading|connecting|out|into|north|south|east|west)\b")
_OF_PLACE = re.compile(
    r"\s+(?:\w+\s+)?(?:in|of|from|inside|within)\s+(?:the\s+(?:city|town|village) of\s+)?", re.IGNORECASE
)
_ARTICLES = frozenset(
    ["al", "el", "ad", "an", "ar", "as", "ash", "at", "az", "abu", "bin", "ibn", "de", "van", "the"]
)

_BODY_TYPES = {
    *(ActorType.ORGANISATION, ActorType.ARMED_FORCE, ActorType.ARMED_GROUP, ActorType.GOVERNMENT),
}
_GROUPS = {ActorType.ARMED_GROUP, ActorType.ORGANISATION}
_BODIES = {"group", "organisation", "organization", "movement"}  # said of armed groups and others alike
_FRONT = {Zone.HEADLINE, Zone.STANDFIRST, Zone.HIGHLIGHT}
_SETTLEMENTS = {LocationType.CITY, LocationType.TOWN, LocationType.VILLAGE}
_WHOLES = {LocationType.COUNTRY, LocationType.PROVINCE, LocationType.REGION}
_PLACES_LIKE = {  # which types of the gazetteer a place may have that a text calls so
    LocationType.COUNTRY: {LocationType.COUNTRY},
    LocationType.PROVINCE: {LocationType.PROVINCE, LocationType.REGION},
    LocationType.REGION: {LocationType.REGION, LocationType.PROVINCE, LocationType.AREA},
    LocationType.CITY: _SETTLEMENTS | {LocationType.DISTRICT},
    LocationType.TOWN: _SETTLEMENTS | {LocationType.DISTRICT, LocationType.CAMP},
    LocationType.VILLAGE: _SETTLEMENTS | {LocationType.DISTRICT},
    LocationType.DISTRICT: _SETTLEMENTS | {LocationType.DISTRICT, LocationType.NEIGHBOURHOOD},
    LocationType.NEIGHBOURHOOD: {
        *(LocationType.NEIGHBOURHOOD, LocationType.DISTRICT, LocationType.VILLAGE, LocationType.TOWN)
    },
    LocationType.RIVER: {LocationType.RIVER},
    LocationType.CAMP: {LocationType.CAMP, *_SETTLEMENTS},
    LocationType.AREA: {LocationType.AREA, LocationType.REGION, *_SETTLEMENTS},
}
_TERRITORIES = {
    *(LocationType.PROVINCE, LocationType.REGION, LocationType.CAMP),
    *(LocationType.DISTRICT, LocationType.NEIGHBOURHOOD),
}
_BUILT = {
    *(LocationType.BUILDING, LocationType.FACILITY, LocationType.BASE, LocationType.AIRPORT),
    *(LocationType.STREET, LocationType.ROAD),
}
_CLASSES: dict[ActorType | LocationType, str] = {  # places that one may be called like another
    **dict.fromkeys(_SETTLEMENTS, "settlement"),
    **dict.fromkeys((LocationType.DISTRICT, LocationType.NEIGHBOURHOOD), "settlement"),
    **dict.fromkeys((LocationType.PROVINCE, LocationType.REGION), "land"),
    **dict.fromkeys(_BUILT, "built"),
}
_PREFIX = {  # how keys of places outside the gazetteer begin; one word for what texts don't tell apart
    **dict.fromkeys(_SETTLEMENTS | {LocationType.DISTRICT, LocationType.NEIGHBOURHOOD}, "place"),
    **dict.fromkeys((LocationType.PROVINCE, LocationType.REGION, LocationType.AREA), "place"),
}
_LEAD = 5  # sentences of running text in which a headline's descriptions are told in full
_LEAD_MENTIONS = 60  # so that endless sentences stay cheap
_LATELY = 5  # sentences that "the city" looks back over
_HOME_MARGIN = 1.5  # a country is the one an article is about when it is named so much oftener than the next


@dataclass(frozen=True, slots=True)
class _Words:
    """The rows of `patterns/reference.toml`, ready for lookup."""

    institution_of_head: Mapping[str, str]
    institution_of_modifier: Mapping[str, str]
    mint: Mapping[str, str]
    type_of: Mapping[str, ActorType]
    general: frozenset[str]
    single: frozenset[str]  # one of them alone
    apart: frozenset[str]  # of no state's force, whatever stands before
    neutral: frozenset[str]
    branch: frozenset[str]
    whole: frozenset[str]  # of these, what an army is called without being a branch
    militant: frozenset[str]
    unidentified: frozenset[str]
    militia: frozenset[str]
    colour: frozenset[str]
    parts: frozenset[str]
    others: frozenset[str]
    leader: frozenset[str]
    organisation: frozenset[str]
    kind_of_body: frozenset[str]  # words before such a head that say what kind it is: "rights group"
    civilian: frozenset[str]
    displaced: frozenset[str]
    place: Mapping[str, str]  # head -> class of place
    side: Mapping[str, str]  # "southern" -> "south"
    pronoun: Mapping[str, str]  # "them" -> "they"
    equipment: frozenset[str]  # "warplane": stands for the force that has it
    umbrellas: tuple[Mapping[str, object], ...]
    titles: frozenset[str]


@cache
def _words() -> _Words:
    rows = table("reference")
    titles = (title for row in table("titles")["title"] if row["kind"] != "role" for title in row["words"])

    def invert(name: str) -> dict[str, str]:
        return {word: kind for kind, words in rows[name].items() for word in words}

    return _Words(
        institution_of_head={h: row["name"] for row in rows["institution"] for h in row["heads"]},
        institution_of_modifier={m: row["name"] for row in rows["institution"] for m in row["modifiers"]},
        mint={row["name"]: row["mint"] for row in rows["institution"]},
        type_of={row["name"]: ActorType(row["type"]) for row in rows["institution"]},
        general=frozenset(rows["force"]["general"]),
        single=frozenset(rows["force"]["single"]),
        apart=frozenset(rows["force"]["apart"]),
        neutral=frozenset(rows["force"]["neutral"]),
        branch=frozenset(rows["force"]["branch"]),
        whole=frozenset(rows["force"]["whole"]),
        militant=frozenset(rows["group"]["militant"]),
        unidentified=frozenset(rows["group"]["unidentified"]),
        militia=frozenset(rows["group"]["militia"]),
        colour=frozenset(rows["group"]["colour"]),
        parts=frozenset(rows["group"]["parts"]),
        others=frozenset(rows["group"]["others"]),
        leader=frozenset(rows["people"]["leader"]),
        organisation=frozenset(rows["organisation"]["heads"]),
        kind_of_body=frozenset(
            w for row in concepts("actorType") for ws in row.notes.get("kindWord", ()) for w in ws.split()
        ),
        civilian=frozenset(rows["people"]["civilian"]),
        displaced=frozenset(rows["people"]["displaced"]),
        place=invert("place"),
        side=invert("side"),
        pronoun=invert("pronoun"),
        equipment=frozenset(w for row in concepts("actorType") for w in row.notes.get("equipment", ())),
        umbrellas=tuple(rows["umbrella"]),
        titles=frozenset(fold(title) for title in titles),
    )


@dataclass(slots=True)
class _Known:
    """What is gathered about one entity while its article is resolved."""

    key: str
    kind: Kind
    entry: GazetteerEntry | None = None  # of the curated gazetteer
    place: GazetteerEntry | None = None  # of the world's places
    types: Counter[ActorType | LocationType] = field(default_factory=Counter)
    names: Counter[str] = field(default_factory=Counter)
    words: str = ""  # of its first mention, for a description
    reasons: set[str] = field(default_factory=set)
    wholes: set[str] = field(default_factory=set)  # keys of what it is part of
    type: ActorType | None = None  # where the key says it
    country: str | None = None  # key of the country of an institution
    front: bool = (
        False  # first spoken of before the running text, where "a bridge" is told again as "a bridge"
    )
    gender: Gender | None = None


def _main_type(known: _Known) -> ActorType | LocationType:
    """What an entity is: by the gazetteer, its key, or else what most of its mentions are called."""
    if known.entry is not None:
        return known.entry.type
    if known.type is not None or not known.types:
        return known.type or (ActorType.UNNAMED_SOURCE if known.kind is Kind.ACTOR else LocationType.AREA)
    return max(known.types, key=lambda kind: known.types[kind])  # of two as frequent the one told first


def resolve(reading: Reading, gazetteer: Gazetteer, world: WorldPlaces | None = None) -> Resolved:
    """Join every mention of an article to an entity.

    Known names get the key of the gazetteer; other names a key of kind and folded name, the same in every
    article; descriptions of people and places without a name a key of this article.
    """
    work = _Work(reading, gazetteer, world)
    work.name_places()
    work.name_actors()
    work.take_up()
    return Resolved(reading=reading, entity_of=MappingProxyType(work.entities()))


class _Work:
    """One article being resolved: its mentions in order and what is known of each so far."""

    def __init__(self, reading: Reading, gazetteer: Gazetteer, world: WorldPlaces | None) -> None:
        self.reading = reading
        self.text = reading.article.text
        self.gazetteer = gazetteer
        self.world = world
        self.words = _words()
        self.mentions = _collect(reading)
        self.key_of: dict[MentionKey, str] = {}
        self.known: dict[str, _Known] = {}
        self.local = f"article/{reading.article.id}/"
        self._starts = [s.start for s in reading.sentences]
        self._country_of_code = gazetteer.countries
        self._by_span = {(m.kind, m.evidence): m for m in self.mentions}
        self.nested = _nested(self.mentions)
        self._mention_starts = [m.evidence.start for m in self.mentions]
        self._speakers = {
            f.speaker.evidence for f in reading.findings if isinstance(f, Statement) and f.speaker is not None
        }
        self._names = {(m.kind, self.name_text(m)) for m in self.mentions}
        self.partner = self._partners()
        self.quotations = _quotations(reading)
        self.contents = _contents(reading)
        self.side: dict[str, str] = {}  # person -> the body or state they were said to belong to
        self._lead_actors: tuple[Mention, ...] = ()
        self.defined: dict[str, str] = {}  # abbreviation -> the name that the text equates it with
        self.home: str | None = None
        self.main_settlement: str | None = None  # the one named most often
        self.settlement: str | None = None  # the last settlement named, while descriptions are taken up
        self.places_seen: list[tuple[int, str]] = []  # (offset, key of a country), of places by name

    # --- small questions ---------------------------------------------------------------------------

    def sentence(self, mention: Mention) -> int:
        return bisect_right(self._starts, mention.evidence.start) - 1

    def name_text(self, mention: Mention) -> str:
        """The name a mention is known by: the inner name if it has one of the same thing.

        The name in "anti-X forces" or "X-held" is that of somebody else.
        """
        if mention.name is None or mention.head_lemma.lower() in self.words.others:
            return _spaced(mention.text)
        before = self.text[max(0, mention.name.start - 6) : mention.name.start].lower()
        after = self.text[mention.name.end : mention.name.end + 2]
        if before.endswith(_SIDES_WITH) or re.match(r"[-‐‑]\w", after):
            return _spaced(mention.text)
        return _spaced(mention.name.of(self.text))

    def assign(self, mention: Mention, key: str, reason: str) -> _Known:
        """Join a mention to the entity of that key; the same words may name an actor and a place."""
        if key in self.known and self.known[key].kind is not mention.kind:
            key = f"{key}-{mention.kind.value}"
        known = self.known.get(key)
        if known is None:
            entry = self.gazetteer.entries.get(key)
            known = self.known[key] = _Known(key=key, kind=mention.kind, entry=entry)
            known.words = _spaced(mention.text)
            known.front = self.reading.article.zone_at(mention.evidence.start) in _FRONT
            if entry is not None and entry.kind is Kind.ACTOR:
                known.country = self._country_of_code.get(entry.country or "")
        self.key_of[(mention.kind, mention.evidence)] = key
        known.reasons.add(reason)
        if mention.form in {Form.NAME, Form.NOMINAL}:
            known.types[mention.type] += 3 if mention.form is Form.NAME else 1
        if mention.form is Form.NAME:
            known.names[self.name_text(mention)] += 1
        known.gender = known.gender or mention.gender
        return known

    def assigned(self, mention: Mention) -> str | None:
        return self.key_of.get((mention.kind, mention.evidence))

    def country_in(self, mention: Mention) -> str | None:
        """The country that the words of a mention, or a possessor before it, name."""
        words = _WORD.findall(mention.text)
        for size in (2, 1):  # "South Sudanese" before "Sudanese"
            for i in range(len(words) - size + 1):
                word = without_possessive(" ".join(words[i : i + size]))
                key = self.gazetteer.demonym(word) or self.gazetteer.demonym(word.capitalize())
                if key and word[:1].isupper() and self._is_country(key):
                    return key
                if found := self._country_named(word):
                    return found
        before = self.text[max(0, mention.evidence.start - 60) : mention.evidence.start]
        match = _POSSESSOR.search(before)
        return self._country_named(match[1]) if match else None

    def _is_country(self, key: str) -> bool:
        entry = self.gazetteer.entries.get(key)
        return entry is not None and entry.type is LocationType.COUNTRY

    def _country_named(self, name: str) -> str | None:
        if not name[:1].isupper():
            return None
        found = self.gazetteer.named(name, Kind.LOCATION)
        return found[0].key if found and found[0].type is LocationType.COUNTRY else None

    def country_around(self, mention: Mention) -> str | None:
        """The country of an institution that names none: that of the places just named, or the article's.

        Places of the sentence and the one before it count when they all lie in one country.
        """
        if match := _IN_PLACE.match(self.text, mention.evidence.end):
            index = bisect_right(self.places_seen, (match.end(), ""))
            if index < len(self.places_seen) and self.places_seen[index][0] == match.end():
                return self.places_seen[index][1]
        begin = self._starts[max(0, self.sentence(mention) - 1)] if self._starts else 0
        index = bisect_right(self.places_seen, (mention.evidence.end, ""))
        near: set[str] = set()
        while index > 0 and self.places_seen[index - 1][0] >= begin and len(near) < 2:
            index -= 1
            near.add(self.places_seen[index][1])
        return next(iter(near)) if len(near) == 1 else self.home

    # --- first pass: places by name ----------------------------------------------------------------

    def name_places(self) -> None:
        """Join places that have a name; find the country that the article is about."""
        named = [m for m in self.mentions if m.kind is Kind.LOCATION and m.form is Form.NAME]
        found = {m: self._place_candidates(m) for m in named}
        evidence: Counter[str] = Counter()
        for mention, entries in found.items():
            countries = {e.country for e in entries if e.country}
            if len(countries) == 1 and entries[0].wide and _is_firm(entries[0], self.name_text(mention)):
                evidence[countries.pop() or ""] += 1
        for mention in self.mentions:
            if mention.kind is Kind.ACTOR and mention.form is Form.NAME and (key := self.country_in(mention)):
                evidence[self.gazetteer.entries[key].country or ""] += 1
        self.home = self._home(evidence)
        chosen = self._chosen_places(found, evidence)
        for mention, (place, reason) in chosen.items():
            self._assign_place(mention, place, reason)
            if place is not None and place.country in self._country_of_code:
                self.places_seen.append((mention.evidence.start, self._country_of_code[place.country or ""]))
        self.places_seen.sort()
        settled = Counter(
            self.key_of.get((m.kind, m.evidence), "")
            for m, e in found.items()
            if {m.type, e[0].type if e else None} & _SETTLEMENTS
        )
        settled.pop("", None)
        if settled:
            self.main_settlement = min(settled.items(), key=lambda item: (-item[1], item[0]))[0]

    def _home(self, evidence: Counter[str]) -> str | None:
        ranked = sorted(
            ((n, code) for code, n in evidence.items() if code in self._country_of_code), reverse=True
        )
        if not ranked or (len(ranked) > 1 and ranked[0][0] < _HOME_MARGIN * ranked[1][0]):
            return None
        return self._country_of_code[ranked[0][1]]

    def _place_candidates(self, mention: Mention) -> tuple[GazetteerEntry, ...]:
        allowed = _PLACES_LIKE.get(mention.type) if isinstance(mention.type, LocationType) else None
        if allowed is None:
            return ()
        if _ALONG.search(self.text[max(0, mention.evidence.start - 10) : mention.evidence.start]):
            river = self.gazetteer.named(f"{self.name_text(mention)} River", Kind.LOCATION)
            if river and river[0].type is LocationType.RIVER:
                return river
        for words in dict.fromkeys((_spaced(mention.text), self.name_text(mention))):
            entries = self.gazetteer.named(words, Kind.LOCATION)
            fitting = tuple(e for e in entries if e.type in allowed)
            if fitting or (entries and not _is_part(mention)):
                # A bare name is called what the extractor guessed: a guess doesn't overrule the gazetteer.
                return fitting or entries
        return ()

    def _choose_place(
        self, entries: tuple[GazetteerEntry, ...], evidence: Mapping[str, int], name: str
    ) -> GazetteerEntry | None:
        """The candidate in the country most spoken of.

        A small place, or one by a name unlike its own, only where its country is spoken of.
        """
        for entry in sorted(entries, key=lambda e: -evidence.get(e.country or "", 0)):
            if (entry.wide and _is_firm(entry, name)) or evidence.get(entry.country or "", 0):
                return entry
        return None

    def _chosen_places(
        self, found: Mapping[Mention, tuple[GazetteerEntry, ...]], evidence: Counter[str]
    ) -> dict[Mention, tuple[GazetteerEntry | None, str]]:
        """For each place by name its entry and why: what is said of where it lies goes before all else."""
        usual = {m: self._choose_place(e, evidence, self.name_text(m)) for m, e in found.items()}
        near = tuple(dict.fromkeys(p for e in usual.values() if e is not None and (p := point_of(e))))
        by_country: dict[str, GazetteerEntry | None] = {}
        for mention in found:
            name = self.name_text(mention)
            if usual[mention] is None and self.world is not None and mention.type in _SETTLEMENTS:
                if name not in by_country:
                    by_country[name] = self._in_country_told(name, evidence, near)
                usual[mention] = by_country[name]
        told = self._told_where(found, usual)
        ways: dict[str, dict[str, tuple[GazetteerEntry, str]]] = defaultdict(dict)
        for mention, (located, why) in told.items():
            ways[fold_article(self.name_text(mention))].setdefault(located.key, (located, why))
        chosen: dict[Mention, tuple[GazetteerEntry | None, str]] = {}
        for mention, entry in usual.items():
            there = ways.get(fold_article(self.name_text(mention)), {})
            way = told.get(mention)
            if way is None and len(there) == 1 and _may_be_settlement(mention, entry):
                way = next(iter(there.values()))  # one name, one place, unless the text locates two
            place, why = way or (entry, "country of the article" if self._is_of_world(entry) else "")
            name = "GeoNames name" if self._is_of_world(place) else "gazetteer name"
            chosen[mention] = (place, f"{name}, {why}" if why else name)
        return chosen

    def _is_of_world(self, entry: GazetteerEntry | None) -> bool:
        return entry is not None and entry.key not in self.gazetteer.entries

    def _in_country_told(
        self, name: str, evidence: Mapping[str, int], near: tuple[Point, ...]
    ) -> GazetteerEntry | None:
        """The place of that name in the country the article is about, else in the only one spoken of."""
        named = self.world.named(name) if self.world is not None else ()
        candidates = [e for e in named if not _is_part_of_name(name, e.label)]
        spoken = {e.country for e in candidates if e.country and evidence.get(e.country, 0)}
        home = self.gazetteer.entries[self.home].country if self.home else None
        if home in spoken:
            return in_country(candidates, home or "", near)
        own = [e for e in candidates if fold(e.label) == fold(name)]
        return in_country(own, spoken.pop() or "", near) if len(spoken) == 1 else None

    def _told_where(
        self,
        found: Mapping[Mention, tuple[GazetteerEntry, ...]],
        usual: Mapping[Mention, GazetteerEntry | None],
    ) -> dict[Mention, tuple[GazetteerEntry, str]]:
        """Places that the text itself locates: by a distance and direction, or as lying in a larger one.

        The usual choice stays where it fits what is said, and where no namesake does.
        """
        told: dict[Mention, tuple[GazetteerEntry, str]] = {}
        at = {m.evidence: m for m in found}
        starts = {m.evidence.start: m for m in found}
        for mention in found:
            match = _LIES_IN.match(self.text, mention.evidence.end)
            side = _WHERE_IN.match(self.text, match.end()) if match else None
            behind = next((starts[m.end()] for m in (match, side) if m and m.end() in starts), None)
            whole = usual.get(behind) if behind is not None else None
            if whole is None or whole.type not in _WHOLES or not _may_be_settlement(mention, usual[mention]):
                continue
            present, entries = usual[mention], self.gazetteer.entries
            picked = lies_in((present,), whole, entries) if present is not None else None
            picked = picked or lies_in(self._namesakes(mention, usual), whole, entries)
            if picked is not None:
                told[mention] = (picked, f"stated {_dashed(whole.type.value)}")
        for finding in self.reading.findings:
            if not isinstance(finding, RelativeLocation) or finding.locates is None:
                continue
            located = at.get(finding.locates.evidence)
            anchors = [m for a in finding.anchor if (m := at.get(a.evidence)) is not None]
            if located is None or len(anchors) != 1 or not _may_be_settlement(located, usual[located]):
                continue
            anchor = told[anchors[0]][0] if anchors[0] in told else usual[anchors[0]]
            point = point_of(anchor) if anchor is not None else None
            present = usual[located]
            if point is None:
                continue
            picked = at_distance((present,), point, finding) if present is not None else None
            picked = picked or at_distance(self._namesakes(located, usual), point, finding)
            if picked is not None:
                told[located] = (
                    picked,
                    "stated distance" if finding.distance is not None else "stated direction",
                )
        return told

    def _namesakes(
        self, mention: Mention, usual: Mapping[Mention, GazetteerEntry | None]
    ) -> tuple[GazetteerEntry, ...]:
        """All settlements of a mention's name: the usual choice, those of the gazetteer, of the world."""
        name = self.name_text(mention)
        present = usual[mention]
        known = self.gazetteer.named(name, Kind.LOCATION)
        others = self.world.named(name) if self.world is not None else ()
        entries = (*((present,) if present is not None else ()), *known, *others)
        return tuple({e.key: e for e in entries if e.type in _SETTLEMENTS}.values())

    def _assign_place(self, mention: Mention, entry: GazetteerEntry | None, reason: str) -> None:
        if entry is not None:
            known = self.assign(mention, entry.key, reason)
            if known.entry is None:
                known.place = entry
                known.wholes.update(filter(None, [self._country_of_code.get(entry.country or "")]))
            return
        kind = mention.type if isinstance(mention.type, LocationType) else LocationType.AREA
        name = self.name_text(mention)
        words = [w.lower() for w in _WORD.findall(mention.text)]
        sides = [self.words.side[w] for w in words if w in self.words.side]
        if kind is LocationType.CITY_PART and sides:
            whole = self._whole_of(mention)
            if whole is not None:
                self._assign_part(mention, whole, sides[0], "part of a named place")
                return
        if _is_part(mention) and self.gazetteer.named(name, Kind.LOCATION):
            # "neighbourhood of Aleppo", "capital of Mali": no name of its own, but that of what it is part of
            return
        numbered = kind is LocationType.ROAD and name[-1:].isdigit()  # "M5 highway" is the M5
        in_full = (kind in _BUILT or kind is LocationType.CITY_PART) and not numbered
        text = _spaced(mention.text) if in_full else name
        prefix = _PREFIX.get(kind, _dashed(kind.value))
        self.assign(mention, f"{prefix}/{slug(text)}", "name")

    def _assign_part(self, mention: Mention, whole: str, side: str, reason: str) -> _Known:
        known = self.assign(mention, f"city-part/{whole.replace('/', '-')}-{side}", reason)
        known.wholes.add(whole)
        return known

    def _whole_of(self, mention: Mention) -> str | None:
        """The key of the place whose part a mention is: "Falluja" in "southern Falluja"."""
        for words in dict.fromkeys((self.name_text(mention), *_tails(mention.text))):
            if found := self.gazetteer.named(words, Kind.LOCATION):
                settled = [e for e in found if e.type in _SETTLEMENTS]
                return (settled or found)[0].key
            if words[:1].isupper() and words.lower().split()[0] not in self.words.side:
                return f"place/{slug(words)}"
        return None

    # --- second pass: actors by name ---------------------------------------------------------------

    def name_actors(self) -> None:
        """Join actors that have a name or the demonym of a country."""
        named = [m for m in self.mentions if m.kind is Kind.ACTOR and self._is_called(m)]
        bracketed = [m for m in named if self.text[m.evidence.start - 1 : m.evidence.start] == "("]
        self.defined = self._equated(bracketed, {m: self._bare(m) for m in named})
        persons = [m for m in named if m.type is ActorType.PERSON]
        others = [m for m in named if m.type is not ActorType.PERSON]
        self._name_persons(persons)
        unknown = [m for m in others if not self._name_known(m)]
        self._name_new(unknown)

    def _is_called(self, mention: Mention) -> bool:
        """Whether a mention has a name of its own; "a Russian soldier" is only told by a country."""
        if mention.form is not Form.NAME:
            return False
        head = mention.head.of(self.text)
        if mention.name is not None or not head.islower() or mention.plural:
            front = self.reading.article.zone_at(mention.evidence.start) in _FRONT
            told = front and mention.name is None and mention.head_lemma in self.words.militant
            return not (told and mention.type is ActorType.ARMED_GROUP and mention.plural)
        return head not in self.words.single and mention.type is not ActorType.PERSON

    def _name_persons(self, mentions: list[Mention]) -> None:
        """Short forms belong to the longest form of the article that has their words in it."""
        stripped = {
            m: strip_titles(without_possessive(self.name_text(m)), self.words.titles)[1] for m in mentions
        }
        tokens_of = {name: _tokens(name, loosely=self._is_romanised()) for name in stripped.values()}
        forms = sorted(tokens_of, key=lambda n: (-len(tokens_of[n]), n))
        of_token: dict[str, list[str]] = defaultdict(list)
        longest: dict[str, str] = {}
        for name in forms:
            tokens = tokens_of[name]
            longer = [full for full in of_token.get(tokens[-1], ()) if set(tokens) <= set(tokens_of[full])]
            if len(longer) == 1:
                longest[name] = longest[longer[0]]
                continue
            longest[name] = name
            for token in set(tokens):
                of_token[token].append(name)
        for mention in mentions:
            full = longest[stripped[mention]]
            entry = next(
                (e for e in self.gazetteer.named(full, Kind.ACTOR) if e.type is ActorType.PERSON), None
            )
            if entry is not None:
                known = self.assign(mention, entry.key, "gazetteer name")
            elif len(tokens_of[full]) == 1:
                known = self.assign(mention, f"{self.local}person-{slug(full)}", "name")
            else:
                known = self.assign(mention, f"person/{slug(full)}", "name")
            if full != stripped[mention]:
                known.reasons.add("longest form in the article")

    def _is_romanised(self) -> bool:
        """Whether names may be romanised from Arabic: unless the article is about a country that isn't."""
        home = self.gazetteer.entries[self.home].country if self.home else None
        return home is None or bool(ARABIC_SCRIPT & set(home.split(",")))

    def _name_known(self, mention: Mention) -> bool:
        """Join a name of the gazetteer, or an institution of a country."""
        text, name = _spaced(mention.text), self.name_text(mention)
        if mention.type is ActorType.STATE and (country := self.country_in(mention)):
            state = self.gazetteer.state_of(country)
            if state is not None:
                self.assign(mention, state.key, "gazetteer name")
                return True
        # What the text itself says an abbreviation stands for wins over what it usually stands for.
        defined = self.defined.get(self._bare(mention)) if is_acronym(self._bare(mention)) else None
        for words in (defined,) if defined else dict.fromkeys((text, name)):
            entry = self._actor_named(words, mention)
            if entry is not None:
                self.assign(mention, entry.key, "gazetteer name")
                return True
        if defined:
            usual = self._actor_named(name, mention)
            if usual is None or not any(fold(defined) in fold(n) for n in (usual.label, *usual.aliases)):
                return False
            self.assign(mention, usual.key, "gazetteer name")
            return True
        if mention.type in {ActorType.STATE, ActorType.GOVERNMENT, ActorType.ORGANISATION}:
            capital = next(iter(self.gazetteer.named(name, Kind.LOCATION)), None)
            country = (
                self._country_of_code.get(capital.country or "") if capital and capital.capital else None
            )
            state = self.gazetteer.state_of(country) if country else None
            if state is not None:
                self.assign(mention, state.key, "capital for its state")
                return True
        if self._name_coalition(mention) or self._name_institution(mention, self.country_in(mention)):
            return True
        if mention.type is ActorType.POPULATION_GROUP:
            people = self.gazetteer.demonym(text)
            if people in self.gazetteer.entries and not self._is_country(people or ""):
                self.assign(mention, people or "", "gazetteer name")
                return True
        # A name that only with its country is a known one: "Joint Operations Command" of Iraq.
        country = self.country_in(mention) or self.country_around(mention)
        if country and (adjective := self.gazetteer.adjective(country)):
            entry = self._actor_named(f"{adjective} {name}", mention)
            if entry is not None:
                self.assign(mention, entry.key, "gazetteer name with the country of the context")
                return True
        return self._name_institution(mention, country)

    def _bare(self, mention: Mention) -> str:
        return without_possessive(_without_article(self.name_text(mention)))

    def _actor_named(self, words: str, mention: Mention) -> GazetteerEntry | None:
        for entry in self.gazetteer.named(words, Kind.ACTOR):
            if entry.type is ActorType.STATE and mention.type is not ActorType.STATE:
                continue
            if entry.type is ActorType.PERSON and mention.type is not ActorType.PERSON:
                continue
            return entry
        return None

    def _name_coalition(self, mention: Mention) -> bool:
        """ "U.S.-led coalition": by its leader, the same in every article."""
        words = {mention.head_lemma, *mention.modifiers, *(w.lower() for w in mention.text.split())}
        if "coalition" not in words or mention.type not in {ActorType.ARMED_FORCE, ActorType.ORGANISATION}:
            return False
        leader = next((m[1] for w in mention.text.split() if (m := _LED.match(w))), None)
        country = self._country_named(leader) or self.gazetteer.demonym(leader) if leader else None
        for row in self.words.umbrellas:
            if (country is None or country in _strings(row["leaders"])) and self._in_company(row):
                self.assign(mention, str(row["entry"]), "coalition against those the article names")
                return True
        if leader is None:
            return False
        self.assign(mention, f"armed-force/{slug(country or leader)}-led-coalition", "name")
        return True

    def _in_company(self, row: Mapping[str, object]) -> bool:
        """Whether an article speaks of all that an umbrella word needs beside it."""
        return all(any(self._speaks_of(k) for k in either.split("|")) for either in _strings(row["company"]))

    def _speaks_of(self, key: str) -> bool:
        if key in self.known or any(country == key for _, country in self.places_seen):
            return True
        entry = self.gazetteer.entries.get(key)
        names = {entry.label, *entry.aliases} if entry else set()
        return (
            any(m.kind is entry.kind and self.name_text(m) in names for m in self.mentions)
            if entry
            else False
        )

    def owner(self, mention: Mention) -> str | None:
        """The key of the one whose pronoun stands before a description: "his troops"."""
        begin = max(0, mention.evidence.start - 8)
        match = _OWNED.search(self.text[begin : mention.evidence.start])
        if match is None:
            return None
        span = Span(begin + match.start(1), begin + match.end(1))
        return self.key_of.get((Kind.ACTOR, span), "")

    def _institution(self, mention: Mention) -> tuple[str, str] | None:
        """(institution, its branch or the words of its ministry) of a state, if the words speak of one.

        "government troops" is ("forces", ""), "federal police" is ("police", "federal"). Words that set a
        force apart ("rebel", "anti-", "tribal") make it none.
        """
        head, modifiers = self._head_and_modifiers(mention)
        words = self.words
        if head in words.apart or _OTHERS_SIDE.match(self.text, mention.evidence.end):
            return None  # "forces loyal to X"
        if any(
            m.startswith(("anti-", "pro-", "anti", "non-")) or m.endswith(("-led", "-backed", "-held"))
            for m in modifiers
        ):
            return None
        if "ministry" in modifiers and head in words.general:
            # "Interior Ministry police units": the force, not the ministry it belongs to
            cut = modifiers.index("ministry")
            modifiers = [*modifiers[: max(0, cut - 1)], *modifiers[cut + 1 :]]
        if mention.text.lower().split()[-1] in words.single:
            return None  # "an officer" is somebody, not the force
        if head == "force" and modifiers == ["armed"]:
            return "military", ""
        if mention.type is ActorType.MEDIA_OUTLET:
            return ("state television", "") if head in {"television", "tv"} and "state" in modifiers else None
        if head in {"ministry", "department"}:
            of = [m for m in modifiers if m not in words.neutral or m == "defence"]
            return ("ministry", " ".join(of)) if of else None
        armed = mention.type is ActorType.ARMED_FORCE or head in words.general
        ruling = mention.type in {ActorType.GOVERNMENT, ActorType.ORGANISATION} and not armed
        if head in {"authority", "government"} or ruling:
            name = words.institution_of_head.get(head)
            return (name, "") if name and not [m for m in modifiers if m not in words.neutral] else None
        if not armed or mention.type not in {ActorType.ARMED_FORCE, ActorType.GOVERNMENT}:
            return None
        if [m for m in modifiers if m not in words.neutral and m not in words.branch]:
            return None
        branch = " ".join(m for m in modifiers if m in words.branch)
        name = words.institution_of_head.get(head)
        if name not in {"police", "navy", "air force", "coast guard"} and branch in words.whole:
            branch = ""  # "the federal army" is the army
        if name and name != "forces":
            return name, branch
        for modifier in reversed(modifiers):
            if modifier in words.institution_of_modifier and modifier not in {
                "government",
                "junta",
                "ministry",
            }:
                if modifier == "armed" and head != "force":
                    continue
                return words.institution_of_modifier[modifier], branch
        plain = (
            name == "forces" or head in words.general or (head in words.equipment and not mention.modifiers)
        )
        of_country = head in words.equipment and not modifiers and self.country_in(mention) is not None
        return ("forces", branch) if plain or of_country else None

    def _head_and_modifiers(self, mention: Mention) -> tuple[str, list[str]]:
        """The head noun and what stands before it, without the country; of a name the last word."""
        if mention.form is not Form.NAME or " " not in mention.head_lemma:
            return mention.head_lemma.lower(), [
                m.lower() for m in mention.modifiers if m[:1].isalpha() and not self._tells_country(m)
            ]
        tokens = [w for w in self.name_text(mention).split() if not self._tells_country(w)]
        lower = [w.lower() for w in tokens] or [mention.head_lemma.lower()]
        if lower[0] in {"ministry", "department"} and lower[1:2] == ["of"]:
            return lower[0], [w for w in lower[2:] if w not in {"and", "the"}]
        last = lower[-1]
        known = last in self.words.institution_of_head or last in self.words.general
        return (last if known else last.removesuffix("s")), lower[:-1]

    def _tells_country(self, word: str) -> bool:
        bare = without_possessive(word)
        capital = bare if bare[:1].isupper() else bare.capitalize()
        key = self.gazetteer.demonym(capital) or (
            self._country_named(capital) or self._country_named(bare.upper()) if len(bare) > 1 else None
        )
        return key is not None and self._is_country(key)

    def _name_institution(self, mention: Mention, country: str | None) -> bool:
        """Join an institution of a country: by its curated name, else by a key of country and institution."""
        told = self._institution(mention)
        if told is None or country is None:
            return False
        name, branch = told
        adjective = self.gazetteer.adjective(country) or self.gazetteer.entries[country].label
        words = " ".join(w for w in (branch, name) if w)
        label = self.gazetteer.entries[country].label
        phrases = [f"{adjective} {words}", f"{label} {words}"]
        if name in {"forces", "security forces"} and not branch:
            phrases += [f"{adjective} troops", f"{adjective} forces"]
        elif branch in words and name == "police":
            phrases += [f"{adjective} police"] if branch == "local" else []
        for phrase in phrases:
            entry = next(iter(self.gazetteer.named(phrase, Kind.ACTOR)), None)
            if entry is not None:
                known = self.assign(mention, entry.key, "institution of a country")
                known.country = country
                return True
        mint = self.words.mint[name] if name != "ministry" else f"{slug(branch)}-ministry"
        if branch and name != "ministry":
            mint = f"{slug(branch)}-{mint}"
        kind = self.words.type_of[name]
        known = self.assign(
            mention, f"{_dashed(kind.value)}/{slug(adjective)}-{mint}", "institution of a country"
        )
        known.country, known.type = country, kind
        return True

    def _name_new(self, mentions: list[Mention]) -> None:
        """Names nobody knows: abbreviations and short forms belong to the longest form of the article."""
        name_of = {m: self._bare(m) for m in mentions}
        forms = sorted(set(name_of.values()), key=lambda n: (is_acronym(n), -len(n), n))
        equated = self._equated(mentions, name_of)
        by_fold: dict[str, str] = {}
        by_start: dict[str, list[str]] = defaultdict(list)
        ends: dict[str, set[str]] = defaultdict(set)
        longest: dict[str, str] = {}
        for name in forms:
            key = fold(name)
            home = by_fold.get(key)
            if home is None and name in equated and equated[name] in longest:
                home = longest[equated[name]]
            if home is None and is_acronym(name):
                fitting = sorted({f for f in by_start.get(key[:1], ()) if abbreviates(name, f)})
                home = fitting[0] if len(fitting) == 1 else None
            if home is None and len(key.split()) >= 2 and len(ends[key]) == 1:
                home = next(iter(ends[key]))
            home = home or name
            longest[name] = by_fold[key] = home
            if home == name:
                by_start[key[:1]].append(name)
                tokens = key.split()
                for cut in range(1, len(tokens)):
                    ends[" ".join(tokens[cut:])].add(name)
        kinds: dict[str, Counter[ActorType | LocationType]] = defaultdict(Counter)
        for mention in mentions:
            kinds[longest[name_of[mention]]][mention.type] += 1
        for mention in mentions:
            full = longest[name_of[mention]]
            partner = self._known_partner(mention)
            if partner is not None:
                self.assign(mention, partner, "equated in the text")
                continue
            entry = self._actor_named(full, mention) if full != name_of[mention] else None
            if entry is not None:
                self.assign(mention, entry.key, "gazetteer name")
                continue
            kind = min(kinds[full].items(), key=lambda item: (-item[1], item[0].value))[0]
            known = self.assign(mention, f"{_dashed(kind.value)}/{slug(full)}", "name")
            if full != name_of[mention]:
                known.reasons.add("longest form in the article")

    def _equated(self, mentions: list[Mention], name_of: Mapping[Mention, str]) -> dict[str, str]:
        """Names that grammar equates with a longer one: "Union of Doctors (UD)"."""
        pairs: dict[str, str] = {}
        for mention in mentions:
            other = self._by_span.get((mention.kind, mention.same_as)) if mention.same_as else None
            if other is None or other not in name_of:
                continue
            short, long = sorted((name_of[mention], name_of[other]), key=len)
            if short != long:
                pairs[short] = long
        return pairs

    def _known_partner(self, mention: Mention) -> str | None:
        """The key of a mention that grammar equates with this one, if it is known already."""
        other = self.partner.get((mention.kind, mention.evidence))
        return self.key_of.get(other) if other else None

    # --- third pass: descriptions and pronouns -----------------------------------------------------

    def take_up(self) -> None:
        """Join what has no name of its own, in reading order."""
        self.side = self._sides()
        self._lead_actors = self._lead()
        scene = _Scene()
        anchors = {
            a.evidence for f in self.reading.findings if isinstance(f, RelativeLocation) for a in f.anchor
        }
        for mention in self.mentions:
            sentence = self.sentence(mention)
            key = self.assigned(mention) or self._description(mention, scene, sentence)
            scene.see(self, mention, key, sentence, anchor=mention.evidence in anchors)

    def _partners(self) -> dict[MentionKey, MentionKey]:
        """Mentions that grammar equates, both ways."""
        pairs: dict[MentionKey, MentionKey] = {}
        for mention in self.mentions:
            if mention.same_as is not None and (mention.kind, mention.same_as) in self._by_span:
                a, b = (mention.kind, mention.evidence), (mention.kind, mention.same_as)
                if not _may_equal(mention, self._by_span[b]):
                    continue
                pairs[a] = b
                pairs.setdefault(b, a)
        return pairs

    def _description(self, mention: Mention, scene: "_Scene", sentence: int) -> str:
        partner = self.partner.get((mention.kind, mention.evidence))
        if apposed := self._apposed(mention, scene):
            return self.assign(mention, apposed, "equated in the text").key
        if partner is not None and partner in self.key_of:
            return self.assign(mention, self.key_of[partner], "equated in the text").key
        if mention.form is Form.PRONOUN:
            found = self._pronoun(mention, scene, sentence)
        elif mention.form is Form.ADVERB:
            found = scene.there
        elif mention.kind is Kind.LOCATION:
            return self._place_description(mention, scene, sentence)
        else:
            return self._actor_description(mention, scene, sentence)
        if found is not None:
            return self.assign(mention, found, "pronoun").key
        word = slug(mention.text)
        return self.assign(mention, f"{self.local}{word}-{mention.evidence.start}", "unresolved").key

    def _apposed(self, mention: Mention, scene: "_Scene") -> str | None:
        """The place or group that a description stands right behind: "Nyala, the regional hub"."""
        begin = max(0, mention.evidence.start - 16)
        match = _APPOSED.search(self.text[begin : mention.evidence.start])
        if match is None or mention.plural or mention.form not in {Form.NAME, Form.NOMINAL}:
            return None
        if mention.kind is Kind.LOCATION:
            return scene.place_ending.get(begin + match.start())
        return scene.group_ending.get(begin + match.start()) if mention.type in _GROUPS else None

    def _pronoun(self, mention: Mention, scene: "_Scene", sentence: int) -> str | None:
        word = self.words.pronoun.get(mention.text.lower())
        acted_on = mention.text.lower() in _ACTED_ON
        if word in {"i", "we"}:
            speaker = self.quotations.at(mention)
            if speaker is None:
                return None
            side = self._side_of(speaker) if word == "we" else None
            return side or self.assigned(speaker.speaker) if speaker.speaker else None
        if word in {"he", "she"}:
            return scene.person(Gender.FEMALE if word == "she" else Gender.MALE, sentence, acted_on=acted_on)
        if word == "it":
            return scene.nearest("one", sentence, self.text, mention.evidence.start)
        if word == "they":
            return self._they(mention, scene, sentence)
        return None

    def _they(self, mention: Mention, scene: "_Scene", sentence: int) -> str | None:
        text = mention.text.lower()
        if text == "those":
            # "those fleeing", "those who stayed": who they are is told by what they do.
            return scene.fled if _WHO_FLEE.match(self.text, mention.evidence.end) else None
        told = self.contents.at(mention)
        at, acted_on = mention.evidence.start, text in _ACTED_ON
        found = scene.nearest("many", sentence, self.text, at, acted_on=acted_on)
        found = found or scene.nearest("one", sentence, self.text, at, acted_on=acted_on)
        if told is not None and told.speaker is not None and text != "others":
            found = self._of_their_side(told.speaker, found, scene)
        if text == "others" and found is not None:
            # Others than people are other people; others of a group are still of the group.
            kind = _main_type(self.known[found])
            return found if kind in {ActorType.ARMED_GROUP, ActorType.ARMED_FORCE} else None
        return found

    def _of_their_side(self, speaker: Mention, found: str | None, scene: "_Scene") -> str | None:
        """Whom "they" means in what a commander says: the troops, not those who spoke before."""
        kind = _main_type(self.known[found]) if found is not None else None
        if kind is not ActorType.UNNAMED_SOURCE or scene.armed is None:
            return found
        own = self.assigned(speaker)
        leads = speaker.head_lemma.lower() in self.words.general or speaker.type is ActorType.PERSON
        return scene.armed if own != found or leads else found

    def _side_of(self, statement: Statement) -> str | None:
        """The body a speaker speaks for, told by the roles: "UN coordinator" speaks for the UN."""
        for role in statement.roles:
            for mention in self._inside(role.start, role.end):
                key = self.assigned(mention)
                if key is not None and mention.type not in {ActorType.PERSON, ActorType.STATE}:
                    return key
        return self.side.get(self.assigned(statement.speaker) or "") if statement.speaker else None

    def _sides(self) -> dict[str, str]:
        """The body or state each named person was first said to belong to: "X, a commander of the Y"."""
        sides: dict[str, str] = {}
        for mention in self.mentions:
            key = self.assigned(mention)
            if key is not None and mention.type is ActorType.PERSON and mention.form is Form.NAME:
                side = self._side_beside(mention, key) if key not in sides else None
                if side is not None:
                    sides[key] = side
        return sides

    def _side_beside(self, mention: Mention, key: str) -> str | None:
        """The body named in the words that tell who a person is: before the name, or up to the next comma."""
        begin, end = mention.evidence.start, mention.evidence.end
        spans = [(max(0, begin - _ROLE_REACH), begin)]
        if self.text.startswith(", ", end):
            comma = self.text.find(",", end + 2, end + 2 + _ROLE_REACH)
            leads = _WHO_LEADS.match(self.text, end)
            stop = comma if comma > 0 else leads.end() + _ROLE_REACH if leads else end + 2
            spans.insert(0, (leads.end() if leads else end + 2, stop))
        elif match := _OF_BODY.match(self.text, end):
            spans.insert(0, (match.end(), match.end() + _ROLE_REACH))
        for start, stop in spans:
            for other in self._inside(start, stop):
                if start > end + 2 and other.evidence.start != start:
                    break  # "X of the Y", "X, who leads the Y": the Y it is
                between = self.text[other.evidence.end : stop]
                told = stop > end or _ONLY_ROLE.fullmatch(between)
                if other.type in _BODY_TYPES and told and self.assigned(other):
                    return self.assigned(other)
        entry = self.gazetteer.entries.get(key)
        country = self._country_of_code.get(entry.country or "") if entry else None
        before = self.text[max(0, begin - 30) : begin] + mention.text
        if country is not None and _OF_STATE.search(before) and (state := self.gazetteer.state_of(country)):
            return state.key
        return None

    def _inside(self, start: int, end: int) -> Iterator[Mention]:
        index = bisect_right(self._mention_starts, start - 1)
        while index < len(self.mentions) and self.mentions[index].evidence.start < end:
            mention = self.mentions[index]
            if mention.kind is Kind.ACTOR and mention.evidence.end <= end:
                yield mention
            index += 1

    # actors

    def _actor_description(self, mention: Mention, scene: "_Scene", sentence: int) -> str:
        if key := self._whole_after(mention, scene, sentence):
            return self.assign(mention, key, "part of what stands after it").key
        if self._name_coalition(mention):
            return self.key_of[(mention.kind, mention.evidence)]
        allied = mention.type is ActorType.ARMED_FORCE and "coalition" in {
            mention.head_lemma,
            *mention.modifiers,
        }
        if allied and scene.coalition:
            return self.assign(mention, scene.coalition, "the coalition named before").key
        told = self._institution(mention)
        owner = self.owner(mention) if told is not None else None
        if owner and (side := self.side.get(owner)) and not self.known[side].country:
            return self.assign(mention, side, "of the side its owner belongs to").key
        owned_by = self.known[owner].country if owner else None
        if told is not None and (owner is None or owned_by):
            country = owned_by or self.country_in(mention)
            acting = scene.country_of(sentence)
            near = scene.force_near(sentence) if country is None and not told[1] else None
            if near is not None and acting not in {None, self.known[near[0]].country}:
                near = None  # "Poland says it keeps its troops", after the troops of another
            if near is not None and told[0] in ({"forces"} | {near[1]}) & {"forces", "army", "military"}:
                return self.assign(mention, near[0], "the force just named").key
            before = scene.institutions.get(told)
            other = before is not None and acting not in {None, self.known[before].country}
            if other and not mention.definite:
                before = None  # but "the army" is the one spoken of, whoever acts
            if country is None and before is not None:
                return self.assign(mention, before, "the institution named before").key
            around = acting or self.country_around(mention) or scene.context
            if self._name_institution(mention, country or around):
                key = self.key_of[(mention.kind, mention.evidence)]
                if country is None:
                    scene.context = around
                    self.known[key].reasons.add("country of the context")
                return key
        if (named := self._told_below(mention)) is not None:
            return self.assign(mention, named, "told in full below the headline").key
        # "his troops": whose they are isn't known, so they aren't those spoken of before either.
        found = self._taken_up(mention, scene) if owner is None or owned_by else None
        if found is not None:
            return self.assign(mention, found, "description of one named before").key
        return self._new_description(mention)

    def _lead(self) -> tuple[Mention, ...]:
        """The actors of the first sentences of the running text."""
        body = [s.start for s in self.reading.sentences if self.reading.article.zone_at(s.start) is Zone.BODY]
        if not body or self.reading.article.zone_at(0) not in _FRONT:
            return ()
        begin, end = body[0], body[_LEAD] if len(body) > _LEAD else len(self.text)
        index = bisect_right(self._mention_starts, begin - 1)
        found = []
        for mention in self.mentions[index : index + _LEAD_MENTIONS]:
            if mention.evidence.start >= end:
                break
            if mention.kind is Kind.ACTOR:
                found.append(mention)
        return tuple(found)

    def _told_below(self, mention: Mention) -> str | None:
        """Who it is that a headline, or the first sentence, only describes: the first of the like below."""
        one = mention.type in {ActorType.UNNAMED_SOURCE, ActorType.PERSON} and not mention.plural
        front = self.reading.article.zone_at(mention.evidence.start) in _FRONT
        if mention.definite or not (front or (one and mention in self._lead_actors[:_LEAD])):
            return None
        head = mention.head_lemma.lower()
        for other in self._lead_actors:
            if other.evidence.start <= mention.evidence.start:
                continue
            if mention.type is ActorType.ARMED_GROUP is other.type and other.form is Form.NOMINAL:
                return None
            key = self.assigned(other)
            if key is None or other.form is not Form.NAME:
                continue
            if one:
                if other.type is ActorType.PERSON and self._is_called_so(other, head):
                    return key
            elif mention.type is ActorType.ARMED_GROUP and other.type is ActorType.ARMED_GROUP:
                return key
            elif other.type is not ActorType.ORGANISATION or other.evidence not in self._speakers:
                continue
            elif mention.type is ActorType.ORGANISATION and mention.evidence in self._speakers:
                return key
            elif mention.type is ActorType.UNNAMED_SOURCE and head in other.text.lower():
                return key  # "doctors say" of what a doctors' union says
        return None

    def _is_called_so(self, person: Mention, noun: str) -> bool:
        """Whether a noun stands in the words before or behind a person's name."""
        begin, end = person.evidence.start, person.evidence.end
        behind = self.text[end : end + _ROLE_REACH] if self.text.startswith(", ", end) else ""
        return noun in f"{self.text[max(0, begin - 40) : end]} {behind}".lower()

    def _whole_after(self, mention: Mention, scene: "_Scene", sentence: int) -> str | None:
        """ "commandos from the X": a part has the key of the whole named right after it."""
        if mention.head_lemma not in self.words.parts:
            return None
        match = _PART_OF.match(self.text, mention.evidence.end)
        if match is None:
            return None
        for other in self._inside(match.end(), min(len(self.text), match.end() + 60)):
            if other.evidence.start == match.end() and other.type in {
                *(ActorType.ARMED_FORCE, ActorType.ARMED_GROUP, ActorType.ORGANISATION, ActorType.GOVERNMENT),
            }:
                if other.form is Form.PRONOUN:
                    return None
                return self.assigned(other) or self._description(other, scene, sentence)
        return None

    def _taken_up(self, mention: Mention, scene: "_Scene") -> str | None:
        """The earlier entity that a description takes up, or None when it may be a new one."""
        words, head = self.words, mention.head_lemma.lower()
        telling = {m.lower() for m in mention.modifiers} - words.colour
        again = scene.described.get((mention.type, head))
        bare = mention.definite and not mention.plural and not telling
        if bare and mention.type in _BODY_TYPES and head in scene.worded and head not in _BODIES:
            return scene.worded[head]
        match mention.type:
            case ActorType.ARMED_GROUP:
                if telling:
                    return scene.same_words.get(_folded_words(mention))
                if head in words.militia:
                    return scene.militia if mention.definite or mention.plural else None
                if head in _BODIES and not mention.modifiers:
                    return scene.body
                if head in words.militant:
                    # An indefinite plural doesn't single out who was spoken of last: who has a name is meant.
                    if head in words.unidentified and not mention.definite:
                        return scene.same_words.get(_folded_words(mention))
                    return scene.group if mention.definite else scene.named_group or scene.group
                return again
            case ActorType.ORGANISATION:
                if mention.definite and not mention.plural and head in words.organisation:
                    if head in _BODIES and not mention.modifiers:
                        return scene.body
                    return again or (scene.organisation if telling <= words.kind_of_body else None)
                return scene.same_words.get(_folded_words(mention))
            case ActorType.UNNAMED_SOURCE | ActorType.PERSON:
                if head == "report":
                    return None  # reports of one thing and of another are not one source
                if mention.definite and not mention.plural:
                    country = self.country_in(mention)
                    found = scene.leaders.get(country) if country and head in words.leader else None
                    if found or (found := scene.titled.get(head) if not country else None):
                        return found
                if mention.definite and not telling:
                    return again
                if mention.plural:
                    return scene.same_words.get(_folded_words(mention))
                return None
            case ActorType.POPULATION_GROUP:
                if (
                    head in words.displaced
                    and scene.fled
                    and not telling
                    and (mention.definite or head in _FROM_THERE)
                ):
                    return scene.fled
                if head in {"people", "person"} and not telling:
                    return scene.people if mention.definite else None
                if self.apart(mention) and not mention.definite:
                    return None
                same = scene.same_words.get(_folded_words(mention))
                return same or (again if mention.definite and not telling else None)
            case _:
                same = scene.same_words.get(_folded_words(mention))
                return same or (again if mention.definite else None)

    def _new_description(self, mention: Mention) -> str:
        """A key of this article: by the words, numbered where the same words may mean others."""
        words = slug(mention.text)
        head = mention.head_lemma.lower()
        key = f"{self.local}{words}"
        if mention.type is ActorType.POPULATION_GROUP:
            where = self._place_of_people(mention)
            if where and head in self.words.civilian and not self.apart(mention):
                return self.assign(mention, f"population-group/civilians-of-{where}", "people of a place").key
        before = self.text[max(0, mention.evidence.start - 20) : mention.evidence.start]
        counted = mention.type is ActorType.POPULATION_GROUP and bool(_COUNTED.search(before))
        alone = not mention.definite and (not mention.plural or head in {"people", "report"} or counted)
        if alone and key in self.known and not self.known[key].front:
            key = f"{key}-{mention.evidence.start}"
        return self.assign(mention, key, "description").key

    def apart(self, mention: Mention) -> bool:
        """Whether people are set apart from others of their place: by words, a small number, or speaking."""
        if {m.lower() for m in mention.modifiers} - {"local", "many", "trapped", "ordinary", "innocent"}:
            return True
        before = self.text[max(0, mention.evidence.start - 20) : mention.evidence.start]
        return bool(_COUNTED.search(before)) or mention.evidence in self._speakers

    def _place_of_people(self, mention: Mention) -> str | None:
        """The place whose people are meant: named right after them, else the last settlement named."""
        match = _OF_PLACE.match(self.text, mention.evidence.end)
        if match is not None:
            other = next(
                (
                    m
                    for m in self.mentions[bisect_right(self._mention_starts, match.end() - 1) :][:3]
                    if m.kind is Kind.LOCATION and m.evidence.start <= match.end() + 4
                ),
                None,
            )
            if other is not None and (key := self.assigned(other)):
                return key.replace("/", "-")
        return self.settlement.replace("/", "-") if self.settlement else None

    # places

    def _place_description(self, mention: Mention, scene: "_Scene", sentence: int) -> str:
        words, head = self.words, mention.head_lemma.lower()
        text_words = [w.lower() for w in _WORD.findall(mention.text)]
        kind = words.place.get(head)
        if mention.type is LocationType.CITY_PART and (kind == "centre" or head in words.side):
            side = words.side.get(head, "centre")
            whole = scene.settlement or self.main_settlement
            if whole is not None:
                return self._assign_part(mention, whole, side, "part of the place named before").key
        taken: str | None = None
        if mention.form is Form.NAME and kind != "capital":
            return self.assign(mention, f"{self.local}{slug(mention.text)}", "description").key
        before = self.text[max(0, mention.evidence.start - 10) : mention.evidence.start]
        if not mention.plural:
            if kind not in {None, "road"} and not _INDEFINITE.search(before):
                taken = scene.place(kind or "", sentence)
            if kind in {"city", "town", "village"} and mention.definite and taken is None:
                taken = scene.place("settlement", sentence)
            owner = self.owner(mention) if kind == "country" else None
            if owner and self.known[owner].country:
                taken = self.known[owner].country
            if kind == "country" and taken is None and not _INDEFINITE.search(before):
                taken = scene.country
            if kind == "capital" and taken is None and (apposed := self._said_after(mention)):
                taken = apposed
            if kind == "capital" and taken is None and (country := self.country_in(mention) or self.home):
                capital = self.gazetteer.capital_of(country)
                taken = capital.key if capital else None
            if kind == "city" and taken is None and mention.definite:
                taken = self.main_settlement
        if mention.type in _BUILT or kind == "building":
            same = scene.same_head.get(head)
            if same is not None and mention.definite and _fits(same[1], mention):
                taken = same[0]
            elif kind == "building" and mention.definite and len(text_words) == 1:
                taken = scene.built
            else:
                taken = scene.same_words.get(_folded_words(mention)) if mention.definite else None
        other_road = kind == "road" and _LEADS.match(self.text, mention.evidence.end) is not None
        if other_road:
            taken = None  # "the road to X" is told by where it leads
        elif taken is None and mention.definite and not mention.plural and len(text_words) == 1:
            taken = scene.placed.get(head) or (scene.places.get("road") if kind == "road" else None)
        if taken is not None:
            return self.assign(mention, taken, "description of one named before").key
        key = f"{self.local}{slug(mention.text)}"
        if (other_road or not mention.definite) and key in self.known and not self.known[key].front:
            key = f"{key}-{mention.evidence.start}"
        return self.assign(mention, key, "description").key

    def _said_after(self, mention: Mention) -> str | None:
        """The place that stands right behind a description of it: "the capital, Sanaa"."""
        if not self.text.startswith(", ", mention.evidence.end):
            return None
        begin = mention.evidence.end + 2
        index = bisect_right(self._mention_starts, begin - 1)
        for other in self.mentions[index : index + 3]:
            if other.evidence.start == begin and other.kind is Kind.LOCATION and other.form is Form.NAME:
                return self.assigned(other)
        return None

    # --- the outcome -------------------------------------------------------------------------------

    def entities(self) -> dict[MentionKey, Entity]:
        """The entity of every mention, in reading order."""
        made = {key: _entity(known, self._code_of(known)) for key, known in self.known.items()}
        return {(m.kind, m.evidence): made[self.key_of[(m.kind, m.evidence)]] for m in self.mentions}

    def _code_of(self, known: _Known) -> str | None:
        """The country of a place of the world, or of an institution, whose key says it."""
        if known.place is not None:
            return known.place.country
        country = self.gazetteer.entries.get(known.country or "")
        told = country is not None and known.entry is None and not known.key.startswith(self.local)
        return country.country if country is not None and told else None


@dataclass(slots=True)
class _Scene:
    """What was spoken of last, by what a later description or pronoun may ask for."""

    settlement: str | None = None
    country: str | None = None
    there: str | None = None
    built: str | None = None
    group: str | None = None
    named_group: str | None = None
    body: str | None = None  # the last armed group or organisation, whichever came last
    militia: str | None = None
    organisation: str | None = None
    people: str | None = None
    fled: str | None = None  # people who were driven out
    armed: str | None = None  # the last armed group or force
    coalition: str | None = None
    context: str | None = None  # the country that an institution without one was last said to be of
    places: dict[str, str] = field(default_factory=dict)  # class of place -> key
    place_ending: dict[int, str] = field(default_factory=dict)  # offset behind a named place -> key
    group_ending: dict[int, str] = field(default_factory=dict)
    institutions: dict[tuple[str, str], str] = field(default_factory=dict)
    described: dict[tuple[ActorType | LocationType, str], str] = field(default_factory=dict)  # (type, head)
    same_words: dict[str, str] = field(default_factory=dict)
    same_head: dict[str, tuple[str, tuple[str, ...]]] = field(default_factory=dict)
    worded: dict[str, str] = field(default_factory=dict)  # word of a body's name -> the last one so called
    placed: dict[str, str] = field(default_factory=dict)  # the same of places: "hill" -> "Kiuli hill"
    leaders: dict[str, str] = field(default_factory=dict)  # country -> a person of it
    titled: dict[str, str] = field(default_factory=dict)  # "minister" -> the person last called so
    _lately: dict[str, deque[tuple[int, str]]] = field(default_factory=dict)
    _times: Counter[str] = field(default_factory=Counter)
    _force: tuple[int, str, str] | None = None
    _acting: tuple[int, str] | None = None  # (sentence, country) of the last actor that has a country
    _persons: dict[Gender | None, str] = field(default_factory=dict)
    _last: dict[str, tuple[int, str]] = field(default_factory=dict)  # "one", "many" -> (sentence, key)
    _first: dict[str, tuple[int, str]] = field(default_factory=dict)
    _ends: dict[str, int] = field(default_factory=dict)  # where the last mention of them ends
    _subject: dict[str, tuple[int, str]] = field(default_factory=dict)  # the last subject of its sentence

    def place(self, kind: str, sentence: int) -> str | None:
        """The place of a class that a description takes up: the last of its sentence, else the main one.

        Of the last few sentences' places of the class the one named most often in the article so far.
        """
        if kind not in {"city", "town", "village", "settlement"}:
            return self.places.get(kind)
        for called in (kind, "settlement"):
            near = [(at, key) for at, key in self._lately.get(called, ()) if at >= sentence - _LATELY]
            if near and near[-1][0] == sentence:
                return near[-1][1]
            if near:
                return max(near, key=lambda item: (self._times[item[1]], item[0]))[1]
        return self.places.get(kind)

    def country_of(self, sentence: int) -> str | None:
        """The country of the actor named just before in the same sentence."""
        return self._acting[1] if self._acting and self._acting[0] == sentence else None

    def person(self, gender: Gender, sentence: int, *, acted_on: bool = False) -> str | None:
        """The last person of that gender, or else of none that is known; of one sentence its last subject."""
        subject = self._subject.get(gender.value) or self._subject.get("person")
        found = self._persons.get(gender) or self._persons.get(None)
        if subject is None or found is None or acted_on:
            return found
        last = self._last.get(gender.value) or self._last.get("person")
        return subject[1] if last is not None and last[0] == subject[0] >= sentence - 1 else found

    def nearest(self, group: str, sentence: int, text: str, at: int, *, acted_on: bool = False) -> str | None:
        """The last subject before it in the sentence, else the nearest; else the first of the last sentence.

        Args:
            group: "one" or "many".
            sentence: number of the sentence that asks.
            text: the article's.
            at: where the pronoun begins; what stands right before it is meant ("X, including its").
            acted_on: it is no subject itself ("them"), so the subject is somebody else.
        """
        last = self._last.get(group)
        if last is None:
            return None
        if last[0] != sentence:
            return self._first[group][1]
        subject = self._subject.get(group)
        right_before = bool(_BESIDE.fullmatch(text, self._ends.get(group, 0), at))
        return last[1] if acted_on or right_before or subject is None else subject[1]

    def force_near(self, sentence: int) -> tuple[str, str] | None:
        """(key, institution) of a state's force in this sentence or the one before."""
        if self._force is None or sentence - self._force[0] > 1:
            return None
        return self._force[1], self._force[2]

    def see(self, work: _Work, mention: Mention, key: str, sentence: int, *, anchor: bool) -> None:
        """Take note of a mention that has been resolved."""
        known = work.known[key]
        if mention.form in {Form.PRONOUN, Form.ADVERB}:
            return
        if mention.kind is Kind.LOCATION:
            self._times[key] += 1
            self._see_place(work, mention, key, known, sentence, anchor=anchor)
        else:
            self._see_actor(work, mention, key, known, sentence)

    def _see_place(
        self, work: _Work, mention: Mention, key: str, known: _Known, sentence: int, *, anchor: bool
    ) -> None:
        called = mention.type
        if mention.plural:
            return
        self.place_ending[mention.evidence.end] = key
        kinds = {called} | ({known.entry.type} if known.entry else set())
        if known.entry and not _fits_type(called, known.entry):
            kinds = {known.entry.type}  # "the Dnipro", whatever it was taken for
        if kinds & _SETTLEMENTS:
            self.settlement = work.settlement = key
            if not anchor:
                self.there = key
        elif not anchor and (
            called in _TERRITORIES or (called is LocationType.COUNTRY and self.there is None)
        ):
            self.there = key
        if LocationType.COUNTRY in kinds:
            self.country = key
        if called is not LocationType.PROVINCE and "province" in mention.text.lower():
            # "the city of Raqqa province" speaks of the province too
            named = (e for words in _tails(mention.text) for e in work.gazetteer.named(words, Kind.LOCATION))
            province = next((e for e in named if e.type is LocationType.PROVINCE), None)
            if province is not None:
                self.places["province"] = province.key
        names = {
            LocationType.CITY: ("city", "settlement"),
            LocationType.TOWN: ("town", "settlement"),
            LocationType.VILLAGE: ("village", "settlement"),
            LocationType.PROVINCE: ("province",),
            LocationType.REGION: ("region",),
            LocationType.COUNTRY: ("country",),
            LocationType.DISTRICT: ("district",),
            LocationType.NEIGHBOURHOOD: ("district",),
            LocationType.RIVER: ("river",),
            LocationType.CAMP: ("camp",),
        }
        for kind in kinds:
            if isinstance(kind, LocationType):
                for name in names.get(kind, ()):
                    self.places[name] = key
                    self._lately.setdefault(name, deque(maxlen=4 * _LATELY)).append((sentence, key))
        if mention.form is Form.NAME and called in {LocationType.ROAD, LocationType.STREET}:
            self.places["road"] = key
        if mention.form is Form.NAME and " " in mention.text:
            self.placed[mention.text.split()[-1].lower()] = self.placed[mention.head_lemma.lower()] = key
        if "capital" in mention.text.lower().split():
            self.places["capital"] = key
        if called in _BUILT:
            self.built = key
            self.same_head[mention.head_lemma.lower().split()[-1]] = (key, mention.modifiers)
        self.same_words[_folded_words(mention)] = key

    def _see_actor(self, work: _Work, mention: Mention, key: str, known: _Known, sentence: int) -> None:
        words, head = work.words, mention.head_lemma.lower()
        if mention.form is Form.NAME and mention.type in _BODY_TYPES and not mention.plural:
            for word in f"{work.name_text(mention)} {known.entry.label if known.entry else ''}".split():
                self.worded[word.lower()] = key
        if mention.type in _GROUPS:
            self.group_ending[mention.evidence.end] = key
        if mention.type is not ActorType.POPULATION_GROUP or not work.apart(mention):
            self.same_words[_folded_words(mention)] = key
        if mention.form is Form.NOMINAL:
            self.described[(mention.type, head)] = key
        if (told := work._institution(mention)) is not None:
            if known.country or known.entry:
                self.institutions[told] = key
            if known.country and told[0] in {"forces", "army", "military", "security forces"}:
                self._force = (sentence, key, told[0])
        if known.country and mention.type is not ActorType.MEDIA_OUTLET:
            if (mention.kind, mention.evidence) not in work.nested:
                self.country = known.country
            self._acting = (sentence, known.country)
        if "coalition" in mention.text.lower() and mention.type is ActorType.ARMED_FORCE:
            self.coalition = key
        if not mention.plural and mention.type is ActorType.POPULATION_GROUP and work.owner(mention) is None:
            self._persons[mention.gender] = key  # "a herder"
        match _main_type(known):
            case ActorType.PERSON:
                genders = [known.gender.value] if known.gender else [g.value for g in Gender]
                for gender in (*genders, "person"):
                    self._note(gender, sentence, key, mention.evidence.end, subject=mention.subject)
                for title in mention.text.lower().split():
                    self.titled[title] = key
                if known.country and known.entry:
                    self.leaders[known.country] = key
                self._persons[mention.gender or known.gender] = key
                if known.gender is None:
                    # Most whose names say nothing are men: "she" still takes up the woman before.
                    self._persons = {g: k for g, k in self._persons.items() if g is Gender.FEMALE}
                    self._persons[None] = key
            case ActorType.UNNAMED_SOURCE if not mention.plural:
                self._persons[mention.gender] = key
            case ActorType.ARMED_GROUP:
                self.armed = key
                if head in words.militia:
                    self.militia = key
                else:
                    self.group = key
                if head in words.militia and self.group is None:
                    self.group = key
                if known.entry is not None or (mention.form is Form.NAME and known.names):
                    self.named_group = key if head not in words.militia else self.named_group
                self.body = key
            case ActorType.ORGANISATION if mention.form is Form.NAME or not mention.plural:
                self.organisation = self.body = key
            case ActorType.POPULATION_GROUP:
                self.people = key
                if {head, *mention.modifiers} & words.displaced or _WHO_FLEE.match(
                    work.text, mention.evidence.end
                ):
                    self.fled = key
            case ActorType.ARMED_FORCE:
                self.armed = key
        if (mention.kind, mention.evidence) in work.nested:
            return
        kind = _main_type(known)
        many = mention.plural or kind in {ActorType.ARMED_FORCE, ActorType.ARMED_GROUP}
        if many and kind is not ActorType.PERSON:
            self._note("many", sentence, key, mention.evidence.end, subject=mention.subject)
        if mention.type not in {ActorType.PERSON, ActorType.POPULATION_GROUP, ActorType.UNNAMED_SOURCE}:
            self._note("one", sentence, key, mention.evidence.end, subject=mention.subject)

    def _note(self, group: str, sentence: int, key: str, end: int, *, subject: bool) -> None:
        last = self._last.get(group)
        if last is None or last[0] != sentence:
            self._first[group] = (sentence, key)
            self._subject.pop(group, None)
        self._last[group] = (sentence, key)
        self._ends[group] = end
        if subject:
            self._subject[group] = (sentence, key)


class _Quotations:
    """Statements by the stretches of their content, to ask who is speaking where."""

    def __init__(self, spans: list[tuple[int, int, Statement]]) -> None:
        self._spans = sorted(spans, key=lambda s: (s[0], -s[1]))
        self._starts = [s[0] for s in self._spans]

    def at(self, mention: Mention) -> Statement | None:
        """The innermost statement whose content holds a mention."""
        index = bisect_right(self._starts, mention.evidence.start) - 1
        for steps in range(8):  # contents nest a few levels at most
            if index - steps < 0:
                return None
            start, end, statement = self._spans[index - steps]
            if start <= mention.evidence.start and mention.evidence.end <= end:
                return statement
        return None


def _quotations(reading: Reading) -> _Quotations:
    """Contents of statements that have a speaker; a direct quotation says "we" in its own voice."""
    spans = [
        (content.start, content.end, f)
        for f in reading.findings
        if isinstance(f, Statement) and f.speaker is not None and f.kind is not StatementKind.INDIRECT
        for content in f.content
    ]
    quoted = [
        (q.start, q.end, f)
        for f in reading.findings
        if isinstance(f, Statement) and f.speaker is not None
        for q in f.quoted
    ]
    return _Quotations(spans + quoted)


def _contents(reading: Reading) -> _Quotations:
    """Contents of all statements that have a speaker."""
    return _Quotations(
        [
            (content.start, content.end, f)
            for f in reading.findings
            if isinstance(f, Statement) and f.speaker is not None
            for content in f.content
        ]
    )


def _collect(reading: Reading) -> tuple[Mention, ...]:
    """Every mention once, in reading order; of two of one kind and span, a finding of its own wins."""
    found: dict[MentionKey, Mention] = {}
    for finding in reading.findings:
        if isinstance(finding, Mention):
            found.setdefault((finding.kind, finding.evidence), finding)
    for finding in reading.findings:
        for mention in mentions_in(finding):
            found.setdefault((mention.kind, mention.evidence), mention)
    return tuple(sorted(found.values(), key=lambda m: (m.evidence.start, -m.evidence.end, m.kind.value)))


def _is_firm(entry: GazetteerEntry, name: str) -> bool:
    """Whether a name alone says which place is meant: its own name, curated by hand, or a great city's."""
    own = fold_loose(name) in {fold_loose(entry.label), fold_loose(entry.label.split(" ")[0])}
    return own or entry.latitude is None or entry.capital or entry.population >= 1_000_000


def _is_part_of_name(name: str, label: str) -> bool:
    """Whether a name is only some words of a place's own: "Trinidad" of "La Trinidad" may be another."""
    return set(fold_article(name).split()) < set(fold_article(label).split())


def _may_be_settlement(mention: Mention, entry: GazetteerEntry | None) -> bool:
    """Whether a mention names a town or village, or what might be one, and not a province of its name."""
    return mention.type in _SETTLEMENTS and (entry is None or entry.type in _SETTLEMENTS)


def _may_equal(one: Mention, other: Mention) -> bool:
    """Whether grammar may equate two mentions: as many people, places of the like."""
    if one.kind is Kind.ACTOR:
        person = {m for m in (one, other) if m.type is ActorType.PERSON and m.form is Form.NAME}
        return not (person and (one.plural or other.plural))
    if one.form is Form.NAME and other.form is Form.NAME:
        return True
    kinds = _CLASSES.get(one.type, one.type), _CLASSES.get(other.type, other.type)
    return kinds[0] == kinds[1] or LocationType.AREA in {one.type, other.type}


def _fits_type(called: ActorType | LocationType, entry: GazetteerEntry) -> bool:
    """Whether a place of the gazetteer may be called so."""
    return isinstance(called, LocationType) and entry.type in _PLACES_LIKE.get(called, {called})


def _is_part(mention: Mention) -> bool:
    """Whether a place's words have another place's name in them: "neighbourhood of Aleppo"."""
    return (
        mention.name is not None
        and mention.name != mention.evidence
        and mention.name.start > mention.head.start
    )


def _nested(mentions: Iterable[Mention]) -> frozenset[MentionKey]:
    """Mentions that stand inside a longer one of their kind."""
    inside: set[MentionKey] = set()
    open_until = {Kind.ACTOR: 0, Kind.LOCATION: 0}
    for mention in mentions:
        if mention.evidence.end <= open_until[mention.kind]:
            inside.add((mention.kind, mention.evidence))
        open_until[mention.kind] = max(open_until[mention.kind], mention.evidence.end)
    return frozenset(inside)


def _entity(known: _Known, country: str | None) -> Entity:
    entry = known.entry
    names = sorted(known.names, key=lambda n: (-len(n), n))
    place = known.place
    listed = entry or place
    label = listed.label if listed else _label(names) if names else known.words
    return Entity(
        key=known.key,
        kind=known.kind,
        type=_main_type(known),
        label=label,
        aliases=tuple(sorted(n for n in known.names if n != label)),
        wikidata=entry.wikidata if entry else None,
        curated=entry is not None,
        because="; ".join(sorted(known.reasons)),
        point=point_of(place) if place else None,
        country=country,
        geonames=place.geonames if place else None,
        part_of=tuple(sorted(known.wholes)),
    )


def _label(names: list[str]) -> str:
    """The longest name, without titles and article."""
    bare = strip_titles(_without_article(without_possessive(names[0])), _words().titles)[1]
    return bare or names[0]


def _fits(earlier: tuple[str, ...], mention: Mention) -> bool:
    """Whether the later words of one head may speak of the same thing: they add nothing new."""
    return set(mention.modifiers) <= set(earlier)


def _folded_words(mention: Mention) -> str:
    return " ".join((*(m.lower() for m in mention.modifiers), mention.head_lemma.lower()))


def _spaced(words: str) -> str:
    return " ".join(words.split())


def _without_article(name: str) -> str:
    return name[4:] if name[:4].lower() == "the " and len(name) > 4 else name


def _dashed(name: str) -> str:
    """A class name as the beginning of a key: "ArmedForce" gives "armed-force"."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "-", name).lower()


def _tokens(name: str, *, loosely: bool) -> tuple[str, ...]:
    """The words of a personal name that tell persons apart; loosely with the romanisation evened out."""
    words = [w for w in fold(name).split() if w not in _ARTICLES]
    return tuple(fold_loose(w) if loosely else w for w in words) or (fold(name),)


def _tails(text: str) -> Iterator[str]:
    words = text.split()
    for cut in range(1, len(words)):
        yield " ".join(words[cut:])


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list | tuple) else ()
