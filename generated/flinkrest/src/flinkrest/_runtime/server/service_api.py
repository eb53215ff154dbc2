"""What an implementation is given and what it gives back: a call, items, a failure, a refusal."""

from collections.abc import Mapping, Sequence
from typing import Generic, TypeVar

from msgspec import Struct

__all__ = ["ANONYMOUS", "BusinessFailure", "Call", "Items", "Principal", "Refusal"]

ItemT = TypeVar("ItemT")


class Principal(Struct, frozen=True):
    """Who calls: an account and, unless its owner calls, a user of it."""

    account: str
    user: str | None = None


ANONYMOUS = Principal(account="")
"""The caller, as long as no guard has found out who it is."""


class Call(Struct, frozen=True, kw_only=True):
    """What an implementation may know of a call beside its parameters."""

    request_id: str
    operation: str
    principal: Principal


class Items(Struct, Generic[ItemT], frozen=True, kw_only=True):
    """One page: its items, and the number of items on all pages together.

    Items are models, or JSON that is ready to be sent and goes out byte for byte.
    """

    items: Sequence[ItemT] | Sequence[bytes]
    total: int


class BusinessFailure(Exception):
    """The operation was reached and says no: an answer, with a code of the contract."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class Refusal(Exception):
    """The request does not reach its operation.

    The contract gives the status that belongs to the code, and the recommendation; pass either
    to say otherwise.
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
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.status = status
        self.headers = dict(headers or {})
        self.detail = detail
        self.recommend = recommend
