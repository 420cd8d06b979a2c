"""Link: how well a Wikidata item fits an entity, part by part, and which item to propose for it.

In:  what is known of an entity (Subject), what Wikidata says of an item (Item), the table of parts, points
     and classes.
Out: Scores with every part as evidence, or a Refusal with its reason; Proposals; Links as triples and back.

Pure: knows nothing of the store, of files but its table, of services or of who decides.

Source of the row that a link is written as: SSSOM, A Simple Standard for Sharing Ontological Mappings,
https://mapping-commons.github.io/sssom/.
"""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from math import asin, cos, radians, sin, sqrt
from typing import Any

from rapidfuzz import fuzz

from kg.errors import PatternError
from kg.gazetteer import ARABIC_SCRIPT
from kg.names import fold, fold_article, fold_loose
from kg.patterns import concepts, table
from kg.vocabulary import (
    ATT,
    RDF,
    SEMAPV,
    SKOS,
    SSSOM,
    WD,
    NamedGraph,
    Names,
    Term,
    Triple,
    concept,
    number,
    string,
    text_of,
)

_NAME_PARTS = frozenset({"label", "alias", "folded", "article", "loose", "fuzzy"})
_TYPE_PARTS = frozenset({"type", "type-above", "type-unknown"})
_PERSON = "Person"
_OPERATION = "Operation"


@dataclass(frozen=True, slots=True)
class Subject:
    """An entity as far as linking asks: its names, its kind, where it is, what it belongs to."""

    key: str  # of the entity: "fallujah", "person/abdelwahab-al-saadi"
    type: str  # class of the ontology, or "Operation"
    label: str
    names: tuple[str, ...] = ()  # names and spellings besides the label
    is_place: bool = False
    country_codes: tuple[str, ...] = ()  # ISO 3166-1 alpha-2
    countries: frozenset[str] = frozenset()  # their items
    context: frozenset[str] = frozenset()  # items of the countries where places told beside it lie
    latitude: float | None = None  # WGS 84, degrees
    longitude: float | None = None
    geonames: str | None = None
    neighbours: frozenset[str] = frozenset()  # items of what it belongs to
    roles: tuple[str, ...] = ()  # words that the text describes it by: "Iraq’s top Shi’ite cleric"
    first: date | None = None  # day of the first report of it; of an operation, its first day
    last: date | None = None
    mentions: int = 0


@dataclass(frozen=True, slots=True)
class Item:
    """What Wikidata says of an item."""

    id: str  # "Q191170"
    labels: tuple[str, ...] = ()  # English first, then that of all languages
    aliases: tuple[str, ...] = ()
    description: str = ""
    types: tuple[str, ...] = ()  # P31
    countries: frozenset[str] = frozenset()  # P17, P27, the country of P159
    points: tuple[tuple[float, float], ...] = ()  # P625: latitude, longitude
    geonames: frozenset[str] = frozenset()  # P1566
    within: frozenset[str] = frozenset()  # P131
    related: frozenset[str] = frozenset()  # P241, P749, P361, P39, P463, P159
    places: frozenset[str] = frozenset()  # P276
    begins: tuple[date, ...] = ()  # P571, P569, P580
    ends: tuple[date, ...] = ()  # P576, P582
    days: tuple[date, ...] = ()  # P585
    sitelinks: int = 0

    @property
    def label(self) -> str:
        """The label to show."""
        return self.labels[0] if self.labels else self.id


@dataclass(frozen=True, slots=True)
class Part:
    """One thing that speaks for or against an item."""

    name: str  # notation of a concept of linkPart
    points: Decimal
    because: str


@dataclass(frozen=True, slots=True)
class Score:
    """How well an item fits an entity."""

    item: Item
    parts: tuple[Part, ...]
    total: Decimal  # 0 to 1


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an item can't be the entity."""

    item: Item
    because: str


class Status(Enum):
    """What has been decided about a link; the values are those of linkStatus."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class Link:
    """That an entity is an item: how sure, why, and what has been decided."""

    key: str
    item: str  # "Q191170"
    status: Status
    exact: bool  # skos:exactMatch rather than skos:closeMatch
    subject_label: str = ""
    item_label: str = ""
    description: str = ""
    score: Decimal | None = None  # None: nothing was compared
    parts: tuple[Part, ...] = ()
    because: str = ""
    source: str = ""  # the endpoint that was asked; empty when nothing was compared


@dataclass(frozen=True, slots=True)
class Class:
    """What an item may be an instance of to be an entity of one of our classes."""

    name: str
    items: frozenset[str]
    needs: frozenset[str]
    wide: bool
    one_word: bool
    example: str


@dataclass(frozen=True, slots=True)
class Collective:
    """Words that make a name a description of many."""

    heads: frozenset[str]
    between: frozenset[str]
    compound: tuple[str, ...]
    begun: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The table `patterns/linking.toml`. Equal only to itself."""

    points: Mapping[str, Decimal]
    limits: Mapping[str, Decimal]
    classes: Mapping[str, Class]
    never: Mapping[str, str]
    unlinked: Mapping[str, str]
    collective: Collective
    digest: str  # of the whole table

    @property
    def kinds(self) -> tuple[str, ...]:
        """Every kind of item that some class of ours can be, in order."""
        return tuple(sorted({item for one in self.classes.values() for item in one.items}))


@cache
def linking_rules() -> Rules:
    """The shipped table.

    Raises:
        PatternError: a row can't be used.
    """
    return read_rules(table("linking"))


def read_rules(raw: Mapping[str, Any]) -> Rules:
    """Read the table from what TOML gives.

    Raises:
        PatternError: a row misses a key, has one we don't know, or names a part that is no concept.
    """
    try:
        classes = [
            Class(
                row.pop("class"),
                frozenset(row.pop("items")),
                frozenset(row.pop("needs")),
                row.pop("wide", False),
                row.pop("one_word", False),
                row.pop("example"),
            )
            for row in map(dict, raw["class"])
        ]
        collective = raw["collective"]
        rules = Rules(
            points={name: Decimal(str(value)) for name, value in raw["points"].items()},
            limits={name: Decimal(str(value)) for name, value in raw["thresholds"].items()},
            classes={one.name: one for one in classes},
            never={row["item"]: row["label"] for row in raw["never"]},
            unlinked={row["class"]: row["because"] for row in raw["unlinked"]},
            collective=Collective(
                frozenset(collective["heads"]),
                frozenset(collective["between"]),
                tuple(collective["compound"]),
                tuple(collective["begun"]),
            ),
            digest=hashlib.sha256(repr(raw).encode()).hexdigest()[:16],
        )
    except (KeyError, TypeError, ArithmeticError) as error:
        raise PatternError(f"patterns/linking.toml: {type(error).__name__}: {error}") from error
    known = {row.notation for row in concepts("linkPart")}
    for name in sorted(set(rules.points) ^ known):
        raise PatternError(f"patterns/linking.toml: points and linkPart.ttl disagree on {name!r}")
    for one in classes:
        for name in sorted(one.needs - known):
            raise PatternError(f"patterns/linking.toml, class {one.name}: needs {name!r}, which is no part")
    return rules


# --- what is asked for ----------------------------------------------------------------------------

IsDemonym = Callable[[str], bool]  # whether a word is that of a country or a people: "Iraqi"


def why_unlinked(subject: Subject, rules: Rules, is_demonym: IsDemonym) -> str | None:
    """Why no item is looked for, or None when one is."""
    if subject.type in rules.unlinked:
        return rules.unlinked[subject.type]
    if subject.type not in rules.classes:
        return "no class of Wikidata is known to fit"
    if is_collective(subject.label, rules, is_demonym):
        return "many who have something in common are no single thing"
    return None


def is_collective(name: str, rules: Rules, is_demonym: IsDemonym) -> bool:
    """Whether a name describes many: "Iraqi security forces", but not "Syrian Democratic Forces"."""
    *before, head = name.replace("’", "'").split() or [""]
    words = rules.collective
    if head.lower() not in words.heads:
        return False
    return all(
        word.lower() in words.between
        or word.lower().endswith(words.compound)
        or word.lower().startswith(words.begun)
        or is_demonym(word)
        for word in before
    )


def names_to_ask(subject: Subject, rules: Rules, is_demonym: IsDemonym) -> tuple[str, ...]:
    """The names that an item may have: label first, each once, those of many left out."""
    names = dict.fromkeys(" ".join(n.split()) for n in (subject.label, *sorted(subject.names)))
    return tuple(n for n in names if n and not is_collective(n, rules, is_demonym))


# --- one item against one entity ------------------------------------------------------------------


def score(
    subject: Subject,
    item: Item,
    names: Sequence[str],
    above: Mapping[str, frozenset[str]],
    rules: Rules,
) -> Score | Refusal:
    """Compare an entity and an item.

    Args:
        subject: the entity.
        item: the candidate.
        names: those of the entity that count, from `names_to_ask`.
        above: for each kind of item, the kinds of the table that it is a subclass of.
        rules: the table.
    """
    try:
        parts = [
            *_name(subject, item, names, rules),
            *_type(subject, item, above, rules),
            *_evidence(subject, item, rules),
        ]
    except _RefusedError as refused:
        return Refusal(item, str(refused))
    if not any(part.name in _NAME_PARTS or part.name == "geonames" for part in parts):
        return Refusal(item, "no name in common")
    total = sum((part.points for part in parts), Decimal(0))
    return Score(item, tuple(parts), min(max(total, Decimal(0)), Decimal(1)))


class _RefusedError(Exception):
    """An item can't be the entity; the message says why."""


def _part(name: str, because: str, rules: Rules) -> Part:
    return Part(name, rules.points[name], because)


def _name(subject: Subject, item: Item, names: Sequence[str], rules: Rules) -> Iterator[Part]:
    """The best that any name gives; of equally good ones the one that says most."""
    found = [
        (part, is_weak(name, subject, rules), name)
        for name in names
        for part in (_same_name(name, item, subject, rules),)
        if part is not None
    ]
    if found:
        yield min(found, key=lambda one: (-one[0].points, one[1], one[2]))[0]


def is_weak(name: str, subject: Subject, rules: Rules) -> bool:
    """Whether a name says little by itself: very short, or one word where that is not enough."""
    if sum(c.isalnum() for c in name) <= rules.limits["short"]:
        return True
    enough = subject.is_place or rules.classes[subject.type].one_word
    return not enough and len(fold(name).split()) == 1


def _same_name(name: str, item: Item, subject: Subject, rules: Rules) -> Part | None:
    if name in item.labels:
        return _part("label", f"its label is “{name}”", rules)
    if name in item.aliases:
        return _part("alias", f"it is also known as “{name}”", rules)
    others = (*item.labels, *item.aliases)
    keys: list[tuple[str, Callable[[str], str]]] = [("folded", fold), ("article", fold_article)]
    if _is_romanised(subject):
        keys.append(("loose", fold_loose))
    # An abbreviation counts only as it is written.
    if len(fold(name)) > rules.limits["short"]:
        for part, key in keys:
            for other in others:
                if key(other) == key(name):
                    return _part(part, f"“{name}” is its “{other}” but for {_BUT_FOR[part]}", rules)
        for other in others:
            if _is_alike(name, other, rules):
                return _part("fuzzy", f"“{name}” is spelled nearly like its “{other}”", rules)
    return None


_BUT_FOR = {"folded": "case and accents", "article": "an article", "loose": "the romanisation"}


def _is_romanised(subject: Subject) -> bool:
    if not subject.is_place and subject.type != _PERSON:
        return False
    return not subject.country_codes or bool(ARABIC_SCRIPT & set(subject.country_codes))


def _is_alike(name: str, other: str, rules: Rules) -> bool:
    one, two = fold_article(name), fold_article(other)
    if min(len(one), len(two)) < rules.limits["fuzzy_length"] or one[0] != two[0]:
        return False
    return fuzz.ratio(one, two) >= rules.limits["fuzzy"]


def _type(subject: Subject, item: Item, above: Mapping[str, frozenset[str]], rules: Rules) -> Iterator[Part]:
    for kind in item.types:
        if kind in rules.never:
            raise _RefusedError(f"it is a {rules.never[kind]}")
    fitting = rules.classes[subject.type].items
    if not item.types:
        yield _part("type-unknown", "Wikidata does not say what it is", rules)
    elif direct := sorted(fitting & set(item.types)):
        yield _part("type", f"it is an instance of {direct[0]}, as {_article(subject.type)} can be", rules)
    elif kinds := [kind for kind in sorted(item.types) if fitting & above.get(kind, frozenset())]:
        top = min(fitting & above[kinds[0]])
        yield _part("type-above", f"it is an instance of {kinds[0]}, a subclass of {top}", rules)
    else:
        raise _RefusedError(f"an instance of {', '.join(item.types)} is no {subject.type}")


def _article(word: str) -> str:
    return f"{'an' if word[0] in 'AEIOU' else 'a'} {word}"


def _evidence(subject: Subject, item: Item, rules: Rules) -> Iterator[Part]:
    if subject.type == _OPERATION:
        yield from _operation(subject, item, rules)
        return
    _refuse_other_times(subject, item)
    if subject.is_place:
        yield from _place(subject, item, rules)
    else:
        yield from _actor(subject, item, rules)


def _refuse_other_times(subject: Subject, item: Item) -> None:
    if subject.first and item.ends and max(item.ends) < subject.first:
        raise _RefusedError(f"it ended on {max(item.ends)}, before the first report of {subject.first}")
    if subject.last and item.begins and min(item.begins) > subject.last:
        raise _RefusedError(f"it began on {min(item.begins)}, after the last report of {subject.last}")


def _place(subject: Subject, item: Item, rules: Rules) -> Iterator[Part]:
    if subject.geonames and subject.geonames in item.geonames:
        yield _part("geonames", f"both have the GeoNames id {subject.geonames}", rules)
    if subject.latitude is not None and subject.longitude is not None and item.points:
        yield from _distance(subject, _nearest((subject.latitude, subject.longitude), item.points), rules)
    yield from _country(subject, item, rules)
    if shared := sorted(subject.neighbours & item.within):
        yield _part("within", f"it lies in {shared[0]}, as the place does", rules)


def _distance(subject: Subject, km: float, rules: Rules) -> Iterator[Part]:
    if km > rules.limits["far_km"] and not rules.classes[subject.type].wide:
        raise _RefusedError(f"its point is {km:.0f} km away")
    for name in ("near", "close"):
        if km <= rules.limits[f"{name}_km"]:
            yield _part(name, f"its point is {km:.1f} km away", rules)
            return


def _country(subject: Subject, item: Item, rules: Rules) -> Iterator[Part]:
    own = frozenset({item.id}) if subject.type in ("Country", "State") else item.countries
    if not own:
        return
    if shared := sorted(subject.countries & own):
        yield _part("country", f"both belong to {shared[0]}", rules)
    elif subject.countries and subject.is_place:
        raise _RefusedError(f"it lies in {', '.join(sorted(own))}, another country")
    elif not subject.countries and (told := sorted(subject.context & own)):
        yield _part("context", f"it lies in {told[0]}, of which places are told beside it", rules)


def _actor(subject: Subject, item: Item, rules: Rules) -> Iterator[Part]:
    yield from _country(subject, item, rules)
    roles = {word for role in subject.roles for word in _told(role)}
    if shared := sorted(roles & _said(item.description)):
        yield _part("role", f"both are described by {' and '.join(f'“{w}”' for w in shared)}", rules)
    if linked := sorted(subject.neighbours & item.related):
        yield _part("neighbour", f"it is stated to belong to {linked[0]}", rules)


_SMALL = frozenset({"former", "from", "with"})


def _said(description: str) -> frozenset[str]:
    """The words of a description that say what an item is: no names, which have a capital."""
    return frozenset(w for w in re.findall(r"[\w'-]+", description) if _is_telling(w) and w.islower())


def _told(role: str) -> frozenset[str]:
    """The words of a role or title, in lower case: "Grand Ayatollah"."""
    return frozenset(w.lower() for w in re.findall(r"[\w'-]+", role) if _is_telling(w))


def _is_telling(word: str) -> bool:
    return len(word) > 3 and word not in _SMALL


def _operation(subject: Subject, item: Item, rules: Rules) -> Iterator[Part]:
    days = sorted({*item.begins, *item.ends, *item.days})
    if subject.first and subject.last and days:
        slack = timedelta(days=int(rules.limits["days"]))
        if days[-1] + slack < subject.first or days[0] - slack > subject.last:
            raise _RefusedError(f"its dates are {days[0]} to {days[-1]}")
        yield _part("dates", f"its dates are {days[0]} to {days[-1]}", rules)
    if shared := sorted(subject.neighbours & item.places):
        yield _part("took-place", f"it took place in {shared[0]}", rules)
    yield from _country(subject, item, rules)


def _nearest(point: tuple[float, float], others: Iterable[tuple[float, float]]) -> float:
    return min(kilometres(point, other) for other in others)


def kilometres(one: tuple[float, float], two: tuple[float, float]) -> float:
    """Distance of two points (latitude, longitude in degrees) along a great circle.

    Source: the haversine formula on a sphere of 6,371 km.

    >>> round(kilometres((33.349, 43.786), (33.315, 44.366)))
    54
    """
    (lat1, lon1), (lat2, lon2) = (tuple(map(radians, point)) for point in (one, two))
    half = sin((lat2 - lat1) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371 * asin(min(1.0, sqrt(half)))


# --- choosing -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Proposal:
    """An item to show to a person."""

    score: Score
    strong: bool
    because: str


def choose(subject: Subject, scores: Iterable[Score], rules: Rules) -> tuple[Proposal, ...]:
    """Which items to propose for an entity: one; several that come equally close; or none.

    An item needs, besides points, the kind of evidence that its class asks for. A name that says little needs
    two kinds of evidence besides name and type, and is never enough for an exact match.
    """
    able = [one for one in scores if _has_evidence(subject, one, rules)]
    # How well known an item is breaks ties and makes nothing likelier.
    able.sort(key=lambda one: (-one.total, -one.item.sitelinks, int(one.item.id[1:])))
    if not able or able[0].total < rules.limits["proposed"]:
        return ()
    first = able[0]
    behind = {one.item.id: first.total - one.total for one in able}
    strong = (
        first.total >= rules.limits["strong"]
        and all(behind[one.item.id] >= rules.limits["margin"] for one in able[1:])
        and _says_enough(subject, first, rules)
    )
    shown = [one for one in able if one.total >= rules.limits["proposed"]]
    shown = [one for one in shown if behind[one.item.id] < rules.limits["tie"]][: int(rules.limits["rivals"])]
    return tuple(Proposal(one, strong, _reason(one, shown)) for one in shown)


def _has_evidence(subject: Subject, one: Score, rules: Rules) -> bool:
    others = {p.name for p in one.parts if p.points > 0} - _NAME_PARTS - _TYPE_PARTS
    needs = rules.classes[subject.type].needs
    if needs and not needs & others:
        return False
    return _says_enough(subject, one, rules) or len(others) >= 2


def _says_enough(subject: Subject, one: Score, rules: Rules) -> bool:
    """Whether a name that is no weak one speaks for the item, or its id does."""
    if any(part.name == "geonames" for part in one.parts):
        return True
    own = {*one.item.labels, *one.item.aliases}
    folded = {fold_article(name) for name in own}
    strong = [n for n in (subject.label, *subject.names) if not is_weak(n, subject, rules)]
    if any(n in own or fold_article(n) in folded for n in strong):
        return True
    return any(part.name in ("loose", "fuzzy") for part in one.parts)


def _reason(one: Score, shown: Sequence[Score]) -> str:
    told = "; ".join(part.because for part in one.parts)
    others = [other.item.id for other in shown if other is not one]
    return f"{told}; {' and '.join(others)} come{'s' if len(others) == 1 else ''} close" if others else told


def link_of(subject: Subject, proposal: Proposal, source: str) -> Link:
    """A proposal as a link."""
    found = proposal.score
    return Link(
        key=subject.key,
        item=found.item.id,
        status=Status.PROPOSED,
        exact=proposal.strong,
        subject_label=subject.label,
        item_label=found.item.label,
        description=found.item.description,
        score=found.total,
        parts=found.parts,
        because=proposal.because,
        source=source,
    )


# --- links as triples, and back -------------------------------------------------------------------


def describe_link(link: Link, names: Names, version: str) -> Iterator[Triple]:
    """A link as an SSSOM row with the parts of its score. The name is a function of entity and item alone."""
    digest = hashlib.sha256(f"{link.key}\n{link.item}".encode()).hexdigest()[:16]
    term = names.link(digest)
    yield term, RDF.type, ATT.Link
    yield term, SSSOM.subject_id, names.entity(link.key)
    yield term, SSSOM.object_id, WD[link.item]
    yield term, SSSOM.predicate_id, SKOS.exactMatch if link.exact else SKOS.closeMatch
    yield term, SSSOM.mapping_justification, SEMAPV[_justification(link)]
    yield term, ATT.status, concept("linkStatus", link.status.value)
    yield term, SSSOM.mapping_tool, string("attested")
    yield term, SSSOM.mapping_tool_version, string(version)
    for predicate, value in (
        (SSSOM.subject_label, link.subject_label),
        (SSSOM.object_label, link.item_label),
        (ATT.itemDescription, link.description),
        (ATT.because, link.because),
        (SSSOM.object_source, link.source),
    ):
        if value:
            yield term, predicate, string(value)
    if link.score is not None:
        yield term, SSSOM.confidence, number(link.score)
    for part in link.parts:
        own = names.link(digest, part.name)
        yield term, ATT.scorePart, own
        yield own, RDF.type, ATT.ScorePart
        yield own, ATT.part, concept("linkPart", part.name)
        yield own, ATT.points, number(part.points)
        yield own, ATT.because, string(part.because)


def _justification(link: Link) -> str:
    if not link.parts:
        return "ManualMappingCuration"
    only_names = {part.name for part in link.parts} <= _NAME_PARTS
    return "LexicalMatching" if only_names else "CompositeMatching"


def links_in(graph: NamedGraph, key_of: Callable[[Term], str]) -> tuple[Link, ...]:
    """The links that a graph describes, in order of entity and item.

    Args:
        graph: what `describe_link` gave, with other triples or without.
        key_of: the key of an entity, from its IRI.
    """
    values: dict[Term, dict[Term, list[Term]]] = defaultdict(lambda: defaultdict(list))
    for s, p, o in graph.triples:
        values[s][p].append(o)
    found = [
        _link(told, values, key_of) for told in list(values.values()) if ATT.Link in told.get(RDF.type, ())
    ]
    return tuple(sorted(found, key=lambda link: (link.key, link.item)))


def _link(
    told: Mapping[Term, Sequence[Term]],
    values: Mapping[Term, Mapping[Term, Sequence[Term]]],
    key_of: Callable[[Term], str],
) -> Link:
    def text(predicate: Term) -> str:
        return text_of(told[predicate][0]) if predicate in told else ""

    parts = [values[part] for part in told.get(ATT.scorePart, ())]
    order = list(linking_rules().points)
    return Link(
        key=key_of(told[SSSOM.subject_id][0]),
        item=text(SSSOM.object_id).rpartition("/")[2],
        status=Status(text(ATT.status).rpartition("#linkStatus-")[2]),
        exact=told[SSSOM.predicate_id][0] == SKOS.exactMatch,
        subject_label=text(SSSOM.subject_label),
        item_label=text(SSSOM.object_label),
        description=text(ATT.itemDescription),
        score=Decimal(text(SSSOM.confidence)) if SSSOM.confidence in told else None,
        parts=tuple(
            sorted(
                (
                    Part(
                        text_of(part[ATT.part][0]).rpartition("#linkPart-")[2],
                        Decimal(text_of(part[ATT.points][0])),
                        text_of(part[ATT.because][0]),
                    )
                    for part in parts
                ),
                key=lambda part: order.index(part.name),
            )
        ),
        because=text(ATT.because),
        source=text(SSSOM.object_source),
    )
