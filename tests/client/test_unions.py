"""A union whose candidates JSON does not tell apart is read with work that grows as what is read."""

from typing import Any

import msgspec
import pytest
from msgspec import Struct

from flinkjobs._runtime.models.unions import Candidate, decode_shape, shape

LEVELS = 40
made: list[object] = []


class Left(Struct):
    """A candidate that notes each one that is made."""

    child: Any = None
    x: str | None = None

    def __post_init__(self) -> None:
        made.append(self)


class Right(Struct):
    """Another that has the same properties, and one more."""

    child: Any = None
    x: str | None = None
    more: int | None = None

    def __post_init__(self) -> None:
        made.append(self)


ALIKE = Candidate(known=frozenset({"child", "x"}))
NODE = shape("NODE", lambda: (LEFT, RIGHT), (ALIKE, ALIKE))
LEFT: Any = msgspec.defstruct("LEFT", [("child", NODE | None, None)], bases=(Left,))
RIGHT: Any = msgspec.defstruct("RIGHT", [("child", NODE | None, None)], bases=(Right,))


def read(end: str) -> Any:
    made.clear()
    data = '{"child": ' * LEVELS + end + "}" * LEVELS
    return msgspec.json.decode(data, type=NODE, dec_hook=decode_shape)


def test_candidates_that_fit_alike() -> None:
    """Each object is made once for each candidate, however deep it lies."""
    read('{"x": "a"}')

    assert 2 * (LEVELS + 1) == len(made)


def test_what_fits_none() -> None:
    """So it is refused as soon."""
    with pytest.raises(msgspec.ValidationError, match="no alternative fits"):
        read('{"x": 1}')

    assert [] == made


def test_what_keeps_the_most() -> None:
    """Of those that fit alike, the one is chosen that keeps the most, to the last level."""
    found, types = read('{"x": "a", "more": 1}'), []
    while found is not None:
        types.append(type(found))
        found = found.child

    assert [LEFT] * LEVELS + [RIGHT] == types
