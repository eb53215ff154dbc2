"""The target under test, opened and tried before any test runs, and a checker for each test."""

import re
from collections.abc import Collection, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from .clause import Checker
from .clauses import all_clauses
from .contract import Contract, load_contract
from .deploy_loop import deploy_loop
from .preflight import require_usable
from .runner import supported_clauses
from .seeding import seed, set_seed
from .target_client import open_client
from .targets import Target, UnusableTarget, open_target

_EXAMPLES = 100
_MOST_SHOWN = 1000
_FUZZED = re.compile(r"\[([A-Z]+ /.*)\]$")
CHECKER = pytest.StashKey[Checker]()
_STACK = pytest.StashKey[ExitStack]()


def checker_of(config: pytest.Config) -> Checker:
    """Open the target of this run, once; end the run with one line when it cannot be used."""
    if CHECKER not in config.stash:
        contract, stack = _contract(config), ExitStack()
        config.stash[_STACK] = stack
        try:
            target = stack.enter_context(_opened(config))
            client = stack.enter_context(open_client(contract, target))
            checker = Checker(contract, target, client, seed())
            require_usable(checker)
            if target.may_write and not target.written:
                loop = stack.enter_context(deploy_loop(checker))
                target.written.update(loop.workplace())
        except UnusableTarget as error:
            stack.close()
            pytest.exit(str(error), 2)
        config.stash[CHECKER] = checker
    return config.stash[CHECKER]


def _contract(config: pytest.Config) -> Contract:
    """Return the contract, without operations that the target is said not to have."""
    contract, names = load_contract(), config.getoption("--contract-operations")
    if not names:
        return contract
    unknown = set(names.split(",")) - {operation.name for operation in contract.operations}
    if unknown:
        raise pytest.UsageError(f"there is no operation {', '.join(sorted(unknown))}")
    return contract.limited_to(names.split(","))


def _opened(config: pytest.Config) -> AbstractContextManager[Target]:
    return open_target(config.getoption("--contract-target"), config.getoption("--contract-config"))


def pytest_configure(config: pytest.Config) -> None:
    try:
        set_seed(config.option.hypothesis_seed)
    except ValueError:
        text = config.option.hypothesis_seed
        raise pytest.UsageError(f"SEED must be a whole number, not {text!r}") from None
    config.option.contract_examples = config.option.contract_examples or _EXAMPLES
    settings.register_profile(
        "contract",
        settings(deadline=None, print_blob=True, database=None),
        max_examples=config.option.contract_examples,
        suppress_health_check=list(HealthCheck),
    )
    if not config.pluginmanager.hasplugin("contract-report"):
        from .report import ReportPlugin

        config.pluginmanager.register(ReportPlugin(config, checker_of), "contract-report")


@pytest.hookimpl(tryfirst=True)
def pytest_collection(session: pytest.Session) -> None:
    """Try a target that was named before the clauses are collected, which takes seconds."""
    if session.config.getoption("--contract-target"):
        checker_of(session.config)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let schemathesis write pages of its own, unless there would be too many cases to show."""
    directory = session.config.getoption("--contract-report")
    few = session.config.getoption("--contract-examples") <= _MOST_SHOWN
    if directory and few and any(item.path.name == "test_fuzzing.py" for item in session.items):
        from .fuzzing import write_html

        write_html(Path(directory) / "schemathesis")


def pytest_report_header(config: pytest.Config) -> str:
    return f"contract: repeat this run with SEED={seed()}"


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Write the number of requests, for whoever sums up several runs."""
    if CHECKER in config.stash:
        client = config.stash[CHECKER].client
        terminalreporter.write_line(
            f"contract: {client.request_count} requests were sent, {client.server_error_count} answered with 5xx"
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    if _STACK in config.stash:
        config.stash[_STACK].close()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Deselect clauses whose needs the target does not meet, before any test runs."""
    contract_items = [item for item in items if item.get_closest_marker("contract")]
    if not contract_items:
        return
    checker = checker_of(config)
    wanted = config.getoption("--contract-clause")
    if wanted:
        others = {item for item in contract_items if _name(item) != wanted}
        items[:] = [item for item in items if item not in others]
        if not items:
            raise pytest.UsageError(f"there is no clause {wanted}; -v shows all names")
    names = {clause.id for clause in all_clauses(checker.contract)}
    deselected = {
        item
        for item in items
        if item.get_closest_marker("contract") and not _fits(item, checker, names)
    }
    if deselected:
        config.hook.pytest_deselected(items=list(deselected))
        items[:] = [item for item in items if item not in deselected]


def _name(item: pytest.Item) -> str:
    from .report import clause_of

    clause = clause_of(item)
    return clause.id if clause else item.name


def _fits(item: pytest.Item, checker: Checker, names: Collection[str]) -> bool:
    """Whether a test is for the target; `names` are the clauses of the operations that it has."""
    from .report import clause_of

    clause = clause_of(item)
    if clause is not None:
        return clause.id in names and bool(supported_clauses([clause], checker.target))
    fuzzed, operations = _FUZZED.search(item.name), checker.contract.operations
    return fuzzed is None or fuzzed[1] in {f"{each.method} {each.path}" for each in operations}


@pytest.fixture(scope="session")
def checker(request: pytest.FixtureRequest) -> Iterator[Checker]:
    """The checker of the target of this run."""
    yield checker_of(request.config)
