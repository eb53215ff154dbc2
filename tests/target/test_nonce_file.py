"""The file of nonces: each counts once, for all processes, and the file stays as small as it can."""

import asyncio
import fcntl
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flinkjobs_target.errors import TargetError
from flinkjobs_target.store import nonce_file
from flinkjobs_target.store.database import UnavailableError
from flinkjobs_target.store.nonce_file import NonceFile
from flinkjobs_target.store.nonces import CLOCKS_DIFFER

USES = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 30)), max_size=200)
"""Nonces, and how many seconds after the one before."""
USE_FOR_EVER = """
import asyncio, itertools, sys
from pathlib import Path
from flinkjobs_target.store.nonce_file import NonceFile

async def use_for_ever(nonces):
    for number in itertools.count():
        fresh = await nonces.use("key", str(number), expires_at=1000, now=0)
        print(number, fresh, flush=True)

asyncio.run(use_for_ever(NonceFile(Path(sys.argv[1]))))
"""


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


def using(path: Path) -> "subprocess.Popen[str]":
    """Start a process that uses one nonce after the other, and says so."""
    command = [sys.executable, "-c", USE_FOR_EVER, str(path)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def lines(process: "subprocess.Popen[str]", count: int) -> list[str]:
    """Read what a process says."""
    assert process.stdout is not None
    return [process.stdout.readline() for _ in range(count)]


def test_many_more_than_one_table_holds_are_told_apart(path: Path, nonces: NonceFile) -> None:
    """The file grows, and knows every one."""
    before = path.stat().st_size

    assert [True] * 60_000 == use(nonces, *range(60_000))
    assert [False] * 60_000 == use(nonces, *range(60_000))
    assert path.stat().st_size > before


def test_places_of_those_whose_time_is_over_are_taken_again(path: Path, nonces: NonceFile) -> None:
    """A file in use for long is as large as what counts at once needs."""
    for turn in range(20):
        now = turn * 100
        use(nonces, *range(turn * 5000, turn * 5000 + 5000), expires_at=now + 10, now=now)

    assert path.stat().st_size < 5000 * 32 * 16 < 20 * 5000 * 32


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
    """Each number is fresh for one of those that count at the same time."""
    with using(path) as one, using(path) as other:
        try:
            said = [lines(process, 3000) for process in (one, other)]
        finally:
            one.kill()
            other.kill()
    fresh = [{line.split()[0] for line in lines if line.endswith("True\n")} for lines in said]

    assert not fresh[0] & fresh[1]
    assert fresh[0] | fresh[1] >= {str(number) for number in range(3000)}


def test_whoever_is_killed_has_used_what_was_said_to_be_fresh(path: Path) -> None:
    """At any moment, and the file needs no hand."""
    last = -1
    for _ in range(10):
        with using(path) as process:
            assert process.stdout is not None
            while (number := int(process.stdout.readline().split()[0])) <= last + 100:
                pass
            last = number
            process.send_signal(signal.SIGKILL)

        with closing(NonceFile(path)) as nonces:
            assert [False] * last == use(nonces, *range(last))


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
    """However the two texts are put together."""

    async def use_of(key_id: str, nonce: str) -> bool:
        return await nonces.use(key_id, nonce, expires_at=10, now=0)

    assert asyncio.run(use_of("key", "one"))
    assert asyncio.run(use_of("other", "one"))


def test_whether_one_could_be_written_can_be_asked(nonces: NonceFile) -> None:
    """The answer is silence, however often."""
    for _ in range(100):
        nonces.check(5)

    assert [True, False] == use(nonces, "one", "one")
