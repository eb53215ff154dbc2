"""What a run is told, what it says next, and what is kept of it."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..contract.operation import Operation

__all__ = ["NextCall", "Pace", "Snapshot"]


class Pace(Struct, frozen=True, kw_only=True):
    """How often and how long a step is retried, in seconds, in place of what the workflow says."""

    poll: float | None = None
    timeout: float | None = None


class NextCall(Struct, frozen=True):
    """The next call, and the seconds to wait before it; a write comes after the journal's entry."""

    operation: Operation[Any]
    arguments: Mapping[str, Any]
    delay: float
    is_write: bool


class Snapshot(Struct, frozen=True, kw_only=True):
    """What a journal keeps of a run: enough to continue it on this machine without its inputs.

    `inputs` are those that were given.
    """

    workflow: str
    run: str
    inputs: Mapping[str, Any]
    step: str
    outputs: Mapping[str, Mapping[str, Any]]
