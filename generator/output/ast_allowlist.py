"""What emitted code may be made of: imports that are expected, and calls of what is imported.

Names, texts and defaults come from strangers. Everything that does must stand in a literal, so the
syntax tree of a module shows whether anything got out.
"""

import ast
from collections.abc import Iterator

__all__ = ["faults"]

_IMPORTS = frozenset(
    [
        "__future__",
        "abc",
        "collections.abc",
        "contextlib",
        "datetime",
        "importlib",
        "msgspec",
        "sys",
        "types",
        "typing",
    ]
)
_CALLS = frozenset(
    ["AttributeError", "frozenset", "getattr", "globals", "import_module", "object", "property"]
)
_NEVER = (ast.Lambda, ast.Await, ast.Global, ast.Nonlocal, ast.Try, ast.While, ast.For, ast.With)
# Where some of these are at home all the same.
_HOMES = {ast.Await: "/_async/", ast.With: "/cli/__init__.py"}


def faults(name: str, text: str, package: str) -> Iterator[str]:
    """Name what stands in a module and does not belong there; SyntaxError for what is no Python."""
    tree = ast.parse(text)
    known = {*_CALLS, *_defined(tree)}
    never = tuple(kind for kind in _NEVER if kind not in _HOMES or _HOMES[kind] not in name)
    for node in ast.walk(tree):
        if isinstance(node, never):
            yield f"{name}:{node.lineno}: {type(node).__name__} is not expected"
        elif isinstance(node, ast.Import):
            yield from _imports(name, node.lineno, [one.name for one in node.names], package)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from _imports(name, node.lineno, [node.module or ""], package)
        elif isinstance(node, ast.Call) and (called := _root(node.func)) not in known:
            yield f"{name}:{node.lineno}: a call of {called} is not expected"


def _imports(name: str, line: int, modules: list[str], package: str) -> Iterator[str]:
    for one in modules:
        if one not in _IMPORTS and one.partition(".")[0] != package:
            yield f"{name}:{line}: the import of {one} is not expected"


def _defined(tree: ast.Module) -> set[str]:
    """Give the names that a module imports, defines or receives."""
    found = {"self"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            found |= {one.asname or one.name for one in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            found.add(node.name)
    return found


def _root(node: ast.expr) -> str:
    """Give the name that a called expression begins with."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else type(node).__name__
