"""Targets that cannot be one are recognised by their first response, or by their URL."""

import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flinkjobs_target.tenants import Tenant, open_tenants
from flinkjobs_target.testing.subprocess import running_target
from tests.contract import senders
from tests.contract.clause import Checker
from tests.contract.contract import load_contract
from tests.contract.preflight import require_usable
from tests.contract.target_client import open_client
from tests.contract.targets import UnusableTarget, open_target

from .stub_server import Responder, canned_response, serve_stub

ROOT = Path(__file__).parents[2]
NAMES = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "WORKSPACE",
    "NAMESPACE",
    "DEPLOYMENT",
    "JOB",
)


@pytest.fixture(autouse=True)
def _environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.setenv(name, name.lower())
    for name in ("ALIBABA_CLOUD_SECURITY_TOKEN", "RATE"):
        monkeypatch.delenv(name, raising=False)


def why_not(url: str) -> str:
    """Return the reason why a target cannot be used."""
    contract = load_contract()
    with (
        pytest.raises(UnusableTarget) as raised,
        open_target(url) as target,
        open_client(contract, target) as client,
    ):
        require_usable(Checker(contract, target, client, seed=0))
    assert "\n" not in str(raised.value)
    return str(raised.value)


def refusal(status: int, code: str) -> Responder:
    """Refuse each request with a code."""
    return canned_response(
        status, b'{"Code":"%s","Message":"so it is","RequestId":"1"}' % code.encode()
    )


def failure(code: str) -> Responder:
    """Let each operation fail with a code."""
    body = b'{"requestId":"1","success":false,"errorCode":"%s","errorMessage":"no","data":[]}'
    return canned_response(200, body % code.encode())


def hang_up(connection: socket.socket) -> None:
    connection.recv(4096)


def break_off(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b'HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"data"')


def greet(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"SSH-2.0-OpenSSH_9.6\r\n")


def drip(connection: socket.socket) -> None:
    connection.recv(4096)
    connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")
    while True:
        connection.sendall(b" ")
        time.sleep(0.1)


ANSWERS = {
    "server error": (
        refusal(500, "InternalError"),
        "answers ListJobs with 500: InternalError: so it is",
    ),
    "no answer to a good request": (canned_response(401, b"{}"), "answers ListJobs with 401"),
    "moved": (
        canned_response(301, b"", "text/html", "location: /elsewhere"),
        'answers 301 with text/html, not with JSON: ""',
    ),
    "another API": (
        canned_response(200, b'{"kind":"Status"}'),
        "answers ListJobs with JSON of another kind, without success, errorCode, requestId",
    ),
    "another API that finds nothing": (
        canned_response(404, b'{"detail":"Not Found"}'),
        "answers ListJobs with 404",
    ),
    "impatient": (
        canned_response(429, b"{}", "application/json", "x-acs-retry-after: 1"),
        "still throttles the first ListJobs; try later, or with RATE=1",
    ),
    "another failure": (failure("990099"), "fails ListJobs: 990099: no"),
    "hangs up": (
        hang_up,
        "cannot be reached: Remote end closed connection without response",
    ),
    "breaks off": (break_off, "breaks off in the midst of its response"),
    "another protocol": (greet, "does not speak HTTP: BadStatusLine"),
    "never done": (drip, "cannot be reached: its response takes more than 0.5 seconds"),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_an_odd_answer(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each kind of response that says nothing of jobs has a line of its own."""
    if name == "never done":
        monkeypatch.setattr(senders, "_SECONDS", 0.5)
    answer, expected = ANSWERS[name]
    with serve_stub(answer) as url:
        assert why_not(url) == f"{url} {expected}"


A_URL = "TARGET must be 'local' or a URL such as http://127.0.0.1:8080"
NO_MORE = (
    ", without user, query and fragment; "
    "the access key goes into ALIBABA_CLOUD_ACCESS_KEY_ID and ALIBABA_CLOUD_ACCESS_KEY_SECRET"
)
URLS = {
    "127.0.0.1:8080": f"{A_URL}, not 127.0.0.1:8080",
    "Local": f"{A_URL}, not Local",
    "http:///jobs": f"{A_URL}, not http:///jobs",
    "http://127.0.0.1:0": f"{A_URL}, not http://127.0.0.1:0",
    "http://127.0.0.1:80 80": f"{A_URL}; Port could not be cast to integer value as '80 80'",
    "http://127.0.0.1:99999": f"{A_URL}; Port out of range 0-65535",
    "http://id:guessed-secret@127.0.0.1": f"{A_URL}{NO_MORE}",
    "http://127.0.0.1/?a=b": f"{A_URL}{NO_MORE}",
}


@pytest.mark.parametrize("url", URLS)
def test_an_odd_url(url: str) -> None:
    """A malformed URL is reported without trying it, and without a password in it."""
    assert URLS[url] == why_not(url)


@pytest.mark.parametrize("text", ["many", "-1", "nan", "inf"])
def test_an_odd_rate(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A rate is a number of requests."""
    monkeypatch.setenv("RATE", text)

    expected = f"RATE must be a number of requests a second, 0 for any number, not {text}"
    assert why_not("http://127.0.0.1:9") == expected


@pytest.mark.parametrize("value", [" w", "w\n", "w\rx", "\udcff"])
def test_an_odd_id(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A blank that a careless copy added to an id or a secret is reported before any request."""
    monkeypatch.setenv("WORKSPACE", value)

    expected = "WORKSPACE has a blank or a line break too many; look at its ends"
    assert why_not("http://127.0.0.1:9") == expected


@pytest.mark.parametrize(
    ("setting", "expected"),
    [
        ("--hypothesis-seed=x", "ERROR: SEED must be a whole number, not 'x'"),
        ("--contract-examples=0", "'0' is no number of cases, such as 100"),
    ],
)
def test_an_odd_setting(setting: str, expected: str) -> None:
    """A setting that is not a number is reported before anything is opened."""
    command = [sys.executable, "-m", "pytest", "tests/contract", setting]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ended.returncode == 4
    assert expected in ended.stderr
    assert "INTERNALERROR" not in ended.stdout + ended.stderr


def test_a_blank_is_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An id of blanks is as good as none."""
    monkeypatch.setenv("WORKSPACE", " ")

    expected = "a target by URL needs WORKSPACE in the environment, or --config"
    assert why_not("http://127.0.0.1:9") == expected


def test_another_protocol_than_the_url_says(tmp_path: Path) -> None:
    """A server without TLS is not spoken to over TLS."""
    with running_target(tmp_path) as running:
        url = running.endpoint.replace("http:", "https:")

        assert (
            why_not(url)
            == f"{url} cannot be reached over TLS: wrong version number; is it https that it speaks?"
        )


def test_a_job_of_another_deployment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """JOB is one of the deployment that is named beside it."""
    with running_target(tmp_path) as running, open_tenants(tmp_path) as tenants:
        tenant = tenants.create(running.endpoint)
        tenants.add_jobs(tenant, [{"jobId": "here"}, {"jobId": "b", "deploymentId": "other"}])
        _name(tenant, "b", monkeypatch)

        assert (
            why_not(tenant.endpoint)
            == f"{tenant.endpoint}: what GetJob shows is of deploymentId other, not DEPLOYMENT=deployment"
        )


def _name(tenant: Tenant, job: str, monkeypatch: pytest.MonkeyPatch) -> None:
    values = (
        tenant.access_key_id,
        tenant.access_key_secret,
        tenant.workspace,
        tenant.namespace,
        tenant.deployment_id,
        job,
    )
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)
