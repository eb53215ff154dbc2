"""Jobs start, save and stop exactly once on a real cluster, whenever a target is killed."""

import random
from pathlib import Path

from ...survival_record import recording
from ...target.clusters.caller import Caller
from ...target.clusters.kills import Killer, losing_and_delaying, run_round, run_shared_round
from ...target.postgresql import Server
from .attacked_cluster import ENDLESS_SCRIPT, SETTINGS, AttackedCluster

_KILLS = 10
_SHARED_ROUNDS = 3


def test_requests_end_truly_whenever_the_target_is_killed(
    attacked: AttackedCluster, tmp_path: Path
) -> None:
    """Start, savepoint, stop with savepoint, start from it, stop at once, and stop while starting."""
    target = attacked.target(tmp_path / "data")
    caller, killer = Caller(target), Killer(attacked.proxy, target)
    deployment_id = caller.create("killed", ENDLESS_SCRIPT, SETTINGS)
    with recording("target killed", f"{attacked.name}, SQLite") as facts:
        while target.starts <= _KILLS:
            run_round(
                caller,
                killer,
                deployment_id,
                lambda: attacked.check(caller, deployment_id),
                restore=target.starts > 1,
            )
        facts |= {"kills planned": killer.planned, "kills that hit": target.starts - 1}
        facts |= {"jobs": len(caller.jobs(deployment_id))}
        facts |= {"savepoints": len(caller.savepoints(deployment_id))}


def test_two_targets_share_a_cluster(attacked: AttackedCluster, postgresql_server: Server) -> None:
    """Answers of the cluster are lost or late, and one of the targets is killed in each round."""
    location, seed = postgresql_server.new_location(), random.randrange(2**32)
    print(f"seed {seed}")
    targets = [attacked.target(location), attacked.target(location)]
    caller = Caller(*targets)
    deployment_id = caller.create("shared", ENDLESS_SCRIPT, SETTINGS)
    attacked.proxy.intercept = losing_and_delaying(seed)
    with recording("two targets, one killed", f"{attacked.name}, PostgreSQL") as facts:
        for number in range(_SHARED_ROUNDS):
            run_shared_round(
                caller,
                targets[number % 2],
                deployment_id,
                lambda: attacked.check(caller, deployment_id),
            )
        facts |= {"kills that hit": sum(target.starts for target in targets) - len(targets)}
        facts |= {"jobs": len(caller.jobs(deployment_id))}
        facts |= {"savepoints": len(caller.savepoints(deployment_id))}
