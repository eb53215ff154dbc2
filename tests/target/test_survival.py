"""What was acknowledged is there, whatever happens to the program, the disk or the database."""

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
from flinkjobs_target.storage import Data, open_data
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob
from flinkjobs_target.store.sort_keys import Order

from .conftest import Caller, Clock
from .postgresql import Server, required_binaries, running_server

KILLS = int(os.environ.get("FLINKJOBS_KILLS", "5"))
HERE = DeploymentKey("w", "n", "d")
BATCH = 700
WRITER = Path(__file__).parent / "writer.py"


def numbered(begin: int, count: int) -> list[StoredJob]:
    """Make jobs whose ids and times follow their numbers, in a shuffled sequence."""
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


def check_numbered(data: Data, at_least: int) -> int:
    """See that whole batches are there, that none is missing, and that all are in order."""
    order, everything = Order("gmt_create", "asc"), list[bytes]()
    total = data.jobs.page("owner", HERE, order, limit=1, offset=0).total
    for offset in range(0, total, 1000):
        everything += data.jobs.page("owner", HERE, order, limit=1000, offset=offset).documents

    assert total >= at_least
    assert 0 == total % BATCH
    assert [b'{"jobId":"%09d"}' % number for number in range(total)] == everything
    return total


def test_every_acknowledged_batch_survives_a_kill(place: Path | str) -> None:
    """The program is killed in the midst of writing, over and over, and needs no mending."""
    seed = random.randrange(2**32)
    print(f"seed {seed}")
    chance = random.Random(seed)
    with open_data(place) as data:
        data.jobs.register("owner", HERE)
    total = 0
    for _ in range(KILLS):
        acknowledged = write_until_killed(place, total, chance.random() * 0.15)
        with open_data(place) as data:
            total = check_numbered(data, acknowledged)

    assert total > 0


def write_until_killed(place: Path | str, total: int, seconds: float) -> int:
    """Let a program write batches; kill it a while after the first; give what it acknowledged."""
    command = [sys.executable, str(WRITER), str(place), str(total), str(BATCH)]
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
    """A data directory with one batch, at a place where anybody may go."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        with open_data(Path(folder) / "data") as data:
            data.jobs.put("owner", numbered(0, BATCH))
        yield Path(folder) / "data"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with many jobs, which fill several batches."""
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


def test_a_full_disk_is_one_line_and_nothing_is_lost(directory: Path, file: Path) -> None:
    """What was added before is there, and with room the same command does it all."""
    limit = 45 * 1024 * 1024

    def leave_little_room() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    full = load(directory, file, preexec_fn=leave_little_room)
    with open_data(directory) as data:
        kept = data.jobs.page("owner", HERE, Order("job_id", "asc"), limit=1, offset=0).total
    again = load(directory, file)

    assert (1, 1) == (full.returncode, full.stderr.count("\n")), full.stderr
    assert f"{directory}/jobs.sqlite3: disk I/O error; the data were not changed: " in full.stderr
    added = kept - BATCH
    assert 0 < added < 20_000
    expected = f"loaded {added} jobs of 1 deployment ({added} new, 0 replaced) before that\n"
    assert full.stderr.endswith(expected)
    assert f"({20_000 - added} new, {added} replaced)" in again.stdout


def test_a_directory_that_cannot_be_written_is_one_line(directory: Path) -> None:
    """The message names it; what is in it stays as it is."""
    before = {path.name: path.read_bytes() for path in directory.iterdir()}
    directory.chmod(0o555)
    done = run_as_nobody("keys", "list", f"--data={directory}")
    directory.chmod(0o700)

    expected = f"{directory}: is not writable for you; pass another directory with --data"
    assert (1, f"flinkjobs-target: {expected}\n") == (done.returncode, done.stderr)
    assert before == {path.name: path.read_bytes() for path in directory.iterdir()}


def test_a_file_that_cannot_be_written_is_one_line(directory: Path) -> None:
    """The message names it, and the reason."""
    if os.getuid() == 0:
        os.chown(directory, NOBODY, NOBODY)
    (directory / "jobs.sqlite3").chmod(0o444)
    done = run_as_nobody("keys", "list", f"--data={directory}")

    expected = f"{directory}/jobs.sqlite3: cannot be opened: Permission denied"
    assert (1, f"flinkjobs-target: {expected}\n") == (done.returncode, done.stderr)


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
    """Run the command as somebody who may not do everything."""
    command = [sys.executable, "-c", AS_NOBODY, *words]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_data_that_another_program_writes_are_left_alone(directory: Path) -> None:
    """Whoever waits in vain is told why, reads meanwhile, and can write later."""
    other = sqlite3.connect(directory / "jobs.sqlite3", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with open_data(directory) as data:
        data.jobs._database.run("PRAGMA busy_timeout = 10")
        with pytest.raises(UnavailableError) as caught:
            data.jobs.put("owner", numbered(BATCH, BATCH))
        assert BATCH == check_numbered(data, BATCH)
        other.close()

        assert BATCH == data.jobs.put("owner", numbered(BATCH, BATCH)).new
    assert (
        f"{directory}/jobs.sqlite3: database is locked; the data were not changed: "
        "another program is writing them; try again when it has finished" == str(caught.value)
    )


@pytest.fixture
def server() -> Iterator[Server]:
    """A PostgreSQL server that a test may stop."""
    with running_server(required_binaries()) as server:
        yield server


def test_readers_find_a_restarted_server_again(server: Server) -> None:
    """Meanwhile they are told what is wrong; then all is as it was."""
    with open_data(server.url()) as data:
        data.jobs.put("owner", numbered(0, BATCH))
        server.stop()
        with pytest.raises(UnavailableError, match="Connection refused") as caught:
            check_numbered(data, BATCH)
        with pytest.raises(UnavailableError):
            asyncio.run(data.nonces.use("key", "nonce", expires_at=2, now=1))
        server.start()

        assert BATCH == check_numbered(data, BATCH)
        assert asyncio.run(data.nonces.use("key", "nonce", expires_at=2, now=1))
    assert caught.value.passing
    assert "\n" not in str(caught.value)


def test_callers_are_told_to_come_again(server: Server, caplog: pytest.LogCaptureFixture) -> None:
    """Whatever of the data is needed first; where they are is for the log alone."""
    with open_data(server.url()) as data:
        data.jobs.put("owner", numbered(0, BATCH))
        key, clock = Keyring(data.keys).create_first(), Clock()
        app = create_app(
            jobs=data.jobs, keyring=Keyring(data.keys), nonces=data.nonces, clock=clock
        )
        assert key is not None
        owner = Caller(app, key, clock, count())
        before = owner.list()
        server.stop()
        meanwhile = owner.list()
        server.start()
        after = owner.list()

    assert (200, 503, 200) == (before.status, meanwhile.status, after.status)
    assert ("ServiceUnavailable", "the data cannot be reached for now; try again") == (
        meanwhile.code,
        meanwhile.body["Message"],
    )
    assert "Connection refused" in caplog.text
    assert before.body["data"] == after.body["data"]


def test_a_load_goes_on_after_a_restart(server: Server, file: Path, capsys: Any) -> None:
    """The server is stopped as if it had crashed, in the midst of a load, and comes back."""

    def restart() -> None:
        server.stop("immediate")
        server.start()

    restarting = threading.Timer(1.0, restart)
    restarting.start()
    code = cli.main(["load", str(file), f"--data={server.url()}"])
    restarting.join()

    error = capsys.readouterr().err
    assert (0, "") == (code, error), error
    with open_data(server.url()) as data:
        assert (
            20_000 == data.jobs.page("owner", HERE, Order("status", "asc"), limit=1, offset=0).total
        )


def test_a_server_that_is_not_there_is_one_line(server: Server, file: Path, capsys: Any) -> None:
    """The message says where it was looked for, without the password."""
    server.stop()
    url = server.url().replace("tests@", "tests:secret@")

    assert 1 == cli.main(["keys", "list", f"--data={url}"])
    error = capsys.readouterr().err
    assert error.startswith(f"flinkjobs-target: {server.url()}: cannot be reached: ")
    assert ("secret" not in error, 1) == (True, error.count("\n"))
