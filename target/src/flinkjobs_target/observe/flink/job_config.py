"""The configuration of a job, as far as Flink's answers tell it, under the names of Flink's options."""

from collections.abc import Mapping

from .redaction import without_secrets

__all__ = ["checkpoint_options", "conf_of"]

_NEVER = 2**63 - 1
"""What Flink answers as the interval of checkpoints when there are none."""


def conf_of(
    cluster: Mapping[str, str], checkpoints: Mapping[str, object], parallelism: int | None
) -> dict[str, object]:
    """Put together what the JobManager runs with and what a job changed of it."""
    own = {"parallelism.default": parallelism} if parallelism else {}
    return without_secrets({**cluster, **checkpoints, **own})


def checkpoint_options(
    *,
    mode: str | None,
    interval: int | None,
    timeout: int | None,
    min_pause: int | None,
    max_concurrent: int | None,
    unaligned: bool | None,
    tolerable_failures: int | None,
) -> dict[str, object]:
    """Give the options of a job's checkpoints; times are in milliseconds. None without any."""
    if interval is None or interval == _NEVER:
        return {}
    options = {
        "mode": mode.upper() if mode else None,
        "interval": _duration(interval),
        "timeout": _duration(timeout),
        "min-pause": _duration(min_pause),
        "max-concurrent-checkpoints": max_concurrent,
        "unaligned.enabled": unaligned,
        "tolerable-failed-checkpoints": tolerable_failures,
    }
    return {f"execution.checkpointing.{k}": v for k, v in options.items() if v is not None}


def _duration(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else f"{milliseconds} ms"
