"""What an article's graph says, as the values that comparing needs.

In:  the graph of one article; the graph of the gazetteer.
Out: Facts: its figures, statements, operation mentions and relative locations; Known: places and actors.

Read from the graphs alone, so that what is derived is a function of them, whoever wrote them. Terms stay
terms.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rapidfuzz import fuzz, process

from kg.gazetteer import ARABIC_SCRIPT
from kg.names import fold_article, fold_loose
from kg.places import Point
from kg.vocabulary import ATT, GEO, NIF, RDF, SCHEMA, SEM, SKOS, NamedGraph, Term, Triple, text_of

_Node = Mapping[Term, tuple[Term, ...]]  # the values of a subject by property, sorted
# Names so much alike may be meant by one another; only with a map that says so.
ALIKE = 82.0
_POINT = re.compile(r"POINT\((-?[\d.]+) (-?[\d.]+)\)")


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """From the first to the last day that a time may mean; both known, or there is no period."""

    first: date
    last: date

    def meets(self, other: "Period") -> bool:
        """Whether they share a day."""
        return self.first <= other.last and other.first <= self.last

    def days_from(self, other: "Period") -> int:
        """Days between them; none where they meet."""
        return max(0, (other.first - self.last).days, (self.first - other.last).days)


@dataclass(frozen=True, slots=True)
class Saying:
    """A statement: who is behind what it holds."""

    iri: Term
    begin: int
    act: str
    speaker: Term | None
    bodies: tuple[Term, ...]  # organisations named in the roles of the speaker
    through: tuple[Term, ...]  # addressee and via
    nested_in: Term | None
    words: tuple[str, ...]  # of its content, span by span


@dataclass(frozen=True, slots=True)
class Telling:
    """An operation mention."""

    iri: Term
    begin: int
    type: str
    trigger: str
    agents: tuple[Term, ...]
    targets: tuple[Term, ...]
    supporters: tuple[Term, ...]
    places: tuple[Term, ...]
    period: Period | None
    precision: str | None  # of the time: "day", "month", ...
    modality: str
    negated: bool
    told_in: Term | None
    refers_to: Term | None


@dataclass(frozen=True, slots=True)
class Happening:
    """An operation that tellings of one article refer to."""

    iri: Term
    type: str
    label: str
    part_of: Term | None


@dataclass(frozen=True, slots=True)
class Claim:
    """A quantity claim."""

    iri: Term
    begin: int
    measure: str
    unit: str
    comparator: str
    low: Decimal | None
    high: Decimal | None
    of: str
    words: str
    zone: str
    about: tuple[Term, ...]
    said_in: Term | None
    operation: Term | None  # the mention it is a figure of
    subset_of: Term | None
    conversion_of: Term | None
    as_of: Period | None
    precision: str | None


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """A relative location that gives a distance or a bearing."""

    iri: Term
    begin: int
    end: int
    relation: str
    distance: Decimal | None  # metres
    comparator: str | None
    bearing: int | None
    anchors: tuple[Term, ...]
    locates: Term | None
    words: str  # that name the place it locates


@dataclass(frozen=True, slots=True)
class Facts:
    """One article's, each list in reading order."""

    article: Term
    text: str
    publisher: str | None
    day: date | None  # the day "today" is
    claims: tuple[Claim, ...]
    sayings: Mapping[Term, Saying]
    tellings: Mapping[Term, Telling]
    operations: Mapping[Term, Happening]
    whereabouts: tuple[Whereabouts, ...]
    entities: Mapping[Term, frozenset[Term]]  # classes of the entities this article itself describes
    labels: Mapping[Term, str]
    parts: Mapping[Term, tuple[Term, ...]]  # entity -> what it is part of
    mentioned: Mapping[Term, int]  # entity -> how often
    points: Mapping[Term, Point] = field(default_factory=dict)  # of places that no gazetteer graph has
    countries: Mapping[Term, frozenset[str]] = field(default_factory=dict)  # of the same


@dataclass(frozen=True, slots=True)
class Known:
    """What the gazetteer says of places and actors."""

    classes: Mapping[Term, frozenset[Term]]
    labels: Mapping[Term, str]
    parts: Mapping[Term, tuple[Term, ...]]
    points: Mapping[Term, Point]
    countries: Mapping[Term, frozenset[str]]  # ISO 3166-1 codes of places and actors
    keys: Mapping[str, tuple[Term, ...]]  # folded name -> the places that have it
    loose: Mapping[str, tuple[Term, ...]]  # the same for romanised names, folded loosely

    def named(self, name: str) -> tuple[Term, ...]:
        """The places of a name, however it is written in Latin letters, and those of names nearly alike."""
        found = {*self.keys.get(fold_article(name), ()), *self.loose.get(fold_loose(name), ())}
        for key, _, _ in process.extract(
            fold_loose(name), self.loose.keys(), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        ):
            found.update(self.loose[key])
        return tuple(sorted(found))


def known_of(gazetteer: NamedGraph) -> Known:
    """Read the gazetteer's graph."""
    nodes = _nodes(gazetteer.triples)
    points = _points(nodes, nodes)
    return Known(
        classes={s: frozenset(node[RDF.type]) for s, node in nodes.items() if RDF.type in node},
        labels=_labels(nodes),
        parts={s: node[ATT.partOf] for s, node in nodes.items() if ATT.partOf in node},
        points=points,
        countries={s: _countries(node) for s, node in nodes.items() if ATT.countryCode in node},
        keys=_keys(nodes, points, fold_article),
        loose=_keys(nodes, (place for place in points if _romanised(nodes[place])), fold_loose),
    )


def _points(nodes: Mapping[Term, _Node], places: Iterable[Term]) -> dict[Term, Point]:
    points = {}
    for place in places:
        geometry = _first(nodes[place], GEO.hasGeometry)
        found = _POINT.search(_first(nodes.get(geometry, {}), GEO.asWKT) or "") if geometry else None
        if found:
            points[place] = (float(found[2]), float(found[1]))
    return points


def _keys(
    nodes: Mapping[Term, _Node], places: Iterable[Term], folded: Callable[[str], str]
) -> dict[str, tuple[Term, ...]]:
    keys: dict[str, set[Term]] = defaultdict(set)
    for place in places:
        node = nodes[place]
        for label in (*node.get(SKOS.prefLabel, ()), *node.get(SKOS.altLabel, ())):
            keys[folded(text_of(label))].add(place)
    return {key: tuple(sorted(found)) for key, found in sorted(keys.items())}


def _romanised(place: _Node) -> bool:
    """Whether the names of a place come from Arabic: elsewhere loose forms merge what is different."""
    return bool(ARABIC_SCRIPT & _countries(place))


def _countries(place: _Node) -> frozenset[str]:
    return frozenset(text_of(code) for code in place.get(ATT.countryCode, ()))


def facts_of(graph: NamedGraph) -> Facts | None:
    """Read an article's graph; None where it holds no article."""
    nodes = _nodes(graph.triples)
    by_class: dict[Term, list[Term]] = defaultdict(list)
    for subject, node in nodes.items():
        for class_ in node.get(RDF.type, ()):
            by_class[class_].append(subject)
    if not by_class[ATT.Article]:
        return None
    article = nodes[by_class[ATT.Article][0]]
    reader = _Reader(nodes, _mentions(nodes, by_class[ATT.Mention]))
    day = _first(article, ATT.referenceDate) or _first(article, SCHEMA.datePublished)
    publisher = _first(article, SCHEMA.publisher)
    entities = {
        subject: frozenset(nodes[subject][RDF.type])
        for class_ in (ATT.Actor, ATT.Location)
        for subject in by_class[class_]
    }
    mentioned: dict[Term, int] = defaultdict(int)
    for mention in by_class[ATT.Mention]:
        for entity in nodes[mention].get(ATT.refersTo, ()):
            mentioned[entity] += 1
    sayings = [reader.saying(s) for s in by_class[ATT.Statement]]
    tellings = [reader.telling(s) for s in by_class[ATT.OperationMention]]
    return Facts(
        article=by_class[ATT.Article][0],
        text=text_of(article[NIF.isString][0]),
        publisher=text_of(publisher) if publisher else None,
        day=date.fromisoformat(text_of(day)) if day else None,
        claims=tuple(sorted(map(reader.claim, by_class[ATT.QuantityClaim]), key=lambda c: (c.begin, c.iri))),
        sayings={s.iri: s for s in sorted(sayings, key=lambda s: (s.begin, s.iri))},
        tellings={t.iri: t for t in sorted(tellings, key=lambda t: (t.begin, t.iri))},
        operations={s: reader.happening(s) for s in sorted(by_class[ATT.Operation])},
        whereabouts=tuple(
            sorted(map(reader.whereabouts, by_class[ATT.RelativeLocation]), key=lambda w: (w.begin, w.iri))
        ),
        entities=entities,
        labels={s: label for s, label in _labels(nodes).items() if s in entities},
        parts={s: nodes[s][ATT.partOf] for s in entities if ATT.partOf in nodes[s]},
        mentioned=dict(sorted(mentioned.items())),
        points=_points(nodes, entities),
        countries={s: _countries(nodes[s]) for s in entities if ATT.countryCode in nodes[s]},
    )


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns nodes of one graph into values."""

    nodes: Mapping[Term, _Node]
    mentions: tuple[tuple[int, int, Term], ...]  # begin, end, entity; sorted

    def saying(self, iri: Term) -> Saying:
        node = self.nodes[iri]
        roles = [self.span(passage) for passage in node.get(ATT.role, ())]
        return Saying(
            iri=iri,
            begin=self.begin(node),
            act=_notation(node, ATT.act) or "",
            speaker=_first(node, ATT.speaker),
            bodies=tuple(
                sorted(
                    {
                        entity
                        for begin, end in roles
                        for first, last, entity in self.mentions
                        if begin <= first and last <= end
                    }
                )
            ),
            through=tuple(sorted({*node.get(ATT.via, ()), *node.get(ATT.addressee, ())})),
            nested_in=_first(node, ATT.nestedIn),
            words=tuple(self.words(passage) for passage in node.get(ATT.content, ())),
        )

    def telling(self, iri: Term) -> Telling:
        node = self.nodes[iri]
        period, precision = self.period(_first(node, ATT.time))
        trigger = _first(node, ATT.trigger)
        return Telling(
            iri=iri,
            begin=self.begin(node),
            type=_notation(node, ATT.type) or "",
            trigger=self.words(trigger) if trigger else "",
            agents=node.get(ATT.agent, ()),
            targets=node.get(ATT.target, ()),
            supporters=node.get(ATT.supporter, ()),
            places=node.get(ATT.place, ()),
            period=period,
            precision=precision,
            modality=_notation(node, ATT.modality) or "",
            negated="true" in (_first(node, ATT.negated) or ""),
            told_in=_first(node, ATT.toldIn),
            refers_to=_first(node, ATT.refersTo),
        )

    def happening(self, iri: Term) -> Happening:
        node = self.nodes[iri]
        return Happening(
            iri=iri,
            type=_notation(node, ATT.type) or "",
            label=_plain(node, SKOS.prefLabel),
            part_of=_first(node, SEM.subEventOf),
        )

    def claim(self, iri: Term) -> Claim:
        node = self.nodes[iri]
        passage = node[ATT.evidence][0]
        as_of, precision = self.period(_first(node, ATT.asOf))
        return Claim(
            iri=iri,
            begin=self.begin(node),
            measure=_notation(node, ATT.measure) or "",
            unit=_plain(node, ATT.unit),
            comparator=_notation(node, ATT.comparator) or "",
            low=_decimal(node, ATT.low),
            high=_decimal(node, ATT.high),
            of=_plain(node, ATT["of"]),
            words=self.words(passage),
            zone=_notation(self.nodes[passage], ATT.zone) or "",
            about=node.get(ATT.about, ()),
            said_in=_first(node, ATT.claimedIn),
            operation=_first(node, ATT.inOperation),
            subset_of=_first(node, ATT.subsetOf),
            conversion_of=_first(node, ATT.conversionOf),
            as_of=as_of,
            precision=precision,
        )

    def whereabouts(self, iri: Term) -> Whereabouts:
        node = self.nodes[iri]
        begin, end = self.span(node[ATT.evidence][0])
        bearing = _first(node, ATT.bearing)
        return Whereabouts(
            iri=iri,
            begin=begin,
            end=end,
            relation=_notation(node, ATT.relation) or "",
            distance=_decimal(node, ATT.distance),
            comparator=_notation(node, ATT.comparator),
            bearing=int(text_of(bearing)) if bearing else None,
            anchors=node.get(ATT.anchor, ()),
            locates=_first(node, ATT.locates),
            words=next((self.name(mention) for mention in node.get(ATT.locatesMention, ())), ""),
        )

    def period(self, time: Term | None) -> tuple[Period | None, str | None]:
        node = self.nodes.get(time, {}) if time else {}
        first, last = _first(node, ATT.earliest), _first(node, ATT.latest)
        precision = _notation(node, ATT.timePrecision)
        if first is None or last is None:
            return None, precision
        days = sorted((date.fromisoformat(text_of(first)), date.fromisoformat(text_of(last))))
        return Period(*days), precision

    def begin(self, node: _Node) -> int:
        return self.span(node[ATT.evidence][0])[0]

    def span(self, passage: Term) -> tuple[int, int]:
        node = self.nodes[passage]
        return int(text_of(node[NIF.beginIndex][0])), int(text_of(node[NIF.endIndex][0]))

    def name(self, mention: Term) -> str:
        """The proper name in a mention, or the whole mention."""
        return self.words(_first(self.nodes[mention], ATT.name) or _passage_of(mention, self.nodes))

    def words(self, passage: Term) -> str:
        return text_of(self.nodes[passage][NIF.anchorOf][0])


def classes_of(entity: Term, facts: Facts, known: Known) -> frozenset[Term]:
    """What kind of thing an entity is, as the article has it, else the gazetteer."""
    return facts.entities.get(entity) or known.classes.get(entity, frozenset())


@dataclass(frozen=True, slots=True)
class Group:
    """Some actors or places, and everything they are part of."""

    members: frozenset[Term]
    wholes: frozenset[Term]  # the members too

    def meets(self, other: "Group") -> bool:
        """Whether they share a member, or one has a part of what the other has."""
        return bool(self.members & other.wholes or self.wholes & other.members)

    def __bool__(self) -> bool:
        return bool(self.members)


def group(entities: Iterable[Term], facts: Facts, known: Known) -> Group:
    """Entities with everything they are part of, as the article and the gazetteer have it."""
    members = frozenset(entities)
    found: set[Term] = set()
    waiting = list(members)
    while waiting:
        entity = waiting.pop()
        if entity not in found:
            found.add(entity)
            waiting += [*facts.parts.get(entity, ()), *known.parts.get(entity, ())]
    return Group(members, frozenset(found))


def _mentions(nodes: Mapping[Term, _Node], mentions: Iterable[Term]) -> tuple[tuple[int, int, Term], ...]:
    return tuple(
        sorted(
            (int(text_of(node[NIF.beginIndex][0])), int(text_of(node[NIF.endIndex][0])), entity)
            for mention in mentions
            for node in (nodes[_passage_of(mention, nodes)],)
            for entity in nodes[mention].get(ATT.refersTo, ())
        )
    )


def _passage_of(mention: Term, nodes: Mapping[Term, _Node]) -> Term:
    """A mention's passage: itself, unless its words are a second mention too."""
    return _first(nodes[mention], ATT.evidence) or mention


def _nodes(triples: Iterable[Triple]) -> dict[Term, dict[Term, tuple[Term, ...]]]:
    nodes: dict[Term, dict[Term, tuple[Term, ...]]] = defaultdict(dict)
    for subject, property_, value in triples:  # sorted, so values are too
        node = nodes[subject]
        node[property_] = (*node.get(property_, ()), value)
    return dict(nodes)


def _labels(nodes: Mapping[Term, _Node]) -> dict[Term, str]:
    return {s: text_of(node[SKOS.prefLabel][0]) for s, node in nodes.items() if SKOS.prefLabel in node}


def _first(node: _Node, property_: Term) -> Term | None:
    values = node.get(property_)
    return values[0] if values else None


def _notation(node: _Node, property_: Term) -> str | None:
    """The notation of a concept: "at-least" of att:comparator-at-least."""
    value = _first(node, property_)
    return value[1:-1].rpartition("#")[2].partition("-")[2] if value else None


def _plain(node: _Node, property_: Term) -> str:
    value = _first(node, property_)
    return text_of(value) if value else ""


def _decimal(node: _Node, property_: Term) -> Decimal | None:
    value = _first(node, property_)
    return Decimal(text_of(value)) if value else None
