"""Comparison of unions: the options of `anyOf` and `oneOf`, and their discriminator."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Final, NamedTuple

from ..change import Change, Context, Effect, pairs, quote_value
from ..located import Located, schema_name
from .canonical import Schema, canonical
from .properties import Comparison

__all__ = ["is_choice", "union_changes"]

_PREFIX: Final = ("components", "schemas")


class _Side(NamedTuple):
    """A union, or a schema in its place, with its options and discriminator."""

    schema: Schema
    options: tuple[Located, ...]
    document: Located

    @property
    def discriminator(self) -> Located | None:
        return self.schema.keywords.get("discriminator")


def is_choice(old: Schema, new: Schema) -> bool:
    """Whether a schema became one option of a union, or a union one of its options."""
    union, other = (old, new) if old.options else (new, old)
    states = union.types is not None or union.values is not None or union.required
    is_plain = bool(union.options) and not (
        states or union.properties or union.keywords.keys() - {"discriminator"}
    )
    return is_plain and not other.options and other != Schema(other.pointer)


def union_changes(
    context: Context,
    before: tuple[Located, Schema],
    after: tuple[Located, Schema],
    compare: Comparison,
) -> Iterator[Change]:
    """Compare two unions; a schema that is none is a union of itself alone."""
    old, new = (_side(located, schema) for located, schema in (before, after))
    if old.schema.union and new.schema.union and old.schema.union != new.schema.union:
        effect: Effect = "narrowed" if new.schema.union == "oneOf" else "widened"
        yield context.affects(effect, f"{old.schema.union} became {new.schema.union}")
    yield from _discriminators(context, old, new, compare)
    if bool(old.schema.union) != bool(new.schema.union) and not is_choice(old.schema, new.schema):
        effect = "narrowed" if new.schema.union else "widened"
        message = f"{new.schema.union} added" if new.schema.union else f"{old.schema.union} removed"
        yield context.affects(effect, message)
    elif (old.schema.options or new.schema.options) and not _are_told_apart(old, new):
        yield from _options(context, old, new, compare)


def _side(located: Located, schema: Schema) -> _Side:
    return _Side(schema, schema.options or (located,), located)


def _are_told_apart(old: _Side, new: _Side) -> bool:
    """Whether a discriminator names every option of both unions."""
    return all(
        side.discriminator is not None and all(schema_name(part.reference) for part in side.options)
        for side in (old, new)
    )


def _options(context: Context, old: _Side, new: _Side, compare: Comparison) -> Iterator[Change]:
    """Compare options that correspond; report the others as removed or added."""
    removed, added = list(old.options), list(new.options)
    for is_match in (_have_one_name, partial(_mean_the_same, context, compare)):
        for option in list(removed):
            match = next((other for other in added if is_match(option, other)), None)
            if match is not None:
                removed.remove(option)
                added.remove(match)
    for option in list(removed):
        matches = [other for other in added if _have_one_type(option, other)]
        rivals = [other for other in removed if _have_one_type(option, other)]
        if len(matches) == len(rivals) == 1 or (len(removed) == len(added) == 1 and matches):
            removed.remove(option)
            added.remove(matches[0])
            part = context.inside(f"option {_named(option)}").at(matches[0].pointer)
            yield from compare(part, option, matches[0])
    for option in removed:
        yield context.affects("narrowed", f"option {_named(option)} removed")
    for option in added:
        effect = _effect_of_option(option, new)
        yield context.at(option.pointer).affects(effect, f"option {_named(option)} added")


def _effect_of_option(option: Located, union: _Side) -> Effect:
    """Return the effect of a new option: a value that fits two of `oneOf` fits none any more."""
    others = [other for other in union.options if other is not option]
    if union.schema.union != "oneOf" or not any(_overlap(option, other) for other in others):
        return "widened"
    return "incomparable"


def _overlap(one: Located, other: Located) -> bool:
    first, second = canonical(one), canonical(other)
    if first.types is None or second.types is None:
        return True
    numbers = {"integer", "number"}
    return bool(first.types & second.types) or bool(
        first.types & numbers and second.types & numbers
    )


def _have_one_name(one: Located, other: Located) -> bool:
    return one.reference is not None and one.value == other.value


def _have_one_type(one: Located, other: Located) -> bool:
    return canonical(one).types == canonical(other).types


def _mean_the_same(context: Context, compare: Comparison, one: Located, other: Located) -> bool:
    return next(compare(context, one, other), None) is None


def _named(option: Located) -> str:
    """Return a name of an option for people: that of its schema, its values or its type."""
    if name := schema_name(option.reference):
        return name
    schema = canonical(option)
    if schema.values:
        return " or ".join(map(quote_value, schema.values))
    return " or ".join(sorted(schema.types or ())) or option.pointer[-1]


def _discriminators(
    context: Context, old: _Side, new: _Side, compare: Comparison
) -> Iterator[Change]:
    """Compare which property tells the options apart, and which value leads to which schema."""
    one, other = old.discriminator, new.discriminator
    if one is None or other is None:
        if one is not other:
            message = f"discriminator {'added' if one is None else 'removed'}"
            yield context.change(message, "discriminator", callers=True, servers=True)
        return
    context = context.at((*new.schema.pointer, "discriminator"))
    for keyword, was, now in pairs(one.members, other.members):
        if keyword != "mapping" and was != now:
            yield context.breaks_both(f"discriminator {keyword}", was, now, (keyword,))
    for value, was, now in pairs(_mapping(old), _mapping(new)):
        if was is None or now is None:
            effect: Effect = "widened" if was is None else "narrowed"
            message = f"discriminator value {value} {'added' if was is None else 'removed'}"
            yield context.affects(effect, message, "mapping", value)
        elif was != now:
            yield from _led(context, value, (old.document, was), (new.document, now), compare)


def _mapping(side: _Side) -> Mapping[str, str]:
    """Return the schema that each value of the discriminator leads to, by its name."""
    stated = side.discriminator.members.get("mapping", {}) if side.discriminator else {}
    mapping = {
        value: schema_name(target) or target
        for value, target in stated.items()
        if isinstance(target, str)
    }
    names = [schema_name(option.reference) for option in side.schema.options]
    return mapping | {name: name for name in names if name and name not in mapping.values()}


def _led(
    context: Context,
    value: str,
    before: tuple[Located, str],
    after: tuple[Located, str],
    compare: Comparison,
) -> Iterator[Change]:
    """Compare the schemas that one value leads to in two contracts."""
    old, new = (_schema(located, name) for located, name in (before, after))
    if old is None or new is None:
        name, keys = f"discriminator value {value}", ("mapping", value)
        yield context.breaks_both(name, before[1], after[1], keys)
    else:
        yield from compare(context.inside(f"option {value}"), old, new)


def _schema(located: Located, name: str) -> Located | None:
    named = located.document.get("components", {}).get("schemas", {})
    return Located(located.document, (*_PREFIX, name), named[name]) if name in named else None
