"""The life of one job, as an observer of its cluster keeps it."""

from collections.abc import Callable

from flinkjobs_target.storage import Data

from .conftest import LABELS, Observer
from .simulator import SimulatedFlink, SimulatedJob


def test_a_running_job_is_published(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """Under the deployment that its labels name, with Flink's own start."""
    flink.add(job)

    observer.look()

    found = observer.job()
    assert ("bb9f66e4-db41-d3b6-c1cd-b26a431bc71e", "seed-stream", "STREAMING") == (
        found["jobId"],
        found["deploymentName"],
        found["executionMode"],
    )
    assert (1795349968, "1795349968", str(int(observer.now.timestamp()))) == (
        found["startTime"],
        found["createdAt"],
        found["modifiedAt"],
    )
    assert "RUNNING" == found["status"]["currentJobStatus"]
    assert "endTime" not in found
    assert ("prod", "flink-2.3.0") == (found["sessionClusterName"], found["engineVersion"])


def test_running_without_slots_is_starting(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """RUNNING is what Flink also calls a job whose tasks wait; once they ran, it stays RUNNING."""
    flink.add(job.becomes("RUNNING", 1_795_350_000_001, running=3))
    observer.look()
    assert "STARTING" == observer.job()["status"]["currentJobStatus"]
    assert "running" not in observer.job()["status"]

    job.becomes("RUNNING", 1_795_350_000_002, running=4)
    observer.look()
    assert "RUNNING" == observer.job()["status"]["currentJobStatus"]

    job.becomes("RUNNING", 1_795_350_000_003, running=0)
    observer.look()
    assert "RUNNING" == observer.job()["status"]["currentJobStatus"]


def test_restarts_and_resources_survive_the_end(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """Flink forgets both when the job ends."""
    flink.add(job.restarts(3))
    observer.look()
    assert {"totalCpu": 2.0, "totalMemoryByte": 2 * 52 * 1024 * 1024} == observer.job()["metric"]

    flink.manager["allocatedSlots"] = []
    job.becomes("CANCELED", 1_795_350_100_000)
    observer.look()

    found = observer.job()
    assert {"totalCpu": 2.0, "totalMemoryByte": 2 * 52 * 1024 * 1024} == found["metric"]
    assert {
        "currentJobStatus": "CANCELLED",
        "running": {"observedFlinkJobStatus": "CANCELED", "observedFlinkJobRestarts": 3},
    } == found["status"]
    assert 1795350100 == found["endTime"]


def test_a_final_state_never_changes(
    flink: SimulatedFlink,
    observer: Observer,
    job: SimulatedJob,
    make_observer: Callable[..., Observer],
) -> None:
    """Not even when Flink says otherwise later, or another observer comes."""
    flink.add(job.becomes("CANCELED", 1_795_350_100_000))
    observer.look()
    before = observer.job()

    job.becomes("RUNNING", 1_795_350_200_000, running=4)
    observer.look()
    make_observer().look()

    assert before == observer.job()


def test_nothing_is_written_when_nothing_changed(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """Each further look is one request, and modifiedAt stays."""
    flink.add(job)
    observer.look()
    before = observer.job()
    flink.asked.clear()

    observer.look(5)

    assert before == observer.job()
    assert {"jobs/overview": 5} == dict(flink.asked)


def test_only_what_can_have_changed_is_asked_for(
    flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """Labels and configuration never change; they are asked for at first sight."""
    flink.add(job)
    observer.look()
    flink.asked.clear()

    job.becomes("RESTARTING", 1_795_350_100_000)
    observer.look()

    assert {
        "jobs/overview": 1,
        "jobs/ID": 1,
        "jobs/ID/metrics": 1,
        "taskmanagers": 1,
        "taskmanagers/tm-1": 1,
    } == dict(flink.asked)


def test_a_new_observer_asks_for_nothing_that_the_books_have(
    flink: SimulatedFlink,
    observer: Observer,
    job: SimulatedJob,
    make_observer: Callable[..., Observer],
) -> None:
    """After a restart of the program only the cluster is asked what it is."""
    flink.add(job, SimulatedJob("to-cancel").labelled())
    observer.look()
    flink.asked.clear()

    make_observer().look()

    assert {"jobs/overview": 1, "config": 1, "jobmanager/config": 1} == dict(flink.asked)


def test_newest_first_is_true_of_jobs_first_seen_together(
    flink: SimulatedFlink, observer: Observer
) -> None:
    """The creation time is Flink's own start, not the time of the look."""
    labels = {f"flinkjobs__{name}": name[0] for name in ("workspace", "namespace", "deployment")}
    for number, start in enumerate((3000, 1000, 2000)):
        one = SimulatedJob("seed-stream", job_id=f"{number:032x}").started(start * 1000)
        flink.add(one.labelled(**labels))

    observer.look()

    assert [3000, 2000, 1000] == [job["startTime"] for job in observer.jobs()]


def test_what_a_job_starts_from_is_asked_when_it_has_started(
    flink: SimulatedFlink, observer: Observer
) -> None:
    """Before that Flink says that nothing was restored; afterwards restores are the job's own."""
    job = SimulatedJob("restored").labelled(**LABELS)
    start, told = job.detail["start-time"], job.parts["checkpoints"]
    job.parts["checkpoints"] = {**told, "counts": {**told["counts"], "restored": 0}}
    flink.add(job.becomes("CREATED", start + 5))
    observer.look()
    assert "restoreStrategy" not in observer.job()

    job.parts["checkpoints"] = told
    job.becomes("RUNNING", start + 30, running=4)
    observer.look()

    assert {"kind": "FROM_SAVEPOINT"} == observer.job()["restoreStrategy"]


def test_prune_forgets_the_books_of_jobs_that_ended(
    data: Data, flink: SimulatedFlink, observer: Observer, job: SimulatedJob
) -> None:
    """Those of jobs that go on stay, however old."""
    flink.add(job, SimulatedJob("to-stop"))
    observer.look()

    assert 1 == data.observed.prune("owner", 2_000_000_000)

    assert [] == observer.unassigned()
    flink.jobs.clear()
    observer.look(3)
    assert "FAILED" == observer.job()["status"]["currentJobStatus"]
