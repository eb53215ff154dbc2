"""Documents of jobs, with what the store and the rules of starts need to know of them."""

from collections.abc import Mapping
from typing import Any

import msgspec

from .store.types import DeploymentKey, StoredJob

__all__ = ["UNSEEN_REASON", "stored_job"]

UNSEEN_REASON = "JobEndedUnseen"
"""Reason of a job that its cluster no longer knows, so that nobody can tell how it ended; it keeps its last state."""


def stored_job(key: DeploymentKey, document: Mapping[str, Any]) -> StoredJob:
    """Return a job as it is stored; its creation time is a number of seconds, as text."""
    return StoredJob(
        deployment=key,
        job_id=document["jobId"],
        gmt_create=int(document["createdAt"]),
        status=document["status"]["currentJobStatus"],
        document=msgspec.json.encode(document),
    )
