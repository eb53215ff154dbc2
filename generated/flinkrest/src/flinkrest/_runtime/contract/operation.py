"""An operation of the contract as data, shared by client, server and command line."""

from typing import TYPE_CHECKING, Any, Generic, Literal, TypeVar

from msgspec import Struct

from ..parameters.scalars import Codec

if TYPE_CHECKING:
    from .contents import Content

__all__ = [
    "Envelope",
    "ErrorBodyFields",
    "ErrorRule",
    "Idempotency",
    "Lookup",
    "LookupArgument",
    "Meaning",
    "Operation",
    "Pagination",
    "Parameter",
    "as_type",
]

ResponseT = TypeVar("ResponseT")
Meaning = Literal[
    "invalid_parameter",
    "authentication",
    "permission",
    "not_found",
    "conflict",
    "throttled",
    "server",
    "business",
]


class Parameter(Struct, frozen=True, kw_only=True):
    """A parameter: `name` in Python, `wire_name` in requests.

    Where it `allows_reserved`, its reserved characters are sent as they are.
    """

    name: str
    wire_name: str
    location: Literal["path", "query", "header", "cookie", "body"]
    codec: Codec
    required: bool = False
    default: Any = None
    allows_reserved: bool = False


def as_type(annotation: Any) -> Any:
    """Return an annotation that is no class, such as a union, as an operation's response type."""
    return annotation


class Pagination(Struct, frozen=True, kw_only=True):
    """The pagination of an operation: how its responses form pages.

    `position` is the parameter that chooses a page: by its number from 1 (style `page`), by the
    number of items before it (`offset`), or by the text at the path `next` of the response before
    (`cursor`); in the style `link` each response has a Link header instead, and in the style `whole`
    there is one page. `size` is the
    parameter with the size of a page, of which `largest` is the largest. `items`
    (`items_wire_name` in JSON) and `total` are fields of the response, which is itself the list
    where `items` is None; `key` is the field that identifies an item.
    """

    key: str
    style: Literal["page", "offset", "cursor", "link", "whole"] = "page"
    position: str | None = None
    size: str | None = None
    largest: int | None = None
    items: str | None = None
    items_wire_name: str | None = None
    total: str | None = None
    next: tuple[str, ...] = ()

    @property
    def is_numbered(self) -> bool:
        """Whether a page is chosen by a number, not by the response before it."""
        return self.style in ("page", "offset")

    @property
    def is_counted(self) -> bool:
        """Whether the number of pages is known from the first one."""
        return self.is_numbered and self.total is not None

    def start(self, position: int, size: int) -> int:
        """Return how many items come before the page at a position."""
        return (position - 1) * size if self.style == "page" else position

    def items_of(self, value: Any) -> list[Any]:
        """Return the items of a decoded response."""
        return (value if self.items is None else getattr(value, self.items)) or []


class Envelope(Struct, frozen=True, kw_only=True):
    """The fields of a response that report success or failure, and the codes that mean no error.

    `status`, when a response has it, repeats the HTTP status.
    """

    success: str
    code: str
    message: str
    request_id: str
    payload: str
    empty_codes: tuple[str, ...]
    status: str | None = None


class ErrorBodyFields(Struct, frozen=True, kw_only=True):
    """The fields of an error response's body."""

    code: str = "code"
    message: str = "message"
    request_id: str = "requestId"
    detail: str = "detail"
    host: str | None = None
    recommend: str | None = None


class ErrorRule(Struct, frozen=True, kw_only=True):
    """The contract's entry for one error code; `{Parameter}` in a code stands for any name.

    `repair` names what a client can correct by itself before it retries: its `clock`.
    """

    code: str
    status: int
    meaning: Meaning
    when: str
    remedy: str
    retryable: bool
    repair: Literal["clock"] | None = None


class Idempotency(Struct, frozen=True, kw_only=True):
    """The key that makes an operation idempotent.

    `parameter` is the parameter that holds it; in a body it is the property `wire_name`, whose
    field in a model is `field`. With `read`, an operation that reads by this key, its parameter
    `read_parameter`, a client looks before it repeats a call that the server may have acted on.
    """

    parameter: str
    wire_name: str
    field: str | None = None
    read: "Operation[Any] | None" = None
    read_parameter: str = ""


class Lookup(Struct, frozen=True, kw_only=True):
    """A way from a name to an id: `operation` lists items, which its parameter `filter` narrows.

    The only item whose field `match` is the name has the id in its field `result`.
    """

    operation: "Operation[Any]"
    filter: str
    match: str
    result: str


class LookupArgument(Struct, frozen=True, kw_only=True):
    """An argument with a name in place of the id that the argument `target` takes.

    Where the target is a property of the body, `wire_name` is its name there.
    """

    name: str
    target: str
    lookup: Lookup
    wire_name: str | None = None


class Operation(Struct, Generic[ResponseT], frozen=True, kw_only=True):
    """An operation: method, path, parameters, response type, and permission.

    `name` is also the action that signed requests name; `permission` is the permission that a
    caller needs. `decoding` is how the body of a response is decoded: as JSON, as text, as
    bytes, as the one of `contents` that has its status and media type, or not at all;
    `may_be_empty` allows an empty body, decoded as None. `accept` is the Accept header.
    `query` holds pairs that go with every call. `security` names groups of credentials, of which
    one goes with a call: none where it is empty, all available ones where it is None.
    `status` is the status of a successful response. `idempotency` is the key that allows to repeat
    a write; `lookups` are arguments that stand for ids. Where `keeps_additional`, models of its response keep properties that the contract does
    not name; where `is_exact`, the decimal numbers of its response are numbers in JSON.
    """

    name: str
    method: str
    path: str
    parameters: tuple[Parameter, ...]
    response_type: type[ResponseT]
    permission: str | None = None
    envelope: Envelope | None = None
    pagination: Pagination | None = None
    decoding: Literal["json", "text", "bytes", "stated", "nothing"] = "json"
    contents: "tuple[Content, ...]" = ()
    may_be_empty: bool = False
    accept: str = "application/json"
    query: tuple[tuple[str, str], ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    status: int = 200
    idempotency: Idempotency | None = None
    keeps_additional: bool = False
    is_exact: bool = False
    lookups: tuple[LookupArgument, ...] = ()

    def requires(self, name: str) -> bool:
        """Whether the operation has a required parameter of this name."""
        return any(parameter.required and parameter.name == name for parameter in self.parameters)

    @property
    def is_streamed(self) -> bool:
        """Whether a response may have to be decoded item by item, as it arrives."""
        return bool(self.contents) and any(content.is_streamed for content in self.contents)

    @property
    def required_pagination(self) -> Pagination:
        """The pagination of the operation; TypeError when its responses are not pages."""
        if self.pagination is None:
            raise TypeError(f"{self.name} is not paginated")
        return self.pagination
