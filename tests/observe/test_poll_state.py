"""The poll state of a job: when its details are read again."""

from msgspec import structs

from flinkjobs_target.observe.jobs.facts import Facts, Tasks
from flinkjobs_target.observe.poll_state import (
    after_read,
    final_poll_state,
    is_read_due,
    read_priority,
    stored_poll_state,
)

RUNNING = Facts(
    job_id="0" * 32,
    name="job",
    flink_state="RUNNING",
    started=1,
    changed=5,
    tasks=Tasks(running=1, total=1),
    timestamps={"RUNNING": 5},
    labels={},
    cpu=1.0,
)


def read_times(facts: Facts, until: int) -> list[int]:
    """Return the seconds at which an unchanged job is read, when polled every second."""
    state, times = None, []
    for now in range(until):
        if is_read_due(state, facts, now):
            times.append(now)
            state = after_read(facts, state, now)
    return times


def test_a_changed_job_is_read_again_when_it_has_settled() -> None:
    """One more read, since metrics and slots are reported later than states."""
    assert read_times(RUNNING, 200) == [0, 10]


def test_missing_details_are_read_again_for_a_minute() -> None:
    """Resources or labels may be missing, and details older than the listing."""
    for missing in ({"cpu": None}, {"labels": None}, {"timestamps": {"INITIALIZING": 1}}):
        assert read_times(structs.replace(RUNNING, **missing), 200) == [0, 10, 20, 30, 40, 50, 60]


def test_an_ended_job_is_read_once() -> None:
    """Its details no longer change."""
    ended = structs.replace(RUNNING, flink_state="FINISHED", timestamps={"FINISHED": 9}, cpu=None)

    assert read_times(ended, 200) == [0]
    assert not is_read_due(final_poll_state(ended, 0.0), ended, 100.0)


def test_a_change_makes_a_read_due() -> None:
    """A change of the state, the tasks, or the time of the last change."""
    state = after_read(RUNNING, None, 0.0)

    for change in ({"flink_state": "FAILING"}, {"tasks": Tasks(total=1)}, {"changed": 6}):
        assert is_read_due(state, structs.replace(RUNNING, **change), 1.0)


def test_stored_details_are_not_read_again() -> None:
    """Only missing ones are."""
    assert not is_read_due(stored_poll_state(RUNNING, 0.0), RUNNING, 100.0)
    assert is_read_due(stored_poll_state(structs.replace(RUNNING, cpu=None), 0.0), RUNNING, 0.0)


def test_changed_jobs_come_first_and_repeated_reads_last() -> None:
    """New jobs are between them."""
    state = after_read(RUNNING, None, 0.0)

    assert [
        read_priority(state, structs.replace(RUNNING, changed=6)),
        read_priority(None, RUNNING),
        read_priority(state, RUNNING),
    ] == [0, 1, 2]
