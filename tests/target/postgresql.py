"""A PostgreSQL server for tests, in a temporary directory."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
import pytest

__all__ = ["Server", "find_binaries", "required_binaries", "running_server"]

_USUAL = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/usr/local/opt/postgresql*/bin")
_NAMES = ("initdb", "postgres", "pg_ctl")


def find_binaries() -> Path | None:
    """Return the directory of the newest server: by pg_config, on the path, in the usual directories."""
    candidates = [*_from_pg_config(), *_from_path()]
    for pattern in _USUAL:
        directories = Path("/").glob(pattern.lstrip("/"))
        candidates += sorted(directories, key=lambda directory: directory.parent.name, reverse=True)
    complete = (
        candidate for candidate in candidates if all((candidate / name).exists() for name in _NAMES)
    )
    return next(complete, None)


def required_binaries() -> Path:
    """Return that directory, or skip the test; in CI, fail."""
    binaries = find_binaries()
    if binaries is None:
        missing = "there is no PostgreSQL server on this machine"
        (pytest.fail if os.environ.get("CI") else pytest.skip)(missing)
    return binaries


class Server:
    """A server that listens on a free port of this machine."""

    def __init__(self, binaries: Path, directory: Path) -> None:
        self._binaries = binaries
        self._folder = directory
        self._data = directory / "data"
        self._names = count()
        self._running = False
        self.port = _free_port()
        if not self._data.exists():
            options = ("--no-sync", "-A", "trust", "-U", "tests", "--locale=C", "-E", "UTF8")
            _run(self._command("initdb", *options))

    def url(self, schema: str | None = None) -> str:
        """Return the URL, with a schema if one is named."""
        options = f"?options=-csearch_path%3D{schema}" if schema else ""
        return f"postgresql://tests@127.0.0.1:{self.port}/postgres{options}"

    def new_location(self) -> str:
        """Return the URL of a new schema without tables."""
        schema = f"place_{next(self._names)}"
        with psycopg.connect(self.url(), autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {schema}".encode())
        return self.url(schema)

    def start(self, *settings: str) -> None:
        """Start the server and wait until it accepts connections."""
        parameters = ("listen_addresses=127.0.0.1", f"port={self.port}", "fsync=off", *settings)
        options = " ".join(
            f"-c {parameter}"
            for parameter in (*parameters, f"unix_socket_directories={self._folder}")
        )
        _run(self._command("pg_ctl", "start", "-w", "-l", str(self._folder / "log"), "-o", options))
        self._running = True

    def stop(self, mode: str = "fast") -> None:
        """Stop the server unless it has stopped; `immediate` is like a crash."""
        if self._running and (self._data / "postmaster.pid").exists():
            _run(self._command("pg_ctl", "stop", "-w", "-m", mode))
        self._running = False

    def _command(self, name: str, *arguments: str) -> Sequence[str]:
        return [str(self._binaries / name), "-D", str(self._data), *arguments]


@contextmanager
def running_server(binaries: Path, *settings: str, kept: Path | None = None) -> Iterator[Server]:
    """Run a server in a temporary directory, or in `kept`."""
    with tempfile.TemporaryDirectory(prefix="pg-") as temporary:
        directory = kept or Path(temporary)
        if os.getuid() == 0:
            user = _unprivileged()
            os.chown(directory, user.pw_uid, user.pw_gid)
        server = Server(binaries, directory)
        server.start(*settings)
        try:
            yield server
        finally:
            server.stop("fast" if kept else "immediate")  # what is kept is not to be mended first


def _run(command: Sequence[str]) -> None:
    """Run a command, as an unprivileged user when we are root, which PostgreSQL rejects."""
    user = _unprivileged() if os.getuid() == 0 else None
    subprocess.run(
        command,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,  # not a pipe: the server would inherit and keep it
        cwd="/",
        user=user.pw_uid if user else None,
        group=user.pw_gid if user else None,
        extra_groups=[] if user else None,
    )


def _unprivileged() -> pwd.struct_passwd:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise RuntimeError("there is neither a user postgres nor a user nobody to run PostgreSQL as")


def _from_pg_config() -> Iterator[Path]:
    if pg_config := shutil.which("pg_config"):
        done = subprocess.run([pg_config, "--bindir"], capture_output=True, text=True, check=False)
        yield Path(done.stdout.strip())


def _from_path() -> Iterator[Path]:
    if directories := shutil.which("postgres"):
        yield Path(directories).resolve().parent


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port
