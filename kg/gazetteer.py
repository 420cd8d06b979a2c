"""Known actors and places, looked up by name.

In:  the tables of `patterns/gazetteer/`: places.tsv, actors.tsv, demonyms.tsv.
Out: a Gazetteer: entries by key, and lookups by name and by demonym.

Keeps spellings as published; folded names are its index. Knows nothing of texts, spaCy, RDF or of
which of several entries a text means: it offers candidates, best guess first.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import MappingProxyType

from kg.errors import PatternError
from kg.model import ActorType, Kind, LocationType
from kg.names import fold, fold_article, fold_loose, is_acronym, without_possessive

_SHIPPED = Path(__file__).parent / "patterns" / "gazetteer"

# Countries whose place and personal names reach English through a romanisation of Arabic (ISO 3166-1).
ARABIC_SCRIPT = frozenset(
    {"AE", "BH", "DJ", "DZ", "EG", "EH", "IQ", "JO", "KW", "LB", "LY", "MA"}
    | {"MR", "OM", "PS", "QA", "SA", "SD", "SO", "SY", "TD", "TN", "YE"}
)
_ENTITY_LABEL: dict[ActorType | LocationType, str] = {
    ActorType.PERSON: "PERSON",
    **dict.fromkeys(LocationType, "LOC"),
}
_ARABIC = re.compile(r"\b(?:al|el|an|ash|bin|abu)[- ]", re.IGNORECASE)  # in the name of what has no country
_SHORT = 4  # abbreviations up to this length are compared as they are written


@dataclass(frozen=True, slots=True)
class GazetteerEntry:
    """One curated actor or place."""

    key: str  # "fallujah", "islamic-state"; never changes once published
    kind: Kind
    type: ActorType | LocationType
    label: str
    aliases: tuple[str, ...] = ()  # other names and spellings, as published
    wikidata: str | None = None  # a verified QID; a State has that of its country
    country: str | None = None  # ISO 3166-1 alpha-2
    latitude: float | None = None  # WGS 84, degrees
    longitude: float | None = None
    geonames: str | None = None  # GeoNames id
    part_of: tuple[str, ...] = ()  # keys of the entries it belongs to
    wide: bool = False  # big or well known enough to be matched wherever its name stands
    population: int = 0  # for ranking only, never a fact to publish
    capital: bool = False  # of its country
    literal: frozenset[str] = frozenset()  # names that count only exactly as written: "Sun", "IS"
    weak: frozenset[str] = frozenset()  # names that say little where nobody speaks of a place: "Thawrah"


@dataclass(frozen=True, slots=True, eq=False)
class Gazetteer:
    """Curated entries with their indexes; make one with `load_gazetteer`. Equal only to itself."""

    entries: Mapping[str, GazetteerEntry]
    adjectives: Mapping[str, tuple[str, ...]]  # key -> "Iraqi", "Iraqis"; the adjective first
    _exact: Mapping[str, tuple[str, ...]] = field(repr=False)  # name as written -> keys, best first
    _folded: Mapping[str, tuple[str, ...]] = field(repr=False)
    _articled: Mapping[str, tuple[str, ...]] = field(repr=False)
    _loose: Mapping[str, tuple[str, ...]] = field(repr=False)
    _demonyms: Mapping[str, str] = field(repr=False)
    countries: Mapping[str, str]  # ISO 3166-1 alpha-2 -> key of the country
    _capitals: Mapping[str, str] = field(repr=False)  # country code -> key

    def named(self, name: str, kind: Kind | None = None) -> tuple[GazetteerEntry, ...]:
        """Entries of that name, best guess first; those of the strictest key that has any.

        The keys, in order: the name as written; its fold; without a leading article; and, for names of
        Arabic-script countries alone, the loose key, where only a unique winner counts.

        Args:
            name: as it stands in a text; a possessive ending is ignored. Words in lower case ("turkey")
                match only aliases that have no capital themselves.
            kind: only actors, or only locations.
        """
        bare = " ".join(without_possessive(name.strip()).split())
        if not bare or len(bare) > 120:
            return ()
        for index, key in ((self._exact, _plain(bare)), (self._folded, fold(bare))):
            if found := self._of_kind(index.get(key, ()), bare, kind):
                return found
        if found := self._of_kind(self._articled.get(fold_article(bare), ()), bare, kind):
            return found
        loose = self._of_kind(self._loose.get(fold_loose(bare), ()), bare, kind) if len(bare) >= 4 else ()
        return loose if len({e.key for e in loose}) == 1 else ()

    def demonym(self, word: str) -> str | None:
        """The key of the country or people that an adjective or noun names: "Iraqi" gives "iraq"."""
        return self._demonyms.get(fold(without_possessive(word))) if word[:1].isupper() else None

    def adjective(self, key: str) -> str | None:
        """The adjective of a country or people: "iraq" gives "Iraqi"."""
        words = self.adjectives.get(key)
        return words[0] if words else None

    def capital_of(self, country: str) -> GazetteerEntry | None:
        """The capital of a country: "iraq" gives the entry "baghdad"."""
        entry = self.entries.get(country)
        return self.entries.get(self._capitals.get(entry.country or "", "")) if entry else None

    def state_of(self, country: str) -> GazetteerEntry | None:
        """A country as an actor: "iraq" gives the entry "iraq-state"."""
        return self.entries.get(f"{country}-state")

    def aliases(self) -> Iterator[tuple[str, str, str]]:
        """(alias, label PERSON, ORG or LOC, key) that may be matched wherever they stand, sorted.

        Abbreviations count only as written. Left out: small places, lone surnames, names that are ordinary
        words, and countries as actors, which have the words of the country.
        """
        best: dict[tuple[str, str], str] = {}
        for key in sorted(self.entries, key=lambda k: _rank(self.entries[k], "")):
            entry = self.entries[key]
            label = _ENTITY_LABEL.get(entry.type, "ORG")
            if entry.wide and entry.type not in {ActorType.STATE, ActorType.POPULATION_GROUP}:
                for alias in (entry.label, *entry.aliases):
                    if alias not in entry.literal | entry.weak and _is_safe(alias):
                        best.setdefault((alias, label), key)
        yield from sorted((alias, label, key) for (alias, label), key in best.items())

    def _of_kind(self, keys: Iterable[str], name: str, kind: Kind | None) -> tuple[GazetteerEntry, ...]:
        found = [self.entries[k] for k in keys if kind is None or self.entries[k].kind is kind]
        if name.islower():
            found = [e for e in found if any(a.islower() and fold(a) == fold(name) for a in e.aliases)]
        return tuple(sorted(found, key=lambda e: _rank(e, name)))


def load_gazetteer(folder: Path | None = None) -> Gazetteer:
    """The shipped gazetteer, or one of another folder with the same three tables.

    Raises:
        PatternError: a table is missing, or a row can't be used; the message names file and line.
    """
    return _load(folder or _SHIPPED)


@cache
def _load(folder: Path) -> Gazetteer:
    entries: dict[str, GazetteerEntry] = {}
    for file, make in (("places.tsv", _place), ("actors.tsv", _actor)):
        for line, row in _rows(folder / file):
            try:
                entry = make(row)
            except (KeyError, ValueError) as error:
                raise PatternError(f"{file}:{line}: {error}") from error
            if entry.key in entries:
                raise PatternError(f"{file}:{line}: the key {entry.key!r} is taken")
            entries[entry.key] = entry
    for entry in entries.values():
        for key in entry.part_of:
            if key not in entries:
                raise PatternError(f"{entry.key}: part of {key!r}, which is no entry")
    adjectives, demonyms = _demonyms(folder / "demonyms.tsv", entries)
    exact, folded, articled, loose = (defaultdict[str, list[str]](list) for _ in range(4))
    for entry in entries.values():
        for alias in (entry.label, *entry.aliases):
            exact[_plain(alias)].append(entry.key)
            if alias in entry.literal or (is_acronym(alias) and len(_plain(alias)) <= _SHORT):
                continue
            folded[fold(alias)].append(entry.key)
            articled[fold_article(alias)].append(entry.key)
            if _is_romanised(entry):
                loose[fold_loose(alias)].append(entry.key)
    return Gazetteer(
        entries=MappingProxyType(entries),
        adjectives=MappingProxyType(adjectives),
        _exact=_frozen(exact),
        _folded=_frozen(folded),
        _articled=_frozen(articled),
        _loose=_frozen(loose),
        _demonyms=MappingProxyType(demonyms),
        countries=MappingProxyType(
            {e.country: e.key for e in entries.values() if e.country and e.type is LocationType.COUNTRY}
        ),
        _capitals=MappingProxyType({e.country or "": e.key for e in entries.values() if e.capital}),
    )


def _frozen(index: Mapping[str, list[str]]) -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({name: tuple(sorted(set(keys))) for name, keys in index.items()})


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        with path.open(encoding="utf-8", newline="") as lines:
            reader = csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)
            for row in reader:
                if None in row or None in row.values():
                    raise PatternError(f"{path.name}:{reader.line_num}: wrong number of columns")
                yield reader.line_num, row
    except OSError as error:
        raise PatternError(f"{path.name}: {error}") from error


def _split(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def _aliases(row: Mapping[str, str]) -> tuple[tuple[str, ...], frozenset[str], frozenset[str]]:
    """(all, literal, weak): "=" before an alias says that it counts only as written, "~" that it is weak."""
    cells = _split(row["aliases"])
    literal, weak = (frozenset(c[1:] for c in cells if c[0] == mark) for mark in "=~")
    return tuple(c[1:] if c[0] in "=~" else c for c in cells), literal, weak


def _place(row: Mapping[str, str]) -> GazetteerEntry:
    aliases, literal, weak = _aliases(row)
    return GazetteerEntry(
        key=row["key"],
        kind=Kind.LOCATION,
        type=LocationType(row["type"]),
        label=row["label"],
        aliases=aliases,
        wikidata=row["wikidata"] or None,
        country=row["country"] or None,
        latitude=float(row["lat"]) if row["lat"] else None,
        longitude=float(row["lon"]) if row["lon"] else None,
        geonames=row["geonames"] or None,
        part_of=_split(row["part_of"]),
        wide=row["wide"] == "1",
        population=int(row["population"] or 0),
        capital=row["capital"] == "1",
        literal=literal,
        weak=weak,
    )


def _actor(row: Mapping[str, str]) -> GazetteerEntry:
    aliases, literal, weak = _aliases(row)
    return GazetteerEntry(
        key=row["key"],
        kind=Kind.ACTOR,
        type=ActorType(row["type"]),
        label=row["label"],
        aliases=aliases,
        wikidata=row["wikidata"] or None,
        country=row["country"] or None,
        part_of=_split(row["part_of"]),
        wide=True,
        literal=literal,
        weak=weak,
    )


def _demonyms(
    path: Path, entries: Mapping[str, GazetteerEntry]
) -> tuple[dict[str, tuple[str, ...]], dict[str, str]]:
    adjectives: dict[str, tuple[str, ...]] = {}
    keys: dict[str, str] = {}
    for line, row in _rows(path):
        if row["key"] not in entries:
            raise PatternError(f"{path.name}:{line}: {row['key']!r} is no entry")
        adjectives[row["key"]] = _split(row["words"])
        for word in adjectives[row["key"]]:
            keys.setdefault(
                fold(word), row["key"]
            )  # a country's row stands before a people's of the same word
    return adjectives, keys


def _plain(name: str) -> str:
    """A name as written, but for the full stops of an abbreviation and the kind of apostrophe."""
    plain = name.replace("’", "'").replace("‘", "'")
    return plain.replace(".", "") if is_acronym(plain) else plain


def _is_romanised(entry: GazetteerEntry) -> bool:
    """Whether a name is romanised from Arabic: elsewhere the loose key merges names that are different."""
    if entry.kind is Kind.ACTOR and entry.type is not ActorType.PERSON:
        return False
    if entry.type is LocationType.COUNTRY:
        return False
    if entry.country is None:
        return any(_ARABIC.search(name) for name in (entry.label, *entry.aliases))
    return bool(ARABIC_SCRIPT & set(entry.country.split(",")))


def _rank(entry: GazetteerEntry, name: str) -> tuple[object, ...]:
    """Sort key of candidates: named so by its label, a country, well known, populous, then by key."""
    country = entry.type is LocationType.COUNTRY
    return (fold(entry.label) != fold(name), not country, not entry.wide, -entry.population, entry.key)


def _is_safe(alias: str) -> bool:
    """Whether an alias is long enough, or an abbreviation, to be matched wherever it stands."""
    return len(alias) >= 4 or is_acronym(alias)
