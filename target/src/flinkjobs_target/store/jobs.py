"""The store of jobs: the JSON documents as they are served, beside their ids and sort keys.

Totals and the position indexes of deep pages are written in the transaction that writes the jobs.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import islice
from pathlib import Path

from .database.direct import DirectAccess
from .database.interface import AsyncDatabase, Database
from .deployments import SELECT_OWN_TOTAL, Deployments
from .job_writes import JobWriter
from .position_index import TREE_PARAMETERS, PositionIndex, TreeParameters
from .sort_keys import COLUMNS, SortOrder, time_sort_key
from .types import DeploymentKey, MissingResourceError, Page, StoredJob, WriteSummary

__all__ = [
    "DeploymentKey",
    "JobStore",
    "MissingResourceError",
    "Page",
    "StoredJob",
    "WriteSummary",
    "batches",
]

_BATCH = 10_000
_BATCH_BYTES = 32 * 1024 * 1024
_CHUNK = 1000
_IS_OLDER = "deployment = ? AND by_gmt_create >= ? AND by_gmt_create < ?"


class JobStore:
    """The jobs of all accounts; ids are compared byte for byte.

    Requests await `page` and `get`, which read through `requests`; commands use the other methods.
    """

    def __init__(
        self,
        database: Database,
        requests: AsyncDatabase | None = None,
        *,
        tree: TreeParameters = TREE_PARAMETERS,
    ) -> None:
        self._database = database
        self._requests = requests or DirectAccess(database)
        self._tree = tree
        self._deployments = Deployments(database)
        self._writer = JobWriter(database, self._deployments, tree)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def backup(self, path: Path) -> None:
        """Copy one state to a new file, while others read and write."""
        self._database.backup(path)

    async def page(
        self, account: str, key: DeploymentKey, order: SortOrder, *, limit: int, offset: int
    ) -> Page:
        """Read a page of a deployment; raise MissingResourceError when the account has no such deployment."""
        if limit and offset < self._tree.leaf:
            page = await self._first_page(account, key, order, limit, offset)
            if page is not None:
                return page
        return await self._requests.call(
            lambda database: _read_page(
                database, self._tree, account, key, order, limit=limit, offset=offset
            )
        )

    async def get(self, account: str, workspace: str, namespace: str, job_id: str) -> bytes:
        """Read the document of one job; raise MissingResourceError when the account has no such job.

        When several deployments have a job of this id, the newest is read.
        """
        rows = await self._requests.all(
            "SELECT document FROM deployments "
            "JOIN workspaces USING (workspace) JOIN jobs USING (deployment) "
            "WHERE account = ? AND workspace = ? AND namespace = ? AND job_id = ? "
            "ORDER BY by_gmt_create DESC, deployment_id LIMIT 1",
            (account, workspace.encode(), namespace.encode(), job_id.encode()),
        )
        if not rows:
            raise await self._requests.call(
                lambda database: Deployments(database).missing(
                    account, workspace, namespace, "job", job_id
                )
            )
        document: bytes = rows[0][0]
        return document

    async def check(self) -> None:
        """Raise UnavailableError when jobs cannot be listed."""
        await self._requests.call(_check_listing)

    def delay(self) -> float:
        """Return the seconds that the oldest statement of a request has waited for a connection."""
        return self._requests.delay()

    def documents(self, account: str) -> Iterator[bytes]:
        """Yield all documents of an account from one snapshot, by deployment and creation time."""
        with self._database.snapshot():
            for key in self._deployments.keys_of(account):
                sort_key = b""
                while rows := self._after(key.digest(), sort_key):
                    yield from (document for _, document in rows)
                    sort_key = rows[-1][0]

    def put(self, account: str, jobs: Iterable[StoredJob]) -> WriteSummary:
        """Insert jobs, replacing those with the same ids; all or, on any error, none."""
        summary = WriteSummary(jobs=0, new=0)
        with self._database.transaction():
            for batch in batches(jobs):
                summary += self._writer.put(account, batch)
        return summary

    def put_batch(self, account: str, batch: Sequence[StoredJob]) -> WriteSummary:
        """Insert or replace jobs that fit into memory, all or none."""
        with self._database.transaction():
            return self._writer.put(account, batch)

    def register(self, account: str, key: DeploymentKey) -> None:
        """Create a deployment, without jobs, unless it exists."""
        with self._database.transaction():
            self._deployments.lock(account, key)
            self._writer.define(key)

    def adopt(self) -> int:
        """Write a document for each deployment that has none, as a program of before them left it.

        Returns their number.
        """
        keys = self._deployments.undefined()
        for key in keys:
            with self._database.transaction():
                self._writer.adopt(key)
        return len(keys)

    def delete(self, account: str, key: DeploymentKey, job_ids: Iterable[str]) -> int:
        """Delete jobs of a deployment that have these ids; return their number."""
        with self._database.transaction():
            ids = [job_id.encode() for job_id in job_ids]
            return self._writer.delete(account, key, ids)

    def delete_deployment(self, account: str, key: DeploymentKey) -> int:
        """Delete a deployment with all its jobs; return their number."""
        with self._database.transaction():
            return self._writer.delete_deployment(account, key)

    def prune(self, account: str, before: int) -> Iterator[int]:
        """Delete jobs created before a time (in seconds), in batches; yield the size of each.

        Jobs whose creation time is unknown are kept.
        """
        for key in list(self._deployments.keys_of(account)):
            while deleted := self._prune(account, key, before):
                yield deleted

    def count_older(self, account: str, before: int) -> int:
        """Return the number of jobs that `prune` would delete."""
        statement = f"SELECT count(*) FROM jobs WHERE {_IS_OLDER}"
        with self._database.snapshot():
            keys = list(self._deployments.keys_of(account))
            counts = [self._database.all(statement, _older(key, before)) for key in keys]
        return sum(int(count) for [(count,)] in counts)

    def _prune(self, account: str, key: DeploymentKey, before: int) -> int:
        with self._database.transaction():
            rows = self._database.all(
                f"SELECT job_id FROM jobs WHERE {_IS_OLDER} ORDER BY by_gmt_create LIMIT ?",
                (*_older(key, before), _CHUNK),
            )
            return self._writer.delete(account, key, [row[0] for row in rows]) if rows else 0

    async def _first_page(
        self, account: str, key: DeploymentKey, order: SortOrder, limit: int, offset: int
    ) -> Page | None:
        """Read a page near the beginning with its total, in one statement; None when it is empty.

        One statement without a transaction takes half the time of two statements.
        """
        deployment = key.digest()
        rows = await self._requests.all(
            _first_page_statement(order, skips=offset > 0),
            (deployment, account, deployment, *((deployment, offset) if offset else ()), limit),
        )
        if not rows or rows[0][1] is None:
            return None
        return Page(documents=[row[0] for row in rows], total=int(rows[0][1]))

    def _after(self, deployment: bytes, sort_key: bytes) -> list[tuple[bytes, bytes]]:
        return self._database.all(
            "SELECT by_gmt_create, document FROM jobs WHERE deployment = ? AND by_gmt_create > ? "
            "ORDER BY by_gmt_create LIMIT ?",
            (deployment, sort_key, _CHUNK),
        )


def _older(key: DeploymentKey, before: int) -> tuple[bytes, bytes, bytes]:
    """Return the values of `_IS_OLDER` for a deployment and a time in seconds."""
    return key.digest(), time_sort_key(-(2**63)), time_sort_key(before)


def _check_listing(database: Database) -> None:
    """Run the statements of a first and of a deep page, of no deployment."""
    database.check()
    for name in COLUMNS:
        database.all(_first_page_statement(SortOrder(name, "asc"), skips=False), (b"", "", b"", 1))
        PositionIndex(database, b"", name, TREE_PARAMETERS).update((), (), 0)


def _read_page(
    database: Database,
    tree: TreeParameters,
    account: str,
    key: DeploymentKey,
    order: SortOrder,
    *,
    limit: int,
    offset: int,
) -> Page:
    """Read any page with its total, from one snapshot."""
    with database.snapshot():
        total = Deployments(database).total(account, key)
        count = max(0, min(limit, total - offset))
        index = PositionIndex(database, key.digest(), order.name, tree)
        documents = _read_documents(index, order, offset, count, total) if count else []
    return Page(documents=documents, total=total)


def _read_documents(
    index: PositionIndex, order: SortOrder, offset: int, count: int, total: int
) -> Sequence[bytes]:
    """Read a page through the position index."""
    ascending = order.direction == "asc"
    start = offset if ascending else total - offset - count
    sort_key, skip = index.locate(start)
    documents = _from_sort_key(index, sort_key, skip, count)
    return documents if ascending else documents[::-1]


def _from_sort_key(index: PositionIndex, sort_key: bytes, skip: int, count: int) -> list[bytes]:
    """Read documents in ascending order, from a number of jobs after a sort key."""
    column = COLUMNS[index.order]
    rows = index.database.all(
        f"SELECT document FROM jobs WHERE deployment = ? AND {column} >= "
        f"(SELECT {column} FROM jobs WHERE deployment = ? AND {column} >= ? "
        f"ORDER BY {column} LIMIT 1 OFFSET ?) ORDER BY {column} LIMIT ?",
        (index.deployment, index.deployment, sort_key, skip, count),
    )
    return [document for (document,) in rows]


@lru_cache
def _first_page_statement(order: SortOrder, *, skips: bool) -> str:
    """Return the statement that reads documents, each with the total, from an offset on.

    Skipped jobs are read from the sort order's index only.
    """
    column = COLUMNS[order.name]
    by, at = (f"{column} DESC", "<=") if order.direction == "desc" else (column, ">=")
    first = f"SELECT {column} FROM jobs WHERE deployment = ? ORDER BY {by} LIMIT 1 OFFSET ?"
    return (
        f"SELECT document, ({SELECT_OWN_TOTAL}) FROM jobs WHERE deployment = ? "
        f"{f'AND {column} {at} ({first}) ' if skips else ''}ORDER BY {by} LIMIT ?"
    )


def batches(jobs: Iterable[StoredJob]) -> Iterator[list[StoredJob]]:
    """Yield jobs in batches that are limited in number and in bytes."""
    remaining = iter(jobs)
    while batch := list(islice(remaining, 1)):
        size = len(batch[0].document)
        while len(batch) < _BATCH and size < _BATCH_BYTES and (job := next(remaining, None)):
            batch.append(job)
            size += len(job.document)
        yield batch
