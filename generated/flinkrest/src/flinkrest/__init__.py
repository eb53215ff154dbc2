# Generated from flink-rest.yaml; do not edit.
"""What a Flink cluster tells of its jobs.

The part of Flink's REST API that an observer of jobs reads: which jobs there are, in which
state, since when, with what resources, and why one failed. Described from what clusters of
Flink 1.20 and 2.3 answer; nothing here changes a cluster. A history server answers the same
paths for jobs that have ended.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._async.client import AsyncClient
    from ._runtime.aliyun.access_keys import AccessKey, CredentialProvider
    from ._runtime.client.environment import Surroundings
    from ._runtime.client.hooks import Attempt, Hooks, Outcome
    from ._runtime.pagination.pages import AsyncListing, AsyncPage, Page
    from ._sync.client import Client
    from .contract import CONTRACT_HASH, CONTRACT_VERSION
    from .errors import (
        AuthenticationError,
        BusinessError,
        ConnectionFailed,
        FlinkRestError,
        InvalidParameterError,
        NotFoundError,
        PermissionDeniedError,
        RefusedError,
        ServerError,
        ThrottledError,
        TimedOut,
        UndecodableAnswer,
        UsageError,
        WaitEnded,
        WaitTimedOut,
    )

__version__ = "0.1.0"

__all__ = [
    "AccessKey",
    "AsyncClient",
    "AsyncListing",
    "AsyncPage",
    "Attempt",
    "AuthenticationError",
    "BusinessError",
    "Client",
    "ConnectionFailed",
    "CONTRACT_HASH",
    "CONTRACT_VERSION",
    "CredentialProvider",
    "FlinkRestError",
    "Hooks",
    "InvalidParameterError",
    "NotFoundError",
    "Outcome",
    "Page",
    "PermissionDeniedError",
    "RefusedError",
    "ServerError",
    "Surroundings",
    "ThrottledError",
    "TimedOut",
    "UndecodableAnswer",
    "UsageError",
    "WaitEnded",
    "WaitTimedOut",
    "__version__",
]

_MODULES = {
    "AsyncClient": "_async.client",
    "AccessKey": "_runtime.aliyun.access_keys",
    "CredentialProvider": "_runtime.aliyun.access_keys",
    "Attempt": "_runtime.client.hooks",
    "Hooks": "_runtime.client.hooks",
    "Outcome": "_runtime.client.hooks",
    "AsyncListing": "_runtime.pagination.pages",
    "AsyncPage": "_runtime.pagination.pages",
    "Page": "_runtime.pagination.pages",
    "Surroundings": "_runtime.client.environment",
    "Client": "_sync.client",
    "CONTRACT_HASH": "contract",
    "CONTRACT_VERSION": "contract",
    "AuthenticationError": "errors",
    "BusinessError": "errors",
    "ConnectionFailed": "errors",
    "FlinkRestError": "errors",
    "InvalidParameterError": "errors",
    "NotFoundError": "errors",
    "PermissionDeniedError": "errors",
    "RefusedError": "errors",
    "ServerError": "errors",
    "ThrottledError": "errors",
    "TimedOut": "errors",
    "UndecodableAnswer": "errors",
    "UsageError": "errors",
    "WaitEnded": "errors",
    "WaitTimedOut": "errors",
}
_SUBMODULES = frozenset({"cli", "contract", "errors", "models", "operations", "server"})


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: nobody pays for what is not used."""
    from importlib import import_module

    if name in _SUBMODULES:
        return import_module(f".{name}", __name__)
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(f".{_MODULES[name]}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
