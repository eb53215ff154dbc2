"""Fixtures: a deploy loop on one storage, whose time passes when a test lets it pass."""

import asyncio
from collections.abc import Coroutine, Iterator
from datetime import timedelta
from typing import Any, TypeVar

import msgspec
import pytest

from flinkjobs.models import (
    CreateSavepointRequest,
    Deployment,
    JobStartParameters,
    SqlStatement,
    SqlValidation,
    StopJobRequest,
    Variable,
    VariableChanges,
)
from flinkjobs.server import (
    CreateDeploymentParameters,
    CreateSavepointParameters,
    CreateVariableParameters,
    DeleteDeploymentByNameParameters,
    DeleteDeploymentParameters,
    DeleteJobParameters,
    DeleteSavepointParameters,
    DeleteVariableParameters,
    FlinkApiProxyParameters,
    GetDeploymentParameters,
    GetDeploymentsByLabelParameters,
    GetDeploymentsByNameParameters,
    GetEventsParameters,
    GetJobParameters,
    GetLatestJobStartLogParameters,
    GetSavepointParameters,
    ListDeploymentsParameters,
    ListDeploymentTargetsParameters,
    ListEngineVersionMetadataParameters,
    ListJobsParameters,
    ListSavepointsParameters,
    ListVariablesParameters,
    OperationFailure,
    PageResult,
    Principal,
    ServiceCall,
    StartJobWithParamsParameters,
    StopJobParameters,
    UpdateDeploymentByNameParameters,
    UpdateDeploymentParameters,
    UpdateVariableParameters,
    ValidateSqlStatementParameters,
)
from flinkjobs_target.engine.interface import Engine
from flinkjobs_target.engine.reconciler import Reconciler
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.services.deployments import DeploymentService
from flinkjobs_target.services.engines import EngineService, TargetService
from flinkjobs_target.services.events import EventService
from flinkjobs_target.services.flink import FlinkService
from flinkjobs_target.services.jobs import JobService
from flinkjobs_target.services.savepoints import SavepointService
from flinkjobs_target.services.sql import SqlService
from flinkjobs_target.services.variables import VariableService
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.types import DeploymentKey, StoredJob
from flinkjobs_target.value_cipher import KeyFileCipher

from ..conftest import FakeClock

SQL = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": "INSERT INTO sink SELECT * FROM source"}}
ResultT = TypeVar("ResultT")
Json = dict[str, Any]


class DeployLoop:
    """The services of one account on a storage; results are JSON."""

    def __init__(
        self,
        data: Storage,
        clock: FakeClock,
        simulated: SimulatedEngine,
        other: Engine | None = None,
    ) -> None:
        engine = other or simulated
        self.data = data
        self.engine = simulated
        self._clock = clock
        self.reconciler = Reconciler(data.deploying, engine, clock)
        self._deployments = DeploymentService(data.deploying, engine, clock)
        cipher = KeyFileCipher([b"k" * 32])
        self._jobs = JobService(data.jobs, data.deploying, engine, self.reconciler, cipher)
        self._savepoints = SavepointService(data.deploying, self.reconciler)
        self._sql = SqlService(data.deploying, engine)
        self._flink = FlinkService(data.deploying, engine)
        self._events = EventService(data.deploying)
        self._variables = VariableService(data.deploying, cipher, clock)
        self._targets = TargetService(data.deploying, engine)
        self._engines = EngineService(data.deploying, engine)
        self.account = "owner"
        self.place: Json = {"workspace": "w", "namespace": "n"}

    def run(self, call: Coroutine[Any, Any, ResultT]) -> ResultT:
        """Run a coroutine in an event loop of its own."""
        return asyncio.run(call)

    def create(self, name: str = "orders", **properties: Any) -> Json:
        """Create a streaming SQL deployment, unless the properties say otherwise."""
        body = {"name": name, "executionMode": "STREAMING", "artifact": SQL, **properties}
        parameters = CreateDeploymentParameters(
            **self.place, body=msgspec.convert(body, Deployment)
        )
        return self._json(self._deployments.create_deployment(self._call, parameters))

    def update(self, deployment_id: str, **properties: Any) -> Json:
        body = msgspec.convert(properties, Deployment)
        parameters = UpdateDeploymentParameters(
            **self.place, deployment_id=deployment_id, body=body
        )
        return self._json(self._deployments.update_deployment(self._call, parameters))

    def deployment(self, deployment_id: str) -> Json:
        parameters = GetDeploymentParameters(**self.place, deployment_id=deployment_id)
        return self._json(self._deployments.get_deployment(self._call, parameters))

    def deployments(self, **conditions: Any) -> tuple[list[str], int]:
        """Return the names of a page of deployments, and the number of all of them."""
        parameters = ListDeploymentsParameters(**self.place, **conditions)
        page = self.run(self._deployments.list_deployments(self._call, parameters))
        return [document["name"] for document in _documents(page)], page.total

    def delete(self, deployment_id: str) -> None:
        parameters = DeleteDeploymentParameters(**self.place, deployment_id=deployment_id)
        self.run(self._deployments.delete_deployment(self._call, parameters))

    def by_name(self, name: str, **options: Any) -> list[Json]:
        parameters = GetDeploymentsByNameParameters(**self.place, deployment_name=name, **options)
        return self._list(self._deployments.get_deployments_by_name(self._call, parameters))

    def by_label(self, label: str, value: str, **options: Any) -> list[Json]:
        parameters = GetDeploymentsByLabelParameters(
            **self.place, label_key=label, label_value=value, **options
        )
        return self._list(self._deployments.get_deployments_by_label(self._call, parameters))

    def update_by_name(self, name: str, /, **properties: Any) -> Json:
        parameters = UpdateDeploymentByNameParameters(
            **self.place, deployment_name=name, body=msgspec.convert(properties, Deployment)
        )
        return self._json(self._deployments.update_deployment_by_name(self._call, parameters))

    def delete_by_name(self, name: str) -> None:
        parameters = DeleteDeploymentByNameParameters(**self.place, deployment_name=name)
        self.run(self._deployments.delete_deployment_by_name(self._call, parameters))

    def load(self, deployment_id: str, document: Json) -> None:
        """Store a job that was not started here."""
        job = loaded_job(deployment_id, str(document["jobId"]), "FINISHED", **document)
        self.data.jobs.put(self.account, [job])

    def start(self, deployment_id: str, **properties: Any) -> Json:
        body = msgspec.convert({"deploymentId": deployment_id, **properties}, JobStartParameters)
        parameters = StartJobWithParamsParameters(**self.place, body=body)
        return self._json(self._jobs.start_job_with_params(self._call, parameters))

    def stop(self, job_id: str, strategy: str = "NONE") -> Json:
        body = StopJobRequest(stop_strategy=strategy)
        parameters = StopJobParameters(**self.place, job_id=job_id, body=body)
        return self._json(self._jobs.stop_job(self._call, parameters))

    def job(self, job_id: str) -> Json:
        parameters = GetJobParameters(**self.place, job_id=job_id)
        return self._json(self._jobs.get_job(self._call, parameters))

    def jobs(self, deployment_id: str) -> list[Json]:
        parameters = ListJobsParameters(**self.place, deployment_id=deployment_id)
        return _documents(self.run(self._jobs.list_jobs(self._call, parameters)))

    def delete_job(self, job_id: str) -> None:
        parameters = DeleteJobParameters(**self.place, job_id=job_id)
        self.run(self._jobs.delete_job(self._call, parameters))

    def take_savepoint(self, deployment_id: str, **properties: Any) -> Json:
        body = msgspec.convert(
            {"deploymentId": deployment_id, **properties}, CreateSavepointRequest
        )
        parameters = CreateSavepointParameters(**self.place, body=body)
        return self._json(self._savepoints.create_savepoint(self._call, parameters))

    def savepoint(self, savepoint_id: str) -> Json:
        parameters = GetSavepointParameters(**self.place, savepoint_id=savepoint_id)
        return self._json(self._savepoints.get_savepoint(self._call, parameters))

    def savepoints(self, **conditions: Any) -> list[Json]:
        parameters = ListSavepointsParameters(**self.place, **conditions)
        return _documents(self.run(self._savepoints.list_savepoints(self._call, parameters)))

    def delete_savepoint(self, savepoint_id: str) -> None:
        parameters = DeleteSavepointParameters(**self.place, savepoint_id=savepoint_id)
        self.run(self._savepoints.delete_savepoint(self._call, parameters))

    def start_log(self, deployment_id: str) -> str:
        parameters = GetLatestJobStartLogParameters(**self.place, deployment_id=deployment_id)
        log = self.run(self._jobs.get_latest_job_start_log(self._call, parameters))
        assert isinstance(log, str)
        return log

    def validate(self, statement: str, *, batch: bool = False, **properties: Any) -> SqlValidation:
        """Check a script, as one of a stream unless it is a batch."""
        body = {"statement": statement, "batchMode": batch, **properties}
        parameters = ValidateSqlStatementParameters(
            **self.place, body=msgspec.convert(body, SqlStatement)
        )
        return self.run(self._sql.validate_sql_statement(self._call, parameters))

    def read_flink(self, job_id: str, below: str = "", *, path: str | None = None) -> Any:
        """Read a path of Flink's API below that of a job, or another one."""
        parameters = FlinkApiProxyParameters(
            **self.place,
            resource_type="jobs",
            resource_id=job_id,
            flink_api_path=path or f"/jobs/{job_id.replace('-', '')}{below}",
        )
        return msgspec.json.decode(self.run(self._flink.flink_api_proxy(self._call, parameters)))

    def events(self, **conditions: Any) -> list[Json]:
        """Return the events of a namespace that pass a filter, newest first."""
        parameters = GetEventsParameters(**self.place, **{"page_size": 100, **conditions})
        return _documents(self.run(self._events.get_events(self._call, parameters)))

    def create_variable(
        self, name: str, value: str, kind: str = "Plain", **properties: Any
    ) -> Json:
        body = {"name": name, "kind": kind, "value": value, **properties}
        parameters = CreateVariableParameters(**self.place, body=msgspec.convert(body, Variable))
        return self._model(self._variables.create_variable(self._call, parameters))

    def update_variable(self, name: str, /, **properties: Any) -> Json:
        body = msgspec.convert(properties, VariableChanges)
        parameters = UpdateVariableParameters(**self.place, name=name, body=body)
        return self._model(self._variables.update_variable(self._call, parameters))

    def delete_variable(self, name: str) -> None:
        parameters = DeleteVariableParameters(**self.place, name=name)
        self.run(self._variables.delete_variable(self._call, parameters))

    def variables(self, **paging: Any) -> tuple[list[Json], int]:
        """Return a page of variables, and the number of all of them."""
        parameters = ListVariablesParameters(**self.place, **paging)
        page = self.run(self._variables.list_variables(self._call, parameters))
        return [msgspec.to_builtins(item) for item in page.items], page.total

    def targets(self, **paging: Any) -> tuple[list[Json], int]:
        """Return a page of deployment targets, and the number of all of them."""
        parameters = ListDeploymentTargetsParameters(**self.place, **paging)
        page = self.run(self._targets.list_deployment_targets(self._call, parameters))
        return [msgspec.to_builtins(item) for item in page.items], page.total

    def versions(self) -> Json:
        parameters = ListEngineVersionMetadataParameters(workspace=self.place["workspace"])
        return self._model(self._engines.list_engine_version_metadata(self._call, parameters))

    def pass_time(self, seconds: float = 1.0) -> None:
        """Move the clock, and let the engine take all steps that are due."""
        self._clock.now += timedelta(seconds=seconds)
        self.run(self.reconciler.step())

    def running(self, name: str = "orders", **properties: Any) -> tuple[str, str]:
        """Return the ids of a new deployment and of its running job."""
        deployment_id = self.create(name, **properties)["deploymentId"]
        job_id = self.start(deployment_id)["jobId"]
        self.pass_time()
        return deployment_id, job_id

    def state(self, job_id: str) -> str:
        """Return the state of a job."""
        return str(self.job(job_id)["status"]["currentJobStatus"])

    @property
    def _call(self) -> ServiceCall:
        return ServiceCall(request_id="r", operation="", principal=Principal(self.account))

    def _list(self, call: Coroutine[Any, Any, bytes]) -> list[Json]:
        documents: list[Json] = msgspec.json.decode(self.run(call))
        return documents

    def _model(self, call: Coroutine[Any, Any, Any]) -> Json:
        document: Json = msgspec.to_builtins(self.run(call))
        return document

    def _json(self, call: Coroutine[Any, Any, bytes]) -> Json:
        document: Json = msgspec.json.decode(self.run(call))
        return document


def loaded_job(deployment_id: str, job_id: str, status: str, **properties: Any) -> StoredJob:
    """Build a job that was not started here, as `load` and an observer store it."""
    document = {"jobId": job_id, "status": {"currentJobStatus": status}, **properties}
    return StoredJob(
        deployment=DeploymentKey("w", "n", deployment_id),
        job_id=job_id,
        gmt_create=1,
        status=status,
        document=msgspec.json.encode(document),
    )


def refusal(error: "pytest.ExceptionInfo[OperationFailure]") -> str:
    """Return the code and the message of a refused call."""
    return f"{error.value.code}: {error.value.message}"


def _documents(page: PageResult[Any]) -> list[Json]:
    return [msgspec.json.decode(item) for item in page.items]


@pytest.fixture
def loop(data: Storage, clock: FakeClock) -> Iterator[DeployLoop]:
    """A deploy loop without scripts."""
    yield DeployLoop(data, clock, SimulatedEngine())
