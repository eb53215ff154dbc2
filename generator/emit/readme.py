"""Example code of a package's README: a client, a call, its errors, and pages where there are some."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from ..ir import Api, Argument, Operation, Parameter, Resource

__all__ = ["readme_example"]

_SIMPLE = {"int": "1", "float": "1.0", "bool": "True", "str": '"…"'}
_PASSWORD = '("…", "…")'


def readme_example(api: Api) -> str:
    """Return the code of an example; "" for a package without operations."""
    found = _example(api)
    if found is None:
        return ""
    resource, operation = found
    call = f"client.{resource.name}.{operation.method_name}({', '.join(_arguments(operation))})"
    kept = "\n".join(f"        {line}" for line in _use(operation, call))
    return (
        f"from {api.package} import Client, {api.error_name}\n\n"
        f"with Client({', '.join(_settings(api))}) as client:\n"
        f"    try:\n{kept}\n"
        f"    except {api.error_name} as error:\n"
        "        print(error.status, error.message)"
    )


def _use(operation: Operation, call: str) -> Iterator[str]:
    """Yield the lines that call an operation, and show its result."""
    if operation.pagination is not None:
        yield f"for item in {call}:  # reads page after page"
        yield "    print(item)"
    elif operation.result.name == "None":
        yield call
    else:
        yield f"print({call})"


def _example(api: Api) -> tuple[Resource, Operation] | None:
    """Return the operation that is easiest to call: one that reads, pages first, without a body."""
    pairs = [(each, operation) for each in api.resources for operation in each.operations]
    return min(pairs, key=lambda pair: _effort(pair[1]), default=None)


def _effort(operation: Operation) -> tuple[bool, bool, int, int]:
    required = [each for each in operation.signature if each.required and not each.is_client_scoped]
    hard = sum(each.annotation not in _SIMPLE and not _first_literal(each) for each in required)
    return operation.method != "GET", operation.pagination is None, hard, len(required)


def _settings(api: Api) -> Iterator[str]:
    """Yield the arguments of the client that have no default."""
    if api.regions:
        yield f'region="{api.regions[0]}"'
    elif not api.server:
        yield 'endpoint="https://…"'
    for parameter in api.client_scoped:
        yield f'{parameter.name}="…"'
    for scheme in api.schemes[:1]:
        yield f"{scheme.name}={_PASSWORD if scheme.is_password else _SIMPLE['str']}"


def _arguments(operation: Operation) -> Iterator[str]:
    for each in operation.signature:
        if each.required and not each.is_client_scoped:
            yield f"{each.name}={_value(each)}"


def _value(argument: Argument) -> str:
    """Return a value of an argument: its example where that is one, else a plain one of its type."""
    example = argument.example if isinstance(argument, Parameter) else None
    annotation = argument.annotation
    if annotation == "str":
        return repr(example) if example and example.isprintable() else _SIMPLE["str"]
    if annotation in ("int", "float") and example and re.fullmatch(r"-?\d{1,15}(\.\d+)?", example):
        return example
    return _SIMPLE.get(annotation) or _first_literal(argument) or "{}"


def _first_literal(argument: Argument) -> str | None:
    """Return the first value of an enumeration, as it is written in the annotation."""
    try:
        node = ast.parse(argument.annotation, mode="eval").body
    except SyntaxError:
        return None
    while isinstance(node, ast.BinOp):
        node = node.left
    if not isinstance(node, ast.Subscript) or ast.unparse(node.value) != "Literal":
        return None
    return ast.unparse(node.slice.elts[0] if isinstance(node.slice, ast.Tuple) else node.slice)
