"""Two targets on one database run each job once, although answers of the cluster are lost or late."""

import random
from collections.abc import Callable
from pathlib import Path

from ...sizes import CLUSTER_KILLS
from ...survival_record import recording
from ..postgresql import Server
from .caller import Caller, Target
from .conftest import FlinkServer
from .kills import losing_and_delaying, run_shared_round
from .test_killed_targets import check


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
    rounds = max(1, CLUSTER_KILLS // 10)
    with recording("two targets, one killed", "fake Flink, PostgreSQL") as facts:
        for number in range(rounds):
            run_shared_round(
                caller,
                targets[number % 2],
                deployment_id,
                lambda: check(server.flink, caller, deployment_id),
            )
        facts |= {"kills that hit": sum(target.starts for target in targets) - 2}
        facts |= {"jobs": len(server.flink.jobs)}
        facts |= {"savepoints": len(caller.savepoints(deployment_id))}
