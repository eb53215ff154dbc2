"""The explorer before the API: it answers its own few paths, and hands on all others untouched."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from flinkjobs.server import ClientGone, Receive, Refusal, Scope, Send, read_body

from .assets import Asset, load_assets
from .local_key import LocalKey

__all__ = ["Application", "ExplorerApp"]

Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

_KEY = "/explorer/key"
_LARGEST_ORDER = 64 * 1024
_SECONDS = 5.0
_OF_BODY = {"content-length", "content-encoding", "content-type"}
_PRIVATE = {
    "content-type": "application/json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


class ExplorerApp:
    """An ASGI application around the one of the API.

    GET and HEAD of the page's files are answered without a signature. With a local key there is
    one path more, which tells its id (GET) and signs with it (POST).
    """

    def __init__(self, api: Application, key: LocalKey | None = None) -> None:
        self._api = api
        self._assets = load_assets()
        self._key = key
        self._key_methods = ("GET", "POST") if key else ("GET",)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is the page's; everything else is the API's."""
        if scope["type"] != "http":
            await self._api(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and (pair := self._assets.get(scope["path"])):
            await self._send_asset(scope, send, pair)
        elif scope["path"] == _KEY and scope["method"] in self._key_methods:
            await self._use_key(scope, receive, send)
        else:
            await self._api(scope, receive, send)

    async def _send_asset(self, scope: Scope, send: Send, pair: tuple[Asset, Asset]) -> None:
        headers = _headers(scope)
        packed = "gzip" in ",".join(headers.get("accept-encoding", ()))
        asset = pair[1] if packed else pair[0]
        if asset.tag in ",".join(headers.get("if-none-match", ())):
            await _send(send, 304, _without_body(asset.headers), b"")
            return
        await _send(send, 200, asset.headers, b"" if scope["method"] == "HEAD" else asset.body)

    async def _use_key(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 200
        try:
            answer = await self._answer_key(scope, receive)
        except ClientGone:
            return
        except Refusal as refusal:
            status = refusal.status or 400
            answer = {"error": refusal.message}
        body = msgspec.json.encode(answer)
        await _send(send, status, {**_PRIVATE, "content-length": str(len(body))}, body)

    async def _answer_key(self, scope: Scope, receive: Receive) -> Mapping[str, str | None]:
        if self._key is None:
            return {"keyId": None}
        if scope["method"] == "GET":
            return {"keyId": self._key.key_id}
        body = await read_body(scope, receive, _LARGEST_ORDER, _SECONDS)
        client = scope.get("client")
        return {"signature": self._key.answer(client and client[0], _headers(scope), body)}


def _headers(scope: Scope) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = {}
    for name, value in scope["headers"]:
        found.setdefault(name.decode("latin-1").lower(), []).append(value.decode("latin-1"))
    return found


def _without_body(headers: Mapping[str, str]) -> Mapping[str, str]:
    """Leave out what describes a body."""
    return {name: value for name, value in headers.items() if name not in _OF_BODY}


async def _send(send: Send, status: int, headers: Mapping[str, str], body: bytes) -> None:
    pairs = [(name.encode(), value.encode()) for name, value in headers.items()]
    await send({"type": "http.response.start", "status": status, "headers": pairs})
    await send({"type": "http.response.body", "body": body})
