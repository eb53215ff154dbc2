"""An asynchronous client that sends valid and invalid requests, and counts the responses."""

import random
import time
import uuid
from collections import Counter
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from ...contract.contract import Operation, load_contract
from ...contract.senders import HttpSender, RawResponse
from ...contract.signing import Key, RawRequest
from ...contract.target_client import TargetClient
from ...contract.targets import Target
from .outages import UnexpectedResponse
from .seed_data import SeedData

__all__ = ["LoadClient", "ServiceUnavailable", "expect", "now"]

UNAVAILABLE_CODE = "ServiceUnavailable"
_KEEPALIVE_SECONDS = 2.0
"""Shorter than the target's, which would otherwise close a connection while we send."""
_TIMEOUT = aiohttp.ClientTimeout(total=60)


class ServiceUnavailable(Exception):
    """The target answered that its database is unavailable."""


class LoadClient:
    """Concurrent requests to one target; random choices follow from a seed."""

    def __init__(self, url: str, seed_data: SeedData, rng: random.Random) -> None:
        self.url = url
        self.host, self.port = urlsplit(url).hostname or "", urlsplit(url).port or 0
        self.seed_data = seed_data
        self.rng = rng
        self.response_counts: Counter[tuple[int, str]] = Counter()
        self.contract = load_contract()
        self.list_jobs = self.contract.operation("ListJobs")
        self.get_job = self.contract.operation("GetJob")
        target = Target(url=url, key=seed_data.owner, values={}, send=HttpSender(url))
        self._wire = TargetClient(self.contract, target)

    async def __aenter__(self) -> "LoadClient":
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEEPALIVE_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=_TIMEOUT, middlewares=(_without_retry,)
        )
        return self

    async def __aexit__(
        self,
        error_type: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    def unsigned(self, operation: Operation, **values: Any) -> RawRequest:
        """Build a request in `w` and `n` without a signature; None omits a parameter."""
        return self._wire.unsigned_request(
            operation, {"workspace": "w", "namespace": "n", **values}
        )

    def sign(
        self, operation: Operation, sent: RawRequest, key: Key | None = None, **options: Any
    ) -> RawRequest:
        """Sign a request, by default with the owner's key."""
        settings = {"nonce": uuid.UUID(int=self.rng.getrandbits(128)).hex, **options}
        return self._wire.sign(operation, sent, key=key or self.seed_data.owner, **settings)

    async def list(self, key: Key | None = None, **values: Any) -> RawResponse:
        """List jobs, by default of the steady deployment."""
        sent = self.unsigned(self.list_jobs, **{"deploymentId": "steady", **values})
        return await self.send(self.sign(self.list_jobs, sent, key))

    async def get(self, job_id: str, key: Key | None = None, **values: Any) -> RawResponse:
        """Get a job."""
        sent = self.unsigned(self.get_job, jobId=job_id, **values)
        return await self.send(self.sign(self.get_job, sent, key))

    async def send(self, sent: RawRequest) -> RawResponse:
        """Send a request as it is; raise ServiceUnavailable when the target answers so."""
        url = URL(self.url + sent.target, encoded=True)
        try:
            async with self._session.request(
                sent.method, url, headers=dict(sent.headers), allow_redirects=False
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _no_response(error) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        reply = RawResponse(response.status, headers, body)
        code = error_code(reply)
        self.response_counts[reply.status, code] += 1
        if reply.status == 503 and code == ("" if sent.method == "HEAD" else UNAVAILABLE_CODE):
            raise ServiceUnavailable
        return reply


async def _without_retry(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Disable aiohttp's own retry after a broken connection, which must be reported."""
    try:
        return await handler(request)
    except aiohttp.ClientError as error:
        raise _no_response(error) from error


def _no_response(error: Exception) -> UnexpectedResponse:
    return UnexpectedResponse(f"no response: {type(error).__name__}: {error}")


def error_code(reply: RawResponse) -> str:
    """Return the code of an error response or a business error; empty for a success."""
    if not reply.body or not reply.headers.get("content-type", "").startswith("application/json"):
        return ""
    body = reply.json
    return str(body.get("Code") or body.get("errorCode") or "")


def expect(reply: RawResponse, status: int, *codes: str) -> None:
    """Raise UnexpectedResponse unless a reply has this status, and one of these codes."""
    if reply.status != status or error_code(reply) not in (codes or ("",)):
        expected = f"{status} {' or '.join(codes)}".strip()
        raise UnexpectedResponse(
            f"{reply.status} {error_code(reply)} instead of {expected}: {reply.body[:300]!r}"
        )


def now() -> float:
    """Return the time on the clock of latencies and outages."""
    return time.monotonic()
