"""The store of jobs: the JSON documents as they are served, beside their ids and sort keys.

Totals and the position indexes of deep pages are written in the transaction that writes the jobs.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TypeVar, cast

from ..errors import TargetError
from .database.direct import DirectAccess
from .database.interface import AsyncDatabase, Database
from .deployments import Deployments
from .events import Events
from .exports import Entry, EntryStore
from .job_pages import check_listing, first_page_statement, read_page
from .job_writes import JobWriter
from .position_index import TREE_PARAMETERS, TreeParameters
from .runs import Runs
from .savepoints import Savepoints
from .sort_keys import SortOrder, time_sort_key
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

ItemT = TypeVar("ItemT", bound=StoredJob | Entry)

_BATCH = 10_000
_BATCH_BYTES = 32 * 1024 * 1024
_CHUNK = 1000
_IS_OLDER = "deployment = ? AND by_gmt_create >= ? AND by_gmt_create < ?"
_IS_NOT_LIVE = (
    "NOT EXISTS (SELECT 1 FROM runs WHERE runs.deployment = jobs.deployment "
    "AND runs.job_id = jobs.job_id AND due IS NOT NULL)"
)


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
        self._entries = EntryStore(database)
        self._runs = Runs(database)

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
            lambda database: read_page(
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
        await self._requests.call(check_listing)

    def delay(self) -> float:
        """Return the seconds that the oldest statement of a request has waited for a connection."""
        return self._requests.delay()

    def documents(self, account: str) -> Iterator[bytes]:
        """Yield the lines of an export of an account from one snapshot.

        Deployments in order, each before its jobs by creation time and its runs; savepoints, events
        and variables follow.
        """
        with self._database.snapshot():
            keys = list(self._deployments.keys_of(account))
            for key in keys:
                yield from self._entries.deployment(key)
                sort_key = b""
                while rows := self._after(key.digest(), sort_key):
                    yield from (document for _, document in rows)
                    sort_key = rows[-1][0]
                yield from self._entries.runs(key)
            for namespace in sorted({key.namespace_key for key in keys}):
                yield from self._entries.savepoints(namespace)
            yield from self._entries.events(account)
            yield from self._entries.variables(account)

    def put(self, account: str, items: Iterable[StoredJob | Entry]) -> WriteSummary:
        """Insert jobs and entries, replacing those with the same ids; all or, on any error, none."""
        summary = WriteSummary(jobs=0, new=0)
        with self._database.transaction():
            for batch in batches(items):
                summary += self._put(account, batch)
        return summary

    def put_batch(self, account: str, batch: Sequence[StoredJob | Entry]) -> WriteSummary:
        """Insert or replace jobs and entries that fit into memory, all or none."""
        with self._database.transaction():
            return self._put(account, batch)

    def register(self, account: str, key: DeploymentKey) -> None:
        """Create a deployment, without jobs, unless it exists."""
        with self._database.transaction():
            self._deployments.lock(account, key)
            self._writer.define(key)

    def delete(self, account: str, key: DeploymentKey, job_ids: Iterable[str]) -> int:
        """Delete jobs of a deployment that have these ids; return their number.

        Raises TargetError for one that an engine runs.
        """
        with self._database.transaction():
            self._deployments.lock_existing(account, key)
            ids = [job_id.encode() for job_id in job_ids]
            self._require_ended(self._runs.live(key) & set(ids))
            return self._writer.delete(account, key, ids)

    def delete_deployment(self, account: str, key: DeploymentKey) -> int:
        """Delete a deployment with all its jobs; return their number.

        Raises TargetError when an engine runs one of them.
        """
        with self._database.transaction():
            self._deployments.lock_existing(account, key)
            self._require_ended(self._runs.live(key))
            return self._writer.delete_deployment(account, key)

    def prune(self, account: str, before: int) -> Iterator[int]:
        """Delete jobs created before a time (in seconds), in batches; yield the size of each.

        Jobs whose creation time is unknown, and those that an engine runs, are kept.
        """
        for key in list(self._deployments.keys_of(account)):
            while deleted := self._prune(account, key, before):
                yield deleted

    def prune_savepoints(self, account: str, before: int) -> None:
        """Delete failed savepoints and retained checkpoints that were created before a time.

        The newest complete one of each deployment is kept: jobs are started from it.
        """
        for key in list(self._deployments.keys_of(account)):
            with self._database.transaction():
                self._deployments.lock_existing(account, key)
                Savepoints(self._database).mark_older(key, before)

    def prune_events(self, account: str, before: int) -> int:
        """Delete the events of an account before a time in seconds; return their number."""
        with self._database.transaction():
            return Events(self._database).prune(account, before * 1000)

    def count_older(self, account: str, before: int) -> int:
        """Return the number of jobs that `prune` would delete."""
        statement = f"SELECT count(*) FROM jobs WHERE {_IS_OLDER} AND {_IS_NOT_LIVE}"
        with self._database.snapshot():
            keys = list(self._deployments.keys_of(account))
            counts = [self._database.all(statement, _older(key, before)) for key in keys]
        return sum(int(count) for [(count,)] in counts)

    def _prune(self, account: str, key: DeploymentKey, before: int) -> int:
        with self._database.transaction():
            rows = self._database.all(
                f"SELECT job_id FROM jobs WHERE {_IS_OLDER} AND {_IS_NOT_LIVE} "
                "ORDER BY by_gmt_create LIMIT ?",
                (*_older(key, before), _CHUNK),
            )
            return self._writer.delete(account, key, [row[0] for row in rows]) if rows else 0

    def _put(self, account: str, batch: Sequence[StoredJob | Entry]) -> WriteSummary:
        entries = [item for item in batch if isinstance(item, Entry)]
        jobs = [item for item in batch if isinstance(item, StoredJob)] if entries else batch
        self._entries.put_deployments(account, entries)
        summary = self._writer.put(account, cast("Sequence[StoredJob]", jobs))
        self._entries.put_states(account, entries)
        return summary + WriteSummary(jobs=0, new=0, entries=len(entries))

    def _require_ended(self, live: set[bytes]) -> None:
        if live:
            id = min(live).decode()
            raise TargetError(f"job {id} is run by an engine of this target; stop it first")

    async def _first_page(
        self, account: str, key: DeploymentKey, order: SortOrder, limit: int, offset: int
    ) -> Page | None:
        """Read a page near the beginning with its total, in one statement; None when it is empty.

        One statement without a transaction takes half the time of two statements.
        """
        deployment = key.digest()
        rows = await self._requests.all(
            first_page_statement(order, skips=offset > 0),
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


def batches(items: Iterable[ItemT]) -> Iterator[list[ItemT]]:
    """Yield jobs and entries in batches that are limited in number and in the bytes of jobs."""
    remaining = iter(items)
    while batch := list(islice(remaining, 1)):
        size = _size(batch[0])
        while len(batch) < _BATCH and size < _BATCH_BYTES and (item := next(remaining, None)):
            batch.append(item)
            size += _size(item)
        yield batch


def _size(item: StoredJob | Entry) -> int:
    return len(item.document) if isinstance(item, StoredJob) else 0
