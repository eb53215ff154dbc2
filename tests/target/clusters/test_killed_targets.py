"""Jobs start, save and stop exactly once on their cluster, whenever the target is killed.

A kill hits a request to the cluster before it is carried out, before it is answered, or after that.
"""

from collections.abc import Callable
from itertools import count
from pathlib import Path

from ...sizes import CLUSTER_KILLS
from ...survival_record import recording
from .caller import Caller, Target
from .conftest import FlinkServer
from .fake_flink import FakeFlink
from .kills import Killer, run_round


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
    storage = "PostgreSQL" if isinstance(location, str) else "SQLite"
    deployment_id = caller.create("orders")
    with recording("target killed", f"fake Flink, {storage}") as facts:
        for number in count():
            if killer.planned >= CLUSTER_KILLS:
                break
            jobs = run_round(
                caller,
                killer,
                deployment_id,
                lambda: check(flink, caller, deployment_id),
                restore=number > 0,
            )
            restored = flink.jobs[jobs.second.replace("-", "")].restored
            assert restored == flink.jobs[jobs.first.replace("-", "")].saved[-1][1]
        facts |= {"kills planned": killer.planned, "kills that hit": target.starts - 1}
        facts |= {"jobs": len(flink.jobs), "savepoints": len(caller.savepoints(deployment_id))}
    assert target.starts > 1
