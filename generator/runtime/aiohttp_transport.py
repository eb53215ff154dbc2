"""The transport of the asynchronous client, on aiohttp."""

import asyncio

import aiohttp
from yarl import URL

from .errors import ConnectionFailed, TimedOut
from .messages import Request, Response
from .proxies import find_proxy
from .settings import Endpoint

__all__ = ["AiohttpTransport"]

_UNWANTED = ("User-Agent", "Accept-Encoding", "Content-Type")


class AiohttpTransport:
    """Keeps connections alive within an event loop; another loop starts with none."""

    def __init__(self, *, connections: int = 100) -> None:
        self._connections = connections
        self._proxies: dict[Endpoint, str | None] = {}
        self._session: aiohttp.ClientSession | None = None
        self._loop: asyncio.AbstractEventLoop | None = None

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request over a kept connection."""
        try:
            async with self._open().request(
                request.method,
                URL(f"{endpoint}{request.target}", encoded=True),
                data=request.body or None,
                headers=request.headers,
                timeout=aiohttp.ClientTimeout(total=timeout),
                proxy=self._proxy(endpoint),
                allow_redirects=False,
            ) as answer:
                body = await answer.read()
        except TimeoutError as error:
            raise TimedOut(f"{endpoint} did not answer within {timeout:g} s") from error
        except aiohttp.ClientError as error:
            raise ConnectionFailed(f"no answer from {endpoint}: {error}") from error
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(status=answer.status, headers=headers, body=body)

    def _proxy(self, endpoint: Endpoint) -> str | None:
        """Find the proxy; aiohttp itself would read ~/.netrc as well, and trip over it."""
        if endpoint not in self._proxies:
            self._proxies[endpoint] = find_proxy(endpoint)
        return self._proxies[endpoint]

    def _open(self) -> aiohttp.ClientSession:
        loop = asyncio.get_running_loop()
        if self._session is None or self._session.closed or self._loop is not loop:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(limit=self._connections),
                cookie_jar=aiohttp.DummyCookieJar(),
                skip_auto_headers=_UNWANTED,
            )
            self._loop = loop
        return self._session

    async def close(self) -> None:
        """Let go of all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None
