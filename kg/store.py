"""The store: the dataset in Oxigraph, on disk or in memory.

In:  named graphs to keep, queries to answer.
Out: answers, graphs, counts; rdflib's view of the same data through oxrdflib.

The only file that knows Oxigraph. One process writes at a time. A graph is replaced in one transaction:
whoever is killed in the middle leaves the old graph or the new one, never a part of either.

Two habits of Oxigraph that callers feel: the union of all graphs keeps a triple as often as there are
graphs that tell it, so counting queries say DISTINCT; and a query can't be stopped once it runs.
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType, TracebackType
from typing import Any, Protocol, Self

import pyoxigraph as ox
from oxrdflib import OxigraphStore
from rdflib import BNode, Dataset, Literal, URIRef

from kg.errors import QueryError, StoreError
from kg.vocabulary import PREFIXES, NamedGraph, Term, Triple, iri, named_graph

Value = URIRef | BNode | Literal

# A folder that RocksDB made has this file; it names the current manifest.
_MARK = "CURRENT"

# What Oxigraph raises: the disk, a value that can't be, damage, a function that isn't there.
_FAILURES = (OSError, ValueError, RuntimeError)

_CSV_PIECE = 8 * 1024  # characters gathered before they are handed on

_RESULTS = {
    "json": ox.QueryResultsFormat.JSON,
    "xml": ox.QueryResultsFormat.XML,
    "csv": ox.QueryResultsFormat.CSV,
    "tsv": ox.QueryResultsFormat.TSV,
}
_GRAPHS = {
    "turtle": ox.RdfFormat.TURTLE,
    "nt": ox.RdfFormat.N_TRIPLES,
    "nq": ox.RdfFormat.N_QUADS,
    "trig": ox.RdfFormat.TRIG,
    "rdfxml": ox.RdfFormat.RDF_XML,
    "jsonld": ox.RdfFormat.JSON_LD,
}


class Sink(Protocol):
    """Where an answer is written to, piece by piece."""

    def write(self, piece: bytes, /) -> object:
        """Take a piece; an exception raised here stops the answer."""
        ...


class Answer:
    """The answer to one query: rows, a graph, or yes or no. Lazy, to be read once."""

    def __init__(self, results: Any) -> None:
        self._results = results
        self.boolean: bool | None = None
        self.variables: tuple[str, ...] = ()
        if isinstance(results, ox.QueryBoolean):
            self.kind = "boolean"
            self.boolean = bool(results)
        elif isinstance(results, ox.QuerySolutions):
            self.kind = "bindings"
            self.variables = tuple(variable.value for variable in results.variables)
        else:
            self.kind = "graph"

    def rows(self) -> Iterator[tuple[Value | None, ...]]:
        """The rows of a SELECT, in order; None where a variable has no value.

        Raises:
            QueryError: evaluation failed on the way.
        """
        width = range(len(self.variables))
        try:
            for solution in self._results:
                yield tuple(_to_rdflib(solution[i]) for i in width)
        except _FAILURES as error:
            raise QueryError(str(error)) from error

    def triples(self) -> Iterator[tuple[Value, Value, Value]]:
        """The triples of a CONSTRUCT or DESCRIBE.

        Raises:
            QueryError: evaluation failed on the way.
        """
        try:
            for triple in self._results:
                yield tuple(_to_rdflib(term) for term in triple)
        except _FAILURES as error:
            raise QueryError(str(error)) from error

    def write(self, sink: Sink, format: str) -> None:
        """Write the answer as it is computed; an exception of the sink stops the query.

        Args:
            sink: takes the pieces, a few kilobytes each.
            format: "json", "xml", "csv", "tsv" for rows and yes or no; for graphs "turtle", "nt", "nq",
                "trig", "rdfxml", "jsonld".

        Raises:
            ValueError: this kind of answer has no such format.
            QueryError: evaluation failed on the way.
        """
        formats: Mapping[str, Any] = _GRAPHS if self.kind == "graph" else _RESULTS
        if format not in formats:
            raise ValueError(f"{format}: an answer of this kind comes as {', '.join(sorted(formats))}")
        guard = _Guard(sink)
        try:
            if format == "csv" and self.kind == "bindings":
                self._write_csv(guard)
            else:
                self._results.serialize(guard, format=formats[format])
        except _FAILURES as error:
            if guard.failure is not None:
                raise guard.failure from None
            raise QueryError(str(error)) from error

    def _write_csv(self, sink: Sink) -> None:
        """Rows as CSV. Oxigraph writes IRIs without quotation marks, and ours have a comma: "#char=8,40"."""
        held = io.StringIO()
        writer = csv.writer(held)
        writer.writerow(self.variables)
        width = range(len(self.variables))
        for solution in self._results:
            cells = (solution[i] for i in width)
            writer.writerow(["" if c is None else _csv_cell(c) for c in cells])
            if held.tell() >= _CSV_PIECE:
                sink.write(held.getvalue().encode())
                held.seek(0)
                held.truncate()
        sink.write(held.getvalue().encode())


def _csv_cell(term: Any) -> str:
    """A term as SPARQL's CSV has it: its value; a blank node with its "_:"."""
    return term.value if isinstance(term, ox.NamedNode | ox.Literal) else str(term)


class _Guard:
    """Tells an error of the sink from an error of the query: both come out of `serialize` alike."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.failure: BaseException | None = None

    def write(self, piece: bytes) -> int:
        try:
            self._sink.write(piece)
        except BaseException as error:
            self.failure = error
            raise
        return len(piece)

    def flush(self) -> None:
        """Nothing is held back here."""


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in a store."""

    quads: int
    graphs: int


class Store:
    """A dataset: named graphs that are replaced whole. Open one with `open_store`."""

    def __init__(self, inner: ox.Store, *, read_only: bool = False) -> None:
        self._inner: ox.Store | None = inner
        self.read_only = read_only

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def _store(self) -> ox.Store:
        if self._inner is None:
            raise StoreError("the store is closed")
        return self._inner

    def close(self) -> None:
        """Let go of the folder, so that another process may write. Closing twice is fine."""
        # Oxigraph has no close: the lock goes with the last reference.
        if self._inner is not None and not self.read_only:
            with suppress(OSError):
                self._inner.flush()
        self._inner = None

    # --- writing

    def replace_graph(self, graph: NamedGraph) -> bool:
        """Make the graph hold exactly these triples, in one transaction.

        Returns:
            Whether anything was written: False when it was there just like this.

        Raises:
            StoreError: the store is read-only, the disk is full, or the graph is empty.
        """
        if not graph.triples:
            raise StoreError(f"{graph.iri} would be empty; remove it instead")
        wanted = {f"{s} {p} {o} ." for s, p, o in graph.triples}
        present = set(self._lines(graph.iri))
        return self._change(graph.iri, remove=present - wanted, add=wanted - present)

    def add_to_graph(self, graph: NamedGraph) -> bool:
        """Add triples to a graph and keep what is there, in one transaction.

        Returns:
            Whether anything was new.

        Raises:
            StoreError: the store is read-only or the disk is full.
        """
        wanted = {f"{s} {p} {o} ." for s, p, o in graph.triples}
        return self._change(graph.iri, remove=set(), add=wanted - set(self._lines(graph.iri)))

    def remove_graph(self, name: Term) -> bool:
        """Remove a graph with all it holds, in one transaction.

        Returns:
            Whether there was such a graph.

        Raises:
            StoreError: the store is read-only.
        """
        node = _node(name)
        if not self._store.contains_named_graph(node):
            return False
        self._update(f"DROP SILENT GRAPH {name}")
        return True

    def _change(self, name: Term, *, remove: set[str], add: set[str]) -> bool:
        if not remove and not add:
            return False
        # What stays is not touched: a small correction of a large graph costs what it changes.
        steps = [
            f"{verb} DATA {{ GRAPH {name} {{\n" + "\n".join(sorted(lines)) + "\n} }"
            for verb, lines in (("DELETE", remove), ("INSERT", add))
            if lines
        ]
        self._update(" ;\n".join(steps))
        return True

    def _update(self, text: str) -> None:
        if self.read_only:
            raise StoreError("the store is open for reading only")
        try:
            self._store.update(text)
        except (SyntaxError, *_FAILURES) as error:
            raise StoreError(f"the store could not be written: {error}") from error

    # --- reading

    def graph(self, name: Term) -> NamedGraph:
        """All that a graph holds; without triples when there is no such graph."""
        return named_graph(name, (_split(line) for line in self._lines(name)))

    def has_graph(self, name: Term) -> bool:
        """Whether there is a graph of this name."""
        return self._store.contains_named_graph(_node(name))

    def holds(self, name: Term, triple: Triple) -> bool:
        """Whether a graph holds a triple."""
        subject, predicate, object_ = (_to_oxigraph_term(term) for term in triple)
        pattern: Any = (subject, predicate, object_, _node(name))
        return next(iter(self._store.quads_for_pattern(*pattern)), None) is not None

    def graphs(self) -> tuple[Term, ...]:
        """Names of all graphs, sorted."""
        return tuple(
            sorted(iri(name.value) for name in self._store.named_graphs() if isinstance(name, ox.NamedNode))
        )

    def counts(self) -> Counts:
        """How many quads and graphs there are. Reads the whole store: seconds when there are millions."""
        return Counts(quads=len(self._store), graphs=sum(1 for _ in self._store.named_graphs()))

    def query(
        self,
        text: str,
        *,
        bindings: Mapping[str, Value] = MappingProxyType({}),
        default_graphs: Sequence[str] = (),
        named_graphs: Sequence[str] = (),
        union: bool = True,
    ) -> Answer:
        """Answer a query in SPARQL 1.1.

        Args:
            text: the query. The prefixes of the vocabulary are known without being declared.
            bindings: values for variables that the query selects; given as terms, never as text.
            default_graphs: IRIs of the graphs that make up the default graph; these replace any FROM.
            named_graphs: IRIs of the graphs that GRAPH may name; these replace any FROM NAMED.
            union: whether the default graph is the union of all graphs. Say False when the query itself names
                its dataset: Oxigraph would widen FROM to every graph.

        Raises:
            QueryError: the query can't be parsed or planned; the message begins with "error at LINE:COLUMN"
                where there is a place.
        """
        named = bool(default_graphs or named_graphs)
        try:
            results = self._store.query(
                text,
                prefixes=PREFIXES,
                use_default_graph_as_union=union and not named,
                default_graph=[ox.NamedNode(g) for g in default_graphs] if named else None,
                named_graphs=[ox.NamedNode(g) for g in named_graphs] if named else None,
                substitutions={ox.Variable(name): _to_oxigraph(value) for name, value in bindings.items()},
            )
        except (SyntaxError, *_FAILURES) as error:
            raise QueryError(str(error)) from error
        return Answer(results)

    def as_rdflib(self) -> Dataset:
        """The same data through rdflib's API; its default graph is the union of all graphs."""
        dataset = Dataset(store=OxigraphStore(store=self._store), default_union=True)
        for prefix, namespace in PREFIXES.items():
            dataset.bind(prefix, namespace, replace=True)
        return dataset

    def _lines(self, name: Term) -> list[str]:
        data = self._store.dump(format=ox.RdfFormat.N_TRIPLES, from_graph=_node(name))
        assert data is not None  # noqa: S101 # None only when it was written to a file
        # Not splitlines(): words may hold U+2028 and its kin, which end no line here.
        return data.decode("utf-8").split("\n")[:-1]


def open_store(path: Path | None, *, read_only: bool = False) -> Store:
    """Open the store in a folder, or a new one in memory.

    Args:
        path: its folder, made when it isn't there yet; None for a store in memory, gone when closed.
        read_only: open beside a writer; sees what was committed when it was opened.

    Raises:
        StoreError: the folder holds something else, another process is writing to it, it is damaged, or
            there is nothing to read.
    """
    if path is None:
        return Store(ox.Store())
    _check_folder(path, read_only=read_only)
    try:
        inner = ox.Store.read_only(str(path)) if read_only else ox.Store(str(path))
    except _FAILURES as error:
        if "/LOCK: " in str(error):
            raise StoreError(f"{path}: somebody else is writing to this store; try again later") from error
        raise StoreError(f"{path}: the store can't be opened, it may be damaged: {error}") from error
    return Store(inner, read_only=read_only)


def _check_folder(path: Path, *, read_only: bool) -> None:
    if (path / _MARK).is_file():
        return
    if path.exists() and not path.is_dir():
        raise StoreError(f"{path}: a store is a folder, this is a file")
    if path.is_dir() and any(path.iterdir()):
        raise StoreError(f"{path}: this folder holds something else than a store; name another one")
    if read_only:
        raise StoreError(f"{path}: there is no store yet; build one first")
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreError(f"{path}: the folder can't be made: {error}") from error


def bulk_load(path: Path, graphs: Iterable[NamedGraph]) -> None:
    """Fill a store that is new or empty, fast and without a transaction.

    Raises:
        StoreError: there is something in it, or it can't be opened or written.
    """
    with open_store(path) as store:
        inner = store._store
        if next(iter(inner.named_graphs()), None) is not None:
            raise StoreError(f"{path}: only an empty store is filled in bulk")
        try:
            for graph in graphs:
                inner.bulk_load(input="\n".join(graph.lines()).encode(), format=ox.RdfFormat.N_QUADS)
        except (SyntaxError, *_FAILURES) as error:
            raise StoreError(f"{path}: the store could not be written: {error}") from error


# --- terms on the border --------------------------------------------------------------------------


def _split(line: str) -> Triple:
    subject, predicate, rest = line.split(" ", 2)
    return Term(subject), Term(predicate), Term(rest.removesuffix(" ."))


def _node(name: Term) -> ox.NamedNode:
    return ox.NamedNode(name[1:-1])


def _to_oxigraph_term(term: Term) -> ox.NamedNode | ox.Literal:
    quad = next(iter(ox.parse(input=f"<a:s> <a:p> {term} .", format=ox.RdfFormat.N_TRIPLES)))
    assert isinstance(quad.object, ox.NamedNode | ox.Literal)  # noqa: S101 # our terms are IRIs and literals
    return quad.object


def _to_oxigraph(value: Value) -> Any:
    if isinstance(value, URIRef):
        return ox.NamedNode(str(value))
    if isinstance(value, BNode):
        return ox.BlankNode(str(value))
    if value.language:
        return ox.Literal(str(value), language=value.language)
    return ox.Literal(str(value), datatype=ox.NamedNode(str(value.datatype)) if value.datatype else None)


def _to_rdflib(term: Any) -> Any:
    if term is None:
        return None
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if isinstance(term, ox.BlankNode):
        return BNode(term.value)
    if isinstance(term, ox.Literal):
        if term.language:
            return Literal(term.value, lang=term.language)
        plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
        # normalize=False: rdflib would rewrite "007" and "1.50".
        return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)
    return Literal(str(term))  # a triple term of RDF 1.2, which rdflib doesn't know
