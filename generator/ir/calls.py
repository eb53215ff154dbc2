"""Operations and all that belongs to a call: parameters, pagination, permissions, waiters."""

from dataclasses import dataclass

from ..naming import pascal
from ..runtime.server.error_forms import ErrorForm
from .arguments import Argument, BodyField, LookupArgument, Parameter, signature
from .errors import ErrorBody
from .types import Content, TypeAlias, TypeRef

__all__ = [
    "Awaits",
    "Filter",
    "Idempotency",
    "Latest",
    "Operation",
    "Pagination",
    "Permission",
    "Resource",
    "TypeAlias",
    "TypeRef",
    "Waiter",
]


@dataclass(frozen=True, slots=True)
class Pagination:
    """The pagination of an operation, in Python names; see `generator.runtime.contract.operation`."""

    style: str
    position: str | None
    size: str | None
    largest: int | None
    items: str | None
    items_wire_name: str | None
    total: str | None
    next: tuple[str, ...]
    key: str
    item: TypeRef

    @property
    def is_counted(self) -> bool:
        """Whether the number of pages is known from the first one."""
        return self.style in ("page", "offset") and self.total is not None


@dataclass(frozen=True, slots=True)
class Latest:
    """A method that returns the latest item of a listing; `parameters` are its own."""

    constant: str
    summary: str
    time: str
    size: int
    parameters: tuple[Parameter, ...]
    lookups: tuple[LookupArgument, ...] = ()

    @property
    def signature(self) -> tuple[Argument, ...]:
        """The arguments of the method."""
        return signature(self.parameters, (), self.lookups)


@dataclass(frozen=True, slots=True)
class Only:
    """The rule by which a listing's method returns one item; see `generator.runtime.pagination.only`."""

    constant: str
    match: str
    parameter: str


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that a caller applies to a listing by itself; see `generator.runtime.cli.command`."""

    name: str
    field: str
    keeps: str
    description: str
    values: tuple[str, ...]
    orders: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Idempotency:
    """The idempotency key of an operation; see `generator.runtime.contract.operation`.

    `read` is the constant of the operation that reads by the key.
    """

    parameter: str
    wire_name: str
    field: str | None
    read: str | None
    read_parameter: str


@dataclass(frozen=True, slots=True)
class Awaits:
    """The waiter that follows an operation: that of a constant, called by a method of a resource.

    `subject` is the argument that names what is waited for, `field` the field of the result that
    holds it.
    """

    constant: str
    resource: str
    method_name: str
    subject: str
    field: str
    goal: str
    every_seconds: int
    timeout_seconds: int


@dataclass(frozen=True, slots=True)
class Permission:
    """The permission that a caller needs."""

    action: str
    access_level: str
    resource: str
    condition_keys: tuple[str, ...]
    related_operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation; `method_name` is its method on its resource, `payload` what it returns.

    `item_type` is the type of the items where it may return a stream; where it `is_stream_only`, it
    returns nothing else.
    """

    name: str
    function: str
    constant: str
    method_name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    response_type: TypeRef
    pagination: Pagination | None
    latest: Latest | None
    filters: tuple[Filter, ...]
    permission: Permission | None
    pointer: str
    aliases: tuple[TypeAlias, ...] = ()
    payload: TypeRef | None = None
    enveloped: bool = False
    decoding: str = "json"
    may_be_empty: bool = False
    accept: str = "application/json"
    query: tuple[tuple[str, str], ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    status: int = 200
    has_payload: bool = True
    idempotency: Idempotency | None = None
    keeps_additional: bool = False
    is_exact: bool = False
    body_fields: tuple[BodyField, ...] = ()
    lookups: tuple[LookupArgument, ...] = ()
    awaits: Awaits | None = None
    question: str = ""
    only: Only | None = None
    contents: tuple[Content, ...] = ()
    item_type: TypeRef | None = None
    is_stream_only: bool = False
    errors: tuple[ErrorBody, ...] = ()
    error_forms: tuple[tuple[str, ErrorForm | None], ...] = ()
    chooses_success: bool = False

    @property
    def is_listing(self) -> bool:
        """Whether the method returns pages, and not one item of them."""
        return self.pagination is not None and self.only is None

    @property
    def parameters_class(self) -> str:
        """The class that holds the parameters of a call."""
        return f"{pascal(self.function)}Parameters"

    @property
    def result(self) -> TypeRef:
        """The type of a result: the item of a page, the payload of an envelope, or the response.

        An envelope that has no property for a payload gives None.
        """
        if self.pagination is not None:
            return self.pagination.item
        if self.enveloped and not self.has_payload:
            return TypeRef("", "None", "builtin")
        return self.payload or self.response_type

    @property
    def is_downloadable(self) -> bool:
        """Whether a response may be text or bytes, which a caller may want in a file."""
        plain = ("text", "bytes")
        is_plain = any(content.decoding in plain for content in self.contents)
        return self.pagination is None and (self.decoding in plain or is_plain)

    @property
    def may_be_gone(self) -> bool:
        """Whether a result may be missing: a repeated DELETE finds what it deleted no more."""
        return self.method == "DELETE" and self.result.name != "None"

    @property
    def served(self) -> TypeRef:
        """The type that a service returns: the item of a counted listing's page, or a response."""
        is_uncounted = self.pagination is not None and not self.pagination.is_counted
        return self.response_type if is_uncounted else self.result

    @property
    def item(self) -> TypeRef | None:
        """The model that a result is a list of; None where it is none."""
        return next((alias.item for alias in self.aliases if alias.name == self.result.name), None)

    @property
    def row(self) -> TypeRef:
        """The model of a row of a table."""
        return self.item or self.result

    @property
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters as a method takes them: the required ones come first."""
        return tuple(
            sorted(
                self.parameters,
                key=lambda parameter: (parameter.is_client_scoped, not parameter.required),
            )
        )

    @property
    def signature(self) -> tuple[Argument, ...]:
        """The arguments of the method."""
        return signature(self.keywords, self.body_fields, self.lookups)


@dataclass(frozen=True, slots=True)
class Waiter:
    """A method that polls an operation until its response has a state; see `generator.runtime.polling.poller`."""

    method_name: str
    constant: str
    summary: str
    operation: Operation
    listing: Operation | None
    subject: Parameter
    state: tuple[str, ...]
    failure: tuple[str, ...]
    cause: tuple[str, ...]
    reason: tuple[str, ...]
    goals: tuple[tuple[str, tuple[str, ...]], ...]
    goal: str
    final: tuple[str, ...]
    every_seconds: int
    timeout_seconds: int

    @property
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters of the call and of the listing, each once; those of the client come last."""
        latest = self.listing.latest if self.listing else None
        both = (*self.operation.parameters, *(latest.parameters if latest else ()))
        return tuple(
            sorted(
                {parameter.name: parameter for parameter in both}.values(),
                key=lambda parameter: parameter.is_client_scoped,
            )
        )

    @property
    def signature(self) -> tuple[Argument, ...]:
        """The arguments of the method, but for those of waiting itself."""
        return signature(self.keywords, (), self.lookups)

    @property
    def lookups(self) -> tuple[LookupArgument, ...]:
        """The names that the call and the listing take, each once."""
        latest = self.listing.latest if self.listing else None
        named = (*self.operation.lookups, *(latest.lookups if latest else ()))
        return tuple({lookup.target: lookup for lookup in named}.values())


@dataclass(frozen=True, slots=True)
class Resource:
    """A resource: the operations of one tag."""

    name: str
    class_name: str
    description: str
    operations: tuple[Operation, ...]
    waiters: tuple[Waiter, ...]
