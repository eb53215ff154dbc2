"""Stops and savepoints: their rules, and the transactions that store them as intentions."""

import uuid
from typing import Any

import msgspec
from msgspec import Struct

from ..ids import time_ordered_id
from ..job_documents import stored_job
from ..store.events import deployment_event, state_event
from ..store.runs import Run, SavepointIntention, StopIntention
from ..store.savepoints import StoredSavepoint
from ..store.tables import FoundJob, Tables
from ..store.types import DeploymentKey
from .failures import conflict, not_found
from .job_rules import active_jobs, is_active

__all__ = ["SavepointRequest", "stop", "take_savepoint"]

_WITHOUT_SAVEPOINT = "NONE"


class SavepointRequest(Struct, frozen=True, kw_only=True):
    """A savepoint that a caller asks for."""

    native: bool = False
    description: str | None = None


def stop(
    tables: Tables, account: str, found: FoundJob, strategy: str, caller: str, actor: str, now: int
) -> bytes:
    """Store the stop of a job, and return its document; one that has ended stays as it is.

    A stop at once replaces one that waits for its savepoint. `actor` is the caller in the event of it,
    `now` is in milliseconds. Raises OperationFailure when the job cannot be stopped so.
    """
    jobs = tables.deployments.lock_existing(account, found.key)
    job = _job(tables, found)
    if not is_active(job):
        return _already_stopped(job, strategy)
    run = _run(tables, found.key, job["jobId"])
    if strategy == _WITHOUT_SAVEPOINT:
        if run.stop is not None and run.stop.savepoint is None:
            return msgspec.json.encode(job)
        run = _without_stop(run)
        stopping = StopIntention(requested_at=now)
    else:
        _require_savepoint_possible(run, job)
        savepoint = _intention(now, native=False)
        drains = strategy == "STOP_WITH_DRAIN"
        stopping = StopIntention(requested_at=now, savepoint=savepoint, drain=drains)
        _insert(tables, run, savepoint, SavepointRequest(), "STOP_WITH_SAVEPOINT", drains=drains)
    tables.runs.replace(msgspec.structs.replace(run, stop=stopping, due=now))
    before = job["status"]["currentJobStatus"]
    job["status"] = {**job["status"], "currentJobStatus": "CANCELLING"}
    job |= {"modifier": caller, "modifierName": caller, "modifiedAt": str(now // 1000)}
    stored = stored_job(found.key, job)
    tables.jobs.put_locked(stored, jobs)
    message = f"stop of job instance {job['jobId']} with strategy {strategy} requested by {actor}"
    tables.events.record(
        deployment_event(found.key, now, "JOB_STOP_REQUESTED", message, job["jobId"])
    )
    tables.events.record(state_event(found.key, job, before, now))
    return stored.document


def take_savepoint(
    tables: Tables,
    account: str,
    key: DeploymentKey,
    request: SavepointRequest,
    actor: str,
    now: int,
) -> bytes:
    """Store a savepoint of the running job of a deployment, and return its document.

    `actor` is the caller in the event of it, `now` is in milliseconds. Raises OperationFailure when no
    job runs of which one can be taken.
    """
    tables.deployments.lock_existing(account, key)
    running = active_jobs(tables, key)
    if not running:
        raise conflict(
            f"deployment {key.deployment_id} has no running job instance; start it first"
        )
    job = running[0]
    run = _run(tables, key, job["jobId"])
    _require_savepoint_possible(run, job)
    intention = _intention(now, native=request.native)
    savepoints = (*run.savepoints, intention)
    tables.runs.replace(msgspec.structs.replace(run, savepoints=savepoints, due=now))
    message = (
        f"savepoint {intention.savepoint_id} of job instance {run.job_id} requested by {actor}"
    )
    tables.events.record(deployment_event(key, now, "SAVEPOINT_REQUESTED", message, run.job_id))
    return _insert(tables, run, intention, request, "USER_REQUEST", drains=False)


def _without_stop(run: Run) -> Run:
    """Return a run without its stop, whose savepoint goes on until the job has ended."""
    if run.stop is None or run.stop.savepoint is None:
        return run
    savepoints = (*run.savepoints, run.stop.savepoint)
    return msgspec.structs.replace(run, stop=None, savepoints=savepoints)


def _job(tables: Tables, found: FoundJob) -> dict[str, Any]:
    """Return a job as it is after its deployment was locked."""
    job: dict[str, Any] = msgspec.json.decode(found.document)
    content = tables.job_document(found.key, job["jobId"])
    if content is None:
        raise not_found("job", job["jobId"])
    job = msgspec.json.decode(content)
    job.setdefault("status", {}).setdefault("currentJobStatus", None)
    return job


def _already_stopped(job: dict[str, Any], strategy: str) -> bytes:
    if strategy != _WITHOUT_SAVEPOINT:
        raise conflict(
            f"job instance {job['jobId']} is {job['status']['currentJobStatus']}, so no savepoint "
            "can be taken of it"
        )
    return msgspec.json.encode(job)


def _run(tables: Tables, key: DeploymentKey, job_id: str) -> Run:
    run = tables.runs.get(key, job_id)
    if run is None:
        raise conflict(
            f"job instance {job_id} was not started here, so it cannot be changed here; "
            "stop it where it runs"
        )
    return run


def _require_savepoint_possible(run: Run, job: dict[str, Any]) -> None:
    """Raise OperationFailure unless the job runs, is a stream, and nothing else is under way."""
    id, state = job["jobId"], job["status"]["currentJobStatus"]
    if job.get("executionMode") == "BATCH":
        raise conflict(f"job instance {id} is a batch, of which no savepoint can be taken")
    if run.stop is not None or state != "RUNNING":
        raise conflict(
            f"job instance {id} is {state}, so no savepoint can be taken of it; wait until it is RUNNING"
        )
    if run.savepoints:
        raise conflict(
            f"savepoint {run.savepoints[0].savepoint_id} of job instance {id} is being taken; "
            "wait until it is complete"
        )


def _intention(now: int, *, native: bool) -> SavepointIntention:
    return SavepointIntention(
        savepoint_id=time_ordered_id(now),
        trigger_id=uuid.uuid4().hex,
        native=native,
        requested_at=now,
    )


def _insert(
    tables: Tables,
    run: Run,
    intention: SavepointIntention,
    request: SavepointRequest,
    origin: str,
    *,
    drains: bool,
) -> bytes:
    """Insert a savepoint that is being taken; return its document."""
    seconds = intention.requested_at // 1000
    described = {} if request.description is None else {"description": request.description}
    document = {
        "savepointId": intention.savepoint_id,
        "deploymentId": run.key.deployment_id,
        "jobId": run.job_id,
        "namespace": run.key.namespace,
        **described,
        "status": {"state": "STARTED"},
        "savepointOrigin": origin,
        "nativeFormat": intention.native,
        "stopWithDrainEnabled": drains,
        "createdAt": seconds,
        "modifiedAt": seconds,
    }
    savepoint = StoredSavepoint(
        savepoint_id=intention.savepoint_id,
        deployment=run.key.digest(),
        job_id=run.job_id,
        state="STARTED",
        origin=origin,
        contents=b"",
        document=msgspec.json.encode(document),
    )
    tables.savepoints.insert(run.key.namespace_key, savepoint, intention.requested_at)
    return savepoint.document
