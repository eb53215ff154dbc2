"""Starting jobs: the rules of a start, and the transaction that stores it."""

from typing import Any

import msgspec
from msgspec import Struct

from flinkjobs.models import RestoreRequest

from ..engine.interface import Engine, JobVariables, RefusedError, StartRequest
from ..job_documents import stored_job
from ..store.events import deployment_event
from ..store.runs import Run
from ..store.savepoints import StoredSavepoint
from ..store.tables import Tables
from ..store.types import DeploymentKey
from ..value_cipher import ValueCipher
from .deployment_rules import check_variables
from .failures import conflict, invalid
from .job_rules import active_jobs, check_restore, new_job, restored_from
from .variable_values import job_variables

__all__ = ["Start", "start"]


class Start(Struct, frozen=True, kw_only=True):
    """A start that a caller asks for; `now` is in milliseconds since 1970-01-01 UTC.

    `actor` is the caller in the event of it.
    """

    account: str
    caller: str
    actor: str
    key: DeploymentKey
    job_id: str
    chosen: bool
    parameters: dict[str, Any]
    restore: RestoreRequest | None
    now: int


def start(tables: Tables, engine: Engine, cipher: ValueCipher, asked: Start) -> bytes:
    """Store a start, and return the document of the job; a repeated start returns that of the first.

    `cipher` tells that encrypted variables can be decrypted when the job is submitted. Raises
    OperationFailure for a start that is against the rules, and MissingResourceError when the account
    has no such deployment.
    """
    jobs = tables.deployments.lock_existing(asked.account, asked.key)
    if asked.chosen:
        tables.definitions.lock_namespace(asked.key.namespace_key)  # in which the id names one job
        if repeated := _repeated(tables, asked):
            return repeated
    deployment = _deployment(tables, asked.key)
    mode = str(deployment["executionMode"])
    check_restore(asked.restore, mode)
    check_variables(asked.parameters.get("localVariables", ()))
    if mode == "STREAMING":
        _require_no_active_job(tables, asked.key)
    savepoint = restored_from(tables, asked.key, asked.restore)
    job = new_job(
        deployment, asked.job_id, asked.caller, asked.now // 1000, asked.parameters, savepoint
    )
    variables = job_variables(tables, cipher, asked.key.namespace_key, job)
    target = (deployment.get("deploymentTarget") or {}).get("name")
    tables.runs.insert(_run(engine, asked, job, target, savepoint, variables))
    tables.jobs.put_locked(stored := stored_job(asked.key, job), jobs)
    tables.definitions.set_changed(asked.key, changed=False)
    _record(tables, asked, job)
    return stored.document


def _record(tables: Tables, asked: Start, job: dict[str, Any]) -> None:
    restore = job["restoreStrategy"]
    savepoint = f", savepoint {restore['savepointId']}" if restore.get("savepointId") else ""
    message = (
        f"start of job instance {asked.job_id} with state {restore['kind']}{savepoint} requested "
        f"by {asked.actor}"
    )
    tables.events.record(
        deployment_event(asked.key, asked.now, "JOB_START_REQUESTED", message, asked.job_id)
    )


def _repeated(tables: Tables, asked: Start) -> bytes | None:
    """Return the job of the same start; raise OperationFailure when the id is that of another job."""
    namespace = asked.key.namespace_key
    if tables.runs.was_deleted(namespace, asked.job_id):
        raise conflict(f"job instance {asked.job_id} was deleted; choose another jobId")
    found = tables.find_job(asked.account, namespace, asked.job_id)
    if found is None:
        _require_free(tables, asked.job_id)
        return None
    run = tables.runs.get(asked.key, asked.job_id) if found.key == asked.key else None
    if run is not None and run.parameters == _encoded(asked):
        return found.document
    raise conflict(
        f"job instance {asked.job_id} exists already, and was started otherwise; choose another jobId"
    )


def _require_free(tables: Tables, job_id: str) -> None:
    """Raise OperationFailure when a job elsewhere has an id: an engine knows jobs by their ids alone."""
    if tables.runs.was_started(job_id):
        raise conflict(f"jobId {job_id} is taken; choose another jobId")


def _deployment(tables: Tables, key: DeploymentKey) -> dict[str, Any]:
    """Return the document of a deployment that can be started."""
    content = tables.definitions.document(key)
    document: dict[str, Any] = msgspec.json.decode(content) if content else {}
    if not (document.get("artifact") or {}).get("kind") or not document.get("executionMode"):
        raise conflict(
            f"deployment {key.deployment_id} is known from its job instances alone; update it with "
            "an artifact and an executionMode first"
        )
    return document


def _require_no_active_job(tables: Tables, key: DeploymentKey) -> None:
    active = active_jobs(tables, key)
    if active:
        job = active[0]
        raise conflict(
            f"deployment {key.deployment_id} has job instance {job['jobId']}, which is "
            f"{job['status']['currentJobStatus']}, and a streaming deployment has one at most; "
            "stop it first"
        )


def _run(
    engine: Engine,
    asked: Start,
    job: dict[str, Any],
    target: str | None,
    savepoint: StoredSavepoint | None,
    variables: JobVariables,
) -> Run:
    """Return the run of a start, with the first state that the engine gives it."""
    allows = asked.restore is not None and asked.restore.allow_non_restored_state is True
    contents = savepoint.contents if savepoint else None
    try:
        begun = engine.begin(
            StartRequest(
                job=job,
                target=target,
                contents=contents,
                allow_non_restored_state=allows,
                now=asked.now,
                variables=variables,
            )
        )
    except RefusedError as error:
        raise invalid("$", str(error)) from error
    return Run(
        account=asked.account,
        key=asked.key,
        job_id=asked.job_id,
        engine=engine.name,
        parameters=_encoded(asked),
        started_at=asked.now,
        contents=contents,
        allow_non_restored_state=allows,
        state=begun.state,
        due=begun.due,
        counts_polls=begun.counts_polls,
    )


def _encoded(asked: Start) -> bytes:
    compared = {name: value for name, value in asked.parameters.items() if name != "jobId"}
    return msgspec.json.encode(compared, order="sorted")
