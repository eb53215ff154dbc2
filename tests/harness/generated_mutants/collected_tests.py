"""One session of pytest, whose collected tests run in copies of this process as often as is needed.

What takes longest is thus done once: the start of pytest and the import of tests and of what they test.
"""

import contextlib
import gc
import io
import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import settings

from ...generator import forked
from .modules import ROOT, MutantsError

__all__ = ["CollectedTests", "run_session"]

# Each copy silences itself: what it prints is not captured, so that no copy writes files of the session.
_OPTIONS = ("-q", "-n0", "-s", "-p", "no:cacheprovider", "--assert=plain", f"--rootdir={ROOT}")


class CollectedTests:
    """The tests of a session; they are run in processes that were forked from the one that has it."""

    def __init__(self, session: pytest.Session) -> None:
        self._session = session
        self._items = {item.nodeid: item for item in session.items}
        self._reports: list[pytest.TestReport] = []
        session.config.pluginmanager.register(self)

    def names(self, file: str) -> list[str]:
        """Return the names of the tests of a file."""
        return [name for name in self._items if name.partition("::")[0] == file]

    def run(
        self, tests: Iterable[str], before: Callable[[str], object]
    ) -> Iterator[tuple[str, list[pytest.TestReport]]]:
        """Run tests in this order and yield the reports of each; call `before` with the name of each."""
        _be_silent()
        items = [self._items[name] for name in tests]
        for item, following in zip(items, [*items[1:], None], strict=True):
            before(item.nodeid)
            self._reports = []
            item.ihook.pytest_runtest_protocol(item=item, nextitem=following)
            yield item.nodeid, self._reports

    def first_failure(self, tests: Mapping[str, float], running: Path) -> str:
        """Run tests in this order until one fails, and return that one, or an empty text.

        With each comes the number of seconds after which it ends this process; `running` has its name then.
        """

        def begin(test: str) -> None:
            running.write_text(test, "utf-8")
            signal.setitimer(signal.ITIMER_REAL, tests[test])  # SIGALRM ends a process

        try:
            for test, reports in self.run(tests, begin):
                if any(report.failed for report in reports):
                    return test
            return ""
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
            # Closes what fixtures of modules and of the session have opened, such as servers.
            self._session.config.hook.pytest_sessionfinish(session=self._session, exitstatus=0)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Keep a report of the test that is running."""
        self._reports.append(report)


def run_session(folders: Iterable[str], seed: int, use: Callable[[CollectedTests], int]) -> int:
    """Collect the tests of folders and return what `use` makes of them; raise MutantsError if that fails."""
    results: list[int] = []
    errors: list[Exception] = []
    printed = io.StringIO()

    class Session:
        @pytest.hookimpl(trylast=True)
        def pytest_configure(self) -> None:
            settings.register_profile("mutants", settings.get_profile("suite"), database=None)
            settings.load_profile("mutants")

        @pytest.hookimpl(tryfirst=True)
        def pytest_runtestloop(self, session: pytest.Session) -> bool:
            if not session.testsfailed:
                with contextlib.redirect_stdout(output), contextlib.redirect_stderr(error_output):
                    try:
                        results.append(use(CollectedTests(session)))
                    except Exception as error:  # pytest would print it, and not raise it
                        errors.append(error)
            return True

    output, error_output = sys.stdout, sys.stderr
    # A command is a copy of this process too, and has the mutant.
    with pytest.MonkeyPatch().context() as patch:
        patch.setattr(forked, "FORKS", multiprocessing.get_context("fork"))
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            arguments = [*dict.fromkeys(folders), *_OPTIONS, f"--hypothesis-seed={seed}"]
            pytest.main(arguments, plugins=[Session()])
    if errors:
        raise errors[0]
    if not results:
        raise MutantsError(f"the tests do not start: {printed.getvalue()[-500:]}")
    return results[0]


def _be_silent() -> None:
    """Read nothing and print nothing in this process."""
    nothing = os.open(os.devnull, os.O_RDWR)
    for descriptor in range(3):
        os.dup2(nothing, descriptor)
    gc.unfreeze()
