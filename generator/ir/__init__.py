"""The intermediate representation: what every output is made of.

Facts are ready for Python: names are identifiers, annotations and kinds are source text, prose
is plain text. Templates only lay them out; they decide nothing.
"""

from .api import (
    Api,
    Envelope,
    ErrorResponse,
    ErrorRule,
    Flavour,
    Scheme,
    Server,
    ServerArgument,
    Servers,
    ServerVariable,
    Signature,
)
from .arguments import Argument, BodyField, Lookup, LookupArgument, Parameter
from .calls import (
    Awaits,
    Filter,
    Idempotency,
    Latest,
    Only,
    Operation,
    Pagination,
    Permission,
    Resource,
    Waiter,
)
from .errors import ErrorBody
from .models import (
    Alias,
    Block,
    Duration,
    EmbeddedJson,
    Field,
    ListMarks,
    Model,
    ObjectMarks,
    Related,
    Schema,
    Time,
    Union,
    UnionMember,
)
from .types import Content, TypeAlias, TypeRef
from .workflows import Workflow, WorkflowInput, WorkflowOutput

__all__ = [
    "Alias",
    "Api",
    "Argument",
    "Awaits",
    "Block",
    "BodyField",
    "Content",
    "Duration",
    "EmbeddedJson",
    "Envelope",
    "ErrorBody",
    "ErrorResponse",
    "ErrorRule",
    "Field",
    "Filter",
    "Flavour",
    "Idempotency",
    "Latest",
    "ListMarks",
    "Lookup",
    "LookupArgument",
    "Model",
    "ObjectMarks",
    "Only",
    "Operation",
    "Pagination",
    "Parameter",
    "Permission",
    "Related",
    "Resource",
    "Schema",
    "Scheme",
    "Server",
    "ServerArgument",
    "ServerVariable",
    "Servers",
    "Signature",
    "Time",
    "TypeAlias",
    "TypeRef",
    "Union",
    "UnionMember",
    "Waiter",
    "Workflow",
    "WorkflowInput",
    "WorkflowOutput",
]
