"""The base of every model, and what derived properties are made of."""

from msgspec import Struct

__all__ = ["Model"]


class Model(Struct, gc=False, kw_only=True, rename="camel", omit_defaults=True):
    """An answer's object: absent and null are None, unknown fields are passed over.

    Names are snake case here and camel case over the wire. Instances cannot form cycles, so
    the garbage collector need not look at them.
    """
