"""The endpoint: `/sparql`, by GET and POST, for machines; with a form and a table for browsers."""

from typing import Any

from flask import Flask, Response, render_template, request

from kg.errors import QueryError
from kg.protocol import ProtocolError, asked, choose_media, offered, read_request
from kg.protocol.answers import read_table
from kg.protocol.media import HTML, TABLES, choose
from kg.web.house import SHOWN_ROWS, House, answer, explained, for_page, wants_html

_CORS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, POST, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, Content-Type",
    "Access-Control-Max-Age": "86400",
    "Allow": "GET, HEAD, POST, OPTIONS",
}


def add_routes(app: Flask, house: House) -> None:
    """`/sparql`."""

    @app.route("/sparql", methods=["GET", "POST"], provide_automatic_options=False)
    def sparql() -> Any:
        if request.method != "POST" and "query" not in request.args and wants_html():
            return render_template("sparql.html", text=_example(house), queries=house.queries)
        is_form = request.mimetype == "application/x-www-form-urlencoded"
        wish = read_request(
            request.method,
            list(request.args.items(multi=True)),
            request.content_type or "",
            b"" if is_form else request.get_data(),
            list(request.form.items(multi=True)) if is_form else (),
        )
        accept = request.headers.get("Accept", "")
        try:
            question = asked(wish, house.limits)
            if choose(accept, (*offered(question.form), HTML)) is HTML:
                return _page(house, question)
            media = choose_media(accept, question.form)
            return answer(house.evaluate(question, media), media)
        except QueryError as error:
            if choose(accept, (*TABLES, HTML)) is HTML:
                return _error_page(house, wish.text, error)
            raise explained(wish.text, error) from error

    @app.route("/sparql", methods=["OPTIONS"])
    def sparql_options() -> Any:
        return Response(status=204, headers=_CORS)


def _example(house: House) -> str:
    return house.queries["statements"].text if "statements" in house.queries else ""


def _page(house: House, question: Any) -> Any:
    """The form with the answer below it."""
    if question.form in ("SELECT", "ASK"):
        table = read_table(for_page(house.evaluate(question, offered(question.form)[0])))
        return render_template(
            "sparql.html", text=question.text, queries=house.queries, table=table, most=SHOWN_ROWS
        )
    turtle = b"".join(for_page(house.evaluate(question, offered(question.form)[0]))).decode()
    return render_template("sparql.html", text=question.text, queries=house.queries, turtle=turtle)


def _error_page(house: House, text: str, error: QueryError) -> Any:
    status = error.status if isinstance(error, ProtocolError) else 400
    page = render_template(
        "sparql.html", text=text, queries=house.queries, problem=str(explained(text, error))
    )
    return Response(page, status, content_type="text/html; charset=utf-8")
