"""How far a load has come, shown on a terminal and nowhere else."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO, TypeAlias

__all__ = ["Progress", "progress_of"]

Progress: TypeAlias = Callable[[int], None]
"""Is told the number of jobs so far."""

_WIDTH = 24
_CLEAR = "\r\x1b[K"


@contextmanager
def progress_of(stream: BinaryIO, screen: TextIO = sys.stderr) -> Iterator[Progress]:
    """Show how much of a file was read: as a bar, where its size is known."""
    if not screen.isatty():
        yield lambda jobs: None
        return
    size, began = _size(stream), time.monotonic()

    def show(jobs: int) -> None:
        rate = jobs / max(time.monotonic() - began, 0.001)
        screen.write(f"{_CLEAR}{_bar(stream, size)}{jobs:,} jobs, {rate:,.0f}/s")
        screen.flush()

    show(0)
    try:
        yield show
    finally:
        screen.write(_CLEAR)
        screen.flush()


def _bar(stream: BinaryIO, size: int) -> str:
    if not size:
        return ""
    share = min(stream.tell() / size, 1.0)
    filled = round(share * _WIDTH)
    return f"[{'#' * filled}{'.' * (_WIDTH - filled)}] {share:4.0%}  "


def _size(stream: BinaryIO) -> int:
    """Give the size of a file; 0 for what is no file, such as a pipe."""
    try:
        return os.fstat(stream.fileno()).st_size if stream.seekable() else 0
    except OSError:
        return 0
