"""Fixtures: the runner's classes in a process of their own, for each release of Flink."""

from collections.abc import Iterator

import pytest

from ..releases import RELEASES, jars_of
from .driver import Driver, open_driver


@pytest.fixture(scope="session", params=RELEASES)
def driver(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Driver]:
    """The runner with the planner of a release."""
    log = tmp_path_factory.mktemp("driver") / "driver.log"
    with open_driver(jars_of(RELEASES[request.param]), log) as driver:
        yield driver
