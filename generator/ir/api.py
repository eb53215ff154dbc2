"""The whole of a specification, and the words in which its two clients differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from .calls import Operation, Parameter, Resource, TypeRef, Waiter
from .models import Model, Schema, Shape

__all__ = [
    "Api",
    "Envelope",
    "ErrorRule",
    "Mode",
    "NamedOperation",
    "Refusal",
    "Scheme",
    "Signature",
]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The fields of an answer that say how the call went; see `generator.runtime.contract.operation`."""

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
    """How requests are signed; see `generator.runtime.aliyun.acs3`."""

    version: str
    window_minutes: int
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A credential that a client takes; see `generator.runtime.auth.schemes`."""

    name: str
    place: str
    wire: str
    word: str
    is_password: bool
    description: str

    @property
    def annotation(self) -> str:
        """The type of its value."""
        value = "tuple[str, str]" if self.is_password else "str"
        return f"{value} | Callable[[], {value}]"


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
    """A whole specification, read for one package; `chinese` translates its texts."""

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
    chinese: Mapping[str, str]
    shapes: tuple[Shape, ...] = ()
    license: str | None = None
    schemes: tuple[Scheme, ...] = ()
    schema_names: frozenset[str] = field(init=False, repr=False, compare=False)
    _models: Mapping[TypeRef, Model] = field(init=False, repr=False, compare=False)
    _schemas: Mapping[TypeRef, Schema] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index what is asked for by type once for every operation."""
        object.__setattr__(self, "schema_names", frozenset(one.name for one in self.schemas))
        object.__setattr__(self, "_models", {one.type: one for one in self.models})
        object.__setattr__(self, "_schemas", {one.type: one for one in self.schemas})

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
        return self._models.get(type)

    def schema(self, type: TypeRef) -> Schema | None:
        """Find the schema of a type."""
        return self._schemas.get(type)


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
