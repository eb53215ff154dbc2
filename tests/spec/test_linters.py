"""Redocly CLI, Spectral and Prism read the bundled contracts without an error or a warning."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import urllib3

from ..contract.prism.process import running_prism
from ..node_packages import QUIET_REDOCLY, required_programs
from .bundles import BUNDLES

HERE = Path(__file__).parent
RULES = HERE.parents[1] / "spec"
METHODS = ("get", "post", "put", "delete", "patch")


@pytest.fixture(scope="module")
def programs() -> Path:
    """The folder of the linters' programs."""
    return required_programs(HERE / "linters")


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A bundle with an example of the wrong type, and an operation without an id."""
    document: dict[str, Any] = json.loads(BUNDLES["flinkjobs"].read_bytes())
    document["components"]["schemas"]["deployments.Deployment"]["properties"]["name"][
        "examples"
    ] = [5]
    path = document["paths"]["/api/v2/namespaces/{namespace}/jobs"]
    del path["get"]["operationId"]
    file = tmp_path / "openapi.json"
    file.write_text(json.dumps(document), "utf-8")
    return file


def run(program: Path, *arguments: str | Path) -> tuple[int, str]:
    """Return the exit code and the output of a linter."""
    done = subprocess.run(
        [program, *arguments],
        env={**os.environ, **QUIET_REDOCLY},
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout + done.stderr


def redocly(programs: Path, *files: Path) -> tuple[int, str]:
    """Lint some files with Redocly; without any, those that its configuration names."""
    return run(programs / "redocly", "lint", *files, "--config", RULES / "redocly.yaml")


def spectral(programs: Path, *files: Path) -> tuple[int, str]:
    """Lint files with Spectral."""
    options = ("--ruleset", RULES / "spectral.yaml", "--fail-severity", "hint")
    return run(programs / "spectral", "lint", *files, *options)


def test_redocly_finds_nothing(programs: Path) -> None:
    """In either bundle."""
    code, output = redocly(programs)

    validated = [name for name in BUNDLES if f"{name}/openapi.json: validated" in output]
    assert (code, validated) == (0, [*BUNDLES]), output
    assert "Your API descriptions are valid" in output


def test_spectral_finds_nothing(programs: Path) -> None:
    """In either bundle."""
    code, output = spectral(programs, *BUNDLES.values())

    assert code == 0, output


def test_the_linters_find_a_fault(programs: Path, faulty: Path) -> None:
    """A wrong example, and a missing operation id."""
    found = {
        "redocly": redocly(programs, faulty),
        "spectral": spectral(programs, faulty),
    }

    assert {name: code for name, (code, _) in found.items()} == {"redocly": 1, "spectral": 1}
    assert "no-invalid-schema-examples" in found["redocly"][1]
    assert "operation-operationId" in found["redocly"][1]
    assert "operation-operationId" in found["spectral"][1]


@pytest.mark.parametrize("package", BUNDLES)
def test_prism_serves_every_operation(programs: Path, package: str, tmp_path: Path) -> None:
    """It lists them when it starts, and warns of nothing."""
    log = tmp_path / "prism.log"
    with running_prism(BUNDLES[package], log) as prism:
        answer = urllib3.request("GET", f"{prism.url}/nowhere", retries=False)
    lines = log.read_text("utf-8").splitlines()
    started = lines[: next(n for n, line in enumerate(lines) if "is listening" in line)]
    items = json.loads(BUNDLES[package].read_bytes())["paths"].values()
    operations = [name for item in items for name in item if name in METHODS]

    assert answer.status == 404
    assert [line for line in started if "info" not in line and "awaiting" not in line] == []
    assert len(started) - 1 == len(operations)
