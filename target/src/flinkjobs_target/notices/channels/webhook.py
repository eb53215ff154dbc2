"""A webhook: a notice as JSON in a POST request, signed with a shared secret."""

import hashlib
import hmac
from collections.abc import Callable

import msgspec

from flinkrest.errors import FlinkRestError
from flinkrest.transports import AiohttpTransport, Endpoint, Request

from ..notice import Notice
from .interface import DeliveryError

__all__ = ["Webhook", "signature"]

_SECONDS = 10.0
_MAX_BYTES = 64 * 1024


class Webhook:
    """Posts notices to a URL. Redirects are not followed, and no part of the URL is ever logged.

    `clock` returns the time in seconds, which is signed, so that a receiver can refuse old requests.
    """

    def __init__(
        self, name: str, url: str, target: str, secret: bytes | None, clock: Callable[[], float]
    ) -> None:
        self.name = name
        self._endpoint = Endpoint.parse(url)
        self._path, _, self._query = target.partition("?")
        self._secret = secret
        self._clock = clock
        self._transport = AiohttpTransport(max_response_bytes=_MAX_BYTES)

    async def deliver(self, notice: Notice) -> None:
        """Post a notice; only a status of 200 to 299 says that it was taken."""
        body, timestamp = msgspec.json.encode(notice), str(int(self._clock()))
        headers = {
            "content-type": "application/json",
            "x-flinkjobs-notice": notice.notice_id,
            "x-flinkjobs-timestamp": timestamp,
        }
        if self._secret is not None:
            headers["x-flinkjobs-signature"] = signature(self._secret, timestamp, body)
        request = Request(
            operation="DeliverNotice",
            method="POST",
            path=self._path or "/",
            query=self._query,
            headers=headers,
            body=body,
        )
        try:
            response = await self._transport.send(self._endpoint, request, _SECONDS)
        except FlinkRestError as error:
            raise DeliveryError(str(error.message)) from None
        if not 200 <= response.status < 300:
            raise DeliveryError(f"was answered with status {response.status}")

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()


def signature(secret: bytes, timestamp: str, body: bytes) -> str:
    """Return the signature of a request: HMAC-SHA256 of its timestamp, a dot, and its body."""
    digest = hmac.new(secret, timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
    return f"sha256={digest}"
