"""Third-party tools read the bundled contracts without a warning."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import schemathesis

from .bundles import BUNDLES

pytestmark = pytest.mark.parametrize("bundle", BUNDLES.values(), ids=BUNDLES)


def run(*arguments: str) -> "subprocess.CompletedProcess[str]":
    """Run a tool by its module, with the tools beside this Python on the path."""
    environ = {**os.environ, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=False)


def test_openapi_python_client_makes_its_own_client_without_a_warning(
    bundle: Path, tmp_path: Path
) -> None:
    """openapi-python-client alone turns the contract into a client and warns of nothing."""
    out = tmp_path / "stock"
    done = run(
        "openapi_python_client", "generate", "--path", str(bundle), "--output-path", str(out)
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert "warning" not in done.stdout.lower()


def test_datamodel_code_generator_makes_its_own_models_without_a_warning(
    bundle: Path, tmp_path: Path
) -> None:
    """datamodel-code-generator alone, with its defaults, makes models and warns of nothing."""
    done = run(
        "datamodel_code_generator",
        "--input", str(bundle),
        "--input-file-type", "openapi",
        "--output", str(tmp_path / "models"),
        "--output-model-type", "pydantic_v2.BaseModel",
        "--disable-timestamp",
        "--formatters", "builtin",
    )  # fmt: skip

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_schemathesis_sees_every_operation(bundle: Path) -> None:
    """schemathesis loads the contract, and every operation in it is one that it can test."""
    schema = schemathesis.openapi.from_path(bundle)
    operations: list[Any] = [result.ok() for result in schema.get_all_operations()]  # type: ignore[union-attr]

    items = json.loads(bundle.read_bytes())["paths"].values()
    expected = [
        operation["operationId"]
        for item in items
        for operation in item.values()
        if "operationId" in operation
    ]
    assert [call.definition.raw["operationId"] for call in operations] == expected
