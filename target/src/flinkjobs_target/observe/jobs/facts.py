"""Facts about a job from one poll, and the observation that accumulates them."""

from msgspec import Struct, structs

from ..deployments.records import DeploymentRecord

__all__ = ["Facts", "Failure", "Observation", "Restored", "Tasks", "Transition", "merge_facts"]


class Tasks(Struct, frozen=True, kw_only=True):
    """Task counts of a job."""

    running: int = 0
    finished: int = 0
    total: int = 0


class Failure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The root cause of a failure: exception class, and message unless messages are left out.

    `advice` says where to look, and `causes` what led there, the most frequent first.
    """

    reason: str
    message: str | None = None
    advice: str | None = None
    causes: tuple[str, ...] = ()


class Restored(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Whether a job was started from any snapshot; without `savepoint` it was a checkpoint."""

    any: bool
    savepoint: bool = False


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Facts about a job from one poll. Fields that were not read or not reported are None.

    Times are in milliseconds since 1970-01-01 UTC; the keys of `timestamps` are Flink's states.
    `jobmanager` names the process that reported the job: another one is a JobManager that restarted.
    `checkpointed` is when its latest completed checkpoint was started.
    """

    job_id: str
    name: str
    flink_state: str
    started: int
    ended: int | None = None
    changed: int = 0
    tasks: Tasks = Tasks()
    execution_mode: str | None = None
    timestamps: dict[str, int] | None = None
    labels: dict[str, str] | None = None
    parallelism: int | None = None
    restarts: int | None = None
    cpu: float | None = None
    memory: int | None = None
    restored: Restored | None = None
    checkpointed: int | None = None
    flink_conf: dict[str, object] | None = None
    failure: Failure | None = None
    flink_version: str | None = None
    jobmanager: str | None = None


class Transition(Struct, frozen=True, order=True):
    """The time, in milliseconds, at which a job entered a state."""

    at: int
    state: str


class Observation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The accumulated state of an observed job. `modified_at` is in seconds.

    `has_run` means that all its tasks have been running at some time. `record` is the deployment
    record as it was when the job was matched; `unassigned` is the reason why there is none.
    `inferred_at`, in seconds, is when the observer inferred the end of a job that Flink has not
    reported. `alarms` are conditions that somebody was told of, and `restarted_at` when restarts were
    seen, in seconds. `published_id` is the id of a job whose own one was taken by another when it was published.
    """

    cluster: str
    facts: Facts
    state: str | None
    modified_at: int
    has_run: bool = False
    transitions: tuple[Transition, ...] = ()
    record: DeploymentRecord | None = None
    unassigned: str | None = None
    inferred_at: int | None = None
    published_id: str | None = None
    alarms: tuple[str, ...] = ()
    restarted_at: tuple[int, ...] = ()


def merge_facts(earlier: Facts, later: Facts) -> Facts:
    """Return the later facts, with the earlier value of each field that is None.

    Start and restore are those of the first poll: a JobManager that takes over a job reports a
    later start, and later restores are restarts within the job. The end is always that of the later
    poll, since a suspended job has one until it is resumed.
    """
    missing = {
        name: getattr(earlier, name)
        for name in Facts.__struct_fields__
        if getattr(later, name) is None and name != "ended"
    }
    first = {
        "started": min(earlier.started, later.started),
        "restored": earlier.restored or later.restored,
    }
    return structs.replace(later, **{**missing, **first})
