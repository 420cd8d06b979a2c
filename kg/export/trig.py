"""TriG: Turtle with its graphs, for reading the dataset as it is."""

from collections.abc import Iterable
from typing import BinaryIO

from kg.export import Format
from kg.export._turtle import begun, blocks
from kg.vocabulary import NamedGraph


def write_trig(graphs: Iterable[NamedGraph], out: BinaryIO) -> None:
    """Write one block for each graph."""
    for graph, spell in begun(graphs, out):
        out.write(f"\n{spell(graph.iri)} {{\n".encode())
        for block in blocks(graph.triples, spell, indent="    "):
            out.write(block.encode())
        out.write(b"}\n")


FORMAT = Format(name="trig", media_type="application/trig", suffix=".trig", write=write_trig)
