"""What `-v` tells: each attempt of each call, on standard error. It knows no secret."""

import sys

from ..client.hooks import Attempt, Outcome
from .output.formatting import printable

__all__ = ["AttemptLog"]


class AttemptLog:
    """Writes a line for each attempt, when it has ended."""

    def __init__(self, package: str) -> None:
        self._package = package

    def before_attempt(self, attempt: Attempt) -> None:
        """Say nothing yet."""

    def after_attempt(self, outcome: Outcome) -> None:
        """Say how an attempt ended, and how long it took."""
        attempt, error = outcome.attempt, outcome.error
        ended = outcome.status or (type(error).__name__ if error else "-")
        request = f", request id {outcome.request_id}" if outcome.request_id else ""
        text = (
            f"{self._package}: {attempt.operation} {attempt.method} {attempt.path}, "
            f"attempt {attempt.number}: {ended} in {outcome.seconds:.3f} s{request}"
        )
        print(printable(text), file=sys.stderr)
