"""Job instances to try things with: one that is given, varied as real ones vary."""

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
    """Give older instances of a job's deployment: other ids, times, states, failures.

    The job must have `createdAt`; each one given is older than the one before. The same seed
    gives the same jobs.
    """
    chance = random.Random(seed)
    created = int(job["createdAt"])
    for _ in range(count):
        created -= chance.randrange(60, _DAY)
        yield _varied(job, created, chance)


def _varied(job: Mapping[str, Any], created: int, chance: random.Random) -> dict[str, Any]:
    state = chance.choices(_STATES, weights=(2, 6, 3, 3, 1, 1))[0]
    lasted = chance.randrange(30, 5 * _DAY)
    varied = {
        **copy.deepcopy(dict(job)),
        "jobId": str(uuid.UUID(int=chance.getrandbits(128), version=4)),
        "executionMode": chance.choice(("STREAMING", "BATCH")),
        "startTime": created + chance.randrange(1, 30),
        "endTime": created + lasted,
        "createdAt": str(created),
        "modifiedAt": str(created + lasted),
        "status": _status(state, created + lasted, chance),
    }
    if state not in ("FINISHED", "FAILED", "CANCELLED"):
        del varied["endTime"]
    return varied


def _status(state: str, ended: int, chance: random.Random) -> dict[str, Any]:
    status: dict[str, Any] = {"currentJobStatus": state, "riskLevel": "", "healthScore": 0}
    if state == "RUNNING":
        status["running"] = {
            "observedFlinkJobStatus": "RUNNING",
            "observedFlinkJobRestarts": chance.randrange(5),
        }
    if state == "FAILED":
        reason = chance.choice(_REASONS)
        status["failure"] = {
            "reason": reason,
            "message": f"{reason}: see the log",
            "failedAt": ended,
        }
    return status
