"""The jobs of an account that are published, read as an export has them."""

from flinkjobs_target.storage import Storage
from flinkjobs_target.store.exports import is_entry

__all__ = ["published_jobs"]


def published_jobs(data: Storage) -> list[bytes]:
    """Return the documents of the jobs of the first account; an export has events and others beside them."""
    return [line for line in data.jobs.documents("owner") if not is_entry(line)]
