"""Invariants of the tables of a deploy loop, which hold after every transaction."""

import asyncio
from collections import Counter, defaultdict
from typing import Any

import msgspec

from flinkjobs_target.services.job_rules import ACTIVE
from flinkjobs_target.storage import Storage
from flinkjobs_target.store.database.interface import Row
from flinkjobs_target.store.runs import Run
from flinkjobs_target.store.sort_keys import status_of
from flinkjobs_target.store.tables import Tables

__all__ = ["check_invariants"]


def check_invariants(data: Storage) -> int:
    """Check that all tables of a storage agree with each other; return the number of jobs."""
    return asyncio.run(data.deploying.read(lambda tables: _Checker(tables).check()))


class _Checker:
    """Reads all tables of one snapshot, and compares them."""

    def __init__(self, tables: Tables) -> None:
        self._database = tables._database
        self._jobs: dict[bytes, dict[bytes, str]] = defaultdict(dict)
        newest: dict[bytes, tuple[bytes, str]] = {}
        for deployment, job_id, created, status in self._rows(
            "SELECT deployment, job_id, by_gmt_create, by_status FROM jobs"
        ):
            state = status_of(status) or ""
            self._jobs[deployment][job_id] = state
            newest[deployment] = max(newest.get(deployment, (b"", "")), (created, state))
        self._latest = {deployment: state for deployment, (_, state) in newest.items()}
        self._runs = [
            (row[0], row[1], row[2], msgspec.json.decode(row[3], type=Run))
            for row in self._rows("SELECT deployment, job_id, due, document FROM runs")
        ]

    def check(self) -> int:
        self._check_totals()
        self._check_definitions()
        self._check_runs()
        self._check_savepoints()
        return sum(len(jobs) for jobs in self._jobs.values())

    def _check_totals(self) -> None:
        totals: dict[bytes, int] = dict(self._rows("SELECT deployment, total FROM deployments"))
        counted: dict[bytes, dict[str, int]] = defaultdict(dict)
        for deployment, state, jobs in self._rows(
            "SELECT deployment, status, jobs FROM job_counts WHERE jobs <> 0"
        ):
            counted[deployment][state.decode()] = jobs

        assert totals == {key: len(self._jobs.get(key, {})) for key in totals}
        assert set(self._jobs) <= set(totals)
        assert dict(counted) == {key: Counter(jobs.values()) for key, jobs in self._jobs.items()}

    def _check_definitions(self) -> None:
        rows = self._rows("SELECT deployment, namespace_digest, name, status FROM definitions")
        digests = [row[0] for row in rows]
        names = [(namespace, name) for _, namespace, name, _ in rows]
        totals: dict[bytes, int] = dict(
            self._rows("SELECT namespace_digest, total FROM namespaces WHERE total > 0")
        )
        suffixes = set(self._rows("SELECT namespace_digest, suffix, deployment FROM name_suffixes"))
        states = {digest: (status or b"").decode() for digest, _, _, status in rows}
        labelled = {digest for (digest,) in self._rows("SELECT deployment FROM labels")}

        assert sorted(digests) == sorted(
            digest for (digest,) in self._rows("SELECT deployment FROM deployments")
        )
        assert len(set(names)) == len(names)
        assert totals == Counter(namespace for namespace, _ in names)
        assert suffixes == {
            (namespace, name.decode()[start:].encode(), digest)
            for digest, namespace, name, _ in rows
            for start in range(len(name.decode()))
        }
        assert states == {digest: self._latest.get(digest, "") for digest in digests}
        assert labelled <= set(digests)

    def _check_runs(self) -> None:
        """Each run is of a job that exists, is due until that has ended, and has its stop."""
        live: Counter[bytes] = Counter()
        for deployment, job_id, due, run in self._runs:
            state = self._jobs[deployment][job_id]
            assert (run.due, run.job_id.encode()) == (due, job_id)
            assert (due is not None) == (state in ACTIVE or _is_lost(run)), (state, due)
            assert due is None or (run.stop is not None) == (state == "CANCELLING")
            if (
                due is not None
                and not _is_lost(run)
                and _mode(self._document(deployment)) == "STREAMING"
            ):
                live[deployment] += 1
        assert set(live.values()) <= {1}

    def _check_savepoints(self) -> None:
        """Those that are being taken are the intentions of live runs."""
        started = {
            id.decode()
            for (id,) in self._rows("SELECT savepoint_id FROM savepoints WHERE state = 'STARTED'")
        }
        intended = {
            intention.savepoint_id
            for _, _, due, run in self._runs
            if due is not None
            for intention in (*run.savepoints, *(_of_stop(run)))
        }
        checkpoints = self._rows(
            "SELECT deployment, job_id FROM savepoints WHERE origin = 'RETAINED_CHECKPOINT'"
        )
        assert started == intended
        assert len(set(checkpoints)) == len(checkpoints)

    def _document(self, deployment: bytes) -> dict[str, Any]:
        rows = self._rows("SELECT document FROM definitions WHERE deployment = ?", deployment)
        document: dict[str, Any] = msgspec.json.decode(rows[0][0])
        return document

    def _rows(self, statement: str, *values: object) -> list[Row]:
        return self._database.all(statement, values)


def _is_lost(run: Run) -> bool:
    """Whether an engine looks for a job that its cluster has lost."""
    state: dict[str, Any] = msgspec.json.decode(run.state) if run.state else {}
    return run.engine == "flink" and state.get("lost_at") is not None


def _mode(document: dict[str, Any]) -> object:
    return document.get("executionMode")


def _of_stop(run: Run) -> tuple[Any, ...]:
    return (run.stop.savepoint,) if run.stop and run.stop.savepoint else ()
