"""A real cluster that is attacked: its jobs and savepoints are compared with what targets tell of them."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import unquote, urlsplit

from flinkrest.models import JobSummary

from ...target.clusters.caller import Caller, Target
from ...target.clusters.fake_flink import LostError, Moment
from ..cluster import Cluster, open_cluster, response_or_none, wait_until
from ..releases import Release
from .proxy import Proxy, running_proxy

__all__ = ["ENDLESS_SCRIPT", "SETTINGS", "AttackedCluster", "JobManagerKiller", "open_attacked"]

ENDLESS_SCRIPT = """
CREATE TABLE numbers (number INT) WITH ('connector' = 'datagen', 'rows-per-second' = '20');
CREATE TABLE counts (number INT, total BIGINT) WITH ('connector' = 'blackhole');
INSERT INTO counts SELECT MOD(number, 10), COUNT(*) FROM numbers GROUP BY MOD(number, 10);
"""
SETTINGS = {"execution.checkpointing.interval": "1s"}
_FINAL_STATES = ("FINISHED", "FAILED", "CANCELED")
_PAUSE = 0.2


class AttackedCluster:
    """A cluster behind a proxy; `doubled` has the names that two jobs had at the same time."""

    def __init__(self, cluster: Cluster, proxy: Proxy, stack: ExitStack) -> None:
        self.cluster = cluster
        self.proxy = proxy
        self.doubled: set[str] = set()
        self._stack = stack
        self.begin("savepoints")

    def begin(self, folder: str) -> None:
        """Let savepoints go to a folder of their own from now on, and requests pass."""
        self.savepoints = self.cluster.folder / folder
        self.proxy.intercept = lambda request, moment: None

    @property
    def name(self) -> str:
        """The version of Flink, as the record names it."""
        return f"Flink {self.cluster.release.version}"

    def target(self, location: Path | str) -> Target:
        """Return a target that runs jobs here, and is killed at the end."""
        target = Target(
            location,
            f"--cluster=session={self.proxy.url}",
            f"--savepoints=session={self.savepoints.as_uri()}",
        )
        self._stack.callback(target.close)
        return target

    def jobs(self) -> list[JobSummary]:
        """Return the jobs that Flink lists; none while it does not respond."""
        with self.cluster.client() as client:
            listing = response_or_none(client.jobs.list)
        return list((listing.jobs if listing else None) or [])

    def alive(self) -> set[str]:
        """Return the ids of the jobs that Flink has not ended."""
        return {job.jid or "" for job in self.jobs() if job.state not in _FINAL_STATES}

    def saved(self) -> set[Path]:
        """Return the folders of the savepoints that Flink has completed."""
        return {metadata.parent for metadata in self.savepoints.rglob("_metadata")}

    def check(self, caller: Caller, deployment_id: str) -> None:
        """Check that jobs and savepoints are those that the target tells of, and no job was doubled."""
        self.check_jobs(caller, deployment_id)
        told = {
            Path(unquote(urlsplit(savepoint.savepoint_location or "").path))
            for savepoint in caller.savepoints(deployment_id)
            if savepoint.status and savepoint.status.state == "COMPLETED"
        }
        assert self.saved() == told

    def check_jobs(self, caller: Caller, deployment_id: str) -> None:
        """Check the jobs alone; what Flink lists may be a moment old."""
        listed = caller.jobs(deployment_id)
        told = {
            id.replace("-", "") for id, state in listed.items() if state in ("STARTING", "RUNNING")
        }
        wait_until(lambda: self.alive() == told, timeout=5)
        assert self.doubled == set()

    def watch(self, ended: threading.Event) -> None:
        """Look for two jobs of one name until the end."""
        while not ended.wait(_PAUSE):
            names = [job.name or "" for job in self.jobs() if job.state not in _FINAL_STATES]
            self.doubled |= {name for name in names if names.count(name) > 1}


class JobManagerKiller:
    """Kills the JobManager at a request whose path ends in some word, once it is armed."""

    def __init__(self, attacked: AttackedCluster) -> None:
        self._attacked = attacked
        self._armed: tuple[str, Moment] | None = None
        self._killed = threading.Event()
        attacked.proxy.intercept = self._intercept

    def arm(self, ending: str, moment: Moment) -> None:
        """Let the next request of a kind meet the kill."""
        self._killed.clear()
        self._armed = (ending, moment)

    def restart(self) -> None:
        """Wait for the kill, then start the JobManager again, and wait for its TaskManager."""
        wait_until(self._killed.is_set)
        self._attacked.cluster.start_job_manager()
        wait_until(self._has_slots)

    def _has_slots(self) -> bool:
        with self._attacked.cluster.client() as client:
            overview = response_or_none(client.cluster.get_overview)
        return overview is not None and bool(overview.slots_total)

    def _intercept(self, request: str, moment: Moment) -> None:
        if self._armed is None or not request.endswith(self._armed[0]) or moment != self._armed[1]:
            return
        self._armed = None
        self._attacked.cluster.kill_job_manager()
        self._killed.set()
        raise LostError


@contextmanager
def open_attacked(release: Release) -> Iterator[AttackedCluster]:
    """Run a cluster behind a proxy, and watch its jobs."""
    with ExitStack() as stack:
        cluster = stack.enter_context(open_cluster(release))
        proxy = stack.enter_context(running_proxy(cluster.url))
        attacked = AttackedCluster(cluster, proxy, stack)
        ended = threading.Event()
        watcher = threading.Thread(target=attacked.watch, args=[ended])
        watcher.start()
        try:
            yield attacked
        finally:
            ended.set()
            watcher.join()
