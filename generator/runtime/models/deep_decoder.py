"""Decoders of models that lie hundreds deep in one another: more than Python's stack usually holds."""

import sys
import threading
from typing import Any

import msgspec

from .unions import decode_shape

__all__ = ["deep_decoder"]

_FRAMES, _STACK = 200_000, 512 << 20


def deep_decoder(answer: type[Any]) -> "msgspec.json.Decoder[Any]":
    """Build a decoder on a stack of its own; the limits of others are as before when it returns."""
    found: list[msgspec.json.Decoder[Any]] = []
    frames, stack = sys.getrecursionlimit(), threading.stack_size(_STACK)
    sys.setrecursionlimit(_FRAMES)
    try:
        builder = threading.Thread(
            target=lambda: found.append(msgspec.json.Decoder(answer, dec_hook=decode_shape))
        )
        builder.start()
        builder.join()
    finally:
        threading.stack_size(stack)
        sys.setrecursionlimit(frames)
    return found[0]
