"""Decoding a union of similar objects takes time linear in the size of the JSON."""

from typing import Any

import msgspec
import pytest
from msgspec import Struct

from flinkjobs._runtime.models.unions import UnionMember, decode_union, union

LEVELS = 40
instances: list[object] = []


class Left(Struct):
    """A member that records each instance."""

    child: Any = None
    x: str | None = None

    def __post_init__(self) -> None:
        instances.append(self)


class Right(Struct):
    """A member with the same properties, and one more."""

    child: Any = None
    x: str | None = None
    more: int | None = None

    def __post_init__(self) -> None:
        instances.append(self)


ALIKE = UnionMember(known=frozenset({"child", "x"}))
NODE = union("NODE", lambda: (LEFT, RIGHT), (ALIKE, ALIKE))
LEFT: Any = msgspec.defstruct("LEFT", [("child", NODE | None, None)], bases=(Left,))
RIGHT: Any = msgspec.defstruct("RIGHT", [("child", NODE | None, None)], bases=(Right,))


def decode(end: str) -> Any:
    instances.clear()
    data = '{"child": ' * LEVELS + end + "}" * LEVELS
    return msgspec.json.decode(data, type=NODE, dec_hook=decode_union)


def test_members_that_match_equally() -> None:
    """Each object is decoded once for each member, however deep it is nested."""
    decode('{"x": "a"}')

    assert len(instances) == 2 * (LEVELS + 1)


def test_no_member_matches() -> None:
    """An object that no member matches is refused as fast."""
    with pytest.raises(msgspec.ValidationError, match="no alternative fits"):
        decode('{"x": 1}')

    assert instances == []


def test_most_complete_member() -> None:
    """Of members that match equally, the one that keeps most properties is chosen, down to the last level."""
    node, types = decode('{"x": "a", "more": 1}'), []
    while node is not None:
        types.append(type(node))
        node = node.child

    assert types == [LEFT] * LEVELS + [RIGHT]
