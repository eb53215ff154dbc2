"""An operation of the contract as data, shared by client, server and command line."""

from typing import Any, Generic, Literal, TypeVar

from msgspec import Struct

from ..parameters.scalars import Kind

__all__ = [
    "Envelope",
    "ErrorRule",
    "Meaning",
    "Operation",
    "Pagination",
    "Parameter",
    "RefusalFields",
    "typed",
]

AnswerT = TypeVar("AnswerT")
Meaning = Literal[
    "invalid_parameter",
    "authentication",
    "permission",
    "not_found",
    "throttled",
    "server",
    "business",
]


class Parameter(Struct, frozen=True, kw_only=True):
    """A parameter: `name` in Python, `wire` over the wire."""

    name: str
    wire: str
    place: Literal["path", "query", "header", "cookie", "body"]
    kind: Kind
    required: bool = False
    default: Any = None


def typed(answer: Any) -> Any:
    """Let a type that is no class, such as a union, be an operation's answer."""
    return answer


class Pagination(Struct, frozen=True, kw_only=True):
    """How the answers of an operation form pages.

    `page` and `size` are names of parameters; `items` (`items_wire` over the wire) and `total`
    are fields of the answer; `key` is the field that tells one item from another; `largest` is
    the size of the largest page.
    """

    page: str
    size: str
    items: str
    items_wire: str
    total: str
    key: str
    largest: int


class Envelope(Struct, frozen=True, kw_only=True):
    """The fields of an answer that say whether it succeeded, and the codes that say nothing.

    `status`, when an answer has it, repeats the HTTP status.
    """

    success: str
    code: str
    message: str
    request_id: str
    payload: str
    empty_codes: tuple[str, ...]
    status: str | None = None


class RefusalFields(Struct, frozen=True, kw_only=True):
    """The fields of the gateway's own error body."""

    code: str = "code"
    message: str = "message"
    request_id: str = "requestId"
    detail: str = "detail"
    host: str | None = None
    recommend: str | None = None


class ErrorRule(Struct, frozen=True, kw_only=True):
    """What the contract says of one error code; `{Parameter}` in a code stands for any name.

    `repair` names what a client can mend by itself before it tries again: its `clock`.
    """

    code: str
    status: int
    meaning: Meaning
    when: str
    remedy: str
    retryable: bool
    repair: Literal["clock"] | None = None


class Operation(Struct, Generic[AnswerT], frozen=True, kw_only=True):
    """An operation: where it is, what it takes, what it answers, what its callers need.

    `name` is also what callers sign as the action; `permission` is what they must be allowed.
    `reads` says how the body of an answer is read: as JSON, as text, as bytes, as JSON
    where the server says that it is and else as bytes, or not at all;
    `may_be_empty` that there may be none, for None. `accept` is the media type that is asked for.
    `query` holds pairs that go with every call. `security` names groups of credentials, of which
    one goes with a call: none where it is empty, all that are given where the contract is silent.
    `status` is what a server answers a success with.
    """

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    answer: type[AnswerT]
    permission: str | None = None
    envelope: Envelope | None = None
    pagination: Pagination | None = None
    reads: Literal["json", "text", "bytes", "either", "nothing"] = "json"
    may_be_empty: bool = False
    accept: str = "application/json"
    query: tuple[tuple[str, str], ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    status: int = 200

    def requires(self, name: str) -> bool:
        """Tell whether the operation has a parameter of this name that must be given."""
        return any(one.required and one.name == name for one in self.parameters)

    @property
    def paged(self) -> Pagination:
        """How the answers form pages; TypeError when they do not."""
        if self.pagination is None:
            raise TypeError(f"{self.name} does not answer in pages")
        return self.pagination
