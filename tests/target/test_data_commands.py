"""Commands that load, export, delete, prune and back up jobs, on SQLite and PostgreSQL."""

import asyncio
import json
import os
import pty
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from flinkjobs_target import cli
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.database.migrations import JOBS
from flinkjobs_target.store.jobs import DeploymentKey, Page
from flinkjobs_target.store.sort_keys import SortOrder

JOB = {"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}
HERE = ("--workspace=w", "--namespace=n", "--deployment-id=d")


class Command:
    """Runs the command on a storage location, and keeps its output."""

    def __init__(self, location: Path | str, capsys: pytest.CaptureFixture[str]) -> None:
        self.location = location
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        code = cli.main([*words, "--data", str(self.location)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def page(self, deployment_id: str = "d") -> Page:
        """Read the jobs of a deployment, oldest first."""
        key, order = DeploymentKey("w", "n", deployment_id), SortOrder("gmt_create", "asc")
        with open_storage(self.location) as data:
            return asyncio.run(data.jobs.page("owner", key, order, limit=100, offset=0))

    def ids(self) -> list[str]:
        """Return the ids of the jobs, oldest first."""
        return [json.loads(document)["jobId"] for document in self.page().documents]


@pytest.fixture
def command(location: Path | str, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command on an empty storage location."""
    return Command(location, capsys)


def write(path: Path, jobs: Iterable[dict[str, Any]]) -> str:
    """Write a file with one job per line."""
    path.write_text("".join(json.dumps(job) + "\n" for job in jobs))
    return str(path)


def test_an_export_can_be_loaded_again(
    command: Command, tmp_path: Path, example: dict[str, Any], capsys: Any
) -> None:
    """Byte for byte: unknown fields, numbers and escapes included."""
    odd = '{"jobId":"\\u00e9","deploymentId":"d","namespace":"n","workspace":"w","x":[1.0,1e5]}'
    file = tmp_path / "jobs.jsonl"
    file.write_text(f"{odd}\n{json.dumps(example, indent=None, separators=(',', ':'))}\n")
    command("load", str(file))
    assert command("export") == 0
    exported = command.out
    (tmp_path / "again.jsonl").write_text(exported)
    copy = Command(tmp_path / "copy", capsys)
    copy("load", str(tmp_path / "again.jsonl"))
    copy("export")

    assert sorted(file.read_text().splitlines()) == sorted(exported.splitlines())
    assert copy.out == exported


def test_an_export_is_sorted_by_deployment_and_time(command: Command, tmp_path: Path) -> None:
    """The same data give the same file."""
    jobs = [
        JOB | {"jobId": "new", "createdAt": "9"},
        JOB | {"jobId": "elsewhere", "deploymentId": "c", "createdAt": "5"},
        JOB | {"jobId": "old", "createdAt": "1"},
    ]
    command("load", write(tmp_path / "f", jobs))
    command("export")

    lines = command.out.splitlines()
    assert [json.loads(line)["jobId"] for line in lines] == ["elsewhere", "old", "new"]


def test_an_export_contains_the_jobs_of_one_account(command: Command, tmp_path: Path) -> None:
    """An account that does not exist is an error."""
    command("load", write(tmp_path / "f", [JOB]))
    command("keys", "create", "--account=acme")

    assert (command("export", "--account=acme"), command.out) == (0, "")
    assert command("export", "--account=nobody") == 1
    assert command.err.startswith("flinkjobs-target: there is no account nobody; ")


def test_batches_before_an_error_are_kept(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message has line, path and the number of jobs added."""
    monkeypatch.setattr("flinkjobs_target.store.jobs._BATCH", 2)
    jobs = [JOB | {"jobId": str(number)} for number in range(5)]
    file = write(tmp_path / "f", [*jobs, JOB | {"startTime": "soon"}])

    assert command("load", file) == 1
    assert (
        command.err
        == f"flinkjobs-target: {file}:6: Expected `int | null`, got `str` - at `$.startTime`; "
        "loaded 4 jobs of 1 deployment (4 new, 0 replaced) before that\n"
    )
    assert command.ids() == ["0", "1", "2", "3"]


def test_an_atomic_load_adds_all_or_nothing(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An error on the last line rolls all batches back."""
    monkeypatch.setattr("flinkjobs_target.store.jobs._BATCH", 2)
    jobs = [JOB | {"jobId": str(number)} for number in range(5)]
    whole, spoilt = write(tmp_path / "f", jobs), write(tmp_path / "g", [*jobs, {}])

    assert command("load", "--atomic", whole) == 0
    assert command.ids() == ["0", "1", "2", "3", "4"]
    command("delete", *HERE)
    assert command("load", "--atomic", spoilt) == 1
    assert (
        command.err[: len(f"flinkjobs-target: {spoilt}:6: `$.jobId` is missing")],
        "before that" not in command.err,
    ) == (f"flinkjobs-target: {spoilt}:6: `$.jobId` is missing", True)
    assert command("delete", *HERE) == 1


def test_jobs_are_deleted_by_id(command: Command, tmp_path: Path) -> None:
    """Missing ids are counted."""
    command("load", write(tmp_path / "f", [JOB | {"jobId": id} for id in "abc"]))

    assert command("delete", *HERE, "a", "c", "x") == 0
    assert command.out == "deleted 2 jobs; 1 not found\n"
    assert (command.ids(), command.page().total) == (["b"], 1)


def test_a_deployment_is_deleted_with_all_its_jobs(command: Command, tmp_path: Path) -> None:
    """Other deployments are unchanged."""
    other = JOB | {"deploymentId": "e"}
    command("load", write(tmp_path / "f", [*(JOB | {"jobId": id} for id in "ab"), other]))

    assert command("delete", *HERE) == 0
    assert command.out == "deleted 2 jobs\n"
    assert command.page("e").total == 1
    assert command("delete", *HERE) == 1
    assert command.err == "flinkjobs-target: account owner has no deployment d\n"


def test_old_jobs_are_pruned(command: Command, tmp_path: Path) -> None:
    """By creation time; jobs without one are kept."""
    now = int(time.time())
    ages = {"new": 600, "younger": 29 * 86400, "older": 31 * 86400, "ancient": now}
    jobs = [JOB | {"jobId": id, "createdAt": str(now - age)} for id, age in ages.items()]
    command("load", write(tmp_path / "f", [*jobs, JOB | {"jobId": "timeless"}]))

    assert command("prune", "--older-than", "30d") == 0
    assert command.out == "deleted 2 jobs\n"
    assert command.ids() == ["timeless", "younger", "new"]
    command("prune", "--older-than", "1m")
    assert command.ids() == ["timeless"]


def test_a_dry_run_of_pruning_deletes_nothing(command: Command, tmp_path: Path) -> None:
    """It prints what would be deleted, in all deployments of the account."""
    now = int(time.time())
    ages = {"new": 600, "older": 31 * 86400, "ancient": now}
    jobs = [JOB | {"jobId": id, "createdAt": str(now - age)} for id, age in ages.items()]
    other = JOB | {"jobId": "elsewhere", "deploymentId": "e", "createdAt": "1"}
    command("load", write(tmp_path / "f", [*jobs, other, JOB | {"jobId": "timeless"}]))

    assert command("prune", "--older-than=30d", "--dry-run") == 0
    assert command.out == "would delete 3 jobs\n"
    assert len(command.ids()) == 4
    assert (command("prune", "--older-than=30d"), command.out) == (0, "deleted 3 jobs\n")
    assert (command("prune", "--older-than=30d", "--dry-run"), command.out) == (
        0,
        "would delete 0 jobs\n",
    )


@pytest.mark.parametrize("age", ["30", "d", "-1d", "1.5h", "1w", ""])
def test_an_invalid_age_is_rejected(command: Command, age: str, capsys: Any) -> None:
    """And nothing is deleted."""
    with pytest.raises(SystemExit):
        command("prune", f"--older-than={age}")
    assert f"must be an age such as 30d, 12h or 5m, not {age!r}" in capsys.readouterr().err


def test_data_are_backed_up_while_others_write(tmp_path: Path, capsys: Any) -> None:
    """The copy is a private snapshot that can be opened as storage."""
    command = Command(tmp_path / "data", capsys)
    command("load", write(tmp_path / "f", [JOB | {"jobId": str(n)} for n in range(50)]))
    writing = sqlite3.connect(tmp_path / "data" / "jobs.sqlite3", isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("DELETE FROM jobs")

    assert command("backup", str(tmp_path / "copy")) == 0
    writing.close()
    copy = Command(tmp_path / "copy", capsys)
    assert sorted(str(n) for n in range(50)) == sorted(copy.ids())
    assert (copy("load", str(tmp_path / "f")), copy.page().total) == (0, 50)
    assert "Created the account" not in copy.out
    assert {path.stat().st_mode & 0o777 for path in copy.location.iterdir()} == {0o600}  # type: ignore[union-attr]


def test_a_backup_overwrites_nothing(tmp_path: Path, capsys: Any) -> None:
    """An existing directory is an error."""
    assert Command(tmp_path / "data", capsys)("backup", str(tmp_path)) == 1


def test_postgresql_is_backed_up_by_its_own_tool(
    postgresql_server: Any, tmp_path: Path, capsys: Any
) -> None:
    """The message names pg_dump."""
    command = Command(postgresql_server.new_location(), capsys)

    assert command("backup", str(tmp_path / "copy")) == 1
    assert list(tmp_path.iterdir()) == []
    assert command.err.endswith(": PostgreSQL has its own backups; use pg_dump\n")


def test_progress_of_a_load_is_shown_on_terminals(tmp_path: Path) -> None:
    """On standard error, cleared at the end."""
    file = write(tmp_path / "f", [JOB | {"jobId": str(number)} for number in range(1000)])
    command = [sys.executable, "-m", "flinkjobs_target", "load", file, f"--data={tmp_path / 'd'}"]
    screen, end = pty.openpty()
    seen: list[bytes] = []
    reader = threading.Thread(target=read_all, args=(screen, seen))
    reader.start()
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=end, check=True)
    os.close(end)
    reader.join()

    shown = b"".join(seen).decode()
    assert "[........................]   0%  0 jobs" in shown
    assert "[########################] 100%  1,000 jobs" in shown
    assert shown.endswith("\r\x1b[K")


def read_all(screen: int, seen: list[bytes]) -> None:
    """Read a terminal until all writers have closed it."""
    while True:
        try:
            seen.append(os.read(screen, 4096))
        except OSError:
            return


def test_data_of_a_newer_program_are_not_touched(command: Command, tmp_path: Path) -> None:
    """The message asks for a newer program."""
    command("load", write(tmp_path / "f", [JOB]))
    with open_storage(command.location) as data:
        if isinstance(command.location, Path):
            data.jobs._database.run("PRAGMA user_version = 99")
        else:
            data.jobs._database.run("UPDATE schema_versions SET version = 99")

    assert command("export") == 1
    assert command.err.endswith(
        f": has schema version 99, but this program supports only up to {len(JOBS)}; "
        "use a newer flinkjobs-target\n"
    )


def test_a_missing_driver_is_reported_with_the_remedy(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL is an optional extra."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    for name in ("postgresql", "postgresql_connection"):
        monkeypatch.delitem(sys.modules, f"flinkjobs_target.store.database.{name}", raising=False)

    assert cli.main(["export", "--data=postgresql://nowhere/"]) == 1
    expected = "install it with: pip install 'flinkjobs-target[postgresql]'\n"
    assert capsys.readouterr().err.endswith(expected)
