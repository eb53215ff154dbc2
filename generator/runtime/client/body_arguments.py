"""The body of a request, given as a whole or as arguments for its properties."""

from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from ..contract.operation import Operation
from ..errors import UsageError
from ..messages import Argument, Message

__all__ = ["join_body", "property_of", "with_property"]


def join_body(operation: Operation[Any], body: object, properties: Mapping[str, object]) -> object:
    """Return the body of a call: the one that was given, else one of the properties that are not None.

    Raises UsageError when both were given.
    """
    given = {name: value for name, value in properties.items() if value is not None}
    if not given:
        return body
    if body is not None:
        raise UsageError(
            Message(
                "{operation}: {name} is a property of {body}; pass one of the two",
                operation=operation.name,
                name=next(iter(given)),
                body=Argument("body"),
            )
        )
    return given


def property_of(body: object, wire_name: str, field: str) -> Any:
    """Return a property of a body, which is a mapping or a model; None where it is absent."""
    if isinstance(body, Mapping):
        return body.get(wire_name)
    return getattr(body, field, None)


def with_property(body: object, wire_name: str, field: str, value: object) -> object:
    """Return a body with a property; any other body than an object as it is, to be refused later."""
    if isinstance(body, Struct):
        return msgspec.structs.replace(body, **{field: value})
    if body is None or isinstance(body, Mapping):
        return {**(body or {}), wire_name: value}
    return body
