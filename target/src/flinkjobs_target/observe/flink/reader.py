"""The reader of one Flink cluster or history server, with as few requests as possible."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import ParamSpec, TypeVar

import msgspec
from msgspec import Struct

from flinkrest import AsyncClient
from flinkrest.errors import InvalidResponseError, NotFoundError, ServiceError
from flinkrest.models import Exceptions, Job

from ..cluster_errors import NotFlinkError, is_from_flink
from ..concurrency import gather_all
from ..jobs.facts import Facts, Failure
from ..jobs.states import FLINK_LIVE_STATES, FLINK_STARTING_STATES
from .exception_history import MAX_EXCEPTIONS, find_failure
from .listing import JobListing, read_entries, read_listing
from .responses import (
    JobResources,
    JobResponses,
    latest_checkpoint,
    sum_resources,
    visible_settings,
)

__all__ = ["Cluster", "FlinkReader"]

P = ParamSpec("P")
T = TypeVar("T")
_PROCESS_SETTING = "web.tmpdir"
"""A directory that each JobManager process names anew (ClusterEntrypoint, generateClusterConfiguration)."""
_JSON_STARTS = (b"{", b"[")


class Cluster(Struct, frozen=True, kw_only=True):
    """Properties that all jobs of a cluster share; `jobmanager` names the process that responded."""

    flink_version: str
    settings: Mapping[str, str]
    jobmanager: str | None = None


class FlinkReader:
    """Reads one cluster; exception messages are cut at `message_length` characters."""

    def __init__(
        self, client: AsyncClient, *, max_concurrent_requests: int, message_length: int
    ) -> None:
        self._client = client
        self._semaphore = asyncio.Semaphore(max_concurrent_requests)
        self._message_length = message_length

    async def read_cluster(self) -> Cluster:
        """Read the version and the settings of the cluster."""
        dashboard = await self._request(self._client.cluster.get_dashboard)
        if not dashboard.flink_version:
            raise NotFlinkError("reports no Flink version")
        settings = await self._request_optional(self._client.cluster.list_settings)
        visible = visible_settings(settings or ())
        return Cluster(
            flink_version=dashboard.flink_version,
            settings=visible,
            jobmanager=visible.get(_PROCESS_SETTING),
        )

    async def list_jobs(self) -> JobListing:
        """Return all jobs, with one request; with two when an entry is not as Flink's are."""
        try:
            summaries = (await self._request(self._client.jobs.list)).jobs
        except InvalidResponseError as error:
            response = await self._request(self._client.request, "GET", "/jobs/overview")
            entries = response.value.get("jobs") if isinstance(response.value, dict) else None
            if not isinstance(entries, list):
                raise error
            return read_entries(entries, error)
        if summaries is None:
            raise NotFlinkError("lists no jobs")
        return read_listing(summaries)

    async def job_exists(self, job_id: str) -> bool:
        """Whether a job is known; only a 404 of Flink itself counts as absent."""
        try:
            await self._request(self._client.jobs.get, job_id=job_id)
        except NotFoundError as error:
            if not is_from_flink(error):
                raise
            return False
        return True

    async def read_resources(self) -> Mapping[str, JobResources]:
        """Read the resources of each job from all TaskManagers that are in use."""
        listing = await self._request_optional(self._client.task_managers.list)
        managers = (listing.taskmanagers if listing else None) or []
        ids = [
            manager.id
            for manager in managers
            if manager.id and manager.free_slots != manager.slots_number
        ]
        get = self._client.task_managers.get
        details = await gather_all(self._request_optional(get, task_manager_id=id) for id in ids)
        return sum_resources(manager for manager in details if manager is not None)

    async def read_job(
        self, summary: Facts, cluster: Cluster, resources: JobResources | None, *, is_first: bool
    ) -> Facts:
        """Read the details of a job; on the first read also those that never change."""
        jobs, job_id = self._client.jobs, summary.job_id
        responses = JobResponses(
            summary=summary,
            resources=resources,
            settings=cluster.settings,
            flink_version=cluster.flink_version,
            jobmanager=cluster.jobmanager,
        )
        detail = await self._request_optional(jobs.get, job_id=job_id)
        responses = msgspec.structs.replace(responses, detail=detail)
        if summary.flink_state in FLINK_LIVE_STATES:
            metrics = await self._request_optional(
                jobs.list_metrics, job_id=job_id, get="numRestarts"
            )
            responses = msgspec.structs.replace(responses, metrics=metrics or ())
        if summary.flink_state == "FAILED" or _has_restarted(detail):
            failure = await self._read_failure(job_id, summary.flink_state)
            responses = msgspec.structs.replace(responses, failure=failure)
        if is_first:
            config = await self._request_optional(jobs.get_config, job_id=job_id)
            responses = msgspec.structs.replace(responses, config=config)
        return (await self._add_checkpoints(responses, is_first=is_first)).to_facts()

    async def read_checkpoints(self, summary: Facts) -> Facts:
        """Read the latest checkpoint of a job; its other details stay unknown."""
        checkpoints = await self._request_optional(
            self._client.jobs.get_checkpoints, job_id=summary.job_id
        )
        return msgspec.structs.replace(summary, checkpointed=latest_checkpoint(checkpoints))

    async def _add_checkpoints(self, responses: JobResponses, *, is_first: bool) -> JobResponses:
        """Read checkpoints where they show a restore; a batch job has none."""
        summary, detail = responses.summary, responses.detail
        mode = (detail.job_type if detail else None) or summary.execution_mode
        if mode == "BATCH":
            return msgspec.structs.replace(responses, has_checkpoints=False)
        jobs, job_id = self._client.jobs, summary.job_id
        has_started = summary.flink_state not in FLINK_STARTING_STATES
        if not (is_first and has_started):
            return responses
        return msgspec.structs.replace(
            responses,
            checkpoints=await self._request_optional(jobs.get_checkpoints, job_id=job_id),
            checkpoint_config=await self._request_optional(
                jobs.get_checkpoint_config, job_id=job_id
            ),
        )

    async def _read_failure(self, job_id: str, flink_state: str) -> Failure | None:
        """Read why a job has failed or restarted; once it has failed, also its failed checkpoints."""
        jobs = self._client.jobs
        exceptions = await self._request_optional(
            jobs.get_exceptions, job_id=job_id, max_exceptions=MAX_EXCEPTIONS
        )
        checkpoints = None
        if flink_state == "FAILED":
            checkpoints = await self._request_optional(jobs.get_checkpoints, job_id=job_id)
        return find_failure(exceptions or Exceptions(), checkpoints, length=self._message_length)

    async def _request(
        self, call: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs
    ) -> T:
        async with self._semaphore:
            return await call(*args, **values)

    async def _request_optional(
        self, call: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs
    ) -> T | None:
        """Return the response; None when Flink itself answers with an error, or not as it should.

        One job with odd details must not hide the others.
        """
        try:
            return await self._request(call, *args, **values)
        except InvalidResponseError as error:
            if error.body.lstrip()[:1] not in _JSON_STARTS:
                raise
            return None
        except ServiceError as error:
            if is_from_flink(error):
                return None
            raise


def _has_restarted(detail: Job | None) -> bool:
    """Whether a live job has restarted its tasks after a failure."""
    timestamps = (detail.timestamps if detail else None) or {}
    return bool(timestamps.get("RESTARTING"))
