"""Full and read-only disks: errors are reported, no data are lost, and operation resumes."""

import asyncio
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import urllib3

from flinkjobs import errors
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.store.nonces.file import NonceFile
from flinkjobs_target.store.sort_keys import SortOrder

from .disks import Disk, small_disk
from .postgresql import Server as Postgresql
from .postgresql import required_binaries, running_server
from .processes import Server, serving

HTTP = urllib3.PoolManager(retries=False)
JOBS = 3000
SERVER = ("autovacuum=off", "log_min_messages=panic")
WRITTEN_AGAIN = "the access log can be written again\n"


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A small disk for a data directory."""
    with small_disk(tmp_path / "disk", 24) as disk:
        yield disk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A file with more jobs than fit on the disk."""
    path = tmp_path / "jobs.jsonl"
    job = {"deploymentId": "d", "namespace": "n", "workspace": "w"}
    with path.open("w") as lines:
        for number in range(JOBS):
            noise = os.urandom(5000).hex()
            lines.write(json.dumps(job | {"jobId": f"{number:05}", "creator": noise}) + "\n")
    return path


def run(*words: str, location: Path | str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "flinkjobs_target", *words, f"--data={location}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def load(file: Path, location: Path | str, jobs: int) -> "subprocess.CompletedProcess[str]":
    """Load the first jobs of a file."""
    part = file.with_name(f"first-{jobs}.jsonl")
    part.write_text("".join(file.read_text().splitlines(keepends=True)[:jobs]))
    return run("load", str(part), location=location)


def stored_count(location: Path | str) -> int:
    """Read all jobs; return their number, which equals the total."""
    with open_storage(location) as data:
        page = asyncio.run(
            data.jobs.page(
                "owner",
                DeploymentKey("w", "n", "d"),
                SortOrder("job_id", "asc"),
                limit=JOBS,
                offset=0,
            )
        )
    ids = [json.loads(document)["jobId"] for document in page.documents]

    assert [f"{number:05}" for number in range(page.total)] == ids
    return page.total


def list_jobs(server: Server) -> str:
    """List jobs; return the total, or the code of the error."""
    with server.client() as client:
        try:
            return str(client.jobs.list(deployment_id="d").total_size)
        except errors.FlinkJobsError as error:
            return str(error.code)


def health(server: Server) -> tuple[int, str]:
    """Return status and error of the health check."""
    response = HTTP.request("GET", f"{server.admin}/health")
    return response.status, str(response.json().get("error"))


def test_a_load_that_fills_the_disk_loses_nothing(disk: Disk, file: Path) -> None:
    """Jobs added before are kept; with free space the same load completes."""
    location = disk.path / "data"
    assert load(file, location, 200).returncode == 0
    disk.fill(leave=4 * 2**20)

    full = load(file, location, 900)
    before = stored_count(location)
    disk.make_room()
    again = load(file, location, 900)

    assert (
        full.stderr
        == f"flinkjobs-target: {location}/jobs.sqlite3: database or disk is full; the data were not "
        "changed: free space on the disk\n"
    )
    assert (before, again.returncode, stored_count(location)) == (200, 0, 900)


def test_commands_report_a_full_disk(disk: Disk, file: Path) -> None:
    """Even reading needs some space; the message names the reason that SQLite hides."""
    location = disk.path / "data"
    load(file, location, 50)
    disk.fill()

    for words in (["keys", "list"], ["export"], ["serve", "--port=0"]):
        done = run(*words, location=location)

        assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
        assert done.stderr.endswith("free space on the disk\n"), done.stderr


def test_a_target_on_a_full_disk_serves_reads(disk: Disk, file: Path) -> None:
    """Space for nonces is allocated in advance."""
    location = disk.path / "data"
    load(file, location, 50)
    flags = ["--admin=127.0.0.1:0", "--access-log=none"]
    with serving(location, *flags) as server:
        list_jobs(server)
        disk.fill()
        meanwhile = {list_jobs(server) for _ in range(300)}
        healthy = health(server)[0]

    assert (meanwhile, healthy) == ({"50"}, 200)


def test_nonces_without_disk_space_are_refused(disk: Disk) -> None:
    """Exactly those reported as fresh are written; with free space operation resumes."""
    fresh: list[int] = []

    async def use(nonces: NonceFile, numbers: Iterable[int]) -> None:
        for number in numbers:
            if await nonces.use("key", str(number), expires_at=60, now=30):
                fresh.append(number)

    with closing(NonceFile(disk.path / "nonces")) as nonces:
        disk.fill()
        with pytest.raises(UnavailableError) as caught:
            asyncio.run(use(nonces, range(100_000)))
        with pytest.raises(UnavailableError, match="free space on the disk"):
            asyncio.run(nonces.check(30))
        disk.make_room()
        asyncio.run(nonces.check(30))
        refused = len(fresh)
        asyncio.run(use(nonces, range(20_000)))

    remedy = "No space left on device; the data were not changed: free space on the disk"
    assert str(caught.value) == f"{disk.path}/nonces: {remedy}"
    assert list(range(20_000)) == fresh
    assert refused > 1000


def test_a_read_only_disk_is_reported(disk: Disk, file: Path) -> None:
    """While running, and at start."""
    location = disk.path / "data"
    load(file, location, 50)
    with serving(location, "--admin=127.0.0.1:0", "--access-log=none") as server:
        before = list_jobs(server)
        disk.turn_read_only()
        meanwhile, health_after = list_jobs(server), health(server)
        started = run("serve", "--port=0", location=location)

    assert (before, meanwhile, health_after[0]) == ("50", "ServiceUnavailable", 503)
    remedy = "make the disk writable, or use another --data"
    assert health_after[1].endswith(
        f"Read-only file system; the data were not changed: {remedy}"
    ), health_after
    assert (
        started.stderr
        == f"flinkjobs-target: {location}/jobs.sqlite3: cannot be opened: Read-only file system; "
        f"{remedy}\n"
    )


def test_a_failing_access_log_is_reported_once(disk: Disk, tmp_path: Path) -> None:
    """Requests are handled; with free space entries are written again."""
    log, stderr = disk.path / "access.jsonl", tmp_path / "stderr"
    with (
        stderr.open("w") as stream,
        serving(tmp_path / "data", f"--access-log={log}", log=stream) as server,
    ):
        list_jobs(server)
        disk.fill()
        responses = {list_jobs(server) for _ in range(60)}
        disk.make_room()
        for _ in range(100):  # an entry is written after its response
            list_jobs(server)
            if WRITTEN_AGAIN in stderr.read_text():
                break
            time.sleep(0.05)

    last = log.read_text().splitlines()[-1]
    assert responses == {"990301"}
    assert stderr.read_text().count("entries are lost: [Errno 28] No space left on device\n") == 1
    assert stderr.read_text().count(WRITTEN_AGAIN) == 1
    assert json.loads(last)["code"] == "990301"


def test_incomplete_output_is_reported_in_one_line(tmp_path: Path, file: Path) -> None:
    """And the exit code is 1."""
    load(file, tmp_path / "data", 50)
    command = [sys.executable, "-m", "flinkjobs_target", "export", f"--data={tmp_path / 'data'}"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    expected = "output: No space left on device; it was not written completely"
    assert (done.returncode, done.stderr) == (1, f"flinkjobs-target: {expected}\n")


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[Disk, Postgresql]]:
    """A PostgreSQL server on a small disk."""
    binaries = required_binaries()
    folder = Path("/tmp") / f"disk-{os.getpid()}"
    with (
        small_disk(folder, 160) as disk,
        running_server(binaries, *SERVER, kept=folder) as server,
    ):
        yield disk, server
    folder.rmdir()


def test_a_full_disk_of_postgresql_is_reported(
    database: tuple[Disk, Postgresql], file: Path
) -> None:
    """Reads go on; with free space the load completes."""
    disk, postgresql = database
    location = postgresql.url()
    load(file, location, 200)
    disk.fill(leave=2**20)
    full = load(file, location, JOBS)
    meanwhile = stored_count(location)
    disk.make_room()
    again = load(file, location, 400)

    assert (full.returncode, full.stderr.count("\n")) == (1, 1), full.stderr
    assert full.stderr.startswith(f"flinkjobs-target: {location}: could not extend file "), (
        full.stderr
    )
    remedy = "No space left on device; free space on the disk of the server\n"
    assert full.stderr.endswith(remedy), full.stderr
    assert (meanwhile, again.returncode, stored_count(location)) == (200, 0, 400)


def test_a_read_only_postgresql_is_reported(postgresql_server: Postgresql, file: Path) -> None:
    """Such as a standby; the message contains the remedy."""
    location = postgresql_server.new_location()
    load(file, location, 50)
    only_read = location + "%20-cdefault_transaction_read_only%3Don"

    done = load(file, only_read, 60)

    assert (done.returncode, done.stderr.count("\n")) == (1, 1), done.stderr
    assert done.stderr.endswith("in a read-only transaction; use a server that accepts writes\n")
    assert stored_count(only_read) == 50
