"""The target under test, opened and tried before any test runs, and a bench for each test."""

import random
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from .clause import Bench
from .contract import load_contract
from .first_try import require_usable
from .running import fitting
from .targets import Target, UnusableTarget, open_target
from .wire import open_wire

_BENCH = pytest.StashKey[Bench]()
_STACK = pytest.StashKey[ExitStack]()


def seed_of(config: pytest.Config) -> int:
    """Give the seed that repeats this run; it is hypothesis's own, too."""
    given = config.getoption("hypothesisseed", None)
    if given in (None, "random"):
        given = config.option.hypothesisseed = str(random.randrange(2**32))
    return int(given)


def bench_of(config: pytest.Config) -> Bench:
    """Open the target of this run, once; end the run with one line when it cannot be used."""
    if _BENCH not in config.stash:
        contract, stack = load_contract(), ExitStack()
        config.stash[_STACK] = stack
        try:
            target = stack.enter_context(open_target(config.getoption("--contract-target")))
            wire = stack.enter_context(open_wire(contract, target))
            bench = Bench(contract, target, wire, seed_of(config))
            require_usable(bench)
        except UnusableTarget as error:
            stack.close()
            pytest.exit(str(error), 2)
        config.stash[_BENCH] = bench
    return config.stash[_BENCH]


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
