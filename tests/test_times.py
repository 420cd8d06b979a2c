"""Words that say when: what they cover, what they mean, and to which word they belong."""

from datetime import date

import pytest
import spacy

from kg.extract._times import time_of, times
from tests.builders import make_article
from tests.parses import make_doc

# Wednesday
TODAY = date(2024, 3, 13)
NLP = spacy.blank("en")


def read(text: str, today: date | None = TODAY):
    article = make_article(text, reference_date=today)
    return [(e.span.of(text), e.value, e.precision.value, e.basis.value) for e in times(NLP(text), article)]


CASES = [
    # stated in full
    ("Rebels took Goma on January 27, 2012.", "January 27, 2012", "2012-01-27", "day", "stated"),
    ("Rebels took Goma on 27 January 2012.", "27 January 2012", "2012-01-27", "day", "stated"),
    ("On Friday, 26 May 2017, they left.", "Friday, 26 May 2017", "2017-05-26", "day", "stated"),
    ("Signed on the 3rd of June 2011 in Aden.", "the 3rd of June 2011", "2011-06-03", "day", "stated"),
    ("Updated 2023-04-15 by the mission.", "2023-04-15", "2023-04-15", "day", "stated"),
    ("It fell on 23/05/2016.", "23/05/2016", "2016-05-23", "day", "stated"),
    ("It fell on 05/23/2016.", "05/23/2016", "2016-05-23", "day", "stated"),
    ("It fell on 04/05/2016.", "04/05/2016", None, "unknown", "resolved"),
    ("War broke out in April 2023.", "April 2023", "2023-04", "month", "stated"),
    ("War broke out in mid-April 2023.", "mid-April 2023", "2023-04", "month", "stated"),
    ("The siege began in 2012.", "2012", "2012", "year", "stated"),
    ("The siege began in late 2012.", "late 2012", "2012", "year", "stated"),
    ("The 2003 invasion changed it.", "2003", "2003", "year", "stated"),
    ("In the summer of 2014 they came.", "the summer of 2014", "2014", "year", "stated"),
    (
        "In the second half of 2023 it grew.",
        "the second half of 2023",
        "2023-07/2023-12",
        "interval",
        "stated",
    ),
    ("From 1992 to 1995 it was shelled.", "From 1992 to 1995", "1992/1995", "interval", "stated"),
    ("The 1992-95 war ended.", "1992-95", "1992/1995", "interval", "stated"),
    ("It dates from the 1990s.", "the 1990s", "1990/1999", "interval", "stated"),
    (
        "It lasted from May 5 to May 9, 2020.",
        "from May 5 to May 9, 2020",
        "2020-05-05/2020-05-09",
        "interval",
        "stated",
    ),
    (
        "Between 5 and 9 May 2020 it rained shells.",
        "Between 5 and 9 May 2020",
        "2020-05-05/2020-05-09",
        "interval",
        "stated",
    ),
    # open intervals
    ("Held since 2014.", "since 2014", "2014/..", "interval", "stated"),
    ("Held since April 2023.", "since April 2023", "2023-04/..", "interval", "stated"),
    ("Held since February 24, 2022.", "since February 24, 2022", "2022-02-24/..", "interval", "stated"),
    ("Cut off since Monday.", "since Monday", "2024-03-11/..", "interval", "resolved"),
    ("Cut off since October.", "since October", "2023-10/..", "interval", "inferred"),
    ("Cut off since October 7.", "since October 7", "2023-10-07/..", "interval", "inferred"),
    ("Over the past three weeks 40 died.", "the past three weeks", "2024-02-21/..", "interval", "resolved"),
    ("In the last 48 hours 40 died.", "the last 48 hours", "2024-03-11/..", "interval", "resolved"),
    (
        "Since the start of the year 40 died.",
        "Since the start of the year",
        "2024-01-01/..",
        "interval",
        "resolved",
    ),
    (
        "Since the beginning of 2021 40 died.",
        "Since the beginning of 2021",
        "2021-01-01/..",
        "interval",
        "stated",
    ),
    ("Since the start of the war 40 died.", "Since the start of the war", None, "unknown", "resolved"),
    # the year from the context
    ("Launched on February 9 by the army.", "February 9", "2024-02-09", "day", "inferred"),
    ("Launched on 9 February by the army.", "9 February", "2024-02-09", "day", "inferred"),
    ("Launched on Friday, December 8, at dawn.", "Friday, December 8", "2023-12-08", "day", "inferred"),
    ("KHARTOUM, March 11 (Wire) - Shells fell.", "March 11", "2024-03-11", "day", "inferred"),
    ("Troops entered in January.", "January", "2024-01", "month", "inferred"),
    ("Troops entered in November.", "November", "2023-11", "month", "inferred"),
    ("Troops entered last November.", "last November", "2023-11", "month", "resolved"),
    # worked out against today
    ("On Monday a drone fell.", "Monday", "2024-03-11", "day", "resolved"),
    ("On Wednesday a drone fell.", "Wednesday", "2024-03-13", "day", "resolved"),
    ("On Thursday a drone fell.", "Thursday", "2024-03-07", "day", "resolved"),
    ("Last Wednesday a drone fell.", "Last Wednesday", "2024-03-06", "day", "resolved"),
    ("Talks resume next Friday.", "next Friday", "2024-03-15", "day", "resolved"),
    ("Late on Sunday night shells fell.", "Sunday night", "2024-03-10", "day", "resolved"),
    ("Saturday's strikes hit a dam.", "Saturday", "2024-03-09", "day", "resolved"),
    ("He died yesterday.", "yesterday", "2024-03-12", "day", "resolved"),
    ("Shells fell last night.", "last night", "2024-03-12", "day", "resolved"),
    ("Shells fell this morning.", "this morning", "2024-03-13", "day", "resolved"),
    ("Shells fell overnight.", "overnight", "2024-03-12/2024-03-13", "interval", "resolved"),
    ("Shells fell last week.", "last week", "2024-03-04/2024-03-10", "interval", "resolved"),
    ("Shells fell last month.", "last month", "2024-02", "month", "resolved"),
    ("Shells fell last year.", "last year", "2023", "year", "resolved"),
    ("Three days ago shells fell.", "Three days ago", "2024-03-10", "day", "resolved"),
    ("Two months ago shells fell.", "Two months ago", "2024-01", "month", "resolved"),
    ("It would fall within hours.", "within hours", "2024-03-13/2024-03-14", "interval", "resolved"),
    # from one to another
    (
        "Mass graves were dug between May 2010 and April 2011.",
        "between May 2010 and April 2011",
        "2010-05/2011-04",
        "interval",
        "stated",
    ),
    ("It was cut from July to June 2022.", "from July to June 2022", "2021-07/2022-06", "interval", "stated"),
    ("Rain fell in January and February.", "January and February", "2024-01/2024-02", "interval", "inferred"),
    (
        "It lasted from 3 March to 9 June 2022.",
        "from 3 March to 9 June 2022",
        "2022-03-03/2022-06-09",
        "interval",
        "stated",
    ),
    (
        "It lasted from May 3 to June 9, 2022.",
        "from May 3 to June 9, 2022",
        "2022-05-03/2022-06-09",
        "interval",
        "stated",
    ),
    (
        "Shells fell from Friday to Monday.",
        "from Friday to Monday",
        "2024-03-08/2024-03-11",
        "interval",
        "resolved",
    ),
    ("Ten died over the weekend.", "the weekend", "2024-03-09/2024-03-10", "interval", "resolved"),
    ("So far this year ten have died.", "So far this year", "2024-01-01/..", "interval", "resolved"),
    ("During the past decade ten died.", "During the past decade", "2014-03-13/..", "interval", "resolved"),
    # months and days by other names
    ("It fell in March last year.", "March last year", "2023-03", "month", "resolved"),
    ("It fell in late June of this year.", "late June of this year", "2024-06", "month", "resolved"),
    ("It fell on Christmas Day.", "Christmas Day", "2023-12-25", "day", "inferred"),
    ("It fell during Ramadan.", "Ramadan", None, "unknown", "inferred"),
    ("Sent 2024-03-03T10:00Z by radio.", "2024-03-03", "2024-03-03", "day", "stated"),
    (
        "The night was quiet. The previous night a drone fell.",
        "The previous night",
        None,
        "unknown",
        "inferred",
    ),
    ("Eight days before its troops came, he fled.", "Eight days before", None, "unknown", "inferred"),
    # how long
    ("It came after three days of heavy shelling.", "three days", "P3D", "duration", "stated"),
    ("They fought for two weeks.", "two weeks", "P2W", "duration", "stated"),
    ("They fought for 12 hours.", "12 hours", "PT12H", "duration", "stated"),
    ("A five-day truce began.", "five-day", "P5D", "duration", "stated"),
    ("A month-long siege ended.", "month-long", "P1M", "duration", "stated"),
    ("The 10-month-long siege ended.", "10-month-long", "P10M", "duration", "stated"),
    # words without a value
    ("They gained in recent days.", "recent days", None, "unknown", "resolved"),
    ("It will fall within days.", "within days", None, "unknown", "resolved"),
    ("Hours later the bridge fell.", "Hours later", None, "unknown", "resolved"),
    ("They fought for several hours.", "several hours", None, "unknown", "stated"),
]


@pytest.mark.parametrize(("text", "words", "value", "precision", "basis"), CASES, ids=[c[0] for c in CASES])
def test_what_the_words_mean(text, words, value, precision, basis):
    expected = [(words, value, precision, basis)] if words else []
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Troops may march on the town.",
        "He wore a Bloody Sunday badge.",
        "The Friday sermon was calm.",
        "About 2014 people were housed there.",
        "The 12-year-old boy lived.",
        "A 16-year old boy lived.",
        "The month-old siege of this month-old war went on.",
        "Resolution 2254 was read out.",
        "A T-72 and a Route 5 sign stood there.",
        "The second man sat in the sun.",
    ],
)
def test_what_is_no_time(text):
    assert read(text) == []


@pytest.mark.parametrize(
    "text", ["On Monday shells fell.", "It fell yesterday.", "Last week it fell.", "It fell on February 9."]
)
def test_without_a_reference_date_nothing_relative_is_worked_out(text):
    assert [row[1:3] for row in read(text, None)] == [(None, "unknown")]


def test_a_duration_up_to_now_stays_a_duration_without_a_reference_date():
    assert read("Over the past three weeks 40 died.", None)[0][1:3] == ("P3W", "duration")


def test_the_publication_date_serves_where_no_reference_date_is_given():
    text = "It fell on Monday."
    article = make_article(text, published=TODAY)
    assert times(NLP(text), article)[0].value == "2024-03-11"


def test_a_day_earlier_counts_from_the_day_named_before():
    rows = read("On Monday ten died. A day earlier, shells hit a school.")
    assert [(r[0], r[1]) for r in rows] == [("Monday", "2024-03-11"), ("A day earlier", "2024-03-10")]


def test_a_day_after_tells_when_the_earlier_event_was():
    rows = read("The town fell on Saturday, a day after jets bombed it.")
    assert [(r[0], r[1]) for r in rows] == [("Saturday", "2024-03-09"), ("a day after", "2024-03-08")]


def test_a_day_after_without_a_day_before_it_has_no_value():
    assert [r[1] for r in read("It came a day after jets bombed it.")] == [None]


def test_the_start_of_an_operation_ends_before_its_date():
    rows = read("Sixty died since the start of the ground operation on March 2.")
    assert [(r[0], r[1]) for r in rows] == [
        ("since the start of the ground operation", None),
        ("March 2", "2024-03-02"),
    ]


def test_no_time_runs_over_a_line_break():
    assert [r[0] for r in read("They left in May\n2014 men stayed")] == ["May"]


def test_the_parts_of_a_day_count_from_the_day_named_before():
    rows = read("On Monday ten died. The next morning a bridge fell. That same evening it burned.")
    assert [r[1] for r in rows] == ["2024-03-11", "2024-03-12", "2024-03-12"]


AHEAD = [
    ("The army is to pull out 900 troops by the end of October.", "2024-10"),
    ("The port should reopen by mid-August.", "2024-08"),
    ("Troops left on May 3.", "2023-05-03"),
    ("Parliament will vote in two days.", "2024-03-15"),
    ("They took the town in two days.", None),
    ("They took the town within two days.", "P2D"),
    ("Prices have doubled since summer.", ""),
    ("Some 40 have died since the takeover.", ""),
    ("Some 40 have died since the army left.", None),
    ("They have waited since the weekend.", "2024-03-09/2024-03-10"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "value"), AHEAD, ids=[text for text, _ in AHEAD])
def test_the_verb_tells_whether_a_time_lies_ahead(nlp, text, value):
    from kg.analyse import analyse

    article = make_article(text, reference_date=TODAY)
    assert [t.value for t in times(analyse(nlp, article), article)] == (
        [] if value is None else [value or None]
    )


BELONGING = [
    ("Three planners of the raids in March 2010 were killed.", "killed", None),
    ("The 2014 war killed ten.", "killed", None),
    ("The 2014 war killed ten.", "war", "2014"),
    ("Clashes on Monday killed ten.", "killed", "2024-03-11"),
]


@pytest.mark.slow
@pytest.mark.parametrize(("text", "word", "value"), BELONGING)
def test_a_time_that_only_describes_a_noun_is_not_the_verbs(nlp, text, word, value):
    from kg.analyse import analyse

    article = make_article(text, reference_date=TODAY)
    doc = analyse(nlp, article)
    (token,) = [t for t in doc if t.text == word]
    time = time_of(token, times(doc, article))
    assert (time.value if time else None) == value


def parsed(words: str, heads: list[int], deps: str, tags: str):
    return make_doc(words.split(), heads, deps.split(), tags.split())


def test_a_weekday_under_a_future_verb_is_the_next_one():
    doc = parsed(
        "Talks will resume on Friday", [2, 2, 2, 4, 2], "nsubj aux ROOT case obl", "NNS MD VB IN NNP"
    )
    assert times(doc, make_article(doc.text, reference_date=TODAY))[0].value == "2024-03-15"


def clauses():
    return parsed(
        "Rebels shelled Sirte on Monday after they took Brega on Friday .",
        [1, 1, 1, 4, 1, 7, 7, 1, 7, 10, 7, 1],
        "nsubj ROOT obj case obl mark nsubj advcl obj case obl punct",
        "NNS VBD NNP IN NNP IN PRP VBD NNP IN NNP .",
    )


def test_each_clause_keeps_its_own_time():
    doc = clauses()
    found = times(doc, make_article(doc.text, reference_date=TODAY))
    nearest = [time_of(doc[1], found), time_of(doc[7], found)]
    assert [time and time.span.of(doc.text) for time in nearest] == ["Monday", "Friday"]


def test_a_noun_takes_the_time_of_the_verb_it_depends_on():
    doc = clauses()
    found = times(doc, make_article(doc.text, reference_date=TODAY))
    time = time_of(doc[2], found)
    assert time is not None and time.value == "2024-03-11"


def test_since_after_a_superlative_is_no_time_of_the_event():
    doc = parsed(
        "Troops entered Bor for the first time since 2014 .",
        [1, 1, 1, 6, 6, 6, 1, 8, 1, 1],
        "nsubj ROOT obj case det amod obl case obl punct",
        "NNS VBD NNP IN DT JJ NN IN CD .",
    )
    found = times(doc, make_article(doc.text, reference_date=TODAY))
    assert [e.value for e in found] == ["2014/.."]
    assert time_of(doc[1], found) is None


def test_a_long_text_full_of_near_misses_gives_nothing():
    text = "in the last of the past first second " * 2000
    assert read(text) == []
