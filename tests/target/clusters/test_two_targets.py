"""Two targets on one database run each job once, although answers of the cluster are lost or late."""

import random
import threading
import time
from collections.abc import Callable
from pathlib import Path

from ...sizes import CLUSTER_KILLS
from ..postgresql import Server
from .caller import Caller, Target
from .conftest import FlinkServer
from .fake_flink import LostError, Moment
from .test_killed_targets import check


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


def test_two_targets_share_jobs(
    server: FlinkServer,
    make_target: Callable[[Path | str], Target],
    postgresql_server: Server,
) -> None:
    """Whichever a caller asks; one of them is killed now and then."""
    location, seed = postgresql_server.new_location(), random.randrange(2**32)
    print(f"seed {seed}")
    targets = [make_target(location), make_target(location)]
    caller = Caller(*targets)
    deployment_id = caller.create("orders")
    server.flink.intercept = losing_and_delaying(seed)
    for number in range(max(1, CLUSTER_KILLS // 10)):
        job_id = caller.start(deployment_id)
        caller.await_job(job_id, "RUNNING")
        saved = caller.await_savepoint(caller.take_savepoint(deployment_id))
        assert saved.status is not None
        assert saved.status.state == "COMPLETED", saved.status
        targets[number % 2].kill()
        caller.stop(job_id, "STOP_WITH_SAVEPOINT")
        caller.await_job(job_id, "FINISHED")
        check(server.flink, caller, deployment_id)
        stopped = caller.start(deployment_id, kind="LATEST_SAVEPOINT")
        caller.stop(stopped, "NONE")
        caller.await_job(stopped, "CANCELLED")
        check(server.flink, caller, deployment_id)
