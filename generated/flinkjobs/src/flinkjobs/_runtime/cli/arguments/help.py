"""An argument parser with localized help and errors of one line."""

import argparse
import os
import re
from collections.abc import Iterable, Sequence
from itertools import takewhile
from typing import Any, NamedTuple, NoReturn

from ...messages import Message
from ..i18n import Messages
from ..output.formatting import printable
from ..output.layout import width_of
from ..suggestions import did_you_mean

__all__ = ["LocalizedParser"]

_OPTION = re.compile("--?[a-zA-Z]")
_UNIT = r"[\u2e80-\uffef][，。；：、）]*|[^\s\u2e80-\uffef]+[，。；：、）]*|\s+"
"""What a line is broken between: Chinese characters or words, each with its punctuation."""


class InvalidArgumentError(argparse.ArgumentError):
    """An argument with an invalid value, or without one."""

    def __init__(self, action: argparse.Action, expected: Message | None, value: str) -> None:
        valid = expected or Message("a valid value")
        self.reason = Message("must be {expected}, not {value}", expected=valid, value=repr(value))
        self.value = value
        self.choices = tuple(map(str, action.choices or ()))
        super().__init__(action, str(self.reason))


class LocalizedParser(argparse.ArgumentParser):
    """An argument parser with translated messages, none of which is taken from argparse's texts."""

    def __init__(self, *, messages: Messages, **settings: Any) -> None:
        self._messages = messages
        self._arguments: Sequence[str] = ()
        self._required: list[_Required] = []
        super().__init__(
            **settings,
            add_help=False,
            allow_abbrev=False,
            argument_default=argparse.SUPPRESS,
            conflict_handler="resolve",
            exit_on_error=False,
            formatter_class=lambda prog: _Formatter(prog, messages),
        )
        self._optionals.title = messages("options")
        text = messages("Show this help and exit.")
        self.add_argument("-h", "--help", action="help", help=text)

    def requires(self, name: str, shown: str, *others: str) -> None:
        """Require an argument, or one of others in its stead; an error calls it as it is shown."""
        self._required.append(_Required({name, *others}, shown))

    def parse_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments, all of which have to be known."""
        namespace, unknown = self.parse_known_args(args, namespace)
        if unknown:
            self.refuse(_unrecognized(unknown), *self._suggestions(unknown))
        return namespace

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """Parse arguments; report invalid ones, and those that are missing."""
        self._arguments = tuple(args or ())
        try:
            namespace, unknown = super().parse_known_args(args, namespace)
        except argparse.ArgumentError as error:
            self.refuse(_invalid(error), *_choice_suggestions(error))
        missing = [each.shown for each in self._required if not each.names & vars(namespace).keys()]
        if missing:
            misspelt = self._unknown_options()
            names = ", ".join(missing)
            self.refuse(
                *([_unrecognized(misspelt)] if misspelt else []),
                Message("the following arguments are required: {names}", names=names),
                *self._suggestions(misspelt),
            )
        return namespace, unknown

    def refuse(self, *faults: Message) -> NoReturn:
        """Print in one line what is wrong and where the help is; exit with 2."""
        program = self.prog.partition(" ")[0]
        sentences = [printable(self._messages(fault)) for fault in faults]
        more = self._messages("see '{command} --help'", command=self.prog)
        self.exit(2, f"{program}: {self._messages('; ').join([*sentences, more])}\n")

    def error(self, message: str) -> NoReturn:
        """Print an error of argparse itself; exit with 2."""
        self.refuse(Message("{message}", message=message))

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        is_given = value is not argparse.SUPPRESS
        if is_given and action.choices is not None and value not in action.choices:
            expected = Message("one of {values}", values=", ".join(action.choices))
            raise InvalidArgumentError(action, expected, value)

    def _match_argument(self, action: argparse.Action, arg_strings_pattern: str) -> int:
        try:
            return super()._match_argument(action, arg_strings_pattern)
        except argparse.ArgumentError as error:
            raise _MissingValueError(action, error.message) from None

    def _suggestions(self, unknown: list[str]) -> list[Message]:
        """Return a suggestion for each misspelt option."""
        flags = [word.partition("=")[0] for word in unknown if _OPTION.match(word)]
        options = self._chosen()._option_string_actions
        known = [option for option in options if option.startswith("--")]
        hints = (did_you_mean(flag, known) for flag in dict.fromkeys(flags))
        return [hint for hint in hints if hint]

    def _chosen(self) -> "LocalizedParser":
        """Return the parser of the words that are commands."""
        parser = self
        for argument in self._arguments:
            parser = parser._commands().get(argument, parser)
        return parser

    def _commands(self) -> dict[str, "LocalizedParser"]:
        """Return the parsers of the next words, by these words."""
        groups = self._subparsers._group_actions if self._subparsers else []
        choices = (group.choices for group in groups if isinstance(group.choices, dict))
        return {word: parser for words in choices for word, parser in words.items()}

    def _unknown_options(self) -> list[str]:
        """Return the unknown options: a missing one may have been misspelt."""
        before = takewhile(lambda argument: argument != "--", self._arguments)
        flags = [argument.partition("=")[0] for argument in before if _OPTION.match(argument)]
        actions = self._option_string_actions
        return [flag for flag in flags if flag not in actions and flag[:2] not in actions]


class _MissingValueError(argparse.ArgumentError):
    """An argument without the value that it has to have."""

    reason = Message("expected one argument")


class _Required(NamedTuple):
    """A required argument: the names that satisfy it, and what an error calls it."""

    names: set[str]
    shown: str


def _unrecognized(arguments: Iterable[str]) -> Message:
    return Message("unrecognized arguments: {arguments}", arguments=" ".join(arguments))


def _choice_suggestions(error: argparse.ArgumentError) -> list[Message]:
    """Return a suggestion for a value that is not one of the choices."""
    if not isinstance(error, InvalidArgumentError) or not error.choices:
        return []
    hint = did_you_mean(error.value, error.choices)
    return [hint] if hint else []


def _invalid(error: argparse.ArgumentError) -> Message:
    """Return what is wrong with an argument; in English where argparse alone knows it."""
    reason = getattr(error, "reason", error.message)
    return Message("argument {name}: {reason}", name=error.argument_name, reason=reason)


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

    class _Section(argparse.HelpFormatter._Section):
        formatter: "_Formatter"

        def format_help(self) -> str:
            """Format a section with its heading, whose colon is that of the language."""
            heading, self.heading = self.heading, argparse.SUPPRESS
            text = super().format_help()
            if not text or heading in (None, argparse.SUPPRESS):
                return text
            first = self.formatter._messages("{heading}:", heading=heading)
            return f"\n{first}\n{text.removeprefix(chr(10))}"

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
