"""Terms come back as they were written; the same thing always gets the same name."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib import Graph, Literal, URIRef

from kg.model import Span
from kg.vocabulary import (
    ATT,
    GEO,
    Names,
    concept,
    day,
    from_rdflib,
    iri,
    moment,
    named_graph,
    number,
    string,
    text_of,
    to_rdflib,
    truth,
    typed,
    words,
)
from tests.builders import make_article

ARTICLE = make_article("Shells fell on the port.")
NAMES = Names("https://example.org/id/")


@given(st.text())
def test_text_survives_being_spelled(text):
    assert text_of(string(text)) == text
    assert from_rdflib(to_rdflib(string(text))) == string(text)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_rdflib_reads_our_spelling(text):
    (triple,) = Graph().parse(data=f"<a:s> <a:p> {string(text)} .", format="nt")
    assert str(triple[2]) == text


@pytest.mark.parametrize(
    ("term", "spelling"),
    [
        (string('say "no"\n\\'), r'"say \"no\"\n\\"'),
        (string("\x00\x07\x0b\x7f\ufffe"), r'"\u0000\u0007\u000B\u007F\uFFFE"'),
        (words("Städte", "DE"), '"Städte"@de'),
        (number(7), '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        (number(Decimal("1.50")), '"1.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (number(Decimal("3E+3")), '"3000"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (number(Decimal("-0.0")), '"0"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (number(Decimal("100")), '"100"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        (truth(False), '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        (day(date(2031, 3, 8)), '"2031-03-08"^^<http://www.w3.org/2001/XMLSchema#date>'),
        (
            moment(datetime(2031, 3, 8, 9, 5, tzinfo=UTC)),
            '"2031-03-08T09:05:00Z"^^<http://www.w3.org/2001/XMLSchema#dateTime>',
        ),
        (typed("POINT(1.5 2)", GEO.wktLiteral), f'"POINT(1.5 2)"^^{GEO.wktLiteral}'),
        (concept("comparator", "at-least"), "<https://w3id.org/attested/ontology#comparator-at-least>"),
    ],
)
def test_terms_are_spelled_canonically(term, spelling):
    assert term == spelling
    assert from_rdflib(to_rdflib(term)) == term


def test_rdflib_terms_cross_the_border_both_ways():
    terms: list[URIRef | Literal] = [
        URIRef("a:b"),
        Literal("x"),
        Literal("x", lang="en-gb"),
        Literal("007", datatype=URIRef("a:d")),
    ]
    for term in terms:
        assert to_rdflib(from_rdflib(term)) == term


@pytest.mark.parametrize(
    "bad",
    [
        "a b",
        "a<b",
        'a"',
        "a\nb",
        "a{b}",
        "a\\b",
        "a`",
        "a:50%",
        "a:%zz",
        "a:b#c#d",
        "a:[b]",
        "a:\ue000",
        "a:\ufffe",
    ],
)
def test_what_is_no_iri_is_refused(bad):
    with pytest.raises(ValueError, match="not an IRI"):
        iri(bad)


@pytest.mark.parametrize("bad", ["", "e n", "en_GB", "en--gb", "1en-"])
def test_what_is_no_language_is_refused(bad):
    with pytest.raises(ValueError, match="language"):
        words("x", bad)


def test_numbers_and_moments_that_cannot_be_written_are_refused():
    with pytest.raises(ValueError, match="number"):
        number(Decimal("NaN"))
    with pytest.raises(ValueError, match="time zone"):
        moment(datetime(2031, 3, 8))  # no zone is the point here
    assert moment(datetime(2031, 3, 8, tzinfo=timezone(timedelta(hours=2)))).startswith(
        '"2031-03-08T00:00:00+02'
    )


def test_names_are_functions_of_what_they_name():
    article = f"https://example.org/id/article/{ARTICLE.id}"
    span = Span(0, 6)

    assert NAMES.article(ARTICLE) == f"<{article}>"
    assert NAMES.passage(ARTICLE, span) == f"<{article}#char=0,6>"
    assert NAMES.finding(ARTICLE, span, "") == NAMES.passage(ARTICLE, span)
    assert NAMES.finding(ARTICLE, span, "statement") == f"<{article}#char=0,6&statement>"
    assert NAMES.finding(ARTICLE, span, "statement", 2) == f"<{article}#char=0,6&statement-2>"
    assert NAMES.article_graph(ARTICLE.id) == f"<https://example.org/id/graph/article/{ARTICLE.id}>"
    assert NAMES.graph("runs") == "<https://example.org/id/graph/runs>"
    assert NAMES.entity("person/ana-weir") == "<https://example.org/id/entity/person/ana-weir>"
    assert NAMES.operation("siege-of-lisse") == "<https://example.org/id/operation/siege-of-lisse>"


@given(st.text(st.characters(exclude_categories=["Cs"]), min_size=1))
def test_any_key_makes_an_iri_and_different_keys_different_ones(key):
    term = NAMES.entity(key)

    assert iri(term[1:-1]) == term
    # Oxigraph, which is strict about what an IRI is, takes it too.
    assert len(list(ox.parse(input=f"{term} {term} {term} .", format=ox.RdfFormat.N_TRIPLES))) == 1
    assert "#" not in term
    assert "?" not in term
    assert term != NAMES.entity(f"{key}x")


def test_a_key_cannot_climb_out_of_its_path():
    assert NAMES.entity("a/../b") == "<https://example.org/id/entity/a/%2E%2E/b>"
    assert NAMES.entity("u.s.-forces") == "<https://example.org/id/entity/u.s.-forces>"


@pytest.mark.parametrize("base", ["https://example.org/id", "https://exa mple.org/", ""])
def test_a_base_that_makes_no_iris_is_refused(base):
    with pytest.raises(ValueError, match=r"base|IRI"):
        Names(base)


def test_a_named_graph_is_sorted_and_has_no_twins():
    a, b = (ATT.a, ATT.p, ATT.a), (ATT.b, ATT.p, ATT.a)

    graph = named_graph(ATT.g, [b, a, b])

    assert graph.triples == (a, b)
    assert list(graph.lines()) == [f"{ATT.a} {ATT.p} {ATT.a} {ATT.g} .", f"{ATT.b} {ATT.p} {ATT.a} {ATT.g} ."]
