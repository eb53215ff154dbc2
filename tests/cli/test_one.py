"""The commands `jobs get` and `jobs latest`."""

import json

from ..client.scripted import CannedResponse, ScriptedServer, envelope
from .program import run

JOB = {"jobId": "j1", "createdAt": "1714058507", "status": {"currentJobStatus": "RUNNING"}}
ONE = CannedResponse(json.dumps({"success": True, "data": JOB}).encode())


def test_get(server: ScriptedServer) -> None:
    """One job is a table of one row, or JSON."""
    server.response = ONE
    table = run("jobs", "get", "--job-id", "j1", server=server)
    as_json = run("jobs", "get", "--job-id", "j1", "-o", "json", server=server)

    assert table.stdout.splitlines()[1].split()[:2] == ["j1", "RUNNING"]
    assert json.loads(as_json.stdout) == JOB
    assert server.requests[0].target == "/api/v2/namespaces/n1/jobs/j1"


def test_latest(server: ScriptedServer) -> None:
    """The latest job is shown as one job is."""
    server.response = envelope([JOB, {**JOB, "jobId": "j0", "createdAt": "5"}])
    done = run("jobs", "latest", "--deployment-id", "d1", "-o", "json", server=server)

    assert (done.returncode, json.loads(done.stdout)) == (0, JOB)
    assert server.requests[0].query == {"deploymentId": "d1", "pageIndex": "1", "pageSize": "10"}


def test_latest_of_an_empty_listing(server: ScriptedServer) -> None:
    """Without jobs, the output is a table without rows, or null."""
    server.response = envelope([])
    table = run("jobs", "latest", "--deployment-id", "d1", server=server)
    as_json = run("jobs", "latest", "--deployment-id", "d1", "-o", "json", server=server)

    assert (table.returncode, len(table.stdout.splitlines())) == (0, 1)
    assert as_json.stdout == "null\n"


def test_latest_is_undecidable(server: ScriptedServer) -> None:
    """A listing whose order does not determine the latest item is an error."""
    server.response = envelope([{"jobId": "j1"}, {"jobId": "j2"}])
    done = run("jobs", "latest", "--deployment-id", "d1", server=server)

    assert (done.returncode, done.stdout) == (5, "")
    assert "the latest item is uncertain" in done.stderr
