"""A server that answers everything alike, for tests of how the suite begins."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["answering", "reply"]

Answer = Callable[[socket.socket], None]


def reply(status: int, body: bytes, kind: str = "application/json", *headers: str) -> Answer:
    """Answer each request with this."""
    lines = [f"HTTP/1.1 {status} Status", f"content-type: {kind}", *headers]
    head = "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode()

    def answer(connection: socket.socket) -> None:
        while _is_asked(connection):
            connection.sendall(head + body)

    return answer


@contextmanager
def answering(answer: Answer) -> Iterator[str]:
    """Let each connection be answered so; give the URL."""

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the caller hung up
            answer(connection)

    def accept() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            threading.Thread(target=serve, args=(connection,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(None)
        threading.Thread(target=accept, daemon=True).start()
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        listening.shutdown(socket.SHUT_RDWR)


def _is_asked(connection: socket.socket) -> bool:
    """Read a request; tell whether there was one."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            return False
        head += piece
    return True
