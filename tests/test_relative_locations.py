"""Relative locations: distances in metres, directions in degrees, anchors, and what is located."""

from decimal import Decimal

import pytest

from kg.extract.relative_locations import extractor, find_relative_locations
from kg.gazetteer import load_gazetteer
from kg.model import LocationRelation, RelativeLocation
from kg.patterns import concepts
from tests.builders import make_article
from tests.parses import SCHEMES, read_parse

GAZETTEER = load_gazetteer()


def told(found: list[RelativeLocation], text: str) -> list[tuple]:
    return [
        (
            r.evidence.of(text),
            r.relation.value,
            None if r.distance is None else float(r.distance),
            r.bearing,
            [a.text for a in r.anchor],
            r.locates.text if r.locates else None,
        )
        for r in found
    ]


# --- hand-built docs -----------------------------------------------------------------------------

PARSED = {
    "distance with direction": (
        "The/DT/2:det/2:det village/NN/3:nsubj/3:nsubj lies=lie/VBZ/0:root/0:root 10/CD/5:nummod/5:nummod "
        "kilometers=kilometer/NNS/6:obl/6:npadvmod northwest/RB/3:advmod/3:advmod of/IN/8:case/6:prep "
        "Goma/NNP/6:obl/7:pobj ././3:punct/3:punct",
        [(7, 8, "LOC")],
        [("10 kilometers northwest of Goma", "distance", 10000.0, 315, ["Goma"], "village")],
    ),
    "distance in apposition": (
        "They/PRP/2:nsubj/2:nsubj took=take/VBD/0:root/0:root the/DT/4:det/4:det "
        "town/NN/2:obj/2:dobj ,/,/7:punct/4:punct "
        "about/RB/7:advmod/7:advmod 6/CD/8:nummod/8:nummod "
        "miles=mile/NNS/4:appos/4:appos from/IN/10:case/8:prep "
        "Goma/NNP/8:nmod/9:pobj ././2:punct/2:punct",
        [(9, 10, "LOC")],
        [("about 6 miles from Goma", "distance", 9656.06, None, ["Goma"], "town")],
    ),
    "direction": (
        "Rebels=rebel/NNS/2:nsubj/2:nsubj took=take/VBD/0:root/0:root a/DT/4:det/4:det "
        "village/NN/2:obj/2:dobj "
        "east/RB/4:advmod/4:advmod of/IN/7:case/5:prep Goma/NNP/5:obl/6:pobj ././2:punct/2:punct",
        [(6, 7, "LOC")],
        [("east of Goma", "bearing", None, 90, ["Goma"], "village")],
    ),
    "a length of road is no place": (
        "Floods=flood/NNS/2:nsubj/2:nsubj ruined=ruin/VBD/0:root/0:root "
        "3/CD/4:nummod/4:nummod km/NNS/2:obj/2:dobj "
        "of/IN/6:case/4:prep road/NN/4:nmod/5:pobj ././2:punct/2:punct",
        [],
        [],
    ),
    "names of states are no directions": (
        "Troops=troop/NNS/2:nsubj/2:nsubj entered=enter/VBD/0:root/0:root South/NNP/4:compound/4:compound "
        "Sudan/NNP/2:obj/2:dobj ././2:punct/2:punct",
        [(2, 4, "LOC")],
        [],
    ),
}


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", sorted(PARSED))
def test_relative_locations_of_hand_built_docs(name, scheme):
    notation, ents, expected = PARSED[name]
    doc = read_parse(notation, scheme, ents)
    found = extractor(GAZETTEER)(doc, make_article(doc.text))
    assert told([f for f in found if isinstance(f, RelativeLocation)], doc.text) == expected


def test_empty_text_has_none():
    doc = read_parse("", "UD")
    assert list(extractor(GAZETTEER)(doc, make_article(""))) == []


@pytest.mark.parametrize(
    ("word", "degrees"),
    [
        ("north", 0),
        ("northeast", 45),
        ("north-east", 45),
        ("southeast", 135),
        ("west-southwest", 247),
        ("northwest", 315),
    ],
)
def test_winds_have_their_degrees(word, degrees):
    doc = read_parse(
        f"a/DT/2:det/2:det camp/NN/0:root/0:root {word}/RB/2:advmod/2:advmod "
        "of/IN/5:case/3:prep Goma/NNP/3:obl/4:pobj",
        "UD",
        [(4, 5, "LOC")],
    )
    (found,) = extractor(GAZETTEER)(doc, make_article(doc.text))
    assert isinstance(found, RelativeLocation)
    assert found.bearing == degrees


# --- the whole pipeline --------------------------------------------------------------------------

SENTENCES = [
    (
        "The depot lies 15 kilometres (nine miles) south of Zaporizhzhia.",
        [
            (
                "15 kilometres (nine miles) south of Zaporizhzhia",
                "distance",
                15000.0,
                180,
                ["Zaporizhzhia"],
                "depot",
            )
        ],
    ),
    (
        "Rebels took the town of Sake, 30 miles (50km) from Goma.",
        [("30 miles (50km) from Goma", "distance", 50000.0, None, ["Goma"], "town of Sake")],
    ),
    (
        "Shells fell on a village near Kharkiv.",
        [("near Kharkiv", "near", None, None, ["Kharkiv"], "village")],
    ),
    (
        "The army cleared villages around Maiduguri.",
        [("around Maiduguri", "around", None, None, ["Maiduguri"], "villages")],
    ),
    (
        "The road between Gao and Kidal was mined.",
        [("between Gao and Kidal", "between", None, None, ["Gao", "Kidal"], "road")],
    ),
    (
        "Troops crossed to a village on the west bank of the Dnipro River.",
        [("on the west bank of the Dnipro River", "on", None, 270, ["Dnipro River"], "village")],
    ),
    (
        "Clashes broke out in southern Yemen.",
        [("southern Yemen", "part", None, 180, ["Yemen"], "southern Yemen")],
    ),
    (
        "A drone hit a checkpoint west of El Fasher.",
        [("west of El Fasher", "bearing", None, 270, ["El Fasher"], "checkpoint")],
    ),
    (
        "Houthi boats attacked a tanker 55 nautical miles south-east of Aden.",
        [("55 nautical miles south-east of Aden", "distance", 101860.0, 135, ["Aden"], None)],
    ),
    (
        "The bombs fell within 200 metres of a school.",
        [("within 200 metres of a school", "distance", 200.0, None, ["school"], None)],
    ),
    (
        "The base was moved to the Saudi Hospital, 3 km to the west.",
        [("3 km to the west", "distance", 3000.0, 270, [], "Saudi Hospital")],
    ),
    (
        "A boy was killed in a village near the Gaza border.",
        [("near the Gaza border", "near", None, None, ["Gaza border"], "village")],
    ),
    (
        "Fighting goes on in the east of the country, on the border with Rwanda.",
        [
            ("east of the country", "part", None, 90, ["country"], None),
            ("on the border with Rwanda", "on", None, None, ["Rwanda"], None),
        ],
    ),
    (
        "Rebels held areas close to the river.",
        [("areas close to the river", "near", None, None, ["river"], None)],
    ),
    ("The army killed around a dozen Kokang rebels.", []),
    ("The mine went off near a Chadian supply column.", []),
    ("They marched 300 kilometres to the capital.", []),
    ("Tensions between India and Pakistan rose.", []),
    ("He spoke about 20 minutes from memory.", []),
    ("Around 300 people fled.", []),
    ("The West imposed sanctions on North Korea.", []),
    ("They repaired 40 kilometres of road.", []),
    # short directions, journeys, other sides
    ("The base is 12 km NNE of Marib.", [("12 km NNE of Marib", "distance", 12000.0, 22, ["Marib"], "base")]),
    (
        "The camp is a two-hour drive from Goma.",
        [("two-hour drive from Goma", "distance", None, None, ["Goma"], "camp")],
    ),
    (
        "The village, 25km up the road from Goma, was shelled.",
        [("25km up the road from Goma", "distance", 25000.0, None, ["Goma"], "village")],
    ),
    (
        "In Kinshasa, 1,600 km away, police fired on protesters.",
        [("1,600 km away", "distance", 1600000.0, None, [], "Kinshasa")],
    ),
    (
        "The village lies across the river from Kherson.",
        [("across the river from Kherson", "near", None, None, ["Kherson"], "village")],
    ),
    (
        "Shells fell on the northern outskirts of Kharkiv.",
        [("on the northern outskirts of Kharkiv", "near", None, 0, ["Kharkiv"], None)],
    ),
    (
        "A drone fell in the southern suburbs of Sanaa.",
        [("in the southern suburbs of Sanaa", "near", None, 180, ["Sanaa"], None)],
    ),
    (
        "He was seized in a town on the Thai border.",
        [("on the Thai border", "on", None, None, ["Thai border"], "town")],
    ),
    (
        "He was seized near the border with Mali.",
        [("near the border with Mali", "near", None, None, ["Mali"], None)],
    ),
    (
        "The post is midway between Lashio and the border crossing at Muse.",
        [
            (
                "midway between Lashio and the border crossing at Muse",
                "between",
                None,
                None,
                ["Lashio", "Muse"],
                None,
            )
        ],
    ),
    ("They fled from Kabul to the north.", []),
    ("A man was shot outside Israel's embassy.", []),
]


@pytest.fixture(scope="module")
def read(nlp):
    from kg.analyse import analyse
    from kg.extract._phrases import make_lexicon

    lexicon = make_lexicon(GAZETTEER)

    def run(text: str) -> list[RelativeLocation]:
        article = make_article(text)
        return list(find_relative_locations(analyse(nlp, article), article, lexicon))

    return run


@pytest.mark.slow
@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text[:40] for text, _ in SENTENCES])
def test_relative_locations_of_a_sentence(read, text, expected):
    assert told(read(text), text) == expected


@pytest.mark.slow
@pytest.mark.parametrize(
    ("relation", "example"),
    [(c.notation, example) for c in concepts("locationRelation") for example in c.examples],
)
def test_every_relation_is_found_in_its_examples(read, relation, example):
    assert LocationRelation(relation) in [r.relation for r in read(example)]


@pytest.mark.slow
def test_the_metric_figure_is_taken_where_two_are_given(read):
    (found,) = read("The base is 10 miles (16 km) from Mogadishu.")
    assert found.distance == Decimal(16000)


@pytest.mark.slow
def test_a_long_paragraph_is_read_whole(read):
    text = "A convoy was attacked 12 km north of Timbuktu. " * 300
    assert len(read(text)) == 300
