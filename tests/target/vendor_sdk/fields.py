"""The fields of the SDK's models: which have no value, and which have one of another type."""

from typing import Any, get_args, get_origin, get_type_hints

from darabonba.model import DaraModel

__all__ = ["unset_fields", "wrongly_typed_fields"]


def unset_fields(model: DaraModel, path: str = "") -> set[str]:
    """Return the paths of the fields that a model of the SDK declares and that have no value."""
    unset: set[str] = set()
    for name, value in vars(model).items():
        if not name.startswith("_"):
            unset |= _unset(value, f"{path}.{name}".lstrip("."))
    return unset


def wrongly_typed_fields(model: DaraModel) -> list[str]:
    """Return the fields whose values are not of the types that the SDK declares."""
    wrong: list[str] = []
    for name, hint in get_type_hints(type(model).__init__).items():
        value = getattr(model, name)
        values = value if isinstance(value, list) else [value]
        if value is not None and not _is_of(value, hint):
            wrong.append(f"{type(model).__name__}.{name}: {value!r}")
        wrong += [
            field
            for item in values
            if isinstance(item, DaraModel)
            for field in wrongly_typed_fields(item)
        ]
    return wrong


def _unset(value: Any, path: str) -> set[str]:
    if value is None:
        return {path}
    if isinstance(value, DaraModel):
        return unset_fields(value, path)
    if isinstance(value, list) and value and isinstance(value[0], DaraModel):
        return unset_fields(value[0], f"{path}[0]")
    return set()


def _is_of(value: Any, hint: Any) -> bool:
    type_ = get_origin(hint) or hint
    if type_ is list:
        (item_hint,) = get_args(hint)
        return isinstance(value, list) and all(_is_of(item, item_hint) for item in value)
    if type_ in (int, float):
        numbers = (int,) if type_ is int else (int, float)
        return isinstance(value, numbers) and not isinstance(value, bool)
    return isinstance(value, type_)
