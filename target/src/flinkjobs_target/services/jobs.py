"""The service of job instances."""

from collections.abc import Callable
from typing import Any, TypeVar

import msgspec

from flinkjobs.models import JobStartParameters, StartJobRequest
from flinkjobs.models.jobs import Job
from flinkjobs.server import (
    DeleteJobParameters,
    GetJobParameters,
    GetLatestJobStartLogParameters,
    Jobs,
    ListJobsParameters,
    PageResult,
    ServiceCall,
    StartJobParameters,
    StartJobWithParamsParameters,
    StopJobParameters,
)

from ..engine.interface import Engine
from ..engine.reconciler import Reconciler
from ..store.events import deployment_event
from ..store.jobs import DeploymentKey, JobStore, MissingResourceError
from ..store.sort_keys import SortOrder
from ..store.tables import DeployStore, FoundJob, Tables
from ..store.types import NamespaceKey
from ..value_cipher import ValueCipher
from .callers import actor, caller_id
from .failures import conflict, missing
from .job_rules import is_active, job_id_of, parameters_of
from .start_logs import format_start_log
from .starts import Start, start
from .stops import stop
from .transactions import writing

__all__ = ["JobService"]

ResultT = TypeVar("ResultT")


class JobService(Jobs):
    """Lists, starts, stops and deletes jobs; an account sees only its own workspaces."""

    def __init__(
        self,
        jobs: JobStore,
        store: DeployStore,
        engine: Engine,
        reconciler: Reconciler,
        cipher: ValueCipher,
    ) -> None:
        self._jobs = jobs
        self._store = store
        self._engine = engine
        self._reconciler = reconciler
        self._cipher = cipher

    async def list_jobs(self, call: ServiceCall, parameters: ListJobsParameters) -> PageResult[Job]:
        """List the job instances of a deployed job."""
        try:
            page = await self._jobs.page(
                call.principal.account,
                DeploymentKey(parameters.workspace, parameters.namespace, parameters.deployment_id),
                SortOrder(parameters.sort_name, parameters.sort_order),
                limit=parameters.page_size,
                offset=(parameters.page_index - 1) * parameters.page_size,
            )
        except MissingResourceError as error:
            raise missing(error) from error
        return PageResult(items=page.documents, total=page.total)

    async def get_job(self, call: ServiceCall, parameters: GetJobParameters) -> bytes:
        """Return the JSON of one job instance, as it is stored."""
        try:
            return await self._jobs.get(
                call.principal.account,
                parameters.workspace,
                parameters.namespace,
                parameters.job_id,
            )
        except MissingResourceError as error:
            raise missing(error) from error

    async def start_job(self, call: ServiceCall, parameters: StartJobParameters) -> bytes:
        """Start a deployment with resources of its own."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        return await self._start(call, namespace, parameters.body, None)

    async def start_job_with_params(
        self, call: ServiceCall, parameters: StartJobWithParamsParameters
    ) -> bytes:
        """Start a deployment; the same job id is the same start."""
        namespace = NamespaceKey(parameters.workspace, parameters.namespace)
        return await self._start(call, namespace, parameters.body, parameters.body.job_id)

    async def stop_job(self, call: ServiceCall, parameters: StopJobParameters) -> bytes:
        """Stop a job instance, at once or with a savepoint."""
        now = self._reconciler.now()
        account, strategy = call.principal.account, parameters.body.stop_strategy

        def write(tables: Tables) -> bytes:
            found = _find(tables, account, parameters)
            return stop(tables, account, found, strategy, caller_id(call), actor(call), now)

        return await self._write(write)

    async def delete_job(self, call: ServiceCall, parameters: DeleteJobParameters) -> None:
        """Delete a job instance that has ended; it never returns."""
        account, now = call.principal.account, self._reconciler.now()

        def write(tables: Tables) -> None:
            found = _find(tables, account, parameters)
            tables.deployments.lock_existing(account, found.key)
            content = tables.job_document(found.key, parameters.job_id)
            job: dict[str, Any] = msgspec.json.decode(content or b"{}")
            if is_active(job):
                state = job["status"]["currentJobStatus"]
                raise conflict(f"job instance {parameters.job_id} is {state}; stop it first")
            tables.jobs.delete(account, found.key, [parameters.job_id.encode()])
            tables.runs.bury(found.key.namespace_key, [parameters.job_id])
            message = f"job instance {parameters.job_id} deleted by {actor(call)}"
            tables.events.record(
                deployment_event(found.key, now, "JOB_DELETED", message, parameters.job_id)
            )

        await self._write(write)

    async def get_latest_job_start_log(
        self, call: ServiceCall, parameters: GetLatestJobStartLogParameters
    ) -> str:
        """Return the log of the start of the newest job instance; empty without any."""
        key = DeploymentKey(parameters.workspace, parameters.namespace, parameters.deployment_id)
        newest = SortOrder("gmt_create", "desc")
        try:
            page = await self._jobs.page(call.principal.account, key, newest, limit=1, offset=0)
        except MissingResourceError as error:
            raise missing(error) from error
        if not page.documents:
            return ""
        job: dict[str, Any] = msgspec.json.decode(page.documents[0])
        run = await self._store.read(lambda tables: tables.runs.find(key, str(job.get("jobId"))))
        is_ours = run is not None and run.engine == self._engine.name
        return format_start_log(job, self._engine.start_log(run) if run and is_ours else ())

    async def _start(
        self,
        call: ServiceCall,
        namespace: NamespaceKey,
        body: JobStartParameters | StartJobRequest,
        job_id: str | None,
    ) -> bytes:
        now = self._reconciler.now()
        asked = Start(
            account=call.principal.account,
            caller=caller_id(call),
            actor=actor(call),
            key=namespace.deployment(body.deployment_id),
            job_id=job_id_of(job_id, now),
            chosen=job_id is not None,
            parameters=parameters_of(body),
            restore=body.restore_strategy,
            now=now,
        )
        return await self._write(lambda tables: start(tables, self._engine, self._cipher, asked))

    async def _write(self, work: Callable[[Tables], ResultT]) -> ResultT:
        result = await writing(self._store, work)
        self._reconciler.wake()
        return result


def _find(
    tables: Tables, account: str, parameters: StopJobParameters | DeleteJobParameters
) -> FoundJob:
    namespace = NamespaceKey(parameters.workspace, parameters.namespace)
    found = tables.find_job(account, namespace, parameters.job_id)
    if found is None:
        raise tables.missing(account, namespace, "job", parameters.job_id)
    return found
