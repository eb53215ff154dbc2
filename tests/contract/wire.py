"""Sending exactly these bytes to a target, signed or not, and looking at what comes back."""

import asyncio
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

import msgspec
import urllib3

from flinkjobs.contract import API
from flinkjobs.signing import Request

from .contract import Operation
from .targets import Target

__all__ = ["Reply", "Sent", "Wire"]

Values = Mapping[str, Any]


@dataclass(frozen=True)
class Sent:
    """A request as it goes over the wire."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]

    def header(self, name: str, value: str | None) -> "Sent":
        """Change a header, or take it away."""
        rest = {key: text for key, text in self.headers.items() if key != name}
        return replace(self, headers=rest if value is None else {**rest, name: value})


@dataclass(frozen=True)
class Reply:
    """A response: header names are lower-case."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return msgspec.json.decode(self.body)


class Wire:
    """A way to a target."""

    def __init__(self, target: Target) -> None:
        self._target = target
        self._loop = asyncio.new_event_loop()
        self._pool = urllib3.PoolManager()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._pool.clear()
        self._loop.close()

    def sign(self, operation: Operation, values: Values, **changes: Any) -> Sent:
        """Make a signed request of values, each sent as its text."""
        return self.sign_raw(operation, self.unsigned(operation, **values), **changes)

    def unsigned(self, operation: Operation, **values: Any) -> Sent:
        """Make a request without a signature; values that are not given are those of the target."""
        return _unsigned(operation, {**operation.examples(), **self._target.values, **values})

    def sign_raw(self, operation: Operation, sent: Sent, **changes: Any) -> Sent:
        """Sign a request; `changes` are the signer's settings, such as `now` and `nonce`."""
        assert API.signer is not None
        request = Request(
            operation=changes.pop("action", operation.name),
            method=sent.method,
            path=sent.path,
            query=sent.query,
            headers=sent.headers,
        )
        settings = {"now": datetime.now(UTC), "nonce": uuid.uuid4().hex, **changes}
        key = settings.pop("key", self._target.key)
        host = urlsplit(self._target.url).netloc
        return replace(sent, headers=API.signer.sign(key, request, host=host, **settings))

    def call(self, operation: Operation, **values: Any) -> Reply:
        """Send a signed request with these values beside the examples; None leaves one out."""
        return self.send(self.sign(operation, values))

    def send(self, sent: Sent) -> Reply:
        """Send a request as it is."""
        if self._target.app is not None:
            return self._loop.run_until_complete(_send_in_process(self._target.app, sent))
        url = f"{self._target.url}{sent.path}" + (f"?{sent.query}" if sent.query else "")
        answer = self._pool.request(
            sent.method, url, headers=sent.headers, retries=False, redirect=False
        )
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Reply(answer.status, headers, answer.data)


def _unsigned(operation: Operation, values: Values) -> Sent:
    from urllib.parse import quote

    path, pairs, headers = operation.path, [], {}
    for one in operation.parameters:
        value = values.get(one.name)
        if value is None:
            continue
        if one.place == "path":
            path = path.replace(f"{{{one.name}}}", quote(str(value), safe=""))
        elif one.place == "header":
            headers[one.name] = str(value)
        else:
            pairs.append(f"{one.name}={quote(str(value), safe='')}")
    return Sent(operation.method, path, "&".join(pairs), headers)


async def _send_in_process(app: Any, sent: Sent) -> Reply:
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": sent.method,
        "scheme": "http",
        "path": sent.path,
        "raw_path": sent.path.encode(),
        "query_string": sent.query.encode(),
        "headers": [(key.lower().encode(), value.encode()) for key, value in sent.headers.items()],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }
    messages: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        messages.append(message)

    await app(scope, receive, send)
    headers = {name.decode().lower(): value.decode() for name, value in messages[0]["headers"]}
    body = b"".join(message.get("body", b"") for message in messages[1:])
    return Reply(messages[0]["status"], headers, body)
