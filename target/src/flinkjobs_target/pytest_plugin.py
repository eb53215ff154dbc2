"""Fixtures for tests that need a target: one server a session, and a fresh account for each test.

The target runs in a thread of the test process. Nothing is started before a test asks for it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from flinkjobs import Client
    from flinkjobs_target.clock import MovableClock
    from flinkjobs_target.fault_injection import Faults
    from flinkjobs_target.tenants import Tenant, Tenants
    from flinkjobs_target.testing.in_process import ThreadedTarget

__all__ = [
    "AddJobs",
    "add_jobs",
    "flinkjobs_client",
    "flinkjobs_clock",
    "flinkjobs_faults",
    "flinkjobs_target",
]

AddJobs: TypeAlias = Callable[..., list[dict[str, Any]]]
_Server: TypeAlias = "tuple[ThreadedTarget, Tenants]"


@pytest.fixture(scope="session")
def _flinkjobs_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Server]:
    """The server of this session, and what makes tenants in it."""
    from flinkjobs_target.tenants import open_tenants
    from flinkjobs_target.testing.in_process import threaded_target

    path = tmp_path_factory.mktemp("flinkjobs") / "data"
    with threaded_target(path) as running, open_tenants(running.data) as tenants:
        yield running, tenants


@pytest.fixture
def flinkjobs_target(_flinkjobs_server: _Server) -> "Tenant":
    """A running target, seen by an account of its own: endpoint, access key and ids."""
    running, tenants = _flinkjobs_server
    return tenants.create(running.endpoint)


@pytest.fixture
def flinkjobs_client(flinkjobs_target: "Tenant") -> Iterator["Client"]:
    """A client of that account, bound to its workspace and namespace."""
    with flinkjobs_target.client() as client:
        yield client


@pytest.fixture
def add_jobs(_flinkjobs_server: _Server, flinkjobs_target: "Tenant") -> AddJobs:
    """Add jobs; ids and creation times that they lack are made up. Gives them as they are stored.

    `add_jobs({"status": {"currentJobStatus": "FAILED"}}, {})` adds two jobs, the second later.
    """
    tenants = _flinkjobs_server[1]

    def add(*jobs: Mapping[str, Any], **fields: Any) -> list[dict[str, Any]]:
        return tenants.add_jobs(flinkjobs_target, [{**fields, **job} for job in jobs])

    return add


@pytest.fixture
def flinkjobs_clock(_flinkjobs_server: _Server) -> Iterator["MovableClock"]:
    """The target's clock, which can be moved; after the test it tells the real time again."""
    clock = _flinkjobs_server[0].clock
    yield clock
    clock.reset()


@pytest.fixture
def flinkjobs_faults(_flinkjobs_server: _Server) -> Iterator["Faults"]:
    """What makes the target's next answers fail; after the test nothing is left of it."""
    faults = _flinkjobs_server[0].faults
    yield faults
    faults.clear()
