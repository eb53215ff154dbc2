"""The typed specification that `normalise` hands to `interpret`: operations, bodies, components.

Names are those of the wire; every value is plain and frozen, every reference leads to a component.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from ..runtime.parameters.body_schemas import BodySchema
from ..runtime.server.error_forms import ErrorForm
from .extensions import (
    Awaits,
    Confirmation,
    Envelope,
    ErrorResponse,
    ErrorRule,
    Filter,
    Idempotency,
    Latest,
    Lookup,
    Only,
    Pagination,
    Permission,
    Signature,
    Waiter,
)
from .schema_nodes import ANYTHING, Component, Node, ObjectSchema

__all__ = [
    "Body",
    "Bounds",
    "Content",
    "Credential",
    "ErrorBody",
    "Information",
    "Operation",
    "Parameter",
    "PropertyEncoding",
    "Response",
    "Server",
    "ServerVariable",
    "Specification",
    "Tag",
]

Encoding: TypeAlias = Literal["json", "form", "multipart", "text", "binary"]
Decoding: TypeAlias = Literal[
    "json", "text", "bytes", "nothing", "redirect", "events", "records", "stated"
]


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of a plain value."""

    minimum: float | None = None
    maximum: float | None = None
    min_length: int = 0
    max_length: int | None = None
    pattern: str | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter in a path, query, header or cookie; `is_json` where its text is JSON."""

    name: str
    location: str
    is_required: bool
    description: str
    style: str
    explode: bool
    node: Node
    bounds: Bounds = Bounds()
    is_json: bool = False
    default: str | float | bool | None = None
    example: str | None = None
    source: str = "doc"
    is_client_scoped: bool = False
    lookup: str = ""
    allows_reserved: bool = False


@dataclass(frozen=True, slots=True)
class PropertyEncoding:
    """The way in which a property of a form, or a part, is written: in a style, or as one of some media types.

    One that `is_structured` is an object, or a list of objects.
    """

    name: str
    style: str = ""
    explode: bool = True
    allows_reserved: bool = False
    media_types: tuple[str, ...] = ()
    is_structured: bool = False


@dataclass(frozen=True, slots=True)
class Body:
    """The body of a request: one media type; `required_parts` are those of a multipart body.

    `schema` names the one of `Specification.body_schemas` that it is checked against.
    """

    media_type: str
    encoding: Encoding
    node: Node
    is_required: bool
    description: str
    required_parts: tuple[str, ...] = ()
    schema: str | None = None
    encodings: tuple[PropertyEncoding, ...] = ()


@dataclass(frozen=True, slots=True)
class Content:
    """A content of a response, with the status that it comes with; see `generator.runtime.contract.contents`.

    `node` is that of JSON, of the data of an event, or of a record.
    """

    status: str
    decoding: Decoding
    media_type: str = ""
    node: Node = ANYTHING


@dataclass(frozen=True, slots=True)
class Response:
    """The success of an operation, and the media types that are asked for, "" for no content.

    Where status and media type decide how it is read, that is `stated` by its contents.
    """

    status: int
    accept: str
    decoding: Decoding
    node: Node
    may_be_empty: bool
    contents: tuple[Content, ...] = ()


@dataclass(frozen=True, slots=True)
class ErrorBody:
    """The JSON body of the error responses of one status: a number, a range such as 4XX, or default."""

    status: str
    node: Node


@dataclass(frozen=True, slots=True)
class Operation:
    """An operation; `key` is its path and method in the document, `path` what goes over the wire.

    `method_name` is the name that the document gives its method, if any. `chooses_success` is whether the document
    states several successes, or headers of one. `short_name` is its name without what a framework has added.
    """

    name: str
    key: tuple[str, str]
    tag: str
    path: str
    query: tuple[tuple[str, str], ...]
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    response: Response
    security: tuple[tuple[str, ...], ...] | None
    pagination: Pagination | None
    latest: Latest | None
    filters: tuple[tuple[str, Filter], ...]
    waiters: tuple[tuple[str, Waiter], ...]
    permission: Permission | None
    idempotency: Idempotency | None = None
    method_name: str = ""
    awaits: Awaits | None = None
    confirmation: Confirmation | None = None
    only: Only | None = None
    errors: tuple[ErrorBody, ...] = ()
    error_forms: tuple[tuple[str, ErrorForm | None], ...] = ()
    chooses_success: bool = False
    short_name: str = ""

    @property
    def method(self) -> str:
        """The HTTP method, in lower case."""
        return self.key[1]


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag under its name in Python."""

    name: str
    description: str


@dataclass(frozen=True, slots=True)
class Credential:
    """A security scheme that a client can send; `prefix` is a word before the value."""

    key: str
    location: str
    wire_name: str
    prefix: str
    is_password: bool
    description: str


@dataclass(frozen=True, slots=True)
class ServerVariable:
    """A variable of a server's URL; without `values`, it has any."""

    name: str
    default: str
    values: tuple[str, ...]
    description: str


@dataclass(frozen=True, slots=True)
class Server:
    """A server; `name` is what chooses it, `url` has the variables in braces."""

    name: str
    url: str
    description: str
    variables: tuple[ServerVariable, ...]


@dataclass(frozen=True, slots=True)
class Information:
    """Title, version, licence, links and keywords of a document."""

    title: str
    version: str
    summary: str
    description: str
    license: str | None
    links: tuple[tuple[str, str], ...] = ()
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Specification:
    """A whole document in the typed subset; `translations` are the Chinese texts by the English.

    `may_omit` is whether a response may lack any property, required ones included. `servers` are those between
    which a client chooses; `server_path` is the path of the first, with which the paths of operations begin.
    """

    information: Information
    product: str | None
    server: str
    regions: tuple[str, ...]
    tags: tuple[Tag, ...]
    operations: tuple[Operation, ...]
    components: Mapping[str, Component]
    body_schemas: Mapping[str, BodySchema]
    credentials: tuple[Credential, ...]
    signature: Signature | None
    envelope: Envelope | None
    error_response: ErrorResponse | None
    errors: tuple[ErrorRule, ...]
    translations: Mapping[str, str]
    may_omit: bool = False
    lookups: tuple[tuple[str, Lookup], ...] = ()
    servers: tuple[Server, ...] = ()
    server_path: str = ""

    @property
    def objects(self) -> tuple[ObjectSchema, ...]:
        """The components that become models."""
        return tuple(c for c in self.components.values() if isinstance(c, ObjectSchema))
