"""Forms, parts, files and lists in parameters are sent as their encodings say, and read so by a server."""

import datetime
import io
from collections.abc import AsyncIterator, Iterator
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any

import msgspec
import pytest

from .loaded import Loopback, load
from .recording import Caller, Handler

SPEC = Path(__file__).parent / "other" / "parcels.yaml"


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load(SPEC, "parcels", tmp_path_factory.mktemp("parcels"))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def caller(package: ModuleType, endpoint: str) -> Caller:
    Handler.sent, Handler.statuses = [], []
    return Caller(package, endpoint)


ORDER = {
    "name": "a b&c",
    "labels": {"k": "v"},
    "lines": [{"price": "p1", "tags": ["t", "u"]}, {"price": "p2"}],
    "sizes": ["s,m", "l"],
    "colours": ["red", "blue"],
    "window": {"from": 1, "to": 2},
    "corner": {"x": 3, "y": 4},
    "callback": "https://a.example/b?c=d&e%20f",
    "notes": ["n", "m"],
    "plain": [1, 2],
    "address": {"city": "Köln"},
    "urgent": True,
}
FIELDS = [
    "name=a%20b%26c",
    "labels%5Bk%5D=v",
    "lines%5B0%5D%5Bprice%5D=p1",
    "lines%5B0%5D%5Btags%5D%5B0%5D=t",
    "lines%5B0%5D%5Btags%5D%5B1%5D=u",
    "lines%5B1%5D%5Bprice%5D=p2",
    "sizes=s%2Cm,l",
    "colours=red%7Cblue",
    "from=1",
    "to=2",
    "corner=x,3,y,4",
    "callback=https://a.example/b?c=d%26e%20f",
    "notes=%22n%22",
    "notes=%22m%22",
    "plain=1",
    "plain=2",
    "address=%7B%22city%22%3A%22K%C3%B6ln%22%7D",
    "urgent=true",
]


def test_fields_of_a_form(caller: Caller) -> None:
    """Each field has its style; one without a style is text, an object JSON, a list several fields."""
    sent = caller.both("place_order", body=ORDER)

    assert sent.fields == FIELDS
    assert sent.headers["content-type"] == "application/x-www-form-urlencoded"


REFUSED = [
    ({"name": "a", "colours": ["a|b"]}, "colours must be a list"),
    ({"name": "a", "window": {"from": {"x": 1}}}, "from must be an integer"),
    ({}, "name is missing"),
]


@pytest.mark.parametrize(("body", "message"), REFUSED)
def test_values_without_a_form(
    package: ModuleType, caller: Caller, body: Any, message: str
) -> None:
    """A value that its style cannot hold is refused before anything is sent."""
    with pytest.raises(package.errors.UsageError, match=message):
        caller.one("place_order", body=body)

    assert Handler.sent == []


def test_parts_have_media_types(caller: Caller) -> None:
    """Objects are JSON, files octets or what is stated of them, texts have what is stated."""
    sent = caller.both(
        "file_document",
        body={
            "scan": b"\x00",
            "pages": [("a.jpg", b"j"), ("b.txt", b"p"), ("c", b"g", "image/gif")],
            "sender": {"name": "Ä"},
            "receivers": [{"name": "b"}, {"name": "c"}],
            "title": 'T"',
            "summary": "*s*",
            "remark": "é",
            "copies": 2,
            "due": datetime.date(2026, 1, 31),
        },
    )

    assert sent.parts == [
        ("scan", "scan", "application/octet-stream", b"\x00"),
        ("pages", "a.jpg", "image/jpeg", b"j"),
        ("pages", "b.txt", "image/png", b"p"),
        ("pages", "c", "image/gif", b"g"),
        ("sender", None, "application/json", '{"name":"Ä"}'.encode()),
        ("receivers", None, "application/json", b'{"name":"b"}'),
        ("receivers", None, "application/json", b'{"name":"c"}'),
        ("title", None, None, b'T"'),
        ("summary", None, "text/markdown", b"*s*"),
        ("remark", None, "text/plain; charset=iso-8859-1", "é".encode("iso-8859-1")),
        ("copies", None, None, b"2"),
        ("due", None, None, b"2026-01-31"),
    ]


def test_files_and_iterators(caller: Caller, tmp_path: Path) -> None:
    """A file is sent from where it is positioned, with its name and its length; an iterator in chunks."""
    path = tmp_path / "scan.bin"
    path.write_bytes(b"-" + b"x" * 200_000)
    for call in (caller.one, caller.one_async):
        with path.open("rb") as file:
            file.read(1)
            sent = call("file_document", body={"scan": file, "pages": [io.BytesIO(b"y")]})
        assert sent.parts == [
            ("scan", "scan.bin", "application/octet-stream", b"x" * 200_000),
            ("pages", "pages", "image/png", b"y"),
        ]
        assert int(sent.headers["content-length"]) == len(sent.body)

        chunked = call("store_blob", body=iter([b"a", b"", b"b"]))
        assert (chunked.body, chunked.headers["transfer-encoding"]) == (b"ab", "chunked")
        assert call("store_blob", body=io.BytesIO(b"c")).headers["content-length"] == "1"


def test_asynchronous_iterators(package: ModuleType, caller: Caller) -> None:
    """The asynchronous client sends them, the synchronous one refuses them."""

    async def chunks() -> AsyncIterator[bytes]:
        yield b"a"
        yield b"b"

    assert caller.one_async("store_blob", body=chunks()).body == b"ab"
    with pytest.raises(package.errors.UsageError, match="asynchronous client only"):
        caller.one("store_blob", body=chunks())


NO_BYTES = [io.StringIO("text"), iter(["text"]), 5, None]


@pytest.mark.parametrize("body", NO_BYTES, ids=["text-file", "texts", "number", "none"])
def test_no_bytes(package: ModuleType, caller: Caller, body: Any) -> None:
    """A body that is not bytes is refused."""
    with pytest.raises(package.errors.UsageError):
        caller.one("store_blob", body=body)


def test_a_file_is_sent_again_and_an_iterator_is_not(package: ModuleType, endpoint: str) -> None:
    """A retry reads a file from the same position; an iterator that was begun cannot be repeated."""
    with package.Client(endpoint=endpoint, retries=1) as client:
        Handler.sent, Handler.statuses = [], [503, 204]
        client.parcels.store_blob(body=io.BytesIO(b"file"))
        assert [sent.body for sent in Handler.sent] == [b"file", b"file"]

        Handler.sent, Handler.statuses = [], [503, 204]
        with pytest.raises(package.errors.ServiceError):
            client.parcels.store_blob(body=iter([b"once"]))
        assert [sent.body for sent in Handler.sent] == [b"once"]


def test_charsets(package: ModuleType, caller: Caller) -> None:
    """Text is sent in the stated charset, which must have all of its characters."""
    sent = caller.both("store_letter", body="é")

    assert sent.body == "é".encode("iso-8859-1")
    assert sent.headers["content-type"] == "text/plain; charset=iso-8859-1"
    with pytest.raises(package.errors.UsageError, match="can't encode"):
        caller.one("store_letter", body="€")


SEARCH = {
    "areas": ["a,b", "c/d"],
    "names": ["x,y", "z"],
    "pairs": {"k,": "v"},
    "piped": ["p", "q"],
    "deep": {"a": {"b": ["c", "d"]}},
    "expand": ["e", "f"],
    "after": "/a?b=c:d%2F#e",
}
TARGET = (
    "/search/a%2Cb,c%2Fd?after=/a?b=c:d%2F%23e&deep%5Ba%5D%5Bb%5D%5B0%5D=c&deep%5Ba%5D%5Bb%5D%5B1%5D=d"
    "&expand%5B0%5D=e&expand%5B1%5D=f&names=x%2Cy,z&pairs=k%2C,v&piped=p%7Cq"
)


def test_separators_do_not_split_values(package: ModuleType, caller: Caller) -> None:
    """A separator in a value is escaped, or refused where nothing escapes it."""
    sent = caller.both("search", **SEARCH)

    assert sent.target == TARGET
    for name, value in (("piped", ["p|q"]), ("x_names", ["a,b"])):
        with pytest.raises(package.errors.UsageError):
            caller.one("search", areas=["a"], **{name: value})


def test_a_server_reads_what_the_client_sends(package: ModuleType) -> None:
    """Forms, parts and parameters come to a service as the caller passed them."""
    received: list[Any] = []

    class Parcels(package.server.Parcels):  # type: ignore[name-defined, misc]
        async def place_order(self, _call: object, parameters: Any) -> None:
            received.append(parameters.body)

        async def file_document(self, _call: object, parameters: Any) -> None:
            received.append(parameters.body)

        async def search_parcels(self, _call: object, parameters: Any) -> None:
            received.append(parameters)

    app = package.server.build_app(parcels=Parcels())
    client = package.Client(transport=Loopback(package, app)).parcels
    document = {
        "scan": ("s", b"\r\n--"),
        "sender": {"name": "a"},
        "receivers": [{"name": "b"}, {"name": "c"}],
        "title": "{}",
        "remark": "é",
        "copies": 1,
    }
    client.place_order(body=ORDER)
    client.file_document(body=document)
    client.search(**{**SEARCH, "x_names": ["h", "i"]})

    order, parts, parameters = received
    decoded = {**ORDER, "callback": "https://a.example/b?c=d&e f"}  # what was encoded already
    assert order == msgspec.convert(decoded, package.models.Order)
    assert parts == {**document, "copies": "1"}
    assert {name: getattr(parameters, name) for name in SEARCH} == {
        **SEARCH,
        "after": "/a?b=c:d/#e",
    }
    assert parameters.x_names == ["h", "i"]
