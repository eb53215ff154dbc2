"""What Flink says of a job, and what is known of it after several looks."""

from msgspec import Struct, structs

from ..deployments.records import DeploymentRecord

__all__ = ["Facts", "Failure", "Observation", "Restored", "Tasks", "Transition", "together"]


class Tasks(Struct, frozen=True, kw_only=True):
    """How many tasks a job has, and how far they are."""

    running: int = 0
    finished: int = 0
    total: int = 0


class Failure(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Why a job failed: the exception's class and what it says, as far as it may be told."""

    reason: str
    message: str | None = None


class Restored(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a job was started from; without `savepoint` it was a checkpoint."""

    any: bool
    savepoint: bool = False


class Facts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One look at a job. What was not asked or not answered is None.

    Times are in milliseconds since 1970-01-01 UTC; a name of `timestamps` is a state of Flink.
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
    stop_asked: bool | None = None
    flink_conf: dict[str, object] | None = None
    failure: Failure | None = None
    flink_version: str | None = None


class Transition(Struct, frozen=True, order=True):
    """When a job entered a state; in milliseconds."""

    at: int
    state: str


class Observation(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All that is known of a job. `modified_at` is in seconds.

    `has_run` says that all its tasks have been running at some time. `record` is the deployment
    record as it was when the job was recognised; `unassigned` says why there is none.
    """

    cluster: str
    facts: Facts
    state: str | None
    modified_at: int
    has_run: bool = False
    transitions: tuple[Transition, ...] = ()
    record: DeploymentRecord | None = None
    unassigned: str | None = None


def together(before: Facts, now: Facts) -> Facts:
    """Give the later facts, and the earlier ones where the later look has none.

    A job starts once, and from one thing: a new JobManager that takes it over gives it a later
    start, and later restores are within the job.
    """
    missing = {
        name: getattr(before, name)
        for name in Facts.__struct_fields__
        if getattr(now, name) is None
    }
    first = {
        "started": min(before.started, now.started),
        "restored": before.restored or now.restored,
    }
    return structs.replace(now, **{**missing, **first})
