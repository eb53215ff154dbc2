"""Which jobs are listed and in what form, against a real target."""

import csv
import io
import json
from datetime import UTC, datetime
from typing import Any

import pytest

from ..client.scripted import Answer, Script, envelope, page_of
from .program import listed, run

LIST = ("jobs", "list", "--deployment-id", "354dde66-a3ae-463e-967a-0b4107fd****")


def ids(*words: str, environ: dict[str, str]) -> list[str]:
    """List ids alone."""
    done = run(*LIST, "-o", "ids", *words, environ=environ)
    assert 0 == done.returncode, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("words", [["--all"], ["--parallel", "4"], ["--all", "--page-size", "7"]])
def test_all(at_target: dict[str, str], jobs: list[dict[str, Any]], words: list[str]) -> None:
    """All jobs come once, newest first, however they are read."""
    assert [job["jobId"] for job in jobs] == ids(*words, environ=at_target)


def test_states(at_target: dict[str, str], jobs: list[dict[str, Any]]) -> None:
    """--state keeps the jobs in the states given, in capitals or not."""
    wanted = {"FAILED", "RUNNING"}
    expected = [job["jobId"] for job in jobs if job["status"]["currentJobStatus"] in wanted]

    assert expected == ids("--all", "--state", "failed, RUNNING", environ=at_target)


@pytest.mark.parametrize("order", [[], ["--sort-order", "asc"]])
def test_since(at_target: dict[str, str], jobs: list[dict[str, Any]], order: list[str]) -> None:
    """--since keeps the jobs created since then, in whatever order they are listed."""
    since = datetime(2024, 1, 1, tzinfo=UTC).timestamp()
    expected = [job["jobId"] for job in jobs if int(job["createdAt"]) >= since]
    found = ids("--all", "--since", "2024-01-01", *order, environ=at_target)

    assert 250 > len(expected) > 0
    assert expected == (found[::-1] if order else found)


def test_since_ends_early(script: Script) -> None:
    """Newest first, a listing ends when a whole page was too old; in another order it goes on."""
    now = int(datetime.now(UTC).timestamp())
    made = [{"jobId": f"j{n}", "createdAt": str(now - 600 * n)} for n in range(300)]
    script.answer = page_of(made)
    words = ("--all", "--since", "1h", "--page-size", "10", "-o", "ids")
    done = listed(*words, script=script)
    pages = len(script.asked)
    listed(*words, "--sort-order", "desc", script=script)

    assert [f"j{n}" for n in range(6)] == [one for one in done.stdout.split() if one != "j6"]
    assert (2, 30) == (pages, len(script.asked) - pages)


def test_one_page_filtered_says_so(at_target: dict[str, str]) -> None:
    """A filter looks at what was read, and the program says how much that was."""
    done = run(*LIST, "--state", "FAILED", "--page-size", "20", environ=at_target)

    assert done.stderr.endswith(" kept of 20 read, of 250 in all; --all reads the rest\n")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--state", "RUNING"], "argument --state: must be some of STARTING, RUNNING,"),
        (["--since", "soon"], "must be a length of time such as 2h or 1d, or a date"),
        (["--parallel", "0"], "must be an integer from 1 to 100"),
        (["--watch", "often"], "must be a length of time such as 30s"),
        (["--watch", "0s"], "such as 30s, 10m, 2h or 1d, of 0.1s at least, not '0s'"),
        (["--watch", "1s", "-o", "json"], "use -o jsonl"),
        (["-o", "xml"], "must be one of table, wide, json, jsonl, csv, ids"),
    ],
)
def test_wrong_choices(script: Script, words: list[str], expected: str) -> None:
    """A choice that is none ends with 2 and one line, and nothing is sent."""
    done = listed(*words, script=script)

    assert (2, 1, []) == (done.returncode, len(done.stderr.splitlines()), script.asked)
    assert expected in done.stderr


def test_csv(at_target: dict[str, str], jobs: list[dict[str, Any]]) -> None:
    """CSV has a head and a row for each job, with the columns of a wide table."""
    done = run(*LIST, "--all", "-o", "csv", environ=at_target)
    rows = list(csv.DictReader(io.StringIO(done.stdout)))

    assert [job["jobId"] for job in jobs] == [row["job_id"] for row in rows]
    assert "2024-04-25 15:21:47+00:00" == rows[0]["created_at_utc"]
    assert jobs[0]["deploymentName"] == rows[0]["deployment_name"]


def test_csv_of_names_with_line_ends(script: Script) -> None:
    """A program that reads CSV gets names as they are, not as a terminal would need them."""
    name = 'a,"b"\nc\x1b[2J'
    script.answer = envelope([{"jobId": name}])
    (row,) = csv.DictReader(io.StringIO(listed("-o", "csv", script=script).stdout, newline=""))

    assert name == row["job_id"]


ODD = '{"jobId" :"j1", "tomorrow":[1.50,1e400,"\\u006a"], "名":"é" , "createdAt":"5"}'


@pytest.mark.parametrize("output", ["json", "jsonl"])
@pytest.mark.parametrize(
    "words",
    [
        ["list", "--deployment-id", "d"],
        ["latest", "--deployment-id", "d"],
        ["get", "--job-id", "j1"],
    ],
    ids=lambda words: words[0],
)
def test_as_received(script: Script, words: list[str], output: str) -> None:
    """JSON is what was received, byte for byte, for one job as for many."""
    many = words[0] != "get"
    data = f"[{ODD}]" if many else ODD
    total = '"totalSize":1,' if many else ""
    script.answer = Answer(f'{{"success":true,{total}"data": {data} }}'.encode())
    done = run("jobs", *words, "-o", output, script=script)

    expected = f"[\n{ODD}\n]\n" if words[0] == "list" and output == "json" else f"{ODD}\n"
    assert (0, expected, "") == (done.returncode, done.stdout, done.stderr)


def test_json_lines_are_lines(script: Script) -> None:
    """What came over several lines takes one; nothing else of it changes."""
    script.answer = Answer(
        b'{"success":true,"totalSize":1,"data":[{"jobId":\r\n "j 1",\n"n": 1.0}]}'
    )

    assert '{"jobId":"j 1","n":1.0}\n' == listed("-o", "jsonl", script=script).stdout


def test_everything_of_a_target_as_received(
    at_target: dict[str, str], jobs: list[dict[str, Any]]
) -> None:
    """Every job of a real target arrives as it was loaded."""
    done = run(*LIST, "--all", "-o", "jsonl", environ=at_target)

    assert jobs == [json.loads(line) for line in done.stdout.splitlines()]
