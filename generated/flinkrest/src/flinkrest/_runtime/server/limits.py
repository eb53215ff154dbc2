"""How large a request may be, and how slow; what is beyond is refused before anything reads it."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from .service_api import Refusal

__all__ = ["Limits", "check_head"]

_BETWEEN = len(": \r\n")


class Limits(Struct, frozen=True, kw_only=True):
    """Most bytes of path with query, of all headers, and of a body; most seconds for a body."""

    url: int = 8 * 1024
    headers: int = 32 * 1024
    body: int = 1024 * 1024
    body_seconds: float = 30.0


def check_head(
    limits: Limits, raw_path: str, raw_query: str, headers: Mapping[str, Sequence[str]]
) -> None:
    """Refuse a request whose URL or headers are too large."""
    if len(raw_path) + len(raw_query) + 1 > limits.url:
        message = f"path and query must have at most {limits.url} bytes together"
        raise Refusal("InvalidUrl", message, status=414)
    if _size(headers) > limits.headers:
        message = f"the headers must have at most {limits.headers} bytes together"
        raise Refusal("InvalidHeaders", message, status=431)


def _size(headers: Mapping[str, Sequence[str]]) -> int:
    size = 0
    for name, values in headers.items():
        for value in values:
            size += len(name) + len(value) + _BETWEEN
    return size
