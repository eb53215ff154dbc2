"""Measuring two things in turn, so that a machine that speeds up or slows down does so for both."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence

__all__ = ["Median", "cpu_of", "cpu_of_process", "interleaved", "wall_of", "wall_of_process"]

Measure = Callable[[], float]


class Median(float):
    """The middle of several measurements, and the quartiles around it."""

    low: float
    high: float

    @classmethod
    def of(cls, taken: Sequence[float]) -> "Median":
        """Return the median of at least two measurements."""
        quartiles = statistics.quantiles(taken, n=4, method="inclusive")
        median = cls(quartiles[1])
        median.low, median.high = quartiles[0], quartiles[2]
        return median


def interleaved(measures: Sequence[Measure], rounds: int) -> list[Median]:
    """Take each measure once a round, after a round that does not count."""
    for measure in measures:
        measure()
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [Median.of(column) for column in zip(*taken, strict=True)]


def cpu_of(call: Callable[[], object], times: int) -> Measure:
    """Measure the CPU seconds of one call, as the mean of several."""
    return _mean_of(time.process_time, call, times)


def wall_of(call: Callable[[], object], times: int = 1) -> Measure:
    """Measure the seconds on the clock of one call, as the mean of several."""
    return _mean_of(time.perf_counter, call, times)


def _mean_of(clock: Callable[[], float], call: Callable[[], object], times: int) -> Measure:
    def measure() -> float:
        begin = clock()
        for _ in range(times):
            call()
        return (clock() - begin) / times

    return measure


def cpu_of_process(*arguments: str, environ: Mapping[str, str] = {}) -> Measure:
    """Measure the CPU seconds, user and system, of a Python process and its children."""

    def measure() -> float:
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _run(arguments, environ)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime

    return measure


def wall_of_process(*arguments: str, environ: Mapping[str, str] = {}) -> Measure:
    """Measure the seconds from the start of a Python process to its end."""

    def measure() -> float:
        begin = time.perf_counter()
        _run(arguments, environ)
        return time.perf_counter() - begin

    return measure


def _run(arguments: Sequence[str], more: Mapping[str, str]) -> None:
    """Run Python as people have it, with compiled modules kept.

    Installing a peer compiles it; ours, which are installed in location, the first round compiles.
    """
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, **more}
    environ.pop("PYTHONDONTWRITEBYTECODE", None)
    subprocess.run([sys.executable, *arguments], env=environ, check=True, capture_output=True)
