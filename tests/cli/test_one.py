"""`jobs get` and `jobs latest` on the command line."""

import json

from ..client.scripted import Answer, Script, envelope
from .program import run

JOB = {"jobId": "j1", "createdAt": "1714058507", "status": {"currentJobStatus": "RUNNING"}}
ONE = Answer(json.dumps({"success": True, "data": JOB}).encode())


def test_get(script: Script) -> None:
    """One job is a table of one row, or JSON."""
    script.answer = ONE
    table = run("jobs", "get", "--job-id", "j1", script=script)
    as_json = run("jobs", "get", "--job-id", "j1", "-o", "json", script=script)

    assert ["j1", "RUNNING"] == table.stdout.splitlines()[1].split()[:2]
    assert json.loads(as_json.stdout) == JOB
    assert "/api/v2/namespaces/n1/jobs/j1" == script.asked[0].target


def test_latest(script: Script) -> None:
    """The latest job is shown as one job is."""
    script.answer = envelope([JOB, {**JOB, "jobId": "j0", "createdAt": "5"}])
    done = run("jobs", "latest", "--deployment-id", "d1", "-o", "json", script=script)

    assert (0, JOB) == (done.returncode, json.loads(done.stdout))
    assert {"deploymentId": "d1", "pageIndex": "1", "pageSize": "10"} == script.asked[0].query


def test_latest_of_none(script: Script) -> None:
    """No job at all is a table without rows, or null."""
    script.answer = envelope([])
    table = run("jobs", "latest", "--deployment-id", "d1", script=script)
    as_json = run("jobs", "latest", "--deployment-id", "d1", "-o", "json", script=script)

    assert (0, 1) == (table.returncode, len(table.stdout.splitlines()))
    assert "null\n" == as_json.stdout


def test_latest_that_nobody_can_tell(script: Script) -> None:
    """An order that leaves the latest open is an error with an exit code of its own."""
    script.answer = envelope([{"jobId": "j1"}, {"jobId": "j2"}])
    done = run("jobs", "latest", "--deployment-id", "d1", script=script)

    assert (5, "") == (done.returncode, done.stdout)
    assert "the latest cannot be told" in done.stderr
