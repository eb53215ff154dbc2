"""Runs of pytest in this process: all tests with their coverage, or chosen ones until one fails."""

import contextlib
import io
import multiprocessing
from collections.abc import Iterator, Sequence
from pathlib import Path

import coverage
import pytest
from hypothesis import settings

from ...generator import forked
from .modules import ROOT

__all__ = ["first_failure", "measure_coverage"]

_OPTIONS = ("-q", "-n0", "-p", "no:cacheprovider", "--assert=plain", f"--rootdir={ROOT}")


def measure_coverage(folders: Sequence[str], seed: int, data_file: Path) -> list[str]:
    """Write down which test runs which line; return the tests that fail."""
    include = ["*/_runtime/*", "*/generator/compare/*"]
    measured = coverage.Coverage(str(data_file), include=include, config_file=False)

    class Contexts:
        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
            measured.switch_context(item.nodeid)
            return (yield)

    measured.start()
    failed = _run(folders, seed, Contexts())
    measured.stop()
    measured.save()
    return failed


def first_failure(tests: Sequence[str], seed: int) -> str | None:
    """Run tests, or files of them, in this order until one fails; return that one."""
    order = {test: rank for rank, test in enumerate(tests)}

    class Chosen:
        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
            ranks = {item: order.get(item.nodeid, order.get(_file(item.nodeid))) for item in items}
            items[:] = sorted(
                (item for item in items if ranks[item] is not None),
                key=lambda item: ranks[item] or 0,
            )

    files = dict.fromkeys(map(_file, tests))
    return next(iter(_run([*files, "-x"], seed, Chosen())), None)


def _file(test: str) -> str:
    return test.partition("::")[0]


def _run(words: Sequence[str], seed: int, plugin: object) -> list[str]:
    """Run pytest; return the tests that fail, or why none ran."""
    failed: list[str] = []

    class Watch:
        @pytest.hookimpl(trylast=True)
        def pytest_configure(self) -> None:
            settings.register_profile("mutants", settings.get_profile("suite"), database=None)
            settings.load_profile("mutants")

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            if report.failed:
                failed.append(report.nodeid)

    printed = io.StringIO()
    # A command is a copy of this process too, and has the mutant.
    pytest.MonkeyPatch().setattr(forked, "FORKS", multiprocessing.get_context("fork"))
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        arguments = [*words, *_OPTIONS, f"--hypothesis-seed={seed}"]
        code = pytest.main(arguments, plugins=[Watch(), plugin])
    if code == pytest.ExitCode.OK or failed:
        return failed
    return [f"the start of the tests: {printed.getvalue()[-500:]}"]
