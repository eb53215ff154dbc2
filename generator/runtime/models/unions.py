"""Unions that JSON does not tell apart, decoded by what each candidate requires.

msgspec reads a union by the type of the JSON alone. Where several candidates are objects, or
several are lists, a class made by `shape` stands in for the union: a discriminator's value
chooses, else the candidate whose required and known properties fit best. What comes out is always
one of the candidates, typed.

Candidates that fit alike are all tried, each with everything below it. What a union made of a value
is therefore kept until the whole is read: else the work would double with each level.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

__all__ = ["Candidate", "Shape", "decode_shape", "shape"]

_Score: TypeAlias = tuple[int, int, int, int]


class _Open(type):
    """Lets msgspec take a candidate's instance for one of the union."""

    def __instancecheck__(cls, instance: object) -> bool:
        return True


class Candidate(Struct, frozen=True, kw_only=True):
    """What tells a candidate that is an object: properties it requires, has, and their values."""

    required: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    marks: Mapping[str, tuple[str | int, ...]] = {}

    def fits(self, value: Mapping[str, object]) -> _Score:
        """Tell how well an object fits: the larger, the better."""
        wrong = right = 0
        for name, allowed in self.marks.items():
            found = value.get(name)
            if any(type(one) is type(found) for one in allowed):  # others may be of another type
                right += found in allowed
                wrong += found not in allowed
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
    def decode(cls, value: object, decoding: "_Decoding") -> object:
        """Give the value as the candidate that fits it best.

        Raises msgspec.ValidationError when none does.
        """
        types, reason = cls.types(), ""
        for places in cls._order(value, types):
            found = []
            for place in places:
                try:
                    found.append(msgspec.convert(value, types[place], dec_hook=decoding.hook))
                except msgspec.ValidationError as error:
                    reason = reason or str(error)
            if found:
                return found[0] if len(found) == 1 else decoding.largest(found)
        raise msgspec.ValidationError(f"no alternative fits: {reason}")

    @classmethod
    def _order(cls, value: object, types: tuple[Any, ...]) -> Iterable[Sequence[int]]:
        """Give the places to try, those that fit alike together, the best first."""
        if isinstance(value, list):  # what its items lose tells its candidates apart
            return [range(len(cls.candidates))]
        if not isinstance(value, dict):
            return [(place,) for place in range(len(cls.candidates))]
        tag = value.get(cls.tag) if cls.tag is not None else None
        if isinstance(tag, str) and tag in cls.places:
            return [(cls.places[tag],)]
        alike: dict[_Score, list[int]] = {}
        for place, score in enumerate(cls._scores(value, types)):
            alike.setdefault(score, []).append(place)
        return [alike[score] for score in sorted(alike, reverse=True)]

    @classmethod
    def _scores(
        cls, value: Mapping[str, object], types: tuple[Any, ...], within: tuple[type, ...] = ()
    ) -> Iterable[_Score]:
        """Tell how well an object fits each candidate: a union fits as its best one does."""
        for one, kind in zip(cls.candidates, types, strict=True):
            if one:
                yield one.fits(value)
            elif isinstance(kind, type) and issubclass(kind, Shape):
                open_ = (*within, cls)
                yield _NEVER if kind in open_ else max(kind._scores(value, kind.types(), open_))
            else:
                yield _LAST


_LAST: _Score = (-1, -1, -1, -1)
_NEVER: _Score = (-1_000_000, 0, 0, 0)


class _Decoding:
    """One decode of a value that is a union: what is known of its parts while it lasts."""

    __slots__ = ("_made", "_sizes")

    def __init__(self) -> None:
        # By the union and the part, which is held here, so that its identity stays its own.
        self._made: dict[tuple[type[Shape], int], tuple[object, object]] = {}
        self._sizes: dict[int, int] = {}

    def hook(self, kind: type, value: object) -> object:
        """Decode what msgspec leaves to its caller, each part once for each union."""
        if not (isinstance(kind, _Open) and issubclass(kind, Shape)):
            raise NotImplementedError(f"{kind!r} is no type of a model")
        key = (kind, id(value))
        if key not in self._made:
            try:
                self._made[key] = value, kind.decode(value, self)
            except msgspec.ValidationError as error:
                self._made[key] = value, _Refusal(str(error))
        made = self._made[key][1]
        if isinstance(made, _Refusal):
            raise msgspec.ValidationError(made.reason)
        return made

    def largest(self, found: Sequence[object]) -> object:
        """Give the value that keeps the most of what was read, the first of equals."""
        sizes = [self._size(one) for one in found]
        chosen = found[sizes.index(max(sizes))]
        self._sizes[id(chosen)] = max(sizes)
        return chosen

    def _size(self, value: object) -> int:
        """Tell how much of what was read a value keeps; a null may be of its own making."""
        waiting, count = [value], 0
        while waiting:
            one = waiting.pop()
            known = self._sizes.get(id(one))
            count += (one is not None) if known is None else known
            waiting += _parts(one) if known is None else ()
        return count


class _Refusal(Struct, frozen=True):
    """Stands for a part that is none of the candidates."""

    reason: str


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Struct):
        return [getattr(value, name) for name in value.__struct_fields__]
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple | set | frozenset) else ()


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
    return _Decoding().hook(kind, value)
