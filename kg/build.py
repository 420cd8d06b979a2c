"""Build: the whole staircase as one function, from an Article to its NamedGraph.

In:  an Article and the tools, which are made once.
Out: what was read from it (Resolved), or that as a graph.

A pure function of article and tools: it maps over any number of articles, in any order, in any process.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from kg.analyse import analyse, forgetting, make_pipeline, model_identity
from kg.background import gazetteer_graph
from kg.describe import describe
from kg.explain import Explanation, explain
from kg.extract import Examined, Extract, examine_doc, extractors, read_doc
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.model import Article, Reading, Resolved
from kg.provenance import Configuration, configuration_of, describe_origin
from kg.relate import relate
from kg.resolve import resolve
from kg.settings import Settings
from kg.unite import unite
from kg.vocabulary import NamedGraph, Names, Triple, named_graph
from kg.worldplaces import WorldPlaces


@dataclass(frozen=True, slots=True)
class Tools:
    """What reading an article takes. Made once by `make_tools`, shared by all articles."""

    read: Callable[[Article], Reading]  # analyses and extracts
    examine: Callable[[Article], Examined]  # the same, keeping what an explanation needs
    gazetteer: Gazetteer
    names: Names
    configuration: Configuration
    world: WorldPlaces | None = None  # places beyond the gazetteer, where there is an index of them


def make_tools(settings: Settings) -> Tools:
    """Load the language pipeline, the rules and the gazetteer. Takes a second or two.

    Raises:
        PipelineError: the language pipeline can't be loaded.
        PatternError: a table of rules, or the index of the world's places, can't be used.
    """
    gazetteer = load_gazetteer()
    index = settings.places_file
    world = WorldPlaces(index, gazetteer) if index.is_file() else None
    nlp = make_pipeline(settings.model, gazetteer)
    run: tuple[Extract, ...] = extractors(gazetteer)
    identity = model_identity(nlp)

    def read(article: Article) -> Reading:
        with forgetting(nlp):
            return read_doc(analyse(nlp, article), article, run)

    return Tools(
        read=read,
        examine=lambda article: examine_doc(analyse(nlp, article), article, run),
        gazetteer=gazetteer,
        names=Names(settings.base),
        configuration=configuration_of(
            identity.name,
            identity.version,
            identity.sha256,
            settings.base,
            world.about.identity if world else None,
        ),
        world=world,
    )


def read_article(article: Article, tools: Tools) -> Resolved:
    """Analyse, extract, relate, resolve, unite: all that is found in an article, joined to what is meant."""
    return _joined(tools.read(article), tools)


def _joined(reading: Reading, tools: Tools) -> Resolved:
    return unite(resolve(relate(reading), tools.gazetteer, tools.world))


def explain_article(article: Article, tools: Tools) -> Explanation:
    """Which rule and grammar path stand behind each finding of an article, and why it has no more."""
    examined = tools.examine(article)
    return explain(examined, _joined(examined.reading, tools), tools.gazetteer)


def graph_of(resolved: Resolved, tools: Tools) -> NamedGraph:
    """What was read from an article, as the graph of that article."""
    article = resolved.reading.article

    def triples() -> Iterator[Triple]:
        yield from describe(resolved, tools.names)
        yield from describe_origin(article, tools.configuration, tools.names)

    return named_graph(tools.names.article_graph(article.id), triples())


def graphs_of(read: Iterable[Resolved], tools: Tools) -> tuple[NamedGraph, ...]:
    """Some articles' graphs with what the gazetteer says of the curated entities in them, in order of name.

    A store has the whole gazetteer; this is for whoever takes a few graphs elsewhere.
    """
    read = tuple(read)
    graphs = {graph.iri: graph for graph in (graph_of(resolved, tools) for resolved in read)}
    keys = {entity.key for resolved in read for entity in resolved.entity_of.values() if entity.curated}
    known = gazetteer_graph(tools.gazetteer, tools.names, keys)
    if known.triples:
        graphs[known.iri] = known
    return tuple(graphs[name] for name in sorted(graphs))


def build(article: Article, tools: Tools) -> NamedGraph:
    """The graph of an article. The same article and configuration always give the same graph."""
    return graph_of(read_article(article, tools), tools)
