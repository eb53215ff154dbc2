"""A package of listings in all styles, and a server of them."""

import asyncio
import importlib
import json
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest

from ...generator.generating import generator

SPEC = Path(__file__).with_name("listings.yaml")


@dataclass
class ListingServer:
    """A server whose items are ids; a page has at most `cap` of them, whatever is asked for.

    `next_of` changes how the next page is named, by the text that would name it.
    """

    url: str
    ids: list[int] = field(default_factory=list)
    cap: int = 50
    next_of: Callable[[str], str | None] = field(default=lambda text: text)
    ignores_position: bool = False
    requests: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def respond(self, target: str) -> tuple[dict[str, str], Any]:
        """Return headers and body of a response."""
        path, query = urlsplit(target).path, dict(parse_qsl(urlsplit(target).query))
        self.requests.append((path, query))
        size = min(int(query.get("size", 10)), self.cap)
        start = 0 if self.ignores_position else self._start(query, size)
        cups = [{"id": id} for id in self.ids[start : start + size]]
        following = start + size if start + size < len(self.ids) else None
        if path == "/links":
            named = self.next_of(f"/links?page_key=k{following}&size={size}")
            links = {"Link": f'</x>; rel=up, <{named}>; title="a, b"; rel="last next"'}
            repeated = {**(links if following is not None and named else {}), "LINK": "</>; rel=up"}
            return repeated, cups
        body: dict[str, Any] = {"cups": cups}
        if path == "/offsets":
            body["total"] = len(self.ids)
        if path == "/cursors" and following is not None:
            body["meta"] = {"next": self.next_of(f"k{following}")}
        return {}, body

    @staticmethod
    def _start(query: dict[str, str], size: int) -> int:
        if "page" in query:
            return (int(query["page"]) - 1) * size
        key = query.get("page_key") or query.get("after") or f"k{query.get('offset', 0)}"
        return int(key.removeprefix("k"))


class Lister:
    """Lists with the synchronous or the asynchronous client."""

    def __init__(self, package: Any, way: str, url: str) -> None:
        self.package = package
        self._way = way
        environment = package.Environment(environ={})
        self._settings: dict[str, Any] = {
            "endpoint": url,
            "key": "s3cret",
            "retries": 0,
            "environment": environment,
        }

    def ids(self, style: str, *, parallel: int = 1, **arguments: Any) -> list[int]:
        """Return the ids of all items of a listing."""
        if self._way == "sync":
            with self.package.Client(**self._settings) as client:
                page = getattr(client.cups, f"list_{style}")(**arguments)
                return [cup.id for cup in page.iterate(parallel=parallel)]

        async def run() -> list[int]:
            async with self.package.AsyncClient(**self._settings) as client:
                listing = getattr(client.cups, f"list_{style}")(**arguments)
                return [cup.id async for cup in listing.iterate(parallel=parallel)]

        return asyncio.run(run())

    def pages(self, style: str, **arguments: Any) -> list[Any]:
        """Return the pages of a listing, one after the other."""
        if self._way == "sync":
            with self.package.Client(**self._settings) as client:
                pages = [getattr(client.cups, f"list_{style}")(**arguments)]
                while following := pages[-1].next_page():
                    pages.append(following)
                return pages

        async def run() -> list[Any]:
            async with self.package.AsyncClient(**self._settings) as client:
                pages = [await getattr(client.cups, f"list_{style}")(**arguments)]
                while following := await pages[-1].next_page():
                    pages.append(following)
                return pages

        return asyncio.run(run())


@pytest.fixture(scope="session")
def listings(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The package."""
    out = tmp_path_factory.mktemp("paging") / "listings"
    done = generator("generate", "--spec", SPEC, "--out", out, "--package", "listings")
    assert (done.returncode, done.stderr) == (0, "")
    sys.path.insert(0, str(out / "src"))
    try:
        return importlib.import_module("listings")
    finally:
        sys.path.remove(str(out / "src"))


@pytest.fixture
def server() -> Iterator[ListingServer]:
    """The running server."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            headers, value = running.respond(self.path)
            body = json.dumps(value).encode()
            self.send_response(200)
            for name, text in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, text)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *arguments: object) -> None:
            """Write no log."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as http:
        running = ListingServer(f"http://127.0.0.1:{http.server_port}")
        thread = threading.Thread(target=http.serve_forever, args=(0.02,))
        thread.start()
        yield running
        http.shutdown()
        thread.join()


@pytest.fixture(params=["sync", "async"])
def lister(request: pytest.FixtureRequest, listings: Any, server: ListingServer) -> Lister:
    """The client in both its forms."""
    return Lister(listings, request.param, server.url)
