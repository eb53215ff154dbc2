"""The response of Flink's REST API for a simulated job."""

from collections.abc import Mapping
from typing import Any

import msgspec

__all__ = ["job_response"]

_STATES = {"STARTING": "CREATED", "CANCELLED": "CANCELED"}
"""Flink's words for states, where they differ."""


def job_response(flink_id: str, job: Mapping[str, Any]) -> str:
    """Return what Flink has at /jobs/ID, as far as the document of the job tells; times in milliseconds."""
    status = job.get("status") or {}
    state = str(status.get("currentJobStatus"))
    own_word = (status.get("running") or {}).get("observedFlinkJobStatus")
    response = {
        "jid": flink_id,
        "name": job.get("deploymentName"),
        "state": own_word or _STATES.get(state, state),
        "start-time": _milliseconds(job.get("startTime")),
        "end-time": _milliseconds(job.get("endTime")),
    }
    return msgspec.json.encode(response).decode()


def _milliseconds(seconds: int | None) -> int:
    """Return a time in milliseconds; -1 for one that has not come, as Flink has it."""
    return -1 if seconds is None else seconds * 1000
