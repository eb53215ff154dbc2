"""One job id for several jobs: one after the other on a cluster, or on several clusters."""

from collections.abc import Callable

import pytest

from flinkjobs_target.observe.deployments.records import DeploymentRecord, MatchRule
from flinkjobs_target.storage import Storage

from .conftest import LABELS, ManualObserver
from .server import serve_clusters
from .simulator import SimulatedFlink, SimulatedJob

FIRST_END, SECOND_START = 1_795_350_100_000, 1_795_350_200_000


def next_job() -> SimulatedJob:
    """Return a later job with the id of the fixture `job`."""
    later = SimulatedJob("seed-stream").with_labels(**LABELS).with_start(SECOND_START)
    later.detail["timestamps"] = {"INITIALIZING": SECOND_START}
    return later.enter_state("RUNNING", SECOND_START + 30, running=4)


def states(observer: ManualObserver) -> list[str]:
    """Return the states of all jobs, newest first."""
    return [job["status"]["currentJobStatus"] for job in observer.jobs()]


@pytest.mark.parametrize("final", ["CANCELED", "FINISHED", "FAILED"])
def test_an_id_that_is_used_again_names_two_jobs(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob, final: str
) -> None:
    """The later one runs; the ended one keeps its id and its end."""
    flink.add(job)
    observer.poll()
    job.parts["exceptions"] = SimulatedJob("fail-after-2").parts["exceptions"]
    job.enter_state(final, FIRST_END)
    observer.poll(2)
    (ended,) = observer.jobs()

    flink.add(next_job())
    observer.poll(2)

    running, other = observer.jobs()
    assert other == ended
    assert (running["status"]["currentJobStatus"], running["startTime"]) == (
        "RUNNING",
        SECOND_START // 1000,
    )
    assert running["jobId"] != ended["jobId"]


def test_a_new_observer_knows_both_jobs(
    flink: SimulatedFlink,
    observer: ManualObserver,
    make_observer: Callable[..., ManualObserver],
    job: SimulatedJob,
) -> None:
    """Also one that first polls after the id was used again, and follows the job to its end."""
    flink.add(job.enter_state("CANCELED", FIRST_END))
    observer.poll()
    later = next_job()
    flink.add(later)

    make_observer().poll(2)
    assert states(observer) == ["RUNNING", "CANCELLED"]

    later.enter_state("FINISHED", SECOND_START + 1000)
    make_observer().poll(2)
    assert states(observer) == ["FINISHED", "CANCELLED"]


def test_jobs_keep_their_ids_when_observer_state_is_deleted(
    data: Storage, flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """The cluster still lists the later one: it is not taken for the earlier one."""
    flink.add(job.enter_state("CANCELED", FIRST_END))
    observer.poll()
    flink.add(next_job().enter_state("FAILED", SECOND_START + 1000))
    observer.poll()
    before = observer.jobs()

    data.observed.prune("owner", 2_000_000_000)
    flink.jobs.clear()
    observer.poll()
    flink.add(next_job().enter_state("FAILED", SECOND_START + 1000))
    observer.poll(2)

    assert [(job["jobId"], job["status"]["currentJobStatus"]) for job in observer.jobs()] == [
        (job["jobId"], job["status"]["currentJobStatus"]) for job in before
    ]


def test_an_unassigned_job_stays_when_its_id_is_used_again(
    flink: SimulatedFlink, observer: ManualObserver
) -> None:
    """Each is listed for itself."""
    flink.add(SimulatedJob("seed-stream").enter_state("CANCELED", FIRST_END))
    observer.poll()
    flink.add(next_job().with_labels())
    observer.poll()

    assert sorted(observation.state or "" for observation in observer.unassigned()) == [
        "CANCELLED",
        "RUNNING",
    ]


def test_unassigned_jobs_with_one_id_are_published_as_two(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: Callable[..., None]
) -> None:
    """When a record matches both at once."""
    flink.add(SimulatedJob("seed-stream").enter_state("CANCELED", FIRST_END))
    observer.poll()
    flink.add(next_job().with_labels())
    observer.poll()
    rule = MatchRule(cluster="prod", job_name="seed-stream")
    apply_records(DeploymentRecord(deployment_id="d", workspace="w", namespace="n", recognise=rule))

    observer.poll(2)

    assert observer.unassigned() == []
    assert states(observer) == ["RUNNING", "CANCELLED"]


def test_the_latest_of_two_entries_with_one_id_counts(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Whatever their order in the listing."""
    flink.add(job.enter_state("CANCELED", FIRST_END), next_job())
    flink.listed_before = [next_job().summary]
    flink.jobs = {job.job_id: next_job()}
    flink.listed_after = [job.summary]

    observer.poll(2)

    assert states(observer) == ["RUNNING"]


def test_one_id_on_two_clusters_names_two_jobs(data: Storage, job: SimulatedJob) -> None:
    """Labels name the same deployment; the end of one does not hide that the other runs."""
    first, second = SimulatedFlink(), SimulatedFlink()
    other = SimulatedJob("seed-stream").with_labels(**LABELS)
    first.add(job)
    second.add(other)
    with serve_clusters(first, second) as urls:
        observers = [
            ManualObserver(data, url, cluster=name)
            for url, name in zip(urls, ("one", "two"), strict=True)
        ]
        for observer in observers:
            observer.poll()
        assert states(observers[0]) == ["RUNNING", "RUNNING"]

        other.enter_state("CANCELED", FIRST_END)
        for observer in (*observers, *observers):
            observer.poll()
        jobs = observers[0].jobs()
        for observer in observers:
            observer.close()

    assert {(job["sessionClusterName"], job["status"]["currentJobStatus"]) for job in jobs} == {
        ("one", "RUNNING"),
        ("two", "CANCELLED"),
    }
