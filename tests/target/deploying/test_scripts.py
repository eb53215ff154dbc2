"""Scripts of simulated jobs: their form, which jobs follow them, and how a running target has them."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import urllib3

from flinkjobs import Client
from flinkjobs_target import cli
from flinkjobs_target.engine.simulated.script import Phase, Script, build_script, parse_scripts
from flinkjobs_target.errors import TargetError

from ..processes import serving, wait_until
from .conftest import SQL, DeployLoop

HTTP = urllib3.PoolManager(retries=False)
PHASES = [{"state": "STARTING", "polls": 1}, {"state": "RUNNING"}]


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ("{", "Input data was truncated; see docs/guide/deploying-offline.md"),
        ('{"phases": []}', "$: a script needs at least one phase; add one to `phases`"),
        (
            '[{"phases": [{"state": "RUNNING"}]}, {"phases": [{"state": "STARTED"}]}]',
            "Invalid enum value 'STARTED' - at `$[1].phases[0].state`; see docs/guide/",
        ),
        (
            '[{"phases": [{"state": "FAILED"}, {"state": "RUNNING"}]}]',
            "$[0]: FAILED ends a job; make it the last phase",
        ),
        (
            '{"phases": [{"state": "STARTING"}, {"state": "RUNNING"}]}',
            "$: phase STARTING needs either seconds or polls, since another one follows",
        ),
        (
            '{"phases": [{"state": "STARTING", "polls": 0}]}',
            "Expected `int` >= 1 - at `$.phases[0].polls`; see docs/guide/deploying-offline.md",
        ),
        (
            '{"phases": [{"state": "RUNNING"}], "rate": -1}',
            "$: rate, savepoint_seconds and stop_seconds cannot be negative",
        ),
        ('{"phases": [], "speed": 1}', "Object contains unknown field `speed`; see docs/guide/"),
    ],
)
def test_what_a_script_needs(content: str, problem: str) -> None:
    """Each error names the file, what is wrong in it, and where."""
    with pytest.raises(TargetError) as error:
        parse_scripts(content.encode(), "jobs.json")
    assert str(error.value).startswith(f"jobs.json: {problem}")


def test_short_forms_of_phases() -> None:
    """A name lasts for one poll, a number for as many, a time for that time; the last one stays."""
    script = build_script(
        ["STARTING", ("RUNNING", 3), ("RUNNING", timedelta(minutes=1)), "FAILED"], rate=5
    )

    assert script == Script(
        phases=(
            Phase(state="STARTING", polls=1),
            Phase(state="RUNNING", polls=3),
            Phase(state="RUNNING", seconds=60),
            Phase(state="FAILED"),
        ),
        rate=5,
    )


def test_the_first_script_that_fits_is_followed(loop: DeployLoop) -> None:
    """By pattern of the name, workspace and mode; a script that is added comes first."""
    loop.engine.add(
        build_script(["STARTING"], deployment="orders-*", workspace="elsewhere"),
        build_script(["STARTING"], deployment="orders-*", mode="BATCH"),
        build_script([("STARTING", timedelta()), "FAILED"], deployment="orders-*"),
    )
    followed = loop.running("orders-eu")[1]
    other = loop.running("payments")[1]
    loop.engine.add(build_script(["STARTING"], deployment="orders-u?"))

    assert (loop.state(followed), loop.state(other)) == ("FAILED", "RUNNING")
    assert loop.state(loop.running("orders-us")[1]) == "STARTING"


def test_a_started_job_keeps_its_script(loop: DeployLoop) -> None:
    """Scripts that are removed or added later hold for later starts."""
    script = build_script([("STARTING", timedelta(seconds=5)), "FAILED"])
    loop.engine.add(script)
    _, job_id = loop.running()
    loop.engine.remove(script)
    loop.pass_time(5)

    assert loop.state(job_id) == "FAILED"
    assert loop.state(loop.running("other")[1]) == "RUNNING"


def test_a_stop_at_once_overtakes_one_that_waits_for_its_savepoint(loop: DeployLoop) -> None:
    """The job is cancelled, and the savepoint has failed."""
    loop.engine.add(build_script([("STARTING", timedelta()), "RUNNING"], savepoint_seconds=600))
    _, job_id = loop.running()
    loop.stop(job_id, "STOP_WITH_SAVEPOINT")
    loop.stop(job_id)
    loop.pass_time()

    assert loop.state(job_id) == "CANCELLED"
    states = {
        savepoint["savepointOrigin"]: savepoint["status"]["state"]
        for savepoint in loop.savepoints(job_id=job_id)
    }
    assert states["STOP_WITH_SAVEPOINT"] == "FAILED"


def start(client: Client, name: str = "orders") -> str:
    """Create and start a deployment; return the id of its job."""
    body = {"name": name, "executionMode": "STREAMING", "artifact": SQL}
    deployment_id = client.deployments.create(body=body).deployment_id
    job_id = client.jobs.start(body={"deploymentId": str(deployment_id)}).job_id
    assert job_id is not None
    return job_id


def states(client: Client, job_id: str, number: int) -> list[Any]:
    """Return the states of a job that so many polls find."""
    return [client.jobs.get(job_id=job_id).state for _ in range(number)]


def test_a_served_target_follows_a_file(tmp_path: Path) -> None:
    """Without --admin; other jobs run as time passes, behind the page and the faults, too."""
    file = tmp_path / "scripts.json"
    file.write_text(json.dumps({"deployment": "orders", "phases": PHASES}))
    flags = (f"--script={file}", "--access-log=none")
    with serving(tmp_path / "data", *flags) as server, server.client() as client:
        scripted = states(client, start(client), 3)
        other = client.jobs.wait(job_id=start(client, "other"), poll=0.05)

    assert (scripted, other.state) == (["STARTING", "RUNNING", "RUNNING"], "RUNNING")


def test_scripts_change_at_the_admin_address(tmp_path: Path) -> None:
    """As faults do; counters tell what a restore has restored."""
    flags = ("--faults", "--admin=127.0.0.1:0", "--access-log=none")
    with serving(tmp_path, *flags) as server, server.client() as client:
        url = f"{server.admin}/scripts"
        added = HTTP.request("POST", url, json={"deployment": "orders", "phases": PHASES})
        invalid = HTTP.request("POST", url, json={"phases": []})
        job_id = start(client)
        polled = states(client, job_id, 2)
        cleared = HTTP.request("DELETE", url).json()
        listed = HTTP.request("GET", url).json()
        other_id = start(client, "other")
        wait_until(lambda: HTTP.request("GET", f"{server.admin}/counters").json()[other_id] > 0)

    assert added.json()[0]["deployment"] == "orders"
    assert (invalid.status, invalid.json()["error"]) == (
        400,
        "body: $: a script needs at least one phase; add one to `phases`",
    )
    assert (polled, cleared, listed) == (["STARTING", "RUNNING"], [], [])


def test_scripts_are_for_tests_only(tmp_path: Path) -> None:
    """Without --faults nobody can change them."""
    with serving(tmp_path, "--admin=127.0.0.1:0", "--access-log=none") as server:
        statuses = {
            path: HTTP.request("GET", f"{server.admin}{path}").status
            for path in ("/scripts", "/counters", "/health")
        }

    assert statuses == {"/scripts": 404, "/counters": 404, "/health": 200}


def test_a_missing_file_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """In one line, before anything is served."""
    file = tmp_path / "none.json"
    code = cli.main(["serve", "--port=0", f"--data={tmp_path / 'data'}", f"--script={file}"])

    expected = f"{file}: No such file or directory; pass a file to --script"
    assert (code, capsys.readouterr().err) == (1, f"flinkjobs-target: {expected}\n")
