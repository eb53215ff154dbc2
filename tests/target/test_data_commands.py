"""Jobs are loaded, exported, deleted, pruned and backed up by command, at either kind of place."""

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
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.jobs import DeploymentKey, Page
from flinkjobs_target.store.sort_keys import Order

JOB = {"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}
HERE = ("--workspace=w", "--namespace=n", "--deployment-id=d")


class Command:
    """Runs the command at a place, and keeps what it printed."""

    def __init__(self, place: Path | str, capsys: pytest.CaptureFixture[str]) -> None:
        self.place = place
        self._capsys = capsys
        self.out = self.err = ""

    def __call__(self, *words: str) -> int:
        code = cli.main([*words, "--data", str(self.place)])
        self.out, self.err = self._capsys.readouterr()
        return code

    def page(self, deployment_id: str = "d") -> Page:
        """Read what a deployment has, oldest first."""
        key, order = DeploymentKey("w", "n", deployment_id), Order("gmt_create", "asc")
        with open_data(self.place) as data:
            return data.jobs.page("owner", key, order, limit=100, offset=0)

    def ids(self) -> list[str]:
        """Give the ids of the jobs, oldest first."""
        return [json.loads(document)["jobId"] for document in self.page().documents]


@pytest.fixture
def command(place: Path | str, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command at a place without data."""
    return Command(place, capsys)


def write(path: Path, jobs: Iterable[dict[str, Any]]) -> str:
    """Write a file with a job a line."""
    path.write_text("".join(json.dumps(job) + "\n" for job in jobs))
    return str(path)


def test_what_is_exported_loads_again_and_lists_the_same(
    command: Command, tmp_path: Path, example: dict[str, Any], capsys: Any
) -> None:
    """Byte for byte as it is stored: unknown fields, numbers and escapes included."""
    odd = '{"jobId":"\\u00e9","deploymentId":"d","namespace":"n","workspace":"w","x":[1.0,1e5]}'
    file = tmp_path / "jobs.jsonl"
    file.write_text(f"{odd}\n{json.dumps(example, indent=None, separators=(',', ':'))}\n")
    command("load", str(file))
    assert 0 == command("export")
    exported = command.out
    (tmp_path / "again.jsonl").write_text(exported)
    copy = Command(tmp_path / "copy", capsys)
    copy("load", str(tmp_path / "again.jsonl"))
    copy("export")

    assert sorted(file.read_text().splitlines()) == sorted(exported.splitlines())
    assert exported == copy.out


def test_an_export_is_by_deployment_and_time(command: Command, tmp_path: Path) -> None:
    """The same data give the same file."""
    jobs = [
        JOB | {"jobId": "new", "createdAt": "9"},
        JOB | {"jobId": "elsewhere", "deploymentId": "c", "createdAt": "5"},
        JOB | {"jobId": "old", "createdAt": "1"},
    ]
    command("load", write(tmp_path / "f", jobs))
    command("export")

    lines = command.out.splitlines()
    assert ["elsewhere", "old", "new"] == [json.loads(line)["jobId"] for line in lines]


def test_an_export_has_an_accounts_own_jobs(command: Command, tmp_path: Path) -> None:
    """And an account that does not exist has none."""
    command("load", write(tmp_path / "f", [JOB]))
    command("keys", "create", "--account=acme")

    assert (0, "") == (command("export", "--account=acme"), command.out)
    assert 1 == command("export", "--account=nobody")
    assert command.err.startswith("flinkjobs-target: there is no account nobody; ")


def test_a_mistake_leaves_the_batches_before_it(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The message names line and path, and says how much was added."""
    monkeypatch.setattr("flinkjobs_target.store.jobs._BATCH", 2)
    jobs = [JOB | {"jobId": str(number)} for number in range(5)]
    file = write(tmp_path / "f", [*jobs, JOB | {"startTime": "soon"}])

    assert 1 == command("load", file)
    assert (
        f"flinkjobs-target: {file}:6: Expected `int | null`, got `str` - at `$.startTime`; "
        "loaded 4 jobs of 1 deployment (4 new, 0 replaced) before that\n" == command.err
    )
    assert ["0", "1", "2", "3"] == command.ids()


def test_an_atomic_load_is_whole_or_not_at_all(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A mistake in the last line undoes all batches."""
    monkeypatch.setattr("flinkjobs_target.store.jobs._BATCH", 2)
    jobs = [JOB | {"jobId": str(number)} for number in range(5)]
    whole, spoilt = write(tmp_path / "f", jobs), write(tmp_path / "g", [*jobs, {}])

    assert 0 == command("load", "--atomic", whole)
    assert ["0", "1", "2", "3", "4"] == command.ids()
    command("delete", *HERE)
    assert 1 == command("load", "--atomic", spoilt)
    assert (f"flinkjobs-target: {spoilt}:6: `$.jobId` is missing", True) == (
        command.err[: len(f"flinkjobs-target: {spoilt}:6: `$.jobId` is missing")],
        "before that" not in command.err,
    )
    assert 1 == command("delete", *HERE)


def test_jobs_are_deleted_by_id(command: Command, tmp_path: Path) -> None:
    """Those that are not there are counted."""
    command("load", write(tmp_path / "f", [JOB | {"jobId": id} for id in "abc"]))

    assert 0 == command("delete", *HERE, "a", "c", "x")
    assert "deleted 2 jobs; 1 not found\n" == command.out
    assert (["b"], 1) == (command.ids(), command.page().total)


def test_a_deployment_is_deleted_whole(command: Command, tmp_path: Path) -> None:
    """Then it is unknown; others are as they were."""
    other = JOB | {"deploymentId": "e"}
    command("load", write(tmp_path / "f", [*(JOB | {"jobId": id} for id in "ab"), other]))

    assert 0 == command("delete", *HERE)
    assert "deleted 2 jobs\n" == command.out
    assert 1 == command.page("e").total
    assert 1 == command("delete", *HERE)
    assert "flinkjobs-target: account owner has no deployment d\n" == command.err


def test_old_jobs_are_pruned(command: Command, tmp_path: Path) -> None:
    """By creation time; what has none is kept."""
    now = int(time.time())
    ages = {"new": 600, "younger": 29 * 86400, "older": 31 * 86400, "ancient": now}
    jobs = [JOB | {"jobId": id, "createdAt": str(now - age)} for id, age in ages.items()]
    command("load", write(tmp_path / "f", [*jobs, JOB | {"jobId": "timeless"}]))

    assert 0 == command("prune", "--older-than", "30d")
    assert "deleted 2 jobs\n" == command.out
    assert ["timeless", "younger", "new"] == command.ids()
    command("prune", "--older-than", "1m")
    assert ["timeless"] == command.ids()


@pytest.mark.parametrize("age", ["30", "d", "-1d", "1.5h", "1w", ""])
def test_an_age_that_is_none_is_refused(command: Command, age: str, capsys: Any) -> None:
    """Nothing is deleted by mistake."""
    with pytest.raises(SystemExit):
        command("prune", f"--older-than={age}")
    assert f"must be an age such as 30d, 12h or 5m, not {age!r}" in capsys.readouterr().err


def test_data_are_backed_up_while_others_write(tmp_path: Path, capsys: Any) -> None:
    """The copy is of one moment, opens like the original, and is closed to others."""
    command = Command(tmp_path / "data", capsys)
    command("load", write(tmp_path / "f", [JOB | {"jobId": str(n)} for n in range(50)]))
    writing = sqlite3.connect(tmp_path / "data" / "jobs.sqlite3", isolation_level=None)
    writing.execute("BEGIN IMMEDIATE")
    writing.execute("DELETE FROM jobs")

    assert 0 == command("backup", str(tmp_path / "copy"))
    writing.close()
    copy = Command(tmp_path / "copy", capsys)
    assert sorted(str(n) for n in range(50)) == sorted(copy.ids())
    assert (0, 50) == (copy("load", str(tmp_path / "f")), copy.page().total)
    assert "Made the account" not in copy.out
    assert {0o600} == {path.stat().st_mode & 0o777 for path in copy.place.iterdir()}  # type: ignore[union-attr]


def test_a_backup_overwrites_nothing(tmp_path: Path, capsys: Any) -> None:
    """Whatever is there stays."""
    assert 1 == Command(tmp_path / "data", capsys)("backup", str(tmp_path))


def test_postgresql_is_backed_up_by_its_own_tool(
    postgresql_server: Any, tmp_path: Path, capsys: Any
) -> None:
    """The message names it, and nothing is left behind."""
    command = Command(postgresql_server.new_place(), capsys)

    assert 1 == command("backup", str(tmp_path / "copy"))
    assert [] == list(tmp_path.iterdir())
    assert command.err.endswith(": is backed up by PostgreSQL itself; use pg_dump\n")


def test_a_terminal_sees_how_far_a_load_is(tmp_path: Path) -> None:
    """On standard error, cleared in the end; nobody else sees it."""
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
    """Read a terminal until nobody writes to it any more."""
    while True:
        try:
            seen.append(os.read(screen, 4096))
        except OSError:
            return


def test_data_of_a_newer_program_are_not_touched(command: Command, tmp_path: Path) -> None:
    """The message says which program can read them."""
    command("load", write(tmp_path / "f", [JOB]))
    with open_data(command.place) as data:
        if isinstance(command.place, Path):
            data.jobs._database.run("PRAGMA user_version = 99")
        else:
            data.jobs._database.run("UPDATE schema_versions SET version = 99")

    assert 1 == command("export")
    assert command.err.endswith(
        ": has schema version 99, but this program knows only up to 2; "
        "use a newer flinkjobs-target\n"
    )


def test_without_the_driver_it_is_said_how_to_get_it(
    capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """PostgreSQL is an extra."""
    monkeypatch.setitem(sys.modules, "psycopg", None)
    monkeypatch.delitem(sys.modules, "flinkjobs_target.store.database.postgresql", raising=False)

    assert 1 == cli.main(["export", "--data=postgresql://nowhere/"])
    expected = "install it with: pip install 'flinkjobs-target[postgresql]'\n"
    assert capsys.readouterr().err.endswith(expected)
