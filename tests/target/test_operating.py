"""Operation: health, metrics, access log, limits, faults and shutdown."""

import json
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import urllib3

from flinkjobs import errors

from .processes import Server, exchange, serving

HTTP = urllib3.PoolManager(retries=False)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with an admin address and low limits."""
    folder = tmp_path_factory.mktemp("data")
    flags = ["--admin=127.0.0.1:0", f"--access-log={folder / 'access.jsonl'}"]
    limits = ["--largest-url=1000", "--largest-headers=2000", "--idle-seconds=1"]
    with serving(folder / "data", *flags, *limits) as running:
        yield running


@pytest.fixture
def log(server: Server) -> Path:
    """The server's access log."""
    command = server.process.args
    assert isinstance(command, list)
    (flag,) = [str(word) for word in command if str(word).startswith("--access-log=")]
    return Path(flag.partition("=")[2])


def entry_of(log: Path, request_id: str | None) -> dict[str, Any]:
    """Return the entry of a request, which is written after its response."""
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        entries: list[dict[str, Any]] = [json.loads(line) for line in log.read_text().splitlines()]
        for entry in entries:
            if entry["request_id"] == request_id:
                return entry
        time.sleep(0.01)
    raise AssertionError(f"{log} has no entry of request {request_id}")


def test_health_and_metrics_are_at_the_admin_address(server: Server) -> None:
    """The API's address does not serve them."""
    assert server.admin is not None
    health = HTTP.request("GET", f"{server.admin}/health")
    metrics = HTTP.request("GET", f"{server.admin}/metrics")

    assert (health.status, health.json()) == (200, {"status": "ok"})
    assert b"flinkjobs_request_seconds" in metrics.data
    assert HTTP.request("GET", f"{server.url}/health").status == 404
    assert HTTP.request("GET", f"{server.admin}/faults").status == 404
    post = HTTP.request("POST", f"{server.admin}/health")
    assert (post.status, post.headers["allow"]) == (405, "GET")


def test_metrics_count_requests_by_operation_status_and_code(server: Server) -> None:
    """Failures are distinguished by their code."""
    with server.client() as client, pytest.raises(errors.NotFoundError):
        client.jobs.list(deployment_id="nowhere")

    metrics = HTTP.request("GET", f"{server.admin}/metrics").data.decode()
    labels = 'code="990301",operation="ListJobs",status="200"'
    assert f"flinkjobs_requests_total{{{labels}}}" in metrics


def test_the_access_log_has_caller_operation_and_outcome(server: Server, log: Path) -> None:
    """One JSON line per request."""
    with server.client() as client, pytest.raises(errors.NotFoundError) as caught:
        client.jobs.list(deployment_id="nowhere")

    line = entry_of(log, caught.value.request_id)
    del line["request_id"]
    assert line.pop("time").endswith("Z")
    assert 0 < line.pop("ms") < 1000
    assert line.pop("bytes") > 0
    assert line == {
        "client": "127.0.0.1",
        "key_id": server.key.id,
        "account": "owner",
        "method": "GET",
        "operation": "ListJobs",
        "status": 200,
        "code": "990301",
    }


def test_the_access_log_contains_no_secrets(server: Server, log: Path) -> None:
    """Neither secret nor token nor signature."""
    invalid = server.client(access_key_secret="guessed-secret", security_token="my-token")
    with invalid as client, pytest.raises(errors.AuthenticationError):
        client.jobs.list(deployment_id="d")

    text = log.read_text()
    for word in (server.key.secret, "guessed-secret", "my-token", "Signature", "ACS3"):
        assert word not in text


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/" + "a" * 2000, {}, 414, "InvalidUrl"),
        ("/nowhere?" + "a" * 2000, {}, 414, "InvalidUrl"),
        ("/nowhere", {"x": "a" * 3000}, 431, "InvalidHeaders"),
    ],
)
def test_too_large_requests_are_refused(
    server: Server, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    """With a code and a request id, as the contract defines."""
    response = HTTP.request("GET", f"{server.url}{path}", headers=headers)

    assert (response.status, response.json()["Code"]) == (status, code)
    assert response.json()["RequestId"] == response.headers["x-acs-request-id"]


def test_an_idle_connection_is_closed(server: Server) -> None:
    """Before the first request, within its headers, and after a response."""
    request = b"GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n"
    started = time.monotonic()

    assert exchange(server.port, b"") == b""
    assert exchange(server.port, request[:9]) == b""
    assert exchange(server.port, request).count(b"HTTP/1.1 404") == 1
    assert time.monotonic() - started < 10


def test_a_body_that_does_not_arrive_is_refused(server: Server) -> None:
    """Or arrives too slowly."""
    path = "/api/v2/namespaces/n/jobs"

    response = exchange(server.port, f"GET {path} HTTP/1.1\r\ncontent-length: 9\r\n\r\na".encode())

    assert response.startswith(b"HTTP/1.1 408 ")
    assert b'"Code":"InvalidBody"' in response


def test_a_throttled_key_is_accepted_after_the_stated_time(tmp_path: Path) -> None:
    """The error has the time to wait."""
    flags = ["--rate=2", "--burst=3", "--access-log=none"]
    with serving(tmp_path, *flags) as server, server.client() as client:
        refusals: list[errors.ServiceError] = []
        for _ in range(5):
            with pytest.raises(errors.ServiceError) as caught:
                client.jobs.list(deployment_id="d")
            refusals.append(caught.value)
        wait = int(refusals[-1].headers["x-acs-retry-after"])
        time.sleep(wait / 1000)
        with pytest.raises(errors.NotFoundError):
            client.jobs.list(deployment_id="d")

    assert [error.code for error in refusals] == ["990301"] * 3 + ["Throttling.User"] * 2
    assert refusals[-1].status == 429
    assert 0 < wait <= 500


def test_requests_in_progress_are_finished_at_shutdown(tmp_path: Path) -> None:
    """New connections are refused, and the health check fails."""
    flags = ["--admin=127.0.0.1:0", "--faults", "--access-log=none"]
    with serving(tmp_path, *flags) as server:
        added = HTTP.request("POST", f"{server.admin}/faults", json={"kind": "wait", "seconds": 1})
        assert added.status == 200
        responses: list[str | None] = []
        request_thread = threading.Thread(target=lambda: responses.append(list_code(server)))
        request_thread.start()
        time.sleep(0.4)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        health = HTTP.request("GET", f"{server.admin}/health")
        with pytest.raises(OSError):
            exchange(server.port, b"")
        request_thread.join()

        assert server.process.wait(10) == 0
    assert responses == ["990301"]
    assert (health.status, health.json()) == (503, {"error": "the target is stopping"})


def list_code(server: Server) -> str | None:
    """List a missing deployment; return the code of the error."""
    with server.client() as client:
        try:
            client.jobs.list(deployment_id="d")
        except errors.FlinkJobsError as error:
            return error.code
    return None


def test_shutdown_has_a_timeout(tmp_path: Path) -> None:
    """Requests beyond it are cancelled, and a warning is logged."""
    flags = ["--admin=127.0.0.1:0", "--faults", "--access-log=none", "--stop-seconds=0.3"]
    with serving(tmp_path, *flags) as server:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "wait", "seconds": 60})
        request_thread = threading.Thread(target=lambda: list_code(server))
        request_thread.start()
        time.sleep(0.4)
        server.process.send_signal(signal.SIGTERM)

        assert server.process.wait(10) == 0
        request_thread.join()
        _, log = server.process.communicate()

    assert "stopped after 0.3 s, before all responses were finished" in log


def test_fault_injection_is_reported(tmp_path: Path) -> None:
    """At start, in the log, and in a response header."""
    with serving(tmp_path, "--admin=127.0.0.1:0", "--faults", "--access-log=none") as server:
        faults = [{"kind": "error", "status": 503}, {"kind": "html"}]
        added = HTTP.request("POST", f"{server.admin}/faults", json=faults)
        invalid = HTTP.request("POST", f"{server.admin}/faults", json={"kind": "crash"})
        responses = [HTTP.request("GET", f"{server.url}/nowhere") for _ in range(3)]
        HTTP.request("POST", f"{server.admin}/faults", json=faults)
        cleared = HTTP.request("DELETE", f"{server.admin}/faults")
        server.process.send_signal(signal.SIGTERM)
        _, log = server.process.communicate()

    assert [response.status for response in responses] == [503, 502, 404]
    marks = [response.headers.get("x-flinkjobs-fault") for response in responses]
    assert marks == ["error", "html", None]
    assert [added["kind"] for added in added.json()] == ["error", "html"]
    assert (invalid.status, invalid.json()["error"]) == (400, "Invalid value 'crash' - at `$.kind`")
    assert cleared.json() == []
    assert f"FAULT INJECTION IS ON: anyone can add faults at {server.admin}/faults" in log
    assert log.count("injecting a fault into /") == 2


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_web_page_cannot_inject_faults(tmp_path: Path, method: str) -> None:
    """A cross-origin request need not read the response."""
    headers = {"origin": "http://evil.example", "content-type": "text/plain"}
    added = b'{"kind": "error"}'
    with serving(tmp_path, "--admin=127.0.0.1:0", "--faults", "--access-log=none") as server:
        refused = HTTP.request(method, f"{server.admin}/faults", body=added, headers=headers)
        pending = HTTP.request("GET", f"{server.admin}/faults").json()

    assert (refused.status, refused.json()["error"]) == (
        403,
        "requests with an Origin header may not change anything here",
    )
    assert pending == []
