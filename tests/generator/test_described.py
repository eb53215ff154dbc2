"""The contract lies in the package as JSON, with the names that its operations have in Python."""

import inspect
import json
from importlib import resources
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import AsyncClient, Client
from flinkjobs.models import (
    Deployment,
    DeploymentTarget,
    EngineVersionIndex,
    Event,
    Job,
    Savepoint,
    SqlValidation,
    Variable,
)

from .generating import generator

ROWS: dict[str, type] = {
    "deployments": Deployment,
    "jobs": Job,
    "savepoints": Savepoint,
    "sql": SqlValidation,
    "targets": DeploymentTarget,
    "engines": EngineVersionIndex,
    "events": Event,
    "variables": Variable,
}
PETS = Path(__file__).parent / "other" / "pets.yaml"


@pytest.fixture
def described() -> dict[str, Any]:
    """The contract.json of the package."""
    text = (resources.files("flinkjobs") / "contract.json").read_text("utf-8")
    found: dict[str, Any] = json.loads(text)
    return found


@pytest.mark.parametrize("client", [Client, AsyncClient])
def test_its_names_are_those_of_the_clients(described: dict[str, Any], client: type) -> None:
    """Resource, method, each parameter, and each column of a table."""
    connected = client(region="cn-beijing", access_key_id="id", access_key_secret="secret")
    for names in described["names"].values():
        method = getattr(getattr(connected, names["resource"]), names["method"])
        known = set(inspect.signature(method).parameters)
        assert set(names["parameters"].values()) <= known
        assert all(hasattr(ROWS[names["resource"]], column) for column in names["columns"])


def test_it_comes_with_other_peoples_contracts_too(tmp_path: Path) -> None:
    """A parameter that no method could have by its name has that of the method."""
    done = generator("generate", "--spec", PETS, "--out", tmp_path / "out", "--package", "petstore")
    assert (done.returncode, done.stderr) == (0, "")

    text = (tmp_path / "out" / "src" / "petstore" / "contract.json").read_text("utf-8")
    names = json.loads(text)["names"]
    assert {"petId": "pet_id", "X-Trace": "x_trace"}.items() <= {
        pair for name in names.values() for pair in name["parameters"].items()
    }
