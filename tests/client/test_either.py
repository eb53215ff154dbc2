"""A parameter that may be one value, a list or an object goes as what it is given wants to go."""

from collections.abc import Mapping, Sequence

import pytest

from flinkjobs._runtime.client.request import build_request
from flinkjobs._runtime.contract.operation import Operation, Parameter
from flinkjobs._runtime.parameters.path_styles import Segment
from flinkjobs._runtime.parameters.scalars import Integer, Kind, Number, Text
from flinkjobs._runtime.parameters.styles import Array, Container, Either, Json

SPREAD = Either(kinds=(Text(), Array(item=Text(), explode=True)))
JOINED = Either(kinds=(Integer(), Array(item=Integer(), explode=False)))
PIPED = Either(kinds=(Text(), Array(item=Text(), style="pipeDelimited")))
RANGE = Either(kinds=(Integer(), Container(style="deepObject", explode=True)))
DEEP = Either(kinds=(Text(), Json(shape=list)))
ROWS = Either(kinds=(Integer(), Json(shape=list), Container(explode=True)))
WRITTEN: list[tuple[Kind, object, str]] = [
    (SPREAD, "a,b", "x=a%2Cb"),
    (SPREAD, ["a", "b"], "x=a&x=b"),
    (JOINED, 1, "x=1"),
    (JOINED, [1, 2], "x=1%2C2"),
    (PIPED, "a b", "x=a%20b"),
    (PIPED, ["a", "b"], "x=a%7Cb"),
    (RANGE, 7, "x=7"),
    (RANGE, {"gte": "1"}, "x%5Bgte%5D=1"),
    (DEEP, "a", "x=a"),
    (DEEP, [["a"]], "x=%5B%5B%22a%22%5D%5D"),
    (ROWS, [{"a": 1}], "x=%5B%7B%22a%22%3A1%7D%5D"),
    (ROWS, {"a": 1}, "a=1"),
    (ROWS, 1, "x=1"),
]


def operation(kind: Kind) -> Operation[None]:
    parameter = Parameter(name="x", wire="x", place="query", kind=kind)
    return Operation(name="Find", method="GET", path="/", parameters=(parameter,), answer=object)  # type: ignore[arg-type]


@pytest.mark.parametrize(("kind", "value", "expected"), WRITTEN)
def test_query(kind: Kind, value: object, expected: str) -> None:
    """A value is written in the style of its own type."""
    assert expected == build_request(operation(kind), {"x": value}).query


READ: list[tuple[Either, Mapping[str, Sequence[str]], object]] = [
    (SPREAD, {"x": ["a,b"]}, "a,b"),
    (SPREAD, {"x": ["a", "b"]}, ["a", "b"]),
    (JOINED, {"x": ["1"]}, 1),
    (JOINED, {"x": ["1,2"]}, [1, 2]),
    (PIPED, {"x": ["a|b"]}, ["a", "b"]),
    (RANGE, {"x": ["7"]}, 7),
    (RANGE, {"x[gte]": ["1"]}, {"gte": "1"}),
    (DEEP, {"x": ['[["a"]]']}, [["a"]]),
    (DEEP, {"x": ["[a"]}, "[a"),
    (ROWS, {"x": ['[{"a":1}]']}, [{"a": 1}]),
    (ROWS, {"a": ["1"]}, {"a": "1"}),
    (ROWS, {"x": ["1"]}, 1),
    (SPREAD, {"y": ["a"]}, None),
]


@pytest.mark.parametrize(("kind", "query", "expected"), READ)
def test_server(kind: Either, query: Mapping[str, Sequence[str]], expected: object) -> None:
    """A server reads it back as what was given."""
    assert expected == kind.gather("x", query)


@pytest.mark.parametrize("texts", [["a"], ["1,a"]])
def test_what_is_neither(texts: list[str]) -> None:
    """What is of none of the kinds is refused."""
    with pytest.raises(ValueError):
        JOINED.gather("x", {"x": texts})


NUMBERS = Either(kinds=(Number(), Array(item=Number(), explode=True)))
DOTTED: list[tuple[Kind, object, str]] = [
    (SPREAD, "a.b", ".a%2Eb"),
    (SPREAD, ["a.b", "c"], ".a%2Eb.c"),
    (NUMBERS, 1.5, ".1%2E5"),
    (NUMBERS, [1.5, 2.0], ".1%2E5.2%2E0"),
    (Either(kinds=(Text(), Container(explode=True))), "a=b.c", ".a%3Db%2Ec"),
]


@pytest.mark.parametrize(("kind", "value", "expected"), DOTTED)
def test_dots_in_a_path(kind: Kind, value: object, expected: str) -> None:
    """Where dots part a list, those of a value are encoded, and it comes back as it was."""
    segment = Segment(wire="id", kind=kind, style="label", explode=True)

    assert expected == segment.expand(value)
    assert value == segment.parse(expected)


PARTS = [
    ("label", False, 5, ".5"),
    ("label", True, [5, 6], ".5.6"),
    ("matrix", False, [5, 6], ";id=5,6"),
    ("matrix", True, 5, ";id=5"),
    ("matrix", True, [5, 6], ";id=5;id=6"),
]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), PARTS)
def test_path(style: str, explode: bool, value: object, expected: str) -> None:
    """So it is in a part of the path that says what it is."""
    segment = Segment(wire="id", kind=JOINED, style=style, explode=explode)  # type: ignore[arg-type]

    assert expected == segment.expand(value)
    assert value == segment.parse(expected)


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("1,2", [1, 2])])
def test_command_line(text: str, expected: object) -> None:
    """A text of the command line with separators is a list."""
    assert expected == JOINED.read(text)


def test_expectation() -> None:
    """What is expected names all that may be given."""
    assert "an integer, or a list, each of it an integer" == JOINED.expects
    assert not JOINED.holds("a")


@pytest.mark.parametrize("value", ["abc", 1.5, None])
def test_json_beside_others(value: object) -> None:
    """Where a list goes as JSON, what is neither a list nor of the other kinds is refused."""
    assert not ROWS.holds(value)
