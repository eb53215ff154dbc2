"""Rules of starts: which state a job may start from, and the job that a start makes."""

import uuid
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from flinkjobs.models import JobStartParameters, RestoreRequest, StartJobRequest

from ..ids import time_ordered_id
from ..job_documents import UNSEEN_REASON
from ..store.savepoints import StoredSavepoint
from ..store.tables import Tables
from ..store.types import DeploymentKey
from .failures import conflict, invalid, not_found
from .known_properties import known_properties

__all__ = [
    "ACTIVE",
    "active_jobs",
    "check_restore",
    "is_active",
    "job_id_of",
    "new_job",
    "parameters_of",
    "restored_from",
]

ACTIVE: Final = ("STARTING", "RUNNING", "CANCELLING")
"""The states of a job that has not ended."""
_COPIED: Final = (
    "executionMode",
    "engineVersion",
    "artifact",
    "flinkConf",
    "logging",
    "localVariables",
    "streamingResourceSetting",
    "batchResourceSetting",
)


def is_active(job: Mapping[str, Any]) -> bool:
    """Whether a job may be running; one that ended unseen has kept its last state."""
    status = job.get("status") or {}
    reason = (status.get("failure") or {}).get("reason")
    return status.get("currentJobStatus") in ACTIVE and reason != UNSEEN_REASON


def active_jobs(tables: Tables, key: DeploymentKey) -> list[dict[str, Any]]:
    """Return the jobs of a deployment that may be running."""
    documents = map(msgspec.json.decode, tables.jobs_in_state(key, ACTIVE))
    return [job for job in documents if is_active(job)]


def parameters_of(body: JobStartParameters | StartJobRequest) -> dict[str, Any]:
    """Return the parameters of a start as JSON, without what is absent or null."""
    return {name: value for name, value in known_properties(body).items() if value != []}


def job_id_of(stated: str | None, now: int) -> str:
    """Return the id of a new job: the caller's own, else one for a time in milliseconds."""
    if stated is None:
        return time_ordered_id(now)
    try:
        return str(uuid.UUID(stated))
    except ValueError:
        raise invalid(
            "$.jobId", "must be a UUID, such as 5af678c0-7db0-4650-94c2-d2604f0a1234"
        ) from None


def check_restore(restore: RestoreRequest | None, mode: str) -> None:
    """Raise OperationFailure for a restore request that contradicts itself or the execution mode."""
    if restore is None:
        return
    path, kind = "$.restoreStrategy", restore.kind
    if kind == "FROM_SAVEPOINT" and not restore.savepoint_id:
        raise invalid(f"{path}.savepointId", "is missing or empty; kind FROM_SAVEPOINT needs it")
    if kind != "FROM_SAVEPOINT" and restore.savepoint_id:
        raise invalid(f"{path}.savepointId", f"contradicts kind {kind}; only FROM_SAVEPOINT has it")
    if kind != "NONE" and restore.job_start_time_in_ms is not None:
        raise invalid(f"{path}.jobStartTimeInMs", f"contradicts kind {kind}; only NONE has it")
    if kind != "NONE" and mode == "BATCH":
        raise invalid(f"{path}.kind", "must be NONE: the deployment is a batch, which has no state")


def restored_from(
    tables: Tables, key: DeploymentKey, restore: RestoreRequest | None
) -> StoredSavepoint | None:
    """Return the savepoint that a job starts from; raise OperationFailure when there is none."""
    if restore is None or restore.kind == "NONE":
        return None
    if restore.kind == "FROM_SAVEPOINT":
        return _named_savepoint(tables, key, restore.savepoint_id or "")
    savepoint = _latest_savepoint(tables, key, with_checkpoints=restore.kind == "LATEST_STATE")
    if savepoint is None:
        wanted = "savepoint" if restore.kind == "LATEST_SAVEPOINT" else "savepoint or checkpoint"
        raise conflict(
            f"deployment {key.deployment_id} has no complete {wanted}; "
            "start it without state, with kind NONE"
        )
    return savepoint


def new_job(
    deployment: Mapping[str, Any],
    job_id: str,
    caller: str,
    now: int,
    parameters: Mapping[str, Any],
    savepoint: StoredSavepoint | None,
) -> dict[str, Any]:
    """Return the document of a job that starts: a copy of its deployment as it is now."""
    copied = {name: deployment[name] for name in _COPIED if name in deployment}
    resources = parameters.get("resourceSettingSpec") or {}
    own = {name: value for name, value in resources.items() if value is not None}
    variables = {name: parameters[name] for name in ("localVariables",) if parameters.get(name)}
    target = deployment.get("deploymentTarget") or {}
    session = {"sessionClusterName": target["name"]} if target.get("mode") == "SESSION" else {}
    job = {
        "jobId": job_id,
        "deploymentId": deployment["deploymentId"],
        "deploymentName": deployment["name"],
        "workspace": deployment["workspace"],
        "namespace": deployment["namespace"],
        **copied,
        **session,
        **own,
        **variables,
        "creator": caller,
        "creatorName": caller,
        "modifier": caller,
        "modifierName": caller,
        "createdAt": str(now),
        "modifiedAt": str(now),
        "restoreStrategy": _restore_strategy(parameters, savepoint),
        "status": {"currentJobStatus": "STARTING"},
    }
    if isinstance(job.get("flinkConf"), dict):
        job["userFlinkConf"] = job["flinkConf"]
    return job


def _restore_strategy(
    parameters: Mapping[str, Any], savepoint: StoredSavepoint | None
) -> dict[str, Any]:
    """Return what a job says of the state that it was started from, with the savepoint that was found."""
    stated = parameters.get("restoreStrategy") or {"kind": "NONE"}
    kept = {name: value for name, value in stated.items() if value is not None}
    return {**kept, **({"savepointId": savepoint.savepoint_id} if savepoint else {})}


def _latest_savepoint(
    tables: Tables, key: DeploymentKey, *, with_checkpoints: bool
) -> StoredSavepoint | None:
    """Return the newest complete savepoint, locked, so that it is not deleted before the start is stored."""
    while found := tables.savepoints.latest(key, with_checkpoints=with_checkpoints):
        if locked := tables.savepoints.get(key.namespace_key, found.savepoint_id):
            return locked
    return None


def _named_savepoint(tables: Tables, key: DeploymentKey, savepoint_id: str) -> StoredSavepoint:
    savepoint = tables.savepoints.get(key.namespace_key, savepoint_id)
    if savepoint is None:
        raise not_found("savepoint", savepoint_id)
    if savepoint.state != "COMPLETED":
        raise conflict(
            f"savepoint {savepoint_id} is {savepoint.state}; start from one that is COMPLETED"
        )
    return savepoint
