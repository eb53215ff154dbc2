"""Decoding of unions that msgspec cannot: several objects, or several arrays, in one union.

msgspec chooses a member of a union by JSON type alone. Where several members are objects, or
several are arrays, a class made by `union` stands in for the union: the discriminator chooses the
member, else the member whose required and known properties match best. The result is always an
instance of one of the members.

Members that match equally well are all tried, with everything nested in them. Results are
therefore cached by union and value for the time of one decode: without that the work would double with each level.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any, TypeAlias

import msgspec
from msgspec import Struct

from .base import ADDITIONAL_WIRE_NAME
from .known_types import known

__all__ = [
    "Decoding",
    "Union",
    "UnionMember",
    "decode_union",
    "make_union",
    "never_matches",
    "union",
]

_Score: TypeAlias = tuple[int, int, int, int]


class _AcceptAny(type):
    """Metaclass by which msgspec accepts an instance of any member as one of the union."""

    def __instancecheck__(cls, instance: object) -> bool:
        return True


class UnionMember(Struct, frozen=True, kw_only=True):
    """The traits of a member that is an object: required and known properties, and constants."""

    required: frozenset[str] = frozenset()
    known: frozenset[str] = frozenset()
    constants: Mapping[str, tuple[str | int, ...]] = {}

    def score(self, value: Mapping[str, object]) -> _Score:
        """Return how well an object matches: the larger, the better."""
        wrong = right = 0
        for name, allowed in self.constants.items():
            actual = value.get(name)
            if any(type(constant) is type(actual) for constant in allowed):
                right += actual in allowed
                wrong += actual not in allowed
        missing = len(self.required - value.keys())
        return (
            -wrong,
            -missing,
            right,
            len(self.known & value.keys()) - len(value.keys() - self.known),
        )


class Union(metaclass=_AcceptAny):
    """Stands in for a union while it is decoded; never instantiated."""

    types: Callable[[], tuple[Any, ...]]
    members: Sequence[UnionMember | None]
    discriminator: str | None
    mapping: Mapping[str, int]

    @classmethod
    def decode(cls, value: object, decoding: "Decoding") -> object:
        """Decode a value as the member that matches it best.

        Raises msgspec.ValidationError when none does.
        """
        types, reason = cls.types(), ""
        for indexes in cls._order(value, types):
            candidates = []
            for index in indexes:
                try:
                    candidates.append(
                        msgspec.convert(value, known(types[index]), dec_hook=decoding.hook)
                    )
                except msgspec.ValidationError as error:
                    reason = _clearer(reason, str(error))
            if candidates:
                return candidates[0] if len(candidates) == 1 else decoding.largest(candidates)
        raise msgspec.ValidationError(f"no alternative fits: {reason}")

    @classmethod
    def _order(cls, value: object, types: tuple[Any, ...]) -> Iterable[Sequence[int]]:
        """Return the indexes of members to try, equal scores together, the best first."""
        if isinstance(value, list):  # what its items lose decides between members
            return [range(len(cls.members))]
        if not isinstance(value, dict):
            return [(index,) for index in range(len(cls.members))]
        tag = value.get(cls.discriminator) if cls.discriminator is not None else None
        if isinstance(tag, str) and tag in cls.mapping:
            return [(cls.mapping[tag],)]
        by_score: dict[_Score, list[int]] = {}
        for index, score in enumerate(cls._scores(value, types)):
            by_score.setdefault(score, []).append(index)
        return [by_score[score] for score in sorted(by_score, reverse=True)]

    @classmethod
    def _scores(
        cls, value: Mapping[str, object], types: tuple[Any, ...], enclosing: tuple[type, ...] = ()
    ) -> Iterable[_Score]:
        """Yield the score of each member; that of a nested union is the best of its own members."""
        for member, type_ in zip(cls.members, types, strict=True):
            if member:
                yield member.score(value)
            elif isinstance(type_, type) and issubclass(type_, Union):
                path = (*enclosing, cls)
                yield (
                    never_matches
                    if type_ in path
                    else max(type_._scores(value, type_.types(), path))
                )
            else:
                yield _LAST


_LAST: _Score = (-1, -1, -1, -1)
never_matches: _Score = (-1_000_000, 0, 0, 0)


def _clearer(reason: str, other: str) -> str:
    """Return the first reason; one inside a value of the right kind says more than one about its kind."""
    is_inner = " - at `$" in other and " - at `$" not in reason
    return other if is_inner or not reason else reason


class Decoding:
    """The cache of one decode: results by union and value, and their sizes."""

    __slots__ = ("_results", "_sizes")

    def __init__(self) -> None:
        # Keyed by union and value; each entry also holds the value, which keeps its id unique.
        self._results: dict[tuple[type[Union], int], tuple[object, object]] = {}
        self._sizes: dict[int, int] = {}

    def hook(self, type_: type, value: object) -> object:
        """Decode a type that msgspec does not know, each value once per union."""
        if not (isinstance(type_, _AcceptAny) and issubclass(type_, Union)):
            raise NotImplementedError(f"{type_!r} is not a type of a model")
        key = (type_, id(value))
        if key not in self._results:
            try:
                self._results[key] = value, type_.decode(value, self)
            except msgspec.ValidationError as error:
                self._results[key] = value, _Mismatch(str(error))
        result = self._results[key][1]
        if isinstance(result, _Mismatch):
            raise msgspec.ValidationError(result.reason)
        return result

    def largest(self, candidates: Sequence[object]) -> object:
        """Return the candidate that keeps most of the JSON, the first of equals."""
        sizes = [self._size(candidate) for candidate in candidates]
        chosen = candidates[sizes.index(max(sizes))]
        self._sizes[id(chosen)] = max(sizes)
        return chosen

    def _size(self, value: object) -> int:
        """Count the values in a candidate that are not None, which may be defaults."""
        pending, count = [value], 0
        while pending:
            part = pending.pop()
            size = self._sizes.get(id(part))
            count += (part is not None) if size is None else size
            pending += _parts(part) if size is None else ()
        return count


class _Mismatch(Struct, frozen=True):
    """Cached result of a value that no member matches."""

    reason: str


def _parts(value: object) -> Iterable[object]:
    if isinstance(value, Struct):
        names = zip(value.__struct_fields__, value.__struct_encode_fields__, strict=True)
        return [getattr(value, name) for name, wire in names if wire != ADDITIONAL_WIRE_NAME]
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list | tuple | set | frozenset) else ()


def union(
    name: str,
    types: Callable[[], tuple[Any, ...]],
    members: Sequence[UnionMember | None],
    *,
    discriminator: str | None = None,
    mapping: Mapping[str, int] | None = None,
) -> Any:
    """Build the class of a union; `types` returns the members' types, once they all exist."""
    attributes = {"members": members, "discriminator": discriminator, "mapping": mapping or {}}
    return make_union(name, Union, {"types": staticmethod(cache(types)), **attributes})


def make_union(name: str, base: type[Union], attributes: dict[str, Any]) -> Any:
    """Build a class that stands in for the values of other types."""
    return _AcceptAny(name, (base,), attributes)


def decode_union(type_: type, value: object) -> object:
    """Decode a union of this module: the `dec_hook` of msgspec."""
    return Decoding().hook(type_, value)
