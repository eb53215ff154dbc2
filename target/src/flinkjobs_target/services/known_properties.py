"""Request bodies as JSON: the properties that the contract knows and that have a value."""

from functools import cache
from typing import Any

from msgspec import Struct
from msgspec.structs import fields

__all__ = ["known_properties"]

_fields = cache(fields)
"""The fields of a class, whose annotations are resolved once: that is a fifth of the time of a start."""


def known_properties(body: Struct) -> dict[str, Any]:
    """Return the properties of a body; null and absent are the same, and unknown ones are ignored."""
    return {
        field.encode_name: _plain(value)
        for field in _fields(type(body))
        if (value := getattr(body, field.name)) is not None
        and field.name != "additional_properties"
    }


def _plain(value: Any) -> Any:
    if isinstance(value, Struct):
        return known_properties(value)
    return [_plain(item) for item in value] if isinstance(value, list) else value
