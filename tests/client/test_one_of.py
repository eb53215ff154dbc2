"""A parameter that may be a scalar, a list or an object is sent in the style of its value."""

from collections.abc import Mapping, Sequence

import pytest

from flinkjobs._runtime.client.request import build_request
from flinkjobs._runtime.contract.operation import Operation, Parameter
from flinkjobs._runtime.parameters.path_styles import StyledSegment
from flinkjobs._runtime.parameters.scalars import Codec, Integer, Number, Text
from flinkjobs._runtime.parameters.styles import Array, Json, Object, OneOf

SPREAD = OneOf(codecs=(Text(), Array(item=Text(), explode=True)))
JOINED = OneOf(codecs=(Integer(), Array(item=Integer(), explode=False)))
PIPED = OneOf(codecs=(Text(), Array(item=Text(), style="pipeDelimited")))
RANGE = OneOf(codecs=(Integer(), Object(style="deepObject", explode=True)))
DEEP = OneOf(codecs=(Text(), Json(type=list)))
ROWS = OneOf(codecs=(Integer(), Json(type=list), Object(explode=True)))
ENCODED: list[tuple[Codec, object, str]] = [
    (SPREAD, "a,b", "x=a%2Cb"),
    (SPREAD, ["a", "b"], "x=a&x=b"),
    (JOINED, 1, "x=1"),
    (JOINED, [1, 2], "x=1,2"),
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


def operation(codec: Codec) -> Operation[None]:
    parameter = Parameter(name="x", wire_name="x", location="query", codec=codec)
    return Operation(
        name="Find", method="GET", path="/", parameters=(parameter,), response_type=type(None)
    )


@pytest.mark.parametrize(("codec", "value", "expected"), ENCODED)
def test_query(codec: Codec, value: object, expected: str) -> None:
    """A value is encoded in the style of its own type."""
    assert build_request(operation(codec), {"x": value}).query == expected


DECODED: list[tuple[OneOf, Mapping[str, Sequence[str]], object]] = [
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


@pytest.mark.parametrize(("codec", "query", "expected"), DECODED)
def test_server(codec: OneOf, query: Mapping[str, Sequence[str]], expected: object) -> None:
    """A server decodes the value that was sent."""
    assert codec.decode_pairs("x", query) == expected


@pytest.mark.parametrize("texts", [["a"], ["1,a"]])
def test_no_codec_matches(texts: list[str]) -> None:
    """A text that no codec decodes is refused."""
    with pytest.raises(ValueError):
        JOINED.decode_pairs("x", {"x": texts})


NUMBERS = OneOf(codecs=(Number(), Array(item=Number(), explode=True)))
DOTTED: list[tuple[Codec, object, str]] = [
    (SPREAD, "a.b", ".a%2Eb"),
    (SPREAD, ["a.b", "c"], ".a%2Eb.c"),
    (NUMBERS, 1.5, ".1%2E5"),
    (NUMBERS, [1.5, 2.0], ".1%2E5.2%2E0"),
    (OneOf(codecs=(Text(), Object(explode=True))), "a=b.c", ".a%3Db%2Ec"),
]


@pytest.mark.parametrize(("codec", "value", "expected"), DOTTED)
def test_dots_in_a_path(codec: Codec, value: object, expected: str) -> None:
    """Dots in a value are encoded if dots separate items, and decoded again."""
    segment = StyledSegment(wire_name="id", codec=codec, style="label", explode=True)

    assert segment.encode_segment(value) == expected
    assert segment.decode_segment(expected) == value


SEGMENTS = [
    ("label", False, 5, ".5"),
    ("label", True, [5, 6], ".5.6"),
    ("matrix", False, [5, 6], ";id=5,6"),
    ("matrix", True, 5, ";id=5"),
    ("matrix", True, [5, 6], ";id=5;id=6"),
]


@pytest.mark.parametrize(("style", "explode", "value", "expected"), SEGMENTS)
def test_path(style: str, explode: bool, value: object, expected: str) -> None:
    """A styled path segment is encoded by the type of its value."""
    segment = StyledSegment(wire_name="id", codec=JOINED, style=style, explode=explode)  # type: ignore[arg-type]

    assert segment.encode_segment(value) == expected
    assert segment.decode_segment(expected) == value


@pytest.mark.parametrize(("text", "expected"), [("1", 1), ("1,2", [1, 2])])
def test_command_line(text: str, expected: object) -> None:
    """A text with separators from the command line is decoded as a list."""
    assert JOINED.decode(text) == expected


def test_expectation() -> None:
    """The description of valid values names all codecs."""
    assert str(JOINED.expected) == "an integer, or a list, each of it an integer"
    assert not JOINED.accepts("a")


@pytest.mark.parametrize("value", ["abc", 1.5, None])
def test_json_beside_others(value: object) -> None:
    """A union with a list sent as JSON accepts only lists and values of its other types."""
    assert not ROWS.accepts(value)
