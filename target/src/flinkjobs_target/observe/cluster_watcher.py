"""One cluster, watched: which of its jobs are to be looked at more closely, and which are gone."""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TypeVar

from flinkrest.errors import FlinkRestError

from .cluster_errors import HistoryServerError, NotFlinkError
from .concurrency import all_of, in_thread
from .flink.reader import Cluster, FlinkReader
from .flink.responses import Held
from .job_log import News
from .jobs.facts import Facts
from .jobs.states import FINAL, LIVE_IN_FLINK
from .poll_state import Seen, is_current, is_news, noted, over, recalled, turn
from .recorder import Recorder

__all__ = ["Watch"]

T = TypeVar("T")

_PIECE = 50
"""Jobs that are looked at and written together."""
_PATIENCE = 15.0
"""Seconds after which a job that has ended is written even when not all was told of it."""


class Watch:
    """Looks at a cluster, and at its history server if there is one.

    What it remembers only saves questions: what is written is decided by the books.
    """

    def __init__(
        self,
        reader: FlinkReader,
        history: FlinkReader | None,
        recorder: Recorder,
        news: News,
        *,
        lost_after: int,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._reader = reader
        self._history = history
        self._recorder = recorder
        self._news = news
        self._lost_after = lost_after
        self._clock = clock
        self._cluster: Cluster | None = None
        self._is_old = False
        self._seen: dict[str, Seen] = {}
        self._live: set[str] | None = None
        self._missed: dict[str, int] = {}
        self._lacking: dict[str, float] = {}
        self.listing_took = 0.0

    def forget(self) -> None:
        """Ask anew what the cluster is, when it matters: it may come back as another one."""
        self._is_old = True

    async def look(self, seconds: float) -> None:
        """Look once; jobs that are left after so many seconds are looked at the next time."""
        try:
            await self._look(seconds)
        finally:
            self._news.looked()

    async def _look(self, seconds: float) -> None:
        began = self._clock()
        listed = await self._reader.jobs()
        self.listing_took = self._clock() - began
        await self._remember(listed)
        self._news.steps(await in_thread(self._recorder.reassign))
        changed = [one for one in listed if is_news(self._seen.get(one.job_id), one, began)]
        cluster = await self._known_cluster(bool(changed))
        await self._look_closely(changed, cluster, began + seconds)
        await self._find_vanished({one.job_id for one in listed}, cluster)

    async def _known_cluster(self, needed: bool) -> Cluster:
        if self._cluster is None or (needed and self._is_old):
            self._cluster = await self._reader.cluster()
            self._is_old = False
            self._news.version(self._cluster.flink_version)
        return self._cluster

    async def _remember(self, listed: Sequence[Facts]) -> None:
        """Take from the books what was known of jobs before this program ran."""
        if self._live is None:
            self._live = set(await in_thread(self._recorder.unfinished))
        ids = {one.job_id for one in listed}
        self._seen = {job_id: seen for job_id, seen in self._seen.items() if job_id in ids}
        self._lacking = {id: since for id, since in self._lacking.items() if id in ids}
        new = {one.job_id: one for one in listed if one.job_id not in self._seen}
        known = await in_thread(lambda: self._recorder.known(list(new)))
        for job_id, before in known.items():
            ended = before.state in FINAL
            now = self._clock()
            self._seen[job_id] = over(new[job_id], now) if ended else recalled(before.facts, now)
            self._news.reused(before, new[job_id])

    async def _look_closely(self, changed: Sequence[Facts], cluster: Cluster, until: float) -> None:
        """Look at jobs that changed first, then at new ones, the newest before the others."""
        if not changed:
            return
        held = await self._held(changed)
        order = sorted(
            changed, key=lambda one: (turn(self._seen.get(one.job_id), one), -one.started)
        )
        for piece in _pieces(order):
            await self._write(await self._looked(self._reader, piece, cluster, held))
            if self._clock() > until:
                break

    async def _held(self, changed: Sequence[Facts]) -> Mapping[str, Held]:
        live = any(one.flink_state in LIVE_IN_FLINK for one in changed)
        return await self._reader.held() if live else {}

    async def _looked(
        self,
        reader: FlinkReader,
        jobs: Sequence[Facts],
        cluster: Cluster,
        held: Mapping[str, Held],
    ) -> list[Facts]:
        """Look at jobs; leave out those of which too little was told, to be asked for again."""
        looks = await all_of(
            reader.look(one, cluster, held.get(one.job_id), first=self._is_first(one.job_id))
            for one in jobs
        )
        return [facts for facts in looks if self._is_enough(facts)]

    def _is_first(self, job_id: str) -> bool:
        seen = self._seen.get(job_id)
        return seen is None or not seen.whole

    def _is_enough(self, facts: Facts) -> bool:
        if not self._lacks(facts):
            return True
        since = self._lacking.setdefault(facts.job_id, self._clock())
        return self._clock() - since > _PATIENCE

    def _lacks(self, facts: Facts) -> bool:
        """Tell whether to ask again; Flink's details may be some seconds older than its listing."""
        if self._is_first(facts.job_id) and facts.labels is None:
            return True
        if facts.ended is not None and not is_current(facts):
            return True
        return facts.flink_state == "FAILED" and facts.failure is None

    async def _write(self, looks: Sequence[Facts]) -> None:
        self._news.steps(await in_thread(lambda: self._recorder.looked(looks)))
        for one in looks:
            self._keep_alive(one.job_id, one.ended is None)
            self._seen[one.job_id] = noted(one, self._seen.get(one.job_id), self._clock())
            self._lacking.pop(one.job_id, None)

    def _keep_alive(self, job_id: str, alive: bool) -> None:
        if self._live is not None:
            (self._live.add if alive else self._live.discard)(job_id)

    async def _find_vanished(self, listed: set[str], cluster: Cluster) -> None:
        """Look for jobs that are no longer listed though they had not ended."""
        missing = (self._live or set()) - listed
        self._missed = {job_id: self._missed.get(job_id, 0) + 1 for job_id in missing}
        if not missing:
            return
        self._is_old = True
        await self._find_in_history(missing, cluster)
        given_up = [id for id, times in self._missed.items() if times >= self._lost_after]
        for piece in _pieces(given_up):
            known = await all_of(self._reader.knows(job_id) for job_id in piece)
            await self._give_up([id for id, still in zip(piece, known, strict=True) if not still])

    async def _give_up(self, gone: Sequence[str]) -> None:
        self._news.steps(await in_thread(lambda: self._recorder.lost(gone)))
        for job_id in gone:
            self._keep_alive(job_id, False)

    async def _find_in_history(self, missing: set[str], cluster: Cluster) -> None:
        """Ask the history server; as long as it does not answer, nothing counts as lost."""
        if self._history is None:
            return
        try:
            archived = [one for one in await self._history.jobs() if one.job_id in missing]
            for piece in _pieces(archived):
                looks = await self._looked(self._history, piece, cluster, {})
                await self._write(looks)
                for one in looks:
                    self._missed.pop(one.job_id, None)
        except (FlinkRestError, NotFlinkError) as error:
            raise HistoryServerError from error


def _pieces(jobs: Sequence[T]) -> Iterator[Sequence[T]]:
    remaining = iter(jobs)
    while piece := list(islice(remaining, _PIECE)):
        yield piece
