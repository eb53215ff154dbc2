"""The notices in the outbox: of failures, and of alarms that begin and are over."""

import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from flinkjobs_target.notices.configuration import CommandSettings, NoticesFile
from flinkjobs_target.notices.routing import Routing
from flinkjobs_target.notices.thresholds import Thresholds
from flinkjobs_target.observe import checkpoint_schedule
from flinkjobs_target.storage import Storage

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob

CHANNEL = CommandSettings(name="ops", command=("x",))
THRESHOLDS = Thresholds(restarts=3, restart_seconds=60, checkpoint_seconds=300)
AFTER_RECORDING = timedelta(seconds=1200)
"""Then the recorded job has run for some seconds."""
ROUTING = Routing(NoticesFile(channels=(CHANNEL,), thresholds=THRESHOLDS))


class Notices:
    """The notices of a store, the oldest first."""

    def __init__(self, data: Storage) -> None:
        self._data = data

    def all(self) -> list[dict[str, Any]]:
        """Return all notices."""
        entries = self._data.outbox.due("owner", "ops", 2**62, 1000)
        return [json.loads(entry.document) for entry in entries]

    def kinds(self) -> list[str]:
        """Return the kinds of all notices."""
        return [notice["kind"] for notice in self.all()]


@pytest.fixture
def notices(data: Storage) -> Notices:
    """The notices that wait."""
    return Notices(data)


@pytest.fixture
def told_observer(
    make_observer: Callable[..., ManualObserver], flink: SimulatedFlink, job: SimulatedJob
) -> ManualObserver:
    """An observer with a channel, which knows a running job."""
    job.parts["checkpoints/config"]["interval"] = 1000
    flink.add(job.with_restarts(0))
    observer = make_observer(routing=ROUTING)
    observer.now += AFTER_RECORDING
    observer.poll()
    return observer


@pytest.fixture
def _often(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Checkpoints are read at every poll."""
    for name in ("_SECONDS", "_ALARM_SECONDS"):
        monkeypatch.setattr(checkpoint_schedule, name, 0.0)
    yield


def test_a_failure_is_told_once(
    told_observer: ManualObserver, job: SimulatedJob, notices: Notices
) -> None:
    """With the root cause, and where the job belongs."""
    job.parts["exceptions"] = SimulatedJob("fail-after-2").parts["exceptions"]
    job.enter_state("FAILED", 1_795_350_300_000)
    told_observer.poll(3)

    (notice,) = notices.all()
    assert notice["kind"] == "job-failed"
    assert notice["text"] == (
        "seed-stream on cluster prod has failed: java.lang.NumberFormatException; the program or a "
        "record is at fault: look at the input and at the statement that reads it."
    )
    assert (notice["workspace"], notice["namespace"], notice["deploymentId"]) == ("w", "n", "d")
    assert notice["jobId"] == "bb9f66e4-db41-d3b6-c1cd-b26a431bc71e"
    assert notice["message"].startswith("For input string")


def test_old_failures_are_not_told(
    flink: SimulatedFlink, make_observer: Callable[..., ManualObserver], notices: Notices
) -> None:
    """A first look at a cluster finds what failed long ago."""
    flink.add(SimulatedJob("fail-after-2").with_labels(**LABELS))

    observer = make_observer(routing=ROUTING)
    observer.now += timedelta(hours=1)
    observer.poll()

    assert observer.job()["status"]["currentJobStatus"] == "FAILED"
    assert notices.all() == []


def test_jobs_without_a_deployment_are_not_told(
    flink: SimulatedFlink, told_observer: ManualObserver, notices: Notices
) -> None:
    """Nobody has said that they matter."""
    other = SimulatedJob("seed-stream", job_id="0" * 32)
    flink.add(other)
    told_observer.poll()

    other.parts["exceptions"] = SimulatedJob("fail-after-2").parts["exceptions"]
    other.enter_state("FAILED", 1_795_350_300_000)
    told_observer.poll()

    assert notices.all() == []


def test_a_loss_and_the_recovery_are_told(
    flink: SimulatedFlink, told_observer: ManualObserver, job: SimulatedJob, notices: Notices
) -> None:
    """Each once."""
    flink.restart()
    told_observer.poll(5)
    assert notices.kinds() == ["job-lost"]

    flink.add(job)
    told_observer.poll(3)

    assert notices.kinds() == ["job-lost", "job-recovered"]


@pytest.mark.usefixtures("_often")
def test_restarts_again_and_again_are_told(
    told_observer: ManualObserver, job: SimulatedJob, notices: Notices
) -> None:
    """From the third within a minute on, and when there were none for as long."""
    for number in range(1, 5):
        job.with_restarts(number).enter_state("RUNNING", 1_795_350_300_000 + number, running=4)
        told_observer.poll()
        assert notices.kinds() == (["job-restarting"] if number >= 3 else [])

    told_observer.poll(8)

    assert notices.kinds() == ["job-restarting", "job-recovered"]


@pytest.mark.usefixtures("_often")
def test_a_job_without_checkpoints_for_long_is_told(
    told_observer: ManualObserver, job: SimulatedJob, notices: Notices
) -> None:
    """Until it completes one."""
    job.parts["checkpoints"]["latest"]["completed"] = None
    told_observer.poll(25)
    assert notices.kinds() == []
    told_observer.poll(10)
    assert notices.kinds() == ["job-without-checkpoint"]

    now = int(told_observer.now.timestamp() * 1000)
    completed = {"id": 9, "status": "COMPLETED", "trigger_timestamp": now}
    job.parts["checkpoints"]["latest"]["completed"] = completed
    told_observer.poll()

    assert notices.kinds() == ["job-without-checkpoint", "job-recovered"]


def test_checkpoints_are_read_rarely(flink: SimulatedFlink, told_observer: ManualObserver) -> None:
    """Quiet polls are one request."""
    told_observer.poll()
    flink.request_counts.clear()

    told_observer.poll(5)

    assert dict(flink.request_counts) == {"jobs/overview": 5}
