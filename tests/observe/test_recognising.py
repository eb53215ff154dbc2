"""Which deployment a job is of: labels, an explicit rule, and never a guess."""

from collections.abc import Callable

import pytest

from flinkjobs_target.observe.deployments.records import DeploymentRecord, Recognition
from flinkjobs_target.storage import Data
from flinkjobs_target.store.jobs import DeploymentKey

from .conftest import Observer
from .simulator import SimulatedFlink, SimulatedJob

Apply = Callable[..., None]


def record(id: str = "d", **how: object) -> DeploymentRecord:
    return DeploymentRecord(
        deployment_id=id,
        workspace="w",
        namespace="n",
        deployment_name="orders",
        creator="alice",
        recognise=Recognition(**how),  # type: ignore[arg-type]
    )


def test_by_labels(flink: SimulatedFlink, observer: Observer, apply: Apply) -> None:
    """A job that has all labels of a record is its deployment's, with all that the record says."""
    apply(record(labels={"team": "a", "job": "orders"}))
    flink.add(SimulatedJob("seed-stream").labelled(team="a", job="orders", other="x"))

    observer.look()

    assert ("orders", "alice") == (observer.job()["deploymentName"], observer.job()["creator"])


def test_a_removed_record_recognises_no_more(
    flink: SimulatedFlink, observer: Observer, apply: Apply, data: Data
) -> None:
    """A job that was recognised stays where it is; one that comes later is unassigned."""
    apply(record(labels={"job": "orders"}))
    first = SimulatedJob("seed-stream").labelled(job="orders")
    flink.add(first)
    observer.look()

    assert data.observed.remove_record("owner", DeploymentKey("w", "n", "d"))
    flink.add(SimulatedJob("seed-stream", job_id="b" * 32).labelled(job="orders"))
    observer.look()

    assert 1 == len(list(data.jobs.documents("owner")))
    assert 1 == len(list(data.observed.unassigned("owner")))


def test_by_cluster_and_name(flink: SimulatedFlink, observer: Observer, apply: Apply) -> None:
    """Both must be the record's."""
    apply(record(cluster="prod", job_name="seed-stream"), record("e", cluster="test", job_name="x"))
    flink.add(SimulatedJob("seed-stream"))

    observer.look()

    assert "orders" == observer.job()["deploymentName"]


def test_own_labels_find_the_record_of_their_ids(
    flink: SimulatedFlink, observer: Observer, apply: Apply, job: SimulatedJob
) -> None:
    """What Flink does not know comes from there."""
    apply(record(cluster="elsewhere", job_name="x"))
    flink.add(job)

    observer.look()

    assert "alice" == observer.job()["creator"]


@pytest.mark.parametrize(
    ("labels", "reason"),
    [
        ({}, "no deployment record fits, and it has no labels"),
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
            "fits several deployment records: w/n/a, w/n/b",
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
def test_otherwise_it_is_unassigned(
    data: Data,
    flink: SimulatedFlink,
    observer: Observer,
    apply: Apply,
    labels: dict[str, str],
    reason: str,
) -> None:
    """With the reason, and published nowhere."""
    data.jobs.register("stranger", DeploymentKey("theirs", "n", "d"))
    apply(record("a", labels={"team": "a"}), record("b", labels={"team": "a"}))
    flink.add(SimulatedJob("seed-stream").labelled(**labels))

    observer.look()

    assert [] == list(data.jobs.documents("owner"))
    assert [reason] == [one.unassigned for one in observer.unassigned()]


def test_a_record_that_comes_later_counts(
    flink: SimulatedFlink, observer: Observer, apply: Apply
) -> None:
    """Also for jobs that ended meanwhile, and that Flink has forgotten."""
    flink.add(SimulatedJob("to-stop"))
    observer.look()
    assert 1 == len(observer.unassigned())
    flink.jobs.clear()
    apply(record(cluster="prod", job_name="to-stop"))

    observer.look()

    assert [] == observer.unassigned()
    assert "CANCELLED" == observer.job()["status"]["currentJobStatus"]


def test_a_job_keeps_what_the_record_said_when_it_was_recognised(
    flink: SimulatedFlink, observer: Observer, apply: Apply, job: SimulatedJob
) -> None:
    """A job instance was started with the artifact of then."""
    apply(record(labels={"team": "a"}))
    flink.add(job.labelled(team="a"))
    observer.look()

    changed = record(labels={"team": "a"})
    apply(
        DeploymentRecord(
            deployment_id="d",
            workspace="w",
            namespace="n",
            creator="bob",
            recognise=changed.recognise,
        )
    )
    job.becomes("FINISHED", 1_795_350_400_000)
    observer.look()

    assert ("FINISHED", "alice") == (
        observer.job()["status"]["currentJobStatus"],
        observer.job()["creator"],
    )
