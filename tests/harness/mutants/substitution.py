"""Replacements: the syntax of a pattern with its metavariables and `...` filled in."""

import ast
import copy
from collections.abc import Callable, Sequence, Set
from typing import TypeVar

from .pattern import (
    Bindings,
    Item,
    OtherItems,
    OtherKeywords,
    PatternError,
    ellipsis_number,
    metavariable,
)

__all__ = ["fill_expression", "fill_statements"]

EntryT = TypeVar("EntryT")
KeyT = TypeVar("KeyT")


def fill_expression(template: ast.expr, bindings: Bindings) -> ast.expr:
    """Return a copy of an expression, filled in; raise PatternError for what is not bound."""
    filled: ast.expr = _Filler(bindings).visit(copy.deepcopy(template))
    return filled


def fill_statements(template: Sequence[ast.stmt], bindings: Bindings) -> list[ast.stmt]:
    """Return a copy of statements, filled in; raise PatternError for what is not bound."""
    module = ast.Module(copy.deepcopy(list(template)), [])
    filled: ast.Module = _Filler(bindings).visit(module)
    return filled.body


class _Filler(ast.NodeTransformer):
    def __init__(self, bindings: Bindings) -> None:
        self._bindings = bindings

    def visit_Name(self, node: ast.Name) -> ast.AST:
        if (name := metavariable(node)) is None:
            return node
        bound = copy.deepcopy(self._bound(name))
        if hasattr(bound, "ctx"):
            bound.ctx = node.ctx
        return bound

    def visit_Constant(self, node: ast.Constant) -> object:
        number = ellipsis_number(node)
        return node if number is None else copy.deepcopy(self._sequence(number))

    def visit_Expr(self, node: ast.Expr) -> object:
        if ellipsis_number(node) is not None:
            return self.visit_Constant(node.value)  # type: ignore[arg-type]
        return self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> ast.AST:
        rest = next(filter(None, map(ellipsis_number, node.args)), None)
        self.generic_visit(node)
        if rest is not None:
            others = self._bindings.get(f"{rest} keywords")
            if not isinstance(others, OtherKeywords):
                raise PatternError("a ... stands for arguments that are not those of a call")
            node.keywords = _merge(
                copy.deepcopy(others.found),
                others.matched,
                node.keywords,
                lambda keyword: keyword.arg,
            )
        return node

    def visit_Dict(self, node: ast.Dict) -> ast.AST:
        items = list(zip(node.keys, node.values, strict=True))
        rest = next((ellipsis_number(value) for key, value in items if key is None), None)
        kept = [item for item in items if ellipsis_number(item[1]) is None]
        node.keys, node.values = [key for key, _ in kept], [value for _, value in kept]
        self.generic_visit(node)
        if rest is not None:
            others = self._bindings.get(f"{rest} items")
            if not isinstance(others, OtherItems):
                raise PatternError("**... stands for items that are not those of a dictionary")
            matched = {_dump(others.found[index]) for index in others.matched}
            new = list(zip(node.keys, node.values, strict=True))
            items = _merge(copy.deepcopy(others.found), matched, new, _dump)
            node.keys, node.values = [key for key, _ in items], [value for _, value in items]
        return node

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for field, value in ast.iter_fields(node):
            if isinstance(value, str) and (name := metavariable(value)) is not None:
                setattr(node, field, self._identifier(name))
        return super().generic_visit(node)

    def _identifier(self, name: str) -> str:
        bound = self._bound(name)
        if not isinstance(bound, ast.Name):
            raise PatternError(f"${name} stands for an expression where only a name may be")
        return bound.id

    def _bound(self, name: str) -> ast.expr:
        bound = self._bindings.get(name)
        if not isinstance(bound, ast.expr):
            raise PatternError(f"the replacement has ${name}, which nothing binds; add it to where")
        return bound

    def _sequence(self, number: str) -> object:
        if number not in self._bindings:
            raise PatternError("the replacement has more ... than the pattern")
        return self._bindings[number]


def _merge(
    found: Sequence[EntryT],
    matched: Set[KeyT],
    new: Sequence[EntryT],
    key: Callable[[EntryT], KeyT],
) -> list[EntryT]:
    """Return the found entries, with the new ones where those of the same key were matched."""
    replaced = {key(entry): entry for entry in new}
    merged = []
    for entry in found:
        if key(entry) not in matched:
            merged.append(entry)
        elif key(entry) in replaced:
            merged.append(replaced.pop(key(entry)))
    return [*merged, *replaced.values()]


def _dump(item: Item) -> str:
    return "**" if item[0] is None else ast.dump(item[0])
