"""Findings of benchmarks: comparisons with a peer or a limit, and curves of cost."""

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, TypeAlias

from msgspec import Struct, field

from .harness import Median

__all__ = ["Benchmark", "Comparison", "Curve", "Finding", "MissingTool", "Unit", "compare", "shown"]

Unit: TypeAlias = Literal["seconds", "bytes", "count"]


class Comparison(Struct, frozen=True, kw_only=True, tag=True):
    """Two figures, and the limit of their ratio, if there is one.

    `low` and `high` are the quartiles of ours, where it was measured more than once.
    """

    label: str = field(name="what")
    ours: float
    theirs: float
    limit: float | None
    at_least: bool
    peer: str
    unit: Unit = "seconds"
    low: float | None = None
    high: float | None = None

    @property
    def name(self) -> str:
        """The name of the comparison in the record: its label and its peer."""
        return f"{self.label}: {self.peer}"

    @property
    def ratio(self) -> float:
        """Theirs divided by ours; for an upper limit, ours divided by theirs."""
        return self.theirs / self.ours if self.at_least else self.ours / self.theirs

    @property
    def holds(self) -> bool:
        """Whether the ratio keeps its limit, where it has one."""
        return self.permits(self.ratio)

    def permits(self, ratio: float) -> bool:
        """Whether a ratio keeps the limit, where there is one."""
        if self.limit is None:
            return True
        return ratio >= self.limit if self.at_least else ratio <= self.limit


def compare(
    label: str,
    ours: float,
    theirs: float,
    *,
    peer: str,
    at_least: float | None = None,
    at_most: float | None = None,
    unit: Unit = "seconds",
) -> Comparison:
    """Compare two figures: theirs is at least so many times ours, or ours at most so many times theirs.

    Without a limit it is for information.
    """
    limit = at_most if at_least is None else at_least
    spread = (ours.low, ours.high) if isinstance(ours, Median) else (None, None)
    return Comparison(
        label=label,
        ours=float(ours),
        theirs=float(theirs),
        limit=limit,
        at_least=at_least is not None,
        peer=peer,
        unit=unit,
        low=spread[0],
        high=spread[1],
    )


class Curve(Struct, frozen=True, kw_only=True, tag=True):
    """A curve of cost: for each series, its values at `at`."""

    label: str = field(name="what")
    across: str
    at: Sequence[float]
    series: Mapping[str, Sequence[float]]
    unit: Unit = "seconds"


Finding: TypeAlias = Comparison | Curve


class MissingTool(Exception):
    """A tool that a benchmark needs is not installed; the message says how to install it."""


class Benchmark(Struct, frozen=True):
    """A measurement, by its name. A `slow` one runs only when it is named."""

    name: str
    measures: str
    run: Callable[[], Sequence[Finding]]
    slow: bool = False


def shown(value: float, unit: Unit) -> str:
    """Write a figure as people read it."""
    if unit == "count":
        return f"{value:,.4g}"
    steps = _STEPS[unit]
    size, name = next((step for step in steps if abs(value) >= step[0]), steps[-1])
    return f"{value / size:.3g} {name}"


_STEPS: Mapping[Unit, Sequence[tuple[float, str]]] = {
    "seconds": ((1.0, "s"), (1e-3, "ms"), (1e-6, "µs")),
    "bytes": ((2**20, "MiB"), (2**10, "KiB"), (1, "bytes")),
}
