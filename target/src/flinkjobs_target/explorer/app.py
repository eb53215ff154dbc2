"""The explorer's middleware: serves its own paths, and passes all other requests to the API."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import TypeAlias

import msgspec

from flinkjobs.server import ClientDisconnected, ErrorResponse, Receive, Scope, Send, read_body

from .assets import Asset, Assets
from .local_key import LocalKey
from .own_page import is_this_machine, require_own_page
from .sample import SampleJobs

__all__ = ["Application", "ExplorerApp"]

Application: TypeAlias = Callable[[Scope, Receive, Send], Awaitable[None]]

Content: TypeAlias = Mapping[str, str | int | bool | None]

_KEY = "/explorer/key"
_SAMPLE = "/explorer/sample"
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

    GET and HEAD of the page's files need no signature. Two more paths belong to the page: one has
    the id of the local key (GET) and signs with it (POST), the other says whether the sample jobs
    are missing (GET) and loads them (POST). Without a local key they offer nothing.
    """

    def __init__(
        self, api: Application, sample: SampleJobs, assets: Assets, key: LocalKey | None = None
    ) -> None:
        self._api = api
        self._assets = assets
        self._key = key
        self._sample = sample

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the explorer's paths; pass other requests to the API."""
        if scope["type"] != "http":
            await self._api(scope, receive, send)
        elif scope["method"] in ("GET", "HEAD") and (variants := self._assets.get(scope["path"])):
            await self._send_asset(scope, send, variants)
        elif scope["path"] in (_KEY, _SAMPLE) and self._answers(scope["method"]):
            await self._send_local(scope, receive, send)
        else:
            await self._api(scope, receive, send)

    def _answers(self, method: str) -> bool:
        return method == "GET" or (method == "POST" and self._key is not None)

    async def _send_asset(self, scope: Scope, send: Send, variants: tuple[Asset, Asset]) -> None:
        headers = _headers(scope)
        accepts_gzip = "gzip" in ",".join(headers.get("accept-encoding", ()))
        asset = variants[1] if accepts_gzip else variants[0]
        if asset.etag in ",".join(headers.get("if-none-match", ())):
            await _send(send, 304, _without_body(asset.headers), b"")
            return
        await _send(send, 200, asset.headers, b"" if scope["method"] == "HEAD" else asset.body)

    async def _send_local(self, scope: Scope, receive: Receive, send: Send) -> None:
        status = 200
        try:
            if scope["method"] == "GET":
                content = await self._offer(scope)
            else:
                content = await self._act(scope, receive)
        except ClientDisconnected:
            return
        except ErrorResponse as error:
            status = error.status or 400
            content = {"error": error.message}
        body = msgspec.json.encode(content)
        await _send(send, status, {**_PRIVATE_HEADERS, "content-length": str(len(body))}, body)

    async def _offer(self, scope: Scope) -> Content:
        """Return what the page may use: nothing, unless this machine asks."""
        local = self._key is not None and is_this_machine(_client(scope), _headers(scope))
        key = self._key.find() if self._key is not None and local else None
        if scope["path"] == _KEY:
            return {"keyId": key.id if key else None}
        return {"missing": await self._sample.is_missing(key.account) if key else None}

    async def _act(self, scope: Scope, receive: Receive) -> Content:
        """Sign, or load the sample jobs; raise ErrorResponse for any page but the explorer's own."""
        assert self._key is not None
        body = await read_body(scope, receive, _MAX_BODY, _BODY_TIMEOUT)
        require_own_page(_client(scope), _headers(scope))
        if scope["path"] == _KEY:
            return {"signature": self._key.sign(body)}
        return {"loaded": await self._sample.load(self._key.require().account)}


def _client(scope: Scope) -> str | None:
    client = scope.get("client")
    return client[0] if client else None


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
