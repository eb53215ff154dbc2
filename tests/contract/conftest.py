"""The target under test, opened and tried before any test runs, and a bench for each test."""

from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from .clause import Bench
from .contract import load_contract
from .first_try import require_usable
from .running import fitting
from .seeding import seed, set_seed
from .targets import Target, UnusableTarget, open_target
from .wire import open_wire

_MOST_SHOWN = 1000
BENCH = pytest.StashKey[Bench]()
_STACK = pytest.StashKey[ExitStack]()


def bench_of(config: pytest.Config) -> Bench:
    """Open the target of this run, once; end the run with one line when it cannot be used."""
    if BENCH not in config.stash:
        contract, stack = load_contract(), ExitStack()
        config.stash[_STACK] = stack
        try:
            target = stack.enter_context(open_target(config.getoption("--contract-target")))
            wire = stack.enter_context(open_wire(contract, target))
            bench = Bench(contract, target, wire, seed())
            require_usable(bench)
        except UnusableTarget as error:
            stack.close()
            pytest.exit(str(error), 2)
        config.stash[BENCH] = bench
    return config.stash[BENCH]


def pytest_configure(config: pytest.Config) -> None:
    try:
        set_seed(config.option.hypothesis_seed)
    except ValueError:
        given = config.option.hypothesis_seed
        raise pytest.UsageError(f"SEED must be a whole number, not {given!r}") from None
    directory = config.getoption("--contract-report")
    if directory and not config.pluginmanager.hasplugin("contract-report"):
        from .report import Report

        config.pluginmanager.register(Report(Path(directory), config, bench_of), "contract-report")


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let schemathesis write pages of its own, unless there would be too many cases to show."""
    directory = session.config.getoption("--contract-report")
    few = session.config.getoption("--contract-examples") <= _MOST_SHOWN
    if directory and few and any(item.path.name == "test_fuzzing.py" for item in session.items):
        from .fuzzed import write_html

        write_html(Path(directory) / "schemathesis")


def pytest_report_header(config: pytest.Config) -> str:
    return f"contract: repeat this run with SEED={seed()}"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Tell how much was asked, for whoever sums up several runs."""
    if BENCH in config.stash:
        wire = config.stash[BENCH].wire
        terminalreporter.write_line(
            f"contract: {wire.sent} requests were sent, {wire.failed} answered with 5xx"
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    if _STACK in config.stash:
        config.stash[_STACK].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what the target offers nothing for, before anything is run."""
    ours = [item for item in items if item.get_closest_marker("contract")]
    if not ours:
        return
    target = bench_of(config).target
    left_out = [item for item in ours if not _fits(item, target)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if item not in set(left_out)]


def _fits(item: pytest.Item, target: Target) -> bool:
    parameters = getattr(item, "callspec", None)
    clause = parameters.params.get("clause") if parameters else None
    return clause is None or bool(fitting([clause], target))


@pytest.fixture(scope="session")
def bench(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """The target, its contract, and what to do with them."""
    yield bench_of(request.config)
