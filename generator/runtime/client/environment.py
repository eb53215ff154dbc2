"""What a client takes from the world around it, all of which a test can replace."""

import os
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct

__all__ = ["Surroundings"]


def _now() -> datetime:
    return datetime.now(UTC)


def _nonce() -> str:
    return os.urandom(16).hex()


def _draw() -> float:
    from random import random

    return random()


class Surroundings(Struct, frozen=True, kw_only=True):
    """Time, chance and environment.

    `clock` gives the aware time that is signed; `nonce` a new nonce for each attempt; `sleep`
    waits for seconds (the asynchronous client awaits what it gives; without one it takes its
    own); `monotonic` reads seconds that never go back; `draw` gives a number from 0 to 1;
    `environ` are the variables that settings are read from.
    """

    clock: Callable[[], datetime] = _now
    nonce: Callable[[], str] = _nonce
    sleep: Callable[[float], Any] | None = None
    monotonic: Callable[[], float] = time.monotonic
    draw: Callable[[], float] = _draw
    environ: Mapping[str, str] = os.environ
