"""Workflows of deployments: what they do, return, refuse and undo."""

import json
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import (
    Client,
    UsageError,
    WorkflowConflictError,
    WorkflowFailedError,
    WorkflowInterruptedError,
    WorkflowRolledBackError,
    WorkflowTimeoutError,
)
from flinkjobs._runtime.workflows.run_ids import numbered_id
from flinkjobs.workflows import Change, Progress
from flinkjobs_target.engine.simulated.script import Phase, Script

from .deploy_target import DeployTarget, Fault, sql

CHANGED = "INSERT INTO sink SELECT id FROM source"
RUN = "01a20320-0000-7000-8000-0000000000aa"


def states(client: Client) -> list[str | None]:
    """Return the states of the jobs of `orders`, the oldest one first."""
    return [job.state for job in reversed(list(client.jobs.list(deployment="orders")))]


def script_of(client: Client) -> str | None:
    """Return the SQL of `orders`."""
    artifact = client.deployments.get(deployment="orders").artifact
    assert artifact and artifact.sql_artifact
    return artifact.sql_artifact.sql_script


def test_deploy_keeps_state(target: DeployTarget, namespace: str, tmp_path: Path) -> None:
    """The first deploy creates; the second stops with a savepoint, updates, and starts from it."""
    seen: list[Progress] = []
    with target.client(namespace) as client:
        first = client.workflows.deploy(deployment=sql(), journal=tmp_path)
        second = client.workflows.deploy(
            deployment=sql(CHANGED), journal=tmp_path, progress=seen.append
        )
        (saved,) = client.savepoints.list(job_id=first.job_id)

        assert states(client) == ["FINISHED", "RUNNING"]
        assert script_of(client) == CHANGED
        assert (first.savepoint_id, second.savepoint_id) == (None, saved.savepoint_id)
        assert second.deployment_id == first.deployment_id
        assert second.job_id == numbered_id(second.run, 1)
    assert second.durations["untilStopped"] == 5.0
    assert [each.step for each in seen][2:4] == ["stop", "untilStopped"]
    assert {each.run for each in seen} == {second.run}
    assert list(tmp_path.glob("*.json")) == []


async def _deploy_and_wait(target: DeployTarget, namespace: str) -> tuple[Any, Any, Any]:
    async with target.async_client(namespace) as client:
        plan = await client.workflows.plan("deploy", deployment=sql())
        deployed = await client.workflows.deploy(deployment=sql(), journal=False)
        return plan, deployed, await client.workflows.wait(name="orders")


def test_asynchronous_client(target: DeployTarget, namespace: str) -> None:
    """The asynchronous client does and returns the same."""
    plan, deployed, waited = target.run(_deploy_and_wait(target, namespace))

    assert len(plan.steps) == 3
    assert (deployed.state, deployed.job_id) == ("RUNNING", waited.job_id)


def test_plan(target: DeployTarget, namespace: str) -> None:
    """A plan has the difference and the steps to come, and nothing happens."""
    with target.client(namespace) as client:
        client.workflows.deploy(deployment=sql(), journal=False)
        plan = client.workflows.plan("deploy", deployment=sql(CHANGED))

        before = "INSERT INTO sink SELECT * FROM source"
        path = ("artifact", "sqlArtifact", "sqlScript")
        assert plan.changes == (Change(path, before, CHANGED),)
        assert [str(step) for step in plan.steps] == [
            "stop the job instance with a savepoint",
            "wait until it has stopped",
            "look for the savepoint of that stop",
            "update the deployment",
            "start a job instance from that savepoint",
            "wait until the job instance runs",
        ]
        assert states(client) == ["RUNNING"]


def test_stop_tells_the_savepoint(target: DeployTarget, namespace: str) -> None:
    """Stopping twice returns the same savepoint, and restarting goes on from there."""
    with target.client(namespace) as client:
        client.workflows.deploy(deployment=sql(), journal=False)
        stopped = client.workflows.stop(name="orders", journal=False)
        again = client.workflows.stop(name="orders", journal=False)
        restarted = client.workflows.restart(name="orders", journal=False)

        assert stopped.savepoint_location == f"simulated://savepoints/{stopped.savepoint_id}"
        assert again.savepoint_id == restarted.savepoint_id == stopped.savepoint_id
        assert states(client) == ["FINISHED", "RUNNING"]


@pytest.fixture
def failing(target: DeployTarget) -> Any:
    """Let each job that is started from now on fail."""
    script = Script(phases=(Phase(state="STARTING", seconds=0.3), Phase(state="FAILED")))
    yield lambda: target.engine.add(script)
    target.engine.remove(script)


def test_on_failure_rollback(target: DeployTarget, namespace: str, failing: Any) -> None:
    """A version that does not run is rolled back to the settings and the savepoint of the one before."""
    misfit = "INSERT INTO elsewhere SELECT id FROM source"
    with target.client(namespace) as client:
        first = client.workflows.deploy(deployment=sql(), journal=False)
        with pytest.raises(WorkflowRolledBackError, match="was undone") as error:
            client.workflows.deploy(deployment=sql(misfit), on_failure="rollback", journal=False)

        assert states(client) == ["FINISHED", "FAILED", "RUNNING"]
        assert script_of(client) == "INSERT INTO sink SELECT * FROM source"
        assert error.value.result["previous_job_id"] == first.job_id
        with pytest.raises(WorkflowFailedError, match="was rolled back to job instance"):
            client.workflows.deploy(deployment=sql(misfit), resume=error.value.run, journal=False)
        assert states(client)[-1] == "RUNNING"

        failing()
        with pytest.raises(WorkflowFailedError, match="is FAILED, and will not run: The script"):
            client.workflows.deploy(deployment=sql(CHANGED), journal=False)
        assert states(client)[-1] == "FAILED"


def test_nothing_to_go_back_to(target: DeployTarget, namespace: str) -> None:
    """A deployment with a single job has nothing to be rolled back to, and keeps running."""
    with target.client(namespace) as client:
        client.workflows.deploy(deployment=sql(), journal=False)
        with pytest.raises(WorkflowFailedError, match="orders has no job instance to go back to"):
            client.workflows.rollback(name="orders", journal=False)
        with pytest.raises(WorkflowFailedError, match="there is no deployment nothing"):
            client.workflows.stop(name="nothing", journal=False)

        assert states(client) == ["RUNNING"]


def test_change_by_others(target: DeployTarget, namespace: str) -> None:
    """A deployment that somebody changes between two writes is a conflict, and is left as it is."""

    def interfere(progress: Progress) -> None:
        if progress.step == "savepoint":
            target.sleep(60)
            with target.client(namespace) as other:
                other.deployments.update(deployment="orders", description="mine")

    with target.client(namespace) as client:
        client.workflows.deploy(deployment=sql(), journal=False)
        with pytest.raises(WorkflowConflictError, match="the deployment was changed meanwhile"):
            client.workflows.deploy(deployment=sql(CHANGED), journal=False, progress=interfere)

        assert script_of(client) == "INSERT INTO sink SELECT * FROM source"


def test_journal(target: DeployTarget, namespace: str, tmp_path: Path) -> None:
    """With its journal a run needs no inputs to go on, and notices what others started meanwhile."""
    with target.client(namespace) as client:
        client.workflows.deploy(deployment=sql(), journal=False)
    hint = f"continue the run with resume {RUN}"
    with (
        target.client(namespace, Fault("not reached", 6)) as client,
        pytest.raises(WorkflowInterruptedError, match=hint),
    ):
        client.workflows.deploy(deployment=sql(CHANGED), resume=RUN, journal=tmp_path)
    (path,) = tmp_path.glob("*.json")
    assert path.stat().st_mode & 0o077 == 0
    assert json.loads(path.read_bytes())["step"] == "stop"

    with target.client(namespace) as client:
        with pytest.raises(UsageError, match="the run was begun with another deployment"):
            client.workflows.deploy(deployment=sql(), resume=RUN, journal=tmp_path)
        client.workflows.restart(name="orders", journal=False)
        with pytest.raises(
            WorkflowConflictError, match="another job instance was started meanwhile"
        ):
            client.workflows.deploy(resume=RUN, journal=tmp_path)


def test_one_run_at_a_time(target: DeployTarget, namespace: str, tmp_path: Path) -> None:
    """A second run on the same deployment is refused while the first is under way."""
    refused = []

    def second(progress: Progress) -> None:
        with target.client(namespace) as other, pytest.raises(WorkflowConflictError) as error:
            other.workflows.stop(name="orders", journal=tmp_path)
        refused.append(str(error.value))

    with target.client(namespace) as client:
        client.workflows.deploy(deployment=sql(), journal=tmp_path, progress=second)
        client.workflows.stop(name="orders", journal=tmp_path)

    expected = "another run on orders is under way (wait until it has ended)"
    assert set(refused) == {expected}


def test_time_limit(target: DeployTarget, namespace: str) -> None:
    """A step that does not end in time ends the run, which can be continued."""
    slow = Script(phases=(Phase(state="STARTING", seconds=1000.0), Phase(state="RUNNING")))
    target.engine.add(slow)
    try:
        with target.client(namespace) as client:
            with pytest.raises(WorkflowTimeoutError, match="not done after 60 s") as error:
                client.workflows.deploy(deployment=sql(), timeout=60, poll=20, journal=False)
            done = client.workflows.deploy(
                deployment=sql(), resume=error.value.run, timeout=2000, journal=False
            )
            assert states(client) == ["RUNNING"]
    finally:
        target.engine.remove(slow)
    assert done.run == error.value.run


@pytest.mark.parametrize(
    ("call", "expected"),
    [
        (lambda c: c.workflows.deploy(), "deploy needs deployment"),
        (
            lambda c: c.workflows.deploy(deployment=sql(), resume="x"),
            "resume must be a UUID, not 'x'",
        ),
        (lambda c: c.workflows.plan("stop", nam="x"), "stop has no input 'nam'"),
    ],
)
def test_wrong_usage(target: DeployTarget, namespace: str, call: Any, expected: str) -> None:
    """Invalid arguments are refused before anything is sent."""
    with target.client(namespace) as client, pytest.raises(UsageError, match=expected):
        call(client)


def test_ids_of_a_run() -> None:
    """Ids of a run are the same each time, differ, and grow with their numbers and with the run's time."""
    first, second = numbered_id(RUN, 1), numbered_id(RUN, 2)
    later = numbered_id("01a20320-0001-7000-8000-0000000000aa", 1)

    assert first == numbered_id(RUN, 1)
    assert RUN[:13] == first[:13] and first[14] == "7"
    assert first < second < later
