"""Kills of a target at its requests to a cluster, and the round of requests during which they hit it."""

import random
import threading
import time
from collections.abc import Callable, Iterator
from itertools import product
from typing import Protocol

from msgspec import Struct

from .caller import Caller, Target
from .fake_flink import LostError, Moment

__all__ = [
    "Interceptable",
    "Killer",
    "Round",
    "losing_and_delaying",
    "run_round",
    "run_shared_round",
]

_MOMENTS: tuple[Moment, ...] = ("before", "after", "answered")
_REQUESTS = 5
"""The first requests of an operation, one of which meets the kill."""


class Interceptable(Protocol):
    """A cluster, or a proxy before one, that calls a function around each request."""

    intercept: Callable[[str, Moment], None]


class Killer:
    """Kills a target once, at the request of a number that counts from when it is armed."""

    def __init__(self, cluster: Interceptable, target: Target) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._kills = self._orders()
        self.planned = 0
        self._armed: tuple[int, Moment] | None = None
        self._seen = 0
        cluster.intercept = self._intercept

    def arm(self) -> None:
        """Let the next kill happen at one of the next requests."""
        with self._lock:
            self._armed, self._seen = next(self._kills), 0
            self.planned += 1

    def _intercept(self, request: str, moment: Moment) -> None:
        with self._lock:
            if self._armed is None:
                return
            number, wanted = self._armed
            hits = moment == wanted and self._seen == number
            self._seen += moment == wanted
            if not hits:
                return
            self._armed = None
            self._target.kill()
        raise LostError

    @staticmethod
    def _orders() -> Iterator[tuple[int, Moment]]:
        """Yield every number with every moment, in a random order, again and again."""
        while True:
            orders = list(product(range(_REQUESTS), _MOMENTS))
            random.shuffle(orders)
            yield from orders


class Round(Struct, frozen=True):
    """The ids of the jobs of a round: `second` was restored from the stop of `first`."""

    first: str
    second: str
    third: str


def run_round(
    caller: Caller, killer: Killer, deployment_id: str, check: Callable[[], None], *, restore: bool
) -> Round:
    """Start, save, stop with a savepoint, start from it, stop at once, and stop while starting.

    All but the second start meet a kill each. `check` is called whenever nothing is under way.
    """
    killer.arm()
    first = caller.start(deployment_id, **({"kind": "LATEST_SAVEPOINT"} if restore else {}))
    caller.await_job(first, "RUNNING")
    killer.arm()
    saved = caller.await_savepoint(caller.take_savepoint(deployment_id))
    assert saved.status is not None
    assert saved.status.state == "COMPLETED", saved.status
    killer.arm()
    caller.stop(first, "STOP_WITH_SAVEPOINT")
    caller.await_job(first, "FINISHED")
    check()
    second = caller.start(deployment_id, kind="LATEST_SAVEPOINT")
    caller.await_job(second, "RUNNING")
    killer.arm()
    caller.stop(second, "NONE")
    caller.await_job(second, "CANCELLED")
    killer.arm()
    third = caller.start(deployment_id)
    caller.stop(third, "NONE")
    caller.await_job(third, "CANCELLED")
    check()
    return Round(first, second, third)


def losing_and_delaying(seed: int) -> Callable[[str, Moment], None]:
    """Return an interceptor that loses some answers and delays others."""
    rng, lock = random.Random(seed), threading.Lock()

    def intercept(request: str, moment: Moment) -> None:
        with lock:
            fate = rng.random()
        if moment == "answered" or fate > 0.15:
            return
        if fate < 0.1:
            raise LostError
        time.sleep(0.7)

    return intercept


def run_shared_round(
    caller: Caller, victim: Target, deployment_id: str, check: Callable[[], None]
) -> None:
    """Start, save, kill one of the targets, stop with a savepoint, start from it and stop at once."""
    job_id = caller.start(deployment_id)
    caller.await_job(job_id, "RUNNING")
    saved = caller.await_savepoint(caller.take_savepoint(deployment_id))
    assert saved.status is not None
    assert saved.status.state == "COMPLETED", saved.status
    victim.kill()
    caller.stop(job_id, "STOP_WITH_SAVEPOINT")
    caller.await_job(job_id, "FINISHED")
    check()
    stopped = caller.start(deployment_id, kind="LATEST_SAVEPOINT")
    caller.stop(stopped, "NONE")
    caller.await_job(stopped, "CANCELLED")
    check()
