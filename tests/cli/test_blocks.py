"""Blocks: one job in groups of lines, its failure first; and columns of one's own choice."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from flinkjobs._runtime.cli.output.formatting import format_age, format_span

from ..client.scripted import CannedResponse, ScriptedServer, envelope
from .program import environment, listed, run, without_styles
from .test_terminal import terminal_output, widths

MESSAGE = (
    "The heap is full.\n\tat Sink.write, which has a line that is far longer than a terminal is"
)
GET = ("jobs", "get", "--job-id", "j1")


def failed_job() -> dict[str, Any]:
    """Return a job that started three hours ago and failed three minutes ago."""
    now = int(datetime.now(UTC).timestamp())
    return {
        "jobId": "j1",
        "deploymentName": "orders",
        "startTime": now - 3 * 3600,
        "endTime": now - 190,
        "createdAt": str(now - 3 * 3600 - 5),
        "userFlinkConf": {"a.b": "1"},
        "status": {
            "currentJobStatus": "FAILED",
            "running": {"observedFlinkJobRestarts": 4},
            "failure": {"reason": "HeapError", "message": MESSAGE, "failedAt": now - 190},
        },
    }


@pytest.fixture
def failed(server: ScriptedServer) -> ScriptedServer:
    """A server whose one job has failed."""
    server.response = CannedResponse(json.dumps({"success": True, "data": failed_job()}).encode())
    return server


def values(text: str) -> dict[str, str]:
    """Return the lines with a label as a dictionary."""
    pairs = (line.strip().partition(":") for line in text.splitlines() if ":" in line)
    return {label: value.strip() for label, _, value in pairs}


def test_describe(failed: ScriptedServer) -> None:
    """The failure comes first, with reason, message, duration and restarts, also in a pipe."""
    done = run("jobs", "describe", "--job-id", "j1", server=failed)
    lines = done.stdout.splitlines()
    first = values("\n".join(lines[: lines.index("")]))

    assert (done.returncode, lines[0]) == (0, "Failure")
    assert list(first) == ["Reason", "Message", "Failed at", "Duration", "Restarts"]
    assert (first["Reason"], first["Message"]) == ("HeapError", "The heap is full.")
    assert (first["Duration"], first["Restarts"]) == ("2h56m", "4")
    assert first["Failed at"].endswith("(3m ago)")
    assert "  User flink conf:  a.b: 1" in lines


def test_get_on_a_terminal(failed: ScriptedServer) -> None:
    """On a terminal `get` shows the same, in its width; in a pipe it is a table."""
    shown = terminal_output(*GET, columns=60, environ=environment(failed))
    piped = run(*GET, server=failed)

    assert without_styles(shown).splitlines()[0] == "Failure"
    assert max(widths(shown)) <= 60
    assert {"Start time", "End time"} <= set(values(without_styles(shown)))
    assert piped.stdout.startswith("JOB ID")


def test_a_job_without_failure(server: ScriptedServer) -> None:
    """A group without values is left out, and so is one without the field that it needs."""
    job = {"jobId": "j1", "status": {"running": {"observedFlinkJobRestarts": 4}}}
    server.response = CannedResponse(json.dumps({"success": True, "data": job}).encode())
    done = run("jobs", "describe", "--job-id", "j1", server=server)

    assert done.stdout.splitlines() == ["Job instance", "  Job id:    j1", "  Restarts:  4"]


def test_titles_in_chinese(failed: ScriptedServer) -> None:
    """The titles of groups have translations."""
    done = run("--lang", "zh", "jobs", "describe", "--job-id", "j1", server=failed)

    assert done.stdout.splitlines()[0] == "失败"


@pytest.mark.parametrize("output", ["wide", "csv"])
def test_the_reason_in_listings(server: ScriptedServer, output: str) -> None:
    """`wide` and `csv` show the reason of a failure, and how long the job ran."""
    server.response = envelope([failed_job()])
    done = listed("-o", output, server=server)

    assert "HeapError" in done.stdout
    assert ("2h56m" if output == "wide" else ",10610,") in done.stdout


def test_ages_on_a_terminal(server: ScriptedServer) -> None:
    """A table on a terminal shows ages; --utc and a pipe show times."""
    server.response = envelope([failed_job()])
    arguments = ("jobs", "list", "--deployment-id", "d")
    ages = terminal_output(*arguments, columns=80, environ=environment(server))
    times = terminal_output(*arguments, "--utc", columns=200, environ=environment(server))

    row = " ".join(without_styles(ages).splitlines()[1].split())

    assert row == "j1 FAILED 3h ago 3h ago 3m ago"
    assert " ago" not in times + run(*arguments, server=server).stdout


@pytest.mark.parametrize("names", ["job_id,failure.message", "jobId, status.failure.message"])
def test_columns(server: ScriptedServer, names: str) -> None:
    """--columns chooses fields by their paths, in Python or in JSON names."""
    server.response = envelope([{"jobId": "j1", "status": {"failure": {"message": "full"}}}, {}])
    done = listed("--columns", names, server=server)

    assert (done.returncode, done.stderr) == (0, "")
    assert [line.split() for line in done.stdout.splitlines()] == [
        ["JOB", "ID", "MESSAGE"],
        ["j1", "full"],
        ["-", "-"],
    ]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--columns", "jobid"], "--columns: 'jobid' is no field; did you mean job_id?"),
        (["--columns", "state.x"], "'state.x' is no field; it is inside a value without fields"),
        (["--columns", "failure.xyz"], "known are reason, message, failed_at, failed_at_utc"),
        (["--columns", "state", "-o", "json"], "outputs table, wide, blocks, csv, not json"),
    ],
)
def test_wrong_columns(server: ScriptedServer, arguments: list[str], expected: str) -> None:
    """An unknown column is an error before anything is sent."""
    done = listed(*arguments, server=server)

    assert (done.returncode, done.stdout, server.requests) == (2, "", [])
    assert expected in done.stderr


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_csv_has_no_formulas(server: ScriptedServer, start: str) -> None:
    """A text that a spreadsheet would run as a formula begins with an apostrophe."""
    server.response = envelope([{"jobId": f"{start}cmd()", "deploymentName": "a=b"}])
    done = listed("-o", "csv", "--columns", "job_id,deployment_name", server=server)
    (_, row) = csv.reader(io.StringIO(done.stdout))

    assert row == [f"'{start}cmd()".replace("\r", "\n"), "a=b"]


def test_csv_keeps_negative_numbers(server: ScriptedServer) -> None:
    """A negative number is no formula."""
    server.response = envelope([{"startTime": 5, "endTime": 3}])
    done = listed("-o", "csv", "--columns", "duration", server=server)

    assert done.stdout.splitlines() == ["duration", "-2"]


def test_ages_and_durations() -> None:
    """An age is in its largest unit, a duration in its two largest."""

    now = datetime(2026, 1, 2, tzinfo=UTC)
    ages = [format_age(now - timedelta(seconds=count), now) for count in (5, 65, 7200, 172800, -65)]

    assert ages == ["5s ago", "1m ago", "2h ago", "2d ago", "in 1m"]
    assert [format_span(count) for count in (0, 45, 3600, 93784, -60)] == [
        *("0s", "45s", "1h", "1d2h", "-1m")
    ]
