"""A plugin of pytest that writes the HTML page with the result of each clause."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..clause import Checker, Clause
from .page import write_page
from .results import ClauseResult, render_exchange

__all__ = ["HtmlReportPlugin"]

_EXCHANGES_WHEN_PASSED = 1


class HtmlReportPlugin:
    """Keeps the result of each clause until the run is over."""

    def __init__(
        self, directory: Path, config: pytest.Config, checker_of: Callable[[pytest.Config], Checker]
    ) -> None:
        self._page = directory / "index.html"
        self._config = config
        self._checker_of = checker_of
        self._results: list[ClauseResult] = []
        self._deselected = 0
        self._began = time.monotonic()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: "pytest.CallInfo[None]"
    ) -> Iterator[None]:
        report = yield
        if call.when == "call" and item.get_closest_marker("contract"):
            self._results.append(self._result(item, call))
        return report

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self._deselected += len(items)

    def pytest_sessionfinish(self) -> None:
        if self._results:
            write_page(
                self._page,
                results=self._results,
                deselected=self._deselected,
                target=self._config.getoption("--contract-target"),
                seed=self._config.option.hypothesis_seed,
                seconds=time.monotonic() - self._began,
            )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._results:
            terminalreporter.write_line(
                f"results of all clauses, with requests and responses: {self._page}"
            )

    def _result(self, item: pytest.Item, call: "pytest.CallInfo[None]") -> ClauseResult:
        checker = self._checker_of(self._config)
        clause = _clause(item)
        broken = call.excinfo is not None
        exchanges = list(checker.client.exchanges)
        kept = exchanges if broken else exchanges[-_EXCHANGES_WHEN_PASSED:]
        return ClauseResult(
            id=clause.id if clause else item.name,
            fact=clause.fact if clause else _docstring(item),
            holds=not broken,
            seconds=call.duration,
            message=str(call.excinfo.value) if call.excinfo else "",
            exchanges=tuple(render_exchange(checker.target.url, exchange) for exchange in kept),
        )


def _clause(item: pytest.Item) -> Clause | None:
    parameters = getattr(item, "callspec", None)
    found = parameters.params.get("clause") if parameters else None
    return found if isinstance(found, Clause) else None


def _docstring(item: pytest.Item) -> str:
    return (getattr(getattr(item, "obj", None), "__doc__", None) or "").strip()
