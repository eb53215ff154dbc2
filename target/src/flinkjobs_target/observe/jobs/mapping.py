"""The mapping of an observation to the API's job.

Each field comes from Flink, from the deployment record, or from the observer state; a field that
none of them has stays absent.
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
from .advice import explanation
from .facts import Facts, Observation
from .states import has_ended

__all__ = ["build_job", "build_stored_job", "derived_id", "job_id_of", "published_id"]


def job_id_of(hex_id: str) -> str:
    """Return Flink's 32 hexadecimal digits as a UUID; raise ValueError for anything else."""
    if len(hex_id) != 32:
        raise ValueError(f"{hex_id[:40]!r} is not a Flink job id (32 hexadecimal digits)")
    return str(uuid.UUID(hex_id))


def published_id(observation: Observation) -> str:
    """Return the id under which a job is published: Flink's own, unless that was taken."""
    return observation.published_id or job_id_of(observation.facts.job_id)


def derived_id(observation: Observation) -> str:
    """Return the id of a job whose own one is that of another job: the same for its cluster and start."""
    facts = observation.facts
    return str(uuid.uuid5(uuid.UUID(facts.job_id), f"{observation.cluster}:{facts.started}"))


def build_stored_job(observation: Observation, record: DeploymentRecord) -> StoredJob:
    """Build the job as it is stored."""
    return StoredJob(
        deployment=record.key,
        job_id=published_id(observation),
        gmt_create=observation.facts.started // 1000,
        status=observation.state,
        document=msgspec.json.encode(build_job(observation, record)),
    )


def build_job(observation: Observation, record: DeploymentRecord) -> Job:
    """Build the job as the API shows it."""
    facts = observation.facts
    batch = facts.execution_mode == "BATCH"
    return Job(
        job_id=published_id(observation),
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
        end_time=_seconds(facts.ended) if has_ended(observation) else None,
        engine_version=record.engine_version or _engine_version(facts),
        flink_conf=facts.flink_conf,
        user_flink_conf=record.user_flink_conf,
        status=_status(observation),
        metric=_metric(facts),
        session_cluster_name=observation.cluster,
        artifact=record.artifact,
        logging=record.logging,
        batch_resource_setting=_batch_setting(facts, record) if batch else None,
        streaming_resource_setting=_streaming_setting(facts, record) if not batch else None,
        restore_strategy=record.restore_strategy or _restore_strategy(facts),
        local_variables=record.local_variables,
        created_at=str(facts.started // 1000),
        modified_at=str(observation.modified_at),
    )


def _status(observation: Observation) -> JobStatus:
    """Build the status: `running` once the job has run, `failure` when it failed or ended unseen."""
    running = RunningStatus(
        observed_flink_job_status=observation.facts.flink_state,
        observed_flink_job_restarts=observation.facts.restarts,
    )
    return JobStatus(
        current_job_status=observation.state,
        running=running if observation.has_run else None,
        failure=_failure(observation) if _is_explained(observation) else None,
    )


def _is_explained(observation: Observation) -> bool:
    """Whether a reason is published: that of a failure, or of an end that was inferred."""
    return observation.state == "FAILED" or observation.inferred_at is not None


def _failure(observation: Observation) -> JobFailure:
    facts = observation.facts
    failure = facts.failure
    failed_at = (facts.timestamps or {}).get("FAILED") or facts.ended
    return JobFailure(
        reason=failure.reason if failure else None,
        message=explanation(failure) if failure else None,
        failed_at=_seconds(failed_at) if observation.state == "FAILED" else None,
    )


def _metric(facts: Facts) -> JobMetric | None:
    if facts.cpu is None and facts.memory is None:
        return None
    return JobMetric(total_cpu=facts.cpu, total_memory_byte=facts.memory)


def _basic_setting(
    recorded: BasicResourceSetting | None, parallelism: int | None
) -> BasicResourceSetting | None:
    if recorded is None:
        return None if parallelism is None else BasicResourceSetting(parallelism=parallelism)
    return msgspec.structs.replace(recorded, parallelism=parallelism or recorded.parallelism)


def _batch_setting(facts: Facts, record: DeploymentRecord) -> BatchResourceSetting | None:
    recorded = record.batch_resource_setting or BatchResourceSetting()
    basic = _basic_setting(recorded.basic_resource_setting, facts.parallelism)
    setting = msgspec.structs.replace(recorded, basic_resource_setting=basic)
    return None if setting == BatchResourceSetting() else setting


def _streaming_setting(facts: Facts, record: DeploymentRecord) -> StreamingResourceSetting | None:
    if facts.execution_mode is None:
        return None
    recorded = record.streaming_resource_setting or StreamingResourceSetting()
    basic = _basic_setting(recorded.basic_resource_setting, facts.parallelism)
    setting = msgspec.structs.replace(recorded, basic_resource_setting=basic)
    return None if setting == StreamingResourceSetting() else setting


def _restore_strategy(facts: Facts) -> RestoreStrategy | None:
    """Return NONE or FROM_SAVEPOINT; absent for a checkpoint, whose strategy Flink does not know."""
    if facts.restored is None or (facts.restored.any and not facts.restored.savepoint):
        return None
    return RestoreStrategy(kind="FROM_SAVEPOINT" if facts.restored.any else "NONE")


def _engine_version(facts: Facts) -> str | None:
    return f"flink-{facts.flink_version}" if facts.flink_version else None


def _seconds(milliseconds: int | None) -> int | None:
    return milliseconds // 1000 if milliseconds else None
