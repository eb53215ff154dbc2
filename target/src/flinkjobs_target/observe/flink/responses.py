"""Flink's answers about a job, put together as facts. No I/O here."""

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from flinkrest.models import (
    CheckpointConfig,
    Checkpoints,
    Exceptions,
    Job,
    JobConfig,
    JobSummary,
    Metric,
    Setting,
    TaskCounts,
    TaskManager,
)

from ..jobs.facts import Facts, Failure, Restored, Tasks
from .job_config import checkpoint_options, conf_of
from .redaction import without_secrets
from .root_cause import failure_of

__all__ = ["Held", "Look", "failure_in", "held_by_jobs", "settings_of", "summary_facts"]

_MB = 1024 * 1024
_LAST = 253_402_300_800_000
"""The end of the year 9999, in milliseconds."""


class Held(Struct, frozen=True):
    """What a job holds: processors, and bytes of memory."""

    cpu: float = 0.0
    memory: int = 0


class Look(Struct, frozen=True, kw_only=True):
    """All that was asked and answered about one job; what was not is None.

    `checkpointed` is False where Flink said that the job makes no checkpoints.
    """

    summary: Facts
    detail: Job | None = None
    config: JobConfig | None = None
    metrics: Sequence[Metric] = ()
    checkpoints: Checkpoints | None = None
    checkpoint_config: CheckpointConfig | None = None
    checkpointed: bool = True
    held: Held | None = None
    failure: Failure | None = None
    settings: Mapping[str, str] = {}
    flink_version: str | None = None

    def facts(self) -> Facts:
        """Put it together; the later answer counts for what two of them tell."""
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
            timestamps=_happened(detail.timestamps if detail else None),
            labels=without_secrets(labels) if labels is not None else None,
            parallelism=parallelism,
            restarts=_restarts(self.metrics),
            cpu=self.held.cpu if self.held else None,
            memory=self.held.memory if self.held else None,
            restored=self._restored(),
            stop_asked=self._stop_asked(),
            flink_conf=self._conf(parallelism) if config else None,
            failure=self.failure,
            flink_version=self.flink_version,
        )

    def _is_initialized(self) -> bool:
        """Tell whether the answers are about the job itself.

        Before Flink has made its graph, it answers with an empty one: without vertices, labels
        and checkpoints, and with the configuration of no job.
        """
        return self.detail is None or self.detail.state != "INITIALIZING"

    def _conf(self, parallelism: int | None) -> dict[str, object] | None:
        made = self.checkpoint_config
        options: dict[str, object] = {}
        if made is not None:
            options = checkpoint_options(
                mode=made.mode,
                interval=made.interval,
                timeout=made.timeout,
                min_pause=made.min_pause,
                max_concurrent=made.max_concurrent,
                unaligned=made.unaligned_checkpoints,
                tolerable_failures=made.tolerable_failed_checkpoints,
            )
        return conf_of(self.settings, options, parallelism) or None

    def _restored(self) -> Restored | None:
        """Tell what the job was started from.

        Flink tells only of the last time that it restored the job. After a restart within the
        job that was a checkpoint of its own, which says nothing of its start.
        """
        if not self._is_initialized():
            return None
        if not self.checkpointed:
            return Restored(any=False)
        if self._is_old() or self.checkpoints is None or self.checkpoints.counts is None:
            return None
        if self.checkpoints.counts.restored == 0:
            return Restored(any=False)
        latest = self.checkpoints.latest.restored if self.checkpoints.latest else None
        restarted = (self.detail.timestamps or {}).get("RESTARTING") if self.detail else None
        if latest is None or restarted:
            return None
        return Restored(any=True, savepoint=bool(latest.is_savepoint))

    def _is_old(self) -> bool:
        """Tell whether the details are older than the listing, and so is all that was asked after."""
        happened = self.detail.timestamps if self.detail else None
        return not (happened or {}).get(self.summary.flink_state)

    def _stop_asked(self) -> bool | None:
        """Tell whether the job was stopped with a savepoint, which Flink calls FINISHED."""
        if self._is_old() or self.checkpoints is None or self.checkpoints.latest is None:
            return None
        savepoint = self.checkpoints.latest.savepoint
        return savepoint is not None and (savepoint.checkpoint_type, savepoint.status) == (
            "SYNC_SAVEPOINT",
            "COMPLETED",
        )


def summary_facts(summary: JobSummary) -> Facts | None:
    """Give what a listing tells of a job; None when it lacks what every job of Flink has."""
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


def failure_in(exceptions: Exceptions, *, length: int) -> Failure | None:
    """Give the root cause of the latest failure; the form of Flink 1.20 is the second choice."""
    history = exceptions.exception_history
    for entry in (history.entries if history else None) or ():
        if entry.stacktrace:
            return failure_of(entry.stacktrace, length=length)
    return failure_of(exceptions.root_exception or "", length=length)


def held_by_jobs(managers: Iterable[TaskManager]) -> dict[str, Held]:
    """Sum up what the slots of each job hold on all TaskManagers; Flink tells memory in MB."""
    sums: dict[str, Held] = {}
    for manager in managers:
        for slot in manager.allocated_slots or ():
            part = slot.resource
            if slot.job_id is None or part is None:
                continue
            memory = (
                (part.task_heap_memory or 0)
                + (part.task_off_heap_memory or 0)
                + (part.managed_memory or 0)
                + (part.network_memory or 0)
            )
            before = sums.get(slot.job_id, Held())
            sums[slot.job_id] = Held(
                before.cpu + (part.cpu_cores or 0.0), before.memory + memory * _MB
            )
    return sums


def settings_of(settings: Iterable[Setting]) -> dict[str, str]:
    """Give a JobManager's settings by key, without secrets."""
    return without_secrets({one.key: one.value for one in settings if one.key and one.value})


def _happened(timestamps: Mapping[str, int] | None) -> dict[str, int] | None:
    return None if timestamps is None else {k: at for k, at in timestamps.items() if _time(at)}


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
    """Give a time, or None for what stands for none and for what no calendar has."""
    return milliseconds if milliseconds and 0 < milliseconds < _LAST else None


def _positive(number: int | None) -> int | None:
    return number if number and number > 0 else None
