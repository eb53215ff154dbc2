"""A target can be watched, limited and stopped; what is under way is finished."""

import json
import signal
import subprocess
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
    """A server with an admin address and narrow limits."""
    folder = tmp_path_factory.mktemp("data")
    flags = ["--admin=127.0.0.1:0", f"--access-log={folder / 'access.jsonl'}"]
    limits = ["--largest-url=1000", "--largest-headers=2000", "--idle-seconds=1"]
    with serving(folder / "data", *flags, *limits) as running:
        yield running


@pytest.fixture
def log(server: Server) -> Path:
    """Its access log."""
    command = server.process.args
    assert isinstance(command, list)
    (flag,) = [str(word) for word in command if str(word).startswith("--access-log=")]
    return Path(flag.partition("=")[2])


def last_line(log: Path) -> dict[str, Any]:
    """Read the last line of a log, once it is there."""
    line: dict[str, Any] = json.loads(log.read_text().splitlines()[-1])
    return line


def test_health_and_metrics_have_an_address_of_their_own(server: Server) -> None:
    """The API's address knows nothing of them."""
    assert server.admin is not None
    health = HTTP.request("GET", f"{server.admin}/health")
    metrics = HTTP.request("GET", f"{server.admin}/metrics")

    assert (200, {"status": "ok"}) == (health.status, health.json())
    assert b"flinkjobs_request_seconds" in metrics.data
    assert 404 == HTTP.request("GET", f"{server.url}/health").status
    assert 404 == HTTP.request("GET", f"{server.admin}/faults").status
    post = HTTP.request("POST", f"{server.admin}/health")
    assert (405, "GET") == (post.status, post.headers["allow"])


def test_metrics_count_requests_by_operation_status_and_code(server: Server) -> None:
    """What went wrong is told apart by its code."""
    with server.client() as client, pytest.raises(errors.NotFoundError):
        client.jobs.list(deployment_id="nowhere")

    figures = HTTP.request("GET", f"{server.admin}/metrics").data.decode()
    labels = 'code="990301",operation="ListJobs",status="200"'
    assert f"flinkjobs_requests_total{{{labels}}}" in figures


def test_the_access_log_says_who_did_what_and_how_it_ended(server: Server, log: Path) -> None:
    """One JSON line each."""
    with server.client() as client, pytest.raises(errors.NotFoundError) as caught:
        client.jobs.list(deployment_id="nowhere")

    line = last_line(log)
    assert caught.value.request_id == line.pop("request_id")
    assert line.pop("time").endswith("Z")
    assert 0 < line.pop("ms") < 1000
    assert 0 < line.pop("bytes")
    assert {
        "client": "127.0.0.1",
        "key_id": server.key.id,
        "account": "owner",
        "method": "GET",
        "operation": "ListJobs",
        "status": 200,
        "code": "990301",
    } == line


def test_nothing_secret_is_in_the_access_log(server: Server, log: Path) -> None:
    """Neither secret nor token nor signature, whatever went wrong."""
    wrong = server.client(access_key_secret="guessed-secret", security_token="my-token")
    with wrong as client, pytest.raises(errors.AuthenticationError):
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
def test_what_is_too_large_is_refused_in_the_contracts_form(
    server: Server, path: str, headers: dict[str, str], status: int, code: str
) -> None:
    """With a code and a request id, as any refusal."""
    answer = HTTP.request("GET", f"{server.url}{path}", headers=headers)

    assert (status, code) == (answer.status, answer.json()["Code"])
    assert answer.headers["x-acs-request-id"] == answer.json()["RequestId"]


def test_an_idle_connection_is_closed(server: Server) -> None:
    """Before the first request, within its headers, and after an answer."""
    request = b"GET /nowhere HTTP/1.1\r\nhost: a\r\n\r\n"
    began = time.monotonic()

    assert b"" == exchange(server.port, b"")
    assert b"" == exchange(server.port, request[:9])
    assert 1 == exchange(server.port, request).count(b"HTTP/1.1 404")
    assert time.monotonic() - began < 10


def test_a_body_that_does_not_arrive_is_refused(server: Server) -> None:
    """One that comes a byte at a time, too."""
    path = "/api/v2/namespaces/n/jobs"

    answer = exchange(server.port, f"GET {path} HTTP/1.1\r\ncontent-length: 9\r\n\r\na".encode())

    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b'"Code":"InvalidBody"' in answer


def test_a_key_that_asks_too_often_is_told_when_to_come_again(tmp_path: Path) -> None:
    """Each key has its own measure; a client that waits as long as it is told is answered."""
    flags = ["--rate=2", "--burst=3", "--access-log=none"]
    with serving(tmp_path, *flags) as server, server.client() as client:
        found: list[errors.RefusedError] = []
        for _ in range(5):
            with pytest.raises(errors.RefusedError) as caught:
                client.jobs.list(deployment_id="d")
            found.append(caught.value)
        wait = int(found[-1].headers["x-acs-retry-after"])
        time.sleep(wait / 1000)
        with pytest.raises(errors.NotFoundError):
            client.jobs.list(deployment_id="d")

    assert ["990301"] * 3 + ["Throttling.User"] * 2 == [error.code for error in found]
    assert 429 == found[-1].status
    assert 0 < wait <= 500


def test_what_is_under_way_is_finished_when_the_server_is_stopped(tmp_path: Path) -> None:
    """New connections are refused meanwhile, and health says that it is stopping."""
    flags = ["--admin=127.0.0.1:0", "--faults", "--access-log=none"]
    with serving(tmp_path, *flags) as server:
        order = HTTP.request("POST", f"{server.admin}/faults", json={"kind": "wait", "seconds": 1})
        assert 200 == order.status
        answers: list[str | None] = []
        caller = threading.Thread(target=lambda: answers.append(ask(server)))
        caller.start()
        time.sleep(0.4)
        server.process.send_signal(signal.SIGTERM)
        time.sleep(0.2)
        health = HTTP.request("GET", f"{server.admin}/health")
        with pytest.raises(OSError):
            exchange(server.port, b"")
        caller.join()

        assert 0 == server.process.wait(10)
    assert ["990301"] == answers
    assert (503, {"error": "the target is stopping"}) == (health.status, health.json())


def ask(server: Server) -> str | None:
    """Ask for what is not there; give the code of the refusal."""
    with server.client() as client:
        try:
            client.jobs.list(deployment_id="d")
        except errors.FlinkJobsError as error:
            return error.code
    return None


def test_a_server_does_not_wait_for_ever_when_it_is_stopped(tmp_path: Path) -> None:
    """What takes longer than it was given is broken off, and said."""
    flags = ["--admin=127.0.0.1:0", "--faults", "--access-log=none", "--stop-seconds=0.3"]
    with serving(tmp_path, *flags) as server:
        HTTP.request("POST", f"{server.admin}/faults", json={"kind": "wait", "seconds": 60})
        caller = threading.Thread(target=lambda: ask(server))
        caller.start()
        time.sleep(0.4)
        server.process.send_signal(signal.SIGTERM)

        assert 0 == server.process.wait(10)
        caller.join()
        _, log = server.process.communicate()

    assert "stopped before every answer was finished, after 0.3 s" in log


def test_tls_is_for_whoever_has_a_certificate(tmp_path: Path) -> None:
    """And then nothing is answered in plain text."""
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    subprocess.run(
        [
            "openssl",
            "req",
            "-x509",
            "-newkey",
            "rsa:2048",
            "-nodes",
            "-days",
            "1",
            "-subj",
            "/CN=127.0.0.1",
            "-addext",
            "subjectAltName=IP:127.0.0.1",
            "-keyout",
            str(key),
            "-out",
            str(certificate),
        ],
        check=True,
        capture_output=True,
    )
    flags = [f"--tls-certificate={certificate}", f"--tls-key={key}", "--access-log=none"]
    with serving(tmp_path / "data", *flags) as server:
        trusting = urllib3.PoolManager(ca_certs=str(certificate), retries=False)
        answer = trusting.request("GET", f"{server.url}/nowhere")
        with pytest.raises(urllib3.exceptions.HTTPError):
            HTTP.request("GET", server.url.replace("https", "http"))

    assert server.url.startswith("https://")
    assert (404, "InvalidApi.NotFound") == (answer.status, answer.json()["Code"])


def test_faults_are_loud(tmp_path: Path) -> None:
    """At the start, with every fault, and in the answer itself."""
    with serving(tmp_path, "--admin=127.0.0.1:0", "--faults", "--access-log=none") as server:
        orders = [{"kind": "answer", "status": 503}, {"kind": "html"}]
        ordered = HTTP.request("POST", f"{server.admin}/faults", json=orders)
        wrong = HTTP.request("POST", f"{server.admin}/faults", json={"kind": "crash"})
        answers = [HTTP.request("GET", f"{server.url}/nowhere") for _ in range(3)]
        HTTP.request("POST", f"{server.admin}/faults", json=orders)
        cleared = HTTP.request("DELETE", f"{server.admin}/faults")
        server.process.send_signal(signal.SIGTERM)
        _, log = server.process.communicate()

    assert [503, 502, 404] == [answer.status for answer in answers]
    marks = [answer.headers.get("x-flinkjobs-fault") for answer in answers]
    assert ["answer", "html", None] == marks
    assert ["answer", "html"] == [order["kind"] for order in ordered.json()]
    assert (400, "Invalid value 'crash' - at `$.kind`") == (wrong.status, wrong.json()["error"])
    assert [] == cleared.json()
    assert f"FAULTS ARE ON: anyone may order failures at {server.admin}/faults" in log
    assert 2 == log.count("a fault that was ordered befalls /")


@pytest.mark.parametrize("method", ["POST", "DELETE"])
def test_a_web_page_orders_no_faults(tmp_path: Path, method: str) -> None:
    """Else any page that a developer's browser shows could, since it need not read the answer."""
    headers = {"origin": "http://evil.example", "content-type": "text/plain"}
    order = b'{"kind": "answer"}'
    with serving(tmp_path, "--admin=127.0.0.1:0", "--faults", "--access-log=none") as server:
        refused = HTTP.request(method, f"{server.admin}/faults", body=order, headers=headers)
        pending = HTTP.request("GET", f"{server.admin}/faults").json()

    assert (403, "web pages may order nothing here") == (refused.status, refused.json()["error"])
    assert [] == pending
