"""Whatever a URL answers with: one clear line, nothing lost, and the others go on."""

import re
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from aiohttp import web

from flinkjobs_target import cli
from flinkjobs_target.storage import open_data

from .conftest import LABELS
from .processes import observing
from .serving import served
from .simulator import SimulatedFlink, SimulatedJob

Handler = Callable[[web.BaseRequest], Awaitable[web.StreamResponse]]


def answering(text: str, *, status: int = 200, kind: str = "application/json") -> SimulatedFlink:
    """A server that always says the same."""
    return instead(lambda _: web.Response(status=status, text=text, content_type=kind))


def instead(answer: Callable[[web.BaseRequest], web.StreamResponse]) -> SimulatedFlink:
    flink = SimulatedFlink()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        return answer(request)

    flink.instead = handle
    return flink


def cut_off() -> SimulatedFlink:
    """A server whose answers end too early."""
    flink = SimulatedFlink()

    async def handle(request: web.BaseRequest) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "1000"})
        await response.prepare(request)
        await response.write(b'{"jobs": [')
        assert request.transport is not None
        request.transport.close()
        return response

    flink.instead = handle
    return flink


JOB = '{"jobs": [{"jid": "../etc", "state": "RUNNING", "start-time": 1}]}'
BAD = {
    "page": (answering("<html>Login", kind="text/html"), "answers with a web page, not as Flink"),
    "gateway": (
        answering("<html>Bad gateway", status=502, kind="text/html"),
        "answers 502 with a web page; check the URL, and what is before it",
    ),
    "forbidden": (
        answering('{"message": "no"}', status=401),
        "answers 401: no; the observer cannot sign in",
    ),
    "missing": (answering("{}", status=404), "answers 404: the server answered with status 404"),
    "empty": (answering("{}"), "answers and lists no jobs; is it a Flink cluster?"),
    "list": (answering("[]"), "Expected `object`, got `array`"),
    "broken": (answering('{"jobs": ['), "Input data was truncated; is it a Flink cluster?"),
    "typed": (answering('{"jobs": [{"jid": 1}]}'), "Expected `str | null`, got `int`"),
    "ids": (answering(JOB), "lists a job of which '../etc' is not a job id of Flink"),
    "moved": (
        instead(lambda _: web.Response(status=302, headers={"Location": "http://elsewhere/"})),
        "the server redirects to http://elsewhere/ with status 302",
    ),
    "cut": (cut_off(), ": it was cut off; nothing is changed until it answers"),
}


def closed_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def test_each_is_one_line_and_the_others_go_on(tmp_path: Path) -> None:
    """Told once, however often it is looked at; the good cluster's job is there, with its markup."""
    good = SimulatedFlink()
    name = "<script>alert(1)</script>\x1b[2J\n"
    good.add(SimulatedJob("seed-stream").labelled(**LABELS).named(name))
    bad = {name: flink for name, (flink, _) in BAD.items()}
    data = tmp_path / "data"

    with served(good, *bad.values()) as urls:
        clusters = dict(zip(("good", *bad), urls, strict=True))
        clusters["closed"] = f"http://127.0.0.1:{closed_port()}"
        clusters["tls"] = urls[0].replace("http:", "https:")
        with observing(data, clusters) as process:
            for cluster, (_, part) in BAD.items():
                line = process.wait_for_line(f"WARNING {cluster}: ")
                assert clusters[cluster] in line
                assert part in line
            closed = process.wait_for_line("WARNING closed: no connection to http://127.0.0.1:")
            assert closed.endswith(": Connection refused; nothing is changed until it answers")
            tls = process.wait_for_line("WARNING tls: no connection to https://127.0.0.1:")
            assert tls.endswith("; it may not speak TLS; nothing is changed until it answers")
            process.wait_for(lambda: good.asked["jobs/overview"] > 20)
            assert 0 == process.stop()
            warnings = [line for line in process.lines if "WARNING" in line]

    assert len(BAD) + 2 == len(warnings), warnings
    assert not any("Traceback" in line for line in process.lines)
    with open_data(data) as opened:
        documents = list(opened.jobs.documents("owner"))
    assert 1 == len(documents)
    assert b'"deploymentName":"<script>alert(1)</script>\\u001b[2J\\n"' in documents[0]


def test_thousands_of_jobs_are_a_few_lines(tmp_path: Path) -> None:
    """One for a look, however many jobs it found, and none is left out."""
    flink = SimulatedFlink()
    flink.add(*(SimulatedJob("to-stop", job_id=f"{number:032x}") for number in range(2000)))

    with (
        served(flink) as urls,
        observing(tmp_path / "data", {"big": urls[0]}, "--interval=1") as process,
    ):
        found = re.compile(r"big: (\d+) new jobs, \1 of them unassigned$")

        def numbers() -> list[int]:
            return [int(one[1]) for line in list(process.lines) if (one := found.search(line))]

        process.wait_for(lambda: sum(numbers()) == 2000)
        looks = flink.asked["jobs/overview"]

    assert len(numbers()) <= looks


def test_an_unknown_version_is_told_and_observed(tmp_path: Path) -> None:
    """Once; what it tells in the known way is kept."""
    flink = SimulatedFlink()
    flink.config["flink-version"] = "9.0-SNAPSHOT"
    flink.add(SimulatedJob("seed-stream").labelled(**LABELS))

    with served(flink) as urls, observing(tmp_path / "data", {"new": urls[0]}) as process:
        process.wait_for_line("new: Flink 9.0-SNAPSHOT is not a version known here (1.20, 2.x)")
        process.wait_for_line("new: 1 new jobs")


def test_a_cluster_that_comes_back_is_told(tmp_path: Path) -> None:
    """And looked at as before."""
    flink = answering("{}", status=503)

    with served(flink) as urls, observing(tmp_path / "data", {"one": urls[0]}) as process:
        process.wait_for_line("one: http://127.0.0.1:")
        flink.instead = None
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
            "--cluster a stands there twice",
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
def test_a_wrong_setting_is_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], flags: list[str], message: str
) -> None:
    """And nothing is made."""
    assert 1 == cli.main(["observe", f"--data={tmp_path / 'data'}", *flags])

    assert f"flinkjobs-target: {message}\n" == capsys.readouterr().err
    assert not (tmp_path / "data").exists()
