"""Pages for people, and the same things as RDF for machines: home, articles, entities; `/healthz`."""

import re
from typing import Any
from urllib.parse import quote

from flask import Flask, Response, abort, render_template, request
from markupsafe import Markup, escape
from rdflib import URIRef

from kg.protocol import asked
from kg.protocol.answers import Table, read_table
from kg.protocol.media import GRAPHS, HTML, TABLES, Media, choose
from kg.queries import bind, summary
from kg.web.house import SHOWN_ROWS, House, answer

_HASH = re.compile(r"[0-9a-f]{16}")
_NO_IRI = re.compile(r"[\x00-\x20<>\"{}|\\^`]")
_PASSAGE = re.compile(r"article/([0-9a-f]{16})#char=(\d+),(\d+)")
_ATT = "PREFIX att: <https://w3id.org/attested/ontology#>\n"
_SKOS = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\n"
_TEXT = (
    _ATT
    + """PREFIX nif: <http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#>
PREFIX schema: <https://schema.org/>
SELECT ?article ?text ?headline ?publisher ?published ?url WHERE {
  ?article nif:isString ?text .
  OPTIONAL { ?article schema:headline ?headline }
  OPTIONAL { ?article schema:publisher ?publisher }
  OPTIONAL { ?article schema:datePublished ?published }
  OPTIONAL { ?article schema:url ?url }
}"""
)
_ENTITY = (
    _ATT
    + _SKOS
    + """SELECT DISTINCT ?entity ?property ?value WHERE {
  ?entity ?property ?value .
}
ORDER BY ?property ?value"""
)
_ABOUT = "CONSTRUCT { ?thing ?property ?value } WHERE { ?thing ?property ?value }"
_GRAPH = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"


def add_routes(app: Flask, house: House) -> None:
    """`/`, `/article/HASH`, `/entity/KEY`, `/healthz`."""
    base = house.settings.base

    @app.get("/")
    def home() -> Any:
        latest = read_table(house.evaluate(asked(house.queries["articles"].text), TABLES[0]))
        return render_template(
            "home.html",
            counts=summary(house.rows),
            articles=list(reversed(latest.rows))[:10],
            queries=house.queries.values(),
            endpoint=f"{request.url_root}sparql",
            root=request.url_root,
        )

    @app.get("/article/<hash_>")
    def article(hash_: str) -> Any:
        iri = URIRef(f"{base}article/{hash_}")
        media = _medium()
        if not _HASH.fullmatch(hash_):
            abort(404, "an article is named by 16 hex digits")
        if media is not HTML:
            graph = f"{base}graph/article/{hash_}"
            return _rdf(house, _GRAPH, media, graph=graph)
        rows = list(house.rows(_TEXT, {"article": iri}))
        if not rows:
            abort(404, f"there is no article {hash_} here")
        _, text, headline, publisher, published, url = rows[0]
        return render_template(
            "article.html",
            iri=iri,
            headline=headline,
            publisher=publisher,
            published=published,
            url=url if url and re.match(r"https?://", str(url)) else None,
            text=_marked(str(text), request.args.get("at", "")),
            findings=[(name, _saved(house, name, {"article": str(iri)})) for name in _FINDINGS],
            most=SHOWN_ROWS,
        )

    @app.get("/entity/<path:key>")
    def entity(key: str) -> Any:
        iri = (
            base + "entity/" + quote(key, safe="/:@!$&'()*+,;=~-._")
            if key.isascii()
            else f"{base}entity/{key}"
        )
        if _NO_IRI.search(iri):
            abort(404, "there is nothing of that name")
        media = _medium()
        if media is not HTML:
            return _rdf(house, _ABOUT, media, thing=iri)
        known = [(p, v) for _, p, v in house.rows(_ENTITY, {"entity": URIRef(iri)}) if p and v]
        if not known:
            abort(404, f"there is no actor or place {key} here")
        labels = [str(v) for p, v in known if str(p).endswith("#prefLabel")]
        return render_template(
            "entity.html",
            iri=iri,
            label=labels[0] if labels else key,
            known=known,
            evidence=_saved(house, "evidence", {"iri": iri}),
            most=SHOWN_ROWS,
        )

    @app.get("/healthz")
    def healthz() -> Any:
        list(house.rows("SELECT ?s WHERE { ?s a ?o } LIMIT 1", {}))
        return Response("ok\n", content_type="text/plain; charset=utf-8")


_FINDINGS = ("statements", "figures", "operations")


def _medium() -> Media:
    chosen = choose(request.headers.get("Accept", ""), (HTML, *GRAPHS))
    if chosen is None:
        abort(406, "this comes as text/html, " + ", ".join(media.type for media in GRAPHS))
    return chosen


def _rdf(house: House, text: str, media: Media, *, graph: str | None = None, thing: str | None = None) -> Any:
    """What the dataset says about one thing, or all of one graph."""
    from dataclasses import replace

    question = asked(text, bindings={"thing": URIRef(thing)} if thing else None)
    if graph is not None:
        question = replace(question, union=False, default_graphs=(graph,))
    response = answer(house.evaluate(question, media), media)
    # An answer this short is in one piece; without a statement there is nothing of that name.
    if media.name == "turtle" and response.content_length == 0:
        abort(404, "there is nothing of that name")
    return response


def _saved(house: House, name: str, given: dict[str, str]) -> Table:
    query = house.queries[name]
    return read_table(
        house.evaluate(
            asked(query.text, bindings=bind(query, given, house.settings.base, house.rows)), TABLES[0]
        )
    )


def _marked(text: str, at: str) -> Markup:
    """The text with one passage marked: at="120,188"."""
    found = re.fullmatch(r"(\d{1,9}),(\d{1,9})", at)
    begin, end = (int(found[1]), int(found[2])) if found else (0, 0)
    if not begin < end <= len(text):
        return escape(text)
    return Markup('{}<mark id="mark">{}</mark>{}').format(text[:begin], text[begin:end], text[end:])


# --- how values are shown ------------------------------------------------------------------------


def local_address(iri: str, base: str) -> str | None:
    """Where a page about an IRI is: ours here, others where they are; None for what is no address."""
    if not iri.startswith(base):
        return iri if re.match(r"https?://", iri) else None
    rest = iri.removeprefix(base)
    passage = _PASSAGE.match(rest)
    if passage:
        return f"/article/{passage[1]}?at={passage[2]},{passage[3]}#mark"
    if rest.startswith(("article/", "entity/")):
        return f"/{quote(rest, safe='/%')}"
    return None
