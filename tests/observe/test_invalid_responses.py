"""Invalid responses: one log line each, no data lost, other clusters unaffected."""

import re
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli
from flinkjobs_target.storage import open_storage

from .conftest import LABELS
from .observer_process import running_observer
from .published_jobs import published_jobs
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def constant_server(
    text: str, *, status: int = 200, content_type: str = "application/json"
) -> SimulatedFlink:
    """Return a server with one constant response."""
    return server_with(lambda _: web.Response(status=status, text=text, content_type=content_type))


def server_with(respond: Callable[[web.BaseRequest], web.StreamResponse]) -> SimulatedFlink:
    flink = SimulatedFlink()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        return respond(request)

    flink.handler = handle
    return flink


def truncating_server() -> SimulatedFlink:
    """Return a server whose responses end too early."""
    flink = SimulatedFlink()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"jobs": [')
        assert request.transport is not None
        request.transport.close()
        return response

    flink.handler = handle
    return flink


INVALID_JOB = '{"jobs": [{"jid": "../etc", "state": "RUNNING", "start-time": 1}]}'
SERVERS = {
    "page": (
        constant_server("<html>Login", content_type="text/html"),
        "answers with a web page, not as Flink",
    ),
    "gateway": (
        constant_server("<html>Bad gateway", status=502, content_type="text/html"),
        "answers 502 with a web page; check the URL and any proxy in front of it",
    ),
    "forbidden": (
        constant_server('{"message": "no"}', status=401),
        "answers 401: no; check how the target signs in there",
    ),
    "missing": (
        constant_server("{}", status=404),
        "answers 404: the server responded with status 404",
    ),
    "empty": (constant_server("{}"), "answers and lists no jobs; is it a Flink cluster?"),
    "list": (constant_server("[]"), "Expected `object`, got `array`"),
    "broken": (constant_server('{"jobs": ['), "Input data was truncated; is it a Flink cluster?"),
    "typed": (constant_server('{"jobs": [{"jid": 1}]}'), "Expected `str | null`, got `int`"),
    "ids": (constant_server(INVALID_JOB), "lists an invalid job: '../etc' is not a Flink job id"),
    "moved": (
        server_with(lambda _: web.Response(status=302, headers={"Location": "http://elsewhere/"})),
        "the server redirects to http://elsewhere/ with status 302",
    ),
    "cut": (truncating_server(), ": it was truncated; its jobs stay unchanged until it responds"),
}


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_each_error_is_one_line_and_other_clusters_go_on(tmp_path: Path) -> None:
    """An error is logged once over many polls; the valid cluster's job is stored, with its markup."""
    valid = SimulatedFlink()
    name = "<script>alert(1)</script>\x1b[2J\n"
    valid.add(SimulatedJob("seed-stream").with_labels(**LABELS).with_name(name))
    invalid = {name: flink for name, (flink, _) in SERVERS.items()}
    data = tmp_path / "data"

    with serve_clusters(valid, *invalid.values()) as urls:
        clusters = dict(zip(("valid", *invalid), urls, strict=True))
        clusters["closed"] = f"http://127.0.0.1:{closed_port()}"
        clusters["tls"] = urls[0].replace("http:", "https:")
        with running_observer(data, clusters) as process:
            for cluster, (_, part) in SERVERS.items():
                line = process.wait_for_line(f"WARNING {cluster}: ")
                assert clusters[cluster] in line
                assert part in line
            closed = process.wait_for_line("WARNING closed: no connection to http://127.0.0.1:")
            assert closed.endswith(
                ": Connection refused; its jobs stay unchanged until it responds"
            )
            tls = process.wait_for_line("WARNING tls: no connection to https://127.0.0.1:")
            assert tls.endswith("; it may not speak TLS; its jobs stay unchanged until it responds")
            process.wait_for(lambda: valid.request_counts["jobs/overview"] > 20)
            assert process.stop() == 0
            warnings = [
                line for line in process.lines if " WARNING " in line and ": is a new" not in line
            ]

    assert len(warnings) == len(SERVERS) + 2, warnings
    assert not any("Traceback" in line for line in process.lines)
    with open_storage(data) as opened:
        documents = published_jobs(opened)
    assert len(documents) == 1
    assert b'"deploymentName":"<script>alert(1)</script>\\u001b[2J\\n"' in documents[0]


def test_new_jobs_are_one_line_per_poll(tmp_path: Path) -> None:
    """The counts of the lines add up to all jobs."""
    flink = SimulatedFlink()
    flink.add(*(SimulatedJob("to-stop", job_id=f"{number:032x}") for number in range(2000)))

    with (
        serve_clusters(flink) as urls,
        running_observer(tmp_path / "data", {"big": urls[0]}, "--interval=1") as process,
    ):
        pattern = re.compile(r"big: (\d+) new jobs, \1 of them unassigned$")

        def counts() -> list[int]:
            return [
                int(match[1]) for line in list(process.lines) if (match := pattern.search(line))
            ]

        process.wait_for(lambda: sum(counts()) == 2000)
        polls = flink.request_counts["jobs/overview"]

    assert len(counts()) <= polls


def test_an_unsupported_version_is_logged_and_observed(tmp_path: Path) -> None:
    """Fields with known names are stored."""
    flink = SimulatedFlink()
    flink.config["flink-version"] = "9.0-SNAPSHOT"
    flink.add(SimulatedJob("seed-stream").with_labels(**LABELS))

    with (
        serve_clusters(flink) as urls,
        running_observer(tmp_path / "data", {"new": urls[0]}) as process,
    ):
        process.wait_for_line("new: Flink 9.0-SNAPSHOT is not a supported version (1.20, 2.x)")
        process.wait_for_line("new: 1 new jobs")


def test_a_recovery_is_logged(tmp_path: Path) -> None:
    """The log has a line for the error and one for its end."""
    flink = constant_server("{}", status=503)

    with (
        serve_clusters(flink) as urls,
        running_observer(tmp_path / "data", {"one": urls[0]}) as process,
    ):
        process.wait_for_line("one: http://127.0.0.1:")
        flink.handler = None
        process.wait_for_line("one: answers again")


@pytest.mark.parametrize(
    ("flags", "message"),
    [
        ([], "there is no cluster to observe; name one with --cluster NAME=URL"),
        (["--cluster=x"], "--cluster must be NAME=URL with http:// or https://, not x"),
        (
            ["--cluster=a=ftp://x"],
            "--cluster must be NAME=URL with http:// or https://, not a=ftp://x",
        ),
        (
            ["--cluster=a=http://x", "--cluster=a=http://y"],
            "--cluster a is given twice",
        ),
        (
            ["--cluster=a=http://x", "--history-server=b=http://y"],
            "--history-server b: there is no --cluster of this name",
        ),
        (
            ["--cluster=a=http://x", "--interval=0"],
            "--interval: must be a number from 0.1 to 3600, not '0'",
        ),
    ],
)
def test_an_invalid_setting_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], message: str
) -> None:
    """No data directory is created."""
    assert cli.main(["observe", f"--data={tmp_path / 'data'}", *flags]) == 1

    assert capsys.readouterr().err == f"flinkjobs-target: {message}\n"
    assert not (tmp_path / "data").exists()
