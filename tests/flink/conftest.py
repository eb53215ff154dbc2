"""A real cluster of each release, with jobs of every kind; run by `make test-flink` alone."""

from collections.abc import Iterator

import pytest

from .cluster import open_cluster
from .releases import RELEASES
from .stage import Stage


@pytest.fixture(scope="session", params=RELEASES)
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    """A cluster on which each job is where it is to be; nobody changes it."""
    with open_cluster(RELEASES[request.param]) as cluster:
        stage = Stage(cluster)
        stage.play()
        yield stage
