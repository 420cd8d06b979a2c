"""Asking for items: who we say we are, what is remembered, and every way in which a service fails."""

import json
import socket
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path

import pytest
from SPARQLWrapper import __version__ as library_version

from kg import __version__
from kg.errors import WikidataError
from kg.settings import Settings, settings_from
from kg.wikidata import NotAskedError, Wikidata, user_agent
from tests.standin import standin

SAMPLE = Path(__file__).parent / "wikidata" / "sample.ttl"
NOON = datetime(2020, 1, 1, 12, tzinfo=UTC)


@pytest.fixture(scope="module")
def service():
    with standin(SAMPLE) as running:
        yield running


@pytest.fixture
def waits():
    return []


@pytest.fixture
def make(service, tmp_path, waits):
    """A client of the stand-in that notes its waits and does not wait."""

    def make(refresh=False, **more):
        settings = replace(
            Settings(),
            wikidata_endpoint=more.pop("endpoint", service.endpoint),
            wikidata_search=more.pop("search", service.search),
            wikidata_cache=more.pop("cache", tmp_path / "cache"),
            wikidata_pace_s=0.0,
            wikidata_timeout_s=more.pop("timeout_s", 20.0),
            **more,
        )
        return Wikidata(settings, refresh=refresh, sleep=waits.append, now=lambda: NOON)

    service.behave()
    return make


def asked(service):
    return len(service.seen())


# --- what is asked and understood


def test_items_are_found_by_name_exactly(make):
    found = make().named(["Fallujah", "Falluja", "fallujah", "Hussein Al-Sadr"])
    assert found["Fallujah"] == frozenset({"Q191170"})
    assert found["fallujah"] == frozenset()
    assert found["Hussein Al-Sadr"] == frozenset({"Q14775311"}), "a label in all languages"


def test_names_that_look_like_sparql_are_names(make):
    odd = ['"} DROP ALL {"', "back\\slash", "two\nlines", "ünï – “quoted”"]
    assert make().named(odd) == {name: frozenset() for name in odd}


def test_items_are_found_by_geonames_id(make):
    assert make().with_geonames(["99454", "1"]) == {"99454": frozenset({"Q191170"}), "1": frozenset()}


def test_what_is_stated_of_an_item(make):
    items = make().items(["Q191170", "Q24205448", "Q999999999"])
    assert set(items) == {"Q191170", "Q24205448"}
    town, battle = items["Q191170"], items["Q24205448"]
    assert (town.label, town.types, town.countries) == ("Fallujah", ("Q515",), frozenset({"Q796"}))
    assert "Falluja" in town.aliases and town.geonames == frozenset({"99454"})
    ((latitude, longitude),) = town.points
    assert 33 < latitude < 34 and 43 < longitude < 44
    assert battle.begins == (date(2016, 5, 22),) and battle.ends == (date(2016, 6, 26),)
    assert battle.places == frozenset({"Q191170"})


def test_kinds_above_a_kind(make):
    found = make().above(["Q1549591", "Q5"], ["Q486972", "Q43229"])
    assert found == {"Q1549591": frozenset({"Q486972"}), "Q5": frozenset()}


def test_the_search_service_finds_beginnings(make):
    wikidata = make()
    assert wikidata.search("riyad AL-mal") == ("Q2895694",)
    assert wikidata.search("nobody of this name") == ()
    assert make(search="").search("Riyad al-Maliki") == ()


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2016-05-22T00:00:00Z", (date(2016, 5, 22),)),
        ("+2016-00-00T00:00:00Z", (date(2016, 1, 1),)),
        ("-0680-10-10T00:00:00Z", ()),
        ("0000-01-01T00:00:00Z", ()),
        ("2016-02-31T00:00:00Z", ()),
        ("http://www.wikidata.org/.well-known/genid/1", ()),
    ],
)
def test_dates_of_wikidata_are_read_where_they_are_dates(value, day, tmp_path):
    file = tmp_path / "one.ttl"
    file.write_text(
        f'<http://www.wikidata.org/entity/Q1> <http://www.wikidata.org/prop/direct/P571> "{value}" .'
    )
    with standin(file) as running:
        settings = replace(
            Settings(), wikidata_endpoint=running.endpoint, wikidata_cache=tmp_path / "c", wikidata_pace_s=0.0
        )
        assert Wikidata(settings).items(["Q1"])["Q1"].begins == day


# --- manners


def test_we_say_who_we_are(make, service):
    make(contact="ada@example.org").named(["Mosul"])
    make(contact="ada@example.org").search("Mosul")
    agents = {one["agent"] for one in service.seen()[-2:]}
    assert agents == {f"attested/{__version__} (ada@example.org) sparqlwrapper/{library_version}"}


@pytest.mark.parametrize("contact", ["a\r\nHost: evil", "a (b)", "é@example.org", "a\x00"])
def test_a_contact_that_no_header_may_hold_is_refused(contact):
    with pytest.raises(WikidataError, match="contact"):
        user_agent(contact)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "example.org/sparql", "ftp://example.org/"])
def test_only_addresses_of_the_web_are_asked(make, address):
    with pytest.raises(WikidataError, match="http"):
        make(endpoint=address)


def test_requests_keep_a_distance(service, tmp_path, waits):
    settings = replace(
        Settings(), wikidata_endpoint=service.endpoint, wikidata_cache=tmp_path, wikidata_pace_s=50.0
    )
    wikidata = Wikidata(settings, sleep=waits.append)
    wikidata.named(["Mosul"])
    assert waits == []
    wikidata.named(["Aleppo"])
    assert len(waits) == 1 and 0 < waits[0] <= 50


def test_settings_come_from_the_environment():
    found = settings_from(
        {
            "KG_WIKIDATA_ENDPOINT": "http://a/",
            "KG_WIKIDATA_PACE": "2.5",
            "KG_CONTACT": "a@b.c",
            "KG_DECISIONS": "d.tsv",
        }
    )
    assert (found.wikidata_endpoint, found.wikidata_pace_s, found.contact) == ("http://a/", 2.5, "a@b.c")
    assert found.decisions_file == Path("d.tsv")
    assert Settings().decisions_file == Path("attested-data.decisions.tsv")
    assert Settings().cache_folder == Path("attested-data.wikidata-cache")


# --- what is remembered


def test_nothing_is_asked_twice_in_whatever_company(make, service):
    make().named(["Fallujah", "Mosul"])
    before = asked(service)
    again = make()
    assert again.named(["Mosul"]) == {"Mosul": frozenset({"Q83317"})}
    assert asked(service) == before and again.asked == 0
    again.named(["Mosul", "Aleppo"])
    assert asked(service) == before + 1
    assert "Mosul" not in service.seen()[-1]["query"]


def test_that_there_is_nothing_is_remembered_too(make, service):
    make().named(["Nowhere"])
    make().search("Nowhere")
    make().items(["Q999999999"])
    before = asked(service)
    assert make().named(["Nowhere"]) == {"Nowhere": frozenset()}
    assert make().search("Nowhere") == () and make().items(["Q999999999"]) == {}
    assert asked(service) == before


def test_answers_of_one_service_are_not_those_of_another(make, service):
    make().named(["Mosul"])
    with standin(SAMPLE) as other:
        make(endpoint=other.endpoint).named(["Mosul"])
        assert asked(other) == 1


def test_refresh_asks_again_and_once(make, service):
    make().named(["Mosul"])
    before = asked(service)
    wikidata = make(refresh=True)
    wikidata.named(["Mosul"])
    wikidata.named(["Mosul"])
    assert asked(service) == before + 1


def test_a_damaged_answer_is_asked_for_again(make, service, tmp_path):
    make().named(["Mosul"])
    (kept,) = (tmp_path / "cache").rglob("*.json")
    for damage in ("", "{", "[]", '{"service": 1}', "\udcff"):
        kept.write_text(damage, errors="surrogateescape")
        assert make().named(["Mosul"]) == {"Mosul": frozenset({"Q83317"})}


def test_a_kept_answer_says_what_was_asked_and_when(make, service, tmp_path):
    make().named(["Mosul"])
    (kept,) = (tmp_path / "cache").rglob("*.json")
    told = json.loads(kept.read_text())
    assert told["service"] == service.endpoint and '"Mosul"@en' in told["question"]
    assert told["retrieved"] == "2020-01-01T12:00:00+00:00"


# --- what goes wrong


@pytest.mark.parametrize("kind", ["429", "500", "502", "cut", "truncated", "empty", "reset"])
def test_what_passes_is_tried_again(make, service, waits, kind):
    service.fault(kind, times=2)
    assert make().named(["Mosul"]) == {"Mosul": frozenset({"Q83317"})}
    assert len(waits) == 2 and 2 <= waits[0] <= 3 and 4 <= waits[1] <= 5


@pytest.mark.parametrize(
    ("header", "wait"),
    [
        ("7", 7.0),
        (format_datetime(NOON + timedelta(seconds=90), usegmt=True), 90.0),
        (format_datetime(NOON - timedelta(seconds=90), usegmt=True), 0.0),
    ],
)
def test_retry_after_is_obeyed(make, service, waits, header, wait):
    service.fault("429", times=1, retry_after=header)
    make().named(["Mosul"])
    assert waits == [wait]


def test_a_retry_after_that_is_none_is_passed_over(make, service, waits):
    service.fault("429", times=1, retry_after="soon")
    make().named(["Mosul"])
    assert len(waits) == 1 and 2 <= waits[0] <= 3


def test_a_service_that_wants_to_be_left_alone_is(make, service, waits):
    service.fault("429", retry_after="86400")
    wikidata = make()
    before = asked(service)
    with pytest.raises(WikidataError, match="left alone for 86400 s"):
        wikidata.named(["Mosul"])
    assert not wikidata.online and waits == [] and asked(service) == before + 1


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("429", r"busy \(429\); given up after 3 tries"),
        ("500", r"failed \(500\); given up after 3 tries"),
        ("cut", "expected the results of a query as JSON.*3 tries|cut.*3 tries"),
        ("truncated", "expected the results of a query as JSON, got a part"),
        ("empty", "expected the results of a query as JSON, got nothing"),
        ("html", "expected the results of a query as JSON, got HTML"),
        ("other-json", "got JSON of another kind"),
        ("400", "the query was refused"),
        ("404", "refused|right address"),
        ("403", "KG_CONTACT"),
        ("401", "refused"),
        ("reset", "cut.*3 tries"),
    ],
)
def test_what_does_not_pass_is_said(make, service, kind, words):
    service.fault(kind)
    wikidata = make()
    with pytest.raises(WikidataError, match=words) as raised:
        wikidata.named(["Mosul"])
    assert str(raised.value).startswith(service.endpoint)
    assert wikidata.troubles == [str(raised.value)]
    assert not list(wikidata._cache._folder.rglob("*.json")), "a failure is no answer"


@pytest.mark.parametrize("kind", ["429", "html", "empty", "other-json", "403", "truncated"])
def test_the_search_service_fails_in_the_same_ways(make, service, kind):
    service.fault(kind, on="/w/api.php")
    wikidata = make()
    with pytest.raises(WikidataError):
        wikidata.search("Mosul")


@pytest.mark.parametrize(("kind", "seconds"), [("slow", 4), ("drip", 0.3)])
def test_a_slow_server_gets_no_more_than_its_time(make, service, kind, seconds):
    service.fault(kind, seconds=seconds, times=1)
    wikidata = make(timeout_s=1.0)
    with pytest.raises(WikidataError, match="no answer within 1 s"):
        wikidata.named(["Mosul"])
    assert wikidata.online


def test_after_two_failures_in_a_row_nothing_more_is_asked(make, service):
    service.fault("html")
    wikidata = make()
    for name in ("Mosul", "Aleppo"):
        with pytest.raises(WikidataError):
            wikidata.named([name])
    before = asked(service)
    with pytest.raises(NotAskedError):
        wikidata.named(["Ramadi"])
    assert asked(service) == before


def test_a_success_between_failures_counts(make, service):
    wikidata = make()
    for name in ("Mosul", "Aleppo", "Ramadi"):
        service.fault("html", times=1)
        with pytest.raises(WikidataError):
            wikidata.named([name])
        wikidata.named([name])
    assert wikidata.online


def test_a_refusal_ends_it_at_once(make, service):
    service.fault("403", times=1)
    wikidata = make()
    with pytest.raises(WikidataError, match="e-mail or web address"):
        wikidata.named(["Mosul"])
    with pytest.raises(NotAskedError):
        wikidata.named(["Mosul"])


def test_no_connection_is_told_and_what_is_known_stays_known(make, waits):
    make().named(["Mosul"])
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{probe.getsockname()[1]}/sparql"
    wikidata = make(endpoint=address)
    with pytest.raises(WikidataError, match="no connection"):
        wikidata.named(["Mosul"])
    assert waits == [] and not wikidata.online


def test_offline_what_is_kept_is_used(make, service):
    make().named(["Mosul"])
    service.fault("403")
    wikidata = make()
    with pytest.raises(WikidataError):
        wikidata.named(["Aleppo"])
    assert wikidata.named(["Mosul"]) == {"Mosul": frozenset({"Q83317"})}
