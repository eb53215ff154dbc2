"""Runs: what an engine has to do for jobs that were started here, and what it remembers of them.

A run is an intention that is stored before it is carried out. A reconciler takes the runs that are
due, lets the engine take a step, and writes the result unless the run has changed meanwhile.
"""

from collections.abc import Sequence

import msgspec
from msgspec import Struct

from .database.interface import Database
from .types import DeploymentKey, NamespaceKey

__all__ = ["NEVER", "Run", "Runs", "SavepointIntention", "StopIntention"]


NEVER = 2**62
"""A time, in milliseconds, that does not come."""


class SavepointIntention(Struct, frozen=True, kw_only=True):
    """A savepoint that is to be taken; `trigger_id` makes it the same one when it is asked for again."""

    savepoint_id: str
    trigger_id: str
    native: bool
    requested_at: int


class StopIntention(Struct, frozen=True, kw_only=True):
    """A stop that is to be carried out, with the savepoint that it takes, if any."""

    requested_at: int
    savepoint: SavepointIntention | None = None
    drain: bool = False


class Run(Struct, frozen=True, kw_only=True):
    """A started job: its start, what was asked for since, and the engine's own state.

    Times are in milliseconds since 1970-01-01 UTC. `parameters` are those of the start, by which a
    repeated one is recognised. `contents` is what the job is restored from, and `state` what the
    engine last returned; the engine alone understands both. `polls` counts the requests that have
    read the job. A run is due at `due`, which is None when it has ended.
    """

    account: str
    key: DeploymentKey
    job_id: str
    engine: str
    parameters: bytes
    started_at: int
    contents: bytes | None = None
    allow_non_restored_state: bool = False
    stop: StopIntention | None = None
    savepoints: tuple[SavepointIntention, ...] = ()
    polls: int = 0
    counts_polls: bool = False
    state: bytes = b""
    due: int | None = 0
    version: int = 0


class Runs:
    """The runs of all accounts, inside the transaction of the caller."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def insert(self, run: Run) -> None:
        """Insert a run that does not exist."""
        self._database.run(
            "INSERT INTO runs (deployment, job_id, engine, due, counts_polls, version, document) "
            "VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                run.key.digest(),
                run.job_id.encode(),
                run.engine,
                run.due,
                int(run.counts_polls),
                run.version,
                _encode(run),
            ),
        )

    def replace(self, run: Run) -> bool:
        """Replace a run, unless it has changed since it was read; return whether it was replaced."""
        changed = msgspec.structs.replace(run, version=run.version + 1)
        return bool(
            self._database.run(
                "UPDATE runs SET due = ?, counts_polls = ?, version = ?, document = ? "
                "WHERE deployment = ? AND job_id = ? AND version = ?",
                (
                    changed.due,
                    int(changed.counts_polls),
                    changed.version,
                    _encode(changed),
                    run.key.digest(),
                    run.job_id.encode(),
                    run.version,
                ),
            )
        )

    def claim(self, run: Run, until: int) -> Run | None:
        """Postpone a run that is about to be stepped, so that others leave it alone until then.

        Returns None when it has changed since it was read.
        """
        postponed = msgspec.structs.replace(run, due=until)
        if not self.replace(postponed):
            return None
        return msgspec.structs.replace(postponed, version=run.version + 1)

    def get(self, key: DeploymentKey, job_id: str) -> Run | None:
        """Read a run and lock it; None when the job was not started here."""
        rows = self._database.all(
            "SELECT document FROM runs WHERE deployment = ? AND job_id = ?"
            + self._database.for_update,
            (key.digest(), job_id.encode()),
        )
        return _decode(rows[0][0]) if rows else None

    def find(self, key: DeploymentKey, job_id: str) -> Run | None:
        """Read a run without locking it; None when the job was not started here."""
        rows = self._database.all(
            "SELECT document FROM runs WHERE deployment = ? AND job_id = ?",
            (key.digest(), job_id.encode()),
        )
        return _decode(rows[0][0]) if rows else None

    def due(self, engine: str, now: int, limit: int) -> Sequence[Run]:
        """Return runs that are due at a time in milliseconds, the longest due first."""
        rows = self._database.all(
            "SELECT document FROM runs WHERE engine = ? AND due <= ? ORDER BY due LIMIT ?",
            (engine, now, limit),
        )
        return [_decode(document) for (document,) in rows]

    def next_due(self, engine: str) -> int | None:
        """Return the time, in milliseconds, when the next run is due; None when there is none."""
        rows = self._database.all(
            "SELECT due FROM runs WHERE engine = ? AND due >= 0 ORDER BY due LIMIT 1", (engine,)
        )
        return rows[0][0] if rows else None

    def counting_polls(self, engine: str) -> Sequence[Run]:
        """Return the runs whose next step waits for a request that reads the job."""
        rows = self._database.all(
            "SELECT document FROM runs WHERE engine = ? AND counts_polls = 1", (engine,)
        )
        return [_decode(document) for (document,) in rows]

    def counts_polls(self, engine: str) -> bool:
        """Whether the next step of any run waits for a request that reads the job."""
        rows = self._database.all(
            "SELECT 1 FROM runs WHERE engine = ? AND counts_polls = 1 LIMIT 1", (engine,)
        )
        return bool(rows)

    def of_engine(self, engine: str) -> Sequence[Run]:
        """Return all runs of an engine, also those that have ended."""
        rows = self._database.all("SELECT document FROM runs WHERE engine = ?", (engine,))
        return [_decode(document) for (document,) in rows]

    def of_deployment(self, key: DeploymentKey) -> Sequence[Run]:
        """Return all runs of a deployment, also those that have ended."""
        rows = self._database.all(
            "SELECT document FROM runs WHERE deployment = ? ORDER BY job_id", (key.digest(),)
        )
        return [_decode(document) for (document,) in rows]

    def remove(self, key: DeploymentKey, job_id: str) -> None:
        """Remove a run, if there is one."""
        self._database.run(
            "DELETE FROM runs WHERE deployment = ? AND job_id = ?", (key.digest(), job_id.encode())
        )

    def live(self, key: DeploymentKey) -> set[bytes]:
        """Return the ids of the jobs of a deployment whose runs have not ended."""
        rows = self._database.all(
            "SELECT job_id FROM runs WHERE deployment = ? AND due IS NOT NULL", (key.digest(),)
        )
        return {job_id for (job_id,) in rows}

    def was_started(self, job_id: str) -> bool:
        """Whether a job of this id was started here, and not deleted since."""
        rows = self._database.all("SELECT 1 FROM runs WHERE job_id = ? LIMIT 1", (job_id.encode(),))
        return bool(rows)

    def bury(self, namespace: NamespaceKey, job_ids: Sequence[str]) -> None:
        """Remember that jobs were deleted: their ids are never used again."""
        self._database.run_each(
            "INSERT INTO deleted_jobs (namespace_digest, job_id) VALUES (?, ?) "
            "ON CONFLICT DO NOTHING",
            [(namespace.digest(), job_id.encode()) for job_id in job_ids],
        )

    def was_deleted(self, namespace: NamespaceKey, job_id: str) -> bool:
        """Whether a job of this id was deleted."""
        rows = self._database.all(
            "SELECT 1 FROM deleted_jobs WHERE namespace_digest = ? AND job_id = ?",
            (namespace.digest(), job_id.encode()),
        )
        return bool(rows)


_decoder = msgspec.json.Decoder(Run)


def _encode(run: Run) -> bytes:
    return msgspec.json.encode(run)


def _decode(document: bytes) -> Run:
    return _decoder.decode(document)
