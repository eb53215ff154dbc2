"""Keywords that OpenAPI 3.0 and 3.1 understand differently: neither is taken for the other."""

from typing import Any

import pytest

from .documents import in_request, lines

STRING, NUMBER = {"type": "string"}, {"type": "number"}
PET = {"$ref": "#/components/schemas/Pet"}


def version(number: str, schema: Any) -> dict[str, Any]:
    """Return a document of a version, whose request body is an object with a field of this schema."""
    body = {"type": "object", "properties": {"a": schema}}
    return {**in_request(body, Pet=STRING), "openapi": number}


V30, V31 = "3.0.3", "3.1.0"
NULLABLE = {**STRING, "nullable": True}
ALLOWED = "null allowed now (breaks servers)"
REFUSED = "null not allowed any more (breaks callers and servers)"
# Two versions, each with a schema; what is reported of it.
CASES = [
    ("nullable", (V30, STRING), (V30, NULLABLE), [ALLOWED]),
    ("no longer nullable", (V30, NULLABLE), (V30, STRING), [REFUSED]),
    ("nullable: false", (V30, STRING), (V30, {**STRING, "nullable": False}), []),
    ("no such keyword", (V31, STRING), (V31, NULLABLE), []),
    ("one text, two meanings", (V30, NULLABLE), (V31, NULLABLE), [REFUSED]),
    ("null in its new spelling", (V30, NULLABLE), (V31, {"type": ["string", "null"]}), []),
    (
        "nullable value",
        (V30, {**NULLABLE, "enum": ["a"]}),
        (V31, {"type": ["string", "null"], "enum": ["a", None]}),
        [],
    ),
    (
        "nullable union",
        (V30, {"anyOf": [STRING, NUMBER], "nullable": True}),
        (V31, {"anyOf": [STRING, NUMBER, {"type": "null"}]}),
        [],
    ),
    ("ignored beside a reference", (V30, PET), (V30, {**PET, "maxLength": 3}), []),
    (
        "in force beside a reference",
        (V31, PET),
        (V31, {**PET, "maxLength": 3}),
        ["maxLength of 3 added (breaks callers and servers)"],
    ),
    (
        "in force from now on",
        (V30, {**PET, "maxLength": 3}),
        (V31, {**PET, "maxLength": 3}),
        ["maxLength of 3 added (breaks callers and servers)"],
    ),
    ("parts beside a reference", (V30, PET), (V30, {**PET, "allOf": [{"maxLength": 3}]}), []),
    (
        "parts in force beside a reference",
        (V31, PET),
        (V31, {**PET, "allOf": [{"maxLength": 3}]}),
        ["maxLength of 3 added (breaks callers and servers)"],
    ),
    (
        "maximum excluded",
        (V30, {**NUMBER, "maximum": 9, "exclusiveMaximum": True}),
        (V31, {**NUMBER, "exclusiveMaximum": 9}),
        [],
    ),
    (
        "minimum excluded",
        (V30, {**NUMBER, "minimum": 9, "exclusiveMinimum": True}),
        (V31, {**NUMBER, "exclusiveMinimum": 9}),
        [],
    ),
    (
        "bounds included",
        (V30, {**NUMBER, "maximum": 9, "exclusiveMaximum": False, "exclusiveMinimum": True}),
        (V31, {**NUMBER, "maximum": 9}),
        [],
    ),
    (
        "bound excluded now",
        (V30, {**NUMBER, "maximum": 9}),
        (V30, {**NUMBER, "maximum": 9, "exclusiveMaximum": True}),
        [
            "maximum of 9 removed (breaks servers)",
            "exclusiveMaximum of 9 added (breaks callers and servers)",
        ],
    ),
]


@pytest.mark.parametrize(
    ("_", "before", "after", "expected"), CASES, ids=[case[0] for case in CASES]
)
def test_one_field(
    _: str, before: tuple[str, Any], after: tuple[str, Any], expected: list[str]
) -> None:
    """Each version is read by its own rules."""
    found = lines(version(*before), version(*after))

    assert found == [f"Keep, request body, field a: {message}" for message in expected]
