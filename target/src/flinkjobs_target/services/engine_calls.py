"""Calls of an engine while a request waits: what it refuses, and that it does not respond."""

from collections.abc import Iterator
from contextlib import contextmanager

from flinkjobs.server import ErrorResponse

from ..engine.interface import AwayError, RefusedError
from .failures import invalid

__all__ = ["asking"]


@contextmanager
def asking(path: str) -> Iterator[None]:
    """Raise OperationFailure for what an engine refuses, and ErrorResponse where it does not respond.

    `path` is that of what it refuses.
    """
    try:
        yield
    except RefusedError as error:
        raise invalid(path, str(error)) from error
    except AwayError as error:
        raise ErrorResponse(
            "ServiceUnavailable", str(error), headers={"retry-after": "5"}
        ) from error
