"""Operations that a server does not implement: they answer so, and the others work."""

import asyncio
import inspect
import json

import pytest

from flinkjobs.models import Job
from flinkjobs.server import Jobs, ListJobsParameters, PageResult, ServiceCall, build_app
from flinkjobs_target.services.deployments import DeploymentService
from flinkjobs_target.services.engines import EngineService, TargetService
from flinkjobs_target.services.events import EventService
from flinkjobs_target.services.flink import FlinkService
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.services.savepoints import SavepointService
from flinkjobs_target.services.sql import SqlService
from flinkjobs_target.services.variables import VariableService

from ..asgi import AsgiResponse, call_asgi, http_scope

SERVICES = [
    DeploymentService,
    EngineService,
    EventService,
    FlinkService,
    JobService,
    SavepointService,
    SqlService,
    TargetService,
    VariableService,
]
JOBS = "/api/v2/namespaces/default/jobs"


class OneJob(Jobs):
    """Lists one job, and implements nothing else."""

    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> PageResult[Job]:
        return PageResult(items=[Job(job_id="j-1")], total=1)


def ask(method: str, target: str) -> AsgiResponse:
    scope = http_scope(method, target, [("workspace", "w-1")])
    return asyncio.run(call_asgi(build_app(jobs=OneJob()), scope))


def test_what_is_implemented_works() -> None:
    """A service needs no methods but those that its clients call."""
    answer = ask("GET", f"{JOBS}?deploymentId=d-1")

    assert (answer.status, json.loads(answer.body)["data"]) == (200, [{"jobId": "j-1"}])


@pytest.mark.parametrize(
    ("method", "target", "operation"),
    [
        ("GET", f"{JOBS}/j-1", "GetJob"),
        ("GET", "/api/v2/namespaces/default/deployments", "ListDeployments"),
    ],
    ids=["a-method-of-the-service", "a-service-that-was-left-out"],
)
def test_the_rest_says_so(method: str, target: str, operation: str) -> None:
    """The response is an error of the contract's form that names the operation."""
    answer = ask(method, target)
    body = json.loads(answer.body)

    assert (answer.status, body["Code"]) == (501, "NotImplemented")
    assert f"does not implement {operation};" in body["Message"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_target_implements_every_operation(service: type) -> None:
    """A new operation of the contract is missed here first."""
    (interface,) = service.__bases__
    operations = [name for name in vars(interface) if name[0] != "_"]

    assert operations
    assert [name for name in operations if name not in vars(service)] == []


def test_every_resource_has_a_service_of_the_target() -> None:
    """Each class that `build_app` takes a service of is the base of one."""
    defaults = inspect.signature(build_app).parameters.values()
    resources = {
        type(each.default)
        for each in defaults
        if each.default.__class__.__module__.startswith("flinkjobs.server.")
    }

    assert resources == {service.__bases__[0] for service in SERVICES}
