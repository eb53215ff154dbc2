"""Standard output and error where nobody takes what is written, or where they know few signs."""

import io
import os
import sys

__all__ = ["forget_output", "prepare_output"]


def prepare_output() -> None:
    """Let what a stream cannot encode be written escaped, and what is written to a closed one be lost."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))
        stream = getattr(sys, name)
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def forget_output() -> None:
    """Let what is still to be written go nowhere, so that the end of Python is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
