"""Responses that arrive item by item: server-sent events and JSON records, in both clients."""

import asyncio
import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from types import ModuleType
from typing import Any, ClassVar

import pytest

from .loaded import load

SPEC = Path(__file__).parent / "other" / "streams.yaml"
EVENTS, RECORDS, JSON = "text/event-stream", "application/x-ndjson", "application/json"


class Handler(BaseHTTPRequestHandler):
    """Sends pieces of a response, each when the one before has been read."""

    protocol_version = "HTTP/1.1"
    status: ClassVar[int] = 200
    media: ClassVar[str] = EVENTS
    pieces: ClassVar[list[bytes]] = []
    waits_for: ClassVar[Event | None] = None
    is_truncated: ClassVar[bool] = False
    count: ClassVar[int] = 0
    left: ClassVar[Event] = Event()

    def do_GET(self) -> None:
        cls = type(self)
        cls.count += 1
        self.rfile.read(int(self.headers.get("content-length", 0)))
        self.send_response(cls.status)
        self.send_header("Content-Type", cls.media)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for index, piece in enumerate(cls.pieces):
                if index and cls.waits_for is not None:
                    cls.waits_for.wait(10)
                self.wfile.write(b"%x\r\n%s\r\n" % (len(piece), piece))
                self.wfile.flush()
            if cls.is_truncated:
                self.close_connection = True
            else:
                self.wfile.write(b"0\r\n\r\n")
        except OSError:
            cls.left.set()

    do_POST = do_GET

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def answer(*pieces: bytes, media: str = EVENTS, status: int = 200, **traits: Any) -> None:
    """Set what the server answers from now on."""
    Handler.pieces, Handler.media, Handler.status = [*pieces], media, status
    Handler.waits_for = traits.get("waits_for")
    Handler.is_truncated = traits.get("is_truncated", False)
    Handler.count = 0
    Handler.left = Event()


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load(SPEC, "feeds", tmp_path_factory.mktemp("feeds"))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        server.daemon_threads = True
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def client(package: ModuleType, endpoint: str) -> Iterator[Any]:
    with package.Client(endpoint=endpoint) as client:
        yield client


def read_async(package: ModuleType, endpoint: str, method: str) -> list[Any]:
    """Return the items of a stream of the asynchronous client."""

    async def run() -> list[Any]:
        async with package.AsyncClient(endpoint=endpoint) as client:
            stream = await getattr(client.feeds, method)()
            return [item async for item in stream]

    return asyncio.run(run())


PROGRESS = (
    b'\xef\xbb\xbf: hello\r\nid: 7\r\nevent: step\r\ndata: {"done":\r\n',
    b"data:1}\r\n\r",
    b'\n\n\nretry: 1500\ndata: {"done": 2, "note": "\xc3',
    b'\xa4"}\r\rid\ndata\n\ndata: {"done": 9}\n',
)


def test_events(package: ModuleType, endpoint: str, client: Any) -> None:
    """Events are parsed as the HTML standard says, and their data are of the stated model."""
    answer(*PROGRESS[:3], b'\xa4"}\r\rdata: {"done": 9}\n')
    progress = package.models.Progress

    events = list(client.feeds.watch_progress())

    assert [event.data for event in events] == [progress(done=1), progress(done=2, note="ä")]
    assert [event.event for event in events] == ["step", "message"]
    assert [event.id for event in events] == ["7", "7"]
    assert [event.retry for event in events] == [None, 1500]
    assert read_async(package, endpoint, "watch_progress") == events


def test_data_that_are_text(client: Any) -> None:
    """Data whose schema is a string are not decoded; several lines of data are one text."""
    answer(b"data: a\ndata: b\n\ndata\n\ndata: [DONE]\n\nid: x\n\n")

    events = list(client.feeds.watch_lines())

    assert [event.data for event in events] == ["a\nb", "", "[DONE]"]


def test_whole_events_in_the_contract(package: ModuleType, client: Any) -> None:
    """The data of an event are of the schema of their content, if the schema describes the event."""
    answer(b'data: {"done": 3}\n\ndata: [DONE]\n\n')

    events = list(client.feeds.watch_events())

    assert [event.data for event in events] == [package.models.Progress(done=3)]


def test_records(package: ModuleType, endpoint: str, client: Any) -> None:
    """Each line is a record of the stated model; empty lines are none, the last may have no end."""
    answer(b'{"done": 1}\r\n\n{"do', b'ne": 2}\n{"done": 3}', media=RECORDS)

    records = list(client.feeds.list_records())

    assert records == [package.models.Progress(done=number) for number in (1, 2, 3)]
    assert read_async(package, endpoint, "list_records") == records


def test_items_come_as_they_arrive(client: Any) -> None:
    """An item is there before the next one was sent."""
    more = Event()
    answer(b'{"done": 1}\n', b'{"done": 2}\n', media=RECORDS, waits_for=more)

    with client.feeds.list_records() as stream:
        first = next(stream)
        more.set()
        rest = list(stream)

    assert [first.done, *(record.done for record in rest)] == [1, 2]


def test_items_come_as_they_arrive_async(package: ModuleType, endpoint: str) -> None:
    """An item is there before the next one was sent, in the asynchronous client, too."""
    more = Event()
    answer(b'data: {"done": 1}\n\n', b'data: {"done": 2}\n\n', waits_for=more)

    async def run() -> list[int]:
        client = package.AsyncClient(endpoint=endpoint)
        async with client, await client.feeds.watch_progress() as stream:
            first = await anext(stream)
            more.set()
            return [first.data.done, *[event.data.done async for event in stream]]

    assert asyncio.run(run()) == [1, 2]


def test_either_at_once_or_in_pieces(package: ModuleType, client: Any) -> None:
    """The media type of the response decides whether a stream is returned."""
    answer(b'{"text": "all"}', media=JSON)
    whole = client.feeds.ask_model(question="?", stream=False)
    answer(b'data: {"piece": "a"}\n\n', b'data: {"piece": "b"}\n\ndata: [DONE]\n\n')
    pieces = [event.data.piece for event in client.feeds.ask_model(question="?", stream=True)]

    assert whole == package.models.AskModelResponse(text="all")
    assert pieces == ["a", "b"]


def test_nothing_is_sent_again(package: ModuleType, client: Any) -> None:
    """A connection that breaks after the first item is an error, and not a second request."""
    answer(b'{"done": 1}\n', media=RECORDS, is_truncated=True)
    stream = client.feeds.list_records()

    assert next(stream).done == 1
    with pytest.raises(package.errors.TransportError):
        next(stream)
    assert list(stream) == []
    assert Handler.count == 1


def test_an_error_is_an_error(package: ModuleType, client: Any) -> None:
    """A status of no success is raised by the call, not by the iteration."""
    answer(b"{}", media=JSON, status=404)

    with pytest.raises(package.errors.NotFoundError):
        client.feeds.watch_progress()


def test_an_item_of_another_type(package: ModuleType, endpoint: str, client: Any) -> None:
    """The items before it are returned, then it is an error with the path."""
    answer(b'{"done": 1}\n{"done": "x"}\n{"done": 3}\n', media=RECORDS)
    stream = client.feeds.list_records()

    assert next(stream).done == 1
    with pytest.raises(package.errors.InvalidResponseError, match=r"at `\$\.done`"):
        next(stream)
    with pytest.raises(package.errors.InvalidResponseError, match=r"at `\$\.done`"):
        read_async(package, endpoint, "list_records")


def test_memory_is_bounded(package: ModuleType, client: Any) -> None:
    """A line that does not end is refused."""
    answer(*[b"x" * (1 << 20)] * 20, media=RECORDS)

    with pytest.raises(package.errors.InvalidResponseError, match="larger than 16777216 bytes"):
        list(client.feeds.list_records())


def test_closing(client: Any) -> None:
    """A stream that is left closes its connection, so that the server stops."""
    more = Event()
    answer(b'{"done": 1}\n', *[b" " * (1 << 20)] * 50, media=RECORDS, waits_for=more)

    with client.feeds.list_records() as stream:
        next(stream)
    more.set()

    assert Handler.left.wait(10)
    assert list(stream) == []


def test_raw_responses(client: Any) -> None:
    """Status and headers stand beside a stream."""
    answer(b"data: a\n\n")

    response = client.feeds.with_raw_response.watch_lines()

    assert (response.status, response.headers["content-type"]) == (200, EVENTS)
    assert [event.data for event in response.value] == ["a"]


def test_a_transport_that_returns_whole_responses(package: ModuleType) -> None:
    """A transport of the user's own need not know of streams."""
    from .loaded import canned

    transport = canned(package, json.dumps({"done": 5}).encode())
    records = package.Client(transport=transport, endpoint="https://a.example").feeds

    assert [record.done for record in records.list_records()] == [5]
