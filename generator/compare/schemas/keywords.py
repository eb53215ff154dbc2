"""The effect of each keyword that constrains a value by itself, as a table.

A reader of responses enforces no bounds, as `spec/README.md` says: one that is loosened there
breaks nobody. A keyword that is not in the table breaks callers and servers.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from ..annotations import without_texts
from ..change import Change, Context, Effect, is_number, is_same, pairs, quote_value
from .canonical import MAXIMA, MINIMA

__all__ = ["keyword_changes"]


def _lower_bound(old: Any, new: Any) -> Effect:
    return "narrowed" if new > old else "loosened"


def _upper_bound(old: Any, new: Any) -> Effect:
    return "narrowed" if new < old else "loosened"


def _divisor(old: Any, new: Any) -> Effect:
    if new and is_number(old, new) and (new / old).is_integer():
        return "narrowed"
    return "loosened" if new and (old / new).is_integer() else "incomparable"


def _undecided(_: Any, __: Any) -> Effect:
    return "incomparable"


def _without_effect(_: Any, __: Any) -> Effect:
    return "none"


# The effect of one value in the place of another. To add any of these narrows, to remove it loosens.
_CONSTRAINTS: Final[Mapping[str, Callable[[Any, Any], Effect]]] = {
    **dict.fromkeys(MINIMA, _lower_bound),
    **dict.fromkeys(MAXIMA, _upper_bound),
    "multipleOf": _divisor,
    "pattern": _undecided,
    "uniqueItems": _undecided,
    "dependentRequired": _undecided,
}
_NUMBERS: Final = MINIMA | MAXIMA | {"multipleOf"}
_FLAGS: Final[Mapping[str, tuple[str, str]]] = {
    "deprecated": ("deprecated now", "no longer deprecated"),
    "readOnly": ("read-only now", "no longer read-only"),
    "writeOnly": ("write-only now", "no longer write-only"),
    "uniqueItems": ("items must be unique now", "items may be equal now"),
}
# Extensions with derived properties, which only clients have.
_DERIVED: Final = frozenset(
    (
        "x-time",
        "x-embedded",
        "x-short",
        "x-durations",
        "x-columns",
        "x-more-columns",
        "x-blocks",
        "x-tones",
        "x-lookup",
        "x-related",
    )
)


def keyword_changes(context: Context, keyword: str, old: Any, new: Any) -> Iterator[Change]:
    """Yield the change of one keyword from one value to another; None is its absence."""
    if is_same(old, new) or (keyword == "x-blocks" and without_texts(old) == without_texts(new)):
        return
    if keyword in _DERIVED:
        yield _derived(context, keyword, old, new)
    elif keyword in _FLAGS and isinstance(old or new, bool):
        yield _flag(context, keyword, is_set=bool(new))
    elif keyword in _CONSTRAINTS:
        yield _constraint(context, keyword, old, new)
    else:
        yield context.breaks_both(keyword, old, new)


def _flag(context: Context, keyword: str, *, is_set: bool) -> Change:
    """Build the change of a flag; what reading or writing alone means is up to the properties."""
    effect: Effect = "none"
    if keyword in _CONSTRAINTS:
        effect = "narrowed" if is_set else "loosened"
    return context.affects(effect, _FLAGS[keyword][0 if is_set else 1], keyword)


def _constraint(context: Context, keyword: str, old: Any, new: Any) -> Change:
    if old is None:
        return context.affects("narrowed", f"{keyword} of {quote_value(new)} added", keyword)
    if new is None:
        return context.affects("loosened", f"{keyword} of {quote_value(old)} removed", keyword)
    if keyword not in _NUMBERS or not is_number(old, new):
        return context.breaks_both(keyword, old, new)
    message = f"{keyword} {'raised' if new > old else 'lowered'} from {old} to {new}"
    return context.affects(_CONSTRAINTS[keyword](old, new), message, keyword)


def _derived(context: Context, keyword: str, old: Any, new: Any) -> Change:
    """Build the change of derived properties, which only clients have; a new one breaks nobody."""
    if isinstance(old or {}, dict) and isinstance(new or {}, dict) and keyword == "x-short":
        moved = [pair for pair in pairs(old, new) if pair[1] != pair[2]]
        is_kept = all(before is None for _, before, _ in moved)
        message = f"{keyword} {', '.join(_moved(*pair) for pair in moved)}"
        return context.change(message, keyword, callers=not is_kept, servers=False)
    if keyword == "x-blocks":  # for people only
        message = f"{keyword} {'added' if old is None else 'removed' if new is None else 'changed'}"
        return context.change(message, keyword, callers=False, servers=False)
    message = f"{keyword} changed from {quote_value(old)} to {quote_value(new)}"
    return context.change(message, keyword, callers=old is not None, servers=False)


def _moved(name: str, old: object, new: object) -> str:
    if old is None or new is None:
        return f"{name} {'added' if old is None else 'removed'}"
    return f"{name} leads to {quote_value(new)}, no longer to {quote_value(old)}"
