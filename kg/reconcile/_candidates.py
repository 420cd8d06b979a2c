"""Which entities a row of a table may mean, best first.

In:  a Question.
Out: Candidates with scores, what these are made of, and whether one is certain.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import nsmallest
from math import ceil, floor

from rapidfuzz import fuzz, process

from kg.link import kilometres
from kg.names import fold, fold_article, fold_loose, strip_titles
from kg.reconcile._asked import Given, Question
from kg.reconcile._compare import Fits, codes_of, entities_of, fits_of, is_short, item_of, nearest, type_fits
from kg.reconcile._index import Index, Point, Record, cell_of, id_of, keys_of, point_of, tails_of, written
from kg.reconcile._rules import Property, Rules

# Of names that begin alike, so many are looked at.
_MOST_TAILS = 5_000


@dataclass(frozen=True, slots=True)
class Candidate:
    """An entity that a row may mean."""

    record: Record
    score: float  # 0 to 100
    features: Mapping[str, float | bool]  # what the score is made of, and what else may help to choose
    certain: bool  # as far as it goes without the others
    match: bool = False


def candidates(question: Question, index: Index, rules: Rules) -> list[Candidate]:
    """The entities that a row may mean, best first; at most one of them is called a match."""
    properties = _together(question.properties)
    compared = [
        (rules.properties[pid], values, fits_of(pid, values, index, rules))
        for pid, values in properties
        if pid in rules.properties and rules.properties[pid].is_compared
    ]
    named = _named(question.name, index, rules)
    for pid, values in properties:
        if pid == "wikidata":
            for item in filter(None, map(item_of, values)):
                named.update(dict.fromkeys(index.by_item.get(item, ()), ("item", rules.names["item"])))
    if not question.name:
        for id_ in _with_properties(properties, index, rules):
            named.setdefault(id_, ("nameless", rules.names["nameless"]))
    found = []
    for id_, (way, points) in named.items():
        candidate = _candidate(index.records[id_], way, points, question, compared, index, rules)
        if candidate is not None:
            found.append(candidate)
    found.sort(key=lambda one: _rank(one, question.name))
    if found and found[0].certain:
        behind = found[0].score - found[1].score if len(found) > 1 else 100.0
        if behind >= rules.certain["margin"]:
            found[0] = replace(found[0], match=True)
    return found[: question.limit]


def _rank(one: Candidate, name: str) -> tuple[object, ...]:
    """Sort key: the score; of equals the better known, then the one whose preferred name is more alike."""
    record = one.record
    likeness = fuzz.ratio(fold(name), fold(record.label))
    return -one.score, not one.certain, -record.mentions, -likeness, record.label, record.id


def _candidate(
    record: Record,
    way: str,
    points: float,
    question: Question,
    compared: Iterable[tuple[Property, tuple[Given, ...], Fits]],
    index: Index,
    rules: Rules,
) -> Candidate | None:
    """Weigh everything that was given; None when the type rules it out."""
    features: dict[str, float | bool] = {"name": points}
    if question.name:
        features["name_ratio"] = round(
            max(fuzz.ratio(fold(question.name), fold(name)) for name in (record.label, *record.names)), 1
        )
    verdicts: list[tuple[Property, bool | None]] = []
    if question.types:
        fits = type_fits(record, question.types, index, rules)
        each = [type_fits(record, (one,), index, rules) for one in question.types]
        if (question.strict == "any" and not fits) or (question.strict == "all" and not all(each)):
            return None
        verdicts.append((rules.properties["type"], fits))
        features["type"] = bool(fits)
    for row, values, fits_value in compared:
        verdict = fits_value(record)
        verdicts.append((row, verdict))
        if verdict is not None:
            features[row.id] = verdict
        if row.id == "coordinates" and (away := nearest(record, values)) is not None:
            features["distance_km"] = round(away, 1)
    score = points
    for row, verdict in verdicts:
        if verdict is True:
            score += (100 - score) * row.agrees
        elif verdict is False:
            score -= score * row.differs
    features["mentions"] = record.mentions
    features["articles"] = record.articles
    certain = (
        way in rules.certain["names"]
        and score >= rules.certain["score"]
        and not any(verdict is False for _, verdict in verdicts)
        and (not question.types or features["type"] is True)
        and (way in ("id", "item") or not _is_shared(question.name, record, verdicts, rules))
    )
    return Candidate(record, round(score, 1), features, certain)


def _is_shared(
    name: str, record: Record, verdicts: Iterable[tuple[Property, bool | None]], rules: Rules
) -> bool:
    """Whether a name alone says too little: a surname, say, of which nothing else is known."""
    if not set(record.types) & set(rules.certain["many_share"]):
        return False
    _, bare = strip_titles(name, rules.titles)
    return len(fold_article(bare).split()) < 2 and not any(
        verdict for row, verdict in verdicts if row.id != "type"
    )


def _named(name: str, index: Index, rules: Rules) -> dict[str, tuple[str, float]]:
    """Entities that may be called so: for each the best way of finding it, and its points."""
    found: dict[str, tuple[str, float]] = {}
    if not name:
        return found

    def take(ids: Iterable[str], way: str, points: float) -> None:
        for id_ in ids:
            if id_ not in found or found[id_][1] < points:
                found[id_] = (way, points)

    if (id_ := id_of(name, index)) is not None:
        # "mosul" is a key, but whoever writes it may mean just that name.
        way = "key" if any(fold(name) in index.by_name[way] for way in ("folded", "short")) else "id"
        take([id_], way, rules.names[way])
    if (item := item_of(Given(name))) is not None:
        take(index.by_item.get(item, ()), "item", rules.names["item"])
    titles, bare = strip_titles(name, rules.titles)
    for form, less in ((name, 0.0), *([(bare, rules.less["titles"])] if titles else [])):
        for way, key in _ways(form, rules):
            ids = index.by_name[way].get(key, ())
            if less:
                ids = tuple(id_ for id_ in ids if "Person" in index.records[id_].types)
            for id_ in ids:
                is_label = any(
                    key == k for w, k in keys_of(index.records[id_].label, True, rules) if w == way
                )
                take([id_], way, rules.names[way] - less - (0.0 if is_label else rules.less["alias"]))
    take(_nearly(name, index, rules), "fuzzy", rules.names["fuzzy"])
    take(_within(name, index, rules), "within", rules.names["within"])
    return found


def _ways(name: str, rules: Rules) -> Iterator[tuple[str, str]]:
    folded = fold(name)
    yield "written", written(name)
    if not folded:
        return
    yield "folded", folded
    yield "article", fold_article(name)
    if len(folded) >= rules.limits["within_letters"]:
        yield "loose", fold_loose(name)
    if len(folded) <= rules.limits["short_letters"]:
        yield "short", folded


def _nearly(name: str, index: Index, rules: Rules) -> Iterator[str]:
    """Entities with a name that is nearly alike: the same first letter, about as long."""
    key, least = fold_article(name), rules.limits["fuzzy"]
    if len(key) < rules.limits["fuzzy_letters"]:
        return
    # Two strings of lengths a < b can be alike to 200 a / (a + b) at most.
    share = least / (200 - least)
    for length in range(ceil(len(key) * share), floor(len(key) / share) + 1):
        choices = index.alike.get((key[:1], length), ())
        for other, _, _ in process.extract(key, choices, scorer=fuzz.ratio, score_cutoff=least, limit=None):
            yield from index.by_name["article"][other]


def _within(name: str, index: Index, rules: Rules) -> list[str]:
    """Entities in whose longer name these words stand next to each other; of many the best known."""
    key = fold_article(name)
    if len(key) < rules.limits["within_letters"]:
        return []
    found = {id_ for tail, _, id_ in tails_of(f"{key} ", index, _MOST_TAILS)}
    found |= {id_ for tail, _, id_ in tails_of(key, index, _MOST_TAILS) if tail == key}
    return _best_known(found, index, rules)


def _best_known(ids: Iterable[str], index: Index, rules: Rules) -> list[str]:
    return nsmallest(rules.limits["weak"], ids, key=lambda id_: (-index.records[id_].mentions, id_))


def _with_properties(
    properties: Iterable[tuple[str, tuple[Given, ...]]], index: Index, rules: Rules
) -> list[str]:
    """Entities to look at when no name was given: those with the property that leaves the fewest."""
    each = [
        {id_ for given in values for id_ in _with_property(pid, given, index, rules)}
        for pid, values in properties
    ]
    some = sorted((ids for ids in each if ids), key=len)
    return _best_known(some[0], index, rules) if some else []


def _with_property(pid: str, given: Given, index: Index, rules: Rules) -> Iterator[str]:
    match pid:
        case "name" if is_short(given.text, rules):
            yield from _named(given.text, index, rules)
        case "country" | "countryCode":
            for code in codes_of(given, index, rules):
                yield from index.by_code.get(code, ())
        case "partOf":
            for whole in entities_of(given, index, rules):
                yield from index.by_whole.get(whole, ())
        case "coordinates":
            if (point := point_of(given.text)) is not None:
                yield from _around(point, index, rules)


def _around(point: Point, index: Index, rules: Rules) -> Iterator[str]:
    """Entities not far from a point."""
    north, east = cell_of(point)
    for n in range(north - 1, north + 2):
        for e in range(east - 1, east + 2):
            for id_ in index.by_cell.get((n, (e + 180) % 360 - 180), ()):
                other = index.records[id_].point
                if other is not None and kilometres(point, other) <= rules.limits["around_km"]:
                    yield id_


def _together(
    properties: Sequence[tuple[str, tuple[Given, ...]]],
) -> tuple[tuple[str, tuple[Given, ...]], ...]:
    """The same with a column of latitudes and one of longitudes read as coordinates."""
    told = dict(properties)
    north, east = told.get("latitude"), told.get("longitude")
    if north and east:
        return (*properties, ("coordinates", (Given(f"{north[0].text.strip()},{east[0].text.strip()}"),)))
    return tuple(properties)
