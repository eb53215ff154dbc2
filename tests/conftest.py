"""Options of the test suite, and how hypothesis runs in it."""

import os
import random
import signal
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from .schedule import sample_items, sort_items, worker_count
from .sizes import CONTRACT_EXAMPLES, EXAMPLES

pytest_plugins = ["tests.contract.plugin"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # as in a background job of a shell
        signal.signal(signal.SIGINT, signal.default_int_handler)  # programs under test inherit it
    given = getattr(config, "workerinput", {}).get("seed", config.option.hypothesis_seed)
    config.option.hypothesis_seed = given or str(random.SystemRandom().randrange(2**32))
    config.option.contract_examples = config.option.contract_examples or CONTRACT_EXAMPLES
    settings.register_profile(
        "suite",
        deadline=None,
        print_blob=True,
        max_examples=EXAMPLES,
        suppress_health_check=[HealthCheck.function_scoped_fixture],  # theirs do not change
    )
    settings.load_profile("suite")


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Send each worker the seed of the run."""
    node.workerinput["seed"] = node.config.option.hypothesis_seed


def pytest_report_header(config: pytest.Config) -> str:
    return f"tests: repeat this run with --hypothesis-seed={config.option.hypothesis_seed}"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    return worker_count(os.cpu_count() or 1)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.args == config.getini("testpaths"):  # whoever names tests gets all of them
        left_out = sample_items(items, config.option.hypothesis_seed)
        config.hook.pytest_deselected(items=left_out)
    sort_items(items)
