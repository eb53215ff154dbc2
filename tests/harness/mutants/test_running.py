"""Tasks run side by side, and none holds up the others for ever."""

import os
import time
from collections.abc import Iterator

from .running import run_each


def test_each_task_gives_its_result() -> None:
    """Every task is given with what came of it."""
    finished = run_each([1, 2, 3], lambda number: number**2, limit=60)

    assert sorted((outcome.task, outcome.result or 0) for outcome in finished) == [
        (1, 1),
        (2, 4),
        (3, 9),
    ]


def test_a_slow_task_and_one_that_dies_have_no_result() -> None:
    """A task that takes too long, or dies, ends without a result."""
    [slow] = run_each([60.0], time.sleep, limit=0.5)
    [dead] = run_each([1], os._exit, limit=60)

    assert (slow.result, dead.result) == (None, None)
    assert 0.5 <= slow.seconds < 60


def test_a_task_is_taken_when_it_is_its_turn() -> None:
    """Tasks that are no longer given after some time are not begun."""
    over = False

    def tasks() -> Iterator[int]:
        yield from (number for number in range(1000) if not over)

    done = 0
    for _ in run_each(tasks(), lambda number: number, limit=60):
        done, over = done + 1, True

    assert 1 <= done <= 2 * (os.cpu_count() or 1)
