"""Options of the test suite, and how hypothesis runs in it."""

import random

import pytest
from hypothesis import settings

from .sizes import CONTRACT_EXAMPLES, EXAMPLES

pytest_plugins = ["tests.contract.plugin"]


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if (
        config.option.hypothesis_seed is None
    ):  # one that is printed, so that the run can be repeated
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))
    config.option.contract_examples = config.option.contract_examples or CONTRACT_EXAMPLES
    settings.register_profile("suite", deadline=None, print_blob=True, max_examples=EXAMPLES)
    settings.load_profile("suite")
