"""What the target's process and its data take, looked at every few seconds."""

import os
import statistics
import time
from pathlib import Path

from msgspec import Struct

from .nonces import Kept, kept_nonces

__all__ = ["Sample", "Sampler", "memory_of", "open_files", "rise"]

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Sample(Struct, frozen=True, kw_only=True):
    """One look: seconds since the first one, bytes, counts."""

    at: float
    memory: int
    files: int
    observer: int = 0
    """Memory of the observer's process."""
    wal: int = 0
    """The largest of SQLite's WAL files."""
    nonces: Kept = Kept()


class Sampler:
    """Looks at a process, and at its data beside it."""

    def __init__(self, pid: int, place: Path | str) -> None:
        self.samples: list[Sample] = []
        self._pid = pid
        self._place = place
        self._began = time.monotonic()

    def look(self, observer: int | None = None) -> None:
        """Take a sample; `observer` is the observer's process id, if it runs."""
        self.samples.append(
            Sample(
                at=round(time.monotonic() - self._began, 1),
                memory=memory_of(self._pid),
                files=open_files(self._pid),
                observer=memory_of(observer) if observer else 0,
                wal=self._largest_wal(),
                nonces=kept_nonces(self._place),
            )
        )

    def _largest_wal(self) -> int:
        if not isinstance(self._place, Path):
            return 0
        return max((file.stat().st_size for file in self._place.glob("*-wal")), default=0)


def memory_of(pid: int) -> int:
    """Give the resident bytes of a process; 0 when it is gone."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0


def open_files(pid: int) -> int:
    """Give the number of files and sockets that a process has open."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def rise(samples: list[Sample]) -> float:
    """Give how far memory rises over the second half, in parts of where it begins.

    That is the straight line of least squares through the samples of that half.
    """
    half = [one for one in samples if one.at >= samples[-1].at / 2]
    line = statistics.linear_regression([one.at for one in half], [one.memory for one in half])
    begin = line.intercept + line.slope * half[0].at
    return line.slope * (half[-1].at - half[0].at) / begin
