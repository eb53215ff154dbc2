"""A connection to PostgreSQL is lost, at any moment: no request is refused or accepted for that."""

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
from flinkjobs_target.storage import open_data
from flinkjobs_target.store.connect import open_nonces
from flinkjobs_target.store.database.interface import UnavailableError
from flinkjobs_target.store.nonces.table import NonceTable

from .postgresql import Server

TERMINATE = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE application_name = 'flinkjobs-target' AND query LIKE 'INSERT INTO nonces%%' AND state = %s"
)


def use(nonces: NonceTable, nonce: str = "nonce") -> bool:
    """Use a nonce; tell whether it was fresh."""
    return asyncio.run(nonces.use("key", nonce, expires_at=20, now=10))


@pytest.fixture
def place(postgresql_server: Server) -> str:
    """A database without tables of ours."""
    return postgresql_server.new_place()


@pytest.fixture
def terminate(postgresql_server: Server) -> Iterator[Callable[[str], int]]:
    """End the connections that wrote a nonce last, and are idle or active; tell how many."""
    with psycopg.connect(postgresql_server.url(), autocommit=True) as connection:

        def terminate(state: str) -> int:
            return connection.execute(TERMINATE, (state,)).rowcount

        yield terminate


def test_a_connection_that_was_lost_before_is_nobodys_trouble(
    place: str, terminate: Callable[[str], int]
) -> None:
    """What is asked next is asked on a new one, whatever it is."""
    with closing(NonceTable(open_nonces(place))) as nonces:
        assert use(nonces, "first")
        assert 1 == terminate("idle")

        assert use(nonces)
        assert not use(nonces, "first")


@pytest.mark.parametrize("kept", [False, True], ids=["undone", "done by another"])
def test_a_nonce_is_used_once_when_the_connection_is_lost_meanwhile(
    place: str, terminate: Callable[[str], int], kept: bool
) -> None:
    """It waits for another request with the same nonce when it is cut off; only one may have it."""
    with closing(NonceTable(open_nonces(place))) as nonces, psycopg.connect(place) as other:
        use(nonces, "first")
        rows = other.execute("SELECT digest FROM nonces").fetchall()
        other.execute("DELETE FROM nonces")
        other.commit()
        other.execute("INSERT INTO nonces (digest, expires_at) VALUES (%s, 20)", rows[0])
        answers: list[object] = []
        waiting = threading.Thread(target=lambda: answers.append(use(nonces, "first")))
        waiting.start()
        while not terminate("active"):
            time.sleep(0.01)
        (other.commit if kept else other.rollback)()
        waiting.join()

        assert [not kept] == answers
        assert not use(nonces, "first")


def test_a_nonce_whose_answer_was_lost_is_not_taken_for_a_replay(
    place: str, postgresql_server: Server
) -> None:
    """The statement is run again and finds its own work done; the next one with it is a replay."""
    with cut_after("INSERT INTO nonces", postgresql_server.port) as port:
        through = place.replace(f":{postgresql_server.port}/", f":{port}/")
        with closing(NonceTable(open_nonces(through))) as nonces:
            assert use(nonces)
            assert not use(nonces)


def test_a_change_whose_answer_was_lost_may_have_been_made(
    place: str, postgresql_server: Server
) -> None:
    """Whoever asked is told to look, where a repetition that changes nothing tells nothing."""
    with cut_after("DELETE FROM access_keys", postgresql_server.port) as port:
        through = place.replace(f":{postgresql_server.port}/", f":{port}/")
        with open_data(through) as data:
            key = Keyring(data.keys).create()
            with pytest.raises(UnavailableError) as caught:
                data.keys.remove(key.id)
    assert caught.value.passing
    assert str(caught.value).endswith(
        "the connection was lost, and whether what was to be written is there is not known; try again"
    )


@contextmanager
def cut_after(statement: str, port: int) -> Iterator[int]:
    """Pass bytes on to a server; the first answer to a statement is received, and never given."""
    cut = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def accept() -> None:
            while True:
                try:
                    client = listener.accept()[0]
                except OSError:
                    return
                threading.Thread(target=_pass_on, args=(client, port, statement, cut)).start()

        accepting = threading.Thread(target=accept)
        accepting.start()
        yield listener.getsockname()[1]
        listener.shutdown(socket.SHUT_RDWR)
        accepting.join()


def _pass_on(client: socket.socket, port: int, statement: str, cut: threading.Event) -> None:
    """Pass bytes on both ways, until one side goes or the client is cut off."""
    asked = False
    with client, socket.create_connection(("127.0.0.1", port)) as server:
        while True:
            for one in select.select([client, server], [], [])[0]:
                piece = one.recv(65536)
                if not piece:
                    return
                if one is client:
                    asked = statement.encode() in piece and not cut.is_set()
                    server.sendall(piece)
                elif asked:
                    cut.set()
                    return
                else:
                    client.sendall(piece)


def test_who_waits_hears_of_any_failure(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Also of one that nobody thought of: no caller waits for ever."""

    def fail(*_: object) -> None:
        raise ValueError("odd")

    with closing(NonceTable(open_nonces(place))) as nonces:
        monkeypatch.setattr(nonces, "_insert", fail)

        with pytest.raises(ValueError, match="odd"):
            use(nonces)
