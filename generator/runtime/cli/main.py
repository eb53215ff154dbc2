"""From the words of a command to its output, or to one line that says what went wrong."""

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from typing import Any

from ..errors import (
    ApiError,
    AuthenticationError,
    ConnectionFailed,
    NotFoundError,
    PermissionDeniedError,
    ServerError,
    ThrottledError,
    TimedOut,
    UndecodableAnswer,
    UsageError,
)
from .command import Command, Program
from .output import printable, write_json, write_json_array, write_json_lines, write_table
from .parser import build_parser

__all__ = ["main"]

ClientFactory = Callable[..., AbstractContextManager[Any]]
_CODES: tuple[tuple[type[ApiError], int], ...] = (
    (UsageError, 2),
    (AuthenticationError, 3),
    (PermissionDeniedError, 3),
    (NotFoundError, 4),
    (TimedOut, 124),
    (ConnectionFailed, 5),
    (ServerError, 5),
    (ThrottledError, 5),
    (UndecodableAnswer, 5),
)


def main(program: Program, client: ClientFactory, arguments: Sequence[str] | None = None) -> int:
    """Run a command line and give its exit code.

    0 done, 1 the operation said no, 2 usage, 3 authentication or permission, 4 not found,
    5 network or server, 124 time-out.
    """
    options = build_parser(program).parse_args(arguments)
    try:
        _run(program, client, options)
        sys.stdout.flush()
    except ApiError as error:
        print(f"{program.api.package}: {printable(str(error), kept=chr(10))}", file=sys.stderr)
        return next((code for kind, code in _CODES if isinstance(error, kind)), 1)
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _forget_output()
        return 0
    except OSError as error:
        print(f"{program.api.package}: cannot write: {error.strerror}", file=sys.stderr)
        _forget_output()
        return 1
    return 0


def _forget_output() -> None:
    """Let what is still to be written go nowhere, so that the end of Python is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _run(program: Program, client: ClientFactory, options: argparse.Namespace) -> None:
    given = vars(options)
    command: Command = options.command
    names = [parameter.name for parameter in command.parameters]
    settings = {name: given[name] for name in ("region", "endpoint", "timeout") if name in given}
    with client(**settings) as session:
        resource = getattr(session, options.noun.name)
        answer = getattr(resource, command.verb)(**{name: given[name] for name in names})
        if command.lists:
            _show_page(options, command, answer)
        else:
            _show_one(options, command, answer)


def _show_page(options: argparse.Namespace, command: Command, page: Any) -> None:
    if options.output == "json":
        write_json_array(page.iterate_raw() if options.all else page.raw_items)
    elif options.output == "jsonl":
        write_json_lines(page.iterate_raw() if options.all else page.raw_items)
    else:
        write_table(command.columns, page if options.all else page.items)
    if not options.all and page.has_next:
        shown = f"{len(page.items)} of {page.total_size} shown; --all shows the rest"
        print(shown, file=sys.stderr)


def _show_one(options: argparse.Namespace, command: Command, item: Any) -> None:
    """Show an answer that has no pages; where there is none, a table without rows, or null."""
    if options.output == "json":
        from msgspec import json

        write_json(json.encode(item))
    else:
        rows = item if isinstance(item, list) else [] if item is None else [item]
        write_table(command.columns, rows)
