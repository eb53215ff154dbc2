"""A disk that is full or read-only: what is wrong is said, nothing is lost, and it passes by itself."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
import urllib3

from flinkjobs import errors
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey
from flinkjobs_target.store.nonces.file import NonceFile
from flinkjobs_target.store.sort_keys import Order

from .disks import Disk, small_disk
from .postgresql import Server as Postgresql
from .postgresql import required_binaries, running_server
from .processes import Server, serving

HTTP = urllib3.PoolManager(retries=False)
JOBS = 3000
SERVER = ("autovacuum=off", "log_min_messages=panic")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Disk]:
    """A disk for a directory."""
    with small_disk(tmp_path / "disk", 24) as disk:
        yield disk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """More jobs than fit there."""
    path = tmp_path / "jobs.jsonl"
    job = {"deploymentId": "d", "namespace": "n", "workspace": "w"}
    with path.open("w") as lines:
        for number in range(JOBS):
            noise = os.urandom(5000).hex()
            lines.write(json.dumps(job | {"jobId": f"{number:05}", "creator": noise}) + "\n")
    return path


def run(*words: str, place: Path | str) -> "subprocess.CompletedProcess[str]":
    """Run the command in a process of its own."""
    command = [sys.executable, "-m", "flinkjobs_target", *words, f"--data={place}"]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def load(file: Path, place: Path | str, jobs: int) -> "subprocess.CompletedProcess[str]":
    """Load so many jobs of a file."""
    some = file.with_name(f"first-{jobs}.jsonl")
    some.write_text("".join(file.read_text().splitlines(keepends=True)[:jobs]))
    return run("load", str(some), place=place)


def kept(place: Path | str) -> int:
    """Read all jobs; give their number, which is also the total."""
    with open_data(place) as data:
        page = data.jobs.page(
            "owner", DeploymentKey("w", "n", "d"), Order("job_id", "asc"), limit=JOBS, offset=0
        )
    ids = [json.loads(document)["jobId"] for document in page.documents]

    assert [f"{number:05}" for number in range(page.total)] == ids
    return page.total


def ask(server: Server) -> str:
    """List jobs; give the total, or what the refusal says."""
    with server.client() as client:
        try:
            return str(client.jobs.list(deployment_id="d").total_size)
        except errors.FlinkJobsError as error:
            return str(error.code)


def health(server: Server) -> tuple[int, str]:
    """Ask whether callers can be answered."""
    answer = HTTP.request("GET", f"{server.admin}/health")
    return answer.status, str(answer.json().get("error"))


def test_a_load_that_fills_the_disk_loses_nothing(disk: Disk, file: Path) -> None:
    """What was added stays; with room the same command does it all."""
    place = disk.path / "data"
    assert 0 == load(file, place, 200).returncode
    disk.fill(leave=4 * 2**20)

    full = load(file, place, 900)
    before = kept(place)
    disk.make_room()
    again = load(file, place, 900)

    assert (
        f"flinkjobs-target: {place}/jobs.sqlite3: database or disk is full; the data were not "
        "changed: make room on the disk\n" == full.stderr
    )
    assert (200, 0, 900) == (before, again.returncode, kept(place))


def test_nothing_can_begin_on_a_full_disk(disk: Disk, file: Path) -> None:
    """Even reading takes a little room; the message says so, whatever SQLite calls it."""
    place = disk.path / "data"
    load(file, place, 50)
    disk.fill()

    for words in (["keys", "list"], ["export"], ["serve", "--port=0"]):
        done = run(*words, place=place)

        assert (1, 1) == (done.returncode, done.stderr.count("\n")), done.stderr
        assert done.stderr.endswith("make room on the disk\n"), done.stderr


def test_a_target_on_a_full_disk_answers_on(disk: Disk, file: Path) -> None:
    """There is room for nonces beforehand, so that only who would add jobs is turned away."""
    place = disk.path / "data"
    load(file, place, 50)
    flags = ["--admin=127.0.0.1:0", "--access-log=none"]
    with serving(place, *flags) as server:
        ask(server)
        disk.fill()
        meanwhile = {ask(server) for _ in range(300)}
        healthy = health(server)[0]

    assert ({"50"}, 200) == (meanwhile, healthy)


def test_nonces_that_need_more_room_than_there_is_are_refused(disk: Disk) -> None:
    """Just those that were said to be fresh are written; it can be asked; with room all goes on."""
    fresh: list[int] = []

    async def use(nonces: NonceFile, numbers: Iterable[int]) -> None:
        for number in numbers:
            if await nonces.use("key", str(number), expires_at=60, now=30):
                fresh.append(number)

    with closing(NonceFile(disk.path / "nonces")) as nonces:
        disk.fill()
        with pytest.raises(UnavailableError) as caught:
            asyncio.run(use(nonces, range(100_000)))
        with pytest.raises(UnavailableError, match="make room on the disk"):
            nonces.check(30)
        disk.make_room()
        nonces.check(30)
        refused = len(fresh)
        asyncio.run(use(nonces, range(20_000)))

    remedy = "No space left on device; the data were not changed: make room on the disk"
    assert f"{disk.path}/nonces: {remedy}" == str(caught.value)
    assert list(range(20_000)) == fresh
    assert refused > 1000


def test_a_disk_that_turns_read_only_is_named(disk: Disk, file: Path) -> None:
    """At work, and at the start."""
    place = disk.path / "data"
    load(file, place, 50)
    with serving(place, "--admin=127.0.0.1:0", "--access-log=none") as server:
        before = ask(server)
        disk.turn_read_only()
        meanwhile, why = ask(server), health(server)
        started = run("serve", "--port=0", place=place)

    assert ("50", "ServiceUnavailable", 503) == (before, meanwhile, why[0])
    remedy = "let the disk be written, or use another --data"
    assert why[1].endswith(f"Read-only file system; the data were not changed: {remedy}"), why
    assert (
        f"flinkjobs-target: {place}/jobs.sqlite3: cannot be opened: Read-only file system; "
        f"{remedy}\n" == started.stderr
    )


def test_an_access_log_on_a_full_disk_is_told_once(disk: Disk, tmp_path: Path) -> None:
    """Callers are answered all the same; afterwards lines are written again."""
    log, said = disk.path / "access.jsonl", tmp_path / "stderr"
    with (
        said.open("w") as stream,
        serving(tmp_path / "data", f"--access-log={log}", log=stream) as server,
    ):
        ask(server)
        disk.fill()
        answers = {ask(server) for _ in range(60)}
        disk.make_room()
        ask(server)

    last = log.read_text().splitlines()[-1]
    assert {"990301"} == answers
    assert 1 == said.read_text().count("lines are lost: [Errno 28] No space left on device\n")
    assert 1 == said.read_text().count("the access log is written again\n")
    assert "990301" == json.loads(last)["code"]


def test_output_that_does_not_fit_is_one_line(tmp_path: Path, file: Path) -> None:
    """And the exit code says that it is not whole."""
    load(file, tmp_path / "data", 50)
    command = [sys.executable, "-m", "flinkjobs_target", "export", f"--data={tmp_path / 'data'}"]
    with open("/dev/full", "w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    expected = "output: No space left on device; not all of it was written"
    assert (1, f"flinkjobs-target: {expected}\n") == (done.returncode, done.stderr)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[Disk, Postgresql]]:
    """A PostgreSQL server on a disk of its own."""
    binaries = required_binaries()
    folder = Path("/tmp") / f"disk-{os.getpid()}"
    with small_disk(folder, 160) as disk, running_server(binaries, *SERVER, kept=folder) as server:
        yield disk, server
    folder.rmdir()


def test_a_full_disk_of_postgresql_is_told_and_passes(
    database: tuple[Disk, Postgresql], file: Path
) -> None:
    """The load says what to do, what was there can be read, and with room all goes on."""
    disk, postgresql = database
    place = postgresql.url()
    load(file, place, 200)
    disk.fill(leave=2**20)
    full = load(file, place, JOBS)
    meanwhile = kept(place)
    disk.make_room()
    again = load(file, place, 400)

    assert (1, 1) == (full.returncode, full.stderr.count("\n")), full.stderr
    assert full.stderr.startswith(f"flinkjobs-target: {place}: could not extend file "), full.stderr
    remedy = "No space left on device; make room on the disk of the server\n"
    assert full.stderr.endswith(remedy), full.stderr
    assert (200, 0, 400) == (meanwhile, again.returncode, kept(place))


def test_a_postgresql_that_may_only_be_read_is_named(
    postgresql_server: Postgresql, file: Path
) -> None:
    """As a standby is; the message says what to do."""
    place = postgresql_server.new_place()
    load(file, place, 50)
    only_read = place + "%20-cdefault_transaction_read_only%3Don"

    done = load(file, only_read, 60)

    assert (1, 1) == (done.returncode, done.stderr.count("\n")), done.stderr
    assert done.stderr.endswith("in a read-only transaction; use a server that may be written\n")
    assert 50 == kept(only_read)
