"""Clients to compare: ours and the vendor's, sync and async, and a raw socket."""

import socket
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import msgspec
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_ververica20220718.client import Client as SdkClient
from alibabacloud_ververica20220718.models import ListJobsHeaders, ListJobsRequest

from flinkjobs import AsyncClient, Client, Environment
from flinkjobs._runtime.client.request import build_request
from flinkjobs.contract import SIGNER
from flinkjobs.operations import LIST_JOBS
from flinkjobs.signing import AccessKey

__all__ = ["RawSocketClient", "VendorClient", "our_async_client", "our_client"]

_OURS: dict[str, Any] = {
    "workspace": "w",
    "namespace": "n",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "environment": Environment(environ={}),
}


def our_client(address: str) -> Client:
    """Make our client."""
    return Client(endpoint=f"http://{address}", **_OURS)


def our_async_client(address: str) -> AsyncClient:
    """Make our asynchronous client."""
    return AsyncClient(endpoint=f"http://{address}", **_OURS)


class VendorClient:
    """The vendor's client, as its documentation shows it."""

    def __init__(self, address: str) -> None:
        self._client = SdkClient(
            Config(
                access_key_id="id", access_key_secret="secret", endpoint=address, protocol="HTTP"
            )
        )

    def page(self, index: int, size: int) -> Any:
        """Return a page."""
        return self._client.list_jobs_with_options("n", *self._request(index, size)).body

    async def page_async(self, index: int, size: int) -> Any:
        """Return a page, without blocking."""
        answer = await self._client.list_jobs_with_options_async("n", *self._request(index, size))
        return answer.body

    def _request(self, index: int, size: int) -> tuple[Any, Any, Any]:
        request = ListJobsRequest(deployment_id="d", page_index=index, page_size=size)
        return request, ListJobsHeaders(workspace="w"), RuntimeOptions()


class RawSocketClient:
    """A socket, our signature and msgspec: the least that a signed call can cost."""

    def __init__(self, address: str) -> None:
        host, _, port = address.rpartition(":")
        self._address = address
        self._socket = socket.create_connection((host, int(port)))
        self._decoder = msgspec.json.Decoder(LIST_JOBS.response_type)
        self._key = AccessKey("id", "secret", None)
        self._nonce = 0

    def page(self, index: int, size: int) -> Any:
        """Return a page."""
        self._nonce += 1
        values = {"workspace": "w", "namespace": "n", "deployment_id": "d"}
        request = build_request(LIST_JOBS, {**values, "page_index": index, "page_size": size})
        signed = SIGNER.sign(
            self._key,
            request,
            host=self._address,
            now=datetime.now(UTC),
            nonce=f"{self._nonce:032}",
        )
        head = "".join(f"{name}: {value}\r\n" for name, value in signed.items())
        self._socket.sendall(f"GET {request.target} HTTP/1.1\r\n{head}\r\n".encode())
        return self._decoder.decode(_receive(self._socket.recv))

    def close(self) -> None:
        """Close the socket."""
        self._socket.close()


def _receive(recv: Callable[[int], bytes]) -> bytes:
    received = recv(1 << 20)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.rpartition(b"Content-Length: ")[2])
    pieces, missing = [body], length - len(body)
    while missing:
        pieces.append(recv(1 << 20))
        missing -= len(pieces[-1])
    return b"".join(pieces)
