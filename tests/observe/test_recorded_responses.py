"""Recorded responses of real clusters, mapped field by field."""

from collections.abc import Callable
from typing import Any

import pytest

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob


@pytest.fixture
def observe_job(flink: SimulatedFlink, observer: ManualObserver) -> Callable[..., dict[str, Any]]:
    """A function that observes one recorded job and returns it."""

    def observe(name: str, version: str = "2.3.0") -> dict[str, Any]:
        flink.use_version(version)
        flink.add(SimulatedJob(name, version=version).with_labels(**LABELS))
        observer.poll()
        return observer.job()

    return observe


@pytest.mark.parametrize(
    ("name", "version", "state"),
    [
        ("seed-stream", "2.3.0", "RUNNING"),
        ("restored", "2.3.0", "RUNNING"),
        ("bounded-batch", "2.3.0", "FINISHED"),
        ("fail-after-2", "2.3.0", "FAILED"),
        ("restarting", "2.3.0", "CANCELLED"),
        ("to-cancel", "2.3.0", "CANCELLED"),
        ("to-stop", "2.3.0", "FINISHED"),
        ("rest-seed", "1.20.5", "RUNNING"),
        ("rest-batch", "1.20.5", "FINISHED"),
        ("rest-fail", "1.20.5", "FAILED"),
    ],
)
def test_state_and_version(
    observe_job: Callable[..., dict[str, Any]], name: str, version: str, state: str
) -> None:
    """A stop with a savepoint ends FINISHED, which is the word of Flink and of the vendor."""
    job = observe_job(name, version)

    assert job["status"]["currentJobStatus"] == state
    assert job["engineVersion"] == f"flink-{version}"


@pytest.mark.parametrize(("name", "version"), [("fail-after-2", "2.3.0"), ("rest-fail", "1.20.5")])
def test_failure_is_the_root_cause(
    observe_job: Callable[..., dict[str, Any]], name: str, version: str
) -> None:
    """The reason is the class of the root cause, not of a wrapping exception."""
    failure = observe_job(name, version)["status"]["failure"]

    assert failure["reason"] == "java.lang.NumberFormatException"
    assert failure["message"].startswith("For input string: '")
    assert failure["failedAt"] == {"2.3.0": 1795350027, "1.20.5": 1795350714}[version]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("restored", "FROM_SAVEPOINT"), ("to-stop", "NONE"), ("bounded-batch", "NONE")],
)
def test_restore_strategy(observe_job: Callable[..., dict[str, Any]], name: str, kind: str) -> None:
    """The strategy follows Flink's first restore; a batch job has none."""
    assert observe_job(name)["restoreStrategy"] == {"kind": kind}


def test_a_job_has_only_the_setting_of_its_mode(observe_job: Callable[..., dict[str, Any]]) -> None:
    """A batch job has no setting for streams."""
    job = observe_job("bounded-batch")

    assert job["batchResourceSetting"] == {"basicResourceSetting": {"parallelism": 2}}
    assert "streamingResourceSetting" not in job


def test_the_mode_is_known_on_every_version(observe_job: Callable[..., dict[str, Any]]) -> None:
    """Flink 1.20 reports it in the details only."""
    assert observe_job("rest-batch", "1.20.5")["executionMode"] == "BATCH"


def test_the_configuration_uses_option_names_of_flink(
    observe_job: Callable[..., dict[str, Any]],
) -> None:
    """It merges the JobManager's configuration and the job's own."""
    conf = observe_job("to-cancel")["flinkConf"]

    assert conf["jobmanager.execution.failover-strategy"] == "region"
    assert (
        conf["execution.checkpointing.mode"],
        conf["execution.checkpointing.interval"],
        conf["parallelism.default"],
    ) == ("EXACTLY_ONCE", "2000 ms", 2)


def test_unknown_fields_are_absent(observe_job: Callable[..., dict[str, Any]]) -> None:
    """No health, no risk, no creator, no artifact."""
    job = observe_job("seed-stream")

    assert set(job) == {
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
    }
    assert set(job["status"]) == {"currentJobStatus", "running"}


def test_details_older_than_the_listing_are_ignored(
    flink: SimulatedFlink, observer: ManualObserver
) -> None:
    """Flink caches details for some seconds: an ended job would seem to run."""
    stopped = SimulatedJob("to-stop").with_labels(**LABELS)
    checkpoints, detail = stopped.parts["checkpoints"], dict(stopped.detail)
    stopped.parts["checkpoints"] = {
        **checkpoints,
        "latest": {**checkpoints["latest"], "savepoint": None},
    }
    stopped.parts[""] = {**detail, "timestamps": {**detail["timestamps"], "FINISHED": 0}}
    flink.add(stopped)
    observer.poll()
    assert observer.jobs() == []

    stopped.parts |= {"": detail, "checkpoints": checkpoints}
    observer.poll()

    assert observer.job()["status"]["currentJobStatus"] == "FINISHED"
