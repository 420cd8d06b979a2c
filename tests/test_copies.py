"""Copies of one report are found, whatever was cut or put before it; reports of one event are none."""

from datetime import date
from itertools import permutations
from random import Random

from kg.derive.copies import Copy, Text, alike, copies, shingles
from kg.vocabulary import iri

WORDS = [
    "soldiers", "crossed", "the", "river", "near", "a", "mill", "while", "guns", "fired", "from", "hills",
    "east", "of", "town", "people", "left", "their", "homes", "before", "dawn", "said", "officials", "two",
    "bridges", "fell", "and", "road", "north", "was", "cut", "by", "noon", "as", "smoke", "rose",
]  # fmt: skip


def report(seed, words=300):
    """A text that nobody else would write."""
    random = Random(seed)  # noqa: S311 # any words will do
    return " ".join(random.choice(WORDS) for _ in range(words))


def text(name, words, day=None):
    return Text(iri(f"a:{name}"), words, day)


def found(*texts):
    return {(copy.article, copy.first) for copy in copies(texts)}


def test_a_reprint_is_a_copy_of_the_first():
    first = text("b", report(1), date(2024, 3, 1))
    reprint = text("a", report(1).upper() + "!", date(2024, 3, 2))
    assert copies([reprint, first]) == (Copy(reprint.article, first.article),)


def test_a_reprint_may_be_cut_and_have_another_head():
    whole = report(2)
    cut = report(77, 20) + " " + " ".join(whole.split()[:180])
    assert found(text("a", whole), text("b", cut)) == {(iri("a:b"), iri("a:a"))}


def test_reports_written_apart_are_no_copies():
    assert found(*(text(f"n{seed}", report(seed)) for seed in range(40))) == set()


def test_a_quotation_that_two_reports_share_makes_no_copy():
    quotation = report(5, 40)
    assert found(text("a", report(6) + quotation), text("b", report(7) + quotation)) == set()


def test_too_little_text_is_no_evidence():
    assert found(text("a", report(8, 12)), text("b", report(8, 12))) == set()
    assert found(text("a", ""), text("b", "")) == set()


def test_the_order_of_articles_makes_no_difference():
    texts = [
        text("a", report(9)),
        text("b", report(9) + " " + report(10, 60), date(2024, 1, 5)),
        text("c", report(9) + " " + report(11, 90), date(2024, 1, 4)),
        text("d", report(12)),
    ]
    everything = [found(*order) for order in permutations(texts)]
    assert all(one == {(iri("a:a"), iri("a:c")), (iri("a:b"), iri("a:c"))} for one in everything)


def test_marks_and_case_are_no_difference():
    assert alike(shingles(report(13)), shingles(report(13).title().replace("e", "é")))
