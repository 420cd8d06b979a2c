"""The whole staircase: same article and configuration, same graph, and a well-formed one."""

import io
import json
from dataclasses import replace
from datetime import date
from functools import cache

import jsonschema
import pytest
from rdflib import RDF as RDF_TYPE
from rdflib import URIRef

from kg.annotation import annotate
from kg.background import gazetteer_graph, ontology_graph
from kg.build import Tools, build, graph_of, graphs_of, make_tools, read_article
from kg.export import dataset, formats
from kg.extract import examine_doc, extractors, read_doc
from kg.gazetteer import load_gazetteer
from kg.model import Article, Resolved
from kg.read import read_articles
from kg.settings import Settings, shared_dir
from kg.store import open_store
from kg.validate import check, check_shapes
from kg.vocabulary import ATT, PROV, RDF, SKOS
from tests.builders import SHARED, make_article, needs_shared
from tests.parses import SCHEMES, parse
from tests.readings import CONFIGURATION, NAMES
from tests.test_annotation import without_additions
from tests.test_golden import as_rdflib

SENTENCES = ("storm", "said-that", "according", "passive", "relative-subject")


@cache
def tools_for(scheme: str) -> Tools:
    """Tools whose language pipeline knows a handful of sentences by heart, with their trees."""
    gazetteer = load_gazetteer()
    run = extractors(gazetteer)
    docs = {doc.text: doc for doc in (parse(name, scheme) for name in SENTENCES)}
    return Tools(
        read=lambda article: read_doc(docs[article.text], article, run),
        examine=lambda article: examine_doc(docs[article.text], article, run),
        gazetteer=gazetteer,
        names=NAMES,
        configuration=CONFIGURATION,
    )


def article_of(name: str) -> Article:
    return make_article(parse(name, "UD").text, name=name, published=date(2031, 3, 8))


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_becomes_a_well_formed_graph(scheme, name):
    tools, article = tools_for(scheme), article_of(name)

    graph = build(article, tools)

    assert graph.iri == NAMES.article_graph(article.id)
    assert (graph.iri, PROV.wasDerivedFrom, NAMES.article(article)) in graph.triples
    assert any(p == RDF.type and o == ATT.Mention for _, p, o in graph.triples)
    assert check_shapes([graph]) == ()


def test_what_is_said_and_what_is_done_reach_the_graph():
    tools = tools_for("UD")

    kinds = {o for name in SENTENCES for _, p, o in build(article_of(name), tools).triples if p == RDF.type}

    assert {ATT.Statement, ATT.OperationMention, ATT.Mention, ATT.Passage} <= kinds


def test_building_twice_gives_the_same_graph():
    once = [build(article_of(name), tools_for("UD")) for name in SENTENCES]
    tools_for.cache_clear()
    again = [build(article_of(name), tools_for("UD")) for name in reversed(SENTENCES)]

    assert again[::-1] == once


def test_where_a_file_lay_is_no_part_of_the_graph():
    article, tools = article_of("storm"), tools_for("UD")

    assert build(replace(article, source="elsewhere"), tools) == build(article, tools)
    assert build(replace(article, publisher="The Harbour Post"), tools) != build(article, tools)


def test_another_configuration_is_told_apart():
    article, tools = article_of("storm"), tools_for("UD")
    other = replace(tools, configuration=replace(CONFIGURATION, model_version="2"))

    changed = set(build(article, other).triples) ^ set(build(article, tools).triples)

    assert {p for _, p, _ in changed} == {ATT.configuration}


def test_a_graph_is_made_of_what_was_read():
    article, tools = article_of("said-that"), tools_for("UD")

    assert graph_of(read_article(article, tools), tools) == build(article, tools)


def test_graphs_to_take_away_carry_what_is_known_of_their_entities():
    tools = tools_for("UD")
    read = [read_article(article_of(name), tools) for name in SENTENCES]
    curated = {e.key for r in read for e in r.entity_of.values() if e.curated}

    graphs = graphs_of([*read, read[0]], tools)

    assert [g.iri for g in graphs] == sorted({g.iri for g in graphs})
    assert len(graphs) == len(SENTENCES) + 1
    labelled = {s for g in graphs for s, p, _ in g.triples if p == SKOS.prefLabel}
    assert curated
    assert labelled >= {NAMES.entity(key) for key in curated}
    assert {o for g in graphs for _, p, o in g.triples if p == ATT.refersTo} <= labelled
    assert check_shapes(graphs) == ()
    assert graphs_of([], tools) == ()


# --- with the shipped pipeline -----------------------------------------------------------------------


@pytest.fixture(scope="module")
def tools() -> Tools:
    return make_tools(Settings())


def articles_in(path) -> list[Article]:
    return [found for found in read_articles([path], Settings()) if isinstance(found, Article)]


@pytest.fixture(scope="module")
def examples(tools) -> list[Resolved]:
    """What is read from the examples and, where they are, from the three annotated reports."""
    articles = articles_in(shared_dir("examples/articles"))
    if (SHARED / "articles").is_dir():
        articles += articles_in(SHARED / "articles")
    return [read_article(article, tools) for article in articles]


@pytest.mark.slow
def test_every_example_gives_a_well_formed_graph(tools, examples):
    assert len(examples) >= 8
    for resolved in examples:
        assert check_shapes([graph_of(resolved, tools)]) == (), resolved.reading.article.name


@pytest.mark.slow
def test_a_store_of_examples_passes_every_check_and_any_order_gives_the_same_bytes(tools, examples):
    background = [gazetteer_graph(tools.gazetteer, tools.names), ontology_graph(tools.names)]
    once = [graph_of(resolved, tools) for resolved in examples]
    # Read anew, the other way round: nothing may be carried over from one article to the next.
    again = [build(resolved.reading.article, tools) for resolved in reversed(examples)]
    dumps = []
    for graphs in ([*background, *once], [*again, *background, *again[:2]]):
        with open_store(None) as store:
            for graph in graphs:
                store.replace_graph(graph)
            assert list(check(store)) == []
            out = io.BytesIO()
            formats()["nquads"].write(dataset(store), out)
            dumps.append(out.getvalue())

    assert dumps[0] == dumps[1]


@pytest.mark.slow
def test_the_json_of_every_example_has_its_words(tools, examples):
    for resolved in examples:
        article = resolved.reading.article
        record = json.loads(json.dumps(annotate(resolved, tools.names)))
        assert record["doc"] == article.name
        for mention in record["actors"] + record["locations"] + record["coref"]:
            assert article.text[mention["begin"] : mention["end"]] == mention["text"]
            assert mention["entity"].startswith(Settings().base)


@pytest.mark.slow
@needs_shared
def test_the_json_of_every_example_fits_the_schema_of_annotations(tools, examples):
    schema = json.loads((SHARED / "gold" / "schema.json").read_text(encoding="utf-8"))
    validator = jsonschema.Draft202012Validator(schema)
    for resolved in examples:
        validator.validate(without_additions(annotate(resolved, tools.names)))


@pytest.mark.slow
def test_rdflib_reads_what_was_built(tools, examples):
    graph = as_rdflib(graph_of(examples[0], tools))

    assert len(list(graph.subjects(RDF_TYPE.type, URIRef(ATT.Article[1:-1])))) == 1
