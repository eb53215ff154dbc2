"""Files of the data: opened for their owner alone, and what to do when the disk refuses."""

import errno
import os
from pathlib import Path

from ...errors import TargetError

__all__ = ["LET_WRITE", "MAKE_ROOM", "open_private", "remedy_of"]

MAKE_ROOM = "make room on the disk"
LET_WRITE = "let the disk be written, or use another --data"
_REMEDIES = {
    errno.EAGAIN: "another program holds it; try again when that has finished",
    errno.ENOSPC: MAKE_ROOM,
    errno.EDQUOT: MAKE_ROOM,
    errno.EFBIG: "let files be larger",
    errno.EROFS: LET_WRITE,
}


def open_private(path: Path) -> int:
    """Open a file to read and write; one that is made here, only its owner may read."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        remedy = f"; {LET_WRITE}" if error.errno == errno.EROFS else ""
        raise TargetError(f"{path}: cannot be opened: {error.strerror}{remedy}") from error


def remedy_of(error: OSError) -> str:
    """Say what to do about what the operating system refuses."""
    return _REMEDIES.get(error.errno or 0, "see why the disk fails")
