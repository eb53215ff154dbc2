# Generated from flink-rest.yaml; do not edit.
"""Everything that a call can raise: one tree, rooted in FlinkRestError."""

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
    "FlinkRestError",
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

FlinkRestError = ApiError
