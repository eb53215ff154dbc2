"""Parallel runs on several databases, each in a process of its own."""

import multiprocessing
import signal
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor

from .evaluation import evaluate
from .plan import Plan
from .results import Run
from .soak_run import run_soak

__all__ = ["run_databases"]


def run_databases(plan: Plan, databases: Sequence[str]) -> list[Run]:
    """Run one target on each database under load at the same time; return the results.

    When this process is interrupted, or one of the others fails, all of them stop.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(len(databases), mp_context=context) as processes:
        try:
            return list(processes.map(_run, databases, [plan] * len(databases)))
        except BaseException:
            for child in multiprocessing.active_children():
                child.terminate()
            raise


def _run(database: str, plan: Plan) -> Run:
    """Run in this process, which also cleans up when it is terminated."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    return evaluate(database, plan, run_soak(database, plan))
