"""Server processes, and talking to them byte by byte."""

import os
import re
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from msgspec import Struct

from flinkjobs import Client
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.keys import KeyRecord

PATIENCE = 20.0


class Server(Struct):
    """A process that serves, and the owner's key."""

    process: "subprocess.Popen[str]"
    url: str
    key: KeyRecord
    admin: str | None = None

    @property
    def port(self) -> int:
        return int(self.url.rpartition(":")[2])

    def client(self, **settings: object) -> Client:
        """A client of the owner, who has workspace `w` and namespace `n`, without retries."""
        known: dict[str, object] = {
            "endpoint": self.url,
            "access_key_id": self.key.id,
            "access_key_secret": self.key.secret,
            "workspace": "w",
            "namespace": "n",
            "retries": 0,
        }
        return Client(**{**known, **settings})  # type: ignore[arg-type]


@contextmanager
def serving(
    data: Path | str,
    *flags: str,
    environ: Mapping[str, str] | None = None,
    log: IO[str] | None = None,
) -> Iterator[Server]:
    """Start a server on a data directory or database; stop it whatever happens.

    With `log` it says there what it says on standard error.
    """
    with open_data(data) as opened:
        keyring = Keyring(opened.keys)
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
            found = dict(re.findall(r"^(.*) (?:on|at) (\S+)$", lines, re.MULTILINE))
            admin = found.get("health and metrics")
            yield Server(process, found["listening"], key, admin)
        finally:
            process.kill()


def _await_ready(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    watch = threading.Timer(PATIENCE, process.kill)
    watch.start()
    lines = ""
    try:
        while not lines.rpartition("\n")[0].rpartition("\n")[2].startswith("listening on "):
            line = process.stdout.readline()
            assert line, process.communicate()[1]
            lines += line
    finally:
        watch.cancel()
    return lines


def exchange(port: int, sent: bytes, *, patience: float = PATIENCE) -> bytes:
    """Send bytes, and read until the other side closes."""
    received = b""
    with socket.create_connection(("127.0.0.1", port), timeout=patience) as connection:
        connection.sendall(sent)
        while piece := connection.recv(65536):
            received += piece
    return received
