"""Pages, files and the endpoint, through the application's test client over the dataset made by hand."""

import csv
import io
import re
from dataclasses import replace
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from rdflib import Graph, URIRef

from kg.evaluators import Threads
from kg.queries import load_queries
from kg.settings import Settings
from kg.web.app import create_app
from kg.web.house import House
from kg.web.pages import local_address
from tests.dataset import NOT_BY_HAND, hand_store
from tests.readings import BASE

SETTINGS = replace(Settings(), base=BASE)
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
QUERIES = load_queries()


@pytest.fixture(scope="module")
def client():
    return create_app(House(Threads(hand_store()), SETTINGS)).test_client()


@pytest.fixture(scope="module")
def articles(client):
    rows = csv.DictReader(io.StringIO(client.get("/queries/articles.csv").text))
    return {row["name"]: row["article"].rpartition("/")[2] for row in rows}


class Page(HTMLParser):
    """What a browser would make of a page: its tags, links and text."""

    def __init__(self, html):
        super().__init__()
        self.tags, self.links, self.words, self.attributes = [], [], [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += [name for name, _ in attrs]
        self.links += [value for name, value in attrs if name in ("href", "src", "action")]

    def handle_data(self, data):
        self.words.append(data)

    @property
    def text(self):
        return " ".join(self.words)


def page(client, address, status=200):
    response = client.get(address, headers=BROWSER)
    assert response.status_code == status, response.text[:500]
    assert response.content_type == "text/html; charset=utf-8"
    return Page(response.text)


# --- pages


def test_home_says_what_is_in_the_store_and_asks_in_plain_words(client):
    home = page(client, "/")
    assert "40  mentions" in home.text and "12  statements" in home.text
    assert all(query.question in home.text for query in QUERIES.values())
    assert "Two tolls for one raid" in home.text
    assert "curl http://localhost/queries/figures.csv" in home.text


def test_every_page_and_file_that_a_page_links_to_is_there(client):
    seen, waiting = set(), ["/", "/queries/"]
    while waiting:
        address = waiting.pop()
        if address in seen:
            continue
        seen.add(address)
        with client.get(address, headers=BROWSER) as response:
            # The examples of parameters are of the example reports, which are not in this store.
            assert response.status_code == 200 or (response.status_code == 400 and "?" in address), address
            if response.mimetype == "text/html" and len(seen) < 150:
                links = Page(response.text).links
                waiting += [link.partition("#")[0] for link in links if link.startswith("/")]
    assert len(seen) > 60


@pytest.mark.parametrize("name", QUERIES)
def test_each_saved_query_has_a_page_with_its_form_and_rows(client, name):
    given = "?iri=hawija" if name == "evidence" else ""
    shown = page(client, f"/queries/{name}{given}")
    assert QUERIES[name].question in shown.text
    assert ("table" in shown.tags) is (name not in NOT_BY_HAND)
    assert ("form" in shown.tags) == bool(QUERIES[name].parameters)
    assert all(p.about in shown.text for p in QUERIES[name].parameters)


def test_a_page_with_a_missing_or_wrong_parameter_says_so(client):
    assert "table" not in page(client, "/queries/evidence").tags
    assert "nothing here is called" in page(client, "/queries/statements?speaker=Nobody", status=400).text
    assert "expected one of" in page(client, "/queries/statements?act=song", status=400).text
    assert "no saved query" in page(client, "/queries/nothing", status=404).text


def test_an_article_page_marks_the_words_and_lists_what_was_found(client, articles):
    response = client.get(f"/article/{articles['two-tolls']}?at=62,72", headers=BROWSER)
    assert '<mark id="mark">recaptured</mark>' in response.text
    assert "a government spokesman" in Page(response.text).text
    for at in ("9,5", "x", "5,999999", "-1,4", "1,2,3"):
        assert "<mark" not in client.get(f"/article/{articles['two-tolls']}?at={at}", headers=BROWSER).text


def test_links_of_findings_lead_to_their_words(client):
    (link, *_) = [
        x for x in page(client, "/queries/figures").links if x.startswith("/article/") and "at=" in x
    ]
    assert '<mark id="mark">40</mark>' in client.get(link.partition("#")[0], headers=BROWSER).text


def test_an_entity_page_shows_names_and_evidence(client):
    shown = page(client, "/entity/hawija")
    assert "Hawija" in shown.text and "POINT" not in shown.tags and "recaptured" in shown.text
    page(client, "/entity/person/abu-karim")
    page(client, "/entity/nobody", status=404)
    page(client, "/entity/%3Cscript%3E", status=404)


def test_hostile_words_are_shown_and_never_run(client, articles):
    for address in ("/", "/queries/articles", f"/article/{articles['two-tolls']}"):
        response = client.get(address, headers=BROWSER)
        assert "alert(1)" in response.text
        assert "script" not in Page(response.text).tags
    hostile = '"><script>alert(2)</script>'
    for address in (
        "/queries/statements?speaker=", "/queries/", "/entity/", "/article/", "/sparql?query=", "/",
    ):  # fmt: skip
        response = client.get(address + hostile, headers=BROWSER)
        assert "script" not in Page(response.text).tags, address


def test_nothing_on_a_page_comes_from_elsewhere_or_needs_scripts(client, articles):
    for address in ("/", "/queries/actors", f"/article/{articles['bridge']}", "/sparql", "/entity/hawija"):
        response = client.get(address, headers=BROWSER)
        shown = Page(response.text)
        assert not {"script", "iframe", "object", "style"} & set(shown.tags)
        assert not [name for name in shown.attributes if name.startswith("on") or name == "style"]
        policy = response.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy and "unsafe" not in policy
        assert response.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("iri", "address"),
    [
        (f"{BASE}article/0123456789abcdef#char=1,2&statement", "/article/0123456789abcdef?at=1,2#mark"),
        (f"{BASE}article/0123456789abcdef", "/article/0123456789abcdef"),
        (f"{BASE}entity/person/a-b", "/entity/person/a-b"),
        (f"{BASE}graph/gazetteer", None),
        ("http://www.wikidata.org/entity/Q1", "http://www.wikidata.org/entity/Q1"),
        ("javascript:alert(1)", None),
        ("data:text/html,x", None),
    ],
)
def test_only_harmless_addresses_become_links(iri, address):
    assert local_address(iri, BASE) == address


# --- the same for machines


def test_saved_queries_come_in_every_format(client):
    reader = csv.reader(io.StringIO(client.get("/queries/figures.csv?measure=killed").text))
    assert tuple(next(reader)) == QUERIES["figures"].columns
    assert len(list(reader)) == 4
    answer = client.get("/queries/figures.json?measure=killed")
    assert answer.content_type == "application/sparql-results+json"
    assert len(answer.get_json(force=True)["results"]["bindings"]) == 4
    assert client.get("/queries/figures.tsv").text.startswith("?claim\t?measure")
    assert ElementTree.fromstring(client.get("/queries/figures.xml").text).tag.endswith("sparql")  # noqa: S314
    assert "<table>" in client.get("/queries/figures.html").text


def test_saved_queries_come_as_the_caller_likes(client):
    assert client.get("/queries/figures", headers={"Accept": "text/csv"}).mimetype == "text/csv"
    assert client.get("/queries/figures", headers={"Accept": "*/*"}).mimetype == "text/html"
    assert client.get("/queries/figures", headers={"Accept": "application/json"}).mimetype.endswith("json")
    described = {row["name"]: row for row in client.get("/queries/").get_json(force=True)}
    assert described["figures"]["columns"] == list(QUERIES["figures"].columns)
    assert {p["name"] for p in described["figures"]["parameters"]} >= {"measure", "about", "comparator"}


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/queries/figures.csv?measure=song", 400, "measure: expected one of"),
        ("/queries/figures.csv?colour=red", 400, "no parameter 'colour'"),
        ("/queries/evidence.csv", 400, "needs the parameter iri"),
        ("/queries/timeline.json?from=yesterday", 400, "from: expected a date"),
        ("/queries/figures.pdf", 404, "no saved query"),
        ("/queries/nothing.csv", 404, "no saved query"),
        ("/article/xyz", 404, "16 hex digits"),
        ("/nothing", 404, "not found"),
    ],
)
def test_machines_are_told_in_plain_text(client, address, status, words):
    response = client.get(address, headers={"Accept": "text/plain, */*;q=0.1"})
    assert response.status_code == status
    assert response.content_type == "text/plain; charset=utf-8"
    assert words in response.text


def test_articles_and_entities_come_as_rdf(client, articles):
    address = f"/article/{articles['bridge']}"
    turtle = client.get(address, headers={"Accept": "text/turtle"})
    assert turtle.content_type == "text/turtle; charset=utf-8"
    graph = Graph().parse(data=turtle.text, format="turtle")
    assert len(graph) > 500
    triples = client.get(address, headers={"Accept": "application/n-triples"})
    assert len(Graph().parse(data=triples.text, format="nt")) == len(graph)
    entity = client.get("/entity/islamic-state", headers={"Accept": "text/turtle"}).text
    subjects = set(Graph().parse(data=entity, format="turtle").subjects())
    assert subjects == {URIRef(f"{BASE}entity/islamic-state")}
    for missing in ("/article/0000000000000000", "/entity/nobody"):
        assert client.get(missing, headers={"Accept": "text/turtle"}).status_code == 404
    assert client.get(address, headers={"Accept": "image/png"}).status_code == 406


def test_healthz_answers(client):
    assert client.get("/healthz").text == "ok\n"


# --- the endpoint

CONSTRUCT = "CONSTRUCT WHERE { ?s a att:Statement }"
DESCRIBE = "DESCRIBE <https://example.org/id/entity/un>"
COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a att:Statement }"


@pytest.mark.parametrize(
    "send",
    [
        lambda c: c.get("/sparql", query_string={"query": COUNT}, headers={"Accept": "text/csv"}),
        lambda c: c.post("/sparql", data={"query": COUNT}, headers={"Accept": "text/csv"}),
        lambda c: c.post(
            "/sparql", data=COUNT, content_type="application/sparql-query", headers={"Accept": "text/csv"}
        ),
    ],
    ids=["get", "form", "direct"],
)
def test_a_query_is_taken_in_three_ways(client, send):
    response = send(client)
    assert (response.status_code, response.text) == (200, "n\r\n12\r\n")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.content_length == len(response.data)


@pytest.mark.parametrize(
    ("query", "accept", "kind", "begins"),
    [
        (COUNT, "*/*", "application/sparql-results+json", "{"),
        (COUNT, "application/sparql-results+xml", "application/sparql-results+xml", "<?xml"),
        (COUNT, "text/csv", "text/csv; charset=utf-8", "n\r\n"),
        (COUNT, "text/tab-separated-values", "text/tab-separated-values; charset=utf-8", "?n"),
        ("ASK {}", "application/json", "application/sparql-results+json", "{"),
        (CONSTRUCT, "*/*", "text/turtle; charset=utf-8", "@prefix"),
        (CONSTRUCT, "application/n-triples", "application/n-triples; charset=utf-8", "<"),
        (DESCRIBE, "application/rdf+xml", "application/rdf+xml", "<?xml"),
        (DESCRIBE, "application/ld+json", "application/ld+json", "["),
    ],
)  # fmt: skip
def test_the_answer_comes_in_the_form_that_was_asked_for(client, query, accept, kind, begins):
    response = client.get("/sparql", query_string={"query": query}, headers={"Accept": accept})
    assert response.content_type == kind
    if begins != "@prefix":
        assert response.text.startswith(begins)
    assert "Accept" in response.headers["Vary"]


def test_the_dataset_can_be_named_by_the_request_or_the_query(client, articles):
    graph = f"{BASE}graph/article/{articles['bridge']}"
    query = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a att:Statement }"
    for arguments in (
        {"query": query, "default-graph-uri": graph},
        {"query": query.replace("{", f"FROM <{graph}> {{", 1)},
        {"query": query.replace("{", "{ GRAPH ?g {", 1) + "}", "named-graph-uri": graph},
    ):
        assert (
            client.get("/sparql", query_string=arguments, headers={"Accept": "text/csv"}).text == "n\r\n6\r\n"
        )


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("SELECT * {\n ?s ?p ?o\n optionl {} }", ["line 3,", "mean OPTIONAL?", " optionl {} }\n", "^"]),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", ["column 12", "asks no other host"]),
        ("INSERT DATA { <a:a> <a:b> <a:c> }", ["INSERT is an update"]),
        ("SELECT * { FILTER" + "(" * 600 + "1" + ")" * 600 + " }", ["more than 500 deep"]),
        ("SELECT * { ?s ?p ?o FILTER(<http://nowhere/>(?s)) }", ["nowhere"]),
        ("", ["the query is empty"]),
    ],
)  # fmt: skip
def test_a_bad_query_gets_400_in_words(client, query, words):
    response = client.get("/sparql", query_string={"query": query})
    assert response.status_code == 400
    assert response.content_type == "text/plain; charset=utf-8"
    assert all(word in response.text for word in words), response.text
    assert "Traceback" not in response.text


def test_methods_types_and_sizes_that_do_not_fit(client):
    assert client.post("/sparql", data={"update": "DROP ALL"}).status_code == 403
    assert client.post("/sparql", data="x", content_type="text/plain").status_code == 415
    refused = client.delete("/sparql")
    assert refused.status_code == 405 and "POST" in refused.headers["Allow"]
    large = client.post("/sparql", data="x" * 2_000_000, content_type="application/sparql-query")
    assert large.status_code == 413
    assert (
        client.get("/sparql", query_string={"query": COUNT}, headers={"Accept": "image/png"}).status_code
        == 406
    )
    assert client.get("/sparql").status_code == 400


def test_head_and_options(client):
    head = client.head("/sparql", query_string={"query": COUNT})
    assert (head.status_code, head.data) == (200, b"")
    preflight = client.options("/sparql")
    assert preflight.status_code == 204
    assert "POST" in preflight.headers["Access-Control-Allow-Methods"]


def test_a_browser_gets_a_form_with_the_answer_below_it(client):
    assert "textarea" in page(client, "/sparql").tags
    assert "table" in page(client, "/sparql?query=" + COUNT).tags
    assert "pre" in page(client, "/sparql?query=CONSTRUCT WHERE { ?s a att:Statement }").tags
    assert "line 1, column" in page(client, "/sparql?query=SELECT * {", status=400).text


def test_a_long_answer_comes_in_pieces_and_leaving_it_frees_its_place():
    app = create_app(House(Threads(hand_store(), at_once=1, wait_s=20), SETTINGS))
    client, long = app.test_client(), "SELECT * { ?a ?b ?c . ?d ?e ?f }"
    for _ in range(3):
        response = client.get("/sparql", query_string={"query": long}, headers={"Accept": "text/csv"})
        assert "Content-Length" not in response.headers
        assert next(response.iter_encoded()).startswith(b"a,b,c,d,e,f")
        response.close()
    assert client.get("/sparql", query_string={"query": "ASK {}"}).status_code == 200


def test_an_answer_too_long_for_a_page_is_for_files(client, monkeypatch):
    monkeypatch.setattr("kg.web.house.PAGE_BYTES", 100_000)
    everything = "/sparql?query=SELECT * { ?s ?p ?o }"
    assert "too long for a page" in page(client, everything, status=400).text
    assert client.get(everything, headers={"Accept": "text/csv"}).status_code == 200


def test_too_many_at_once_are_asked_to_come_again():
    run = Threads(hand_store(), at_once=1, wait_s=0.01)
    client = create_app(House(run, SETTINGS)).test_client()
    slow = client.get("/sparql", query_string={"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
    busy = client.get("/sparql", query_string={"query": "ASK {}"})
    assert busy.status_code == 503 and re.fullmatch(r"\d+", busy.headers["Retry-After"])
    slow.close()
