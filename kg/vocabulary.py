"""The vocabulary: namespaces, prefixes, how a term is spelled, and every IRI we mint.

In:  names, keys, spans and plain values.
Out: terms, and IRIs that are functions of what they name.

A term is a string in the canonical spelling of N-Triples. It is hashed, compared, sorted and written
as it stands, so that no object is made for it on the way from a finding to the store; `to_rdflib` and
`from_rdflib` are the bridge for whoever wants rdflib's terms. Literals are spelled as Oxigraph keeps them
(it rewrites numbers and lower-cases language tags), so that what was written is what is read back.

Knows nothing of findings, of the store or of files.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import NewType

from rdflib import Literal, URIRef

from kg.model import Article, Span

Term = NewType("Term", str)
Triple = tuple[Term, Term, Term]


@dataclass(frozen=True, slots=True)
class NamedGraph:
    """A graph and its name. The triples are sorted, each there once: make it with `named_graph`."""

    iri: Term
    triples: tuple[Triple, ...]

    def lines(self) -> Iterator[str]:
        """Its statements as lines of N-Quads, without line ends, in order."""
        for s, p, o in self.triples:
            yield f"{s} {p} {o} {self.iri} ."


def named_graph(name: Term, triples: Iterable[Triple]) -> NamedGraph:
    """A graph from triples in any order, however often each is told."""
    return NamedGraph(name, tuple(sorted(set(triples))))


# --- spelling ------------------------------------------------------------------------------------

_ESCAPES = {code: f"\\u{code:04X}" for code in [*range(0x20), 0x7F, 0xFFFE, 0xFFFF]} | {
    0x08: "\\b",
    0x09: "\\t",
    0x0A: "\\n",
    0x0C: "\\f",
    0x0D: "\\r",
    0x22: '\\"',
    0x5C: "\\\\",
}
_XSD = "http://www.w3.org/2001/XMLSchema#"
# Characters of an IRI beyond ASCII, and what no part of one may hold. Source: RFC 3987, section 2.2.
_BEYOND = "\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef" + "".join(
    f"{chr(plane << 16)}-{chr((plane << 16) + 0xFFFD)}" for plane in range(1, 14)
)
_NO_IRI = re.compile(rf"[^!#$%&'()*+,\-./0-9:;=?@A-Z_a-z~{_BEYOND}]|%(?![0-9A-Fa-f]{{2}})|#.*#")
# A key becomes the last part of an IRI: what would end it or start another part is escaped too.
_NO_KEY = re.compile(rf"[^!$&'()*+,\-./0-9:;=@A-Z_a-z~{_BEYOND}]")
# Resolving a relative IRI would take such a step out of the path.
_DOTS = re.compile(r"(?<![^/])\.\.?(?![^/])")
_LANGUAGE = re.compile(r"[a-z]{1,8}(-[a-z0-9]{1,8})*")


def iri(value: str) -> Term:
    """An IRI as a term.

    Raises:
        ValueError: it holds a character that no IRI has.
    """
    if _NO_IRI.search(value):
        raise ValueError(f"not an IRI: {value!r}")
    return Term(f"<{value}>")


def string(value: str) -> Term:
    """A plain string, for words as they stand in a source."""
    return Term(f'"{value.translate(_ESCAPES)}"')


def words(value: str, language: str) -> Term:
    """Words of a language.

    Raises:
        ValueError: the tag is no language tag.
    """
    tag = language.lower()
    if not _LANGUAGE.fullmatch(tag):
        raise ValueError(f"not a language tag: {language!r}")
    return Term(f'"{value.translate(_ESCAPES)}"@{tag}')


def typed(value: str, datatype: Term) -> Term:
    """A literal of any datatype, by its lexical form."""
    return Term(f'"{value.translate(_ESCAPES)}"^^{datatype}')


def number(value: Decimal | int) -> Term:
    """A number: xsd:integer for an int, xsd:decimal for a Decimal, without idle zeros.

    Raises:
        ValueError: the Decimal is not finite.
    """
    if isinstance(value, int):
        return Term(f'"{value}"^^<{_XSD}integer>')
    if not value.is_finite():
        raise ValueError(f"not a number that can be written down: {value}")
    plain = format(value, "f")
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return Term(f'"{"0" if plain in ("-0", "") else plain}"^^<{_XSD}decimal>')


def truth(value: bool) -> Term:
    """A truth value."""
    return Term(f'"{"true" if value else "false"}"^^<{_XSD}boolean>')


def day(value: date) -> Term:
    """A calendar day."""
    return Term(f'"{value.isoformat()}"^^<{_XSD}date>')


def moment(value: datetime) -> Term:
    """A moment; give it with its time zone.

    Raises:
        ValueError: it has no time zone.
    """
    if value.tzinfo is None:
        raise ValueError("a moment needs its time zone")
    # Oxigraph spells +00:00 as Z and drops idle zeros of the second.
    stamp = value.isoformat(timespec="seconds").replace("+00:00", "Z")
    return Term(f'"{stamp}"^^<{_XSD}dateTime>')


def text_of(term: Term) -> str:
    """The value of a literal or the address of an IRI, as plain text.

    >>> text_of(string('a "b"'))
    'a "b"'
    """
    return str(to_rdflib(term))


def to_rdflib(term: Term) -> URIRef | Literal:
    """The same term as an object of rdflib.

    Raises:
        ValueError: it is not spelled as a term.
    """
    if term.startswith("<"):
        return URIRef(term[1:-1])
    close = term.rindex('"')
    value = _UNESCAPE.sub(_unescaped, term[1:close])
    rest = term[close + 1 :]
    if rest.startswith("@"):
        return Literal(value, lang=rest[1:])
    # normalize=False: rdflib would write times and numbers its own way.
    return Literal(value, datatype=URIRef(rest[3:-1]) if rest else None, normalize=False)


_UNESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))")
_ONE_LETTER = {"b": "\b", "t": "\t", "n": "\n", "f": "\f", "r": "\r", '"': '"', "\\": "\\", "'": "'"}


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _ONE_LETTER[found[3]]


def from_rdflib(term: URIRef | Literal) -> Term:
    """An rdflib term as a term of ours, spelled canonically."""
    if isinstance(term, URIRef):
        return iri(str(term))
    if term.language:
        return words(str(term), term.language)
    if term.datatype is None or str(term.datatype) == f"{_XSD}string":
        return string(str(term))
    return typed(str(term), iri(str(term.datatype)))


# --- namespaces ----------------------------------------------------------------------------------


class Namespace:
    """Terms of one vocabulary, spelled once: `ATT.Statement`, `ATT["claimedIn"]`."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._terms: dict[str, Term] = {}

    def __getitem__(self, name: str) -> Term:
        term = self._terms.get(name)
        if term is None:
            term = self._terms[name] = iri(self._base + name)
        return term

    def __getattr__(self, name: str) -> Term:
        if name.startswith("_"):
            raise AttributeError(name)
        return self[name]


PREFIXES = {
    "att": "https://w3id.org/attested/ontology#",
    "dcterms": "http://purl.org/dc/terms/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "nif": "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "https://schema.org/",
    "semapv": "https://w3id.org/semapv/vocab/",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "sssom": "https://w3id.org/sssom/",
    "time": "http://www.w3.org/2006/time#",
    "wd": "http://www.wikidata.org/entity/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

ATT = Namespace(PREFIXES["att"])
DCTERMS = Namespace(PREFIXES["dcterms"])
GEO = Namespace(PREFIXES["geo"])
NIF = Namespace(PREFIXES["nif"])
OWL = Namespace(PREFIXES["owl"])
PROV = Namespace(PREFIXES["prov"])
RDF = Namespace(PREFIXES["rdf"])
RDFS = Namespace(PREFIXES["rdfs"])
SCHEMA = Namespace(PREFIXES["schema"])
SEM = Namespace(PREFIXES["sem"])
SEMAPV = Namespace(PREFIXES["semapv"])
SKOS = Namespace(PREFIXES["skos"])
SSSOM = Namespace(PREFIXES["sssom"])
WD = Namespace(PREFIXES["wd"])
XSD = Namespace(PREFIXES["xsd"])


def shown(value: object, base: str) -> str:
    """A value of an answer as people like to read it: our IRIs without their base, others with a prefix."""
    text = str(value)
    if not isinstance(value, URIRef):
        return text
    if text.startswith(base):
        return text.removeprefix(base)
    for prefix, namespace in PREFIXES.items():
        if text.startswith(namespace):
            return f"{prefix}:{text.removeprefix(namespace)}"
    return text


def concept(scheme: str, notation: str) -> Term:
    """The concept of a closed list: `concept("comparator", "at-least")`."""
    return ATT[f"{scheme}-{notation}"]


# --- the IRIs we mint ----------------------------------------------------------------------------


def _safe(key: str) -> str:
    return _DOTS.sub(_percent, _NO_KEY.sub(_percent, key))


def _percent(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode())


@dataclass(frozen=True, slots=True)
class Names:
    """Mints every IRI of the data, under the base that a deployment chose.

    The same thing always gets the same name: nothing here counts, looks at a clock or throws dice.
    """

    base: str
    _root: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        iri(self.base)
        if not self.base.endswith(("/", "#")):
            raise ValueError(f'the base must end in "/" or "#", got {self.base!r}')
        object.__setattr__(self, "_root", f"<{self.base}")

    def article(self, article: Article) -> Term:
        """The article: a hash of its text."""
        return Term(f"{self._root}article/{article.id}>")

    def passage(self, article: Article, span: Span) -> Term:
        """Characters of an article's text. Source: RFC 5147, fragment identifiers for text/plain."""
        return Term(f"{self._root}article/{article.id}#char={span.start},{span.end}>")

    def finding(self, article: Article, span: Span, suffix: str, ordinal: int = 1) -> Term:
        """A finding that rests on a passage: `...#char=8,40&statement`, its twin `&statement-2`.

        Args:
            article: where it was found.
            span: its evidence.
            suffix: what it is; empty for a mention, which is its passage.
            ordinal: 1, or more for a further one of the same kind on the same passage.
        """
        if not suffix:
            return self.passage(article, span)
        twin = f"-{ordinal}" if ordinal > 1 else ""
        return Term(f"{self._root}article/{article.id}#char={span.start},{span.end}&{suffix}{twin}>")

    def entity(self, key: str) -> Term:
        """An actor or a location, by its key."""
        return Term(f"{self._root}entity/{_safe(key)}>")

    def geometry(self, key: str) -> Term:
        """Where the entity with this key is on the map."""
        return Term(f"{self._root}geometry/{_safe(key)}>")

    def operation(self, key: str) -> Term:
        """An operation that mentions refer to, by its key."""
        return Term(f"{self._root}operation/{_safe(key)}>")

    def comparison(self, digest: str) -> Term:
        """How two claims stand to each other: a hash of their names."""
        return Term(f"{self._root}comparison/{_safe(digest)}>")

    def link(self, digest: str, part: str = "") -> Term:
        """The link of an entity to a Wikidata item, by its hash; or one part of its score."""
        return Term(f"{self._root}link/{_safe(digest)}{f'/{_safe(part)}' if part else ''}>")

    def decision(self, digest: str) -> Term:
        """What a person decided about a link, by its hash."""
        return Term(f"{self._root}decision/{_safe(digest)}>")

    def linking(self, digest: str) -> Term:
        """One looking for Wikidata items."""
        return Term(f"{self._root}linking/{_safe(digest)}>")

    def map_check(self, digest: str) -> Term:
        """A stated distance held against the map: a hash of the relative location and the place."""
        return Term(f"{self._root}map-check/{_safe(digest)}>")

    def merge_proposal(self, digest: str) -> Term:
        """That two actors may be one: a hash of their names."""
        return Term(f"{self._root}merge-proposal/{_safe(digest)}>")

    def merge(self, digest: str) -> Term:
        """That two entities are one, as a person decided: a hash of their keys."""
        return Term(f"{self._root}merge/{_safe(digest)}>")

    def configuration(self, digest: str) -> Term:
        """A configuration of the pipeline, by its hash."""
        return Term(f"{self._root}configuration/{_safe(digest)}>")

    def run(self, digest: str) -> Term:
        """One run of the pipeline."""
        return Term(f"{self._root}run/{_safe(digest)}>")

    def article_graph(self, article_id: str) -> Term:
        """The graph of all that was read from one article."""
        return Term(f"{self._root}graph/article/{_safe(article_id)}>")

    def graph(self, name: str) -> Term:
        """A graph that belongs to no article: "gazetteer", "ontology", "runs", "derived", "links"."""
        return Term(f"{self._root}graph/{_safe(name)}>")
