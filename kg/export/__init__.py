"""Exports: what a format is, and every format of this folder.

In:  named graphs, one after the other, in order of their names.
Out: a file, the same bytes for the same graphs.

Each module whose name does not begin with "_" ends in one value, FORMAT.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import MappingProxyType
from typing import BinaryIO

from kg.store import Store
from kg.vocabulary import NamedGraph

# When something was run is no part of what the articles say: this graph is in no canonical dump.
_LEFT_OUT = "graph/runs>"


@dataclass(frozen=True, slots=True)
class Format:
    """One way to write named graphs down."""

    name: str  # as in `kg export --format NAME`
    media_type: str
    suffix: str
    write: Callable[[Iterable[NamedGraph], BinaryIO], None]  # graphs in order of their names


@cache
def formats() -> Mapping[str, Format]:
    """Every format of the folder, by name, in order of names."""
    modules = sorted(module.name for module in iter_modules(__path__) if not module.name.startswith("_"))
    found: list[Format] = [import_module(f"{__name__}.{name}").FORMAT for name in modules]
    return MappingProxyType({one.name: one for one in sorted(found, key=lambda one: one.name)})


def dataset(store: Store) -> Iterator[NamedGraph]:
    """The graphs of the canonical dump, in order of their names: all but the one of runs."""
    for name in store.graphs():
        if not name.endswith(_LEFT_OUT):
            yield store.graph(name)
