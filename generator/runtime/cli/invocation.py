"""One invocation of a command: its options, and after them the environment variables."""

import sys
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from ..errors import UsageError
from ..messages import Message
from ..parameters.scalars import Choice
from .arguments.bodies import body_parameter
from .arguments.body_values import build_body
from .arguments.durations import DURATION, parse_duration
from .arguments.global_options import FORMATS
from .command import Block, Command, Program, Setting
from .i18n import Messages

__all__ = ["Invocation"]

_TIMEOUT = 30.0
_WITH_COLUMNS = ("table", "wide", "blocks", "csv")


class Invocation:
    """A command with the values of its options."""

    def __init__(
        self,
        program: Program,
        command: Command,
        options: Mapping[str, Any],
        environ: Mapping[str, str],
        messages: Messages,
    ) -> None:
        self.program = program
        self.command = command
        self.messages = messages
        self._options = options
        self._environ = environ
        self._noted: set[str] = set()

    def option(self, name: str) -> Any:
        """Return the value of an option: a parameter by its name, any other by its flag."""
        return self._options.get(name)

    @cached_property
    def values(self) -> dict[str, Any]:
        """The values of the operation's parameters that were given; standard input is read once."""
        names = [parameter.name for parameter in self.command.parameters]
        names += [lookup.name for lookup in self.command.lookups]
        values = {name: self._options[name] for name in names if name in self._options}
        body = body_parameter(self.command)
        if body is not None:
            values.pop(body.name, None)
            values |= build_body(self.command, body, self._options)
        return values

    @property
    def client_scoped(self) -> dict[str, Any]:
        """The values that were given for parameters of the client."""
        names = self.program.client_scoped
        return {name: value for name, value in self.values.items() if name in names}

    @property
    def goal(self) -> str | None:
        """The goal of the wait that follows; None where none does."""
        goal: str | None = self._options.get("--wait")
        for flag in ("--timeout", "--poll") if self.command.awaits and goal is None else ():
            if flag in self._options:
                raise UsageError(
                    Message("{flag} is about waiting; add {wait}", flag=flag, wait="--wait")
                )
        return goal

    @property
    def client_settings(self) -> dict[str, Any]:
        """The arguments of the client; None leaves the choice to the client."""
        settings = {each.name: self._setting(each) for each in self.program.settings}
        endpoint = self._options.get("--endpoint")
        return {**settings, "endpoint": endpoint, "timeout": self._call_timeout()}

    def _setting(self, setting: Setting) -> str | None:
        value: str | None = self._options.get(f"--{setting.name}")
        if value:
            return value
        has_endpoint = self._options.get("--endpoint") or self._variable("endpoint")
        if setting.yields_to_endpoint and has_endpoint:
            return value
        return self._variable(setting.name) or None

    @cached_property
    def output(self) -> str:
        """The output format."""
        output = self._options.get("--output") or self._variable("output") or self._default_output
        if output not in FORMATS:
            name = self.program.api.variable("output")
            raise UsageError(
                Message(
                    "{name} must be {expected}, not {value}",
                    name=name,
                    expected=Choice(values=FORMATS).expected,
                    value=repr(output),
                )
            )
        return str(output)

    @property
    def _default_output(self) -> str:
        """The format that nobody chose: blocks for one value on a terminal, unless columns are named."""
        if self._options.get("--columns"):
            return FORMATS[0]
        shows_blocks = self.command.shows_one and self.on_terminal
        return self.command.output or ("blocks" if shows_blocks else FORMATS[0])

    @property
    def is_table(self) -> bool:
        """Whether the output is a table, for people to read."""
        return self.output in ("table", "wide")

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns to show."""
        command, chosen = self.command, self._options.get("--columns")
        if chosen is not None:
            if self.output not in _WITH_COLUMNS:
                formats = ", ".join(_WITH_COLUMNS)
                raise UsageError(
                    Message(
                        "--columns is for the outputs {formats}, not {output}",
                        formats=formats,
                        output=self.output,
                    )
                )
            from .output.columns import resolve_columns

            return resolve_columns(command, chosen)
        has_all = self.output in ("wide", "csv")
        return command.columns + (command.more_columns if has_all else ())

    @property
    def related_names(self) -> frozenset[str]:
        """The names of the related items that columns show."""
        if self.output not in _WITH_COLUMNS or not self.command.related:
            return frozenset()
        is_shown = self.output != "blocks" or self._options.get("--columns")
        columns = self.columns if is_shown else ()
        first = {column.partition(".")[0] for column in columns}
        return frozenset(first & self.command.related.keys())

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The groups of lines that show one value: those of the contract, or of the columns chosen."""
        if self._options.get("--columns"):
            return (Block(title=self.program.api.package, fields=self.columns),)
        return self.command.blocks

    @property
    def age(self) -> Callable[[datetime], str] | None:
        """The format of times by their age: in a table on a terminal, unless --utc asks for times."""
        if self.output != FORMATS[0] or not self.on_terminal or self.utc:
            return None
        from .output.formatting import format_age

        now = datetime.now(UTC)
        return lambda moment: format_age(moment, now)

    @property
    def utc(self) -> bool:
        """Whether times are shown in UTC."""
        return "--utc" in self._options

    @property
    def verbose(self) -> bool:
        """Whether request attempts are logged."""
        return "--verbose" in self._options or self._variable("verbose") not in ("", "0")

    @property
    def hooks(self) -> dict[str, Any]:
        """The argument of the client that logs request attempts, where they are logged."""
        if not self.verbose:
            return {}
        from .verbose import AttemptLog

        return {"hooks": [AttemptLog(self.program.api.package)]}

    @cached_property
    def on_terminal(self) -> bool:
        """Whether standard output is a terminal."""
        return sys.stdout.isatty()

    @property
    def width(self) -> int | None:
        """The width of the terminal; None where standard output is none."""
        if not self.on_terminal:
            return None
        from shutil import get_terminal_size

        return get_terminal_size().columns

    def note(self, text: str) -> None:
        """Print a note to standard error."""
        sys.stdout.flush()
        print(text, file=sys.stderr)

    def note_once(self, text: str) -> None:
        """Print a note to standard error, unless it was printed before."""
        if text not in self._noted:
            self._noted.add(text)
            self.note(text)

    def _call_timeout(self) -> float:
        option, text = self._options.get("--call-timeout"), self._variable("call_timeout")
        try:
            if option is not None:
                return float(option)
            return parse_duration(text) if text else _TIMEOUT
        except ValueError:
            name = self.program.api.variable("call_timeout")
            raise UsageError(
                Message(
                    "{name} must be {expected}, not {value}",
                    name=name,
                    expected=DURATION,
                    value=repr(text),
                )
            ) from None

    def _variable(self, name: str) -> str:
        return self._environ.get(self.program.api.variable(name), "")
