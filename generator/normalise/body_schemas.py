"""Schemas of request bodies, with the bounds and required properties that a request is held to.

The models drop these, for a reader of responses trusts nothing. `$ref` and `allOf` are merged; what
holds of some values only (`if`, `not`, `dependentSchemas`) is not checked, nor are a bound that
contradicts another and a pattern that may take forever.
"""

from __future__ import annotations

from collections import deque
from typing import Any

from ..openapi.lookup import lookup
from ..runtime.parameters.body_schemas import BodySchema
from .merge import STRUCTURE, Merger, Schema
from .schema_bounds import bounds, checked_format, json_types, known_values, required_names
from .schema_names import SCHEMAS, heirs_by_parent

__all__ = ["BodySchemas"]

_UNIONS = ("oneOf", "anyOf")
# Keywords beside a reference that change what it accepts.
_CHECKED = STRUCTURE | {
    *("nullable", "required", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
    *("minProperties", "maxProperties", "format"),
}
_NULL = BodySchema(types=("null",))


class BodySchemas:
    """Builds schemas by name: those that the document names, and those of bodies without a name."""

    def __init__(self, document: dict[str, Any]) -> None:
        self._document = document
        self._merger = Merger(document, with_conditional=False)
        self._heirs = heirs_by_parent(document.get("components", {}).get("schemas", {}))
        self._built: dict[str, BodySchema] = {}
        self._queued: deque[tuple[str, str]] = deque()
        self._names: dict[str, str] = {}
        self._inline: dict[int, tuple[Any, BodySchema | str]] = {}
        self._open: dict[int, str] = {}

    def add(self, schema: Any, operation: str) -> str | None:
        """Return the name of the schema of an operation's body; None for one of any value."""
        root = self._nested(schema)
        name = root if isinstance(root, str) else f"{operation} body"
        if isinstance(root, BodySchema):
            self._built[name] = root
        while self._queued:
            reference, taken = self._queued.popleft()
            self._built[taken] = self._referred(reference)
        return None if self._built[name] == BodySchema() else name

    def finish(self) -> dict[str, BodySchema]:
        """Return all schemas by name."""
        return dict(self._built)

    def _nested(self, schema: Any) -> BodySchema | str:
        """Return a schema, or its name where it has one or contains itself."""
        if not isinstance(schema, dict):
            return BodySchema()
        if reference := _reference(schema):
            name = self._name(reference)
            is_nullable = schema.get("nullable") is True
            return BodySchema(any_of=(name, _NULL)) if is_nullable else name
        key = id(schema)
        if key in self._open:
            self._open[key] = self._open[key] or self._named(BodySchema())
            return self._open[key]
        if key not in self._inline:
            self._open[key] = ""
            built = self._schema(self._merger.flat(schema), ())
            name = self._open.pop(key)
            if name:
                self._built[name] = built
            self._inline[key] = (schema, name or built)
        elif isinstance(again := self._inline[key][1], BodySchema) and _is_nested(again):
            name = self._named(again)
            self._inline[key] = (schema, name)
        return self._inline[key][1]

    def _named(self, schema: BodySchema) -> str:
        """Return a new name for a schema that stands in several places."""
        name = f"schema {len(self._built) + 1}"
        self._built[name] = schema
        return name

    def _name(self, reference: str) -> str:
        if reference not in self._names:
            self._names[reference] = reference.removeprefix(SCHEMAS)
            self._queued.append((reference, self._names[reference]))
        return self._names[reference]

    def _referred(self, reference: str) -> BodySchema:
        target = lookup(self._document, reference)
        if not isinstance(target, dict):
            return BodySchema()
        flat = self._merger.flat(target)
        built = self._schema(flat, ())
        heirs = self._heirs.get(reference, ())
        tag = flat.get("discriminator")
        if built.any_of or not heirs or not isinstance(tag, dict) or "propertyName" not in tag:
            return built
        return _changed(
            built, is_closed=False, tag=str(tag["propertyName"]), tagged=self._tagged(tag, heirs)
        )

    def _schema(self, flat: Schema, hidden: tuple[str, ...]) -> BodySchema:
        """Return a merged schema; `hidden` are read-only properties of the one it is a part of."""
        arguments: dict[str, Any] = {**bounds(flat), **checked_format(flat), **self._list(flat)}
        is_nullable = flat.get("nullable") is True
        if values := known_values(flat):
            arguments["values"] = (*values, *((None,) if is_nullable else ()))
        elif types := json_types(flat):
            arguments["types"] = (*types, *(("null",) if is_nullable else ()))
        arguments |= self._object(flat, hidden)
        arguments |= self._union(flat, (*hidden, *arguments.get("read_only", ())), is_nullable)
        return BodySchema(**arguments)

    def _list(self, flat: Schema) -> dict[str, Any]:
        if "prefixItems" in flat or not isinstance(flat.get("items"), dict):
            return {}
        items = self._nested(flat["items"])
        return {} if items == BodySchema() else {"items": items}

    def _object(self, flat: Schema, hidden: tuple[str, ...]) -> dict[str, Any]:
        stated = flat.get("properties")
        properties: dict[str, Any] = stated if isinstance(stated, dict) else {}
        read_only = tuple(name for name, schema in properties.items() if self._is_read_only(schema))
        required = tuple(
            name
            for name in required_names(flat)
            if name not in {*read_only, *hidden} and (name in properties or not properties)
        )
        nested = {
            name: self._nested(schema)
            for name, schema in properties.items()
            if name not in read_only
        }
        arguments: dict[str, Any] = {"required": required, "read_only": read_only}
        arguments["properties"] = {
            name: schema
            for name, schema in nested.items()
            if schema != BodySchema() or name in required
        }
        others = flat.get("additionalProperties")
        if others is False and "patternProperties" not in flat:
            arguments |= {"is_closed": True, "properties": nested}
        if isinstance(others, dict) and others and "patternProperties" not in flat:
            arguments["others"] = self._nested(others)
        return arguments

    def _is_read_only(self, schema: Any) -> bool:
        return isinstance(schema, dict) and self._merger.flat(schema).get("readOnly") is True

    def _union(self, flat: Schema, hidden: tuple[str, ...], is_nullable: bool) -> dict[str, Any]:
        schemas = [schema for key in _UNIONS for schema in flat.get(key, ())]
        if not schemas:
            return {}
        any_of = [self._alternative(schema, hidden) for schema in schemas]
        any_of += [_NULL] if is_nullable else []
        arguments: dict[str, Any] = {"any_of": tuple(any_of)}
        tag = flat.get("discriminator")
        if not isinstance(tag, dict) or "propertyName" not in tag:
            return arguments
        refs = [
            schema["$ref"] for schema in schemas if isinstance(schema, dict) and "$ref" in schema
        ]
        tagged = self._tagged(tag, refs)
        stated = {self._name(_target(target)) for target in tag.get("mapping", {}).values()}
        is_closed = stated >= set(any_of) if all(isinstance(s, str) for s in any_of) else False
        return {
            **arguments,
            "tag": str(tag["propertyName"]),
            "tagged": tagged,
            "is_tag_closed": is_closed,
        }

    def _alternative(self, schema: Any, hidden: tuple[str, ...]) -> BodySchema | str:
        if not isinstance(schema, dict) or "$ref" in schema or not hidden:
            return self._nested(schema)
        return self._schema(self._merger.flat(schema), hidden)

    def _tagged(self, discriminator: Schema, references: list[str]) -> dict[str, str]:
        """Return the name of the alternative that each value of a discriminator chooses."""
        names = {reference.rpartition("/")[2]: reference for reference in references}
        mapping = discriminator.get("mapping", {})
        names |= {
            value: _target(target)
            for value, target in mapping.items()
            if _target(target) in references
        }
        mapped = {reference for value, reference in names.items() if value in mapping}
        return {
            value: self._name(reference)
            for value, reference in names.items()
            if value in mapping or reference not in mapped
        }


def _reference(schema: Schema) -> str | None:
    """Return the reference that a schema is, null aside; also as the only part of its allOf."""
    whole = schema.get("allOf")
    part = whole[0] if isinstance(whole, list) and len(whole) == 1 else schema
    if not isinstance(part, dict) or not (_CHECKED - {"nullable", "allOf"}).isdisjoint(schema):
        return None
    if part is not schema and not _CHECKED.isdisjoint(part):
        return None
    return str(part["$ref"]) if "$ref" in part else None


def _is_nested(schema: BodySchema) -> bool:
    return bool(schema.properties or schema.items or schema.others or schema.any_of)


def _changed(schema: BodySchema, **changes: Any) -> BodySchema:
    return BodySchema(
        **{name: getattr(schema, name) for name in schema.__struct_fields__} | changes
    )


def _target(target: Any) -> str:
    return str(target) if "/" in str(target) else f"{SCHEMAS}{target}"
