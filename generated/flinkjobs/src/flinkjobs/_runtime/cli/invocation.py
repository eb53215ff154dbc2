"""What a run of a command knows: what was asked for, and how to show it."""

import sys
from collections.abc import Mapping
from functools import cached_property
from typing import Any

from ..errors import UsageError
from .arguments.durations import LENGTH, read_duration
from .arguments.options import FORMATS
from .command import Command, Program
from .i18n import Words

__all__ = ["Run"]

_TIMEOUT = 30.0


class Run:
    """One run: options that were given, and after them the environment."""

    def __init__(
        self,
        program: Program,
        command: Command,
        given: Mapping[str, Any],
        environ: Mapping[str, str],
        words: Words,
    ) -> None:
        self.program = program
        self.command = command
        self.words = words
        self._given = given
        self._environ = environ

    def option(self, name: str) -> Any:
        """Give what was given: for a parameter by its name, for an option of ours by its flag."""
        return self._given.get(name)

    @property
    def values(self) -> dict[str, Any]:
        """The values of the operation's parameters, as far as they were given."""
        names = [parameter.name for parameter in self.command.parameters]
        return {name: self._given[name] for name in names if name in self._given}

    @property
    def client(self) -> dict[str, Any]:
        """The settings of the client; what is left out it finds by itself."""
        settings: dict[str, Any] = {"endpoint": self._given.get("--endpoint")}
        if self.program.api.regions:
            settings["region"] = self._region()
        if self.program.api.signer:
            settings["profile"] = self._given.get("--profile") or self._variable("profile") or None
        return {**settings, "timeout": self._call_timeout()}

    def _region(self) -> str | None:
        """Give the region to call; a variable names none where an endpoint is said."""
        region = self._given.get("--region")
        if region or self._given.get("--endpoint") or self._variable("endpoint"):
            return region
        return self._variable("region") or None

    @cached_property
    def output(self) -> str:
        """How to show what came."""
        output = self._given.get("--output") or self._variable("output") or FORMATS[0]
        if output not in FORMATS:
            name = self.program.api.variable("output")
            raise UsageError(f"{name} must be one of {', '.join(FORMATS)}, not {output!r}")
        return str(output)

    @property
    def is_table(self) -> bool:
        """Whether people are to read what is shown."""
        return self.output in ("table", "wide")

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns to show."""
        command = self.command
        whole = self.output in ("wide", "csv")
        return command.columns + (command.more_columns if whole else ())

    @property
    def utc(self) -> bool:
        """Whether times are shown in UTC."""
        return "--utc" in self._given

    @property
    def verbose(self) -> bool:
        """Whether each attempt is told of."""
        return "--verbose" in self._given or self._variable("verbose") not in ("", "0")

    @cached_property
    def on_terminal(self) -> bool:
        """Whether people see what is shown, as it comes."""
        return sys.stdout.isatty()

    @property
    def room(self) -> int | None:
        """The width of the terminal; None where there is none, and nothing need fit."""
        if not self.on_terminal:
            return None
        from shutil import get_terminal_size

        return get_terminal_size().columns

    def note(self, text: str) -> None:
        """Tell people something beside what is shown."""
        sys.stdout.flush()
        print(text, file=sys.stderr)

    def _call_timeout(self) -> float:
        given, text = self._given.get("--call-timeout"), self._variable("call_timeout")
        try:
            return float(given if given is not None else read_duration(text) if text else _TIMEOUT)
        except ValueError:
            name = self.program.api.variable("call_timeout")
            raise UsageError(f"{name} must be {LENGTH}, not {text!r}") from None

    def _variable(self, name: str) -> str:
        return self._environ.get(self.program.api.variable(name), "")
