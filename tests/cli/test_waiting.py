"""`jobs wait`, as deployment scripts use it: states once, exit codes, its own time-out."""

import json

import pytest

from ..client.scripted import Answer, Asked, Script, envelope
from .program import run

WAIT = ("jobs", "wait", "--poll", "0.05")


def one(state: str, name: str = "j1", created: int = 5) -> Answer:
    return Answer(json.dumps({"success": True, "data": described(state, name, created)}).encode())


def described(state: str, name: str, created: int) -> dict[str, object]:
    status = {"currentJobStatus": state, "failure": {"message": "The heap is full."}}
    return {"jobId": name, "createdAt": str(created), "status": status}


def states(script: Script, *said: str) -> None:
    """Have the job show one state after the other, the last one from then on."""
    left = list(said)
    script.answer = lambda _: one(left.pop(0) if len(left) > 1 else left[0])


def told(text: str) -> list[str]:
    """Give the states that were told of."""
    return [line.split()[-1] for line in text.splitlines()]


def test_each_state_once(script: Script) -> None:
    """Each change of state is one line, and the goal ends it with 0."""
    states(script, "STARTING", "STARTING", "STARTING", "RUNNING")
    done = run(*WAIT, "--job-id", "j1", script=script)

    assert (0, "") == (done.returncode, done.stderr)
    assert ["STARTING", "RUNNING"] == told(done.stdout)
    assert 4 == len(script.asked)


def test_another_end(script: Script) -> None:
    """What ends otherwise ends with 1, the state told and the reason given."""
    states(script, "STARTING", "FAILED")
    done = run(*WAIT, "--job-id", "j1", script=script)

    assert (1, ["STARTING", "FAILED"]) == (done.returncode, told(done.stdout))
    assert "j1 is FAILED, and will not be RUNNING: The heap is full." in done.stderr
    assert 1 == len(done.stderr.splitlines())


def test_time_out(script: Script) -> None:
    """--timeout is how long to wait for the state; then the exit code is 124."""
    states(script, "STARTING")
    done = run(*WAIT, "--job-id", "j1", "--timeout", "300s", "--timeout", "0.3s", script=script)

    assert (124, ["STARTING"]) == (done.returncode, told(done.stdout))
    assert "not RUNNING after 0.3 s" in done.stderr


def test_call_time_out(script: Script) -> None:
    """--call-timeout is how long to wait for one answer; it is another thing."""
    script.answer = Answer(waits=True)
    done = run(*WAIT, "--job-id", "j1", "--call-timeout", "0.1s", script=script)

    assert (124, "") == (done.returncode, done.stdout)


def test_after(script: Script) -> None:
    """An instance as old as the one named by --after is not taken for the new one."""
    listings = [[described("RUNNING", "old", 5)]] * 3 + [[described("RUNNING", "new", 6), described("RUNNING", "old", 5)]]  # fmt: skip

    def answer(asked: Asked) -> Answer:
        if "deploymentId" in asked.query:
            return envelope(listings.pop(0))
        name = asked.target.rpartition("/")[2]
        return one("RUNNING", name, 5 if name == "old" else 6)

    script.answer = answer
    done = run(*WAIT, "--deployment-id", "d", "--after", "old", "--until", "RUNNING", script=script)

    assert (0, ["new"]) == (
        done.returncode,
        [line.split()[-2] for line in done.stdout.splitlines()],
    )


@pytest.mark.parametrize("output", ["json", "ids"])
def test_for_programs(script: Script, output: str) -> None:
    """In a form for programs, the job comes at the end and the states beside it."""
    states(script, "STARTING", "RUNNING")
    done = run(*WAIT, "--job-id", "j1", "-o", output, script=script)

    assert ["STARTING", "RUNNING"] == told(done.stderr)
    assert "j1" == (json.loads(done.stdout)["jobId"] if output == "json" else done.stdout.strip())


def test_usage(script: Script) -> None:
    """What to wait for must be said, in the words of the command line."""
    none = run(*WAIT, script=script)
    both = run(*WAIT, "--job-id", "j", "--deployment-id", "d", script=script)
    odd = run(*WAIT, "--job-id", "j", "--until", "DONE", script=script)

    assert "pass --job-id or --deployment-id, to say what to wait for" in none.stderr
    assert "leave out --deployment-id" in both.stderr
    assert "argument --until: must be one of STARTING, RUNNING," in odd.stderr
    assert {2} == {none.returncode, both.returncode, odd.returncode}
    assert [] == script.asked
