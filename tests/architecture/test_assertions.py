"""Assertions with the actual value on the left, as pytest's report of a difference expects."""

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]


def literal(node: ast.expr) -> bool:
    """Whether an expression is written out: a constant, or a collection of constants."""
    try:
        ast.literal_eval(node)
    except ValueError:
        return isinstance(node, ast.Name) and (node.id == "expected" or node.id.isupper())
    return True


def reversed_comparisons(path: Path) -> Iterator[str]:
    """Yield the lines that assert `expected == actual`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        match node:
            case ast.Assert(test=ast.Compare(left=left, ops=[ast.Eq()], comparators=[right])):
                if literal(left) and not literal(right):
                    yield f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"


def test_the_actual_value_stands_on_the_left() -> None:
    """The report of a failed test says which side was wrong."""
    paths = sorted((ROOT / "tests").rglob("*.py"))

    assert [line for path in paths for line in reversed_comparisons(path)] == []
