"""The pace of a run, its next call, and the snapshot that a journal keeps."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from ..contract.operation import Operation

__all__ = ["NextCall", "Pace", "Snapshot"]


class Pace(Struct, frozen=True, kw_only=True):
    """The interval and the time limit of retries, in seconds, in place of those of the workflow."""

    poll: float | None = None
    timeout: float | None = None


class NextCall(Struct, frozen=True):
    """The next call, and the seconds to wait before it; a write comes after the journal's entry."""

    operation: Operation[Any]
    arguments: Mapping[str, Any]
    delay: float
    is_write: bool


class Snapshot(Struct, frozen=True, kw_only=True):
    """The part of a run that a journal keeps: enough to continue it on this machine without its inputs.

    `inputs` are those that were given.
    """

    workflow: str
    run: str
    inputs: Mapping[str, Any]
    step: str
    outputs: Mapping[str, Mapping[str, Any]]
