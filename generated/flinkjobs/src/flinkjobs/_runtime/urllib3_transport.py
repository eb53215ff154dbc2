"""The transport of the synchronous client, on urllib3."""

import os

import urllib3

from .errors import ConnectionFailed, TimedOut
from .messages import Request, Response
from .proxies import find_proxy, without_user
from .settings import Endpoint

__all__ = ["Urllib3Transport"]


class Urllib3Transport:
    """Keeps connections alive and may be shared by threads; a forked child starts with none."""

    def __init__(self, *, connections: int = 16) -> None:
        self._connections = connections
        self._pools: dict[Endpoint, urllib3.PoolManager] = {}
        self._process = os.getpid()

    def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request over a kept connection."""
        try:
            answer = self._pool(endpoint).request(
                request.method,
                f"{endpoint}{request.target}",
                body=request.body or None,
                headers=request.headers,
                timeout=urllib3.Timeout(connect=timeout, read=timeout),
                redirect=False,
                retries=False,
            )
        except urllib3.exceptions.NewConnectionError as error:  # some releases call it a time-out
            raise ConnectionFailed(f"no connection to {endpoint}: {error}") from error
        except urllib3.exceptions.TimeoutError as error:
            raise TimedOut(f"{endpoint} did not answer within {timeout:g} s") from error
        except urllib3.exceptions.HTTPError as error:
            raise ConnectionFailed(f"no answer from {endpoint}: {error}") from error
        headers = {name.lower(): value for name, value in answer.headers.items()}
        return Response(status=answer.status, headers=headers, body=answer.data)

    def _pool(self, endpoint: Endpoint) -> urllib3.PoolManager:
        if self._process != os.getpid():
            self._pools, self._process = {}, os.getpid()
        pool = self._pools.get(endpoint)
        if pool is None:
            pool = self._pools.setdefault(endpoint, self._open(endpoint))
        return pool

    def _open(self, endpoint: Endpoint) -> urllib3.PoolManager:
        proxy = find_proxy(endpoint)
        if proxy is None:
            return urllib3.PoolManager(maxsize=self._connections)
        url, known = without_user(proxy)
        headers = urllib3.make_headers(proxy_basic_auth=known)
        return urllib3.ProxyManager(url, maxsize=self._connections, proxy_headers=headers)

    def close(self) -> None:
        """Let go of all connections."""
        for pool in self._pools.values():
            pool.clear()
        self._pools.clear()
