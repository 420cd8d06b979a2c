"""Unite: which tellings are of one operation, on readings made by hand; what may be two stays two."""

from decimal import Decimal
from typing import Any

from kg.describe import describe
from kg.model import (
    ActorType,
    Comparator,
    Entity,
    Form,
    Kind,
    LocationType,
    Measure,
    Mention,
    Modality,
    OperationMention,
    QuantityClaim,
    Reading,
    Reference,
    Resolved,
    Span,
    TimeBasis,
    TimeExpression,
    TimePrecision,
)
from kg.unite import unite
from kg.vocabulary import ATT, SEM, SKOS, Names
from tests.builders import make_article

NAMES = Names("https://example.org/id/")


class Told:
    """A text whose operations are named by the words in it."""

    def __init__(self, text):
        self.text = text
        self.article = make_article(text)
        self.sentences = self._sentences()
        self.findings = []
        self.entities = {}

    def _sentences(self):
        spans, start = [], 0
        for part in self.text.split(". "):
            spans.append(Span(start, start + len(part)))
            start += len(part) + 2
        return tuple(spans)

    def span(self, words, nth=0):
        start = -1
        for _ in range(nth + 1):
            start = self.text.index(words, start + 1)
        return Span(start, start + len(words))

    def mention(self, words, nth=0, key=None, place=False):
        span = self.span(words, nth)
        kind = Kind.LOCATION if place else Kind.ACTOR
        type_ = LocationType.TOWN if place else ActorType.ARMED_FORCE
        self.entities[kind, span] = Entity(key or words.lower(), kind, type_, words)
        return Mention(
            evidence=span, pattern="p", confidence=0.9, kind=kind, type=type_, form=Form.NAME, text=words,
            head=span, head_lemma=words.lower(),
        )  # fmt: skip

    def operation(self, type_, words, nth=0, **fields):
        span = self.span(words, nth)
        one = OperationMention(evidence=span, pattern="p", confidence=0.9, type=type_, **fields)
        self.findings.append(one)
        return one

    def figure(self, words, value, operation):
        fields: dict[str, Any] = {"evidence": self.span(words), "core": self.span(words), "pattern": "p"}
        fields |= {"low": Decimal(value), "high": Decimal(value), "comparator": Comparator.EXACT}
        fields |= {"measure": Measure.KILLED, "unit": "person", "of": "people", "confidence": 0.9}
        whose = Reference("OperationMention", operation.evidence)
        self.findings.append(QuantityClaim(**fields, in_operation=whose))

    def resolved(self):
        order = sorted(self.findings, key=lambda f: f.evidence)
        return unite(Resolved(Reading(self.article, self.sentences, tuple(order)), self.entities))

    def groups(self):
        return [[t.evidence.of(self.text) for t in one.tellings] for one in self.resolved().operations]


def on(value, span):
    return TimeExpression(span, value, TimePrecision.DAY, TimeBasis.STATED)


def test_one_place_and_one_type_is_one_operation():
    told = Told("Rebels captured Adra. The capture of Adra was a blow")
    told.operation("capture", "captured", places=(told.mention("Adra", place=True),))
    told.operation("capture", "capture", nth=1, places=(told.mention("Adra", nth=1, place=True),))

    assert told.groups() == [["captured", "capture"]]
    assert told.resolved().operations[0].label == "capture, Adra"
    assert told.resolved().operations[0].because == "same place, points back"


def test_two_places_are_two_operations():
    told = Told("Jets struck Adra. Jets struck Douma")
    told.operation("airstrike", "struck", places=(told.mention("Adra", place=True),))
    told.operation("airstrike", "struck", nth=1, places=(told.mention("Douma", place=True),))

    assert told.groups() == [["struck"], ["struck"]]


def test_an_army_strikes_its_enemy_many_times():
    # The same doer and the same target say little of strikes; of a campaign they say enough.
    for type_, groups in (("airstrike", 2), ("offensive", 1)):
        told = Told("Army pounded Rebels. Army pounded Rebels")
        for nth in (0, 1):
            army, rebels = told.mention("Army", nth=nth), told.mention("Rebels", nth=nth)
            told.operation(type_, "pounded", nth=nth, agents=(army,), targets=(rebels,))
        assert len(told.groups()) == groups, type_


def test_what_is_awaited_is_not_what_has_happened():
    told = Told("Rebels captured Adra. They hope to capture Adra")
    told.operation("capture", "captured", places=(told.mention("Adra", place=True),))
    told.operation(
        "capture", "capture", nth=1, places=(told.mention("Adra", nth=1, place=True),),
        modality=Modality.EXPECTED,
    )  # fmt: skip

    assert told.groups() == [["captured"], ["capture"]]


def test_other_days_are_other_operations():
    told = Told("They shelled Adra on 3 May. They shelled Adra on 9 May")
    for nth, day in ((0, "2024-05-03"), (1, "2024-05-09")):
        place = told.mention("Adra", nth=nth, place=True)
        told.operation("shelling", "shelled", nth=nth, places=(place,), time=on(day, told.span("May", nth)))
    assert len(told.groups()) == 2

    told = Told("They shelled Adra on 3 May. They shelled Adra in May")
    for nth, value in ((0, "2024-05-03"), (1, "2024-05")):
        place = told.mention("Adra", nth=nth, place=True)
        told.operation("shelling", "shelled", nth=nth, places=(place,), time=on(value, told.span("May", nth)))
    assert len(told.groups()) == 1


def test_other_figures_of_the_dead_are_other_killings():
    told = Told("They killed nine in Adra. They killed two in Adra")
    for nth, (words, value) in enumerate((("nine", 9), ("two", 2))):
        place = told.mention("Adra", nth=nth, place=True)
        told.figure(words, value, told.operation("killing", "killed", nth=nth, places=(place,)))

    assert len(told.groups()) == 2


def test_the_attack_points_back_to_what_was_just_told():
    told = Told("A shell hit Adra. The attack was condemned. An attack was feared")
    told.operation("shelling", "hit", places=(told.mention("Adra", place=True),))
    told.operation("assault", "attack", nth=0)
    told.operation("assault", "attack", nth=1)

    assert told.groups() == [["hit", "attack"], ["attack"]]


def test_the_offensive_is_the_one_the_article_is_about():
    told = Told("An offensive began. A. B. C. D. E. The offensive goes on")
    told.operation("offensive", "offensive")
    told.operation("offensive", "offensive", nth=1)

    assert told.groups() == [["offensive", "offensive"]]


def test_habits_and_what_did_not_happen_are_no_operations():
    told = Told("They often raid Adra. They never raided Adra")
    told.operation("assault", "raid", modality=Modality.GENERIC)
    told.operation("assault", "raided", negated=True)

    assert told.groups() == []


def test_a_step_of_an_offensive_is_part_of_it():
    told = Told("Army began an offensive in Adra. Army stormed Adra. Rebels stormed Douma in the offensive")
    first = told.operation(
        "offensive", "offensive", agents=(told.mention("Army"),), places=(told.mention("Adra", place=True),)
    )
    told.operation(
        "assault", "stormed", agents=(told.mention("Army", nth=1),),
        places=(told.mention("Adra", nth=1, place=True),),
    )  # fmt: skip
    told.operation(
        "assault", "stormed", nth=1, agents=(told.mention("Rebels"),),
        places=(told.mention("Douma", place=True),),
        within=Reference("OperationMention", first.evidence),
    )  # fmt: skip
    offensive, *steps = told.resolved().operations

    assert [step.part_of for step in steps[:2]] == [offensive.key, offensive.key]
    assert offensive.part_of is None


def test_operations_are_written_with_their_tellings_and_parts():
    told = Told("Army began an offensive in Adra. Army stormed Adra")
    told.operation(
        "offensive", "offensive", agents=(told.mention("Army"),), places=(told.mention("Adra", place=True),)
    )
    told.operation(
        "assault", "stormed", agents=(told.mention("Army", nth=1),),
        places=(told.mention("Adra", nth=1, place=True),),
    )  # fmt: skip
    resolved = told.resolved()

    triples = set(describe(resolved, NAMES))
    whole, part = (NAMES.operation(one.key) for one in resolved.operations)
    telling = NAMES.finding(told.article, told.span("stormed"), "operation")

    assert (telling, ATT.refersTo, part) in triples
    assert (part, SEM.subEventOf, whole) in triples
    assert any(s == part and p == SKOS.prefLabel for s, p, _ in triples)


def test_the_same_reading_always_gives_the_same_operations():
    def read():
        told = Told("Rebels captured Adra. The capture of Adra was a blow")
        told.operation("capture", "captured", places=(told.mention("Adra", place=True),))
        told.operation("capture", "capture", nth=1, places=(told.mention("Adra", nth=1, place=True),))
        return told.resolved().operations

    assert read() == read()
    assert read()[0].key.endswith("/capture-7")
