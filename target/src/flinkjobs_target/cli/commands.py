"""What every command needs of argparse."""

import argparse
from typing import TYPE_CHECKING, TypeAlias

__all__ = ["Commands", "count"]

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object


def count(number: int, noun: str) -> str:
    """Write a number of things."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
