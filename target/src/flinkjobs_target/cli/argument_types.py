"""Argument types of the subcommands."""

import argparse
import re
from typing import TYPE_CHECKING, TypeAlias

__all__ = ["Commands", "counted", "valid_name"]

_NAME = re.compile(r"[\w.@-]{1,64}")

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def valid_name(text: str) -> str:
    """Check the name of a new account or user, which has to be printable in lists and logs."""
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"must be 1 to 64 letters, digits or characters of . _ @ -, not {text!r}"
        )
    return text


def counted(number: int, noun: str) -> str:
    """Return a number with its noun in singular or plural."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
