"""An argument parser with localized help and errors of one line."""

import argparse
import os
import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NoReturn

from ..i18n import Messages
from ..output.formatting import printable
from ..output.layout import width_of
from ..suggestions import did_you_mean

__all__ = ["LocalizedParser"]

_MISSING = "the following arguments are required: "
"""The beginning of argparse's error about missing arguments, which it raises before unknown ones."""
_UNRECOGNIZED = "unrecognized arguments: "
_INVALID_CHOICE = re.compile(r"invalid choice: '([^']*)'")
_OPTION = re.compile("--?[a-zA-Z]")
_UNIT = r"[\u2e80-\uffef][，。；：、）]*|[^\s\u2e80-\uffef]+[，。；：、）]*|\s+"
"""What a line is broken between: Chinese characters or words, each with its punctuation."""


class LocalizedParser(argparse.ArgumentParser):
    """An argument parser with translated messages."""

    def __init__(self, *, messages: Messages, **settings: Any) -> None:
        self._messages = messages
        self._arguments: Sequence[str] = ()
        super().__init__(
            **settings,
            add_help=False,
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
            conflict_handler="resolve",
            formatter_class=lambda prog: _Formatter(prog, messages),
        )
        self._optionals.title = messages("options")
        text = messages("Show this help and exit.")
        self.add_argument("-h", "--help", action="help", help=text)

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments, and keep them for error messages."""
        self._arguments = tuple(args or ())
        return super().parse_known_args(args, namespace)

    def error(self, message: str) -> NoReturn:
        """Print in one line what is wrong and where the help is; exit with 2."""
        program = self.prog.partition(" ")[0]
        unknown = self._unknown_options() if message.startswith(_MISSING) else []
        errors = [f"{_UNRECOGNIZED}{' '.join(unknown)}"] if unknown else []
        texts = [*errors, message, *self._suggestions(message, unknown)]
        sentences = [printable(self._messages.translate(text)) for text in texts]
        more = self._messages("see '{command} --help'", command=self.prog)
        self.exit(2, f"{program}: {self._messages('; ').join([*sentences, more])}\n")

    def _suggestions(self, message: str, unknown: list[str]) -> list[str]:
        """Return a suggestion for each misspelt command or option."""
        chosen = self._chosen()
        if choice := _INVALID_CHOICE.search(message):
            return [text for text in [did_you_mean(choice[1], chosen._commands())] if text]
        words = (
            message.removeprefix(_UNRECOGNIZED).split() if message.startswith(_UNRECOGNIZED) else []
        )
        flags = [word.partition("=")[0] for word in words if _OPTION.match(word)]
        options = [option for option in chosen._option_string_actions if option.startswith("--")]
        hints = (did_you_mean(flag, options) for flag in dict.fromkeys([*unknown, *flags]))
        return list(filter(None, hints))

    def _commands(self) -> dict[str, "LocalizedParser"]:
        """Return the parsers of the next words, by these words."""
        groups = self._subparsers._group_actions if self._subparsers else []
        choices = (group.choices for group in groups if isinstance(group.choices, dict))
        return {word: parser for words in choices for word, parser in words.items()}

    def _chosen(self) -> "LocalizedParser":
        """Return the parser of the words that are commands."""
        parser = self
        for argument in self._arguments:
            parser = parser._commands().get(argument, parser)
        return parser

    def _unknown_options(self) -> list[str]:
        """Return the unknown options: a missing one may have been misspelt."""
        before = takewhile(lambda argument: argument != "--", self._arguments)
        flags = [argument.partition("=")[0] for argument in before if _OPTION.match(argument)]
        actions = self._option_string_actions
        return [flag for flag in flags if flag not in actions and flag[:2] not in actions]


class _Formatter(argparse.HelpFormatter):
    """A help formatter that wraps by display width: a Chinese character has two columns."""

    def __init__(self, prog: str, messages: Messages) -> None:
        super().__init__(prog, max_help_position=26, width=_terminal_width() - 2)
        self._messages = messages

    def add_usage(
        self,
        usage: str | None,
        actions: Iterable[argparse.Action],
        groups: Iterable[Any],
        prefix: str | None = None,
    ) -> None:
        """Add the usage with its translated prefix."""
        super().add_usage(usage, actions, groups, self._messages("usage: "))

    def _split_lines(self, text: str, width: int) -> list[str]:
        return _wrapped(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        lines = (line for part in text.split("\n") for line in _wrapped(part, width))
        return "\n".join(f"{indent}{line}" for line in lines)


def _terminal_width() -> int:
    """Return the width of the terminal as `shutil` does, whose import takes long."""
    columns = os.environ.get("COLUMNS", "")
    if columns.isascii() and columns.isdigit() and int(columns):
        return int(columns)
    try:
        return os.get_terminal_size(1).columns or 80
    except OSError:
        return 80


def _wrapped(text: str, width: int) -> list[str]:
    """Wrap a text; continuation lines of a list entry are indented to its second column."""
    import textwrap

    entry = re.match(r"  \S+ +", text)
    indent = " " * entry.end() if entry else ""
    if text.isascii():
        return textwrap.wrap(text, width, subsequent_indent=indent, break_on_hyphens=False) or [""]
    lines = [""]
    for unit in re.findall(_UNIT, text):
        if width_of(lines[-1]) + width_of(unit.rstrip()) > width:
            lines[-1] = lines[-1].rstrip()
            lines.append(indent)
        if lines[-1].strip() or not unit.isspace() or len(lines) == 1:
            lines[-1] += unit
    return lines
