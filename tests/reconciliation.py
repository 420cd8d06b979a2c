"""What answers of a reconciliation service have to look like, as JSON schemas.

Written from the text of the Reconciliation Service API v0.2 (W3C Entity Reconciliation Community Group,
report of 10 April 2023), and stricter than it where this service promises more: no fields but those named.
"""

from typing import Any

from jsonschema import Draft202012Validator

Schema = dict[str, Any]

WORDS: Schema = {"type": "string", "minLength": 1}
TEMPLATE: Schema = {"type": "string", "pattern": r"^https?://.*\{\{id\}\}"}
ADDRESS: Schema = {"type": "string", "pattern": "^https?://"}


def exactly(required: Schema, optional: Schema | None = None) -> Schema:
    """An object with these fields and no others."""
    return {
        "type": "object",
        "properties": {**required, **(optional or {})},
        "required": list(required),
        "additionalProperties": False,
    }


def many(items: Schema, **more: Any) -> Schema:
    """An array."""
    return {"type": "array", "items": items, **more}


def each(value: Schema) -> Schema:
    """An object that is a map."""
    return {"type": "object", "additionalProperties": value}


REFERENCE = exactly({"id": WORDS, "name": WORDS})
SERVICE = exactly({"service_url": ADDRESS, "service_path": {"type": "string", "pattern": "^/"}})
FEATURE = exactly({"id": WORDS, "value": {"type": ["number", "boolean"]}})
CANDIDATE = exactly(
    {
        "id": WORDS,
        "name": WORDS,
        "score": {"type": "number", "minimum": 0, "maximum": 100},
        "match": {"type": "boolean"},
        "type": many(REFERENCE),
        "features": many(FEATURE),
    },
    {"description": {"type": "string"}},
)
# A value of a property: an entity, a string, a number; {} says that there is none.
CELL: Schema = {
    "oneOf": [
        exactly({}),
        REFERENCE,
        exactly({"str": {"type": "string"}}),
        exactly({"float": {"type": "number"}}),
        exactly({"int": {"type": "integer"}}),
    ]
}
PROPERTY = exactly({"id": WORDS, "name": WORDS}, {"description": WORDS})

SCHEMAS: dict[str, Schema] = {
    "manifest": exactly(
        {
            "versions": many(WORDS, contains={"const": "0.2"}),
            "name": WORDS,
            "identifierSpace": ADDRESS,
            "schemaSpace": ADDRESS,
        },
        {
            "serviceVersion": WORDS,
            "defaultTypes": many(REFERENCE, uniqueItems=True),
            "view": exactly({"url": TEMPLATE}),
            "preview": exactly(
                {"url": TEMPLATE, "width": {"type": "integer"}, "height": {"type": "integer"}}
            ),
            "suggest": exactly({"entity": SERVICE, "type": SERVICE, "property": SERVICE}),
            "extend": exactly(
                {
                    "propose_properties": SERVICE,
                    "property_settings": many(
                        exactly(
                            {"name": WORDS, "label": WORDS, "type": {"const": "number"}},
                            {"default": {"type": "number"}, "help_text": WORDS},
                        )
                    ),
                }
            ),
            "batchSize": {"type": "integer", "minimum": 1},
        },
    ),
    "results": each(exactly({"result": many(CANDIDATE)})),
    "entities": exactly(
        {
            "result": many(
                exactly(
                    {"id": WORDS, "name": WORDS},
                    {"description": {"type": "string"}, "notable": many(REFERENCE)},
                )
            )
        }
    ),
    "types": exactly(
        {
            "result": many(
                exactly({"id": WORDS, "name": WORDS}, {"description": WORDS, "broader": many(REFERENCE)})
            )
        }
    ),
    "properties": exactly({"result": many(PROPERTY)}),
    "proposal": exactly(
        {"properties": many(PROPERTY), "type": {"type": "string"}}, {"limit": {"type": "integer"}}
    ),
    "extension": exactly(
        {
            "meta": many(exactly({"id": WORDS, "name": WORDS}, {"type": REFERENCE, "service": ADDRESS})),
            "rows": each(each(many(CELL))),
        }
    ),
}


def check(kind: str, value: Any) -> Any:
    """The same value, if it is as the specification wants it.

    Raises:
        jsonschema.ValidationError: it is not.
    """
    Draft202012Validator(SCHEMAS[kind]).validate(value)
    return value
