"""Runs of pytest in this process: whole files with their coverage, or chosen tests until one fails."""

import contextlib
import gc
import io
import multiprocessing
import signal
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import entry_points
from pathlib import Path

import coverage
import msgspec
import pytest
from hypothesis import settings

from ...generator import forked
from .modules import ROOT, Module

__all__ = ["MeasuredTest", "first_failure", "measure_file", "warm_up"]

_FIRST = 20  # tests, which mostly suffice, and are in few files
_OPTIONS = ("-q", "-n0", "-p", "no:cacheprovider", "--assert=plain", f"--rootdir={ROOT}")


class MeasuredTest(msgspec.Struct):
    """Whether a test passes, its seconds, and the numbers of the lines that it runs, by module."""

    passes: bool
    seconds: float = 0.0
    lines: dict[str, list[int]] = {}


def measure_file(file: str, seed: int) -> dict[str, MeasuredTest]:
    """Run a file of tests; return what each of their tests did."""
    include = ["*/_runtime/*", "*/generator/compare/*"]
    measured = coverage.Coverage(data_file=None, include=include, config_file=False)
    tests: dict[str, MeasuredTest] = {}

    class Contexts:
        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
            measured.switch_context(item.nodeid)
            return (yield)

        def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
            test = tests.setdefault(report.nodeid, MeasuredTest(True, lines={}))
            test.passes = test.passes and not report.failed
            test.seconds += report.duration

    measured.start()
    _run([file], seed, Contexts())
    measured.stop()
    data = measured.get_data()
    for path in data.measured_files():
        name = Module(Path(path)).name
        for line, contexts in data.contexts_by_lineno(path).items():
            for test in tests.keys() & contexts:
                tests[test].lines.setdefault(name, []).append(line)
    return tests


def first_failure(tests: Mapping[str, float], seed: int, running: Path) -> str | None:
    """Run tests, or files of them, in this order until one fails; return that one.

    With each comes the number of seconds after which it ends this process; `running` has its name then.
    """
    order: dict[str, int] = {}

    class Chosen:
        @pytest.hookimpl(trylast=True)
        def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
            ranks = {item: order.get(item.nodeid, order.get(_file(item.nodeid))) for item in items}
            items[:] = sorted(
                (item for item in items if ranks[item] is not None),
                key=lambda item: ranks[item] or 0,
            )

        @pytest.hookimpl(wrapper=True)
        def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
            running.write_text(item.nodeid, "utf-8")
            limit = tests.get(item.nodeid) or tests[_file(item.nodeid)]
            signal.setitimer(signal.ITIMER_REAL, limit)  # SIGALRM ends a process
            try:
                return (yield)
            finally:
                signal.setitimer(signal.ITIMER_REAL, 0)

    for part in list(tests)[:_FIRST], list(tests)[_FIRST:]:
        order = {test: rank for rank, test in enumerate(part)}
        files = dict.fromkeys(map(_file, part))
        if part and (failed := _run([*files, "-x"], seed, Chosen())):
            return failed[0]
    return None


def warm_up() -> None:
    """Import what takes long and is not changed: once, for all copies of this process."""
    import aiohttp.web  # noqa: F401
    import jinja2  # noqa: F401
    import jsonschema_rs  # noqa: F401
    import trustme  # noqa: F401
    import urllib3  # noqa: F401
    import yaml  # noqa: F401

    from ...compare import editing  # noqa: F401

    for plugin in entry_points(group="pytest11"):
        if not plugin.value.startswith("flinkjobs"):
            plugin.load()
    gc.freeze()  # or each copy would write on all pages


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
