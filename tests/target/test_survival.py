"""Acknowledged writes survive kills, full disks and restarts of the database."""

import asyncio
import json
import os
import random
import resource
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest

from flinkjobs_target import cli
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob
from flinkjobs_target.store.sort_keys import SortOrder

from ..sizes import KILLS
from .conftest import FakeClock, SigningClient
from .postgresql import Server, required_binaries, running_server

HERE = DeploymentKey("w", "n", "d")
BATCH = 700
WRITER = Path(__file__).parent / "writer.py"


def numbered(begin: int, count: int) -> list[StoredJob]:
    """Return jobs with numbered ids and times, shuffled."""
    jobs = [
        StoredJob(
            deployment=HERE,
            job_id=f"{number:09}",
            gmt_create=number,
            status="RUNNING",
            document=b'{"jobId":"%09d"}' % number,
        )
        for number in range(begin, begin + count)
    ]
    random.Random(begin).shuffle(jobs)
    return jobs


def check_numbered(data: Storage, at_least: int) -> int:
    """Check that all batches are complete and in order; return the number of jobs."""
    order, everything = SortOrder("gmt_create", "asc"), list[bytes]()
    total = asyncio.run(data.jobs.page("owner", HERE, order, limit=1, offset=0)).total
    for offset in range(0, total, 1000):
        everything += asyncio.run(
            data.jobs.page("owner", HERE, order, limit=1000, offset=offset)
        ).documents

    assert total >= at_least
    assert total % BATCH == 0
    assert [b'{"jobId":"%09d"}' % number for number in range(total)] == everything
    return total


def test_every_acknowledged_batch_survives_a_kill(location: Path | str) -> None:
    """While writing, repeatedly, without repair."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    rng = random.Random(seed)
    with open_storage(location) as data:
        data.jobs.register("owner", HERE)
    total = 0
    for _ in range(KILLS):
        acknowledged = write_until_killed(location, total, rng.random() * 0.15)
        with open_storage(location) as data:
            total = check_numbered(data, acknowledged)

    assert total > 0


def write_until_killed(location: Path | str, total: int, seconds: float) -> int:
    """Kill a writing process some time after its first batch; return the number it acknowledged."""
    command = [sys.executable, str(WRITER), str(location), str(total), str(BATCH)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline()]
        killer = threading.Timer(seconds, process.send_signal, (signal.SIGKILL,))
        killer.start()
        lines += process.stdout.readlines()
        killer.join()
    return int([line for line in lines if line.endswith("\n")][-1])


@pytest.fixture
def directory() -> Iterator[Path]:
    """A data directory with one batch, which other users can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with open_storage(Path(folder) / "data") as data:
            data.jobs.put("owner", numbered(0, BATCH))
        yield Path(folder) / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with jobs for several batches."""
    path = tmp_path / "jobs.jsonl"
    job = {"deploymentId": "d", "namespace": "n", "workspace": "w", "creator": "c" * 4000}
    lines = (json.dumps(job | {"jobId": f"big {number}"}) for number in range(20_000))
    path.write_text("\n".join(lines))
    return path


def load(directory: Path, file: Path, **options: Any) -> "subprocess.CompletedProcess[str]":
    """Load a file in a process of its own."""
    command = [sys.executable, "-m", "flinkjobs_target", "load", str(file)]
    return subprocess.run(
        [*command, f"--data={directory}"], capture_output=True, text=True, check=False, **options
    )


def test_a_full_disk_is_reported_and_loses_nothing(directory: Path, file: Path) -> None:
    """With free space the same load completes."""
    limit = 45 * 1024 * 1024

    def leave_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    full = load(directory, file, preexec_fn=leave_little_room)
    with open_storage(directory) as data:
        kept = asyncio.run(
            data.jobs.page("owner", HERE, SortOrder("job_id", "asc"), limit=1, offset=0)
        ).total
    again = load(directory, file)

    assert (full.returncode, full.stderr.count("\n")) == (1, 1), full.stderr
    assert f"{directory}/jobs.sqlite3: disk I/O error; the data were not changed: " in full.stderr
    added = kept - BATCH
    assert 0 < added < 20_000
    expected = f"loaded {added} jobs of 1 deployment ({added} new, 0 replaced) before that\n"
    assert full.stderr.endswith(expected)
    assert f"({20_000 - added} new, {added} replaced)" in again.stdout


def test_a_read_only_directory_is_reported_in_one_line(directory: Path) -> None:
    """Its content stays as it is."""
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    directory.chmod(0o555)
    done = run_as_nobody("keys", "list", f"--data={directory}")
    directory.chmod(0o700)

    expected = f"{directory}: is not writable for this user; pass another directory with --data"
    assert (done.returncode, done.stderr) == (1, f"flinkjobs-target: {expected}\n")
    assert {path.name: path.read_bytes() for path in directory.iterdir()} == before


def test_a_read_only_file_is_reported_in_one_line(directory: Path) -> None:
    """With the reason."""
    if os.getuid() == 0:
        os.chown(directory, NOBODY, NOBODY)
    (directory / "jobs.sqlite3").chmod(0o444)
    done = run_as_nobody("keys", "list", f"--data={directory}")

    expected = f"{directory}/jobs.sqlite3: cannot be opened: Permission denied"
    assert (done.returncode, done.stderr) == (1, f"flinkjobs-target: {expected}\n")


NOBODY = 65534
AS_NOBODY = f"""
import os, sys
from flinkjobs_target import cli
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
if os.getuid() == 0:
    os.setuid({NOBODY})
sys.exit(cli.main(sys.argv[1:]))
"""


def run_as_nobody(*words: str) -> "subprocess.CompletedProcess[str]":
    """Run the command as an unprivileged user."""
    command = [sys.executable, "-c", AS_NOBODY, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_locked_database_is_reported(directory: Path) -> None:
    """It can be read meanwhile and written later."""
    other = sqlite3.connect(directory / "jobs.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_storage(directory) as data:
        data.jobs._database.run("PRAGMA busy_timeout = 10")
        with pytest.raises(UnavailableError) as caught:
            data.jobs.put("owner", numbered(BATCH, BATCH))
        assert check_numbered(data, BATCH) == BATCH
        other.close()

        assert data.jobs.put("owner", numbered(BATCH, BATCH)).new == BATCH
    assert (
        str(caught.value)
        == f"{directory}/jobs.sqlite3: database is locked; the data were not changed: "
        "another program is writing to it; try again when that has finished"
    )


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL server that a test may stop."""
    with running_server(required_binaries()) as server:
        yield server


def test_readers_reconnect_to_a_restarted_server(server: Server) -> None:
    """Meanwhile the error is transient."""
    with open_storage(server.url()) as data:
        data.jobs.put("owner", numbered(0, BATCH))
        server.stop()
        with pytest.raises(UnavailableError, match="Connection refused") as caught:
            check_numbered(data, BATCH)
        with pytest.raises(UnavailableError):
            asyncio.run(data.nonces.use("key", "nonce", expires_at=2, now=1))
        server.start()

        assert check_numbered(data, BATCH) == BATCH
        assert asyncio.run(data.nonces.use("key", "nonce", expires_at=2, now=1))
    assert caught.value.transient
    assert "\n" not in str(caught.value)


def test_requests_fail_with_503_while_the_database_is_down(
    server: Server, caplog: pytest.LogCaptureFixture
) -> None:
    """The reason is only in the log."""
    with open_storage(server.url()) as data:
        data.jobs.put("owner", numbered(0, BATCH))
        key, clock = Keyring(data.keys).create_first(), FakeClock()
        app = create_app(data, keyring=Keyring(data.keys), clock=clock)
        assert key is not None
        owner = SigningClient(app, key, clock, count())
        before = owner.list()
        server.stop()
        meanwhile = owner.list()
        server.start()
        after = owner.list()

    assert (before.status, meanwhile.status, after.status) == (200, 503, 200)
    assert (
        meanwhile.code,
        meanwhile.body["Message"],
    ) == ("ServiceUnavailable", "the storage is unavailable; try again")
    assert "Connection refused" in caplog.text
    assert after.body["data"] == before.body["data"]


def test_a_load_continues_after_a_restart(server: Server, file: Path, capsys: Any) -> None:
    """Of a server that crashed during the load."""

    def restart() -> None:
        server.stop("immediate")
        server.start()

    restarting = threading.Timer(1.0, restart)
    restarting.start()
    code = cli.main(["load", str(file), f"--data={server.url()}"])
    restarting.join()

    error = capsys.readouterr().err
    assert (code, error) == (0, ""), error
    with open_storage(server.url()) as data:
        assert (
            asyncio.run(
                data.jobs.page("owner", HERE, SortOrder("status", "asc"), limit=1, offset=0)
            ).total
            == 20_000
        )


def test_an_unreachable_server_is_reported_in_one_line(
    server: Server, file: Path, capsys: Any
) -> None:
    """With the URL, but without the password."""
    server.stop()
    url = server.url().replace("tests@", "tests:secret@")

    assert cli.main(["keys", "list", f"--data={url}"]) == 1
    error = capsys.readouterr().err
    assert error.startswith(f"flinkjobs-target: {server.url()}: cannot be reached: ")
    assert (True, error.count("\n")) == ("secret" not in error, 1)
