"""The data directory: which files it holds, and who may read them."""

import os
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path

from msgspec import Struct

from .errors import TargetError
from .store.jobs import JobStore
from .store.keys import KeyStore
from .store.nonces import NonceStore

__all__ = ["DATA_VARIABLE", "Data", "default_data_directory", "open_data"]

DATA_VARIABLE = "FLINKJOBS_TARGET_DATA"


class Data(Struct, frozen=True, kw_only=True):
    """Everything that outlives a run of the server."""

    path: Path
    jobs: JobStore
    keys: KeyStore
    nonces: NonceStore


def default_data_directory(environ: Mapping[str, str]) -> Path:
    """Say where data are kept unless asked otherwise: in the user's own data directory.

    Never in the working directory, from where a secret is easily committed.
    """
    if environ.get(DATA_VARIABLE):
        return Path(environ[DATA_VARIABLE])
    home = environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    return Path(home) / "flinkjobs-target"


@contextmanager
def open_data(path: Path) -> Iterator[Data]:
    """Open a data directory, making it if need be; close its files in the end."""
    _make_private_directory(path)
    with ExitStack() as stack:
        yield Data(
            path=path,
            jobs=stack.enter_context(closing(JobStore(path / "jobs.sqlite3"))),
            keys=stack.enter_context(closing(KeyStore(path / "keys.sqlite3"))),
            nonces=stack.enter_context(closing(NonceStore(path / "nonces.sqlite3"))),
        )


def _make_private_directory(path: Path) -> None:
    try:
        path.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise TargetError(f"{path}: {error.strerror}; pass a directory with --data") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise TargetError(f"{path}: is not writable for you; pass another directory with --data")
