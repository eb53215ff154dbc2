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
from ._runtime.polling.poller import WaitEnded, WaitTimedOut

__all__ = [
    "FlinkJobsError",
    "AuthenticationError",
    "BusinessError",
    "ConnectionFailed",
    "InvalidParameterError",
    "NotFoundError",
    "PermissionDeniedError",
    "RefusedError",
    "ServerError",
    "ThrottledError",
    "TimedOut",
    "UndecodableAnswer",
    "UsageError",
    "WaitEnded",
    "WaitTimedOut",
]

FlinkJobsError = ApiError
