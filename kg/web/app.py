"""The application: put together from what can answer questions, so that a test can hand it a small store.

In:  an Evaluate, the saved queries, the settings.
Out: a Flask application with every route, its security headers and its error pages.
"""

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, render_template
from werkzeug.exceptions import HTTPException

from kg import __version__
from kg.errors import QueryError
from kg.protocol import ProtocolError
from kg.vocabulary import shown
from kg.web import pages, reconcile, saved, sparql
from kg.web.house import House, wants_html

# Nothing but our own style sheet and pictures is ever loaded, nothing runs, nobody frames a page.
_CSP = (
    "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)
_HEADERS = {
    "Content-Security-Policy": _CSP,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def create_app(house: House) -> Flask:
    """The web application."""
    app = Flask(__name__)
    # A form has names, percent signs and up to four bytes a character around the query.
    largest = 12 * house.settings.max_query_chars + 10_000
    app.config.update(MAX_CONTENT_LENGTH=largest, MAX_FORM_MEMORY_SIZE=largest)
    app.json.sort_keys = False  # type: ignore[attr-defined] # Flask's own provider has it
    app.jinja_env.globals.update(
        version=__version__, local=lambda value: pages.local_address(str(value), house.settings.base)
    )
    app.jinja_env.filters["show"] = lambda value: shown(value, house.settings.base)
    app.after_request(_with_headers)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(QueryError, _query_error)
    sparql.add_routes(app, house)
    saved.add_routes(app, house)
    pages.add_routes(app, house)
    reconcile.add_routes(app, house)
    return app


def _with_headers(response: Response) -> Response:
    for name, value in _HEADERS.items():
        response.headers.setdefault(name, value)
    if reconcile.may_be_framed(response):
        del response.headers["X-Frame-Options"]  # it knows no "by anybody"
    # Everything here is public and read-only: any page may read it.
    response.headers.setdefault("Access-Control-Allow-Origin", "*")
    return response


def _http_error(error: HTTPException) -> Any:
    return _problem(error.code or 500, error.description or error.name, dict(error.get_headers()))


def _query_error(error: QueryError) -> Any:
    if isinstance(error, ProtocolError):
        return _problem(error.status, str(error), error.headers)
    return _problem(400, str(error), {})


def _problem(status: int, message: str, headers: Mapping[str, str]) -> Any:
    """What went wrong: a page for people, plain text for machines."""
    kept = {k: v for k, v in headers.items() if k.lower() in ("allow", "retry-after", "accept-post")}
    if wants_html():
        page = render_template("problem.html", status=status, message=message)
        return Response(page, status, kept, content_type="text/html; charset=utf-8")
    return Response(f"{message}\n", status, kept, content_type="text/plain; charset=utf-8")
