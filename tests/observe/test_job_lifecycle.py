"""The lifecycle of one job, as the observer stores it."""

from collections.abc import Callable

from flinkjobs_target.storage import Storage

from .conftest import LABELS, ManualObserver
from .simulator import SimulatedFlink, SimulatedJob


def test_a_running_job_is_published(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """It belongs to the deployment of its labels and has Flink's own start time."""
    flink.add(job)

    observer.poll()

    stored = observer.job()
    assert (
        stored["jobId"],
        stored["deploymentName"],
        stored["executionMode"],
    ) == ("bb9f66e4-db41-d3b6-c1cd-b26a431bc71e", "seed-stream", "STREAMING")
    assert (
        stored["startTime"],
        stored["createdAt"],
        stored["modifiedAt"],
    ) == (1795349968, "1795349968", str(int(observer.now.timestamp())))
    assert stored["status"]["currentJobStatus"] == "RUNNING"
    assert "endTime" not in stored
    assert (stored["sessionClusterName"], stored["engineVersion"]) == ("prod", "flink-2.3.0")


def test_running_without_slots_is_starting(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Flink reports RUNNING also while tasks wait; once they have run, the job stays RUNNING."""
    flink.add(job.enter_state("RUNNING", 1_795_350_000_001, running=3))
    observer.poll()
    assert observer.job()["status"]["currentJobStatus"] == "STARTING"
    assert "running" not in observer.job()["status"]

    job.enter_state("RUNNING", 1_795_350_000_002, running=4)
    observer.poll()
    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"

    job.enter_state("RUNNING", 1_795_350_000_003, running=0)
    observer.poll()
    assert observer.job()["status"]["currentJobStatus"] == "RUNNING"


def test_restarts_and_resources_survive_the_end(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Flink drops both when the job ends."""
    flink.add(job.with_restarts(3))
    observer.poll()
    assert observer.job()["metric"] == {"totalCpu": 2.0, "totalMemoryByte": 2 * 52 * 1024 * 1024}

    flink.manager["allocatedSlots"] = []
    job.enter_state("CANCELED", 1_795_350_100_000)
    observer.poll()

    stored = observer.job()
    assert stored["metric"] == {"totalCpu": 2.0, "totalMemoryByte": 2 * 52 * 1024 * 1024}
    assert stored["status"] == {
        "currentJobStatus": "CANCELLED",
        "running": {"observedFlinkJobStatus": "CANCELED", "observedFlinkJobRestarts": 3},
    }
    assert stored["endTime"] == 1795350100


def test_a_final_state_never_changes(
    flink: SimulatedFlink,
    observer: ManualObserver,
    job: SimulatedJob,
    make_observer: Callable[..., ManualObserver],
) -> None:
    """Neither a later state in Flink nor another observer changes it."""
    flink.add(job.enter_state("CANCELED", 1_795_350_100_000))
    observer.poll()
    before = observer.job()

    job.enter_state("RUNNING", 1_795_350_200_000, running=4)
    observer.poll()
    make_observer().poll()

    assert observer.job() == before


def test_nothing_is_written_without_a_change(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Each further poll is one request, and modifiedAt stays."""
    flink.add(job)
    observer.poll()
    before = observer.job()
    flink.request_counts.clear()

    observer.poll(5)

    assert observer.job() == before
    assert dict(flink.request_counts) == {"jobs/overview": 5}


def test_only_variable_details_are_read_again(
    flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """Labels and configuration never change; they are read once."""
    flink.add(job)
    observer.poll()
    flink.request_counts.clear()

    job.enter_state("RESTARTING", 1_795_350_100_000)
    observer.poll()

    assert dict(flink.request_counts) == {
        "jobs/overview": 1,
        "jobs/ID": 1,
        "jobs/ID/exceptions": 1,
        "jobs/ID/metrics": 1,
        "taskmanagers": 1,
        "taskmanagers/tm-1": 1,
    }


def test_a_new_observer_does_not_read_stored_details_again(
    flink: SimulatedFlink,
    observer: ManualObserver,
    job: SimulatedJob,
    make_observer: Callable[..., ManualObserver],
) -> None:
    """After a restart of the process only version and settings of the cluster are read."""
    flink.add(job, SimulatedJob("to-cancel").with_labels())
    observer.poll()
    flink.request_counts.clear()

    make_observer().poll()

    assert dict(flink.request_counts) == {"jobs/overview": 1, "config": 1, "jobmanager/config": 1}


def test_jobs_discovered_together_are_listed_newest_first(
    flink: SimulatedFlink, observer: ManualObserver
) -> None:
    """The creation time is Flink's own start, not the time of the poll."""
    labels = {f"flinkjobs__{name}": name[0] for name in ("workspace", "namespace", "deployment")}
    for number, start in enumerate((3000, 1000, 2000)):
        job = SimulatedJob("seed-stream", job_id=f"{number:032x}").with_start(start * 1000)
        flink.add(job.with_labels(**labels))

    observer.poll()

    assert [job["startTime"] for job in observer.jobs()] == [3000, 2000, 1000]


def test_the_restore_is_read_when_the_job_has_started(
    flink: SimulatedFlink, observer: ManualObserver
) -> None:
    """Before that Flink reports no restore; later ones are restarts within the job."""
    job = SimulatedJob("restored").with_labels(**LABELS)
    start, checkpoints = job.detail["start-time"], job.parts["checkpoints"]
    job.parts["checkpoints"] = {**checkpoints, "counts": {**checkpoints["counts"], "restored": 0}}
    flink.add(job.enter_state("CREATED", start + 5))
    observer.poll()
    assert "restoreStrategy" not in observer.job()

    job.parts["checkpoints"] = checkpoints
    job.enter_state("RUNNING", start + 30, running=4)
    observer.poll()

    assert observer.job()["restoreStrategy"] == {"kind": "FROM_SAVEPOINT"}


def test_prune_deletes_the_state_of_ended_jobs(
    data: Storage, flink: SimulatedFlink, observer: ManualObserver, job: SimulatedJob
) -> None:
    """The state of live jobs stays, however old."""
    flink.add(job, SimulatedJob("to-stop"))
    observer.poll()

    assert data.observed.prune("owner", 2_000_000_000) == 1

    assert observer.unassigned() == []
    flink.restart()
    observer.poll(3)
    assert observer.job()["status"]["currentJobStatus"] == "FAILED"
