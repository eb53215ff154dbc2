"""The process of the command line: fast start, fast exit, quiet on Ctrl-C."""

import gc
import os
import sys
from collections.abc import Callable
from typing import NoReturn

__all__ = ["run_process"]

_GC_THRESHOLD = 50_000
"""About as many objects as a start allocates: a collection during the start would free none."""


def run_process(main: Callable[[], int]) -> NoReturn:
    """Run a program and end the process with its exit code.

    The interpreter is not finalized, which would take a tenth of a short command's time;
    connections are closed and output is flushed by then.
    """
    gc.set_threshold(_GC_THRESHOLD)
    try:
        code = main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except KeyboardInterrupt:
        code = 130
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except BrokenPipeError:
        code = code or 1
    except OSError as error:
        code = code or 1
        print(f"cannot write: {error.strerror}", file=sys.stderr)
    os._exit(code)
