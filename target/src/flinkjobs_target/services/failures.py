"""The failures that services report: their codes in the contract, and how their messages are made."""

import msgspec

from flinkjobs.server import OperationFailure

from ..store.types import MissingResourceError

__all__ = ["conflict", "invalid", "missing", "not_found"]

_NOT_FOUND, _CONFLICT, _INVALID = "990301", "990302", "990303"


def not_found(resource: str, id: str) -> OperationFailure:
    """Return the failure that reports something that does not exist for the caller."""
    return OperationFailure(_NOT_FOUND, f"{resource} {_quoted(id)} does not exist")


def missing(error: MissingResourceError) -> OperationFailure:
    """Return the failure that reports a missing resource of the store."""
    return not_found(error.resource, error.id)


def conflict(message: str) -> OperationFailure:
    """Return the failure of a call that contradicts the state of things."""
    return OperationFailure(_CONFLICT, message)


def invalid(path: str, problem: str) -> OperationFailure:
    """Return the failure of a body whose property at a path has no usable value."""
    return OperationFailure(_INVALID, f"{path} {problem}")


def _quoted(id: str) -> str:
    return msgspec.json.encode(id).decode()
