"""The command line as a process: quick to start, quick to end, quiet when interrupted."""

import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

__all__ = ["be"]

_OBJECTS = 50_000
"""What a start makes; looking through that for garbage finds none."""


def be(main: Callable[[], int]) -> NoReturn:
    """Run a program and end the process with its exit code.

    Python is not taken apart at the end, which would take a tenth of a short command's time: by
    then, connections are closed and all is written.
    """
    gc.set_threshold(_OBJECTS)
    try:
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        code = 130
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except OSError:
        code = code or 1
    os._exit(code)
