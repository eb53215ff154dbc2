"""State is really restored: what a redeployed job wrote has every row exactly once."""

import csv
from collections import Counter
from pathlib import Path

from ...survival_record import recording
from ...target.clusters.caller import Caller
from ..cluster import wait_until
from .attacked_cluster import AttackedCluster

_ROWS, _RATE, _GROUPS = 3000, 60, 7
_REDEPLOYS = 5
_SETTINGS = {"execution.checkpointing.interval": "1s", "parallelism.default": "2"}


def script(folder: Path) -> str:
    """Return a script that counts the rows of each group so far, for each row of a bounded source."""
    return f"""
CREATE TABLE numbers (
    id BIGINT, team AS MOD(id, {_GROUPS}), seen AS PROCTIME()
) WITH (
    'connector' = 'datagen', 'rows-per-second' = '{_RATE}', 'fields.id.kind' = 'sequence',
    'fields.id.start' = '1', 'fields.id.end' = '{_ROWS}'
);
CREATE TABLE counted (id BIGINT, team BIGINT, so_far BIGINT) WITH (
    'connector' = 'filesystem', 'format' = 'csv', 'path' = '{folder.as_uri()}',
    'sink.rolling-policy.rollover-interval' = '2 s', 'sink.rolling-policy.check-interval' = '500 ms'
);
INSERT INTO counted SELECT id, team, COUNT(*) OVER (
    PARTITION BY team ORDER BY seen ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
) FROM numbers;
"""


def written(folder: Path) -> list[tuple[int, int, int]]:
    """Return the rows of the files that the sink has committed."""
    files = [file for file in folder.glob("*") if not file.name.startswith(".")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return [(int(id), int(team), int(so_far)) for id, team, so_far in csv.reader(lines)]


def await_rows(folder: Path, count: int) -> None:
    """Wait until the sink has committed some number of rows."""
    wait_until(lambda: len(written(folder)) >= count)


def test_a_counting_job_is_redeployed_without_loss(
    attacked: AttackedCluster, tmp_path: Path
) -> None:
    """Five times it is stopped with a savepoint and started from it, while its target is killed, too."""
    target, output = attacked.target(tmp_path / "data"), attacked.cluster.folder / "counted"
    caller = Caller(target)
    with recording("state restored", attacked.name) as facts:
        counting = caller.create("counting", script(output), _SETTINGS)
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
        rows = written(output)
        facts |= {"redeploys": _REDEPLOYS, "kills of the target": target.starts - 1}
        facts |= {"rows before the last redeploy": rows_before[-1], "rows": len(rows)}
        facts |= {"rows missing": _ROWS - len({id for id, _, _ in rows})}
        facts |= {"rows twice": len(rows) - len(set(rows))}

        assert 0 < rows_before[1] < rows_before[-1] < _ROWS
        assert Counter(id for id, _, _ in rows) == Counter(range(1, _ROWS + 1))
        assert Counter((team, so_far) for _, team, so_far in rows) == Counter(expected_counts())
        attacked.check(caller, counting)


def expected_counts() -> list[tuple[int, int]]:
    """Return each group with each of its counts: 1, 2, 3 and so on, none twice."""
    sizes = Counter(id % _GROUPS for id in range(1, _ROWS + 1))
    return [(team, count) for team, size in sizes.items() for count in range(1, size + 1)]
