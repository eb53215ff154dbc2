"""Locks of a shared client in a child that was forked while a thread held them."""

import os
import threading
from collections.abc import Callable

import pytest

from flinkjobs._runtime.client.retry import RetryBudget
from flinkjobs._runtime.transport.fork_safe_lock import ForkSafeLock

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system does not fork")


def _child_finishes(lock: ForkSafeLock, work: Callable[[], object]) -> bool:
    """Fork while another thread holds the lock; return whether the child could use it."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with lock:
            held.set()
            done.wait()

    holder = threading.Thread(target=hold)
    holder.start()
    held.wait()
    child = os.fork()
    if child == 0:
        worker = threading.Thread(target=work, daemon=True)
        worker.start()
        worker.join(5)
        os._exit(1 if worker.is_alive() else 0)
    done.set()
    holder.join()
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0


def test_lock_held_by_another_thread() -> None:
    """A child finds the lock open that a thread of its parent held when it was forked."""
    lock = ForkSafeLock()

    def take() -> None:
        with lock:
            pass

    assert _child_finishes(lock, take)


def test_budget_of_retries() -> None:
    """A child spends from a budget that a thread of its parent was just using."""
    budget = RetryBudget()
    assert _child_finishes(budget._lock, budget.spend)
