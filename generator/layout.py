"""What templates call: facts of the intermediate representation as pieces of source text."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from . import prose
from .ir import Api, Model, Operation, Parameter, Resource

__all__ = ["FILTERS", "GLOBALS"]


def _results(operations: Iterable[Operation]) -> str:
    return ", ".join(sorted({operation.result.name for operation in operations}))


def _answers(api: Api) -> str:
    return ", ".join(sorted({operation.answer.name for operation in api.operations}))


def _kind_names(api: Api) -> str:
    used = {
        parameter.kind_name for operation in api.operations for parameter in operation.parameters
    }
    return ", ".join(sorted(used)) or "Text"


def _topics(api: Api) -> str:
    """Give what annotations of models begin with: topics, and models that have none."""
    return ", ".join(sorted({schema.type.module or schema.type.name for schema in api.schemas}))


def _argument(parameter: Parameter) -> str:
    """Write a method's parameter: one that must be given has no default."""
    if parameter.required and not parameter.bound:
        return parameter.annotation
    return f"{parameter.annotation} | None = None"


def _field(parameter: Parameter) -> str:
    """Write a parameter as a server's implementation gets it, default filled in."""
    if parameter.required:
        return parameter.annotation
    if parameter.default is not None:
        return f"{parameter.annotation} = {parameter.default}"
    return f"{parameter.annotation} | None = None"


def _declared(model: Model) -> list[tuple[str, str]]:
    """Give the fields that derived properties read, which the model itself declares."""
    times = [(time.field, time.annotation) for time in model.times]
    return [*times, *((one.field, "str") for one in model.embedded), *model.nested]


def _columns(api: Api, operation: Operation) -> tuple[str, ...]:
    """Give the columns of a table of results: those stated, else the first few fields."""
    model = next((one for one in api.models if one.type == operation.result), None)
    if model is not None and model.columns:
        return model.columns
    schema = next((one for one in api.schemas if one.type == operation.result), None)
    return tuple(field.name for field in schema.fields[:6]) if schema else ()


def _command_line(operation: Operation, resource: Resource) -> str:
    given = [f"--{one.name.replace('_', '-')} …" for one in operation.keywords if one.required]
    return " ".join([resource.name, operation.verb, *given])


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


FILTERS: dict[str, Callable[..., Any]] = {
    "answers": _answers,
    "argument": _argument,
    "cell": _cell,
    "columns": _columns,
    "command_line": _command_line,
    "declared": _declared,
    "docstring": prose.docstring,
    "field": _field,
    "kind_names": _kind_names,
    "py": repr,
    "results": _results,
    "toml": lambda text: json.dumps(text, ensure_ascii=False),
    "topics": _topics,
    "tuple": tuple,
}
GLOBALS: dict[str, Callable[..., str]] = {
    "client_doc": prose.client_doc,
    "interface_doc": prose.interface_doc,
    "method_doc": prose.method_doc,
    "package_doc": prose.package_doc,
    "server_doc": prose.server_doc,
}
