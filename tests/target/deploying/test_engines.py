"""Deployment targets and versions of the engine: what it can run, for those who have the workspace."""

from collections.abc import Sequence

import pytest

from flinkjobs.server import OperationFailure
from flinkjobs_target.engine.interface import EngineTarget
from flinkjobs_target.engine.simulated.engine import SimulatedEngine
from flinkjobs_target.storage import Storage

from ..conftest import FakeClock
from .conftest import DeployLoop, refusal


class Clusters(SimulatedEngine):
    """An engine with three targets, of which one does not tell its version."""

    def targets(self) -> Sequence[EngineTarget]:
        """Return the targets."""
        versions = {"a": "flink-2.3.0", "b": None, "c": "flink-1.20.5", "d": "flink-2.3.0"}
        return [
            EngineTarget(name=name, mode="SESSION", engine_version=version)
            for name, version in versions.items()
        ]


def test_the_queue_that_is_there_by_default(loop: DeployLoop) -> None:
    """It is what a new deployment has, and its version, too."""
    created = loop.create()
    targets, total = loop.targets()

    assert (targets, total) == ([{"name": "default-queue", "namespace": "n"}], 1)
    assert created["deploymentTarget"]["name"] == targets[0]["name"]
    assert created["engineVersion"] == loop.versions()["defaultEngineVersion"]


def test_targets_of_several_clusters(data: Storage, clock: FakeClock) -> None:
    """By pages; each version is there once, and one that is unknown is not."""
    loop = DeployLoop(data, clock, Clusters())
    loop.create()
    second, total = loop.targets(page_index=2, page_size=3)
    versions = loop.versions()

    assert ([target["name"] for target in second], total) == (["d"], 4)
    assert versions["defaultEngineVersion"] == "flink-2.3.0"
    assert [each["engineVersion"] for each in versions["engineVersionMetadata"]] == [
        "flink-2.3.0",
        "flink-1.20.5",
    ]
    assert versions["engineVersionMetadata"][0] == {
        "engineVersion": "flink-2.3.0",
        "status": "STABLE",
        "features": {"supportNativeSavepoint": True, "useForSqlDeployments": True},
    }


def test_a_foreign_workspace_has_neither(loop: DeployLoop) -> None:
    """As one that does not exist."""
    loop.create()
    loop.account = "other"
    for call in (loop.targets, loop.versions):
        with pytest.raises(OperationFailure) as error:
            call()
        assert refusal(error) == '990301: workspace "w" does not exist'
