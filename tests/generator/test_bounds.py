"""A bound that nothing would hold a caller to is refused, with its line, before anything is made."""

from pathlib import Path

import pytest

from generator.diagnostics import Diagnostic
from generator.openapi.bundle import bundle
from generator.openapi.source import load
from generator.rules import check

from .generating import SPEC, copy_of_spec, generator

PAGE_SIZE = "{type: integer, format: int32, minimum: 1, maximum: 100, default: 10}"
DEPLOYMENT = """          description: Id of the deployed job whose instances are listed.
          schema: {type: string, minLength: 1}"""


def problems(folder: Path, before: str, after: str) -> list[Diagnostic]:
    """Return what is wrong with the contract after a change."""
    copied = copy_of_spec(folder, (before, after))
    return list(check(bundle(load(copied), lambda _: None)))


def test_the_contract_has_none() -> None:
    """Everything that the contract asks of its parameters is kept."""
    assert list(check(bundle(load(SPEC), lambda _: None))) == []


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        (
            "{type: integer, exclusiveMinimum: 0, maximum: 100}",
            "has exclusiveMinimum, which no check would keep",
        ),
        (
            "{type: integer, minimum: 1, maximum: 100, multipleOf: 5}",
            "has multipleOf, which no check would keep",
        ),
        ("{type: integer, minimum: 100, maximum: 20}", "has a minimum above its maximum"),
        (
            "{type: integer, minimum: 1, maximum: 100, default: 500}",
            "must be an integer from 1 to 100, but its default is 500",
        ),
        (
            "{type: integer, minimum: 20, maximum: 100}",
            "must be an integer from 20 to 100, but its example is 10",
        ),
    ],
)
def test_a_bound_that_cannot_be_kept(tmp_path: Path, schema: str, expected: str) -> None:
    """Unknown, contradicting and ignored bounds are named, with the parameter and the line."""
    (found,) = problems(tmp_path, PAGE_SIZE, schema)

    assert f'parameter "pageSize" {expected}' == found.message
    assert found.line is not None


@pytest.mark.parametrize("pattern", ["(", "[", "*"])
def test_a_pattern_that_is_none(tmp_path: Path, pattern: str) -> None:
    """A pattern that does not compile is refused here, not by every call."""
    after = DEPLOYMENT.replace("minLength: 1", f"minLength: 1, pattern: '{pattern}'")
    (found,) = problems(tmp_path, DEPLOYMENT, after)

    assert found.message == 'parameter "deploymentId" has a pattern that is no regular expression'


def test_pages_without_a_largest(tmp_path: Path) -> None:
    """Walks ask for the largest page: a size without maximum is refused."""
    (found,) = problems(tmp_path, PAGE_SIZE, "{type: integer, minimum: 1, default: 10}")

    assert found.message == 'x-pagination.size: "pageSize" has no maximum'


def test_a_server_with_an_unknown_variable(tmp_path: Path) -> None:
    """A variable of the endpoint that is misspelt is refused."""
    (found,) = problems(tmp_path, "ververica.{region}.aliyuncs", "ververica.{regoin}.aliyuncs")

    assert found.message == "its url has {regoin}, which is no variable"


def test_nothing_to_call(tmp_path: Path) -> None:
    """A document without operations and models ends in one line, not in an empty package."""
    spec = tmp_path / "openapi.yaml"
    spec.write_text("{openapi: 3.1.0, info: {title: t, version: '1'}, paths: {}}", "utf-8")
    done = generator("generate", "--spec", spec, "--out", tmp_path / "out", "--package", "nothing")

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "there is no operation and no model; describe one" in done.stderr


def test_an_operation_without_parameters(tmp_path: Path) -> None:
    """An operation that takes nothing is a method that takes nothing."""
    spec = tmp_path / "openapi.yaml"
    spec.write_text(
        """
openapi: 3.1.0
info: {title: Health, version: "1"}
servers: [{url: "http://127.0.0.1"}]
paths:
  /health:
    get:
      operationId: GetHealth
      tags: [health]
      responses:
        "200":
          description: How it is.
          content: {application/json: {schema: {$ref: "#/components/schemas/states.Health"}}}
components:
  schemas:
    states.Health: {type: object, properties: {up: {type: boolean}}}
""",
        "utf-8",
    )
    out = tmp_path / "out"
    done = generator("generate", "--spec", spec, "--out", out, "--package", "healthy")

    assert (done.returncode, done.stderr) == (0, "")
    client = (out / "src" / "healthy" / "_sync" / "health.py").read_text("utf-8")
    assert "def get(self) -> Health:" in client
