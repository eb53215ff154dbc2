"""Resets the TCP connection of a request, whose socket belongs to the HTTP server."""

import os
import socket
import struct
from collections.abc import Iterator, Sequence
from contextlib import suppress

__all__ = ["reset_connection"]

_LINGER_ZERO = struct.pack("ii", 1, 0)


def reset_connection(client: Sequence[object], server: Sequence[object]) -> None:
    """Reset this process's end of the connection between two addresses.

    The HTTP server does not expose its sockets. So the socket is found among the open file
    descriptors, and another socket without a peer is duplicated onto its descriptor, which closes
    it. With SO_LINGER of zero, its peer sees a reset instead of an orderly shutdown.
    """
    ends = (str(client[0]), int(str(client[1]))), (int(str(server[1])),)
    for descriptor in _descriptors():
        with suppress(OSError), socket.socket(fileno=os.dup(descriptor)) as candidate:
            if (candidate.getpeername()[:2], candidate.getsockname()[1:2]) == ends:
                candidate.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _LINGER_ZERO)
                _replace(descriptor)


def _descriptors() -> Iterator[int]:
    return (int(name) for name in os.listdir("/dev/fd"))


def _replace(descriptor: int) -> None:
    replacement, peer = socket.socketpair()
    peer.close()
    with replacement:
        os.dup2(replacement.fileno(), descriptor)
