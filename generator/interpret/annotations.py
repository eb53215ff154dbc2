"""Annotations of schema nodes in Python, and the models that they name."""

from __future__ import annotations

from ..ir import TypeRef
from ..normalise.schema_nodes import (
    FORMAT_TYPES,
    AnyOf,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Node,
    ObjectSchema,
    Reference,
    Scalar,
    references,
)
from ..normalise.specification import Specification

__all__ = ["annotation", "imports", "type_ref"]

_PYTHON = {
    "string": "str",
    "integer": "int",
    "number": "float",
    "boolean": "bool",
    "null": "None",
}


def type_ref(specification: Specification, name: str) -> TypeRef:
    """Return the type of a component: `Job` in the module `jobs`."""
    component = specification.components[name]
    module = component.module if isinstance(component, ObjectSchema) else ""
    return TypeRef(module, name)


def annotation(specification: Specification, node: Node) -> str:
    """Write the annotation of a node."""
    match node:
        case Reference(name):
            return type_ref(specification, name).annotation
        case AnyOf(nodes):
            return " | ".join(dict.fromkeys(annotation(specification, part) for part in nodes))
        case Array(items):
            return f"list[{annotation(specification, items)}]"
        case Dictionary(values):
            return f"dict[str, {annotation(specification, values)}]"
        case Enumeration() | Scalar() | Anything():
            return _plain(node)


def _plain(node: Enumeration | Scalar | Anything) -> str:
    """Write the annotation of a node that is made of no others."""
    if isinstance(node, Enumeration):
        return f"Literal[{', '.join(map(repr, node.values))}]"
    if isinstance(node, Scalar):
        return FORMAT_TYPES[node.format] if node.format else _PYTHON[node.type]
    return "Any"


def imports(specification: Specification, node: Node) -> tuple[str, ...]:
    """Return what the annotation of a node begins with: modules of models, models without one, and
    named unions."""
    types = (type_ref(specification, name) for name in references(node))
    return tuple(dict.fromkeys(type_.module or type_.name for type_ in types))
