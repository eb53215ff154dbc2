"""The contract suite, run in this process on whatever target it then has."""

import contextlib
import io
import time
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest

__all__ = ["Run", "clause_of", "run_suite", "warm_up"]

ROOT = Path(__file__).parents[2]
_ARGUMENTS = ("tests/contract", "-q", "--rootdir", str(ROOT), "-p", "no:cacheprovider", "--assert=plain")


@dataclass
class Run:
    """How a run of the suite ended: the tests that failed, in order, and the seconds of each clause."""

    failed: list[str] = field(default_factory=list)
    seconds: dict[str, float] = field(default_factory=dict)
    broken: str = ""
    printed: str = ""


def clause_of(test: str) -> str:
    """Give the clause that a test is a case of: its file and function."""
    return test.partition("[")[0].removeprefix("tests/contract/")


def warm_up() -> None:
    """Import what takes long and is none of the target: once, for all runs to come."""
    import jsonschema_rs  # noqa: F401
    import requests  # noqa: F401
    import schemathesis
    import schemathesis.pytest.plugin  # noqa: F401
    import urllib3  # noqa: F401

    assert schemathesis.openapi


def run_suite(
    *,
    seed: int,
    order: Mapping[str, float] | None = None,
    only: Collection[str] | None = None,
    stop: bool = True,
) -> Run:
    """Run the suite with a seed, quick clauses first by `order`; `stop` at the first that fails.

    With `only`, no other clauses are run.
    """
    watch = _Watch(order or {}, only)
    arguments = [*_ARGUMENTS, f"--hypothesis-seed={seed}", *(["-x"] if stop else [])]
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        code = pytest.main(arguments, plugins=[watch])
    watch.run.printed = printed.getvalue()
    if code not in (pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED) and not watch.run.failed:
        watch.run.broken = watch.run.broken or f"pytest ended with {code}"
    return watch.run


class _Watch:
    """A plugin of pytest that puts clauses in order and notes what becomes of them."""

    def __init__(self, order: Mapping[str, float], only: Collection[str] | None) -> None:
        self.run = Run()
        self._order = order
        self._only = only
        self._began = time.monotonic()

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        if self._only is not None:
            items[:] = [item for item in items if clause_of(item.nodeid) in self._only]
        items.sort(key=lambda item: self._order.get(clause_of(item.nodeid), 0.0))

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.run.broken = f"{report.nodeid} cannot be collected"

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        clause = clause_of(report.nodeid)
        if report.when == "call":
            self.run.seconds[clause] = self.run.seconds.get(clause, 0.0) + report.duration
        if report.failed:
            self.run.failed.append(report.nodeid.removeprefix("tests/contract/"))
