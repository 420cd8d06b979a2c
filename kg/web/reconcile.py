"""The reconciliation service: `/reconcile` and what its manifest names, for OpenRefine and its like.

In:  requests of the Reconciliation Service API v0.2.
Out: JSON, or JSONP where a callback is named; a small page for the preview.

Thin: what is asked and answered is decided in `kg.reconcile`. Here an index of the store is kept in memory,
and made anew, by the same evaluator that answers every other query, when the store has changed.
"""

import json
import re
import threading
import time
from typing import Any

from flask import Flask, Response, abort, render_template, request

from kg import __version__
from kg.protocol import ProtocolError
from kg.reconcile import (
    Index,
    answer,
    card,
    extend,
    manifest,
    propose,
    read_extension,
    read_index,
    read_questions,
    reconciling_rules,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from kg.web.house import House

_CORS = {
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}
# A preview is made to be framed by other people's pages; it loads our style sheet and runs nothing.
_FRAMED = (
    "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors http: https:"
)
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]*(?:\.[A-Za-z_$][\w$]*)*", re.ASCII)
_CALLBACK_CHARS = 128


def add_routes(app: Flask, house: House) -> None:
    """`/reconcile`, `/reconcile/suggest/KIND`, `/reconcile/properties`, `/reconcile/preview`."""
    rules = reconciling_rules()
    index = Kept(house)

    @app.route("/reconcile", methods=["GET", "POST"], provide_automatic_options=False, strict_slashes=False)
    def reconcile() -> Any:
        given = request.values
        asked = [name for name in ("queries", "extend") if name in given]
        if len(asked) > 1 or any(len(given.getlist(name)) > 1 for name in asked):
            raise ProtocolError(400, "give one of queries and extend, and once")
        if asked == ["queries"]:
            return _told(answer(read_questions(given["queries"], rules), index(), rules))
        if asked == ["extend"]:
            return _told(extend(read_extension(given["extend"], rules), index(), rules))
        if request.method == "POST" or "query" in given:
            raise ProtocolError(400, "nothing is asked: send a form with queries or extend")
        return _told(manifest(request.url_root, house.settings.base, __version__, rules))

    @app.get("/reconcile/suggest/<kind>", provide_automatic_options=False)
    def suggest(kind: str) -> Any:
        prefix, cursor = request.args.get("prefix", ""), _number("cursor") or 0
        if kind == "entity":
            return _told(suggest_entities(prefix, cursor, index(), rules))
        if kind == "type":
            return _told(suggest_types(prefix, cursor, index(), rules))
        if kind == "property":
            return _told(suggest_properties(prefix, cursor, rules))
        return abort(404, "entity, type and property can be suggested")

    @app.get("/reconcile/properties", provide_automatic_options=False)
    def properties() -> Any:
        return _told(propose(request.args.get("type", ""), _number("limit"), index(), rules))

    @app.get("/reconcile/preview", provide_automatic_options=False)
    def preview() -> Any:
        found = card(request.args.get("id", ""), index())
        if found is None:
            abort(404, "there is no actor or place of that name")
        page = render_template("preview.html", card=found, iri=f"{house.settings.base}entity/{found['id']}")
        return Response(
            page, content_type="text/html; charset=utf-8", headers={"Content-Security-Policy": _FRAMED}
        )

    @app.route("/reconcile", methods=["OPTIONS"], strict_slashes=False)
    @app.route("/reconcile/<path:rest>", methods=["OPTIONS"])
    def reconcile_options(rest: str = "") -> Any:
        return Response(status=204, headers=_CORS)


def may_be_framed(response: Response) -> bool:
    """Whether an answer is made to be shown inside other people's pages."""
    return response.headers.get("Content-Security-Policy") == _FRAMED


def _number(name: str) -> int | None:
    """A whole number of the address, or None when it isn't given."""
    text = request.args.get(name, "")
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise ProtocolError(400, f"{name}: expected a whole number from 0 on")
    return int(text)


def _told(value: object) -> Response:
    """A value as JSON, or as a call of the function that the caller names."""
    text = json.dumps(value)  # ASCII: words may hold what ends a line in scripts
    callback = request.args.get("callback")
    if callback is None:
        return Response(text, content_type="application/json")
    if len(callback) > _CALLBACK_CHARS or not _CALLBACK.fullmatch(callback):
        raise ProtocolError(400, "callback: expected the name of a function")
    # The comment keeps the answer from being read as anything else than a script.
    return Response(f"/**/{callback}({text});", content_type="text/javascript; charset=utf-8")


class Kept:
    """The index of a store, made when first asked for, and anew when the store has changed.

    Whoever asks while it is made anew gets the old one. Making it takes seconds for a large store, so while
    somebody writes all the time it is made only so often that nine tenths of the time remain.
    """

    def __init__(self, house: House, *, look_every_s: float = 1.0) -> None:
        self._house = house
        self._look_every_s = look_every_s
        self._lock = threading.Lock()
        self._index: Index | None = None
        self._version: object = None
        self._good_until = 0.0

    def __call__(self) -> Index:
        """The index to look in now.

        Raises:
            QueryError: the store can't be asked.
        """
        index = self._index
        if index is not None and time.monotonic() < self._good_until:
            return index
        if not self._lock.acquire(blocking=index is None):
            return index if index is not None else self()
        try:
            if self._index is None or time.monotonic() >= self._good_until:
                self._look()
            return self._index  # type: ignore[return-value] # made by now
        finally:
            self._lock.release()

    def _look(self) -> None:
        began = time.monotonic()
        version = self._house.version()
        if self._index is None or version != self._version:
            self._index = read_index(self._house.rows, self._house.settings.base, reconciling_rules())
            self._version = version
        took = time.monotonic() - began
        self._good_until = time.monotonic() + max(self._look_every_s, 9 * took)
