"""How rows become lines: side by side where there is room, else one below the other.

Knows widths, and neither terminals nor colours: a line is a list of texts, each with a style.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TypeAlias

from .formatting import title

__all__ = ["Layout", "Line", "plain", "width_of"]

Line: TypeAlias = list[tuple[str, str]]
_GAP = "  "
_INDENT = "  "
_WIDEST = 60
"""Longest text that a column of a table on a terminal makes room for; what is longer ends in an ellipsis."""


def width_of(text: str) -> int:
    """Give how many places a text takes on a terminal; a Chinese sign takes two."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def plain(line: Line) -> str:
    """Give a line without its styles."""
    return "".join(text for text, _ in line).rstrip()


class Layout:
    """Lines for rows of cells; `room` is the width of the terminal, None where there is none.

    Where not all columns have room, the last ones are left out, but for a layout that `keeps_all`
    of them or that could show fewer than two: then each row becomes a paragraph, in which every
    cell has a line of its own. `styles` gives the style of values, by column.
    """

    def __init__(
        self,
        columns: Sequence[str],
        *,
        room: int | None,
        keeps_all: bool,
        styles: Mapping[str, Mapping[str, str]],
    ) -> None:
        self._columns = columns
        self._room = room
        self._keeps_all = keeps_all
        self._styles = [styles.get(column, {}) for column in columns]
        self._titles = [title(column) for column in columns]
        self._widths = [width_of(one) for one in self._titles]
        self._shown: int | None = None

    @property
    def left_out(self) -> list[str]:
        """The titles of the columns that had no room."""
        return self._titles[self._shown :] if self._shown else []

    def head(self, rows: Sequence[Sequence[str]]) -> Iterator[Line]:
        """Choose the layout by the first rows, and give the line above them."""
        self._measure(rows)
        self._choose()
        if self._shown != 0:
            yield self._line(self._titles, ["bold"] * len(self._titles))

    def body(self, rows: Iterable[Sequence[str]], marks: Sequence[str] = ()) -> Iterator[Line]:
        """Give the lines of rows; a mark says in what way a row is new, and makes it stand out."""
        for place, row in enumerate(rows):
            styles = [known.get(text, "") for known, text in zip(self._styles, row, strict=True)]
            mark = marks[place] if marks else ""
            line = self._paragraph(row, styles) if self._shown == 0 else [self._line(row, styles)]
            for number, one in enumerate(line):
                yield [(f"{mark if number == 0 else ' '} ", "bold"), *one] if marks else one

    def _measure(self, rows: Sequence[Sequence[str]]) -> None:
        for row in rows:
            for place, text in enumerate(row):
                self._widths[place] = max(self._widths[place], width_of(text))
        if self._room is not None:
            self._widths[1:] = [min(width, _WIDEST) for width in self._widths[1:]]

    def _choose(self) -> None:
        room, taken, fitting = self._room, -len(_GAP), 0
        for width in self._widths:
            taken += len(_GAP) + width
            if room is not None and taken > room:
                break
            fitting += 1
        whole = fitting == len(self._columns)
        self._shown = None if whole else 0 if self._keeps_all or fitting < 2 else fitting

    def _line(self, texts: Sequence[str], styles: Sequence[str]) -> Line:
        line: Line = []
        for text, style, width in list(zip(texts, styles, self._widths, strict=True))[
            : self._shown
        ]:
            cut = text if self._room is None else _cut(text, max(width, 1))
            line += [(cut, style), (" " * (width - width_of(cut)) + _GAP, "")]
        return line[:-1]

    def _paragraph(self, row: Sequence[str], styles: Sequence[str]) -> Iterator[Line]:
        for part in _folded(row[0], self._room or 1):
            yield [(part, styles[0] or "bold")]
        named = max(map(width_of, self._titles[1:]), default=0)
        before = len(_INDENT) + named + len(_GAP)
        for name, text, style in list(zip(self._titles, row, styles, strict=True))[1:]:
            label = f"{_INDENT}{name}{' ' * (named - width_of(name))}{_GAP}"
            for part in _folded(text, max(8, (self._room or 1) - before)):
                yield [(label, ""), (part, style)]
                label = " " * before


def _cut(text: str, width: int) -> str:
    """Shorten a text to a width, with an ellipsis at its end."""
    if width_of(text) <= width:
        return text
    from rich.cells import set_cell_size

    return set_cell_size(text, width - 1).rstrip() + "…"


def _folded(text: str, width: int) -> list[str]:
    if width_of(text) <= width:
        return [text]
    from rich.cells import chop_cells

    return chop_cells(text, width)
