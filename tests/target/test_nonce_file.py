"""The file of nonces: each counts once, for all processes, and the file stays as small as it can."""

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
from flinkjobs_target.store.nonces.interface import CLOCKS_DIFFER

USES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=200)
"""Nonces, and how many seconds after the one before."""
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
"""Uses numbers as nonces, and prints those that were fresh: each at once, or all in the end."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is, once there is one."""
    return tmp_path / "nonces"


@pytest.fixture
def nonces(path: Path) -> Iterator[NonceFile]:
    """An open file."""
    with closing(NonceFile(path)) as nonces:
        yield nonces


def use(nonces: NonceFile, *used: object, expires_at: int = 1000, now: int = 0) -> list[bool]:
    """Use nonces one after the other; tell of each whether it was fresh."""

    async def use_all() -> list[bool]:
        return [
            await nonces.use("key", str(nonce), expires_at=expires_at, now=now) for nonce in used
        ]

    return asyncio.run(use_all())


def using(path: Path, numbers: range, *how: str) -> "subprocess.Popen[str]":
    """Start a process that uses nonces as soon as it is told to go."""
    words = (str(path), str(numbers.start), str(numbers.stop), *how)
    command = [sys.executable, "-c", PROGRAM, *words]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert "ready\n" == process.stdout.readline()
    return process


def let_go(process: "subprocess.Popen[str]") -> None:
    """Let a process begin."""
    assert process.stdin is not None
    process.stdin.write("\n")
    process.stdin.flush()


def test_many_more_than_one_table_holds_are_told_apart(path: Path, nonces: NonceFile) -> None:
    """The file grows, and knows every one."""
    before = path.stat().st_size

    assert [True] * 60_000 == use(nonces, *range(60_000))
    assert [False] * 60_000 == use(nonces, *range(60_000))
    assert path.stat().st_size > before


def test_places_of_those_whose_time_is_over_are_taken_again(path: Path, nonces: NonceFile) -> None:
    """A file that is in use for long is no larger than at first."""
    use(nonces, *range(5000), expires_at=10)
    before = path.stat().st_size
    for turn in range(1, 20):
        now = turn * 100
        use(nonces, *range(turn * 5000, turn * 5000 + 4000), expires_at=now + 10, now=now)

    assert before == path.stat().st_size


@pytest.mark.parametrize(("now", "fresh"), [(100, False), (160, False), (161, True)])
def test_a_nonce_counts_a_minute_beyond_its_time(nonces: NonceFile, now: int, fresh: bool) -> None:
    """Another process, whose clock is behind, may still accept its request."""
    use(nonces, "one", expires_at=100)

    assert [fresh] == use(nonces, "one", expires_at=200, now=now)


@given(USES)
def test_a_nonce_is_fresh_unless_it_was_used_and_still_counts(
    uses: Sequence[tuple[int, int]],
) -> None:
    """As a dictionary has it, in tables so small that they are full again and again."""
    known: dict[int, int] = {}
    now = 0
    with pytest.MonkeyPatch.context() as patch, closing(memory_file(patch)) as nonces:
        for nonce, seconds in uses:
            now += seconds
            fresh = nonce not in known or known[nonce] < now - CLOCKS_DIFFER
            if fresh:
                known[nonce] = now + 10

            assert [fresh] == use(nonces, nonce, expires_at=now + 10, now=now)


def memory_file(patch: pytest.MonkeyPatch) -> NonceFile:
    """A file that is nowhere on the disk, whose first table has eight places."""
    patch.setattr(nonce_file, "_FIRST_TABLE", 1)
    file = os.memfd_create("nonces")
    patch.setattr(nonce_file, "open_private", lambda _: file)
    return NonceFile(Path("memory"))


def test_several_processes_never_have_the_same_one(path: Path) -> None:
    """From the file's beginning on, and while it grows, each number is fresh for one of them."""
    with ExitStack() as stack:
        processes = [stack.enter_context(using(path, range(20_000))) for _ in range(3)]
        for process in processes:
            let_go(process)
        fresh = [[int(line) for line in process.communicate()[0].split()] for process in processes]

    assert list(range(20_000)) == sorted(number for numbers in fresh for number in numbers)
    assert sum(map(bool, fresh)) > 1, "they did not run at the same time"


def test_whoever_is_killed_has_used_what_was_said_to_be_fresh(path: Path) -> None:
    """At any moment, also while the file grows, and it needs no hand."""
    said = 0
    for _ in range(10):
        with using(path, range(said, 10**9), "at once") as process:
            assert process.stdout is not None
            let_go(process)
            said = [int(process.stdout.readline()) for _ in range(600)][-1] + 1
            process.send_signal(signal.SIGKILL)
            said += len(process.stdout.readlines())

        with closing(NonceFile(path)) as nonces:
            assert not any(use(nonces, *range(said - 600, said)))


def test_a_first_table_that_found_no_room_is_made_later(path: Path) -> None:
    """A file without all of it is as good as none, and the next start makes it."""
    limit = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, limit[1]))
    try:
        with pytest.raises(UnavailableError, match="File too large"):
            NonceFile(path)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limit)
    with closing(NonceFile(path)) as nonces:
        assert [True, False] == use(nonces, "one", "one")
    assert path.stat().st_size > 500_000


def test_what_cannot_be_read_is_not_taken_for_fresh(
    nonces: NonceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A disk that gives half of what it has answers no request."""
    use(nonces, "one")
    read = os.pread
    monkeypatch.setattr(os, "pread", lambda file, size, offset: read(file, size // 2, offset))

    with pytest.raises(UnavailableError, match="Input/output error"):
        use(nonces, "one")


def test_a_closed_file_writes_nowhere(path: Path, tmp_path: Path) -> None:
    """Not into another file either that has its number by now."""
    nonces = NonceFile(path)
    nonces.close()
    other = os.open(tmp_path / "other", os.O_RDWR | os.O_CREAT)
    try:
        with pytest.raises(UnavailableError, match="Bad file descriptor"):
            use(nonces, "one")
        assert 0 == os.fstat(other).st_size
    finally:
        os.close(other)


def test_a_file_that_a_crash_left_empty_is_begun_anew(path: Path) -> None:
    """As is one of which only the length had reached the disk."""
    for content in (b"", bytes(10), bytes(5000)):
        path.write_bytes(content)

        with closing(NonceFile(path)) as nonces:
            assert [True, False] == use(nonces, "one", "one")


@pytest.mark.parametrize("content", [b"text", b"flinkjobs nonces 2\n" + b" " * 5000])
def test_a_file_of_another_kind_is_left_alone(path: Path, content: bytes) -> None:
    """What it is nobody knows; what to do is said."""
    path.write_bytes(content)

    with pytest.raises(TargetError) as caught:
        NonceFile(path)

    assert str(caught.value).startswith(f"{path}: is not a file of nonces, or ")
    assert str(caught.value).endswith("; move it away, or use another --data")
    assert content == path.read_bytes()


def test_a_file_that_somebody_holds_is_not_waited_for_for_ever(
    path: Path, nonces: NonceFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is said who is waited for; afterwards all goes on."""
    monkeypatch.setattr(nonce_file, "_PATIENCE", 0.05)
    with path.open("rb") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(UnavailableError) as caught:
            use(nonces, "one")

    assert str(caught.value).endswith(
        ": another program holds it; try again when that has finished"
    )
    assert [True] == use(nonces, "one")


def test_keys_have_nonces_of_their_own(nonces: NonceFile) -> None:
    """Two callers may choose the same one."""

    async def use_of(key_id: str, nonce: str) -> bool:
        return await nonces.use(key_id, nonce, expires_at=10, now=0)

    assert asyncio.run(use_of("key", "one"))
    assert asyncio.run(use_of("other", "one"))


def test_whether_one_could_be_written_can_be_asked(nonces: NonceFile) -> None:
    """The answer is silence, however often."""
    for _ in range(100):
        nonces.check(5)

    assert [True, False] == use(nonces, "one", "one")
