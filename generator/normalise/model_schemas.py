"""The components as JSON for datamodel-code-generator, as a lenient reader sees them.

A reader takes an absent value for null, and trusts no bound: a property that is not required may be
null, is null when absent, and none has bounds. Properties have their names in Python already; the
models' base classes know their wire names. `constants` are the defaults of required properties.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from ..naming import additional_field, field_names
from .reachable import keeps_additional
from .required_fields import required_fields
from .schema_nodes import (
    ANYTHING,
    FORMAT_TYPES,
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

__all__ = ["TypeModules", "model_schemas"]

Json: TypeAlias = dict[str, Any]

_SCHEMAS = "#/components/schemas/"
_ADDITIONAL = "Properties beside those that the contract names."


@dataclass(frozen=True, slots=True)
class TypeModules:
    """The modules of named unions, and of the types of formats."""

    unions: str = ""
    formats: str = ""


_NO_MODULES = TypeModules()


def model_schemas(
    specification: Specification,
    modules: TypeModules = _NO_MODULES,
    constants: Mapping[str, Mapping[str, str | int]] | None = None,
) -> Json:
    """Return a document with the objects alone, which import the types of some modules."""
    writer = _Writer(specification, modules, constants or {})
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
        modules: TypeModules,
        constants: Mapping[str, Mapping[str, str | int]],
    ) -> None:
        self._required = required_fields(specification)
        self._constants = constants
        self._components = specification.components
        self._modules = modules
        self._open = keeps_additional(specification)

    def object(self, schema: ObjectSchema) -> Json:
        """Write an object; a property that is not required may be null."""
        names = field_names([stated.wire_name for stated in schema.properties])
        described = {"description": schema.description} if schema.description else {}
        properties = {
            names[stated.wire_name]: self._required_property(schema, stated)
            if stated.wire_name in self._required[schema.name]
            else self._optional(stated)
            for stated in schema.properties
        }
        if schema.name in self._open and schema.additional is not None:
            properties[additional_field(names.values())] = {
                "type": "object",
                "description": _ADDITIONAL,
                "additionalProperties": self._node(schema.additional),
                "default": {},
            }
        return {
            "type": "object",
            **described,
            "required": list(properties),
            "properties": properties,
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
        if len(nodes) == 1 and isinstance(first, Scalar | Array) and "type" in written[0]:
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
            case Scalar(_, format_) if format_:
                return {"customTypePath": f"{self._modules.formats}.{FORMAT_TYPES[format_]}"}
            case Enumeration() | Scalar() | Anything():
                return _plain(node)

    def _reference(self, name: str) -> Json:
        component = self._components[name]
        if isinstance(component, ObjectSchema):
            return {"$ref": f"{_SCHEMAS}{component.qualified_name}"}
        return {"customTypePath": f"{self._modules.unions}.{name}"}


def _plain(node: Enumeration | Scalar | Anything) -> Json:
    if isinstance(node, Anything):
        return {}
    known = {"enum": list(node.values)} if isinstance(node, Enumeration) else {}
    return {"type": node.type, **known}
