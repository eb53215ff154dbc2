"""Layout of table rows as lines: cells side by side where they fit, else one per line.

A line is a list of texts, each with a style; printing it is left to the writers.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from .formatting import column_title

__all__ = ["Layout", "Line", "folded", "plain", "width_of"]

Line: TypeAlias = list[tuple[str, str]]
"""Texts, each with its style."""

_GAP = "  "
_INDENT = "  "
_MAX_CELL = 60
"""Maximum width of a column on a terminal; a longer text ends in an ellipsis."""
_MIN_FOLDED = 8


def width_of(text: str) -> int:
    """Return the display width of a text; a Chinese character has two columns."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def plain(line: Line) -> str:
    """Return a line without its styles."""
    return "".join(text for text, _ in line).rstrip()


class Layout:
    """Lines for rows of cells; `width` is that of the terminal, None without a limit.

    Where not all columns fit, the last ones are omitted. With `keeps_all`, or where fewer than two
    would fit, each row becomes a paragraph with a line per cell. `styles` has the style of values,
    by column.
    """

    def __init__(
        self,
        columns: Sequence[str],
        *,
        width: int | None,
        keeps_all: bool,
        styles: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._columns = columns
        self._width = width
        self._keeps_all = keeps_all
        self._styles = [styles.get(column, {}) for column in columns]
        self._titles = [column_title(column) for column in columns]
        self._widths = [width_of(title) for title in self._titles]
        self._shown: int | None = None

    @property
    def omitted(self) -> list[str]:
        """The titles of the columns that do not fit."""
        return self._titles[self._shown :] if self._shown else []

    def head(self, rows: Sequence[Sequence[str]]) -> Iterator[Line]:
        """Choose the layout by the first rows; yield the header line."""
        self._measure(rows)
        self._choose()
        if self._shown != 0:
            yield self._line(self._titles, ["bold"] * len(self._titles))

    def body(self, rows: Iterable[Sequence[str]], marks: Sequence[str] = ()) -> Iterator[Line]:
        """Yield the lines of rows; the mark of a row stands before its first line."""
        for index, row in enumerate(rows):
            styles = [style.get(text, "") for style, text in zip(self._styles, row, strict=True)]
            lines = self._paragraph(row, styles) if self._shown == 0 else [self._line(row, styles)]
            mark = marks[index] if marks else ""
            for line in lines:
                yield [(f"{mark} ", "bold"), *line] if marks else line
                mark = " "

    def _measure(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            for index, text in enumerate(row):
                self._widths[index] = max(self._widths[index], width_of(text))
        if self._width is not None:
            self._widths[1:] = [min(width, _MAX_CELL) for width in self._widths[1:]]

    def _choose(self) -> None:
        used, fitting = -len(_GAP), 0
        for width in self._widths:
            used += len(_GAP) + width
            if self._width is not None and used > self._width:
                break
            fitting += 1
        if fitting == len(self._columns):
            self._shown = None
        else:
            self._shown = 0 if self._keeps_all or fitting < 2 else fitting

    def _line(self, texts: Sequence[str], styles: Sequence[str]) -> Line:
        cells = list(zip(texts, styles, self._widths, strict=True))
        line: Line = []
        for text, style, width in cells[: self._shown]:
            shown = text if self._width is None else _cut(text, max(width, 1))
            line += [(shown, style), (" " * (width - width_of(shown)) + _GAP, "")]
        return line[:-1]

    def _paragraph(self, row: Sequence[str], styles: Sequence[str]) -> Iterator[Line]:
        width = self._width or 1
        for part in folded(row[0], width):
            yield [(part, styles[0] or "bold")]
        label_width = max(map(width_of, self._titles[1:]), default=0)
        indent = len(_INDENT) + label_width + len(_GAP)
        for title, text, style in list(zip(self._titles, row, styles, strict=True))[1:]:
            label = f"{_INDENT}{title}{' ' * (label_width - width_of(title))}{_GAP}"
            for part in folded(text, max(_MIN_FOLDED, width - indent)):
                yield [(label, ""), (part, style)]
                label = " " * indent


def _cut(text: str, width: int) -> str:
    """Return a text that fits into a width, with an ellipsis where it was cut."""
    if width_of(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, width - 1).rstrip() + "…"


def folded(text: str, width: int) -> list[str]:
    """Return the lines of a text in a width."""
    if width_of(text) <= width:
        return [text]
    from rich.cells import chop_cells

    return chop_cells(text, width)
