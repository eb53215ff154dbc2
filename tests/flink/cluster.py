"""A real Flink cluster: JobManager, TaskManager and history server in one temporary folder.

All processes listen on free ports of 127.0.0.1, and are stopped at the end.
"""

import socket
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import TypeVar

from flinkrest import Client, FlinkRestError

from .java import Java, running
from .releases import Release, jars_of

__all__ = ["SECRET", "SLOTS", "Cluster", "open_cluster", "response_or_none", "wait_until"]

ResultT = TypeVar("ResultT")

SLOTS = 6
SECRET = "kept-to-itself"
"""A configuration value that Flink does not redact by itself."""
_TIMEOUT = 120.0
_JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
_TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
_HISTORY_SERVER = "org.apache.flink.runtime.webmonitor.history.HistoryServer"
# Flink's own scripts derive these; without them every part has to be set.
_MEMORY = {
    "taskmanager.cpu.cores": f"{SLOTS}.0",
    "taskmanager.numberOfTaskSlots": str(SLOTS),
    "taskmanager.memory.framework.heap.size": "128m",
    "taskmanager.memory.task.heap.size": "128m",
    "taskmanager.memory.framework.off-heap.size": "64m",
    "taskmanager.memory.task.off-heap.size": "0b",
    "taskmanager.memory.network.min": "64m",
    "taskmanager.memory.network.max": "64m",
    "taskmanager.memory.managed.size": "128m",
    "taskmanager.memory.jvm-metaspace.size": "256m",
    "taskmanager.memory.jvm-overhead.min": "192m",
    "taskmanager.memory.jvm-overhead.max": "192m",
}


class Cluster:
    """A cluster whose JobManager can be killed and restarted under the same address."""

    def __init__(self, release: Release, folder: Path) -> None:
        self.release = release
        self.folder = folder
        self.jars = jars_of(release)
        self._java = Java(self.jars, folder)
        self._stack = ExitStack()
        self._job_manager = ExitStack()
        rest, history, rpc, blobs = free_ports(4)
        self.url = f"http://127.0.0.1:{rest}"
        self.history_url = f"http://127.0.0.1:{history}"
        self._write_settings(rest, history, rpc, blobs)

    def client(self, *, history: bool = False) -> Client:
        """Return a client, without retries, of the JobManager or of the history server."""
        return Client(endpoint=self.history_url if history else self.url, retries=0)

    def start(self) -> None:
        """Start all processes, and wait until all slots are free."""
        self.start_job_manager()
        flags = [f"-D{name}={value}" for name, value in _MEMORY.items()]
        memory = ["-Xmx256m", "-XX:MaxDirectMemorySize=160m"]
        task_manager = self._java.start(_TASK_MANAGER, *self._config(), *flags, options=memory)
        self._stack.enter_context(running(task_manager))
        history = self._java.start(_HISTORY_SERVER, *self._config(), options=["-Xmx96m"])
        self._stack.enter_context(running(history))
        self.await_slots()
        with self.client(history=True) as client:
            wait_until(lambda: response_or_none(lambda: client.cluster.get_dashboard().features))

    def start_job_manager(self) -> None:
        """Start the JobManager, and wait until it responds."""
        mode = ["--executionMode", "cluster"]
        process = self._java.start(_JOB_MANAGER, *self._config(), *mode, options=["-Xmx384m"])
        self._job_manager.enter_context(running(process))
        self._kill = process.kill
        with self.client() as client:
            wait_until(lambda: response_or_none(client.cluster.get_dashboard))

    def kill_job_manager(self) -> None:
        """Kill the JobManager without a shutdown, as in a crash."""
        self._kill()
        self._job_manager.close()

    def await_slots(self, count: int = SLOTS) -> None:
        """Wait until `count` slots are free."""
        with self.client() as client:
            wait_until(
                lambda: (
                    response_or_none(lambda: client.cluster.get_overview().slots_available) == count
                )
            )

    def stop(self) -> None:
        """Stop all processes."""
        self._job_manager.close()
        self._stack.close()

    def _config(self) -> list[str]:
        return ["--configDir", str(self.folder)]

    def _write_settings(self, rest: int, history: int, rpc: int, blobs: int) -> None:
        archive = self.folder / "archive"
        archive.mkdir()
        settings = {
            "jobmanager.rpc.address": "127.0.0.1",
            "jobmanager.rpc.port": rpc,
            "jobmanager.bind-host": "127.0.0.1",
            "blob.server.port": blobs,
            "rest.address": "127.0.0.1",
            "rest.bind-address": "127.0.0.1",
            "rest.port": rest,
            "taskmanager.host": "127.0.0.1",
            "taskmanager.bind-host": "127.0.0.1",
            "taskmanager.resource-id": "tm-1",
            "jobmanager.archive.fs.dir": archive.as_uri(),
            "historyserver.archive.fs.dir": archive.as_uri(),
            "historyserver.archive.fs.refresh-interval": 500,
            "historyserver.web.address": "127.0.0.1",
            "historyserver.web.port": history,
            "historyserver.web.tmpdir": self.folder / "history",
            "web.tmpdir": self.folder,
            "web.refresh-interval": 300,  # maximum age of a response; 3 s by default
            "heartbeat.interval": 1000,  # also the time to find a new JobManager
            "heartbeat.timeout": 20000,
            "web.upload.dir": self.folder,
            "io.tmp.dirs": self.folder,
            "parallelism.default": 1,
            "lab.store.credential": SECRET,
        }
        lines = [f"{name}: {value}\n" for name, value in settings.items()]
        (self.folder / "config.yaml").write_text("".join(lines))


@contextmanager
def open_cluster(release: Release) -> Iterator[Cluster]:
    """Run a cluster; stop it and remove its folder at the end."""
    with tempfile.TemporaryDirectory(prefix="flink-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(release, Path(folder))
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def free_ports(count: int) -> list[int]:
    """Return different ports that are free."""
    with ExitStack() as stack:
        probes = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def response_or_none(call: Callable[[], ResultT]) -> ResultT | None:
    """Return the result of a call, or None when Flink fails."""
    try:
        return call()
    except FlinkRestError:
        return None


def wait_until(
    call: Callable[[], ResultT | None], *, timeout: float = _TIMEOUT, interval: float = 0.1
) -> ResultT:
    """Call until the result is true, and return it; raise TimeoutError when it never is."""
    deadline = time.monotonic() + timeout
    while not (result := call()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {result!r} after {timeout:.0f} s")
        time.sleep(interval)
    return result
