"""The types that a service method receives, returns and raises."""

from collections.abc import Mapping, Sequence
from typing import Any, Generic, TypeVar

from msgspec import Struct

__all__ = [
    "ANONYMOUS",
    "ErrorResponse",
    "OperationFailure",
    "PageResult",
    "Principal",
    "ServiceCall",
    "Success",
    "operation_not_implemented",
]

ItemT = TypeVar("ItemT")
ValueT = TypeVar("ValueT")


class Principal(Struct, frozen=True):
    """The authenticated caller: an account and, unless its owner calls, a user of it."""

    account: str
    user: str | None = None


ANONYMOUS = Principal(account="")
"""The principal of a request that no guard has authenticated."""


class ServiceCall(Struct, frozen=True, kw_only=True):
    """The call that a service method handles: everything about it but its parameters."""

    request_id: str
    operation: str
    principal: Principal


class PageResult(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """One page of a listing, and the total number of items on all pages.

    Items are models, or encoded JSON, which is sent unchanged.
    """

    items: Sequence[ItemT] | Sequence[bytes]
    total: int


class Success(Struct, Generic[ValueT], frozen=True, kw_only=True):
    """A success with a status of its own choice, of those that the contract states, or with headers.

    A model or plain value is sent as JSON, a text as text, bytes as they are; None has no body. A header
    `content-type` states another media type.
    """

    value: ValueT
    status: int | None = None
    headers: Mapping[str, str] = {}


class OperationFailure(Exception):
    """A failure of the operation itself: a response of the contract with `success` false."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class ErrorResponse(Exception):
    """An HTTP error response, sent instead of the operation's own response.

    The contract's error list provides the status and the recommendation of the code; `status` and
    `recommend` override them. The body has the form that the contract states for the status, and tells code
    and message; `body`, a model or its JSON, is sent in its place. `location` is that of what is invalid, such as
    query and the name of a parameter.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        detail: Mapping[str, str] | None = None,
        recommend: str | None = None,
        body: Any = None,
        location: tuple[str, ...] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.headers = dict(headers or {})
        self.detail = detail
        self.recommend = recommend
        self.body = body
        self.location = location


def operation_not_implemented(call: ServiceCall) -> ErrorResponse:
    """Return the error of an operation that this server does not implement, to be raised."""
    message = f"this server does not implement {call.operation}; ask its operator for one that does"
    return ErrorResponse("NotImplemented", message, status=501)
