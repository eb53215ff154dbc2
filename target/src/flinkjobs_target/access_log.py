"""The access log: one JSON object a line for each request. Nothing secret is in it.

Neither headers nor queries are written, so that no token, signature or secret can be.
"""

import logging
from typing import TextIO

import msgspec
from msgspec import Struct

from flinkjobs.server import Outcome

from .clock import Clock

__all__ = ["AccessLog"]

_logger = logging.getLogger(__name__)


class Line(Struct, kw_only=True, omit_defaults=True):
    """What is written of a request; what is not known is left out.

    `key_id` is that of a known key, even when its signature was wrong; `code` is left out when
    the call succeeded.
    """

    time: str
    request_id: str
    client: str | None = None
    key_id: str | None = None
    account: str = ""
    user: str | None = None
    method: str
    operation: str | None = None
    status: int
    code: str = ""
    bytes: int
    ms: float


class AccessLog:
    """Writes a line for each request, as an observer of the application."""

    def __init__(self, stream: TextIO, *, clock: Clock) -> None:
        self._stream = stream
        self._failing = False
        self._clock = clock
        self._encode = msgspec.json.Encoder().encode

    def __call__(self, outcome: Outcome) -> None:
        """Write the line of a request."""
        exchange = outcome.exchange
        line = Line(
            time=self._clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            request_id=outcome.request_id,
            client=outcome.client,
            key_id=exchange.access_key_id if exchange else None,
            account=exchange.principal.account if exchange else "",
            user=exchange.principal.user if exchange else None,
            method=outcome.method,
            operation=outcome.operation,
            status=outcome.status,
            code=outcome.code,
            bytes=outcome.size,
            ms=round(outcome.seconds * 1000, 3),
        )
        self._write(self._encode(line).decode() + "\n")

    def _write(self, line: str) -> None:
        """Write a line, or say once that lines are lost: the caller is answered all the same."""
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError as error:
            if not self._failing:
                _logger.error("the access log cannot be written, lines are lost: %s", error)
            self._failing = True
        else:
            if self._failing:
                _logger.warning("the access log is written again")
            self._failing = False
