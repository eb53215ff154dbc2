"""Interpretation: a typed specification and the names of its operations become the representation."""

from .api import interpret

__all__ = ["interpret"]
