"""The SQL of the jobs that a cluster is given: the product page's own, and variations of it."""

import json
from pathlib import Path

__all__ = ["BOUNDED", "FAILING", "PAGE", "STATEFUL"]

_EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
_SCRIPT: str = json.loads(_EXAMPLE.read_text("utf-8"))["data"][0]["artifact"]["sqlArtifact"][
    "sqlScript"
]

PAGE = [one.strip() for one in _SCRIPT.split(";") if one.strip()]
"""The page's script, statement by statement: made-up names into a sink that keeps nothing."""

_SOURCE, _SINK, _INSERT = PAGE
_CALM = _SOURCE.replace("'datagen'", "'datagen', 'rows-per-second' = '20'")

BOUNDED = [_SOURCE.replace("'datagen'", "'datagen', 'number-of-rows' = '1000'"), _SINK, _INSERT]
"""It ends by itself."""

FAILING = [
    _CALM,
    "CREATE TEMPORARY TABLE numbers( number INT ) WITH ( 'connector' = 'blackhole' )",
    "INSERT INTO numbers SELECT CAST(name AS INT) FROM datagen_source",
]
"""It fails at its first row: the made-up names are no numbers."""

STATEFUL = [_CALM, _SINK, _INSERT]
"""Slow enough that a savepoint of it is quick."""
