"""The exception whose message is shown to users: what is wrong, where, and what to do."""

__all__ = ["TargetError"]


class TargetError(Exception):
    """An error that the user of the command line can fix."""
