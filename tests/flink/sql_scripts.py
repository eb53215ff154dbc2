"""SQL scripts of test jobs: the product page's own, and variations of it."""

import json
from pathlib import Path

__all__ = ["BOUNDED_SCRIPT", "COUNTING_SCRIPT", "FAILING_SCRIPT", "PAGE_SCRIPT", "STATEFUL_SCRIPT"]

_EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
_SCRIPT: str = json.loads(_EXAMPLE.read_text("utf-8"))["data"][0]["artifact"]["sqlArtifact"][
    "sqlScript"
]

PAGE_SCRIPT = [statement.strip() for statement in _SCRIPT.split(";") if statement.strip()]
"""The page's script by statement: random names into a blackhole sink."""

_SOURCE, _SINK, _INSERT = PAGE_SCRIPT
_SLOW_SOURCE = _SOURCE.replace("'datagen'", "'datagen', 'rows-per-second' = '20'")

BOUNDED_SCRIPT = [
    _SOURCE.replace("'datagen'", "'datagen', 'number-of-rows' = '1000'"),
    _SINK,
    _INSERT,
]
"""A script that finishes by itself."""

FAILING_SCRIPT = [
    _SLOW_SOURCE,
    "CREATE TEMPORARY TABLE numbers( number INT ) WITH ( 'connector' = 'blackhole' )",
    "INSERT INTO numbers SELECT CAST(name AS INT) FROM datagen_source",
]
"""A script that fails at its first row, since random names are no numbers."""

STATEFUL_SCRIPT = [_SLOW_SOURCE, _SINK, _INSERT]
"""A script slow enough for quick savepoints."""

COUNTING_SCRIPT = [
    _SLOW_SOURCE,
    "CREATE TEMPORARY TABLE counts( name VARCHAR, number BIGINT ) WITH ( 'connector' = 'blackhole' )",
    "INSERT INTO counts SELECT name, COUNT(*) FROM datagen_source GROUP BY name",
]
"""A script with an aggregation, whose state the others have no operator for."""
