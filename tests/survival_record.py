"""The record of the long runs in which targets and clusters are killed; docs/reliability.md shows it.

Tests pass their facts to `recording`, which stores them when `FLINKJOBS_RECORD` is set, as
`make survival-flink` does.
"""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from .harness.bench.machine import describe_machine

__all__ = ["SurvivalRun", "read_survival_runs", "recording"]

FILE = Path(__file__).parent / "flink" / "survival" / "recorded_runs.json"


class SurvivalRun(Struct, frozen=True, kw_only=True):
    """A run that ended well: what was done on which cluster, how long it took, and what was counted."""

    title: str
    cluster: str
    date: str
    seconds: int
    machine: str
    facts: dict[str, int]


def read_survival_runs(file: Path = FILE) -> list[SurvivalRun]:
    """Read the latest run of each title and cluster."""
    return msgspec.json.decode(file.read_bytes(), type=list[SurvivalRun]) if file.exists() else []


@contextmanager
def recording(title: str, cluster: str) -> Iterator[dict[str, int]]:
    """Yield the facts of a run, to be filled in; store them unless the block raises."""
    began, facts = time.monotonic(), dict[str, int]()
    yield facts
    if os.environ.get("FLINKJOBS_RECORD"):
        run = SurvivalRun(
            title=title,
            cluster=cluster,
            date=datetime.now(UTC).date().isoformat(),
            seconds=round(time.monotonic() - began),
            machine=describe_machine(),
            facts=facts,
        )
        _save(run)


def _save(run: SurvivalRun) -> None:
    others = [
        other
        for other in read_survival_runs()
        if (other.title, other.cluster) != (run.title, run.cluster)
    ]
    runs = sorted([*others, run], key=lambda run: (run.title, run.cluster))
    FILE.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
