"""Responses by status and media type, downloads, redirects, and lists whose items differ by place."""

import asyncio
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from types import ModuleType
from typing import Any, ClassVar

import pytest

from .generating import python
from .loaded import Loopback, load

SPEC = Path(__file__).parent / "other" / "prints.yaml"
PNG = b"\x89PNG\r\n\x1a\n\xff\xfe"
JSON = "application/json"


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    status: ClassVar[int] = 200
    replied: ClassVar[dict[str, str]] = {}
    body: ClassVar[bytes] = b""
    length: ClassVar[int | None] = None
    accept: ClassVar[str] = ""

    def do_GET(self) -> None:
        cls = type(self)
        received = self.rfile.read(int(self.headers.get("content-length", 0)))
        cls.accept = self.headers["accept"]
        body = received or cls.body
        self.send_response(cls.status)
        for name, value in cls.replied.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(cls.length or len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)
        self.close_connection = cls.length is not None

    do_POST = do_PUT = do_HEAD = do_GET

    def log_message(self, *_: object) -> None:
        """Print nothing."""


def answer(
    status: int, media: str = "", body: bytes = b"", *, length: int | None = None, **headers: str
) -> None:
    """Set what the server answers from now on."""
    Handler.status, Handler.body, Handler.length = status, body, length
    Handler.replied = {**({"Content-Type": media} if media else {}), **headers}


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return load(SPEC, "prints", tmp_path_factory.mktemp("prints"))


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


class Caller:
    """Calls both clients, which must return the same."""

    def __init__(self, package: ModuleType, endpoint: str) -> None:
        self._package = package
        self._endpoint = endpoint

    def __call__(self, method: str, **arguments: Any) -> Any:
        with self._package.Client(endpoint=self._endpoint) as client:
            value = getattr(client.prints, method)(**arguments)

        async def run() -> Any:
            async with self._package.AsyncClient(endpoint=self._endpoint) as client:
                return await getattr(client.prints, method)(**arguments)

        assert asyncio.run(run()) == value
        return value


@pytest.fixture
def call(package: ModuleType, endpoint: str) -> Caller:
    return Caller(package, endpoint)


def test_the_status_decides(package: ModuleType, call: Caller) -> None:
    """Models with the same properties are told apart by the status of the response."""
    models, body = package.models, b'{"id": "1"}'
    answer(200, JSON, body)
    assert call("start") == models.Finished(id="1")
    answer(202, JSON, body)
    assert call("start") == models.Queued(id="1")
    answer(204)
    assert call("start") is None
    answer(201, JSON, body)
    assert call("start") == models.Finished(id="1")


def test_the_media_type_decides(package: ModuleType, call: Caller) -> None:
    """JSON, text and bytes of one status are told apart by Content-Type, and all are asked for."""
    answer(200, "image/png", PNG)
    assert call("read_image") == PNG
    assert (
        Handler.accept == "application/json, text/csv, text/plain, image/png, application/xml;q=0.5"
    )
    answer(200, "application/JSON; charset=utf-8", b'{"id": "1"}')
    assert call("read_image") == package.models.Finished(id="1")
    answer(200, "text/csv; charset=iso-8859-1", b"a,\xe9")
    assert call("read_image") == "a,é"
    answer(200, "application/xml", b"<a/>")
    assert call("read_image") == b"<a/>"
    answer(203, "text/plain", b"later")
    assert call("read_image") == "later"


def test_a_media_type_that_is_not_stated(package: ModuleType, call: Caller) -> None:
    """It is an error that names the stated ones."""
    answer(200, "text/html", b"<html>")

    with pytest.raises(
        package.errors.InvalidResponseError, match="text/html, which is none of app"
    ):
        call("read_image")


def test_json_in_another_charset(package: ModuleType, call: Caller) -> None:
    """JSON is read in the charset that its media type names."""
    answer(200, f"{JSON}; charset=utf-16", '{"id": "é"}'.encode("utf-16"))

    assert call("start") == package.models.Finished(id="é")


def test_stated_redirects(package: ModuleType, call: Caller) -> None:
    """A stated redirect is a result, with its location; 304 is an empty one."""
    redirect = package._runtime.contract.contents.Redirect
    answer(302, Location="https://a.example/b")
    assert call("find_archive") == redirect(status=302, location="https://a.example/b")
    assert call("check_archive") == redirect(status=302, location="https://a.example/b")
    answer(307, Location="/c")
    assert call("find_latest") == redirect(status=307, location="/c")
    answer(304)
    assert call("find_latest") is None
    answer(200, JSON, b"{}")
    assert call("find_latest") == package.models.Finished()


def test_redirects_that_are_not_stated(package: ModuleType, call: Caller) -> None:
    """They are errors, as before."""
    answer(301, Location="https://a.example/")

    with pytest.raises(
        package.errors.InvalidResponseError, match=r"redirects to https://a\.example/"
    ):
        call("find_latest")


def test_downloads(package: ModuleType, endpoint: str, tmp_path: Path) -> None:
    """A response is saved piece by piece; the file is there when it is whole."""
    body, path = PNG * 300_000, tmp_path / "a.pdf"
    answer(200, "application/pdf", body)
    with package.Client(endpoint=endpoint) as client:
        assert client.prints.with_streamed_response.read_pdf().save(path) == path
        with client.prints.with_streamed_response.read_pdf() as response:
            chunks = list(response)
    assert path.read_bytes() == b"".join(chunks) == body
    assert len(chunks) > 1

    async def run() -> None:
        async with package.AsyncClient(endpoint=endpoint) as client:
            await (await client.prints.with_streamed_response.read_pdf()).save(tmp_path / "b.pdf")

    asyncio.run(run())
    assert (tmp_path / "b.pdf").read_bytes() == body


def test_a_download_that_breaks(package: ModuleType, endpoint: str, tmp_path: Path) -> None:
    """An error leaves the file as it was, and nothing beside it."""
    path = tmp_path / "a.pdf"
    path.write_text("old")
    answer(200, "application/pdf", b"x" * 100, length=200)
    with package.Client(endpoint=endpoint) as client:
        with pytest.raises(package.errors.TransportError, match="truncated"):
            client.prints.with_streamed_response.read_pdf().save(path)
        answer(404)
        with pytest.raises(package.errors.NotFoundError):
            client.prints.with_streamed_response.read_pdf()

    assert [path.read_text() for path in tmp_path.iterdir()] == ["old"]


def test_lists_whose_items_differ(package: ModuleType, call: Caller) -> None:
    """Each item is of the type of its place, those that follow of the type of the others."""
    answer(200, JSON)
    point = package.models.Point
    body = {
        "range": [1, 2.5],
        "marked": ["a", {"x": 1}],
        "path": ["b", {"x": 2}, {"x": 3}],
        "either": ["a", 1],
    }
    shape = call("swap_shape", body=body)

    assert shape.range == (1, 2.5)
    assert shape.marked == ["a", point(x=1)]
    assert shape.path == ["b", point(x=2), point(x=3)]
    assert shape.either == ("a", 1)
    assert call("swap_shape", body=shape) == shape
    assert call("swap_shape", body={"marked": [], "either": "a"}).marked == []
    assert call("swap_shape", body={"either": None}).either is None


WRONG = [
    ({"range": [1]}, "must be a list of at least 2 items"),
    ({"marked": ["a", {"x": 1}, 2]}, "at most 2 items, got 3"),
    ({"path": ["b", {"x": "c"}]}, "item 1: Expected `int`, got `str`"),
    ({"path": 5}, "must be a list"),
]


@pytest.mark.parametrize(("body", "message"), WRONG)
def test_lists_with_wrong_items(package: ModuleType, call: Caller, body: Any, message: str) -> None:
    """They are refused before they are sent, with the place of the item."""
    with pytest.raises(package.errors.UsageError, match=message):
        call("swap_shape", body=body)


def test_null_in_a_recursive_union(call: Caller) -> None:
    """Null is a value at every depth, where the union says so."""
    answer(200, JSON)
    tree: list[Any] = [None, "a", ["b", None, []], {"c": [{"d": None}]}]

    assert call("swap_tree", body=tree) == tree


def test_a_server_answers_with_each_content(package: ModuleType) -> None:
    """A result has the status and the media type of the content that it is of."""
    redirect = package._runtime.contract.contents.Redirect
    results: list[Any] = [
        package.models.Queued(id="1"),
        None,
        package.models.Finished(id="2"),
    ]

    class Prints(package.server.Prints):  # type: ignore[name-defined, misc]
        async def start_print(self, _call: object, _parameters: object) -> Any:
            return results.pop(0)

        async def find_archive(self, _call: object, _parameters: object) -> Any:
            return redirect(status=302, location="/x")

        async def read_image(self, _call: object, _parameters: object) -> Any:
            return PNG

    transport = Loopback(package, package.server.build_app(prints=Prints()))
    prints = package.Client(transport=transport).prints

    assert prints.start() == package.models.Queued(id="1")
    assert prints.start() is None
    assert prints.start() == package.models.Finished(id="2")
    assert prints.find_archive() == redirect(status=302, location="/x")
    assert prints.read_image() == PNG
    assert [response.status for response in transport.responses] == [202, 204, 200, 302, 200]
    assert transport.responses[-1].headers["content-type"] == "image/png"


def test_types(package: ModuleType, mypy_cache: Path, tmp_path: Path) -> None:
    """Packages with streams, contents and encodings pass mypy's strictest settings, and so do their users."""
    source = Path(package.__path__[0]).parent
    code = (
        "from prints import Client\n"
        "import prints.cli, prints.server\n"
        "def read(client: Client) -> tuple[float, float] | None:\n"
        "    client.prints.with_streamed_response.read_pdf().save('a.pdf')\n"
        "    return client.prints.swap_shape(body={}).range\n"
    )
    (tmp_path / "user.py").write_text(code)
    command = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache)]
    used = python(*command, str(tmp_path / "user.py"), cwd=source)

    assert (used.returncode, "" if used.returncode == 0 else used.stdout) == (0, "")
