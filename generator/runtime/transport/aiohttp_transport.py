"""The transport of the asynchronous client, on aiohttp."""

import asyncio
import os
import socket
import ssl
from collections.abc import AsyncIterator, Mapping
from contextvars import ContextVar
from weakref import WeakSet

import aiohttp
from aiohttp.connector import Connection
from aiohttp.tracing import Trace
from yarl import URL

from ..client.request import Request
from ..client.response import Response
from ..client.settings import Endpoint
from ..errors import TransportError, UsageError
from ..messages import Message
from .interface import (
    MAX_RESPONSE_BYTES,
    AsyncOpenResponse,
    body_headers,
    connect_timeout_error,
    connection_error,
    join_headers,
    no_response_error,
    response_timeout_error,
    too_large_error,
    untrusted_error,
)
from .proxies import find_proxy
from .redaction import without_frames

__all__ = ["AiohttpTransport"]

_OMITTED_HEADERS = ("User-Agent", "Accept-Encoding", "Content-Type")
_connected: ContextVar[bool] = ContextVar("connected")
_inherited: list[object] = []
"""Sessions of a parent process, kept alive here: closing them would close its sockets."""


class _Connector(aiohttp.TCPConnector):
    """Records when the sender has a connection, so that a timeout error can name the cause.

    It knows its sockets, so that they can be closed when their event loop has ended.
    """

    def __init__(self, *, limit: int) -> None:
        self._sockets: WeakSet[socket.socket] = WeakSet()
        super().__init__(limit=limit, socket_factory=self._make_socket)

    def _make_socket(self, address: aiohttp.AddrInfoType) -> socket.socket:
        family, type_, protocol, *_ = address
        made = socket.socket(family, type_, protocol)
        self._sockets.add(made)
        return made

    def close_sockets(self) -> None:
        """Close all sockets at once, without an event loop."""
        for made in list(self._sockets):
            made.close()

    async def connect(
        self, req: aiohttp.ClientRequest, traces: list[Trace], timeout: aiohttp.ClientTimeout
    ) -> Connection:
        """Return a connection of the pool, or a new one."""
        connection = await super().connect(req, traces, timeout)
        _connected.set(True)
        return connection


async def _send_once(
    request: aiohttp.ClientRequest, send: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Send a request a single time.

    aiohttp repeats a GET when a pooled connection turns out to be closed; the server may have
    received it, and accepts a signature once. Only these two errors make it repeat.
    """
    try:
        return await send(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Dropped(str(error)) from without_frames(error)


class _Dropped(aiohttp.ClientError):
    """The connection was lost before the response arrived."""


class AiohttpTransport:
    """Keeps connections alive within an event loop; another loop starts with none.

    At most `connections` are open; further calls wait for one. `ssl_context` defines the trusted
    certificates, such as `ssl.create_default_context(cafile=…)`; the default is those of the
    system, or of the file in SSL_CERT_FILE. A response of more than `max_response_bytes` is an
    error.
    """

    def __init__(
        self,
        *,
        connections: int = 100,
        ssl_context: ssl.SSLContext | None = None,
        max_response_bytes: int = MAX_RESPONSE_BYTES,
    ) -> None:
        self._connections = connections
        self._ssl_context = ssl_context
        self._max_bytes = max_response_bytes
        self._proxies: dict[Endpoint, str | None] = {}
        self._sessions: dict[asyncio.AbstractEventLoop, aiohttp.ClientSession] = {}
        self._process = os.getpid()

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request over a connection of the pool."""
        session = await self._session()
        _connected.set(False)
        has_begun = False
        try:
            async with session.request(
                request.method,
                URL(f"{endpoint}{request.target}", encoded=True),
                data=request.body or (request.stream.async_chunks() if request.stream else None),
                headers=body_headers(request),
                timeout=aiohttp.ClientTimeout(total=timeout),
                proxy=self._proxy(endpoint),
                ssl=self._trusted_certificates(endpoint),
                allow_redirects=False,
            ) as response:
                has_begun = True
                headers = join_headers(response.headers.items())
                body = await self._read(response, headers)
        except (TimeoutError, aiohttp.ClientError) as error:
            raise _sending_error(endpoint, timeout, error, has_begun) from without_frames(error)
        return Response(status=response.status, headers=headers, body=body)

    async def open(self, endpoint: Endpoint, request: Request, timeout: float) -> AsyncOpenResponse:
        """Send a request and return its response unread; `timeout` is that of each silence."""
        session = await self._session()
        _connected.set(False)
        try:
            response = await session.request(
                request.method,
                URL(f"{endpoint}{request.target}", encoded=True),
                data=request.body or (request.stream.async_chunks() if request.stream else None),
                headers=body_headers(request),
                timeout=aiohttp.ClientTimeout(total=None, connect=timeout, sock_read=timeout),
                proxy=self._proxy(endpoint),
                ssl=self._trusted_certificates(endpoint),
                allow_redirects=False,
            )
        except (TimeoutError, aiohttp.ClientError) as error:
            raise _sending_error(endpoint, timeout, error, False) from without_frames(error)

        async def close() -> None:
            response.close()

        return AsyncOpenResponse(
            status=response.status,
            headers=join_headers(response.headers.items()),
            chunks=_chunks(endpoint, timeout, response),
            close=close,
        )

    async def _session(self) -> aiohttp.ClientSession:
        """Return the session of the running event loop."""
        loop = _running_loop()
        session = self._sessions.get(loop)
        if session is None or self._process != os.getpid():
            session = self._open_session(loop)
            await self._close_ended_loops()
        return session

    async def _read(self, response: aiohttp.ClientResponse, headers: Mapping[str, str]) -> bytes:
        """Read the body, in one piece when its size is known."""
        length = response.content_length
        is_known = length is not None and "content-encoding" not in headers
        if is_known and (length or 0) <= self._max_bytes:
            return await response.read()
        body = bytearray()
        while not is_known and len(body) <= self._max_bytes:
            chunk = await response.content.readany()
            if not chunk:
                return bytes(body)
            body += chunk
        response.close()
        raise too_large_error(self._max_bytes, response.status, headers)

    def _proxy(self, endpoint: Endpoint) -> str | None:
        """Return the proxy; aiohttp itself would read ~/.netrc as well, and fail on it."""
        if endpoint not in self._proxies:
            self._proxies[endpoint] = find_proxy(endpoint)
        return self._proxies[endpoint]

    def load_certificates(self, endpoint: Endpoint) -> None:
        """Load the trusted certificates for an endpoint, which blocks, ahead of the first request."""
        self._trusted_certificates(endpoint)

    def _trusted_certificates(self, endpoint: Endpoint) -> ssl.SSLContext | bool:
        if self._ssl_context is None and endpoint.scheme == "https":
            self._ssl_context = ssl.create_default_context()
        return self._ssl_context or True

    def _open_session(self, loop: asyncio.AbstractEventLoop) -> aiohttp.ClientSession:
        if self._process != os.getpid():
            _inherited.append(self._sessions)
            self._sessions, self._process = {}, os.getpid()
        session = self._sessions[loop] = aiohttp.ClientSession(
            connector=_Connector(limit=self._connections),
            cookie_jar=aiohttp.DummyCookieJar(),
            middlewares=(_send_once,),
            skip_auto_headers=_OMITTED_HEADERS,
        )
        return session

    async def close(self) -> None:
        """Close the connections of this event loop, and of those that ended."""
        if self._process != os.getpid():
            return
        await self._close_ended_loops()
        session = self._sessions.pop(_running_loop(), None)
        if session is not None:
            await session.close()

    async def _close_ended_loops(self) -> None:
        for loop, session in list(self._sessions.items()):
            if loop.is_closed() and self._sessions.pop(loop, None) is not None:
                connector = session.connector
                if isinstance(connector, _Connector):
                    connector.close_sockets()
                await session.close()


async def _chunks(
    endpoint: Endpoint, timeout: float, response: aiohttp.ClientResponse
) -> AsyncIterator[bytes]:
    """Yield what has arrived of a body, and wait for more, until its end."""
    try:
        while chunk := await response.content.readany():
            yield chunk
    except (TimeoutError, aiohttp.ClientError) as error:
        raise _sending_error(endpoint, timeout, error, True) from without_frames(error)
    finally:
        response.release()


def _running_loop() -> asyncio.AbstractEventLoop:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        pass
    raise UsageError(
        Message(
            "the asynchronous client needs a running asyncio event loop; under trio, "
            "call the synchronous client in trio.to_thread.run_sync"
        )
    )


def _sending_error(
    endpoint: Endpoint, timeout: float, error: TimeoutError | aiohttp.ClientError, has_begun: bool
) -> TransportError:
    """Return the error that names what failed: the connection, its certificate or the response."""
    if isinstance(error, TimeoutError):
        if not _connected.get():
            return connect_timeout_error(endpoint, timeout)
        return response_timeout_error(endpoint, timeout, has_begun=has_begun)
    if isinstance(error, aiohttp.ClientConnectorCertificateError) and isinstance(
        error.certificate_error, ssl.SSLCertVerificationError
    ):
        return untrusted_error(endpoint, error.certificate_error.verify_message)
    if isinstance(error, aiohttp.ClientConnectorError):
        return connection_error(endpoint, _reason(error))
    return no_response_error(endpoint, _reason(error), sent=_connected.get())


def _reason(error: aiohttp.ClientError) -> str | Message:
    """Return the reason of an error, without details that only users of aiohttp understand."""
    if isinstance(error, aiohttp.ClientPayloadError):
        return Message("it was truncated")
    if not isinstance(error, aiohttp.ClientConnectorError):
        return str(error)
    cause = error.os_error
    if isinstance(cause, ssl.SSLError):
        return Message("{reason}; it may not speak TLS", reason=cause.strerror)
    if (cause.errno or 0) > 0:  # asyncio's own text names the address, not the error
        return os.strerror(cause.errno or 0)
    return cause.strerror or str(cause)
