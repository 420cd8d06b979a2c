"""What extractors found apart is joined by where the words stand."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.model import (
    Act,
    Comparator,
    Measure,
    Modality,
    OperationMention,
    QuantityClaim,
    Reading,
    Reference,
    Span,
    Statement,
    StatementKind,
)
from kg.relate import relate
from tests.builders import make_article

TEXT = (
    "The governor said the mayor told reporters that rebels killed at least 20 soldiers. "
    "Shelling killed 7 people and wounded 30 others."
)
ARTICLE = make_article(TEXT)
FIRST, SECOND = (
    Span(0, TEXT.index(". ") + 1),
    Span(TEXT.index("Shelling"), len(TEXT)),
)


def span(words, start=0):
    at = TEXT.index(words, start)
    return Span(at, at + len(words))


def statement(cue, *contents, act=Act.ASSERTION):
    spans = tuple(span(c) for c in contents)
    where = span(cue) if cue else None
    evidence = spans[0].hull(*spans[1:], *([where] if where else []))
    return Statement(
        evidence=evidence,
        pattern="t",
        speaker=None,
        cue=where,
        content=spans,
        kind=StatementKind.INDIRECT,
        act=act,
    )


def operation(words, type_="killing", **more):
    return OperationMention(evidence=span(words), pattern="t", type=type_, **more)


def claim(words, measure=Measure.KILLED, **more):
    return QuantityClaim(
        evidence=span(words),
        pattern="t",
        core=span(words),
        low=Decimal(1),
        high=Decimal(1),
        comparator=Comparator.EXACT,
        measure=measure,
        unit="people",
        of="x",
        **more,
    )


def related(*findings):
    return relate(Reading(ARTICLE, (FIRST, SECOND), findings)).findings


def test_an_impression_that_others_give_is_concluded_by_the_speaker():
    inner = replace(INNER, pattern="act-assertion/impression/noun-cue")
    figure = claim("at least 20")
    outer, nested, told = related(OUTER, inner, figure)
    assert nested.nested_in == Reference("Statement", outer.evidence)
    assert told.claimed_in == Reference("Statement", outer.evidence)
    _, alone = related(inner, figure)
    assert alone.claimed_in == Reference("Statement", inner.evidence)


OUTER = statement("said", "the mayor told reporters that rebels killed at least 20 soldiers")
INNER = statement("told", "rebels killed at least 20 soldiers")


def reference(finding):
    return Reference(type(finding).__name__, finding.evidence)


def test_a_statement_inside_the_content_of_another_is_nested_in_it():
    outer, inner = related(OUTER, INNER)

    assert outer.nested_in is None
    assert inner.nested_in == reference(OUTER)


def test_figures_and_operations_belong_to_the_innermost_statement():
    for order in ((OUTER, INNER), (INNER, OUTER)):
        *_, told, figure = related(*order, operation("killed"), claim("at least 20"))

        assert told.told_in == reference(INNER)
        assert figure.claimed_in == reference(INNER)


def test_what_no_statement_holds_is_the_articles_own():
    told, figure = related(operation("Shelling", "shelling"), claim("7"))

    assert told.told_in is None
    assert told.modality is Modality.ASSERTED
    assert figure.claimed_in is None


@pytest.mark.parametrize(
    ("act", "before", "after"),
    [
        (Act.ASSERTION, Modality.ASSERTED, Modality.CLAIMED),
        (Act.ALLEGATION, Modality.ASSERTED, Modality.CLAIMED),
        (Act.DENIAL, Modality.ASSERTED, Modality.DENIED),
        (Act.COMMITMENT, Modality.ASSERTED, Modality.EXPECTED),
        (Act.REQUEST, Modality.ASSERTED, Modality.CLAIMED),
        (Act.DENIAL, Modality.FEARED, Modality.FEARED),
        (Act.ASSERTION, Modality.EXPECTED, Modality.EXPECTED),
    ],
)
def test_the_act_decides_how_sure_the_text_is(act, before, after):
    holder = replace(INNER, act=act)

    _, told = related(holder, operation("killed", modality=before))

    assert told.modality is after


def test_what_somebody_asks_not_to_be_done_is_hypothetical():
    _, told = related(replace(INNER, act=Act.REQUEST), operation("killed", negated=True))

    assert told.modality is Modality.HYPOTHETICAL


def test_a_content_that_ends_inside_the_words_holds_nothing():
    cut = statement(None, "rebels kil")

    _, told = related(cut, operation("killed"))

    assert told.told_in is None


def test_two_readings_of_the_same_words_do_not_report_each_other():
    one = statement(None, "rebels killed at least 20 soldiers")
    other = replace(one, pattern="u")

    assert [s.nested_in for s in related(one, other)] == [None, None]


def test_statements_that_cross_never_report_each_other_in_a_circle():
    one = replace(
        INNER, cue=span("Shelling"), content=(span("rebels"), span("Shelling killed 7 people and wounded"))
    )
    other = replace(INNER, cue=span("killed"), content=(span("7"), span("rebels killed")), pattern="u")
    first, second = related(one, other)

    assert first.nested_in is None or second.nested_in is None


def test_a_figure_is_one_of_the_likeliest_operation_of_its_sentence_and_voice():
    at = TEXT.index("Shelling")
    killing = replace(operation("killed"), evidence=span("killed", at))
    shelling = operation("Shelling", "shelling")

    *_, dead, hurt = related(killing, shelling, claim("7"), claim("30", Measure.INJURED))

    assert dead.in_operation == reference(killing)
    assert hurt.in_operation == reference(shelling)


def test_a_figure_is_tied_to_nothing_that_somebody_else_tells():
    # The statement tells of the killing; the figure stands outside its content.
    cut = statement("told", "rebels killed")

    _, told, figure = related(cut, operation("killed"), claim("20"))

    assert told.told_in == reference(cut)
    assert figure.in_operation is None


@pytest.mark.parametrize("measure", [Measure.DISTANCE, Measure.MONEY, Measure.DURATION, Measure.COUNT])
def test_what_counts_no_outcome_is_tied_to_no_operation(measure):
    _, figure = related(operation("killed"), claim("20", measure))

    assert figure.in_operation is None


def test_a_conversion_or_a_negated_operation_is_tied_to_nothing():
    first = claim("20", conversion_of=Reference("QuantityClaim", span("7")))
    assert related(operation("killed"), first)[1].in_operation is None
    assert related(operation("killed", negated=True), claim("20"))[1].in_operation is None


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 60)), max_size=12))
def test_the_holder_is_the_shortest_content_that_covers(pairs):
    contents = [Span(start, start + length) for start, length in pairs]
    statements = [
        Statement(
            evidence=content,
            pattern=str(i),
            speaker=None,
            cue=None,
            content=(content,),
            kind=StatementKind.DIRECT,
            act=Act.ASSERTION,
        )
        for i, content in enumerate(contents)
    ]
    told = OperationMention(evidence=Span(30, 33), pattern="t", type="clash")
    covering = [c for c in contents if c.contains(told.evidence)]

    *_, found = related(*statements, told)

    if covering:
        shortest = min(c.end - c.start for c in covering)
        assert found.told_in.evidence.end - found.told_in.evidence.start == shortest
    else:
        assert found.told_in is None


def test_relating_twice_changes_nothing():
    once = related(OUTER, INNER, operation("killed"), claim("at least 20"))

    assert related(*once) == once
