"""Odd jobs of a cluster: they are left out or stored in part, and hide no other job."""

from typing import Any

import pytest

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob

OTHER = "0" * 32
ENTRIES: dict[str, Any] = {
    "no state": {"jid": OTHER, "name": "odd", "start-time": 1},
    "no start": {"jid": OTHER, "name": "odd", "state": "RUNNING"},
    "bad id": {"jid": "../etc", "state": "RUNNING", "start-time": 1},
    "other type": {"jid": OTHER, "state": "RUNNING", "start-time": "yesterday"},
    "no job": "odd",
    "null": None,
}


@pytest.mark.parametrize("name", ENTRIES)
def test_an_odd_entry_hides_no_other_job(
    flink: SimulatedFlink,
    observer: ManualObserver,
    job: SimulatedJob,
    caplog: pytest.LogCaptureFixture,
    name: str,
) -> None:
    """The others are followed, and the entry is logged once."""
    flink.add(job)
    flink.listed_before = [ENTRIES[name]]

    observer.poll(2)
    job.enter_state("FINISHED", 1_795_350_300_000)
    observer.poll()

    assert observer.job()["status"]["currentJobStatus"] == "FINISHED"
    assert len([line for line in caplog.messages if "is left out" in line]) == 1


@pytest.mark.parametrize("name", ["no start", "other type"])
def test_a_job_with_an_odd_entry_is_not_missing(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob, name: str
) -> None:
    """Its cluster lists it."""
    flink.add(job, SimulatedJob("seed-stream", job_id=OTHER).with_labels(**LABELS))
    observer.poll()
    before = observer.jobs()
    flink.jobs = {job.job_id: job}
    flink.listed_before = [ENTRIES[name]]

    observer.poll(5)

    assert observer.jobs() == before


@pytest.mark.parametrize("part", ["", "config", "checkpoints", "metrics"])
def test_odd_details_hide_no_other_job(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob, part: str
) -> None:
    """Jobs whose details are as they should be are stored at the first poll."""
    odd = SimulatedJob("seed-stream", job_id=OTHER).with_labels(**LABELS)
    odd.parts[part] = {"jid": 1, "jobs": 2, "execution-config": 3, "counts": 4}
    flink.add(odd, job)

    observer.poll()

    assert job.job_id.replace("-", "") in {
        stored["jobId"].replace("-", "") for stored in observer.jobs()
    }


def test_a_job_that_is_first_seen_reconciling_runs(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Its JobManager was restarted and waits for the tasks that run."""
    flink.add(job.enter_state("RECONCILING", 1_795_350_000_100))

    observer.poll()

    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"


def test_a_suspended_job_goes_on(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Flink gives it an end until a JobManager resumes it; if none does, it is missed."""
    flink.add(job)
    observer.poll()
    job.enter_state("SUSPENDED", 1_795_350_000_100)
    job.summary["end-time"] = 1_795_350_000_100
    observer.poll()
    assert "endTime" not in observer.job()

    flink.restart()
    observer.poll(3)
    assert observer.job()["status"]["failure"]["reason"] == "JobLostByFlink"

    flink.add(job.enter_state("RUNNING", 1_795_350_000_200, running=4))
    observer.poll()
    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"
    assert "endTime" not in observer.job()
