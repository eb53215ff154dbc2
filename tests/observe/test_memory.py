"""When a job is worth another look, by a clock of seconds."""

from msgspec import structs

from flinkjobs_target.observe.jobs.facts import Facts, Tasks
from flinkjobs_target.observe.poll_state import is_news, noted, over, recalled, turn

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


def looks(facts: Facts, until: int) -> list[int]:
    """Give the seconds at which a job is looked at that stays as it is, looking every second."""
    seen, times = None, []
    for now in range(until):
        if is_news(seen, facts, now):
            times.append(now)
            seen = noted(facts, seen, now)
    return times


def test_a_job_is_looked_at_again_when_it_has_settled() -> None:
    """Once: metrics and slots are told some seconds later than states."""
    assert [0, 10] == looks(RUNNING, 200)


def test_what_is_not_told_is_asked_for_only_so_long() -> None:
    """Slots may be unknown, labels late, and details older than the listing."""
    for lacking in ({"cpu": None}, {"labels": None}, {"timestamps": {"INITIALIZING": 1}}):
        assert [0, 10, 20, 30, 40, 50, 60] == looks(structs.replace(RUNNING, **lacking), 200)


def test_a_job_that_has_ended_is_looked_at_once() -> None:
    """Nothing of it changes any more."""
    ended = structs.replace(RUNNING, flink_state="FINISHED", timestamps={"FINISHED": 9}, cpu=None)

    assert [0] == looks(ended, 200)
    assert not is_news(over(ended, 0.0), ended, 100.0)


def test_a_change_is_news() -> None:
    """Of the state, the tasks, or the time of the last change."""
    seen = noted(RUNNING, None, 0.0)

    for change in ({"flink_state": "FAILING"}, {"tasks": Tasks(total=1)}, {"changed": 6}):
        assert is_news(seen, structs.replace(RUNNING, **change), 1.0)


def test_what_the_books_have_is_not_asked_for() -> None:
    """Unless something is missing there."""
    assert not is_news(recalled(RUNNING, 0.0), RUNNING, 100.0)
    assert is_news(recalled(structs.replace(RUNNING, cpu=None), 0.0), RUNNING, 0.0)


def test_changes_come_first_and_repeated_looks_last() -> None:
    """Between them are the jobs that nobody has seen."""
    seen = noted(RUNNING, None, 0.0)

    assert [0, 1, 2] == [
        turn(seen, structs.replace(RUNNING, changed=6)),
        turn(None, RUNNING),
        turn(seen, RUNNING),
    ]
