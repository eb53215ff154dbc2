"""Mutants of a module by the operators of mutmut: each changes one place of one function."""

import ast
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from .modules import ROOT, Module

if TYPE_CHECKING:
    import libcst as cst
    from mutmut.mutation.file_mutation import Mutation

__all__ = ["GeneratedMutant", "find_mutants"]


@dataclass(frozen=True, eq=False)
class GeneratedMutant:
    """One change of a module's source; `key` names it whatever happens to other lines."""

    module: Module
    key: str
    line: int
    _source: "cst.Module"
    _mutation: "Mutation"

    @property
    def original(self) -> str:
        """The module's source without the change."""
        return self._source.code

    def applied(self) -> ast.Module:
        """Return the syntax tree of the module with the change."""
        source, mutation = self._source, self._mutation
        changed = source.deep_replace(mutation.original_node, mutation.mutated_node)
        module: ast.Module = ast.parse(source.code_for_node(changed))
        return module


def find_mutants(module: Module) -> list[GeneratedMutant]:
    """Return every mutant of the functions and methods of a module."""
    # Imported here: it takes more than a second, which each worker would spend on collecting tests.
    import libcst as cst
    from libcst.metadata import MetadataWrapper, PositionProvider
    from mutmut.mutation.file_mutation import MutationVisitor
    from mutmut.mutation.mutators import mutation_operators
    from mutmut.mutation.pragma_handling import IgnoredCode

    wrapper = MetadataWrapper(cst.parse_module((ROOT / module.path).read_text("utf-8")))
    visitor = MutationVisitor(mutation_operators, IgnoredCode(set(), set(), set()))
    wrapper.visit(visitor)
    positions = wrapper.resolve(PositionProvider)
    source = wrapper.module
    mutations = [
        each
        for each in visitor.mutations
        if isinstance(each.contained_by_top_level_function, cst.FunctionDef)
    ]
    return [
        GeneratedMutant(module, key, positions[mutation.original_node].start.line, source, mutation)
        for mutation, key in zip(mutations, _keys(source, mutations), strict=True)
        if mutation.original_node in positions
    ]


def _keys(source: "cst.Module", mutations: "list[Mutation]") -> Iterator[str]:
    """Yield what each mutation changes, numbered where one function has several such places."""
    seen: Counter[str] = Counter()
    for mutation in mutations:
        function = mutation.contained_by_top_level_function
        assert function is not None
        before, after = (
            " ".join(source.code_for_node(node).split())
            for node in (mutation.original_node, mutation.mutated_node)
        )
        key = f"{function.name.value}: {before} => {after}"
        seen[key] += 1
        yield key if seen[key] == 1 else f"{key} #{seen[key]}"
