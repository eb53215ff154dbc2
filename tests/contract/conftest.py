"""The contract, the target under test, and a wire to it."""

from collections.abc import Iterator

import pytest

from .contract import Contract, load_contract
from .targets import Target, open_target
from .wire import Wire


@pytest.fixture(scope="session")
def contract() -> Contract:
    return load_contract()


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    with open_target(request.config.getoption("--contract-target")) as opened:
        yield opened


@pytest.fixture(scope="session")
def wire(target: Target) -> Iterator[Wire]:
    with Wire(target) as opened:
        yield opened
