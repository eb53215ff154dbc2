"""The transport of the synchronous client, on urllib3."""

import http.client
import os
import ssl
from collections.abc import Iterator, Mapping

import urllib3
from msgspec import Struct

from ..client.request import Request
from ..client.response import Response
from ..client.settings import Endpoint
from ..errors import TransportError
from ..messages import Message
from .deadlines import (
    BoundedHTTPConnection,
    BoundedHTTPSConnection,
    PacedHTTPConnection,
    PacedHTTPSConnection,
)
from .interface import (
    MAX_RESPONSE_BYTES,
    OpenResponse,
    body_headers,
    connect_timeout_error,
    connection_error,
    join_headers,
    no_response_error,
    response_timeout_error,
    too_large_error,
    untrusted_error,
)
from .proxies import find_proxy, split_credentials
from .redaction import redact_query, without_frames

__all__ = ["Urllib3Transport"]

_CHUNK = 1 << 20
_NO_RETRIES = urllib3.Retry(False, redirect=False)


class Urllib3Transport:
    """Keeps connections alive and may be shared by threads; a forked child starts with none.

    The pool keeps up to `connections`; more are opened while more calls are in progress.
    `ssl_context` defines the trusted certificates, such as
    `ssl.create_default_context(cafile=…)`; the default is those of the system, or of the file in
    SSL_CERT_FILE. A response of more than `max_response_bytes` is an error.
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
        self._routes: dict[Endpoint, _Route] = {}
        self._open_routes: dict[Endpoint, _Route] = {}
        self._process = os.getpid()

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request over a connection of the pool."""
        route, has_begun = self._route(endpoint), False
        try:
            with redact_query(request):
                response = route.send(request, timeout)
            headers = join_headers(response.headers.items())
            has_begun = True
            body = self._read(response, headers)
        except urllib3.exceptions.HTTPError as error:
            raise _failure(endpoint, timeout, error, has_begun=has_begun) from without_frames(error)
        return Response(status=response.status, headers=headers, body=body)

    def open(self, endpoint: Endpoint, request: Request, timeout: float) -> OpenResponse:
        """Send a request and return its response unread; `timeout` is that of each silence."""
        route = self._route(endpoint, is_open=True)
        try:
            with redact_query(request):
                response = route.send(request, timeout)
        except urllib3.exceptions.HTTPError as error:
            raise _failure(endpoint, timeout, error, has_begun=False) from without_frames(error)

        def close() -> None:
            response.close()
            response.release_conn()

        return OpenResponse(
            status=response.status,
            headers=join_headers(response.headers.items()),
            chunks=_chunks(endpoint, timeout, response),
            close=close,
        )

    def _read(self, response: urllib3.BaseHTTPResponse, headers: Mapping[str, str]) -> bytes:
        """Read the body, in one piece when its size is known."""
        length = headers.get("content-length", "")
        is_known = length.isdecimal() and "content-encoding" not in headers
        if is_known and int(length) <= self._max_bytes:
            return response.read()
        body = bytearray()
        while not is_known and len(body) <= self._max_bytes:
            chunk = response.read(_CHUNK)
            if not chunk:
                return bytes(body)
            body += chunk
        response.close()
        response.release_conn()
        raise too_large_error(self._max_bytes, response.status, headers)

    def _route(self, endpoint: Endpoint, *, is_open: bool = False) -> "_Route":
        if self._process != os.getpid():
            self._routes, self._open_routes, self._process = {}, {}, os.getpid()
        routes = self._open_routes if is_open else self._routes
        route = routes.get(endpoint)
        if route is None:
            route = routes.setdefault(endpoint, self._make_route(endpoint, is_open=is_open))
        return route

    def _make_route(self, endpoint: Endpoint, *, is_open: bool) -> "_Route":
        secure, proxy = endpoint.scheme == "https", find_proxy(endpoint)
        if self._ssl_context is None and (secure or (proxy or "").startswith("https:")):
            self._ssl_context = ssl.create_default_context()
        if proxy is None:
            manager = urllib3.PoolManager(maxsize=self._connections, ssl_context=self._ssl_context)
        else:
            url, credentials = split_credentials(proxy)
            manager = urllib3.ProxyManager(
                url,
                maxsize=self._connections,
                proxy_headers=urllib3.make_headers(proxy_basic_auth=credentials),
                proxy_ssl_context=self._ssl_context,
                ssl_context=self._ssl_context,
            )
        pool = manager.connection_from_url(str(endpoint))
        is_secure = pool.scheme == "https"
        if is_open:
            pool.ConnectionCls = PacedHTTPSConnection if is_secure else PacedHTTPConnection
        else:
            pool.ConnectionCls = BoundedHTTPSConnection if is_secure else BoundedHTTPConnection
        return _Route(pool=pool, prefix=str(endpoint) if proxy and not secure else "")

    def close(self) -> None:
        """Close all connections."""
        routes = [*self._routes.values(), *self._open_routes.values()]
        self._routes, self._open_routes = {}, {}
        for route in routes:
            route.pool.close()


class _Route(Struct, frozen=True, kw_only=True):
    """The connection pool of an endpoint; a proxy needs absolute URLs, which `prefix` begins."""

    pool: urllib3.HTTPConnectionPool
    prefix: str

    def send(self, request: Request, timeout: float) -> urllib3.BaseHTTPResponse:
        """Send a request and wait for status and headers."""
        return self.pool.urlopen(
            request.method,
            f"{self.prefix}{request.target}",
            body=request.body or (request.stream.chunks() if request.stream else None),
            headers=dict(body_headers(request)),
            timeout=urllib3.Timeout(connect=timeout, total=timeout),
            assert_same_host=False,
            redirect=False,
            retries=_NO_RETRIES,
            preload_content=False,
        )


def _chunks(
    endpoint: Endpoint, timeout: float, response: urllib3.BaseHTTPResponse
) -> Iterator[bytes]:
    """Yield what has arrived of a body, and wait for more, until its end."""
    try:
        while chunk := response.read1(_CHUNK):
            yield chunk
    except urllib3.exceptions.HTTPError as error:
        raise _failure(endpoint, timeout, error, has_begun=True) from without_frames(error)
    finally:
        response.release_conn()


def _failure(
    endpoint: Endpoint, timeout: float, error: urllib3.exceptions.HTTPError, *, has_begun: bool
) -> TransportError:
    """Return the error that names what failed: the connection, its certificate or the response."""
    if isinstance(error, urllib3.exceptions.NewConnectionError):  # a timeout in some releases
        return connection_error(endpoint, _reason(error))
    if isinstance(error, urllib3.exceptions.ConnectTimeoutError):
        return connect_timeout_error(endpoint, timeout)
    if isinstance(error, urllib3.exceptions.TimeoutError):
        return response_timeout_error(endpoint, timeout, has_begun=has_begun)
    return _failed(endpoint, error)


def _failed(endpoint: Endpoint, error: Exception) -> TransportError:
    rejection = _certificate_error(error)
    if rejection is not None:
        return untrusted_error(endpoint, rejection.verify_message)
    if isinstance(error, urllib3.exceptions.SSLError):  # of connecting or of reading
        return connection_error(endpoint, _reason(error), sent=True)
    is_sent = not isinstance(error, urllib3.exceptions.ProxyError)  # of connecting to a proxy
    return no_response_error(endpoint, _reason(error), sent=is_sent)


def _reason(error: BaseException) -> str | Message:
    """Return the reason of an error, without details that only users of urllib3 understand."""
    inner = error.__cause__ or next((arg for arg in error.args if isinstance(arg, Exception)), None)
    if inner is not None:
        return _reason(inner)
    if isinstance(error, http.client.IncompleteRead):
        return Message("it was truncated")
    if isinstance(error, ssl.SSLError):
        return Message("{reason}; it may not speak TLS", reason=error.strerror)
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _certificate_error(error: object) -> ssl.SSLCertVerificationError | None:
    """Return the certificate error that an error wraps, if there is one."""
    while isinstance(error, Exception):
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = getattr(error, "original_error", None) or next(iter(error.args), None)
    return None
