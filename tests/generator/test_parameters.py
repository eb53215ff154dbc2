"""A method's parameters have the types that their schemas give them."""

from pathlib import Path

import pytest

from .generating import generator, python

SPEC = Path(__file__).parent / "constructs" / "parameters.yaml"
CODE = """
import inspect, parameters
method = parameters.Client(endpoint="https://a.example").default.get_a_ids_point
written = str(inspect.signature(method).parameters[{name!r}].annotation)
print(written.replace("collections.abc.", "").replace("typing.", ""))
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the document."""
    out = tmp_path_factory.mktemp("parameters") / "parameters"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "parameters")
    assert (0, "") == (done.returncode, done.stderr)
    return out


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("one_or_more", "str | Sequence[str]"),
        ("joined", "int | Sequence[int]"),
        ("bounds", "int | Mapping[str, Any]"),
        ("several", "Sequence[str | float | bool]"),
        ("labels", "Mapping[str, Any]"),
    ],
)
def test_one_or_several(package: Path, name: str, expected: str) -> None:
    """What may be one value, a list or an object takes each of them."""
    code = CODE.format(name=name)
    done = python("-c", code, cwd=package, PYTHONPATH=str(package / "src"))

    assert (0, "") == (done.returncode, done.stderr)
    assert f"{expected} | None\n" == done.stdout
