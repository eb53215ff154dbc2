"""Flink's responses about a job, and their conversion to facts, without I/O."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from flinkrest.models import (
    CheckpointConfig,
    Checkpoints,
    Job,
    JobConfig,
    JobSummary,
    Metric,
    Setting,
    TaskCounts,
    TaskManager,
)

from ..jobs.facts import Facts, Failure, Restored, Tasks
from .job_config import build_configuration, checkpoint_options
from .redaction import without_secrets

__all__ = [
    "JobResources",
    "JobResponses",
    "latest_checkpoint",
    "read_summary",
    "sum_resources",
    "visible_settings",
]

_MIB = 1024 * 1024
_MAX_TIME = 253_402_300_800_000
"""The end of the year 9999, in milliseconds."""


class JobResources(Struct, frozen=True):
    """Resources of a job: CPU cores, and bytes of memory."""

    cpu: float = 0.0
    memory: int = 0


class JobResponses(Struct, frozen=True, kw_only=True):
    """Flink's responses about one job in one poll; those that were not requested are None.

    `has_checkpoints` is False for a job that makes no checkpoints.
    """

    summary: Facts
    detail: Job | None = None
    config: JobConfig | None = None
    metrics: Sequence[Metric] = ()
    checkpoints: Checkpoints | None = None
    checkpoint_config: CheckpointConfig | None = None
    has_checkpoints: bool = True
    resources: JobResources | None = None
    failure: Failure | None = None
    settings: Mapping[str, str] = {}
    flink_version: str | None = None
    jobmanager: str | None = None

    def to_facts(self) -> Facts:
        """Return the facts; where two responses have the same field, the later one counts."""
        detail, config = self.detail, self.config if self._is_initialized() else None
        summary = self.summary
        execution = config.execution_config if config else None
        labels = execution.user_config if execution else None
        parallelism = _positive(execution.job_parallelism if execution else None)
        return Facts(
            job_id=summary.job_id,
            name=summary.name,
            flink_state=summary.flink_state,
            started=summary.started,
            ended=summary.ended,
            changed=summary.changed,
            tasks=summary.tasks,
            execution_mode=(detail.job_type if detail else None) or summary.execution_mode,
            timestamps=_reached(detail.timestamps if detail else None),
            labels=without_secrets(labels) if labels is not None else None,
            parallelism=parallelism,
            restarts=_restarts(self.metrics),
            cpu=self.resources.cpu if self.resources else None,
            memory=self.resources.memory if self.resources else None,
            restored=self._restored(),
            checkpointed=latest_checkpoint(self.checkpoints),
            flink_conf=self._configuration(parallelism) if config else None,
            failure=self.failure,
            flink_version=self.flink_version,
            jobmanager=self.jobmanager,
        )

    def _is_initialized(self) -> bool:
        """Whether the responses describe the job itself.

        Before Flink has built the job graph, it responds with an empty one: without vertices,
        labels and checkpoints, and with a default configuration.
        """
        return self.detail is None or self.detail.state != "INITIALIZING"

    def _configuration(self, parallelism: int | None) -> dict[str, object] | None:
        config = self.checkpoint_config
        options: dict[str, object] = {}
        if config is not None:
            options = checkpoint_options(
                mode=config.mode,
                interval=config.interval,
                timeout=config.timeout,
                min_pause=config.min_pause,
                max_concurrent=config.max_concurrent,
                unaligned=config.unaligned_checkpoints,
                tolerable_failures=config.tolerable_failed_checkpoints,
            )
        return build_configuration(self.settings, options, parallelism) or None

    def _restored(self) -> Restored | None:
        """Return the snapshot that the job was started from.

        Flink reports only the last restore of a job. After a restart within the job that was
        one of its own checkpoints, which reveals nothing about its start.
        """
        if not self._is_initialized():
            return None
        if not self.has_checkpoints:
            return Restored(any=False)
        if self._is_stale() or self.checkpoints is None or self.checkpoints.counts is None:
            return None
        if self.checkpoints.counts.restored == 0:
            return Restored(any=False)
        latest = self.checkpoints.latest.restored if self.checkpoints.latest else None
        restarted = (self.detail.timestamps or {}).get("RESTARTING") if self.detail else None
        if latest is None or restarted:
            return None
        return Restored(any=True, savepoint=bool(latest.is_savepoint))

    def _is_stale(self) -> bool:
        """Whether the details, and the responses that followed them, are older than the listing."""
        timestamps = self.detail.timestamps if self.detail else None
        return not (timestamps or {}).get(self.summary.flink_state)


def latest_checkpoint(checkpoints: Checkpoints | None) -> int | None:
    """Return when the latest completed checkpoint was started, in milliseconds."""
    latest = checkpoints.latest if checkpoints else None
    completed = latest.completed if latest else None
    return _time(completed.trigger_timestamp) if completed else None


def read_summary(summary: JobSummary) -> Facts | None:
    """Return the facts of a listing entry; None when a mandatory field is missing."""
    job_id, state, started = summary.jid, summary.state, _time(summary.start_time)
    if not job_id or not state or started is None:
        return None
    return Facts(
        job_id=job_id,
        name=summary.name or "",
        flink_state=state,
        started=started,
        ended=_time(summary.end_time),
        changed=_time(summary.last_modification) or 0,
        tasks=_tasks(summary.tasks),
        execution_mode=summary.job_type,
    )


def sum_resources(managers: Iterable[TaskManager]) -> dict[str, JobResources]:
    """Return the resources of each job over all TaskManagers; Flink reports memory in MiB."""
    sums: dict[str, JobResources] = {}
    for manager in managers:
        for slot in manager.allocated_slots or ():
            resource = slot.resource
            if slot.job_id is None or resource is None:
                continue
            memory = (
                (resource.task_heap_memory or 0)
                + (resource.task_off_heap_memory or 0)
                + (resource.managed_memory or 0)
                + (resource.network_memory or 0)
            )
            before = sums.get(slot.job_id, JobResources())
            sums[slot.job_id] = JobResources(
                before.cpu + (resource.cpu_cores or 0.0), before.memory + memory * _MIB
            )
    return sums


def visible_settings(settings: Iterable[Setting]) -> dict[str, str]:
    """Return a JobManager's settings by key, without secrets."""
    return without_secrets(
        {setting.key: setting.value for setting in settings if setting.key and setting.value}
    )


def _reached(timestamps: Mapping[str, int] | None) -> dict[str, int] | None:
    """Return the states that were reached, with their times."""
    if timestamps is None:
        return None
    return {state: at for state, at in timestamps.items() if _time(at)}


def _tasks(counts: TaskCounts | None) -> Tasks:
    if counts is None:
        return Tasks()
    return Tasks(
        running=counts.running or 0, finished=counts.finished or 0, total=counts.total or 0
    )


def _restarts(metrics: Sequence[Metric]) -> int | None:
    for metric in metrics:
        if metric.id == "numRestarts" and metric.value and metric.value.isdecimal():
            return int(metric.value)
    return None


def _time(milliseconds: int | None) -> int | None:
    """Return a time, or None for a placeholder and for a time beyond the calendar."""
    return milliseconds if milliseconds and 0 < milliseconds < _MAX_TIME else None


def _positive(number: int | None) -> int | None:
    return number if number and number > 0 else None
