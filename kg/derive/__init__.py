"""Derive: what follows from many articles together, as the graph `graph/derived`.

In:  the graphs of articles in any order, and the graph of the gazetteer.
Out: one graph: which articles are copies, which operations are one, where each figure comes from, how
     figures stand to each other, how stated distances stand to the map, which actors may be one.

A pure function of those graphs: however they came to be what they are, in whatever order articles were built,
rebuilt and removed, the same graphs give the same derived graph. Every step looks only at what shares
something (a place, an operation, a name), so the cost grows with the articles and not with their square.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from kg.derive._facts import Facts, Known, facts_of, known_of
from kg.derive._origins import origin_of
from kg.derive.comparisons import Comparison, comparisons, figure_of
from kg.derive.copies import Text, copies
from kg.derive.identity import MergeProposal, proposals
from kg.derive.mapchecks import MapCheck, map_checks
from kg.derive.operations import United, events_of, unite
from kg.vocabulary import (
    ATT,
    RDF,
    SEM,
    SKOS,
    NamedGraph,
    Names,
    Term,
    Triple,
    concept,
    named_graph,
    number,
    string,
    truth,
)


def derive(articles: Iterable[NamedGraph], gazetteer: NamedGraph, names: Names) -> NamedGraph:
    """The derived graph of some articles; without triples when nothing follows."""
    facts = (found for found in map(facts_of, articles) if found is not None)
    return derive_facts(facts, known_of(gazetteer), names)


def derive_facts(articles: Iterable[Facts], known: Known, names: Names) -> NamedGraph:
    """The same from what was read off the graphs before."""
    facts = sorted(articles, key=lambda article: article.article)
    return named_graph(names.graph("derived"), _triples(facts, known, names))


def _triples(facts: list[Facts], known: Known, names: Names) -> Iterator[Triple]:
    first_told = {}
    for copy in copies(Text(article.article, article.text, article.day) for article in facts):
        first_told[copy.article] = copy.first
        yield copy.article, ATT.nearDuplicateOf, copy.first
    united = unite((event for article in facts for event in events_of(article, known)), known)
    of_several = {event.iri: names.operation(one.key) for one in united for event in one.events}
    operations: dict[Term, Term] = {
        telling.iri: of_several.get(telling.refers_to, telling.refers_to)
        for article in facts
        for telling in article.tellings.values()
        if telling.refers_to is not None
    }
    for one in united:
        yield from _united(one, first_told, names)
    figures = []
    for article in facts:
        for claim in article.claims:
            origin = origin_of(claim, article, known, first_told)
            yield claim.iri, ATT.origin, origin
            figures.append(figure_of(claim, article, known, origin=origin, operations=operations))
    for comparison in comparisons(figures):
        yield from _comparison(comparison, names)
    for check in map_checks(facts, known):
        yield from _map_check(check, names)
    for proposal in proposals(facts, known):
        yield from _merge_proposal(proposal, names)


def _united(one: United, first_told: Mapping[Term, Term], names: Names) -> Iterator[Triple]:
    term = names.operation(one.key)
    yield term, RDF.type, ATT.Operation
    yield term, ATT.type, concept("operationType", one.type)
    yield term, SKOS.prefLabel, string(one.label)
    for event in one.events:
        yield event.iri, ATT.sameOperation, term
    for because in one.because:
        yield term, ATT.because, string(because)
    articles = {first_told.get(event.article, event.article) for event in one.events}
    yield term, ATT.independentSources, number(len(articles))
    if one.part_of is not None:
        yield term, SEM.subEventOf, names.operation(one.part_of)


def _map_check(check: MapCheck, names: Names) -> Iterator[Triple]:
    term = names.map_check(_digest(check.told.iri, check.place))
    yield term, RDF.type, ATT.MapCheck
    yield term, ATT.checks, check.told.iri
    if check.claim is not None:
        yield term, ATT.checksFigure, check.claim.iri
    yield term, ATT.candidate, check.place
    yield term, ATT.meant, truth(check.meant)
    yield term, ATT.fitsMap, truth(check.fit.fits)
    yield term, ATT.mapDistance, number(Decimal(round(check.fit.course.metres / 100) * 100))
    yield term, ATT.mapBearing, number(round(check.fit.course.degrees) % 360)
    yield term, ATT.because, string(check.fit.because)


def _merge_proposal(proposal: MergeProposal, names: Names) -> Iterator[Triple]:
    term = names.merge_proposal(_digest(*proposal.entities))
    yield term, RDF.type, ATT.MergeProposal
    for entity in proposal.entities:
        yield term, ATT.mayBeOne, entity
    yield term, ATT.score, number(proposal.score)
    yield term, ATT.because, string(proposal.because)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _comparison(comparison: Comparison, names: Names) -> Iterator[Triple]:
    claims = sorted((comparison.first.claim.iri, comparison.second.claim.iri))
    term = names.comparison(_digest(*claims))
    yield term, RDF.type, ATT.Comparison
    for claim in claims:
        yield term, ATT.claim, Term(claim)
    yield term, ATT.relation, concept("relation", comparison.relation)
    yield term, ATT.because, string(comparison.because)
    sources = {comparison.first.origin, comparison.second.origin}
    yield term, ATT.independentSources, number(len(sources))
    if comparison.reviser is not None:
        yield term, ATT.reviser, comparison.reviser.claim.iri
