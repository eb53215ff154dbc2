"""What is known of a job becomes the job of the API, field by field.

Each field comes from Flink, from the deployment record, or from the observer's own books; what
none of them knows stays absent.
"""

import uuid

import msgspec

from flinkjobs.models.jobs import Job
from flinkjobs.models.metrics import JobMetric
from flinkjobs.models.resources import (
    BasicResourceSetting,
    BatchResourceSetting,
    StreamingResourceSetting,
)
from flinkjobs.models.starts import RestoreStrategy
from flinkjobs.models.states import JobFailure, JobStatus, RunningStatus

from ...store.types import StoredJob
from ..deployments.records import DeploymentRecord
from .facts import Facts, Observation

__all__ = ["job_id_of", "job_of", "stored_job"]


def job_id_of(hex_id: str) -> str:
    """Write Flink's 32 hexadecimal digits as a UUID; raise ValueError when they are not that."""
    if len(hex_id) != 32:
        raise ValueError(f"{hex_id[:40]!r} is not a job id of Flink: 32 hexadecimal digits")
    return str(uuid.UUID(hex_id))


def stored_job(known: Observation, record: DeploymentRecord) -> StoredJob:
    """Give the job as it is stored."""
    return StoredJob(
        deployment=record.key,
        job_id=job_id_of(known.facts.job_id),
        gmt_create=known.facts.started // 1000,
        status=known.state,
        document=msgspec.json.encode(job_of(known, record)),
    )


def job_of(known: Observation, record: DeploymentRecord) -> Job:
    """Give the job as the API shows it."""
    facts = known.facts
    batch = facts.execution_mode == "BATCH"
    return Job(
        job_id=job_id_of(facts.job_id),
        deployment_id=record.deployment_id,
        deployment_name=record.deployment_name or facts.name,
        workspace=record.workspace,
        namespace=record.namespace,
        execution_mode=facts.execution_mode,
        creator=record.creator,
        creator_name=record.creator_name,
        modifier=record.modifier,
        modifier_name=record.modifier_name,
        start_time=facts.started // 1000,
        end_time=_seconds(facts.ended),
        engine_version=record.engine_version or _engine(facts),
        flink_conf=facts.flink_conf,
        user_flink_conf=record.user_flink_conf,
        status=_status(known),
        metric=_metric(facts),
        session_cluster_name=known.cluster,
        artifact=record.artifact,
        logging=record.logging,
        batch_resource_setting=_batch(facts, record) if batch else None,
        streaming_resource_setting=_streaming(facts, record) if not batch else None,
        restore_strategy=record.restore_strategy or _restore(facts),
        local_variables=record.local_variables,
        created_at=str(facts.started // 1000),
        modified_at=str(known.modified_at),
    )


def _status(known: Observation) -> JobStatus:
    """Give the status: `running` since the job has run, `failure` when it failed."""
    running = RunningStatus(
        observed_flink_job_status=known.facts.flink_state,
        observed_flink_job_restarts=known.facts.restarts,
    )
    return JobStatus(
        current_job_status=known.state,
        running=running if known.has_run else None,
        failure=_failure(known) if known.state == "FAILED" else None,
    )


def _failure(known: Observation) -> JobFailure:
    facts = known.facts
    failure = facts.failure
    return JobFailure(
        reason=failure.reason if failure else None,
        message=failure.message if failure else None,
        failed_at=_seconds((facts.timestamps or {}).get("FAILED") or facts.ended),
    )


def _metric(facts: Facts) -> JobMetric | None:
    if facts.cpu is None and facts.memory is None:
        return None
    return JobMetric(total_cpu=facts.cpu, total_memory_byte=facts.memory)


def _basic(
    given: BasicResourceSetting | None, parallelism: int | None
) -> BasicResourceSetting | None:
    if given is None:
        return None if parallelism is None else BasicResourceSetting(parallelism=parallelism)
    return msgspec.structs.replace(given, parallelism=parallelism or given.parallelism)


def _batch(facts: Facts, record: DeploymentRecord) -> BatchResourceSetting | None:
    given = record.batch_resource_setting or BatchResourceSetting()
    basic = _basic(given.basic_resource_setting, facts.parallelism)
    setting = msgspec.structs.replace(given, basic_resource_setting=basic)
    return None if setting == BatchResourceSetting() else setting


def _streaming(facts: Facts, record: DeploymentRecord) -> StreamingResourceSetting | None:
    if facts.execution_mode is None:
        return None
    given = record.streaming_resource_setting or StreamingResourceSetting()
    basic = _basic(given.basic_resource_setting, facts.parallelism)
    setting = msgspec.structs.replace(given, basic_resource_setting=basic)
    return None if setting == StreamingResourceSetting() else setting


def _restore(facts: Facts) -> RestoreStrategy | None:
    """Tell what Flink can: nothing or a savepoint. A checkpoint may have been meant as either."""
    if facts.restored is None or (facts.restored.any and not facts.restored.savepoint):
        return None
    return RestoreStrategy(kind="FROM_SAVEPOINT" if facts.restored.any else "NONE")


def _engine(facts: Facts) -> str | None:
    return f"flink-{facts.flink_version}" if facts.flink_version else None


def _seconds(milliseconds: int | None) -> int | None:
    return milliseconds // 1000 if milliseconds else None
