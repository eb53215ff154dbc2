"""A target in a process of its own, on a free port."""

import io
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import Struct

from flinkjobs.models.jobs import Job

from ..auth.keyring import Keyring
from ..errors import TargetError
from ..job_files import read_jobs
from ..storage import open_storage
from ..store.keys import KeyRecord

__all__ = ["RunningTarget", "running_target"]

_READY = "listening on "
_TIMEOUT = 30


class RunningTarget(Struct, frozen=True, kw_only=True):
    """A running target: its endpoint, its storage, and an access key of its first account."""

    endpoint: str
    access_key_id: str
    access_key_secret: str
    data: Path | str

    def __repr__(self) -> str:
        return f"RunningTarget(endpoint={self.endpoint!r}, data={str(self.data)!r})"


@contextmanager
def running_target(
    data: Path | str,
    jobs: Sequence[Job | Mapping[str, object]] = (),
    *,
    flags: Sequence[str] = (),
) -> Iterator[RunningTarget]:
    """Run a target on a directory or database, after adding jobs; stop it on exit.

    `flags` are further ones of `flinkjobs-target serve`.
    """
    key = _prepare(data, jobs)
    command = [sys.executable, "-m", "flinkjobs_target", "serve", "--port=0", f"--data={data}"]
    command += ["--access-log=none", *flags]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield RunningTarget(
                endpoint=_await_endpoint(process),
                access_key_id=key.id,
                access_key_secret=key.secret,
                data=data,
            )
        finally:
            _stop(process)


def _prepare(data: Path | str, jobs: Sequence[Job | Mapping[str, object]]) -> KeyRecord:
    with open_storage(data) as storage:
        keyring = Keyring(storage.keys)
        key = keyring.create_first() or keyring.create()
        document = io.BytesIO(msgspec.json.encode(jobs))
        storage.jobs.put(key.account, read_jobs(document, "jobs"))
    return key


def _await_endpoint(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    watchdog = threading.Timer(_TIMEOUT, process.kill)
    watchdog.start()
    try:
        for line in process.stdout:
            if line.startswith(_READY):
                return line.removeprefix(_READY).strip()
    finally:
        watchdog.cancel()
    raise TargetError("the target did not start; see its standard error")


def _stop(process: subprocess.Popen[str]) -> None:
    process.terminate()
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        process.kill()
