"""Patterns of Python syntax, in the notation of semgrep.

`$name` matches an expression or an identifier, the same one wherever it stands in a pattern; `$_`
matches any. `...` matches any number of arguments, elements or statements; in a call it matches the
other keyword arguments as well, and `**...` matches the other items of a dictionary. Formatting,
quotes, comments, the order of keyword arguments and annotations that a pattern leaves out do not count.
"""

import ast
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

__all__ = [
    "Bindings",
    "Item",
    "OtherItems",
    "OtherKeywords",
    "Pattern",
    "PatternError",
    "ellipsis_number",
    "match",
    "match_sequence",
    "metavariable",
    "parse_pattern",
]

_METAVARIABLE = re.compile(r"\$([A-Za-z_]\w*)")
_PREFIX = "METAVARIABLE_"
_LOCATIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_IGNORED = {"ctx", "kind", "type_comment", "type_ignores"}
_OPTIONAL = {"annotation", "returns"}
_ANY = "_"

Bindings: TypeAlias = Mapping[str, object]
"""Matched syntax by metavariable; what a `...` matched is kept under its number."""
Item: TypeAlias = tuple[ast.expr | None, ast.expr]
"""A key of a dictionary display, which is None for `**`, and its value."""


@dataclass(frozen=True)
class OtherKeywords:
    """All keyword arguments of a call with `...`, and the names of those that a pattern has."""

    found: list[ast.keyword]
    matched: set[str | None]


@dataclass(frozen=True)
class OtherItems:
    """All items of a dictionary with `**...`, and the indexes of those that a pattern has."""

    found: list[Item]
    matched: list[int]


class PatternError(Exception):
    """A pattern or replacement that is wrong in itself; the text says why."""


@dataclass(frozen=True)
class Pattern:
    """The statements of a pattern or replacement; `text` is what was parsed."""

    text: str
    statements: list[ast.stmt]

    @property
    def expression(self) -> ast.expr | None:
        """The expression, when the pattern is nothing else."""
        if len(self.statements) == 1 and isinstance(self.statements[0], ast.Expr):
            return self.statements[0].value
        return None


def parse_pattern(text: str) -> Pattern:
    """Parse a pattern or replacement; raise PatternError when it is not Python syntax."""
    source = _METAVARIABLE.sub(rf"{_PREFIX}\1", textwrap.dedent(text).strip())
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        raise PatternError(f"`{text}` is not Python syntax: {error.msg}") from error
    number = 0
    for node in _depth_first(tree):
        for location in _LOCATIONS:
            node.__dict__.pop(location, None)
        if isinstance(node, ast.Constant):
            if isinstance(node.value, str):
                node.value = node.value.replace(_PREFIX, "$")
            elif node.value is ...:
                node.__dict__["number"] = str(number)
                number += 1
    return Pattern(text, tree.body)


def metavariable(name: object) -> str | None:
    """Return the name of a metavariable, or None for anything else."""
    if isinstance(name, ast.Name):
        name = name.id
    if isinstance(name, str) and name.startswith(_PREFIX):
        return name.removeprefix(_PREFIX)
    return None


def ellipsis_number(node: object) -> str | None:
    """Return the number of a `...` within its pattern, or None for anything else."""
    if isinstance(node, ast.Expr):
        node = node.value
    return node.__dict__.get("number") if isinstance(node, ast.Constant) else None


def match(pattern: object, node: object, bindings: Bindings) -> Iterator[Bindings]:
    """Yield each way in which a pattern matches, as the given bindings and those it adds."""
    if (name := metavariable(pattern)) is not None:
        yield from _bind(name, node, bindings)
    elif isinstance(pattern, list) and isinstance(node, list):
        yield from match_sequence(pattern, node, bindings)
    elif isinstance(pattern, ast.Call) and isinstance(node, ast.Call):
        yield from _match_call(pattern, node, bindings)
    elif isinstance(pattern, ast.Dict) and isinstance(node, ast.Dict):
        yield from _match_dict(pattern, node, bindings)
    elif isinstance(pattern, ast.AST) and isinstance(node, ast.AST):
        if _kind(pattern) is _kind(node):
            fields = [
                (value, getattr(node, field, None))
                for field, value in ast.iter_fields(pattern)
                if field not in _IGNORED and not (field in _OPTIONAL and value is None)
            ]
            yield from _match_all(fields, bindings)
    elif type(pattern) is type(node) and pattern == node:
        yield bindings


def match_sequence(
    patterns: Sequence[object], nodes: Sequence[object], bindings: Bindings
) -> Iterator[Bindings]:
    """Yield each way in which a sequence matches, whose `...` take any number of nodes."""
    if not patterns:
        if not nodes:
            yield bindings
    elif (number := ellipsis_number(patterns[0])) is not None:
        for size in range(len(nodes) + 1):
            taken = {**bindings, number: list(nodes[:size])}
            yield from match_sequence(patterns[1:], nodes[size:], taken)
    elif nodes:
        for bound in match(patterns[0], nodes[0], bindings):
            yield from match_sequence(patterns[1:], nodes[1:], bound)


def _match_all(pairs: Sequence[tuple[object, object]], bindings: Bindings) -> Iterator[Bindings]:
    if not pairs:
        yield bindings
        return
    for bound in match(*pairs[0], bindings):
        yield from _match_all(pairs[1:], bound)


def _bind(name: str, node: object, bindings: Bindings) -> Iterator[Bindings]:
    if isinstance(node, str):
        node = ast.Name(node, ast.Load())
    if not isinstance(node, ast.expr):
        return
    if name == _ANY:
        yield bindings
    elif name not in bindings:
        yield {**bindings, name: node}
    elif any(True for _ in match(bindings[name], node, {})):
        yield bindings


def _match_call(pattern: ast.Call, node: ast.Call, bindings: Bindings) -> Iterator[Bindings]:
    wanted = {keyword.arg: keyword for keyword in pattern.keywords}
    found = {keyword.arg: keyword for keyword in node.keywords}
    rest = next(filter(None, map(ellipsis_number, pattern.args)), None)
    if wanted.keys() - found.keys() or (rest is None and found.keys() - wanted.keys()):
        return
    if rest is not None:
        bindings = {**bindings, f"{rest} keywords": OtherKeywords(node.keywords, set(wanted))}
    values = [(keyword.value, found[name].value) for name, keyword in wanted.items()]
    yield from _match_all([(pattern.func, node.func), (pattern.args, node.args), *values], bindings)


def _match_dict(pattern: ast.Dict, node: ast.Dict, bindings: Bindings) -> Iterator[Bindings]:
    wanted = list(zip(pattern.keys, pattern.values, strict=True))
    found = list(zip(node.keys, node.values, strict=True))
    rest = [ellipsis_number(value) for key, value in wanted if key is None]
    if not any(rest):
        yield from _match_all([(pattern.keys, node.keys), (pattern.values, node.values)], bindings)
        return
    items = [item for item in wanted if item[0] is not None]
    for bound, indexes in _match_items(items, found, bindings):
        yield {**bound, f"{rest[0]} items": OtherItems(found, indexes)}


def _match_items(
    wanted: Sequence[Item], found: Sequence[Item], bindings: Bindings
) -> Iterator[tuple[Bindings, list[int]]]:
    if not wanted:
        yield bindings, []
        return
    for index, item in enumerate(found):
        for bound in match(list(wanted[0]), list(item), bindings):
            for last, indexes in _match_items(wanted[1:], found, bound):
                yield last, [index, *indexes]


def _kind(node: ast.AST) -> type[ast.AST]:
    """Return the type of a node; a pattern's `def` stands for `async def` as well."""
    return ast.FunctionDef if isinstance(node, ast.AsyncFunctionDef) else type(node)


def _depth_first(node: ast.AST) -> Iterator[ast.AST]:
    yield node
    for child in ast.iter_child_nodes(node):
        yield from _depth_first(child)
