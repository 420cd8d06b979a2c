"""Describe: what was read from an article, as triples, field by field.

In:  a resolved Reading.
Out: triples about the article, its passages, its findings, and the entities that no list of ours knows.

The type of a field says how it is written: a Mention as the entity it refers to, with the mention itself
beside it; a Span as a passage; a Reference as the finding it points at; a TimeExpression as a node of its
own; an Enum as a concept; anything else as a literal. A tuple gives one triple each, None gives none. So a
new kind of finding needs terms in the ontology and nothing here.

Knows nothing of grammar, of the store or of files.
"""

import hashlib
import re
from bisect import bisect_right
from calendar import monthrange
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, timedelta
from decimal import Decimal
from enum import Enum
from functools import cache
from types import MappingProxyType

from kg.model import (
    Article,
    Entity,
    Finding,
    Kind,
    LocationType,
    Mention,
    Operation,
    OperationMention,
    Reference,
    RelativeLocation,
    Resolved,
    Span,
    TimeBasis,
    TimeExpression,
    Zone,
    mentions_in,
)
from kg.vocabulary import (
    ATT,
    GEO,
    NIF,
    RDF,
    RDFS,
    SCHEMA,
    SEM,
    SKOS,
    Names,
    Term,
    Triple,
    concept,
    day,
    iri,
    number,
    string,
    truth,
    typed,
    words,
)

# What a finding's name ends with, where it is not its class name in lower case. A mention is its passage.
_SUFFIX = {"Mention": "", "QuantityClaim": "quantity", "OperationMention": "operation"}

# Properties whose name is not the field's name in camel case: plural fields, one triple for each part.
_PROPERTIES: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("Statement", "roles"): ("role",),
        ("OperationMention", "evidence"): ("evidence", "trigger"),
        ("OperationMention", "agents"): ("agent",),
        ("OperationMention", "targets"): ("target",),
        ("OperationMention", "supporters"): ("supporter",),
        ("OperationMention", "places"): ("place",),
    }
)

# Text fields that hold the notation of a concept.
_NOTATIONS = MappingProxyType({("OperationMention", "type"): "operationType"})

# Fields that are no knowledge about the world or the text: what names are resolved with. The kind and the
# type of a mention are those of the entity it refers to, and its words are those of its passage.
UNWRITTEN = frozenset(
    ("Mention", name)
    for name in (
        "kind",
        "type",
        "text",
        "head",
        "head_lemma",
        "plural",
        "definite",
        "gender",
        "same_as",
        "modifiers",
        "subject",
    )
)


_NEAR = 2  # UCDP's code of a place within some 25 kilometres of a known one
# Scheme and host of a web address; what follows is whatever an IRI may hold.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(?=[/?#]|$)")


def camel(name: str) -> str:
    """The name of a property or scheme: `speaker_evidence` and `SpeakerEvidence` are `speakerEvidence`."""
    first, *rest = name.split("_")
    return first[:1].lower() + first[1:] + "".join(part.capitalize() for part in rest)


def suffix_of(finding_class: str) -> str:
    """What the name of a finding of this class ends with: "statement", "relative-location"."""
    known = _SUFFIX.get(finding_class)
    if known is not None:
        return known
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in finding_class).removeprefix("-")


def properties_of(finding_class: str, field_name: str) -> tuple[str, ...]:
    """Local names of the properties that a field is written with; none for what is not written."""
    if (finding_class, field_name) in UNWRITTEN:
        return ()
    return _PROPERTIES.get((finding_class, field_name), (camel(field_name),))


def describe(resolved: Resolved, names: Names) -> Iterator[Triple]:
    """Everything that was read from one article. Each triple may come more than once."""
    yield from _Description(resolved, names).triples()


# --- one article ----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Description:
    """The names given and the passages met while one article is described."""

    resolved: Resolved
    names: Names
    passages: set[Span] = field(default_factory=set)
    times: dict[TimeExpression, Term] = field(default_factory=dict)
    mention_iris: dict[tuple[Kind, Span], Term] = field(default_factory=dict)
    finding_iris: dict[Reference, Term] = field(default_factory=dict)
    taken: dict[tuple[str, Span], int] = field(default_factory=dict)
    near: frozenset[Span] = frozenset()  # anchors of places that have no name: "10 km north of Falluja"

    @property
    def article(self) -> Article:
        return self.resolved.reading.article

    def triples(self) -> Iterator[Triple]:
        reading = self.resolved.reading
        mentions = mentions_of(reading.findings)
        self.near = frozenset(
            anchor.evidence
            for finding in reading.findings
            if isinstance(finding, RelativeLocation) and finding.locates is None
            for anchor in finding.anchor
        )
        for mention in mentions:
            self.mention_iris[mention.kind, mention.evidence] = self._mint(mention)
        others = [f for f in reading.findings if not isinstance(f, Mention)]
        named = [(self._mint(finding), finding) for finding in others]
        for term, finding in named:
            self.finding_iris.setdefault(Reference(type(finding).__name__, finding.evidence), term)

        yield from _article(self.article, self.names)
        for mention in mentions:
            term = self.mention_iris[mention.kind, mention.evidence]
            yield from self._finding(term, mention)
            yield term, ATT.refersTo, self._entity_iri(mention)
        for term, finding in named:
            yield from self._finding(term, finding)
        for operation in self.resolved.operations:
            yield from self._operation(operation)
        for time, term in self.times.items():
            yield from self._time(term, time)
        for entity in sorted(set(self.resolved.entity_of.values()), key=lambda e: (e.key, repr(e))):
            # What the gazetteer holds is told once, in its own graph.
            if not entity.curated:
                yield from describe_entity(entity, self.names, self.article.language)
        yield from self._passages()

    def _mint(self, finding: Finding) -> Term:
        suffix = suffix_of(type(finding).__name__)
        ordinal = self.taken[suffix, finding.evidence] = self.taken.get((suffix, finding.evidence), 0) + 1
        # A mention is its passage; words that are both an actor and a location have a second mention.
        if not suffix and ordinal > 1:
            return self.names.finding(self.article, finding.evidence, "mention", ordinal)
        return self.names.finding(self.article, finding.evidence, suffix, ordinal)

    def _finding(self, term: Term, finding: Finding) -> Iterator[Triple]:
        """One or more triples for each field."""
        yield term, RDF.type, ATT[type(finding).__name__]
        # mypy takes the __hash__ of a class's instances for the one of the class itself.
        for name, properties, beside, scheme in _plan(type(finding)):  # type: ignore[arg-type]
            value = getattr(finding, name)
            for part in value if isinstance(value, tuple) else (value,):
                if part is None:
                    continue
                written = concept(scheme, part) if scheme else self._term(part)
                if written is not None:
                    for predicate in properties:
                        yield term, predicate, written
                if isinstance(part, Mention):
                    yield term, beside, self._mention_iri(part)
        if isinstance(finding, OperationMention) and finding.places:
            yield term, ATT.wherePrecision, number(self._where_precision(finding.places[0]))

    def _term(self, value: object) -> Term | None:
        match value:
            case Mention():
                return self._entity_iri(value)
            case Span():
                self.passages.add(value)
                return self.names.passage(self.article, value)
            case Reference():
                return self.finding_iris.get(value)
            case TimeExpression():
                return self._time_iri(value)
            case Enum():
                return concept(camel(type(value).__name__), str(value.value))
            case bool():
                return truth(value)
            case int() | Decimal():
                return number(value)
            case float():
                return number(Decimal(str(round(value, 4))))
            case date():
                return day(value)
            case str():
                return string(value)
        raise TypeError(f"no way to write a {type(value).__name__} as a term")

    def _where_precision(self, place: Mention) -> int:
        """How exactly the narrowest place of an operation is known: 2 where it is told only by another."""
        kind = self.resolved.entity(place).type
        exact = where_precision(kind) if isinstance(kind, LocationType) else _NEAR
        return _NEAR if exact == 1 and place.evidence in self.near else exact

    def _mention_iri(self, mention: Mention) -> Term:
        return self.mention_iris[mention.kind, mention.evidence]

    def _entity_iri(self, mention: Mention) -> Term:
        return self.names.entity(self.resolved.entity(mention).key)

    def _time_iri(self, time: TimeExpression) -> Term:
        term = self.times.get(time)
        if term is None:
            ordinal = self.taken["time", time.span] = self.taken.get(("time", time.span), 0) + 1
            term = self.times[time] = self.names.finding(self.article, time.span, "time", ordinal)
        return term

    def _time(self, term: Term, time: TimeExpression) -> Iterator[Triple]:
        self.passages.add(time.span)
        yield term, RDF.type, ATT.TimeExpression
        yield term, ATT.evidence, self.names.passage(self.article, time.span)
        yield term, ATT.timePrecision, concept("timePrecision", time.precision.value)
        yield term, ATT.timeBasis, concept("timeBasis", time.basis.value)
        if time.value is not None:
            yield term, ATT.value, string(time.value)
            earliest, latest = bounds(time.value, self.article.published or self.article.reference_date)
            if earliest is not None:
                yield term, ATT.earliest, day(earliest)
            if latest is not None:
                yield term, ATT.latest, day(latest)

    def _operation(self, operation: Operation) -> Iterator[Triple]:
        """What several tellings tell of. Who, where and when stay with each telling: they may disagree."""
        term = self.names.operation(operation.key)
        yield term, RDF.type, ATT.Operation
        yield term, ATT.type, concept("operationType", operation.type)
        yield term, SKOS.prefLabel, string(operation.label)
        for telling in operation.tellings:
            yield self.finding_iris[telling], ATT.refersTo, term
        if operation.part_of is not None:
            yield term, SEM.subEventOf, self.names.operation(operation.part_of)
        if operation.because:
            yield term, ATT.because, string(operation.because)

    def _passages(self) -> Iterator[Triple]:
        """Every stretch of text that something rests on, with its words."""
        article, sentences = self.article, self.resolved.reading.sentences
        kinds = {span: NIF.Sentence for span in sentences}
        paragraphs = {passage.span for passage in article.passages}
        zone_of = _Zones(article)
        context = self.names.article(article)
        for span in sorted(self.passages.union(kinds, paragraphs)):
            term = self.names.passage(article, span)
            yield term, RDF.type, ATT.Passage
            yield term, RDF.type, kinds.get(span, NIF.Phrase)
            if span in paragraphs:
                yield term, RDF.type, NIF.Paragraph
            yield term, NIF.beginIndex, number(span.start)
            yield term, NIF.endIndex, number(span.end)
            yield term, NIF.anchorOf, string(span.of(article.text))
            yield term, NIF.referenceContext, context
            yield term, ATT.zone, concept("zone", zone_of.at(span.start).value)
            sentence = _covering(sentences, span.start)
            if sentence is not None:
                yield term, ATT.inSentence, self.names.passage(article, sentence)


@cache
def _plan(finding_class: type[Finding]) -> tuple[tuple[str, tuple[Term, ...], Term, str | None], ...]:
    """How a class is written: for each field its name, properties, the mention's property, a scheme."""
    name = finding_class.__name__
    plan = []
    for one in fields(finding_class):
        properties = properties_of(name, one.name)
        if properties:
            terms = tuple(ATT[p] for p in properties)
            beside = ATT[f"{properties[0]}Mention"]
            plan.append((one.name, terms, beside, _NOTATIONS.get((name, one.name))))
    return tuple(plan)


def mentions_of(findings: Sequence[Finding]) -> list[Mention]:
    """Every mention once, also those that only stand inside other findings, in order of the text."""
    found: dict[tuple[Kind, Span], Mention] = {}
    # What the mention extractor found goes before what another one made on the spot.
    for finding in sorted(findings, key=lambda f: not isinstance(f, Mention)):
        for mention in mentions_in(finding):
            found.setdefault((mention.kind, mention.evidence), mention)
    return sorted(found.values(), key=lambda m: (m.evidence, m.kind.value))


class _Zones:
    """The zone at a character, by bisection."""

    def __init__(self, article: Article) -> None:
        self._passages = article.passages
        self._starts = [passage.span.start for passage in article.passages]

    def at(self, offset: int) -> Zone:
        i = bisect_right(self._starts, offset) - 1
        return self._passages[i].zone if i >= 0 and offset < self._passages[i].span.end else Zone.BODY


def _covering(spans: Sequence[Span], offset: int) -> Span | None:
    i = bisect_right(spans, offset, key=lambda span: span.start) - 1
    return spans[i] if i >= 0 and offset < spans[i].end else None


# --- the article and its entities -----------------------------------------------------------------


def _article(article: Article, names: Names) -> Iterator[Triple]:
    term = names.article(article)
    yield term, RDF.type, ATT.Article
    yield term, RDF.type, SCHEMA.NewsArticle
    yield term, RDF.type, NIF.Context
    yield term, NIF.isString, string(article.text)
    yield term, ATT.sha256, string(hashlib.sha256(article.text.encode("utf-8")).hexdigest())
    yield term, SCHEMA.identifier, string(article.name)
    yield term, SCHEMA.inLanguage, string(article.language)
    if article.headline is not None:
        yield term, SCHEMA.headline, words(article.headline, article.language)
    if article.publisher is not None:
        yield term, SCHEMA.publisher, string(article.publisher)
    for author in article.authors:
        yield term, SCHEMA.author, string(author)
    if article.published is not None:
        yield term, SCHEMA.datePublished, day(article.published)
    if article.reference_date is not None:
        yield term, ATT.referenceDate, day(article.reference_date)
        stated = article.reference_date == article.published
        basis = TimeBasis.STATED if stated else TimeBasis.INFERRED
        yield term, ATT.dateBasis, concept("timeBasis", basis.value)
    if article.url is not None:
        yield term, SCHEMA.url, _address(article.url)


def _address(url: str) -> Term:
    """A web address as an IRI; as the words it is when it can be none."""
    try:
        return iri(url) if _ADDRESS.match(url) else string(url)
    except ValueError:
        return string(url)


def describe_entity(entity: Entity, names: Names, language: str) -> Iterator[Triple]:
    """An actor or location: what it is and what it is called.

    Args:
        entity: what mentions refer to.
        names: mints its IRI.
        language: the language of its names, as far as they are in Latin script.
    """
    term = names.entity(entity.key)
    if isinstance(entity.type, LocationType):
        yield term, RDF.type, ATT.Location
        yield term, RDF.type, GEO.Feature
    else:
        yield term, RDF.type, ATT.Actor
    yield term, RDF.type, ATT[entity.type.value]
    yield term, SKOS.prefLabel, name_of(entity.label, language)
    for alias in entity.aliases:
        if alias != entity.label:
            yield term, SKOS.altLabel, name_of(alias, language)
    for whole in entity.part_of:
        yield term, ATT.partOf, names.entity(whole)
    if entity.country is not None:
        yield term, ATT.countryCode, string(entity.country)
    if entity.geonames is not None:
        yield term, RDFS.seeAlso, iri(f"https://sws.geonames.org/{entity.geonames}/")
    if entity.point is not None:
        yield from point_at(entity.key, *entity.point, names)
    if entity.point is not None and isinstance(entity.type, LocationType):
        yield term, ATT.wherePrecision, number(where_precision(entity.type))
    if entity.because:
        yield term, ATT.because, string(entity.because)


def point_at(key: str, latitude: float, longitude: float, names: Names) -> Iterator[Triple]:
    """Where a place is, as GeoSPARQL has it: a geometry of its own, east before north."""
    geometry = names.geometry(key)
    yield names.entity(key), GEO.hasGeometry, geometry
    yield geometry, RDF.type, GEO.Geometry
    yield geometry, GEO.asWKT, typed(f"POINT({longitude} {latitude})", GEO.wktLiteral)


# How exactly a place of a type is known once it is known at all: the codes of the UCDP georeferenced event
# dataset. What is not listed is a spot on the map.
_WHERE_PRECISION = MappingProxyType(
    {
        LocationType.DISTRICT: 3,
        LocationType.PROVINCE: 4,
        **dict.fromkeys((LocationType.REGION, LocationType.AREA), 5),
        **dict.fromkeys((LocationType.RIVER, LocationType.ROAD, LocationType.STREET), 5),
        LocationType.COUNTRY: 6,
    }
)


def where_precision(kind: LocationType) -> int:
    """The UCDP code of a type of place: 1 a spot, 3 a district, 4 a province, 5 a line or area, 6 a country.

    >>> where_precision(LocationType.TOWN), where_precision(LocationType.RIVER)
    (1, 5)
    """
    return _WHERE_PRECISION.get(kind, 1)


def name_of(name: str, language: str) -> Term:
    """A name as a term: with its language where its script allows that, else as it stands."""
    latin = all(c < "\u0250" or "\u1e00" <= c < "\u2c00" for c in name)
    return words(name, language) if latin else string(name)


# --- times ----------------------------------------------------------------------------------------


def bounds(value: str, today: date | None) -> tuple[date | None, date | None]:
    """The first and the last day that a time can mean; None where it is open or can't be told.

    Args:
        value: "2016", "2016-06", "2016-06-03", "A/B", "A/..", "P3W/.." or a duration.
        today: when the article was written: where "A/.." ends and "P3W/.." is counted back from.

    >>> bounds("2016-06", None)
    (datetime.date(2016, 6, 1), datetime.date(2016, 6, 30))
    """
    first, slash, last = value.partition("/")
    if not slash:
        return _day_bounds(value)
    end = today if last == ".." else _day_bounds(last)[1]
    back = _days(first)
    if back is not None:
        return (end - timedelta(days=back) if end is not None and end.toordinal() > back else None), end
    return _day_bounds(first)[0], end


def _day_bounds(value: str) -> tuple[date | None, date | None]:
    try:
        parts = [int(part) for part in value.split("-")]
        match parts:
            case [year]:
                return date(year, 1, 1), date(year, 12, 31)
            case [year, month]:
                return date(year, month, 1), date(year, month, monthrange(year, month)[1])
            case [year, month, day_]:
                only = date(year, month, day_)
                return only, only
    except (ValueError, OverflowError):
        pass
    return None, None


def _days(value: str) -> int | None:
    """Days of a duration in days or weeks; months and years have no fixed length."""
    unit = {"D": 1, "W": 7}.get(value[-1:])
    if not value.startswith("P") or unit is None or not value[1:-1].isdigit() or len(value) > 7:
        return None
    return int(value[1:-1]) * unit
