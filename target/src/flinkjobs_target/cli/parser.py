"""An argument parser whose errors are one line."""

import argparse
from typing import NoReturn

__all__ = ["Parser"]


class Parser(argparse.ArgumentParser):
    """An argument parser that prints the error and points to --help, instead of the usage."""

    def error(self, message: str) -> NoReturn:
        """Print the error in one line; exit with 2."""
        self.exit(2, f"{self.prog}: {message}; see '{self.prog} --help'\n")
