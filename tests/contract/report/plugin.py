"""A plugin of pytest that groups the failures of a run, and writes its reports."""

import time
from collections.abc import Callable, Generator
from functools import cached_property
from http.client import HTTPException
from pathlib import Path

import pytest

from ..clause import Checker, Clause
from ..program import command_line
from ..seeding import seed
from ..target_client import Exchange
from .baseline import Baseline
from .causes import cause_of, message_of
from .files import write_har, write_ndjson
from .findings import LeftOut, findings, left_out
from .lines import ContractLines
from .page import write_page
from .results import ClauseResult, render_exchange, signing_command
from .terminal import finding_lines, left_out_lines

__all__ = ["ReportPlugin", "clause_of"]

_EXCHANGES_WHEN_PASSED = 1
_CATEGORY = "violated"
"""Failures of clauses have a summary of their own, instead of a traceback each."""


class ReportPlugin:
    """Keeps the result of each clause until the run is over."""

    def __init__(
        self, config: pytest.Config, checker_of: Callable[[pytest.Config], Checker]
    ) -> None:
        self._config = config
        self._checker_of = checker_of
        self._results: list[ClauseResult] = []
        self._deselected: list[Clause] = []
        self._began = time.monotonic()
        self._lines = ContractLines()
        known = config.getoption("--contract-baseline")
        try:
            self._baseline = Baseline.read(known) if known else Baseline()
        except ValueError as error:
            raise pytest.UsageError(str(error)) from None

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: "pytest.CallInfo[None]"
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        report = yield
        if call.when != "call" or report.skipped or not item.get_closest_marker("contract"):
            return report
        result = self._result(item, call)
        self._results.append(result)
        if result.known:
            report.outcome = "skipped"
            report.wasxfail = "in the baseline"
        elif call.excinfo and _is_violation(call.excinfo.value):
            report.longrepr = result.message
        return report

    def pytest_report_teststatus(
        self, report: pytest.TestReport | pytest.CollectReport
    ) -> tuple[str, str, str] | None:
        if (
            isinstance(report, pytest.TestReport)
            and report.failed
            and "contract" in report.keywords
        ):
            return (_CATEGORY, "F", "FAILED") if isinstance(report.longrepr, str) else None
        return None

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self._deselected += filter(None, map(clause_of, items))

    def pytest_sessionfinish(self) -> None:
        recorded = self._config.getoption("--contract-write-baseline")
        if recorded and self._results:
            Baseline.of(result for result in self._results if not result.holds).write(recorded)
        if self._results and self._directory:
            self._directory.mkdir(parents=True, exist_ok=True)
            self._write(self._directory)

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if not self._results:
            return
        new = [result for result in self._results if not result.known]
        found = findings(new)
        if found:
            terminalreporter.section(f"{sum(len(f.failures) for f in found)} failures, by cause")
        gone = self._baseline.gone(self._results)
        known = sum(result.known for result in self._results)
        lines = [
            *finding_lines(found),
            *left_out_lines(self._left_out, len(self._results) + len(self._deselected)),
            *([f"in the baseline: {known} failures"] if known else ()),
            *(f"in the baseline, but holds: {clause}" for clause in gone),
        ]
        if self._directory:
            lines.append(f"all clauses, with requests and responses: {self._directory}/index.html")
            if found:
                replay = command_line(
                    "--replay", f"{self._directory}/failures.ndjson#1", *self._given
                )
                lines.append(f"a failure once more: {replay}")
        for line in lines:
            terminalreporter.write_line(line)

    def _write(self, directory: Path) -> None:
        failures = [failure for finding in findings(self._results) for failure in finding.failures]
        url = self._checker_of(self._config).target.url
        write_page(
            directory / "index.html",
            results=self._results,
            left_out=self._left_out,
            target=self._config.getoption("--contract-target") or str(self._settings or ""),
            seed=str(seed()),
            seconds=time.monotonic() - self._began,
        )
        write_ndjson(directory / "failures.ndjson", failures, target=url, seed=seed())
        write_har(directory / "failures.har", url, failures)

    @property
    def _directory(self) -> Path | None:
        directory = self._config.getoption("--contract-report")
        return Path(directory) if directory else None

    @property
    def _settings(self) -> Path | None:
        path: Path | None = self._config.getoption("--contract-config")
        return path

    @property
    def _left_out(self) -> list[LeftOut]:
        return left_out(self._deselected, self._checker_of(self._config).target.offers)

    @cached_property
    def _given(self) -> list[str]:
        """The options that name the same server with the same settings."""
        target = self._config.getoption("--contract-target")
        return [
            *(("--target", target) if target else ()),
            *(("--config", str(self._settings)) if self._settings else ()),
        ]

    def _signing(self, checker: Checker, clause: Clause | None, exchange: Exchange) -> str | None:
        """Return the command that signs a request as it was signed, or spoils it so; None without one."""
        if checker.client.signs_alike(exchange):
            return signing_command(checker.target.url, exchange, self._settings)
        is_alone = len(checker.client.exchanges) == 1
        if clause and is_alone and "authorization" in exchange.request.headers:
            return command_line("sign", "--clause", clause.id, "--seed", str(seed()), *self._given)
        return None

    def _result(self, item: pytest.Item, call: "pytest.CallInfo[None]") -> ClauseResult:
        checker, clause = self._checker_of(self._config), clause_of(item)
        exchanges = tuple(checker.client.exchanges)
        url = checker.target.url
        fact = clause.fact if clause else _docstring(item)
        name = clause.id if clause else item.name
        if call.excinfo is None:
            kept = exchanges[-_EXCHANGES_WHEN_PASSED:]
            shown = tuple(render_exchange(url, exchange) for exchange in kept)
            return ClauseResult(name, fact, True, call.duration, "", shown)
        error = call.excinfo.value
        cause = cause_of(
            checker.contract, error, exchanges[-1].response.status if exchanges else None
        )
        return ClauseResult(
            id=name,
            fact=fact,
            holds=False,
            seconds=call.duration,
            message=message_of(error),
            exchanges=tuple(
                render_exchange(url, exchange, self._signing(checker, clause, exchange))
                for exchange in exchanges
            ),
            cause=cause,
            location=self._lines.locate(name, cause),
            repeat=command_line(*self._given, "--seed", str(seed()), "--clause", name),
            known=self._baseline.has(name, cause.text),
            raw=exchanges,
        )


def clause_of(item: pytest.Item) -> Clause | None:
    """Return the clause of a test; None for the tests of schemathesis."""
    parameters = getattr(item, "callspec", None)
    found = parameters.params.get("clause") if parameters else None
    return found if isinstance(found, Clause) else None


def _is_violation(error: BaseException) -> bool:
    """Whether an exception is a finding about the server, not an error of the suite."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(_is_violation, error.exceptions))
    return isinstance(error, AssertionError | OSError | HTTPException)


def _docstring(item: pytest.Item) -> str:
    return (getattr(getattr(item, "obj", None), "__doc__", None) or "").strip()
