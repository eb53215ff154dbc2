"""A signed call by hand: a socket, hashlib, hmac and msgspec, which is about the least it can cost."""

import hashlib
import hmac
import socket
import time
import uuid
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

import msgspec

__all__ = ["RawSocketClient"]

_ALGORITHM = "ACS3-HMAC-SHA256"
_EMPTY = hashlib.sha256(b"").hexdigest()


class RawSocketClient:
    """A connection to one server, on which one request after the other is sent."""

    def __init__(
        self,
        address: str,
        *,
        key: tuple[str, str] = ("id", "secret"),
        workspace: str = "w",
        namespace: str = "n",
        deployment: str = "d",
    ) -> None:
        host, _, port = address.rpartition(":")
        self._address = address
        self._socket = socket.create_connection((host, int(port)))
        self._id, self._secret = key
        self._workspace = workspace
        self._namespace = namespace
        self._deployment = deployment

    def page(self, index: int, size: int) -> Any:
        """Return a page, as dictionaries."""
        values = {"deploymentId": self._deployment, "pageIndex": index, "pageSize": size}
        query = "&".join(f"{name}={quote(str(value), safe='~')}" for name, value in values.items())
        path = f"/api/v2/namespaces/{quote(self._namespace, safe='~')}/jobs"
        headers = {
            "host": self._address,
            "workspace": self._workspace,
            "x-acs-action": "ListJobs",
            "x-acs-content-sha256": _EMPTY,
            "x-acs-date": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
            "x-acs-signature-nonce": uuid.uuid4().hex,
            "x-acs-version": "2022-07-18",
        }
        signed = self._authorization(path, query, headers)
        lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        head = f"GET {path}?{query} HTTP/1.1\r\n{lines}authorization: {signed}\r\n\r\n"
        self._socket.sendall(head.encode())
        return msgspec.json.decode(self._receive())

    def close(self) -> None:
        """Close the connection."""
        self._socket.close()

    def _authorization(self, path: str, query: str, headers: Mapping[str, str]) -> str:
        """Sign a request without a body, whose headers and query are sorted."""
        lines = "".join(f"{name}:{value}\n" for name, value in headers.items())
        names = ";".join(headers)
        canonical = f"GET\n{path}\n{query}\n{lines}\n{names}\n{_EMPTY}"
        to_sign = f"{_ALGORITHM}\n{hashlib.sha256(canonical.encode()).hexdigest()}"
        signature = hmac.digest(self._secret.encode(), to_sign.encode(), "sha256").hex()
        return f"{_ALGORITHM} Credential={self._id},SignedHeaders={names},Signature={signature}"

    def _receive(self) -> bytes:
        """Receive a response with a Content-Length; return its body."""
        received = self._socket.recv(1 << 20)
        head, _, body = received.partition(b"\r\n\r\n")
        length = int(head.lower().partition(b"content-length: ")[2].partition(b"\r\n")[0])
        pieces, missing = [body], length - len(body)
        while missing:
            pieces.append(self._socket.recv(1 << 20))
            missing -= len(pieces[-1])
        return b"".join(pieces)
