"""A scripted server, and a real target with many jobs."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from ..client.scripted import ScriptedServer, serve
from .program import environment

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"


@pytest.fixture
def server() -> Iterator[ScriptedServer]:
    """A server whose responses the test sets."""
    with serve() as running:
        yield running


@pytest.fixture(scope="session")
def example_bytes() -> bytes:
    """The example response of the vendor's documentation, byte for byte."""
    return EXAMPLE.read_bytes()


@pytest.fixture(scope="session")
def job(example_bytes: bytes) -> dict[str, Any]:
    """The job of that example."""
    return dict(json.loads(example_bytes)["data"][0])


@pytest.fixture(scope="session")
def jobs(job: dict[str, Any]) -> list[dict[str, Any]]:
    """That job and 249 older ones of its deployment, newest first."""
    return [job, *varied_jobs(job, 249)]


@pytest.fixture(scope="session")
def target(
    tmp_path_factory: pytest.TempPathFactory, jobs: list[dict[str, Any]]
) -> Iterator[RunningTarget]:
    """A real target that holds them."""
    with running_target(tmp_path_factory.mktemp("data"), jobs) as running:
        yield running


@pytest.fixture(scope="session")
def at_target(target: RunningTarget, job: dict[str, Any]) -> dict[str, str]:
    """The environment of a user of that target."""
    return environment(
        FLINKJOBS_ENDPOINT=target.endpoint,
        FLINKJOBS_WORKSPACE=job["workspace"],
        FLINKJOBS_NAMESPACE=job["namespace"],
        ALIBABA_CLOUD_ACCESS_KEY_ID=target.access_key_id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET=target.access_key_secret,
    )
