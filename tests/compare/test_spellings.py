"""Two spellings of one meaning are no change, in either direction."""

from typing import Any

import pytest

from .documents import in_request, in_response, lines

STRING, INTEGER, NUMBER, OBJECT = ({"type": t} for t in ("string", "integer", "number", "object"))
NULL = {"type": "null"}
CAT = {"type": "object", "required": ["claws"], "properties": {"claws": INTEGER}}
NULLABLE = {"type": ["string", "null"]}
OPEN = {"anyOf": [{"type": "string", "enum": ["a", "b"]}, STRING]}
NAMED = {
    "Pet": CAT,
    "Kind": OPEN,
    "Tree": {"type": "object", "properties": {"child": {"$ref": "#/components/schemas/Tree"}}},
}


def link(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def parts(*listed: Any, **own: Any) -> dict[str, Any]:
    return {"allOf": list(listed), **own}


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


SPELLINGS: dict[str, tuple[Any, Any]] = {
    # Types and null.
    "a list of one type": (STRING, {"type": ["string"]}),
    "integers among numbers": (NUMBER, {"type": ["integer", "number"]}),
    "null as a type of an option": (NULLABLE, {"anyOf": [STRING, NULL]}),
    "null as a constant": (NULLABLE, {"anyOf": [STRING, {"const": None}]}),
    "null as the only value": (NULLABLE, {"oneOf": [{"enum": [None]}, STRING]}),
    "null with a text": (NULLABLE, {"anyOf": [STRING, {**NULL, "description": "None."}]}),
    "no value": (fields(a=False), fields(a={"not": {}})),
    "any value": (fields(a=True), fields(a={})),
    # Values.
    "a constant": ({"const": "a"}, {"enum": ["a"]}),
    "a constant with its type": ({"const": 1}, {"const": 1, "type": "integer"}),
    "an order of open values": (OPEN, {"anyOf": OPEN["anyOf"][::-1]}),
    "open values of a reference": (OPEN, link("Kind")),
    "open values of a part": (OPEN, parts(OPEN)),
    "open and closed values": ({"type": "string", "enum": ["a"]}, parts(OPEN, {"enum": ["a"]})),
    "values of two parts": ({"enum": ["b"]}, parts({"enum": ["a", "b"]}, {"enum": ["b", "c"]})),
    # Keywords that state their default.
    "no least length": (STRING, {**STRING, "minLength": 0}),
    "items of any type": ({"type": "array"}, {"type": "array", "items": {}}),
    "no first items": ({"type": "array"}, {"type": "array", "prefixItems": []}),
    "equal items": ({"type": "array"}, {"type": "array", "uniqueItems": False}),
    "other fields": (CAT, {**CAT, "additionalProperties": {}}),
    "no pattern of fields": (CAT, {**CAT, "patternProperties": {}}),
    "definitions": (CAT, {**CAT, "$defs": {"a": STRING}, "$id": "https://a.example/cat"}),
    # Parts of a schema.
    "one part": (CAT, parts(CAT)),
    "one option": (CAT, {"anyOf": [CAT]}),
    "a reference": (CAT, link("Pet")),
    "a reference among parts": (CAT, parts(link("Pet"))),
    "fields of two parts": (
        fields("a", "b", a=STRING, b=INTEGER),
        parts(fields("a", a=STRING), fields("b", b=INTEGER)),
    ),
    "one field of two parts": (
        fields(a={"type": "string", "maxLength": 3}),
        parts(fields(a=STRING), fields(a={"maxLength": 3})),
    ),
    "the lower maximum": ({"maximum": 5}, parts({"maximum": 5}, {"maximum": 9})),
    "the lower maximum first": ({"maxLength": 5}, parts({"maxLength": 9}, {"maxLength": 5})),
    "the higher minimum": ({"minimum": 5}, parts({"minimum": 5}, {"minimum": 3})),
    "the higher minimum first": ({"minItems": 5}, parts({"minItems": 3}, {"minItems": 5})),
    "a bound beside parts": ({"maximum": 5}, parts({"maximum": 9}, maximum=5)),
    "the narrower type": (INTEGER, parts(NUMBER, INTEGER)),
    "the narrower type first": (INTEGER, parts(INTEGER, NUMBER)),
    "common types": (STRING, parts({"type": ["string", "null"]}, {"type": ["string", "object"]})),
    "items of two parts": (
        {"type": "array", "items": {"type": "string", "maxLength": 3}},
        parts({"type": "array", "items": STRING}, {"items": {"maxLength": 3}}),
    ),
    "the nearer default": ({**STRING, "default": "b"}, parts(STRING, {"default": "b"})),
    "the default beside parts": (
        {**STRING, "default": "b"},
        parts({**STRING, "default": "a"}, default="b"),
    ),
    "the extension beside parts": ({"x-unheard": 2}, parts({"x-unheard": 1}, **{"x-unheard": 2})),
    "a union of a part": (
        {"oneOf": [CAT, STRING], "minLength": 1},
        parts({"oneOf": [CAT, STRING]}, minLength=1),
    ),
    "no value in a part": (fields(a=False), fields(a=parts(STRING, False))),
    "a part with a part": (CAT, parts(parts(CAT))),
    # Schemas that contain themselves.
    "a recursive schema inlined": (link("Tree"), fields(child=link("Tree"))),
}


@pytest.mark.parametrize(("one", "other"), SPELLINGS.values(), ids=SPELLINGS)
def test_another_spelling(one: Any, other: Any) -> None:
    """Neither direction of either change is reported."""
    found = [
        lines(document(before, **NAMED), document(after, **NAMED))
        for document in (in_request, in_response)
        for before, after in ((one, other), (other, one))
    ]

    assert found == [[]] * 4
