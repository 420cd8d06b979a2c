"""Figures: the numbers in running text, their bounds and units, and what they count."""

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract._numbers import amounts, units
from kg.extract.quantities import extractor, find_quantities
from kg.gazetteer import load_gazetteer
from kg.model import Comparator, Measure, QuantityClaim
from kg.patterns import concepts
from tests.builders import SHARED, make_article, needs_shared
from tests.parses import SCHEMES, read_parse

# --- amounts in text, no model -------------------------------------------------------------------
# Text; then for each amount: evidence, core, low, high, comparator, unit. "=" repeats the evidence as core.

AMOUNTS = [
    # numerals
    ("The blast killed 14 people.", [("14", "=", 14, 14, "exact", None)]),
    ("Some 1,234 homes burned.", [("Some 1,234", "1,234", 1234, 1234, "about", None)]),
    ("Aid for 1.5 million people arrived.", [("1.5 million", "=", 1500000, 1500000, "exact", None)]),
    ("War has uprooted 2m people in Sudan.", [("2m", "=", 2000000, 2000000, "exact", None)]),
    (
        "Berlin gave €3bn and 40k shells.",
        [("€3bn", "=", 3 * 10**9, 3 * 10**9, "exact", "EUR"), ("40k", "=", 40000, 40000, "exact", None)],
    ),
    ("It cost US$3 million.", [("US$3 million", "=", 3000000, 3000000, "exact", "USD")]),
    ("It cost £250m a year.", [("£250m", "=", 250000000, 250000000, "exact", "GBP")]),
    ("They asked for EUR 20 million.", [("EUR 20 million", "=", 20000000, 20000000, "exact", "EUR")]),
    (
        "Clerks earn 900,000 Sudanese pounds.",
        [("900,000 Sudanese pounds", "=", 900000, 900000, "exact", "SDG")],
    ),
    ("It reached 3.75 metres.", [("3.75 metres", "=", "3.75", "3.75", "exact", "m")]),
    ("Rebels hold 60% of Kidal.", [("60%", "=", 60, 60, "exact", "percent")]),
    ("Prices rose 12.5 per cent.", [("12.5 per cent", "=", "12.5", "12.5", "exact", "percent")]),
    ("A budget of 3\u00a0400 troops.", [("3\u00a0400", "=", 3400, 3400, "exact", None)]),
    # number words
    ("Twenty-five miners died.", [("Twenty-five", "=", 25, 25, "exact", None)]),
    ("Two hundred and six men surrendered.", [("Two hundred and six", "=", 206, 206, "exact", None)]),
    (
        "one hundred and twenty thousand shells",
        [("one hundred and twenty thousand", "=", 120000, 120000, "exact", None)],
    ),
    (
        "Two million five hundred thousand fled.",
        [("Two million five hundred thousand", "=", 2500000, 2500000, "exact", None)],
    ),
    ("half a million refugees", [("half a million", "=", 500000, 500000, "exact", None)]),
    ("half a dozen jets", [("half a dozen", "=", 6, 6, "about", None)]),
    ("a quarter of a million people", [("quarter of a million", "=", 250000, 250000, "exact", None)]),
    ("a hundred trucks", [("hundred", "=", 100, 100, "exact", None)]),
    ("a dozen villages", [("dozen", "=", 12, 12, "about", None)]),
    ("two dozen gunmen", [("two dozen", "=", 24, 24, "about", None)]),
    ("three and a half years", [("three and a half years", "=", "3.5", "3.5", "exact", "year")]),
    ("half an hour later", [("half an hour", "=", "0.5", "0.5", "exact", "hour")]),
    ("three men and two women", [("three", "=", 3, 3, "exact", None), ("two", "=", 2, 2, "exact", None)]),
    # bounds before
    (
        "at least 26 rebels and 9 soldiers",
        [("at least 26", "26", 26, None, "at-least", None), ("9", "=", 9, 9, "exact", None)],
    ),
    ("More than 40 trucks", [("More than 40", "40", 40, None, "at-least", None)]),
    ("no fewer than 14 attacks", [("no fewer than 14", "14", 14, None, "at-least", None)]),
    ("not less than 300 dead", [("not less than 300", "300", 300, None, "at-least", None)]),
    ("upwards of 1,000 families", [("upwards of 1,000", "1,000", 1000, None, "at-least", None)]),
    ("over 700 arrests", [("over 700", "700", 700, None, "at-least", None)]),
    ("well over 700 arrests", [("well over 700", "700", 700, None, "at-least", None)]),
    ("a minimum of 30 guards", [("minimum of 30", "30", 30, None, "at-least", None)]),
    ("as many as 90 prisoners", [("as many as 90", "90", None, 90, "at-most", None)]),
    ("up to 500 fighters", [("up to 500", "500", None, 500, "at-most", None)]),
    ("fewer than 30 doctors", [("fewer than 30", "30", None, 30, "at-most", None)]),
    ("no more than 12 men", [("no more than 12", "12", None, 12, "at-most", None)]),
    ("a maximum of 200 visas", [("maximum of 200", "200", None, 200, "at-most", None)]),
    ("under 50 tanks", [("under 50", "50", None, 50, "at-most", None)]),
    ("about 200 houses", [("about 200", "200", 200, 200, "about", None)]),
    ("roughly 3,000 people", [("roughly 3,000", "3,000", 3000, 3000, "about", None)]),
    ("nearly four weeks of siege", [("nearly four weeks", "four weeks", 4, 4, "about", "week")]),
    ("almost 7% more", [("almost 7%", "7%", 7, 7, "about", "percent")]),
    ("an estimated 50,000 people", [("estimated 50,000", "50,000", 50000, 50000, "about", None)]),
    ("the crowd, estimated at 4,000", [("estimated at 4,000", "4,000", 4000, 4000, "about", None)]),
    ("close to 60 shells", [("close to 60", "60", 60, 60, "about", None)]),
    ("~40 drones", [("~40", "40", 40, 40, "about", None)]),
    (">300 flights", [(">300", "300", 300, None, "at-least", None)]),
    ("more than a dozen shells", [("more than a dozen", "dozen", 12, None, "at-least", None)]),
    ("at least another 20 men", [("at least another 20", "20", 20, None, "at-least", None)]),
    ("only eight survived", [("eight", "=", 8, 8, "exact", None)]),
    ("just 3 km away", [("3 km", "=", 3, 3, "exact", "km")]),
    # bounds after
    ("500 or more prisoners", [("500 or more", "500", 500, None, "at-least", None)]),
    ("ten or so vans", [("ten or so", "ten", 10, 10, "about", None)]),
    ("60-odd houses", [("60-odd", "60", 60, 60, "about", None)]),
    ("300+ sorties", [("300+", "300", 300, None, "at-least", None)]),
    (
        "20 dead at least, 5 at most",
        [("20", "=", 20, 20, "exact", None), ("5 at most", "5", None, 5, "at-most", None)],
    ),
    (
        "killing 20, at least 5 of them minors",
        [("20", "=", 20, 20, "exact", None), ("at least 5", "5", 5, None, "at-least", None)],
    ),
    # ranges
    ("70,000 to 75,000 villagers", [("70,000 to 75,000", "=", 70000, 75000, "range", None)]),
    ("maybe 800 to 900 men", [("maybe 800 to 900", "800 to 900", 800, 900, "range", None)]),
    ("18-25 boats", [("18-25", "=", 18, 25, "range", None)]),
    (
        "between USD 5 million and USD 7 million",
        [
            (
                "between USD 5 million and USD 7 million",
                "USD 5 million and USD 7 million",
                5000000,
                7000000,
                "range",
                "USD",
            )
        ],
    ),
    ("a 10- to 15-kilometre strip", [("10- to 15-kilometre", "=", 10, 15, "range", "km")]),
    ("over half were women", [("over half", "half", 50, None, "at-least", "percent")]),
    ("18–25 boats", [("18–25", "=", 18, 25, "range", None)]),
    ("between 40 and 60 miners", [("between 40 and 60", "40 and 60", 40, 60, "range", None)]),
    ("5 to 7 million people", [("5 to 7 million", "=", 5000000, 7000000, "range", None)]),
    ("$5-7 million", [("$5-7 million", "=", 5000000, 7000000, "range", "USD")]),
    ("80-90,000 people", [("80-90,000", "=", 80000, 90000, "range", None)]),
    ("10 to 15 kilometres", [("10 to 15 kilometres", "=", 10, 15, "range", "km")]),
    ("five or six shots", [("five or six", "=", 5, 6, "range", None)]),
    ("between 5km and 10km", [("between 5km and 10km", "5km and 10km", 5, 10, "range", "km")]),
    ("rose from 20 to 30", [("20", "=", 20, 20, "exact", None), ("30", "=", 30, 30, "exact", None)]),
    # units and conversions
    (
        "50km (30 miles) away",
        [("50km", "=", 50, 50, "exact", "km"), ("30 miles", "=", 30, 30, "exact", "mile")],
    ),
    ("a 10-kilometre front", [("10-kilometre", "=", 10, 10, "exact", "km")]),
    ("a 72-hour truce", [("72-hour", "=", 72, 72, "exact", "hour")]),
    ("a three-day lull", [("three-day", "=", 3, 3, "exact", "day")]),
    ("for over two years", [("over two years", "two years", 2, None, "at-least", "year")]),
    ("over the past three weeks", [("three weeks", "=", 3, 3, "exact", "week")]),
    ("fighting over two days", [("two days", "=", 2, 2, "exact", "day")]),
    ("35 tonnes of flour", [("35 tonnes", "=", 35, 35, "exact", "tonne")]),
    ("1,200 square kilometres", [("1,200 square kilometres", "=", 1200, 1200, "exact", "square kilometre")]),
    ("15 nautical miles off Mokha", [("15 nautical miles", "=", 15, 15, "exact", "nautical mile")]),
    ("three consecutive days", [("three consecutive days", "=", 3, 3, "exact", "day")]),
    ("a 2m-high wall", [("2m", "=", 2, 2, "exact", "m")]),
    (
        "within three kilometres of Bamako",
        [("within three kilometres", "three kilometres", None, 3, "at-most", "km")],
    ),
    # shares
    ("a third of the city", [("third", "=", "33.3", "33.3", "exact", "percent")]),
    ("two-thirds of voters", [("two-thirds", "=", "66.7", "66.7", "exact", "percent")]),
    ("three quarters of the army", [("three quarters", "=", 75, 75, "exact", "percent")]),
    ("more than half of Kharkiv", [("more than half", "half", 50, None, "at-least", "percent")]),
    ("one in five children", [("one in five", "=", 20, 20, "exact", "percent")]),
    ("nine out of ten homes", [("nine out of ten", "=", 90, 90, "exact", "percent")]),
    # vague
    ("dozens of men", [("dozens", "=", 24, None, "vague", None)]),
    ("Hundreds fled", [("Hundreds", "=", 200, None, "vague", None)]),
    ("tens of thousands of Rohingya", [("tens of thousands", "=", 20000, None, "vague", None)]),
    ("hundreds of thousands", [("hundreds of thousands", "=", 200000, None, "vague", None)]),
    ("scores of villagers", [("scores", "=", 40, None, "vague", None)]),
    ("several hundred men", [("several hundred", "=", 300, None, "vague", None)]),
    ("several tanks", [("several", "=", 3, None, "vague", None)]),
    ("a handful of tanks", [("handful", "=", 3, None, "vague", None)]),
    ("a few thousand men", [("few thousand", "=", 3000, None, "vague", None)]),
    ("a large number of tanks", [("large number", "=", None, None, "vague", None)]),
    ("multiple rockets", [("multiple", "=", 2, None, "vague", None)]),
    ("hundreds of kilometres", [("hundreds of kilometres", "=", 200, None, "vague", "km")]),
    ("at least one soldier", [("at least one", "one", 1, None, "at-least", None)]),
    ("One soldier was shot.", [("One", "=", 1, 1, "exact", None)]),
    ("more than 20 in 2014", [("more than 20", "20", 20, None, "at-least", None)]),
    # other ways to part thousands
    ("12,34,567 voters", [("12,34,567", "=", 1234567, 1234567, "exact", None)]),
    ("1.250.000 people", [("1.250.000", "=", 1250000, 1250000, "exact", None)]),
    ("1 250 000 people", [("1 250 000", "=", 1250000, 1250000, "exact", None)]),
    ("27 000 men", [("27 000", "=", 27000, 27000, "exact", None)]),
    ("3,5 million people", [("3,5 million", "=", 3500000, 3500000, "exact", None)]),
    ("12 500 and 300", [(n, "=", int(n), int(n), "exact", None) for n in ("12", "500", "300")]),
    # halves
    ("an hour and a half of shelling", [("hour and a half", "=", "1.5", "1.5", "exact", "hour")]),
    ("four-and-a-half years", [("four-and-a-half years", "=", "4.5", "4.5", "exact", "year")]),
    ("one-and-a-half million men", [("one-and-a-half million", "=", 1500000, 1500000, "exact", None)]),
    ("2½ years", [("2½ years", "=", "2.5", "2.5", "exact", "year")]),
    ("a half-dozen men", [("half-dozen", "=", 6, 6, "about", None)]),
    ("half-a-million people", [("half-a-million", "=", 500000, 500000, "exact", None)]),
    # two plurals, one amount
    ("dozens upon dozens of men", [("dozens upon dozens", "=", 24, None, "vague", None)]),
    ("hundreds, if not thousands, of men", [("hundreds, if not thousands", "=", 200, None, "vague", None)]),
    ("dozens or even hundreds fled", [("dozens or even hundreds", "=", 24, None, "vague", None)]),
    (
        "dozens, hundreds",
        [("dozens", "=", 24, None, "vague", None), ("hundreds", "=", 200, None, "vague", None)],
    ),
    # more units
    ("₱30 million", [("₱30 million", "=", 30000000, 30000000, "exact", "peso")]),
    ("NZ$3m", [("NZ$3m", "=", 3000000, 3000000, "exact", "NZD")]),
    ("5 million USD", [("5 million USD", "=", 5000000, 5000000, "exact", "USD")]),
    ("a 500-pound bomb", [("500-pound", "=", 500, 500, "exact", "pound")]),
    (
        "a 500-pound fine of 500 pounds",
        [("500-pound", "=", 500, 500, "exact", "pound"), ("500 pounds", "=", 500, 500, "exact", "GBP")],
    ),
    ("winds of 100 km/h", [("100 km/h", "=", 100, 100, "exact", "km/h")]),
    ("at 60 kilometres per hour", [("60 kilometres per hour", "=", 60, 60, "exact", "km/h")]),
    ("300 km2 of forest", [("300 km2", "=", 300, 300, "exact", "square kilometre")]),
]


@pytest.mark.parametrize(("text", "expected"), AMOUNTS, ids=[text[:40] for text, _ in AMOUNTS])
def test_amounts_of_a_text(text, expected):
    found = amounts(text)

    def number(value):
        return None if value is None else Decimal(str(value))

    assert [
        (
            a.evidence.of(text),
            a.core.of(text),
            a.low,
            a.high,
            a.comparator.value,
            a.unit.name if a.unit else None,
        )
        for a in found
    ] == [
        (evidence, evidence if core == "=" else core, number(low), number(high), comparator, unit)
        for evidence, core, low, high, comparator, unit in expected
    ]


NO_AMOUNTS = [
    "the 12-year-old boy",
    "a herder, 52, from Tassiga",
    "Olena Petrenko, 34, said so",
    "Musa Ali (41) fled",
    "she is 14 years old",
    "aged 45",
    "children under five",
    "men over 60 were let go",
    "on May 23",
    "on 23 May 2016",
    "May 23, 2016",
    "on Sept. 11",
    "7-9 March",
    "May 7 to 9",
    "in 2014",
    "since 2011",
    "2016-05-23",
    "on 23/05/2016",
    "in the 1990s",
    "men in their 20s",
    "at 5pm",
    "at 10:30",
    "at 6 a.m.",
    "by 0400 GMT",
    "the 82nd Airborne",
    "the 3rd Brigade",
    "Route 5",
    "Highway 95",
    "T-72 tanks",
    "AK-47 rifles",
    "Su-25 jets",
    "an S-300 battery",
    "MH17",
    "G7 leaders",
    "COVID-19",
    "Resolution 2254",
    "UN resolution 1701",
    "Article 5",
    "Camp 7",
    "Boeing 737",
    "call 555-123-4567",
    "they won 3-0",
    "24/7",
    "9/11",
    "No. 10",
    "1. Withdraw all forces",
    "(2)",
    "122mm rockets",
    "no one died",
    "one of the men",
    "one another",
    "which one is it",
    "few people stayed",
    "a couple were married",
    "test scores fell",
    "the number of dead",
    "the Six-Day War",
    "a two-state solution",
    "in the northern half of Ghajar",
    "the 2014 war",
    "within days",
    "a 737 landed",
    "192.168.1.1",
    "192.168.100.200",
    "575 B.C.",
    "AD 79",
    "700 BC",
    "14.30 local time",
    "+1 555 123 4567",
    "a 3–1 win",
    "5.56 mm rounds",
    ".50 calibre",
    "12130 MHz",
    "no one was there",
    "a boy of six died",
    "brothers, aged nine and 11",
    "007",
]


@pytest.mark.parametrize("text", NO_AMOUNTS)
def test_numbers_that_name_date_or_rank_are_no_amounts(text):
    assert [a.evidence.of(text) for a in amounts(text)] == []


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("10 kilometers (6.2 miles) from Goma", [("6.2 miles", "10 kilometers")]),
        ("30 miles/50km from Goma", [("50km", "30 miles")]),
        ("30 miles, or about 50 kilometres, from Goma", [("about 50 kilometres", "30 miles")]),
        ("20 million hryvnias ($480,000)", [("$480,000", "20 million hryvnias")]),
        ("10 km from Goma and 6 miles from Sake", []),
        ("40 men (6 miles away)", []),
    ],
)
def test_a_repetition_in_another_unit_points_at_the_first(text, pairs):
    found = amounts(text)
    assert [(a.evidence.of(text), a.conversion_of.of(text)) for a in found if a.conversion_of] == pairs


@pytest.mark.parametrize(("unit", "example"), units(), ids=[unit.name for unit, _ in units()])
def test_every_unit_is_found_in_its_example(unit, example):
    assert unit in [a.unit for a in amounts(example)]


def test_metres_follow_the_unit():
    (amount,) = amounts("twelve miles off the coast")
    assert amount.in_metres() == Decimal("19312.128")


def test_a_preposition_is_no_bound():
    (amount,) = amounts("They held talks about two hostages.")
    assert (amount.comparator, amount.low) == (Comparator.EXACT, Decimal(2))


@given(
    st.text(
        alphabet=st.sampled_from("0123456789.,-–$%() \nabkm\"'’“”of and to one two hundred"), max_size=200
    )
)
@settings(max_examples=300, deadline=None)
def test_any_text_gives_ordered_amounts_that_never_overlap(text):
    found = amounts(text)
    assert all(a.evidence.contains(a.core) for a in found)
    assert all(a.evidence.end <= b.evidence.start for a, b in pairwise(found))


# --- grammar, hand-built docs --------------------------------------------------------------------

GAZETTEER = load_gazetteer()


def figures(doc) -> list[QuantityClaim]:
    found = extractor(GAZETTEER)(doc, make_article(doc.text))
    return [f for f in found if isinstance(f, QuantityClaim)]


def told(doc) -> list[tuple]:
    text = doc.text
    return [
        (q.evidence.of(text), q.measure.value, q.unit, q.counted.of(text) if q.counted else None)
        for q in figures(doc)
    ]


PARSED = {
    "object": (
        "A/DT/2:det/2:det missile/NN/3:nsubj/3:nsubj killed=kill/VBD/0:root/0:root 11/CD/5:nummod/5:nummod "
        "people/NNS/3:obj/3:dobj in/IN/7:case/3:prep Dnipro/NNP/3:obl/6:pobj ././3:punct/3:punct",
        [("11", "killed", "person", "people")],
    ),
    "passive": (
        "Forty/CD/2:nummod/2:nummod soldiers=soldier/NNS/4:nsubj:pass/4:nsubjpass "
        "were=be/VBD/4:aux:pass/4:auxpass "
        "wounded=wound/VBN/0:root/0:root ././4:punct/4:punct",
        [("Forty", "injured", "person", "soldiers")],
    ),
    "intransitive": (
        "About/RB/2:advmod/2:advmod 900/CD/3:nummod/3:nummod families=family/NNS/4:nsubj/4:nsubj "
        "arrived=arrive/VBD/0:root/0:root in/IN/6:case/4:prep Adre/NNP/4:obl/5:pobj ././4:punct/4:punct",
        [("About 900", "arrived", "family", "families")],
    ),
    "subject is no victim": (
        "Nine/CD/2:nummod/2:nummod gunmen=gunman/NNS/3:nsubj/3:nsubj killed=kill/VBD/0:root/0:root "
        "the/DT/5:det/5:det mayor/NN/3:obj/3:dobj ././3:punct/3:punct",
        [("Nine", "count", "person", "gunmen")],
    ),
    "number alone": (
        "The/DT/2:det/2:det blast/NN/3:nsubj/3:nsubj wounded=wound/VBD/0:root/0:root 14/CD/3:obj/3:dobj "
        "././3:punct/3:punct",
        [("14", "injured", "person", None)],
    ),
    "noun of death": (
        "Monitors=monitor/NNS/2:nsubj/2:nsubj counted=count/VBD/0:root/0:root 60/CD/4:nummod/4:nummod "
        "deaths=death/NNS/2:obj/2:dobj ././2:punct/2:punct",
        [("60", "killed", "person", "deaths")],
    ),
    "of phrase": (
        "the/DT/2:det/2:det execution/NN/0:root/0:root of/IN/4:case/2:prep dozens=dozen/NNS/2:nmod/3:pobj "
        "of/IN/6:case/4:prep villagers=villager/NNS/4:nmod/5:pobj",
        [("dozens", "killed", "person", "villagers")],
    ),
    "houses are not hurt": (
        "Soldiers=soldier/NNS/2:nsubj/2:nsubj evacuated=evacuate/VBD/0:root/0:root 20/CD/4:nummod/4:nummod "
        "houses=house/NNS/2:obj/2:dobj ././2:punct/2:punct",
        [("20", "count", "object", "houses")],
    ),
    "toll": (
        "The/DT/3:det/3:det death/NN/3:compound/3:compound toll/NN/4:nsubj/4:nsubj "
        "rose=rise/VBD/0:root/0:root "
        "to/IN/6:case/4:prep 48/CD/4:obl/5:pobj ././4:punct/4:punct",
        [("48", "killed", "person", None)],
    ),
    "the two sides": (
        "The/DT/3:det/3:det two/CD/3:nummod/3:nummod sides=side/NNS/4:nsubj/4:nsubj "
        "met=meet/VBD/0:root/0:root "
        "././4:punct/4:punct",
        [],
    ),
    "year before a noun": (
        "2011/CD/2:nummod/2:nummod protests=protest/NNS/3:nsubj/3:nsubj toppled=topple/VBD/0:root/0:root "
        "him/PRP/3:obj/3:dobj ././3:punct/3:punct",
        [],
    ),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", sorted(PARSED))
def test_measure_comes_from_the_grammar(name, scheme):
    notation, expected = PARSED[name]
    assert told(read_parse(notation, scheme)) == expected


def test_empty_text_has_no_figures():
    assert figures(read_parse("", "UD")) == []


# --- the whole pipeline --------------------------------------------------------------------------

# Sentence; evidence, measure, unit, what is counted.
SENTENCES = [
    ("Drones killed at least 19 people in El Fasher.", [("at least 19", "killed", "person", "people")]),
    (
        "The market bombing left 30 dead and 64 wounded.",
        [("30", "killed", "person", None), ("64", "injured", "person", None)],
    ),
    ("Junta troops shot dead three villagers near Monywa.", [("three", "killed", "person", "villagers")]),
    (
        "More than 4,000 families have fled Mekelle since Monday.",
        [("More than 4,000", "fled", "family", "families")],
    ),
    (
        "Some 100,000 civilians are trapped in the besieged port.",
        [("Some 100,000", "trapped", "person", "civilians")],
    ),
    (
        "The war has displaced more than 8 million people.",
        [("more than 8 million", "displaced", "person", "people")],
    ),
    (
        "Kenya deployed 400 police officers to Port-au-Prince.",
        [("400", "deployed", "person", "police officers")],
    ),
    ("Gunmen used 40 villagers as human shields.", [("40", "used-as-shields", "person", "villagers")]),
    ("Guards tortured 25 prisoners in Hodeidah.", [("25", "abused", "person", "prisoners")]),
    (
        "Nearly 25 million people are at risk of famine.",
        [("Nearly 25 million", "at-risk", "person", "people")],
    ),
    ("The brigade suffered 90 casualties near Bakhmut.", [("90", "casualties", "person", "casualties")]),
    ("Around 6,000 residents remain in the town.", [("Around 6,000", "present", "person", "residents")]),
    ("The offensive claimed the lives of 300 soldiers.", [("300", "killed", "person", "soldiers")]),
    ("Donors pledged $1.2 billion for Yemen.", [("$1.2 billion", "money", "USD", None)]),
    ("Fire destroyed 60 percent of the market.", [("60 percent", "share", "percent", "market")]),
    ("The siege lasted 40 days.", [("40 days", "duration", "day", None)]),
    ("Engineers cleared 300 mines from the road.", [("300", "count", "object", "mines")]),
    (
        "The raid wounded 12 police officers and killed two.",
        [("12", "injured", "person", "police officers"), ("two", "killed", "person", None)],
    ),
    ("Rebels freed 119 inmates from a prison in Kogi.", [("119", "count", "person", "inmates")]),
    (
        "Between 40 and 60 miners were trapped near Luhansk.",
        [("Between 40 and 60", "trapped", "person", "miners")],
    ),
    (
        "At least 12 rebels and 5 soldiers were killed in Kayah state.",
        [("At least 12", "killed", "person", "rebels"), ("5", "killed", "person", "soldiers")],
    ),
    ("Hundreds of prisoners escaped from a jail in Goma.", [("Hundreds", "fled", "person", "prisoners")]),
    ("The camp has received 3,000 newcomers this week.", [("3,000", "arrived", "person", "newcomers")]),
    (
        "Shelling wounded 17 civilians, including six children.",
        [("17", "injured", "person", "civilians"), ("six", "injured", "person", "children")],
    ),
    ("Two gunmen attacked the church.", [("Two", "count", "person", "gunmen")]),
    ("Workers buried more than 80 bodies.", [("more than 80", "killed", "person", "bodies")]),
]


STYLES = [
    # headlines
    (
        "Two killed, 14 hurt as rockets slam into Kharkiv apartment block",
        [("Two", "killed", "person", None), ("14", "injured", "person", None)],
    ),
    ("BLOODBATH: 200 feared dead after raid on village", [("200", "killed", "person", None)]),
    # military press releases
    (
        "Our forces destroyed 27 vehicles and killed more than 200 rebels.",
        [("27", "count", "object", "vehicles"), ("more than 200", "killed", "person", "rebels")],
    ),
    (
        "Mali's army neutralised 27 terrorists and seized 14 motorbikes near Mopti.",
        [("27", "killed", "person", "terrorists"), ("14", "count", "object", "motorbikes")],
    ),
    (
        "The air defences shot down 19 of 24 drones.",
        [("19", "count", "object", "drones"), ("24", "count", "object", "drones")],
    ),
    # aid agencies
    (
        "MSF teams treated 1,340 patients, of whom 412 had gunshot wounds.",
        [("1,340", "count", "person", "patients"), ("412", "count", "person", None)],
    ),
    (
        "Over 1.2 million people have crossed into Chad since April.",
        [("Over 1.2 million", "fled", "person", "people")],
    ),
    # tallies
    ("It put the number of soldiers killed in the raid at 12.", [("12", "killed", "person", None)]),
    (
        "The death toll from the strike on the market rose to 62 from 48.",
        [("62", "killed", "person", None), ("48", "killed", "person", None)],
    ),
    (
        "A doctor said 26 people had died, up from 18 reported earlier.",
        [("26", "killed", "person", "people"), ("18", "killed", "person", None)],
    ),
    (
        "We said that 80 militants were killed. The ministry has since corrected its figure to 48.",
        [("80", "killed", "person", "militants"), ("48", "killed", "person", None)],
    ),
    ("The town had a population of some 26,000.", [("some 26,000", "present", "person", None)]),
    # wholes, others, coordination
    (
        "Twelve of the 19 crew members were rescued.",
        [("Twelve", "fled", "person", "crew members"), ("19", "count", "person", "crew members")],
    ),
    ("A bomber killed a general and five others.", [("five", "killed", "person", None)]),
    (
        "Gunmen stormed a hotel, leaving four guards and two attackers dead.",
        [("four", "killed", "person", "guards"), ("two", "killed", "person", "attackers")],
    ),
    (
        "At least 39 people, most of them women and children, were killed in Nyala.",
        [("At least 39", "killed", "person", "people")],
    ),
    (
        "Militants raided the village, killing 33 people and kidnapping about 200.",
        [("33", "killed", "person", "people"), ("about 200", "count", "person", None)],
    ),
    # notes and tables
    # figures side by side: each has the verb beside it
    (
        "A mine kills three farmers and wounds 16 near Kidal.",
        [("three", "killed", "person", "farmers"), ("16", "injured", "person", None)],
    ),
    (
        "At least 31 are killed and over 45 miners injured in the raid.",
        [("At least 31", "killed", "person", None), ("over 45", "injured", "person", "miners")],
    ),
    (
        "The stabbing leaves at least three dead and 27 commuters injured.",
        [("at least three", "killed", "person", None), ("27", "injured", "person", "commuters")],
    ),
    (
        "The blast wounded four others. Eleven others were missing after it.",
        [("four", "injured", "person", None), ("Eleven", "count", "person", None)],
    ),
    (
        "He says one died and fourteen were hurt.",
        [("one", "killed", "person", None), ("fourteen", "injured", "person", None)],
    ),
    (
        "One soldier was hurt and one is missing.",
        [("One", "injured", "person", "soldier"), ("one", "count", "person", None)],
    ),
    ("Doctors believe that hundreds were killed or wounded.", [("hundreds", "casualties", "person", None)]),
    ("Six of the dead came from Ghana.", [("Six", "killed", "person", None)]),
    (
        "Two were shot dead and several others captured.",
        [("Two", "killed", "person", None), ("several", "count", "person", None)],
    ),
    ("The jets hit the base; two were shot down.", [("two", "count", "object", None)]),
    # what is counted
    ("The number of shells fired this month now totals 4,410.", [("4,410", "count", "object", "shells")]),
    (
        "Some 9,000 reserve Army and Coast Guard troops were deployed.",
        [("Some 9,000", "deployed", "person", "reserve Army and Coast Guard troops")],
    ),
    ("Troops freed six overseas-born hostages.", [("six", "count", "person", "overseas-born hostages")]),
    ("12.500 refugees fled to Chad.", [("12.500", "fled", "person", "refugees")]),
    ("The air force conducted 23 strikes near Raqqa.", [("23", "count", "event", "strikes")]),
    (
        "Hundreds, if not thousands, of families fled.",
        [("Hundreds, if not thousands", "fled", "family", "families")],
    ),
    # lone numbers
    ("The bridge has changed hands nine times.", [("nine", "count", "event", "times")]),
    (
        "Seventeen people, nine of them children, died in the church.",
        [("Seventeen", "killed", "person", "people"), ("nine", "killed", "person", "children")],
    ),
    (
        "About 260 families fled. Of these, 180 are camped in a hall.",
        [("About 260", "fled", "family", "families"), ("180", "fled", "family", None)],
    ),
    (
        "The army claims 135 rockets; observers counted about 105.",
        [("135", "count", "object", "rockets"), ("about 105", "count", "object", None)],
    ),
    (
        "The group counted 27 killings and says the true figure is closer to 60.",
        [("27", "killed", "person", "killings"), ("closer to 60", "killed", "person", None)],
    ),
    (
        "The pastor put the toll at 17, the army at 9.",
        [("17", "killed", "person", None), ("9", "killed", "person", None)],
    ),
    (
        "At least 150 people were sheltering in the church.",
        [("At least 150", "present", "person", "people")],
    ),
    ("Monitors counted 31 children taken in this way.", [("31", "count", "person", "children")]),
    ("My brother was killed by one side and my cousin by the other.", []),
    (
        "A man stabs two guards to death and wounds nine others.",
        [("two", "killed", "person", "guards"), ("nine", "injured", "person", None)],
    ),
    ("The court sentenced three men to death.", [("three", "count", "person", "men")]),
    (
        "The storm leaves at least two miners dead and over a hundred hurt.",
        [("at least two", "killed", "person", "miners"), ("over a hundred", "injured", "person", None)],
    ),
    (
        "Two rush hour blasts shook Dikwa, killing four and injuring five.",
        [
            ("Two", "count", "event", "rush hour blasts"),
            ("four", "killed", "person", None),
            ("five", "injured", "person", None),
        ],
    ),
    (
        "Gunmen took 20 pupils and two nurses hostage near the market of Kano.",
        [("20", "count", "person", "pupils"), ("two", "count", "person", "nurses")],
    ),
    (
        "The shots injured four judges, killing one - Ahmad Karimi.",
        [("four", "injured", "person", "judges"), ("one", "killed", "person", None)],
    ),
    (
        "An ambush leaves 14 Malian soldiers and gendarmes dead near Gao.",
        [("14", "killed", "person", "Malian soldiers")],
    ),
    (
        "The toll, doctors say, rose from 31 to 44.",
        [("31", "killed", "person", None), ("44", "killed", "person", None)],
    ),
    (
        "Five massacres were counted, adding up to at least 40 since May.",
        [("Five", "count", "event", "massacres"), ("at least 40", "count", "event", None)],
    ),
    (
        "Fighting has displaced estimated 3.4 million villagers.",
        [("estimated 3.4 million", "displaced", "person", "villagers")],
    ),
    ("A shell killed two schoolchildren.", [("two", "killed", "person", "schoolchildren")]),
    ("Two Israeli missiles hit a van.", [("Two", "count", "object", "Israeli missiles")]),
    ("Fatalities: 12. Injured: 45.", [("12", "killed", "person", None), ("45", "injured", "person", None)]),
    (
        "Rwanda sent a 700-strong contingent of soldiers to Bangui.",
        [("700", "deployed", "person", "contingent")],
    ),
    (
        "Half of Sudan's 50 million people are hungry.",
        [("Half", "share", "percent", "people"), ("50 million", "count", "person", "people")],
    ),
    ("Villagers saw 2 Mi-8 helicopters.", [("2", "count", "object", "Mi-8 helicopters")]),
    # what is no figure of the victims
    ("On day 45 of the siege, three times more people died.", []),
    ("Temperatures fell to minus 20 degrees.", []),
    ("An earthquake of magnitude 4.1 struck near Herat.", []),
    ("The Red Cross had visited the prison several times.", []),
    ("The two sides exchanged fire.", []),
    ("In 2014 the army left the town.", []),
    ("Police are looking for the one who fired.", []),
    (
        "The shelling killed a man and his three sons, aged 7, 9 and 12.",
        [("three", "killed", "person", "sons")],
    ),
]


@pytest.fixture(scope="module")
def read(nlp):
    from kg.analyse import analyse
    from kg.extract._phrases import make_lexicon

    lexicon = make_lexicon(GAZETTEER)

    def run(text: str) -> list[QuantityClaim]:
        article = make_article(text)
        return list(find_quantities(analyse(nlp, article), article, lexicon))

    return run


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "expected"), SENTENCES + STYLES, ids=[text[:40] for text, _ in SENTENCES + STYLES]
)
def test_figures_of_a_sentence(read, text, expected):
    assert [
        (q.evidence.of(text), q.measure.value, q.unit, q.counted.of(text) if q.counted else None)
        for q in read(text)
    ] == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("measure", "example"),
    [(c.notation, example) for c in concepts("measure") for example in c.examples],
)
def test_every_measure_is_found_in_its_examples(read, measure, example):
    assert measure in [q.measure.value for q in read(example)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("comparator", "example"),
    [(c.notation, example) for c in concepts("comparator") for example in c.examples],
)
def test_every_comparator_is_found_in_its_examples(read, comparator, example):
    assert comparator in [q.comparator.value for q in read(example)]


@pytest.mark.slow
def test_a_part_points_at_its_whole(read):
    text = "Some 9,000 people, including 2,500 children, are trapped in the port of Hodeidah."
    whole, part = read(text)
    assert part.subset_of is not None and part.subset_of.evidence == whole.evidence
    assert part.measure is whole.measure is Measure.TRAPPED


@pytest.mark.slow
def test_who_and_where_are_told(read):
    text = "About 900 families arrived in Adre on Sunday."
    (claim,) = read(text)
    assert {m.text for m in claim.about} >= {"Adre"}


@pytest.mark.slow
def test_a_distance_is_about_both_its_ends(read):
    text = "The depot lies 15 kilometres south of Zaporizhzhia."
    (claim,) = read(text)
    assert [m.text for m in claim.about] == ["depot", "Zaporizhzhia"]


@pytest.mark.slow
def test_the_place_of_the_sentence_is_told_where_the_verb_has_none(read):
    text = "Warplanes bombed a market in Hodeidah, killing dozens of civilians."
    (claim,) = read(text)
    assert {m.text for m in claim.about} == {"civilians", "Hodeidah"}


@pytest.mark.slow
def test_a_long_paragraph_is_read_whole(read):
    text = "The shelling killed 14 people and wounded 3 near Lyman. " * 300
    assert len(read(text)) == 600


@pytest.mark.slow
@needs_shared
def test_annotated_reports(read):
    import json

    right = spans = expected = found = 0
    for path in sorted((SHARED / "gold").glob("fallujah-*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        text = (SHARED / "articles" / f"{path.stem}.txt").read_bytes().decode("utf-8")
        claims = {(q.evidence.start, q.evidence.end): q for q in read(text)}
        found += len(claims)
        for figure in gold["quantities"]:
            expected += 1
            core = figure.get("core", figure)
            places = [(figure["begin"], figure["end"]), (core["begin"], core["end"])]
            claim = next((claims[p] for p in places if p in claims), None)
            if claim is None:
                continue
            spans += 1
            values = tuple(None if v is None else float(v) for v in (claim.low, claim.high))
            vague = figure["comparator"] == "vague"
            right += claim.comparator.value == figure["comparator"] and (
                vague or values == (figure["low"], figure["high"])
            )
    precision, recall = spans / found, spans / expected
    assert 2 * precision * recall / (precision + recall) >= 0.93
    assert right / spans >= 0.95


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "part", "whole"),
    [
        ("Shells hit 12 soldiers, including four officers.", "four", "12"),
        ("Five people fell, including the driver who lost control, and seven others hid.", "seven", None),
        ("The jets dropped 24 bombs on targets which include three bridges.", "three", None),
    ],
)
def test_a_part_is_a_part_of_the_figure_before_it(read, text, part, whole):
    (claim,) = [q for q in read(text) if q.evidence.of(text) == part]
    assert (claim.subset_of.evidence.of(text) if claim.subset_of else None) == whole


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "of"),
    [
        ("Police fired and 292 were arrested.", "people, arrested"),
        ("The jets hit the base; two were shot down.", "things, shot down"),
        ("The raid killed 40 troops.", "troops, killed"),
    ],
)
def test_of_says_what_is_counted_and_what_befell_it(read, text, of):
    assert [q.of for q in read(text)] == [of]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A boy aged 12 and T-72 tanks.", {"12": "an age", "72": "part of a name"}),
        (
            "At 5pm on May 23 Route 9 was shut.",
            {"5": "an ordinal", "23": "part of a date", "9": "says which one"},
        ),
        ("The two sides met.", {"two": "points back"}),
        ("He came in several days.", {"several days": "a length of time"}),
    ],
)
def test_a_number_that_is_no_figure_is_passed_over_with_a_reason(nlp, text, why):
    from kg.analyse import analyse
    from kg.extract._trace import tracing

    article = make_article(text)
    doc = analyse(nlp, article)
    with tracing(doc) as seen:
        assert figures(doc) == []
    told = [(p.evidence.of(text), p.why) for p in seen if p.finding == "QuantityClaim"]
    assert len(told) == len(why)
    for words, reason in why.items():
        assert [w for t, w in told if words in t and w.startswith(reason)], told


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("As the battle for Goma goes on, 300 people are trapped in cellars.", ["Goma"]),
        ("As the battle for Goma goes on, 300 people, including 90 children, are trapped.", ["Goma", "Goma"]),
        ("Many civilians stayed in Mekelle. Some 80,000 people are still inside.", ["Mekelle"]),
        ("Some 19 people were killed in raids in two rural districts of Kharkiv.", ["Kharkiv"]),
        ("The army left Nyala. Some 40 people were killed.", [None]),
    ],
)
def test_the_place_of_those_counted_may_stand_in_another_clause(read, text, places):
    from kg.model import Kind

    told = [
        [m.text for m in q.about if m.kind is Kind.LOCATION]
        for q in read(text)
        if q.measure is not Measure.COUNT
    ]
    assert [p[-1].split()[-1] if p else None for p in told] == places


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("The camp has taken in 20,000 people over the past three weeks.", "the past three weeks"),
        ("Monitors counted 31 children taken away since January.", "since January"),
        ("The siege lasted three weeks and killed 40 people.", None),
    ],
)
def test_a_figure_holds_for_the_time_it_is_told_of(read, text, words):
    (claim,) = [q for q in read(text) if q.measure is not Measure.DURATION]
    assert (claim.as_of.span.of(text) if claim.as_of else None) == words
