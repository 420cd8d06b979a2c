"""The server as a process of its own: SPARQLWrapper, urllib and many callers at once, over loopback."""

import csv
import io
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from typing import Any

import pytest
from SPARQLWrapper import CSV, JSON, POST, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from tests.builders import ROOT
from tests.dataset import hand_graphs, hand_store
from tests.readings import BASE

COUNT = "SELECT (COUNT(DISTINCT ?s) AS ?n) { ?s a att:Statement }"


class Server:
    """A running `kg serve` on a free port."""

    def __init__(self, store):
        process: Any = subprocess.Popen(  # our own command
            [sys.executable, "-m", "kg", "serve", "--store", store, "--base", BASE, "--port", "0"],
            stderr=subprocess.PIPE,
            text=True,
            cwd=ROOT,
        )
        self.process = process
        line = process.stderr.readline()
        assert "serving" in line, line
        self.url = line.split(" on ")[1].split()[0]

    def get(self, path, **headers):
        request = urllib.request.Request(self.url + path.lstrip("/"), headers=headers)
        with urllib.request.urlopen(request, timeout=60) as response:
            return response.read().decode()

    def ask(self, query, **headers):
        return self.get("sparql?" + urllib.parse.urlencode({"query": query}), **headers)

    def stop(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        try:
            return self.process.wait(timeout=30)
        finally:
            self.process.kill()
            self.process.stderr.close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("served") / "store"
    hand_store(folder).close()
    return folder


@pytest.fixture(scope="module")
def server(folder):
    server = Server(folder)
    yield server
    server.stop()


@pytest.mark.parametrize("method", ["GET", POST])
@pytest.mark.parametrize("form", [JSON, XML, CSV])
def test_sparqlwrapper_reads_tables(server, method, form):
    endpoint = SPARQLWrapper(server.url + "sparql")
    endpoint.setQuery("PREFIX att: <https://w3id.org/attested/ontology#> " + COUNT)
    endpoint.setMethod(method)
    endpoint.setReturnFormat(form)
    found: Any = endpoint.queryAndConvert()
    if form == JSON:
        assert found["results"]["bindings"][0]["n"]["value"] == "12"
    elif form == CSV:
        assert found.split() == [b"n", b"12"]
    else:
        assert "12" in found.toxml()


def test_sparqlwrapper_reads_graphs_and_errors(server):
    endpoint = SPARQLWrapper(server.url + "sparql")
    endpoint.setQuery(f"DESCRIBE <{BASE}entity/un>")
    endpoint.setReturnFormat(TURTLE)
    found: Any = endpoint.queryAndConvert()
    assert b"United Nations" in found
    endpoint.setReturnFormat(JSON)
    endpoint.setQuery("SELECT * {")
    with pytest.raises(QueryBadFormed, match="line 1, column"):
        endpoint.query()


def test_the_saved_queries_are_files(server):
    rows = server.get("queries/statements.csv?act=denial").splitlines()
    assert rows[0].startswith("statement,speaker,speakerLabel")
    assert len(rows) == 3
    assert "United Nations" in server.get("queries/actors", Accept="text/html")


def test_many_callers_at_once_are_all_answered(server):
    answers, failures = [], []

    def ask(i):
        try:
            for _ in range(5):
                kind = ("text/csv", "text/tab-separated-values")[i % 2]
                answers.append(server.ask(COUNT, Accept=kind).split()[1])
        except OSError as error:
            failures.append(error)

    threads = [threading.Thread(target=ask, args=(i,)) for i in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures
    assert answers == ["12"] * 80


def test_a_long_answer_is_whole_and_a_client_that_leaves_does_no_harm(server):
    query = "SELECT ?s ?p ?o { ?s ?p ?o }"
    host, port = server.url.removeprefix("http://").rstrip("/").split(":")
    for _ in range(12):
        with socket.create_connection((host, int(port))) as connection:
            path = "/sparql?" + urllib.parse.urlencode({"query": "SELECT * { ?a ?b ?c . ?d ?e ?f }"})
            connection.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: text/csv\r\n\r\n".encode())
            assert connection.recv(100).startswith(b"HTTP/1.1 200")
    rows = list(csv.reader(io.StringIO(server.ask(query, Accept="text/csv"))))
    assert len(rows) == sum(len(graph.triples) for graph in hand_graphs()) + 1


def test_hostile_queries_leave_the_server_alive(server):
    for query in (
        "SELECT * " + "{" * 5000 + "}" * 5000,
        "SELECT * { FILTER" + "(" * 40_000 + "1" + ")" * 40_000 + " }",
        "SELECT * { FILTER(" + "!" * 90_000 + "true) }",
        "SELECT * { ?s " + "/".join(["<a:p>"] * 10_000) + " ?o }",
        "ASK { " + "OPTIONAL { ?s ?p ?o } " * 4000 + "}",
        "ASK { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        "\x00\ud7ff" * 1000,
    ):
        data = urllib.parse.urlencode({"query": query}).encode()
        with pytest.raises(urllib.error.HTTPError) as caught:
            urllib.request.urlopen(server.url + "sparql", data=data, timeout=60)
        assert caught.value.code == 400
        caught.value.close()
    assert server.ask(COUNT, Accept="text/csv").split() == ["n", "12"]


def test_a_build_beside_the_server_is_seen_soon(tmp_path):
    # Given a server over a store
    folder = tmp_path / "store"
    hand_store(folder).close()
    server = Server(folder)
    try:
        assert server.ask(COUNT, Accept="text/csv").split()[1] == "12"
        # When another process takes out a graph
        done = subprocess.run(  # our own command
            [sys.executable, "-m", "kg", "remove", "bridge", "--store", folder, "--base", BASE],
            cwd=ROOT, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        # Then its statements are gone within a few looks
        for _ in range(50):
            if (left := server.ask(COUNT, Accept="text/csv").split()[1]) == "6":
                break
            time.sleep(0.2)
        assert left == "6"
    finally:
        server.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_stops_when_told_and_says_nothing_ugly(folder, number):
    server = Server(folder)
    assert server.get("healthz") == "ok\n"
    server.process.send_signal(number)
    _, said = server.process.communicate(timeout=30)
    assert server.process.returncode == 0
    assert "Traceback" not in said


def test_a_taken_port_and_a_missing_store_are_one_line_each(folder, tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        for arguments, words in (
            (["--store", folder, "--port", str(taken.getsockname()[1])], "can't listen"),
            (["--store", tmp_path / "none", "--port", "0"], "no store yet"),
        ):
            done = subprocess.run(  # our own command
                [sys.executable, "-m", "kg", "serve", *arguments],
                cwd=ROOT, capture_output=True, text=True, check=False, env=dict(os.environ),
            )  # fmt: skip
            assert done.returncode == 1
            assert words in done.stderr and "Traceback" not in done.stderr
            assert len(done.stderr.splitlines()) == 1


def test_server_py_is_a_wsgi_application(folder):
    code = (
        "import server; client = server.app.test_client(); print(client.get('/healthz').status_code, "
        "client.get('/queries/articles.csv').text.count('bridge'))"
    )
    done = subprocess.run(  # our own command
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT, capture_output=True, text=True, check=True,
        env=dict(os.environ, KG_STORE=str(folder), KG_BASE=BASE),
    )  # fmt: skip
    assert done.stdout.split() == ["200", "2"]
