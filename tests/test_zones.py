"""Which part of an article a line belongs to is seen from how the lines look and stand."""

import json
from itertools import pairwise

import pytest

from kg.model import Article, Zone
from kg.read import read_articles, zones
from tests.builders import SHARED, needs_shared

H, S, HL, HD, B = Zone.HEADLINE, Zone.STANDFIRST, Zone.HIGHLIGHT, Zone.HEADING, Zone.BODY

BROADCASTER = """Rebels quit border town after week of shelling

Story highlights

  • Government convoy reaches the town square
  • At least 40 people still missing
  • Neighbouring state closes its crossing

(NNB)Rebel fighters left the border town of Kessab on Sunday, residents said.

Meanwhile, the army moved tanks along the coast road.
    The governor promised that nobody would be punished.

    A fragile truce

    Both sides had agreed to stop firing at dawn.

    Counting the cost

    Aid workers found 12 houses burnt.
"""

TABLOID = """Battle rages for dam as troops close in just 2km from control room
Mountain brigade claims to have shot down three drones and vows to finish job by weekend
TROOPS are closing in on the Tarsan dam.
"We will be there soon," said Colonel Haim Oren.
"More than 90 of them are dead.
"The rest have run."
The dam feeds two cities."""

WIRE = """Gunmen on Tuesday freed nine teachers who had been held in the hills for a month, ten miles off.
Police, backed by two helicopters, searched the valley.
According to a police statement, nobody was hurt.Relatives waited by the road."""

RELEASE = """South Kordofan: Villages burnt near Dilling

- Satellite images show 300 huts destroyed
- Families walk for three days

Armed men burnt four villages, the Nuba Monitor said today. Three people died.

What we know so far
* Four villages burnt
* No group has said it did it

The monitor called for an inquiry."""


def told(text: str, headline: str | None = None) -> list[tuple[Zone, str]]:
    return [(p.zone, p.span.of(text)) for p in zones(text, headline)]


def kinds(text: str, headline: str | None = None) -> list[Zone]:
    return [zone for zone, _ in told(text, headline)]


def test_a_broadcaster_s_page_with_highlights_and_headings():
    assert kinds(BROADCASTER) == [H, HD, HL, HL, HL, B, B, B, HD, B, HD, B]


def test_bullets_and_indentation_stay_outside():
    words = [w for _, w in told(BROADCASTER)]
    assert "Government convoy reaches the town square" in words
    assert "The governor promised that nobody would be punished." in words
    assert "(NNB)Rebel fighters left the border town of Kessab on Sunday, residents said." in words


def test_a_tabloid_page_with_headline_and_standfirst_without_stops():
    assert kinds(TABLOID) == [H, S, B, B, B, B, B]


def test_a_wire_report_without_headline_is_all_body():
    assert kinds(WIRE) == [B, B, B]


def test_a_press_release_with_dashes_for_bullets():
    assert kinds(RELEASE) == [H, HL, HL, B, HD, HL, HL, B]
    assert told(RELEASE)[1][1] == "Satellite images show 300 huts destroyed"


def test_the_publisher_s_headline_is_found_even_if_it_ends_like_a_sentence():
    text = "Exclusive\nThe bridge is gone.\nSoldiers blew up the bridge before dawn, the mayor said."
    assert kinds(text, "The bridge is gone.") == [B, H, B]
    assert kinds(text)[1] is not H


def test_a_question_may_be_a_headline():
    text = (
        "Who holds the airport?\nFour days into the fighting nobody can say who holds the airport of Merowe."
    )
    assert kinds(text) == [H, B]


def test_a_byline_ends_the_standfirst_and_is_none_itself():
    text = (
        "Talks collapse in Geneva\nBoth sides blame each other.\nBy Ana Petrova\n12 March 2019\n\n"
        "Talks between the two sides collapsed on Tuesday.\nNo date was set."
    )
    assert kinds(text) == [H, S, B, B, B, B]


def test_a_text_wrapped_by_hand_is_read_by_paragraphs():
    text = (
        "Floods cut off northern garrison\n\n"
        "Heavy rain has cut the only road to the garrison at Bor, leaving\n"
        "about 600 soldiers without supplies for a second week, officers\n"
        "there said on Monday after a helicopter failed to land.\n\n"
        "The river rose by two metres overnight and took away the wooden\n"
        "bridge that engineers had put up in May, they said.\n"
    )
    found = told(text)
    assert [z for z, _ in found] == [H, B, B]
    assert found[1][1].endswith("failed to land.")
    assert "\n" in found[1][1]


def test_line_ends_of_every_kind():
    for end in ("\n", "\r\n", "\r", "\u2028", "\x0b", "\x85"):
        text = end.join(["Convoy hit by mine", "A convoy hit a mine near Gao.", "Two soldiers died."])
        assert kinds(text) == [H, B, B], repr(end)


@pytest.mark.parametrize("text", ["", "  \n\t\n", "***\n---\n•"])
def test_no_words_no_passages(text):
    assert zones(text) == ()


def test_passages_are_in_order_never_overlap_and_hold_every_word():
    for text in (BROADCASTER, TABLOID, WIRE, RELEASE):
        passages = zones(text)
        covered: set[int] = set()
        for before, after in pairwise(passages):
            assert before.span.end <= after.span.start
        for passage in passages:
            words = passage.span.of(text)
            assert words == words.strip()
            covered.update(range(passage.span.start, passage.span.end))
        assert not [c for i, c in enumerate(text) if c.isalnum() and i not in covered]


@needs_shared
@pytest.mark.parametrize(
    ("name", "zones_of"),
    [
        ("fallujah-cnn", [H, HD, HL, HL, HL, *[B] * 10, HD, *[B] * 5, HD, *[B] * 5]),
        ("fallujah-express", [H, S, *[B] * 17]),
        ("fallujah-municipal", [B] * 9),
    ],
)
def test_the_three_real_reports(name, zones_of):
    (article,) = read_articles([SHARED / "articles" / f"{name}.txt"])
    assert isinstance(article, Article)
    assert [p.zone for p in article.passages] == zones_of
    meta = json.loads((SHARED / "articles" / f"{name}.meta.json").read_text(encoding="utf-8"))
    assert article.headline == meta["title"]
