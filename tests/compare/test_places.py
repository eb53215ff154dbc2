"""Each change has the pointer to its place in the new document, or to what was around it."""

from typing import Any

import pytest

from generator.compare import compare

from .documents import in_response, whole

PLAIN = whole({})
SEVERAL = {
    **PLAIN,
    "paths": {**PLAIN["paths"], "/a": {"get": {"operationId": "Get", "responses": {}}}},
}
CALL = {"post": {"responses": {"200": {"description": "Fine."}}}}
OTHER_CALL = {"post": {"responses": {"204": {"description": "Fine."}}}}


def calling(**callbacks: Any) -> dict[str, Any]:
    return whole({"callbacks": {name: {"{$url}": call} for name, call in callbacks.items()}})


def parameter(**members: Any) -> dict[str, Any]:
    return whole(
        {"parameters": [{"name": "a", "in": "query", "schema": {"type": "string"}, **members}]}
    )


def field(**members: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": members}}


PLACES = [
    ("operation added", PLAIN, SEVERAL, "operation added", "paths //a get"),
    ("operation removed", SEVERAL, PLAIN, "operation removed", "paths"),
    ("deprecated", PLAIN, whole({"deprecated": True}), "deprecated now", "{} deprecated"),
    ("tags", PLAIN, whole({"tags": ["a"]}), 'tags changed from none to ["a"]', "{} tags"),
    (
        "callback added",
        calling(a=CALL),
        calling(a=CALL, b=CALL),
        "callback b added",
        "{} callbacks",
    ),
    (
        "callback removed",
        calling(a=CALL, b=CALL),
        calling(a=CALL),
        "callback b removed",
        "{} callbacks",
    ),
    (
        "callback changed",
        calling(a=CALL, b=CALL),
        calling(a=CALL, b=OTHER_CALL),
        "callback b changed",
        "{} callbacks b",
    ),
    (
        "type of a field",
        in_response({"type": "object", "properties": {"a": {"type": "string"}}}),
        in_response({"type": "object", "properties": {"a": {"type": "integer"}}}),
        "type changed from string to integer",
        "{} responses 200 content application/json schema properties a type",
    ),
    (
        "parameter deprecated",
        parameter(),
        parameter(deprecated=True),
        "deprecated now",
        "{} parameters 0 deprecated",
    ),
    (
        "field of two parts",
        in_response({"allOf": [field(type="string"), field(maxLength=5)]}),
        in_response({"allOf": [field(type="string"), field(maxLength=3)]}),
        "maxLength lowered from 5 to 3",
        "{} responses 200 content application/json schema allOf 1 properties a (allOf) maxLength",
    ),
]


@pytest.mark.parametrize(
    ("_", "before", "after", "message", "place"), PLACES, ids=[place[0] for place in PLACES]
)
def test_the_place_of_a_change(
    _: str, before: dict[str, Any], after: dict[str, Any], message: str, place: str
) -> None:
    """The report finds the author's line by it."""
    expected = tuple(place.replace("{}", "paths //pets post").replace("//", "/").split(" "))

    [change] = compare(before, after)

    assert (change.message, change.pointer) == (message, expected)
