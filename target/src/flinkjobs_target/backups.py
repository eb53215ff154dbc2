"""Backups of a data directory: copies of jobs and keys that are made in use, and restored out of use."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory, mkdtemp

from msgspec import Struct

from .errors import TargetError
from .storage import RESTORING, Storage, make_private_directory
from .store.connect import JOBS_FILE, KEYS_FILE
from .store.snapshots import SNAPSHOT_FILES, copy_snapshot, count_content, require_unused

__all__ = ["Restored", "back_up", "restore"]


class Restored(Struct, frozen=True, kw_only=True):
    """The content of a restored backup, and the directory of the data that were there before."""

    jobs: int
    keys: int
    former: Path | None = None


def back_up(storage: Storage, directory: Path) -> None:
    """Copy jobs and keys into a new directory that can be opened as storage.

    Each is copied as one snapshot, while others read and write; the directory appears when it is
    complete. Nonces are left out: they will have expired when the copy is used.
    """
    if directory.exists():
        raise TargetError(f"{directory}: exists already; pass the name of a new directory")
    try:
        with TemporaryDirectory(dir=directory.parent, prefix=f".{directory.name}-") as temporary:
            copy = Path(temporary) / "copy"
            copy.mkdir(mode=0o700)
            storage.jobs.backup(copy / JOBS_FILE)
            storage.keys.backup(copy / KEYS_FILE)
            copy.rename(directory)
    except OSError as error:
        raise TargetError(f"{directory}: cannot be created: {error.strerror}") from error


def restore(backup: Path, directory: Path, *, replace: bool, now: datetime) -> Restored:
    """Copy a backup into a directory that no program uses; with `replace`, move former data aside.

    The backup is checked completely before anything is changed. Nonces stay: a request that was used
    before is refused after.
    """
    try:
        make_private_directory(directory)
        _require_replaceable(directory, replace=replace)
        with _staging(directory) as staging:
            for name in SNAPSHOT_FILES:
                copy_snapshot(backup / name, staging / name)
            jobs, keys = count_content(staging)
            _require_replaceable(directory, replace=replace)
            former = _move_aside(directory, now)
            for name in SNAPSHOT_FILES:
                (staging / name).rename(directory / name)
    except OSError as error:
        raise TargetError(f"{error.filename or directory}: {error.strerror}") from error
    return Restored(jobs=jobs, keys=keys, former=former)


@contextmanager
def _staging(directory: Path) -> Iterator[Path]:
    """Yield a new subdirectory; while it exists, `open_storage` refuses the directory.

    It is removed at the end, and after a TargetError, which is raised before data are moved.
    """
    staging = directory / RESTORING
    if staging.exists():
        shutil.rmtree(staging)
    staging.mkdir(mode=0o700)
    try:
        yield staging
    except TargetError:
        shutil.rmtree(staging)
        raise
    shutil.rmtree(staging)


def _require_replaceable(directory: Path, *, replace: bool) -> None:
    """Raise TargetError when a directory has data that may not be replaced, or that are in use."""
    files = _files(directory)
    if files and not replace:
        raise TargetError(
            f"{directory}: has data already; pass --replace to move them aside, or another --data"
        )
    for name in SNAPSHOT_FILES:
        require_unused(directory / name)


def _move_aside(directory: Path, now: datetime) -> Path | None:
    """Move jobs and keys into a new subdirectory; return it, or None when there are none."""
    files = _files(directory)
    if not files:
        return None
    former = Path(mkdtemp(dir=directory, prefix=f"replaced-{now:%Y%m%dT%H%M%SZ}-"))
    for file in files:
        file.rename(former / file.name)
    return former


def _files(directory: Path) -> list[Path]:
    """Return the files of jobs and keys, with SQLite's own beside them."""
    return [file for name in SNAPSHOT_FILES for file in directory.glob(f"{name}*")]
