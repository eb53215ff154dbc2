"""Health and metrics of an observer, at the address of --observer-admin, and its log file."""

import re
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import urllib3
from aiohttp import web

from ..target.postgresql import required_binaries, running_server
from .observer_process import ObserverProcess, running_observer
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob

HTTP = urllib3.PoolManager(retries=False)
ADMIN = "--observer-admin=127.0.0.1:0"


def admin_url(observer: ObserverProcess) -> str:
    """Return the address that an observer has announced."""
    return observer.wait_for_line("health and metrics at ").rpartition(" ")[2]


def health(url: str) -> tuple[int, str]:
    """Return status and, unless that is 200, the error."""
    response = HTTP.request("GET", f"{url}/health")
    return response.status, response.json().get("error", "")


def unread(url: str) -> list[str]:
    """Return the clusters that were not read, by the error of the health check."""
    return re.findall(r"(\w+) was not read for ", health(url)[1])


def metrics(url: str) -> dict[str, float]:
    """Return the observer's metrics of the cluster `prod`, by the rest of their names."""
    prefix, values = "flinkjobs_observer_", dict[str, float]()
    for line in HTTP.request("GET", f"{url}/metrics").data.decode().splitlines():
        name, _, value = line.partition('{cluster="prod"} ')
        if value:
            values[name.removeprefix(prefix)] = float(value)
    return values


async def unavailable(request: web.BaseRequest) -> web.StreamResponse:
    """Respond as a cluster that cannot."""
    return web.Response(status=503, text="{}")


@pytest.fixture
def unused_url() -> Iterator[str]:
    """The URL of a cluster that refuses connections."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{reserved.getsockname()[1]}"


def test_an_observer_that_reads_its_cluster_is_healthy(tmp_path: Path, job: SimulatedJob) -> None:
    """Its metrics have the last reading, the lag and the counts."""
    flink = SimulatedFlink()
    flink.add(job)
    with (
        serve_clusters(flink) as urls,
        running_observer(
            tmp_path / "data", {"prod": urls[0]}, ADMIN, "--unhealthy-after=200"
        ) as observer,
    ):
        url = admin_url(observer)
        observer.wait_for(lambda: metrics(url)["reads_total"] >= 3)
        status, values = health(url), metrics(url)
        code = observer.stop()

    assert status == (200, "")
    assert values["listed_jobs"] == 1
    assert values["stored_jobs_total"] >= 1
    assert values["failures_total"] == values["history_failures_total"] == 0
    assert 0 <= values["lag_seconds"] < 20
    assert 0 < values["poll_seconds"] < 20
    assert values["last_read_timestamp_seconds"] > 1.7e9
    assert code == 0


def test_a_cluster_that_is_not_read_is_unhealthy_until_it_is(
    tmp_path: Path, job: SimulatedJob
) -> None:
    """After some intervals without a successful poll; the error names the cause."""
    flink = SimulatedFlink()
    flink.add(job)
    with (
        serve_clusters(flink) as urls,
        running_observer(
            tmp_path / "data", {"prod": urls[0]}, ADMIN, "--unhealthy-after=5"
        ) as observer,
    ):
        url = admin_url(observer)
        observer.wait_for(lambda: health(url)[0] == 200 and metrics(url)["reads_total"] > 0)
        flink.handler = unavailable
        observer.wait_for(lambda: urls[0] in health(url)[1])
        error, values = health(url)[1], metrics(url)
        flink.handler = None
        observer.wait_for(lambda: health(url)[0] == 200)

    assert error.startswith("prod was not read for ")
    assert values["failures_total"] > 0
    assert values["lag_seconds"] > 0.5


def test_a_cluster_that_was_never_read_becomes_unhealthy(tmp_path: Path, unused_url: str) -> None:
    """The other one does not hide it."""
    with (
        serve_clusters(SimulatedFlink()) as urls,
        running_observer(
            tmp_path / "data", {"prod": unused_url, "test": urls[0]}, ADMIN
        ) as observer,
    ):
        url = admin_url(observer)
        observer.wait_for(lambda: unread(url) == ["prod"])
        values = metrics(url)

    assert "last_read_timestamp_seconds" not in values
    assert (values["reads_total"], values["listed_jobs"]) == (0, 0)


def test_a_store_that_is_gone_is_unhealthy(tmp_path: Path) -> None:
    """Though the cluster responds."""
    with (
        serve_clusters(SimulatedFlink()) as urls,
        running_observer(
            tmp_path / "data", {"prod": urls[0]}, ADMIN, "--unhealthy-after=10000"
        ) as observer,
    ):
        url = admin_url(observer)
        observer.wait_for(lambda: health(url)[0] == 200)
        shutil.move(tmp_path / "data", tmp_path / "moved")
        observer.wait_for(lambda: health(url)[0] == 503)
        error = health(url)[1]

    assert error.startswith(f"{tmp_path / 'data' / 'jobs.sqlite3'}: was removed or replaced")


def test_an_observer_that_waits_for_its_database_is_unhealthy(unused_url: str) -> None:
    """It answers meanwhile."""
    with running_server(required_binaries()) as server:
        server.stop()
        with running_observer(server.url(), {"prod": unused_url}, ADMIN) as observer:
            url = admin_url(observer)
            observer.wait_for_line("cannot be reached: ")
            status = health(url)
            code = observer.stop()

    assert status == (503, "the storage is not available yet; see the log")
    assert code == 0


def test_an_address_that_others_reach_has_to_be_permitted(tmp_path: Path) -> None:
    """As that of the server."""
    flags = ["--observer-admin=0.0.0.0:0"]
    with running_observer(tmp_path, {"prod": "http://127.0.0.1:1"}, *flags) as observer:
        code = observer.wait()

    assert code == 1
    assert observer.lines == [
        "flinkjobs-target: 0.0.0.0 can be reached by other machines, and traffic would be in plain "
        "text; use a loopback address for --observer-admin, or pass --allow-plaintext"
    ]


def test_the_log_file_of_an_observer_is_opened_again_on_sighup(
    tmp_path: Path, unused_url: str, job: SimulatedJob
) -> None:
    """And the observer goes on."""
    log, flink = tmp_path / "observer.log", SimulatedFlink()
    flink.add(job)
    with (
        serve_clusters(flink) as urls,
        running_observer(tmp_path / "data", {"prod": urls[0]}, f"--error-log={log}") as observer,
    ):
        observer.wait_for(lambda: log.exists() and "prod: 1 new job" in log.read_text())
        log.rename(tmp_path / "rotated.log")
        observer.send(signal.SIGHUP)
        observer.wait_for(log.exists)
        flink.handler = unavailable
        observer.wait_for(lambda: "WARNING prod: " in log.read_text())

        assert observer.stop() == 0
