"""The transport of the synchronous client, on urllib3."""

import http.client
import os
import ssl
from collections.abc import Mapping

import urllib3
from msgspec import Struct

from ..client.request import Request, Response
from ..client.settings import Endpoint
from ..errors import ConnectionFailed, TimedOut
from .deadlines import BoundedHTTPConnection, BoundedHTTPSConnection
from .interface import LARGEST_ANSWER, too_large, unreached, untrusted
from .proxies import find_proxy, without_user
from .redaction import unlogged

__all__ = ["Urllib3Transport"]

_PIECE = 1 << 20
_NEVER = urllib3.Retry(False, redirect=False)


class Urllib3Transport:
    """Keeps connections alive and may be shared by threads; a forked child starts with none.

    `connections` are kept at most, more are opened when more calls are under way. `ssl_context`
    says whom to trust, such as `ssl.create_default_context(cafile=…)`; without one it is the
    certificates of the system, or of the file that SSL_CERT_FILE names. An answer of more than
    `largest_answer` bytes is refused.
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
        self._routes: dict[Endpoint, _Route] = {}
        self._process = os.getpid()

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request over a kept connection."""
        route, late = self._route(endpoint), f"{endpoint} did not answer within {timeout:g} s"
        try:
            with unlogged(request):
                answer = route.send(request, timeout)
            headers = {name.lower(): value for name, value in answer.headers.items()}
            late = f"{endpoint} did not finish its answer within {timeout:g} s"
            body = self._read(answer, headers)
        except urllib3.exceptions.NewConnectionError as error:  # some releases call it a time-out
            raise unreached(endpoint, _reason(error)) from error
        except urllib3.exceptions.ConnectTimeoutError as error:
            raise TimedOut(f"no connection to {endpoint} within {timeout:g} s") from error
        except urllib3.exceptions.TimeoutError as error:
            raise TimedOut(late) from error
        except urllib3.exceptions.HTTPError as error:
            raise _failed(endpoint, error) from error
        return Response(status=answer.status, headers=headers, body=body)

    def _read(self, answer: urllib3.BaseHTTPResponse, headers: Mapping[str, str]) -> bytes:
        """Read the body, in one piece when its size is known."""
        length = headers.get("content-length", "")
        known = length.isdecimal() and "content-encoding" not in headers
        if known and int(length) <= self._largest:
            return answer.read()
        body = bytearray()
        while not known and len(body) <= self._largest:
            piece = answer.read(_PIECE)
            if not piece:
                return bytes(body)
            body += piece
        answer.close()
        answer.release_conn()
        raise too_large(self._largest, answer.status, headers)

    def _route(self, endpoint: Endpoint) -> "_Route":
        if self._process != os.getpid():
            self._routes, self._process = {}, os.getpid()
        route = self._routes.get(endpoint)
        if route is None:
            route = self._routes.setdefault(endpoint, self._open(endpoint))
        return route

    def _open(self, endpoint: Endpoint) -> "_Route":
        secure, proxy = endpoint.scheme == "https", find_proxy(endpoint)
        if self._ssl_context is None and (secure or (proxy or "").startswith("https:")):
            self._ssl_context = ssl.create_default_context()
        if proxy is None:
            manager = urllib3.PoolManager(maxsize=self._connections, ssl_context=self._ssl_context)
        else:
            url, known = without_user(proxy)
            manager = urllib3.ProxyManager(
                url,
                maxsize=self._connections,
                proxy_headers=urllib3.make_headers(proxy_basic_auth=known),
                proxy_ssl_context=self._ssl_context,
                ssl_context=self._ssl_context,
            )
        pool = manager.connection_from_url(str(endpoint))
        pool.ConnectionCls = (
            BoundedHTTPSConnection if pool.scheme == "https" else BoundedHTTPConnection
        )
        return _Route(pool=pool, prefix=str(endpoint) if proxy and not secure else "")

    def close(self) -> None:
        """Let go of all connections."""
        routes, self._routes = self._routes, {}
        for route in routes.values():
            route.pool.close()


class _Route(Struct, frozen=True, kw_only=True):
    """How an endpoint is reached; a proxy is told the whole URL, which `prefix` begins."""

    pool: urllib3.HTTPConnectionPool
    prefix: str

    def send(self, request: Request, timeout: float) -> urllib3.BaseHTTPResponse:
        """Send a request and wait for the head of its answer."""
        return self.pool.urlopen(
            request.method,
            f"{self.prefix}{request.target}",
            body=request.body or None,
            headers=dict(request.headers),
            timeout=urllib3.Timeout(connect=timeout, total=timeout),
            assert_same_host=False,
            redirect=False,
            retries=_NEVER,
            preload_content=False,
        )


def _failed(endpoint: Endpoint, error: Exception) -> ConnectionFailed:
    refused = _refused_certificate(error)
    if refused is not None:
        return untrusted(endpoint, refused.verify_message)
    if isinstance(error, urllib3.exceptions.SSLError):
        return unreached(endpoint, _reason(error))
    return ConnectionFailed(f"no answer from {endpoint}: {_reason(error)}")


def _reason(error: BaseException) -> str:
    """Say what went wrong, without what only urllib3's own users would understand."""
    inner = error.__cause__ or next((one for one in error.args if isinstance(one, Exception)), None)
    if inner is not None:
        return _reason(inner)
    if isinstance(error, http.client.IncompleteRead):
        return "it was cut off"
    if isinstance(error, ssl.SSLError):
        return f"{error.strerror}; it may not speak TLS"
    return (error.strerror if isinstance(error, OSError) else None) or str(error)


def _refused_certificate(error: object) -> ssl.SSLCertVerificationError | None:
    """Look for a certificate that was not trusted in what an error wraps."""
    while isinstance(error, Exception):
        if isinstance(error, ssl.SSLCertVerificationError):
            return error
        error = getattr(error, "original_error", None) or next(iter(error.args), None)
    return None
