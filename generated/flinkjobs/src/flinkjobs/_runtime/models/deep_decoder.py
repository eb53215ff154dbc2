"""Decoders for models nested hundreds deep, more than Python's stack usually allows."""

import sys
import threading
from typing import Any

import msgspec

from .unions import decode_union

__all__ = ["deep_decoder"]

_FRAMES, _STACK = 200_000, 512 << 20


def deep_decoder(response_type: type[Any]) -> "msgspec.json.Decoder[Any]":
    """Build a decoder in a thread with a large stack; restore all limits before returning."""
    decoders: list[msgspec.json.Decoder[Any]] = []
    frames, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(_FRAMES)
    try:
        builder = threading.Thread(
            target=lambda: decoders.append(
                msgspec.json.Decoder(response_type, dec_hook=decode_union)
            )
        )
        builder.start()
        builder.join()
    finally:
        threading.stack_size(stack)
        sys.setrecursionlimit(frames)
    return decoders[0]
