"""A listener for what clients send."""

import threading
from collections.abc import Iterator

import pytest

from .wire import Listener, Server


@pytest.fixture
def listener() -> Iterator[Listener]:
    """A server that keeps what arrives."""
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.listener
        finally:
            server.shutdown()
            thread.join()
