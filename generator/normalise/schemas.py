"""Schemas in plain form: objects and unions have names, all else is written where it is used.

What comes out is made of `$ref`, one scalar `type`, a list of `items`, a mapping by
`additionalProperties`, and `anyOf` of these where JSON itself tells them apart. What JSON does not
tell apart is a component with `oneOf`, which the package decodes by what its candidates require.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

from ..naming import Names
from ..openapi.lookup import lookup
from ..rules.extensions.definitions import definitions
from .merge import SHAPES, Merger, Schema
from .schema_names import (
    RESERVED,
    SCHEMAS,
    class_name,
    heirs_by_parent,
    implied_type,
    is_text,
    kept_beside,
    required_names,
)
from .unions import Unions, enumerated, nullable

__all__ = ["Schemas"]

_SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_TYPES = _SCALARS | {"array", "object"}
_LONGEST_HINT = 120
_DEEPEST = 50


class Schemas:
    """Writes schemas in plain form, and collects those that have a name."""

    def __init__(
        self,
        document: dict[str, Any],
        taken: Iterable[str],
        refuse: Callable[..., None],
        take: Callable[[str, int], None],
        note: Callable[[Any, str, str], None],
    ) -> None:
        self._document = document
        self._refuse = refuse
        self._take = take
        self._note = note
        self._merger = Merger(document)
        self.names = Names([*RESERVED, *taken])
        self.unions = Unions(self.names)
        self._named: dict[str, str] = {}
        self._known: dict[str, Schema] = {}
        self._inline: dict[int, tuple[Schema, Schema]] = {}
        self._open: set[str] = set()
        self._recursive: set[str] = set()
        self._waiting: deque[tuple[str, Schema]] = deque()
        self._depth = 0
        stated = document.get("components", {}).get("schemas", {})
        for key in stated:
            self._name(f"{SCHEMAS}{key}", key)
        self._heirs = heirs_by_parent(stated)

    @property
    def components(self) -> dict[str, Schema]:
        """The schemas that have a name, once `finish` has run."""
        return self.unions.components

    def finish(self) -> None:
        """Write what is waiting: the properties of objects."""
        for key in self._document.get("components", {}).get("schemas", {}):
            self.expression({"$ref": f"{SCHEMAS}{key}"}, key)
        while self._waiting:
            name, flat = self._waiting.popleft()
            self.components[name].update(self._object(name, flat))

    def flat(self, schema: Any) -> Schema:
        """Give a schema without `$ref` and `allOf` at its top."""
        return self._merger.flat(schema) if isinstance(schema, dict) else {}

    def expression(self, schema: Any, hint: str) -> Schema:
        """Write a schema in plain form; `hint` is what to call it if it needs a name."""
        if not isinstance(schema, dict):
            return {}
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                self._refuse(schema, f"more than {_DEEPEST} schemas stand for one another")
                return {}
            return self._expression(schema, hint[:_LONGEST_HINT])
        finally:
            self._depth -= 1

    def renamed(self, reference: str) -> str:
        """Give the reference to a component under its new name."""
        return f"{SCHEMAS}{self._named.get(reference, reference.rpartition('/')[2])}"

    def _name(self, reference: str, hint: str) -> str:
        known = self._named.get(reference)
        if known is None:
            last, whole = class_name(hint.rpartition(".")[2]), class_name(hint)
            otherwise = whole if whole != last else f"{last}Model"
            known = self._named[reference] = self.names.take(last, otherwise)
        return known

    def _expression(self, schema: Schema, hint: str) -> Schema:
        if "$ref" in schema and not SHAPES & schema.keys():
            found = self._referred(schema["$ref"])
            return nullable(found) if schema.get("nullable") is True else found
        known = self._inline.get(id(schema))
        if known is None:
            found = self._shape(self._merger.flat(schema), hint, None)
            known = self._inline[id(schema)] = (schema, found)
        return known[1]

    def _referred(self, reference: str) -> Schema:
        if reference in self._known:
            return self._known[reference]
        if reference in self._open:
            self._recursive.add(reference)
            return {"$ref": f"{SCHEMAS}{self._name(reference, reference.rpartition('/')[2])}"}
        target = lookup(self._document, reference)
        self._open.add(reference)
        found = self._target(reference, target)
        self._open.discard(reference)
        if reference in self._recursive:
            found = self.unions.force(self._named[reference], found)
            if self._named[reference] not in self.components:
                self._refuse(target, "the schema refers to itself and says nothing else")
        self._known[reference] = found
        return found

    def _target(self, reference: str, target: Any) -> Schema:
        if not isinstance(target, dict):
            return {}
        if "$ref" in target and not SHAPES & target.keys():
            return self.expression(target, "")
        name = self._name(reference, reference.rpartition("/")[2])
        flat = self._merger.flat(target)
        found = self._shape(flat, name, name)
        heirs = self._heirs.get(reference, ())
        if "discriminator" not in flat or not heirs or found.get("$ref") != f"{SCHEMAS}{name}":
            return found
        if "oneOf" in self.components[name]:
            return found
        alternatives = [{"$ref": heir} for heir in heirs]
        written = [*(self.expression(one, "") for one in alternatives), found]
        tags = self._tags(flat["discriminator"], [*heirs, reference], written)
        return self.unions.either(written, f"Any{name}", None, tags)

    def _shape(self, flat: Schema, hint: str, name: str | None) -> Schema:
        """Write a schema that stands for itself; `name` is the one it must have, if it needs one."""
        may_be_null = flat.get("nullable") is True
        if "const" in flat or "enum" in flat:
            values = flat["enum"] if isinstance(flat.get("enum"), list) else [flat.get("const")]
            found = enumerated(values)
        elif self._alternatives(flat):
            found = self._union(flat, hint, name)
        else:
            found = self._typed(flat, hint, name)
        return nullable(found) if may_be_null else found

    def _alternatives(self, flat: Schema) -> list[Any]:
        """Give what a schema may be, leaving out what only says which properties are required."""
        found = [*flat.get("oneOf", ()), *flat.get("anyOf", ())]
        stated = [one for one in found if isinstance(one, dict)]
        bare = {"required", "not", "description", "title"}
        return [] if all(one.keys() <= bare for one in stated) and found else found

    def _union(self, flat: Schema, hint: str, name: str | None) -> Schema:
        own: Schema = {key: flat[key] for key in ("properties", "required") if key in flat}
        alternatives = self._alternatives(flat)
        whole = [self._with(own, one) for one in alternatives]
        written = [
            self.expression(one, f"{hint}{self._called(stated, i)}")
            for i, (one, stated) in enumerate(zip(whole, alternatives, strict=True), 1)
        ]
        references = [one.get("$ref", "") if isinstance(one, dict) else "" for one in alternatives]
        tags = self._tags(flat.get("discriminator"), references, written)
        return self.unions.either(written, hint, name, tags)

    def _with(self, own: Schema, alternative: Any) -> Any:
        """Add the properties that stand beside a union, unless an alternative has them."""
        if not own.get("properties") or not isinstance(alternative, dict):
            return alternative
        has = self.flat(alternative).get("properties", {})
        if own["properties"].keys() <= has.keys():
            return alternative
        return self._merger.both(own, alternative)

    def _called(self, stated: Any, index: int) -> str:
        if isinstance(stated, dict) and isinstance(stated.get("$ref"), str):
            return f"_{stated['$ref'].rpartition('/')[2]}"
        return f"_option_{index}"

    def _tags(
        self, discriminator: Any, references: Iterable[str], written: list[Schema]
    ) -> dict[str, Any] | None:
        """Say which value of a discriminator stands for which alternative, by its place."""
        if not isinstance(discriminator, dict) or "propertyName" not in discriminator:
            return None
        listed = list(references)
        mapping = {one.rpartition("/")[2]: i for i, one in enumerate(listed) if one and written[i]}
        for value, target in discriminator.get("mapping", {}).items():
            reference = target if "/" in target else f"{SCHEMAS}{target}"
            if reference in listed:
                mapping[value] = listed.index(reference)
        return {"propertyName": str(discriminator["propertyName"]), "places": mapping}

    def _typed(self, flat: Schema, hint: str, name: str | None) -> Schema:
        stated = flat.get("type", implied_type(flat))
        kinds = stated if isinstance(stated, list) else [stated]
        unknown = [kind for kind in kinds if kind is not None and kind not in _TYPES]
        if unknown:
            self._refuse(flat, f'type "{unknown[0]}" is none of JSON Schema')
            return {}
        return self.unions.either([self._one(kind, flat, hint, name) for kind in kinds], hint, name)

    def _one(self, kind: str | None, flat: Schema, hint: str, name: str | None) -> Schema:
        if kind in _SCALARS:
            return {"type": kind}
        if kind == "array":
            items = self.expression(flat.get("items"), f"{hint}_item")
            return {"type": "array", "items": items}
        if kind is None:
            return {}
        if flat.get("properties"):
            return self._later(flat, hint, name)
        values = flat.get("additionalProperties")
        return {
            "type": "object",
            "additionalProperties": self.expression(values, f"{hint}_value"),
        }

    def _later(self, flat: Schema, hint: str, name: str | None) -> Schema:
        """Name an object now and write it later: no chain of objects is too deep."""
        plain = class_name(hint)
        given = name or self.names.take(plain, f"{plain}Model")
        self.components[given] = {"type": "object"}
        self._waiting.append((given, flat))
        return {"$ref": f"{SCHEMAS}{given}"}

    def _object(self, name: str, flat: Schema) -> Schema:
        known = definitions()
        if (others := flat.get("additionalProperties")) and "properties" in flat:
            what = f'of "{name}", only the properties that it names are read'
            self._note(others, what, "name those that matter")
        self._take("properties", len(flat["properties"]))
        properties = {
            wire: self._property(one, f"{name}_{wire}") for wire, one in flat["properties"].items()
        }
        required = [one for one in required_names(flat) if one in properties]
        for wire in required:
            if self.flat(flat["properties"][wire]).get("readOnly") is True:
                properties[wire] = {**properties[wire], "readOnly": True}
        kept = {key: value for key, value in flat.items() if key in known}
        described = {"description": flat["description"]} if is_text(flat, "description") else {}
        return {**kept, **described, "required": required, "properties": properties}

    def _property(self, schema: Any, hint: str) -> Schema:
        written = self.expression(schema, hint)
        if not isinstance(schema, dict):
            return written
        kept = {
            key: self._moved(key, value) for key, value in schema.items() if key in kept_beside()
        }
        return {**written, **{k: v for k, v in kept.items() if isinstance(v, str | dict)}}

    def _moved(self, key: str, value: Any) -> Any:
        """Let an extension's reference follow the schema's new name."""
        if key == "x-embedded" and isinstance(value, dict) and "schema" in value:
            return {**value, "schema": self.renamed(value["schema"])}
        return value
