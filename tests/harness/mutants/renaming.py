"""Renames what a refactoring renames in a module: locals, parameters and private names."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from .mutant import Mutant

__all__ = ["RenamedModule", "rename_module", "restored"]

SUFFIX = "_renamed"
_FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)
_KEPT = {"self", "cls"}


@dataclass(frozen=True)
class RenamedModule:
    """The source of a module after renaming, and the names that were given up."""

    source: str
    names: frozenset[str]
    private: frozenset[str] = field(default=frozenset())

    def retargeted(self, mutant: Mutant) -> Mutant:
        """Return a mutant whose symbol is called as it is now."""
        module, colon, qualname = mutant.symbol.partition(":")
        parts = [part + SUFFIX * (part in self.private) for part in qualname.split(".")]
        return replace(mutant, symbol=module + colon + ".".join(parts))


def rename_module(source: str) -> RenamedModule:
    """Rename all locals, parameters and private names of a module, and reformat it.

    Parameters that are passed by keyword keep their names.
    """
    tree = ast.parse(source)
    private = {name for name in _members(tree) if name.startswith("_") and name[-2:] != "__"}
    keywords = {node.arg for node in ast.walk(tree) if isinstance(node, ast.keyword)}
    given_up = set(private)
    for function in _outermost_functions(tree):
        names = set(_bound(function)) - _KEPT
        names -= {argument.arg for argument in _arguments(function) if argument.arg in keywords}
        names -= {argument.arg for argument in _keyword_only(function)}
        for child in ast.iter_child_nodes(function):
            _Renamer(names).visit(child)
        given_up |= names
    _Renamer(private, attributes=True).visit(tree)
    return RenamedModule(ast.unparse(tree), frozenset(given_up), frozenset(private))


def restored(tree: ast.Module) -> ast.Module:
    """Return a tree with all names as they were before."""
    for node in ast.walk(tree):
        for name, value in ast.iter_fields(node):
            if isinstance(value, str) and not isinstance(node, ast.Constant):
                setattr(node, name, value.removesuffix(SUFFIX))
    return tree


class _Renamer(ast.NodeTransformer):
    def __init__(self, names: set[str], *, attributes: bool = False) -> None:
        self._names = names
        self._attributes = attributes

    def generic_visit(self, node: ast.AST) -> ast.AST:
        for name in ("id", "arg", "name", *(["attr"] if self._attributes else [])):
            if getattr(node, name, None) in self._names and not isinstance(node, ast.keyword):
                setattr(node, name, getattr(node, name) + SUFFIX)
        return super().generic_visit(node)


def _outermost_functions(tree: ast.Module) -> Iterator[ast.stmt]:
    for node in tree.body:
        if isinstance(node, ast.ClassDef):
            yield from (member for member in node.body if isinstance(member, _FUNCTIONS))
        elif isinstance(node, _FUNCTIONS):
            yield node


def _members(tree: ast.Module) -> Iterator[str]:
    """Yield the names of functions, classes, variables and attributes of a module and its classes."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    for statement in [*tree.body, *(member for node in classes for member in node.body)]:
        if isinstance(statement, (*_FUNCTIONS, ast.ClassDef)):
            yield statement.name
        elif isinstance(statement, ast.Assign | ast.AnnAssign):
            yield from _bound(statement)


def _bound(node: ast.AST) -> Iterator[str]:
    for child in ast.walk(node):
        if isinstance(child, ast.Name) and isinstance(child.ctx, ast.Store):
            yield child.id
        elif isinstance(child, ast.arg):
            yield child.arg
        elif isinstance(child, (ast.ExceptHandler, *_FUNCTIONS)) and child is not node:
            yield from [child.name] if child.name else []


def _arguments(node: ast.AST) -> Iterator[ast.arg]:
    return (child for child in ast.walk(node) if isinstance(child, ast.arg))


def _keyword_only(node: ast.AST) -> Iterator[ast.arg]:
    for child in ast.walk(node):
        if isinstance(child, ast.arguments):
            yield from child.kwonlyargs
