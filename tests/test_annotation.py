"""The JSON of an article: the layout of an annotation file, with confidence and curated items added."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import jsonschema
import pytest

from kg.annotation import annotate
from kg.model import ActorType, Statement
from tests.builders import SHARED, needs_shared
from tests.readings import NAMES, golden_names, told

ADDED = {"confidence", "wikidata"}


def annotation(name):
    return annotate(told(name).resolved(), NAMES)


def without_additions(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {k: without_additions(v) for k, v in value.items() if k not in ADDED}
    return [without_additions(v) for v in value] if isinstance(value, list) else value


def spans(value: Any):
    if isinstance(value, Mapping):
        if "begin" in value and "text" in value:
            yield value
        for inner in value.values():
            yield from spans(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def by_text(records, text):
    (found,) = [r for r in records if r.get("text") == text]
    return found


@needs_shared
@pytest.mark.parametrize("name", golden_names())
def test_without_the_additions_it_fits_the_schema_of_annotations(name):
    schema = json.loads((SHARED / "gold" / "schema.json").read_text(encoding="utf-8"))

    jsonschema.Draft202012Validator(schema).validate(without_additions(annotation(name)))


@pytest.mark.parametrize("name", golden_names())
def test_every_span_has_its_words(name):
    text = told(name).reading.article.text
    found = list(spans(annotation(name)))

    assert len(found) > 20
    assert all(text[s["begin"] : s["end"]] == s["text"] for s in found)


@pytest.mark.parametrize("name", golden_names())
def test_it_is_json_and_says_how_sure_it_is(name):
    record = json.loads(json.dumps(annotation(name)))

    for kind in (
        "actors",
        "locations",
        "coref",
        "relative_locations",
        "statements",
        "quantities",
        "operations",
    ):
        assert all(0 <= finding["confidence"] <= 1 for finding in record[kind])
        ids = [finding["id"] for finding in record[kind]]
        assert len(set(ids)) == len(ids)
    assert record["actors"]
    assert record["operations"]


def test_mentions_are_sorted_by_kind_and_form():
    record = annotation("bridge")

    weir = by_text(record["actors"], "Colonel Ana Weir")
    assert weir.pop("id").startswith("a")
    assert weir == {
        "begin": 112,
        "end": 128,
        "text": "Colonel Ana Weir",
        "type": "Person",
        "entity": "https://example.org/id/entity/person/ana-weir",
        "form": "name",
        "sentence_id": "s2",
        "confidence": 0.9,
        "name": {"begin": 120, "end": 128, "text": "Ana Weir"},
    }
    assert {c["text"] for c in record["coref"]} == {"They", "she"}
    assert {m["wikidata"] for m in record["locations"] if m["text"] == "Lisse"} == {"Q1"}
    assert not [m for m in record["actors"] if "wikidata" in m]


def test_references_are_ids():
    record = annotation("relay")
    inner = next(s for s in record["statements"] if s["cue"] and s["cue"]["text"] == "had said")
    outer = next(s for s in record["statements"] if s["cue"] and s["cue"]["text"] == "told")

    assert inner["nested_in"] == outer["id"]
    assert by_text(record["quantities"], "3,000")["claim"] == inner["id"]
    (told_in,) = record["operations"]
    assert told_in["statement"] == inner["id"]
    figures = annotation("bridge")["quantities"]
    assert by_text(figures, "Dozens")["claim"] == "article"
    assert by_text(figures, "19 km")["conversion_of"] == by_text(figures, "12 miles")["id"]


def test_numbers_times_and_places_are_plain_values():
    record = annotation("bridge")
    (relative,) = record["relative_locations"]
    figure = by_text(record["quantities"], "at least 14")
    stormed = next(o for o in record["operations"] if o["trigger"]["text"] == "stormed")

    assert (relative["distance_m"], relative["bearing"], relative["bearing_degrees"]) == (19000, "S", 180)
    assert (figure["low"], figure["high"]) == (14, None)
    assert stormed["time"]["value"] == "2031-03-07"
    assert stormed["sentence"]["text"].startswith("Government troops")
    assert 9000.5 in [q["low"] for q in annotation("relay")["quantities"]]


def test_roles_of_a_speaker_say_what_they_are():
    resolved = told("bridge").resolved()
    statement = next(f for f in resolved.reading.findings if isinstance(f, Statement) and f.roles)
    troops = next(m for m in resolved.reading.findings if getattr(m, "text", "") == "Government troops")
    changed = replace(statement, roles=(*statement.roles, troops.evidence))
    reading = replace(
        resolved.reading,
        findings=tuple(changed if f is statement else f for f in resolved.reading.findings),
    )

    roles = [r for s in annotate(replace(resolved, reading=reading), NAMES)["statements"] for r in s["roles"]]

    assert [(r["text"], r["role"], r["entity"]) for r in roles] == [
        ("Colonel", "title", None),
        ("Government troops", "affiliation", "https://example.org/id/entity/armed-force/army"),
    ]


def test_the_type_is_that_of_the_entity():
    resolved = told("bridge").resolved()
    entity_of = {
        key: replace(entity, type=ActorType.STATE) if entity.key == "armed-force/army" else entity
        for key, entity in resolved.entity_of.items()
    }

    record = annotate(replace(resolved, entity_of=entity_of), NAMES)

    assert by_text(record["actors"], "Government troops")["type"] == "State"


def test_the_head_of_the_record_names_the_text():
    record = annotation("relay")

    assert record["doc"] == "relay"
    assert record["published"] is None
    assert record["reference_date"] == "2030-11-02"
    assert record["text_chars"] == len(told("relay").reading.article.text)
    assert [s["id"] for s in record["sentences"]] == ["s1", "s2", "s3", "s4"]
