"""Types of the bodies of error responses."""

from __future__ import annotations

from ..ir import ErrorBody
from ..normalise.specification import Operation, Specification
from .annotations import annotation, imports

__all__ = ["error_bodies"]


def error_bodies(specification: Specification, operation: Operation) -> tuple[ErrorBody, ...]:
    """Return the type of the body of each error response that an operation states."""
    return tuple(
        ErrorBody(
            error.status,
            annotation(specification, error.node),
            imports(specification, error.node),
        )
        for error in operation.errors
    )
