"""Injectable clock, sleep, randomness and environment variables of a client."""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

__all__ = ["Environment"]


def _now() -> datetime:
    return datetime.now(UTC)


def _nonce() -> str:
    return os.urandom(16).hex()


def _new_id() -> str:
    """Return a UUID of version 7 (RFC 9562): of two, the later one compares greater.

    Jobs that were created in the same second are listed by id, so the newest one stays first.
    """
    from uuid import UUID

    milliseconds, random = time.time_ns() // 1_000_000, int.from_bytes(os.urandom(10))
    versioned = random & ~(0xF << 76) | 7 << 76
    return str(UUID(int=milliseconds << 80 | versioned & ~(3 << 62) | 2 << 62))


def _random() -> float:
    from random import random

    return random()


class Environment(Struct, frozen=True, kw_only=True):
    """Clock, sleep, randomness and environment variables.

    `clock` returns the current aware time, which is signed; `nonce` a new nonce for each attempt;
    `new_id` a UUID that grows with time, as the idempotency key of a write that has none;
    `sleep` waits for some seconds (the asynchronous client awaits its result; None is the
    client's own); `monotonic` returns seconds that never go back; `random` a number from 0 to 1;
    `environ` has the variables from which settings are read.
    """

    clock: Callable[[], datetime] = _now
    nonce: Callable[[], str] = _nonce
    new_id: Callable[[], str] = _new_id
    sleep: Callable[[float], Any] | None = None
    monotonic: Callable[[], float] = time.monotonic
    random: Callable[[], float] = _random
    environ: Mapping[str, str] = os.environ
