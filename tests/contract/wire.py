"""Sending exactly these bytes to a target, signed or not, and remembering what came back."""

import time
import uuid
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

from .contract import Contract, Operation
from .senders import Reply
from .signing import Key, Sent, Signer
from .targets import Target

__all__ = ["Exchange", "ReadOnly", "Reply", "Sent", "Wire", "open_wire"]

_SAFE = ("GET", "HEAD", "OPTIONS")
_REMEMBERED = 12
_PATIENCE = 5
_PAUSE, _LONGEST_PAUSE = 1.0, 60.0
"""Seconds to wait where a target asks for patience: if it does not say how long, and at most."""


class ReadOnly(Exception):
    """The request could change data of a target that is only to be read."""


@dataclass(frozen=True)
class Exchange:
    """A request and its reply."""

    operation: str
    sent: Sent
    reply: Reply


class Wire:
    """A way to a target; `exchanges` are the last ones, `sent` and `failed` count all of them.

    Those have failed that were answered with 5xx.
    """

    def __init__(self, contract: Contract, target: Target) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=_REMEMBERED)
        self.sent = 0
        self.failed = 0
        self._signer = Signer(contract.signature)
        self._target = target
        self._throttled = next(iter(contract.codes("throttled")), "")
        self._next = 0.0

    def now(self) -> datetime:
        """Give the time that the target's clock tells, as far as that is known."""
        lab = self._target.lab
        return lab.clock() if lab and lab.clock else datetime.now(UTC)

    def unsigned(self, operation: Operation, values: Mapping[str, Any]) -> Sent:
        """Make a request without a signature; values that are not given are the target's own."""
        return _unsigned(operation, {**self._target.values, **values})

    def sign(
        self, operation: Operation, sent: Sent, *, key: Key | None = None, **changes: Any
    ) -> Sent:
        """Sign a request; `changes` are the signer's settings, such as `now` and `nonce`."""
        host = urlsplit(self._target.url).netloc
        settings = {"now": self.now(), "nonce": uuid.uuid4().hex, "host": host, **changes}
        settings.setdefault("action", operation.name)
        return self._signer.sign(key or self._target.key, sent, **settings)

    def may_send(self, method: str) -> bool:
        """Tell whether requests of a method may be sent: one that changes nothing always may."""
        return method in _SAFE or not self._target.careful

    def send(self, operation: Operation, sent: Sent) -> Reply:
        """Send a request as it is; wait and send it anew where the target asks for patience."""
        if not self.may_send(sent.method):
            raise ReadOnly(f"{sent.method} could change something at {self._target.url}")
        reply = self._paced(sent)
        for _ in range(_PATIENCE):
            if not self._target.careful or not self._is_throttled(reply):
                break
            time.sleep(_wanted_pause(reply))
            sent = self._again(operation, sent)
            reply = self._paced(sent)
        self.exchanges.append(Exchange(operation.name, sent, reply))
        return reply

    def _again(self, operation: Operation, sent: Sent) -> Sent:
        """Sign a request once more that was sent as it was signed: its nonce may be used now."""
        return self.sign(operation, sent) if sent.as_signed else sent

    def _paced(self, sent: Sent) -> Reply:
        if self._target.rate:
            wait = self._next - time.monotonic()
            time.sleep(max(0.0, wait))
            self._next = time.monotonic() + 1 / self._target.rate
        reply = self._target.send(sent)
        self.sent += 1
        self.failed += reply.status >= 500
        return reply

    def _is_throttled(self, reply: Reply) -> bool:
        return reply.status == 429 or f'"{self._throttled}"'.encode() in reply.body[:500]


@contextmanager
def open_wire(contract: Contract, target: Target) -> Iterator[Wire]:
    """Open a way to a target, and close it in the end."""
    wire = Wire(contract, target)
    try:
        yield wire
    finally:
        target.close()


def _wanted_pause(reply: Reply) -> float:
    text = reply.headers.get("x-acs-retry-after", "")
    seconds = int(text) / 1000 if text.isascii() and text.isdigit() else _PAUSE
    return min(seconds, _LONGEST_PAUSE)


def _unsigned(operation: Operation, values: Mapping[str, Any]) -> Sent:
    """Put each value in its place; bytes are encoded already, everything else is sent as text."""
    path, pairs, headers = operation.path, [], {}
    for one in operation.parameters:
        value = values.get(one.name)
        if value is None:
            continue
        text = _text(value)
        if one.place == "path":
            path = path.replace(f"{{{one.name}}}", text)
        elif one.place == "header":
            headers[one.name.lower()] = value.decode() if isinstance(value, bytes) else str(value)
        else:
            pairs.append(f"{one.name}={text}")
    return Sent(operation.method, path, "&".join(pairs), headers)


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, bool):
        return str(value).lower()
    return quote(str(value), safe="")
