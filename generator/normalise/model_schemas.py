"""The components as JSON for datamodel-code-generator, as a lenient reader sees them.

A reader takes an absent value for null, and trusts no bound: a property that is not required may be
null, is null when absent, and none has bounds. Properties have their names in Python already; the
models' base classes know their wire names. `constants` are the defaults of required properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from ..naming import field_names
from .required_fields import required_fields
from .schema_nodes import (
    ANYTHING,
    NULL,
    AnyOf,
    Anything,
    Array,
    Dictionary,
    Enumeration,
    Node,
    ObjectSchema,
    Property,
    Reference,
    Scalar,
    alternatives,
)
from .schema_order import in_order
from .specification import Specification

__all__ = ["model_schemas"]

Json: TypeAlias = dict[str, Any]

_SCHEMAS = "#/components/schemas/"


def model_schemas(
    specification: Specification,
    unions: str = "",
    constants: Mapping[str, Mapping[str, str | int]] | None = None,
) -> Json:
    """Return a document with the objects alone; `unions` is the module of the named unions."""
    writer = _Writer(specification, unions, constants or {})
    schemas = {
        component.qualified_name: writer.object(component) for component in specification.objects
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Models", "version": "1"},
        "paths": {},
        "components": {"schemas": in_order(schemas, _SCHEMAS)},
    }


class _Writer:
    """Writes nodes as JSON; a named union is a type that the models import."""

    def __init__(
        self,
        specification: Specification,
        unions: str,
        constants: Mapping[str, Mapping[str, str | int]],
    ) -> None:
        self._required = required_fields(specification)
        self._constants = constants
        self._components = specification.components
        self._unions = unions

    def object(self, schema: ObjectSchema) -> Json:
        """Write an object; a property that is not required may be null."""
        names = field_names([stated.wire_name for stated in schema.properties])
        described = {"description": schema.description} if schema.description else {}
        return {
            "type": "object",
            **described,
            "required": list(names.values()),
            "properties": {
                names[stated.wire_name]: self._required_property(schema, stated)
                if stated.wire_name in self._required[schema.name]
                else self._optional(stated)
                for stated in schema.properties
            },
        }

    def _required_property(self, owner: ObjectSchema, stated: Property) -> Json:
        described = {"description": stated.description} if stated.description else {}
        constant = self._constants.get(owner.name, {}).get(stated.wire_name)
        default = {} if constant is None else {"default": constant}
        return {**described, **self._node(stated.node), **default}

    def _optional(self, stated: Property) -> Json:
        described = {"description": stated.description} if stated.description else {}
        nodes = [node for node in alternatives(stated.node) if node != NULL] or [ANYTHING]
        return {**described, **self._or_null(nodes), "default": None}

    def _or_null(self, nodes: list[Node]) -> Json:
        """Write what may be null as well in the fewest words.

        Of a union the tool first makes a model, for which it looks through all that it has so far.
        """
        first = nodes[0]
        written = [self._node(node) for node in nodes]
        if len(nodes) == 1 and "$ref" in written[0]:
            return {**written[0], "nullable": True}
        if len(nodes) == 1 and isinstance(first, Scalar | Array):
            return {**written[0], "type": [written[0]["type"], "null"]}
        return {"anyOf": [*written, {"type": "null"}]}

    def _node(self, node: Node) -> Json:
        match node:
            case Reference(name):
                return self._reference(name)
            case AnyOf(nodes):
                return {"anyOf": [self._node(part) for part in nodes]}
            case Array(items):
                return {"type": "array", "items": self._node(items)}
            case Dictionary(values):
                return {"type": "object", "additionalProperties": self._node(values)}
            case Enumeration() | Scalar() | Anything():
                return _plain(node)

    def _reference(self, name: str) -> Json:
        component = self._components[name]
        if isinstance(component, ObjectSchema):
            return {"$ref": f"{_SCHEMAS}{component.qualified_name}"}
        return {"customTypePath": f"{self._unions}.{name}"}


def _plain(node: Enumeration | Scalar | Anything) -> Json:
    if isinstance(node, Anything):
        return {}
    known = {"enum": list(node.values)} if isinstance(node, Enumeration) else {}
    return {"type": node.type, **known}
