"""Asks one Flink cluster, or one history server, and no more than it must."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import ParamSpec, TypeVar

import msgspec
from msgspec import Struct

from flinkrest import AsyncClient
from flinkrest.errors import FlinkRestError, NotFoundError, RefusedError
from flinkrest.models import Exceptions

from ..cluster_errors import NotFlinkError
from ..concurrency import all_of
from ..jobs.facts import Facts, Failure
from ..jobs.mapping import job_id_of
from ..jobs.states import LIVE_IN_FLINK, STARTING_IN_FLINK
from .responses import Held, Look, failure_in, held_by_jobs, settings_of, summary_facts

__all__ = ["Cluster", "FlinkReader"]

P = ParamSpec("P")
T = TypeVar("T")


class Cluster(Struct, frozen=True, kw_only=True):
    """What is true of all jobs of a cluster."""

    flink_version: str
    settings: Mapping[str, str]


class FlinkReader:
    """Asks at most `at_once` things at a time. `message_length` is that of exceptions."""

    def __init__(self, client: AsyncClient, *, at_once: int, message_length: int) -> None:
        self._client = client
        self._turn = asyncio.Semaphore(at_once)
        self._message_length = message_length

    async def cluster(self) -> Cluster:
        """Ask what the cluster is."""
        dashboard = await self._ask(self._client.cluster.get_dashboard)
        if not dashboard.flink_version:
            raise NotFlinkError("tells no version of Flink")
        settings = await self._ask_for(self._client.cluster.list_settings)
        return Cluster(flink_version=dashboard.flink_version, settings=settings_of(settings or ()))

    async def jobs(self) -> list[Facts]:
        """List all jobs, with one request."""
        listed = (await self._ask(self._client.jobs.list)).jobs
        if listed is None:
            raise NotFlinkError("lists no jobs")
        facts = [_checked(summary_facts(one)) for one in listed]
        return list({one.job_id: one for one in facts}.values())

    async def knows(self, job_id: str) -> bool:
        """Tell whether a job is known; only Flink's own answer, that it is not, says no."""
        try:
            await self._ask(self._client.jobs.get, job_id=job_id)
        except NotFoundError as error:
            if not _is_flinks(error):
                raise
            return False
        return True

    async def held(self) -> Mapping[str, Held]:
        """Ask all TaskManagers that are in use which job holds what."""
        answer = await self._ask_for(self._client.task_managers.list)
        managers = (answer.taskmanagers if answer else None) or []
        in_use = [one.id for one in managers if one.id and one.free_slots != one.slots_number]
        get = self._client.task_managers.get
        found = await all_of(self._ask_for(get, task_manager_id=id) for id in in_use)
        return held_by_jobs(one for one in found if one is not None)

    async def look(
        self, summary: Facts, cluster: Cluster, held: Held | None, *, first: bool
    ) -> Facts:
        """Look at a job more closely: at `first` sight also at what never changes."""
        jobs, job_id = self._client.jobs, summary.job_id
        look = Look(
            summary=summary,
            held=held,
            settings=cluster.settings,
            flink_version=cluster.flink_version,
        )
        look = msgspec.structs.replace(look, detail=await self._ask_for(jobs.get, job_id=job_id))
        if summary.flink_state in LIVE_IN_FLINK:
            metrics = await self._ask_for(jobs.list_metrics, job_id=job_id, get="numRestarts")
            look = msgspec.structs.replace(look, metrics=metrics or ())
        if summary.flink_state == "FAILED":
            look = msgspec.structs.replace(look, failure=await self._failure(job_id))
        if first:
            config = await self._ask_for(jobs.get_config, job_id=job_id)
            look = msgspec.structs.replace(look, config=config)
        return (await self._with_checkpoints(look, first=first)).facts()

    async def _with_checkpoints(self, look: Look, *, first: bool) -> Look:
        """Ask for checkpoints where they can tell of a restore or of a stop; a batch job has none."""
        mode = (look.detail.job_type if look.detail else None) or look.summary.execution_mode
        if mode == "BATCH":
            return msgspec.structs.replace(look, checkpointed=False)
        jobs, job_id = self._client.jobs, look.summary.job_id
        started = look.summary.flink_state not in STARTING_IN_FLINK
        if (first and started) or look.summary.flink_state == "FINISHED":
            checkpoints = await self._ask_for(jobs.get_checkpoints, job_id=job_id)
            look = msgspec.structs.replace(look, checkpoints=checkpoints)
        if first and started:
            config = await self._ask_for(jobs.get_checkpoint_config, job_id=job_id)
            look = msgspec.structs.replace(look, checkpoint_config=config)
        return look

    async def _failure(self, job_id: str) -> Failure | None:
        exceptions = await self._ask_for(
            self._client.jobs.get_exceptions, job_id=job_id, max_exceptions=1
        )
        return failure_in(exceptions or Exceptions(), length=self._message_length)

    async def _ask(self, call: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs) -> T:
        async with self._turn:
            return await call(*args, **values)

    async def _ask_for(
        self, call: Callable[P, Awaitable[T]], *args: P.args, **values: P.kwargs
    ) -> T | None:
        """Ask for what a job need not have; None when Flink itself says that there is none."""
        try:
            return await self._ask(call, *args, **values)
        except RefusedError as error:
            if _is_flinks(error):
                return None
            raise


def _is_flinks(error: FlinkRestError) -> bool:
    """Tell whether Flink said it, and not something on the way to it."""
    try:
        said = msgspec.json.decode(error.body, type=dict[str, object])
    except (msgspec.DecodeError, UnicodeDecodeError):
        return error.body.startswith(b'{"errors":')  # a long one is kept in part
    return isinstance(said.get("errors"), list)


def _checked(facts: Facts | None) -> Facts:
    if facts is None:
        raise NotFlinkError("lists a job without an id, a state or a start")
    try:
        job_id_of(facts.job_id)
    except ValueError as error:
        raise NotFlinkError(f"lists a job of which {error}") from None
    return facts
