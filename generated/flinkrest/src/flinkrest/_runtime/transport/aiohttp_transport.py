"""The transport of the asynchronous client, on aiohttp."""

import asyncio
import os
import ssl
from collections.abc import Mapping, Sequence
from contextvars import ContextVar

import aiohttp
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from yarl import URL

from ..client.request import Request, Response
from ..client.settings import Endpoint
from ..errors import ConnectionFailed, TimedOut
from .interface import LARGEST_ANSWER, too_large, unreached, untrusted
from .proxies import find_proxy

__all__ = ["AiohttpTransport"]

_UNWANTED = ("User-Agent", "Accept-Encoding", "Content-Type")
_connected: ContextVar[bool] = ContextVar("connected")
_inherited: list[object] = []
"""Sessions of a parent process. They share its sockets and its poll set: they are left alone."""


class _Connector(aiohttp.TCPConnector):
    """Tells the sender when it has a connection, so that a time-out can say what was late."""

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        """Give a connection, kept or new."""
        connection = await super().connect(req, traces, timeout)
        _connected.set(True)
        return connection


async def _send_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request a single time.

    aiohttp repeats a GET when a kept connection turns out to be gone; the server may have seen
    it, and takes a signature once. Only these two errors make it repeat.
    """
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Dropped(str(error)) from error


class _Dropped(aiohttp.ClientError):
    """The connection was lost before the answer came."""


class AiohttpTransport:
    """Keeps connections alive within an event loop; another loop starts with none.

    `connections` are open at most; further calls wait for one. `ssl_context` says whom to trust,
    such as `ssl.create_default_context(cafile=…)`; without one it is the certificates of the
    system, or of the file that SSL_CERT_FILE names. An answer of more than `largest_answer`
    bytes is refused.
    """

    def __init__(
        self,
        *,
        connections: int = 100,
        ssl_context: ssl.SSLContext | None = None,
        largest_answer: int = LARGEST_ANSWER,
    ) -> None:
        self._connections = connections
        self._ssl_context = ssl_context
        self._largest = largest_answer
        self._proxies: dict[Endpoint, str | None] = {}
        self._sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}
        self._process = os.getpid()

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request over a kept connection."""
        session = self._sessions.get(asyncio.get_running_loop())
        if session is None or self._process != os.getpid():
            session = await self._open()
        _connected.set(False)
        late = "did not answer"
        try:
            async with session.request(
                request.method,
                URL(f"{endpoint}{request.target}", encoded=True),
                data=request.body or None,
                headers=request.headers,
                timeout=aiohttp.ClientTimeout(total=timeout),
                proxy=self._proxy(endpoint),
                ssl=self._trust(endpoint),
                allow_redirects=False,
            ) as answer:
                late = "did not finish its answer"
                headers = {name.lower(): value for name, value in answer.headers.items()}
                body = await self._read(answer, headers)
        except TimeoutError as error:
            if not _connected.get():
                raise TimedOut(f"no connection to {endpoint} within {timeout:g} s") from error
            raise TimedOut(f"{endpoint} {late} within {timeout:g} s") from error
        except aiohttp.ClientConnectorCertificateError as error:
            if isinstance(error.certificate_error, ssl.SSLCertVerificationError):
                raise untrusted(endpoint, error.certificate_error.verify_message) from error
            raise unreached(endpoint, _reason(error)) from error
        except aiohttp.ClientConnectorError as error:
            raise unreached(endpoint, _reason(error)) from error
        except aiohttp.ClientError as error:
            raise ConnectionFailed(f"no answer from {endpoint}: {_reason(error)}") from error
        return Response(status=answer.status, headers=headers, body=body)

    async def _read(self, answer: aiohttp.ClientResponse, headers: Mapping[str, str]) -> bytes:
        """Read the body, in one piece when its size is known."""
        length = answer.content_length
        known = length is not None and "content-encoding" not in headers
        if known and (length or 0) <= self._largest:
            return await answer.read()
        body = bytearray()
        while not known and len(body) <= self._largest:
            piece = await answer.content.readany()
            if not piece:
                return bytes(body)
            body += piece
        answer.close()
        raise too_large(self._largest, answer.status, headers)

    def _proxy(self, endpoint: Endpoint) -> str | None:
        """Find the proxy; aiohttp itself would read ~/.netrc as well, and trip over it."""
        if endpoint not in self._proxies:
            self._proxies[endpoint] = find_proxy(endpoint)
        return self._proxies[endpoint]

    def _trust(self, endpoint: Endpoint) -> ssl.SSLContext | bool:
        if self._ssl_context is None and endpoint.scheme == "https":
            self._ssl_context = ssl.create_default_context()
        return self._ssl_context or True

    async def _open(self) -> aiohttp.ClientSession:
        if self._process != os.getpid():
            _inherited.append(self._sessions)
            self._sessions, self._process = {}, os.getpid()
        await self._close([loop for loop in self._sessions if loop.is_closed()])
        session = self._sessions[asyncio.get_running_loop()] = aiohttp.ClientSession(
            connector=_Connector(limit=self._connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_send_once,),
            skip_auto_headers=_UNWANTED,
        )
        return session

    async def close(self) -> None:
        """Let go of the connections of this event loop, and of loops that are no more."""
        here = asyncio.get_running_loop()
        if self._process == os.getpid():
            await self._close([one for one in self._sessions if one is here or one.is_closed()])

    async def _close(self, loops: Sequence[asyncio.AbstractEventLoop]) -> None:
        for loop in loops:
            await self._sessions.pop(loop).close()


def _reason(error: aiohttp.ClientError) -> str:
    """Say what went wrong, without what only aiohttp's own users would understand."""
    if isinstance(error, aiohttp.ClientPayloadError):
        return "it was cut off"
    if not isinstance(error, aiohttp.ClientConnectorError):
        return str(error)
    cause = error.os_error
    if isinstance(cause, ssl.SSLError):
        return f"{cause.strerror}; it may not speak TLS"
    if (cause.errno or 0) > 0:  # what asyncio says itself names the address, and not the error
        return os.strerror(cause.errno or 0)
    return cause.strerror or str(cause)
