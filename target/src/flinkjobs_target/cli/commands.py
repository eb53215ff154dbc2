"""What every command needs of argparse."""

import argparse
from typing import TYPE_CHECKING, TypeAlias

__all__ = ["Commands"]

if TYPE_CHECKING:
    Commands: TypeAlias = argparse._SubParsersAction[argparse.ArgumentParser]
else:
    Commands = object
