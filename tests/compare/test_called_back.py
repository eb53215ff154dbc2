"""Schemas of calls that a server makes: callbacks and webhooks."""

from typing import Any

import pytest

from .documents import lines, whole

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
PET = {"$ref": "#/components/schemas/Pet"}
BOTH = "(breaks callers and servers)"


def fields(*required: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": list(required), "properties": properties}


def callback(schema: Any, **schemas: Any) -> dict[str, Any]:
    return whole({"callbacks": {"done": {"{$url}": call(schema)}}}, components={"schemas": schemas})


def webhook(schema: Any, **schemas: Any) -> dict[str, Any]:
    return whole({}, webhooks={"done": call(schema)}, components={"schemas": schemas})


def call(schema: Any) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": schema}}}
    return {"post": {"requestBody": body, "responses": {"200": {"description": "Fine."}}}}


CALLS = pytest.mark.parametrize(
    ("document", "changed"),
    [
        (callback, f"Keep: callback done changed {BOTH}"),
        (webhook, f"the contract: webhook done changed {BOTH}"),
    ],
    ids=["callback", "webhook"],
)


@CALLS
def test_a_named_schema(document: Any, changed: str) -> None:
    """It counts as sent in both directions."""
    before, after = document(PET, Pet=fields(a=STRING)), document(PET, Pet=fields("a", a=STRING))

    assert lines(before, after) == [
        changed,
        f"Pet, field a: is required now {BOTH}",
        "Pet, field a: always present now (breaks servers)",
    ]


@CALLS
@pytest.mark.parametrize(
    ("before", "after", "is_changed"),
    [
        ({"description": "A pet."}, {"description": "An animal."}, False),
        (PET, STRING, False),
        (fields(title=STRING), fields(title=INTEGER), True),
        (fields(title=fields(title=STRING)), fields(title=fields(title=INTEGER)), True),
        ({"enum": [{"title": "a"}]}, {"enum": [{"title": "b"}]}, True),
        ({"default": {"example": 1}}, {"default": {"example": 2}}, True),
        ({"items": [{"title": "a"}]}, {"items": [{"title": "b"}]}, False),
    ],
)
def test_texts(document: Any, changed: str, before: Any, after: Any, is_changed: bool) -> None:
    """A text is ignored; a field or a value of such a name is none."""
    expected = [changed] if is_changed else []

    assert lines(document(before, Pet=STRING), document(after, Pet=STRING)) == expected
