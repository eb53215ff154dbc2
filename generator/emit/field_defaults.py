"""Defaults of fields that datamodel-code-generator cannot write: those that are always sent.

It writes a plain value, which msgspec leaves out of what is sent; `NULL` and `constant` of the
package's runtime are sent. `ADDITIONAL_PROPERTIES` has a wire name of its own.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..ir import Api, Field

__all__ = ["with_sent_defaults"]

# What the default of additional properties needs before it is replaced; no other default is made by it.
_UNUSED_IMPORT = b"from msgspec import field"


def with_sent_defaults(modules: Mapping[str, str], api: Api) -> Iterator[tuple[str, str]]:
    """Yield the modules of the models by file name, with those defaults where they belong."""
    defaults: dict[str, dict[str, dict[str, str]]] = {}
    for schema in api.schemas:
        own = {field.name: text for field in schema.fields if (text := _default(field))}
        own |= {schema.additional: "ADDITIONAL_PROPERTIES"} if schema.additional else {}
        if own:
            defaults.setdefault(schema.type.module, {})[schema.type.name] = own
    for path, text in modules.items():
        module = (
            ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix("__init__").strip(".")
        )
        yield path, _written(text, defaults[module], api.package) if module in defaults else text


def _default(field: Field) -> str:
    if field.constant is not None:
        return f"constant({field.constant!r})"
    return "NULL" if field.is_sent_as_null else ""


def _written(text: str, defaults: Mapping[str, Mapping[str, str]], package: str) -> str:
    tree, lines = ast.parse(text), text.encode().splitlines(keepends=True)
    for value, default in _values(tree, defaults):
        row, line = value.lineno - 1, lines[value.lineno - 1]
        lines[row] = line[: value.col_offset] + default.encode() + line[value.end_col_offset :]
    first = next(node for node in tree.body if isinstance(node, ast.ImportFrom))
    texts = [text for fields in defaults.values() for text in fields.values()]
    names = ", ".join(sorted({text.partition("(")[0] for text in texts}))
    lines.insert(first.lineno, f"from {package}._runtime.models.base import {names}\n".encode())
    return b"".join(line for line in lines if line.strip() != _UNUSED_IMPORT).decode()


def _values(
    tree: ast.Module, defaults: Mapping[str, Mapping[str, str]]
) -> Iterator[tuple[ast.expr, str]]:
    """Yield the expressions to replace, each with its replacement."""
    for model in tree.body:
        if not isinstance(model, ast.ClassDef) or model.name not in defaults:
            continue
        for field in (node for node in model.body if isinstance(node, ast.AnnAssign)):
            name = field.target.id if isinstance(field.target, ast.Name) else ""
            if name in defaults[model.name] and field.value:
                yield field.value, defaults[model.name][name]
