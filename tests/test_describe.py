"""Findings become triples field by field, each with its words."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.describe import bounds, camel, describe, describe_entity, mentions_of, name_of, suffix_of
from kg.model import (
    ActorType,
    Entity,
    Finding,
    Kind,
    LocationType,
    Passage,
    Reading,
    Resolved,
    Span,
    Zone,
)
from kg.store import open_store
from kg.vocabulary import (
    ATT,
    GEO,
    NIF,
    RDF,
    SCHEMA,
    SKOS,
    concept,
    named_graph,
    number,
    string,
    text_of,
    words,
)
from tests.builders import make_article
from tests.readings import NAMES, told


def triples_of(name):
    resolved = told(name).resolved()
    return resolved, set(describe(resolved, NAMES))


def about(triples, subject):
    return {(p, o) for s, p, o in triples if s == subject}


def one(triples, predicate):
    (found,) = {o for _, p, o in triples if p == predicate}
    return found


def finding_iri(resolved, kind, text, suffix):
    article = resolved.reading.article
    start = article.text.index(text)
    return NAMES.finding(article, Span(start, start + len(text)), suffix)


def test_a_figure_says_who_gives_it_what_it_counts_and_in_which_words():
    resolved, triples = triples_of("bridge")
    article = resolved.reading.article
    claim = finding_iri(resolved, "QuantityClaim", "at least 14", "quantity")
    passage = finding_iri(resolved, "", "at least 14", "")

    said = about(triples, claim)

    assert said >= {
        (RDF.type, ATT.QuantityClaim),
        (ATT.evidence, passage),
        (ATT.low, number(Decimal(14))),
        (ATT.comparator, concept("comparator", "at-least")),
        (ATT.measure, concept("measure", "killed")),
        (ATT.about, NAMES.entity("northern-front")),
        (ATT.aboutMention, finding_iri(resolved, "", "fighters", "")),
        (ATT.confidence, number(Decimal("0.95"))),
        (ATT.inOperation, finding_iri(resolved, "", "killing", "operation")),
    }
    assert not {p for p, _ in said} & {ATT.high, ATT.subsetOf, ATT.conversionOf}
    assert (passage, NIF.anchorOf, string("at least 14")) in triples
    assert (passage, NIF.referenceContext, NAMES.article(article)) in triples


def test_every_passage_is_cut_out_of_the_text():
    for name in ("bridge", "relay"):
        resolved, triples = triples_of(name)
        text = resolved.reading.article.text
        anchors = {s: text_of(o) for s, p, o in triples if p == NIF.anchorOf}
        begins = {s: int(text_of(o)) for s, p, o in triples if p == NIF.beginIndex}
        ends = {s: int(text_of(o)) for s, p, o in triples if p == NIF.endIndex}

        assert len(anchors) > 20
        assert anchors == {s: text[begins[s] : ends[s]] for s in begins}


def test_a_passage_knows_its_zone_and_the_sentence_where_it_begins():
    resolved, triples = triples_of("bridge")
    headline = NAMES.passage(resolved.reading.article, resolved.reading.sentences[0])
    retakes = finding_iri(resolved, "", "retakes", "")

    assert about(triples, retakes) >= {
        (ATT.inSentence, headline),
        (ATT.zone, concept("zone", "headline")),
    }
    assert about(triples, headline) >= {
        (RDF.type, NIF.Sentence),
        (RDF.type, NIF.Paragraph),
        (ATT.inSentence, headline),
    }


def test_a_mention_is_its_passage_and_its_own_evidence():
    resolved, triples = triples_of("bridge")
    weir = finding_iri(resolved, "", "Colonel Ana Weir", "")

    assert about(triples, weir) >= {
        (RDF.type, ATT.Mention),
        (RDF.type, ATT.Passage),
        (ATT.evidence, weir),
        (ATT.refersTo, NAMES.entity("person/ana-weir")),
        (ATT.form, concept("form", "name")),
        (ATT.name, finding_iri(resolved, "", "Ana Weir", "")),
    }


def test_a_mention_that_only_stands_inside_another_finding_is_described_too():
    resolved, triples = triples_of("bridge")
    start = resolved.reading.article.text.index("she told")
    she = NAMES.passage(resolved.reading.article, Span(start, start + 3))

    assert (she, ATT.refersTo, NAMES.entity("person/ana-weir")) in triples


def test_the_same_words_as_actor_and_location_are_two_mentions():
    resolved, triples = triples_of("relay")
    actor = finding_iri(resolved, "", "camp", "")
    place = NAMES.finding(
        resolved.reading.article,
        Span(*(lambda i: (i, i + 4))(resolved.reading.article.text.index("camp"))),
        "mention",
        2,
    )

    assert one([t for t in triples if t[0] == actor], ATT.refersTo) == NAMES.entity("article/camp-people")
    assert one([t for t in triples if t[0] == place], ATT.refersTo) == NAMES.entity("article/camp")
    assert (place, ATT.evidence, actor) in triples


def test_a_twin_on_the_same_words_gets_a_name_of_its_own():
    resolved, triples = triples_of("relay")
    first = finding_iri(resolved, "", "9,000", "quantity")
    second = first[:-1] + "-2>"

    lows = {s: o for s, p, o in triples if p == ATT.low and s in (first, second)}

    assert set(lows.values()) == {number(Decimal(9000)), number(Decimal("9000.5"))}


def test_nested_statements_point_at_the_one_that_reports_them():
    resolved, triples = triples_of("relay")
    inner = finding_iri(resolved, "", "the ministry had said that 3,000 people reached the camp", "statement")
    outer = finding_iri(
        resolved,
        "",
        "The relief council told Radio Nord that the ministry had said that 3,000 people reached the camp",
        "statement",
    )

    assert (inner, ATT.nestedIn, outer) in triples
    assert (outer, ATT.via, NAMES.entity("media-outlet/radio-nord")) in triples
    assert (
        one([t for t in triples if t[0] == finding_iri(resolved, "", "reached", "operation")], ATT.toldIn)
        == inner
    )


def test_a_time_is_a_node_with_its_words_and_its_bounds():
    resolved, triples = triples_of("bridge")
    since = finding_iri(resolved, "", "since 2 March", "time")

    assert {
        (p, text_of(o)) for p, o in about(triples, since) if p in (ATT.value, ATT.earliest, ATT.latest)
    } == {
        (ATT.value, "2031-03-02/.."),
        (ATT.earliest, "2031-03-02"),
        (ATT.latest, "2031-03-08"),
    }
    assert (since, ATT.evidence, finding_iri(resolved, "", "since 2 March", "")) in triples


def test_curated_entities_are_left_to_the_gazetteer():
    _, triples = triples_of("bridge")

    assert about(triples, NAMES.entity("lisse")) == set()
    assert about(triples, NAMES.entity("person/ana-weir")) >= {
        (RDF.type, ATT.Actor),
        (RDF.type, ATT.Person),
        (SKOS.prefLabel, words("Ana Weir", "en")),
        (SKOS.altLabel, words("Colonel Ana Weir", "en")),
        (SKOS.altLabel, string("أنا")),
    }


def test_a_location_is_a_feature():
    port = Entity(key="port", kind=Kind.LOCATION, type=LocationType.FACILITY, label="port")

    assert about(set(describe_entity(port, NAMES, "en")), NAMES.entity("port")) >= {
        (RDF.type, ATT.Location),
        (RDF.type, ATT.Facility),
        (RDF.type, GEO.Feature),
    }


def test_an_article_keeps_its_metadata():
    resolved, triples = triples_of("bridge")
    article = about(triples, NAMES.article(resolved.reading.article))

    assert article >= {
        (SCHEMA.headline, words("Army retakes bridge near Lisse", "en")),
        (SCHEMA.publisher, string("The Harbour Post")),
        (SCHEMA.author, string("J. Doe")),
        (SCHEMA.url, "<https://news.example.org/bridge?id=1>"),
        (ATT.dateBasis, concept("timeBasis", "stated")),
        (NIF.isString, string(resolved.reading.article.text)),
    }


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "https://a b/",
        "no address",
        "https://x/<y>",
        "https://x/50%",
        "https://u:p@x/",
        "//x/",
        "https://[x/",
    ],
)
def test_an_address_that_is_none_stays_a_string(url):
    article = make_article("Nothing happened.", url=url)
    triples = set(describe(Resolved(Reading(article, (Span(0, 17),), ()), {}), NAMES))

    assert one(triples, SCHEMA.url) == string(url)


@pytest.mark.parametrize("url", ["https://x.example:8080/a%20b?c=d#e", "http://x", "https://x/Zürich,(1)"])
def test_an_address_becomes_an_iri_that_the_store_takes(url):
    article = make_article("Nothing happened.", url=url)
    triples = set(describe(Resolved(Reading(article, (Span(0, 17),), ()), {}), NAMES))

    assert one(triples, SCHEMA.url) == f"<{url}>"
    with open_store(None) as store:
        assert store.replace_graph(named_graph(NAMES.graph("x"), triples))


def test_a_passage_between_zones_is_body_text():
    article = make_article("One. Two. Three.")
    article = replace(
        article, passages=(Passage(Span(0, 4), Zone.HEADLINE), Passage(Span(10, 16), Zone.HEADING))
    )
    triples = set(describe(Resolved(Reading(article, (Span(0, 4), Span(5, 9)), ()), {}), NAMES))

    zones = {s: o for s, p, o in triples if p == ATT.zone}
    assert zones[NAMES.passage(article, Span(5, 9))] == concept("zone", "body")
    assert zones[NAMES.passage(article, Span(0, 4))] == concept("zone", "headline")
    assert not [t for t in triples if t[0] == NAMES.passage(article, Span(10, 16)) and t[1] == ATT.inSentence]


def test_order_of_findings_is_no_part_of_the_description():
    resolved = told("bridge").resolved()
    shuffled = replace(
        resolved,
        reading=replace(resolved.reading, findings=tuple(reversed(resolved.reading.findings))),
        entity_of=dict(reversed(list(resolved.entity_of.items()))),
    )

    assert set(describe(shuffled, NAMES)) == set(describe(resolved, NAMES))


def test_mentions_come_once_in_order_of_the_text():
    mentions = mentions_of(told("relay").reading.findings)

    keys = [(m.evidence, m.kind.value) for m in mentions]
    assert keys == sorted(set(keys))


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2031-03-08", date(2031, 3, 8), date(2031, 3, 8)),
        ("2032-02", date(2032, 2, 1), date(2032, 2, 29)),
        ("2031", date(2031, 1, 1), date(2031, 12, 31)),
        ("2030-01/2031-02", date(2030, 1, 1), date(2031, 2, 28)),
        ("2031-03-01/..", date(2031, 3, 1), date(2031, 3, 8)),
        ("P3W/..", date(2031, 2, 15), date(2031, 3, 8)),
        ("P2D/2031-03-04", date(2031, 3, 2), date(2031, 3, 4)),
        ("P3D", None, None),
        ("P2Y/..", None, date(2031, 3, 8)),
        ("soon", None, None),
        ("2031-13-01", None, None),
        ("", None, None),
    ],
)
def test_the_bounds_of_a_time(value, first, last):
    assert bounds(value, date(2031, 3, 8)) == (first, last)


def test_an_open_time_without_a_day_of_writing_has_no_end():
    assert bounds("2031-03-01/..", None) == (date(2031, 3, 1), None)
    assert bounds("P3W/..", None) == (None, None)


@given(st.text(alphabet="0123456789-/PWD.", max_size=14))
def test_no_value_of_a_time_is_too_odd(value):
    first, last = bounds(value, date(2031, 3, 8))
    assert first is None or isinstance(first, date)
    assert last is None or isinstance(last, date)


def test_names_in_other_scripts_carry_no_language():
    assert name_of("Łódź", "en") == words("Łódź", "en")
    assert name_of("Київ", "en") == string("Київ")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Statement", "statement"),
        ("Mention", ""),
        ("QuantityClaim", "quantity"),
        ("OperationMention", "operation"),
        ("RelativeLocation", "relative-location"),
        ("Casualties", "casualties"),
    ],
)
def test_the_suffix_of_a_finding(name, expected):
    assert suffix_of(name) == expected


def test_camel_case():
    assert camel("speaker_evidence") == "speakerEvidence"
    assert camel("SpeakerEvidence") == "speakerEvidence"


def test_a_value_of_unknown_type_is_refused_by_name():
    class Odd(Finding):
        pass

    article = make_article("x")
    odd = Odd(evidence=Span(0, 1), pattern=object())  # type: ignore[arg-type] # the point of the test

    with pytest.raises(TypeError, match="object"):
        list(describe(Resolved(Reading(article, (), (odd,)), {}), NAMES))


def test_actor_types_are_classes():
    person = Entity(key="p", kind=Kind.ACTOR, type=ActorType.PERSON, label="P")
    assert (NAMES.entity("p"), RDF.type, ATT.Person) in set(describe_entity(person, NAMES, "en"))
