"""Comparison of two schemas: types, values, constraints, and the schemas inside them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from ...openapi.grammar import SCHEMA_PREFIX
from ..change import Change, Context, Effect, is_same, pairs, quote_value
from ..located import Located
from .canonical import Schema, canonical
from .keywords import keyword_changes
from .properties import property_changes
from .unions import is_choice, union_changes
from .values import value_changes

__all__ = ["schemas"]

# Keywords with a schema that values inside a value have to fit, with the name of that part. One
# that is absent allows any value.
_INSIDE: Final = {
    "items": "items",
    "unevaluatedItems": "other items",
    "propertyNames": "names of fields",
    "contentSchema": "content",
}
# The same, with a schema for each name.
_INSIDE_MAPS: Final = {"patternProperties": "fields"}
# Schemas that decide in another way which values are allowed: whom a change breaks is unknown.
_UNDECIDED: Final = frozenset(
    ("not", "if", "then", "else", "contains", "dependentSchemas", "allOf", "anyOf", "oneOf")
)
_ELSEWHERE: Final = {"additionalProperties", "unevaluatedProperties", "discriminator", "default"}


def schemas(context: Context, before: Located, after: Located) -> Iterator[Change]:
    """Compare two schemas by meaning; those that a reference of one name leads to have their own turn."""
    if not context.expands and _are_written_alike(before, after):
        return
    if not context.expands and _lead_to_one_model(before, after):
        before, after = (_without_reference(schema) for schema in (before, after))
    old, new = canonical(before), canonical(after)
    pair = old.pointer, new.pointer
    if pair in context.compared:
        return
    context = replace(context, pointer=new.pointer, compared=context.compared | {pair})
    if old.impossible or new.impossible:
        if old.impossible != new.impossible:
            message = "no value allowed any more" if new.impossible else "values allowed now"
            yield context.affects("narrowed" if new.impossible else "widened", message)
        return
    if is_choice(old, new):
        yield from _nullability(context, old, new)
        yield from union_changes(context, (before, old), (after, new), schemas)
        return
    yield from _types(context, old, new)
    if _have_nothing_in_common(old, new):
        return
    yield from _nullability(context, old, new)
    for keyword, earlier, later in pairs(old.keywords, new.keywords):
        yield from _keyword(context, keyword, earlier, later)
    yield from _default(context, old, new)
    yield from value_changes(context, old, new)
    yield from union_changes(context, (before, old), (after, new), schemas)
    yield from property_changes(context, old, new, schemas)


def _are_written_alike(before: Located, after: Located) -> bool:
    """Whether two schemas have one text, with references to named schemas alone."""
    versions = {str(schema.document.get("openapi"))[:3] for schema in (before, after)}
    return len(versions) == 1 and _is_one_text(before.value, after.value)


def _is_one_text(one: object, other: object) -> bool:
    if isinstance(one, dict) and isinstance(other, dict):
        return (
            one.keys() == other.keys()
            and ("$ref" not in one or _names_model(one["$ref"]))
            and all(_is_one_text(one[key], other[key]) for key in one)
        )
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_is_one_text, one, other))
    return is_same(one, other)


def _names_model(reference: object) -> bool:
    """Whether a reference leads to a named schema, which is compared by itself."""
    name = str(reference).removeprefix(SCHEMA_PREFIX)
    return name != str(reference) and "/" not in name


def _lead_to_one_model(before: Located, after: Located) -> bool:
    """Whether two references lead to the named schema of one name."""
    return before.reference == after.reference and _names_model(before.reference)


def _without_reference(schema: Located) -> Located:
    """Return what stands beside a reference."""
    pointer = (*schema.pointer, "(beside)")
    is_ignored = str(schema.document.get("openapi")).startswith("3.0.")
    beside = {} if is_ignored else schema.members
    return schema._replace(
        pointer=pointer, value={key: value for key, value in beside.items() if key != "$ref"}
    )


def _types(context: Context, old: Schema, new: Schema) -> Iterator[Change]:
    if old.types != new.types and not (old.values == () or new.values == ()):
        message = f"type changed from {_named(old)} to {_named(new)}"
        yield context.affects(_type_effect(old, new), message, "type")


def _nullability(context: Context, old: Schema, new: Schema) -> Iterator[Change]:
    is_any = any(schema.types is None and not schema.options for schema in (old, new))
    if old.nullable != new.nullable and not is_any:
        effect: Effect = "widened" if new.nullable else "narrowed"
        message = f"null {'allowed now' if new.nullable else 'not allowed any more'}"
        yield context.affects(effect, message)


def _have_nothing_in_common(old: Schema, new: Schema) -> bool:
    """Whether values of one schema have other types than those of another."""
    if not old.types or not new.types or _covers(old, new) or _covers(new, old):
        return False
    return old.types.isdisjoint(new.types)


def _type_effect(old: Schema, new: Schema) -> Effect:
    is_widened, is_narrowed = _covers(new, old), _covers(old, new)
    if is_widened or is_narrowed:
        return "widened" if is_widened else "narrowed"
    return "incomparable"


def _covers(larger: Schema, smaller: Schema) -> bool:
    """Whether the types of one schema allow all that those of another do."""
    if larger.types is None or smaller.types is None:
        return larger.types is None
    integers = {"integer"} if "number" in larger.types else set[str]()
    return smaller.types <= larger.types | integers


def _named(schema: Schema) -> str:
    return "any" if schema.types is None else " or ".join(sorted(schema.types)) or "null"


def _keyword(
    context: Context, keyword: str, old: Located | None, new: Located | None
) -> Iterator[Change]:
    if keyword in _ELSEWHERE:
        return
    if keyword in _INSIDE:
        yield from _inside(context.inside(_INSIDE[keyword]), old, new)
    elif keyword in _INSIDE_MAPS:
        for name in dict.fromkeys((*_members(old), *_members(new))):
            part = context.inside(f"{_INSIDE_MAPS[keyword]} {name}")
            yield from _inside(part, old and old.child(name, True), new and new.child(name, True))
    elif keyword == "prefixItems":
        yield from _prefix(context, old, new)
    elif keyword in _UNDECIDED:
        yield from _undecided(context, keyword, old, new)
    else:
        yield from keyword_changes(context, keyword, old and old.value, new and new.value)


def _members(schema: Located | None) -> list[str]:
    return list(schema.members) if schema else []


def _inside(context: Context, old: Located | None, new: Located | None) -> Iterator[Change]:
    """Compare schemas inside another; the one that is absent allows any value."""
    present = old or new
    assert present is not None
    anything = Located(present.document, (*context.pointer, "(any)"), True)
    yield from schemas(context, old or anything, new or anything)


def _prefix(context: Context, old: Located | None, new: Located | None) -> Iterator[Change]:
    """Compare the schemas of the first items, one by one."""
    lists = [[*_items(part)] for part in (old, new)]
    for index in range(max(map(len, lists))):
        one, other = (items[index] if index < len(items) else None for items in lists)
        yield from _inside(context.inside(f"item {index}"), one, other)


def _items(schema: Located | None) -> Iterator[Located]:
    for index, value in enumerate(schema.value if schema else ()):
        assert schema is not None
        yield Located(schema.document, (*schema.pointer, str(index)), value)


def _undecided(
    context: Context, keyword: str, old: Located | None, new: Located | None
) -> Iterator[Change]:
    """Compare schemas in an unknown direction; any difference may break everybody."""
    if old is None or new is None:
        message = f"{keyword} {'added' if old is None else 'removed'}"
        yield context.change(message, keyword, callers=True, servers=True)
    elif not is_same(old.value, new.value) or "$ref" in str(old.value):
        first, second = (_wrapped(keyword, part) for part in (old, new))
        if first.keys() != second.keys() or any(
            change
            for name in first
            for change in schemas(replace(context, expands=True), first[name], second[name])
        ):
            yield context.change(f"{keyword} changed", keyword, callers=True, servers=True)


def _wrapped(keyword: str, part: Located) -> dict[str, Located]:
    """Return the schemas under a keyword: one, those of a list, or those of a map, by name."""
    if isinstance(part.value, list):
        return {option.pointer[-1]: option for option in _items(part)}
    if keyword == "dependentSchemas":
        return {name: part.child(name) for name in part.members}
    return {"": part}


def _default(context: Context, old: Schema, new: Schema) -> Iterator[Change]:
    """Compare defaults, which stand for what a request leaves out."""
    one, other = old.keywords.get("default"), new.keywords.get("default")
    if (one is None) == (other is None) and (
        not (one and other) or is_same(one.value, other.value)
    ):
        return
    message = f"default changed from {_quoted(one)} to {_quoted(other)}"
    effect: Effect = "incomparable" if context.direction == "request" else "none"
    yield context.affects(effect, message, "default")


def _quoted(default: Located | None) -> str:
    if default is None:
        return "none"
    return "null" if default.value is None else quote_value(default.value)
