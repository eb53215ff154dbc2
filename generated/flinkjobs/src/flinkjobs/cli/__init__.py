# Generated from openapi.yaml; do not edit.
"""The command `flinkjobs`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from .._runtime.cli.entry_point import be

if TYPE_CHECKING:
    from .._runtime.client.session import Session

__all__ = ["command", "main"]


def command() -> NoReturn:
    """Be the program: run the command line and end the process with its exit code."""
    be(main)


def main() -> int:
    """Run the command line and give its exit code; raise SystemExit where it is wrong."""
    from .._runtime.cli.main import main as run
    from .commands import PROGRAM

    return run(PROGRAM, _connect)


@contextmanager
def _connect(**settings: Any) -> "Iterator[Session]":
    """Give the session of a client, which is imported when one is wanted."""
    from .._sync.client import Client

    with Client(**settings) as client:
        yield client._session
