"""The intermediate representation: what every output is made of.

Facts are ready for Python: names are identifiers, annotations and kinds are source text, prose
is plain text. Templates only lay them out; they decide nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from .naming import pascal

__all__ = [
    "Api",
    "Embedded",
    "Envelope",
    "ErrorRule",
    "Field",
    "Latest",
    "Mode",
    "Model",
    "NamedOperation",
    "Operation",
    "Pagination",
    "Parameter",
    "Permission",
    "Refusal",
    "Resource",
    "Schema",
    "Short",
    "Signature",
    "Time",
    "TypeRef",
    "Waiter",
]


@dataclass(frozen=True, slots=True)
class TypeRef:
    """A model: the module of `models` that holds it, and its name."""

    module: str
    name: str


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
    """How answers form pages, in Python names; see `generator.runtime.operation`."""

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
    permission: Permission | None
    pointer: str

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
    def keywords(self) -> tuple[Parameter, ...]:
        """The parameters as a method takes them: those that must be given come first."""
        return tuple(sorted(self.parameters, key=lambda one: (one.bound, not one.required)))


@dataclass(frozen=True, slots=True)
class Waiter:
    """A method that waits for what an operation answers; see `generator.runtime.waiting`."""

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


@dataclass(frozen=True, slots=True)
class Time:
    """A field that is a time, and the name of its aware view."""

    field: str
    annotation: str
    view: str
    per_second: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """A field that is JSON in a string, and the name of its parsed view."""

    field: str
    view: str
    model: TypeRef
    escaped_times: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Short:
    """A short name for a nested value: fields on the way, and the annotation at its end."""

    name: str
    path: tuple[str, ...]
    annotation: str
    description: str

    @property
    def steps(self) -> tuple[tuple[str, str], ...]:
        """The variables on the way, each with the expression that it is given."""
        first, *between = self.path[:-1]
        names = (first, *between)
        read = [f"self.{first}", *map(_beyond, names, between)]
        return tuple(zip(names, read, strict=True))

    @property
    def end(self) -> str:
        """The expression of the value itself."""
        return _beyond(self.path[-2], self.path[-1])


def _beyond(before: str, field: str) -> str:
    return f"None if {before} is None else {before}.{field}"


@dataclass(frozen=True, slots=True)
class Model:
    """A model that has more than its fields: derived properties, or wire names of its own."""

    type: TypeRef
    rename: str
    times: tuple[Time, ...]
    embedded: tuple[Embedded, ...]
    shorts: tuple[Short, ...]
    nested: tuple[tuple[str, str], ...]
    columns: tuple[str, ...]

    @property
    def is_extended(self) -> bool:
        """Whether it has derived properties."""
        return bool(self.times or self.embedded or self.shorts)

    @property
    def base(self) -> str:
        """Name of the class that the model is derived from."""
        return f"{self.type.name}Views"


@dataclass(frozen=True, slots=True)
class Field:
    """A property of a schema, as its model has it."""

    name: str
    wire: str
    annotation: str
    description: str
    source: str


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema, as its model has it."""

    type: TypeRef
    name: str
    description: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The fields of an answer that say how the call went; see `generator.runtime.operation`."""

    success: str
    code: str
    message: str
    request_id: str
    payload: str
    status: str | None
    empty_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The fields of the gateway's error body, as they are over the wire."""

    code: str
    message: str
    request_id: str
    detail: str
    host: str | None
    recommend: str | None


@dataclass(frozen=True, slots=True)
class Signature:
    """How requests are signed; see `generator.runtime.signing`."""

    version: str
    window_minutes: int
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorRule:
    """One error code of the contract."""

    code: str
    status: int
    meaning: str
    when: str
    remedy: str
    retryable: bool
    repair: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Api:
    """A whole specification, read for one package."""

    package: str
    package_version: str
    error_name: str
    title: str
    summary: str
    description: str
    contract_version: str
    contract_hash: str
    spec_name: str
    server: str
    regions: tuple[str, ...]
    signature: Signature | None
    envelope: Envelope | None
    refusal: Refusal | None
    errors: tuple[ErrorRule, ...]
    resources: tuple[Resource, ...]
    models: tuple[Model, ...]
    schemas: tuple[Schema, ...]

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All operations, in the order of the document."""
        return tuple(one for resource in self.resources for one in resource.operations)

    @property
    def waiters(self) -> tuple[Waiter, ...]:
        """All waiters, in the order of the document."""
        return tuple(one for resource in self.resources for one in resource.waiters)

    @property
    def bound(self) -> tuple[Parameter, ...]:
        """The parameters that are given once to the client, each once."""
        seen = {one.name: one for call in self.operations for one in call.parameters if one.bound}
        return tuple(seen.values())

    def model(self, type: TypeRef) -> Model | None:
        """Find what a type has beyond its fields."""
        return next((one for one in self.models if one.type == type), None)


@dataclass(frozen=True, slots=True)
class Mode:
    """The words in which the synchronous and the asynchronous client differ."""

    word: str
    folder: str
    is_async: bool
    prefix: str
    define: str
    wait: str
    enter: str
    leave: str
    listing: str
    run: str


@dataclass(frozen=True, slots=True)
class NamedOperation:
    """What the parser calls an operation, its tag and its parameters (by wire name and place)."""

    tag: str
    function: str
    parameters: Mapping[tuple[str, str], str]
