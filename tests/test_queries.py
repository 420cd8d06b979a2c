"""Saved queries: headers, columns, values for parameters, and rows over two datasets."""

from dataclasses import fields

import pytest
from rdflib import XSD, Literal, URIRef

from kg.describe import properties_of
from kg.errors import ParameterError, QueryError
from kg.model import OperationMention, QuantityClaim, RelativeLocation, Statement
from kg.patterns import concepts
from kg.protocol import asked
from kg.queries import bind, load_queries, read_query, selected, summary
from kg.settings import Settings
from kg.store import open_store
from tests.dataset import NOT_BY_HAND, hand_store
from tests.readings import BASE

# The columns that were promised, in order; further ones may follow.
COLUMNS = {
    "articles": "article headline publisher published statements figures operations",
    "actors": "actor label type mentions articles aliases wikidata",
    "locations": "location label type mentions wkt wikidata",
    "statements": "statement speaker speakerLabel kind act content addressee medium article begin end",
    "figures": "claim measure low high comparator counted aboutLabel speakerLabel kind words sentence "
    "article begin end",
    "figures-compared": "relation because claimA wordsA speakerA articleA claimB wordsB speakerB articleB",
    "operations": "operation type agentLabel targetLabel placeLabel time modality article words begin end",
    "timeline": "time precision type label placeLabel articles",
    "dyads": "agentLabel relation targetLabel operations articles",
    "places-held": "placeLabel type agentLabel time modality article words",
    "attribution-chains": "statement depth chain named article content",
    "allegations": "type agentLabel targetLabel speakerLabel modality article words",
    "predictions": "statement speakerLabel content article begin end",
    "distances": "locatesLabel relation distance bearing anchorLabel words article",
    "evidence": "finding type words sentence article begin end",
    "wikidata-links": "entity label wikidata score because status",
}
PARAMETERS = {
    "actors": {"type"},
    "locations": {"type"},
    "statements": {"speaker", "article", "act"},
    "figures": {"measure", "about", "comparator"},
    "figures-compared": {"measure"},
    "operations": {"type", "actor", "place"},
    "timeline": {"from", "to"},
    "evidence": {"iri"},
    "wikidata-links": {"status"},
}
QUERIES = load_queries()


@pytest.fixture(scope="module")
def store():
    return hand_store()


@pytest.fixture(scope="module")
def ask(store):
    def ask(name, **given):
        query = QUERIES[name]
        return [dict(zip(query.columns, row, strict=True)) for row in rows_of(store, query, BASE, given)]

    return ask


def runner(store):
    return lambda text, bindings: list(store.query(text, bindings=bindings).rows())


def rows_of(store, query, base, given):
    bound = bind(query, given, base, runner(store))
    answer = store.query(query.text, bindings=bound)
    assert answer.variables == query.columns
    return list(answer.rows())


def words(row, *columns):
    return tuple(None if row[c] is None else str(row[c]) for c in columns)


# --- files and headers


def test_every_promised_query_is_there_with_its_columns_and_parameters():
    assert set(COLUMNS) <= set(QUERIES)
    for name, columns in COLUMNS.items():
        promised = columns.split()
        assert QUERIES[name].columns[: len(promised)] == tuple(promised), name
        assert PARAMETERS.get(name, set()) <= {p.name for p in QUERIES[name].parameters}, name


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda q: q.name)
def test_a_saved_query_has_a_title_a_question_an_order_and_passes_the_endpoints_rules(query):
    assert query.title and query.question.endswith("?") and query.about.endswith(".")
    assert "ORDER BY" in query.text.rpartition("}")[2]
    assert all(p.about and p.example for p in query.parameters)
    assert asked(query.text).form == "SELECT"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("SELECT * {}", "lacks title, question, about"),
        ("# title: a\n# question: b?\n# about: c\n# param x y z\nSELECT ?x {}", "no known type"),
        ("# title: a\n# question: b?\n# about: c\n# param x\nSELECT ?x {}", "expected: param NAME TYPE"),
        ("# title: a\n# question: b?\n# about: c\n# param x concept  d\nSELECT ?x {}", "no known type"),
        (
            "# title: a\n# question: b?\n# about: c\n# param x string  d\nSELECT ?y {}",
            "has to be selected: x",
        ),
    ],
)
def test_a_file_without_a_proper_header_is_refused_by_name(text, said):
    with pytest.raises(QueryError, match=said) as caught:
        read_query("mine", text)
    assert "mine.rq" in str(caught.value)


def test_a_header_is_read():
    query = read_query(
        "mine",
        "# title: T\n# question: Q?\n# about: A.\n"
        '# param x string optional example "two words"  What: it is.\nSELECT ?x {}',
    )
    (parameter,) = query.parameters
    assert (parameter.example, parameter.optional, parameter.about) == ("two words", True, "What: it is.")


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT ?a ?b WHERE { ?a ?p ?b }", ("a", "b")),
        ("# SELECT ?x\nselect distinct (count(*) as ?n) ?a { ?a ?p ?b }", ("n", "a")),
        (
            'SELECT (GROUP_CONCAT(?x; separator=") AS ?no") AS ?yes) (IF(?b, ?c, (?d)) AS ?e) { }',
            ("yes", "e"),
        ),
    ],
)
def test_columns_are_what_is_selected(text, names):
    assert selected(text) == names


# --- values of parameters


def value(kind, text, store, **more):
    scheme = f"({more['scheme']})" if "scheme" in more else ""
    query = read_query(
        "q", f"# title: t\n# question: q?\n# about: a\n# param x {kind}{scheme}  text\nSELECT ?x {{}}"
    )
    return bind(query, {"x": text}, BASE, runner(store))["x"]


def test_plain_values_become_typed_literals(store):
    assert value("integer", "12", store) == Literal(12)
    assert value("decimal", "-2.50", store).datatype == XSD.decimal
    assert value("date", "2016-05-23", store) == Literal("2016-05-23", datatype=XSD.date)
    assert value("string", ' "} DROP ', store) == Literal('"} DROP')


@pytest.mark.parametrize(
    ("kind", "text", "said"),
    [
        ("integer", "1.5", "a whole number"),
        ("integer", "1_000", "a whole number"),
        ("integer", "١٢", "a whole number"),
        ("decimal", "NaN", "a number"),
        ("decimal", "1e400000000", "a number"),
        ("date", "23.5.2016", "a date"),
        ("date", "2016-02-30", "a date"),
        ("actor", "Nobody Known", "nothing here is called"),
        ("location", "islamic-state", "nothing here is called"),
        ("article", "0123456789abcdef", "nothing here is called"),
    ],
)
def test_a_value_of_another_type_is_refused_with_what_was_expected(kind, text, said, store):
    with pytest.raises(ParameterError, match=f"x: .*{said}"):
        value(kind, text, store)


@pytest.mark.parametrize("written", ["denial", "Denial", concepts("act")[5].iri, concepts("act")[5].label])
def test_a_concept_is_given_by_notation_label_or_iri(written, store):
    expected = concepts("act")[5].notation if written not in ("denial", "Denial") else "denial"
    assert value("concept", written, store, scheme="act") == Literal(expected)


def test_an_unknown_concept_is_refused_with_the_known_ones(store):
    with pytest.raises(ParameterError, match="assertion, belief"):
        value("concept", "shouting", store, scheme="act")


@pytest.mark.parametrize(
    "written", ["islamic-state", "Islamic State", "islamic state", f"{BASE}entity/islamic-state"]
)
def test_an_actor_is_given_by_key_name_or_iri(written, store):
    assert value("actor", written, store) == URIRef(f"{BASE}entity/islamic-state")


def test_an_alias_names_an_actor_and_kinds_tell_apart_what_shares_a_name(store):
    assert value("actor", "UN", store) == URIRef(f"{BASE}entity/un")
    assert value("location", "Iraq", store) == URIRef(f"{BASE}entity/iraq")
    assert value("actor", "Iraq", store) == URIRef(f"{BASE}entity/iraq-state")


def test_a_name_of_several_is_refused_with_their_keys(store):
    with pytest.raises(ParameterError, match=r"several.*article/residents, article/told"):
        value("actor", "residents", store)


def test_an_article_is_given_by_name_hash_or_iri(store):
    by_name = value("article", "two-tolls", store)
    assert value("article", str(by_name).rpartition("/")[2], store) == by_name
    assert value("article", str(by_name), store) == by_name
    assert value("iri", "two-tolls", store) == by_name


def test_unknown_and_missing_parameters_are_named(store):
    with pytest.raises(ParameterError, match=r"no parameter 'colour'.*type"):
        bind(QUERIES["actors"], {"colour": "x"}, BASE, runner(store))
    with pytest.raises(ParameterError, match="evidence needs the parameter iri"):
        bind(QUERIES["evidence"], {"iri": "  "}, BASE, runner(store))


# --- what they find in a dataset made by hand


@pytest.mark.parametrize("name", QUERIES)
def test_each_query_finds_rows_and_always_the_same(name, store, ask):
    given = {"iri": "hawija"} if name == "evidence" else {}
    found = ask(name, **given)
    assert bool(found) is (name not in NOT_BY_HAND)
    again = hand_store()
    assert rows_of(again, QUERIES[name], BASE, given) == rows_of(store, QUERIES[name], BASE, given)


def test_articles_count_what_was_found(ask):
    first, second = ask("articles")
    assert words(first, "headline", "statements", "figures", "operations", "name") == (
        "Two tolls for one raid", "6", "3", "3", "two-tolls",
    )  # fmt: skip
    assert str(second["publisher"]) == "The Harbour Post"


def test_actors_have_their_spellings_and_items(ask):
    (state,) = [row for row in ask("actors") if str(row["label"]) == "Islamic State"]
    assert words(state, "type", "mentions", "articles", "aliases", "wikidata") == (
        "ArmedGroup", "6", "1", "Islamic State", "http://www.wikidata.org/entity/Q2429253",
    )  # fmt: skip
    assert {str(row["type"]) for row in ask("actors", type="Person")} == {"Person"}
    assert len({row["actor"] for row in ask("actors")}) == len(ask("actors"))


def test_locations_have_coordinates(ask):
    (hawija,) = [row for row in ask("locations") if str(row["label"]) == "Hawija"]
    assert str(hawija["wkt"]).startswith("POINT(43.7")
    assert words(hawija, "mentions") == ("4",) and hawija["type"]


def test_statements_by_speaker_act_and_article(ask):
    assert len(ask("statements")) == 12
    by_karim = ask("statements", speaker="Abu Karim")
    assert [str(row["content"]) for row in by_karim] == ["We will be back within days", "Nobody surrendered"]
    assert {str(row["act"]) for row in ask("statements", act="denial")} == {"denial"}
    assert len(ask("statements", article="two-tolls")) == 6
    (told,) = [row for row in ask("statements", article="two-tolls") if row["addressee"]]
    assert words(told, "speakerLabel", "addressee", "content") == (
        "residents",
        "Harbour Wire",
        "at least 55 militants died in Hawija … fighters had used families as human shields",
    )


def test_figures_with_bounds_speaker_and_words(ask):
    (row,) = ask("figures", comparator="at-least", about="hawija", article="two-tolls")[:1]
    assert words(row, "measure", "low", "high", "speakerLabel", "kind", "words", "counted") == (
        "killed", "55", None, "residents", "indirect", "at least 55", "militants",
    )  # fmt: skip
    assert len(ask("figures", about="islamic-state")) == 3
    assert len(ask("figures", measure="fled")) == 2
    assert len(ask("figures")) == 8


@pytest.mark.slow
def test_several_reports_tell_of_one_operation_and_are_both_there(example_store):
    with open_store(example_store, read_only=True) as there:
        found = rows_of(there, QUERIES["operations-united"], Settings().base, {})
    operations = {row[QUERIES["operations-united"].columns.index("operation")] for row in found}
    articles = QUERIES["operations-united"].columns.index("article")
    last = QUERIES["operations-united"].columns.index("operation")
    for operation in operations:
        assert len({row[articles] for row in found if row[last] == operation}) > 1


def test_figures_are_compared_by_their_bounds(ask):
    found = {(str(r["wordsA"]), str(r["wordsB"])): str(r["relation"]) for r in ask("figures-compared")}
    assert found == {
        ("40", "More than 40"): "bound-dropped",
        ("40", "at least 55"): "conflicts",
        ("at least 55", "More than 40"): "refines",
        ("Dozens", "40"): "not-comparable",  # the first are some of the second
    }


def test_operations_by_type_actor_and_place(ask):
    (row,) = ask("operations", type="recapture", place="hawija")
    assert words(row, "agentLabel", "targetLabel", "placeLabel", "time", "modality", "words") == (
        "Iraqi security forces", "Hawija", "Hawija", "2017-10-05", "claimed", "recaptured",
    )  # fmt: skip
    assert len(ask("operations", actor="united-states-air-force")) == 1
    assert len(ask("operations")) == 9


def test_the_timeline_is_ordered_and_bounded(ask):
    days = [str(row["time"]) for row in ask("timeline")]
    assert days == ["2017-10-05", "2031-03-02/..", "2031-03-07", "2031-03-07"]
    assert [str(row["time"]) for row in ask("timeline", to="2020-01-01")] == ["2017-10-05"]
    assert "2017-10-05" not in [str(row["time"]) for row in ask("timeline", **{"from": "2017-10-06"})]
    assert len(ask("timeline", **{"from": "2031-03-03", "to": "2031-03-04"})) == 1


def test_dyads_tell_acting_from_supporting(ask):
    assert ("U.S. warplanes", "supports", "Iraqi security forces", "1") in {
        words(row, "agentLabel", "relation", "targetLabel", "operations") for row in ask("dyads")
    }


def test_chains_go_from_the_outermost_speaker_inwards(ask):
    deepest = ask("attribution-chains")[0]
    assert words(deepest, "depth", "chain", "named") == ("2", "mayor > residents", "false")
    (carried,) = [r for r in ask("attribution-chains") if str(r["speakerEvidence"]) == "carried-forward"]
    assert words(carried, "chain", "named", "content") == ("Abu Karim", "true", "Nobody surrendered")


def test_allegations_predictions_and_places(ask):
    assert words(ask("allegations")[0], "type", "agentLabel", "targetLabel", "speakerLabel", "modality") == (
        "human-shields", "Islamic State", "families", "residents", "claimed",
    )  # fmt: skip
    assert [words(r, "speakerLabel", "because") for r in ask("predictions")] == [
        ("Abu Karim", "act: commitment")
    ]
    assert ("Hawija", "recapture", "Iraqi security forces") in {
        words(row, "placeLabel", "type", "agentLabel") for row in ask("places-held")
    }


def test_distances_are_in_metres_from_an_anchor(ask):
    assert words(ask("distances")[0], "locatesLabel", "distance", "bearing", "words") == (
        "bridge", "19000", "180", "12 miles (19 km) south of Lisse",
    )  # fmt: skip


def test_evidence_gathers_every_role_of_a_thing(ask):
    roles = {(str(r["type"]), str(r["role"])) for r in ask("evidence", iri="hawija")}
    assert {("Mention", "refersTo"), ("OperationMention", "place"), ("QuantityClaim", "about")} <= roles
    statement = str(ask("statements")[0]["statement"])
    assert [words(r, "type", "role") for r in ask("evidence", iri=statement)][:1] == [("Statement", "")]
    assert len(ask("evidence", iri="two-tolls")) > 12


def test_evidence_knows_every_role_that_a_finding_can_give():
    for finding in (Statement, QuantityClaim, OperationMention, RelativeLocation):
        for field in fields(finding):
            if "Mention" in str(field.type) or "Reference" in str(field.type):
                for name in properties_of(finding.__name__, field.name):
                    assert f"att:{name}" in QUERIES["evidence"].text.split(), name


def test_links_say_how_sure(ask):
    assert {words(r, "label", "status", "score") for r in ask("wikidata-links")} == {
        ("Islamic State", "curated", "1"), ("United Nations", "curated", "1"),
    }  # fmt: skip
    assert not ask("wikidata-links", status="rejected")


def test_the_summary_counts_what_was_read(store):
    assert summary(runner(store)) == {
        "articles": 2, "mentions": 40, "actors": 16, "locations": 4, "statements": 12, "figures": 8,
        "operation mentions": 9, "relative locations": 1, "links": 0, "decisions": 0,
    }  # fmt: skip


# --- and in the example reports


@pytest.mark.slow
@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda q: q.name)
def test_each_query_finds_rows_in_the_example_reports(query, example_store):
    store, base = open_store(example_store, read_only=True), Settings().base
    needed = {p.name: p.example for p in query.parameters if not p.optional}
    assert rows_of(store, query, base, needed)
    for parameter in query.parameters:
        assert rows_of(store, query, base, needed | {parameter.name: parameter.example}), parameter.name
