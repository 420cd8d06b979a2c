"""Quotation marks: pairs, paragraphs, apostrophes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract._quotes import find_quotes
from tests.builders import make_article


def inner(text: str) -> list[str]:
    """The words inside each quotation."""
    return [q.inner.of(text) for q in find_quotes(text, [p.span for p in make_article(text).passages])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We hold the ridge," he said.', ["We hold the ridge,"]),
        ("“We hold the ridge,” he said. “For now.”", ["We hold the ridge,", "For now."]),
        ('The "liberated" town burned.', ["liberated"]),
        ("'We hold the ridge,' he said.", ["We hold the ridge,"]),
        ("‘We hold the ridge,’ he said, ‘for now.’", ["We hold the ridge,", "for now."]),
        ("«We hold the ridge», he said.", ["We hold the ridge"]),
        ("„We hold the ridge“, he said.", ["We hold the ridge"]),
        ("``We hold the ridge,'' he said.", ["We hold the ridge,"]),
        ("”We hold the ridge,” he said.", ["We hold the ridge,"]),
        # Quotations inside quotations belong to the outer one.
        ("\"They shouted 'go home' at us,\" she said.", ["They shouted 'go home' at us,"]),
        ("“They shouted “go home” at us,” she said.", ["They shouted “go home” at us,"]),
        ("'They shouted \"go home\" at us,' she said.", ['They shouted "go home" at us,']),
        # Apostrophes are no marks.
        ("The soldiers' boots and the rebels' guns weren't theirs.", []),
        ("It's Sudan's army, isn't it?", []),
        ("In the '90s they'd let 'em pass.", []),
        ("'It's the soldiers' fault,' the mayor said.", ["It's the soldiers' fault,"]),
        ("The 'people's republic' in Donetsk", ["people's republic"]),
        ("’Tis the rebels’ town, and the ’80s are over.", []),
        # Unbalanced.
        ('He said: "We hold the ridge.', ["We hold the ridge."]),
        ('We hold the ridge," said the colonel.', ["We hold the ridge,"]),
        ('He is 6\'2" tall and carries a 12" blade.', []),
        ('A lone " stands here', ["stands here"]),
        ('""', []),
        ('" "', []),
        ("", []),
        # Brackets and dashes next to a mark.
        ('(“We hold the ridge”)—"they left"', ["We hold the ridge", "they left"]),
    ],
)
def test_pairs(text: str, expected: list[str]) -> None:
    assert inner(text) == expected


def test_a_quotation_goes_on_in_the_next_paragraph() -> None:
    text = 'He said: "The bridge is gone.\n\n"So is the mill.\n"And the school."\n"A new one," she said.'
    quotes = find_quotes(text, [p.span for p in make_article(text).passages])
    assert [(q.closed, q.continues) for q in quotes] == [
        (False, False),
        (False, True),
        (True, True),
        (True, False),
    ]


def test_an_open_quotation_ends_with_its_paragraph() -> None:
    text = 'He said: "The bridge is gone.\nThe army did not answer. It said "no" later.'
    quotes = find_quotes(text, [p.span for p in make_article(text).passages])
    assert [q.inner.of(text) for q in quotes] == ["The bridge is gone.", "no"]
    assert not quotes[1].continues


def test_a_paragraph_ends_what_the_one_before_left_open() -> None:
    text = (
        'He said: "The bridge is gone.\nThe mill is gone too." The army did not answer. It said "no" later.'
    )
    quotes = find_quotes(text, [p.span for p in make_article(text).passages])
    assert [(q.inner.of(text), q.continues) for q in quotes] == [
        ("The bridge is gone.", False),
        ("The mill is gone too.", True),
        ("no", False),
    ]


def test_the_wrong_mark_after_a_blank_closes() -> None:
    assert inner("“We hold the ridge, “he said. “For now.”") == ["We hold the ridge,", "For now."]
    assert inner("“They shouted, “go home” at us,” she said.") == ["They shouted, “go home” at us,"]


@given(st.text(alphabet="ab S.,\n\"'“”‘’«»„`5()-", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_marks_give_ordered_spans_inside_their_paragraph(text: str) -> None:
    passages = [p.span for p in make_article(text).passages]
    end = 0
    for quote in find_quotes(text, passages):
        assert quote.outer.start >= end
        assert quote.outer.contains(quote.inner)
        assert any(p.contains(quote.outer) for p in passages)
        assert not quote.inner.of(text)[0].isspace() and not quote.inner.of(text)[-1].isspace()
        end = quote.outer.end
