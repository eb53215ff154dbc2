"""The types of the contract that workflows refer to: of parameters, bodies, and values in responses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from ..ir import Api, Operation
from ..openapi.grammar import METHODS
from ..openapi.lookup import resolve
from ..openapi.pointer import JsonObject, PointerParts

__all__ = ["ANY", "ContractTypes", "Schema", "UnknownFieldError"]

Schema = Mapping[str, Any]
ANY: Final[Schema] = {}
"""The schema of a value of which nothing is known."""
_DEEPEST: Final = 30


class UnknownFieldError(Exception):
    """A pointer leads to no value; `known` are the names at its place."""

    def __init__(self, part: str, known: list[str]) -> None:
        super().__init__(part)
        self.part = part
        self.known = known


@dataclass(frozen=True, slots=True)
class ContractTypes:
    """The operations of a contract with their schemas, and their names in Python."""

    document: JsonObject
    api: Api

    @property
    def operations(self) -> Mapping[str, Operation]:
        """The operations by their operationId."""
        return {operation.name: operation for operation in self.api.operations}

    def stated(self, name: str) -> JsonObject:
        """Return an operation as the contract states it, with the parameters of its path."""
        return next(each for each in self._stated() if each.get("operationId") == name)

    def response(self, name: str) -> Schema:
        """Return the schema of the body of a successful response."""
        responses = self.stated(name).get("responses", {})
        for status, response in responses.items():
            if str(status).startswith("2"):
                return self._content(resolve(self.document, response))
        return ANY

    def body(self, name: str) -> Schema | None:
        """Return the schema of the body of a request; None where the operation takes none."""
        body = self.stated(name).get("requestBody")
        return None if body is None else self._content(resolve(self.document, body))

    def parameter(self, name: str, parameter: str, location: str) -> Schema | None:
        """Return the schema of a parameter; None where the operation has no such one."""
        for stated in self.stated(name).get("parameters", ()):
            found = resolve(self.document, stated)
            if (found.get("name"), found.get("in")) == (parameter, location):
                schema: Schema = found.get("schema", ANY)
                return schema
        return None

    def at(self, schema: Schema, pointer: PointerParts) -> Schema:
        """Return the schema of the value at a pointer; raise UnknownFieldError where there is none."""
        for part in pointer:
            schema = self._member(schema, part)
        return schema

    def types(self, schema: Schema) -> frozenset[str]:
        """Return the types in JSON that a value can have; none where nothing is known."""
        found: set[str] = set()
        for part in self._parts(schema):
            stated = part.get("type", ())
            found |= {stated} if isinstance(stated, str) else set(stated)
            found |= {_type_of(value) for value in part.get("enum", ())}
        return frozenset(found)

    def values(self, schema: Schema) -> list[Any]:
        """Return the values that the contract knows of; none where it lists none."""
        return [value for part in self._parts(schema) for value in part.get("enum", ())]

    def properties(self, schema: Schema) -> dict[str, Schema]:
        """Return the properties of an object."""
        return {
            name: value
            for part in self._parts(schema)
            for name, value in part.get("properties", {}).items()
        }

    def is_open(self, schema: Schema) -> bool:
        """Whether an object may have properties that the contract does not name."""
        parts = list(self._parts(schema))
        return not any(part.get("properties") for part in parts) or any(
            part.get("additionalProperties") not in (None, False) for part in parts
        )

    def required(self, schema: Schema) -> list[str]:
        """Return the properties that an object must have."""
        return [name for part in self._parts(schema) for name in part.get("required", ())]

    def named(self, reference: str) -> str | None:
        """Return the model of the schema that a reference ends with the name of."""
        name = reference.rpartition("/")[2]
        schemas = self.document.get("components", {}).get("schemas", {})
        return name if name in schemas else None

    def component(self, name: str) -> Schema:
        """Return a schema of the contract by its name."""
        schema: Schema = self.document["components"]["schemas"][name]
        return schema

    def _member(self, schema: Schema, part: str) -> Schema:
        parts = list(self._parts(schema))
        if not any(part_ for part_ in parts):
            return ANY
        for each in parts:
            if part in each.get("properties", {}):
                found: Schema = each["properties"][part]
                return found
        for each in parts:
            if part.isdigit() and isinstance(each.get("items"), dict):
                item: Schema = each["items"]
                return item
            if isinstance(each.get("additionalProperties"), dict):
                additional: Schema = each["additionalProperties"]
                return additional
        if any(each.get("additionalProperties") is True for each in parts):
            return ANY
        if self.types(schema) == {"object"} and self.is_open(schema):
            return ANY
        raise UnknownFieldError(part, sorted(self.properties(schema)))

    def _parts(self, schema: Schema, depth: int = 0) -> Iterator[Schema]:
        """Yield a schema and those that it is combined of, references followed."""
        if depth > _DEEPEST or not isinstance(schema, Mapping):
            return
        plain = resolve(self.document, dict(schema)) if "$ref" in schema else schema
        yield plain
        for keyword in ("allOf", "anyOf", "oneOf"):
            for part in plain.get(keyword, ()):
                yield from self._parts(part, depth + 1)

    def _content(self, owner: JsonObject) -> Schema:
        content = owner.get("content", {})
        media: JsonObject = next((content[name] for name in content if "json" in name), {})
        schema: Schema = media.get("schema", ANY)
        return schema

    def _stated(self) -> Iterator[JsonObject]:
        for stated in self.document.get("paths", {}).values():
            item = resolve(self.document, stated)
            for method in METHODS:
                if method in item:
                    operation = item[method]
                    shared = [*operation.get("parameters", ()), *item.get("parameters", ())]
                    yield {**operation, "parameters": shared}


def _type_of(value: object) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return "integer" if isinstance(value, int) else "number"
    return "string" if isinstance(value, str) else "null" if value is None else "object"
