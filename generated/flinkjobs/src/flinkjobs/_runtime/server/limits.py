"""Size and time limits of requests, checked before a request is parsed."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from .service_api import ErrorResponse

__all__ = ["Limits", "check_head"]

_HEADER_OVERHEAD = len(": \r\n")


class Limits(Struct, frozen=True, kw_only=True):
    """Maximum bytes of path with query, of all headers, and of a body; maximum seconds for a body."""

    url: int = 8 * 1024
    headers: int = 32 * 1024
    body: int = 1024 * 1024
    body_seconds: float = 30.0


def check_head(
    limits: Limits, raw_path: str, raw_query: str, headers: Mapping[str, Sequence[str]]
) -> None:
    """Raise ErrorResponse when the URL or the headers exceed their limit."""
    if len(raw_path) + len(raw_query) + 1 > limits.url:
        message = f"path and query must have at most {limits.url} bytes together"
        raise ErrorResponse("InvalidUrl", message, status=414)
    if _size(headers) > limits.headers:
        message = f"the headers must have at most {limits.headers} bytes together"
        raise ErrorResponse("InvalidHeaders", message, status=431)


def _size(headers: Mapping[str, Sequence[str]]) -> int:
    size = 0
    for name, values in headers.items():
        for value in values:
            size += len(name) + len(value) + _HEADER_OVERHEAD
    return size
