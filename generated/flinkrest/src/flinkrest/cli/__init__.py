# Generated from flink-rest.yaml; do not edit.
"""The command `flinkrest`."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from .._runtime.cli.main import main as run
from .commands import PROGRAM

if TYPE_CHECKING:
    from .._runtime.session import Session

__all__ = ["main"]


def main() -> int:
    """Run the command line and give its exit code."""
    return run(PROGRAM, _connect)


@contextmanager
def _connect(**settings: Any) -> "Iterator[Session]":
    """Give the session of a client, which is imported when one is wanted."""
    from .._sync.client import Client

    with Client(**settings) as client:
        yield client._session
