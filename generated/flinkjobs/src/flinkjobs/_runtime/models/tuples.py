"""Decoding of lists whose first items have types of their own (`prefixItems`), which msgspec cannot.

A class made by `tuple_of` stands in for such a list. One that always has all of these items and no
other is decoded as a tuple, any other as a list.
"""

from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

import msgspec

from .known_types import known
from .unions import Decoding, Union, make_union, never_matches

__all__ = ["tuple_of"]


class Tuple(Union):
    """Stands in for a list while it is decoded; `types` are those of its first items, and of all others
    where it `has_rest`."""

    count: int
    has_rest: bool
    is_fixed: bool

    @classmethod
    def decode(cls, value: object, decoding: Decoding) -> object:
        """Decode each item as its type; raise msgspec.ValidationError when one does not match."""
        if not isinstance(value, list):
            raise msgspec.ValidationError(f"Expected `array`, got `{type(value).__name__}`")
        if (cls.is_fixed and len(value) < cls.count) or (
            not cls.has_rest and len(value) > cls.count
        ):
            bound = "exactly" if cls.is_fixed else "at most"
            raise msgspec.ValidationError(
                f"Expected `array` of {bound} {cls.count} items, got {len(value)}"
            )
        types = cls.types()
        items = [
            _item(index, item, types[min(index, cls.count)], decoding)
            for index, item in enumerate(value)
        ]
        return tuple(items) if cls.is_fixed else items

    @classmethod
    def _scores(
        cls, value: object, types: tuple[Any, ...], enclosing: tuple[type, ...] = ()
    ) -> Iterable[Any]:
        """Yield the score of an object, which is never a list."""
        yield never_matches


def _item(index: int, value: object, type_: Any, decoding: Decoding) -> object:
    try:
        return msgspec.convert(value, known(type_), dec_hook=decoding.hook)
    except msgspec.ValidationError as error:
        raise msgspec.ValidationError(f"item {index}: {error}") from None


def tuple_of(
    name: str,
    types: Callable[[], Sequence[Any]],
    *,
    count: int,
    has_rest: bool,
    is_fixed: bool,
) -> Any:
    """Build the class of a list; `types` returns the items' types, once they all exist."""
    traits = {"count": count, "has_rest": has_rest, "is_fixed": is_fixed, "discriminator": None}
    return make_union(name, Tuple, {"types": staticmethod(cache(types)), "members": (), **traits})
