"""The access log: one JSON object a line for each request, without secrets.

Neither headers nor queries are logged, since they may contain tokens, signatures or secrets.
"""

import logging

import msgspec
from msgspec import Struct

from flinkjobs.server import RequestRecord

from .clock import Clock
from .logs import LogStream

__all__ = ["AccessLog"]

_logger = logging.getLogger(__name__)


class LogEntry(Struct, kw_only=True, omit_defaults=True):
    """The log entry of a request; unknown values are omitted.

    `key_id` is that of an existing key, even when its signature was wrong; `code` is omitted when
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

    def __init__(self, stream: LogStream, *, clock: Clock) -> None:
        self._stream = stream
        self._failing = False
        self._clock = clock
        self._encode = msgspec.json.Encoder().encode

    def __call__(self, record: RequestRecord) -> None:
        """Write the entry of a request."""
        context = record.context
        entry = LogEntry(
            time=self._clock().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
            request_id=record.request_id,
            client=record.client,
            key_id=context.credential_id if context else None,
            account=context.principal.account if context else "",
            user=context.principal.user if context else None,
            method=record.method,
            operation=record.operation,
            status=record.status,
            code=record.code,
            bytes=record.size,
            ms=round(record.seconds * 1000, 3),
        )
        self._write(self._encode(entry).decode() + "\n")

    def _write(self, line: str) -> None:
        """Write a line; when that fails, log one error and go on: requests are still handled."""
        try:
            self._stream.write(line)
            self._stream.flush()
        except OSError as error:
            if not self._failing:
                _logger.error("the access log cannot be written, entries are lost: %s", error)
            self._failing = True
        else:
            if self._failing:
                _logger.warning("the access log can be written again")
            self._failing = False
