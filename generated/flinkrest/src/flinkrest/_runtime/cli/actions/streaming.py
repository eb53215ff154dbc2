"""Streams: each item is a line of JSON, written when it arrives."""

import sys
from typing import Any

from ...models.additional import encode_model
from ...streaming.streams import Stream
from ..invocation import Invocation
from ..output.writers import write_raw

__all__ = ["write_stream"]


def write_stream(invocation: Invocation, stream: Stream[Any]) -> None:
    """Write the items of a stream until it ends."""
    with stream:
        for item in stream:
            write_raw(invocation, [encode_model(item), b"\n"])
            sys.stdout.flush()
