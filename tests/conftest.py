"""Options of the test suite, and how hypothesis runs in it."""

import os

import pytest
from hypothesis import HealthCheck, settings


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract")
    group.addoption("--contract-target", default="", help="'local', a URL, or nothing: in process")
    group.addoption("--contract-examples", default=50, type=int, help="fuzzed cases an operation")


# What a target that is not ours needs to be told, as `make contract` passes it on.
NEEDED = (
    "ALIBABA_CLOUD_ACCESS_KEY_ID",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET",
    "WORKSPACE",
    "NAMESPACE",
    "DEPLOYMENT",
    "JOB",
)


def pytest_configure(config: pytest.Config) -> None:
    missing = [name for name in NEEDED if not os.environ.get(name)]
    if config.getoption("--contract-target") not in ("", "local") and missing:
        pytest.exit(f"a target by URL needs {', '.join(missing)} in the environment", 2)
    settings.register_profile("suite", deadline=None, print_blob=True)
    settings.load_profile("suite")
    settings.register_profile(
        "contract",
        settings.get_profile("suite"),
        max_examples=config.getoption("--contract-examples"),
        suppress_health_check=list(HealthCheck),
    )
