"""Sample job instances: random variations of a given one."""

import copy
import random
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

__all__ = ["varied_jobs"]

_DAY = 86_400
_STATES = ("RUNNING", "FINISHED", "FAILED", "CANCELLED", "STARTING", "CANCELLING")
_REASONS = ("TaskManagerLost", "OutOfMemoryError", "CheckpointException", "NumberFormatException")


def varied_jobs(job: Mapping[str, Any], count: int, *, seed: int = 0) -> Iterator[dict[str, Any]]:
    """Yield older instances of a job's deployment, with other ids, times, states and failures.

    The job must have `createdAt`; each instance is older than the one before. The same seed yields
    the same jobs.
    """
    rng = random.Random(seed)
    created = int(job["createdAt"])
    for _ in range(count):
        created -= rng.randrange(60, _DAY)
        yield _varied(job, created, rng)


def _varied(job: Mapping[str, Any], created: int, rng: random.Random) -> dict[str, Any]:
    state = rng.choices(_STATES, weights=(2, 6, 3, 3, 1, 1))[0]
    duration = rng.randrange(30, 5 * _DAY)
    varied = {
        **copy.deepcopy(dict(job)),
        "jobId": str(uuid.UUID(int=rng.getrandbits(128), version=4)),
        "executionMode": rng.choice(("STREAMING", "BATCH")),
        "startTime": created + rng.randrange(1, 30),
        "endTime": created + duration,
        "createdAt": str(created),
        "modifiedAt": str(created + duration),
        "status": _status(state, created + duration, rng),
    }
    if state not in ("FINISHED", "FAILED", "CANCELLED"):
        del varied["endTime"]
    return varied


def _status(state: str, ended: int, rng: random.Random) -> dict[str, Any]:
    status: dict[str, Any] = {"currentJobStatus": state, "riskLevel": "", "healthScore": 0}
    if state == "RUNNING":
        status["running"] = {
            "observedFlinkJobStatus": "RUNNING",
            "observedFlinkJobRestarts": rng.randrange(5),
        }
    if state == "FAILED":
        reason = rng.choice(_REASONS)
        status["failure"] = {
            "reason": reason,
            "message": f"{reason}: see the log",
            "failedAt": ended,
        }
    return status
