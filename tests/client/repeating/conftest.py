"""A package of an API with writes, and a server that loses requests and responses."""

import asyncio
import contextlib
import importlib
import json
import socket
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from ...generator.generating import generator

SPEC = Path(__file__).with_name("loop.yaml")
Action = Callable[[socket.socket], None]


@dataclass(frozen=True, slots=True)
class SentRequest:
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


def respond(status: int, body: object) -> Action:
    """Return an action that sends a whole response."""

    def send(connection: socket.socket) -> None:
        data = json.dumps(body).encode()
        head = f"HTTP/1.1 {status} Any\r\nContent-Length: {len(data)}\r\nConnection: close\r\n\r\n"
        connection.sendall(head.encode() + data)

    return send


def job(job_id: str) -> Action:
    """Return an action that responds with a job."""
    return respond(200, {"success": True, "requestId": "R-1", "data": {"jobId": job_id}})


def failed(code: str, status: int = 200) -> Action:
    """Return an action that responds with a failure."""
    if status == 200:
        return respond(200, {"success": False, "errorCode": code, "errorMessage": "No."})
    return respond(status, {"Code": code, "Message": "No."})


def close(connection: socket.socket) -> None:
    """Close the connection without a response."""
    connection.shutdown(socket.SHUT_RDWR)


def hang(connection: socket.socket) -> None:
    """Wait until the client goes."""
    connection.recv(1)


def truncate_headers(connection: socket.socket) -> None:
    """End the response in its headers."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Le")
    close(connection)


def truncate_body(connection: socket.socket) -> None:
    """End the response in its body."""
    connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"succ')
    close(connection)


@dataclass
class LossyServer:
    """A server whose n-th request is answered by the n-th action, the last one for all others."""

    port: int
    actions: list[Action] = field(default_factory=list)
    requests: list[SentRequest] = field(default_factory=list)

    @property
    def methods(self) -> list[str]:
        """The methods of the requests that arrived."""
        return [request.method for request in self.requests]

    def serve(self, connection: socket.socket) -> None:
        """Receive the request of a connection and act on it."""
        request = _receive(connection)
        if request is not None:
            self.requests.append(request)
            action = self.actions[min(len(self.requests), len(self.actions)) - 1]
            action(connection)


def _receive(connection: socket.socket) -> SentRequest | None:
    stream = connection.makefile("rb")
    line = stream.readline().decode()
    if not line:
        return None
    headers: dict[str, str] = {}
    while (header := stream.readline().decode().strip()) != "":
        name, _, value = header.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    method, target, _ = line.split(" ")
    return SentRequest(method, target, headers, body)


class Caller:
    """Calls one method with the synchronous or the asynchronous client."""

    def __init__(self, package: Any, way: str, port: int) -> None:
        self._way = way
        self.package = package
        self.settings: dict[str, Any] = {
            "endpoint": f"http://127.0.0.1:{port}",
            "timeout": 0.3,
            "environment": package.Environment(environ={}, random=lambda: 0.0),
        }

    def call(self, name: str, **arguments: Any) -> Any:
        """Call a method such as `jobs.start`."""
        resource, _, verb = name.partition(".")
        arguments = {"namespace": "n", **arguments}
        if self._way == "sync":
            with self.package.Client(**self.settings) as client:
                return getattr(getattr(client, resource), verb)(**arguments)

        async def run() -> Any:
            async with self.package.AsyncClient(**self.settings) as client:
                return await getattr(getattr(client, resource), verb)(**arguments)

        return asyncio.run(run())

    def error(self, name: str, **arguments: Any) -> Any:
        """Return the error that a call raises."""
        with pytest.raises(self.package.LoopjobsError) as caught:
            self.call(name, **arguments)
        return caught.value


@pytest.fixture(scope="session")
def loop_package(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The package of the API with writes."""
    out = tmp_path_factory.mktemp("repeating") / "loopjobs"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "loopjobs")
    assert done.returncode == 0, done.stderr
    sys.path.insert(0, str(out / "src"))
    try:
        return importlib.import_module("loopjobs")
    finally:
        sys.path.remove(str(out / "src"))


@contextlib.contextmanager
def listening(server: LossyServer, listener: socket.socket) -> Iterator[None]:
    """Serve connections for the duration of the context."""

    def serve(connection: socket.socket) -> None:
        with contextlib.suppress(OSError), connection:
            server.serve(connection)

    def accept() -> None:
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listener.accept()
                threading.Thread(target=serve, args=(connection,), daemon=True).start()

    thread = threading.Thread(target=accept, daemon=True)
    thread.start()
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        thread.join()


@pytest.fixture
def server() -> Iterator[LossyServer]:
    """A server that listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = LossyServer(listener.getsockname()[1])
        with listening(server, listener):
            yield server


@pytest.fixture(params=["sync", "async"])
def caller(request: pytest.FixtureRequest, loop_package: Any, server: LossyServer) -> Caller:
    """A client of that server."""
    return Caller(loop_package, request.param, server.port)
