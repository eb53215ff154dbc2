"""Operations and all that belongs to a call: parameters, pages, permissions, waiters."""

from dataclasses import dataclass
from typing import Literal

from ..naming import pascal

__all__ = [
    "Alias",
    "Filter",
    "Latest",
    "Operation",
    "Pagination",
    "Parameter",
    "Permission",
    "Resource",
    "TypeRef",
    "Waiter",
]


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A type by name: a model in a module of `models`, an alias, or one of Python's own."""

    module: str
    name: str
    home: Literal["models", "operations", "builtin"] = "models"


@dataclass(frozen=True, slots=True)
class Alias:
    """A name for the type of a body or an answer, and the models and unions it is made of.

    `item` is the model that it is a list of, where it is one.
    """

    name: str
    annotation: str
    uses: tuple[str, ...]
    item: TypeRef | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter; `kind` is the source of its runtime kind, `default` that of its default."""

    name: str
    wire: str
    place: str
    kind: str
    kind_name: str
    annotation: str
    required: bool
    default: str | None
    maximum: int | None
    bound: bool
    description: str
    expects: str
    example: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Pagination:
    """How answers form pages, in Python names; see `generator.runtime.contract.operation`."""

    page: str
    size: str
    items: str
    items_wire: str
    total: str
    key: str
    largest: int | None
    item: TypeRef


@dataclass(frozen=True, slots=True)
class Latest:
    """How the latest item of a listing is found; `parameters` are those of the method."""

    constant: str
    summary: str
    time: str
    size: int
    parameters: tuple[Parameter, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a caller can leave out of a listing by itself; see `generator.runtime.cli.command`."""

    name: str
    field: str
    keeps: str
    description: str
    values: tuple[str, ...]
    orders: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Permission:
    """What a caller must be allowed."""

    action: str
    access_level: str
    resource: str
    condition_keys: tuple[str, ...]
    related_operations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation; `verb` is its method on its resource, `payload` what it returns."""

    name: str
    function: str
    constant: str
    verb: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    answer: TypeRef
    payload: TypeRef | None
    enveloped: bool
    pagination: Pagination | None
    latest: Latest | None
    filters: tuple[Filter, ...]
    permission: Permission | None
    pointer: str
    aliases: tuple[Alias, ...] = ()
    reads: str = "json"
    may_be_empty: bool = False
    accept: str = "application/json"
    query: tuple[tuple[str, str], ...] = ()
    security: tuple[tuple[str, ...], ...] | None = None
    status: int = 200

    @property
    def parameters_class(self) -> str:
        """Name of the class that holds the parameters of a call."""
        return f"{pascal(self.function)}Parameters"

    @property
    def result(self) -> TypeRef:
        """What a caller gets: the item of a page, the payload of an envelope, or the answer."""
        if self.pagination is not None:
            return self.pagination.item
        return self.payload or self.answer

    @property
    def item(self) -> TypeRef | None:
        """What a caller gets several of; None where the result is no list of models."""
        return next((one.item for one in self.aliases if one.name == self.result.name), None)

    @property
    def row(self) -> TypeRef:
        """What a row of a table shows."""
        return self.item or self.result

    @property
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters as a method takes them: those that must be given come first."""
        return tuple(sorted(self.parameters, key=lambda one: (one.bound, not one.required)))


@dataclass(frozen=True, slots=True)
class Waiter:
    """A method that waits for what an operation answers; see `generator.runtime.polling.poller`."""

    verb: str
    constant: str
    summary: str
    operation: Operation
    listing: Operation | None
    subject: Parameter
    state: tuple[str, ...]
    failure: tuple[str, ...]
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
        return tuple(sorted({one.name: one for one in both}.values(), key=lambda one: one.bound))


@dataclass(frozen=True, slots=True)
class Resource:
    """A noun: the operations of one tag."""

    name: str
    class_name: str
    description: str
    operations: tuple[Operation, ...]
    waiters: tuple[Waiter, ...]
