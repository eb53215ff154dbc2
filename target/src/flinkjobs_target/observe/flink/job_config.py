"""The configuration of a job under the names of Flink's options, as far as Flink reports it."""

from collections.abc import Mapping

from .redaction import without_secrets

__all__ = ["build_configuration", "checkpoint_options"]

_NO_INTERVAL = 2**63 - 1
"""The checkpoint interval that Flink reports for a job without checkpoints."""


def build_configuration(
    cluster: Mapping[str, str], checkpoints: Mapping[str, object], parallelism: int | None
) -> dict[str, object]:
    """Build the effective configuration: the JobManager's, overridden by the job's own options."""
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
    """Return a job's checkpointing options, none without checkpoints; times are in milliseconds."""
    if interval is None or interval == _NO_INTERVAL:
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
    return {
        f"execution.checkpointing.{name}": value
        for name, value in options.items()
        if value is not None
    }


def _duration(milliseconds: int | None) -> str | None:
    return None if milliseconds is None else f"{milliseconds} ms"
