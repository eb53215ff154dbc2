"""A real Flink cluster: JobManager, TaskManager and history server in one temporary folder.

Everything listens on 127.0.0.1, on ports that were free. What is started here is stopped here.
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

__all__ = ["SECRET", "SLOTS", "Cluster", "open_cluster", "until"]

AnswerT = TypeVar("AnswerT")

SLOTS = 6
SECRET = "kept-to-itself"
"""A value of its configuration that Flink does not hide by itself."""
_PATIENCE = 60.0
_JOB_MANAGER = "org.apache.flink.runtime.entrypoint.StandaloneSessionClusterEntrypoint"
_TASK_MANAGER = "org.apache.flink.runtime.taskexecutor.TaskManagerRunner"
_HISTORY_SERVER = "org.apache.flink.runtime.webmonitor.history.HistoryServer"
# Flink's own scripts would derive these; without them every part has to be said.
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
    """A cluster whose JobManager can be killed and started again, under the same address."""

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
        """Make a client of the JobManager, or of the history server, that tries once."""
        return Client(endpoint=self.history_url if history else self.url, retries=0)

    def start(self) -> None:
        """Start everything, and wait until all slots are free."""
        self.start_job_manager()
        flags = [f"-D{name}={value}" for name, value in _MEMORY.items()]
        memory = ["-Xmx256m", "-XX:MaxDirectMemorySize=160m"]
        task_manager = self._java.start(_TASK_MANAGER, *self._config(), *flags, options=memory)
        self._stack.enter_context(running(task_manager))
        history = self._java.start(_HISTORY_SERVER, *self._config(), options=["-Xmx96m"])
        self._stack.enter_context(running(history))
        self.await_slots()
        with self.client(history=True) as client:
            until(lambda: answers(lambda: client.cluster.get_dashboard().features))

    def start_job_manager(self) -> None:
        """Start the JobManager, and wait until it answers."""
        mode = ["--executionMode", "cluster"]
        process = self._java.start(_JOB_MANAGER, *self._config(), *mode, options=["-Xmx384m"])
        self._job_manager.enter_context(running(process))
        self._crash = process.kill
        with self.client() as client:
            until(lambda: answers(client.cluster.get_dashboard))

    def kill_job_manager(self) -> None:
        """End the JobManager as a crash does: it has no time to say anything to anybody."""
        self._crash()
        self._job_manager.close()

    def await_slots(self, count: int = SLOTS) -> None:
        """Wait until so many slots are free."""
        with self.client() as client:
            until(lambda: answers(lambda: client.cluster.get_overview().slots_available) == count)

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
            "web.refresh-interval": 300,  # so old may an answer be; by default 3 s
            "heartbeat.interval": 1000,  # a TaskManager finds a new JobManager as quickly
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
    """Run a cluster; whatever happens, stop it and remove its folder."""
    with tempfile.TemporaryDirectory(prefix="flink-", ignore_cleanup_errors=True) as folder:
        cluster = Cluster(release, Path(folder))
        try:
            cluster.start()
            yield cluster
        finally:
            cluster.stop()


def free_ports(count: int) -> list[int]:
    """Find ports that nobody listens on, all different."""
    with ExitStack() as stack:
        probes = [stack.enter_context(closing(socket.socket())) for _ in range(count)]
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [int(probe.getsockname()[1]) for probe in probes]


def answers(ask: Callable[[], AnswerT]) -> AnswerT | None:
    """Ask once; None where no answer comes."""
    try:
        return ask()
    except FlinkRestError:
        return None


def until(
    ask: Callable[[], AnswerT | None], *, patience: float = _PATIENCE, every: float = 0.1
) -> AnswerT:
    """Ask again and again until the answer is true; TimeoutError when it never is."""
    deadline = time.monotonic() + patience
    while not (found := ask()):
        if time.monotonic() > deadline:
            raise TimeoutError(f"still {found!r} after {patience:.0f} s")
        time.sleep(every)
    return found
