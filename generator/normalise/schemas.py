"""Schemas of a document as typed nodes: objects and unions get names, all else stands where it is used.

`allOf` is merged, references are followed, `enum` is opened for values that a newer server may send.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from itertools import chain
from typing import Any, TypeAlias, cast

from ..naming import Names
from ..openapi.lookup import lookup
from ..reserved_names import MODEL_CLASSES
from .formats import Formats
from .merge import STRUCTURE, Merger, Schema
from .nulls import accepts_null
from .objects import object_schema
from .schema_names import SCHEMAS, class_name, heirs_by_parent, model_modules
from .schema_nodes import (
    ANYTHING,
    Array,
    Component,
    Dictionary,
    Node,
    ObjectSchema,
    Reference,
    ScalarType,
    TupleSchema,
    UnionSchema,
    nullable,
    without_null,
)
from .unions import TagValues, Unions, enumerated

__all__ = ["Schemas"]

Refuse: TypeAlias = Callable[[Any, str], None]
Note: TypeAlias = Callable[[Any, str, str], None]

_SCALARS = frozenset({"string", "integer", "number", "boolean", "null"})
_TYPES = _SCALARS | {"array", "object"}
_LONGEST_HINT = 120
_DEEPEST = 50


class Schemas:
    """Builds nodes of schemas, and collects the components that have a name.

    `refuse` takes a schema that has no such form, `note` one of which something is left out;
    `take` counts properties. `module` is that of the objects whose schemas no component holds.
    """

    def __init__(
        self,
        document: dict[str, Any],
        reserved: Iterable[str],
        tags: Iterable[str],
        refuse: Refuse,
        take: Callable[[str, int], None],
        note: Note,
    ) -> None:
        self.note = note
        self.take = take
        self.module = ""
        self._document = document
        self.refuse = refuse
        self._merger = Merger(document)
        self._formats = Formats(document, note)
        self._names = Names([*MODEL_CLASSES, *reserved])
        self.unions = Unions(self._names)
        self._named: dict[str, str] = {}
        self._known: dict[str, Node] = {}
        self._inline: dict[int, tuple[Schema, Node]] = {}
        self._open: set[str] = set()
        self._recursive: set[str] = set()
        self._waiting: deque[tuple[str, Schema]] = deque()
        self._depth = 0
        self._schemas: dict[str, Any] = document.get("components", {}).get("schemas", {})
        classes = {name: self._name(f"{SCHEMAS}{name}", name) for name in self._schemas}
        self._modules = model_modules(classes, self._schemas, tags)
        self._class_modules = {classes[name]: self._modules.get(name, "") for name in classes}
        self._heirs = heirs_by_parent(self._schemas)

    def enter_tag(self, tag: str) -> None:
        """Put the objects of a tag's operations into the module of that tag."""
        self.module = self._modules.get(tag, "")

    def finish(self) -> dict[str, Component]:
        """Return all components, once their properties are written: first those that the document
        names, in its order."""
        for name in self._schemas:
            self.node({"$ref": f"{SCHEMAS}{name}"}, name)
        while self._waiting:
            name, flat = self._waiting.popleft()
            component = cast("ObjectSchema", self.unions.components[name])
            self.module = component.module
            self.unions.components[name] = object_schema(self, component, flat)
        components = self.unions.components
        order = dict.fromkeys(chain(self._class_modules, components))
        return {name: components[name] for name in order if name in components}

    def flat(self, schema: Any) -> Schema:
        """Return a schema without `$ref` and `allOf` at its top."""
        return self._merger.flat(schema) if isinstance(schema, dict) else {}

    def node(self, schema: Any, hint: str) -> Node:
        """Return the node of a schema; `hint` becomes its name if it needs one."""
        if not isinstance(schema, dict):
            return ANYTHING
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                self.refuse(schema, f"more than {_DEEPEST} schemas stand for one another")
                return ANYTHING
            return self._node(schema, hint[:_LONGEST_HINT])
        finally:
            self._depth -= 1

    def object_name(self, reference: str) -> str | None:
        """Return the name of the object that a reference leads to; None for other schemas."""
        node = without_null(self.node({"$ref": reference}, ""))
        if not isinstance(node, Reference):
            return None
        return node.name if isinstance(self.unions.components[node.name], ObjectSchema) else None

    def _name(self, reference: str, hint: str) -> str:
        known = self._named.get(reference)
        if known is None:
            last, whole = class_name(hint.rpartition(".")[2]), class_name(hint)
            fallback = whole if whole != last else f"{last}Model"
            known = self._named[reference] = self._names.take(last, fallback)
        return known

    def _node(self, schema: Schema, hint: str) -> Node:
        if "$ref" in schema and not STRUCTURE & schema.keys():
            node = self._referred(schema["$ref"])
            return nullable(node) if schema.get("nullable") is True else node
        known = self._inline.get(id(schema))
        if known is None:
            node = self._built(self._merger.flat(schema), hint, None)
            known = self._inline[id(schema)] = (schema, node)
        return known[1]

    def _referred(self, reference: str) -> Node:
        if reference in self._known:
            return self._known[reference]
        if reference in self._open:
            self._recursive.add(reference)
            open_node = Reference(self._name(reference, reference.rpartition("/")[2]))
            target = lookup(self._document, reference)
            is_nullable = accepts_null(self._document, self._merger, target)
            return nullable(open_node) if is_nullable else open_node
        target = lookup(self._document, reference)
        self._open.add(reference)
        node = self._target(reference, target)
        self._open.discard(reference)
        if reference in self._recursive:
            node = self.unions.force(self._named[reference], node)
            if self._named[reference] not in self.unions.components:
                self.refuse(target, "the schema refers to itself and says nothing else")
        self._known[reference] = node
        return node

    def _target(self, reference: str, target: Any) -> Node:
        if not isinstance(target, dict):
            return ANYTHING
        if "$ref" in target and not STRUCTURE & target.keys():
            return self.node(target, "")
        name = self._name(reference, reference.rpartition("/")[2])
        flat = self._merger.flat(target)
        outer, self.module = self.module, self._class_modules.get(name, self.module)
        node = self._built(flat, name, name)
        self.module = outer
        heirs = self._heirs.get(reference, ())
        if "discriminator" not in flat or not heirs or node != Reference(name):
            return node
        if isinstance(self.unions.components[name], UnionSchema):
            return node
        nodes = [*(self.node({"$ref": heir}, "") for heir in heirs), node]
        tags = self._tags(flat["discriminator"], [*heirs, reference], nodes)
        return self.unions.either(nodes, f"Any{name}", None, tags)

    def _built(self, flat: Schema, hint: str, name: str | None) -> Node:
        """Return the node of a merged schema; `name` is that of its component, if it becomes one."""
        if "const" in flat or "enum" in flat:
            values = flat["enum"] if isinstance(flat.get("enum"), list) else [flat.get("const")]
            node = enumerated(values)
        elif _alternatives(flat):
            node = self._union(flat, hint, name)
        else:
            node = self._typed(flat, hint, name)
        return nullable(node) if flat.get("nullable") is True else node

    def _union(self, flat: Schema, hint: str, name: str | None) -> Node:
        own: Schema = {key: flat[key] for key in ("properties", "required") if key in flat}
        schemas = _alternatives(flat)
        nodes = [
            self.node(self._with(own, schema), f"{hint}{_ending(schema, number)}")
            for number, schema in enumerate(schemas, 1)
        ]
        refs = [schema.get("$ref", "") if isinstance(schema, dict) else "" for schema in schemas]
        return self.unions.either(
            nodes, hint, name, self._tags(flat.get("discriminator"), refs, nodes)
        )

    def _with(self, own: Schema, schema: Any) -> Any:
        """Add the properties that stand beside a union to an alternative that lacks them."""
        if not own.get("properties") or not isinstance(schema, dict):
            return schema
        if own["properties"].keys() <= self.flat(schema).get("properties", {}).keys():
            return schema
        return self._merger.both(own, schema)

    def _tags(self, discriminator: Any, refs: list[str], nodes: list[Node]) -> TagValues | None:
        """Return the index of the alternative that each value of a discriminator stands for."""
        if not isinstance(discriminator, dict) or "propertyName" not in discriminator:
            return None
        indexes = {
            ref.rpartition("/")[2]: index
            for index, ref in enumerate(refs)
            if ref and nodes[index] != ANYTHING
        }
        for value, target in discriminator.get("mapping", {}).items():
            reference = target if "/" in target else f"{SCHEMAS}{target}"
            if reference in refs:
                indexes[value] = refs.index(reference)
        return TagValues(str(discriminator["propertyName"]), indexes)

    def _typed(self, flat: Schema, hint: str, name: str | None) -> Node:
        stated = flat.get("type", _implied_type(flat))
        types = stated if isinstance(stated, list) else [stated]
        unknown = [type_ for type_ in types if type_ is not None and type_ not in _TYPES]
        if unknown:
            self.refuse(flat, f'type "{unknown[0]}" is none of JSON Schema')
            return ANYTHING
        is_single = len([type_ for type_ in types if type_ != "null"]) == 1
        own = name if is_single else None
        nodes = [self._of_type(type_, flat, hint, own) for type_ in types]
        return self.unions.either(nodes, hint, name)

    def _of_type(self, type_: str | None, flat: Schema, hint: str, name: str | None) -> Node:
        if type_ in _SCALARS:
            return self._formats.scalar(cast("ScalarType", type_), flat)
        if type_ == "array":
            return self._list(flat, hint, name)
        if type_ is None:
            return ANYTHING
        if flat.get("properties"):
            return self._object(flat, hint, name)
        return Dictionary(self.node(flat.get("additionalProperties"), f"{hint}_value"))

    def _list(self, flat: Schema, hint: str, name: str | None) -> Node:
        """Return a list; one whose first items have schemas of their own becomes a component."""
        first, rest = flat.get("prefixItems"), flat.get("items")
        if not isinstance(first, list) or not first:
            return Array(self.node(rest, f"{hint}_item"))
        plain = class_name(hint)
        taken = name or self._names.take(plain, f"{plain}List")
        is_closed = rest is False or flat.get("maxItems") == len(first)
        component = TupleSchema(
            name=taken,
            first=tuple(self.node(item, f"{hint}_item_{n}") for n, item in enumerate(first, 1)),
            rest=None if is_closed else self.node(rest, f"{hint}_item"),
            is_fixed=is_closed and flat.get("minItems", 0) >= len(first),
        )
        self.unions.components[taken] = component
        return Reference(taken)

    def _object(self, flat: Schema, hint: str, name: str | None) -> Node:
        """Name an object now and write it later: no chain of objects is too deep."""
        plain = class_name(hint)
        taken = name or self._names.take(plain, f"{plain}Model")
        module = self._class_modules.get(taken, self.module)
        self.unions.components[taken] = ObjectSchema(taken, module)
        self._waiting.append((taken, flat))
        return Reference(taken)


def _alternatives(flat: Schema) -> list[Any]:
    """Return what a schema may be, unless each only says which properties are required."""
    found = [*flat.get("oneOf", ()), *flat.get("anyOf", ())]
    bare = {"required", "not", "description", "title"}
    schemas = (schema for schema in found if isinstance(schema, dict))
    return [] if all(schema.keys() <= bare for schema in schemas) else found


def _ending(schema: Any, number: int) -> str:
    """Return what the name of an alternative ends with."""
    if isinstance(schema, dict) and isinstance(schema.get("$ref"), str):
        return f"_{schema['$ref'].rpartition('/')[2]}"
    return f"_option_{number}"


def _implied_type(flat: Schema) -> str | None:
    """Return the type of a schema that states none, by its other keywords."""
    if "properties" in flat or isinstance(flat.get("additionalProperties"), dict):
        return "object"
    return "array" if "items" in flat or "prefixItems" in flat else None
