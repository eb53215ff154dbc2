"""Pytest fixtures of a target: one server per session, and a new account for each test.

The target runs in a thread of the test process. It is started when a test first uses it. Whatever a
test calls finds it by the environment: `Client()`, `AsyncClient()` and the command line.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any, TypeAlias

import pytest

if TYPE_CHECKING:
    from flinkjobs import AsyncClient, Client
    from flinkjobs.models import Job
    from flinkjobs_target.clock import MovableClock
    from flinkjobs_target.engine.simulated.script import Script
    from flinkjobs_target.fault_injection import Faults
    from flinkjobs_target.tenants import Tenant, TenantFactory
    from flinkjobs_target.testing.in_process import ThreadedTarget

__all__ = [
    "AddJobs",
    "PlayJob",
    "ScriptJobs",
    "add_jobs",
    "flinkjobs_async_client",
    "flinkjobs_client",
    "flinkjobs_clock",
    "flinkjobs_counter",
    "flinkjobs_faults",
    "flinkjobs_target",
    "play_job",
    "script_jobs",
]

AddJobs: TypeAlias = Callable[..., list[dict[str, Any]]]
PlayJob: TypeAlias = Callable[..., dict[str, Any]]
ScriptJobs: TypeAlias = "Callable[..., Script]"
_OTHER_SETTINGS = (
    "FLINKJOBS_PROFILE",
    "FLINKJOBS_REGION",
    "ALIBABA_CLOUD_PROFILE",
    "ALIBABA_CLOUD_REGION_ID",
    "ALIBABA_CLOUD_SECURITY_TOKEN",
)
"""Variables that would lead somewhere else."""
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
def flinkjobs_target(_flinkjobs_server: _Server, monkeypatch: pytest.MonkeyPatch) -> "Tenant":
    """A running target with an account for this test: endpoint, access key and ids.

    The workspace is new for each test, the namespace is `namespace`, the deployment `deployment`. During the
    test they are in the environment that clients and the command line read; `environ` has them for
    other programs.
    """
    target, tenants = _flinkjobs_server
    tenant = tenants.create(target.endpoint)
    for name in _OTHER_SETTINGS:
        monkeypatch.delenv(name, raising=False)
    for name, value in tenant.environ.items():
        monkeypatch.setenv(name, value)
    return tenant


@pytest.fixture
def flinkjobs_client(flinkjobs_target: "Tenant") -> Iterator["Client"]:
    """A client of that account, with its workspace and namespace preset."""
    with flinkjobs_target.client() as client:
        yield client


@pytest.fixture
def flinkjobs_async_client(flinkjobs_target: "Tenant") -> "AsyncClient":
    """An asynchronous client of that account, for `async with` in the test's own event loop."""
    return flinkjobs_target.async_client()


@pytest.fixture
def add_jobs(_flinkjobs_server: _Server, flinkjobs_target: "Tenant") -> AddJobs:
    """Add jobs, generating missing ids and creation times; returns the jobs as they are stored.

    `add_jobs({"status": {"currentJobStatus": "FAILED"}}, {})` adds two jobs, the second later; a
    model, `Job(…)`, may stand for a dictionary. A job without `jobId` gets a random one, a job without
    `deploymentId` is of the deployment `deployment`. To change a job, add it again with its id:
    `add_jobs({**job, "status": {"currentJobStatus": "FINISHED"}})`.
    """
    tenants = _flinkjobs_server[1]

    def add(*jobs: "Mapping[str, Any] | Job", **fields: Any) -> list[dict[str, Any]]:
        return tenants.add_jobs(flinkjobs_target, jobs, **fields)

    return add


@pytest.fixture
def play_job(_flinkjobs_server: _Server, flinkjobs_target: "Tenant") -> PlayJob:
    """Add a job whose state changes with each request; returns it in its first state.

    `play_job("STARTING", "RUNNING", "RUNNING", "FAILED")` fails after the third poll: each request
    of the account finds it in the next state, and the last one stays. A state is a name, or
    the fields of the job: `{"status": {"currentJobStatus": "FAILED", "failure": {…}}}`. Further
    fields, such as `jobId="j-1"`, hold for all states.
    """
    from flinkjobs_target.tenants import stored_jobs

    target, tenants = _flinkjobs_server

    def play(*states: "str | Mapping[str, Any] | Job", **fields: Any) -> dict[str, Any]:
        if not states:
            raise TypeError("play_job needs a state, such as play_job('RUNNING', 'FAILED')")
        jobs = tenants.states(flinkjobs_target, states, **fields)
        scripted = [stored_jobs([job], "play_job") for job in jobs]
        tenants.add_jobs(flinkjobs_target, jobs[:1])
        target.scripts.add(flinkjobs_target.account, flinkjobs_target.workspace, scripted)
        return jobs[0]

    return play


@pytest.fixture
def script_jobs(_flinkjobs_server: _Server, flinkjobs_target: "Tenant") -> Iterator[ScriptJobs]:
    """Script the jobs of deployments that the test starts, by the name of the deployment.

    `script_jobs("orders", "STARTING", ("RUNNING", 3), "FAILED")`: one request that reads a job of
    `orders` finds it STARTING, three find it RUNNING, then it fails; the last state stays. A name
    may be a pattern, `orders-*`. A state lasts for a number of such requests, or for a `timedelta`,
    which passes at once when `flinkjobs_clock` moves; a mapping adds further properties:
    `{"state": "FAILED", "reason": "OutOfMemory", "message": "…"}`. Further settings hold for the
    whole script, such as `savepoint_failure="disk full"` or `rate=0`.
    """
    from flinkjobs_target.engine.simulated.script import build_script

    engine, added = _flinkjobs_server[0].engine, []

    def script(
        deployment: str,
        *phases: "str | tuple[str, int | timedelta] | Mapping[str, Any]",
        **settings: Any,
    ) -> "Script":
        made = build_script(
            phases, deployment=deployment, workspace=flinkjobs_target.workspace, **settings
        )
        engine.add(made)
        added.append(made)
        return made

    yield script
    engine.remove(*added)


@pytest.fixture
def flinkjobs_counter(_flinkjobs_server: _Server) -> Callable[[str], int]:
    """Return the counter that is the state of a simulated job or savepoint, given its id.

    It grows by a thousand a second while the job runs; a restored job begins with that of its
    savepoint.
    """
    return lambda id: _flinkjobs_server[0].counters()[id]


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
