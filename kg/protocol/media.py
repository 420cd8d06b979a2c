"""Media types: which formats answers come in, and which one a caller would like best.

In:  an Accept header.
Out: a Media, or None when nothing we have is acceptable.

Source: RFC 9110, sections 12.4.2 (quality) and 12.5.1 (Accept).
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Media:
    """One way of writing an answer down."""

    name: str  # "json"; also the suffix of a file: ".json"
    type: str  # the media type
    aliases: tuple[str, ...] = ()  # other media types that ask for it

    @property
    def header(self) -> str:
        """The value of Content-Type."""
        textual = self.type.startswith("text/") or self.type == "application/n-triples"
        return f"{self.type}; charset=utf-8" if textual else self.type


# The first of each is what a caller gets who has no wish.
TABLES = (
    Media("json", "application/sparql-results+json", ("application/json",)),
    Media("xml", "application/sparql-results+xml", ("application/xml", "text/xml")),
    Media("csv", "text/csv"),
    Media("tsv", "text/tab-separated-values"),
)
GRAPHS = (
    Media("turtle", "text/turtle", ("application/turtle", "application/x-turtle", "text/n3")),
    Media("nt", "application/n-triples", ("text/plain", "application/n-quads")),
    Media("rdfxml", "application/rdf+xml", ("application/xml", "text/xml")),
    Media("jsonld", "application/ld+json", ("application/json",)),
)
# ASK has one value: CSV and TSV define no form for it.
BOOLEANS = TABLES[:2]
HTML = Media("html", "text/html", ("application/xhtml+xml",))


def choose(accept: str, offered: Sequence[Media]) -> Media | None:
    """The offered medium that a caller likes best; ties go to the one offered first.

    An empty header accepts anything. An exact type beats "text/*", which beats "*/*".

    >>> choose("text/csv;q=0.5, application/sparql-results+json;q=0.9", TABLES).name
    'json'
    """
    ranges = _ranges(accept)
    if not ranges:
        return offered[0]
    best = max(offered, key=lambda media: _liking(media, ranges))  # max keeps the first of equals
    return best if _liking(best, ranges) > 0 else None


def _ranges(accept: str) -> dict[str, float]:
    """Media ranges and how well each is liked, 0..1."""
    ranges: dict[str, float] = {}
    for part in accept.split(","):
        name, *parameters = (piece.strip().lower() for piece in part.split(";"))
        if not name:
            continue
        quality = next((p[2:] for p in parameters if p.startswith("q=")), "1")
        try:
            ranges[name] = min(1.0, max(0.0, float(quality)))
        except ValueError:  # a weight that is no number: as if it weren't there
            ranges[name] = 1.0
    return ranges


def _liking(media: Media, ranges: dict[str, float]) -> float:
    """How well a medium is liked: its own type first, then its aliases, then wildcards."""
    if media.type in ranges:
        return ranges[media.type]
    # An alias is a little less than the thing itself, so that a type in its own name wins a tie.
    liked = [ranges[alias] * 0.999 for alias in media.aliases if alias in ranges]
    if liked:
        return max(liked)
    family = media.type.partition("/")[0]
    return ranges.get(f"{family}/*", ranges.get("*/*", 0.0)) * 0.99
