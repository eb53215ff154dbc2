# Generated from flink-rest.yaml; do not edit.
"""The command `flinkrest`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

from .._runtime.cli.entry_point import run_process

if TYPE_CHECKING:
    from .._runtime.client.session import Session

__all__ = ["command", "main"]


def command() -> NoReturn:
    """Run the command line and end the process with its exit code."""
    run_process(main)


def main() -> int:
    """Run the command line; return its exit code, or raise SystemExit for wrong usage."""
    from .._runtime.cli.main import main as run
    from .commands import PROGRAM

    return run(PROGRAM, _connect)


@contextmanager
def _connect(**settings: Any) -> "Iterator[Session]":
    """Open a client, which is imported only here; yield its session."""
    from .._sync.client import Client

    with Client(**settings) as client:
        yield client._session
