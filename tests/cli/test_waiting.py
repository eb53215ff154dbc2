"""The command `jobs wait`, as deployment scripts use it."""

import json

import pytest

from ..client.scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope
from .program import run

WAIT = ("jobs", "wait", "--poll", "0.05")


def one(state: str, name: str = "j1", created: int = 5) -> CannedResponse:
    return CannedResponse(
        json.dumps({"success": True, "data": described(state, name, created)}).encode()
    )


def described(state: str, name: str, created: int) -> dict[str, object]:
    failure = {"reason": "HeapError", "message": "The heap is full."}
    status = {"currentJobStatus": state, "failure": failure}
    return {"jobId": name, "createdAt": str(created), "status": status}


def states(server: ScriptedServer, *names: str) -> None:
    """Make the job have these states, one per request; the last one stays."""
    remaining = list(names)
    server.response = lambda _: one(remaining.pop(0) if len(remaining) > 1 else remaining[0])


def printed_states(text: str) -> list[str]:
    """Return the states that were printed."""
    return [line.split()[3] for line in text.splitlines()]


def test_each_state_is_printed_once(server: ScriptedServer) -> None:
    """Each change of state is one line; reaching the goal ends with 0."""
    states(server, "STARTING", "STARTING", "STARTING", "RUNNING")
    done = run(*WAIT, "--job-id", "j1", server=server)

    assert (done.returncode, done.stderr) == (0, "")
    assert printed_states(done.stdout) == ["STARTING", "RUNNING"]
    assert len(server.requests) == 4


def test_another_final_state(server: ScriptedServer) -> None:
    """Another final state ends with 1, and its reason is printed."""
    states(server, "STARTING", "FAILED")
    done = run(*WAIT, "--job-id", "j1", server=server)

    assert (done.returncode, printed_states(done.stdout)) == (1, ["STARTING", "FAILED"])
    assert done.stdout.splitlines()[1].endswith("  FAILED  HeapError: The heap is full.")
    assert "j1 is FAILED, and will not be RUNNING: HeapError: The heap is full." in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_the_timeout_of_a_wait(server: ScriptedServer) -> None:
    """--timeout is the maximum time to wait for the state; its exit code is 124."""
    states(server, "STARTING")
    done = run(*WAIT, "--job-id", "j1", "--timeout", "300s", "--timeout", "0.3s", server=server)

    assert (done.returncode, printed_states(done.stdout)) == (124, ["STARTING"])
    assert "not RUNNING after 0.3 s" in done.stderr


def test_the_timeout_of_a_request(server: ScriptedServer) -> None:
    """--call-timeout is the timeout of a single request."""
    server.response = CannedResponse(waits=True)
    done = run(*WAIT, "--job-id", "j1", "--call-timeout", "0.1s", server=server)

    assert (done.returncode, done.stdout) == (124, "")


def test_older_instances_are_ignored(server: ScriptedServer) -> None:
    """--after ignores instances that are not newer than this one."""
    listings = [[described("RUNNING", "old", 5)]] * 3 + [[described("RUNNING", "new", 6), described("RUNNING", "old", 5)]]  # fmt: skip

    def answer(request: ReceivedRequest) -> CannedResponse:
        if "deploymentId" in request.query:
            return envelope(listings.pop(0))
        name = request.target.rpartition("/")[2]
        return one("RUNNING", name, 5 if name == "old" else 6)

    server.response = answer
    done = run(*WAIT, "--deployment-id", "d", "--after", "old", "--until", "RUNNING", server=server)

    assert (
        done.returncode,
        [line.split()[-2] for line in done.stdout.splitlines()],
    ) == (0, ["new"])


@pytest.mark.parametrize("output", ["json", "ids"])
def test_output_for_programs(server: ScriptedServer, output: str) -> None:
    """The job is on standard output at the end, the states are on standard error."""
    states(server, "STARTING", "RUNNING")
    done = run(*WAIT, "--job-id", "j1", "-o", output, server=server)

    assert printed_states(done.stderr) == ["STARTING", "RUNNING"]
    assert (json.loads(done.stdout)["jobId"] if output == "json" else done.stdout.strip()) == "j1"


def test_wrong_usage(server: ScriptedServer) -> None:
    """The subject of the wait is required; errors name options."""
    none = run(*WAIT, server=server)
    both = run(*WAIT, "--job-id", "j", "--deployment-id", "d", server=server)
    odd = run(*WAIT, "--job-id", "j", "--until", "DONE", server=server)

    assert (
        "pass --job-id or --deployment-id or --deployment, to say what to wait for" in none.stderr
    )
    assert "leave out --deployment-id" in both.stderr
    assert "argument --until: must be one of STARTING, RUNNING," in odd.stderr
    assert {none.returncode, both.returncode, odd.returncode} == {2}
    assert server.requests == []
