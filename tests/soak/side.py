"""One target, on one kind of database, from its start to its end."""

import asyncio
import random
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from flinkjobs_target.storage import open_data

from ..observe.crowds import running_crowds
from ..target import postgresql
from ..target.processes import Server, serving
from .caller import Caller
from .commands import Commands
from .ending import Listed, count_jobs, count_statuses
from .events import Events
from .load import Load, Tally
from .observed import JOBS, Observed
from .outages import Outages
from .plan import Plan
from .sampling import Sampler, open_files
from .world import OBSERVED, World

__all__ = ["DATABASES", "Soaked", "soak"]

DATABASES = ("SQLite", "PostgreSQL")
_IDLE = 3
"""Seconds after which the target closes a connection on which nothing comes."""
_PATIENCE = 60.0


class Soaked(Struct, frozen=True, kw_only=True):
    """What a run left behind, to be judged."""

    tally: Tally
    caller: Caller
    events: Events
    observed: Observed
    sampler: Sampler
    outages: Outages
    listed: Listed
    observed_all: bool
    statuses: dict[int, int]
    files: tuple[int, int]
    """Open files and sockets of the target before and after the load."""
    exit_code: int
    tracebacks: int


def soak(database: str, plan: Plan) -> Soaked:
    """Put a target under load; leave nothing running."""
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as name,
        _place(database, Path(name)) as (place, server),
        open_data(place) as data,
        running_crowds(len(OBSERVED), JOBS) as crowds,
    ):
        folder = Path(name)
        world = World(data)
        log = (folder / "log").open("w")
        flags = ("--admin=127.0.0.1:0", f"--idle-seconds={_IDLE}", "--access-log=none")
        with log, serving(place, *flags, log=log) as target:
            observed = Observed(crowds, place)
            stage = _Stage(plan, world, target, place, server, observed, folder)
            return asyncio.run(stage.play())


@contextmanager
def _place(database: str, folder: Path) -> Iterator[tuple[Path | str, postgresql.Server | None]]:
    """Give a place for data and, if it is PostgreSQL, the server to restart."""
    if database == "SQLite":
        yield folder / "data", None
        return
    binaries = postgresql.find_binaries()
    if binaries is None:
        raise FileNotFoundError("there is no PostgreSQL; install the Debian package postgresql")
    with postgresql.running_server(binaries) as server:
        yield server.new_place(), server


class _Stage:
    """The acts of a run, in order."""

    def __init__(
        self,
        plan: Plan,
        world: World,
        target: Server,
        place: Path | str,
        database: postgresql.Server | None,
        observed: Observed,
        folder: Path,
    ) -> None:
        self._plan = plan
        self._target = target
        self._folder = folder
        self._observed = observed
        self._place = place
        self._database = database
        self._outages = Outages()
        self._caller = Caller(target.url, world, random.Random(plan.seed))
        self._load = Load(self._caller, plan, self._outages)
        self._sampler = Sampler(target.process.pid, place)
        self._events = self._prepared_events()

    async def play(self) -> Soaked:
        """Begin, send, wait, count, stop."""
        self._caller.world.growing.write()
        before = open_files(self._target.process.pid)
        async with self._caller:
            observing = asyncio.create_task(
                self._observed.observe(self._plan.observer_killed_every, self._outages)
            )
            assert await self._observed.seen(self._caller, _PATIENCE), "the observer sees nothing"
            await self._under_load()
            observed_all = await self._observed.seen(self._caller, _PATIENCE)
            await self._end_of(observing)
            listed = await count_jobs(self._caller, self._observed)
        assert self._target.admin is not None
        statuses = await count_statuses(self._target.admin)
        after = await self._open_files_settled(before)
        return Soaked(
            tally=self._load.tally,
            caller=self._caller,
            events=self._events,
            observed=self._observed,
            sampler=self._sampler,
            outages=self._outages,
            listed=listed,
            observed_all=observed_all,
            statuses=statuses,
            files=(before, after),
            exit_code=await asyncio.to_thread(self._stop),
            tracebacks=(self._folder / "log").read_text("utf-8").count("Traceback"),
        )

    async def _under_load(self) -> None:
        """Send what is due while everything else happens; let all of it come to its end."""
        over = asyncio.Event()
        happening = asyncio.create_task(self._events.go_on(over))
        await self._load.run()
        over.set()
        await happening
        await asyncio.to_thread(self._caller.world.growing.finish)

    async def _end_of(self, observing: "asyncio.Task[None]") -> None:
        observing.cancel()
        try:
            await observing
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self._load.tally.blame("the observer", error)

    async def _open_files_settled(self, before: int) -> int:
        """Give the target time to close what is idle, if it needs any."""
        for _ in range(4 * _IDLE):
            if open_files(self._target.process.pid) <= before:
                break
            await asyncio.sleep(0.5)
        return open_files(self._target.process.pid)

    def _prepared_events(self) -> Events:
        return Events(
            plan=self._plan,
            caller=self._caller,
            commands=Commands(self._place, self._folder),
            observed=self._observed,
            sampler=self._sampler,
            outages=self._outages,
            tally=self._load.tally,
            database=self._database,
            folder=self._folder,
        )

    def _stop(self) -> int:
        self._target.process.send_signal(signal.SIGTERM)
        return self._target.process.wait(30)
