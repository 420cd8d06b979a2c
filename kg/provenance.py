"""Provenance: from which article a graph was read, by which configuration, in which run.

In:  the identity of the language pipeline, the tables of rules, the packages; when a run began and ended.
Out: triples: inside an article's graph what is a function of article and configuration alone, so that no
     clock gets into it; in `graph/runs` the configuration itself and the run.

Source: PROV-O, https://www.w3.org/TR/prov-o/ (a run is an Activity, a configuration its Plan).
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, fields
from datetime import date, datetime
from enum import Enum
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg.model import Article
from kg.settings import shared_dir
from kg.vocabulary import ATT, PROV, RDF, RDFS, Names, Term, Triple, moment, number, string

# Tables that link or look up what has been read, and decide nothing about the reading.
_NOT_READING = frozenset(
    {"linking.toml", "reconciling.toml", "linkPart.ttl", "linkStatus.ttl", "verdict.ttl"}
)
# Packages whose version can change what is read from a text.
_PACKAGES = ("spacy", "onnxruntime", "numpy", "trafilatura")


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything besides the article that decides what is read from it."""

    model: str  # name of the language pipeline
    model_version: str
    model_sha256: str
    rules_sha256: str  # of the concepts and tables that drive extraction
    base: str  # data IRIs begin with it
    packages: tuple[str, ...]  # "attested 0.1.0", sorted
    places: str | None = None  # the world's places, with a hash; None: only those of the gazetteer

    @property
    def digest(self) -> str:
        """Names the configuration: 16 hex digits."""
        return hashlib.sha256(json.dumps(asdict(self), sort_keys=True).encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Run:
    """One building of graphs."""

    configuration: Configuration
    started: datetime  # with time zone
    ended: datetime
    written: tuple[Term, ...]  # graphs that were new or changed
    unchanged: int  # articles whose graph was there just like this
    refused: int  # inputs that were no article, or failed


def configuration_of(
    model: str, model_version: str, model_sha256: str, base: str, places: str | None = None
) -> Configuration:
    """The configuration of this installation with a given language pipeline."""
    packages = []
    for name in ("attested", *_PACKAGES):
        try:
            packages.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue  # not installed, so it decides nothing; a checkout on the path has no version either
    return Configuration(
        model=model,
        model_version=model_version,
        model_sha256=model_sha256,
        rules_sha256=rules_sha256(shared_dir("ontology") / "concepts", Path(__file__).parent / "patterns"),
        base=base,
        packages=tuple(sorted(packages)),
        places=places,
    )


@cache
def rules_sha256(*folders: Path) -> str:
    """A hash of all tables of rules under some folders, whatever the order of the file system."""
    digest = hashlib.sha256()
    for folder in folders:
        tables = (p for p in folder.rglob("*") if p.suffix in (".ttl", ".toml", ".tsv"))
        tables = (p for p in tables if p.name not in _NOT_READING)
        for path in sorted(tables, key=lambda p: p.relative_to(folder).as_posix()):
            data = path.read_bytes()
            digest.update(f"{path.relative_to(folder).as_posix()}\0{len(data)}\0".encode() + data)
    return digest.hexdigest()


def article_digest(article: Article) -> str:
    """A hash of all that is read of an article: its text, its metadata, its zones; not where it lay."""
    values = {f.name: getattr(article, f.name) for f in fields(article) if f.name != "source"}
    return hashlib.sha256(json.dumps(values, default=_plain, sort_keys=True).encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return asdict(value)  # type: ignore[call-overload] # passages and spans


def describe_origin(article: Article, configuration: Configuration, names: Names) -> Iterator[Triple]:
    """What an article's graph says about itself: from what, and by which configuration, it was read."""
    graph = names.article_graph(article.id)
    yield graph, RDF.type, PROV.Entity
    yield graph, PROV.wasDerivedFrom, names.article(article)
    yield graph, ATT.configuration, names.configuration(configuration.digest)
    yield graph, ATT.digest, string(article_digest(article))


def describe_run(run: Run, names: Names) -> Iterator[Triple]:
    """A run and its configuration, for `graph/runs`."""
    yield from _describe_configuration(run.configuration, names)
    configuration = names.configuration(run.configuration.digest)
    stamp = f"{run.started.isoformat()} {run.ended.isoformat()} {run.configuration.digest}"
    term = names.run(hashlib.sha256(stamp.encode()).hexdigest()[:16])
    yield term, RDF.type, ATT.Run
    yield term, RDF.type, PROV.Activity
    yield term, PROV.startedAtTime, moment(run.started)
    yield term, PROV.endedAtTime, moment(run.ended)
    yield term, PROV.used, configuration
    yield term, ATT.graphsWritten, number(len(run.written))
    yield term, ATT.articlesUnchanged, number(run.unchanged)
    yield term, ATT.articlesRefused, number(run.refused)
    yield from _generated(term, run.written)


def _generated(term: Term, graphs: Iterable[Term]) -> Iterator[Triple]:
    for graph in graphs:
        yield term, PROV.generated, graph


def _describe_configuration(configuration: Configuration, names: Names) -> Iterator[Triple]:
    term = names.configuration(configuration.digest)
    yield term, RDF.type, ATT.Configuration
    yield term, RDF.type, PROV.Plan
    yield term, RDFS.label, string(f"{configuration.model} {configuration.model_version}")
    yield term, ATT.model, string(configuration.model)
    yield term, ATT.modelVersion, string(configuration.model_version)
    yield term, ATT.modelSha256, string(configuration.model_sha256)
    yield term, ATT.rulesSha256, string(configuration.rules_sha256)
    yield term, ATT.base, string(configuration.base)
    if configuration.places is not None:
        yield term, ATT.placeData, string(configuration.places)
    for package in configuration.packages:
        yield term, ATT.package, string(package)
