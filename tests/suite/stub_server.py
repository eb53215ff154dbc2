"""A stub server with one response to every request, for tests of the preflight check."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress

__all__ = ["canned_response", "serve_stub"]

Responder = Callable[[socket.socket], None]


def canned_response(
    status: int, body: bytes, kind: str = "application/json", *headers: str
) -> Responder:
    """Build a responder with one response to every request."""
    lines = [f"HTTP/1.1 {status} Status", f"content-type: {kind}", *headers]
    head = "\r\n".join([*lines, f"content-length: {len(body)}", "", ""]).encode()

    def respond(connection: socket.socket) -> None:
        while _read_request(connection):
            connection.sendall(head + body)

    return respond


@contextmanager
def serve_stub(respond: Responder) -> Iterator[str]:
    """Run the stub server; yield its URL."""

    def serve(connection: socket.socket) -> None:
        with connection, suppress(OSError):  # the caller hung up
            respond(connection)

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


def _read_request(connection: socket.socket) -> bool:
    """Read a request; return whether there was one."""
    head = b""
    while b"\r\n\r\n" not in head:
        piece = connection.recv(4096)
        if not piece:
            return False
        head += piece
    return True
