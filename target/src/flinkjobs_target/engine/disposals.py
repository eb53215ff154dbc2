"""The deletion of the files of savepoints that callers have deleted."""

import logging
from collections.abc import Callable

from ..store.tables import DeployStore, Tables
from .interface import Engine

__all__ = ["Disposals"]

_log = logging.getLogger(__name__)
_BATCH = 100
_PAUSE = 30_000
"""Milliseconds until a disposal that failed is tried again."""


class Disposals:
    """Lets an engine dispose of marked savepoints; one that fails is tried again after a pause.

    One from which a job starts waits until that job has read it.
    """

    def __init__(self, store: DeployStore, engine: Engine, now: Callable[[], int]) -> None:
        self._store = store
        self._engine = engine
        self._now = now
        self._not_before: dict[str, int] = {}

    async def step(self) -> None:
        """Dispose of all savepoints that are marked."""
        marked = await self._store.read(_marked)
        for digest, savepoint_id, contents in marked:
            if self._not_before.get(savepoint_id, 0) > self._now():
                continue
            try:
                await self._engine.dispose(contents)
            except Exception as error:
                self._postpone(savepoint_id, error)
                continue
            self._not_before.pop(savepoint_id, None)
            await self._store.write(_deletion(digest, savepoint_id))

    def _postpone(self, savepoint_id: str, error: Exception) -> None:
        if savepoint_id not in self._not_before:
            _log.warning("savepoint %s cannot be deleted yet: %s", savepoint_id, error)
        self._not_before[savepoint_id] = self._now() + _PAUSE


def _marked(tables: Tables) -> list[tuple[bytes, str, bytes]]:
    """Return the marked savepoints from which no job starts."""
    return [
        (digest, savepoint_id, contents)
        for digest, savepoint_id, contents in tables.savepoints.marked(_BATCH)
        if not tables.jobs_restoring(digest, savepoint_id)
    ]


def _deletion(digest: bytes, savepoint_id: str) -> Callable[[Tables], None]:
    return lambda tables: tables.savepoints.delete(digest, savepoint_id)
