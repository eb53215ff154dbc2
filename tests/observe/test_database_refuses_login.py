"""A permanent login error ends an observer at its start; a temporary one does not."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg.pq import PGconn, Ping

from ..target.postgresql import Server, required_binaries, running_server
from .observer_process import running_observer

SETUP = """
    CREATE ROLE careful LOGIN PASSWORD 'right'; CREATE ROLE guest LOGIN; CREATE ROLE retired;
    CREATE DATABASE closed; REVOKE CONNECT ON DATABASE closed FROM PUBLIC;
    CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; CREATE SCHEMA crowded AUTHORIZATION crowded
"""
RULES = "host all careful all scram-sha-256\nhost barred all all reject\n"
CHECK = "check the user, the password and the database of this URL"
NOWHERE = {"prod": "http://127.0.0.1:1"}
LOGIN_ERRORS = {
    "a wrong password": ("careful:wrong", "postgres", "password authentication failed for user"),
    "no password": ("careful", "postgres", "no password supplied"),
    "an unknown role": ("nobody", "postgres", 'role "nobody" does not exist'),
    "a role that may not log in": ("retired", "postgres", "is not permitted to log in"),
    "an unknown database": ("tests", "missing", 'database "missing" does not exist'),
    "a database without permission": ("guest", "closed", 'permission denied for database "closed"'),
    "a rejected address": ("tests", "barred", "pg_hba.conf rejects connection"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL server with restricted roles."""
    with running_server(required_binaries()) as server:
        with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
            for statement in SETUP.split(";"):
                connection.execute(statement.encode())
            ((file,),) = connection.execute("SHOW hba_file").fetchall()
            rules = Path(file).read_text("utf-8")
            Path(file).write_text(RULES + rules, "utf-8")
        server.stop()
        server.start()
        yield server


def run(command: str, url: str, *flags: str) -> tuple[int, Sequence[str]]:
    """Run a command until it ends; return its exit code and its error lines."""
    words = [sys.executable, "-m", "flinkjobs_target", command, f"--data={url}", *flags]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize("name", LOGIN_ERRORS)
def test_a_login_error_ends_the_observer_with_one_line(server: Server, name: str) -> None:
    """The line has the URL without password, the cause and the remedy, as that of `serve`."""
    user, database, cause = LOGIN_ERRORS[name]
    url = f"postgresql://{user}@127.0.0.1:{server.port}/{database}"
    shown = url.replace(":wrong", "")

    code, lines = run("observe", url, "--cluster=prod=http://127.0.0.1:1")

    assert (code, len(lines)) == (1, 1), lines
    assert lines[0].startswith(f"flinkjobs-target: {shown}: cannot be reached: ")
    assert (cause in lines[0], lines[0].endswith(f"; {CHECK}")) == (True, True)
    assert run("serve", url, "--port=0") == (code, lines)


@pytest.mark.parametrize(
    ("part", "line"),
    [
        (":abc/x", "port abc is not a number; pass a number, or omit it"),
        ("/x?sslmode=no", f'cannot be reached: connection is bad: invalid sslmode value: "no"; {CHECK}'),
    ],
)  # fmt: skip
def test_an_invalid_url_ends_the_observer(part: str, line: str) -> None:
    """There is no server to wait for."""
    url = f"postgresql://me@127.0.0.1{part}"

    code, lines = run("observe", url, "--cluster=prod=http://127.0.0.1:1")

    assert (code, lines) == (1, [f"flinkjobs-target: {url}: {line}"])


def test_a_role_without_create_permission_ends_the_observer(server: Server) -> None:
    """Waiting would not grant it."""
    url = f"postgresql://guest@127.0.0.1:{server.port}/postgres"

    code, lines = run("observe", url, "--cluster=prod=http://127.0.0.1:1")

    line = f"flinkjobs-target: {url}: permission denied for schema public; "
    assert (
        code,
        lines,
    ) == (
        1,
        [f"{line}grant this user the right to read, write and create tables, or use another user"],
    )


def test_the_observer_waits_while_there_are_too_many_connections(server: Server) -> None:
    """It logs the cause, and goes on when a connection is available."""
    options = "?options=-csearch_path%3Dcrowded"
    url = f"postgresql://crowded@127.0.0.1:{server.port}/postgres{options}"

    with running_observer(url, NOWHERE) as process:
        process.wait_for_line('too many connections for role "crowded"; retrying every second')
        with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
            connection.execute("ALTER ROLE crowded CONNECTION LIMIT -1")

        process.wait_for_line("the database is available")


def test_the_observer_waits_while_the_server_restarts(server: Server) -> None:
    """A server that shuts down refuses new connections until it is started again."""
    url = server.url()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        ((folder,),) = connection.execute("SHOW data_directory").fetchall()
        postmaster = int((Path(folder) / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGTERM)
        while PGconn.ping(url.encode()) == Ping.OK:
            time.sleep(0.01)
        with running_observer(url, NOWHERE) as process:
            process.wait_for_line("the database system is shutting down; retrying every second")
            connection.close()
            process.wait_for_line("Connection refused; retrying every second")
            server.stop()
            server.start()

            process.wait_for_line("the database is available")
