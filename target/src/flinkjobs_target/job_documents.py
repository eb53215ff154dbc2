"""Documents of jobs that were started here, with what the store needs to know of them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from .store.types import DeploymentKey, StoredJob

__all__ = ["stored_job"]


def stored_job(key: DeploymentKey, document: Mapping[str, Any]) -> StoredJob:
    """Return a job as it is stored; its creation time is a number of seconds, as text."""
    return StoredJob(
        deployment=key,
        job_id=document["jobId"],
        gmt_create=int(document["createdAt"]),
        status=document["status"]["currentJobStatus"],
        document=msgspec.json.encode(document),
    )
