"""Alibaba Cloud's services that give temporary keys, on this machine: metadata, STS, and a URI.

One server is reached as a proxy, since the vendor's package has fixed addresses: plain requests name
the metadata service, and CONNECT opens a TLS connection to STS. Responses follow the vendor's pages.
"""

import json
import ssl
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit

import trustme

__all__ = ["KeyServices", "serve_keys"]

METADATA = "http://100.100.100.200/latest/meta-data/ram/security-credentials/"


@dataclass
class KeyServices:
    """The running services; each key that they give is numbered, and expires after `lifetime` seconds."""

    url: str
    authority: trustme.CA
    lifetime: int = 3600
    delay: float = 0.0
    refuses: bool = False
    given: int = 0
    requests: list[dict[str, str]] = field(default_factory=list)

    def key(self) -> dict[str, str]:
        self.given += 1
        time.sleep(self.delay)
        expiration = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(time.time() + self.lifetime))
        return {
            "AccessKeyId": f"STS.{self.given}",
            "AccessKeySecret": "fetched-secret",
            "SecurityToken": f"token-{self.given}",
            "Expiration": expiration,
        }


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    services: KeyServices

    def do_PUT(self) -> None:
        self.respond(200, b"metadata-token")

    def do_GET(self) -> None:
        services, url = self.services, urlsplit(self.path)
        if services.refuses:
            self.respond(403, b'{"Code": "NoPermission", "Message": "It may not."}')
        elif self.path == f"{METADATA}worker":
            services.requests.append({"token": self.headers["X-aliyun-ecs-metadata-token"]})
            self.respond_json({"Code": "Success", **services.key()})
        elif url.path == "/keys":
            self.respond_json({"Code": "Success", **services.key()})
        elif url.path == "/half-a-key":
            self.respond_json({"Code": "Success", "AccessKeyId": "x", "AccessKeySecret": "hush"})
        else:
            self.assume_role(dict(parse_qsl(url.query)))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        query = urlsplit(self.path).query
        self.assume_role({**dict(parse_qsl(query)), **dict(parse_qsl(body.decode()))})

    def assume_role(self, parameters: dict[str, str]) -> None:
        self.services.requests.append(parameters)
        if not parameters.get("Action", "").startswith("AssumeRole"):
            self.respond(404, b"no such action")
        else:
            self.respond_json({"RequestId": "R-1", "Credentials": self.services.key()})

    def do_CONNECT(self) -> None:
        self.send_response(200)
        self.end_headers()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.services.authority.issue_cert(self.path.rpartition(":")[0]).configure_cert(context)
        with context.wrap_socket(self.connection, server_side=True) as connection:
            self.connection = connection
            self.rfile, self.wfile = connection.makefile("rb"), connection.makefile("wb", 0)  # type: ignore[assignment]
            self.handle_one_request()
        self.close_connection = True

    def respond_json(self, value: object) -> None:
        self.respond(200, json.dumps(value).encode())

    def respond(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *arguments: object) -> None:
        """Write no log."""


@contextmanager
def serve_keys() -> Iterator[KeyServices]:
    """Run the services."""
    handler = type("Handler", (_Handler,), {})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    services = KeyServices(f"http://127.0.0.1:{server.server_address[1]}", trustme.CA())
    handler.services = services  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield services
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
