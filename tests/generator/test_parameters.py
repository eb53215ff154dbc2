"""A method's parameters have the types that their schemas give them, and arrive as what they were."""

from pathlib import Path

import pytest

from .generating import ROOT, generator, python

SPEC = Path(__file__).parent / "constructs" / "parameters.yaml"
CODE = """
import inspect, parameters
method = parameters.Client(endpoint="https://a.example").default.get_a_ids_point
written = str(inspect.signature(method).parameters[{name!r}].annotation)
print(written.replace("collections.abc.", "").replace("typing.", ""))
"""

SERVE = """
import asyncio
from parameters import operations, server
from parameters._runtime.client.request import build_request
from tests.asgi import call_asgi, http_scope

class Default(server.Default):
    async def get_a_ids_point(self, call, parameters):
        print([getattr(parameters, name) for name in given])

async def ask():
    values = {{"ids": [1], "point": {{"x": 1}}, **given}}
    request = build_request(operations.GET_A_IDS_POINT, values)
    scope = http_scope("GET", request.target, request.headers.items())
    await call_asgi(server.build_app(default=Default()), scope)

given = {given!r}
asyncio.run(ask())
"""


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the document."""
    out = tmp_path_factory.mktemp("parameters") / "parameters"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "parameters")
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("one_or_more", "str | Sequence[str]"),
        ("joined", "int | Sequence[int]"),
        ("bounds", "int | Mapping[str, Any]"),
        ("several", "Sequence[str | float | bool]"),
        ("labels", "Mapping[str, Any]"),
        ("row_or_rows", "Sequence[Any] | Mapping[str, Any]"),
    ],
)
def test_one_or_several(package: Path, name: str, expected: str) -> None:
    """A parameter of one value, a list or an object takes each of them."""
    code = CODE.format(name=name)
    done = python("-c", code, cwd=package, PYTHONPATH=f"{package / 'src'}:{ROOT}")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{expected} | None\n" == done.stdout


@pytest.mark.parametrize(
    "given",
    [
        {"one_or_more": "a,b", "joined": 3, "x_roles": 5, "bounds": 7},
        {"row_or_rows": [{"a": 1}]},
        {"one_or_more": ["a", "b"], "joined": [3, 4], "x_roles": [5, 6], "bounds": {"gte": "1"}},
    ],
)
def test_both_sides(package: Path, given: dict[str, object]) -> None:
    """A server of the contract gets what its client was given, be it one value or several."""
    code = SERVE.format(given=given)
    done = python("-c", code, cwd=package, PYTHONPATH=f"{package / 'src'}:{ROOT}")

    assert (done.returncode, done.stderr) == (0, "")
    assert f"{list(given.values())}\n" == done.stdout
