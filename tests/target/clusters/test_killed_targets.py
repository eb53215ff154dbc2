"""Jobs start, save and stop exactly once on their cluster, whenever the target is killed.

A kill hits a request to the cluster before it is carried out, before it is answered, or after that.
"""

import random
import threading
from collections.abc import Callable, Iterator
from itertools import count, product
from pathlib import Path

from ...sizes import CLUSTER_KILLS
from .caller import Caller, Target
from .conftest import FlinkServer
from .fake_flink import FakeFlink, LostError, Moment

_MOMENTS: tuple[Moment, ...] = ("before", "after", "answered")
_REQUESTS = 5
"""The first requests of an operation, one of which meets the kill."""


class Killer:
    """Kills a target once, at the request of a number that counts from when it is armed."""

    def __init__(self, flink: FakeFlink, target: Target) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._kills = self._orders()
        self.planned = 0
        self._armed: tuple[int, Moment] | None = None
        self._seen = 0
        flink.intercept = self._intercept

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


def check(flink: FakeFlink, caller: Caller, deployment_id: str) -> None:
    """Check that the jobs and savepoints of the cluster are those that the target tells of."""
    listed = caller.jobs(deployment_id)
    told = {id.replace("-", "") for id, state in listed.items() if state in ("STARTING", "RUNNING")}
    made = {path for job in flink.jobs.values() for _, path in job.saved}
    known = {savepoint.savepoint_location for savepoint in caller.savepoints(deployment_id)}

    assert flink.harm == []
    assert set(flink.alive()) == told
    assert made <= known


def test_each_request_ends_truly_whenever_the_target_is_killed(
    server: FlinkServer, make_target: Callable[[Path | str], Target], location: Path | str
) -> None:
    """Start, savepoint, stop with savepoint, start from it, stop at once, and stop while starting."""
    flink, target = server.flink, make_target(location)
    caller, killer = Caller(target), Killer(server.flink, target)
    deployment_id = caller.create("orders")
    for step in count():
        if killer.planned >= CLUSTER_KILLS:
            break
        killer.arm()
        first = caller.start(deployment_id, **({"kind": "LATEST_SAVEPOINT"} if step else {}))
        caller.await_job(first, "RUNNING")
        killer.arm()
        saved = caller.await_savepoint(caller.take_savepoint(deployment_id))
        assert saved.status is not None
        assert saved.status.state == "COMPLETED", saved.status
        killer.arm()
        caller.stop(first, "STOP_WITH_SAVEPOINT")
        caller.await_job(first, "FINISHED")
        check(flink, caller, deployment_id)
        second = caller.start(deployment_id, kind="LATEST_SAVEPOINT")
        caller.await_job(second, "RUNNING")
        killer.arm()
        caller.stop(second, "NONE")
        caller.await_job(second, "CANCELLED")
        killer.arm()
        third = caller.start(deployment_id)
        caller.stop(third, "NONE")
        caller.await_job(third, "CANCELLED")
        check(flink, caller, deployment_id)
        restored = flink.jobs[second.replace("-", "")].restored
        assert restored == flink.jobs[first.replace("-", "")].saved[-1][1]
    print(f"{killer.planned} kills planned, {target.starts} starts")
    assert target.starts > 1
