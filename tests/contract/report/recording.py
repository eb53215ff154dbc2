"""Notes how each clause ends, and writes the page when all have."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..clause import Bench, Clause
from .case import Case, shown
from .page import write_page

__all__ = ["Report"]

_OF_THOSE_THAT_HOLD = 1


class Report:
    """A plugin of pytest that keeps cases until the run is over."""

    def __init__(
        self, directory: Path, config: pytest.Config, bench_of: Callable[[pytest.Config], Bench]
    ) -> None:
        self._page = directory / "index.html"
        self._config = config
        self._bench_of = bench_of
        self._cases: list[Case] = []
        self._left_out = 0
        self._began = time.monotonic()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: "pytest.CallInfo[None]"
    ) -> Iterator[None]:
        report = yield
        if call.when == "call" and item.get_closest_marker("contract"):
            self._cases.append(self._case(item, call))
        return report

    def pytest_deselected(self, items: list[pytest.Item]) -> None:
        self._left_out += len(items)

    def pytest_sessionfinish(self) -> None:
        if self._cases:
            write_page(
                self._page,
                cases=self._cases,
                left_out=self._left_out,
                target=self._config.getoption("--contract-target"),
                seed=self._config.option.hypothesis_seed,
                seconds=time.monotonic() - self._began,
            )

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        if self._cases:
            terminalreporter.write_line(f"which clause holds, and what was sent: {self._page}")

    def _case(self, item: pytest.Item, call: "pytest.CallInfo[None]") -> Case:
        bench = self._bench_of(self._config)
        clause = _clause(item)
        broken = call.excinfo is not None
        exchanges = list(bench.wire.exchanges)
        kept = exchanges if broken else exchanges[-_OF_THOSE_THAT_HOLD:]
        return Case(
            id=clause.id if clause else item.name,
            fact=clause.fact if clause else _docstring(item),
            holds=not broken,
            seconds=call.duration,
            message=str(call.excinfo.value) if call.excinfo else "",
            exchanges=tuple(shown(bench.target.url, one) for one in kept),
        )


def _clause(item: pytest.Item) -> Clause | None:
    parameters = getattr(item, "callspec", None)
    found = parameters.params.get("clause") if parameters else None
    return found if isinstance(found, Clause) else None


def _docstring(item: pytest.Item) -> str:
    return (getattr(getattr(item, "obj", None), "__doc__", None) or "").strip()
