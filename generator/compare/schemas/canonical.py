"""The canonical form of a schema, in which spellings of one meaning are equal.

References and `allOf` at the top of a schema are merged, `nullable` and `const` become what they
mean, and keywords that only state their default are left out.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final

from ...openapi.pointer import PointerParts
from ..annotations import TEXT_KEYWORDS
from ..change import is_number, is_same
from ..located import Located

__all__ = ["MAXIMA", "MINIMA", "Schema", "canonical"]

MINIMA: Final = frozenset(
    ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties", "minContains")
)
MAXIMA: Final = frozenset(
    ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties", "maxContains")
)
_UNIONS: Final = ("anyOf", "oneOf")
_MERGED: Final = frozenset(
    ("$ref", "allOf", "type", "nullable", "enum", "const", "properties", "required", *_UNIONS)
)
# Names and definitions, which have a meaning only where a reference leads to them.
_IGNORED: Final = TEXT_KEYWORDS | (
    {"$defs", "definitions", "$id", "$schema", "$anchor", "$dynamicAnchor", "$recursiveAnchor"}
)
# What a keyword means where it is absent; a schema is written as true.
_DEFAULTS: Final[Mapping[str, Any]] = {
    **dict.fromkeys(("minLength", "minItems", "minProperties"), 0),
    **dict.fromkeys(("uniqueItems", "readOnly", "writeOnly", "deprecated"), False),
    **dict.fromkeys(("additionalProperties", "unevaluatedProperties"), True),
    **dict.fromkeys(("items", "unevaluatedItems", "propertyNames"), True),
    **{key: {} for key in ("dependentRequired", "dependentSchemas", "patternProperties")},
    "prefixItems": [],
}
_SCHEMAS: Final = frozenset(
    ("items", "additionalProperties", "unevaluatedItems", "unevaluatedProperties", "propertyNames")
)
_TYPES: Final[tuple[tuple[Callable[[Any], bool], str], ...]] = (
    (lambda value: isinstance(value, bool), "boolean"),
    (lambda value: isinstance(value, int), "integer"),
    (lambda value: isinstance(value, float), "number"),
    (lambda value: isinstance(value, str), "string"),
    (lambda value: isinstance(value, list), "array"),
    (lambda value: isinstance(value, dict), "object"),
)


@dataclass(frozen=True, slots=True)
class Schema:
    """A schema in canonical form.

    `types` are its types apart from null, None for any. `values` are those of an enumeration apart
    from null; `is_open` when any other is allowed too. `options` are the parts of `anyOf` or
    `oneOf`, apart from null. A schema that allows no value is `impossible`.
    """

    pointer: PointerParts
    types: frozenset[str] | None = None
    nullable: bool = True
    values: tuple[Any, ...] | None = None
    is_open: bool = False
    impossible: bool = False
    union: str | None = None
    options: tuple[Located, ...] = ()
    properties: Mapping[str, Located] = field(default_factory=dict)
    required: frozenset[str] = frozenset()
    keywords: Mapping[str, Located] = field(default_factory=dict)


def canonical(schema: Located, merging: frozenset[PointerParts] = frozenset()) -> Schema:
    """Return the canonical form of a schema; `merging` are the schemas that it is a part of."""
    if schema.value is False or schema.value == {"not": {}}:
        return Schema(schema.pointer, nullable=False, impossible=True)
    if schema.pointer in merging:
        return Schema(schema.pointer)
    merging |= {schema.pointer}
    result = _own(schema, merging)
    for part in _parts(schema):
        result = _merged(canonical(part, merging), result)
    reference = schema.reference
    return result if reference is None else replace(result, pointer=schema.resolve().pointer)


def _parts(schema: Located) -> Iterator[Located]:
    """Yield what else a value has to fit: what is referred to, and the parts of `allOf`."""
    if schema.reference is None or not _ignores_siblings(schema):
        yield from reversed(list(schema.items("allOf")))
    if schema.reference is not None:
        yield Located(schema.document, schema.pointer, {"$ref": schema.value["$ref"]}).resolve()


def _ignores_siblings(schema: Located) -> bool:
    """Whether a document is of OpenAPI 3.0, where what stands beside a reference has no effect."""
    return str(schema.document.get("openapi", "")).startswith("3.0.")


def _own(schema: Located, merging: frozenset[PointerParts]) -> Schema:
    """Return the canonical form of a schema's own keywords."""
    is_30 = _ignores_siblings(schema)
    if is_30 and schema.reference is not None:
        return Schema(schema.pointer)
    allows_null = is_30 and schema.members.get("nullable") is True
    result = Schema(
        schema.pointer,
        properties={
            name: schema.child("properties").child(name)
            for name in schema.child("properties").members
        },
        required=frozenset(_list(schema, "required")),
        keywords=dict(_keywords(schema)),
    )
    result = _with_values(_with_types(result, schema, allows_null), schema, allows_null)
    for union in _UNIONS:
        if schema.members.get(union):
            result = _with_union(result, union, schema, allows_null, merging)
    return result


def _list(schema: Located, keyword: str) -> list[Any]:
    value = schema.members.get(keyword)
    return value if isinstance(value, list) else []


def _with_types(result: Schema, schema: Located, allows_null: bool) -> Schema:
    stated = schema.members.get("type")
    if stated is None:
        return result
    types = frozenset([stated] if isinstance(stated, str) else stated)
    if {"number", "integer"} <= types:
        types -= {"integer"}
    return replace(result, types=types - {"null"}, nullable=allows_null or "null" in types)


def _with_values(result: Schema, schema: Located, allows_null: bool) -> Schema:
    values = [schema.value["const"]] if "const" in schema.members else _list(schema, "enum")
    if "const" not in schema.members and not isinstance(schema.members.get("enum"), list):
        return result
    kept = tuple(value for value in values if value is not None)
    types = result.types
    if types is None:
        types = frozenset(next(name for fits, name in _TYPES if fits(value)) for value in kept)
    nullable = result.nullable and (allows_null or None in values)
    return replace(result, types=types, values=kept, nullable=nullable)


def _keywords(schema: Located) -> Iterator[tuple[str, Located]]:
    members = schema.members
    bounds = {"minimum": "exclusiveMinimum", "maximum": "exclusiveMaximum"}
    for keyword in (key for key in members if key not in _MERGED | _IGNORED):
        value = schema.child(keyword)
        if keyword in bounds and members.get(bounds[keyword]) is True:
            yield bounds[keyword], value
        elif keyword in bounds.values() and isinstance(value.value, bool):
            continue
        elif keyword == "items" and isinstance(value.value, list):
            yield "prefixItems", value
        elif not _is_default(keyword, value.value):
            yield keyword, value


def _is_default(keyword: str, value: Any) -> bool:
    value = True if keyword in _SCHEMAS and value == {} else value
    return keyword in _DEFAULTS and is_same(value, _DEFAULTS[keyword])


def _with_union(
    result: Schema,
    union: str,
    schema: Located,
    allows_null: bool,
    merging: frozenset[PointerParts],
) -> Schema:
    """Add the parts of a union; null becomes a flag, and a single part is merged."""
    listed = list(schema.items(union))
    options = [option for option in listed if not _is_null(option)]
    nullable = result.nullable and (allows_null or len(options) < len(listed))
    if result.options:
        return replace(result, keywords={**result.keywords, union: schema.child(union)})
    if len(options) == 1 and "discriminator" not in schema.members:
        only = canonical(options[0], merging)
        return replace(
            _merged(only, result), nullable=nullable or (result.nullable and only.nullable)
        )
    if opened := _open_enumeration(options, merging):
        merged = _merged(replace(opened, pointer=result.pointer), result)
        return replace(merged, nullable=nullable, is_open=True)
    return replace(result, union=union, options=tuple(options), nullable=nullable)


def _is_null(option: Located) -> bool:
    """Whether an option allows null and states nothing else."""
    members = {key: value for key, value in option.members.items() if key not in TEXT_KEYWORDS}
    return members in ({"type": "null"}, {"enum": [None]}, {"const": None})


def _open_enumeration(options: list[Located], merging: frozenset[PointerParts]) -> Schema | None:
    """Return the values of `anyOf: [{enum: […]}, {type: …}]`; None for any other union."""
    if len(options) != 2 or any(option.reference for option in options):
        return None
    closed, other = (canonical(option, merging) for option in options)
    if closed.values is None:
        closed, other = other, closed
    plain = replace(other, pointer=(), keywords={})
    if closed.values is None or other.keywords or closed.keywords:
        return None
    return closed if plain == Schema((), types=closed.types, nullable=plain.nullable) else None


def _merged(first: Schema, second: Schema) -> Schema:
    """Return the form of what fits two schemas; the second is the nearer one."""
    keywords = dict(first.keywords)
    for keyword, value in second.keywords.items():
        known = keywords.get(keyword)
        keywords[keyword] = value if known is None else _both(keyword, known, value)
    if first.options and second.options:
        keywords["allOf"] = _both_unions(first, second, keywords.get("allOf"))
    properties = dict(first.properties)
    for name, value in second.properties.items():
        known = properties.get(name)
        properties[name] = value if known is None else _both("properties", known, value)
    values = _common(first, second)
    return Schema(
        second.pointer,
        types=_narrower(first.types, second.types),
        nullable=first.nullable and second.nullable,
        values=values,
        is_open=all(part.is_open for part in (first, second) if part.values is not None),
        impossible=first.impossible or second.impossible,
        union=second.union or first.union,
        options=second.options or first.options,
        properties=properties,
        required=first.required | second.required,
        keywords=keywords,
    )


def _common(first: Schema, second: Schema) -> tuple[Any, ...] | None:
    if first.values is None or second.values is None:
        return second.values if first.values is None else first.values
    return tuple(
        value for value in first.values if any(is_same(value, other) for other in second.values)
    )


def _narrower(first: frozenset[str] | None, second: frozenset[str] | None) -> frozenset[str] | None:
    if first is None or second is None:
        return second if first is None else first
    integers = {"integer"} if {"integer", "number"} <= first | second else set[str]()
    return (first & second) | (integers if (first ^ second) & integers else set())


def _both(keyword: str, first: Located, second: Located) -> Located:
    """Return the value of a keyword that two merged schemas have."""
    if first.pointer == second.pointer or is_same(first.value, second.value):
        return second
    if (keyword in MINIMA or keyword in MAXIMA) and is_number(first.value, second.value):
        chosen = max if keyword in MINIMA else min
        return chosen(first, second, key=lambda bound: bound.value)
    if keyword == "properties" or keyword in _SCHEMAS:
        return _pair("allOf", first, second)
    if keyword in ("default", "readOnly", "writeOnly", "deprecated") or keyword.startswith("x-"):
        return second
    return _pair("all of", first, second)


def _both_unions(first: Schema, second: Schema, others: Located | None) -> Located:
    """Return a list of the unions that a value has to fit, after those that are known."""
    last = second.options[-1]
    unions = [
        {str(part.union): [option.value for option in part.options]} for part in (first, second)
    ]
    known = others.value if others else []
    return Located(last.document, (*last.pointer, "(allOf)"), [*known, *unions])


def _pair(keyword: str, *parts: Located) -> Located:
    """Return a schema that the author did not write, at the pointer of its last part."""
    last = parts[-1]
    pointer = (*last.pointer, f"({keyword})")
    return Located(last.document, pointer, {keyword: [part.value for part in parts]})
