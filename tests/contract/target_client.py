"""The client of the suite: sends exactly these bytes to a target, and remembers the last exchanges."""

import re
import time
import uuid
from collections import deque
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote, urlsplit

import msgspec

from .contract import Contract, Operation
from .request_body import JSON
from .senders import RawResponse
from .signing import Key, RawRequest, Signer
from .targets import Target

__all__ = [
    "Exchange",
    "RawRequest",
    "RawResponse",
    "ReadOnlyTarget",
    "SecretRevealed",
    "TargetClient",
    "open_client",
]

_SAFE_METHODS = ("GET", "HEAD", "OPTIONS", "TRACE")
_SHORTEST_SECRET = 8
"""Characters of a secret that could not stand in a response by chance."""
_KEPT_EXCHANGES = 12
_NONCE = "x-acs-signature-nonce"
_GENERATED = re.compile(r"[0-9a-f]{32}")
_ADDED = ("host", "authorization")
_THROTTLE_RETRIES = 5
_PAUSE, _MAX_PAUSE = 1.0, 60.0
"""Seconds to wait when throttled: if the response does not say how long, and at most."""


class SecretRevealed(AssertionError):
    """A response contains the secret of the key."""

    def __init__(self, where: str, response: RawResponse) -> None:
        super().__init__(f"the {where} of a response reveals the secret")
        self.response = response


class ReadOnlyTarget(Exception):
    """The request could change data of a target that is only to be read."""


@dataclass(frozen=True)
class Exchange:
    """A request and its response."""

    operation: str
    request: RawRequest
    response: RawResponse


class TargetClient:
    """A client of one target; `exchanges` holds the last ones.

    `request_count` counts all requests, `server_error_count` those with a 5xx response.
    """

    def __init__(self, contract: Contract, target: Target) -> None:
        self.exchanges: deque[Exchange] = deque(maxlen=_KEPT_EXCHANGES)
        self.request_count = 0
        self.server_error_count = 0
        self._signer = Signer(contract.signature)
        self._target = target
        self._throttled = next(iter(contract.codes("throttled")), "")
        self._next_at = 0.0
        self._host = urlsplit(target.url).netloc

    def now(self) -> datetime:
        """Return the time by the target's clock, as far as that is known."""
        control = self._target.control
        return control.clock() if control and control.clock else datetime.now(UTC)

    def unsigned_request(self, operation: Operation, values: Mapping[str, Any]) -> RawRequest:
        """Build a request without a signature; the target's own values fill in for absent ones."""
        return _unsigned(operation, self._target.values_for(operation, values))

    def sign(
        self, operation: Operation, request: RawRequest, *, key: Key | None = None, **changes: Any
    ) -> RawRequest:
        """Sign a request; `changes` are the signer's settings, such as `now` and `nonce`."""
        settings = {"now": self.now(), "nonce": uuid.uuid4().hex, "host": self._host, **changes}
        settings.setdefault("action", operation.name)
        return self._signer.sign(key or self._target.key, request, **settings)

    def signs_alike(self, exchange: Exchange) -> bool:
        """Whether a request is signed as this client signs it with a known key, and not yet sent before."""
        request = exchange.request
        headers = request.headers
        earlier = [other for other in self.exchanges if other is not exchange]
        nonce = headers.get(_NONCE, "")
        try:
            date = datetime.strptime(headers["x-acs-date"], "%Y-%m-%dT%H:%M:%SZ")
            "".join((request.target, *headers.values())).encode()
        except (KeyError, ValueError):  # no date, or bytes that are no text
            return False
        unsigned = request.with_changes(
            headers={k: v for k, v in headers.items() if k not in _ADDED and k[:6] != "x-acs-"}
        )
        is_new = all(other.request.headers.get(_NONCE) != nonce for other in earlier)
        return bool(is_new and _GENERATED.fullmatch(nonce)) and any(
            headers
            == self._signer.sign(
                key,
                unsigned,
                action=headers.get("x-acs-action", ""),
                host=self._host,
                now=date.replace(tzinfo=UTC),
                nonce=nonce,
            ).headers
            for key in (self._target.key, *self._target.fixtures.keys)
        )

    def may_send(self, method: str) -> bool:
        """Whether requests of a method may be sent: always, where it changes nothing."""
        return method.upper() in _SAFE_METHODS or self._target.accepts_writes

    def send(self, operation: Operation, request: RawRequest) -> RawResponse:
        """Send a request as it is; after a throttled response, wait and sign and send it again."""
        if not self.may_send(request.method):
            raise ReadOnlyTarget(f"{request.method} could change something at {self._target.url}")
        response = self._send_at_rate(request)
        for _ in range(_THROTTLE_RETRIES):
            if not self._target.read_only or not self._is_throttled(response):
                break
            time.sleep(_requested_pause(response))
            request = self._signed_again(operation, request)
            response = self._send_at_rate(request)
        self.exchanges.append(Exchange(operation.name, request, response))
        return response

    def _signed_again(self, operation: Operation, request: RawRequest) -> RawRequest:
        """Sign a request once more, unless it was changed after it was signed: its nonce is used."""
        return self.sign(operation, request) if request.signature_intact else request

    def _send_at_rate(self, request: RawRequest) -> RawResponse:
        if self._target.rate:
            wait = self._next_at - time.monotonic()
            time.sleep(max(0.0, wait))
            self._next_at = time.monotonic() + 1 / self._target.rate
        response = self._target.send(request)
        self.request_count += 1
        self.server_error_count += response.status >= 500
        self._require_no_secret(response)
        return response

    def _require_no_secret(self, response: RawResponse) -> None:
        secret = self._target.key.secret
        if len(secret) < _SHORTEST_SECRET:
            return
        if secret.encode() in response.body:
            raise SecretRevealed("body", response)
        for name, text in response.headers.items():
            if secret in text:
                raise SecretRevealed(f"header {name}", response)

    def _is_throttled(self, response: RawResponse) -> bool:
        return response.status == 429 or f'"{self._throttled}"'.encode() in response.body[:500]


@contextmanager
def open_client(contract: Contract, target: Target) -> Iterator[TargetClient]:
    """Open a client of a target; close the target's connections in the end."""
    client = TargetClient(contract, target)
    try:
        yield client
    finally:
        target.close()


def _requested_pause(response: RawResponse) -> float:
    text = response.headers.get("x-acs-retry-after", "")
    seconds = int(text) / 1000 if text.isascii() and text.isdigit() else _PAUSE
    return min(seconds, _MAX_PAUSE)


def _unsigned(operation: Operation, values: Mapping[str, Any]) -> RawRequest:
    """Put each value at its location; bytes are encoded already, all others are sent as text."""
    path, pairs, headers = operation.path, [], {}
    for parameter in operation.parameters:
        value = values.get(parameter.name)
        if value is None:
            continue
        text = _text(value)
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", text)
        elif parameter.location == "header":
            header = value.decode() if isinstance(value, bytes) else str(value)
            headers[parameter.name.lower()] = header
        else:
            pairs.append(f"{parameter.name}={text}")
    body = b""
    if operation.body is not None:
        headers["content-type"] = JSON
        body = msgspec.json.encode(_body(operation.body.sample, values))
    return RawRequest(operation.method, path, "&".join(pairs), headers, body)


def _body(sample: Any, values: Mapping[str, Any]) -> Any:
    """Fill the sample of a body in with the values that have the names of its properties."""
    if not isinstance(sample, dict):
        return sample
    named = {name: values[name] for name in sample.keys() & values.keys()}
    return {**sample, **{name: value for name, value in named.items() if value is not None}}


def _text(value: Any) -> str:
    if isinstance(value, bytes):
        return value.decode()
    if isinstance(value, bool):
        return str(value).lower()
    return quote(str(value), safe="")
