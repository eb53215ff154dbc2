"""The record of the latest runs: JSON, from which the documents are written."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import msgspec
from msgspec import Struct

from .machine import describe_machine, describe_versions
from .results import Benchmark, Comparison, Finding

__all__ = ["EarlierRun", "Run", "read_runs", "record"]

FILE = Path(__file__).parent / "record.json"


_KEPT = 4
"""Earlier runs that are kept beside the latest one."""


class EarlierRun(Struct, frozen=True, kw_only=True):
    """The ratios of an earlier run, by the `name` of their comparison."""

    date: str
    load: float
    ratios: Mapping[str, float]


class Run(Struct, frozen=True, kw_only=True):
    """The findings of the latest run of a benchmark, and the ratios of earlier ones, oldest first."""

    measures: str
    date: str
    machine: str
    versions: str
    load: float
    findings: Sequence[Finding]
    earlier: Sequence[EarlierRun] = ()

    def ratios(self, comparison: Comparison) -> Sequence[float]:
        """Return the ratios of a comparison in all recorded runs, the latest last."""
        name = comparison.name
        earlier = [run.ratios[name] for run in self.earlier if name in run.ratios]
        return [*earlier, comparison.ratio]

    def holds(self, comparison: Comparison) -> bool:
        """Whether a comparison keeps its limit in all recorded runs."""
        return all(comparison.permits(ratio) for ratio in self.ratios(comparison))

    def as_earlier(self) -> EarlierRun:
        """Return what is kept of this run when there is a later one."""
        comparisons = [finding for finding in self.findings if isinstance(finding, Comparison)]
        ratios = {comparison.name: comparison.ratio for comparison in comparisons}
        return EarlierRun(date=self.date, load=self.load, ratios=ratios)


def read_runs(file: Path = FILE) -> dict[str, Run]:
    """Read the latest run of each benchmark, by name."""
    if not file.exists():
        return {}
    return msgspec.json.decode(file.read_bytes(), type=dict[str, Run])


def record(
    benchmark: Benchmark, findings: Sequence[Finding], load: float, file: Path = FILE
) -> None:
    """Record the findings of a benchmark; of some earlier runs, the ratios are kept.

    `load` is the number of programs that wanted a processor when it began.
    """
    runs = read_runs(file)
    former = runs.get(benchmark.name)
    runs[benchmark.name] = Run(
        measures=benchmark.measures,
        date=datetime.now(UTC).date().isoformat(),
        machine=describe_machine(),
        versions=describe_versions(),
        load=round(load, 1),
        findings=findings,
        earlier=[*former.earlier, former.as_earlier()][-_KEPT:] if former else [],
    )
    file.write_bytes(msgspec.json.format(msgspec.json.encode(runs), indent=1) + b"\n")
