"""Each kind of change of a schema, and whom it breaks in a request and in a response."""

from typing import Any

import pytest

from .documents import WRAPPERS, impacts, in_request, in_response

STRING, INTEGER, NUMBER, OBJECT = ({"type": t} for t in ("string", "integer", "number", "object"))
ARRAY = {"type": "array", "items": STRING}


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def number(**bounds: Any) -> dict[str, Any]:
    return {"type": "number", **bounds}


def text(**bounds: Any) -> dict[str, Any]:
    return {"type": "string", **bounds}


def values(*listed: Any) -> dict[str, Any]:
    return {"type": "string", "enum": list(listed)}


def open_values(*listed: Any) -> dict[str, Any]:
    return {"anyOf": [values(*listed), STRING]}


def nullable(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "type": [schema["type"], "null"]}


def closed(schema: dict[str, Any]) -> dict[str, Any]:
    return {**schema, "additionalProperties": False}


def maps(schema: Any) -> dict[str, Any]:
    return {"type": "object", "additionalProperties": schema}


CAT = fields("kind", kind={"const": "cat"}, claws=INTEGER)
DOG = fields("kind", kind={"const": "dog"}, tricks=INTEGER)

# What changes; before; after; whom it breaks in a request, and in a response: C are callers, S are
# servers, - is nobody.
KINDS = [
    # Fields.
    ("optional field added", fields(), fields(a=STRING), "S", "-"),
    ("required field added", fields(), fields("a", a=STRING), "CS", "S"),
    ("optional field removed", fields(a=STRING), fields(), "C", "C"),
    ("required field removed", fields("a", a=STRING), fields(), "CS", "C"),
    ("field becomes required", fields(a=STRING), fields("a", a=STRING), "CS", "S"),
    ("field becomes optional", fields("a", a=STRING), fields(a=STRING), "S", "C"),
    ("unknown field becomes required", fields(), fields("a"), "CS", "S"),
    ("unknown field becomes optional", fields("a"), fields(), "S", "C"),
    ("other fields refused", fields(), closed(fields()), "CS", "S"),
    ("other fields accepted", closed(fields()), fields(), "S", "-"),
    ("other fields get a type", fields(), maps(STRING), "CS", "S"),
    ("other fields lose their type", maps(STRING), fields(), "S", "C"),
    ("values of a map change type", maps(STRING), maps(INTEGER), "CS", "CS"),
    ("a map becomes empty", maps(STRING), maps(False), "CS", "CS"),
    # Read-only and write-only fields.
    ("read-only field added", fields(), fields("a", a=text(readOnly=True)), "-", "S"),
    ("write-only field added", fields(), fields("a", a=text(writeOnly=True)), "CS", "-"),
    ("becomes read-only", fields(a=STRING), fields(a=text(readOnly=True)), "C", "-"),
    ("no longer read-only", fields(a=text(readOnly=True)), fields(a=STRING), "S", "-"),
    (
        "required, no longer read-only",
        fields("a", a=text(readOnly=True)),
        fields("a", a=STRING),
        "CS",
        "-",
    ),
    ("becomes write-only", fields(a=STRING), fields(a=text(writeOnly=True)), "-", "C"),
    ("no longer write-only", fields(a=text(writeOnly=True)), fields(a=STRING), "-", "-"),
    (
        "read-only field changes",
        fields(a=text(readOnly=True)),
        fields("a", a={"type": "integer", "readOnly": True}),
        "-",
        "CS",
    ),
    # Types and null.
    ("another type", STRING, INTEGER, "CS", "CS"),
    ("integer becomes number", INTEGER, NUMBER, "S", "C"),
    ("number becomes integer", NUMBER, INTEGER, "CS", "S"),
    ("type added to the list", STRING, {"type": ["string", "integer"]}, "S", "C"),
    ("type removed from the list", {"type": ["string", "integer"]}, STRING, "CS", "S"),
    ("any type becomes one", {}, STRING, "CS", "S"),
    ("a type becomes any", STRING, {}, "S", "C"),
    ("null allowed", STRING, nullable(STRING), "S", "C"),
    ("null no longer allowed", nullable(STRING), STRING, "CS", "S"),
    ("null allowed by anyOf", STRING, {"anyOf": [STRING, {"type": "null"}]}, "S", "C"),
    ("no value allowed", fields(a=STRING), fields(a=False), "CS", "S"),
    # Values.
    ("value added", values("a"), values("a", "b"), "S", "C"),
    ("value removed", values("a", "b"), values("a"), "CS", "S"),
    ("becomes an enumeration", STRING, values("a"), "CS", "S"),
    ("no longer an enumeration", values("a"), STRING, "S", "C"),
    ("value added to an open enumeration", open_values("a"), open_values("a", "b"), "S", "-"),
    ("value removed from an open enumeration", open_values("a", "b"), open_values("a"), "CS", "S"),
    ("enumeration opened", values("a"), open_values("a"), "S", "C"),
    ("enumeration closed", open_values("a"), values("a"), "CS", "S"),
    ("open enumeration of a string", STRING, open_values("a"), "-", "-"),
    ("constant changed", {"const": "a"}, {"const": "b"}, "CS", "CS"),
    ("constant becomes one value of two", {"const": "a"}, values("a", "b"), "S", "C"),
    ("value true is not 1", {"enum": [True, 2]}, {"enum": [1, 2]}, "CS", "CS"),
    # Constraints.
    ("maximum lowered", number(maximum=9), number(maximum=5), "CS", "S"),
    ("maximum raised", number(maximum=5), number(maximum=9), "S", "-"),
    ("minimum raised", number(minimum=1), number(minimum=2), "CS", "S"),
    ("minimum lowered", number(minimum=2), number(minimum=1), "S", "-"),
    ("maximum added", NUMBER, number(maximum=9), "CS", "S"),
    ("maximum removed", number(maximum=9), NUMBER, "S", "-"),
    ("bound excluded", number(maximum=9), number(exclusiveMaximum=9), "CS", "S"),
    ("maxLength lowered", text(maxLength=9), text(maxLength=5), "CS", "S"),
    ("minLength added", STRING, text(minLength=1), "CS", "S"),
    ("maxItems lowered", {**ARRAY, "maxItems": 9}, {**ARRAY, "maxItems": 5}, "CS", "S"),
    ("minItems lowered", {**ARRAY, "minItems": 2}, {**ARRAY, "minItems": 1}, "S", "-"),
    ("maxProperties added", OBJECT, {**OBJECT, "maxProperties": 3}, "CS", "S"),
    ("items must be unique", ARRAY, {**ARRAY, "uniqueItems": True}, "CS", "S"),
    ("items may be equal", {**ARRAY, "uniqueItems": True}, ARRAY, "S", "-"),
    ("multipleOf a multiple", number(multipleOf=2), number(multipleOf=4), "CS", "S"),
    ("multipleOf a divisor", number(multipleOf=4), number(multipleOf=2), "S", "-"),
    ("multipleOf another", number(multipleOf=4), number(multipleOf=6), "CS", "CS"),
    ("pattern added", STRING, text(pattern="^a"), "CS", "S"),
    ("pattern removed", text(pattern="^a"), STRING, "S", "-"),
    ("pattern changed", text(pattern="^a"), text(pattern="^[ab]"), "CS", "CS"),
    ("format added", STRING, text(format="date"), "CS", "CS"),
    ("format changed", text(format="date"), text(format="date-time"), "CS", "CS"),
    ("encoding changed", STRING, text(contentEncoding="base64"), "CS", "CS"),
    ("names of fields bounded", OBJECT, {**OBJECT, "propertyNames": text(maxLength=3)}, "CS", "S"),
    ("items get a type", {"type": "array"}, ARRAY, "CS", "S"),
    ("first items get a type", ARRAY, {**ARRAY, "prefixItems": [text(maxLength=1)]}, "CS", "S"),
    ("dependency added", OBJECT, {**OBJECT, "dependentRequired": {"a": ["b"]}}, "CS", "S"),
    # Meaning without a constraint.
    ("default changed", text(default="a"), text(default="b"), "CS", "-"),
    ("default added", STRING, text(default="a"), "CS", "-"),
    ("null as a default", nullable(STRING), {**nullable(STRING), "default": None}, "CS", "-"),
    ("deprecated", fields(a=STRING), fields(a=text(deprecated=True)), "-", "-"),
    ("no longer deprecated", fields(a=text(deprecated=True)), fields(a=STRING), "-", "-"),
    ("unknown keyword", STRING, text(unheard=1), "CS", "CS"),
    ("unknown extension", STRING, {**STRING, "x-unheard": 1}, "CS", "CS"),
    ("names in XML", STRING, text(xml={"name": "a"}), "CS", "CS"),
    # Unions.
    ("option added to anyOf", {"anyOf": [CAT, STRING]}, {"anyOf": [CAT, STRING, DOG]}, "S", "C"),
    ("option removed", {"anyOf": [CAT, STRING, DOG]}, {"anyOf": [CAT, STRING]}, "CS", "S"),
    (
        "apart from all in oneOf",
        {"oneOf": [STRING, CAT]},
        {"oneOf": [STRING, CAT, NUMBER]},
        "S",
        "C",
    ),
    ("may overlap in oneOf", {"oneOf": [CAT, STRING]}, {"oneOf": [CAT, DOG, STRING]}, "CS", "CS"),
    ("becomes an option", STRING, {"anyOf": [STRING, INTEGER]}, "S", "C"),
    ("only one option left", {"anyOf": [STRING, INTEGER]}, STRING, "CS", "S"),
    ("union added to fields", fields(), {**fields(), "anyOf": [CAT, DOG]}, "CS", "S"),
    ("union removed from fields", {**fields(), "anyOf": [CAT, DOG]}, fields(), "S", "C"),
    ("anyOf becomes oneOf", {"anyOf": [CAT, DOG]}, {"oneOf": [CAT, DOG]}, "CS", "S"),
    ("part added to allOf", {"allOf": [CAT]}, {"allOf": [CAT, fields("a", a=STRING)]}, "CS", "S"),
    ("part removed from allOf", {"allOf": [CAT, fields(a=STRING)]}, {"allOf": [CAT]}, "C", "C"),
    # Undecided.
    ("not added", STRING, text(**{"not": {"const": "a"}}), "CS", "CS"),
    (
        "not widened",
        text(**{"not": text(maxLength=3)}),
        text(**{"not": text(maxLength=4)}),
        "CS",
        "CS",
    ),
    ("condition changed", {"if": CAT, "then": OBJECT}, {"if": DOG, "then": OBJECT}, "CS", "CS"),
    ("contains changed", {"contains": STRING}, {"contains": INTEGER}, "CS", "CS"),
    ("dependent schema added", OBJECT, {**OBJECT, "dependentSchemas": {"a": CAT}}, "CS", "CS"),
]
IDS = [kind[0] for kind in KINDS]


@pytest.mark.parametrize(
    ("_", "before", "after", "request_impact", "response_impact"), KINDS, ids=IDS
)
def test_one_kind(
    _: str, before: Any, after: Any, request_impact: str, response_impact: str
) -> None:
    """A change of a schema breaks others in a request than in a response."""
    found = {
        "request": impacts(in_request(before), in_request(after)),
        "response": impacts(in_response(before), in_response(after)),
    }

    assert found == {"request": request_impact, "response": response_impact}


@pytest.mark.parametrize("wrapper", WRAPPERS)
@pytest.mark.parametrize(
    ("_", "before", "after", "request_impact", "response_impact"), KINDS, ids=IDS
)
def test_one_kind_inside(
    _: str, before: Any, after: Any, request_impact: str, response_impact: str, wrapper: str
) -> None:
    """It breaks them as well where it is a part of another schema."""
    wrap = WRAPPERS[wrapper]
    found = {
        "request": impacts(in_request(wrap(before)), in_request(wrap(after))),
        "response": impacts(in_response(wrap(before)), in_response(wrap(after))),
    }

    assert found == {"request": request_impact, "response": response_impact}


@pytest.mark.parametrize(
    ("_", "before", "after", "request_impact", "response_impact"), KINDS, ids=IDS
)
def test_one_kind_behind_a_reference(
    _: str, before: Any, after: Any, request_impact: str, response_impact: str
) -> None:
    """It breaks them as well where a named schema has it, also behind others and in `allOf`."""
    link = {"$ref": "#/components/schemas/Pet"}
    named: dict[str, Any] = {"Owner": {"properties": {"pet": link}}, "Part": {"allOf": [link]}}
    owner = {"allOf": [{"$ref": "#/components/schemas/Owner"}]}
    found = {
        "request": impacts(
            in_request(owner, **named, Pet=before), in_request(owner, **named, Pet=after)
        ),
        "response": impacts(
            in_response(owner, **named, Pet=before), in_response(owner, **named, Pet=after)
        ),
    }

    assert found == {"request": request_impact, "response": response_impact}
