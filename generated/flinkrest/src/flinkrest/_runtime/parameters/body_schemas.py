"""Schemas of request bodies, and the check of a plain value against one.

A schema is the part of JSON Schema that a request is held to, as data: types, enumerations, bounds,
required properties, and unions. Unknown properties are ignored, and so are read-only ones; null in
the place of an optional property is taken for an absent one.
"""

import math
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple, TypeAlias

import msgspec
from msgspec import Struct

from ..messages import Message

__all__ = ["BodyFault", "BodySchema", "ReadOnlyValue", "check_body", "remove"]

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


class BodySchema(Struct, frozen=True, kw_only=True, gc=False):
    """A schema; one that stands elsewhere is referred to by its name.

    `any_of` are the alternatives of a union. `tagged` is the alternative of each value of the
    discriminator `tag`; where `is_tag_closed`, no other value is valid.
    """

    types: tuple[str, ...] = ()
    values: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    above: float | None = None
    below: float | None = None
    multiple_of: float | None = None
    min_length: int | None = None
    max_length: int | None = None
    pattern: str | None = None
    min_items: int | None = None
    max_items: int | None = None
    unique_items: bool = False
    items: "Nested | None" = None
    min_properties: int | None = None
    max_properties: int | None = None
    required: tuple[str, ...] = ()
    read_only: tuple[str, ...] = ()
    properties: Mapping[str, "Nested"] = {}
    others: "Nested | None" = None
    any_of: tuple["Nested", ...] = ()
    tag: str = ""
    tagged: Mapping[str, "Nested"] = {}
    is_tag_closed: bool = False


Nested: TypeAlias = BodySchema | str
Schemas: TypeAlias = Mapping[str, BodySchema]


class ReadOnlyValue(NamedTuple):
    """A read-only property that a body has."""

    owner: dict[str, Any]
    name: str


class BodyFault(ValueError):
    """The first fault of a body; `missing` is the required property of the body that it lacks."""

    def __init__(self, message: Message, missing: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.missing = missing


class _Fault(NamedTuple):
    """A fault below a value: the steps to it, what must be there, and what is."""

    path: tuple[str | int, ...]
    expected: str | Message
    actual: Any = None

    def below(self, step: str | int) -> "_Fault":
        return self._replace(path=(step, *self.path))


_MISSING = ""


def check_body(value: Any, name: str, schemas: Schemas) -> list[ReadOnlyValue]:
    """Check a plain value against the schema of a name; return the read-only properties it has.

    Raises BodyFault, with the JSON path of the fault.
    """
    check = _Check(schemas)
    fault = check.fault(value, name)
    if fault is None:
        return check.read_only
    path = "".join(["$", *map(_step, fault.path)])
    if fault.expected != _MISSING:
        raise BodyFault(
            Message(
                "{name} must be {expected}, not {value}",
                name=path,
                expected=fault.expected,
                value=_shown(fault.actual),
            )
        )
    is_own = len(fault.path) == 1 and fault.path[0] in _find(name, schemas).required
    raise BodyFault(Message("{name} is missing", name=path), str(fault.path[0]) if is_own else None)


def remove(values: Iterable[ReadOnlyValue]) -> None:
    """Remove read-only properties from the body that has them."""
    for value in values:
        value.owner.pop(value.name, None)


def _find(nested: Nested, schemas: Schemas) -> BodySchema:
    """Return a schema, or the one that a name stands for."""
    return schemas[nested] if isinstance(nested, str) else nested


class _Check:
    """One check of one body; results of unions are kept, for their alternatives may share values."""

    def __init__(self, schemas: Schemas) -> None:
        self.read_only: list[ReadOnlyValue] = []
        self._schemas = schemas
        self._known: dict[tuple[int, int], tuple[_Fault | None, list[ReadOnlyValue]]] = {}

    def fault(self, value: Any, nested: Nested) -> _Fault | None:
        """Return the first fault of a value; None for a valid one."""
        schema = _find(nested, self._schemas)
        if schema.types and not any(_TYPES[type_](value) for type_ in schema.types):
            return _Fault((), _either(_TYPE_NAMES[type_] for type_ in schema.types), value)
        if schema.values and not any(_is_same(value, known) for known in schema.values):
            return _Fault((), _one_of(schema.values), value)
        found = None
        if isinstance(value, str):
            found = _string_fault(value, schema)
        elif isinstance(value, list):
            found = self._list_fault(value, schema)
        elif isinstance(value, dict):
            found = self._object_fault(value, schema)
        elif _is_number(value):
            found = _number_fault(value, schema)
        if found or not schema.any_of:
            return found
        return self._remembered(value, schema)

    def _list_fault(self, value: list[Any], schema: BodySchema) -> _Fault | None:
        size = _size_fault(value, schema.min_items, schema.max_items, _LIST_SIZES)
        if size:
            return size
        if schema.unique_items and len({_text(item) for item in value}) < len(value):
            return _Fault((), Message("a list of different items"), value)
        if schema.items is not None:
            for index, item in enumerate(value):
                if found := self.fault(item, schema.items):
                    return found.below(index)
        return None

    def _object_fault(self, value: dict[str, Any], schema: BodySchema) -> _Fault | None:
        for name in schema.required:
            if value.get(name) is None and not (name in value and self._may_be_null(schema, name)):
                return _Fault((name,), _MISSING)
        low, high = schema.min_properties, schema.max_properties
        if size := _size_fault(value, low, high, _OBJECT_SIZES):
            return size
        for name, inner in value.items():
            nested = schema.properties.get(name, schema.others)
            if name in schema.read_only:
                self.read_only.append(ReadOnlyValue(value, name))
                continue
            is_absent = inner is None and name in schema.properties
            if nested and not is_absent and (found := self.fault(inner, nested)):
                return found.below(name)
        return self._tag_fault(value, schema) if schema.tag else None

    def _may_be_null(self, schema: BodySchema, name: str) -> bool:
        return name in schema.properties and self.fault(None, schema.properties[name]) is None

    def _tag_fault(self, value: dict[str, Any], schema: BodySchema) -> _Fault | None:
        """Return the fault of the alternative that the discriminator chooses."""
        tag = value.get(schema.tag)
        if isinstance(tag, str) and tag in schema.tagged:
            return self.fault(value, schema.tagged[tag])
        if schema.is_tag_closed and tag is None:
            return _Fault((schema.tag,), _MISSING)
        return _Fault((schema.tag,), _one_of(schema.tagged), tag) if schema.is_tag_closed else None

    def _remembered(self, value: Any, schema: BodySchema) -> _Fault | None:
        key = (id(schema), id(value))
        if key not in self._known:
            self._known[key] = None, []  # for an alternative that leads back here
            outer, self.read_only = self.read_only, []
            found = self._union_fault(value, schema)
            self._known[key], self.read_only = (found, self.read_only), outer
        found, read_only = self._known[key]
        self.read_only += read_only
        return found

    def _union_fault(self, value: Any, schema: BodySchema) -> _Fault | None:
        """Return the fault of the alternative that a value comes nearest to, if it fits none."""
        tag = value.get(schema.tag) if schema.tag and isinstance(value, dict) else None
        if isinstance(tag, str) and tag in schema.tagged:
            return None
        faults: list[_Fault] = []
        for nested in schema.any_of:
            count = len(self.read_only)
            found = self.fault(value, nested)
            if found is None:
                return None
            del self.read_only[count:]
            faults.append(found)
        deepest = max(len(found.path) for found in faults)
        nearest = [found for found in faults if len(found.path) == deepest]
        if deepest or any(found.expected == _MISSING for found in nearest):
            return nearest[0]
        return _Fault((), _either(dict.fromkeys(each.expected for each in nearest)), value)


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


def _string_fault(value: str, schema: BodySchema) -> _Fault | None:
    size = _size_fault(value, schema.min_length, schema.max_length, _STRING_SIZES)
    if size is None and schema.pattern is not None and not re.search(schema.pattern, value):
        return _Fault((), Message("a string that matches {pattern}", pattern=schema.pattern), value)
    return size


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "null": lambda value: value is None,
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "number": _is_number,
    "integer": lambda value: _is_number(value) and (isinstance(value, int) or value.is_integer()),
}


def _size_fault(
    value: str | list[Any] | dict[str, Any], low: int | None, high: int | None, texts: _SizeTexts
) -> _Fault | None:
    size = len(value)
    if low is not None and size < low:
        return _Fault((), texts.at_least(low), value)
    if high is not None and size > high:
        return _Fault((), texts.at_most(high), value)
    return None


def _number_fault(value: float, schema: BodySchema) -> _Fault | None:
    if schema.minimum is not None and value < schema.minimum:
        return _Fault((), Message("at least {minimum}", minimum=schema.minimum), value)
    if schema.maximum is not None and value > schema.maximum:
        return _Fault((), Message("at most {maximum}", maximum=schema.maximum), value)
    if schema.above is not None and value <= schema.above:
        return _Fault((), Message("more than {minimum}", minimum=schema.above), value)
    if schema.below is not None and value >= schema.below:
        return _Fault((), Message("less than {maximum}", maximum=schema.below), value)
    if schema.multiple_of is not None and not _is_multiple(value, schema.multiple_of):
        return _Fault((), Message("a multiple of {unit}", unit=schema.multiple_of), value)
    return None


def _is_multiple(value: float, unit: float) -> bool:
    if isinstance(value, int) and isinstance(unit, int):
        return value % unit == 0
    try:
        quotient = value / unit
        return math.isclose(quotient, round(quotient), rel_tol=1e-9, abs_tol=1e-9)
    except OverflowError:
        return True  # too large to tell


def _is_same(value: Any, known: Any) -> bool:
    """Whether two JSON values are equal; true is no 1."""
    return bool(value == known) and isinstance(value, bool) == isinstance(known, bool)


def _either(alternatives: Iterable[str | Message]) -> str | Message:
    texts = iter(alternatives)
    text = next(texts)
    for other in texts:
        text = Message("{first} or {second}", first=text, second=other)
    return text


def _one_of(values: Collection[Any]) -> str | Message:
    texts = ", ".join(_text(value).decode() for value in values)
    return texts if len(values) == 1 else Message("one of {values}", values=texts)


def _text(value: Any) -> bytes:
    return msgspec.json.encode(value, order="deterministic")


def _step(step: str | int) -> str:
    if isinstance(step, int):
        return f"[{step}]"
    return f".{step}" if _PLAIN_NAME.fullmatch(step) else f"[{_text(step).decode()}]"


def _shown(value: Any) -> str:
    text = _text(value).decode()
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}…"
