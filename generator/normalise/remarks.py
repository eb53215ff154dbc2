"""Remarks on parts of an operation, before they are given the operation's own location."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Remark"]


@dataclass(frozen=True, slots=True)
class Remark:
    """A fault in, or an omission of, a part of an operation, with its remedy."""

    pointer: tuple[str, ...]
    message: str
    remedy: str
