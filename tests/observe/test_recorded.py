"""What real clusters answered becomes what the mapping says, field by field."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import LABELS, Observer
from .simulator import SimulatedFlink, SimulatedJob


@pytest.fixture
def observed(flink: SimulatedFlink, observer: Observer) -> Callable[..., dict[str, Any]]:
    """Observe one recorded job."""

    def observed(name: str, version: str = "2.3.0") -> dict[str, Any]:
        flink.use(version)
        flink.add(SimulatedJob(name, version=version).labelled(**LABELS))
        observer.look()
        return observer.job()

    return observed


@pytest.mark.parametrize(
    ("name", "version", "state"),
    [
        ("seed-stream", "2.3.0", "RUNNING"),
        ("restored", "2.3.0", "RUNNING"),
        ("bounded-batch", "2.3.0", "FINISHED"),
        ("fail-after-2", "2.3.0", "FAILED"),
        ("restarting", "2.3.0", "CANCELLED"),
        ("to-cancel", "2.3.0", "CANCELLED"),
        ("to-stop", "2.3.0", "CANCELLED"),
        ("rest-seed", "1.20.5", "RUNNING"),
        ("rest-batch", "1.20.5", "FINISHED"),
        ("rest-fail", "1.20.5", "FAILED"),
    ],
)
def test_state(
    observed: Callable[..., dict[str, Any]], name: str, version: str, state: str
) -> None:
    """A stop with a savepoint, which Flink calls FINISHED, is a cancellation."""
    found = observed(name, version)

    assert state == found["status"]["currentJobStatus"]
    assert f"flink-{version}" == found["engineVersion"]


@pytest.mark.parametrize(("name", "version"), [("fail-after-2", "2.3.0"), ("rest-fail", "1.20.5")])
def test_failure(observed: Callable[..., dict[str, Any]], name: str, version: str) -> None:
    """The reason is the class of the root cause, not of what Flink wrapped it in."""
    failure = observed(name, version)["status"]["failure"]

    assert "java.lang.NumberFormatException" == failure["reason"]
    assert failure["message"].startswith("For input string: '")
    assert failure["failedAt"] == {"2.3.0": 1795350027, "1.20.5": 1795350714}[version]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("restored", "FROM_SAVEPOINT"), ("to-stop", "NONE"), ("bounded-batch", "NONE")],
)
def test_restore(observed: Callable[..., dict[str, Any]], name: str, kind: str) -> None:
    """What a job was started from is what Flink restored; a batch job starts from nothing."""
    assert {"kind": kind} == observed(name)["restoreStrategy"]


def test_only_the_setting_of_the_mode(observed: Callable[..., dict[str, Any]]) -> None:
    """A batch job has no setting for streams."""
    found = observed("bounded-batch")

    assert {"basicResourceSetting": {"parallelism": 2}} == found["batchResourceSetting"]
    assert "streamingResourceSetting" not in found


def test_mode_is_known_on_every_version(observed: Callable[..., dict[str, Any]]) -> None:
    """Flink 1.20 does not tell it in the listing."""
    assert "BATCH" == observed("rest-batch", "1.20.5")["executionMode"]


def test_configuration(observed: Callable[..., dict[str, Any]]) -> None:
    """The JobManager's and the job's own, under the names of Flink's options."""
    conf = observed("to-cancel")["flinkConf"]

    assert "region" == conf["jobmanager.execution.failover-strategy"]
    assert ("EXACTLY_ONCE", "2000 ms", 2) == (
        conf["execution.checkpointing.mode"],
        conf["execution.checkpointing.interval"],
        conf["parallelism.default"],
    )


def test_what_nobody_knows_is_absent(observed: Callable[..., dict[str, Any]]) -> None:
    """No health, no risk, no creator, no artifact."""
    found = observed("seed-stream")

    assert {
        "jobId",
        "deploymentId",
        "deploymentName",
        "workspace",
        "namespace",
        "executionMode",
        "startTime",
        "engineVersion",
        "flinkConf",
        "status",
        "metric",
        "sessionClusterName",
        "streamingResourceSetting",
        "restoreStrategy",
        "createdAt",
        "modifiedAt",
    } == set(found)
    assert {"currentJobStatus", "running"} == set(found["status"])


def test_details_that_are_older_than_the_listing_do_not_count(
    flink: SimulatedFlink, observer: Observer
) -> None:
    """Flink keeps them for some seconds: a job that was stopped seems only to have finished."""
    stopped = SimulatedJob("to-stop").labelled(**LABELS)
    told, detail = stopped.parts["checkpoints"], dict(stopped.detail)
    stopped.parts["checkpoints"] = {**told, "latest": {**told["latest"], "savepoint": None}}
    stopped.parts[""] = {**detail, "timestamps": {**detail["timestamps"], "FINISHED": 0}}
    flink.add(stopped)
    observer.look()
    assert [] == observer.jobs()

    stopped.parts |= {"": detail, "checkpoints": told}
    observer.look()

    assert "CANCELLED" == observer.job()["status"]["currentJobStatus"]
