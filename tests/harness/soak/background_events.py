"""Background events of a run: writes, restarts, key changes, backups and samples."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.sort_keys import SortOrder

from ...target.postgresql import Server
from .admin_commands import AdminCommands
from .growing_deployment import BATCH, GrowingDeployment
from .load import LoadStatistics
from .load_client import LoadClient
from .observed_clusters import ObservedClusters
from .outages import Outages, UnexpectedResponse
from .plan import Plan
from .sampling import Sampler

__all__ = ["BackgroundEvents"]


class BackgroundEvents:
    """Periodic events beside the load.

    Commands and backups wait during an outage, in which they are tested elsewhere.
    """

    def __init__(
        self,
        *,
        plan: Plan,
        client: LoadClient,
        commands: AdminCommands,
        observed: ObservedClusters,
        sampler: Sampler,
        outages: Outages,
        statistics: LoadStatistics,
        database: Server | None,
        folder: Path,
    ) -> None:
        self.counts: dict[str, int] = {}
        self._plan = plan
        self._client = client
        self._commands = commands
        self._observed = observed
        self._sampler = sampler
        self._outages = outages
        self._statistics = statistics
        self._database = database
        self._folder = folder
        self._available = asyncio.Lock()

    async def run_until(self, stop: asyncio.Event) -> None:
        """Run all events at their intervals until `stop` is set; finish those under way."""
        plan = self._plan
        async with asyncio.TaskGroup() as group:
            for name, interval, event in (
                ("batches written", BATCH / plan.write_rate, self._write),
                ("cluster changes", plan.change_interval, self._change),
                ("samples", plan.sample_interval, self._take_sample),
                ("key changes", plan.key_interval, self._change_keys),
                ("backups", plan.backup_interval, self._back_up),
                ("database restarts", plan.restart_interval, self._restart),
            ):
                group.create_task(self._repeat(name, interval, event, stop))

    async def _repeat(
        self,
        name: str,
        interval: float,
        event: Callable[[], Awaitable[Any]],
        stop: asyncio.Event,
    ) -> None:
        while not await _is_set(stop, interval):
            try:
                if await event() is not False:
                    self.counts[name] = self.counts.get(name, 0) + 1
            except Exception as error:
                self._statistics.record_error(name, error)

    async def _write(self) -> None:
        await asyncio.to_thread(self._growing.write)

    async def _change(self) -> None:
        await asyncio.to_thread(self._observed.change)

    async def _take_sample(self) -> None:
        await asyncio.to_thread(self._sampler.take_sample, self._observed.pid)

    async def _change_keys(self) -> None:
        async with self._available:
            await self._commands.change_keys(self._client)
            await self._commands.change_permissions(self._client)

    async def _back_up(self) -> bool:
        """Back up, and check that the copy holds all acknowledged jobs without a gap."""
        if self._database is not None:
            return False
        copy = self._folder / f"copy-{self.counts.get('backups', 0)}"
        async with self._available:
            minimum = self._growing.acknowledged
            await self._commands.back_up(copy)
        total = await asyncio.to_thread(_count, copy, self._growing)
        if not minimum <= total <= self._growing.attempted or total % BATCH:
            raise UnexpectedResponse(
                f"a backup has {total} jobs, where {minimum} were acknowledged"
            )
        return True

    async def _restart(self) -> bool:
        """Stop PostgreSQL, alternately in an orderly way and as in a crash, and start it again."""
        if self._database is None:
            return False
        modes = ("fast", "immediate")
        mode = modes[len(self._outages.started) % 2]
        async with self._available:
            self._outages.begin()
            await asyncio.to_thread(self._database.stop, mode)
            await asyncio.sleep(self._plan.outage_seconds)
            await asyncio.to_thread(self._database.start)
            self._outages.end()
        return True

    @property
    def _growing(self) -> GrowingDeployment:
        return self._client.seed_data.growing


async def _is_set(event: asyncio.Event, seconds: float) -> bool:
    """Wait for an event for some seconds at most; return whether it is set."""
    with suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), seconds)
    return event.is_set()


def _count(copy: Path, growing: GrowingDeployment) -> int:
    """Return the number of jobs of the growing deployment in a backup."""
    with open_storage(copy) as data:
        page = asyncio.run(
            data.jobs.page(
                "owner", growing.deployment, SortOrder("job_id", "desc"), limit=1, offset=0
            )
        )
        return page.total
