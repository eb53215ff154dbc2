"""Mutants outlive a refactoring that renames and reformats without changing what is done."""

import ast

import pytest

from .mutant import load_mutants, source_of
from .renaming import RenamedModule, rename_module, restored

MUTANTS = load_mutants()


@pytest.mark.parametrize("module", sorted({mutant.module for mutant in MUTANTS}))
def test_mutants_outlive_a_renaming(module: str) -> None:
    """Every fault is the same after locals, parameters and private names were renamed."""
    source = source_of(module).read_text("utf-8")
    renamed = rename_module(source)
    read = _old_names_read(ast.parse(renamed.source), renamed)
    reformatted = ast.unparse(ast.parse(source))

    for mutant in (mutant for mutant in MUTANTS if mutant.module == module):
        faulty = renamed.retargeted(mutant).applied(renamed.source)

        assert _old_names_read(faulty, renamed) - read == set(), mutant.name
        assert ast.unparse(restored(faulty)) == ast.unparse(mutant.applied(reformatted)), (
            mutant.name
        )


def test_a_renaming_leaves_no_name_behind() -> None:
    """Locals, parameters and private names have another name; what others see does not."""
    source = """
_LIMIT = 3
class Store:
    def __init__(self, size): self._size = size
    def page(self, key, *, limit): return [_read(each, key) for each in self._size][:limit]
def _read(one, key): return one + key + _LIMIT
"""

    renamed = rename_module(source)

    assert renamed.names == {"_LIMIT", "_size", "_read", "size", "key", "each", "one"}
    assert ast.dump(restored(ast.parse(renamed.source))) == ast.dump(ast.parse(source))
    assert "return [_read_renamed(each_renamed, key_renamed)" in renamed.source
    assert "def page(self, key_renamed, *, limit)" in renamed.source


def _old_names_read(tree: ast.Module, renamed: RenamedModule) -> set[str]:
    """Return the old names that are read: variables without an assignment, and private attributes.

    A public attribute keeps its name, even when a parameter of the module has the same one.
    """
    names = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    attributes = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
    read = {node.id for node in names if isinstance(node.ctx, ast.Load)}
    written = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    return (attributes & renamed.private) | ((read - written) & renamed.names)
