"""Wikidata: ask a query service and a search service for items, politely, and remember the answers.

In:  names, GeoNames ids, items, kinds of items.
Out: items, with all that linking compares; or a WikidataError that says what was expected.

The only file that knows SPARQLWrapper. Every answer is kept on disk under the service and the question about
one name, id or item, so that the same question is never asked twice, in whatever company it comes. The
questions go without the extensions of Wikidata's own service, to any SPARQL 1.1 endpoint.

Source for the manners: https://www.mediawiki.org/wiki/Wikimedia_APIs/Access_policy (say who you are),
https://www.mediawiki.org/wiki/API:Etiquette (one request at a time, obey Retry-After).
"""

import hashlib
import json
import os
import random
import re
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPException
from pathlib import Path
from typing import Any, Protocol

import SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import EndPointInternalError, SPARQLWrapperException

from kg import __version__
from kg.errors import WikidataError
from kg.link import Item
from kg.settings import Settings
from kg.vocabulary import PREFIXES, string, words

Row = dict[str, dict[str, str]]  # variable -> {"type", "value", and "xml:lang" where there is one}

_HOME = "https://w3id.org/attested/ontology"
_ITEM = re.compile(re.escape(PREFIXES["wd"]) + r"(Q[1-9][0-9]*)")
_WDT = "http://www.wikidata.org/prop/direct/"
_LANGUAGES = ("en", "mul")  # "mul": a name in all languages

_TRIES = 3
_LONGEST_WAIT_S = 120.0  # a service that wants more is left alone
_FAILURES_IN_A_ROW = 2
_BATCH = 40
_MOST_BYTES = 50_000_000
_GET_UP_TO = 1_500  # characters of a query; longer ones are posted

# property -> field of Item
_VALUES = {
    "P31": "types",
    "P17": "countries",
    "P27": "countries",
    "P625": "points",
    "P1566": "geonames",
    "P131": "within",
    "P241": "related",
    "P749": "related",
    "P361": "related",
    "P39": "related",
    "P463": "related",
    "P159": "related",
    "P276": "places",
    "P571": "begins",
    "P569": "begins",
    "P580": "begins",
    "P576": "ends",
    "P582": "ends",
    "P585": "days",
}
_TEXTS = {
    "http://www.w3.org/2000/01/rdf-schema#label": "labels",
    "http://www.w3.org/2004/02/skos/core#altLabel": "aliases",
    "http://schema.org/description": "descriptions",
    "http://wikiba.se/ontology#sitelinks": "sitelinks",
}


class NotAskedError(WikidataError):
    """The answer isn't known, and the service is not asked any more."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question about many things: `{values}` stands for them, `?key` for each."""

    text: str
    spell: Callable[[str], str]  # a thing as values
    read: Callable[[str], str]  # a thing, from the value of ?key


def _spell_name(name: str) -> str:
    return " ".join(words(name, language) for language in _LANGUAGES)


def _spell_item(item: str) -> str:
    return f"<{PREFIXES['wd']}{item}>"


def _item_id(iri: str) -> str:
    found = _ITEM.fullmatch(iri)
    return found[1] if found else ""


_BY_NAME = Question(
    "SELECT ?key ?item WHERE { VALUES ?key { {values} } "
    "{ ?item <http://www.w3.org/2000/01/rdf-schema#label> ?key } UNION "
    "{ ?item <http://www.w3.org/2004/02/skos/core#altLabel> ?key } }",
    _spell_name,
    str,
)
_BY_GEONAMES = Question(
    f"SELECT ?key ?item WHERE {{ VALUES ?key {{ {{values}} }} ?item <{_WDT}P1566> ?key }}",
    lambda value: string(value),
    str,
)
_ABOUT = Question(
    "SELECT ?key ?p ?o WHERE { VALUES ?key { {values} } VALUES ?p { "
    + " ".join(f"<{p}>" for p in (*_TEXTS, *(_WDT + name for name in _VALUES)))
    + ' } ?key ?p ?o FILTER(!isLiteral(?o) || LANG(?o) IN ("", "en", "mul")) }',
    _spell_item,
    _item_id,
)
_SEAT = Question(
    f"SELECT ?key ?o WHERE {{ VALUES ?key {{ {{values}} }} ?key <{_WDT}P159>/<{_WDT}P17> ?o }}",
    _spell_item,
    _item_id,
)


def _above(kinds: Iterable[str]) -> Question:
    return Question(
        "SELECT ?key ?o WHERE { VALUES ?key { {values} } VALUES ?o { "
        + " ".join(_spell_item(kind) for kind in sorted(kinds))
        + f" }} ?key <{_WDT}P279>+ ?o }}",
        _spell_item,
        _item_id,
    )


# --- asking ---------------------------------------------------------------------------------------


class Wikidata:
    """A query service and a search service, with what they have answered so far."""

    def __init__(
        self,
        settings: Settings,
        *,
        refresh: bool = False,
        sleep: Callable[[float], None] = time.sleep,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """Ask nothing yet.

        Args:
            settings: endpoint, search service, contact, cache, timeout and pace.
            refresh: ask again what has been answered.
            sleep: waits for some seconds.
            now: the time.

        Raises:
            WikidataError: an address is none of the web, or the contact can't stand in a header.
        """
        for address in filter(None, (settings.wikidata_endpoint, settings.wikidata_search)):
            if not re.match(r"https?://[^\s/]+", address):
                raise WikidataError(f"{address}: expected an address that begins with http:// or https://")
        self.endpoint = settings.wikidata_endpoint
        self._search = settings.wikidata_search
        self._agent = user_agent(settings.contact)
        self._timeout_s = settings.wikidata_timeout_s
        self._pace_s = settings.wikidata_pace_s
        self._cache = _Cache(settings.cache_folder, now)
        self._refresh = refresh
        self._fresh: set[tuple[str, str]] = set()
        self._sleep = sleep
        self._now = now
        self._last: float | None = None
        self._failures = 0
        self.online = True
        self.asked = 0  # requests that were sent
        self.troubles: list[str] = []  # why something is unknown, each once

    def named(self, names: Iterable[str]) -> dict[str, frozenset[str]]:
        """The items that have each name as label or alias, exactly."""
        return {key: _items(rows, "item") for key, rows in self._each(_BY_NAME, names).items()}

    def with_geonames(self, ids: Iterable[str]) -> dict[str, frozenset[str]]:
        """The items that state each GeoNames id."""
        return {key: _items(rows, "item") for key, rows in self._each(_BY_GEONAMES, ids).items()}

    def above(
        self, types: Iterable[str], kinds: Iterable[str], *, ask: bool = True
    ) -> dict[str, frozenset[str]]:
        """Of some kinds, those that each type is a subclass of."""
        return {key: _items(rows, "o") for key, rows in self._each(_above(kinds), types, ask=ask).items()}

    def items(self, ids: Iterable[str], *, ask: bool = True) -> dict[str, Item]:
        """What is stated of items; those that don't exist are left out.

        Args:
            ids: "Q42" and the like.
            ask: whether the service may be asked for what is not known yet.
        """
        wanted = sorted(set(ids))
        about, seat = self._each(_ABOUT, wanted, ask=ask), self._each(_SEAT, wanted, ask=ask)
        return {
            key: _item(key, about[key], _items(seat.get(key, ()), "o")) for key in wanted if about.get(key)
        }

    def search(self, name: str) -> tuple[str, ...]:
        """Items that the search service finds for a name, at most ten, best first; none without a service.

        Source: https://www.wikidata.org/w/api.php?action=help&modules=wbsearchentities
        """
        if not self._search:
            return ()
        question = urllib.parse.urlencode(
            {"action": "wbsearchentities", "search": name, "language": "en", "uselang": "en"}
            | {"type": "item", "limit": 10, "format": "json", "maxlag": 5}
        )
        known = self._known(self._search, question)
        if known is None:
            known = [{"id": {"value": one}} for one in self._try(self._search, lambda: self._find(question))]
            self._keep(self._search, question, known)
        return tuple(row["id"]["value"] for row in known)

    # --- what is known

    def _each(self, question: Question, keys: Iterable[str], *, ask: bool = True) -> dict[str, list[Row]]:
        """The rows for each key: from the cache, or asked for together."""
        found: dict[str, list[Row]] = {}
        missing: list[str] = []
        for key in sorted(set(keys)):
            rows = self._known(self.endpoint, self._about_one(question, key), refresh=ask)
            if rows is None:
                missing.append(key)
            else:
                found[key] = rows
        if not ask:
            return found
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            text = _filled(question, batch)
            grouped: dict[str, list[Row]] = defaultdict(list)
            for row in self._try(self.endpoint, lambda text=text: self._select(text)):  # type: ignore[misc]
                key = question.read(row["key"]["value"]) if "key" in row else ""
                grouped[key].append({name: value for name, value in row.items() if name != "key"})
            for key in batch:
                found[key] = _sorted(grouped[key])
                self._keep(self.endpoint, self._about_one(question, key), found[key])
        return found

    @staticmethod
    def _about_one(question: Question, key: str) -> str:
        return _filled(question, [key])

    def _known(self, service: str, question: str, *, refresh: bool = True) -> list[Row] | None:
        if refresh and self._refresh and (service, question) not in self._fresh and self.online:
            return None
        return self._cache.get(service, question)

    def _keep(self, service: str, question: str, rows: list[Row]) -> None:
        self._fresh.add((service, question))
        self._cache.put(service, question, rows)

    # --- one request

    def _try(self, service: str, once: Callable[[], Any]) -> Any:
        """Ask, wait and ask again as often as is decent; after failures in a row never again."""
        if not self.online:
            raise NotAskedError(f"{service}: not asked any more")
        try:
            answer = self._tries(service, once)
        except _FinalError as error:
            self.online = False
            raise self._trouble(f"{service}: {error}") from error
        except _FailedError as error:
            self._failures += 1
            self.online = self._failures < _FAILURES_IN_A_ROW
            raise self._trouble(f"{service}: {error}") from error
        self._failures = 0
        return answer

    def _trouble(self, message: str) -> WikidataError:
        if message not in self.troubles:
            self.troubles.append(message)
        return WikidataError(message)

    def _tries(self, service: str, once: Callable[[], Any]) -> Any:
        for number in range(1, _TRIES + 1):
            self._pace()
            self.asked += 1
            try:
                return once()
            except _AgainError as error:
                wait = error.after_s if error.after_s is not None else 2.0**number + random.random()  # noqa: S311 # no secret
                if wait > _LONGEST_WAIT_S:
                    raise _FinalError(f"{error}; it asks to be left alone for {wait:.0f} s") from error
                if number == _TRIES:
                    raise _FailedError(f"{error}; given up after {_TRIES} tries") from error
                self._sleep(wait)
        raise AssertionError("the last try returns or raises")

    def _pace(self) -> None:
        if self._last is not None:
            early = self._pace_s - (time.monotonic() - self._last)
            if early > 0:
                self._sleep(early)
        self._last = time.monotonic()

    def _select(self, text: str) -> list[Row]:
        wrapper = SPARQLWrapper.SPARQLWrapper(self.endpoint, agent=self._agent)
        wrapper.setQuery(text)
        wrapper.setReturnFormat(SPARQLWrapper.JSON)
        wrapper.setOnlyConneg(True)  # no parameters that only some servers know
        wrapper.setTimeout(max(1, round(self._timeout_s)))
        wrapper.setMethod(SPARQLWrapper.GET if len(text) <= _GET_UP_TO else SPARQLWrapper.POST)
        with _failures(self._timeout_s, self._now):
            body = self._read(wrapper.query().response)
        return _rows(_json(body, "the results of a query as JSON"))

    def _find(self, question: str) -> list[str]:
        request = urllib.request.Request(  # noqa: S310 # the address was checked to be of the web
            f"{self._search}?{question}", headers={"User-Agent": self._agent, "Accept": "application/json"}
        )
        with (
            _failures(self._timeout_s, self._now),
            urllib.request.urlopen(request, timeout=self._timeout_s) as response,  # noqa: S310
        ):
            body = self._read(response)
        return _found(_json(body, "what a search found as JSON"))

    def _read(self, response: "_Response") -> bytes:
        """The whole answer; a server that drips gets no more time than one that is silent."""
        end = time.monotonic() + self._timeout_s
        pieces, size = [], 0
        while piece := response.read1(65_536):
            pieces.append(piece)
            size += len(piece)
            if time.monotonic() > end:
                raise TimeoutError
            if size > _MOST_BYTES:
                raise _FailedError(f"the answer has more than {_MOST_BYTES:,} bytes")
        return b"".join(pieces)


class _Response(Protocol):
    def read1(self, size: int, /) -> bytes: ...


def user_agent(contact: str | None) -> str:
    """Who we are: client, contact and library, as Wikimedia asks.

    Raises:
        WikidataError: the contact holds what no header may hold.
    """
    contact = contact or _HOME
    if not contact.isascii() or not contact.isprintable() or "(" in contact or ")" in contact:
        raise WikidataError(f"the contact has to be an e-mail address or a web address, got {contact!r}")
    return f"attested/{__version__} ({contact}) sparqlwrapper/{SPARQLWrapper.__version__}"


def _filled(question: Question, keys: Sequence[str]) -> str:
    return question.text.replace("{values}", " ".join(question.spell(key) for key in keys))


# --- what can go wrong ----------------------------------------------------------------------------


class _AgainError(Exception):
    """It may work next time."""

    def __init__(self, message: str, after_s: float | None = None) -> None:
        super().__init__(message)
        self.after_s = after_s


class _FailedError(Exception):
    """It would go wrong again."""


class _FinalError(Exception):
    """Nothing that is asked will be answered."""


_BUSY = frozenset({408, 425, 429, 500, 502, 503, 504})


class _failures:  # noqa: N801 # reads as a statement
    """Sorts what libraries raise into what to try again, what to give up, and what ends it all."""

    def __init__(self, timeout_s: float, now: Callable[[], datetime]) -> None:
        self._timeout_s = timeout_s
        self._now = now

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, urllib.error.HTTPError):
            raise self._http(error) from error
        if isinstance(error, EndPointInternalError):
            raise _AgainError("the service failed (500)") from error
        if isinstance(error, SPARQLWrapperException):
            raise _FailedError(f"the query was refused: {_short(str(error))}") from error
        reason = error.reason if isinstance(error, urllib.error.URLError) else error
        if isinstance(reason, TimeoutError):
            raise _FailedError(f"no answer within {self._timeout_s:g} s") from error
        if isinstance(reason, ConnectionRefusedError) or isinstance(error, urllib.error.URLError):
            if isinstance(reason, ConnectionResetError | BrokenPipeError):
                raise _AgainError("the connection was cut") from error
            raise _FinalError(f"no connection: {reason}") from error
        if isinstance(reason, HTTPException | OSError):
            raise _AgainError(f"the answer was cut ({type(reason).__name__})") from error

    def _http(self, error: urllib.error.HTTPError) -> Exception:
        error.close()
        if error.code in (401, 403):
            return _FinalError(
                f"refused ({error.code}); services want to know who asks: "
                "set KG_CONTACT to an e-mail or web address of yours"
            )
        if error.code in _BUSY:
            after = _seconds(error.headers.get("Retry-After"), self._now())
            return _AgainError(f"the service is busy ({error.code})", after)
        return _FailedError(f"answered {error.code} {error.reason}; is this the right address?")


def _seconds(header: str | None, now: datetime) -> float | None:
    """What a Retry-After says: seconds, or a date. Source: RFC 9110, section 10.2.3."""
    if header is None:
        return None
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return None
    return max(0.0, (until.replace(tzinfo=until.tzinfo or UTC) - now).total_seconds())


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 160 else f"{plain[:160]}…"


# --- reading answers ------------------------------------------------------------------------------


def _json(body: bytes, expected: str) -> Any:
    if not body.strip():
        raise _AgainError(f"expected {expected}, got nothing")
    if body.lstrip()[:1] == b"<":
        raise _FailedError(f"expected {expected}, got HTML or XML; is this the right address?")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise _AgainError(f"expected {expected}, got a part of it or something else") from error


def _rows(answer: Any) -> list[Row]:
    try:
        rows = answer["results"]["bindings"]
        return [
            {name: {k: str(v) for k, v in value.items() if k != "datatype"} for name, value in row.items()}
            for row in rows
            if all("value" in value for value in row.values())
        ]
    except (KeyError, TypeError, AttributeError) as error:
        raise _FailedError("expected the results of a query as JSON, got JSON of another kind") from error


def _found(answer: Any) -> list[str]:
    try:
        if "error" in answer:
            code = str(answer["error"].get("code", "error"))
            if code in ("maxlag", "ratelimited"):
                raise _AgainError(f"the service is busy ({code})")
            raise _FailedError(f"the search was refused: {_short(code)}")
        ids = [str(one["id"]) for one in answer["search"]]
    except (KeyError, TypeError, AttributeError) as error:
        raise _FailedError("expected what a search found as JSON, got JSON of another kind") from error
    return [one for one in ids if _item_id(PREFIXES["wd"] + one)]


def _sorted(rows: list[Row]) -> list[Row]:
    """Each row once, in an order that does not hang on the server."""
    return [json.loads(text) for text in sorted({json.dumps(row, sort_keys=True) for row in rows})]


def _items(rows: Iterable[Row], name: str) -> frozenset[str]:
    return frozenset(filter(None, (_item_id(row[name]["value"]) for row in rows if name in row)))


def _item(id_: str, rows: Iterable[Row], seat: frozenset[str]) -> Item:
    texts: dict[str, list[tuple[str, str]]] = defaultdict(list)
    values: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        predicate, value = row["p"]["value"], row["o"]
        if predicate in _TEXTS:
            texts[_TEXTS[predicate]].append((value.get("xml:lang", ""), value["value"]))
        elif (field := _VALUES.get(predicate.removeprefix(_WDT))) is not None:
            values[field].append(value["value"])

    def spelled(name: str) -> tuple[str, ...]:
        return tuple(dict.fromkeys(text for _, text in sorted(texts[name])))

    def items(name: str) -> frozenset[str]:
        return frozenset(filter(None, map(_item_id, values[name])))

    def days(name: str) -> tuple[date, ...]:
        return tuple(sorted({day for value in values[name] if (day := _day(value)) is not None}))

    links = [int(text) for _, text in texts["sitelinks"] if text.isdecimal()]
    return Item(
        id=id_,
        labels=spelled("labels"),
        aliases=spelled("aliases"),
        description=next(iter(spelled("descriptions")), ""),
        types=tuple(sorted(items("types"))),
        countries=items("countries") | seat,
        points=tuple(sorted(set(_points(values["points"])))),
        geonames=frozenset(values["geonames"]),
        within=items("within"),
        related=items("related"),
        places=items("places"),
        begins=days("begins"),
        ends=days("ends"),
        days=days("days"),
        sitelinks=max(links, default=0),
    )


_POINT = re.compile(r"point\s*\(\s*(-?[\d.]+(?:e-?\d+)?)\s+(-?[\d.]+(?:e-?\d+)?)\s*\)", re.IGNORECASE)
_DATE = re.compile(r"\+?(\d{4})-(\d\d)-(\d\d)T")


def _points(values: Iterable[str]) -> Iterator[tuple[float, float]]:
    """(latitude, longitude) of "Point(43.78 33.34)"; points on other globes have an address in front."""
    for value in values:
        if found := _POINT.fullmatch(value.strip()):
            yield float(found[2]), float(found[1])


def _day(value: str) -> date | None:
    """The day of a time; None before the year 1, after 9999, or where Wikidata says "unknown"."""
    found = _DATE.match(value)
    if found is None or found[1] == "0000":
        return None
    # Wikidata writes 00 where only the year or the month is known.
    year, month, day = int(found[1]), max(1, int(found[2])), max(1, int(found[3]))
    try:
        return date(year, month, day)
    except ValueError:
        return None


# --- what is remembered ---------------------------------------------------------------------------


class _Cache:
    """Answers on disk, one file for each service and question."""

    def __init__(self, folder: Path, now: Callable[[], datetime]) -> None:
        self._folder = folder
        self._now = now

    def get(self, service: str, question: str) -> list[Row] | None:
        path = self._path(service, question)
        try:
            kept: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            if kept["service"] == service and kept["question"] == question:
                rows: list[Row] = kept["rows"]
                return rows
        except (OSError, ValueError, KeyError, TypeError):
            return None  # not there, or damaged: it is asked for again
        return None

    def put(self, service: str, question: str, rows: list[Row]) -> None:
        path = self._path(service, question)
        kept = {
            "service": service,
            "question": question,
            "retrieved": self._now().isoformat(timespec="seconds"),
            "rows": rows,
        }
        partial = path.with_name(f".{path.name}.{os.getpid()}.part")
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            partial.write_text(json.dumps(kept, ensure_ascii=False, indent=1), encoding="utf-8")
            partial.replace(path)
        except OSError as error:
            raise WikidataError(f"{path.parent}: answers can't be kept: {error}") from error

    def _path(self, service: str, question: str) -> Path:
        digest = hashlib.sha256(f"{service}\n{question}".encode()).hexdigest()
        return self._folder / digest[:2] / f"{digest}.json"
