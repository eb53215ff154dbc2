"""Runtime expressions and conditions of Arazzo, parsed to the values and conditions of programs.

Names in them are not looked up here: each expression is passed to a function that does.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final, NamedTuple, TypeAlias

from ..diagnostics import quote
from ..openapi.pointer import PointerParts, parse_pointer
from ..runtime.workflows.program import (
    Array,
    Comparison,
    Condition,
    Constant,
    Group,
    Object,
    Reference,
    Text,
    Value,
)

__all__ = ["Expression", "ExpressionError", "parse_condition", "parse_expression", "parse_value"]

_NAME: Final = r"[A-Za-z0-9_-]+"
_FORMS: Final = (
    ("inputs", re.compile(rf"\$inputs\.({_NAME})\Z")),
    ("steps", re.compile(rf"\$steps\.({_NAME})\.outputs\.({_NAME})\Z")),
    ("body", re.compile(r"\$response\.body(?:#(/.*))?\Z")),
    ("headers", re.compile(rf"\$response\.header\.({_NAME})\Z")),
    ("status", re.compile(r"\$statusCode\Z")),
)
_SUPPORTED: Final = (
    "write $inputs.NAME, $steps.ID.outputs.NAME, $response.body#/POINTER, $response.header.NAME or "
    "$statusCode"
)
_EMBEDDED: Final = re.compile(r"\{(\$[^{}]+)\}")
_TOKEN: Final = re.compile(
    r"""\s*(?: (?P<operator>==|!=|<=|>=|&&|\|\||[<>!()])
    | (?P<expression>\$[^\s()!=<>&|]+)
    | (?P<number>-?\d+(?:\.\d+)?)
    | '(?P<text>(?:[^']|'')*)'
    | (?P<word>true|false|null)\b )""",
    re.VERBOSE,
)
_WORDS: Final = {"true": True, "false": False, "null": None}
_COMPARISONS: Final = ("==", "!=", "<", "<=", ">", ">=")


class ExpressionError(Exception):
    """An expression or condition that cannot be compiled, with its remedy."""

    def __init__(self, message: str, remedy: str) -> None:
        super().__init__(message)
        self.remedy = remedy


class Expression(NamedTuple):
    """A runtime expression: what it refers to, before its names are looked up."""

    text: str
    reference: Reference


Resolve: TypeAlias = Callable[[Expression], Value]


def parse_expression(text: str) -> Expression:
    """Parse a runtime expression; raise ExpressionError for one of no supported form."""
    for source, form in _FORMS:
        if match := form.match(text):
            path: PointerParts = tuple(group for group in match.groups() if group is not None)
            if source == "body":
                path = parse_pointer(path[0]) if path else ()
            if source == "headers":
                path = (path[0].lower(),)
            return Expression(text, Reference(source, path))  # type: ignore[arg-type]
    raise ExpressionError(f"{quote(text)} is no supported runtime expression", _SUPPORTED)


def parse_value(value: Any, resolve: Resolve) -> Value:
    """Parse a value of a parameter or a payload: a constant, an expression, or one made of others."""
    if isinstance(value, dict):
        return Object(tuple((name, parse_value(each, resolve)) for name, each in value.items()))
    if isinstance(value, list):
        return Array(tuple(parse_value(each, resolve) for each in value))
    if not isinstance(value, str):
        return Constant(value)
    if value.startswith("$"):
        return resolve(parse_expression(value))
    pieces = _EMBEDDED.split(value)
    if len(pieces) == 1:
        return Constant(value)
    parts = [
        resolve(parse_expression(piece)) if is_expression else Constant(piece)
        for is_expression, piece in zip(_alternating(), pieces, strict=False)
    ]
    return Text(tuple(part for part in parts if part != Constant("")))


def parse_condition(text: str, resolve: Resolve) -> Condition:
    """Parse a simple condition; raise ExpressionError for one that is none."""
    parser = _ConditionParser(text, resolve)
    condition = parser.disjunction()
    parser.expect_end()
    return condition


def _alternating() -> Iterator[bool]:
    while True:
        yield False
        yield True


class _ConditionParser:
    """A recursive-descent parser: || binds least, then &&, !, and comparisons."""

    def __init__(self, text: str, resolve: Resolve) -> None:
        self._text = text
        self._resolve = resolve
        self._tokens = list(self._split(text))

    def disjunction(self) -> Condition:
        return self._joined("||", "any", lambda: self._joined("&&", "all", self._negation))

    def expect_end(self) -> None:
        if self._tokens:
            raise self._error()

    def _joined(self, operator: str, quantifier: Any, part: Callable[[], Condition]) -> Condition:
        conditions = [part()]
        while self._take(operator):
            conditions.append(part())
        return conditions[0] if len(conditions) == 1 else Group(quantifier, tuple(conditions))

    def _negation(self) -> Condition:
        if self._take("!"):
            return Group("none", (self._negation(),))
        if self._take("("):
            inside = self.disjunction()
            if not self._take(")"):
                raise self._error()
            return inside
        left = self._operand()
        for operator in _COMPARISONS:
            if self._take(operator):
                return Comparison(left, operator, self._operand())
        return left

    def _operand(self) -> Value:
        if not self._tokens or self._tokens[0][0] == "operator":
            raise self._error()
        kind, text = self._tokens.pop(0)
        if kind == "expression":
            return self._resolve(parse_expression(text))
        if kind == "number":
            return Constant(float(text) if "." in text else int(text))
        return Constant(text.replace("''", "'") if kind == "text" else _WORDS[text])

    def _take(self, operator: str) -> bool:
        is_next = bool(self._tokens) and self._tokens[0] == ("operator", operator)
        if is_next:
            self._tokens.pop(0)
        return is_next

    def _split(self, text: str) -> Iterator[tuple[str, str]]:
        position, end = 0, len(text.rstrip())
        while position < end:
            match = _TOKEN.match(text, position)
            if match is None or match.lastgroup is None:
                raise self._error(text[position:].strip())
            yield match.lastgroup, match[match.lastgroup]
            position = match.end()

    def _error(self, rest: str | None = None) -> ExpressionError:
        found = rest if rest is not None else self._tokens[0][1] if self._tokens else ""
        place = f"at {quote(found)}" if found else "at its end"
        message = f"the condition {quote(self._text.strip())} cannot be read {place}"
        return ExpressionError(
            message, "write comparisons, joined by && and ||, with texts in single quotes"
        )
