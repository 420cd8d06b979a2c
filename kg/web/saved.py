"""Saved queries: `/queries/` lists them, `/queries/NAME` runs one, `/queries/NAME.csv` gives a file."""

from typing import Any

from flask import Flask, Response, abort, jsonify, render_template, request

from kg.errors import ParameterError, QueryError
from kg.protocol import Asked, Media, asked
from kg.protocol.answers import read_table
from kg.protocol.media import HTML, TABLES, choose
from kg.queries import SavedQuery, bind
from kg.web.house import SHOWN_ROWS, House, answer, explained, for_page, wants_html


def add_routes(app: Flask, house: House) -> None:
    """`/queries/` and `/queries/NAME`."""

    @app.get("/queries/")
    def queries() -> Any:
        if wants_html():
            return render_template("queries.html", queries=house.queries.values())
        return jsonify([_described(query) for query in house.queries.values()])

    @app.get("/queries/<name>")
    def query(name: str) -> Any:
        stem, dot, suffix = name.partition(".")
        found = house.queries.get(stem)
        media = _media(suffix if dot else None)
        if found is None or media is None:
            abort(404, f"no saved query {name}; /queries/ lists them")
        given = {k: v for k, v in request.args.items() if v.strip()}
        return _page(house, found, given) if media is HTML else _file(house, found, given, media)


def _media(suffix: str | None) -> Media | None:
    """The medium of an answer: by suffix, else by the header; a page when nobody says."""
    if suffix is not None:
        return next((m for m in (HTML, *TABLES) if m.name == suffix), None)
    return choose(request.headers.get("Accept", ""), (HTML, *TABLES)) or HTML


def _asked(house: House, query: SavedQuery, given: dict[str, str]) -> Asked:
    return asked(query.text, bindings=bind(query, given, house.settings.base, house.rows))


def _file(house: House, query: SavedQuery, given: dict[str, str], media: Media) -> Any:
    try:
        response = answer(house.evaluate(_asked(house, query, given), media), media)
    except QueryError as error:
        raise explained(query.text, error) from error
    response.headers["Content-Disposition"] = f'inline; filename="{query.name}.{media.name}"'
    return response


def _page(house: House, query: SavedQuery, given: dict[str, str]) -> Any:
    """The form, and the rows below it; what is wrong with a parameter stands where the rows would."""
    table, problem, status = None, None, 200
    missing = [p.name for p in query.parameters if not p.optional and p.name not in given]
    if not missing:
        try:
            table = read_table(for_page(house.evaluate(_asked(house, query, given), TABLES[0])))
        except ParameterError as error:
            problem, status = str(error), 400
    page = render_template(
        "query.html",
        query=query,
        given=given,
        table=table,
        most=SHOWN_ROWS,
        missing=missing,
        problem=problem,
        media=[media.name for media in TABLES],
    )
    return Response(page, status, content_type="text/html; charset=utf-8")


def _described(query: SavedQuery) -> dict[str, Any]:
    return {
        "name": query.name,
        "title": query.title,
        "question": query.question,
        "about": query.about,
        "columns": list(query.columns),
        "parameters": [
            {
                "name": p.name,
                "type": p.type,
                "scheme": p.scheme,
                "optional": p.optional,
                "example": p.example,
                "about": p.about,
            }
            for p in query.parameters
        ],
    }
