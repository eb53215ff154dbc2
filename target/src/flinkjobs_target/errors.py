"""The one exception that people see: what is wrong, where, and what to do."""

__all__ = ["TargetError"]


class TargetError(Exception):
    """Something that the person at the command line can mend."""
