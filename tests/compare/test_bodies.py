"""Changes of request bodies, and of the schemas that they share with responses."""

import copy
from typing import Any

import pytest

from generator.compare import compare
from generator.openapi.pointer import lookup_pointer, parse_pointer

from .editing import ABSENT

ORDER = {
    "type": "object",
    "required": ["item"],
    "properties": {"item": {"type": "string"}, "count": {"type": "integer", "maximum": 9}},
}
BODY = {
    "required": True,
    "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}},
}
OPERATION = {
    "operationId": "PlaceOrder",
    "tags": ["orders"],
    "requestBody": {"$ref": "#/components/requestBodies/Order"},
    "responses": {"204": {"description": "Placed."}},
}
CONTRACT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Orders", "version": "1.0.0"},
    "paths": {"/orders": {"post": OPERATION}},
    "components": {
        "requestBodies": {"Order": BODY},
        "schemas": {"Order": ORDER, "Unused": {"type": "object", "properties": {}}},
    },
}
BOTH, CALLERS, SERVERS, NOBODY = (
    "(breaks callers and servers)",
    "(breaks callers)",
    "(breaks servers)",
    "(breaks nobody)",
)
POST, ORDER_BODY, ORDER_SCHEMA = (
    "/paths/~1orders/post",
    "/components/requestBodies/Order",
    "/components/schemas/Order",
)


def edited(*edits: tuple[str, object]) -> dict[str, Any]:
    """Return the contract with other values, or none, at some pointers."""
    document = copy.deepcopy(CONTRACT)
    for pointer, value in edits:
        *parents, last = parse_pointer(pointer)
        owner = lookup_pointer(document, parents)
        owner.pop(last, None)
        if value is not ABSENT:
            owner[last] = value
    return document


CASES = [
    (POST, ABSENT, f"PlaceOrder: operation removed {CALLERS}"),
    (f"{POST}/requestBody", ABSENT, f"PlaceOrder, request body: removed {BOTH}"),
    (
        f"{ORDER_BODY}/required",
        False,
        f"PlaceOrder, request body: is optional now {SERVERS}",
    ),
    (
        f"{ORDER_BODY}/content/text~1plain",
        {"schema": {"type": "string"}},
        f"PlaceOrder, request body: text/plain added {SERVERS}",
    ),
    (
        f"{ORDER_BODY}/content/application~1json",
        ABSENT,
        f"PlaceOrder, request body: application/json removed {CALLERS}",
    ),
    (
        f"{ORDER_BODY}/content/application~1json/schema",
        {"type": "string"},
        f"PlaceOrder, request body: type changed from object to string {BOTH}",
    ),
    (
        f"{ORDER_BODY}/content/application~1json/encoding",
        {"item": {"style": "form"}},
        "PlaceOrder, request body: application/json encoding changed from none to "
        f'{{"item": {{"style": "form"}}}} {BOTH}',
    ),
    (
        f"{ORDER_BODY}/x-unheard",
        1,
        f"PlaceOrder, request body: x-unheard changed from none to 1 {BOTH}",
    ),
    (f"{ORDER_BODY}/description", "An order.", ""),
    (
        f"{ORDER_SCHEMA}/properties/note",
        {"type": "string"},
        f"Order, field note: added, optional {SERVERS}",
    ),
    (f"{ORDER_SCHEMA}/properties/count", ABSENT, f"Order, field count: removed {CALLERS}"),
    (f"{ORDER_SCHEMA}/properties/item", ABSENT, f"Order, field item: removed {BOTH}"),
    (f"{ORDER_SCHEMA}/required", [], f"Order, field item: is optional now {SERVERS}"),
    (
        f"{ORDER_SCHEMA}/required",
        ["item", "count"],
        f"Order, field count: is required now {BOTH}",
    ),
    (
        f"{ORDER_SCHEMA}/properties/count/maximum",
        5,
        f"Order, field count: maximum lowered from 9 to 5 {BOTH}",
    ),
    (
        f"{ORDER_SCHEMA}/properties/count/maximum",
        12,
        f"Order, field count: maximum raised from 9 to 12 {SERVERS}",
    ),
    (
        "/components/schemas/Unused/properties/a",
        {"type": "string"},
        f"Unused, field a: added {NOBODY}",
    ),
]


@pytest.mark.parametrize(("pointer", "value", "expected"), CASES)
def test_one_change(pointer: str, value: object, expected: str) -> None:
    """One edit of a request body is reported as one change, with whom it breaks."""
    assert "\n".join(map(str, compare(CONTRACT, edited((pointer, value))))) == expected


@pytest.mark.parametrize(
    ("required", "expected"),
    [
        (True, f"PlaceOrder, request body: added, required {BOTH}"),
        (False, f"PlaceOrder, request body: added, optional {SERVERS}"),
    ],
)
def test_an_added_body(required: bool, expected: str) -> None:
    """A new body breaks callers only where it is required."""
    before = edited((f"{POST}/requestBody", ABSENT))
    after = edited((f"{ORDER_BODY}/required", required))

    assert [str(change) for change in compare(before, after)] == [expected]


def test_an_added_operation_with_a_body() -> None:
    """A new operation breaks servers alone, whatever its body requires."""
    changes = compare(edited((POST, ABSENT)), CONTRACT)

    assert [str(change) for change in changes] == [f"PlaceOrder: operation added {SERVERS}"]


def test_a_schema_of_both_directions() -> None:
    """A schema that requests and responses share breaks whom it breaks in either."""
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Order"}}}
    answered = (f"{POST}/responses/204", {"description": "Placed.", "content": content})
    fewer: tuple[str, object] = (f"{ORDER_SCHEMA}/required", [])
    count = (f"{ORDER_SCHEMA}/properties/count/maximum", 5)

    changes = compare(edited(answered), edited(answered, fewer, count))
    assert [str(change) for change in changes] == [
        f"Order, field item: is optional now {SERVERS}",
        f"Order, field count: maximum lowered from 9 to 5 {BOTH}",
        f"Order, field item: may be absent now {CALLERS}",
    ]
