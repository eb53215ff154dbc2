"""Fixtures: a real cluster of each release that is attacked, and a PostgreSQL server."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ...target.postgresql import Server, required_binaries, running_server
from ..releases import RELEASES
from .attacked_cluster import AttackedCluster, open_attacked


@pytest.fixture(scope="session", params=RELEASES)
def shared(request: pytest.FixtureRequest) -> Iterator[AttackedCluster]:
    """A cluster of each release."""
    with open_attacked(RELEASES[request.param]) as attacked:
        yield attacked


@pytest.fixture
def attacked(shared: AttackedCluster, tmp_path: Path) -> AttackedCluster:
    """The cluster, with the savepoints of one test."""
    shared.begin(tmp_path.name)
    return shared


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[Server]:
    """A PostgreSQL server for this session."""
    with running_server(required_binaries()) as server:
        yield server
