"""Columns that `--columns` names: fields of the items of a command, by their paths."""

import re
import sys
import types
from typing import Any, Union, get_args, get_origin, get_type_hints

from msgspec import Struct

from ...errors import UsageError
from ...messages import Message
from ..command import Command
from ..suggestions import did_you_mean

__all__ = ["resolve_columns"]


def resolve_columns(command: Command, text: str) -> tuple[str, ...]:
    """Return the paths of the columns in a list with commas, which may have their names in JSON.

    Raises UsageError for a name that is no field.
    """
    item = _item_type(command)
    return tuple(_column(command, item, name.strip()) for name in text.split(","))


def _column(command: Command, item: Any, path: str) -> str:
    """Return the path of a column, which may begin at a related item."""
    name, _, rest = path.partition(".")
    related = command.related.get(_snake(name))
    if related is None or not rest:
        return _resolve(item, path)
    operation = related.latest.operation
    listed = operation.required_pagination.items
    types_ = _field_types(operation.response_type)
    owner = _plain(types_.get(listed) if listed else operation.response_type)
    return f"{_snake(name)}.{_resolve(owner, rest)}"


def _item_type(command: Command) -> Any:
    """Return the type of the items that a command shows."""
    type_: Any = command.operation.response_type
    pagination = command.operation.pagination
    field = command.payload or (pagination and pagination.items) or ""
    return _plain(_field_types(type_).get(field) if field else type_)


def _resolve(owner: Any, path: str) -> str:
    steps = []
    for step in path.split("."):
        name = _names(owner).get(step) or _snake(step)
        types_ = {**_field_types(owner), **_derived(owner)}
        if name not in types_:
            raise UsageError(_unknown(list(types_), path, name))
        steps.append(name)
        owner = _plain(types_[name])
    return ".".join(steps)


def _unknown(known: list[str], path: str, step: str) -> Message:
    fields = (
        Message("known are {names}", names=", ".join(known))
        if known
        else Message("it is inside a value without fields")
    )
    hint = did_you_mean(step, known) or fields
    return Message("--columns: {path} is no field; {hint}", path=repr(path), hint=hint)


def _names(owner: Any) -> dict[str, str]:
    """Return the fields of a model by their names in JSON."""
    if not _is_model(owner):
        return {}
    return dict(zip(owner.__struct_encode_fields__, owner.__struct_fields__, strict=True))


def _field_types(owner: Any) -> dict[str, Any]:
    if not _is_model(owner):
        return {}
    from msgspec.structs import fields

    return {field.name: field.type for field in fields(owner)}


def _derived(owner: Any) -> dict[str, Any]:
    """Return the derived properties of a model with their types, Any where that is not known."""
    if not _is_model(owner):
        return {}
    found = {name: getattr(owner, name) for name in dir(owner) if not name.startswith("_")}
    return {
        name: _type_of(value, owner) for name, value in found.items() if isinstance(value, property)
    }


def _type_of(derived: property, owner: type) -> Any:
    """Return the type of a derived property, whose annotation names modules of the models."""
    try:
        hints = get_type_hints(derived.fget, vars(sys.modules[owner.__module__]))
    except NameError:
        return Any
    return hints.get("return", Any)


def _plain(type_: Any) -> Any:
    """Return the model in an annotation: without None, and the items of a list; else None."""
    if get_origin(type_) in (Union, types.UnionType, list):
        return next((found for part in get_args(type_) if (found := _plain(part))), None)
    return type_ if _is_model(type_) else None


def _is_model(type_: Any) -> bool:
    return isinstance(type_, type) and issubclass(type_, Struct)


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).replace("-", "_").lower()
