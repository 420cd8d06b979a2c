"""Turtle, for reading and for tools that know no named graphs: one section for each graph."""

from collections.abc import Iterable
from typing import BinaryIO

from kg.export import Format
from kg.export._turtle import begun, blocks
from kg.vocabulary import NamedGraph


def write_turtle(graphs: Iterable[NamedGraph], out: BinaryIO) -> None:
    """Write the triples of all graphs, subject by subject. What two graphs tell is told twice."""
    for graph, spell in begun(graphs, out):
        out.write(f"\n# {graph.iri}\n\n".encode())
        for block in blocks(graph.triples, spell):
            out.write(block.encode())


FORMAT = Format(name="turtle", media_type="text/turtle", suffix=".ttl", write=write_turtle)
