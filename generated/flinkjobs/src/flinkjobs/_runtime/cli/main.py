"""From the words of a command to its output, or to one line that says what went wrong."""

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from ..errors import ApiError, UsageError
from .arguments.parser import COMMAND, SHELL, build_parser
from .command import Program
from .exit_codes import INTERRUPTED, code_of
from .i18n import Words, words_of
from .invocation import Run
from .output.formatting import printable

__all__ = ["main"]

Connect = Callable[..., AbstractContextManager[Any]]
"""Makes a client of the given settings, for as long as a context lasts, and gives its session."""

_FLAGS = {
    "pass access_key_id and access_key_secret,": "pass --profile,",
    "pass region or endpoint,": "pass --region or --endpoint,",
    "pass endpoint,": "pass --endpoint,",
    "or say allow_http=True": "or call from Python with allow_http=True",
}


def main(program: Program, connect: Connect, arguments: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit code, one of those that `codes` explains."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _prepare_output()
    words = words_of(program, arguments, os.environ)
    try:
        code = _main(program, connect, arguments, words)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _forget_output()
        return INTERRUPTED
    except BrokenPipeError:
        _forget_output()
        return 0
    except OSError as error:
        text = words("cannot write: {reason}", reason=error.strerror)
        print(f"{program.api.package}: {text}", file=sys.stderr)
        _forget_output()
        return 1
    return code


def _main(program: Program, connect: Connect, arguments: Sequence[str], words: Words) -> int:
    given = vars(build_parser(program, words, arguments).parse_args(arguments))
    if SHELL in given:
        from .arguments.completion import script

        sys.stdout.write(script(program, given[SHELL]))
        return 0
    run = Run(program, given[COMMAND], given, os.environ, words)
    try:
        _run(run, connect)
    except ApiError as error:
        sys.stdout.flush()
        print(f"{program.api.package}: {_one_line(error, words, run)}", file=sys.stderr)
        return code_of(error)
    return 0


def _run(run: Run, connect: Connect) -> None:
    _ = run.output  # a wrong one is told before anything is sent
    hooks: Mapping[str, Any] = {}
    if run.verbose:
        from .verbose import AttemptLog

        hooks = {"hooks": [AttemptLog(run.program.api.package)]}
    with connect(**run.client, **hooks) as session:
        _carry_out(run, session)


def _carry_out(run: Run, session: Any) -> None:
    """Hand over to what the command is about."""
    command = run.command
    if command.wait:
        from .actions.waiting import wait

        wait(run, session)
    elif command.lists and run.option("--watch") is not None:
        from .actions.watching import watch

        watch(run, session, run.option("--watch"))
    elif command.lists:
        from .actions.listing import list_items

        list_items(run, session)
    elif command.several:
        from .actions.fetch import each
        from .output.writers import write

        write(run, each(session, command, run.values))
    else:
        from .actions.fetch import newest, one
        from .output.writers import write_one

        write_one(run, (newest if command.latest else one)(session, command, run.values))


def _one_line(error: ApiError, words: Words, run: Run) -> str:
    """Say what went wrong and what to do; of a server's message, the first line, or all with `-v`."""
    if isinstance(error, UsageError):
        error.message = _with_flags(error.message, run)
    first, *more = error.message.splitlines() or [""]
    if more and not run.verbose:
        error.message = words("{line} … (-v shows all of it)", line=first)
    error.message = words.sentence(error.message)
    error.remedy = words.sentence(error.remedy) if error.remedy else None
    return printable(str(error), kept="\n" if run.verbose else "")


def _with_flags(text: str, run: Run) -> str:
    """Write the names of parameters and settings as people give them here."""
    for setting, flags in _FLAGS.items():
        text = text.replace(setting, flags)
    for parameter in run.command.parameters:
        if "_" in parameter.name:
            text = text.replace(parameter.name, "--" + parameter.name.replace("_", "-"))
    return text


def _prepare_output() -> None:
    """Let what a stream cannot encode be written escaped, and what is written to a closed one be lost."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            nowhere = os.fdopen(os.open(os.devnull, os.O_WRONLY), "w", encoding="utf-8")
            setattr(sys, name, nowhere)
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _forget_output() -> None:
    """Let what is still to be written go nowhere, so that the end of Python is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
