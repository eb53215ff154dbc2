"""The log of `-v`: each request attempt on standard error, without secrets."""

import sys

from ..client.hooks import Attempt, AttemptOutcome
from .output.formatting import printable

__all__ = ["AttemptLog"]


class AttemptLog:
    """Hooks that log each attempt when it has ended."""

    def __init__(self, package: str) -> None:
        self._package = package

    def before_attempt(self, attempt: Attempt) -> None:
        """Log nothing before the attempt has ended."""

    def after_attempt(self, outcome: AttemptOutcome) -> None:
        """Log the status or error of an attempt, and its duration."""
        attempt, error = outcome.attempt, outcome.error
        result = outcome.status or (type(error).__name__ if error else "-")
        request = f", request id {outcome.request_id}" if outcome.request_id else ""
        text = (
            f"{self._package}: {attempt.operation} {attempt.method} {attempt.path}, "
            f"attempt {attempt.number}: {result} in {outcome.seconds:.3f} s{request}"
        )
        print(printable(text), file=sys.stderr)
