"""A parser whose help and errors speak either language, and whose errors are one line."""

import argparse
import os
import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NoReturn

from ..i18n import Words
from ..output.formatting import printable
from ..output.layout import width_of

__all__ = ["SpeakingParser"]

_MISSING = "the following arguments are required: "
"""How argparse begins when it says what is missing, before it looks for what it does not know."""
_OPTION = re.compile("--?[a-zA-Z]")
_UNIT = r"[\u2e80-\uffef][，。；：、）]*|[^\s\u2e80-\uffef]+[，。；：、）]*|\s+"
"""What a line is broken between: a Chinese sign, or a word, with the punctuation after it."""


class SpeakingParser(argparse.ArgumentParser):
    """An argument parser in one of two languages."""

    def __init__(self, *, words: Words, **settings: Any) -> None:
        self._words = words
        self._read: Sequence[str] = ()
        super().__init__(
            **settings,
            add_help=False,
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
            conflict_handler="resolve",
            formatter_class=lambda prog: _Formatter(prog, words),
        )
        self._optionals.title = words("options")
        text = words("Show this help and exit.")
        self.add_argument("-h", "--help", action="help", help=text)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Remember what is read, for whoever has to say what is wrong with it."""
        self._read = tuple(args or ())
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong and where to read more; exit with 2."""
        program = self.prog.partition(" ")[0]
        unknown = self._unknown_options() if message.startswith(_MISSING) else []
        wrongs = [f"unrecognized arguments: {' '.join(unknown)}"] if unknown else []
        said = [printable(self._words.sentence(wrong)) for wrong in [*wrongs, message]]
        more = self._words("'{command} --help' tells more", command=self.prog)
        self.exit(2, f"{program}: {self._words('; ').join([*said, more])}\n")

    def _unknown_options(self) -> list[str]:
        """Give the options that there are none of: what is missing may be one that was misspelt."""
        words = takewhile(lambda word: word != "--", self._read)
        options = [word.partition("=")[0] for word in words if _OPTION.match(word)]
        known = self._option_string_actions
        return [one for one in options if one not in known and one[:2] not in known]


class _Formatter(argparse.HelpFormatter):
    """Wraps by the width of signs, of which a Chinese one takes two places."""

    def __init__(self, prog: str, words: Words) -> None:
        super().__init__(prog, max_help_position=26, width=_columns() - 2)
        self._words = words

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Give the usage its word in our language."""
        super().add_usage(usage, actions, groups, self._words("usage: "))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (line for part in text.split("\n") for line in _wrapped(part, width))
        return "\n".join(f"{indent}{line}" for line in lines)


def _columns() -> int:
    """Give the width of the terminal, as `shutil` does, which takes long to import."""
    stated = os.environ.get("COLUMNS", "")
    if stated.isascii() and stated.isdigit() and int(stated):
        return int(stated)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


def _wrapped(text: str, width: int) -> list[str]:
    """Break a text into lines; what hangs on a line is indented as its second part is."""
    import textwrap

    hang = re.match(r"  \S+ +", text)
    below = " " * hang.end() if hang else ""
    if text.isascii():
        return textwrap.wrap(text, width, subsequent_indent=below, break_on_hyphens=False) or [""]
    lines = [""]
    for unit in re.findall(_UNIT, text):
        if width_of(lines[-1]) + width_of(unit.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(below)
        if lines[-1].strip() or not unit.isspace() or len(lines) == 1:
            lines[-1] += unit
    return lines
