"""Faults of a body: what is wrong with a value, and where."""

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from decimal import Decimal
from typing import Any, NamedTuple

import msgspec

from ..messages import Message
from ..models.formats import FORMATS, comparable
from .body_protocol import BodyFault
from .body_schemas import BodySchema
from .patterns import matches

__all__ = [
    "MISSING",
    "UNKNOWN",
    "Fault",
    "either",
    "json_text",
    "list_size_fault",
    "number_fault",
    "object_size_fault",
    "one_of",
    "raise_fault",
    "same",
    "string_fault",
    "type_fault",
]

_TEXTS = msgspec.json.Encoder(order="deterministic", decimal_format="number")
_LONGEST_SHOWN = 60
_PLAIN_NAME = re.compile(r"[A-Za-z_$][A-Za-z0-9_$-]*")
_TYPE_NAMES = {
    "string": Message("a string"),
    "boolean": Message("a boolean"),
    "null": Message("null"),
    "array": Message("a list"),
    "object": Message("an object"),
    "number": Message("a number"),
    "integer": Message("an integer"),
}
MISSING, UNKNOWN = "", "no property"
"""What must be at the path of a fault: the property that is missing, or none, which is unknown."""


class Fault(NamedTuple):
    """A fault below a value: the steps to it, what must be there, and what is.

    Of a missing property, `actual` are the values that it may have, if they are listed.
    """

    path: tuple[str | int, ...]
    expected: str | Message
    actual: Any = None

    def below(self, step: str | int) -> "Fault":
        """Return the fault as one of the value that has this one at a step."""
        return self._replace(path=(step, *self.path))


def raise_fault(fault: Fault, required: Collection[str]) -> None:
    """Raise a fault as a BodyFault with its JSON path; `required` are the body's own properties."""
    path = "".join(["$", *map(_step, fault.path)])
    if fault.expected == MISSING:
        is_own = len(fault.path) == 1 and fault.path[0] in required
        message = Message("{name} is missing", name=path)
        if fault.actual:
            message = Message(
                "{name} is missing; it must be {expected}",
                name=path,
                expected=one_of(fault.actual),
            )
        raise BodyFault(message, str(fault.path[0]) if is_own else None)
    if fault.expected == UNKNOWN:
        raise BodyFault(
            Message("{name} is not a property of the contract; leave it out", name=path)
        )
    message = Message(
        "{name} must be {expected}, not {value}",
        name=path,
        expected=fault.expected,
        value=_shown(fault.actual),
    )
    raise BodyFault(message)


def type_fault(value: Any, schema: BodySchema) -> Fault | None:
    """Return the fault of a value that is of none of the types."""
    if not schema.types or any(_TYPES[type_](value) for type_ in schema.types):
        return None
    return Fault((), either(_TYPE_NAMES[type_] for type_ in schema.types), value)


class _SizeTexts(NamedTuple):
    """The texts about values of a type that are too small or too large."""

    at_least: Callable[[int], Message]
    at_most: Callable[[int], Message]


_STRING_SIZES = _SizeTexts(
    lambda size: Message("a string of at least {size} characters", size=size),
    lambda size: Message("a string of at most {size} characters", size=size),
)
_LIST_SIZES = _SizeTexts(
    lambda size: Message("a list of at least {size} items", size=size),
    lambda size: Message("a list of at most {size} items", size=size),
)
_OBJECT_SIZES = _SizeTexts(
    lambda size: Message("an object of at least {size} properties", size=size),
    lambda size: Message("an object of at most {size} properties", size=size),
)


def list_size_fault(value: list[Any], schema: BodySchema) -> Fault | None:
    """Return the fault of a list that is too short or too long."""
    return _size_fault(value, schema.min_items, schema.max_items, _LIST_SIZES)


def object_size_fault(value: dict[str, Any], schema: BodySchema) -> Fault | None:
    """Return the fault of an object with too few or too many properties."""
    return _size_fault(value, schema.min_properties, schema.max_properties, _OBJECT_SIZES)


def string_fault(value: str, schema: BodySchema) -> Fault | None:
    """Return the fault of a string: its length, its pattern or its format."""
    size = _size_fault(value, schema.min_length, schema.max_length, _STRING_SIZES)
    if size is not None:
        return size
    if schema.pattern is not None and not matches(schema.pattern, value):
        return Fault((), Message("a string that matches {pattern}", pattern=schema.pattern), value)
    format_ = FORMATS[schema.format] if schema.format else None
    return None if format_ is None or format_.accepts(value) else Fault((), format_.expected, value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float | Decimal) and not isinstance(value, bool)


def _is_whole(value: float | Decimal) -> bool:
    if isinstance(value, Decimal):
        return value == value.to_integral_value()
    return isinstance(value, int) or value.is_integer()


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and _is_whole(value),
}


def _size_fault(
    value: str | list[Any] | dict[str, Any], low: int | None, high: int | None, texts: _SizeTexts
) -> Fault | None:
    size = len(value)
    if low is not None and size < low:
        return Fault((), texts.at_least(low), value)
    if high is not None and size > high:
        return Fault((), texts.at_most(high), value)
    return None


def number_fault(value: Any, schema: BodySchema) -> Fault | None:
    """Return the fault of a number that is out of its bounds; None for any other value."""
    expected = _bound(value, schema) if _is_number(value) else None
    return None if expected is None else Fault((), expected, value)


def _bound(value: Any, schema: BodySchema) -> Message | None:
    """Return the first bound that a number breaks."""

    def bound(number: float) -> float | Decimal:
        return comparable(number, value)

    if schema.minimum is not None and value < bound(schema.minimum):
        return Message("at least {minimum}", minimum=schema.minimum)
    if schema.maximum is not None and value > bound(schema.maximum):
        return Message("at most {maximum}", maximum=schema.maximum)
    if schema.above is not None and value <= bound(schema.above):
        return Message("more than {minimum}", minimum=schema.above)
    if schema.below is not None and value >= bound(schema.below):
        return Message("less than {maximum}", maximum=schema.below)
    if schema.multiple_of is not None and not _is_multiple(value, schema.multiple_of):
        return Message("a multiple of {unit}", unit=schema.multiple_of)
    return None


def _is_multiple(value: float | Decimal, unit: float) -> bool:
    if isinstance(value, int) and isinstance(unit, int):
        return value % unit == 0
    try:
        quotient = float(value) / unit
        return math.isclose(quotient, round(quotient), rel_tol=1e-9, abs_tol=1e-9)
    except OverflowError:
        return True  # too large to tell


def same(value: Any, known: Any) -> bool:
    """Whether two JSON values are equal; true is no 1."""
    if isinstance(known, float):
        known = comparable(known, value)
    return bool(value == known) and isinstance(value, bool) == isinstance(known, bool)


def either(alternatives: Iterable[str | Message]) -> str | Message:
    """Return the alternatives with "or" between them."""
    texts = iter(alternatives)
    text = next(texts)
    for other in texts:
        text = Message("{first} or {second}", first=text, second=other)
    return text


def one_of(values: Collection[Any]) -> str | Message:
    """Return the values as those of which one is valid."""
    texts = ", ".join(json_text(value).decode() for value in values)
    return texts if len(values) == 1 else Message("one of {values}", values=texts)


def json_text(value: Any) -> bytes:
    """Return the JSON of a value, the same for equal values."""
    return _TEXTS.encode(value)


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{json_text(step).decode()}]"


def _shown(value: Any) -> str:
    text = json_text(value).decode()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
