"""Options of the test suite, and how hypothesis runs in it."""

import argparse
import os
import random

import pytest
from hypothesis import HealthCheck, settings

from .schedule import sort_items, worker_count
from .sizes import CONTRACT_EXAMPLES, EXAMPLES


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract")
    group.addoption("--contract-target", default="", help="'local', a URL, or nothing: in process")
    group.addoption(
        "--contract-examples",
        default=CONTRACT_EXAMPLES,
        type=_positive,
        help="fuzzed cases an operation",
    )
    group.addoption("--contract-report", metavar="DIRECTORY", help="where HTML pages are written")


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of cases, such as 100")
    return int(text)


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if (
        config.option.hypothesis_seed is None
    ):  # one that is printed, so that the run can be repeated
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))
    settings.register_profile(
        "suite",
        deadline=None,
        print_blob=True,
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.function_scoped_fixture],  # theirs do not change
    )
    settings.load_profile("suite")
    settings.register_profile(
        "contract",
        settings.get_profile("suite"),
        database=None,
        max_examples=config.getoption("--contract-examples"),
        suppress_health_check=list(HealthCheck),
    )


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return worker_count(os.cpu_count() or 1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    sort_items(items)
