# Generated from openapi.yaml; do not edit.
"""Job instances of deployed jobs.

The part of Alibaba Cloud's Realtime Compute for Apache Flink (product code ververica, API
version 2022-07-18) that tells which job instances of a deployed job exist, which of them runs
now, which failed and why.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from ._async.client import AsyncClient
    from ._runtime.credentials import AccessKey, CredentialProvider
    from ._runtime.events import Attempt, Hooks, Outcome
    from ._runtime.paging import AsyncListing, AsyncPage, Page
    from ._runtime.surroundings import Surroundings
    from ._sync.client import Client
    from .contract import CONTRACT_HASH, CONTRACT_VERSION
    from .errors import (
        AuthenticationError,
        BusinessError,
        ConnectionFailed,
        FlinkJobsError,
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

__version__ = "0.1.0"

__all__ = [
    "CONTRACT_HASH",
    "CONTRACT_VERSION",
    "AccessKey",
    "AsyncClient",
    "AsyncListing",
    "AsyncPage",
    "Attempt",
    "AuthenticationError",
    "BusinessError",
    "Client",
    "ConnectionFailed",
    "CredentialProvider",
    "FlinkJobsError",
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
    "__version__",
]

_MODULES = {
    "AccessKey": "_runtime.credentials",
    "AsyncClient": "_async.client",
    "AsyncListing": "_runtime.paging",
    "AsyncPage": "_runtime.paging",
    "CONTRACT_HASH": "contract",
    "CONTRACT_VERSION": "contract",
    "Attempt": "_runtime.events",
    "Client": "_sync.client",
    "CredentialProvider": "_runtime.credentials",
    "Hooks": "_runtime.events",
    "Outcome": "_runtime.events",
    "Page": "_runtime.paging",
    "Surroundings": "_runtime.surroundings",
}


def __getattr__(name: str) -> object:
    """Import a public name when it is first asked for: nobody pays for what is not used."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found: object = getattr(import_module(f".{_MODULES.get(name, 'errors')}", __name__), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return __all__
