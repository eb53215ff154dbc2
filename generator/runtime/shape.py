"""Unions that JSON does not tell apart, decoded by what each candidate requires.

msgspec reads a union by the type of the JSON alone. Where several candidates are objects, or
several are lists, a class made by `shape` stands in for the union: a discriminator's value
chooses, else the candidate whose required and known properties fit best. What comes out is always
one of the candidates, typed.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import msgspec
from msgspec import Struct

__all__ = ["Candidate", "Shape", "decode_shape", "shape"]

Score = tuple[int, int, int, int]


class _Open(type):
    """Lets msgspec take a candidate's instance for one of the union."""

    def __instancecheck__(cls, instance: object) -> bool:
        return True


class Candidate(Struct, frozen=True, kw_only=True):
    """What tells a candidate that is an object: properties it requires, has, and their values."""

    required: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    marks: Mapping[str, tuple[str | int, ...]] = {}

    def fits(self, value: Mapping[str, object]) -> Score:
        """Tell how well an object fits: the larger, the better."""
        wrong = right = 0
        for name, allowed in self.marks.items():
            if name in value:
                right += value[name] in allowed
                wrong += value[name] not in allowed
        lacking = len(self.required - value.keys())
        return (
            -wrong,
            -lacking,
            right,
            len(self.known & value.keys()) - len(value.keys() - self.known),
        )


class Shape(metaclass=_Open):
    """Stands in for a union while it is decoded; never instantiated."""

    types: Callable[[], tuple[Any, ...]]
    candidates: Sequence[Candidate | None]
    tag: str | None
    places: Mapping[str, int]

    @classmethod
    def decode(cls, value: object) -> object:
        """Give the value as the candidate that fits it best.

        Raises msgspec.ValidationError when none does.
        """
        types, reason = cls.types(), ""
        for places in cls._order(value):
            found = []
            for place in places:
                try:
                    found.append(msgspec.convert(value, types[place], dec_hook=decode_shape))
                except msgspec.ValidationError as error:
                    reason = reason or str(error)
            if found:
                return found[0] if len(found) == 1 else max(found, key=_size)
        raise msgspec.ValidationError(f"no alternative fits: {reason}")

    @classmethod
    def _order(cls, value: object) -> Iterable[Sequence[int]]:
        """Give the places to try, those that fit alike together, the best first."""
        if not isinstance(value, dict):
            return [(place,) for place in range(len(cls.candidates))]
        tag = value.get(cls.tag) if cls.tag is not None else None
        if isinstance(tag, str) and tag in cls.places:
            return [(cls.places[tag],)]
        alike: dict[Score, list[int]] = {}
        for place, score in enumerate(cls._fits(value, ())):
            alike.setdefault(score, []).append(place)
        return [alike[score] for score in sorted(alike, reverse=True)]

    @classmethod
    def _fits(cls, value: Mapping[str, object], above: tuple[type, ...]) -> list[Score]:
        """Tell how well an object fits each candidate; a union among them fits as its best one does."""
        if None not in cls.candidates:
            return [one.fits(value) for one in cls.candidates if one]
        found, within = [], (*above, cls)
        for kind, one in zip(cls.types(), cls.candidates, strict=True):
            if _is_union(kind) and kind not in within:
                found.append(max(kind._fits(value, within), default=_LAST))
            else:
                found.append(one.fits(value) if one else _LAST)
        return found


_LAST = (-1, -1, -1, -1)


def _is_union(kind: object) -> bool:
    return isinstance(kind, type) and issubclass(kind, Shape)


def _size(value: object) -> int:
    """Tell how much of what was read a value keeps; a null may be of its own making."""
    plain = msgspec.to_builtins(value)
    waiting, count = [plain], 0
    while waiting:
        one = waiting.pop()
        count += one is not None
        waiting += one.values() if isinstance(one, dict) else one if isinstance(one, list) else ()
    return count


def shape(
    name: str,
    types: Callable[[], tuple[Any, ...]],
    candidates: Sequence[Candidate | None],
    *,
    tag: str | None = None,
    places: Mapping[str, int] | None = None,
) -> Any:
    """Make the class of a union; `types` gives the candidates, once they all exist."""
    own = {"candidates": candidates, "tag": tag, "places": places or {}}
    return _Open(name, (Shape,), {"types": staticmethod(types), **own})


def decode_shape(kind: type, value: object) -> object:
    """Decode what msgspec leaves to its caller: the unions of this module."""
    decode: Callable[[object], object] | None = getattr(kind, "decode", None)
    if decode is None:
        raise NotImplementedError(f"{kind!r} is no type of a model")
    return decode(value)
