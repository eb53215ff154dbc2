"""The record of the latest runs: JSON, from which the documents are written."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from .machine import describe_machine, describe_versions
from .results import Benchmark, Finding

__all__ = ["Run", "read_runs", "record"]

FILE = Path(__file__).parent / "record.json"


class Run(Struct, frozen=True, kw_only=True):
    """The findings of one benchmark, with date, machine and versions."""

    measures: str
    date: str
    machine: str
    versions: str
    load: float
    findings: Sequence[Finding]


def read_runs(file: Path = FILE) -> dict[str, Run]:
    """Read the latest run of each benchmark, by name."""
    if not file.exists():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Run])


def record(
    benchmark: Benchmark, findings: Sequence[Finding], load: float, file: Path = FILE
) -> None:
    """Record the findings of a benchmark, in place of its earlier ones.

    `load` is the number of programs that wanted a processor when it began.
    """
    runs = read_runs(file)
    runs[benchmark.name] = Run(
        measures=benchmark.measures,
        date=datetime.now(UTC).date().isoformat(),
        machine=describe_machine(),
        versions=describe_versions(),
        load=round(load, 1),
        findings=findings,
    )
    file.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
