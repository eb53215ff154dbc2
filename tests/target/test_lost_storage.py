"""Storage that vanished, was emptied or never had a name is an error, not a new storage."""

import asyncio
import logging
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.bootstrap import build_server
from flinkjobs_target.errors import TargetError
from flinkjobs_target.settings import Settings, read_settings
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.jobs import DeploymentKey, StoredJob

from ..harness.bench.stores import make_jobs
from .conftest import FakeClock, SigningClient
from .postgresql import Server


@pytest.mark.parametrize("name", ["jobs.sqlite3", "keys.sqlite3"])
@pytest.mark.parametrize("emptied", [True, False])
def test_a_missing_or_empty_file_is_not_created_anew(
    tmp_path: Path, name: str, emptied: bool
) -> None:
    """In a directory that was in use."""
    with open_storage(tmp_path / "data"):
        pass
    file = tmp_path / "data" / name
    file.unlink()
    if emptied:
        file.touch(0o600)

    with pytest.raises(TargetError, match=f"{name}: is {'empty' if emptied else 'missing'}, but"):
        open_storage(tmp_path / "data").__enter__()


def test_health_fails_when_the_files_were_removed(tmp_path: Path) -> None:
    """Though open files can still be read."""
    with open_storage(tmp_path / "data") as data:
        asyncio.run(data.check(10))
        (tmp_path / "data" / "jobs.sqlite3").unlink()

        with pytest.raises(UnavailableError, match=r"jobs\.sqlite3: was removed or replaced"):
            asyncio.run(data.check(10))


def test_requests_fail_when_the_keys_were_removed(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The log has one line for all of them, and one for the end."""
    with open_storage(tmp_path / "data") as data:
        keyring, clock = Keyring(data.keys), FakeClock()
        key = keyring.create_first()
        assert key is not None
        data.jobs.register("owner", DeploymentKey("w", "n", "d"))
        app = create_app(data, keyring=keyring, clock=clock)
        client = SigningClient(app, key, clock, iter(range(99)))
        file, hidden = tmp_path / "data" / "keys.sqlite3", tmp_path / "hidden"
        file.rename(hidden)
        meanwhile = [client.list().status for _ in range(3)]
        hidden.rename(file)
        after = client.list().status

    assert (meanwhile, after) == ([503] * 3, 200)
    assert [record.levelno for record in caplog.records] == [logging.ERROR, logging.WARNING]
    assert caplog.messages[1].startswith("the storage is available again; 3 requests were refused")


def test_health_fails_when_the_tables_were_dropped(postgresql_server: Server) -> None:
    """And they are not created anew."""
    location = postgresql_server.new_location()
    with open_storage(location) as data:
        asyncio.run(data.check(10))
        with psycopg.connect(location, autocommit=True) as connection:
            connection.execute("DROP TABLE jobs")

        with pytest.raises(UnavailableError, match='relation "jobs" does not exist'):
            asyncio.run(data.check(10))


def test_an_empty_location_is_refused() -> None:
    """By every command; it would be the working directory."""
    with pytest.raises(TargetError, match="the storage location is empty; pass a directory"):
        build_server(read_settings(Settings, {"data": "", "port": 0}, {})).__enter__()
    with pytest.raises(TargetError, match="the storage location is empty"):
        open_storage("").__enter__()


def test_a_failed_load_gives_the_disk_back(tmp_path: Path) -> None:
    """Its part of the write-ahead log, which can be as large as the load."""
    key = DeploymentKey("w", "n", "d")
    with open_storage(tmp_path / "data") as data:

        def failing() -> Iterator[StoredJob]:
            yield from make_jobs(25_000, [key], b'{"x":"%s"}' % (b"0" * 3000), seed=1)
            raise OSError("the file cannot be read any further")

        with pytest.raises(OSError, match="any further"):
            data.jobs.put("owner", failing())

        files = (tmp_path / "data").glob("jobs.sqlite3*")
        assert sum(file.stat().st_size for file in files) < 2 * 1024 * 1024
