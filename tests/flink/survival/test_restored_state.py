"""State is really restored: what a redeployed job wrote has every row exactly once."""

from pathlib import Path

from ...survival_record import recording
from ...target.clusters.caller import Caller
from .attacked_cluster import AttackedCluster
from .counting_job import SETTINGS, await_rows, check_rows, counting_script, written

_ROWS, _RATE = 3000, 60
_REDEPLOYS = 5


def test_a_counting_job_is_redeployed_without_loss(
    attacked: AttackedCluster, tmp_path: Path
) -> None:
    """Five times it is stopped with a savepoint and started from it, while its target is killed, too."""
    target, output = attacked.target(tmp_path / "data"), attacked.cluster.folder / "counted"
    caller = Caller(target)
    with recording("state restored", attacked.name) as facts:
        script = counting_script(output, rows=_ROWS, rate=_RATE)
        counting = caller.create("counting", script, SETTINGS)
        job_id, rows_before = caller.start(counting), [0]
        for _ in range(_REDEPLOYS):
            caller.await_job(job_id, "RUNNING")
            await_rows(output, rows_before[-1] + _RATE)
            target.kill()
            caller.stop(job_id, "STOP_WITH_SAVEPOINT")
            caller.await_job(job_id, "FINISHED")
            rows_before.append(len(written(output)))
            job_id = caller.start(counting, kind="LATEST_SAVEPOINT")
        caller.await_job(job_id, "FINISHED", patience=2 * _ROWS / _RATE)
        facts |= {"redeploys": _REDEPLOYS, "kills of the target": target.starts - 1}
        facts |= {"rows before the last redeploy": rows_before[-1]}
        facts.update(check_rows(written(output), _ROWS))

        assert 0 < rows_before[1] < rows_before[-1] < _ROWS
        attacked.check(caller, counting)
