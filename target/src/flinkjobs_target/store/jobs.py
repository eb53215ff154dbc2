"""Jobs: each is kept as the JSON that it is served as, beside what selects and orders it.

Totals and the ranges that find deep pages are written in the transaction that writes the jobs.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from .database.interface import Database
from .deployments import SELECT_OWN_TOTAL, Deployments
from .job_writes import Changes
from .position_index import SHAPE, Ranges, Shape
from .sort_keys import COLUMNS, Order, place_of_time
from .types import DeploymentKey, Page, Stored, StoredJob, UnknownError

__all__ = [
    "DeploymentKey",
    "JobStore",
    "Page",
    "Stored",
    "StoredJob",
    "UnknownError",
    "batches",
]

_BATCH = 10_000
_BATCH_BYTES = 32 * 1024 * 1024
_PIECE = 1000


class JobStore:
    """The jobs of all accounts; ids are compared byte for byte."""

    def __init__(self, database: Database, shape: Shape = SHAPE) -> None:
        self._database = database
        self._shape = shape
        self._deployments = Deployments(database)
        self._changes = Changes(database, self._deployments, shape)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def backup(self, path: Path) -> None:
        """Copy one state to a new file, while others read and write."""
        self._database.backup(path)

    def page(
        self, account: str, key: DeploymentKey, order: Order, *, limit: int, offset: int
    ) -> Page:
        """Read a page of a deployment; raise UnknownError when the account has none such."""
        if limit and offset < self._shape.leaf:
            page = self._first_page(account, key, order, limit, offset)
            if page is not None:
                return page
        with self._database.snapshot():
            total = self._deployments.total(account, key)
            count = max(0, min(limit, total - offset))
            documents = self._read(key.digest(), order, offset, count, total) if count else []
        return Page(documents=documents, total=total)

    def get(self, account: str, workspace: str, namespace: str, job_id: str) -> bytes:
        """Read the document of one job; raise UnknownError when the account has none such.

        Of jobs of one id in several deployments, the newest is meant.
        """
        with self._database.snapshot():
            rows = self._database.all(
                "SELECT document FROM deployments "
                "JOIN workspaces USING (workspace) JOIN jobs USING (deployment) "
                "WHERE account = ? AND workspace = ? AND namespace = ? AND job_id = ? "
                "ORDER BY by_gmt_create DESC, deployment_id LIMIT 1",
                (account, workspace.encode(), namespace.encode(), job_id.encode()),
            )
            if not rows:
                raise self._deployments.unknown(account, workspace, namespace, ("job", job_id))
        document: bytes = rows[0][0]
        return document

    def documents(self, account: str) -> Iterator[bytes]:
        """Give all documents of an account at one moment, by deployment and creation time."""
        with self._database.snapshot():
            for key in self._deployments.of(account):
                place = b""
                while rows := self._after(key.digest(), place):
                    yield from (document for _, document in rows)
                    place = rows[-1][0]

    def put(self, account: str, jobs: Iterable[StoredJob]) -> Stored:
        """Add jobs, in place of those with the same ids; all of them or, on any error, none."""
        stored = Stored(jobs=0, new=0)
        with self._database.transaction():
            for batch in batches(jobs):
                stored += self._changes.put(account, batch)
        return stored

    def put_batch(self, account: str, batch: Sequence[StoredJob]) -> Stored:
        """Add jobs that fit into memory, all or none."""
        with self._database.transaction():
            return self._changes.put(account, batch)

    def register(self, account: str, key: DeploymentKey) -> None:
        """Make a deployment known that may have no jobs yet."""
        with self._database.transaction():
            self._deployments.hold(account, key)

    def delete(self, account: str, key: DeploymentKey, job_ids: Iterable[str]) -> int:
        """Delete jobs of a deployment that have these ids; give their number."""
        with self._database.transaction():
            ids = [job_id.encode() for job_id in job_ids]
            return self._changes.delete(account, key, ids)

    def forget(self, account: str, key: DeploymentKey) -> int:
        """Delete a deployment with all its jobs; give their number."""
        with self._database.transaction():
            return self._changes.forget(account, key)

    def prune(self, account: str, before: int) -> Iterator[int]:
        """Delete jobs created before a time (in seconds), in batches; give each one's number.

        Jobs whose creation time is unknown are kept.
        """
        for key in list(self._deployments.of(account)):
            while deleted := self._prune(account, key, before):
                yield deleted

    def _prune(self, account: str, key: DeploymentKey, before: int) -> int:
        with self._database.transaction():
            rows = self._database.all(
                "SELECT job_id FROM jobs WHERE deployment = ? AND by_gmt_create >= ? "
                "AND by_gmt_create < ? ORDER BY by_gmt_create LIMIT ?",
                (key.digest(), place_of_time(-(2**63)), place_of_time(before), _PIECE),
            )
            return self._changes.delete(account, key, [row[0] for row in rows]) if rows else 0

    def _first_page(
        self, account: str, key: DeploymentKey, order: Order, limit: int, offset: int
    ) -> Page | None:
        """Read a page near the beginning with its total, in one statement; None when it is empty.

        Without a transaction around it, this takes half the time of two.
        """
        deployment = key.digest()
        rows = self._database.all(
            _first_page_statement(order, skips=offset > 0),
            (deployment, account, deployment, *((deployment, offset) if offset else ()), limit),
        )
        if not rows or rows[0][1] is None:
            return None
        return Page(documents=[row[0] for row in rows], total=int(rows[0][1]))

    def _read(
        self, deployment: bytes, order: Order, offset: int, count: int, total: int
    ) -> Sequence[bytes]:
        """Read jobs in ascending order, from where they are."""
        ascending = order.direction == "asc"
        start = offset if ascending else total - offset - count
        place, skip = self._ranges(deployment, order).locate(start)
        documents = self._from_place(deployment, order, place, skip, count)
        return documents if ascending else documents[::-1]

    def _ranges(self, deployment: bytes, order: Order) -> Ranges:
        return Ranges(self._database, deployment, order.name, self._shape)

    def _from_place(
        self, deployment: bytes, order: Order, place: bytes, skip: int, count: int
    ) -> list[bytes]:
        column = COLUMNS[order.name]
        return self._documents(
            f"SELECT document FROM jobs WHERE deployment = ? AND {column} >= "
            f"(SELECT {column} FROM jobs WHERE deployment = ? AND {column} >= ? "
            f"ORDER BY {column} LIMIT 1 OFFSET ?) ORDER BY {column} LIMIT ?",
            (deployment, deployment, place, skip, count),
        )

    def _documents(self, statement: str, values: Sequence[object]) -> list[bytes]:
        return [document for (document,) in self._database.all(statement, values)]

    def _after(self, deployment: bytes, place: bytes) -> list[tuple[bytes, bytes]]:
        return self._database.all(
            "SELECT by_gmt_create, document FROM jobs WHERE deployment = ? AND by_gmt_create > ? "
            "ORDER BY by_gmt_create LIMIT ?",
            (deployment, place, _PIECE),
        )


@lru_cache
def _first_page_statement(order: Order, *, skips: bool) -> str:
    """Give the statement that reads documents, each with the total, from a number of jobs on.

    Only the order's index is read of the jobs that are skipped.
    """
    column = COLUMNS[order.name]
    by, at = (f"{column} DESC", "<=") if order.direction == "desc" else (column, ">=")
    first = f"SELECT {column} FROM jobs WHERE deployment = ? ORDER BY {by} LIMIT 1 OFFSET ?"
    return (
        f"SELECT document, ({SELECT_OWN_TOTAL}) FROM jobs WHERE deployment = ? "
        f"{f'AND {column} {at} ({first}) ' if skips else ''}ORDER BY {by} LIMIT ?"
    )


def batches(jobs: Iterable[StoredJob]) -> Iterator[list[StoredJob]]:
    """Cut jobs into batches that are limited in number and in size."""
    remaining = iter(jobs)
    while batch := list(islice(remaining, 1)):
        size = len(batch[0].document)
        while len(batch) < _BATCH and size < _BATCH_BYTES and (job := next(remaining, None)):
            batch.append(job)
            size += len(job.document)
        yield batch
