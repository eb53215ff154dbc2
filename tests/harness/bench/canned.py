"""A server of canned pages: `python -m tests.harness.bench.canned PAGES DELAY`.

It answers `pageIndex` and `pageSize` of any request after a delay in seconds, and `GET /count`
with the number of connections that were opened before; its address is the line it prints.
"""

import asyncio
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from urllib.request import urlopen

import msgspec

from .decode import page_of

__all__ = ["canned_server", "connection_count"]

_PAGE = re.compile(rb"pageIndex=(\d+).*pageSize=(\d+)")


@contextmanager
def canned_server(pages: int = 1, delay: float = 0.0) -> Iterator[str]:
    """Run the server in a process of its own; yield its address."""
    command = [sys.executable, "-m", "tests.harness.bench.canned", str(pages), str(delay)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def connection_count(address: str) -> int:
    """Return the number of connections opened before this one."""
    with urlopen(f"http://{address}/count") as answer:
        return int(answer.read()) - 1


class _Connection(asyncio.Protocol):
    opened = 0
    pages = 1
    delay = 0.0

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        type(self).opened += 1
        self._received = b""
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._received += data
        while b"\r\n\r\n" in self._received:
            head, _, self._received = self._received.partition(b"\r\n\r\n")
            answer = self._answer(head)
            asyncio.get_running_loop().call_later(self.delay, self._send, answer)

    def _answer(self, head: bytes) -> bytes:
        if head.startswith(b"GET /count"):
            body = str(self.opened).encode()
            return b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(body), body)
        found = _PAGE.search(head)
        assert found is not None
        return _page(int(found[1]), int(found[2]), self.pages)

    def _send(self, answer: bytes) -> None:
        assert isinstance(self._transport, asyncio.Transport)
        self._transport.write(answer)


@cache
def _page(index: int, size: int, pages: int) -> bytes:
    answer = msgspec.json.decode(page_of(size))
    answer |= {"pageIndex": index, "pageSize": size, "totalSize": pages * size}
    for number, job in enumerate(answer["data"]):
        job["jobId"] = f"{index:08}-0000-4000-8000-{number:012}"
    body = msgspec.json.encode(answer)
    kind = b"Content-Type: application/json;charset=utf-8"
    return b"HTTP/1.1 200 OK\r\n%b\r\nContent-Length: %d\r\n\r\n%b" % (kind, len(body), body)


async def _main(pages: int, delay: float) -> None:
    _Connection.pages, _Connection.delay = pages, delay
    for index in range(1, pages + 1) if pages > 1 else ():
        _page(index, 100, pages)
    loop = asyncio.get_running_loop()
    server = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=256)
    host, port = server.sockets[0].getsockname()
    print(f"{host}:{port}", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(_main(int(sys.argv[1]), float(sys.argv[2])))
