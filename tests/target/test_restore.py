"""`restore`: a backup is checked, and copied back while nothing uses the data."""

import os
import sqlite3
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest

from flinkjobs_target.storage import open_storage

from .postgresql import Server, find_binaries
from .processes import serving
from .test_data_commands import JOB, Command, write


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Command:
    """The command on a directory with 50 jobs, of which there is a backup, and then one more."""
    command = Command(tmp_path / "data", capsys)
    command("load", write(tmp_path / "f", [JOB | {"jobId": str(n)} for n in range(50)]))
    assert command("backup", str(tmp_path / "backup")) == 0
    command("load", write(tmp_path / "g", [JOB | {"jobId": "later"}]))
    return command


def damage(file: Path) -> None:
    """Overwrite a page in the middle of a file."""
    with file.open("r+b") as stream:
        stream.seek(file.stat().st_size // 2 // 4096 * 4096)
        stream.write(os.urandom(4096))


def test_a_backup_is_restored_into_a_new_directory(
    command: Command, tmp_path: Path, capsys: Any
) -> None:
    """With all jobs and keys, in files that only their owner can read."""
    restored = Command(tmp_path / "restored", capsys)

    assert restored("restore", str(tmp_path / "backup")) == 0
    assert (
        restored.out
        == f"restored 50 jobs and 1 access key from {tmp_path / 'backup'} to {tmp_path / 'restored'}\n"
    )
    assert sorted(restored.ids()) == sorted(str(n) for n in range(50))
    assert restored("keys", "list") == command("keys", "list") == 0
    assert restored.out == command.out
    files = list((tmp_path / "restored").iterdir())
    assert {file.stat().st_mode & 0o777 for file in files} == {0o600}


def test_data_are_replaced_only_when_that_is_requested(command: Command, tmp_path: Path) -> None:
    """And moved aside, where they can be used."""
    assert command("restore", str(tmp_path / "backup")) == 1
    assert command.err == (
        f"flinkjobs-target: {tmp_path / 'data'}: has data already; "
        "pass --replace to move them aside, or another --data\n"
    )
    assert "later" in command.ids()

    assert command("restore", "--replace", str(tmp_path / "backup")) == 0
    assert "later" not in command.ids()
    [former] = (tmp_path / "data").glob("replaced-*")
    assert command.out.endswith(f"\nthe former data are in {former}\n")
    with open_storage(former) as data:
        assert b"later" in b"".join(data.jobs.documents("owner"))


def test_data_in_use_are_not_replaced(command: Command, tmp_path: Path) -> None:
    """The server goes on with them, and other commands too."""
    with serving(tmp_path / "data", "--access-log=none") as server:
        assert command("restore", "--replace", str(tmp_path / "backup")) == 1
        error = command.err
        with server.client() as client:
            total = client.jobs.list(deployment_id="d", page_size=1).total_size

    assert error == (
        f"flinkjobs-target: {tmp_path / 'data' / 'jobs.sqlite3'}: is in use; "
        "stop the programs that use it, such as serve and observe\n"
    )
    assert total == 51
    assert "later" in command.ids()


@pytest.mark.parametrize("name", ["jobs.sqlite3", "keys.sqlite3"])
def test_a_damaged_backup_changes_nothing(command: Command, tmp_path: Path, name: str) -> None:
    """Of both files."""
    damage(tmp_path / "backup" / name)

    assert command("restore", "--replace", str(tmp_path / "backup")) == 1
    assert command.err.startswith(f"flinkjobs-target: {tmp_path / 'backup' / name}: is damaged: ")
    assert command.err.endswith("; use another backup\n")
    assert "later" in command.ids()


def test_an_incomplete_backup_changes_nothing(command: Command, tmp_path: Path) -> None:
    """Such as a directory that is none."""
    (tmp_path / "backup" / "keys.sqlite3").unlink()

    assert command("restore", "--replace", str(tmp_path / "backup")) == 1
    assert command.err == (
        f"flinkjobs-target: {tmp_path / 'backup' / 'keys.sqlite3'}: is missing; "
        "pass a directory that `backup` has made\n"
    )
    assert "later" in command.ids()


def test_a_database_of_another_program_is_no_backup(command: Command, tmp_path: Path) -> None:
    """Though it is intact."""
    file = tmp_path / "backup" / "jobs.sqlite3"
    file.unlink()
    with sqlite3.connect(file) as connection:
        connection.execute("CREATE TABLE jobs (a)")
    connection.close()

    assert command("restore", "--replace", str(tmp_path / "backup")) == 1
    assert "is not a file of flinkjobs-target" in command.err


def test_damaged_data_are_replaced(command: Command, tmp_path: Path) -> None:
    """That is what backups are for."""
    (tmp_path / "data" / "jobs.sqlite3").write_bytes(b"no database" * 1000)

    assert command("restore", "--replace", str(tmp_path / "backup")) == 0
    assert len(command.ids()) == 50


def test_an_interrupted_restore_is_reported_until_it_is_repeated(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody fills half of the data anew."""
    rename = Path.rename

    def fail_for_keys(self: Path, target: Path) -> Path:
        if self.parent.name == "restoring" and self.name == "keys.sqlite3":
            raise KeyboardInterrupt
        return rename(self, target)

    with monkeypatch.context() as patched:
        patched.setattr(Path, "rename", fail_for_keys)
        assert command("restore", "--replace", str(tmp_path / "backup")) == 130

    assert command("export") == 1
    assert "a backup is being restored, or that was interrupted" in command.err
    assert command("restore", "--replace", str(tmp_path / "backup")) == 0
    assert len(command.ids()) == 50


def test_a_backup_on_a_read_only_disk_is_restored(
    command: Command, tmp_path: Path, capsys: Any
) -> None:
    """Nothing is written beside it."""
    before = sorted(file.name for file in (tmp_path / "backup").iterdir())
    (tmp_path / "backup").chmod(0o500)

    assert Command(tmp_path / "restored", capsys)("restore", str(tmp_path / "backup")) == 0
    assert sorted(file.name for file in (tmp_path / "backup").iterdir()) == before


def test_postgresql_is_restored_by_its_own_tool(capsys: Any, tmp_path: Path) -> None:
    """The message names pg_restore, without the password."""
    command = Command("postgresql://user:secret@127.0.0.1/db", capsys)

    assert command("restore", str(tmp_path)) == 1
    assert command.err == (
        "flinkjobs-target: postgresql://user@127.0.0.1/db: "
        "PostgreSQL has its own backups; use pg_restore\n"
    )


def test_a_dump_of_postgresql_is_restored_by_its_own_tools(
    postgresql_server: Server, tmp_path: Path, capsys: Any
) -> None:
    """As the page for operators says: jobs, accounts and keys."""
    with psycopg.connect(postgresql_server.url(), autocommit=True) as connection:
        for name in ("source", "copy"):
            connection.execute(f"CREATE DATABASE {name}".encode())
    url = postgresql_server.url().removesuffix("postgres")
    source, copy = Command(f"{url}source", capsys), Command(f"{url}copy", capsys)
    source("load", write(tmp_path / "f", [JOB | {"jobId": str(n)} for n in range(50)]))
    source("keys", "list")
    keys, dump = source.out, tmp_path / "jobs.dump"
    binaries = find_binaries()
    assert binaries is not None

    for program, *words in (
        ("pg_dump", "--format=custom", f"--file={dump}", str(source.location)),
        ("pg_restore", "--no-owner", "--exit-on-error", f"--dbname={copy.location}", str(dump)),
    ):
        subprocess.run([binaries / program, *words], check=True, capture_output=True)

    assert sorted(copy.ids()) == sorted(str(n) for n in range(50))
    assert (copy("keys", "list"), copy.out) == (0, keys)
