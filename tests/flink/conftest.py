"""Fixtures: a real cluster of each release, its observer, and jobs of every type.

`make test-flink` runs only this directory. `test_restarted_jobmanager` must be the last file, since
it kills the JobManager that the others use.
"""

from collections.abc import Iterator

import pytest

from .observed_cluster import ObservedCluster, open_observed_cluster
from .releases import RELEASES
from .timeline import Timeline, record_timeline
from .workload import Workload


@pytest.fixture(scope="session", params=RELEASES)
def timeline(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Timeline]:
    """The states that the target listed while jobs of every type ran."""
    data = tmp_path_factory.mktemp("data")
    with open_observed_cluster(RELEASES[request.param], data) as observed:
        yield record_timeline(observed)


@pytest.fixture(scope="session")
def observed(timeline: Timeline) -> ObservedCluster:
    """The observed cluster after these jobs."""
    return timeline.observed


@pytest.fixture(scope="session")
def workload(observed: ObservedCluster) -> Workload:
    """The cluster's jobs as Flink reports them."""
    return observed.workload
