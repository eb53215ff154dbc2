"""The progress bar of a load, shown on terminals only."""

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import BinaryIO, TextIO, TypeAlias

__all__ = ["Progress", "show_progress"]

Progress: TypeAlias = Callable[[int], None]
"""A callback with the number of jobs so far."""

_WIDTH = 24
_CLEAR = "\r\x1b[K"


@contextmanager
def show_progress(stream: BinaryIO, screen: TextIO = sys.stderr) -> Iterator[Progress]:
    """Show the number of jobs and, when the size of the file is known, a bar."""
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
    """Return the size of a file; 0 for streams without one, such as pipes."""
    try:
        return os.fstat(stream.fileno()).st_size if stream.seekable() else 0
    except OSError:
        return 0
