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
    from uuid import uuid4

    return str(uuid4())


def _random() -> float:
    from random import random

    return random()


class Environment(Struct, frozen=True, kw_only=True):
    """Clock, sleep, randomness and environment variables.

    `clock` returns the current aware time, which is signed; `nonce` a new nonce for each attempt;
    `new_id` a UUID, as the idempotency key of a write that has none;
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
