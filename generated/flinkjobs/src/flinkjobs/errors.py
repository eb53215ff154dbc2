# Generated from openapi.yaml; do not edit.
"""Everything that a call can raise: one tree, rooted in FlinkJobsError."""

from ._runtime.errors import (
    ApiError,
    AuthenticationError,
    BusinessError,
    ConnectionFailed,
    InvalidParameterError,
    NotFoundError,
    PermissionDeniedError,
    RefusedError,
    ServerError,
    ThrottledError,
    TimedOut,
    UndecodableAnswer,
    UsageError,
)

__all__ = [
    "AuthenticationError",
    "BusinessError",
    "ConnectionFailed",
    "FlinkJobsError",
    "InvalidParameterError",
    "NotFoundError",
    "PermissionDeniedError",
    "RefusedError",
    "ServerError",
    "ThrottledError",
    "TimedOut",
    "UndecodableAnswer",
    "UsageError",
]

FlinkJobsError = ApiError
