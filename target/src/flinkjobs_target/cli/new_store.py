"""The warning about a storage location that has no data yet, which may be a mistyped one."""

import logging
from collections.abc import Iterator, Mapping
from pathlib import Path

from ..auth.keyring import Keyring
from ..storage import DATA_VARIABLE, Storage, default_location
from ..store.connect import JOBS_FILE

__all__ = ["warn_of_new_store"]

_logger = logging.getLogger(__name__)


def warn_of_new_store(storage: Storage, environ: Mapping[str, str]) -> None:
    """Log a warning when a store was just created: how to load jobs, and where others are."""
    if Keyring(storage.keys).has_accounts():
        return
    _logger.warning(
        "%s: is a new store, without jobs; load some with: flinkjobs-target load FILE --data %s",
        storage.location,
        storage.location,
    )
    for other in sorted(set(_usual_locations(environ))):
        if _has_jobs(other, storage.location):
            _logger.warning("there are data in %s; to use those, pass --data %s", other, other)


def _usual_locations(environ: Mapping[str, str]) -> Iterator[str]:
    """Yield the locations that are used without --data: that of the environment, and the default."""
    yield str(default_location(environ))
    yield str(default_location({**environ, DATA_VARIABLE: ""}))


def _has_jobs(location: str, served: str) -> bool:
    """Whether a location is a directory of data, and not the one that is served."""
    if Path(location).resolve() == Path(served).resolve():
        return False
    return (Path(location) / JOBS_FILE).exists()
