"""The server under test: in this process, a local one, or any URL with credentials."""

from .factory import open_target
from .target import Target, UnusableTarget

__all__ = ["Target", "UnusableTarget", "open_target"]
