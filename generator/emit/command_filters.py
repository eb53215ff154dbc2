"""Filters of the templates of the command line: columns, groups of lines and texts of a command."""

from collections.abc import Callable
from typing import Any

from ..ir import Api, Model, Operation, Related, Resource

__all__ = ["COMMAND_FILTERS"]


def _key(api: Api, operation: Operation) -> str:
    """Return the field that identifies a result, as its listing says; "" for the first column."""
    if operation.pagination is not None:
        return ""
    keys = [
        listing.pagination.key
        for listing in api.operations
        if listing.pagination and listing.row == operation.row
    ]
    return keys[0] if keys and keys[0] not in _columns(api, operation)[:1] else ""


def _columns(api: Api, operation: Operation) -> tuple[str, ...]:
    """Return the columns of a table of results: those stated, else the first few fields."""
    model = api.model(operation.row)
    if model is not None and model.columns:
        return model.columns
    schema = api.schema(operation.row)
    return tuple(field.name for field in schema.fields[:6]) if schema else ()


def _more_columns(api: Api, operation: Operation) -> tuple[str, ...]:
    """Return the columns that a wide table adds: those stated, else all fields that are left."""
    model = api.model(operation.row)
    if model is not None and (model.columns or model.more_columns):
        return model.more_columns
    schema = api.schema(operation.row)
    return tuple(field.name for field in schema.fields[6:]) if schema else ()


def _tones(api: Api, operation: Operation) -> dict[str, dict[str, str]]:
    """Return what the values of columns mean to people."""
    model = api.model(operation.row)
    shown = {*_columns(api, operation), *_more_columns(api, operation)}
    found = list(model.tones) if model is not None else []
    for related in _related(api, operation):
        item = api.model(related.item)
        found += [(f"{related.name}.{name}", tones) for name, tones in (item.tones if item else ())]
    return {column: dict(values) for column, values in found if column in shown}


def _related(api: Api, operation: Operation) -> list[Related]:
    """Return the related items that columns of an operation may show."""
    return [related for related in api.related if related.owner == operation.row]


def _body_help(operation: Operation) -> dict[str, str]:
    """Return the texts of the properties of a body, those inside an object under paths with dots."""
    found: dict[str, str] = {}
    for body_field in operation.body_fields:
        found[body_field.name] = body_field.description
        found |= {f"{body_field.name}.{name}": text for name, text in body_field.nested}
    return {name: text for name, text in found.items() if text}


def _blocks(api: Api, operation: Operation) -> str:
    """Return the constant with the groups of lines that show one result; "" where none are stated."""
    model = api.model(operation.row)
    return _blocks_constant(model) if model is not None and model.blocks else ""


def _models_with_blocks(api: Api, resource: Resource) -> list[Model]:
    """Return the models that the commands of a resource show in groups of lines."""
    rows = {operation.row for operation in resource.operations}
    rows |= {waiter.operation.row for waiter in resource.waiters}
    return [model for model in api.models if model.blocks and model.type in rows]


def _blocks_constant(model: Model) -> str:
    return "_".join(
        filter(None, [*model.type.module.split("."), model.type.name, "blocks"])
    ).upper()


COMMAND_FILTERS: dict[str, Callable[..., Any]] = {
    "blocks": _blocks,
    "blocks_constant": _blocks_constant,
    "body_help": _body_help,
    "columns": _columns,
    "key": _key,
    "models_with_blocks": _models_with_blocks,
    "more_columns": _more_columns,
    "related": _related,
    "tones": _tones,
}
