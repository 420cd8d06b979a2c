"""The protocol: which requests and queries are taken, how an answer's form is chosen, how errors read."""

import csv
import io
import pickle
import random
import socket
import threading
from decimal import Decimal

import pytest
from rdflib import Literal

from kg.errors import QueryError
from kg.evaluators import Threads
from kg.protocol import (
    BusyError,
    Limits,
    OverdueError,
    ProtocolError,
    RefusedError,
    asked,
    choose_media,
    explain,
    read_request,
)
from kg.protocol.media import GRAPHS, TABLES, choose
from kg.protocol.tokens import check, tokens
from kg.store import open_store
from kg.vocabulary import Term, iri, named_graph, string

JSON, CSV = TABLES[0], TABLES[2]


# --- requests


def test_the_query_of_a_get_is_a_parameter():
    wish = read_request(
        "GET", [("query", "ASK {}"), ("format", "x"), ("default-graph-uri", "http://g/1")], "", b""
    )
    assert wish.text == "ASK {}"
    assert wish.default_graphs == ("http://g/1",)


def test_the_query_of_a_form_is_a_parameter():
    wish = read_request(
        "POST",
        [("named-graph-uri", "http://g/1")],
        "application/x-www-form-urlencoded; charset=utf-8",
        b"",
        [("query", "ASK {}"), ("named-graph-uri", "http://g/2")],
    )
    assert wish.text == "ASK {}"
    assert wish.named_graphs == ("http://g/1", "http://g/2")


def test_the_query_of_a_direct_post_is_its_body():
    wish = read_request("POST", [], "application/sparql-query", "ASK { ?s ?p 'é' }".encode())
    assert wish.text == "ASK { ?s ?p 'é' }"


@pytest.mark.parametrize(
    ("request_parts", "status", "words"),
    [
        (("GET", [], "", b""), 400, "no query"),
        (("GET", [("query", "a"), ("query", "b")], "", b""), 400, "more than one"),
        (("GET", [("query", "ASK {}"), ("default-graph-uri", "no iri")], "", b""), 400, "absolute IRI"),
        (("POST", [], "text/plain", b"ASK {}"), 415, "application/sparql-query"),
        (("POST", [], "application/sparql-query", b"\xff"), 400, "UTF-8"),
        (("POST", [], "application/sparql-update", b"DROP ALL"), 403, "updates are off"),
        (
            ("POST", [("update", "DROP ALL")], "application/x-www-form-urlencoded", b""),
            403,
            "updates are off",
        ),
        (("DELETE", [], "", b""), 405, "DELETE"),
    ],
)
def test_other_requests_are_refused_with_their_status(request_parts, status, words):
    with pytest.raises(ProtocolError, match=words) as caught:
        read_request(*request_parts)
    assert caught.value.status == status


def test_405_says_what_is_allowed():
    with pytest.raises(ProtocolError) as caught:
        read_request("PUT", [], "", b"")
    assert "GET" in caught.value.headers["Allow"]


# --- the form of a query


@pytest.mark.parametrize(
    ("text", "form", "names_dataset"),
    [
        ("SELECT * { ?s ?p ?o }", "SELECT", False),
        ("prefix ask: <http://a/> select * { ?s ask:select ?o }", "SELECT", False),
        ("# INSERT\nBASE <http://x/> ASK { }", "ASK", False),
        ("CONSTRUCT { ?s ?p 'FROM' } FROM <http://g> WHERE { ?s ?p ?o }", "CONSTRUCT", True),
        ("SELECT *FROM NAMED<http://g>{ ?s ?p ?o }", "SELECT", True),
        ("DESCRIBE <http://x/from>", "DESCRIBE", False),
        ("SELECT * { ?s ?p 'x FROM <g>' } # FROM <g>", "SELECT", False),
    ],
)
def test_form_and_dataset_are_told_from_the_words(text, form, names_dataset):
    shape = check(text)
    assert (shape.form, shape.names_dataset) == (form, names_dataset)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "form"),
        ("# only a comment", "form"),
        ("HELLO { }", "form"),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", "update"),
        ("PREFIX a: <http://a/> LOAD <http://127.0.0.1/>", "update"),
        ("WITH <a:g> DELETE { ?s ?p ?o } WHERE { ?s ?p ?o }", "update"),
        ("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "service"),
        ("SELECT * { service silent ?where { ?s ?p ?o } }", "service"),
        ("SELECT * { ?s ?p 1SERVICE <http://127.0.0.1/> { ?s ?p ?o } }", "service"),
        ("PREFIX : <http://a/> SELECT * { ?s ?p trueSERVICE:x { ?s ?p ?o } }", "service"),
        ("PREFIX service: <http://a/> SELECT * { ?s ?p ?o . service:x { ?s ?p ?o } }", "service"),
        ("SELECT * { ?s ?p ?o FILTER(?s<?p)SERVICE#>\n<http://127.0.0.1/>{ ?s ?p ?o } }", "service"),
        ('SELECT * { ?s ?p "a\\u0022" SERVICE <http://127.0.0.1/> { } "b\\u0022" }', "service"),
        ('SELECT * { ?s ?p "\\u0022 . SERVICE <http://127.0.0.1/> { ?s ?p ?o }', "service"),
    ],
)
def test_updates_other_hosts_and_nonsense_are_refused(text, rule):
    with pytest.raises(RefusedError) as caught:
        check(text)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?s ?p "SERVICE <http://x/> { }" }',
        "SELECT * { ?s <http://example.org/service#name> ?o } # SERVICE",
        "SELECT ?service { ?service a ?type }",
        "PREFIX ex: <http://ex/> SELECT * { ?s ex:service ?o }",
        "SELECT * { ?s ?p '''a ' SERVICE \" b''' }",
    ],
)
def test_the_word_service_in_strings_names_and_comments_is_no_harm(text):
    assert check(text).form == "SELECT"


def many(count, piece, between=" "):
    return between.join(piece.replace("#", str(i)) for i in range(count))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("SELECT * " + "{" * 101 + "}" * 101, "triples and groups"),
        ("SELECT * { FILTER" + "(" * 501 + "1" + ")" * 501 + " }", "depth"),
        ("SELECT * { ?s ?p " + "[ ?p " * 101 + "]" * 101 + " }", "triples and groups"),
        ("SELECT * { ?s ?p " + "( " * 501 + ")" * 501 + " }", "depth"),
        ("SELECT * { " + many(101, "?s ?p ?o#", " . ") + " }", "triples and groups"),
        ("SELECT * { ?s ?p " + many(102, "?o#", " , ") + " }", "triples and groups"),
        ("SELECT * { ?s ?p ( " + many(200, "#") + " ) }", "triples and groups"),
        ("SELECT * { " + many(101, "{ ?s ?p ?o# }", " UNION ") + " }", "triples and groups"),
        ("SELECT * { ?s ?p ?o " + many(61, "OPTIONAL { ?s ?p ?o# }") + " }", "OPTIONALs"),
        ("SELECT * { ?s " + many(102, "<a:p>", "/") + " ?o }", "path steps"),
        ("SELECT * { FILTER(" + "!" * 1001 + "true) }", "operators"),
        ("SELECT * { FILTER(" + many(1002, "?a", " && ") + ") }", "operators"),
        ("SELECT * { ?s ?p '" + "x" * 100_000 + "' }", "length"),
    ],
)
def test_what_would_end_or_block_the_engine_is_refused(text, rule):
    with pytest.raises(RefusedError) as caught:
        check(text)
    assert caught.value.rule == rule


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { VALUES ?x { " + many(5000, "<a:#>") + " } ?x ?p ?o }",
        "SELECT * { VALUES (?x ?y) { " + many(2000, "(<a:#> '#')") + " } ?x ?p ?y }",
        "SELECT * { ?s ?p ?o FILTER(?o IN (" + many(5000, "'#'", ", ") + ")) }",
        "SELECT * { " + many(40, "?s ?p ?o#", " . ") + " }",
    ],
)
def test_long_lists_of_values_are_no_harm(text):
    assert check(text).form == "SELECT"


def test_limits_are_the_deployments_choice():
    with pytest.raises(RefusedError, match="at most 10"):
        check("SELECT * { ?s ?p ?o }", Limits(characters=10))


WORDS = r"""
SERVICE service SILENT { } true ?x FILTER( FILTER(?x<?y ) # > . ; , 1 1. @en
^^<a:t> ex:a ex: ex:. ex:- _:b _:b. : s:
service:x s:x :x a <a:p> < <?b) %41 é · / | ^ [ ] UNDEF OPTIONAL UNION -- << ?y ?z
"a" " ' ''' \u0022 \u0053ERVICE \-
"""
FRAGMENTS = [*WORDS.split(), '"' * 3, "{ ?a ?b ?c }", "#>\n", "\n", " ", "\u00a0", "VALUES ?x", "GRAPH ?g"]


def test_no_text_that_makes_the_engine_reach_out_gets_through():
    # Given a store, a listener, and thousands of texts put together from what confuses tokenizers
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(0)
    host = f"<http://127.0.0.1:{listener.getsockname()[1]}/>"
    dice = random.Random(20160523)  # noqa: S311 # not for secrets
    head = f"PREFIX ex: {host} PREFIX : {host} PREFIX s: {host} SELECT * {{ ?s <a:p> ?x "
    store = open_store(None)
    store.replace_graph(named_graph(iri("a:g"), [(iri("a:s"), iri("a:p"), string("x"))]))
    passed = 0
    for _ in range(6000):
        parts = dice.choices(FRAGMENTS, k=dice.randint(0, 4))
        if dice.random() < 0.7:
            parts += [dice.choice(["SERVICE", "service"]), dice.choice(["", " ", "#>\n"])]
            parts += [dice.choice([host, ":x", "ex:x", "?s"]), "{ ?a ?b ?c }"]
        text = (
            dice.choice(["", f"PREFIX service: {host} "])
            + head
            + dice.choice(["", " ", " . "])
            + dice.choice(["", " "]).join(parts)
            + dice.choice([" }", "}"])
        )
        try:
            check(text)
        except RefusedError:
            continue
        # When whatever is not refused is evaluated
        try:
            answer = store.query(text)
            list(answer.rows())
            passed += 1
        except QueryError:
            pass
    # Then nobody has knocked, although something was evaluated
    with pytest.raises(BlockingIOError):
        listener.accept()
    listener.close()
    assert passed > 20


def test_tokens_cover_the_text_and_take_linear_time():
    for text in (
        '"""' + '\\"""' * 3000,
        "a." * 20_000,
        "<" * 20_000,
        "_:" + "." * 20_000,
        "'" * 20_001,
        "ex:\\",
    ):
        assert [t for t in tokens(text)]
    assert "".join(t.text for t in tokens("SELECT ?s{?s<a:b>'c'@en.}")) == "SELECT?s{?s<a:b>'c'@en.}"


# --- media


@pytest.mark.parametrize(
    ("accept", "name"),
    [
        ("", "json"),
        ("*/*", "json"),
        ("text/csv", "csv"),
        ("text/*", "csv"),
        ("application/json", "json"),
        ("application/xml", "xml"),
        ("text/csv;q=0.5, text/tab-separated-values;q=0.9, */*;q=0.1", "tsv"),
        ("application/sparql-results+xml;q=0, */*", "json"),
        ("application/sparql-results+json;q=0, */*", "xml"),
        ("text/turtle, application/sparql-results+xml;q=0.1", "xml"),
        ("TEXT/CSV ; Q=1.0", "csv"),
        ("text/csv;q=high", "csv"),
        # what SPARQLWrapper sends
        ("application/sparql-results+json,application/json,text/javascript,application/javascript", "json"),
    ],
)
def test_the_caller_gets_the_table_it_likes_best(accept, name):
    media = choose(accept, TABLES)
    assert media is not None and media.name == name


def test_graphs_and_booleans_have_media_of_their_own():
    assert choose_media("*/*", "CONSTRUCT") is GRAPHS[0]
    assert choose_media("application/n-triples", "DESCRIBE").name == "nt"
    with pytest.raises(ProtocolError, match="text/turtle") as caught:
        choose_media("image/png", "CONSTRUCT")
    assert caught.value.status == 406
    with pytest.raises(ProtocolError):
        choose_media("text/csv", "ASK")


# --- errors in words


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("SELECT *\n{ ?s ?p ?o\n optionl { ?s ?p ?q } }", 3, "OPTIONAL"),
        ("SELECT * { ?s ex:p ?o }", 1, 'prefix "ex:" is not declared'),
        ("SELECT * { ?s ?p", 1, "ends too early"),
        ("SELECT ?s (COUNT(*) AS ?n) { ?s ?p ?o }", 1, "neither grouped"),
        ("SELECT * { ?s ?p <rel> }", 1, "not absolute"),
        ("SELECT * {\n  ?s ?p ?o .\n  } }", 3, "more } than {"),
        ("SELECT * { SERVICE <http://a/> { } }", 1, "no other host"),
    ],
)
def test_an_error_says_where_and_why_with_a_caret(text, line, words):
    store = open_store(None)
    with pytest.raises(QueryError) as caught:
        store.query(asked(text).text)
    message = explain(text, caught.value)
    first, shown, caret = message.split("\n")
    assert first.startswith(f"line {line}, column ")
    assert words in first
    assert shown == text.split("\n")[line - 1]
    column = int(first.split("column ")[1].split(":")[0])
    assert caret == " " * (column - 1) + "^"


def test_the_caret_of_a_very_long_line_can_be_seen():
    text = "SELECT * { ?s ?p '" + "x" * 5000 + "' ; ; | }"
    store = open_store(None)
    with pytest.raises(QueryError) as caught:
        store.query(text)
    _, shown, caret = explain(text, caught.value).split("\n")
    assert len(shown) <= 120 and len(caret) <= 120


# --- evaluation in threads


@pytest.fixture
def store():
    store = open_store(None)
    triples = [(iri(f"a:s{i:04}"), iri("a:p"), string(f"value {i}")) for i in range(2000)]
    store.replace_graph(named_graph(iri("a:g1"), triples))
    store.replace_graph(
        named_graph(
            iri("a:g2"), [(iri("a:x"), iri("a:p"), Term('"2.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'))]
        )
    )
    return store


def text_of(pieces):
    return b"".join(pieces).decode()


def test_the_default_graph_is_the_union_unless_a_dataset_is_named(store):
    run = Threads(store)
    count = "SELECT (COUNT(*) AS ?n) {} {{ ?s ?p ?o }}"
    assert text_of(run(asked(count.format("")), CSV)).split() == ["n", "2001"]
    assert text_of(run(asked(count.format("FROM <a:g2>")), CSV)).split() == ["n", "1"]
    wish = read_request("GET", [("query", count.format("")), ("default-graph-uri", "a:g2")], "", b"")
    assert text_of(run(asked(wish), CSV)).split() == ["n", "1"]
    wish = read_request(
        "GET",
        [("query", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"), ("named-graph-uri", "a:g2")],
        "",
        b"",
    )
    assert text_of(run(asked(wish), CSV)).split() == ["n", "1"]


def test_values_are_bound_as_terms(store):
    run = Threads(store)
    hostile = 'value 1" } SERVICE <http://127.0.0.1/> { ?a ?b "'
    text = "SELECT ?s ?o { ?s <a:p> ?o }"
    assert text_of(run(asked(text, bindings={"o": Literal("value 7")}), CSV)).split() == [
        "s,o",
        "a:s0007,value",
        "7",
    ]
    assert text_of(run(asked(text, bindings={"o": Literal(hostile)}), CSV)).split() == ["s,o"]
    assert text_of(run(asked(text, bindings={"o": Literal(Decimal("2.5"))}), CSV)).split() == [
        "s,o",
        "a:x,2.5",
    ]


def test_csv_quotes_what_has_commas_and_marks_blank_nodes(store):
    store.replace_graph(named_graph(iri("a:g3"), [(iri("a:s#char=1,2"), iri("a:q"), string('a "b", c'))]))
    pieces = Threads(store)(asked("SELECT ?s ?o ?b ?none { ?s <a:q> ?o BIND(BNODE() AS ?b) }"), CSV)
    header, row = list(csv.reader(io.StringIO(text_of(pieces))))
    assert header == ["s", "o", "b", "none"]
    assert row[:2] == ["a:s#char=1,2", 'a "b", c'] and row[2].startswith("_:") and row[3] == ""


def test_an_error_while_evaluating_comes_before_the_first_piece(store):
    with pytest.raises(QueryError, match="nowhere"):
        Threads(store)(asked("SELECT * { ?s ?p ?o FILTER(<http://nowhere/>(?o)) }"), JSON)


def test_depth_that_would_end_a_usual_thread_is_no_harm(store):
    deep = (
        "SELECT (COUNT(*) AS ?n) { FILTER("
        + "(" * 450
        + "1=1"
        + ")" * 450
        + ") "
        + "{" * 45
        + "?s ?p ?o"
        + "}" * 46
    )
    assert text_of(Threads(store)(asked(deep), CSV)).split() == ["n", "2001"]


def test_a_query_that_takes_too_long_is_given_up_and_keeps_its_place(store):
    product = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . FILTER(CONCAT(STR(?c), STR(?f)) = 'x') }"
    run = Threads(store, at_once=1, wait_s=0.01, limit_s=0.05)
    with pytest.raises(OverdueError) as overdue:
        run(asked(product), JSON)
    assert overdue.value.status == 504
    with pytest.raises(BusyError) as busy:
        run(asked("ASK {}"), JSON)
    assert busy.value.headers["Retry-After"]


def test_leaving_early_frees_the_place(store):
    run = Threads(store, at_once=1, wait_s=30)
    pieces = run(asked("SELECT * { ?a ?b ?c . ?d ?e ?f }"), CSV)
    assert next(pieces)
    pieces.close()  # type: ignore[attr-defined] # what a web server calls when the client is gone
    assert text_of(run(asked("ASK {}"), JSON)) == '{"head":{},"boolean":true}'


def test_many_callers_at_once_are_all_answered(store):
    run, answers = Threads(store, at_once=3, wait_s=30), []

    def ask(i):
        answers.append(text_of(run(asked(f"SELECT ?o {{ <a:s{i:04}> <a:p> ?o }}"), CSV)).split("\r\n")[1])

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == sorted(f"value {i}" for i in range(40))


def test_what_is_asked_can_be_sent_to_another_process():
    question = asked("SELECT ?s { ?s ?p ?o }", bindings={"s": Literal("x")})
    assert pickle.loads(pickle.dumps(question)) == question  # noqa: S301 # our own value
