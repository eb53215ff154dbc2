"""A generated package in this process, and a client of it that sends into a server of it."""

import asyncio
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from tests.asgi import call_asgi, http_scope

from .generating import generator

__all__ = ["Loopback", "canned", "load"]


def load(specification: Path, package: str, folder: Path) -> ModuleType:
    """Generate a package, whose name no other test uses, and import it."""
    done = generator(
        "generate", "--spec", specification, "--out", folder / package, "--package", package
    )
    assert done.returncode == 0, done.stderr
    sys.path.append(str(folder / package / "src"))
    for module in ("models", "operations", "server", "errors"):
        import_module(f"{package}.{module}")
    return import_module(package)


class Loopback:
    """A transport that sends each request into an application, and keeps request and response."""

    def __init__(self, package: ModuleType, app: Any) -> None:
        self._response = import_module(f"{package.__name__}._runtime.client.response").Response
        self._app = app
        self.requests: list[Any] = []
        self.responses: list[Any] = []

    def send(self, _endpoint: object, request: Any, _timeout: float) -> Any:
        """Send a request."""
        self.requests.append(request)
        headers = [*request.headers.items(), ("content-length", str(len(request.body)))]
        scope = http_scope(request.method, request.target, headers, http_version="1.1")
        found = asyncio.run(call_asgi(self._app, scope, request.body))
        response = self._response(status=found.status, headers=found.headers, body=found.body)
        self.responses.append(response)
        return response

    def close(self) -> None:
        """Close nothing."""


def canned(package: ModuleType, body: bytes) -> Any:
    """Return a transport whose only response is a body of JSON, and which keeps the requests."""

    async def app(_scope: object, _receive: object, send: Any) -> None:
        await send(
            {
                "type": "http.response.start",
                "status": 200,
                "headers": [(b"content-type", b"application/json")],
            }
        )
        await send({"type": "http.response.body", "body": body})

    return Loopback(package, app)
