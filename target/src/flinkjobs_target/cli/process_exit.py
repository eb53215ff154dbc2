"""The exit of a process that has run granian."""

import logging
import os
import sys
from typing import NoReturn

__all__ = ["exit_immediately"]


def exit_immediately() -> NoReturn:
    """Exit without Python's shutdown; the storage is closed already.

    A thread of granian may still wait for the GIL. Python terminates such threads during shutdown,
    which would abort Rust and thereby the process.
    """
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
