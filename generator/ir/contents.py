"""The contents that a response may have."""

from dataclasses import dataclass

__all__ = ["Content"]


@dataclass(frozen=True, slots=True)
class Content:
    """A content of a response; see `generator.runtime.contract.contents`. `type` is an annotation."""

    status: str
    decoding: str
    media_type: str
    type: str
