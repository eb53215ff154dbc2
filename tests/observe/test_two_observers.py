"""Two observers on one store: what one has written the other one sees."""

from collections.abc import Callable

from .conftest import Observer
from .simulator import SimulatedFlink, SimulatedJob


def test_both_write_the_same(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """A job is published once, whoever sees it first."""
    one, other = make_observer(), make_observer()
    flink.add(job)

    one.look()
    other.look(2)
    job.becomes("FINISHED", 1_795_350_400_000)
    other.look()
    one.look()

    assert 1 == len(one.jobs())
    assert "FINISHED" == one.job()["status"]["currentJobStatus"]


def test_a_late_one_takes_nothing_back(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """What it saw earlier than the other one wrote does not count."""
    slow, quick = make_observer(), make_observer()
    flink.add(job.becomes("RESTARTING", 1_795_350_400_000).restarts(5))
    quick.look()

    job.becomes("RUNNING", 1_795_350_300_000, running=4).restarts(4)
    slow.look()

    assert 5 == slow.job()["status"]["running"]["observedFlinkJobRestarts"]


def test_what_one_lost_the_other_leaves(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """And no longer asks for."""
    one, other = make_observer(), make_observer()
    flink.add(job)
    one.look()
    other.look()
    flink.jobs.clear()
    one.look(3)
    before = one.job()

    other.look(3)
    flink.asked.clear()
    other.look(2)

    assert before == other.job()
    assert {"jobs/overview": 2} == dict(flink.asked)


def test_one_goes_on_where_the_other_stopped(
    flink: SimulatedFlink, make_observer: Callable[..., Observer], job: SimulatedJob
) -> None:
    """A job that only the other one wrote is missed by both."""
    one, other = make_observer(), make_observer()
    flink.add(job)
    one.look()
    other.look()
    flink.jobs.clear()

    other.look(3)

    assert "FAILED" == other.job()["status"]["currentJobStatus"]
