"""APIs without any envelope: arrays as answers, and errors in shapes of their own."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from .generating import generator, python

SHOP = Path(__file__).parent / "other" / "shop.yaml"
ITEM = {
    "item-name": "saw",
    "unit-price": 7,
    "stock": {"here": 2},
    "maker": {"full_name": "Ada L.", "homeTown": "London"},
}
REFUSALS = {
    "/items/none": (404, {"errors": ["shop.NotFound: no item none\n\tat shop.Items.get", "more"]}),
    "/items/full": (503, {"errors": []}),
    "/items/away": (302, {}),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        status, answer = REFUSALS.get(self.path, (200, ITEM))
        body = json.dumps([ITEM, {"maker": None}] if self.path == "/items" else answer).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Location", "https://other.example/")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Print nothing."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the specification."""
    out = tmp_path_factory.mktemp("other") / "shop"
    done = generator("generate", "--spec", SHOP, "--out", out, "--package", "shop")
    assert (done.returncode, done.stderr) == (0, "")
    return out


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """A server of the specification."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def ask(package: Path, *words: str, endpoint: str = "") -> tuple[int, str, str]:
    done = python(
        *words,
        cwd=package.parent,
        PYTHONPATH=str(package / "src"),
        SHOP_ENDPOINT=endpoint,
        COLUMNS="80",
    )
    return done.returncode, done.stdout, done.stderr


def test_array(shop: Path, endpoint: str) -> None:
    """An answer that is an array is a list of models, from both clients."""
    code = """
import asyncio
from shop import AsyncClient, Client
with Client() as client:
    first, second = client.goods.list_items()
async def run():
    async with AsyncClient() as client:
        return await client.goods.list_items()
assert asyncio.run(run()) == [first, second]
assert second.maker is None
print(first.item_name, first.unit_price, first.stock["here"], first.maker.full_name, first.maker.home_town)
"""
    assert ask(shop, "-c", code, endpoint=endpoint) == (0, "saw 7 2 Ada L. London\n", "")


def test_table(shop: Path, endpoint: str) -> None:
    """The command line shows an array as a table with a row for each item."""
    code, table, _ = ask(
        shop, "-m", "shop", "goods", "list_items", "-o", "table", endpoint=endpoint
    )

    head, *rows = table.splitlines()
    assert (code, len(rows)) == (0, 2)
    assert head.split()[:2] == ["ITEM", "NAME"]
    assert rows[0].split()[:2] == ["saw", "7"]


@pytest.mark.parametrize(
    ("item", "code", "expected"),
    [
        ("none", 4, "getItem: shop.NotFound: no item none"),
        ("full", 5, "getItem: the server responded with status 503 and no error message"),
        (
            "away",
            5,
            "getItem: the server redirects to https://other.example/ with status 302; "
            "a request goes to its own endpoint only",
        ),
    ],
)
def test_refusals(shop: Path, endpoint: str, item: str, code: int, expected: str) -> None:
    """A refusal is told in one line: of a list of messages, the first line of the first."""
    words = ["-m", "shop", "goods", "get_item", "--item-id", item]

    assert (code, "", f"shop: {expected}\n") == ask(shop, *words, endpoint=endpoint)


def test_no_regions(shop: Path) -> None:
    """A client whose contract knows no regions takes none."""
    code = "import inspect, shop; print('region' in inspect.signature(shop.Client).parameters)"

    assert ask(shop, "-c", code) == (0, "False\n", "")


def test_types(shop: Path, tmp_path: Path, mypy_cache: Path) -> None:
    """The package passes mypy's strictest settings, maps and arrays included."""
    code = (
        "from shop import Client\n"
        "def cheapest(client: Client) -> int | None:\n"
        "    stocks: list[dict[str, int] | None] = [one.stock for one in client.goods.list_items()]\n"
        "    return client.goods.list_items()[0].unit_price if stocks else None\n"
    )
    (tmp_path / "user.py").write_text(code)
    command = ["-m", "mypy", "--strict", "--cache-dir", str(mypy_cache)]
    done = python(*command, "-p", "shop", cwd=shop / "src")
    used = python(*command, str(tmp_path / "user.py"), cwd=shop / "src")

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")
    assert (used.returncode, "" if used.returncode == 0 else used.stdout) == (0, "")
