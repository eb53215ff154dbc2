"""Options of the test suite, and how hypothesis runs in it."""

import random

import pytest
from hypothesis import HealthCheck, settings


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract")
    group.addoption("--contract-target", default="", help="'local', a URL, or nothing: in process")
    group.addoption("--contract-examples", default=50, type=int, help="fuzzed cases an operation")
    group.addoption("--contract-report", metavar="DIRECTORY", help="where HTML pages are written")


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if (
        config.option.hypothesis_seed is None
    ):  # one that is printed, so that the run can be repeated
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))
    settings.register_profile("suite", deadline=None, print_blob=True)
    settings.load_profile("suite")
    settings.register_profile(
        "contract",
        settings.get_profile("suite"),
        database=None,
        max_examples=config.getoption("--contract-examples"),
        suppress_health_check=list(HealthCheck),
    )
