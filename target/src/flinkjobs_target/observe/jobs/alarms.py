"""Alarms of a job: conditions that last, each with a notice when it begins and when it is over."""

from msgspec import structs

from ...notices.thresholds import Thresholds
from .facts import Observation
from .states import has_ended

__all__ = ["LOST", "NO_CHECKPOINT", "RESTARTING", "makes_checkpoints", "with_alarms"]

LOST = "lost"
RESTARTING = "restarting"
NO_CHECKPOINT = "no-checkpoint"


def with_alarms(
    before: Observation | None, after: Observation, now: int, thresholds: Thresholds
) -> Observation:
    """Return an observation with its alarms at `now` (seconds); `before` is the previous one."""
    restarted_at = _restarted_at(before, after, now, thresholds)
    if has_ended(after):
        alarms: tuple[str, ...] = (LOST,) if after.inferred_at is not None else ()
    else:
        conditions = {
            NO_CHECKPOINT: _lacks_checkpoint(after, now, thresholds),
            RESTARTING: len(restarted_at) >= thresholds.restarts,
        }
        alarms = tuple(name for name, holds in conditions.items() if holds)
    return structs.replace(after, alarms=alarms, restarted_at=restarted_at)


def _restarted_at(
    before: Observation | None, after: Observation, now: int, thresholds: Thresholds
) -> tuple[int, ...]:
    """Return when the latest restarts were seen, as many as an alarm needs."""
    known = [] if before is None else list(before.restarted_at)
    previous = before.facts.restarts if before else None
    if previous is not None and after.facts.restarts is not None:
        new = max(0, after.facts.restarts - previous)
        known += [now] * min(new, thresholds.restarts)
    recent = [at for at in known if at > now - thresholds.restart_seconds]
    return tuple(recent[-thresholds.restarts :])


def _lacks_checkpoint(observation: Observation, now: int, thresholds: Thresholds) -> bool:
    """Whether a running job that makes checkpoints has completed none for too long."""
    facts = observation.facts
    if observation.state != "RUNNING" or not makes_checkpoints(observation):
        return False
    running_since = (facts.timestamps or {}).get("RUNNING") or facts.started
    latest = max(facts.checkpointed or 0, running_since)
    return now - latest // 1000 > thresholds.checkpoint_seconds


def makes_checkpoints(observation: Observation) -> bool:
    """Whether a job is configured to make checkpoints, as far as Flink has reported it."""
    return "execution.checkpointing.interval" in (observation.facts.flink_conf or {})
