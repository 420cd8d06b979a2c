"""The values that rooms share, from the article to its findings.

Frozen, hashable, compared by value. Standard library only; knows nothing of
spaCy, RDF, files or the web. Offsets are Unicode code points in the stored
text, half-open.
"""

from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import Enum


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A stretch of an article's text: half-open character offsets."""

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"need 0 <= start < end, got {self.start}..{self.end}")

    def overlaps(self, other: "Span") -> bool:
        """Whether the two share at least one character."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: "Span") -> bool:
        """Whether the other lies wholly inside this one (or equals it)."""
        return self.start <= other.start and other.end <= self.end

    def hull(self, *others: "Span") -> "Span":
        """The smallest span that covers this one and all the others."""
        return (
            Span(min(self.start, *(o.start for o in others)), max(self.end, *(o.end for o in others)))
            if others
            else self
        )

    def of(self, text: str) -> str:
        """The words themselves."""
        return text[self.start : self.end]


# --- the article ---------------------------------------------------------------------------------


class Zone(Enum):
    """Which part of an article a passage belongs to."""

    HEADLINE = "headline"
    STANDFIRST = "standfirst"
    HIGHLIGHT = "highlight"
    HEADING = "heading"
    BODY = "body"


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph, heading or bullet of an article, without its indentation and bullet."""

    span: Span
    zone: Zone


@dataclass(frozen=True, slots=True)
class Article:
    """One news text as it came, with what its publisher says about it."""

    id: str  # first 16 hex digits of the SHA-256 of the UTF-8 text
    name: str  # the input's name without suffix, or the id its publisher gave
    text: str
    passages: tuple[Passage, ...]  # in reading order, never overlapping, covering every word
    source: str  # where it was read from, for messages: "reports.jsonl:3"
    headline: str | None = None
    publisher: str | None = None
    authors: tuple[str, ...] = ()
    published: date | None = None  # None: the file doesn't say
    reference_date: date | None = None  # the day "today" is; the publication date where known
    language: str = "en"
    url: str | None = None

    def zone_at(self, offset: int) -> Zone:
        """The zone of the passage that covers a character; BODY between passages."""
        place = bisect_right(self.passages, offset, key=lambda passage: passage.span.start) - 1
        inside = place >= 0 and offset < self.passages[place].span.end
        return self.passages[place].zone if inside else Zone.BODY


# --- findings ------------------------------------------------------------------------------------


class Kind(Enum):
    """The two kinds of things that mentions refer to."""

    ACTOR = "actor"
    LOCATION = "location"


class ActorType(Enum):
    """Types of actors; the values are the class names of the ontology."""

    PERSON = "Person"
    ARMED_GROUP = "ArmedGroup"
    ARMED_FORCE = "ArmedForce"
    GOVERNMENT = "Government"
    STATE = "State"
    ORGANISATION = "Organisation"
    MEDIA_OUTLET = "MediaOutlet"
    UNNAMED_SOURCE = "UnnamedSource"
    POPULATION_GROUP = "PopulationGroup"


class LocationType(Enum):
    """Types of locations; the values are the class names of the ontology."""

    COUNTRY = "Country"
    PROVINCE = "Province"
    REGION = "Region"
    CITY = "City"
    CITY_PART = "CityPart"
    TOWN = "Town"
    VILLAGE = "Village"
    DISTRICT = "District"
    NEIGHBOURHOOD = "Neighbourhood"
    STREET = "Street"
    ROAD = "Road"
    BUILDING = "Building"
    FACILITY = "Facility"
    BASE = "Base"
    CAMP = "Camp"
    AIRPORT = "Airport"
    RIVER = "River"
    AREA = "Area"


class Form(Enum):
    """How a mention refers."""

    NAME = "name"  # has a proper name, or a demonym that identifies it
    NOMINAL = "nominal"  # a description: "the militants"
    PRONOUN = "pronoun"
    ADVERB = "adverb"  # "there"


class Gender(Enum):
    """What a mention's words give away of a person's gender; used to resolve pronouns."""

    FEMALE = "female"
    MALE = "male"
    NEUTER = "neuter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Whatever an extractor yields; never without the words that support it."""

    evidence: Span
    pattern: str  # key of the rule or concept that found it: "act-denial/deny", "model/PERSON"
    confidence: float = 1.0  # 0..1


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention(Finding):
    """Words that name or point at an actor or a location, before anyone knows which."""

    kind: Kind
    type: ActorType | LocationType
    form: Form
    text: str  # the words of the evidence
    head: Span  # the head word ("troops" in "Iraqi government troops"; a name's own span)
    head_lemma: str  # its lemma, lower case ("troop"); for a name its text as it stands
    name: Span | None = None  # the proper name inside a longer mention of the same thing
    plural: bool = False
    definite: bool = False  # "the", "this", "those", or a possessive before it
    gender: Gender | None = None
    same_as: Span | None = (
        None  # evidence of another mention that grammar equates with this one: apposition, "NAME (ABBR)"
    )
    modifiers: tuple[str, ...] = ()  # lower-case lemmas of words before the head, without determiners
    subject: bool = (
        False  # of a clause, or whom a verb makes do something: who a pronoun after it takes up first
    )


class LocationRelation(Enum):
    """How a relative location stands to its anchor."""

    DISTANCE = "distance"
    BEARING = "bearing"
    BETWEEN = "between"
    AROUND = "around"
    NEAR = "near"
    PART = "part"
    ON = "on"


class Comparator(Enum):
    """How a number bounds what is claimed."""

    EXACT = "exact"  # low = high
    ABOUT = "about"  # low = high, approximately
    AT_LEAST = "at-least"  # high is None
    AT_MOST = "at-most"  # low is None
    RANGE = "range"
    VAGUE = "vague"  # "dozens": low 24, high None; see the concept's definition


@dataclass(frozen=True, slots=True, kw_only=True)
class RelativeLocation(Finding):
    """A place told by its relation to another: "10 kilometers northwest of Falluja"."""

    relation: LocationRelation
    anchor: tuple[Mention, ...]  # two for "between A and B"; empty when only understood from the context
    distance: Decimal | None = None  # metres
    comparator: Comparator | None = None  # of the distance
    bearing: int | None = None  # degrees clockwise from north, of the located place seen from the anchor
    locates: Mention | None = None  # the place or facility that is so located


class StatementKind(Enum):
    """How the words of a statement are given."""

    DIRECT = "direct"
    INDIRECT = "indirect"
    MIXED = "mixed"


class Act(Enum):
    """What a speaker does by speaking."""

    ASSERTION = "assertion"
    ACCUSATION = "accusation"
    ALLEGATION = "allegation"
    ADMISSION = "admission"
    ANNOUNCEMENT = "announcement"
    BELIEF = "belief"
    COMMITMENT = "commitment"
    CONFIRMATION = "confirmation"
    CORRECTION = "correction"
    DENIAL = "denial"
    NO_COMMENT = "no-comment"
    NON_CONFIRMATION = "non-confirmation"
    REQUEST = "request"
    RETRACTION = "retraction"
    WARNING = "warning"


class SpeakerEvidence(Enum):
    """How we know who is speaking."""

    IN_SENTENCE = "in-sentence"
    CARRIED_FORWARD = "carried-forward"
    COREFERENCE = "coreference"


@dataclass(frozen=True, slots=True)
class Reference:
    """Points at another finding of the same article: its class name and its evidence."""

    finding: str  # "Statement", "QuantityClaim", "OperationMention"
    evidence: Span


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement(Finding):
    """Something a speaker is reported to have said. Evidence: the hull of speaker, cue and content."""

    speaker: Mention | None  # None: nobody is named ("allegations that ...")
    cue: Span | None  # None: a quotation that carries its speaker over
    content: tuple[Span, ...]  # without quotation marks at the edges, "that", final stop
    kind: StatementKind
    act: Act
    quoted: tuple[Span, ...] = ()  # quoted words inside indirect speech
    roles: tuple[Span, ...] = ()  # rank, title, role, affiliation of the speaker, as words
    addressee: Mention | None = None
    medium: Span | None = None
    via: tuple[Mention, ...] = ()  # outlets and persons through whom the words came
    nested_in: Reference | None = None  # the statement that reports this one; set by relate
    negated: bool = False
    speaker_evidence: SpeakerEvidence = SpeakerEvidence.IN_SENTENCE


class Measure(Enum):
    """What a figure counts or measures."""

    KILLED = "killed"
    INJURED = "injured"
    CASUALTIES = "casualties"
    TRAPPED = "trapped"
    DISPLACED = "displaced"
    FLED = "fled"
    ARRIVED = "arrived"
    PRESENT = "present"
    DEPLOYED = "deployed"
    USED_AS_SHIELDS = "used-as-shields"
    ABUSED = "abused"
    AT_RISK = "at-risk"
    COUNT = "count"
    DISTANCE = "distance"
    DURATION = "duration"
    MONEY = "money"
    SHARE = "share"


class TimePrecision(Enum):
    """How exactly a time is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    INTERVAL = "interval"
    DURATION = "duration"
    UNKNOWN = "unknown"


class TimeBasis(Enum):
    """Where the value of a time comes from."""

    STATED = "stated"
    RESOLVED = "resolved"  # worked out against the article's date: "on Friday"
    INFERRED = "inferred"  # a part of it comes from the context: the year of "May 23"


@dataclass(frozen=True, slots=True)
class TimeExpression:
    """Words that say when, and what they mean.

    value: ISO date, month or year; "A/B" an interval, "A/.." open to the time of writing, "P3D" a
    duration with no known start; None when it can't be worked out for sure.
    """

    span: Span
    value: str | None
    precision: TimePrecision
    basis: TimeBasis


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityClaim(Finding):
    """A number somebody claims, with its bounds. Evidence: comparator words, number and unit of measure."""

    core: Span  # number and unit, without comparator words
    low: Decimal | None
    high: Decimal | None
    comparator: Comparator
    measure: Measure
    unit: str  # "person", "event", "object", "km", "day", "USD", "percent"
    of: str  # in words, what is counted
    counted: Span | None = None  # the thing counted, as it stands
    about: tuple[Mention, ...] = ()  # the population counted, and where
    claimed_in: Reference | None = None  # the innermost statement that holds it; set by relate
    in_operation: Reference | None = None  # the operation it is a figure of; set by relate
    subset_of: Reference | None = None  # "including 20,000 children"
    conversion_of: Reference | None = None  # "(3.1 miles)"
    as_of: TimeExpression | None = None


class Modality(Enum):
    """How sure a text is of what it tells."""

    ASSERTED = "asserted"
    CLAIMED = "claimed"
    DENIED = "denied"
    EXPECTED = "expected"
    FEARED = "feared"
    HYPOTHETICAL = "hypothetical"
    GENERIC = "generic"


@dataclass(frozen=True, slots=True, kw_only=True)
class OperationMention(Finding):
    """One telling of an operation. Evidence: its trigger."""

    type: str  # notation of a concept of the scheme operationType: "airstrike"
    agents: tuple[Mention, ...] = ()
    targets: tuple[Mention, ...] = ()
    supporters: tuple[Mention, ...] = ()
    places: tuple[Mention, ...] = ()  # the narrowest first
    time: TimeExpression | None = None
    modality: Modality = Modality.ASSERTED
    negated: bool = False
    within: Reference | None = None  # the larger operation it is told as a part of: "raids during the siege"
    told_in: Reference | None = None  # the innermost statement that holds it; set by relate


# --- from one article ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read from one article, before names are resolved."""

    article: Article
    sentences: tuple[Span, ...]
    findings: tuple[Finding, ...]  # in order of evidence, then class name

    def of_class(self, name: str) -> tuple[Finding, ...]:
        """The findings of one class, in order."""
        return tuple(f for f in self.findings if type(f).__name__ == name)


@dataclass(frozen=True, slots=True)
class Entity:
    """The actor or location that mentions resolve to."""

    key: str  # "fallujah" (gazetteer), "person/abdelwahab-al-saadi", "article/{id}/military-officials"
    kind: Kind
    type: ActorType | LocationType
    label: str
    aliases: tuple[str, ...] = ()  # other spellings seen, sorted
    wikidata: str | None = None  # a curated QID
    curated: bool = False  # stands in the gazetteer
    because: str = ""  # why the mentions were joined: "gazetteer", "name", "description", "coreference"
    point: tuple[float, float] | None = None  # degrees north and east, of a place of the world's gazetteer
    country: str | None = None  # ISO 3166-1 alpha-2, of such a place, or of an institution with its own key
    geonames: str | None = None  # GeoNames id, of such a place
    part_of: tuple[str, ...] = ()  # keys of what it is part of: the city of "southern Fallujah"; sorted


@dataclass(frozen=True, slots=True)
class Operation:
    """What one or several operation mentions of an article tell of."""

    key: str  # "{article}/airstrike-1042": type and place of the first telling
    type: str  # notation of a concept of the scheme operationType
    label: str  # "airstrike, Dhamar"
    tellings: tuple[Reference, ...]  # in order
    part_of: str | None = None  # key of the larger operation
    because: str = ""  # why the tellings were joined: "same place, same doer"


MentionKey = tuple[Kind, Span]


@dataclass(frozen=True, slots=True)
class Resolved:
    """A reading whose mentions are joined to entities."""

    reading: Reading
    entity_of: Mapping[
        MentionKey, Entity
    ]  # for every mention, also those made on the spot inside other findings
    operations: tuple[Operation, ...] = ()  # in order of the first telling; set by unite

    def entity(self, mention: Mention) -> Entity:
        """The entity a mention of this reading refers to."""
        return self.entity_of[(mention.kind, mention.evidence)]


def mentions_in(finding: Finding) -> Iterator[Mention]:
    """Every mention a finding holds: itself if it is one, then those of its fields, in field order."""
    if isinstance(finding, Mention):
        yield finding
    for field in fields(finding):
        value = getattr(finding, field.name)
        for part in value if isinstance(value, tuple) else (value,):
            if isinstance(part, Mention):
                yield part
