"""A whole specification, and the words in which its two clients differ."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ..runtime.parameters.body_schemas import BodySchema
from .arguments import Lookup, Parameter
from .calls import Operation, Resource, TypeRef, Waiter
from .models import Model, Related, Schema, Union
from .workflows import Workflow

__all__ = [
    "Api",
    "Envelope",
    "ErrorResponse",
    "ErrorRule",
    "Flavour",
    "Scheme",
    "Server",
    "ServerArgument",
    "ServerVariable",
    "Servers",
    "Signature",
]


@dataclass(frozen=True, slots=True)
class Envelope:
    """The properties of a response that state the outcome of a call; see `generator.runtime.contract.operation`."""

    success: str
    code: str
    message: str
    request_id: str
    payload: str
    status: str | None
    empty_codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ErrorResponse:
    """The fields of the gateway's error body, as they are over the wire."""

    code: str
    message: str
    request_id: str
    detail: str
    host: str | None
    recommend: str | None


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature of requests; see `generator.runtime.aliyun.acs3`."""

    version: str
    window_minutes: int
    required: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scheme:
    """A credential that a client takes; see `generator.runtime.auth.schemes`."""

    name: str
    location: str
    wire_name: str
    prefix: str
    is_password: bool
    description: str

    @property
    def annotation(self) -> str:
        """The type of its value."""
        value = "tuple[str, str]" if self.is_password else "str"
        return f"{value} | Callable[[], {value}]"


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A variable of a server's URL, under the name of its argument; see `generator.runtime.client.servers`."""

    name: str
    argument: str
    default: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Server:
    """A server that a client chooses by its name."""

    name: str
    url: str
    description: str
    variables: tuple[ServerVariable, ...]


@dataclass(frozen=True, slots=True)
class ServerArgument:
    """An argument of a client that chooses a server, or a part of its URL."""

    name: str
    annotation: str
    description: str


@dataclass(frozen=True, slots=True)
class Servers:
    """The servers of a contract, and the arguments of a client that choose one."""

    argument: str
    path: str
    servers: tuple[Server, ...]
    arguments: tuple[ServerArgument, ...]


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
    """A whole specification, read for one package; `translations` are the Chinese of its texts.

    `workflows` were read from the document `workflows_name`.
    """

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
    error_response: ErrorResponse | None
    errors: tuple[ErrorRule, ...]
    resources: tuple[Resource, ...]
    models: tuple[Model, ...]
    schemas: tuple[Schema, ...]
    translations: Mapping[str, str]
    body_schemas: Mapping[str, BodySchema]
    unions: tuple[Union, ...] = ()
    license: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()
    schemes: tuple[Scheme, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    related: tuple[Related, ...] = ()
    workflows: tuple[Workflow, ...] = ()
    workflows_name: str = ""
    servers: Servers | None = None
    schema_names: frozenset[str] = field(init=False, repr=False, compare=False)
    _models: Mapping[TypeRef, Model] = field(init=False, repr=False, compare=False)
    _schemas: Mapping[TypeRef, Schema] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index what is asked for by type once for every operation."""
        object.__setattr__(self, "schema_names", frozenset(schema.name for schema in self.schemas))
        object.__setattr__(self, "_models", {model.type: model for model in self.models})
        object.__setattr__(self, "_schemas", {schema.type: schema for schema in self.schemas})

    @property
    def operations(self) -> tuple[Operation, ...]:
        """All operations, in the order of the document."""
        return tuple(operation for resource in self.resources for operation in resource.operations)

    @property
    def waiters(self) -> tuple[Waiter, ...]:
        """All waiters, in the order of the document."""
        return tuple(waiter for resource in self.resources for waiter in resource.waiters)

    @property
    def client_scoped(self) -> tuple[Parameter, ...]:
        """The parameters that are set on the client, each once."""
        seen = {
            parameter.name: parameter
            for call in self.operations
            for parameter in call.parameters
            if parameter.is_client_scoped
        }
        return tuple(seen.values())

    def model(self, type: TypeRef) -> Model | None:
        """Return the model of a type, if it has more than its fields."""
        return self._models.get(type)

    def schema(self, type: TypeRef) -> Schema | None:
        """Return the schema of a type."""
        return self._schemas.get(type)


@dataclass(frozen=True, slots=True)
class Flavour:
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
