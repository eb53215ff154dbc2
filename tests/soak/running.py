"""Runs on several kinds of databases, side by side, each driven by a process of its own."""

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from .judging import judge
from .plan import Plan
from .results import Run
from .side import soak

__all__ = ["run_all"]


def run_all(plan: Plan, databases: Sequence[str]) -> list[Run]:
    """Put a target on each kind of database under load, all at the same time.

    When this process is told to stop, or one of the others fails, all of them stop.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(databases), mp_context=context) as processes:
        try:
            return list(processes.map(_run, databases, [plan] * len(databases)))
        except BaseException:
            for one in multiprocessing.active_children():
                one.terminate()
            raise


def _run(database: str, plan: Plan) -> Run:
    """Run in this process, which stops what it started also when it is told to stop itself."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return judge(database, plan, soak(database, plan))
