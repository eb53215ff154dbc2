"""The loop: every cluster in a task of its own, until told to stop."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress

from msgspec import Struct

from flinkrest import AsyncClient
from flinkrest.errors import UsageError

from ..clock import Clock, utc_now
from ..errors import TargetError
from ..store.observed import ObservedStore
from .cluster_errors import HistoryServerError, Problems, what_is_wrong
from .cluster_watcher import Watch
from .flink.reader import FlinkReader
from .job_log import News
from .poll_interval import Pace
from .recorder import Recorder

__all__ = ["ClusterPlace", "Observing", "observe"]


class ClusterPlace(Struct, frozen=True, kw_only=True):
    """A cluster by name, where it is, and where its history server is."""

    name: str
    url: str
    history_url: str | None = None


class Observing(Struct, frozen=True, kw_only=True):
    """How clusters are observed; times are in seconds."""

    clusters: Sequence[ClusterPlace]
    interval: float = 10.0
    timeout: float = 10.0
    at_once: int = 4
    lost_after: int = 3
    message_length: int = 300


async def observe(
    how: Observing,
    store: ObservedStore,
    account: str,
    stop: asyncio.Event,
    *,
    clock: Clock = utc_now,
) -> None:
    """Observe clusters until told to stop; raise TargetError when a URL is none."""
    async with AsyncExitStack() as stack:
        watching = [
            _watch_until(stop, how, place, await _watch(how, place, store, account, clock, stack))
            for place in how.clusters
        ]
        tasks = [asyncio.create_task(one) for one in watching]
        await stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _watch(
    how: Observing,
    place: ClusterPlace,
    store: ObservedStore,
    account: str,
    clock: Clock,
    stack: AsyncExitStack,
) -> Watch:
    readers = [
        await stack.enter_async_context(_client(how, place.name, url))
        for url in (place.url, place.history_url)
        if url
    ]
    asked = [
        FlinkReader(client, at_once=how.at_once, message_length=how.message_length)
        for client in readers
    ]
    return Watch(
        asked[0],
        asked[1] if place.history_url else None,
        Recorder(store, account, place.name, clock),
        News(place.name),
        lost_after=how.lost_after,
    )


def _client(how: Observing, name: str, url: str) -> AsyncClient:
    try:
        return AsyncClient(endpoint=url, allow_http=True, retries=0, timeout=how.timeout)
    except UsageError as error:
        raise TargetError(f"cluster {name}: {error.message}") from None


async def _watch_until(
    stop: asyncio.Event, how: Observing, place: ClusterPlace, watch: Watch
) -> None:
    pace, problems = Pace(how.interval), Problems(place.name)
    while not stop.is_set():
        began = time.monotonic()
        try:
            await watch.look(how.interval)
        except HistoryServerError as error:
            pace.answered(watch.listing_took)
            problems.begin(what_is_wrong(error.__cause__ or error, place.history_url or ""))
        except Exception as error:  # whatever a cluster answers, the others and the next look go on
            watch.forget()
            pace.failed()
            problems.begin(what_is_wrong(error, place.url))
        else:
            pace.answered(watch.listing_took)
            problems.end()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pace.wait(time.monotonic() - began))
