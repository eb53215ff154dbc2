# Generated from openapi.yaml; do not edit.
"""All errors that a call can raise; their base class is FlinkJobsError."""

from ._runtime.errors import (
    ApiError,
    AuthenticationError,
    BusinessError,
    ConflictError,
    InvalidParameterError,
    InvalidResponseError,
    LookupFailedError,
    NotFoundError,
    PermissionDeniedError,
    RequestTimeoutError,
    ServerError,
    ServiceError,
    ThrottledError,
    TransportError,
    UsageError,
)
from ._runtime.polling.poller import WaitFailedError, WaitTimeoutError

__all__ = [
    "FlinkJobsError",
    "AuthenticationError",
    "BusinessError",
    "ConflictError",
    "InvalidParameterError",
    "InvalidResponseError",
    "LookupFailedError",
    "NotFoundError",
    "PermissionDeniedError",
    "RequestTimeoutError",
    "ServerError",
    "ServiceError",
    "ThrottledError",
    "TransportError",
    "UsageError",
    "WaitFailedError",
    "WaitTimeoutError",
]

FlinkJobsError = ApiError
