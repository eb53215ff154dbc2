"""Public functions and classes of the generator are used."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
GENERATOR = ROOT / "generator"
Definition = ast.ClassDef | ast.FunctionDef


def references(tree: ast.AST) -> Iterator[str]:
    """Yield the names that a syntax tree imports or reads."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name):
            yield node.id


def test_public_names_of_the_generator_are_used() -> None:
    """Each is read outside its own definition; the runtime's are the packages' interface."""
    modules = {
        path: ast.parse(path.read_text("utf-8"))
        for path in sorted(GENERATOR.rglob("*.py"))
        if "runtime" not in path.relative_to(GENERATOR).parts
    }
    used = {
        (path, index): {*references(statement)}
        for path, module in modules.items()
        for index, statement in enumerate(module.body)
    }
    unused = [
        f"{path.relative_to(ROOT).as_posix()}:{statement.lineno}: {statement.name}"
        for path, module in modules.items()
        for index, statement in enumerate(module.body)
        if isinstance(statement, Definition)
        and not statement.name.startswith("_")
        and not any(statement.name in names for at, names in used.items() if at != (path, index))
    ]

    assert unused == []
