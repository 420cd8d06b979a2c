"""A graph says what it was read from, a run what it did; no clock gets into the graph of an article."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from kg.model import Passage, Span, Zone
from kg.provenance import (
    Run,
    article_digest,
    configuration_of,
    describe_origin,
    describe_run,
    rules_sha256,
)
from kg.validate import check_shapes
from kg.vocabulary import ATT, PROV, RDF, named_graph, number, string
from tests.builders import make_article
from tests.readings import CONFIGURATION, NAMES

ARTICLE = make_article("Shells fell on the port.", published=date(2031, 3, 8))


@pytest.mark.parametrize(
    "changes",
    [
        {"model": "other"},
        {"model_version": "2"},
        {"model_sha256": "2" * 64},
        {"rules_sha256": "2" * 64},
        {"base": "https://elsewhere.example/"},
        {"packages": ("spacy 9",)},
    ],
)
def test_whatever_changes_the_reading_changes_the_configuration(changes):
    assert replace(CONFIGURATION, **changes).digest != CONFIGURATION.digest


def test_this_installation_has_one_configuration():
    one = configuration_of("m", "1", "0" * 64, "https://example.org/")

    assert one == configuration_of("m", "1", "0" * 64, "https://example.org/")
    assert any(package.startswith("spacy ") for package in one.packages)
    assert list(one.packages) == sorted(one.packages)
    assert len(one.digest) == 16


def test_the_hash_of_the_rules_sees_names_and_contents(tmp_path):
    def folder(name, files):
        made = tmp_path / name
        made.mkdir()
        for file, text in files.items():
            (made / file).write_text(text)
        return rules_sha256(made)

    first = folder("a", {"x.ttl": "1", "y.toml": "2"})

    assert folder("b", {"y.toml": "2", "x.ttl": "1"}) == first
    assert folder("c", {"x.ttl": "12", "y.toml": ""}) != first
    assert folder("d", {"x.ttl": "1", "z.toml": "2"}) != first
    assert folder("e", {"x.ttl": "1", "y.toml": "2", "notes.md": "no rule"}) == first


@pytest.mark.parametrize(
    "changes",
    [
        {"text": "Shells fell on the dam."},
        {"published": date(2031, 3, 9)},
        {"publisher": "The Harbour Post"},
        {"name": "other"},
        {"passages": (Passage(Span(0, 24), Zone.HEADLINE),)},
    ],
)
def test_the_digest_of_an_article_sees_what_is_read_of_it(changes):
    assert article_digest(replace(ARTICLE, **changes)) != article_digest(ARTICLE)


def test_where_an_article_lay_is_no_part_of_it():
    assert article_digest(replace(ARTICLE, source="elsewhere.txt")) == article_digest(ARTICLE)


def test_a_graph_says_where_it_comes_from():
    graph = NAMES.article_graph(ARTICLE.id)

    assert set(describe_origin(ARTICLE, CONFIGURATION, NAMES)) >= {
        (graph, PROV.wasDerivedFrom, NAMES.article(ARTICLE)),
        (graph, ATT.configuration, NAMES.configuration(CONFIGURATION.digest)),
        (graph, ATT.digest, string(article_digest(ARTICLE))),
    }


def test_a_run_says_when_with_what_and_which_graphs():
    graph = NAMES.article_graph(ARTICLE.id)
    run = Run(
        configuration=CONFIGURATION,
        started=datetime(2031, 3, 8, 9, tzinfo=UTC),
        ended=datetime(2031, 3, 8, 10, tzinfo=UTC),
        written=(graph,),
        unchanged=2,
        refused=1,
    )

    triples = set(describe_run(run, NAMES))

    (term,) = {s for s, p, o in triples if (p, o) == (RDF.type, ATT.Run)}
    assert {(p, o) for s, p, o in triples if s == term} >= {
        (PROV.generated, graph),
        (PROV.used, NAMES.configuration(CONFIGURATION.digest)),
        (ATT.graphsWritten, number(1)),
        (ATT.articlesUnchanged, number(2)),
        (ATT.articlesRefused, number(1)),
    }
    assert (NAMES.configuration(CONFIGURATION.digest), ATT.model, string("by-hand")) in triples
    assert check_shapes([named_graph(NAMES.graph("runs"), triples)]) == ()
    later = replace(run, ended=datetime(2031, 3, 8, 11, tzinfo=UTC))
    assert term not in {s for s, _, _ in describe_run(later, NAMES)}
