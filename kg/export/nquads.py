"""N-Quads, sorted: the canonical dump. Same articles and same configuration, same bytes.

The order is that of `LC_ALL=C sort`, which is the order of Unicode code points.
"""

import heapq
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import islice
from tempfile import TemporaryFile
from typing import IO, BinaryIO

from kg.export import Format
from kg.vocabulary import NamedGraph

_CHUNK = 500_000  # lines that are sorted in memory at once, some hundred megabytes


def write_nquads(graphs: Iterable[NamedGraph], out: BinaryIO) -> None:
    """Write all statements, one a line, sorted, each once."""
    lines = (f"{line}\n".encode() for graph in graphs for line in graph.lines())
    with ExitStack() as files:
        chunks: list[Iterable[bytes]] = []
        while chunk := sorted(islice(lines, _CHUNK)):
            if len(chunk) < _CHUNK:
                chunks.append(chunk)
                break
            chunks.append(_spill(chunk, files.enter_context(TemporaryFile())))
        out.writelines(heapq.merge(*chunks))


def _spill(chunk: Iterable[bytes], file: IO[bytes]) -> Iterator[bytes]:
    """Put sorted lines aside on disk and read them back one by one."""
    file.writelines(chunk)
    file.seek(0)
    # A line of N-Quads holds no raw line end, so lines of the file are lines of ours.
    return iter(file)


FORMAT = Format(name="nquads", media_type="application/n-quads", suffix=".nq", write=write_nquads)
