"""A running target, a deployment of each test's own, and the client in both its forms."""

from collections.abc import Iterator
from itertools import count

import pytest

from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from ..scripted import ScriptedServer
from .changing import Deployment, JobsClient


@pytest.fixture(scope="package")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A target without jobs, for all tests of this folder."""
    with running_target(tmp_path_factory.mktemp("data")) as running:
        yield running


numbers = count()


@pytest.fixture
def deployment(target: RunningTarget) -> Deployment:
    """A deployment of the test's own, with one instance of long ago."""
    made = Deployment(target, f"d{next(numbers)}")
    made.put("old", "FINISHED", 10)
    return made


@pytest.fixture(params=["sync", "async"])
def way(request: pytest.FixtureRequest) -> str:
    """The name of one of the two clients."""
    return str(request.param)


@pytest.fixture
def jobs(target: RunningTarget, way: str) -> JobsClient:
    """The client in both its forms, calling the running target."""
    settings = {
        "endpoint": target.endpoint,
        "workspace": "w",
        "namespace": "n",
        "access_key_id": target.access_key_id,
        "access_key_secret": target.access_key_secret,
    }
    return JobsClient(way, settings)


@pytest.fixture
def scripted_jobs(server: ScriptedServer, way: str) -> JobsClient:
    """The client in both its forms, calling the scripted server."""
    key = {"access_key_id": "i", "access_key_secret": "s"}
    return JobsClient(way, {"endpoint": server.url, "workspace": "w", "namespace": "n", **key})
