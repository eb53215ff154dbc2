# Generated from flink-rest.yaml; do not edit.
"""The command `flinkrest`."""

from .._runtime.cli.main import main as run
from .._sync.client import Client
from .commands import PROGRAM

__all__ = ["main"]


def main() -> int:
    """Run the command line and give its exit code."""
    return run(PROGRAM, Client)
