"""What happens beside the load: writing, restarts, changes of keys, backups, looks."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

from flinkjobs_target.storage import open_data
from flinkjobs_target.store.sort_keys import Order

from ..target.postgresql import Server
from .caller import Caller
from .commands import Commands
from .growing import BATCH, Growing
from .load import Tally
from .observed import Observed
from .outages import Outages, Unexpected
from .plan import Plan
from .sampling import Sampler

__all__ = ["Events"]


class Events:
    """Everything that goes on until the load is over.

    Commands and backups wait while the database is away: what they do then is tested elsewhere.
    """

    def __init__(
        self,
        *,
        plan: Plan,
        caller: Caller,
        commands: Commands,
        observed: Observed,
        sampler: Sampler,
        outages: Outages,
        tally: Tally,
        database: Server | None,
        folder: Path,
    ) -> None:
        self.done: dict[str, int] = {}
        self._plan = plan
        self._caller = caller
        self._commands = commands
        self._observed = observed
        self._sampler = sampler
        self._outages = outages
        self._tally = tally
        self._database = database
        self._folder = folder
        self._present = asyncio.Lock()

    async def go_on(self, over: asyncio.Event) -> None:
        """Let everything happen at its pace until it is over; what has begun is finished."""
        plan = self._plan
        async with asyncio.TaskGroup() as group:
            for what, every, act in (
                ("batches written", BATCH / plan.written, self._write),
                ("changes of the clusters", plan.change_every, self._change),
                ("looks", plan.sample_every, self._look),
                ("rounds of keys", plan.keys_every, self._change_keys),
                ("backups", plan.backup_every, self._back_up),
                ("restarts of the database", plan.restart_every, self._restart),
            ):
                group.create_task(self._repeat(what, every, act, over))

    async def _repeat(
        self, what: str, every: float, act: Callable[[], Awaitable[Any]], over: asyncio.Event
    ) -> None:
        while not await _is_set(over, every):
            try:
                if await act() is not False:
                    self.done[what] = self.done.get(what, 0) + 1
            except Exception as error:
                self._tally.blame(what, error)

    async def _write(self) -> None:
        await asyncio.to_thread(self._growing.write)

    async def _change(self) -> None:
        await asyncio.to_thread(self._observed.change)

    async def _look(self) -> None:
        await asyncio.to_thread(self._sampler.look, self._observed.pid)

    async def _change_keys(self) -> None:
        async with self._present:
            await self._commands.change_keys(self._caller)
            await self._commands.change_permissions(self._caller)

    async def _back_up(self) -> bool:
        """Back up, and see that the copy holds what was acknowledged before, without a gap."""
        if self._database is not None:
            return False
        copy = self._folder / f"copy-{self.done.get('backups', 0)}"
        async with self._present:
            least = self._growing.acknowledged
            await self._commands.back_up(copy)
        total = await asyncio.to_thread(_count, copy, self._growing)
        if not least <= total <= self._growing.attempted or total % BATCH:
            raise Unexpected(f"a backup has {total} jobs, where {least} were acknowledged")
        return True

    async def _restart(self) -> bool:
        """Stop PostgreSQL in good order or as in a crash, by turns, and start it a while later."""
        if self._database is None:
            return False
        modes = ("fast", "immediate")
        mode = modes[len(self._outages.begun) % 2]
        async with self._present:
            self._outages.begin()
            await asyncio.to_thread(self._database.stop, mode)
            await asyncio.sleep(self._plan.away)
            await asyncio.to_thread(self._database.start)
            self._outages.end()
        return True

    @property
    def _growing(self) -> Growing:
        return self._caller.world.growing


async def _is_set(over: asyncio.Event, seconds: float) -> bool:
    """Wait for an event, so long at most; tell whether it has come."""
    with suppress(TimeoutError):
        await asyncio.wait_for(over.wait(), seconds)
    return over.is_set()


def _count(copy: Path, growing: Growing) -> int:
    """Give how many jobs a backup has of the deployment that grows, from its last job's page."""
    with open_data(copy) as data:
        page = data.jobs.page("owner", growing.place, Order("job_id", "desc"), limit=1, offset=0)
        return page.total
