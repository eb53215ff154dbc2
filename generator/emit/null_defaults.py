"""Defaults of required nullable properties, which datamodel-code-generator cannot write.

It writes None, which is left out of what is sent; NULL of the package's runtime is sent.
"""

import ast
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from ..ir import Api

__all__ = ["with_null_defaults"]


def with_null_defaults(modules: Mapping[str, str], api: Api) -> Iterator[tuple[str, str]]:
    """Yield the modules of the models by file name, with that default where it belongs."""
    names: dict[str, dict[str, frozenset[str]]] = {}
    for schema in api.schemas:
        if own := frozenset(field.name for field in schema.fields if field.is_sent_as_null):
            names.setdefault(schema.type.module, {})[schema.type.name] = own
    for path, text in modules.items():
        module = (
            ".".join(PurePosixPath(path).with_suffix("").parts).removesuffix("__init__").strip(".")
        )
        yield path, _written(text, names[module], api.package) if module in names else text


def _written(text: str, names: Mapping[str, frozenset[str]], package: str) -> str:
    tree, lines = ast.parse(text), text.encode().splitlines(keepends=True)
    for value in _defaults(tree, names):
        row, line = value.lineno - 1, lines[value.lineno - 1]
        lines[row] = line[: value.col_offset] + b"NULL" + line[value.end_col_offset :]
    first = next(node for node in tree.body if isinstance(node, ast.ImportFrom))
    lines.insert(first.lineno, f"from {package}._runtime.models.base import NULL\n".encode())
    return b"".join(lines).decode()


def _defaults(tree: ast.Module, names: Mapping[str, frozenset[str]]) -> Iterator[ast.expr]:
    """Yield the defaults of the named fields of models."""
    for model in tree.body:
        if not isinstance(model, ast.ClassDef) or model.name not in names:
            continue
        for field in (node for node in model.body if isinstance(node, ast.AnnAssign)):
            name = field.target.id if isinstance(field.target, ast.Name) else ""
            if name in names[model.name] and field.value:
                yield field.value
