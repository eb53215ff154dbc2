"""The start of a job: from its jar to the moment when the cluster has accepted or refused it.

A request to run may be carried out although its response was lost. The job's id is therefore looked
for before each request, and the cluster accepts an id once.
"""

from flinkrest.models import RunRequest

from ..interface import AwayError, StepResult
from .failures import causes_in
from .jar_errors import JarError
from .jar_sources import JarSources
from .observation import FINAL_STATES, observe
from .program import variable_arguments, with_values
from .request_errors import FlinkRefusedError
from .visit import Visit

__all__ = ["clean_up", "prepare", "submit"]

_AT_ONCE = 0
_SOON = 250
_MOST_UPLOADS = 3


async def prepare(visit: Visit, sources: JarSources) -> StepResult:
    """Fetch the jar and upload it; nothing is started yet."""
    if visit.run.stop is not None:
        return visit.end("CANCELLED")
    if visit.now > visit.run.started_at + visit.limits.start:
        return _timed_out(visit)
    version = await visit.cluster.read_version()
    if problem := version_problem(visit.state.engine_version, version, visit.cluster.name):
        return visit.fail("EngineVersionMismatch", problem)
    try:
        jar_id = await visit.cluster.upload(await sources.fetch(visit.state.program.jar_uri))
    except JarError as error:
        return visit.fail("JarNotAvailable", str(error))
    except FlinkRefusedError as error:
        return visit.end("FAILED", error.failure)
    uploads = visit.state.jar_uploads + 1
    changed = visit.changed(phase="SUBMITTING", jar_id=jar_id, jar_uploads=uploads)
    told = f"cluster {visit.cluster.name}, Flink {version}, has the jar as {jar_id}"
    return changed.logged(told).again(_AT_ONCE)


async def submit(visit: Visit) -> StepResult:
    """Run the jar, unless the job is there already."""
    run, limits = visit.run, visit.limits
    if await visit.cluster.job(visit.job_id) is not None:
        told = f"the cluster has job {visit.job_id}, whose start it had not answered"
        return await observe(visit.submitted().logged(told))
    if run.stop is not None:
        is_settled = visit.now > run.stop.requested_at + limits.settled
        return visit.end("CANCELLED") if is_settled else visit.again(_SOON)
    if visit.now > run.started_at + limits.start:
        is_settled = visit.now > run.started_at + limits.start + limits.settled
        return _timed_out(visit) if is_settled else visit.again(_SOON)
    return await _run(visit)


async def _run(visit: Visit) -> StepResult:
    try:
        outcome = await visit.cluster.run(visit.state.jar_id, _request(visit))
    except FlinkRefusedError as error:
        causes = causes_in(error.text, visit.limits.message_length)
        told = visit.logged("the cluster refused the job:", *causes)
        return await clean_up(told.changed(phase="REFUSED", refusal=error.failure))
    if outcome == "accepted":
        return visit.submitted().logged(f"the cluster accepted job {visit.job_id}").again(_SOON)
    if visit.state.jar_uploads < _MOST_UPLOADS:
        told = visit.logged("the cluster does not have the jar any more; it is uploaded again")
        return told.changed(phase="NEW").again(_AT_ONCE)
    return visit.fail(
        "JarNotAvailable",
        f"cluster {visit.cluster.name} does not keep the jars that are uploaded to it",
    )


async def clean_up(visit: Visit) -> StepResult:
    """Cancel what a refused start left behind; then the job has failed."""
    refusal = visit.state.refusal
    try:
        job = await visit.cluster.job(visit.job_id)
        if job is None or job.state in FINAL_STATES:
            return visit.end("FAILED", refusal)
        await visit.cluster.cancel(visit.job_id)
    except AwayError as error:
        return visit.retry(str(error))
    return visit.logged("what the refused start left behind is being cancelled").again(_SOON)


def version_problem(stated: str | None, version: str, cluster: str) -> str | None:
    """Return why a job of an engine version cannot run on a cluster; None when it can."""
    if stated is None:
        return None
    _, separator, own = stated.rpartition("flink-")
    if separator and own.split(".")[:2] == version.split(".")[:2]:
        return None
    major_minor = ".".join(version.split(".")[:2])
    return (
        f"engineVersion {stated} cannot run on cluster {cluster}, which is Flink {version}; "
        f"update the deployment with engineVersion flink-{major_minor}"
    )


def _timed_out(visit: Visit) -> StepResult:
    cluster, seconds = visit.cluster, visit.limits.start // 1000
    problem = visit.state.problem or "it did not accept the job"
    return visit.fail(
        "StartTimedOut",
        f"cluster {cluster.name} has not started the job within {seconds} s: {problem}",
    )


def _request(visit: Visit) -> RunRequest:
    state, program, secrets = visit.state, visit.state.program, visit.secrets
    added = variable_arguments(secrets) if program.jar_uri is None else []
    settings = {name: with_values(value, secrets) for name, value in program.settings.items()}
    return RunRequest(
        entry_class=program.entry_class,
        program_args_list=[*program.arguments, *added],
        parallelism=program.parallelism,
        job_id=visit.job_id,
        savepoint_path=state.restored,
        allow_non_restored_state=visit.run.allow_non_restored_state if state.restored else None,
        claim_mode="NO_CLAIM" if state.restored else None,
        flink_configuration=settings,
    )
