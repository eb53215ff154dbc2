"""Options of the test suite, and how hypothesis runs in it."""

import pytest
from hypothesis import HealthCheck, settings


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract")
    group.addoption("--contract-target", default="", help="'local', a URL, or nothing: in process")
    group.addoption("--contract-examples", default=50, type=int, help="fuzzed cases an operation")


def pytest_configure(config: pytest.Config) -> None:
    settings.register_profile("suite", deadline=None, print_blob=True)
    settings.load_profile("suite")
    settings.register_profile(
        "contract",
        settings.get_profile("suite"),
        max_examples=config.getoption("--contract-examples"),
        suppress_health_check=list(HealthCheck),
    )
