"""A database that refuses an observer for good ends it at its start; one that is away does not."""

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
from .processes import observing

SETUP = """
    CREATE ROLE careful LOGIN PASSWORD 'right'; CREATE ROLE guest LOGIN; CREATE ROLE retired;
    CREATE DATABASE closed; REVOKE CONNECT ON DATABASE closed FROM PUBLIC;
    CREATE ROLE crowded LOGIN CONNECTION LIMIT 0; CREATE SCHEMA crowded AUTHORIZATION crowded
"""
RULES = "host all careful all scram-sha-256\nhost barred all all reject\n"
CHECK = "check the user, the password and the database of this URL"
NOWHERE = {"prod": "http://127.0.0.1:1"}
REFUSALS = {
    "a wrong password": ("careful:wrong", "postgres", "password authentication failed for user"),
    "no password": ("careful", "postgres", "no password supplied"),
    "an unknown role": ("nobody", "postgres", 'role "nobody" does not exist'),
    "a role that may not log in": ("retired", "postgres", "is not permitted to log in"),
    "an unknown database": ("tests", "missing", 'database "missing" does not exist'),
    "a database that is not for it": ("guest", "closed", 'permission denied for database "closed"'),
    "an address that is kept out": ("tests", "barred", "pg_hba.conf rejects connection"),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """A PostgreSQL server that knows who may do what."""
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
    """Run a command until it ends by itself; give its exit code and what it said."""
    words = [sys.executable, "-m", "flinkjobs_target", command, f"--data={url}", *flags]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    return done.returncode, done.stderr.splitlines()


@pytest.mark.parametrize("name", REFUSALS)
def test_a_refusal_ends_it_with_one_line(server: Server, name: str) -> None:
    """It says where, why and what to do, without the password, as `serve` does."""
    who, database, why = REFUSALS[name]
    url = f"postgresql://{who}@127.0.0.1:{server.port}/{database}"
    shown = url.replace(":wrong", "")

    code, lines = run("observe", url, "--cluster=prod=http://127.0.0.1:1")

    assert (1, 1) == (code, len(lines)), lines
    assert lines[0].startswith(f"flinkjobs-target: {shown}: cannot be reached: ")
    assert (True, True) == (why in lines[0], lines[0].endswith(f"; {CHECK}"))
    assert (code, lines) == run("serve", url, "--port=0")


@pytest.mark.parametrize(
    ("part", "line"),
    [
        (":abc/x", "port abc is no number; write one, or leave it out"),
        ("/x?sslmode=no", f'cannot be reached: connection is bad: invalid sslmode value: "no"; {CHECK}'),
    ],
)  # fmt: skip
def test_a_url_that_makes_no_sense_ends_it(part: str, line: str) -> None:
    """There is nobody to wait for."""
    url = f"postgresql://me@127.0.0.1{part}"

    code, lines = run("observe", url, "--cluster=prod=http://127.0.0.1:1")

    assert (1, [f"flinkjobs-target: {url}: {line}"]) == (code, lines)


def test_a_role_that_may_make_no_tables_ends_it(server: Server) -> None:
    """Waiting gives nobody a right."""
    url = f"postgresql://guest@127.0.0.1:{server.port}/postgres"

    code, lines = run("observe", url, "--cluster=prod=http://127.0.0.1:1")

    line = f"flinkjobs-target: {url}: permission denied for schema public; "
    assert (1, [f"{line}let this user read, write and make tables there, or use another"]) == (
        code,
        lines,
    )


def test_too_many_connections_are_waited_for(server: Server) -> None:
    """Others may go: it says what it waits for, and goes on when there is room."""
    options = "?options=-csearch_path%3Dcrowded"
    url = f"postgresql://crowded@127.0.0.1:{server.port}/postgres{options}"

    with observing(url, NOWHERE) as process:
        process.wait_for_line('too many connections for role "crowded"; it is asked again')
        with closing(psycopg.connect(server.url(), autocommit=True)) as connection:
            connection.execute("ALTER ROLE crowded CONNECTION LIMIT -1")

        process.wait_for_line("the database answers")


def test_a_server_that_shuts_down_is_waited_for(server: Server) -> None:
    """It takes nobody new while it waits for those it has; it may come back."""
    url = server.url()
    with closing(psycopg.connect(url, autocommit=True)) as connection:
        ((folder,),) = connection.execute("SHOW data_directory").fetchall()
        postmaster = int((Path(folder) / "postmaster.pid").read_text().split()[0])
        os.kill(postmaster, signal.SIGTERM)
        while PGconn.ping(url.encode()) == Ping.OK:
            time.sleep(0.01)
        with observing(url, NOWHERE) as process:
            process.wait_for_line("the database system is shutting down; it is asked again")
            connection.close()
            process.wait_for_line("Connection refused; it is asked again")
            server.stop()
            server.start()

            process.wait_for_line("the database answers")
