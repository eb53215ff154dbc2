"""Comparison of enumerations: closed ones, and those that allow any other value as well."""

from collections.abc import Iterator
from typing import Any

from ..change import Change, Context, Effect, is_same, quote_value
from .canonical import Schema

__all__ = ["value_changes"]


def value_changes(context: Context, old: Schema, new: Schema) -> Iterator[Change]:
    """Compare the values that two schemas list; a reader accepts any of an open enumeration."""
    if old.values is None or new.values is None:
        yield from _listed(context, old, new)
        return
    for value in _missing(old.values, new.values):
        yield context.affects("narrowed", f"value {quote_value(value)} removed", "enum")
    effect: Effect = "loosened" if old.is_open else "widened"
    for value in _missing(new.values, old.values):
        yield context.affects(effect, f"value {quote_value(value)} added", "enum")
    if old.is_open != new.is_open:
        message = "any other value allowed" if new.is_open else "no other value allowed any more"
        yield context.affects("widened" if new.is_open else "narrowed", message)


def _listed(context: Context, old: Schema, new: Schema) -> Iterator[Change]:
    """Compare where one schema lists no values; an open list of them allows any value as well."""
    listed, is_added = (new, True) if old.values is None else (old, False)
    if listed.values is None:
        return
    values = ", ".join(map(quote_value, listed.values)) or "null"
    message = (
        f"only {values} allowed now" if is_added else f"values other than {values} allowed now"
    )
    if listed.is_open:
        message = f"known values {'listed' if is_added else 'no longer listed'}: {values}"
        yield context.affects("none", message)
    else:
        yield context.affects("narrowed" if is_added else "widened", message, "enum")


def _missing(values: tuple[Any, ...], others: tuple[Any, ...]) -> Iterator[Any]:
    """Yield the values that are not among others."""
    for value in values:
        if not any(is_same(value, other) for other in others):
            yield value
