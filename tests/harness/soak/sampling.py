"""Periodic samples of memory, files and data size of the target."""

import os
import statistics
import time
from pathlib import Path

from msgspec import Struct

from .nonce_usage import NonceUsage, read_nonce_usage

__all__ = ["Sample", "Sampler", "count_open_files", "memory_growth", "resident_memory"]

_PAGE = os.sysconf("SC_PAGE_SIZE")


class Sample(Struct, frozen=True, kw_only=True):
    """One sample: seconds since the first one, bytes, counts."""

    at: float
    memory: int
    files: int
    observer: int = 0
    """Memory of the observer process."""
    wal: int = 0
    """The largest of SQLite's WAL files."""
    nonces: NonceUsage = NonceUsage()


class Sampler:
    """Samples a process and its data."""

    def __init__(self, pid: int, storage: Path | str) -> None:
        self.samples: list[Sample] = []
        self._pid = pid
        self._storage = storage
        self._began = time.monotonic()

    def take_sample(self, observer_pid: int | None = None) -> None:
        """Take a sample; `observer_pid` is None while no observer runs."""
        self.samples.append(
            Sample(
                at=round(time.monotonic() - self._began, 1),
                memory=resident_memory(self._pid),
                files=count_open_files(self._pid),
                observer=resident_memory(observer_pid) if observer_pid else 0,
                wal=self._largest_wal(),
                nonces=read_nonce_usage(self._storage),
            )
        )

    def _largest_wal(self) -> int:
        if not isinstance(self._storage, Path):
            return 0
        return max((file.stat().st_size for file in self._storage.glob("*-wal")), default=0)


def resident_memory(pid: int) -> int:
    """Return the resident memory of a process in bytes; 0 when it has ended."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * _PAGE
    except (FileNotFoundError, ProcessLookupError):
        return 0


def count_open_files(pid: int) -> int:
    """Return the number of open files and sockets of a process."""
    return len(os.listdir(f"/proc/{pid}/fd"))


def memory_growth(samples: list[Sample]) -> float:
    """Return the relative growth of memory over the second half of the samples.

    It is the slope of a least-squares line through these samples.
    """
    second_half = [sample for sample in samples if sample.at >= samples[-1].at / 2]
    line = statistics.linear_regression(
        [sample.at for sample in second_half], [sample.memory for sample in second_half]
    )
    start = line.intercept + line.slope * second_half[0].at
    return line.slope * (second_half[-1].at - second_half[0].at) / start
