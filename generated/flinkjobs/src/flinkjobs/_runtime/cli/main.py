"""The main program: runs a command line to its output, or to one line that says what went wrong."""

import errno
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from ..errors import ApiError, UsageError
from ..messages import Message
from .arguments.parser import COMMAND, DOCTOR, SHELL, WORKFLOW, build_parser, with_help
from .command import Program
from .exit_codes import INTERRUPTED, exit_code
from .i18n import Messages, load_messages
from .invocation import Invocation
from .output.formatting import printable
from .setting_errors import with_all_settings

__all__ = ["main"]

Connect = Callable[..., AbstractContextManager[Any]]
"""Opens a client with the given settings for the duration of a context; returns its session."""

_CLOSED = Message("standard output is closed")


def main(program: Program, connect: Connect, arguments: Sequence[str] | None = None) -> int:
    """Run a command line; return its exit code."""
    arguments = sys.argv[1:] if arguments is None else arguments
    _prepare_output()
    messages = load_messages(program, arguments, os.environ)
    try:
        code = _main(program, connect, arguments, messages)
        sys.stdout.flush()
    except KeyboardInterrupt:
        _discard_output()
        return INTERRUPTED
    except BrokenPipeError:
        _discard_output()
        return 0
    except OSError as error:
        reason = messages(_CLOSED) if error.errno == errno.EBADF else error.strerror
        text = messages("cannot write: {reason}", reason=reason)
        print(f"{program.api.package}: {text}", file=sys.stderr)
        _discard_output()
        return 1
    return code


def _main(program: Program, connect: Connect, arguments: Sequence[str], messages: Messages) -> int:
    arguments = with_help(program, arguments)
    options = vars(build_parser(program, messages, arguments).parse_args(arguments))
    if SHELL in options:
        from .arguments.completion import script

        sys.stdout.write(script(program, options[SHELL]))
        return 0
    command = options.get(COMMAND) or program.resources[0].commands[0]
    invocation = Invocation(program, command, options, os.environ, messages)
    try:
        if DOCTOR in options:
            return _run_doctor(invocation, connect, options)
        if WORKFLOW in options:
            options[WORKFLOW].run(invocation, connect, options)
            return 0
        _invoke(invocation, connect)
    except ApiError as error:
        sys.stdout.flush()
        if isinstance(error, UsageError):
            error = with_all_settings(error, invocation)
        print(f"{program.api.package}: {_one_line(error, invocation)}", file=sys.stderr)
        return exit_code(error)
    return 0


def _run_doctor(invocation: Invocation, connect: Connect, options: Mapping[str, Any]) -> int:
    """Check settings and service; return 0 where all is well."""
    program, settings = invocation.program, invocation.client_settings
    assert program.diagnosis is not None
    passed = program.diagnosis.report(
        program, settings, options, os.environ, connect, invocation.messages
    )
    return 0 if passed else 1


def _invoke(invocation: Invocation, connect: Connect) -> None:
    _ = (
        invocation.output,
        invocation.values,
        invocation.columns,
        invocation.goal,
    )  # invalid ones are reported before anything is sent
    if invocation.command.question:
        from .actions.confirming import check_consent

        check_consent(invocation)
    with connect(**invocation.client_settings, **invocation.hooks) as session:
        _run_action(invocation, session)


def _run_action(invocation: Invocation, session: Any) -> None:
    command, given = invocation.command, invocation.values
    if command.operation.lookups and not command.wait:
        invocation.values = dict(session.look_up(command.operation, given))
    if command.question:
        from .actions.confirming import ask

        ask(invocation, given)
    if command.wait:
        from .actions.waiting import wait

        wait(invocation, session)
    elif command.is_paged and invocation.option("--watch") is not None:
        from .actions.watching import watch

        watch(invocation, session, invocation.option("--watch"))
    elif command.is_paged:
        from .actions.listing import list_items

        list_items(invocation, session)
    elif command.is_list:
        from .actions.fetch import fetch_items
        from .output.writers import write

        write(invocation, fetch_items(session, command, invocation.values))
    else:
        _run_one(invocation, session)


def _run_one(invocation: Invocation, session: Any) -> None:
    """Call an operation that returns one value; write that, or what is waited for afterwards."""
    from .actions.fetch import fetch_latest, fetch_one, fetch_only
    from .output.writers import write_one

    command, goal = invocation.command, invocation.goal
    fetch = fetch_latest if command.latest else fetch_only if command.only else fetch_one
    entry = fetch(session, command, invocation.values)
    if entry is not None and command.operation.is_streamed and hasattr(entry[0], "__next__"):
        from .actions.streaming import write_stream

        write_stream(invocation, entry[0])
        return
    if entry is not None and goal is not None:
        from .actions.waiting import wait_after

        wait_after(invocation, session, entry[0], goal)
        return
    if entry is not None and invocation.related_names:
        from .actions.related import with_related

        (entry,) = with_related(invocation, session, [entry])
    if command.has_output and (entry is not None or command.latest is not None):
        write_one(invocation, entry)


def _one_line(error: ApiError, invocation: Invocation) -> str:
    """Return an error with its remedy; only `-v` shows more than the first line of its message."""
    messages = invocation.messages
    message = messages(error.message_data)
    first, *more = message.splitlines() or [""]
    if more and not invocation.verbose:
        message = messages("{line} … (-v shows the rest)", line=first)
    described = messages(error.describe(message))
    return printable(described, kept="\n" if invocation.verbose else "")


def _prepare_output() -> None:
    """Escape characters that a stream cannot encode; open those that were closed.

    Writing to standard output stays an error then, writing to standard error does nothing.
    """
    for name, flags in (("stdout", os.O_RDONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            null = os.fdopen(os.open(os.devnull, flags), "w", encoding="utf-8")
            setattr(sys, name, null)
        getattr(sys, name).reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """Redirect buffered output to nothing, so that the interpreter exits without an error."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
