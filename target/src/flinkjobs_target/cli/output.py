"""Standard output and error where nobody takes what is written."""

import os
import sys

__all__ = ["forget_output", "open_missing_output"]


def open_missing_output() -> None:
    """Let what is written go nowhere where a program was started without output or error."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, os.O_WRONLY), "w"))


def forget_output() -> None:
    """Let what is still to be written go nowhere, so that the end of Python is quiet."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
