"""The reconciliation service: what a row may mean, and the requests of OpenRefine over the application."""

import json
import re
import time
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, ValidationError

from kg.errors import PatternError
from kg.evaluators import Threads
from kg.model import ActorType, LocationType
from kg.patterns import table
from kg.protocol import ProtocolError
from kg.reconcile import (
    Extension,
    Given,
    Question,
    Record,
    Type,
    candidates,
    card,
    extend,
    fits_of,
    make_index,
    point_of,
    propose,
    read_extension,
    read_index,
    read_questions,
    read_rules,
    reconciling_rules,
    suggest_entities,
    suggest_properties,
    suggest_types,
)
from kg.settings import Settings
from kg.store import open_store
from kg.vocabulary import ATT, RDF, SKOS, named_graph, words
from kg.web.app import create_app
from kg.web.house import House
from kg.web.reconcile import Kept
from tests.builders import ROOT
from tests.dataset import hand_store
from tests.readings import BASE, NAMES
from tests.reconciliation import SCHEMAS, check

RULES = reconciling_rules()
HOUSE = House(Threads(hand_store()), replace(Settings(), base=BASE))

TYPES = [
    Type("Actor", "actor", "Who acts."),
    Type("Location", "location", "Where."),
    *(Type(id_, id_.lower(), "A place.", ("Location",)) for id_ in ("City", "Town", "River", "Country")),
    Type("Organisation", "organisation", "A body.", ("Actor",)),
    Type("MediaOutlet", "media outlet", "Who reports.", ("Organisation",)),
    Type("ArmedForce", "armed force", "Who fights.", ("Actor",)),
    Type("Person", "person", "Somebody.", ("Actor",)),
]
YEMEN = frozenset({"YE"})
MALI = frozenset({"ML"})
RECORDS = [
    Record("tariq-plain", "Tariq Plain", ("Sahl Tariq",), ("City",), YEMEN, ("yemen",), (15.0, 44.0), "Q11"),
    Record("yemen", "Yemen", (), ("Country",), YEMEN, (), (15.5, 47.5), "Q805", 9, 3),
    Record("mali", "Mali", (), ("Country",), MALI, (), (17.0, -4.0), "Q912"),
    Record("al-qosh", "Al-Qosh", ("Alqush",), ("Town",), YEMEN, ("tariq-district",), (15.1, 44.1)),
    Record("tariq-district", "Tariq District", (), ("City",), frozenset(), ("yemen",)),
    Record("kayes", "Kayes", (), ("City",), MALI, ("mali",), (14.4, -11.4)),
    Record("sun-city", "Marra", (), ("City",), YEMEN, ("yemen",), (15.0, 45.0)),
    Record("sun-town", "Marra", (), ("Town",), MALI, ("mali",), (14.0, -5.0)),
    Record("person/ana-weir", "Ana Weir", (), ("Person",), frozenset(), (), None, None, 4, 2),
    Record("person/weir", "Weir", (), ("Person",)),
    Record("fsb", "Forward Support Brigade", ("FSB",), ("ArmedForce",), YEMEN),
    Record("tariq-radio", "Tariq Radio", (), ("MediaOutlet",), YEMEN),
]
INDEX = make_index(RECORDS, TYPES, f"{BASE}entity/", RULES)


@pytest.fixture(scope="module")
def curated():
    """The index of the small dataset, gazetteer included."""
    return read_index(HOUSE.rows, BASE, RULES)


@pytest.fixture(scope="module")
def client():
    return create_app(HOUSE).test_client()


def ask(name, index=INDEX, limit=10, **more):
    properties = tuple((pid, (Given(str(value)),)) for pid, value in more.pop("properties", {}).items())
    return candidates(Question(name, limit, properties=properties, **more), index, RULES)


def shown(name, **more):
    """(key, match) of each candidate."""
    return [(found.record.id, found.match) for found in ask(name, **more)]


def score(name, id_, **more):
    return next(found.score for found in ask(name, **more) if found.record.id == id_)


# --- the table


def test_each_compared_property_has_an_example_that_agrees_and_one_that_differs(curated):
    for row in RULES.properties.values():
        assert bool(row.example) == row.is_compared, row.id
        if not row.example:
            continue
        record = curated.records[row.example["entity"]]
        said = {
            word: fits_of(row.id, [Given(row.example[word])], curated, RULES)(record)
            for word in ("agrees", "differs")
            if word in row.example
        }
        assert said.get("agrees") is True, row.id
        assert ("differs" in said) == (row.differs > 0), row.id
        assert said.get("differs", False) is False, row.id


def test_types_that_are_said_for_each_other_are_types():
    known = {one.value for kinds in (ActorType, LocationType) for one in kinds}
    for row in table("reconciling")["alike"]:
        assert set(row["types"]) <= known
        assert set(row["example"]) <= set(row["types"])
    assert RULES.wide <= known


@pytest.mark.parametrize(
    ("change", "words_"),
    [
        (lambda raw: raw["property"][0].pop("about"), "about"),
        (lambda raw: raw["property"][0].update(id="colour"), "known on one side only"),
        (lambda raw: raw["property"][-1].update(agrees=0.5), "nothing compares"),
        (lambda raw: raw["names"].update(written="much"), "ValueError"),
        (lambda raw: raw.pop("limits"), "limits"),
    ],
)
def test_a_bad_table_is_refused_by_name(change, words_):
    raw = json.loads(json.dumps(dict(table("reconciling"))))
    change(raw)
    with pytest.raises(PatternError, match=rf"reconciling\.toml.*{words_}"):
        read_rules(raw, table("titles"))


# --- names


@pytest.mark.parametrize(
    ("name", "way"),
    [
        ("Tariq Plain", "written"),
        ("tariq  plain", "folded"),
        ("TARÍQ-PLAIN", "folded"),
        ("the Tariq Plain", "article"),
        ("Tarik Playn", "loose"),
        ("Tariq Plaim", "fuzzy"),
        ("Plain", "within"),
    ],
)
def test_the_worse_a_name_fits_the_less_it_is_worth(name, way):
    assert score(name, "tariq-plain") == RULES.names[way]


def test_another_name_is_worth_a_little_less_than_the_preferred_one():
    assert score("Sahl Tariq", "tariq-plain") == RULES.names["written"] - RULES.less["alias"]


def test_romanisation_is_looked_through_only_where_the_script_is_arabic():
    assert shown("Alqosh")[0][0] == "al-qosh"
    assert score("Tarik Plein", "tariq-plain") == RULES.names["loose"]
    assert shown("Kayis") == []  # Mali writes French
    assert shown("Tarik Radyo") == []  # no place and no person


def test_an_abbreviation_counts_fully_only_as_it_is_written():
    assert score("FSB", "fsb") == RULES.names["written"] - RULES.less["alias"]
    assert score("F.S.B.", "fsb") == RULES.names["written"] - RULES.less["alias"]
    assert shown("Fsb") == [("fsb", False)] and score("Fsb", "fsb") < 50


def test_titles_are_left_out_for_persons_alone():
    assert score("Lt. Gen. Ana Weir", "person/ana-weir") == RULES.names["written"] - RULES.less["titles"]
    assert shown("General Ana Weir")[0] == ("person/ana-weir", True)
    assert shown("General Kayes") == []


def test_keys_iris_and_wikidata_items_are_names_too():
    for name in ("person/ana-weir", f"{BASE}entity/person/ana-weir"):
        assert shown(name) == [("person/ana-weir", True)]
    for name in ("Q11", "http://www.wikidata.org/entity/Q11", "https://www.wikidata.org/wiki/Q11"):
        assert shown(name) == [("tariq-plain", True)]
    # A key that is a name as well says no more than the name.
    assert score("mali", "mali") == RULES.names["folded"]
    assert score("fsb", "fsb") == RULES.names["key"]


def test_names_that_say_nothing_find_nothing():
    for name in (
        "",
        "  ",
        "?!",
        "zzzz",
        "x" * 10_000,
        "Tariq Plain " * 900,
        "\ud800",
        "\x00",
        "'; DROP GRAPH",
    ):
        (question,) = read_questions(json.dumps({"q": {"query": name}}), RULES).values()
        assert candidates(question, INDEX, RULES) == []


# --- certain or not


def test_namesakes_are_never_certain_until_something_tells_them_apart():
    assert shown("Marra") == [("sun-city", False), ("sun-town", False)]
    assert shown("Marra", types=("Town",)) == [("sun-town", False), ("sun-city", False)]
    assert shown("Marra", properties={"country": "Mali"}) == [("sun-town", True), ("sun-city", False)]
    assert shown("Marra", properties={"coordinates": "15.0,45.0"})[0] == ("sun-city", True)
    assert shown("Marra", properties={"latitude": 14.01, "longitude": -5.0})[0] == ("sun-town", True)


def test_weak_names_are_never_certain():
    for name in ("the Tariq Plain", "Tarik Playn", "Tariq Plaim", "Plain", "fsb"):
        assert not any(match for _, match in shown(name)), name


def test_a_surname_alone_is_not_certain():
    assert shown("Weir")[0] == ("person/weir", False)
    assert shown("Gen. Weir")[0] == ("person/weir", False)
    assert shown("Weir", types=("Person",))[0] == ("person/weir", False)
    assert shown("Ana Weir")[0] == ("person/ana-weir", True)


def test_what_differs_takes_points_and_certainty():
    plain = score("Kayes", "kayes")
    for properties in (
        {"country": "Yemen"},
        {"wikidata": "Q912"},
        {"coordinates": "15,44"},
        {"type": "River"},
    ):
        differs = ask("Kayes", properties=properties)[0]
        if properties == {"wikidata": "Q912"}:  # the item of Mali itself
            assert differs.record.id == "mali"
            continue
        assert differs.record.id == "kayes" and differs.score < plain and not differs.match
    for properties in ({"country": "ML"}, {"country": "Q912"}, {"partOf": "Mali"}, {"countryCode": "ml"}):
        agrees = ask("Kayes", properties=properties)[0]
        assert agrees.score > plain and agrees.match


def test_what_cannot_be_compared_changes_nothing():
    for properties in (
        {"country": "Atlantis"}, {"colour": "red"}, {"coordinates": "far"}, {"mentions": 3}, {"type": "x"},
    ):  # fmt: skip
        assert score("Kayes", "kayes", properties=properties) == score("Kayes", "kayes")


def test_one_of_several_values_is_enough():
    question = Question("Kayes", 3, properties=(("country", (Given("Yemen"), Given("", id="mali"))),))
    assert candidates(question, INDEX, RULES)[0].match


def test_what_belongs_to_something_by_way_of_others_is_part_of_it():
    (found,) = ask("Al-Qosh", properties={"partOf": "Yemen"})[:1]
    assert found.features["partOf"] is True and found.features["name"] == 90.0


def test_types_adjust_or_leave_out_as_asked():
    assert shown("Tariq Radio", types=("Organisation",)) == [("tariq-radio", True)]
    assert shown("Kayes", types=("Town",)) == [("kayes", False)]  # often said for each other
    assert score("Kayes", "kayes", types=("Town",)) == score("Kayes", "kayes")
    assert score("Kayes", "kayes", types=("River",)) < score("Kayes", "kayes")
    assert shown("Kayes", types=("River",), strict="any") == []
    assert shown("Kayes", types=("River", "City"), strict="any") == [("kayes", True)]
    assert shown("Kayes", types=("River", "City"), strict="all") == []
    assert shown("Kayes", types=("Location", "City"), strict="all") == [("kayes", True)]


def test_without_a_name_properties_find_and_never_more_than_asked():
    assert [id_ for id_, _ in shown("", properties={"country": "ML"})] == ["kayes", "mali", "sun-town"]
    assert shown("", properties={"wikidata": "Q11"}) == [("tariq-plain", True)]
    assert shown("", properties={"coordinates": "POINT(44.1 15.1)"})[0] == ("al-qosh", False)
    assert len(ask("", properties={"country": "Yemen"}, limit=2)) == 2
    assert {id_ for id_, _ in shown("", properties={"partOf": "yemen"})} == {
        "tariq-plain", "al-qosh", "tariq-district", "sun-city",
    }  # fmt: skip


def test_points_are_read_both_ways_around_the_date_line():
    fiji = Record("edge", "Edge", (), ("City",), point=(-17.0, 179.9))
    index = make_index([fiji], TYPES, BASE, RULES)
    assert [c.record.id for c in ask("", index, properties={"coordinates": "-17.0,-179.95"})] == ["edge"]
    assert point_of("91,0") is None and point_of("1,2,3") is None and point_of("NaN,1") is None


NAMES_ = st.sampled_from([r.label for r in RECORDS] + ["Tarik", "Gen. Weir", "Q11", "yemen"]) | st.text()


@settings(max_examples=300, deadline=None)
@given(
    name=NAMES_,
    types=st.lists(st.sampled_from(["City", "Actor", "Person", "River", "x"]), max_size=3),
    strict=st.sampled_from(["any", "all", "should"]),
    properties=st.dictionaries(
        st.sampled_from([*RULES.properties, "colour"]),
        st.sampled_from(["Yemen", "ML", "Q11", "15,44", "City", "mali", "1e400", ""]) | st.text(),
        max_size=4,
    ),
)
def test_scores_are_in_order_and_at_most_the_first_is_a_match(name, types, strict, properties):
    found = ask(name, types=tuple(types), strict=strict, properties=properties, limit=50)
    scores = [one.score for one in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 <= one <= 100 for one in scores)
    assert not any(one.match for one in found[1:])
    assert found == ask(name, types=tuple(types), strict=strict, properties=properties, limit=50)
    if found and found[0].match and len(found) > 1:
        assert scores[0] - scores[1] >= RULES.certain["margin"] - 0.1  # rounded


def test_circles_of_parts_end():
    index = make_index(
        [
            Record("a", "Aaaa", (), ("City",), part_of=("b",)),
            Record("b", "Bbbb", (), ("City",), YEMEN, part_of=("a", "gone")),
        ],
        TYPES,
        BASE,
        RULES,
    )
    assert index.wholes == {"a": ("b", "gone"), "b": ("a", "gone")}
    assert [cell["id"] for cell in extend(_wanted("b", "partOf"), index, RULES)["rows"]["b"]["partOf"]] == [
        "a", "gone",
    ]  # fmt: skip


# --- suggestions, values, cards


def _wanted(id_, *pids, limit=0):
    return Extension((id_,), tuple((pid, limit) for pid in pids))


def test_suggestions_are_those_that_begin_so_best_known_first():
    def found(prefix, cursor=0, index=INDEX):
        return [one["id"] for one in suggest_entities(prefix, cursor, index, RULES)["result"]]

    assert found("tar") == ["tariq-district", "tariq-plain", "tariq-radio"]
    assert found("Tariq Pl") == ["tariq-plain"]
    assert found("weir") == ["person/weir", "person/ana-weir"]
    assert found("person/ana-weir") == ["person/ana-weir"] and found("Q805") == ["yemen"]
    assert found("") == found(" ") and found("")[0] == "yemen"
    assert found("?") == [] and found("x" * 10_000) == []
    assert found("", cursor=3) == found("")[3:]
    many = make_index([Record(f"n{i:03}", f"Name {i:03}", (), ()) for i in range(50)], TYPES, BASE, RULES)
    pages = [found("name", cursor, many) for cursor in (0, 20, 40, 60)]
    assert [id_ for page in pages for id_ in page] == [f"n{i:03}" for i in range(50)] and len(pages[0]) == 20


def test_types_and_properties_are_suggested_with_what_they_mean():
    (media,) = suggest_types("outlet", 0, INDEX, RULES)["result"]
    assert media["id"] == "MediaOutlet"
    assert media["broader"] == [{"id": "Organisation", "name": "organisation"}]
    assert [one["id"] for one in suggest_properties("coun", 0, RULES)["result"]] == ["country", "countryCode"]
    assert len(suggest_properties("", 0, RULES)["result"]) == len(RULES.properties)


def test_properties_are_proposed_for_what_has_them():
    places = propose("City", None, INDEX, RULES)
    actors = propose("MediaOutlet", 3, INDEX, RULES)
    assert "latitude" in {one["id"] for one in places["properties"]} and "limit" not in places
    assert "latitude" not in {one["id"] for one in propose("Person", None, INDEX, RULES)["properties"]}
    assert actors["type"] == "MediaOutlet" and actors["limit"] == 3 and len(actors["properties"]) == 3
    assert len(propose("", None, INDEX, RULES)["properties"]) == len(RULES.properties)


def test_every_property_has_its_values():
    told = extend(_wanted("tariq-plain", *RULES.properties), INDEX, RULES)["rows"]["tariq-plain"]
    assert told == {
        "name": [{"str": "Tariq Plain"}, {"str": "Sahl Tariq"}],
        "type": [{"str": "city"}],
        "country": [{"id": "yemen", "name": "Yemen"}],
        "countryCode": [{"str": "YE"}],
        "partOf": [{"id": "yemen", "name": "Yemen"}],
        "coordinates": [{"str": "15.0,44.0"}],
        "latitude": [{"float": 15.0}],
        "longitude": [{"float": 44.0}],
        "wikidata": [{"id": "Q11", "name": "Tariq Plain"}],
        "mentions": [{"int": 0}],
        "articles": [{"int": 0}],
    }
    assert extend(_wanted("tariq-plain", "name", limit=1), INDEX, RULES)["rows"]["tariq-plain"] == {
        "name": [{"str": "Tariq Plain"}]
    }
    # Its country is that of the nearest thing it belongs to that has one.
    assert extend(_wanted("tariq-district", "countryCode"), INDEX, RULES)["rows"] == {
        "tariq-district": {"countryCode": [{"str": "YE"}]}
    }


def test_what_is_not_known_has_no_values():
    told = extend(_wanted("nobody", "name", "colour"), INDEX, RULES)
    assert told["rows"] == {"nobody": {"name": [], "colour": []}}
    assert told["meta"][1] == {"id": "colour", "name": "colour"}
    assert extend(_wanted("yemen", "colour"), INDEX, RULES)["rows"]["yemen"]["colour"] == []
    assert card("nobody", INDEX) is None


# --- what is asked, read with care


@pytest.mark.parametrize(
    ("text", "status", "words_"),
    [
        ("", 400, "not JSON"),
        ("{", 400, "not JSON"),
        ("[" * 100_000, 400, "not JSON"),
        ("[]", 400, "expected an object"),
        ('"x"', 400, "expected an object"),
        ('{"q0": "x"}', 400, "'q0': expected an object"),
        ('{"q0": {}}', 400, "needs query or properties"),
        ('{"q0": {"properties": []}}', 400, "needs query or properties"),
        ('{"q0": {"query": 7}}', 400, "query: expected a string"),
        ('{"q0": {"query": "x", "limit": 0}}', 400, "limit: expected a whole number from 1"),
        ('{"q0": {"query": "x", "limit": true}}', 400, "limit"),
        ('{"q0": {"query": "x", "limit": NaN}}', 400, "limit"),
        ('{"q0": {"query": "x", "limit": 1e400}}', 400, "limit"),
        ('{"q0": {"query": "x", "limit": "5"}}', 400, "limit"),
        ('{"q0": {"query": "x", "type": 5}}', 400, "type: expected a string"),
        ('{"q0": {"query": "x", "type_strict": "maybe"}}', 400, "one of any, all, should"),
        ('{"q0": {"query": "x", "properties": {}}}', 400, "expected an array"),
        ('{"q0": {"query": "x", "properties": [{"pid": "country"}]}}', 400, "needs a value, v"),
        ('{"q0": {"query": "x", "properties": [{"v": "x"}]}}', 400, "pid: expected a string"),
        ('{"q0": {"query": "x", "properties": [{"pid": "a", "v": null}]}}', 400, "expected a string"),
        ('{"q0": {"query": "x", "properties": [{"pid": "a", "v": {"name": "x"}}]}}', 400, "id: expected"),
        (json.dumps({f"q{i}": {"query": "x"} for i in range(101)}), 413, "101 queries are too many"),
        (json.dumps({"q": {"query": "x", "type": ["City"] * 21}}), 413, "too many for one query"),
        (json.dumps({"q": {"query": "x", "properties": [{"pid": "a", "v": ["b"] * 21}]}}), 413, "too many"),
        (
            json.dumps({f"q{i}": {"properties": [{"pid": "a", "v": ["b"] * 20}]} for i in range(51)}),
            413,
            "1020 values",
        ),
    ],
)  # fmt: skip
def test_a_batch_that_is_none_is_refused_with_the_reason(text, status, words_):
    with pytest.raises(ProtocolError, match=re.escape(words_)) as caught:
        read_questions(text, RULES)
    assert caught.value.status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("{}", 400),
        ('{"ids": []}', 400),
        ('{"ids": "a", "properties": []}', 400),
        ('{"ids": [1], "properties": []}', 400),
        ('{"ids": [], "properties": ["name"]}', 400),
        ('{"ids": [], "properties": [{}]}', 400),
        ('{"ids": [], "properties": [{"id": "name", "settings": {"limit": -1}}]}', 400),
        ('{"ids": [], "properties": [{"id": "name", "settings": []}]}', 200),
        ('{"ids": [], "properties": [{"id": "name", "settings": {"limit": "2"}}]}', 200),
        (json.dumps({"ids": ["a"] * 1001, "properties": []}), 413),
        (json.dumps({"ids": [], "properties": [{"id": str(i)} for i in range(51)]}), 413),
    ],
)
def test_an_extension_that_is_none_is_refused(text, status):
    if status == 200:
        assert read_extension(text, RULES).properties[0][0] == "name"
        return
    with pytest.raises(ProtocolError) as caught:
        read_extension(text, RULES)
    assert caught.value.status == status


def test_numbers_types_and_limits_come_in_several_forms():
    text = json.dumps(
        {
            "q": {
                "query": "x",
                "limit": 3.0,
                "type": {"id": "City", "name": "city"},
                "properties": [{"pid": "a", "v": [1, 2.5, True, "b", {"id": "c", "name": "d"}]}],
            }
        }
    )
    (question,) = read_questions(text, RULES).values()
    assert question.limit == 3 and question.types == ("City",)
    assert [(value.text, value.id) for value in question.properties[0][1]] == [
        ("1", None), ("2.5", None), ("true", None), ("b", None), ("d", "c"),
    ]  # fmt: skip
    (question,) = read_questions(
        json.dumps({"q": {"query": "x", "limit": 10**9, "type": str(ATT.City)[1:-1]}}), RULES
    ).values()
    assert question.limit == RULES.limits["most_candidates"] and question.types == ("City",)


# --- over a store


def test_what_articles_only_describe_is_not_offered(curated):
    assert "hawija" in curated.records and curated.records["hawija"].mentions > 0
    assert "person/abu-karim" in curated.records
    described = [id_ for id_ in curated.records if id_.startswith("article/")]
    assert all(id_.rpartition("/")[2].startswith("person-") for id_ in described)
    fallujah = curated.records["fallujah"]
    assert (fallujah.item, fallujah.types, fallujah.codes) == ("Q191170", ("City",), frozenset({"IQ"}))
    assert curated.types["MediaOutlet"].broader == ("Organisation",)


def test_the_index_is_the_same_each_time(curated):
    again = read_index(HOUSE.rows, BASE, RULES)
    assert again.records == curated.records and again.by_name == curated.by_name
    assert again.tails == curated.tails


def test_a_change_of_the_store_is_seen_and_nothing_is_made_twice():
    # Given a store with one town, and something that counts its changes
    store, version = open_store(None), [0]

    def write(label):
        town = NAMES.entity("tole")
        triples = [
            (town, RDF.type, ATT.Location),
            (town, RDF.type, ATT.Town),
            (town, SKOS.prefLabel, words(label, "en")),
        ]
        store.replace_graph(named_graph(NAMES.graph("gazetteer"), triples))
        version[0] += 1

    write("Tole")
    kept = Kept(
        House(Threads(store), replace(Settings(), base=BASE), version=lambda: version[0]), look_every_s=0.0
    )
    first = kept()
    assert first.records["tole"].label == "Tole"
    time.sleep(0.05)
    assert kept() is first or kept().records == first.records
    # When it changes, then the index follows
    write("Tolé")
    for _ in range(400):
        if kept().records["tole"].label == "Tolé":
            break
        time.sleep(0.05)
    assert kept().records["tole"].label == "Tolé"


# --- the protocol, as OpenRefine speaks it


def post(client, **form):
    data = {name: value if isinstance(value, str) else json.dumps(value) for name, value in form.items()}
    return client.post("/reconcile", data=data)


def test_our_schemas_are_schemas_and_refuse_what_is_wrong():
    for schema in SCHEMAS.values():
        Draft202012Validator.check_schema(schema)
    for kind, wrong in (
        ("results", []),
        ("results", {"q0": [{"id": "a"}]}),
        ("results", {"q0": {"result": [{"name": "a", "score": 1}]}}),
        ("manifest", {"name": "a", "identifierSpace": "http://a", "schemaSpace": "http://b"}),
        ("extension", {"meta": [], "rows": {"a": {"b": [{"str": "c", "int": 1}]}}}),
    ):
        with pytest.raises(ValidationError):
            check(kind, wrong)


@pytest.mark.parametrize("address", ["/reconcile", "/reconcile/", "/reconcile?"])
def test_the_manifest_says_what_there_is(client, address):
    response = client.get(address)
    assert response.content_type == "application/json"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    told = check("manifest", response.get_json())
    assert told["identifierSpace"] == f"{BASE}entity/"
    assert told["view"]["url"].replace("{{id}}", "hawija") == "http://localhost/entity/hawija"
    for kind, service in told["suggest"].items():
        found = client.get(service["service_url"] + service["service_path"], query_string={"prefix": "c"})
        assert found.get_json()["result"], kind
    proposals = told["extend"]["propose_properties"]
    assert client.get(proposals["service_url"] + proposals["service_path"] + "?type=City").status_code == 200
    assert client.get(told["preview"]["url"].replace("{{id}}", "hawija")).status_code == 200


def test_a_batch_is_answered_by_form_and_by_address(client):
    batch = {
        "q0": {"query": "Hawija", "type": "Town", "type_strict": "should", "limit": 5},
        "q1": {"query": "Falloujah", "properties": [{"pid": "country", "v": {"id": "iraq", "name": "Iraq"}}]},
        "q2": {"query": "no such place"},
    }
    answer = check("results", post(client, queries=batch).get_json())
    assert list(answer) == ["q0", "q1", "q2"]
    best = answer["q0"]["result"][0]
    assert (best["id"], best["name"], best["match"]) == ("hawija", "Hawija", True)
    assert best["type"] == [{"id": "Town", "name": "town"}] and "Iraq" in best["description"]
    assert {"id": "type", "value": True} in best["features"]
    assert answer["q1"]["result"][0]["id"] == "fallujah"
    assert answer["q2"] == {"result": []}
    got = client.get("/reconcile", query_string={"queries": json.dumps(batch)})
    assert got.get_json() == answer
    assert post(client, queries={}).get_json() == {}


def test_each_query_is_answered_by_itself(client):
    names = ["Hawija", "Mosul", "United Nations", "Iraq", "Basra", "x"]
    together = post(client, queries={name: {"query": name} for name in names}).get_json()
    for name in names:
        assert post(client, queries={name: {"query": name}}).get_json()[name] == together[name]


def test_values_are_added_to_rows(client):
    wanted = {"ids": ["hawija", "nobody", "un"], "properties": [{"id": pid} for pid in RULES.properties]}
    told = check("extension", post(client, extend=wanted).get_json())
    assert list(told["rows"]) == ["hawija", "nobody", "un"]
    assert told["rows"]["hawija"]["country"] == [{"id": "iraq", "name": "Iraq"}]
    assert told["rows"]["hawija"]["mentions"][0]["int"] > 0
    assert told["rows"]["nobody"] == {pid: [] for pid in RULES.properties}
    assert told["rows"]["un"]["latitude"] == []
    by_id = {row["id"]: row for row in told["meta"]}
    # Items are no entities of ours, so the answer says whose they are.
    assert by_id["wikidata"]["service"].startswith("https://") and by_id["country"]["type"]["id"] == "Country"
    assert client.get("/reconcile", query_string={"extend": json.dumps(wanted)}).get_json() == told


def test_suggestions_and_proposals_keep_to_the_specification(client):
    def got(path, **query):
        return client.get(f"/reconcile/{path}", query_string=query).get_json()

    entities = check("entities", got("suggest/entity", prefix="Haw"))["result"]
    assert entities[0]["id"] == "hawija" and entities[0]["notable"] == [{"id": "Town", "name": "town"}]
    assert check("entities", got("suggest/entity", prefix="a", cursor="20"))["result"]
    armed = check("types", got("suggest/type", prefix="armed"))["result"]
    assert {one["id"] for one in armed} == {"ArmedForce", "ArmedGroup"}
    assert check("properties", got("suggest/property", prefix="lat"))["result"][0]["id"] == "latitude"
    proposed = check("proposal", got("properties", type="City", limit="2"))
    assert proposed["limit"] == 2 and len(proposed["properties"]) == 2


@pytest.mark.parametrize(
    "address",
    [
        "/reconcile/suggest/entity?prefix=a&cursor=-1",
        "/reconcile/suggest/entity?prefix=a&cursor=x",
        "/reconcile/suggest/type?cursor=1e3",
        "/reconcile/properties?limit=many",
        "/reconcile?queries=%7B",
        "/reconcile?queries=%7B%7D&extend=%7B%7D",
        "/reconcile?queries=%7B%7D&queries=%7B%7D",
        "/reconcile?query=Hawija",
        "/reconcile?callback=alert(1)",
        "/reconcile?callback=a;b",
        "/reconcile?callback=",
        "/reconcile?callback=" + "a" * 200,
        "/reconcile?callback=a%E2%80%A8b",
        "/reconcile?callback=%C3%A9",
    ],
)
def test_malformed_requests_get_400_in_plain_words(client, address):
    response = client.get(address)
    assert response.status_code == 400, response.text[:200]
    assert response.content_type == "text/plain; charset=utf-8" and response.text.strip()
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_requests_that_are_no_way_of_asking_are_refused(client):
    assert client.post("/reconcile").status_code == 400
    assert client.post("/reconcile", json={"queries": {}}).status_code == 400
    assert client.put("/reconcile").status_code == 405
    assert client.get("/reconcile/suggest/colour?prefix=r").status_code == 404
    assert client.get("/reconcile/preview?id=nobody").status_code == 404
    assert client.get("/reconcile/preview").status_code == 404
    too_many = {f"q{i}": {"query": "x"} for i in range(101)}
    assert post(client, queries=too_many).status_code == 413
    assert post(client, queries="[" * 5_000_000).status_code == 413


def test_a_browser_may_ask_first_from_anywhere(client):
    for address in ("/reconcile", "/reconcile/", "/reconcile/suggest/entity", "/reconcile/properties"):
        response = client.options(address, headers={"Origin": "http://127.0.0.1:3333"})
        assert response.status_code == 204, address
        assert response.headers["Access-Control-Allow-Origin"] == "*"
        assert "POST" in response.headers["Access-Control-Allow-Methods"]


def test_jsonp_calls_the_function_that_was_named(client):
    for callback in ("jQuery1113_42", "$._x.y1"):
        response = client.get(
            "/reconcile/suggest/entity", query_string={"prefix": "Haw", "callback": callback}
        )
        assert response.mimetype == "text/javascript"
        found = re.fullmatch(rf"/\*\*/{re.escape(callback)}\((.*)\);", response.text)
        assert found and json.loads(found[1])["result"][0]["id"] == "hawija"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert client.get("/reconcile?callback=f").text.startswith("/**/f({")


def test_strange_names_are_words_and_nothing_else(client):
    names = [
        '"} UNION { ?s ?p ?o } #',
        "<script>alert(1)</script>",
        "Hawija' OR '1'='1",
        "../../etc/passwd",
        "\u2028\u2029\u202e",
        "\ud800",
        "a" * 10_000,
        "الحويجة",
        "%s%n{0}",
    ]
    batch = {f"q{i}": {"query": name} for i, name in enumerate(names)}
    batch["__proto__"] = {"query": "Hawija"}
    answer = check("results", post(client, queries=batch).get_json())
    assert [len(answer[f"q{i}"]["result"]) for i in (0, 1, 3, 4, 5, 6, 8)] == [0] * 7
    assert answer["__proto__"]["result"][0]["id"] == "hawija"


def test_a_full_batch_of_hard_queries_is_answered(client):
    hard = {
        f"q{i}": {
            "query": "International Organisation of the Armed Forces of the Republic " * 7,
            "type": "City",
            "limit": 1_000_000,
            "properties": [{"pid": "coordinates", "v": [f"{i % 80},{j}" for j in range(10)]}],
        }
        for i in range(100)
    }
    assert len(check("results", post(client, queries=hard).get_json())) == 100


# --- the preview


def test_the_preview_is_small_safe_and_may_be_framed(client):
    response = client.get("/reconcile/preview?id=hawija")
    assert response.content_type == "text/html; charset=utf-8"
    assert "Hawija" in response.text and "Iraq" in response.text and len(response.text) < 5_000
    assert "X-Frame-Options" not in response.headers
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy and "frame-ancestors http: https:" in policy
    # All other pages stay unframed.
    assert client.get("/entity/hawija", headers={"Accept": "text/html"}).headers["X-Frame-Options"] == "DENY"
    assert client.get("/reconcile").headers["X-Frame-Options"] == "DENY"


def test_hostile_labels_are_text_everywhere():
    hostile = '</h1><script>alert(1)</script>"onload="x'
    store, town = open_store(None), NAMES.entity("town/evil")
    triples = [(town, RDF.type, ATT.Location), (town, RDF.type, ATT.Town)]
    triples += [(town, SKOS.prefLabel, words(hostile, "en")), (town, SKOS.altLabel, words("Evil", "en"))]
    store.replace_graph(named_graph(NAMES.graph("gazetteer"), triples))
    client = create_app(House(Threads(store), replace(Settings(), base=BASE))).test_client()
    page = client.get("/reconcile/preview?id=town%2Fevil").text
    assert "<script" not in page and '"onload' not in page and "&lt;script&gt;" in page
    answer = post(client, queries={"q0": {"query": "Evil"}})
    assert answer.get_json()["q0"]["result"][0]["name"] == hostile
    assert answer.content_type == "application/json"


def test_an_empty_store_answers_and_finds_nothing():
    client = create_app(House(Threads(open_store(None)), replace(Settings(), base=BASE))).test_client()
    check("manifest", client.get("/reconcile").get_json())
    assert post(client, queries={"q": {"query": "Mosul"}}).get_json() == {"q": {"result": []}}
    assert client.get("/reconcile/suggest/type?prefix=c").get_json() == {"result": []}
    told = post(client, extend={"ids": ["a"], "properties": [{"id": "country"}]}).get_json()
    assert check("extension", told)["rows"] == {"a": {"country": []}}


def test_the_docs_tell_the_figures_of_the_table():
    text = (ROOT / "docs" / "reconcile.md").read_text(encoding="utf-8")
    points = [float(cell) for cell in re.findall(r"^\| [^|`]* \| (\d+) \|$", text, re.MULTILINE)]
    assert points == sorted(set(RULES.names.values()), reverse=True)
    told = re.findall(r"^\| (`[^|]*) \| ([\d.]+) \| ([\d.]*) \|$", text, re.MULTILINE)
    for names, agrees, differs in told:
        for row in (RULES.properties[name] for name in re.findall(r"`(\w+)`", names)):
            if row.is_compared:
                assert (row.agrees, row.differs) == (float(agrees), float(differs or 0)), row.id
    assert all(f"`{name}`" in text for name in RULES.properties)
    assert f"{RULES.limits['queries']} queries" in text and f"{RULES.limits['ids']:,} entities" in text
