"""Our clients of a server of canned pages."""

from typing import Any

from flinkjobs import AsyncClient, Client, Environment

__all__ = ["our_async_client", "our_client"]

_SETTINGS: dict[str, Any] = {
    "workspace": "w",
    "namespace": "n",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "environment": Environment(environ={}),
}


def our_client(address: str) -> Client:
    """Make our client."""
    return Client(endpoint=f"http://{address}", **_SETTINGS)


def our_async_client(address: str) -> AsyncClient:
    """Make our asynchronous client."""
    return AsyncClient(endpoint=f"http://{address}", **_SETTINGS)
