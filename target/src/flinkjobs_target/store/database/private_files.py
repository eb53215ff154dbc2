"""Files that only their owner may read, and remedies for errors of the file system."""

import errno
import os
from pathlib import Path

from ...errors import TargetError

__all__ = ["REMEDY_DISK_FULL", "REMEDY_READ_ONLY", "open_private", "remedy_of"]

REMEDY_DISK_FULL = "free space on the disk"
REMEDY_READ_ONLY = "make the disk writable, or use another --data"
_REMEDIES = {
    errno.EAGAIN: "another program has locked it; try again when that has finished",
    errno.ENOSPC: REMEDY_DISK_FULL,
    errno.EDQUOT: REMEDY_DISK_FULL,
    errno.EFBIG: "raise the limit of file sizes",
    errno.EROFS: REMEDY_READ_ONLY,
}


def open_private(path: Path) -> int:
    """Open a file for reading and writing; a new one is readable by its owner only."""
    try:
        return os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        remedy = f"; {REMEDY_READ_ONLY}" if error.errno == errno.EROFS else ""
        raise TargetError(f"{path}: cannot be opened: {error.strerror}{remedy}") from error


def remedy_of(error: OSError) -> str:
    """Return the remedy for an error of the operating system."""
    return _REMEDIES.get(error.errno or 0, "check the disk")
