"""A server that records the requests of clients."""

import threading
from collections.abc import Iterator

import pytest

from .recording_server import Recording, RecordingServer


@pytest.fixture
def recording() -> Iterator[Recording]:
    """The recording of a running server."""
    with RecordingServer() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
        thread.start()
        try:
            yield server.recording
        finally:
            server.shutdown()
            thread.join()
