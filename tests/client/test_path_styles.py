"""Parts of a path in the styles label and matrix, as OpenAPI's table of styles has them."""

import pytest

from flinkjobs import UsageError
from flinkjobs._runtime.client.request import build_request
from flinkjobs._runtime.contract.operation import Operation, Parameter
from flinkjobs._runtime.parameters.path_styles import StyledSegment
from flinkjobs._runtime.parameters.scalars import Codec, Integer, Number, Text
from flinkjobs._runtime.parameters.styles import Array, Object

COLOURS = ["blue", "black", "brown"]
SHADES = {"R": "100", "G": "200", "B": "150"}
WRITTEN: list[tuple[str, bool, Codec, object, str]] = [
    ("label", False, Text(), "blue", ".blue"),
    ("label", True, Text(), "blue", ".blue"),
    ("label", False, Array(item=Text()), COLOURS, ".blue,black,brown"),
    ("label", True, Array(item=Text()), COLOURS, ".blue.black.brown"),
    ("label", False, Object(), SHADES, ".R,100,G,200,B,150"),
    ("label", True, Object(), SHADES, ".R=100.G=200.B=150"),
    ("matrix", False, Text(), "blue", ";color=blue"),
    ("matrix", True, Text(), "blue", ";color=blue"),
    ("matrix", False, Array(item=Text()), COLOURS, ";color=blue,black,brown"),
    ("matrix", True, Array(item=Text()), COLOURS, ";color=blue;color=black;color=brown"),
    ("matrix", False, Object(), SHADES, ";color=R,100,G,200,B,150"),
    ("matrix", True, Object(), SHADES, ";R=100;G=200;B=150"),
    ("matrix", True, Array(item=Integer()), [1, 2], ";color=1;color=2"),
    ("matrix", False, Text(), "a;b,c=d/é", ";color=a%3Bb%2Cc%3Dd%2F%C3%A9"),
    ("label", False, Array(item=Text()), ["a,b", "c"], ".a%2Cb,c"),
    ("label", True, Array(item=Number()), [1.5, 2.0], ".1%2E5.2%2E0"),
    ("label", True, Array(item=Text()), ["a.b", ".", ""], ".a%2Eb.%2E."),
    ("label", True, Object(), {"a.b": "1.5"}, ".a%2Eb=1%2E5"),
    ("label", False, Array(item=Number()), [1.5, 2.0], ".1.5,2.0"),
    ("label", False, Text(), "a.b", ".a.b"),
    ("matrix", True, Array(item=Text()), ["a.b"], ";color=a.b"),
    ("label", True, Array(item=Text()), ["."], ".%2E"),
    ("label", True, Array(item=Text()), ["", ""], "%2E%2E"),
    ("label", False, Text(), "", "%2E"),
    ("label", False, Text(), ".", "%2E%2E"),
]


@pytest.mark.parametrize(("style", "explode", "kind", "value", "expected"), WRITTEN)
def test_table_of_styles(
    style: str, explode: bool, kind: Codec, value: object, expected: str
) -> None:
    """A value is written as the table says, and a server reads it back."""
    segment = StyledSegment(wire_name="color", codec=kind, style=style, explode=explode)  # type: ignore[arg-type]

    assert segment.encode_segment(value) == expected
    assert segment.decode_segment(expected) == value


@pytest.mark.parametrize("raw", ["blue", ";colour=blue", ".blue", ""])
def test_another_style_is_refused(raw: str) -> None:
    """A part without the mark and the name of its parameter is none."""
    segment = StyledSegment(wire_name="color", codec=Text(), style="matrix")

    with pytest.raises(ValueError):
        segment.decode_segment(raw)


LABELS = StyledSegment(wire_name="id", codec=Array(item=Text()), style="label", explode=True)
EMPTY: list[tuple[Codec, object]] = [(Text(), ""), (Array(item=Text()), []), (LABELS, [])]


@pytest.mark.parametrize(("kind", "value"), EMPTY)
def test_an_empty_part_is_refused(kind: Codec, value: object) -> None:
    """A value that would leave its part of the path empty, and so call another operation, is refused."""
    pet = Parameter(name="pet_id", wire_name="id", location="path", codec=kind, required=True)
    operation = Operation(
        name="Delete", method="DELETE", path="/pets/{id}", parameters=(pet,), response_type=dict
    )
    with pytest.raises(UsageError) as caught:
        build_request(operation, {"pet_id": value})

    assert str(caught.value) == "Delete: pet_id goes into the path, so it must not be empty"
