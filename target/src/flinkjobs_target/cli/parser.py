"""A parser of command lines whose errors are one line."""

import argparse
from typing import NoReturn

__all__ = ["Parser"]


class Parser(argparse.ArgumentParser):
    """An argument parser that says what is wrong, and where to read more, instead of its usage."""

    def error(self, message: str) -> NoReturn:
        """Say in one line what is wrong; exit with 2."""
        self.exit(2, f"{self.prog}: {message}; '{self.prog} --help' tells more\n")
