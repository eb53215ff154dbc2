"""The matching of jobs to deployments, by labels or by an explicit rule."""

from collections.abc import Callable

import pytest

from flinkjobs_target.observe.deployments.records import DeploymentRecord, MatchRule
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.jobs import DeploymentKey

from .conftest import ManualObserver
from .published_jobs import published_jobs
from .simulator import SimulatedFlink, SimulatedJob

ApplyRecords = Callable[..., None]


def record(id: str = "d", **rule: object) -> DeploymentRecord:
    return DeploymentRecord(
        deployment_id=id,
        workspace="w",
        namespace="n",
        deployment_name="orders",
        creator="alice",
        recognise=MatchRule(**rule),  # type: ignore[arg-type]
    )


def test_a_record_matches_by_labels(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: ApplyRecords
) -> None:
    """A job with all labels of a record belongs to its deployment and has its fields."""
    apply_records(record(labels={"team": "a", "job": "orders"}))
    flink.add(SimulatedJob("seed-stream").with_labels(team="a", job="orders", other="x"))

    observer.poll()

    assert (observer.job()["deploymentName"], observer.job()["creator"]) == ("orders", "alice")


def test_a_removed_record_matches_no_more(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: ApplyRecords, data: Storage
) -> None:
    """A job that was matched keeps its deployment; a later one is unassigned."""
    apply_records(record(labels={"job": "orders"}))
    first = SimulatedJob("seed-stream").with_labels(job="orders")
    flink.add(first)
    observer.poll()

    assert data.observed.remove_record("owner", DeploymentKey("w", "n", "d"))
    flink.add(SimulatedJob("seed-stream", job_id="b" * 32).with_labels(job="orders"))
    observer.poll()

    assert len(published_jobs(data)) == 1
    assert len(list(data.observed.unassigned("owner"))) == 1


def test_a_record_matches_by_cluster_and_name(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: ApplyRecords
) -> None:
    """Both must be equal."""
    apply_records(
        record(cluster="prod", job_name="seed-stream"), record("e", cluster="test", job_name="x")
    )
    flink.add(SimulatedJob("seed-stream"))

    observer.poll()

    assert observer.job()["deploymentName"] == "orders"


def test_own_labels_of_a_job_select_the_record_of_their_ids(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: ApplyRecords, job: SimulatedJob
) -> None:
    """Its fields complete the job."""
    apply_records(record(cluster="elsewhere", job_name="x"))
    flink.add(job)

    observer.poll()

    assert observer.job()["creator"] == "alice"


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ({}, "no deployment record matches, and it has no labels"),
        ({"flinkjobs__workspace": "w"}, "its label flinkjobs.namespace is missing or empty"),
        (
            {
                "flinkjobs__workspace": "w",
                "flinkjobs__namespace": "n",
                "flinkjobs__deployment": "d" * 501,
            },
            "its label flinkjobs.deployment is longer than 500 bytes",
        ),
        (
            {"team": "a"},
            "matches several deployment records: w/n/a, w/n/b",
        ),
        (
            {
                "flinkjobs__workspace": "theirs",
                "flinkjobs__namespace": "n",
                "flinkjobs__deployment": "d",
            },
            "workspace theirs belongs to another account",
        ),
    ],
)
def test_any_other_job_is_unassigned(
    data: Storage,
    flink: SimulatedFlink,
    observer: ManualObserver,
    apply_records: ApplyRecords,
    labels: dict[str, str],
    reason: str,
) -> None:
    """It has a reason, and is published nowhere."""
    data.jobs.register("stranger", DeploymentKey("theirs", "n", "d"))
    apply_records(record("a", labels={"team": "a"}), record("b", labels={"team": "a"}))
    flink.add(SimulatedJob("seed-stream").with_labels(**labels))

    observer.poll()

    assert published_jobs(data) == []
    assert [observation.unassigned for observation in observer.unassigned()] == [reason]


def test_a_later_record_matches_earlier_jobs(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: ApplyRecords
) -> None:
    """It also matches jobs that have ended, and that Flink no longer knows."""
    flink.add(SimulatedJob("to-stop"))
    observer.poll()
    assert len(observer.unassigned()) == 1
    flink.jobs.clear()
    apply_records(record(cluster="prod", job_name="to-stop"))

    observer.poll()

    assert observer.unassigned() == []
    assert observer.job()["status"]["currentJobStatus"] == "FINISHED"


def test_a_job_keeps_the_record_that_it_was_matched_with(
    flink: SimulatedFlink, observer: ManualObserver, apply_records: ApplyRecords, job: SimulatedJob
) -> None:
    """A job instance was started with the artifact of that time."""
    apply_records(record(labels={"team": "a"}))
    flink.add(job.with_labels(team="a"))
    observer.poll()

    changed = record(labels={"team": "a"})
    apply_records(
        DeploymentRecord(
            deployment_id="d",
            workspace="w",
            namespace="n",
            creator="bob",
            recognise=changed.recognise,
        )
    )
    job.enter_state("FINISHED", 1_795_350_400_000)
    observer.poll()

    assert (
        observer.job()["status"]["currentJobStatus"],
        observer.job()["creator"],
    ) == ("FINISHED", "alice")
