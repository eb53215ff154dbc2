"""The counters that are the state of simulated jobs and of their savepoints, for tests to compare."""

from collections.abc import Mapping
from contextlib import suppress

import msgspec

from ...store.tables import Tables
from .engine import SimulatedEngine
from .program import Contents
from .simulation import SimulatedState

__all__ = ["read_counters"]


def read_counters(tables: Tables, now: int) -> Mapping[str, int]:
    """Return the counters of all jobs and savepoints by id, at a time in milliseconds."""
    counters = {
        run.job_id: msgspec.json.decode(run.state, type=SimulatedState).counted(now)
        for run in tables.runs.of_engine(SimulatedEngine.name)
    }
    for savepoint in tables.savepoints.complete():
        with suppress(msgspec.DecodeError):  # of another engine
            contents = msgspec.json.decode(savepoint.contents, type=Contents)
            counters[savepoint.savepoint_id] = contents.counter
    return counters
