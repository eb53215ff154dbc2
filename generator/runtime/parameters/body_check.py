"""The check of a plain value against the schema of a request body.

Unknown properties are left alone unless the schema is closed, and so are read-only ones; null in the
place of an optional property is taken for an absent one.
"""

from collections.abc import Collection
from typing import Any

from msgspec import Struct

from ..messages import Message
from .body_faults import (
    MISSING,
    UNKNOWN,
    Fault,
    either,
    json_text,
    list_size_fault,
    number_fault,
    object_size_fault,
    one_of,
    raise_fault,
    same,
    string_fault,
    type_fault,
)
from .body_protocol import ReadOnlyValue
from .body_schemas import BodySchema, Nested, Schemas, find_schema

__all__ = ["BodyCheck"]


class BodyCheck(Struct, frozen=True):
    """The schema of a name, among those that it may refer to."""

    name: str
    schemas: Schemas

    @property
    def required(self) -> tuple[str, ...]:
        """The properties that must be present, and not null unless they may be."""
        return self.schemas[self.name].required

    @property
    def read_only(self) -> tuple[str, ...]:
        """The properties that a model may have but that are not sent."""
        return self.schemas[self.name].read_only

    def known_values(self, path: tuple[str, ...]) -> tuple[Any, ...]:
        """Return the only values that the property at a path may have; none where any is valid."""
        schema = self._at(path)
        return tuple(schema.values) if schema else ()

    def is_read_only(self, path: tuple[str, ...]) -> bool:
        """Whether the property at a path is not sent."""
        owner = self._at(path[:-1])
        return owner is not None and path[-1] in owner.read_only

    def _at(self, path: tuple[str, ...]) -> BodySchema | None:
        """Return the schema at a path; None where there is none, or a choice of several."""
        schema: BodySchema | None = self.schemas[self.name]
        for name in path:
            nested = schema.properties.get(name) if schema else None
            schema = None if nested is None else find_schema(nested, self.schemas)
        return schema

    def check(self, value: Any, received: Collection[str | int] = ()) -> list[ReadOnlyValue]:
        """Return the read-only properties of a plain value.

        `received` are values that a server sent for enumerations, which are valid beside those of
        the contract. Raises BodyFault, with the JSON path of the fault.
        """
        check = _Check(self.schemas, received)
        if fault := check.fault(value, self.name):
            raise_fault(fault, self.required)
        return check.read_only


class _Check:
    """One check of one body; results of unions are kept, for their alternatives may share values."""

    def __init__(self, schemas: Schemas, received: Collection[str | int]) -> None:
        self.read_only: list[ReadOnlyValue] = []
        self._schemas = schemas
        self._received = received
        self._known: dict[tuple[int, int], tuple[Fault | None, list[ReadOnlyValue]]] = {}

    def fault(self, value: Any, nested: Nested) -> Fault | None:
        """Return the first fault of a value; None for a valid one."""
        schema = find_schema(nested, self._schemas)
        if fault := type_fault(value, schema):
            return fault
        if schema.values and not self._is_among(value, schema.values):
            return Fault((), one_of(schema.values), value)
        if isinstance(value, str):
            found = string_fault(value, schema)
        elif isinstance(value, list):
            found = self._list_fault(value, schema)
        elif isinstance(value, dict):
            found = self._object_fault(value, schema)
        else:
            found = number_fault(value, schema)
        if found or not schema.any_of:
            return found
        return self._remembered(value, schema)

    def _is_among(self, value: Any, values: Collection[Any]) -> bool:
        """Whether a value is one of an enumeration, or one that a server sent for one."""
        is_known = any(same(value, known) for known in values)
        return is_known or (isinstance(value, str | int) and value in self._received)

    def _list_fault(self, value: list[Any], schema: BodySchema) -> Fault | None:
        if size := list_size_fault(value, schema):
            return size
        if schema.unique_items and len({json_text(item) for item in value}) < len(value):
            return Fault((), Message("a list of different items"), value)
        if schema.items is not None:
            for index, item in enumerate(value):
                if found := self.fault(item, schema.items):
                    return found.below(index)
        return None

    def _object_fault(self, value: dict[str, Any], schema: BodySchema) -> Fault | None:
        for name in schema.required:
            if value.get(name) is None and not (name in value and self._may_be_null(schema, name)):
                return Fault((name,), MISSING, self._values(schema, name))
        if size := object_size_fault(value, schema):
            return size
        for name, inner in value.items():
            nested = schema.properties.get(name, schema.others)
            if name in schema.read_only:
                self.read_only.append(ReadOnlyValue(value, name))
                continue
            is_named = name in schema.properties
            if schema.is_closed and not is_named and name != schema.tag:
                return Fault((name,), UNKNOWN)
            is_absent = inner is None and is_named
            if nested and not is_absent and (found := self.fault(inner, nested)):
                return found.below(name)
        return self._tag_fault(value, schema) if schema.tag else None

    def _values(self, schema: BodySchema, name: str) -> tuple[Any, ...]:
        """Return the enumeration of a property; nothing when it has none."""
        nested = schema.properties.get(name)
        return find_schema(nested, self._schemas).values if nested else ()

    def _may_be_null(self, schema: BodySchema, name: str) -> bool:
        return name in schema.properties and self.fault(None, schema.properties[name]) is None

    def _tag_fault(self, value: dict[str, Any], schema: BodySchema) -> Fault | None:
        """Return the fault of the alternative that the discriminator chooses."""
        tag = value.get(schema.tag)
        if isinstance(tag, str) and tag in schema.tagged:
            return self.fault(value, schema.tagged[tag])
        if schema.is_tag_closed and tag is None:
            return Fault((schema.tag,), MISSING, tuple(schema.tagged))
        is_valid = not schema.is_tag_closed or tag in self._received
        return None if is_valid else Fault((schema.tag,), one_of(schema.tagged), tag)

    def _remembered(self, value: Any, schema: BodySchema) -> Fault | None:
        key = (id(schema), id(value))
        if key not in self._known:
            self._known[key] = None, []  # for an alternative that leads back here
            outer, self.read_only = self.read_only, []
            found = self._union_fault(value, schema)
            self._known[key], self.read_only = (found, self.read_only), outer
        found, read_only = self._known[key]
        self.read_only += read_only
        return found

    def _union_fault(self, value: Any, schema: BodySchema) -> Fault | None:
        """Return the fault of the alternative that a value comes nearest to, if it fits none."""
        tag = value.get(schema.tag) if schema.tag and isinstance(value, dict) else None
        if isinstance(tag, str) and tag in schema.tagged:
            return None
        faults: list[Fault] = []
        for nested in schema.any_of:
            count = len(self.read_only)
            found = self.fault(value, nested)
            if found is None:
                return None
            del self.read_only[count:]
            faults.append(found)
        deepest = max(len(found.path) for found in faults)
        nearest = [found for found in faults if len(found.path) == deepest]
        if deepest or any(found.expected == MISSING for found in nearest):
            return nearest[0]
        return Fault((), either(dict.fromkeys(each.expected for each in nearest)), value)
