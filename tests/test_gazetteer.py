"""The gazetteer knows places, states and actors by their names, and doesn't know them by ordinary words."""

from pathlib import Path

import pytest

from kg.errors import PatternError
from kg.gazetteer import ARABIC_SCRIPT, Gazetteer, load_gazetteer
from kg.model import ActorType, Kind, LocationType


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load_gazetteer()


def first(gazetteer: Gazetteer, name: str, kind: Kind | None = None) -> str | None:
    found = gazetteer.named(name, kind)
    return found[0].key if found else None


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Kyiv", "kyiv"),
        ("Kiev", "kyiv"),
        ("El Fasher", "el-fasher"),
        ("Al-Fashir", "el-fasher"),
        ("Hodeida", "hodeidah"),
        ("Taizz", "taiz"),
        ("Mosul", "mosul"),
        ("Mawsil", "mosul"),
        ("Deir Ezzor", "deir-ez-zor"),
        ("Naypyitaw", "naypyidaw"),
        ("Donetsk region", "donetsk-oblast"),
        ("Homs province", "homs-governorate"),
        ("the Nile", "nile"),
        ("Burma", "myanmar"),
        ("Türkiye", "turkey"),
        ("Côte d’Ivoire", "ivory-coast"),
        ("Yemen's", "yemen"),
    ],
)
def test_places_are_known_in_their_spellings(gazetteer, name, key):
    assert first(gazetteer, name, Kind.LOCATION) == key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("the Houthis", "houthis"),
        ("Rapid Support Forces", "rapid-support-forces"),
        ("RSF", "rapid-support-forces"),
        ("UNHCR", "unhcr"),
        ("U.N.", "un"),
        ("Daesh", "islamic-state"),
        ("Islamic State", "islamic-state"),
        ("Doctors Without Borders", "msf"),
        ("Medecins Sans Frontieres", "msf"),
        ("Volodymyr Zelenskyy", "volodymyr-zelensky"),
        ("Abdel-Fattah Burhan", "abdel-fattah-al-burhan"),
        ("Reuters", "reuters"),
    ],
)
def test_actors_are_known_in_their_spellings(gazetteer, name, key):
    assert first(gazetteer, name, Kind.ACTOR) == key


@pytest.mark.parametrize(
    "word", ["is", "us", "who", "sun", "turkey", "chad", "times", "it", "", "  ", "a" * 200]
)
def test_ordinary_words_are_nobody(gazetteer, word):
    assert gazetteer.named(word) == ()


def test_short_names_count_only_as_they_are_written(gazetteer):
    assert first(gazetteer, "WHO", Kind.ACTOR) == "who"
    assert gazetteer.named("Who") == ()
    assert first(gazetteer, "US", Kind.LOCATION) == "united-states"
    assert gazetteer.named("Us") == ()


def test_a_country_and_its_state_are_two_entries_of_one_item(gazetteer):
    country, state = gazetteer.named("Sudan", Kind.LOCATION)[0], gazetteer.state_of("sudan")
    assert state is not None
    assert (country.type, state.type) == (LocationType.COUNTRY, ActorType.STATE)
    assert country.key != state.key
    assert country.wikidata == state.wikidata


def test_a_city_comes_before_its_province_of_the_same_name(gazetteer):
    found = gazetteer.named("Aleppo", Kind.LOCATION)
    assert [e.type for e in found][:2] == [LocationType.CITY, LocationType.PROVINCE]


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("Ukrainian", "ukraine"),
        ("Sudanese", "sudan"),
        ("Burmese", "myanmar"),
        ("Malians", "mali"),
        ("Emirati", "united-arab-emirates"),
        ("Nigerien", "niger"),
        ("Nigerian", "nigeria"),
        ("South Sudanese", "south-sudan"),
        ("Kurdish", "kurds"),
        ("Rohingya", "rohingya"),
        ("Shi’ite", "shiites"),
        ("Polish", "poland"),
    ],
)
def test_demonyms_name_countries_and_peoples(gazetteer, word, key):
    assert gazetteer.demonym(word) == key


def test_a_demonym_has_a_capital(gazetteer):
    assert gazetteer.demonym("polish") is None
    assert gazetteer.adjective("mali") == "Malian"


def test_capitals(gazetteer):
    for country, city in {"iraq": "baghdad", "ukraine": "kyiv", "yemen": "sanaa"}.items():
        capital = gazetteer.capital_of(country)
        assert capital is not None
        assert capital.key == city
    assert gazetteer.capital_of("nowhere") is None


def test_names_that_may_stand_anywhere_are_no_ordinary_words_and_no_villages(gazetteer):
    aliases = list(gazetteer.aliases())
    assert aliases == sorted(aliases)
    by_alias = {alias: key for alias, _, key in aliases}
    assert by_alias["Kharkiv"] == "kharkiv"
    assert by_alias["M23"] == "m23"
    for word in ("Sun", "Times", "IS", "Independent", "Hit", "Split", "Nice", "Trump"):
        assert word not in by_alias, word
    villages = {e.key for e in gazetteer.entries.values() if e.type is LocationType.VILLAGE and e.latitude}
    assert not villages & set(by_alias.values())
    assert {label for _, label, _ in aliases} == {"PERSON", "ORG", "LOC"}


def test_every_entry_is_sound(gazetteer):
    for key, entry in gazetteer.entries.items():
        assert key == entry.key
        assert all(c in "abcdefghijklmnopqrstuvwxyz0123456789-" for c in key), key
        assert entry.label.strip()
        assert (entry.latitude is None) == (entry.longitude is None)
        assert entry.latitude is None or (
            -90 <= entry.latitude <= 90 and -180 <= (entry.longitude or 0) <= 180
        )
        assert entry.wikidata is None or (entry.wikidata[0] == "Q" and entry.wikidata[1:].isdigit())
        assert entry.geonames is None or entry.geonames.isdigit()
        assert key not in entry.part_of


def test_one_item_has_one_entry_but_for_states(gazetteer):
    items = [
        (e.wikidata, e.key)
        for e in gazetteer.entries.values()
        if e.wikidata and e.type is not ActorType.STATE
    ]
    twice = {q for q, _ in items if sum(q == other for other, _ in items) > 1} if len(items) < 50 else set()
    seen: dict[str, str] = {}
    for item, key in items:
        if item in seen:
            twice.add(item)
        seen[item] = key
    assert not twice


def test_the_loose_key_is_for_arabic_script_alone(gazetteer):
    assert {"SY", "YE", "SD"} <= ARABIC_SCRIPT
    assert "UA" not in ARABIC_SCRIPT
    assert gazetteer.named("Revne") == ()  # one letter from Rivne, another town


TABLES = {
    "places.tsv": "key\ttype\tlabel\taliases\tlat\tlon\twikidata\tgeonames\tcountry\tpart_of\twide"
    "\tpopulation\tcapital",
    "actors.tsv": "key\ttype\tlabel\taliases\twikidata\tcountry\tpart_of",
    "demonyms.tsv": "key\twords",
}


@pytest.mark.parametrize(
    ("file", "row", "told"),
    [
        ("actors.tsv", "x\tWizard\tX\t\t\t\t", "actors.tsv:2"),
        ("actors.tsv", "x\tPerson\tX\t\t\t", "actors.tsv:2"),
        ("actors.tsv", "x\tPerson\tX\t\t\t\tnobody", "nobody"),
        ("places.tsv", "x\tCity\tX\t\tnorth\t\t\t\t\t\t\t\t", "places.tsv:2"),
        ("demonyms.tsv", "atlantis\tAtlantean", "atlantis"),
    ],
)
def test_a_bad_row_is_refused_by_file_and_line(tmp_path: Path, file, row, told):
    for name, header in TABLES.items():
        lines = [header, row] if name == file else [header]
        (tmp_path / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    with pytest.raises(PatternError, match=told):
        load_gazetteer(tmp_path)


def test_a_missing_table_is_named(tmp_path: Path):
    with pytest.raises(PatternError, match=r"places\.tsv"):
        load_gazetteer(tmp_path)


@pytest.mark.parametrize(
    ("spelt", "key"),
    [
        ("Falloujah", "fallujah"),
        ("Abou Bakr al-Bagdadi", "abu-bakr-al-baghdadi"),  # of no one country, but an Arabic name
        ("Revne", None),  # Rivne
        ("Dreena", None),  # the Drina, of no one country either
        ("Voulker Turk", None),
        ("Khaarkiv", None),
    ],
)
def test_romanisations_are_evened_out_in_arabic_names_alone(gazetteer, spelt, key):
    assert first(gazetteer, spelt) == key
