"""Sends requests, signed or spoilt, without waiting for those before; counts the answers."""

import random
import time
import uuid
from collections import Counter
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from ..contract.contract import Operation, load_contract
from ..contract.senders import HttpSender, Reply
from ..contract.signing import Key, Sent
from ..contract.targets import Target
from ..contract.wire import Wire
from .outages import Unexpected
from .world import World

__all__ = ["Away", "Caller", "expect", "now"]

AWAY = "ServiceUnavailable"
_KEPT_SECONDS = 2.0
"""An idle connection is closed sooner by us than by the target, which would do it as we send."""
_PATIENCE = aiohttp.ClientTimeout(total=60)


class Away(Exception):
    """The target said that its data cannot be reached."""


class Caller:
    """All callers of a target at once; what they choose by chance follows from a seed."""

    def __init__(self, url: str, world: World, chance: random.Random) -> None:
        self.url = url
        self.host, self.port = urlsplit(url).hostname or "", urlsplit(url).port or 0
        self.world = world
        self.chance = chance
        self.answers: Counter[tuple[int, str]] = Counter()
        self.contract = load_contract()
        self.list_jobs = self.contract.operation("ListJobs")
        self.get_job = self.contract.operation("GetJob")
        target = Target(url=url, key=world.owner, values={}, send=HttpSender(url))
        self._wire = Wire(self.contract, target)

    async def __aenter__(self) -> "Caller":
        connector = aiohttp.TCPConnector(limit=0, keepalive_timeout=_KEPT_SECONDS)
        self._session = aiohttp.ClientSession(
            connector=connector, timeout=_PATIENCE, middlewares=(_once,)
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._session.close()

    def unsigned(self, operation: Operation, **values: Any) -> Sent:
        """Make a request in `w` and `n` without a signature; None leaves a parameter out."""
        return self._wire.unsigned(operation, {"workspace": "w", "namespace": "n", **values})

    def sign(self, operation: Operation, sent: Sent, key: Key | None = None, **how: Any) -> Sent:
        """Sign a request, for the owner unless told otherwise."""
        settings = {"nonce": uuid.UUID(int=self.chance.getrandbits(128)).hex, **how}
        return self._wire.sign(operation, sent, key=key or self.world.owner, **settings)

    async def list(self, key: Key | None = None, **values: Any) -> Reply:
        """List jobs of the steady deployment, unless told otherwise."""
        sent = self.unsigned(self.list_jobs, **{"deploymentId": "steady", **values})
        return await self.send(self.sign(self.list_jobs, sent, key))

    async def get(self, job_id: str, key: Key | None = None, **values: Any) -> Reply:
        """Get a job."""
        sent = self.unsigned(self.get_job, jobId=job_id, **values)
        return await self.send(self.sign(self.get_job, sent, key))

    async def send(self, sent: Sent) -> Reply:
        """Send a request as it is; raise Away when the data cannot be reached."""
        url = URL(self.url + sent.target, encoded=True)
        try:
            async with self._session.request(
                sent.method, url, headers=dict(sent.headers), allow_redirects=False
            ) as response:
                body = await response.read()
        except (aiohttp.ClientError, TimeoutError) as error:
            raise _unanswered(error) from error
        headers = {name.lower(): value for name, value in response.headers.items()}
        reply = Reply(response.status, headers, body)
        code = code_of(reply)
        self.answers[reply.status, code] += 1
        if reply.status == 503 and code == ("" if sent.method == "HEAD" else AWAY):
            raise Away
        return reply


async def _once(
    request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType
) -> aiohttp.ClientResponse:
    """Keep aiohttp from trying again by itself when a connection breaks: we want to know."""
    try:
        return await handler(request)
    except aiohttp.ClientError as error:
        raise _unanswered(error) from error


def _unanswered(error: Exception) -> Unexpected:
    return Unexpected(f"no answer: {type(error).__name__}: {error}")


def code_of(reply: Reply) -> str:
    """Give the code of a refusal or of a business failure; nothing for a success or a page."""
    if not reply.body or not reply.headers.get("content-type", "").startswith("application/json"):
        return ""
    body = reply.json
    return str(body.get("Code") or body.get("errorCode") or "")


def expect(reply: Reply, status: int, *codes: str) -> None:
    """Raise Unexpected unless a reply has this status, and one of these codes or none."""
    if reply.status != status or code_of(reply) not in (codes or ("",)):
        wanted = f"{status} {' or '.join(codes)}".strip()
        raise Unexpected(
            f"{reply.status} {code_of(reply)} instead of {wanted}: {reply.body[:300]!r}"
        )


def now() -> float:
    """Give the time by the clock of latencies and outages."""
    return time.monotonic()
