"""Servers on loopback that receive notices: a webhook, and a mail server."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiohttp import web
from msgspec import Struct

__all__ = ["MailReceiver", "ReceivedRequest", "WebhookReceiver", "receiving"]


class ReceivedRequest(Struct, frozen=True):
    """A request to the webhook: its path with query, headers by lower-case name, and body."""

    path: str
    headers: dict[str, str]
    body: bytes


class WebhookReceiver:
    """Receives requests; answers with the statuses of `answers`, then with 200."""

    def __init__(self) -> None:
        self.requests: list[ReceivedRequest] = []
        self.answers: list[int] = []

    async def start(self) -> int:
        """Listen, and return the port."""
        self._runner = web.ServerRunner(web.Server(self._handle), shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        port: int = self._runner.addresses[0][1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        await self._runner.cleanup()

    async def _handle(self, request: web.BaseRequest) -> web.Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        received = ReceivedRequest(request.path_qs, headers, await request.read())
        self.requests.append(received)
        status = self.answers.pop(0) if self.answers else 200
        location = {"Location": "/elsewhere"} if status == 302 else {}
        return web.Response(status=status, headers=location)


class MailReceiver:
    """A mail server that speaks as much of SMTP as a message needs; `refused` recipients are refused."""

    def __init__(self) -> None:
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.logins: list[str] = []
        self.refused: set[str] = set()

    async def start(self) -> int:
        """Listen, and return the port."""
        self._server = await asyncio.start_server(self._converse, "127.0.0.1", 0)
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def stop(self) -> None:
        """Stop listening."""
        self._server.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"220 ready\r\n")
        while line := await reader.readline():
            command, _, rest = line.decode().strip().partition(" ")
            writer.write(await self._answer(command.upper(), rest, reader, writer))
            if command.upper() == "QUIT":
                break
        writer.close()

    async def _answer(
        self, command: str, rest: str, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bytes:
        match command:
            case "EHLO":
                return b"250-localhost\r\n250 AUTH PLAIN\r\n"
            case "AUTH":
                self.logins.append(rest)
                return b"235 accepted\r\n"
            case "RCPT":
                address = rest[rest.index("<") + 1 : rest.index(">")]
                if address in self.refused:
                    return b"550 unknown\r\n"
                self.recipients.append(address)
                return b"250 ok\r\n"
            case "QUIT":
                return b"221 bye\r\n"
            case "DATA":
                writer.write(b"354 go on\r\n")
                content = await reader.readuntil(b"\r\n.\r\n")
                self.messages.append(message_from_bytes(content, policy=policy.default))
        return b"250 ok\r\n"


@contextmanager
def receiving(receiver: WebhookReceiver | MailReceiver) -> Iterator[int]:
    """Run a receiver in a thread during the block; yield its port."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()

    def run(call: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(call, loop).result(10)

    try:
        yield run(receiver.start())
        run(receiver.stop())
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(10)
        loop.close()
