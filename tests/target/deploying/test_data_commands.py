"""Data commands over what was deployed: export and load, backup and restore, delete and prune."""

import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest

from flinkjobs_target import cli
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import open_storage

from ..conftest import FakeClock
from .conftest import DeployLoop
from .invariants import check_invariants

OpenLoop: TypeAlias = Callable[[Path | str], AbstractContextManager[DeployLoop]]


@pytest.fixture
def open_loop(clock: FakeClock) -> OpenLoop:
    """Open a deploy loop of the first account of a location; all share one clock."""

    @contextmanager
    def open_loop(location: Path | str) -> Iterator[DeployLoop]:
        with open_storage(location) as data:
            Keyring(data.keys).create_first()
            yield DeployLoop(data, clock, SimulatedEngine())

    return open_loop


class Command:
    """Runs the command on a location, and keeps its output."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, location: Path | str, *words: str) -> int:
        code = cli.main([*words, "--data", str(location)])
        self.out, self.err = self._capsys.readouterr()
        return code


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Command:
    """The command."""
    return Command(capsys)


def deploy(loop: DeployLoop) -> tuple[str, str, str]:
    """Deploy twice: one job was stopped with a savepoint, one runs and is being saved."""
    stopped, stopped_job = loop.running("stopped", labels={"team": "a"})
    loop.stop(stopped_job, "STOP_WITH_SAVEPOINT")
    loop.pass_time()
    loop.update(stopped, description="changed")
    running, job_id = loop.running("running")
    return stopped, running, job_id


def everything(loop: DeployLoop, *deployment_ids: str) -> Any:
    """Return all that the API serves of some deployments."""
    return (
        loop.deployments(),
        [loop.deployment(id) for id in deployment_ids],
        [loop.jobs(id) for id in deployment_ids],
        loop.savepoints(),
    )


def test_an_export_has_what_was_deployed(
    location: Path | str, tmp_path: Path, open_loop: OpenLoop, run: Command
) -> None:
    """A loaded copy serves the same, goes on running, and restores from the same state."""
    with open_loop(location) as loop:
        stopped, running, job_id = deploy(loop)
        before = everything(loop, stopped, running)
    run(location, "export")
    (tmp_path / "export.jsonl").write_text(run.out)
    for _ in range(2):  # loading again changes nothing
        assert run(tmp_path / "copy", "load", str(tmp_path / "export.jsonl")) == 0
    loaded, exported = run.out, (tmp_path / "export.jsonl").read_text()
    run(tmp_path / "copy", "export")

    assert loaded.startswith("loaded 2 jobs of 2 deployments (0 new, 2 replaced), 16 other lines, ")
    assert run.out == exported
    with open_loop(tmp_path / "copy") as copy:
        assert everything(copy, stopped, running) == before
        copy.take_savepoint(running)
        copy.stop(job_id)
        copy.pass_time()
        restored = copy.start(stopped, restoreStrategy={"kind": "LATEST_SAVEPOINT"})
        check_invariants(copy.data)
        assert copy.state(job_id) == "CANCELLED"
        assert restored["restoreStrategy"]["savepointId"] == before[3][0]["savepointId"]


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (
            {"deployment": {"document": {}}},
            "Object missing required field `changed` - at `$.deployment`",
        ),
        (
            {"deployment": {"document": {"workspace": "w"}, "changed": False}},
            "its document lacks 'namespace' - at `$`",
        ),
        ({"run": {"jobId": 1}}, "Object missing required field `account` - at `$.run`"),
        (
            {"savepoint": {"workspace": "w", "document": {}, "contents": "!"}},
            "Invalid base64 encoded string - at `$.savepoint.contents`",
        ),
    ],
)
def test_lines_that_cannot_be_loaded(
    tmp_path: Path, run: Command, line: dict[str, Any], problem: str
) -> None:
    """Are reported as jobs are, with line and path."""
    file = tmp_path / "f.jsonl"
    file.write_text(json.dumps(line))

    assert run(tmp_path / "data", "load", str(file)) == 1
    assert run.err == f"flinkjobs-target: {file}:1: {problem}\n"


def test_a_backup_has_what_was_deployed(tmp_path: Path, open_loop: OpenLoop, run: Command) -> None:
    """Restored, it goes on where it was."""
    with open_loop(tmp_path / "data") as loop:
        stopped, running, job_id = deploy(loop)
        before = everything(loop, stopped, running)
        assert run(tmp_path / "data", "backup", str(tmp_path / "copy")) == 0
    run(tmp_path / "restored", "restore", str(tmp_path / "copy"))

    with open_loop(tmp_path / "restored") as restored:
        assert everything(restored, stopped, running) == before
        restored.stop(job_id)
        restored.pass_time()
        assert restored.state(job_id) == "CANCELLED"
        check_invariants(restored.data)


def test_what_runs_is_not_deleted(location: Path | str, open_loop: OpenLoop, run: Command) -> None:
    """Neither the job nor its deployment; once it was stopped, both are."""
    with open_loop(location) as loop:
        deployment_id, job_id = loop.running()
        ids = ("--workspace=w", "--namespace=n", f"--deployment-id={deployment_id}")
        refused = [run(location, "delete", *ids, *jobs) for jobs in ([job_id], [])]
        error = run.err
        loop.stop(job_id)
        loop.pass_time()
        deleted = [run(location, "delete", *ids, *jobs) for jobs in ([job_id], [])]
        check_invariants(loop.data)

    assert (refused, deleted, run.out) == ([1, 1], [0, 0], "deleted 0 jobs\n")
    assert error == (
        f"flinkjobs-target: job {job_id} is run by an engine of this target; stop it first\n"
    )


def test_pruning_keeps_what_runs_and_the_newest_state(
    location: Path | str, open_loop: OpenLoop, run: Command, clock: FakeClock
) -> None:
    """Old jobs go with their runs; of old checkpoints the newest of each deployment stays."""
    clock.now = datetime.now(UTC) - timedelta(days=9)
    with open_loop(location) as loop:
        deployment_id = loop.create()["deploymentId"]
        for _ in range(2):
            job_id = loop.start(deployment_id)["jobId"]
            loop.pass_time(3)
            loop.stop(job_id)
            loop.pass_time()
        live = loop.start(deployment_id)["jobId"]
        loop.pass_time()
        dry = run(location, "prune", "--older-than=5d", "--dry-run"), run.out
        run(location, "prune", "--older-than=5d")
        pruned = run.out
        loop.pass_time()
        check_invariants(loop.data)

        assert (dry, pruned) == ((0, "would delete 2 jobs\n"), "deleted 2 jobs\n")
        assert [job["jobId"] for job in loop.jobs(deployment_id)] == [live]
        assert [savepoint["jobId"] for savepoint in loop.savepoints()] == [job_id]


def test_an_export_has_variables_and_events(
    tmp_path: Path, open_loop: OpenLoop, run: Command
) -> None:
    """Those of a namespace without deployments, too; an encrypted value is there as ciphertext."""
    with open_loop(tmp_path / "data") as loop:
        loop.create_variable("host", "db", description="x")
        loop.create_variable("password", "s3cr3t-value", kind="Encrypted")
        before = (loop.variables(), loop.events())
    run(tmp_path / "data", "export")
    exported = run.out
    (tmp_path / "export.jsonl").write_text(exported)
    for _ in range(2):  # loading again changes nothing
        assert run(tmp_path / "copy", "load", str(tmp_path / "export.jsonl")) == 0

    assert "s3cr3t-value" not in exported
    with open_loop(tmp_path / "copy") as copy:
        assert (copy.variables(), copy.events()) == before
        text = "INSERT INTO sink SELECT '${password}'"
        artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": text}}
        copy.start(copy.create(artifact=artifact)["deploymentId"])  # the key fits


def test_prune_deletes_old_events(
    tmp_path: Path, open_loop: OpenLoop, run: Command, clock: FakeClock
) -> None:
    """By the age of the event; newer ones stay."""
    clock.now = datetime.now(UTC) - timedelta(days=3)
    with open_loop(tmp_path / "data") as loop:
        loop.create("old")
        clock.now = datetime.now(UTC)
        loop.create("new")
    run(tmp_path / "data", "prune", "--older-than", "1d")

    with open_loop(tmp_path / "data") as loop:
        assert len(loop.events()) == 1
