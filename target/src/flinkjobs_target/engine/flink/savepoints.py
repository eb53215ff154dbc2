"""Savepoints, and stops with a savepoint: carried on from their stored ids until they end.

Each savepoint goes to a folder of its own. By that folder it is found among the checkpoints of its
job when the cluster has forgotten the operation, which it does minutes after its end.
"""

import re

from flinkrest.models import Checkpoints, TriggerOutcome

from ...store.runs import SavepointIntention
from ..interface import Failure, SavepointProgress
from .cluster import latest_savepoint
from .request_errors import FlinkRefusedError
from .visit import Visit

__all__ = ["advance", "resolve"]

_SAVED = re.compile(
    r"StopWithSavepointStoppingException: A savepoint has been created at: (\S+?),? "
)
_LOST = Failure(
    reason="SavepointLost",
    message="The cluster forgot the savepoint before its result was read; take another one.",
)
_ENDED = Failure(
    reason="CheckpointException", message="The job ended before the savepoint was taken."
)


async def advance(
    visit: Visit, intention: SavepointIntention, *, drain: bool | None = None
) -> tuple[Visit, SavepointProgress | None]:
    """Carry on a savepoint of a job that has not ended; return its end, or None before that.

    With `drain`, which is not None for a stop, the job stops with it.
    """
    id = intention.trigger_id
    if id in visit.state.accepted:
        result = await visit.cluster.result(visit.job_id, id)
        if result is not None and result.status and result.status.id != "COMPLETED":
            return visit, None
        if result is not None and result.operation is not None:
            return visit, _outcome(visit, intention, result.operation)
    if location := await _location(visit, intention):
        return visit, visit.completed(intention, location)
    if id in visit.state.retried:
        return visit, visit.failed(intention, _LOST)
    if id in visit.state.accepted:  # the cluster has forgotten it
        visit = visit.changed(retried=(*visit.state.retried, id))
    return await _begin(visit, intention, drain)


async def resolve(visit: Visit, intention: SavepointIntention) -> SavepointProgress | None:
    """Return the end of a savepoint of a job that has ended; None while it is not known."""
    result = await visit.cluster.result(visit.job_id, intention.trigger_id)
    if result is not None and result.status and result.status.id != "COMPLETED":
        return None
    if result is not None and result.operation is not None:
        return _outcome(visit, intention, result.operation)
    location = await _location(visit, intention)
    return visit.completed(intention, location) if location else visit.failed(intention, _ENDED)


async def _begin(
    visit: Visit, intention: SavepointIntention, drain: bool | None
) -> tuple[Visit, SavepointProgress | None]:
    folder = await visit.cluster.savepoint_folder(visit.state.program.settings)
    if folder is None:
        return visit, visit.failed(intention, _no_folder(visit))
    own = f"{folder}/{intention.savepoint_id}"
    id = intention.trigger_id
    try:
        if drain is None:
            await visit.cluster.trigger(visit.job_id, id, own, native=intention.native)
        else:
            await visit.cluster.stop(visit.job_id, id, own, drain=drain)
    except FlinkRefusedError as error:
        return visit, visit.failed(intention, error.failure)
    return visit.changed(accepted=(*visit.state.accepted, id)), None


def _outcome(
    visit: Visit, intention: SavepointIntention, outcome: TriggerOutcome
) -> SavepointProgress:
    """Return the end of a savepoint; a failed stop may have made a good one."""
    if outcome.location:
        return visit.completed(intention, outcome.location)
    cause = outcome.failure_cause
    trace = (cause.stack_trace if cause else None) or ""
    if made := _SAVED.search(trace):
        return visit.completed(intention, made[1].rstrip(","))
    return visit.failed(intention, visit.cluster.failure_of(trace))


async def _location(visit: Visit, intention: SavepointIntention) -> str | None:
    """Return the path of a savepoint that is complete, from the checkpoints of its job."""
    checkpoints: Checkpoints | None = await visit.cluster.checkpoints(visit.job_id)
    found = latest_savepoint(checkpoints)
    path = found.external_path if found else None
    return path if path and f"/{intention.savepoint_id}/" in f"{path}/" else None


def _no_folder(visit: Visit) -> Failure:
    name = visit.cluster.name
    return Failure(
        reason="NoSavepointDirectory",
        message=f"Cluster {name} has no directory for savepoints; the operator names one with "
        f"--savepoints {name}=URL, or execution.checkpointing.savepoint-dir in Flink's configuration.",
    )
