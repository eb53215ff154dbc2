"""Requests and responses of the reference server, and the two ways to fail."""

from collections.abc import Sequence
from dataclasses import dataclass, field

__all__ = ["NotFound", "Refusal", "Request", "Response"]


class Refusal(Exception):
    """An error response of the gateway."""

    def __init__(self, code: str, status: int = 400, message: str = "refused", **headers: str):
        super().__init__(message)
        self.code, self.status, self.message = code, status, message
        self.headers = {name.replace("_", "-"): text for name, text in headers.items()}


class NotFound(Exception):
    """A failure inside an envelope: an id that does not exist."""


@dataclass(frozen=True)
class Request:
    """A request as it came: path and query are still percent-encoded."""

    method: str
    path: str
    query: str
    headers: Sequence[tuple[str, str]]
    body: bytes = b""

    def values(self, name: str) -> list[str]:
        """Return the values of a header, in the order in which they came."""
        return [text.strip() for key, text in self.headers if key.lower() == name]

    def header(self, name: str) -> str:
        """Return a header, repeated ones joined; empty when it is absent."""
        return ",".join(self.values(name))


@dataclass
class Response:
    """A response; its body is sent unless the method is HEAD."""

    status: int
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)
