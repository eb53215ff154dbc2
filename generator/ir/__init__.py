"""The intermediate representation: what every output is made of.

Facts are ready for Python: names are identifiers, annotations and kinds are source text, prose
is plain text. Templates only lay them out; they decide nothing.
"""

from .api import Api, Envelope, ErrorRule, Mode, NamedOperation, Refusal, Scheme, Signature
from .calls import (
    Alias,
    Filter,
    Latest,
    Operation,
    Pagination,
    Parameter,
    Permission,
    Resource,
    TypeRef,
    Waiter,
)
from .models import Candidate, Embedded, Field, Model, Schema, Shape, Short, Time

__all__ = [
    "Alias",
    "Api",
    "Candidate",
    "Embedded",
    "Envelope",
    "ErrorRule",
    "Field",
    "Filter",
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
    "Scheme",
    "Shape",
    "Short",
    "Signature",
    "Time",
    "TypeRef",
    "Waiter",
]
