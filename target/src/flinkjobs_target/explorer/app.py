"""The explorer's middleware: serves its own paths, and passes all other requests to the API."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from flinkjobs.server import ClientDisconnected, ErrorResponse, Receive, Scope, Send, read_body

from .assets import Asset, load_assets
from .local_key import LocalKey

__all__ = ["Application", "ExplorerApp"]

Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_KEY = "/explorer/key"
_MAX_BODY = 64 * 1024
_BODY_TIMEOUT = 5.0
_BODY_HEADERS = {"content-length", "content-encoding", "content-type"}
_PRIVATE_HEADERS = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


class ExplorerApp:
    """An ASGI middleware around the API.

    GET and HEAD of the page's files need no signature. With a local key, another path returns its
    id (GET) and signs with it (POST).
    """

    def __init__(self, api: Application, key: LocalKey | None = None) -> None:
        self._api = api
        self._assets = load_assets()
        self._key = key
        self._key_methods = ("GET", "POST") if key else ("GET",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the explorer's paths; pass other requests to the API."""
        if scope["type"] != "http":
            await self._api(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and (variants := self._assets.get(scope["path"])):
            await self._send_asset(scope, send, variants)
        elif scope["path"] == _KEY and scope["method"] in self._key_methods:
            await self._use_key(scope, receive, send)
        else:
            await self._api(scope, receive, send)

    async def _send_asset(self, scope: Scope, send: Send, variants: tuple[Asset, Asset]) -> None:
        headers = _headers(scope)
        accepts_gzip = "gzip" in ",".join(headers.get("accept-encoding", ()))
        asset = variants[1] if accepts_gzip else variants[0]
        if asset.etag in ",".join(headers.get("if-none-match", ())):
            await _send(send, 304, _without_body(asset.headers), b"")
            return
        await _send(send, 200, asset.headers, b"" if scope["method"] == "HEAD" else asset.body)

    async def _use_key(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 200
        try:
            content = await self._key_response(scope, receive)
        except ClientDisconnected:
            return
        except ErrorResponse as error:
            status = error.status or 400
            content = {"error": error.message}
        body = msgspec.json.encode(content)
        await _send(send, status, {**_PRIVATE_HEADERS, "content-length": str(len(body))}, body)

    async def _key_response(self, scope: Scope, receive: Receive) -> Mapping[str, str | None]:
        if self._key is None:
            return {"keyId": None}
        if scope["method"] == "GET":
            return {"keyId": self._key.key_id}
        body = await read_body(scope, receive, _MAX_BODY, _BODY_TIMEOUT)
        client = scope.get("client")
        return {"signature": self._key.handle(client and client[0], _headers(scope), body)}


def _headers(scope: Scope) -> Mapping[str, Sequence[str]]:
    headers: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        headers.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return headers


def _without_body(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Return headers without those that describe a body."""
    return {name: value for name, value in headers.items() if name not in _BODY_HEADERS}


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
