"""TriG: Turtle with its graphs, for reading the dataset as it is."""

from collections.abc import Iterable
from typing import BinaryIO

from kg.export import Format
from kg.export._turtle import Speller, base_of, blocks, header
from kg.vocabulary import NamedGraph


def write_trig(graphs: Iterable[NamedGraph], out: BinaryIO) -> None:
    """Write one block for each graph."""
    spell: Speller | None = None
    for graph in graphs:
        if spell is None:
            base = base_of(graph.iri)
            spell = Speller(base)
            out.write(header(base).encode())
        out.write(f"\n{spell(graph.iri)} {{\n".encode())
        for block in blocks(graph.triples, spell, indent="    "):
            out.write(block.encode())
        out.write(b"}\n")
    if spell is None:
        out.write(header(None).encode())


FORMAT = Format(name="trig", media_type="application/trig", suffix=".trig", write=write_trig)
