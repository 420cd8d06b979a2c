"""Review: what there is to link, what may be one, what is proposed for it, and what people say about that.

In:  the store, the gazetteer, Wikidata, the decisions so far.
Out: `graph/links` and `graph/decisions`; proposals with the evidence that a person needs to decide.

Proposals are a function of the graphs of articles, the gazetteer, the rules and Wikidata's answers; what
`graph/links` holds is a function of proposals and decisions. That two entities may be one is proposed in
`graph/derived`, which knows of no decisions: what has been decided is left out here.
"""

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

from rdflib import Literal, URIRef

from kg import __version__
from kg.decisions import (
    Decision,
    Standing,
    decision_term,
    decisions_graph,
    decisions_in,
    heads_of,
    in_order,
    pair,
    read_table,
    standing,
    write_table,
)
from kg.errors import DecisionError, WikidataError
from kg.gazetteer import Gazetteer, GazetteerEntry
from kg.link import (
    Item,
    Link,
    Proposal,
    Refusal,
    Rules,
    Score,
    Status,
    Subject,
    choose,
    describe_link,
    link_of,
    links_in,
    names_to_ask,
    score,
    why_unlinked,
)
from kg.model import Kind, LocationType
from kg.queries import Rows
from kg.settings import Settings
from kg.store import Store
from kg.vocabulary import (
    ATT,
    OWL,
    PROV,
    RDF,
    SEMAPV,
    SKOS,
    SSSOM,
    WD,
    NamedGraph,
    Names,
    Term,
    Triple,
    moment,
    named_graph,
    number,
    string,
)
from kg.wikidata import Wikidata

_CHUNK = 40  # subjects that are asked for together
_PASSAGES = 3


# --- what there is to link ------------------------------------------------------------------------

_ENTITIES = """
SELECT ?entity ?type (MIN(STR(?name)) AS ?label)
       (COUNT(DISTINCT ?mention) AS ?mentions) (COUNT(DISTINCT ?named) AS ?names)
       (MIN(?day) AS ?first) (MAX(?day) AS ?last)
WHERE {
  ?mention att:refersTo ?entity ; att:evidence/nif:referenceContext ?article .
  ?entity a ?type ; skos:prefLabel ?name .
  FILTER(STRSTARTS(STR(?type), STR(att:)) && ?type NOT IN (att:Actor, att:Location, att:Entity))
  OPTIONAL { ?article schema:datePublished ?day }
  OPTIONAL { ?mention att:form att:form-name . BIND(?mention AS ?named) }
}
GROUP BY ?entity ?type
ORDER BY ?entity ?type
"""
_SPELLINGS = """
SELECT DISTINCT ?entity ?words WHERE {
  { ?mention att:refersTo ?entity ; att:form att:form-name ; att:name/nif:anchorOf ?words }
  UNION
  { ?entity skos:altLabel ?alias BIND(STR(?alias) AS ?words) FILTER EXISTS { ?any att:refersTo ?entity } }
}
"""
_ROLES = """
SELECT DISTINCT ?entity ?words WHERE { ?statement att:speaker ?entity ; att:role/nif:anchorOf ?words }
"""
_TOGETHER = """
SELECT DISTINCT ?article ?place WHERE {
  ?mention att:refersTo ?place ; att:evidence/nif:referenceContext ?article . ?place a att:Location
}
"""
_PLACES = frozenset(one.value for one in LocationType)


def subjects(rows: Rows, gazetteer: Gazetteer, base: str) -> tuple[Subject, ...]:
    """The actors and places that articles name, as far as linking asks, in order of their keys.

    Left out are those that the gazetteer links, and those that are only described ("military officials").
    """
    spellings, roles = (_grouped(rows(text, {}), base) for text in (_SPELLINGS, _ROLES))
    company = _company(rows, gazetteer, base)
    found = []
    for entity, type_, label, mentions, named, first, last in rows(_ENTITIES, {}):
        key = key_of(str(entity), base)
        entry = gazetteer.entries.get(key)
        if key.startswith("article/") or (entry is None and int(str(named)) == 0):
            continue
        if entry is not None and entry.wikidata is not None:
            continue
        told = subject_of(entry, gazetteer) if entry else Subject(key, "", str(label))
        type_name = str(type_).rpartition("#")[2]
        found.append(
            replace(
                told,
                type=type_name,
                names=tuple(sorted({*told.names, *spellings[key]})),
                is_place=type_name in _PLACES,
                context=_countries(sorted(company[key]), gazetteer),
                roles=tuple(sorted(roles[key])),
                first=_day(first),
                last=_day(last),
                mentions=int(str(mentions)),
            )
        )
    return tuple(sorted(found, key=lambda subject: (subject.key, subject.type)))


def subject_of(entry: GazetteerEntry, gazetteer: Gazetteer) -> Subject:
    """An entry of the gazetteer, as far as linking asks and without its item."""
    codes = tuple(code for code in (entry.country or "").split(",") if code)
    return Subject(
        key=entry.key,
        type=entry.type.value,
        label=entry.label,
        names=entry.aliases,
        is_place=entry.kind is Kind.LOCATION,
        country_codes=codes,
        countries=_countries(codes, gazetteer),
        latitude=entry.latitude,
        longitude=entry.longitude,
        geonames=entry.geonames,
        neighbours=_neighbours(entry.key, gazetteer),
    )


def key_of(iri: str, base: str) -> str:
    """The key of an entity, from its IRI.

    >>> key_of("https://example.org/id/entity/person/abu-karim", "https://example.org/id/")
    'person/abu-karim'
    """
    return unquote(iri.removeprefix(f"{base}entity/"))


def _grouped(rows: Iterable[Sequence[Any]], base: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for entity, words in rows:
        found[key_of(str(entity), base)].add(str(words))
    return found


def _company(rows: Rows, gazetteer: Gazetteer, base: str) -> dict[str, set[str]]:
    """For each place the countries of the places that are told in the same articles."""
    places: dict[str, set[str]] = defaultdict(set)
    codes: dict[str, set[str]] = defaultdict(set)
    for article, place in rows(_TOGETHER, {}):
        key = key_of(str(place), base)
        places[str(article)].add(key)
        entry = gazetteer.entries.get(key)
        codes[str(article)].update(code for code in ((entry and entry.country) or "").split(",") if code)
    found: dict[str, set[str]] = defaultdict(set)
    for name, keys in places.items():
        for key in keys:
            found[key] |= codes[name]
    return found


def _countries(codes: Iterable[str], gazetteer: Gazetteer) -> frozenset[str]:
    """The items of countries, by their ISO codes."""
    keys = (gazetteer.countries.get(code) for code in codes)
    items = (gazetteer.entries[key].wikidata for key in keys if key is not None)
    return frozenset(item for item in items if item is not None)


def _neighbours(key: str, gazetteer: Gazetteer) -> frozenset[str]:
    """The items of all that an entity belongs to, step by step."""
    found: set[str] = set()
    waiting, met = [key], {key}
    while waiting:
        entry = gazetteer.entries.get(waiting.pop())
        for whole in entry.part_of if entry else ():
            if whole not in met:
                met.add(whole)
                waiting.append(whole)
                found.update(filter(None, [gazetteer.entries[whole].wikidata]))
    return frozenset(found)


def _day(value: object) -> date | None:
    return date.fromisoformat(str(value)[:10]) if isinstance(value, Literal) else None


# --- looking for items ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Looking:
    """What came of looking for items."""

    links: tuple[Link, ...]  # proposals, and decided links that could be compared, by key and item
    subjects: int  # entities that were to be linked
    without_item: tuple[str, ...]  # keys: looked for, nothing good enough found
    not_looked_up: tuple[str, ...]  # keys: no answer
    passed_over: Mapping[str, str]  # key -> why no item is looked for


def look(
    wanted: Iterable[Subject],
    wikidata: Wikidata,
    gazetteer: Gazetteer,
    rules: Rules,
    stands: Standing,
) -> Looking:
    """Look for items of entities that nothing has been decided about."""
    passed_over: dict[str, str] = {}
    open_: list[Subject] = []
    links: list[Link] = []
    every = sorted(wanted, key=lambda s: (s.key, s.type))
    for subject in every:
        if subject.key in stands.nil:
            passed_over[subject.key] = "a person found that there is no item"
        elif why := why_unlinked(subject, rules, _is_demonym(gazetteer)):
            passed_over[subject.key] = why
        elif subject.key not in stands.accepted:
            open_.append(subject)
        links += _compared(subject, stands, wikidata, gazetteer, rules)
    looker = _Looker(wikidata, gazetteer, rules, stands)
    not_looked_up: list[str] = []
    without: list[str] = []
    for start in range(0, len(open_), _CHUNK):
        chunk = open_[start : start + _CHUNK]
        looker.fetch(chunk)
        for subject in chunk:
            try:
                found = looker.proposals(subject)
            except WikidataError:
                not_looked_up.append(subject.key)
                continue
            links += found
            if not found:
                without.append(subject.key)
    return Looking(
        links=_by_name(links),
        subjects=len(every),
        without_item=tuple(without),
        not_looked_up=tuple(not_looked_up),
        passed_over=passed_over,
    )


def _by_name(links: Iterable[Link]) -> tuple[Link, ...]:
    return tuple(
        sorted({(one.key, one.item): one for one in links}.values(), key=lambda one: (one.key, one.item))
    )


def _is_demonym(gazetteer: Gazetteer) -> Callable[[str], bool]:
    return lambda word: gazetteer.demonym(word) is not None


def _compared(
    subject: Subject, stands: Standing, wikidata: Wikidata, gazetteer: Gazetteer, rules: Rules
) -> Iterator[Link]:
    """Decided items with their parts, as far as they are known without asking."""
    decided = {item for key, item in stands.rejected if key == subject.key}
    if subject.key in stands.accepted:
        decided.add(stands.accepted[subject.key].item or "")
    if not decided or subject.type not in rules.classes:
        return
    names = names_to_ask(subject, rules, _is_demonym(gazetteer))
    known = wikidata.items(decided, ask=False)
    above = wikidata.above({t for item in known.values() for t in item.types}, rules.kinds, ask=False)
    for item in known.values():
        found = score(subject, item, names, above, rules)
        if isinstance(found, Score):
            yield link_of(subject, Proposal(found, False, _told(found)), wikidata.endpoint)
        else:
            yield replace(
                _bare(subject.key, item.id, Status.PROPOSED),
                subject_label=subject.label,
                item_label=item.label,
                description=item.description,
            )


def _told(found: Score) -> str:
    return "; ".join(part.because for part in found.parts)


def _bare(key: str, item: str, status: Status) -> Link:
    return Link(key=key, item=item, status=status, exact=status is not Status.PROPOSED)


class _Looker:
    """Candidates of one entity after the other; questions about many go together."""

    def __init__(self, wikidata: Wikidata, gazetteer: Gazetteer, rules: Rules, stands: Standing) -> None:
        self._wikidata = wikidata
        self._rules = rules
        self._rejected = stands.rejected
        self._is_demonym = _is_demonym(gazetteer)

    def fetch(self, chunk: Sequence[Subject]) -> None:
        """Ask for a chunk at once. What fails is asked for again one by one, while anything is asked."""
        try:
            ids = self._candidates(chunk)
            self._items(ids)
        except WikidataError:
            return

    def proposals(self, subject: Subject) -> tuple[Link, ...]:
        """What to propose for an entity.

        Raises:
            WikidataError: something about it is not known.
        """
        names = names_to_ask(subject, self._rules, self._is_demonym)
        chosen = self._chosen(subject, names, self._candidates([subject]))
        if not chosen:
            # A search by the words of a name costs a request for each: only where exact names gave nothing.
            found = {item for name in _to_search(names) for item in self._wikidata.search(name)}
            chosen = self._chosen(subject, names, found)
        return chosen

    def _names(self, chunk: Iterable[Subject]) -> set[str]:
        return {name for one in chunk for name in names_to_ask(one, self._rules, self._is_demonym)}

    def _candidates(self, chunk: Sequence[Subject]) -> set[str]:
        by_id = self._wikidata.with_geonames({one.geonames for one in chunk if one.geonames})
        by_name = self._wikidata.named(self._names(chunk))
        return {item for found in (*by_id.values(), *by_name.values()) for item in found}

    def _items(self, ids: Iterable[str]) -> tuple[Mapping[str, Item], Mapping[str, frozenset[str]]]:
        items = self._wikidata.items(ids)
        types = {kind for item in items.values() for kind in item.types}
        return items, self._wikidata.above(types, self._rules.kinds)

    def _chosen(self, subject: Subject, names: Sequence[str], ids: Iterable[str]) -> tuple[Link, ...]:
        open_ = {item for item in ids if (subject.key, item) not in self._rejected}
        items, above = self._items(open_)
        scores = [score(subject, item, names, above, self._rules) for _, item in sorted(items.items())]
        able = [one for one in scores if not isinstance(one, Refusal)]
        source = self._wikidata.endpoint
        return tuple(link_of(subject, one, source) for one in choose(subject, able, self._rules))


def _to_search(names: Sequence[str]) -> tuple[str, ...]:
    """The preferred name and the longest other one."""
    longest = max(names[1:], key=lambda name: (len(name), name), default=None)
    return tuple(name for name in (*names[:1], longest) if name)


# --- what the decisions make of it ----------------------------------------------------------------


def settle(links: Iterable[Link], stands: Standing) -> tuple[Link, ...]:
    """Each link with what has been decided about it; a decided one without a proposal is there as well."""
    found: dict[tuple[str, str], Link] = {}
    for one in links:
        if (settled := _settled(one, stands)) is not None:
            found[one.key, one.item] = settled
    for key, decision in stands.accepted.items():
        item = decision.item or ""
        found.setdefault((key, item), _settle_bare(key, item, Status.ACCEPTED, decision))
    for (key, item), decision in stands.rejected.items():
        found.setdefault((key, item), _settle_bare(key, item, Status.REJECTED, decision))
    return _by_name(found.values())


def _settled(one: Link, stands: Standing) -> Link | None:
    accepted = stands.accepted.get(one.key)
    rejected = stands.rejected.get((one.key, one.item))
    if accepted is not None and accepted.item == one.item:
        return replace(one, status=Status.ACCEPTED, exact=True, because=_why(accepted))
    if rejected is not None:
        return replace(one, status=Status.REJECTED, because=_why(rejected))
    if accepted is not None or one.key in stands.nil or not one.parts:
        return None
    if one.status is Status.PROPOSED:
        return one
    told = "; ".join(part.because for part in one.parts)
    return replace(one, status=Status.PROPOSED, exact=False, because=told)


def _settle_bare(key: str, item: str, status: Status, decision: Decision) -> Link:
    return replace(_bare(key, item, status), because=_why(decision))


def _why(decision: Decision) -> str:
    return f"{decision.verdict.value}ed by {decision.who}{f': {decision.why}' if decision.why else ''}"


def links_graph(
    links: Iterable[Link], merged: Iterable[Decision], gazetteer: Gazetteer, names: Names
) -> NamedGraph:
    """`graph/links`: every link, and for an accepted one that entity and item are the same; every merge.

    An item is owl:sameAs of one entity only, and an entity of one item; a further entity has it as
    skos:exactMatch. What the gazetteer says comes first.
    """
    taken = {entry.wikidata for entry in gazetteer.entries.values() if entry.wikidata}

    def triples() -> Iterator[Triple]:
        for one in _by_name(links):
            yield from describe_link(one, names, __version__)
            entry = gazetteer.entries.get(one.key)
            if one.status is Status.ACCEPTED and (entry is None or entry.wikidata is None):
                predicate: Term = SKOS.exactMatch if one.item in taken else OWL.sameAs
                taken.add(one.item)
                yield names.entity(one.key), predicate, WD[one.item]
        for decision in merged:
            yield from describe_merge(decision, names)

    return named_graph(names.graph("links"), triples())


# --- entities that may be one ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Merge:
    """Two entities that may be one, in the order in which a decision has them."""

    key: str
    other: str
    label: str
    other_label: str
    score: Decimal
    because: str


_MERGES = """
SELECT ?one ?other ?score ?because (MIN(STR(?name)) AS ?label) (MIN(STR(?alias)) AS ?otherLabel) WHERE {
  ?proposal a att:MergeProposal ; att:mayBeOne ?one, ?other ; att:score ?score ; att:because ?because .
  FILTER(STR(?one) < STR(?other))
  ?one skos:prefLabel ?name . ?other skos:prefLabel ?alias
}
GROUP BY ?one ?other ?score ?because
"""


def merges(rows: Rows, stands: Standing, base: str) -> tuple[Merge, ...]:
    """The entities that may be one and about which nobody has decided: the likeliest first.

    Left out are also those that other decisions make one: who is A and who is B is one when A is B.
    """
    heads = heads_of(stands.merged)
    found = []
    for one, other, score_, because, label, other_label in rows(_MERGES, {}):
        labels = {key_of(str(one), base): str(label), key_of(str(other), base): str(other_label)}
        two = pair(*labels)
        if two in stands.apart or (two[0] in heads and heads[two[0]] == heads.get(two[1])):
            continue
        key, other_key = two
        found.append(
            Merge(key, other_key, labels[key], labels[other_key], Decimal(str(score_)), str(because))
        )
    return tuple(sorted(found, key=lambda merge: (-merge.score, merge.key, merge.other)))


def describe_merge(decision: Decision, names: Names) -> Iterator[Triple]:
    """That two entities are one, with the decision that says so. Both stay what they are."""
    if decision.other is None:
        return
    one, other = names.entity(decision.entity), names.entity(decision.other)
    digest = hashlib.sha256(f"{decision.entity}\n{decision.other}".encode()).hexdigest()[:16]
    term = names.merge(digest)
    yield term, RDF.type, ATT.Merge
    yield term, SSSOM.subject_id, one
    yield term, SSSOM.object_id, other
    yield term, SSSOM.predicate_id, SKOS.exactMatch
    yield term, SSSOM.mapping_justification, SEMAPV.ManualMappingCuration
    yield term, PROV.wasDerivedFrom, decision_term(decision, names)
    yield term, ATT.because, string(_why(decision))
    yield one, SKOS.exactMatch, other


# --- the store ------------------------------------------------------------------------------------


def curated(gazetteer: Gazetteer) -> dict[str, str]:
    """The links of the gazetteer: key -> item."""
    return {entry.key: entry.wikidata for entry in gazetteer.entries.values() if entry.wikidata}


class Desk:
    """Links and decisions of a store and its table, kept in step."""

    def __init__(self, store: Store, settings: Settings, gazetteer: Gazetteer) -> None:
        """Read what has been proposed and decided.

        Raises:
            DecisionError: the table of decisions has a line that can't be used.
        """
        self._store = store
        self._settings = settings
        self._gazetteer = gazetteer
        self._names = Names(settings.base)
        told = store.graph(self._names.graph("decisions"))
        # Neither loses what only the other has: the table comes from a repository, the graph from a backup.
        self.decisions = in_order([*read_table(settings.decisions_file), *decisions_in(told, self._key)])
        self.links = links_in(store.graph(self._names.graph("links")), self._key)

    def _key(self, term: Term) -> str:
        return key_of(term[1:-1], self._settings.base)

    @property
    def stands(self) -> Standing:
        """What counts after all decisions."""
        return standing(self.decisions, curated(self._gazetteer))

    def subjects(self) -> tuple[Subject, ...]:
        """What there is to link."""
        return subjects(self._rows, self._gazetteer, self._settings.base)

    def knows(self, key: str) -> bool:
        """Whether articles, the gazetteer or decisions tell of such an entity."""
        if key in self._gazetteer.entries or any(key in (one.entity, one.other) for one in self.decisions):
            return True
        found = self._rows("SELECT ?entity { ?entity a ?type } LIMIT 1", {"entity": self._uri(key)})
        return next(iter(found), None) is not None

    def look(self, wikidata: Wikidata, rules: Rules) -> Looking:
        """Look for items anew. Takes as long as the service takes; changes nothing here."""
        return look(self.subjects(), wikidata, self._gazetteer, rules, self.stands)

    def take(self, found: Looking) -> None:
        """Take over what was found. What could not be looked up and what is decided keeps what it had."""
        missing = set(found.not_looked_up)
        kept = [o for o in self.links if o.key in missing or o.status is not Status.PROPOSED]
        self.links = settle([*kept, *found.links], self.stands)

    def decide(self, decisions: Iterable[Decision]) -> None:
        """Add decisions."""
        self.decisions = in_order([*self.decisions, *decisions])
        self.links = settle(self.links, self.stands)

    def save(self) -> bool:
        """Write both graphs and the table, as far as they changed.

        Returns:
            Whether anything did.

        Raises:
            StoreError, DecisionError: something can't be written.
        """
        changed = [False]
        if self.decisions:
            # The table first: it is what people keep.
            changed.append(write_table(self._settings.decisions_file, self.decisions))
        self.links = settle(self.links, self.stands)
        for graph in (
            decisions_graph(self.decisions, self._names),
            links_graph(self.links, self.stands.merged.values(), self._gazetteer, self._names),
        ):
            if graph.triples:
                changed.append(self._store.replace_graph(graph))
            else:
                changed.append(self._store.remove_graph(graph.iri))
        return any(changed)

    # --- what a person looks at

    def proposed(self) -> tuple[Link, ...]:
        """What waits for a person: the best first."""
        waiting = [one for one in self.links if one.status is Status.PROPOSED]
        return tuple(sorted(waiting, key=lambda one: (-(one.score or 0), one.key, one.item)))

    def merges(self) -> tuple[Merge, ...]:
        """The entities that may be one, as far as that waits for a person: the likeliest first."""
        return merges(self._rows, self.stands, self._settings.base)

    def about(self, entity: str, item: str | None) -> tuple[str, str | None]:
        """What a decision is about, spelled as decisions spell it: an entity and an item, or two entities.

        Raises:
            DecisionError: nobody tells of such an entity, or both stand in the gazetteer.
        """
        curated_ = [key for key in (entity, item) if key in self._gazetteer.entries]
        if len(curated_) == 2:
            raise DecisionError(f"{entity} and {item} both stand in the gazetteer; correct it there")
        two = (entity, item) if item is not None and ("/" in item or item in curated_) else (entity,)
        for key in two:
            if not self.knows(key):
                raise DecisionError(f"{key}: no such entity in the store or the gazetteer")
        return (entity, item) if item is None or len(two) == 1 else pair(entity, item)

    def merge_record(self, merge: Merge) -> dict[str, Any]:
        """A merge with its evidence, ready for JSON. The other entity stands where a link has its item."""
        return {
            "entity": merge.key,
            "label": merge.label,
            "item": merge.other,
            "itemLabel": merge.other_label,
            "description": "",
            "status": Status.PROPOSED.value,
            "match": "same entity",
            "score": float(merge.score),
            "parts": [],
            "because": merge.because,
            "passages": self.passages(merge.key),
            "itemPassages": self.passages(merge.other),
        }

    def record(self, link: Link) -> dict[str, Any]:
        """A link with its evidence, ready for JSON."""
        return {
            "entity": link.key,
            "label": link.subject_label,
            "item": link.item,
            "itemLabel": link.item_label,
            "description": link.description,
            "status": link.status.value,
            "match": "exact" if link.exact else "close",
            "score": None if link.score is None else float(link.score),
            "parts": [
                {"part": part.name, "points": float(part.points), "because": part.because}
                for part in link.parts
            ],
            "because": link.because,
            "passages": self.passages(link.key),
        }

    def passages(self, key: str) -> list[dict[str, Any]]:
        """Up to three sentences that mention an entity, of different articles where there are any."""
        rows = [
            {"article": str(article), "begin": int(str(begin)), "text": str(words)}
            for _, article, begin, words in self._rows(_SENTENCES, {"entity": self._uri(key)})
        ]
        first: dict[str, dict[str, Any]] = {}
        for row in rows:
            first.setdefault(str(row["article"]), row)
        others = [row for row in rows if row not in first.values()]
        return [*first.values(), *others][:_PASSAGES]

    def _uri(self, key: str) -> URIRef:
        return URIRef(self._names.entity(key)[1:-1])

    def _rows(self, text: str, bindings: Mapping[str, Any]) -> Iterable[tuple[Any, ...]]:
        return self._store.query(text, bindings=bindings).rows()


_SENTENCES = """
SELECT DISTINCT ?entity ?name ?begin ?words WHERE {
  ?mention att:refersTo ?entity ; att:evidence ?passage .
  ?passage att:inSentence ?sentence ; nif:referenceContext ?article .
  ?sentence nif:beginIndex ?begin ; nif:anchorOf ?words .
  ?article schema:identifier ?name .
}
ORDER BY ?name ?begin
"""


def linking_triples(
    found: Looking, asked: int, endpoint: str, times: tuple[datetime, datetime], names: Names
) -> Iterator[Triple]:
    """One looking for items, for `graph/runs`: when, where, how much."""
    started, ended = times
    stamp = f"{started.isoformat()} {ended.isoformat()} {endpoint}"
    term = names.linking(hashlib.sha256(stamp.encode()).hexdigest()[:16])
    yield term, RDF.type, ATT.Linking
    yield term, RDF.type, PROV.Activity
    yield term, PROV.startedAtTime, moment(started)
    yield term, PROV.endedAtTime, moment(ended)
    yield term, SSSOM.object_source, string(endpoint)
    yield term, ATT.requests, number(asked)
    yield term, ATT.notLookedUp, number(len(found.not_looked_up))
    yield term, PROV.generated, names.graph("links")
