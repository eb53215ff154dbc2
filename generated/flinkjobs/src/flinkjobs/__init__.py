# Generated from openapi.yaml; do not edit.
"""Deployments, their job instances and savepoints.

The part of Alibaba Cloud's Realtime Compute for Apache Flink (product code ververica, API
version 2022-07-18) that deploys jobs: deployments, the job instances that starts make of them,
with their states and failures, and savepoints.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._async.client import AsyncClient
    from ._runtime.aliyun.access_keys import AccessKey, CredentialProvider
    from ._runtime.client.environment import Environment
    from ._runtime.client.hooks import Attempt, AttemptOutcome, Hooks, RequestHooks
    from ._runtime.options.raw_response import RawResponse
    from ._runtime.pagination.pages import AsyncListing, AsyncPage, Page
    from ._runtime.workflows.errors import (
        WorkflowConflictError,
        WorkflowError,
        WorkflowFailedError,
        WorkflowInterruptedError,
        WorkflowRolledBackError,
        WorkflowTimeoutError,
    )
    from ._sync.client import Client
    from .contract import CONTRACT_HASH, CONTRACT_VERSION
    from .errors import (
        AuthenticationError,
        BusinessError,
        ConflictError,
        FlinkJobsError,
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
        WaitFailedError,
        WaitTimeoutError,
    )

__version__ = "0.1.0"

__all__ = [
    "AccessKey",
    "AsyncClient",
    "AsyncListing",
    "AsyncPage",
    "Attempt",
    "AttemptOutcome",
    "AuthenticationError",
    "BusinessError",
    "Client",
    "ConflictError",
    "CONTRACT_HASH",
    "CONTRACT_VERSION",
    "CredentialProvider",
    "Environment",
    "FlinkJobsError",
    "Hooks",
    "InvalidParameterError",
    "InvalidResponseError",
    "LookupFailedError",
    "NotFoundError",
    "Page",
    "PermissionDeniedError",
    "RawResponse",
    "RequestHooks",
    "RequestTimeoutError",
    "ServerError",
    "ServiceError",
    "ThrottledError",
    "TransportError",
    "UsageError",
    "WaitFailedError",
    "WaitTimeoutError",
    "WorkflowConflictError",
    "WorkflowError",
    "WorkflowFailedError",
    "WorkflowInterruptedError",
    "WorkflowRolledBackError",
    "WorkflowTimeoutError",
    "__version__",
]

_MODULES = {
    "AccessKey": "_runtime.aliyun.access_keys",
    "CredentialProvider": "_runtime.aliyun.access_keys",
    "AsyncClient": "_async.client",
    "Attempt": "_runtime.client.hooks",
    "AttemptOutcome": "_runtime.client.hooks",
    "Hooks": "_runtime.client.hooks",
    "RequestHooks": "_runtime.client.hooks",
    "RawResponse": "_runtime.options.raw_response",
    "AsyncListing": "_runtime.pagination.pages",
    "AsyncPage": "_runtime.pagination.pages",
    "Page": "_runtime.pagination.pages",
    "Environment": "_runtime.client.environment",
    "Client": "_sync.client",
    "CONTRACT_HASH": "contract",
    "CONTRACT_VERSION": "contract",
    "WorkflowConflictError": "_runtime.workflows.errors",
    "WorkflowError": "_runtime.workflows.errors",
    "WorkflowFailedError": "_runtime.workflows.errors",
    "WorkflowInterruptedError": "_runtime.workflows.errors",
    "WorkflowRolledBackError": "_runtime.workflows.errors",
    "WorkflowTimeoutError": "_runtime.workflows.errors",
    "AuthenticationError": "errors",
    "BusinessError": "errors",
    "ConflictError": "errors",
    "FlinkJobsError": "errors",
    "InvalidParameterError": "errors",
    "InvalidResponseError": "errors",
    "LookupFailedError": "errors",
    "NotFoundError": "errors",
    "PermissionDeniedError": "errors",
    "RequestTimeoutError": "errors",
    "ServerError": "errors",
    "ServiceError": "errors",
    "ThrottledError": "errors",
    "TransportError": "errors",
    "UsageError": "errors",
    "WaitFailedError": "errors",
    "WaitTimeoutError": "errors",
}
_SUBMODULES = frozenset(
    ["cli", "contract", "errors", "models", "operations", "server", "signing", "workflows"]
)


def __getattr__(name: str) -> object:
    """Import a public name on first use."""
    from importlib import import_module

    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
