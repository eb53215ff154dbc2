"""A run of one target on one database, from start to stop."""

import asyncio
import random
import signal
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from flinkjobs_target.storage import open_storage

from ...observe.bulk_clusters_process import running_bulk_clusters
from ...target import postgresql
from ...target.processes import Server, serving
from .admin_commands import AdminCommands
from .background_events import BackgroundEvents
from .final_listing import ListingComparison, compare_listings, read_status_counts
from .load import Load, LoadStatistics
from .load_client import LoadClient
from .observed_clusters import JOBS, ObservedClusters
from .outages import Outages
from .plan import Plan
from .sampling import Sampler, count_open_files
from .seed_data import OBSERVED_DEPLOYMENTS, SeedData

__all__ = ["DATABASES", "SoakOutcome", "run_soak"]

DATABASES = ("SQLite", "PostgreSQL")
_IDLE_SECONDS = 3
"""Seconds after which the target closes an idle connection."""
_TIMEOUT = 60.0


class SoakOutcome(Struct, frozen=True, kw_only=True):
    """Data of a run for its evaluation."""

    statistics: LoadStatistics
    client: LoadClient
    events: BackgroundEvents
    observed: ObservedClusters
    sampler: Sampler
    outages: Outages
    listing: ListingComparison
    is_observed: bool
    status_counts: dict[int, int]
    files: tuple[int, int]
    """Open files and sockets of the target before and after the load."""
    exit_code: int
    tracebacks: int


def run_soak(database: str, plan: Plan) -> SoakOutcome:
    """Run a target under load, and stop everything that was started."""
    with (
        tempfile.TemporaryDirectory(prefix="soak-") as name,
        _open_storage(database, Path(name)) as (storage, server),
        open_storage(storage) as data,
        running_bulk_clusters(len(OBSERVED_DEPLOYMENTS), JOBS) as bulk_clusters,
    ):
        folder = Path(name)
        seed_data = SeedData(data)
        log = (folder / "log").open("w")
        flags = ("--admin=127.0.0.1:0", f"--idle-seconds={_IDLE_SECONDS}", "--access-log=none")
        with log, serving(storage, *flags, log=log) as target:
            observed = ObservedClusters(bulk_clusters, storage)
            run = _SoakRun(plan, seed_data, target, storage, server, observed, folder)
            return asyncio.run(run.run())


@contextmanager
def _open_storage(
    database: str, folder: Path
) -> Iterator[tuple[Path | str, postgresql.Server | None]]:
    """Yield the storage of the data and, for PostgreSQL, the server to restart."""
    if database == "SQLite":
        yield folder / "data", None
        return
    binaries = postgresql.find_binaries()
    if binaries is None:
        raise FileNotFoundError(
            "PostgreSQL is not installed; install the Debian package postgresql"
        )
    with postgresql.running_server(binaries) as server:
        yield server.new_location(), server


class _SoakRun:
    """The steps of a run."""

    def __init__(
        self,
        plan: Plan,
        seed_data: SeedData,
        target: Server,
        storage: Path | str,
        database: postgresql.Server | None,
        observed: ObservedClusters,
        folder: Path,
    ) -> None:
        self._plan = plan
        self._target = target
        self._folder = folder
        self._observed = observed
        self._storage = storage
        self._database = database
        self._outages = Outages()
        self._client = LoadClient(target.url, seed_data, random.Random(plan.seed))
        self._load = Load(self._client, plan, self._outages)
        self._sampler = Sampler(target.process.pid, storage)
        self._events = self._build_events()

    async def run(self) -> SoakOutcome:
        """Run observer, load and events; compare the listings; stop the target."""
        self._client.seed_data.growing.write()
        before = count_open_files(self._target.process.pid)
        async with self._client:
            observing = asyncio.create_task(
                self._observed.run_observers(self._plan.observer_kill_interval, self._outages)
            )
            assert await self._observed.wait_until_listed(self._client, _TIMEOUT), (
                "the observer does not list the jobs"
            )
            await self._run_load()
            is_observed = await self._observed.wait_until_listed(self._client, _TIMEOUT)
            await self._cancel(observing)
            listing = await compare_listings(self._client, self._observed)
        assert self._target.admin is not None
        status_counts = await read_status_counts(self._target.admin)
        after = await self._settled_open_files(before)
        return SoakOutcome(
            statistics=self._load.statistics,
            client=self._client,
            events=self._events,
            observed=self._observed,
            sampler=self._sampler,
            outages=self._outages,
            listing=listing,
            is_observed=is_observed,
            status_counts=status_counts,
            files=(before, after),
            exit_code=await asyncio.to_thread(self._stop),
            tracebacks=(self._folder / "log").read_text("utf-8").count("Traceback"),
        )

    async def _run_load(self) -> None:
        """Run load and events; finish all writes."""
        stop = asyncio.Event()
        events = asyncio.create_task(self._events.run_until(stop))
        await self._load.run()
        stop.set()
        await events
        await asyncio.to_thread(self._client.seed_data.growing.finish)

    async def _cancel(self, observing: "asyncio.Task[None]") -> None:
        observing.cancel()
        try:
            await observing
        except asyncio.CancelledError:
            pass
        except Exception as error:
            self._load.statistics.record_error("the observer", error)

    async def _settled_open_files(self, before: int) -> int:
        """Return the open files once the target has closed idle connections."""
        for _ in range(4 * _IDLE_SECONDS):
            if count_open_files(self._target.process.pid) <= before:
                break
            await asyncio.sleep(0.5)
        return count_open_files(self._target.process.pid)

    def _build_events(self) -> BackgroundEvents:
        return BackgroundEvents(
            plan=self._plan,
            client=self._client,
            commands=AdminCommands(self._storage, self._folder),
            observed=self._observed,
            sampler=self._sampler,
            outages=self._outages,
            statistics=self._load.statistics,
            database=self._database,
            folder=self._folder,
        )

    def _stop(self) -> int:
        self._target.process.send_signal(signal.SIGTERM)
        return self._target.process.wait(30)
