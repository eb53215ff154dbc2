"""The observer's main loop: polls every cluster in a task of its own until it is stopped."""

import asyncio
import time
from collections.abc import Sequence
from contextlib import AsyncExitStack, suppress

from msgspec import Struct

from flinkrest import AsyncClient
from flinkrest.errors import UsageError
from flinkrest.transports import AiohttpTransport

from ..clock import Clock, utc_now
from ..cluster_credentials import Credentials
from ..errors import TargetError
from ..notices.routing import Routing
from ..store.observed import ObservedStore
from .cluster_errors import ClusterErrorLog, HistoryServerError, describe_error
from .cluster_watcher import ClusterWatcher
from .flink.reader import FlinkReader
from .job_log import JobLog
from .poll_interval import PollInterval
from .recorder import Recorder
from .status import ClusterStatus, ObserverStatus

__all__ = ["ClusterEndpoints", "ObserverConfig", "observe"]


class ClusterEndpoints(Struct, frozen=True, kw_only=True):
    """The name of a cluster, the URLs of its JobManager and history server, and how to sign in at both."""

    name: str
    url: str
    history_url: str | None = None
    credentials: Credentials = Credentials()


class ObserverConfig(Struct, frozen=True, kw_only=True):
    """The clusters to observe, and the limits that apply to each; times are in seconds."""

    clusters: Sequence[ClusterEndpoints]
    interval: float = 10.0
    timeout: float = 10.0
    max_concurrent_requests: int = 4
    lost_after: int = 3
    message_length: int = 300
    routing: Routing | None = None


async def observe(
    config: ObserverConfig,
    store: ObservedStore,
    account: str,
    stop: asyncio.Event,
    status: ObserverStatus,
    *,
    clock: Clock = utc_now,
) -> None:
    """Observe clusters until `stop` is set; raise TargetError when a URL is malformed."""
    async with AsyncExitStack() as stack:
        watchers = [
            (cluster, await _open_watcher(config, cluster, store, account, clock, stack, status))
            for cluster in config.clusters
        ]
        tasks = [
            asyncio.create_task(
                _poll_until(stop, config, cluster, watcher, status.clusters[cluster.name])
            )
            for cluster, watcher in watchers
        ]
        await stop.wait()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _open_watcher(
    config: ObserverConfig,
    cluster: ClusterEndpoints,
    store: ObservedStore,
    account: str,
    clock: Clock,
    stack: AsyncExitStack,
    status: ObserverStatus,
) -> ClusterWatcher:
    async def open_reader(url: str) -> FlinkReader:
        client = await stack.enter_async_context(_build_client(config, cluster, url))
        return FlinkReader(
            client,
            max_concurrent_requests=config.max_concurrent_requests,
            message_length=config.message_length,
        )

    return ClusterWatcher(
        await open_reader(cluster.url),
        await open_reader(cluster.history_url) if cluster.history_url else None,
        Recorder(store, account, cluster.name, clock, config.routing),
        JobLog(cluster.name),
        lost_after=config.lost_after,
        deployments=status.deployments,
    )


def _build_client(config: ObserverConfig, cluster: ClusterEndpoints, url: str) -> AsyncClient:
    credentials = cluster.credentials
    try:
        return AsyncClient(
            endpoint=url,
            headers=credentials.headers,
            transport=AiohttpTransport(ssl_context=credentials.ssl_context),
            allow_http=True,
            retries=0,
            timeout=config.timeout,
        )
    except UsageError as error:
        raise TargetError(f"cluster {cluster.name}: {error.message}") from None


async def _poll_until(
    stop: asyncio.Event,
    config: ObserverConfig,
    cluster: ClusterEndpoints,
    watcher: ClusterWatcher,
    status: ClusterStatus,
) -> None:
    interval, errors = PollInterval(config.interval), ClusterErrorLog(cluster.name)
    while not stop.is_set():
        began = time.monotonic()
        try:
            await watcher.poll(config.interval)
        except HistoryServerError as error:
            interval.record_success(watcher.listing_seconds)
            _record_read(status, watcher, interval, began)
            status.history_failures += 1
            status.error = describe_error(error.__cause__ or error, cluster.history_url or "")
            errors.log_error(status.error)
        except Exception as error:  # an error of one cluster must not stop the others
            watcher.expect_other_cluster()
            interval.record_failure()
            status.failures += 1
            status.error = describe_error(error, cluster.url)
            errors.log_error(status.error)
        else:
            interval.record_success(watcher.listing_seconds)
            _record_read(status, watcher, interval, began)
            errors.log_recovery()
        with suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), interval.pause(time.monotonic() - began))


def _record_read(
    status: ClusterStatus, watcher: ClusterWatcher, interval: PollInterval, began: float
) -> None:
    """Record a poll that has read the cluster."""
    status.reads += 1
    status.read_at, status.read_time = time.monotonic(), time.time()
    status.poll_seconds, status.interval = status.read_at - began, interval.regular
    status.listed_jobs, status.stored_jobs = watcher.listed_jobs, watcher.stored_jobs
    status.error = None
