"""The reader of one Flink cluster or history server, with as few requests as possible."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import ParamSpec, TypeVar

import msgspec
from msgspec import Struct

from flinkrest import AsyncClient
from flinkrest.errors import NotFoundError, ServiceError
from flinkrest.models import Exceptions

from ..cluster_errors import NotFlinkError, is_from_flink
from ..concurrency import gather_all
from ..jobs.facts import Facts, Failure
from ..jobs.mapping import job_id_of
from ..jobs.states import FLINK_LIVE_STATES, FLINK_STARTING_STATES
from .responses import (
    JobResources,
    JobResponses,
    find_failure,
    read_summary,
    sum_resources,
    visible_settings,
)

__all__ = ["Cluster", "FlinkReader"]

P = ParamSpec("P")
T = TypeVar("T")


class Cluster(Struct, frozen=True, kw_only=True):
    """Properties that all jobs of a cluster share."""

    flink_version: str
    settings: Mapping[str, str]


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
        return Cluster(
            flink_version=dashboard.flink_version, settings=visible_settings(settings or ())
        )

    async def list_jobs(self) -> list[Facts]:
        """Return all jobs, with one request."""
        summaries = (await self._request(self._client.jobs.list)).jobs
        if summaries is None:
            raise NotFlinkError("lists no jobs")
        jobs = [_check_summary(read_summary(summary)) for summary in summaries]
        return list({job.job_id: job for job in jobs}.values())

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
        )
        detail = await self._request_optional(jobs.get, job_id=job_id)
        responses = msgspec.structs.replace(responses, detail=detail)
        if summary.flink_state in FLINK_LIVE_STATES:
            metrics = await self._request_optional(
                jobs.list_metrics, job_id=job_id, get="numRestarts"
            )
            responses = msgspec.structs.replace(responses, metrics=metrics or ())
        if summary.flink_state == "FAILED":
            failure = await self._read_failure(job_id)
            responses = msgspec.structs.replace(responses, failure=failure)
        if is_first:
            config = await self._request_optional(jobs.get_config, job_id=job_id)
            responses = msgspec.structs.replace(responses, config=config)
        return (await self._add_checkpoints(responses, is_first=is_first)).to_facts()

    async def _add_checkpoints(self, responses: JobResponses, *, is_first: bool) -> JobResponses:
        """Read checkpoints where they show a restore or a stop; a batch job has none."""
        summary, detail = responses.summary, responses.detail
        mode = (detail.job_type if detail else None) or summary.execution_mode
        if mode == "BATCH":
            return msgspec.structs.replace(responses, has_checkpoints=False)
        jobs, job_id = self._client.jobs, summary.job_id
        has_started = summary.flink_state not in FLINK_STARTING_STATES
        if (is_first and has_started) or summary.flink_state == "FINISHED":
            checkpoints = await self._request_optional(jobs.get_checkpoints, job_id=job_id)
            responses = msgspec.structs.replace(responses, checkpoints=checkpoints)
        if is_first and has_started:
            config = await self._request_optional(jobs.get_checkpoint_config, job_id=job_id)
            responses = msgspec.structs.replace(responses, checkpoint_config=config)
        return responses

    async def _read_failure(self, job_id: str) -> Failure | None:
        exceptions = await self._request_optional(
            self._client.jobs.get_exceptions, job_id=job_id, max_exceptions=1
        )
        return find_failure(exceptions or Exceptions(), length=self._message_length)

    async def _request(
        self, call: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs
    ) -> T:
        async with self._semaphore:
            return await call(*args, **values)

    async def _request_optional(
        self, call: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs
    ) -> T | None:
        """Return the response, or None when Flink itself answers with an error."""
        try:
            return await self._request(call, *args, **values)
        except ServiceError as error:
            if is_from_flink(error):
                return None
            raise


def _check_summary(facts: Facts | None) -> Facts:
    """Return the facts of a listing entry; raise NotFlinkError when it is invalid."""
    if facts is None:
        raise NotFlinkError("lists a job without an id, a state or a start")
    try:
        job_id_of(facts.job_id)
    except ValueError as error:
        raise NotFlinkError(f"lists an invalid job: {error}") from None
    return facts
