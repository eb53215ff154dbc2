"""A SQL job whose output tells whether its state was kept: it numbers the rows of each group, exactly once."""

import csv
from collections import Counter
from pathlib import Path

from ..cluster import wait_until

__all__ = ["SETTINGS", "await_rows", "check_rows", "counting_script", "written"]

_GROUPS = 7
SETTINGS = {"execution.checkpointing.interval": "1s", "parallelism.default": "2"}
Row = tuple[int, int, int]


def counting_script(folder: Path, *, rows: int, rate: int) -> str:
    """Return a script that counts the rows of each group so far, for each row of a bounded source."""
    return f"""
CREATE TABLE numbers (
    id BIGINT, team AS MOD(id, {_GROUPS}), seen AS PROCTIME()
) WITH (
    'connector' = 'datagen', 'rows-per-second' = '{rate}', 'fields.id.kind' = 'sequence',
    'fields.id.start' = '1', 'fields.id.end' = '{rows}'
);
CREATE TABLE counted (id BIGINT, team BIGINT, so_far BIGINT) WITH (
    'connector' = 'filesystem', 'format' = 'csv', 'path' = '{folder.as_uri()}',
    'sink.rolling-policy.rollover-interval' = '2 s', 'sink.rolling-policy.check-interval' = '500 ms'
);
INSERT INTO counted SELECT id, team, COUNT(*) OVER (
    PARTITION BY team ORDER BY seen ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
) FROM numbers;
"""


def written(folder: Path) -> list[Row]:
    """Return the rows of the files that the sink has committed: id, group and count."""
    files = [file for file in folder.glob("*") if not file.name.startswith(".")]
    lines = [line for file in files for line in file.read_text("utf-8").splitlines()]
    return [(int(id), int(team), int(so_far)) for id, team, so_far in csv.reader(lines)]


def await_rows(folder: Path, count: int) -> None:
    """Wait until the sink has committed some number of rows."""
    wait_until(lambda: len(written(folder)) >= count)


def check_rows(rows: list[Row], count: int) -> dict[str, int]:
    """Check that each row is there once, with the counts of its group; return what a record says of them."""
    assert Counter(id for id, _, _ in rows) == Counter(range(1, count + 1))
    assert Counter((team, so_far) for _, team, so_far in rows) == Counter(_expected_counts(count))
    return {
        "rows": len(rows),
        "rows missing": count - len({id for id, _, _ in rows}),
        "rows twice": len(rows) - len(set(rows)),
    }


def _expected_counts(rows: int) -> list[tuple[int, int]]:
    """Return each group with each of its counts: 1, 2, 3 and so on, none twice."""
    sizes = Counter(id % _GROUPS for id in range(1, rows + 1))
    return [(team, count) for team, size in sizes.items() for count in range(1, size + 1)]
