"""The state that the Flink engine keeps of a run, and its limits of time."""

from typing import Literal

import msgspec
from msgspec import Struct

from ..interface import Failure, JobProgress, JobState, LogLine
from .program import Program

__all__ = ["Contents", "FlinkState", "Limits", "decode_state"]


class Limits(Struct, frozen=True, kw_only=True):
    """Limits of time in milliseconds, and of the length of messages.

    A request that starts a job takes `run` at most. A start that no cluster has accepted fails after
    `start`. A job that a cluster does not know for `lost` was lost by it; it is looked for during
    `revocable`, in case that the cluster has it again.
    """

    run: int = 60_000
    start: int = 300_000
    lost: int = 15_000
    revocable: int = 3_600_000
    message_length: int = 300

    @property
    def settled(self) -> int:
        """The time after which a request to start a job has no effect any more."""
        return self.run + 5_000


class Contents(Struct, frozen=True, kw_only=True):
    """The contents of a savepoint: its location, and the cluster that can dispose of it."""

    cluster: str
    location: str


class FlinkState(Struct, frozen=True, kw_only=True):
    """The progress of a run on its cluster; times are in milliseconds.

    NEW: the jar is not uploaded yet. SUBMITTING: the job may or may not be on the cluster.
    SUBMITTED: the cluster has accepted it. REFUSED: what the refused start left is cancelled.
    `accepted` are the ids of savepoints that the cluster took on, `retried` those that it forgot.
    `saved_at` is when the savepoint of the stop was seen to be complete. `final` is the end of the job while
    savepoints of it are still to be told. `lost_at` is when the job was reported as lost, which the
    cluster revokes when it knows the job again. `log` is what was done to start it.
    """

    cluster: str
    program: Program
    engine_version: str | None = None
    restored: str | None = None
    phase: Literal["NEW", "SUBMITTING", "SUBMITTED", "REFUSED", "ENDED"] = "NEW"
    jar_id: str = ""
    jar_uploads: int = 0
    refusal: Failure | None = None
    reported: JobState = "STARTING"
    flink_state: str = ""
    restarts: int = 0
    started: int | None = None
    missing_since: int | None = None
    lost_at: int | None = None
    accepted: tuple[str, ...] = ()
    retried: tuple[str, ...] = ()
    saved_at: int | None = None
    final: JobProgress | None = None
    failures: int = 0
    problem: str = ""
    log: tuple[LogLine, ...] = ()


_decoder = msgspec.json.Decoder(FlinkState)


def decode_state(content: bytes) -> FlinkState:
    """Decode the state of a run."""
    return _decoder.decode(content)
