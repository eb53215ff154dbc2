"""The cost of a command with all processes that it starts: CPU seconds and memory."""

import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

__all__ = ["Cost", "cost_of"]

_EVERY = 0.02
_PAGE = resource.getpagesize()


class Cost(NamedTuple):
    """CPU seconds, user and system; the most bytes that all processes held at once; seconds."""

    cpu: float
    memory: float
    wall: float


def cost_of(*arguments: str) -> Cost:
    """Run Python on one processor, and measure it; RuntimeError with its error output if it fails."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    os.sched_setaffinity(process.pid, {min(os.sched_getaffinity(0))})
    most = 0
    while process.poll() is None:
        most = max(most, _held(process.pid))
        time.sleep(_EVERY)
    wall, stderr = time.perf_counter() - begin, process.stderr.read() if process.stderr else b""
    if process.returncode != 0:
        raise RuntimeError(stderr.decode("utf-8", "replace"))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Cost(cpu, most, wall)


def _held(pid: int, parent: str = "") -> int:
    """Add up what a process and its descendants hold; one that has just ended holds nothing.

    A child that has not begun its own program yet is its parent's memory, and not counted again.
    """
    try:
        held = Path(f"/proc/{pid}/statm").read_text("ascii")
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
        pages = int(held.split()[1]) if held != parent else 0
    except (OSError, IndexError):
        return 0
    return pages * _PAGE + sum(_held(int(child), held) for child in children)
