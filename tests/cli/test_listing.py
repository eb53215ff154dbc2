"""Listing: which jobs, in which format, against a real target."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ..client.scripted import CannedResponse, ScriptedServer, envelope, page_of
from .program import listed, run

LIST = ("jobs", "list", "--deployment-id", "354dde66-a3ae-463e-967a-0b4107fd****")


def ids(*arguments: str, environ: dict[str, str]) -> list[str]:
    """Return the ids of a listing."""
    done = run(*LIST, "-o", "ids", *arguments, environ=environ)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize(
    "arguments", [["--all"], ["--parallel", "4"], ["--all", "--page-size", "7"]]
)
def test_all(at_target: dict[str, str], jobs: list[dict[str, Any]], arguments: list[str]) -> None:
    """Each job is listed once, newest first."""
    assert ids(*arguments, environ=at_target) == [job["jobId"] for job in jobs]


def test_states(at_target: dict[str, str], jobs: list[dict[str, Any]]) -> None:
    """--state keeps the jobs in these states; upper and lower case are the same."""
    wanted = {"FAILED", "RUNNING"}
    expected = [job["jobId"] for job in jobs if job["status"]["currentJobStatus"] in wanted]

    assert ids("--all", "--state", "failed, RUNNING", environ=at_target) == expected


@pytest.mark.parametrize("order", [[], ["--sort-order", "asc"]])
def test_since(at_target: dict[str, str], jobs: list[dict[str, Any]], order: list[str]) -> None:
    """--since keeps the jobs created since then, in any order of the listing."""
    since = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    expected = [job["jobId"] for job in jobs if int(job["createdAt"]) >= since]
    listed_ids = ids("--all", "--since", "2024-01-01", *order, environ=at_target)

    assert 250 > len(expected) > 0
    assert (listed_ids[::-1] if order else listed_ids) == expected


def test_since_ends_early(server: ScriptedServer) -> None:
    """With the newest first, a listing ends after a page of too old items; else it does not."""
    now = int(datetime.now(UTC).timestamp())
    made = [{"jobId": f"j{n}", "createdAt": str(now - 600 * n)} for n in range(300)]
    server.response = page_of(made)
    arguments = ("--all", "--since", "1h", "--page-size", "10", "-o", "ids")
    done = listed(*arguments, server=server)
    pages = len(server.requests)
    listed(*arguments, "--sort-order", "desc", server=server)

    assert [id_ for id_ in done.stdout.split() if id_ != "j6"] == [f"j{n}" for n in range(6)]
    assert (pages, len(server.requests) - pages) == (2, 30)


def test_a_filtered_page_has_a_note(at_target: dict[str, str]) -> None:
    """A note says how many items were read, since filters see no others."""
    done = run(*LIST, "--state", "FAILED", "--page-size", "20", environ=at_target)

    assert done.stderr.endswith(" of the 20 read match, of 250 in all; --all reads the rest\n")


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--state", "RUNING"], "argument --state: must be one or more of STARTING, RUNNING,"),
        (["--since", "soon"], "must be a duration such as 2h or 1d, or a date"),
        (["--parallel", "0"], "must be an integer from 1 to 100"),
        (["--watch", "often"], "must be a duration such as 30s"),
        (["--watch", "0s"], "such as 30s, 10m, 2h or 1d, at least 0.1s, not '0s'"),
        (["--watch", "1s", "-o", "json"], "use -o jsonl"),
        (["-o", "xml"], "must be one of table, wide, blocks, json, jsonl, csv, ids"),
    ],
)
def test_invalid_values(server: ScriptedServer, arguments: list[str], expected: str) -> None:
    """An invalid value ends with 2 and one line, and nothing is sent."""
    done = listed(*arguments, server=server)

    assert (done.returncode, len(done.stderr.splitlines()), server.requests) == (2, 1, [])
    assert expected in done.stderr


def test_csv(at_target: dict[str, str], jobs: list[dict[str, Any]]) -> None:
    """CSV has a header and a row for each job, with the columns of a wide table."""
    done = run(*LIST, "--all", "-o", "csv", environ=at_target)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))

    assert [row["job_id"] for row in rows] == [job["jobId"] for job in jobs]
    assert rows[0]["created_at_utc"] == "2024-04-25 15:21:47+00:00"
    assert rows[0]["deployment_name"] == jobs[0]["deploymentName"]


def test_csv_keeps_names_unchanged(server: ScriptedServer) -> None:
    """CSV in a pipe keeps control characters and line breaks."""
    name = 'a,"b"\nc\x1b[2J'
    server.response = envelope([{"jobId": name}])
    (row,) = csv.DictReader(io.StringIO(listed("-o", "csv", server=server).stdout, newline=""))

    assert row["job_id"] == name


UNUSUAL = '{"jobId" :"j1", "tomorrow":[1.50,1e400,"\\u006a"], "名":"é" , "createdAt":"5"}'


@pytest.mark.parametrize("output", ["json", "jsonl"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "--deployment-id", "d"],
        ["latest", "--deployment-id", "d"],
        ["get", "--job-id", "j1"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_as_received(server: ScriptedServer, arguments: list[str], output: str) -> None:
    """JSON is written as received, byte for byte, for one job and for many."""
    many = arguments[0] != "get"
    data = f"[{UNUSUAL}]" if many else UNUSUAL
    total = '"totalSize":1,' if many else ""
    server.response = CannedResponse(f'{{"success":true,{total}"data": {data} }}'.encode())
    done = run("jobs", *arguments, "-o", output, server=server)

    expected = (
        f"[\n{UNUSUAL}\n]\n" if arguments[0] == "list" and output == "json" else f"{UNUSUAL}\n"
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, expected, "")


def test_json_lines_are_lines(server: ScriptedServer) -> None:
    """JSON with line breaks is written in one line; its values do not change."""
    server.response = CannedResponse(
        b'{"success":true,"totalSize":1,"data":[{"jobId":\r\n "j 1",\n"n": 1.0}]}'
    )

    assert listed("-o", "jsonl", server=server).stdout == '{"jobId":"j 1","n":1.0}\n'


def test_all_jobs_of_a_target_as_received(
    at_target: dict[str, str], jobs: list[dict[str, Any]]
) -> None:
    """Every job of a real target arrives as it was loaded."""
    done = run(*LIST, "--all", "-o", "jsonl", environ=at_target)

    assert [json.loads(line) for line in done.stdout.splitlines()] == jobs
