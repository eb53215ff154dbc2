"""The status of an observer: when each cluster was last read, and what failed since."""

import time
from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from ..errors import TargetError
from ..storage import Storage, answered
from .deployment_jobs import DeploymentJobs

__all__ = ["ClusterStatus", "ObserverStatus"]


class ClusterStatus(Struct, kw_only=True):
    """The polls of one cluster so far.

    `read_at`, or else `started_at`, is in seconds of a monotonic clock; `read_time` is in seconds
    since 1970. `interval` is the time between two polls of a cluster that responds.
    """

    started_at: float
    interval: float
    read_at: float | None = None
    read_time: float | None = None
    poll_seconds: float = 0.0
    reads: int = 0
    failures: int = 0
    history_failures: int = 0
    listed_jobs: int = 0
    stored_jobs: int = 0
    error: str | None = None
    """The error of the last poll, in one line."""

    def lag(self, now: float) -> float:
        """Return the seconds since the cluster was read, or since the observer started."""
        return now - (self.started_at if self.read_at is None else self.read_at)


class ObserverStatus:
    """The status of all clusters, and of the storage once it is open."""

    def __init__(
        self,
        clusters: Iterable[str],
        *,
        interval: float,
        unhealthy_after: int,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self.now = monotonic
        self.storage: Storage | None = None
        self.deployments = DeploymentJobs()
        self.clusters: Mapping[str, ClusterStatus] = {
            name: ClusterStatus(started_at=monotonic(), interval=interval) for name in clusters
        }
        self._unhealthy_after = unhealthy_after

    async def check(self) -> None:
        """Raise TargetError when the storage does not answer, or a cluster was not read for too long."""
        if self.storage is None:
            raise TargetError("the storage is not available yet; see the log")
        await answered(self.storage.jobs.check(), self.storage.location)
        faults = [fault for name in self.clusters if (fault := self._fault(name))]
        if faults:
            raise TargetError("; ".join(faults))

    def _fault(self, name: str) -> str | None:
        """Return what is wrong with a cluster, or None."""
        status = self.clusters[name]
        lag = status.lag(self.now())
        if lag <= self._unhealthy_after * status.interval:
            return None
        return f"{name} was not read for {lag:.0f} s: {status.error or 'its poll has not ended'}"
