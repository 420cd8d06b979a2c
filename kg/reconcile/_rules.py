"""The table `patterns/reconciling.toml`: what names are worth, which properties there are, when all is clear.

In:  the table, and that of titles.
Out: Rules.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from kg.errors import PatternError
from kg.names import fold
from kg.patterns import table

# The properties that code knows how to tell, and those that it can compare as well.
COMPARED = frozenset({"name", "type", "country", "countryCode", "partOf", "coordinates", "wikidata"})
PROPERTIES = COMPARED | {"latitude", "longitude", "mentions", "articles"}


@dataclass(frozen=True, slots=True)
class Property:
    """What a table can ask for, and perhaps compare."""

    id: str
    name: str
    about: str
    of: tuple[str, ...]  # Actor, Location
    agrees: float = 0.0  # share of what is missing to 100 that agreement makes good
    differs: float = 0.0  # share of the points that a difference takes
    service: str | None = None  # where its values are entities of somebody else's
    example: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_compared(self) -> bool:
        """Whether its values say something about which entity is meant."""
        return self.agrees > 0 or self.differs > 0


@dataclass(frozen=True, slots=True, eq=False)
class Rules:
    """The table `patterns/reconciling.toml`. Equal only to itself."""

    names: Mapping[str, float]
    less: Mapping[str, float]
    certain: Mapping[str, Any]
    limits: Mapping[str, int]
    alike: tuple[frozenset[str], ...]
    wide: frozenset[str]
    properties: Mapping[str, Property]
    titles: frozenset[str]


@cache
def reconciling_rules() -> Rules:
    """The shipped table, with the titles of `patterns/titles.toml`.

    Raises:
        PatternError: a row can't be used.
    """
    return read_rules(table("reconciling"), table("titles"))


def read_rules(raw: Mapping[str, Any], titles: Mapping[str, Any]) -> Rules:
    """Read the tables from what TOML gives.

    Raises:
        PatternError: a row misses a key or has one we don't know.
    """
    try:
        rows = [Property(**{**row, "of": tuple(row["of"])}) for row in raw["property"]]
        rules = Rules(
            names={name: float(points) for name, points in raw["names"].items()},
            less={name: float(points) for name, points in raw["less"].items()},
            certain=raw["certain"],
            limits={name: int(limit) for name, limit in raw["limits"].items()},
            alike=tuple(frozenset(row["types"]) for row in raw["alike"]),
            wide=frozenset(raw["wide"]["types"]),
            properties={row.id: row for row in rows},
            titles=frozenset(
                fold(word) for row in titles["title"] if row["kind"] != "role" for word in row["words"]
            ),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PatternError(f"patterns/reconciling.toml: {type(error).__name__}: {error}") from error
    for unknown in sorted({row.id for row in rows} ^ PROPERTIES):
        raise PatternError(f"patterns/reconciling.toml: the property {unknown!r} is known on one side only")
    for row in rows:
        if row.is_compared and row.id not in COMPARED:
            raise PatternError(f"patterns/reconciling.toml: nothing compares the property {row.id!r}")
    return rules
