"""The connection under a request: its socket is found by its two ends, and reset."""

import os
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress

__all__ = ["reset_connection"]

_AT_ONCE = struct.pack("ii", 1, 0)


def reset_connection(client: Sequence[object], server: Sequence[object]) -> None:
    """Reset this process's end of the connection between two addresses.

    The server process keeps its sockets to itself. So another one, which has no peer, takes the
    number of this one, whereby it is closed; it was told not to linger, so that its peer sees a
    reset and not an end.
    """
    ends = (str(client[0]), int(str(client[1]))), (int(str(server[1])),)
    for number in _open_files():
        with suppress(OSError), socket.socket(fileno=os.dup(number)) as found:
            if (found.getpeername()[:2], found.getsockname()[1:2]) == ends:
                found.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
                _take_over(number)


def _open_files() -> Iterator[int]:
    return (int(name) for name in os.listdir("/dev/fd"))


def _take_over(number: int) -> None:
    one, other = socket.socketpair()
    other.close()
    with one:
        os.dup2(one.fileno(), number)
