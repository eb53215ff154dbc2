"""The layout of a plot: lines and ticks of a curve, in pixels."""

import math
from collections.abc import Sequence

from msgspec import Struct

from .results import Curve, Unit, shown

__all__ = ["Line", "Plot", "Tick", "plot"]

LEFT, TOP, WIDTH, HEIGHT = 80.0, 40.0, 520.0, 240.0
COLOURS = ("#0b6bcb", "#b54708", "#2e7d32", "#8e24aa")


class Line(Struct, frozen=True):
    """A series: its points, from left to right."""

    name: str
    colour: str
    points: Sequence[tuple[float, float]]


class Tick(Struct, frozen=True):
    """A mark beside or below the picture."""

    at: float
    text: str


class Plot(Struct, frozen=True, kw_only=True):
    """A plot with its lines in pixels."""

    title: str
    across: str
    lines: Sequence[Line]
    below: Sequence[Tick]
    beside: Sequence[Tick]


def plot(curve: Curve) -> Plot:
    """Lay a curve out."""
    values = [value for each in curve.series.values() for value in each]
    across, up = _scale(curve.at, LEFT, LEFT + WIDTH), _scale(values, TOP + HEIGHT, TOP)
    lines = [
        Line(name, colour, [(across(x), up(y)) for x, y in zip(curve.at, each, strict=True)])
        for (name, each), colour in zip(curve.series.items(), COLOURS, strict=False)
    ]
    return Plot(
        title=curve.label,
        across=curve.across,
        lines=lines,
        below=[Tick(across(x), f"{x:,g}") for x in curve.at],
        beside=[Tick(up(y), shown(y, curve.unit)) for y in _decades(values, curve.unit)],
    )


def _scale(values: Sequence[float], begin: float, end: float) -> "_Scale":
    """Spread values over pixels: as they are when one is 0, else by their logarithms."""
    low, high = min(values), max(values)
    return _Scale(low, high, begin, end, logarithmic=low > 0 and high > 5 * low)


class _Scale(Struct, frozen=True):
    low: float
    high: float
    begin: float
    end: float
    logarithmic: bool

    def __call__(self, value: float) -> float:
        low, high, value = (
            (math.log(each) for each in (self.low, self.high, value))
            if self.logarithmic
            else (self.low, self.high, value)
        )
        share = (value - low) / (high - low) if high > low else 0.5
        return round(self.begin + share * (self.end - self.begin), 1)


def _decades(values: Sequence[float], unit: Unit) -> list[float]:
    """Return the powers of ten between the least and the most; or both, and their middle."""
    low, high = min(values), max(values)
    if low <= 0 or high <= 5 * low:
        return [low, (low + high) / 2, high]
    first, last = math.ceil(math.log10(low)), math.floor(math.log10(high))
    return [10.0**power for power in range(first, last + 1)]
