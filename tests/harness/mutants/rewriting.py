"""Find a pattern in a symbol's syntax tree, and put a replacement in its place."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .pattern import Bindings, Pattern, PatternError, match, match_sequence, parse_pattern
from .substitution import fill_expression, fill_statements

__all__ = ["bind", "find_symbol", "replace_syntax", "replace_text"]

_PLACEHOLDER = re.compile(r"\{([^{}]*\$[^{}]+)\}")
_FIRST_MARK = 0xE000
_MARK = "([\ue000-\uf8ff])"


@dataclass(frozen=True)
class _Slot:
    """A field of a node, or some elements of one that is a list."""

    parent: ast.AST
    field: str
    start: int | None = None
    stop: int | None = None

    def put(self, nodes: Sequence[ast.AST]) -> None:
        if self.start is None:
            setattr(self.parent, self.field, nodes[0])
        else:
            getattr(self.parent, self.field)[self.start : self.stop] = nodes


def find_symbol(tree: ast.Module, qualname: str) -> list[tuple[list[ast.stmt], int]]:
    """Return each definition of a function, class or variable, as a body and an index in it."""
    bodies = [tree.body]
    *outer, last = qualname.split(".")
    for name in outer:
        found = [body[index] for body in bodies for body, index in _definitions(body, name)]
        bodies = [node.body for node in found if isinstance(node, _SCOPES)]
    return [definition for body in bodies for definition in _definitions(body, last)]


def bind(scope: ast.Module, texts: Sequence[str]) -> Bindings:
    """Return what patterns bind, each of which has a match, and all its matches bind the same."""
    bindings: Bindings = {}
    for text in texts:
        pattern = parse_pattern(text)
        found = [bound for _, bound in _matches(scope, pattern, pattern.expression, bindings)]
        names = [name for name in (found[0] if found else ()) if name.isidentifier()]
        for other in found[1:]:
            if any(not _equal(found[0][name], other.get(name)) for name in names):
                raise PatternError(f"where `{text}` binds different names at {len(found)} places")
        if not found:
            raise PatternError(f"where `{text}` is not there")
        bindings = {name: found[0][name] for name in names}
    return bindings


def replace_syntax(scope: ast.Module, find: str, replace: str, bindings: Bindings) -> int:
    """Replace a pattern when it has exactly one match; return the number of matches."""
    pattern, replacement = parse_pattern(find), parse_pattern(replace)
    expression = pattern.expression if replacement.expression else None
    matches = list(_matches(scope, pattern, expression, bindings))
    if len(matches) == 1:
        slot, bound = matches[0]
        if expression is not None and replacement.expression is not None:
            slot.put([fill_expression(replacement.expression, bound)])
        else:
            slot.put(fill_statements(replacement.statements, bound))
    return len(matches)


def replace_text(scope: ast.Module, find: str, replace: str, bindings: Bindings) -> int:
    """Replace a part of a string constant or f-string when it is there once; return how often it is.

    Any white space matches any other; `{$name}` matches what an f-string inserts.
    """
    literals = _PLACEHOLDER.split(find)
    inserted = [_parse_expression(text) for text in literals[1::2]]
    searched = re.compile(
        "".join(_MARK if index % 2 else _tolerant(part) for index, part in enumerate(literals))
    )
    found = []
    for slot, node in _strings(scope):
        text, values = _marked(node)
        for part in searched.finditer(text):
            inserts = [values[ord(mark) - _FIRST_MARK].value for mark in part.groups()]
            bound = next(match_sequence(inserted, inserts, bindings), None)
            if bound is not None:
                found.append((slot, text, values, part, bound))
    if len(found) == 1:
        slot, text, values, part, bound = found[0]
        middle = _marked_replacement(replace, values, bound)
        slot.put([_unmarked(text[: part.start()] + middle + text[part.end() :], values)])
    return len(found)


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _definitions(body: list[ast.stmt], name: str) -> Iterator[tuple[list[ast.stmt], int]]:
    for index, node in enumerate(body):
        if isinstance(node, _SCOPES):
            if node.name == name:
                yield body, index
            continue
        targets = node.targets if isinstance(node, ast.Assign) else [getattr(node, "target", None)]
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            yield body, index
        for inner in ("body", "orelse", "finalbody"):
            yield from _definitions(getattr(node, inner, []), name)


def _matches(
    scope: ast.Module, pattern: Pattern, expression: ast.expr | None, bindings: Bindings
) -> Iterator[tuple[_Slot, Bindings]]:
    for slot, value in _slots(scope):
        if isinstance(slot.parent, ast.JoinedStr):
            continue  # what an f-string is made of is no expression of its own
        if expression is not None and isinstance(value, ast.expr):
            for bound in _first(match(expression, value, bindings)):
                yield slot, bound
        elif expression is None and isinstance(value, list):
            yield from _runs(slot, value, pattern.statements, bindings)


def _runs(
    slot: _Slot, body: list[ast.stmt], wanted: list[ast.stmt], bindings: Bindings
) -> Iterator[tuple[_Slot, Bindings]]:
    """Yield the first run of neighbouring statements that matches from each statement on."""
    for start in range(len(body)):
        for stop in range(start + 1, len(body) + 1):
            bound = next(match_sequence(wanted, body[start:stop], bindings), None)
            if bound is not None:
                yield _Slot(slot.parent, slot.field, start, stop), bound
                break


def _slots(node: ast.AST) -> Iterator[tuple[_Slot, object]]:
    """Yield all fields below a node in the order of the source: bodies, then what is in them."""
    for field, value in ast.iter_fields(node):
        if isinstance(value, ast.AST):
            yield _Slot(node, field), value
            yield from _slots(value)
        elif isinstance(value, list):
            if value and isinstance(value[0], ast.stmt):
                yield _Slot(node, field), value
            for index, element in enumerate(value):
                if isinstance(element, ast.AST):
                    yield _Slot(node, field, index, index + 1), element
                    yield from _slots(element)


def _strings(scope: ast.Module) -> Iterator[tuple[_Slot, ast.Constant | ast.JoinedStr]]:
    """Yield string constants and f-strings, but no docstrings."""
    for slot, node in _slots(scope):
        within = isinstance(slot.parent, ast.JoinedStr | ast.Expr)
        if isinstance(node, ast.JoinedStr) or (
            isinstance(node, ast.Constant) and isinstance(node.value, str) and not within
        ):
            yield slot, node


def _marked(node: ast.Constant | ast.JoinedStr) -> tuple[str, list[ast.FormattedValue]]:
    """Return the text of a string with a mark for each value that is inserted, and these."""
    if isinstance(node, ast.Constant):
        return str(node.value), []
    text = ""
    values: list[ast.FormattedValue] = []
    for part in node.values:
        if isinstance(part, ast.FormattedValue):
            text += chr(_FIRST_MARK + len(values))
            values.append(part)
        elif isinstance(part, ast.Constant):
            text += str(part.value)
    return text, values


def _marked_replacement(text: str, values: list[ast.FormattedValue], bindings: Bindings) -> str:
    def mark(found: re.Match[str]) -> str:
        value = fill_expression(_parse_expression(found[1]), bindings)
        values.append(ast.FormattedValue(value, conversion=-1))
        return chr(_FIRST_MARK + len(values) - 1)

    return _PLACEHOLDER.sub(mark, text)


def _unmarked(text: str, values: list[ast.FormattedValue]) -> ast.expr:
    parts: list[ast.expr] = []
    for index, part in enumerate(re.split(_MARK, text)):
        if index % 2:
            parts.append(values[ord(part) - _FIRST_MARK])
        elif part:
            parts.append(ast.Constant(part))
    if len(parts) == 1 and isinstance(parts[0], ast.Constant):
        return parts[0]
    return ast.JoinedStr(parts) if parts else ast.Constant("")


def _tolerant(text: str) -> str:
    return "".join(
        r"\s+" if part.isspace() else re.escape(part) for part in re.split(r"(\s+)", text)
    )


def _parse_expression(text: str) -> ast.expr:
    expression = parse_pattern(text).expression
    if expression is None:
        raise PatternError(f"`{text}` is no expression")
    return expression


def _first(found: Iterator[Bindings]) -> Iterator[Bindings]:
    return (bound for bound in [next(found, None)] if bound is not None)


def _equal(one: object, other: object) -> bool:
    return any(True for _ in match(one, other, {}))
