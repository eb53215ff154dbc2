"""The errors of fetching a jar."""

__all__ = ["JarError", "UnreachableError"]


class JarError(Exception):
    """A jar cannot be had, and trying again does not help."""


class UnreachableError(Exception):
    """A jar cannot be had at the moment."""
