"""The plugin of pytest with the options of the suite, for runs here and with the wheel."""

from __future__ import annotations

import argparse
import random
from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("contract")
    group.addoption("--contract-target", default="", help="'local', a URL, or nothing: in process")
    group.addoption("--contract-config", metavar="FILE", type=Path, help="settings of the target")
    group.addoption("--contract-examples", type=_positive, help="fuzzed cases an operation")
    group.addoption("--contract-report", metavar="DIRECTORY", help="where reports are written")
    group.addoption(
        "--contract-operations", metavar="NAMES", help="the operations that the target has"
    )
    group.addoption("--contract-clause", metavar="NAME", help="the one clause or test to run")
    group.addoption(
        "--contract-baseline", metavar="FILE", type=Path, help="known failures, which do not count"
    )
    group.addoption(
        "--contract-write-baseline", metavar="FILE", type=Path, help="where failures are recorded"
    )


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "contract: the contract suite")
    asked = config.getoption("--contract-target") or config.getoption("--contract-config")
    if asked and config.option.hypothesis_seed is None:
        config.option.hypothesis_seed = str(random.SystemRandom().randrange(2**32))


def _positive(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text)):
        raise argparse.ArgumentTypeError(f"{text!r} is no number of cases, such as 100")
    return int(text)
