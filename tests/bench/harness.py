"""Measuring two things in turn, so that a machine that speeds up or slows down does so for both."""

import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

__all__ = ["Benchmark", "Result", "cpu_of", "cpu_of_process", "in_turn", "wall_of_process"]

Measure = Callable[[], float]


@dataclass(frozen=True)
class Result:
    """Two figures and what must hold between them."""

    what: str
    ours: float
    theirs: float
    limit: float
    at_least: bool
    peer: str

    @property
    def ratio(self) -> float:
        """How many times ours goes into theirs, or, for an upper limit, theirs into ours."""
        return self.theirs / self.ours if self.at_least else self.ours / self.theirs

    @property
    def holds(self) -> bool:
        return self.ratio >= self.limit if self.at_least else self.ratio <= self.limit


@dataclass(frozen=True)
class Benchmark:
    """A measurement by name: what it measures, and how."""

    name: str
    measures: str
    run: Callable[[], Sequence[Result]] = field(repr=False)


def in_turn(measures: Sequence[Measure], rounds: int) -> list[float]:
    """Take each measure once a round, after a round that does not count; give the medians."""
    for measure in measures:
        measure()
    taken = [[measure() for measure in measures] for _ in range(rounds)]
    return [statistics.median(column) for column in zip(*taken, strict=True)]


def cpu_of(call: Callable[[], object], times: int) -> Measure:
    """Measure the CPU seconds of one call, as the mean of several."""

    def measure() -> float:
        begin = time.process_time()
        for _ in range(times):
            call()
        return (time.process_time() - begin) / times

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
    path = f"{os.path.dirname(sys.executable)}:{os.environ['PATH']}"
    environ = {**os.environ, "PATH": path, **more}
    subprocess.run([sys.executable, *arguments], env=environ, check=True, capture_output=True)
