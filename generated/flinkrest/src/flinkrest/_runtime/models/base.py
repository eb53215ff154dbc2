"""The base of every model, and what derived properties are made of."""

from typing import Any

from msgspec import Struct, field

__all__ = ["NULL", "Model"]

# msgspec leaves out what is a default, but never what a factory makes.
NULL: Any = field(default_factory=type(None))
"""The default of a property that must be there and may be null: unset, it is sent as null."""


class Model(Struct, gc=False, kw_only=True, rename="camel", omit_defaults=True):
    """An answer's object: absent and null are None, unknown fields are passed over.

    What is None is not sent, but for properties whose default is NULL. Names are snake case here and
    camel case over the wire. Instances cannot form cycles, so the garbage collector need not look at
    them.
    """
