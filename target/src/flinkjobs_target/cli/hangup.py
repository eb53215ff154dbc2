"""SIGHUP: a request to reload, or the news that the terminal was closed, which stops the program."""

import asyncio
import os
import signal
from collections.abc import Callable

__all__ = ["ignore_hangup", "on_hangup"]

_STDIN = 0


def ignore_hangup() -> None:
    """Ignore SIGHUP until `on_hangup`: a reload during the start would end the program."""
    signal.signal(signal.SIGHUP, signal.SIG_IGN)


def on_hangup(reload: Callable[[], object], stop: Callable[[], object]) -> None:
    """Handle SIGHUP in the running event loop."""
    has_terminal = os.isatty(_STDIN)

    def handle() -> None:
        was_closed = has_terminal and not os.isatty(_STDIN)
        (stop if was_closed else reload)()

    asyncio.get_running_loop().add_signal_handler(signal.SIGHUP, handle)
