"""Lost connections to PostgreSQL cause neither refused requests nor accepted replays."""

import asyncio
import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager

import psycopg
import pytest

from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.connect import open_nonce_table
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.nonces.table import NonceTable

from .postgresql import Server

TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'flinkjobs-target' AND query LIKE 'INSERT INTO nonces%%' AND state = %s"
)


def use(nonces: NonceTable, nonce: str = "nonce") -> bool:
    """Use a nonce; return whether it was fresh."""
    return asyncio.run(nonces.use("key", nonce, expires_at=20, now=10))


@pytest.fixture
def location(postgresql_server: Server) -> str:
    """A schema without tables."""
    return postgresql_server.new_location()


@pytest.fixture
def terminate(postgresql_server: Server) -> Iterator[Callable[[str], int]]:
    """Terminate the connections in a state whose last statement wrote a nonce; return their number."""
    with psycopg.connect(postgresql_server.url(), autocommit=True) as connection:

        def terminate(state: str) -> int:
            return connection.execute(TERMINATE, (state,)).rowcount

        yield terminate


def test_a_lost_connection_is_replaced(location: str, terminate: Callable[[str], int]) -> None:
    """The next statement runs on a new one."""
    with closing(open_nonce_table(location)) as nonces:
        assert use(nonces, "first")
        assert terminate("idle") == 1

        assert use(nonces)
        assert not use(nonces, "first")


@pytest.mark.parametrize("committed", [False, True], ids=["undone", "done by another"])
def test_a_nonce_is_used_once_when_its_connection_is_lost(
    location: str, terminate: Callable[[str], int], committed: bool
) -> None:
    """While it waits for another transaction with the same nonce."""
    with (
        closing(open_nonce_table(location)) as nonces,
        psycopg.connect(location) as other,
    ):
        use(nonces, "first")
        rows = other.execute("SELECT digest FROM nonces").fetchall()
        other.execute("DELETE FROM nonces")
        other.commit()
        other.execute("INSERT INTO nonces (digest, expires_at) VALUES (%s, 20)", rows[0])
        responses: list[object] = []
        waiting = threading.Thread(target=lambda: responses.append(use(nonces, "first")))
        waiting.start()
        while not terminate("active"):
            time.sleep(0.01)
        (other.commit if committed else other.rollback)()
        waiting.join()

        assert responses == [not committed]
        assert not use(nonces, "first")


def test_a_nonce_whose_response_was_lost_is_fresh(location: str, postgresql_server: Server) -> None:
    """The repeated statement recognizes its own row; a later use is a replay."""
    with cut_after("INSERT INTO nonces", postgresql_server.port) as port:
        proxied = location.replace(f":{postgresql_server.port}/", f":{port}/")
        with closing(open_nonce_table(proxied)) as nonces:
            assert use(nonces)
            assert not use(nonces)


def test_a_write_whose_response_was_lost_is_reported_as_uncertain(
    location: str, postgresql_server: Server
) -> None:
    """When its repetition changes nothing."""
    with cut_after("DELETE FROM access_keys", postgresql_server.port) as port:
        proxied = location.replace(f":{postgresql_server.port}/", f":{port}/")
        with open_storage(proxied) as data:
            key = Keyring(data.keys).create()
            with pytest.raises(UnavailableError) as caught:
                data.keys.remove(key.id)
    assert caught.value.transient
    assert str(caught.value).endswith(
        "the connection was lost, and it is unknown whether the data were written; try again"
    )


@contextmanager
def cut_after(statement: str, port: int) -> Iterator[int]:
    """Run a proxy that closes the connection after the first response to a statement."""
    cut = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    client = listener.accept()[0]
                except OSError:
                    return
                threading.Thread(target=_forward, args=(client, port, statement, cut)).start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join()


def _forward(client: socket.socket, port: int, statement: str, cut: threading.Event) -> None:
    """Forward bytes both ways until one side closes or the connection is cut."""
    matched = False
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        while True:
            for source in select.select([client, server], [], [])[0]:
                chunk = source.recv(65536)
                if not chunk:
                    return
                if source is client:
                    matched = statement.encode() in chunk and not cut.is_set()
                    server.sendall(chunk)
                elif matched:
                    cut.set()
                    return
                else:
                    client.sendall(chunk)


def test_any_failure_reaches_the_waiting_request(
    location: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Even an unexpected exception."""

    def fail(*_: object) -> None:
        raise ValueError("odd")

    with closing(open_nonce_table(location)) as nonces:
        monkeypatch.setattr(nonces, "_insert", fail)

        with pytest.raises(ValueError, match="odd"):
            use(nonces)
