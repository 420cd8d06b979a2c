"""Relate: join what extractors found apart, by where the words stand.

In:  a Reading as the extractors left it.
Out: the same Reading in which statements know the statement that reports them, figures and operations the
     statement that tells them, figures the operation they are a figure of; and in which nothing that
     somebody else says counts as said in the article's own voice.

Knows spans. Knows nothing of grammar, entities or RDF.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from types import MappingProxyType

from kg.model import (
    Act,
    Finding,
    Modality,
    OperationMention,
    QuantityClaim,
    Reading,
    Reference,
    Span,
    Statement,
)
from kg.patterns import table

# What becomes of an operation told in the article's voice when it stands inside a statement of this act.
# Every other act makes it claimed. A stronger modality that the words themselves give is kept.
_MODALITY = {
    Act.DENIAL: Modality.DENIED,
    Act.COMMITMENT: Modality.EXPECTED,
}


def relate(reading: Reading) -> Reading:
    """Set `nested_in`, `claimed_in`, `told_in`, `in_operation` and the modality inside statements.

    A finding belongs to the innermost statement whose content holds its evidence. A statement is nested in
    another when its cue and content lie inside the other's content.
    """
    statements = [f for f in reading.findings if isinstance(f, Statement)]
    nested = _nesting(statements)
    told = _holders(
        statements, [f.evidence for f in reading.findings if isinstance(f, QuantityClaim | OperationMention)]
    )
    operations = {
        id(f): _told(f, told.get(f.evidence)) for f in reading.findings if isinstance(f, OperationMention)
    }
    nearby = _by_sentence(reading.sentences, operations.values())

    def related(finding: Finding) -> Finding:
        match finding:
            case Statement():
                outer = nested.get(id(finding))
                return replace(finding, nested_in=_reference(outer)) if outer is not None else finding
            case OperationMention():
                return operations[id(finding)]
            case QuantityClaim():
                holder = told.get(finding.evidence)
                claim = replace(finding, claimed_in=_reference(holder)) if holder is not None else finding
                candidates = nearby.get(_sentence_of(reading.sentences, claim.evidence), ())
                operation = _operation_of(claim, candidates)
                return replace(claim, in_operation=_reference(operation)) if operation is not None else claim
        return finding

    return replace(reading, findings=tuple(related(finding) for finding in reading.findings))


def _reference(finding: Finding) -> Reference:
    return Reference(type(finding).__name__, finding.evidence)


def _told(operation: OperationMention, holder: Statement | None) -> OperationMention:
    if holder is None:
        return operation
    modality = operation.modality
    if modality is Modality.ASSERTED:
        modality = _MODALITY.get(holder.act, Modality.CLAIMED)
        # What somebody asks for not to be done may never be; what a request speaks of besides is as in any
        # statement ("to leave the villages they seized").
        if holder.act is Act.REQUEST and operation.negated:
            modality = Modality.HYPOTHETICAL
    return replace(operation, told_in=_reference(holder), modality=modality)


# --- who holds what: one sweep over spans in order of their beginning -------------------------------


def _covers(
    contents: Iterable[tuple[Span, Statement]], spans: Iterable[Span]
) -> Iterator[tuple[Span, Span, Statement]]:
    """For each span the contents that cover it, the innermost first, as (span, content, statement)."""
    waiting = sorted(contents, key=lambda pair: (pair[0].start, -pair[0].end, pair[1].evidence))
    open_: list[tuple[Span, Statement]] = []
    upcoming = 0
    for span in sorted(set(spans)):
        while upcoming < len(waiting) and waiting[upcoming][0].start <= span.start:
            open_.append(waiting[upcoming])
            upcoming += 1
        if open_ and any(content.end <= span.start for content, _ in open_):
            # Nothing that begins later can lie in a content that has ended.
            open_ = [pair for pair in open_ if pair[0].end > span.start]
        for content, statement in sorted(open_, key=lambda pair: pair[0].end - pair[0].start):
            if content.end >= span.end:
                yield span, content, statement


def _contents(statements: Iterable[Statement]) -> list[tuple[Span, Statement]]:
    return [(content, statement) for statement in statements for content in statement.content]


def _holders(statements: Sequence[Statement], spans: Iterable[Span]) -> Mapping[Span, Statement]:
    """The innermost statement whose content holds each span.

    An impression that others give ("those who fled give us the impression that ...") is what the speaker
    around it concludes, so what it holds is that speaker's; its own giver's only where nobody else speaks.
    """
    holders: dict[Span, Statement] = {}
    given: dict[Span, Statement] = {}
    for span, _, statement in _covers(_contents(statements), spans):
        (given if _is_impression(statement) else holders).setdefault(span, statement)
    return MappingProxyType({**given, **holders})


@cache
def _impressions() -> frozenset[str]:
    return frozenset(table("speech")["impressions"])


def _is_impression(statement: Statement) -> bool:
    """Whether the cue is a noun for what others make somebody think; the pattern names the cue."""
    _, _, rest = statement.pattern.partition("/")
    return rest.partition("/")[0] in _impressions()


def _nesting(statements: Sequence[Statement]) -> Mapping[int, Statement]:
    """For a statement (by identity) the innermost one that reports it."""
    wanted: dict[Span, list[Statement]] = defaultdict(list)
    for statement in statements:
        wanted[_core(statement)].append(statement)
    outer: dict[int, Statement] = {}
    for span, content, holder in _covers(_contents(statements), wanted):
        for statement in wanted[span]:
            if statement is holder or id(statement) in outer:
                continue
            # Two readings of the same words report each other in vain: the outer one has words of its own.
            if (content != span or _core(holder) != span) and not _reports(outer, statement, holder):
                outer[id(statement)] = holder
    return MappingProxyType(outer)


def _reports(outer: Mapping[int, Statement], statement: Statement, inner: Statement) -> bool:
    """Whether one statement reports another, directly or through others: torn quotations can cross."""
    above: Statement | None = inner
    while above is not None:
        if above is statement:
            return True
        above = outer.get(id(above))
    return False


def _core(statement: Statement) -> Span:
    """Cue and first content: what has to lie inside the content of a statement that reports this one."""
    first = statement.content[0]
    return first if statement.cue is None else first.hull(statement.cue)


# --- figures and operations -----------------------------------------------------------------------


def _sentence_of(sentences: Sequence[Span], span: Span) -> int:
    return bisect_right(sentences, span.start, key=lambda sentence: sentence.start) - 1


def _by_sentence(
    sentences: Sequence[Span], operations: Iterable[OperationMention]
) -> Mapping[int, Sequence[OperationMention]]:
    found: dict[int, list[OperationMention]] = defaultdict(list)
    for operation in operations:
        found[_sentence_of(sentences, operation.evidence)].append(operation)
    return found


@cache
def _outcomes() -> Mapping[str, Mapping[str, int]]:
    """For a measure, the operation types it can be a figure of, with their rank."""
    return {
        measure: {name: rank for rank, name in enumerate(types)}
        for measure, types in table("figures").items()
    }


def _operation_of(claim: QuantityClaim, candidates: Sequence[OperationMention]) -> OperationMention | None:
    """The operation of the same sentence and the same voice whose outcome a figure counts, or None."""
    if claim.conversion_of is not None:
        return None
    ranks = _outcomes().get(claim.measure.value, {})
    fitting = [
        (ranks[operation.type], _gap(operation.evidence, claim.evidence), operation.evidence, operation.type)
        for operation in candidates
        if operation.type in ranks and operation.told_in == claim.claimed_in and not operation.negated
    ]
    if not fitting:
        return None
    *_, evidence, type_ = min(fitting)
    return next(o for o in candidates if o.evidence == evidence and o.type == type_)


def _gap(one: Span, other: Span) -> int:
    return max(one.start - other.end, other.start - one.end, 0)
