"""The base class of every model."""

from typing import Any

from msgspec import Struct, field

__all__ = ["ADDITIONAL_PROPERTIES", "ADDITIONAL_WIRE_NAME", "NULL", "Model", "constant"]

ADDITIONAL_WIRE_NAME = "(additional properties)"
ADDITIONAL_PROPERTIES: Any = field(default_factory=dict, name=ADDITIONAL_WIRE_NAME)
"""The default of the field that keeps the properties of an object that the contract does not name."""

# msgspec leaves out values that equal a default, but never those of a default factory.
NULL: Any = field(default_factory=type(None))
"""The default of a required property that may be null: unset, it is sent as null."""


def constant(value: Any) -> Any:
    """Return the default of a required property that has one value only: it is always sent."""
    return field(default_factory=lambda: value)


class Model(Struct, gc=False, kw_only=True, rename="camel", omit_defaults=True):
    """A JSON object: absent and null properties are None. Unknown ones are ignored,
    unless the model has a field for them; see `additional`.

    A property that is None is not sent, unless its default is NULL. Names are snake case in Python
    and camel case in JSON. Instances cannot form cycles, so the garbage collector need not track
    them.
    """
