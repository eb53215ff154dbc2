"""The nonce file: shared by processes, bounded in size, and safe after crashes."""

import asyncio
import fcntl
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flinkjobs_target.errors import TargetError
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.nonces import file as nonce_file
from flinkjobs_target.store.nonces.file import NonceFile
from flinkjobs_target.store.nonces.interface import CLOCK_TOLERANCE

USES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=200)
"""Nonces, with the seconds since the one before."""
PROGRAM = """
import asyncio, sys, time
from pathlib import Path
from flinkjobs_target.store.nonces.file import NonceFile

async def use(nonces, numbers, told):
    for number in numbers:
        if number % 100 == 0:
            time.sleep(0.0001)  # let others come to it, however few processors there are
        if await nonces.use("key", str(number), expires_at=1000, now=0):
            told(number)

nonces = NonceFile(Path(sys.argv[1]))
numbers = range(*map(int, sys.argv[2:4]))
print("ready", flush=True)
sys.stdin.readline()
if "at once" in sys.argv:
    asyncio.run(use(nonces, numbers, lambda number: print(number, flush=True)))
else:
    fresh = []
    asyncio.run(use(nonces, numbers, fresh.append))
    print(*fresh, sep="\\n")
"""
"""Uses numbers as nonces, and prints the fresh ones: immediately, or all at the end."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The path of the nonce file."""
    return tmp_path / "nonces"


@pytest.fixture
def nonces(path: Path) -> Iterator[NonceFile]:
    """An open nonce file."""
    with closing(NonceFile(path)) as nonces:
        yield nonces


def use(
    nonces: NonceFile, *nonces_to_use: object, expires_at: int = 1000, now: int = 0
) -> list[bool]:
    """Use nonces one after the other; return for each whether it was fresh."""

    async def use_all() -> list[bool]:
        return [
            await nonces.use("key", str(nonce), expires_at=expires_at, now=now)
            for nonce in nonces_to_use
        ]

    return asyncio.run(use_all())


def process_using(path: Path, numbers: range, *how: str) -> "subprocess.Popen[str]":
    """Start a process that uses nonces after it reads a line."""
    words = (str(path), str(numbers.start), str(numbers.stop), *how)
    command = [sys.executable, "-c", PROGRAM, *words]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "ready\n"
    return process


def start(process: "subprocess.Popen[str]") -> None:
    """Let a process begin."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_more_nonces_than_one_table_holds_are_distinguished(path: Path, nonces: NonceFile) -> None:
    """The file grows."""
    before = path.stat().st_size

    assert use(nonces, *range(60_000)) == [True] * 60_000
    assert use(nonces, *range(60_000)) == [False] * 60_000
    assert path.stat().st_size > before


def test_expired_slots_are_reused(path: Path, nonces: NonceFile) -> None:
    """The file does not grow with time."""
    use(nonces, *range(8000), expires_at=10)  # enough for a second table
    before = path.stat().st_size
    for round_number in range(1, 20):
        now = round_number * 100
        use(
            nonces,
            *range(round_number * 8000, round_number * 8000 + 4000),
            expires_at=now + 10,
            now=now,
        )

    assert path.stat().st_size == before


@pytest.mark.parametrize(("now", "fresh"), [(100, False), (160, False), (161, True)])
def test_a_nonce_is_kept_for_a_minute_after_it_expired(
    nonces: NonceFile, now: int, fresh: bool
) -> None:
    """For another process whose clock is behind."""
    use(nonces, "one", expires_at=100)

    assert use(nonces, "one", expires_at=200, now=now) == [fresh]


@given(USES)
def test_a_nonce_is_fresh_unless_used_and_not_expired(
    uses: Sequence[tuple[int, int]],
) -> None:
    """Compared with a dictionary, in tables so small that they fill up often."""
    expiries: dict[int, int] = {}
    now = 0
    with pytest.MonkeyPatch.context() as patch, closing(memory_file(patch)) as nonces:
        for nonce, seconds in uses:
            now += seconds
            fresh = nonce not in expiries or expiries[nonce] < now - CLOCK_TOLERANCE
            if fresh:
                expiries[nonce] = now + 10

            assert use(nonces, nonce, expires_at=now + 10, now=now) == [fresh]


def memory_file(patch: pytest.MonkeyPatch) -> NonceFile:
    """Return a nonce file in memory, whose first table has eight slots."""
    patch.setattr(nonce_file, "_FIRST_TABLE", 1)
    file = os.memfd_create("nonces")
    patch.setattr(nonce_file, "open_private", lambda _: file)
    return NonceFile(Path("memory"))


def test_a_nonce_is_fresh_for_one_of_several_processes(path: Path) -> None:
    """From an empty file on, and while it grows."""
    for attempt in range(5):  # until the processes run at the same time
        file = path.with_name(f"{path.name}-{attempt}")
        with ExitStack() as stack:
            processes = [stack.enter_context(process_using(file, range(20_000))) for _ in range(3)]
            for process in processes:
                start(process)
            fresh = [
                [int(line) for line in process.communicate()[0].split()] for process in processes
            ]

        assert sorted(number for numbers in fresh for number in numbers) == list(range(20_000))
        if sum(map(bool, fresh)) > 1:
            return
    pytest.fail("the processes never ran at the same time")


def test_nonces_of_a_killed_process_are_stored(path: Path) -> None:
    """Killed at any time, also while the file grows."""
    next_number = 0
    for _ in range(10):
        with process_using(path, range(next_number, 10**9), "at once") as process:
            assert process.stdout is not None
            start(process)
            next_number = [int(process.stdout.readline()) for _ in range(600)][-1] + 1
            process.send_signal(signal.SIGKILL)
            next_number += len(process.stdout.readlines())

        with closing(NonceFile(path)) as nonces:
            assert not any(use(nonces, *range(next_number - 600, next_number)))


def test_an_incomplete_first_table_is_completed_later(path: Path) -> None:
    """At the next start."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
    try:
        with pytest.raises(UnavailableError, match="File too large"):
            NonceFile(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    with closing(NonceFile(path)) as nonces:
        assert use(nonces, "one", "one") == [True, False]
    assert path.stat().st_size > 500_000


def test_a_failed_read_is_an_error(nonces: NonceFile, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short read is not taken for an unused slot."""
    use(nonces, "one")
    read = os.pread
    monkeypatch.setattr(os, "pread", lambda file, size, offset: read(file, size // 2, offset))

    with pytest.raises(UnavailableError, match="Input/output error"):
        use(nonces, "one")


def test_a_closed_file_is_not_written(path: Path, tmp_path: Path) -> None:
    """Not even when another file reuses its descriptor."""
    nonces = NonceFile(path)
    nonces.close()
    other = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)
    try:
        with pytest.raises(UnavailableError, match="Bad file descriptor"):
            use(nonces, "one")
        assert os.fstat(other).st_size == 0
    finally:
        os.close(other)


def test_an_empty_file_after_a_crash_is_initialized(path: Path) -> None:
    """So is a file of which only the length was written."""
    for content in (b"", bytes(10), bytes(5000)):
        path.write_bytes(content)

        with closing(NonceFile(path)) as nonces:
            assert use(nonces, "one", "one") == [True, False]


@pytest.mark.parametrize("content", [b"text", b"flinkjobs nonces 2\n" + b" " * 5000])
def test_a_file_of_another_format_is_not_touched(path: Path, content: bytes) -> None:
    """The message contains the remedy."""
    path.write_bytes(content)

    with pytest.raises(TargetError) as caught:
        NonceFile(path)

    assert str(caught.value).startswith(f"{path}: is not a nonce file, or ")
    assert str(caught.value).endswith("; move it away, or use another --data")
    assert path.read_bytes() == content


def test_waiting_for_the_file_lock_is_limited(
    path: Path, nonces: NonceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The error names the reason; afterwards the file can be used."""
    monkeypatch.setattr(nonce_file, "_LOCK_TIMEOUT", 0.05)
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(UnavailableError) as caught:
            use(nonces, "one")

    assert str(caught.value).endswith(
        ": another program has locked it; try again when that has finished"
    )
    assert use(nonces, "one") == [True]


def test_keys_do_not_share_nonces(nonces: NonceFile) -> None:
    """Two keys may use the same nonce."""

    async def use_of(key_id: str, nonce: str) -> bool:
        return await nonces.use(key_id, nonce, expires_at=10, now=0)

    assert asyncio.run(use_of("key", "one"))
    assert asyncio.run(use_of("other", "one"))


def test_check_succeeds_repeatedly(nonces: NonceFile) -> None:
    """It returns nothing and leaves the file usable."""
    for _ in range(100):
        asyncio.run(nonces.check(5))

    assert use(nonces, "one", "one") == [True, False]
