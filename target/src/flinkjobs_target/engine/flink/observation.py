"""A job that the cluster has accepted: its states, its stop and its savepoints, until its end."""

import uuid
from typing import Final

import msgspec

from flinkrest.models import Job

from ...store.runs import SavepointIntention
from ..interface import Failure, JobProgress, JobState, SavepointProgress, StepResult
from .savepoints import advance, resolve
from .state import Contents
from .visit import Visit

__all__ = ["FINAL_STATES", "observe"]

FINAL_STATES: Final = ("FAILED", "CANCELED", "FINISHED")
_STATES: Final[dict[str, JobState]] = {
    "FAILED": "FAILED",
    "CANCELED": "CANCELLED",
    "FINISHED": "FINISHED",
}
_SOON, _CHANGING, _STEADY, _LOST = 250, 500, 3000, 5000


async def observe(visit: Visit) -> StepResult:
    """Carry out what is asked for of a job, and return its state."""
    if visit.state.final is not None:
        return await _finish(visit, visit.state.final)
    job = await visit.cluster.job(visit.job_id)
    if job is None:
        return _missing(visit)
    visit = _found(visit)
    if job.state in FINAL_STATES:
        return await _finish(visit, await _final_progress(visit, job))
    return await _carry_out(visit, job)


async def _carry_out(visit: Visit, job: Job) -> StepResult:
    """Take savepoints and stop a job that has not ended."""
    ends: list[SavepointProgress] = []
    for intention in visit.run.savepoints:
        visit, end = await advance(visit, intention)
        ends += [end] if end else []
    stop, stop_failed = visit.run.stop, False
    if stop is not None and stop.savepoint is None:
        await visit.cluster.cancel(visit.job_id)
    elif stop is not None and stop.savepoint is not None and visit.state.saved_at is None:
        visit, end = await advance(visit, stop.savepoint, drain=stop.drain)
        if end is not None:
            ends.append(end)
            stop_failed = end.state == "FAILED"
            visit = visit.changed(saved_at=visit.now)
    elif stop is not None and await _runs_on(visit, stop.savepoint):
        stop_failed = True
    visit, progress = await _live_progress(visit, job, is_stopping=stop is not None)
    if stop_failed:
        visit = visit.changed(saved_at=None)
        progress = _running(visit)
    pending = stop is not None or visit.run.savepoints or visit.state.reported == "STARTING"
    return visit.again(
        _SOON if pending else _STEADY,
        job=progress,
        savepoints=tuple(ends),
        stop_failed=stop_failed,
    )


async def _runs_on(visit: Visit, savepoint: SavepointIntention | None) -> bool:
    """Whether a stop has failed after its savepoint was complete, so that the job runs on."""
    if savepoint is None or visit.state.saved_at is None:
        return False
    if visit.now > visit.state.saved_at + visit.limits.settled:
        return True
    result = await visit.cluster.result(visit.job_id, savepoint.trigger_id)
    ended = result.operation if result else None
    return ended is not None and ended.failure_cause is not None


async def _live_progress(
    visit: Visit, job: Job, *, is_stopping: bool
) -> tuple[Visit, JobProgress | None]:
    """Return the state of a job that has not ended; None when it is the one reported last."""
    state = visit.state
    started = state.started or _seconds(job.start_time)
    visit = visit.changed(started=started)
    if state.reported == "STARTING" and not _all_tasks_run(job):
        return visit, None
    restarts = await visit.cluster.restarts(visit.job_id)
    word = job.state or "RUNNING"
    if state.reported == "STARTING":
        visit = visit.logged("all tasks run")
    is_new = (state.reported, state.flink_state, state.restarts) != ("RUNNING", word, restarts)
    visit = visit.changed(reported="RUNNING", flink_state=word, restarts=restarts)
    return visit, _running(visit) if is_new and not is_stopping else None


def _running(visit: Visit) -> JobProgress:
    state = visit.state
    return JobProgress(
        state="RUNNING",
        flink_state=state.flink_state or "RUNNING",
        restarts=state.restarts,
        started=state.started,
    )


def _all_tasks_run(job: Job) -> bool:
    """Whether each task of a job runs, or has finished; Flink says RUNNING before that."""
    vertices = job.vertices or []
    return bool(vertices) and all(
        sum((vertex.tasks or {}).get(state, 0) for state in ("RUNNING", "FINISHED"))
        == vertex.parallelism
        for vertex in vertices
    )


def _found(visit: Visit) -> Visit:
    """Return the visit of a job that the cluster knows; one that was lost runs on, and is reported so."""
    if visit.state.lost_at is None:
        return visit.changed(missing_since=None)
    return visit.changed(missing_since=None, lost_at=None, reported="RUNNING", flink_state="")


def _missing(visit: Visit) -> StepResult:
    """Return the state of a job that the cluster does not know; some time later it is lost."""
    if visit.state.lost_at is not None:
        return _still_missing(visit, visit.state.lost_at)
    since = visit.state.missing_since or visit.now
    if visit.now < since + visit.limits.lost:
        return visit.changed(missing_since=since).again(_CHANGING)
    lost = Failure(
        reason="JobLostByFlink",
        message=f"Cluster {visit.cluster.name} does not know the job any more; its JobManager was "
        "restarted, or has dropped the job.",
    )
    ends = tuple(visit.failed(intention, lost) for intention in _pending(visit))
    stop = visit.run.stop
    if stop is not None and stop.savepoint is None:
        return visit.end("CANCELLED", savepoints=ends)
    progress = JobProgress(
        state="FAILED", failure=lost, started=visit.state.started, ended=visit.now // 1000
    )
    return visit.changed(lost_at=visit.now).again(
        _LOST, job=progress, savepoints=ends, stop_failed=stop is not None
    )


def _still_missing(visit: Visit, lost_at: int) -> StepResult:
    """Look for a lost job again, until it is too late for the cluster to recover it."""
    if visit.now < lost_at + visit.limits.revocable:
        return visit.again(_LOST)
    return StepResult(state=visit.changed(phase="ENDED").encoded(), due=None)


async def _final_progress(visit: Visit, job: Job) -> JobProgress:
    state = _STATES[str(job.state)]
    return JobProgress(
        state=state,
        failure=await visit.cluster.failure(visit.job_id) if state == "FAILED" else None,
        started=visit.state.started or _seconds(job.start_time),
        ended=_seconds(job.end_time) or visit.now // 1000,
    )


async def _finish(visit: Visit, progress: JobProgress) -> StepResult:
    """End a run, once all savepoints of it have ended, too."""
    ends: list[SavepointProgress] = []
    for intention in _pending(visit):
        end = await resolve(visit, intention)
        if end is None:
            return visit.changed(final=progress).again(_SOON)
        ends.append(end)
    if progress.state != "FINISHED" and (kept := await _retained(visit)):
        ends.append(kept)
    return visit.end(progress.state, savepoints=tuple(ends), progress=progress)


def _pending(visit: Visit) -> list[SavepointIntention]:
    """Return the savepoints whose end is not told yet."""
    stop = visit.run.stop
    of_stop = [stop.savepoint] if stop and stop.savepoint and visit.state.saved_at is None else []
    return [*visit.run.savepoints, *of_stop]


async def _retained(visit: Visit) -> SavepointProgress | None:
    """Return the checkpoint that the cluster has kept of a job."""
    checkpoints = await visit.cluster.checkpoints(visit.job_id)
    latest = checkpoints.latest.completed if checkpoints and checkpoints.latest else None
    path = latest.external_path if latest else None
    if (
        latest is None
        or latest.is_savepoint
        or not path
        or ("://" not in path and ":/" not in path)
    ):
        return None
    taken = latest.trigger_timestamp or visit.now
    return SavepointProgress(
        savepoint_id=str(uuid.uuid5(uuid.NAMESPACE_URL, f"checkpoint:{visit.run.job_id}")),
        state="COMPLETED",
        ended=taken // 1000,
        location=path,
        contents=msgspec.json.encode(Contents(cluster=visit.cluster.name, location=path)),
    )


def _seconds(milliseconds: int | None) -> int | None:
    return milliseconds // 1000 if milliseconds and milliseconds > 0 else None
