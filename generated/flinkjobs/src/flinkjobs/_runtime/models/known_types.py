"""Types that are decoded: msgspec learns each the first time, and two threads must not do that at once.

It shares what it knows of a class as soon as it begins to learn it, so that another thread finds half
of it, and the process ends by a signal (seen with msgspec 0.22; `tests/client/test_first_decoding.py` shows it).
"""

from contextlib import suppress
from typing import Any, TypeVar

import msgspec

from ..transport.fork_safe_lock import ForkSafeLock

__all__ = ["LEARNING", "known"]

TypeT = TypeVar("TypeT")

LEARNING = ForkSafeLock()
"""Held while msgspec learns a type."""
_known: dict[int, Any] = {}


def known(type_: TypeT) -> TypeT:
    """Return a type that msgspec knows, with the classes in it."""
    if id(type_) not in _known:
        with LEARNING:
            with suppress(RecursionError):  # whoever decodes it meets it again, and deals with it
                msgspec.json.Decoder(type_)
            _known[id(type_)] = type_
    return type_
