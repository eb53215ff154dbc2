"""Fixtures: a simulated cluster, an observer that is polled by hand, and the jobs it stored."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest

from flinkjobs_target.notices.routing import Routing
from flinkjobs_target.observe.cluster_watcher import ClusterWatcher
from flinkjobs_target.observe.deployments.records import DeploymentRecord
from flinkjobs_target.observe.flink.reader import FlinkReader
from flinkjobs_target.observe.job_log import JobLog
from flinkjobs_target.observe.jobs.facts import Observation
from flinkjobs_target.observe.recorder import Recorder
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.jobs import DeploymentKey, MissingResourceError
from flinkjobs_target.store.sort_keys import SortOrder
from flinkrest import AsyncClient

from ..target.conftest import data, location, postgresql_server
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob

__all__ = ["data", "location", "postgresql_server"]

NOW = datetime(2026, 11, 22, 12, 0, 0, tzinfo=UTC)
KEY = DeploymentKey("w", "n", "d")
LABELS = {
    "flinkjobs__workspace": "w",
    "flinkjobs__namespace": "n",
    "flinkjobs__deployment": "d",
}


class ManualObserver:
    """An observer that polls when a test calls it; its clock advances ten seconds per poll."""

    def __init__(
        self,
        data: Storage,
        url: str,
        history: str | None = None,
        *,
        cluster: str = "prod",
        message_length: int = 300,
        routing: Routing | None = None,
    ) -> None:
        self.now = NOW
        self._data = data
        self._runner = asyncio.Runner()
        self._clients: list[AsyncClient] = []
        self._cluster = cluster
        self._routing = routing
        self._message_length = message_length
        self._watcher = self._runner.run(self._start(url, history))

    def poll(self, times: int = 1) -> None:
        """Poll the cluster `times` times."""
        for _ in range(times):
            self.now += timedelta(seconds=10)
            self._runner.run(self._watcher.poll(60))

    def close(self) -> None:
        """Close all connections."""
        for client in self._clients:
            self._runner.run(client.close())
        self._runner.close()

    async def _start(self, url: str, history: str | None) -> ClusterWatcher:
        recorder = Recorder(
            self._data.observed, "owner", self._cluster, lambda: self.now, self._routing
        )
        archive = self._reader(history) if history else None
        return ClusterWatcher(
            self._reader(url), archive, recorder, JobLog(self._cluster), lost_after=3
        )

    def _reader(self, url: str) -> FlinkReader:
        client = AsyncClient(endpoint=url, retries=0, timeout=2)
        self._clients.append(client)
        return FlinkReader(client, max_concurrent_requests=4, message_length=self._message_length)

    def jobs(self, key: DeploymentKey = KEY) -> list[dict[str, Any]]:
        """Return the jobs of a deployment, newest first."""
        try:
            page = asyncio.run(
                self._data.jobs.page(
                    "owner", key, SortOrder("gmt_create", "desc"), limit=100, offset=0
                )
            )
        except MissingResourceError:
            return []
        return [json.loads(document) for document in page.documents]

    def job(self) -> dict[str, Any]:
        """Return the only job of the deployment."""
        (job,) = self.jobs()
        return job

    def unassigned(self) -> list[Observation]:
        """Return the observations of unassigned jobs."""
        documents = self._data.observed.unassigned("owner")
        return [msgspec.json.decode(document, type=Observation) for document in documents]


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
    """The URLs of the cluster and the history server."""
    with serve_clusters(flink, history) as served_urls:
        yield served_urls


@pytest.fixture
def make_observer(data: Storage, urls: list[str]) -> Iterator[Callable[..., ManualObserver]]:
    """A factory of observers of the cluster, all on one store."""
    observers: list[ManualObserver] = []

    def make(*, history: bool = False, **options: Any) -> ManualObserver:
        observer = ManualObserver(data, urls[0], urls[1] if history else None, **options)
        observers.append(observer)
        return observer

    yield make
    for observer in observers:
        observer.close()


@pytest.fixture
def observer(make_observer: Callable[..., ManualObserver]) -> ManualObserver:
    """An observer of the cluster."""
    return make_observer()


@pytest.fixture
def job() -> SimulatedJob:
    """A running job whose labels name its deployment."""
    return SimulatedJob("seed-stream").with_labels(**LABELS)


@pytest.fixture
def apply_records(data: Storage) -> Callable[..., None]:
    """A function that stores deployment records."""

    def store(*records: DeploymentRecord) -> None:
        data.observed.put_records(
            "owner", {record.key: msgspec.json.encode(record) for record in records}
        )

    return store
