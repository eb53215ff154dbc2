"""Allow-list of syntax in emitted modules: known imports, and calls of imported or defined names.

Names, texts and defaults of a specification are untrusted. They belong into literals, so the
syntax tree of a module shows whether any of them became code.
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
        "functools",
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
_FORBIDDEN = (
    ast.Lambda,
    ast.Await,
    ast.Global,
    ast.Nonlocal,
    ast.Try,
    ast.While,
    ast.For,
    ast.With,
)
# The modules that may have some of these all the same.
_EXCEPTIONS = {ast.Await: "/_async/", ast.With: "/cli/__init__.py"}


def faults(name: str, text: str, package: str) -> Iterator[str]:
    """Yield the syntax of a module that is not allowed; raise SyntaxError for invalid Python."""
    tree = ast.parse(text)
    callable_names = {*_CALLS, *_defined(tree)}
    forbidden = tuple(
        syntax
        for syntax in _FORBIDDEN
        if syntax not in _EXCEPTIONS or _EXCEPTIONS[syntax] not in name
    )
    for node in ast.walk(tree):
        if isinstance(node, forbidden):
            yield f"{name}:{node.lineno}: {type(node).__name__} is not expected"
        elif isinstance(node, ast.Import):
            yield from _imports(name, node.lineno, [alias.name for alias in node.names], package)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield from _imports(name, node.lineno, [node.module or ""], package)
        elif isinstance(node, ast.Call) and (called := _root(node.func)) not in callable_names:
            yield f"{name}:{node.lineno}: a call of {called} is not expected"


def _imports(name: str, line: int, modules: list[str], package: str) -> Iterator[str]:
    for module in modules:
        if module not in _IMPORTS and module.partition(".")[0] != package:
            yield f"{name}:{line}: the import of {module} is not expected"


def _defined(tree: ast.Module) -> set[str]:
    """Return the names that a module imports, defines or receives."""
    names = {"self"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names |= {alias.asname or alias.name for alias in node.names}
        elif isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            names.add(node.name)
    return names


def _root(node: ast.expr) -> str:
    """Return the name that a called expression begins with."""
    while isinstance(node, ast.Attribute | ast.Call | ast.Await):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else type(node).__name__
