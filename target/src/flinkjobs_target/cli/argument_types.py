"""What commands need of argparse."""

import argparse
import re
from typing import TYPE_CHECKING, TypeAlias

__all__ = ["Commands", "count", "new_name"]

_NAME = re.compile(r"[\w.@-]{1,64}")

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def new_name(text: str) -> str:
    """Read the name that an account or a user is to have, such as can stand in a list or a log."""
    if not _NAME.fullmatch(text):
        raise argparse.ArgumentTypeError(
            f"must be 1 to 64 letters, digits or any of . _ @ -, not {text!r}"
        )
    return text


def count(number: int, noun: str) -> str:
    """Write a number of things."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
