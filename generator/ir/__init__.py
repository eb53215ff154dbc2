"""The intermediate representation: what every output is made of.

Facts are ready for Python: names are identifiers, annotations and kinds are source text, prose
is plain text. Templates only lay them out; they decide nothing.
"""

from .api import Api, Envelope, ErrorResponse, ErrorRule, Flavour, Scheme, Signature
from .arguments import Argument, BodyField, Lookup, LookupArgument, Parameter
from .calls import (
    Awaits,
    ErrorBody,
    Filter,
    Idempotency,
    Latest,
    Operation,
    Pagination,
    Permission,
    Resource,
    TypeAlias,
    TypeRef,
    Waiter,
)
from .models import (
    Alias,
    Block,
    Duration,
    EmbeddedJson,
    Field,
    Model,
    ObjectMarks,
    Related,
    Schema,
    Time,
    Union,
    UnionMember,
)
from .workflows import Workflow, WorkflowInput, WorkflowOutput

__all__ = [
    "Alias",
    "Api",
    "Argument",
    "Awaits",
    "Block",
    "BodyField",
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
    "Lookup",
    "LookupArgument",
    "Model",
    "ObjectMarks",
    "Operation",
    "Pagination",
    "Parameter",
    "Permission",
    "Related",
    "Resource",
    "Schema",
    "Scheme",
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
