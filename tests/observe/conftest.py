"""A simulated cluster, an observer of it, and what it wrote."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from flinkjobs_target.observe.cluster_watcher import Watch
from flinkjobs_target.observe.deployments.records import DeploymentRecord
from flinkjobs_target.observe.flink.reader import FlinkReader
from flinkjobs_target.observe.job_log import News
from flinkjobs_target.observe.jobs.facts import Observation
from flinkjobs_target.observe.recorder import Recorder
from flinkjobs_target.storage import Data
from flinkjobs_target.store.jobs import DeploymentKey, UnknownError
from flinkjobs_target.store.sort_keys import Order
from flinkrest import AsyncClient

from ..target.conftest import data, place, postgresql_server
from .serving import served
from .simulator import SimulatedFlink, SimulatedJob

__all__ = ["data", "place", "postgresql_server"]

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
KEY = DeploymentKey("w", "n", "d")
LABELS = {
    "flinkjobs__workspace": "w",
    "flinkjobs__namespace": "n",
    "flinkjobs__deployment": "d",
}


class Observer:
    """Looks at a cluster when a test says so, by a clock that is ten seconds later each time."""

    def __init__(
        self, data: Data, url: str, history: str | None = None, *, message_length: int = 300
    ) -> None:
        self.now = NOW
        self._data = data
        self._runner = asyncio.Runner()
        self._clients: list[AsyncClient] = []
        self._message_length = message_length
        self._watch = self._runner.run(self._start(url, history))

    def look(self, times: int = 1) -> None:
        """Look so many times."""
        for _ in range(times):
            self.now += timedelta(seconds=10)
            self._runner.run(self._watch.look(60))

    def close(self) -> None:
        """Let go of all connections."""
        for client in self._clients:
            self._runner.run(client.close())
        self._runner.close()

    async def _start(self, url: str, history: str | None) -> Watch:
        recorder = Recorder(self._data.observed, "owner", "prod", lambda: self.now)
        archive = self._reader(history) if history else None
        return Watch(self._reader(url), archive, recorder, News("prod"), lost_after=3)

    def _reader(self, url: str) -> FlinkReader:
        client = AsyncClient(endpoint=url, retries=0, timeout=2)
        self._clients.append(client)
        return FlinkReader(client, at_once=4, message_length=self._message_length)

    def jobs(self, key: DeploymentKey = KEY) -> list[dict[str, Any]]:
        """Give the jobs of a deployment, newest first."""
        try:
            page = self._data.jobs.page(
                "owner", key, Order("gmt_create", "desc"), limit=100, offset=0
            )
        except UnknownError:
            return []
        return [json.loads(document) for document in page.documents]

    def job(self) -> dict[str, Any]:
        """Give the only job of the deployment."""
        (job,) = self.jobs()
        return job

    def unassigned(self) -> list[Observation]:
        """Give what is known of jobs without a deployment."""
        documents = self._data.observed.unassigned("owner")
        return [msgspec.json.decode(one, type=Observation) for one in documents]


@pytest.fixture
def flink() -> SimulatedFlink:
    """A cluster without jobs."""
    return SimulatedFlink()


@pytest.fixture
def history() -> SimulatedFlink:
    """A history server without jobs."""
    return SimulatedFlink()


@pytest.fixture
def urls(flink: SimulatedFlink, history: SimulatedFlink) -> Iterator[list[str]]:
    """Where both are."""
    with served(flink, history) as places:
        yield places


@pytest.fixture
def make_observer(data: Data, urls: list[str]) -> Iterator[Callable[..., Observer]]:
    """Make observers of the cluster on one store."""
    made: list[Observer] = []

    def make(*, history: bool = False, **more: Any) -> Observer:
        made.append(Observer(data, urls[0], urls[1] if history else None, **more))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.fixture
def observer(make_observer: Callable[..., Observer]) -> Observer:
    """An observer of the cluster."""
    return make_observer()


@pytest.fixture
def job() -> SimulatedJob:
    """A job that runs, and says where it belongs."""
    return SimulatedJob("seed-stream").labelled(**LABELS)


@pytest.fixture
def apply(data: Data) -> Callable[..., None]:
    """Apply deployment records."""

    def apply(*records: DeploymentRecord) -> None:
        data.observed.put_records("owner", {one.key: msgspec.json.encode(one) for one in records})

    return apply
