"""Pytest fixtures of a target: one server per session, and a new account for each test.

The target runs in a thread of the test process. It is started when a test first uses it.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from flinkjobs import Client
    from flinkjobs_target.clock import MovableClock
    from flinkjobs_target.fault_injection import Faults
    from flinkjobs_target.tenants import Tenant, TenantFactory
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
_Server: TypeAlias = "tuple[ThreadedTarget, TenantFactory]"


@pytest.fixture(scope="session")
def _flinkjobs_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[_Server]:
    """The server of this session, and the factory of its tenants."""
    from flinkjobs_target.tenants import open_tenants
    from flinkjobs_target.testing.in_process import threaded_target

    path = tmp_path_factory.mktemp("flinkjobs") / "data"
    with threaded_target(path) as target, open_tenants(target.data) as tenants:
        yield target, tenants


@pytest.fixture
def flinkjobs_target(_flinkjobs_server: _Server) -> "Tenant":
    """A running target with an account for this test: endpoint, access key and ids."""
    target, tenants = _flinkjobs_server
    return tenants.create(target.endpoint)


@pytest.fixture
def flinkjobs_client(flinkjobs_target: "Tenant") -> Iterator["Client"]:
    """A client of that account, with its workspace and namespace preset."""
    with flinkjobs_target.client() as client:
        yield client


@pytest.fixture
def add_jobs(_flinkjobs_server: _Server, flinkjobs_target: "Tenant") -> AddJobs:
    """Add jobs, generating missing ids and creation times; returns the jobs as they are stored.

    `add_jobs({"status": {"currentJobStatus": "FAILED"}}, {})` adds two jobs, the second later.
    """
    tenants = _flinkjobs_server[1]

    def add(*jobs: Mapping[str, Any], **fields: Any) -> list[dict[str, Any]]:
        return tenants.add_jobs(flinkjobs_target, [{**fields, **job} for job in jobs])

    return add


@pytest.fixture
def flinkjobs_clock(_flinkjobs_server: _Server) -> Iterator["MovableClock"]:
    """The target's clock, which can be moved; it is reset after the test."""
    clock = _flinkjobs_server[0].clock
    yield clock
    clock.reset()


@pytest.fixture
def flinkjobs_faults(_flinkjobs_server: _Server) -> Iterator["Faults"]:
    """The faults of the target's next responses; they are cleared after the test."""
    faults = _flinkjobs_server[0].faults
    yield faults
    faults.clear()
