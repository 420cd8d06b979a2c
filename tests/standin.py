"""A stand-in for Wikidata: a SPARQL 1.1 endpoint and a search service, in a process of their own.

    python -m tests.standin FILE.ttl

prints its address and serves until it is ended: `/sparql` (GET and POST), `/w/api.php` (wbsearchentities),
`/seen` (what was asked, and by whom), and `/fault` to make it misbehave:

    POST /fault   {"kind": "429", "times": 2, "retry_after": "1", "on": "/sparql"}

Kinds: a status ("429", "403", "500", "502", "400"), "slow" (silent for `seconds`), "drip" (a byte at a time),
"cut" (half of the answer under the length of the whole), "truncated" (half of the JSON, well framed), "html",
"empty", "other-json", "reset" (closes without a word).
"""

import json
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pyoxigraph as ox

_JSON = "application/sparql-results+json"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_ALIAS = "http://www.w3.org/2004/02/skos/core#altLabel"
_ITEMS = "http://www.wikidata.org/entity/Q"


# --- the server -------------------------------------------------------------------------------------


@dataclass
class State:
    """What the handlers share."""

    store: ox.Store
    fault: dict[str, Any] = field(default_factory=dict)
    seen: list[dict[str, str]] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def fault_for(self, path: str) -> dict[str, Any]:
        """The fault that this request gets, if any."""
        with self.lock:
            if not self.fault or self.fault.get("on", path) != path or self.fault["times"] <= 0:
                return {}
            self.fault["times"] -= 1
            return dict(self.fault)

    def search(self, words: str, limit: int) -> list[dict[str, Any]]:
        """Items whose label or alias begins with the words, in whatever case: as wbsearchentities does."""
        found: dict[str, dict[str, Any]] = {}
        for predicate, kind in ((_LABEL, "label"), (_ALIAS, "alias")):
            for quad in self.store.quads_for_pattern(None, ox.NamedNode(predicate), None):
                subject, object_ = quad.subject, quad.object
                assert isinstance(subject, ox.NamedNode) and isinstance(object_, ox.Literal)
                item, name = subject.value, object_.value
                if item.startswith(_ITEMS) and name.lower().startswith(words.lower()):
                    one: dict[str, Any] = {
                        "id": item.rpartition("/")[2],
                        "concepturi": item,
                        "repository": "wikidata",
                    }
                    one["match"] = {"type": kind, "language": "en", "text": name}
                    found.setdefault(item, one)
        exact = sorted(found.values(), key=lambda o: (o["match"]["text"].lower() != words.lower(), o["id"]))
        return exact[:limit]


class Handler(BaseHTTPRequestHandler):
    """Answers, or misbehaves as it was told."""

    protocol_version = "HTTP/1.1"
    state: State

    def log_message(self, *_: Any) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        self._answer({k: v[0] for k, v in parse_qs(urlsplit(self.path).query).items()})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        if self.path == "/fault":
            self.state.fault = {"times": 10**9, **json.loads(body)}
            self._send(200, b"{}", "application/json")
            return
        self._answer({k: v[0] for k, v in parse_qs(body).items()})

    def _answer(self, given: dict[str, str]) -> None:
        path = urlsplit(self.path).path
        if path == "/seen":
            self._send(200, json.dumps(self.state.seen).encode(), "application/json")
            return
        asked = {"path": path, "agent": self.headers.get("User-Agent", ""), "method": self.command}
        with self.state.lock:
            self.state.seen.append({**asked, "query": given.get("query", given.get("search", ""))})
        fault = self.state.fault_for(path)
        if path == "/sparql":
            media = _JSON
            try:
                results: Any = self.state.store.query(given["query"])
                body: bytes = results.serialize(format=ox.QueryResultsFormat.JSON)
            except (SyntaxError, KeyError) as error:
                self._send(400, str(error).encode(), "text/plain")
                return
        elif path == "/w/api.php" and given.get("action") == "wbsearchentities":
            media = "application/json"
            found = self.state.search(given["search"], int(given.get("limit", 7)))
            body = json.dumps(
                {"searchinfo": {"search": given["search"]}, "search": found, "success": 1}
            ).encode()
        else:
            self._send(404, b"not here", "text/plain")
            return
        self._misbehave(fault, body, media) if fault else self._send(200, body, media)

    def _misbehave(self, fault: dict[str, Any], body: bytes, media: str) -> None:
        kind = fault["kind"]
        if kind.isdecimal():
            self._send(int(kind), b"no", "text/plain", {"Retry-After": fault.get("retry_after")})
        elif kind == "slow":
            time.sleep(fault["seconds"])
            self.close_connection = True
        elif kind == "drip":
            self._head(200, len(body), media)
            for byte in body:
                self.wfile.write(bytes([byte]))
                self.wfile.flush()
                time.sleep(fault["seconds"])
        elif kind == "cut":
            self._head(200, len(body), media)
            self.wfile.write(body[: len(body) // 2])
            self.close_connection = True
        elif kind == "truncated":
            self._send(200, body[: len(body) // 2], media)
        elif kind == "html":
            self._send(200, b"<!DOCTYPE html><title>Please log in</title>", "text/html")
        elif kind == "empty":
            self._send(200, b"", media)
        elif kind == "other-json":
            self._send(200, b'{"message": "welcome"}', "application/json")
        elif kind == "reset":
            self.close_connection = True
        else:
            raise ValueError(f"no such fault: {kind}")

    def _head(self, status: int, length: int, media: str, more: dict[str, Any] | None = None) -> None:
        self.send_response(status)
        self.send_header("Content-Type", media)
        self.send_header("Content-Length", str(length))
        for name, value in (more or {}).items():
            if value is not None:
                self.send_header(name, str(value))
        self.end_headers()

    def _send(self, status: int, body: bytes, media: str, more: dict[str, Any] | None = None) -> None:
        self._head(status, len(body), media, more)
        self.wfile.write(body)


class Server(ThreadingHTTPServer):
    """Forgets clients that have left."""

    daemon_threads = True

    def handle_error(self, *_: Any) -> None:
        """A client that gave up is no news."""


def main(file: str) -> None:
    """Serve a Turtle file on a free port of the loopback interface."""
    store = ox.Store()
    store.load(path=file, format=ox.RdfFormat.TURTLE)
    handler = type("BoundHandler", (Handler,), {"state": State(store)})
    server = Server(("127.0.0.1", 0), handler)
    print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201 # the address, for whoever started it
    server.serve_forever()


# --- for tests --------------------------------------------------------------------------------------


@dataclass
class StandIn:
    """A running stand-in."""

    address: str

    @property
    def endpoint(self) -> str:
        return f"{self.address}/sparql"

    @property
    def search(self) -> str:
        return f"{self.address}/w/api.php"

    def fault(self, kind: str, **more: Any) -> None:
        """Misbehave from now on: `times`, `on`, `retry_after`, `seconds`."""
        self._post({"kind": kind, **more})

    def behave(self) -> None:
        self._post({"kind": "html", "times": 0})

    def seen(self) -> list[dict[str, str]]:
        """What has been asked so far."""
        with urllib.request.urlopen(f"{self.address}/seen", timeout=10) as response:
            asked: list[dict[str, str]] = json.load(response)
        return asked

    def _post(self, fault: dict[str, Any]) -> None:
        request = urllib.request.Request(f"{self.address}/fault", data=json.dumps(fault).encode())
        urllib.request.urlopen(request, timeout=10).close()


@contextmanager
def standin(file: Path) -> Iterator[StandIn]:
    """A stand-in over a Turtle file, in a process of its own."""
    process = subprocess.Popen(
        [sys.executable, "-m", "tests.standin", str(file)],
        cwd=Path(__file__).resolve().parents[1],
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        address = process.stdout.readline().strip()
        assert address, "the stand-in did not start"
        yield StandIn(address)
    finally:
        process.terminate()
        process.wait(timeout=20)
        if process.stdout is not None:
            process.stdout.close()


if __name__ == "__main__":
    main(sys.argv[1])
