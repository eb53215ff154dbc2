"""Parts of a path in the styles label and matrix, as OpenAPI's table of styles has them."""

import pytest

from flinkjobs import UsageError
from flinkjobs._runtime.client.request import build_request
from flinkjobs._runtime.contract.operation import Operation, Parameter
from flinkjobs._runtime.parameters.path_styles import Segment
from flinkjobs._runtime.parameters.scalars import Integer, Kind, Number, Text
from flinkjobs._runtime.parameters.styles import Array, Container

COLOURS = ["blue", "black", "brown"]
SHADES = {"R": "100", "G": "200", "B": "150"}
WRITTEN: list[tuple[str, bool, Kind, object, str]] = [
    ("label", False, Text(), "blue", ".blue"),
    ("label", True, Text(), "blue", ".blue"),
    ("label", False, Array(item=Text()), COLOURS, ".blue,black,brown"),
    ("label", True, Array(item=Text()), COLOURS, ".blue.black.brown"),
    ("label", False, Container(), SHADES, ".R,100,G,200,B,150"),
    ("label", True, Container(), SHADES, ".R=100.G=200.B=150"),
    ("matrix", False, Text(), "blue", ";color=blue"),
    ("matrix", True, Text(), "blue", ";color=blue"),
    ("matrix", False, Array(item=Text()), COLOURS, ";color=blue,black,brown"),
    ("matrix", True, Array(item=Text()), COLOURS, ";color=blue;color=black;color=brown"),
    ("matrix", False, Container(), SHADES, ";color=R,100,G,200,B,150"),
    ("matrix", True, Container(), SHADES, ";R=100;G=200;B=150"),
    ("matrix", True, Array(item=Integer()), [1, 2], ";color=1;color=2"),
    ("matrix", False, Text(), "a;b,c=d/é", ";color=a%3Bb%2Cc%3Dd%2F%C3%A9"),
    ("label", False, Array(item=Text()), ["a,b", "c"], ".a%2Cb,c"),
    ("label", True, Array(item=Number()), [1.5, 2.0], ".1%2E5.2%2E0"),
    ("label", True, Array(item=Text()), ["a.b", ".", ""], ".a%2Eb.%2E."),
    ("label", True, Container(), {"a.b": "1.5"}, ".a%2Eb=1%2E5"),
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
    style: str, explode: bool, kind: Kind, value: object, expected: str
) -> None:
    """A value is written as the table says, and a server reads it back."""
    segment = Segment(wire="color", kind=kind, style=style, explode=explode)  # type: ignore[arg-type]

    assert expected == segment.expand(value)
    assert value == segment.parse(expected)


@pytest.mark.parametrize("raw", ["blue", ";colour=blue", ".blue", ""])
def test_another_style_is_refused(raw: str) -> None:
    """A part without the mark and the name of its parameter is none."""
    segment = Segment(wire="color", kind=Text(), style="matrix")

    with pytest.raises(ValueError):
        segment.parse(raw)


LABELS = Segment(wire="id", kind=Array(item=Text()), style="label", explode=True)
EMPTY: list[tuple[Kind, object]] = [(Text(), ""), (Array(item=Text()), []), (LABELS, [])]


@pytest.mark.parametrize(("kind", "value"), EMPTY)
def test_an_empty_part_is_refused(kind: Kind, value: object) -> None:
    """A value that would leave its part of the path empty, and so call another operation, is refused."""
    pet = Parameter(name="pet_id", wire="id", place="path", kind=kind, required=True)
    operation = Operation(
        name="Delete", method="DELETE", path="/pets/{id}", parameters=(pet,), answer=dict
    )
    with pytest.raises(UsageError) as caught:
        build_request(operation, {"pet_id": value})

    assert "Delete: pet_id goes into the path, so it must not be empty" == str(caught.value)
