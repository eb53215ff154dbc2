"""Additional properties of models: those that a server sent beside the ones that the contract names.

A model that keeps them has a field for them, whose wire name is `ADDITIONAL_WIRE_NAME`. msgspec knows nothing of
its meaning: the field is filled after decoding, and merged into its object after encoding.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cache
from types import UnionType
from typing import Any, Literal, TypeAlias, Union, get_args, get_origin

import msgspec
from msgspec import Struct

from .base import ADDITIONAL_WIRE_NAME
from .formats import decode_plain, encode_plain
from .known_types import known
from .unions import decode_union

__all__ = ["encode_model", "keep_additional", "merge_additional", "received_values"]

_Path: TypeAlias = tuple[str | int, ...]
_Pending: TypeAlias = list[tuple[Any, Any, _Path]]
_MARK = ADDITIONAL_WIRE_NAME.encode()
_INNER_PATH = re.compile(r" - at `\$(.*)`\Z", re.DOTALL)
_PLAIN = (str, int, float, bool, bytes, type(None))


class ReceivedProperties(dict[str, Any]):
    """Additional properties that were received; `unknown` are those values of the model's
    enumerations that the contract does not know."""

    unknown: frozenset[str | int] = frozenset()


class _Traits(Struct, frozen=True):
    """The traits of a model: its own wire names, the fields that may hold models or lists, the known
    values of enumerations by field, and the field of additional properties."""

    known: frozenset[str]
    nested: tuple[tuple[str, str], ...]
    enumerations: tuple[tuple[str, frozenset[Any]], ...]
    additional: str | None
    additional_type: Any


def keep_additional(value: object, plain: object, *, strict: bool = True) -> None:
    """Fill the additional properties of all models in a value that was decoded from a plain one.

    Unless `strict`, a text stands for the number that it shows, as in a form. Raises
    msgspec.ValidationError, with the JSON path, for a property that is not of its type.
    """
    pending: _Pending = [(value, plain, ())]
    while pending:
        value, plain, path = pending.pop()
        if isinstance(value, Struct) and isinstance(plain, dict):
            traits = _traits(type(value))
            pending += [
                (getattr(value, name), plain[wire], (*path, wire))
                for name, wire in traits.nested
                if wire in plain
            ]
            if traits.additional is not None:
                found = _received(value, traits, plain, path, strict)
                setattr(value, traits.additional, found if found or found.unknown else {})
                pending += [(found[name], plain[name], (*path, name)) for name in found]
        elif isinstance(value, list | tuple) and isinstance(plain, list):
            pairs = zip(value, plain, strict=True)
            pending += [(item, raw, (*path, index)) for index, (item, raw) in enumerate(pairs)]
        elif isinstance(value, dict) and isinstance(plain, dict) and value is not plain:
            pending += [(item, plain[key], (*path, key)) for key, item in value.items()]


def _received(
    value: Struct, traits: _Traits, plain: dict[str, Any], path: _Path, strict: bool
) -> ReceivedProperties:
    found = ReceivedProperties(
        (name, _convert(raw, traits.additional_type, (*path, name), strict))
        for name, raw in plain.items()
        if name not in traits.known
    )
    found.unknown = frozenset(_unknown_values(value, traits))
    return found


def _convert(raw: object, type_: Any, path: _Path, strict: bool) -> object:
    if type_ is Any:
        return raw
    try:
        return msgspec.convert(raw, type=known(type_), strict=strict, dec_hook=decode_union)
    except msgspec.ValidationError as error:
        inner = _INNER_PATH.search(str(error))
        steps = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
        at = f"${steps}{inner[1] if inner else ''}"
        raise msgspec.ValidationError(f"{_INNER_PATH.sub('', str(error))} - at `{at}`") from None


def _unknown_values(value: Struct, traits: _Traits) -> Iterator[str | int]:
    for name, listed in traits.enumerations:
        pending = [getattr(value, name)]
        while pending:
            part = pending.pop()
            if isinstance(part, list):
                pending += part
            elif isinstance(part, dict):
                pending += part.values()
            elif isinstance(part, str | int) and _is_unknown(part, listed):
                yield part


def _is_unknown(value: str | int, known: frozenset[Any]) -> bool:
    """Whether a value could be one of an enumeration, by its type, and is none of the known ones."""
    return value not in known and any(type(value) is type(member) for member in known)


@cache
def _traits(model: type[Struct]) -> _Traits:
    fields = msgspec.structs.fields(model)
    own = [field for field in fields if field.encode_name != ADDITIONAL_WIRE_NAME]
    additional = next((field for field in fields if field not in own), None)
    known = {field.name: frozenset(_literals(field.type)) for field in own}
    return _Traits(
        known=frozenset(field.encode_name for field in own),
        nested=tuple((field.name, field.encode_name) for field in own if _is_nested(field.type)),
        enumerations=tuple((name, values) for name, values in known.items() if values),
        additional=additional.name if additional else None,
        additional_type=get_args(additional.type)[1] if additional else Any,
    )


def _is_nested(type_: Any) -> bool:
    """Whether a value of a type may be more than a plain one."""
    if get_origin(type_) in (Union, UnionType):
        return any(map(_is_nested, get_args(type_)))
    return type_ not in _PLAIN and get_origin(type_) is not Literal


def _literals(type_: Any) -> Iterator[Any]:
    if get_origin(type_) is Literal:
        yield from get_args(type_)
    else:
        for part in get_args(type_):
            yield from _literals(part)


def received_values(value: object) -> frozenset[str | int]:
    """Return the values of enumerations that models in a value were received with, and that the
    contract does not know: they may be sent back."""
    found: set[str | int] = set()
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, ReceivedProperties):
            found |= part.unknown
        if isinstance(part, Struct):
            pending += [getattr(part, name) for name in part.__struct_fields__]
        elif isinstance(part, Mapping):
            pending += part.values()
        elif isinstance(part, list | tuple):
            pending += part
    return frozenset(found)


def encode_model(value: object, *, exact: bool = False) -> bytes:
    """Return the JSON of a value, with the additional properties of its models where they belong.

    With `exact`, decimal numbers are numbers in it, else strings.
    """
    data = encode_plain(value, exact=exact)
    if _MARK not in data:
        return data
    return encode_plain(merge_additional(decode_plain(data, exact=exact)), exact=exact)


def merge_additional(plain: Any) -> Any:
    """Return a plain value with additional properties beside those that have names, which win."""
    if isinstance(plain, list):
        return [merge_additional(item) for item in plain]
    if not isinstance(plain, dict):
        return plain
    merged = {
        name: merge_additional(value)
        for name, value in plain.items()
        if name != ADDITIONAL_WIRE_NAME
    }
    others = plain.get(ADDITIONAL_WIRE_NAME)
    return {**merge_additional(others), **merged} if isinstance(others, dict) else merged
