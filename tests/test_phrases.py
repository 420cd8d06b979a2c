"""The words of a mention are the same from whichever word, room and label set they are asked for."""

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span as Words

from kg.extract import _phrases
from kg.extract.mentions import find_mentions
from kg.gazetteer import load_gazetteer
from kg.model import ActorType, Form, Gender, Kind, LocationType
from tests.builders import make_article
from tests.parses import both_schemes, make_doc, parse, read_parse, word

PERSON, ORG, LOC, GPE, FAC = "PERSON", "ORG", "LOC", "GPE", "FAC"


@cache
def the_lexicon():
    return _phrases.make_lexicon(load_gazetteer())


@pytest.fixture
def lexicon():
    return the_lexicon()


def the_actor(token, lexicon):
    """The actor at a token, which there must be."""
    found = _phrases.actor_at(token, lexicon)
    assert found is not None
    return found


def told(mention):
    return mention and (mention.text, mention.type, mention.form)


# sentence of tests/parses.py, names in it, word asked for, what it is
ACTORS = [
    ("storm", [], "troops", ("Government troops", ActorType.ARMED_FORCE, Form.NOMINAL)),
    ("passive", [], "soldiers", ("soldiers", ActorType.ARMED_FORCE, Form.NOMINAL)),
    ("passive", [], "gunmen", ("gunmen", ActorType.ARMED_GROUP, Form.NOMINAL)),
    ("said-after", [], "officials", ("military officials", ActorType.UNNAMED_SOURCE, Form.NOMINAL)),
    ("coord-verbs", [], "Militiamen", ("Militiamen", ActorType.ARMED_GROUP, Form.NOMINAL)),
    ("object-control", [], "residents", ("residents", ActorType.POPULATION_GROUP, Form.NOMINAL)),
    ("iobj", [(0, 1, LOC)], "militia", ("militia", ActorType.ARMED_GROUP, Form.NOMINAL)),
    ("told", [(2, 3, ORG)], "Reuters", ("Reuters", ActorType.MEDIA_OUTLET, Form.NAME)),
    ("hyphen", [], "jets", ("Saudi-led coalition jets", ActorType.ARMED_FORCE, Form.NOMINAL)),
    ("possessive", [(0, 1, GPE)], "Mali", None),
    (
        "noun-chain",
        [(2, 4, ORG)],
        "police",
        ("Heavily armed Interior Ministry police", ActorType.ARMED_FORCE, Form.NAME),
    ),
    ("noun-chain", [(2, 4, ORG)], "Ministry", ("Interior Ministry", ActorType.GOVERNMENT, Form.NAME)),
    ("was-and", [], "He", ("He", ActorType.PERSON, Form.PRONOUN)),
    (
        "title",
        [(2, 4, PERSON)],
        "Issa",
        ("Brigadier General Issa Diallo", ActorType.PERSON, Form.NAME),
    ),
    (
        "title",
        [(2, 4, PERSON)],
        "Brigadier",
        ("Brigadier General Issa Diallo", ActorType.PERSON, Form.NAME),
    ),
    ("abbr", [(1, 4, ORG)], "Army", ("Kachin Independence Army", ActorType.ARMED_GROUP, Form.NAME)),
    ("abbr", [(1, 4, ORG), (5, 6, ORG)], "KIA", ("KIA", ActorType.ARMED_GROUP, Form.NAME)),
    ("relative-object", [], "Mines", None),
    ("storm", [], "town", None),
]


@both_schemes
@pytest.mark.parametrize(("name", "ents", "form", "expected"), ACTORS)
def test_actor(name, ents, form, expected, scheme, lexicon):
    doc = parse(name, scheme, ents)
    assert told(_phrases.actor_at(word(doc, form), lexicon)) == expected


PLACES = [
    ("storm", [(5, 6, LOC)], "town", ("town of Bakhmut", LocationType.TOWN, Form.NAME)),
    ("storm", [(5, 6, GPE)], "Bakhmut", ("town of Bakhmut", LocationType.TOWN, Form.NAME)),
    ("storm", [(5, 6, PERSON)], "Bakhmut", ("town of Bakhmut", LocationType.TOWN, Form.NAME)),
    ("storm", [], "town", ("town of Bakhmut", LocationType.TOWN, Form.NAME)),
    ("coord-verbs", [], "camp", ("camp", LocationType.CAMP, Form.NOMINAL)),
    ("held-by", [], "district", ("district", LocationType.DISTRICT, Form.NOMINAL)),
    ("shared-object", [], "airfield", ("airfield", LocationType.AIRPORT, Form.NOMINAL)),
    ("relative-object", [], "there", ("there", LocationType.AREA, Form.ADVERB)),
    ("noun-chain", [(7, 9, FAC)], "Street", ("Lenin Street", LocationType.STREET, Form.NAME)),
    ("noun-chain", [], "Street", ("Lenin Street", LocationType.STREET, Form.NAME)),
    (
        "of-phrases",
        [(4, 5, GPE)],
        "outskirts",
        ("outskirts of southern Kharkiv", LocationType.CITY_PART, Form.NAME),
    ),
    ("of-phrases", [(4, 5, GPE)], "Kharkiv", ("southern Kharkiv", LocationType.CITY_PART, Form.NAME)),
    ("possessive", [(0, 1, GPE)], "Mali", ("Mali", LocationType.COUNTRY, Form.NAME)),
    ("advancing-on", [(3, 4, LOC)], "Goma", ("Goma", LocationType.CITY, Form.NAME)),
    ("storm", [], "troops", None),
]


@both_schemes
@pytest.mark.parametrize(("name", "ents", "form", "expected"), PLACES)
def test_place(name, ents, form, expected, scheme, lexicon):
    doc = parse(name, scheme, ents)
    assert told(_phrases.location_at(word(doc, form), lexicon)) == expected


@both_schemes
def test_a_coordination_gives_all_its_actors(scheme, lexicon):
    doc = parse("coord-subjects", scheme)
    found = [m.text for m in _phrases.actors_at(word(doc, "soldiers"), lexicon)]
    assert found == ["Police", "soldiers", "medics"]


@both_schemes
def test_a_part_of_a_place_has_the_place_nested_in_it(scheme, lexicon):
    doc = parse("of-phrases", scheme, [(4, 5, GPE)])
    found = [(m.text, m.type) for m in _phrases.mentions_at(word(doc, "Kharkiv"), lexicon)]
    assert found == [("southern Kharkiv", LocationType.CITY_PART), ("Kharkiv", LocationType.CITY)]


# One word of the country is asked for; the same words are a land or a state by what they do.
STATES = [
    (
        "Russia/NNP/2:nsubj/2:nsubj threatened=threaten/VBD/0:root/0:ROOT Georgia/NNP/2:obj/2:dobj",
        "Russia",
        True,
    ),
    (
        "Russia/NNP/2:nsubj/2:nsubj threatened=threaten/VBD/0:root/0:ROOT Georgia/NNP/2:obj/2:dobj",
        "Georgia",
        True,
    ),
    ("They/PRP/2:nsubj/2:nsubj left=leave/VBD/0:root/0:ROOT Sudan/NNP/2:obj/2:dobj", "Sudan", False),
    (
        "Rain/NN/2:nsubj/2:nsubj fell=fall/VBD/0:root/0:ROOT in/IN/4:case/2:prep Chad/NNP/2:obl/3:pobj",
        "Chad",
        False,
    ),
    (
        "Arms=arm/NNS/3:nsubj:pass/3:nsubjpass were=be/VBD/3:aux:pass/3:auxpass sent=send/VBN/0:root/0:ROOT "
        "by/IN/5:case/3:agent Iran/NNP/3:obl:agent/4:pobj",
        "Iran",
        True,
    ),
    (
        "Yemen/NNP/2:nsubj/2:nsubj has=have/VBZ/0:root/0:ROOT mountains=mountain/NNS/2:obj/2:dobj",
        "Yemen",
        False,
    ),
    (
        "Ethiopia/NNP/3:nmod:poss/3:poss 's/POS/1:case/1:case invasion/NN/4:nsubj/4:nsubj "
        "failed=fail/VBD/0:root/0:ROOT",
        "Ethiopia",
        True,
    ),
    (
        "Ethiopia/NNP/3:nmod:poss/3:poss 's/POS/1:case/1:case rivers=river/NNS/4:nsubj/4:nsubj "
        "rose=rise/VBD/0:root/0:ROOT",
        "Ethiopia",
        False,
    ),
]


@both_schemes
@pytest.mark.parametrize(("notation", "form", "is_state"), STATES)
def test_a_country_is_a_state_where_it_acts_or_is_acted_on(notation, form, is_state, scheme, lexicon):
    doc = read_parse(notation, scheme)
    at = word(doc, form).i
    doc.set_ents([Words(doc, at, at + 1, label=GPE)])
    actor, place = _phrases.actor_at(doc[at], lexicon), _phrases.location_at(doc[at], lexicon)
    assert told(actor) == ((form, ActorType.STATE, Form.NAME) if is_state else None)
    assert told(place) == (None if is_state else (form, LocationType.COUNTRY, Form.NAME))


@both_schemes
def test_a_name_before_its_fighters_is_theirs_and_a_body_before_its_troops_is_not(scheme, lexicon):
    tail = "/2:nsubj/2:nsubj"
    for body, noun, same in (("Hamas", "fighters=fighter", True), ("NATO", "soldiers=soldier", False)):
        notation = f"{body}/NNP/2:compound/2:compound {noun}/NNS{tail} left=leave/VBD/0:root/0:ROOT"
        notation = notation.replace(tail, "/3:nsubj/3:nsubj")
        doc = read_parse(notation, scheme, [(0, 1, ORG)])
        whole = the_actor(doc[1], lexicon)
        assert whole.text == doc[:2].text
        assert (whole.name is not None) is same
        own = the_actor(doc[0], lexicon)
        assert own.text == (whole.text if same else body)


def test_what_a_title_tells_of_a_person(lexicon):
    doc = make_doc(
        ["Mrs.", "Amina", "Keita", "spoke", "."],
        [1, 3, 1, 3, 3],
        ["nmod:desc", "nsubj", "flat", "ROOT", "punct"],
        tags=["NNP", "NNP", "NNP", "VBD", "."],
        ents=[(1, 3, PERSON)],
    )
    found = the_actor(doc[1], lexicon)
    assert found.text == "Mrs. Amina Keita"
    assert found.name is not None
    assert found.name.of(doc.text) == "Amina Keita"
    assert found.gender is Gender.FEMALE


def test_titles_with_a_body_stay_out(lexicon):
    doc = make_doc(
        ["Army", "spokesman", "Major", "Idris", "Bello", "resigned"],
        [1, 3, 3, 5, 3, 5],
        ["compound", "nmod:desc", "nmod:desc", "nsubj", "flat", "ROOT"],
        tags=["NN", "NN", "NNP", "NNP", "NNP", "VBD"],
        ents=[(3, 5, PERSON)],
    )
    assert the_actor(doc[3], lexicon).text == "Major Idris Bello"
    found = [m.text for m in find_mentions(doc, make_article(doc.text), lexicon)]
    assert found == ["Army", "Major Idris Bello"]


def test_a_place_that_runs_into_a_person_is_two_names(lexicon):
    doc = make_doc(
        ["envoy", "for", "Libya", "Anna", "Berg", "left"],
        [5, 2, 0, 2, 2, 5],
        ["nsubj", "case", "nmod", "flat", "flat", "ROOT"],
        tags=["NN", "IN", "NNP", "NNP", "NNP", "VBD"],
        ents=[(2, 5, LOC)],
    )
    assert told(_phrases.location_at(doc[2], lexicon)) == ("Libya", LocationType.COUNTRY, Form.NAME)
    assert told(_phrases.actor_at(doc[4], lexicon)) == ("Anna Berg", ActorType.PERSON, Form.NAME)


def test_every_word_of_a_mention_leads_to_its_span(lexicon):
    for name, ents, _, _ in [*ACTORS, *PLACES]:
        doc = parse(name, "UD", ents)
        article = make_article(doc.text)
        spans = {(m.kind, m.evidence) for m in find_mentions(doc, article, lexicon)}
        for token in doc:
            for mention in _phrases.mentions_at(token, lexicon):
                assert mention.evidence.of(doc.text) == mention.text
                assert mention.evidence.contains(mention.head)
                assert mention.name is None or mention.evidence.contains(mention.name)
        assert all(kind in Kind for kind, _ in spans)


def test_numerals_articles_and_possessors_stay_out(lexicon):
    doc = make_doc(
        ["Their", "other", "300", "52", "-", "year", "-", "old", "wounded", "soldiers", "fled"],
        [9, 9, 9, 7, 7, 7, 7, 9, 9, 10, 10],
        [
            "nmod:poss",
            "amod",
            "nummod",
            "nummod",
            "punct",
            "compound",
            "punct",
            "amod",
            "amod",
            "nsubj",
            "ROOT",
        ],
        tags=["PRP$", "JJ", "CD", "CD", "HYPH", "NN", "HYPH", "JJ", "JJ", "NNS", "VBD"],
    )
    assert the_actor(doc[9], lexicon).text == "wounded soldiers"


def test_odd_docs_give_no_error(lexicon):
    for words in (
        ["-"],
        ["(", "AB", ")"],
        ["\n\n"],
        ["of"],
        ["the", "of", "of"],
        ["General"],
        ["of", "Kyiv"],
    ):
        doc = make_doc(
            words, [0] * len(words), ["ROOT", *["dep"] * (len(words) - 1)], tags=["NNP"] * len(words)
        )
        list(find_mentions(doc, make_article(doc.text), lexicon))


WORDS = [
    *("of", "the", "city", "rebels", "General", "Kyiv", "-", "(", ")", ",", "\n", "SOHR", "their", "there"),
    *("capital", "Iraqi", "Americans", "men", "and", "Mali", "Army", "backed", "statement", "it", "300"),
    *("northern", "spokesman", "for", "town", "Ahmed"),
]
LABELS = [
    *("compound", "amod", "nmod", "obl", "nsubj", "obj", "case", "appos", "conj", "flat", "nmod:poss"),
    *("pobj", "prep"),
]


def nine(strategy):
    return st.lists(strategy, min_size=9, max_size=9)


@settings(deadline=None, max_examples=300)
@given(
    size=st.integers(1, 9),
    words=nine(st.sampled_from(WORDS)),
    ups=nine(st.integers(0, 8)),
    leans_right=st.booleans(),
    labels=nine(st.sampled_from(LABELS)),
    tags=nine(st.sampled_from(["NN", "NNS", "NNP", "JJ", "IN", "DT", "HYPH"])),
    edges=st.sets(st.integers(0, 9), max_size=4),
    kind=st.sampled_from([PERSON, ORG, GPE, "DATE"]),
)
def test_no_sequence_of_words_however_parsed_is_an_error(
    size, words, ups, leans_right, labels, tags, edges, kind
):
    heads = [max(0, i - ups[i]) for i in range(size)]
    if leans_right:
        heads = [size - 1 - h for h in reversed(heads)]
    deps = ["ROOT" if heads[i] == i else labels[i] for i in range(size)]
    places = sorted(edge for edge in edges if edge <= size)
    ents = [(a, b, kind) for a, b in zip(places[::2], places[1::2], strict=False)]
    doc = make_doc(words[:size], heads, deps, tags=tags[:size], ents=ents, spaces=[True] * size)
    article = make_article(doc.text)
    for mention in find_mentions(doc, article, the_lexicon()):
        assert mention.evidence.of(doc.text) == mention.text
        assert "\n" not in mention.text
        assert mention.evidence.contains(mention.head)
        assert mention.name is None or mention.evidence.contains(mention.name)
        assert mention.text[0].isalnum() or mention.form is not Form.NAME
