"""Our own texts that are translated: messages in Python and TypeScript, and labels of the reference."""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from .catalogue import Text

__all__ = ["explorer_texts", "reference_texts", "runtime_texts"]

_GENERATOR: Final = Path(__file__).parents[1]
_MESSAGE_SOURCES: Final = ("runtime", "ir")
_KEYWORDS: Final = {"Message", "messages", "_messages"}
"""The calls whose first argument is a text: a message, and the catalogue of the command line."""
_LABELS: Final = _GENERATOR / "reference" / "strings.py"
_EXPLORER: Final = _GENERATOR.parent / "target" / "explorer" / "src"
_TYPESCRIPT_CALL: Final = re.compile(r'\bmessage(?:Parts)?\(\s*("(?:[^"\\\n]|\\.)*")')
"""A call whose first argument is a text; as a literal of JSON too, since prettier quotes it so."""


def runtime_texts() -> Iterator[Text]:
    """Yield the templates of all messages, in the order of their files and lines."""
    for folder in _MESSAGE_SOURCES:
        for path in sorted((_GENERATOR / folder).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
            for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
                if _name(call.func) in _KEYWORDS and call.args:
                    yield from _text(path, call.args[0])


def reference_texts() -> Iterator[Text]:
    """Yield the English labels of the reference pages: the values of their dictionary."""
    for node in ast.walk(ast.parse(_LABELS.read_text("utf-8"))):
        for value in node.values if isinstance(node, ast.Dict) else ():
            yield from _text(_LABELS, value)


def explorer_texts() -> Iterator[Text]:
    """Yield the texts of the explorer's TypeScript modules, in the order of their files and lines."""
    for path in sorted(_EXPLORER.rglob("*.ts")):
        source = path.read_text("utf-8")
        for call in _TYPESCRIPT_CALL.finditer(source):
            yield Text(json.loads(call[1]), path, source.count("\n", 0, call.start(1)) + 1)


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _text(path: Path, value: ast.expr) -> Iterator[Text]:
    if isinstance(value, ast.Constant) and isinstance(value.value, str):
        yield Text(value.value, path, value.lineno)
