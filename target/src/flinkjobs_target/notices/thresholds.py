"""The thresholds beyond which something is worth a notice."""

from typing import Annotated

from msgspec import Meta, Struct

__all__ = ["Seconds", "Thresholds"]

Seconds = Annotated[int, Meta(ge=1, le=31_536_000)]


class Thresholds(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="kebab"):
    """A job restarts again and again from `restarts` within `restart_seconds` on.

    It lacks a checkpoint when it has run, and completed none, for `checkpoint_seconds`.
    """

    restarts: Annotated[int, Meta(ge=1, le=100)] = 3
    restart_seconds: Seconds = 600
    checkpoint_seconds: Seconds = 1800
