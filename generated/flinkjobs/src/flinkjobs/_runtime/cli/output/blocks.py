"""Blocks: one value as groups of lines with a label and a value each."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from ..command import Block
from .formatting import Age, format_cell, format_time, label_of, printable, read
from .layout import Line, folded, width_of

__all__ = ["block_lines", "plain_blocks"]

_INDENT = "  "
_MIN_WIDTH = 20


def plain_blocks(item: object) -> tuple[Block, ...]:
    """Return the groups of a value for which the contract states none: one for each nested value."""
    names: tuple[str, ...] = getattr(item, "__struct_fields__", ())
    nested = {name: value for name in names if isinstance(value := read(item, name), Struct)}
    own = Block(
        title=type(item).__name__, fields=tuple(name for name in names if name not in nested)
    )
    inner = (
        Block(
            title=label_of(name),
            fields=tuple(f"{name}.{field}" for field in value.__struct_fields__),
        )
        for name, value in nested.items()
    )
    return (own, *inner)


def block_lines(
    item: object,
    blocks: Sequence[Block],
    styles: Mapping[str, Mapping[str, str]],
    *,
    utc: bool,
    age: Age,
    width: int | None,
    translate: Callable[[str], str],
) -> Iterator[Line]:
    """Yield the lines of the groups, with an empty line between two; each field is shown once."""
    shown: set[str] = set()
    for block in blocks:
        if block.needs and read(item, block.needs) is None:
            continue
        rows = [(path, _texts(read(item, path), utc=utc, age=age)) for path in block.fields]
        rows = [(path, texts) for path, texts in rows if texts and path not in shown]
        if not rows:
            continue
        if shown:
            yield []
        shown.update(path for path, _ in rows)
        yield [(printable(translate(block.title)), "bold")]
        labels = max(width_of(label_of(path)) for path, _ in rows) + 1
        for path, texts in rows:
            yield from _row(label_of(path), labels, texts, styles.get(path, {}), width)


def _row(
    label: str, label_width: int, texts: Sequence[str], styles: Mapping[str, str], width: int | None
) -> Iterator[Line]:
    """Yield the lines of one value: the label before the first of them."""
    head = f"{_INDENT}{label}:{' ' * (label_width - width_of(label) - 1)}  "
    room = None if width is None else max(_MIN_WIDTH, width - width_of(head))
    for text in texts:
        for part in [text] if room is None else folded(text, room):
            yield [(head, ""), (part, styles.get(text, ""))]
            head = " " * width_of(head)


def _texts(value: Any, *, utc: bool, age: Age) -> list[str]:
    """Return the printable lines of a value; none for an absent or empty one."""
    if value is None or value in ("", [], {}):
        return []
    if isinstance(value, datetime):
        return [f"{format_time(value, utc=utc)} ({age(value)})"]
    if isinstance(value, dict):
        pairs = value.items()
        return [f"{printable(str(key))}: {format_cell(inner, utc=utc)}" for key, inner in pairs]
    if isinstance(value, list):
        return [format_cell(element, utc=utc) for element in value]
    if isinstance(value, str):
        return [printable(line.expandtabs(4)) for line in value.splitlines() if line.strip()]
    return [format_cell(value, utc=utc)]
