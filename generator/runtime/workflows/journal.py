"""Journals of runs: a file for each run on this machine, and the lock beside it.

The journal is written before each write of the run. With it a run is continued without its inputs, and
a change that others made while it was interrupted is noticed.
"""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

import msgspec

from ..errors import UsageError
from ..messages import Message
from .errors import WorkflowConflictError
from .run_state import Snapshot

__all__ = ["Journal", "exclusive_lock", "journal_folder"]


class Journal:
    """The journal of a run of one workflow, in a folder; without a folder it keeps nothing."""

    def __init__(self, folder: Path | None, workflow: str, run: str) -> None:
        self._path = folder / f"{run}.{workflow}.json" if folder else None

    def read(self) -> Snapshot | None:
        """Return the run as it was last recorded; None where it never was."""
        if self._path is None or not self._path.is_file():
            return None
        try:
            return msgspec.json.decode(self._path.read_bytes(), type=Snapshot)
        except (OSError, msgspec.DecodeError) as error:
            raise _unusable(self._path, error) from None

    def record(self, snapshot: Snapshot) -> None:
        """Replace the journal in one step; its file is for its owner only, since inputs may be secret."""
        if self._path is None:
            return
        partial = self._path.with_suffix(".partial")
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "wb") as file:
                file.write(msgspec.json.encode(snapshot))
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._path)
        except OSError as error:
            raise _unusable(self._path, error) from None

    def remove(self) -> None:
        """Remove the journal of a run that needs no continuation."""
        if self._path is not None:
            with suppress(OSError):
                self._path.unlink(missing_ok=True)


def journal_folder(package: str, environ: Mapping[str, str]) -> Path:
    """Return the folder of journals: that of the environment variable, else in the user's state folder."""
    if chosen := environ.get(f"{package.upper()}_JOURNAL"):
        return Path(chosen)
    state = environ.get("XDG_STATE_HOME")
    return (Path(state) if state else Path.home() / ".local" / "state") / package / "runs"


@contextmanager
def exclusive_lock(folder: Path | None, subject: tuple[str, ...]) -> Iterator[None]:
    """Hold the lock of what a run works on, which ends with the process at the latest.

    Raises WorkflowConflictError where another process holds it.
    """
    if folder is None:
        yield
        return
    path = folder / f"{sha256(chr(0).join(subject).encode()).hexdigest()[:32]}.lock"
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    except OSError as error:
        raise _unusable(path, error) from None
    with os.fdopen(descriptor, "r+b") as file:
        try:
            _lock(file.fileno())
        except OSError:
            message = Message("another run on {subject} is under way", subject=subject[-1])
            remedy = Message("wait until it has ended")
            raise WorkflowConflictError(message, remedy=remedy) from None
        yield


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)


def _unusable(path: Path, error: Exception) -> UsageError:
    reason = error.strerror if isinstance(error, OSError) else error
    return UsageError(
        Message("the journal {path} cannot be used: {reason}", path=path, reason=reason)
    )
