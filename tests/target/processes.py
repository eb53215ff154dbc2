"""Server processes, and raw connections to them."""

import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct

from flinkjobs import Client
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.keys import KeyRecord

PATIENCE = 120.0


class Server(Struct):
    """A server process, with the owner's key."""

    process: "subprocess.Popen[str]"
    url: str
    key: KeyRecord
    admin: str | None = None

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, **settings: object) -> Client:
        """A client of the owner, who has workspace `w` and namespace `n`, without retries."""
        defaults: dict[str, object] = {
            "endpoint": self.url,
            "access_key_id": self.key.id,
            "access_key_secret": self.key.secret,
            "workspace": "w",
            "namespace": "n",
            "retries": 0,
        }
        return Client(**{**defaults, **settings})  # type: ignore[arg-type]


@contextmanager
def serving(
    data: Path | str,
    *flags: str,
    environ: Mapping[str, str] | None = None,
    log: IO[str] | None = None,
) -> Iterator[Server]:
    """Start a server on a directory or database; stop it on exit.

    Standard error goes to `log`, if one is passed.
    """
    with open_storage(data) as storage:
        keyring = Keyring(storage.keys)
        key = keyring.create_first() or keyring.create()
    command = [sys.executable, "-m", "flinkjobs_target", "serve", "--port=0", f"--data={data}"]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        [*command, *flags],
        stdout=pipe,
        stderr=log or pipe,
        text=True,
        env={**os.environ, **(environ or {})},
    ) as process:
        try:
            lines = _await_ready(process)
            addresses = dict(re.findall(r"^(.*) (?:on|at) (\S+)$", lines, re.MULTILINE))
            admin = addresses.get("health and metrics")
            yield Server(process, addresses["listening"], key, admin)
        finally:
            process.kill()


def _await_ready(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    lines = ""
    try:
        while not lines.rpartition("\n")[0].rpartition("\n")[2].startswith("listening on "):
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            lines += line
    finally:
        watchdog.cancel()
    return lines


def wait_until(condition: Callable[[], bool]) -> None:
    """Wait until a condition holds; fail when it does not in time."""
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def exchange(port: int, data_to_send: bytes, *, patience: float = PATIENCE) -> bytes:
    """Send bytes, and return the bytes received until the other side closes."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(data_to_send)
        while chunk := connection.recv(65536):
            received += chunk
    return received
