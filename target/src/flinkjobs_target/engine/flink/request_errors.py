"""Refusals of a cluster, and errors of one that does not respond."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar

from flinkrest.errors import ConflictError, FlinkRestError, NotFoundError, ServiceError
from flinkrest.transports import AiohttpTransport, Endpoint, Request, Response

from ...observe.cluster_errors import describe_error, is_from_flink
from ..interface import AwayError, Failure
from .failures import root_failure, text_of

__all__ = ["EndedError", "ErrorBodies", "FlinkRefusedError", "UnknownError", "mapping_errors"]

_KEPT_BYTES = 256 << 10
_UNCERTAIN = re.compile(r"TimeoutException|FencingTokenException|LeaderElection", re.IGNORECASE)
_error_body: ContextVar[bytes] = ContextVar("error_body", default=b"")


class FlinkRefusedError(Exception):
    """Flink refused a request; `failure` is the root cause, `text` all that it said."""

    def __init__(self, failure: Failure, text: str) -> None:
        super().__init__(failure.message)
        self.failure = failure
        self.text = text


class UnknownError(FlinkRefusedError):
    """Flink does not know what a request names."""


class EndedError(FlinkRefusedError):
    """A job has ended already."""


class ErrorBodies:
    """A transport that keeps the whole body of an error response, which holds the root cause."""

    def __init__(self, transport: AiohttpTransport) -> None:
        self._transport = transport

    async def send(self, endpoint: Endpoint, request: Request, timeout: float) -> Response:
        """Send a request."""
        response = await self._transport.send(endpoint, request, timeout)
        _error_body.set(response.body[:_KEPT_BYTES] if response.status >= 400 else b"")
        return response

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()


@contextmanager
def mapping_errors(url: str, message_length: int) -> Iterator[None]:
    """Raise FlinkRefusedError for what Flink itself refuses, AwayError for all other errors."""
    try:
        yield
    except ServiceError as error:
        text = text_of(_error_body.get())
        uncertain = error.status in (429, 503, 504) or _UNCERTAIN.search(text)
        if not is_from_flink(error) or uncertain:
            raise AwayError(describe_error(error, url)) from None
        kind = _KINDS.get(type(error), FlinkRefusedError)
        raise kind(root_failure(text, message_length), text) from None
    except FlinkRestError as error:
        raise AwayError(describe_error(error, url)) from None


_KINDS: Mapping[type[ServiceError], type[FlinkRefusedError]] = {
    NotFoundError: UnknownError,
    ConflictError: EndedError,
}
