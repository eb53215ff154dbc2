"""Storing the result of a step: the state of the job, its savepoints, and the run."""

from typing import Any

import msgspec

from ..job_documents import stored_job
from ..store.events import EventName, deployment_event, state_event
from ..store.runs import Run
from ..store.savepoints import StoredSavepoint
from ..store.tables import Tables
from ..store.types import MissingResourceError
from .interface import Failure, JobProgress, SavepointProgress, StepResult

__all__ = ["count_poll", "postpone", "record"]


def record(tables: Tables, run: Run, result: StepResult, now: int) -> bool:
    """Store the result of a step, unless the run has changed meanwhile; return whether it was stored."""
    try:
        jobs = tables.deployments.lock_existing(run.account, run.key)
    except MissingResourceError:  # deleted meanwhile, with all its runs
        return False
    ended = {savepoint.savepoint_id for savepoint in result.savepoints}
    changed = msgspec.structs.replace(
        run,
        state=result.state,
        due=None if result.due is None else max(result.due, now + 1),
        counts_polls=result.counts_polls,
        savepoints=tuple(asked for asked in run.savepoints if asked.savepoint_id not in ended),
        stop=None if result.stop_failed else run.stop,
    )
    if not tables.runs.replace(changed):
        return False
    for savepoint in result.savepoints:
        _record_savepoint(tables, run, savepoint, now)
    if result.job is not None:
        _record_job(tables, run, result.job, now, jobs)
    return True


def count_poll(tables: Tables, run: Run, now: int) -> Run | None:
    """Count a request that reads a job, and make its run due; None when it waits for none any more."""
    try:
        tables.deployments.lock_existing(run.account, run.key)
    except MissingResourceError:
        return None
    current = tables.runs.get(run.key, run.job_id)
    if current is None or not current.counts_polls:
        return None
    counted = msgspec.structs.replace(current, polls=current.polls + 1, due=now)
    tables.runs.replace(counted)
    return msgspec.structs.replace(counted, version=counted.version + 1)


def postpone(tables: Tables, run: Run, due: int) -> None:
    """Make a run due later, whose step has failed."""
    tables.runs.replace(msgspec.structs.replace(run, due=due))


def _record_job(tables: Tables, run: Run, progress: JobProgress, now: int, jobs: int) -> None:
    content = tables.job_document(run.key, run.job_id)
    if content is None:
        return
    document: dict[str, Any] = msgspec.json.decode(content)
    before, seconds = (document.get("status") or {}).get("currentJobStatus"), now // 1000
    status: dict[str, Any] = {"currentJobStatus": progress.state}
    if progress.failure is not None:
        status["failure"] = _failure(progress.failure, progress.ended or seconds)
    if progress.state == "RUNNING":
        status["running"] = {
            "observedFlinkJobStatus": progress.flink_state,
            "observedFlinkJobRestarts": progress.restarts or 0,
        }
    document["status"] = status
    document["modifiedAt"] = str(seconds)
    if progress.started is not None:
        document.setdefault("startTime", progress.started)
    if progress.ended is not None:
        document["endTime"] = progress.ended
    else:  # an end that was inferred is revoked
        document.pop("endTime", None)
    tables.jobs.put_locked(stored_job(run.key, document), jobs)
    tables.events.record(state_event(run.key, document, before, now))


def _record_savepoint(tables: Tables, run: Run, progress: SavepointProgress, now: int) -> None:
    namespace = run.key.namespace_key
    stored = tables.savepoints.get(namespace, progress.savepoint_id)
    if stored is None:
        _insert_checkpoint(tables, run, progress)
        return
    document: dict[str, Any] = msgspec.json.decode(stored.document)
    document["status"] = {"state": progress.state}
    document["modifiedAt"] = progress.ended
    if progress.location is not None:
        document["savepointLocation"] = progress.location
    if progress.failure is not None:
        document["status"]["failure"] = _failure(progress.failure, progress.ended)
    tables.savepoints.replace(
        namespace,
        msgspec.structs.replace(
            stored,
            state=progress.state,
            contents=progress.contents,
            document=msgspec.json.encode(document),
        ),
    )
    _record_savepoint_event(tables, run, progress, now)


def _record_savepoint_event(
    tables: Tables, run: Run, progress: SavepointProgress, now: int
) -> None:
    """Record the end of a savepoint that was asked for."""
    name: EventName = "SAVEPOINT_COMPLETED"
    message = f"savepoint {progress.savepoint_id} of job instance {run.job_id} is COMPLETED"
    if progress.state == "FAILED":
        failure = progress.failure
        reason = f": {failure.reason}: {failure.message}" if failure else ""
        name = "SAVEPOINT_FAILED"
        message = f"savepoint {progress.savepoint_id} of job instance {run.job_id} FAILED{reason}"
    tables.events.record(deployment_event(run.key, now, name, message, run.job_id))


def _insert_checkpoint(tables: Tables, run: Run, progress: SavepointProgress) -> None:
    """Insert a checkpoint that the engine retained."""
    document = {
        "savepointId": progress.savepoint_id,
        "deploymentId": run.key.deployment_id,
        "jobId": run.job_id,
        "namespace": run.key.namespace,
        "status": {"state": progress.state},
        "savepointLocation": progress.location,
        "savepointOrigin": "RETAINED_CHECKPOINT",
        "nativeFormat": True,
        "stopWithDrainEnabled": False,
        "createdAt": progress.ended,
        "modifiedAt": progress.ended,
    }
    checkpoint = StoredSavepoint(
        savepoint_id=progress.savepoint_id,
        deployment=run.key.digest(),
        job_id=run.job_id,
        state=progress.state,
        origin="RETAINED_CHECKPOINT",
        contents=progress.contents,
        document=msgspec.json.encode(document),
    )
    tables.savepoints.insert(run.key.namespace_key, checkpoint, progress.ended * 1000)


def _failure(failure: Failure, at: int) -> dict[str, object]:
    return {"reason": failure.reason, "message": failure.message, "failedAt": at}
