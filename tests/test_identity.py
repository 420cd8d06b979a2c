"""Actors under two names are proposed as one with reasons, never by their names alone, and never merged."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest

from kg.background import gazetteer_graph
from kg.derive import derive
from kg.derive import identity as room
from kg.derive._facts import Facts, Known, Saying
from kg.derive.identity import proposals
from kg.gazetteer import load_gazetteer
from kg.vocabulary import ATT, NIF, RDF, SKOS, Names, Term, named_graph, number

NAMES = Names("https://example.org/id/")
TYPES = {
    "person": ATT.Person,
    "organisation": ATT.Organisation,
    "armed-group": ATT.ArmedGroup,
    "government": ATT.Government,
}
ARMY, POLICE, TOWN, ELSEWHERE = (NAMES.entity(k) for k in ("army", "police", "town", "elsewhere"))
KNOWN = Known(
    classes={
        **dict.fromkeys((ARMY, POLICE), frozenset({ATT.Actor, ATT.ArmedForce})),
        **dict.fromkeys((TOWN, ELSEWHERE), frozenset({ATT.Location})),
    },
    labels={ARMY: "Army", POLICE: "Police"},
    parts={},
    points={},
    countries={
        ARMY: frozenset({"IQ"}),
        POLICE: frozenset({"ML"}),
        TOWN: frozenset({"IQ"}),
        ELSEWHERE: frozenset({"ML"}),
    },
    keys={},
    loose={},
)


def key(kind, name):
    return NAMES.entity(f"{kind}/{name.lower().replace(' ', '-')}")


def article(number, *told, place=TOWN, body=None, beside=()):
    """A report in which those told of (kind, name) are mentioned, and speak for a body."""
    iris = {key(kind, name): (TYPES[kind], name) for kind, name in (*told, *beside)}
    sayings = {}
    for index, (kind, name) in enumerate(told if body else ()):
        iri = Term(f"<https://example.org/id/saying/{number}-{index}>")
        sayings[iri] = Saying(iri, 0, "assertion", key(kind, name), (body,), (), None, ())
    return Facts(
        article=Term(f"<https://example.org/id/article/{number}>"),
        text="",
        publisher=None,
        day=None,
        claims=(),
        sayings=sayings,
        tellings={},
        operations={},
        whereabouts=(),
        entities={iri: frozenset({ATT.Actor, type_}) for iri, (type_, _) in iris.items()},
        labels={iri: name for iri, (_, name) in iris.items()},
        parts={},
        mentioned={**dict.fromkeys(iris, 1), **({place: 2} if place else {})},
    )


def mentioned(mention, entity, passage=None):
    yield mention, RDF.type, ATT.Mention
    yield mention, ATT.refersTo, entity
    if passage is None:
        yield mention, NIF.beginIndex, number(0)
        yield mention, NIF.endIndex, number(1)
    else:
        yield mention, ATT.evidence, passage


GENERALS = ("person", "Abdelwahab al-Saadi"), ("person", "Abdul-Wahab al-Saadi")


def test_two_spellings_of_an_officer_of_one_army():
    one, other = GENERALS
    (found,) = proposals([article(1, one, body=ARMY), article(2, other, body=ARMY)], KNOWN)
    assert found.entities == tuple(sorted((key(*one), key(*other))))
    assert "speak for the same body" in found.because and "given names" in found.because
    assert found.score == Decimal("0.8")


def test_names_alone_propose_nothing():
    one, other = GENERALS
    assert proposals([article(1, one, place=None), article(2, other, place=None)], KNOWN) == ()
    assert proposals([article(1, one), article(2, other, place=ELSEWHERE)], KNOWN) == ()


def test_those_of_two_countries_are_two():
    one, other = GENERALS
    assert proposals([article(1, one, body=ARMY), article(2, other, body=POLICE)], KNOWN) == ()


def test_institutions_of_two_countries_are_two_whatever_else_they_share():
    police = key("armed-group", "Ituri Police"), key("armed-group", "Police of Ituri")
    beside = (("person", "Grace Hopper"), ("organisation", "Union of Doctors"))
    told = [
        article(1, ("armed-group", "Ituri Police"), beside=beside),
        article(2, ("armed-group", "Police of Ituri"), beside=beside),
    ]
    assert [p.entities for p in proposals(told, KNOWN)] == [tuple(sorted(police))]
    codes = [{iri: frozenset({code})} for iri, code in zip(police, ("CD", "MZ"), strict=True)]
    apart = [replace(facts, countries=code) for facts, code in zip(told, codes, strict=True)]
    assert proposals(apart, KNOWN) == ()


def test_who_is_told_apart_in_one_report_stays_apart():
    assert proposals([article(1, *GENERALS, body=ARMY), article(2, GENERALS[0], body=ARMY)], KNOWN) == ()


@pytest.mark.parametrize(
    ("kind", "one", "other", "because"),
    [
        ("organisation", "Ministry of Health", "Health Ministry", "same words"),
        ("organisation", "The Union of Doctors", "Union of Doctors", "same words"),
        ("organisation", "Union of Medical Workers", "UMW", "abbreviates"),
        ("armed-group", "Victory Brigade", "Victory Brigade of the North", "begins with"),
        ("person", "Ada Mariam Byron", "Ada Byron", "shorter form"),
        ("person", "A. Byron", "Ada Byron", "shorter form"),
        ("person", "Mohammad al-Obeidi", "Muhammad al-Ubaidi", "romanised apart"),
    ],
)
def test_names_that_may_be_one(kind, one, other, because):
    told = article(1, (kind, one), body=ARMY), article(2, (kind, other), body=ARMY)
    (found,) = proposals(told, KNOWN)
    assert because in found.because


@pytest.mark.parametrize(
    ("kind", "one", "other"),
    [
        ("person", "Ada Byron", "Ida Byron"),
        ("person", "Ada Byron", "Ada Baron"),
        ("person", "Hassan Ali", "Hussein Ali"),
        ("person", "Byron", "Ada Byron"),
        ("organisation", "Ministry of Health", "Ministry of Defence"),
        ("organisation", "Union of Doctors", "Union of Dockers"),
        ("armed-group", "First Brigade", "Third Brigade"),
        ("organisation", "Red Crescent", "Crescent"),
    ],
)
def test_names_that_are_two(kind, one, other):
    told = article(1, (kind, one), body=ARMY), article(2, (kind, other), body=ARMY)
    assert proposals(told, KNOWN) == ()


def test_a_person_and_a_group_of_one_name_are_two():
    told = article(1, ("person", "Ada Byron"), body=ARMY), article(2, ("armed-group", "Ada Byron"), body=ARMY)
    assert proposals(told, KNOWN) == ()


def test_company_speaks_for_one():
    beside = (("person", "Grace Hopper"), ("organisation", "Union of Doctors"))
    one, other = ("person", "Jean Doe Mba"), ("person", "Jean Mba")
    told = [article(1, one, beside=beside, place=None), article(2, other, beside=beside, place=None)]
    (found,) = proposals(told, KNOWN)
    assert "told of with the same others" in found.because


def test_the_order_of_reports_makes_no_difference():
    told = [article(n, general, body=ARMY) for n, general in enumerate(GENERALS * 3)]
    assert proposals(told, KNOWN) == proposals(told[::-1], KNOWN)


def test_the_work_grows_with_the_names(monkeypatch):
    tried = []
    genuine = room.proposed

    def counted(one, other):
        tried.append(1)
        return genuine(one, other)

    monkeypatch.setattr(room, "proposed", counted)
    work = []
    for many in (100, 200, 400):
        tried.clear()
        # All in one block, the worst case: the same initial and last name.
        names = [("person", f"A{'bcdefghij'[n % 9]}{n} Byron") for n in range(many)]
        proposals([article(n, name) for n, name in enumerate(names)], KNOWN)
        work.append(len(tried))
    assert all(later <= 2.2 * before for before, later in pairwise(work))


def test_the_derived_graph_proposes_and_merges_nothing():
    def graph(of, name):
        iri, mention = NAMES.entity(f"person/{name.lower().replace(' ', '-')}"), Term(f"<https://e.org/{of}>")
        return named_graph(
            NAMES.article_graph(str(of)),
            [
                (Term(f"<https://e.org/a{of}>"), RDF.type, ATT.Article),
                (Term(f"<https://e.org/a{of}>"), NIF.isString, Term('"x"')),
                (iri, RDF.type, ATT.Person),
                (iri, RDF.type, ATT.Actor),
                (iri, SKOS.prefLabel, Term(f'"{name}"@en')),
                *mentioned(mention, iri),
                # The same words are a place too: a second mention of one passage.
                *mentioned(Term(f"<https://e.org/t{of}>"), NAMES.entity("fallujah"), mention),
            ],
        )

    gazetteer = gazetteer_graph(load_gazetteer(), NAMES, {"fallujah"})
    derived = derive([graph(1, "Abdelwahab al-Saadi"), graph(2, "Abdul-Wahab al-Saadi")], gazetteer, NAMES)
    (proposal,) = {s for s, p, o in derived.triples if p == RDF.type and o == ATT.MergeProposal}
    said = {p: o for s, p, o in derived.triples if s == proposal}
    assert set(said) == {RDF.type, ATT.mayBeOne, ATT.score, ATT.because}
    assert {s for s, _, _ in derived.triples} == {proposal}
