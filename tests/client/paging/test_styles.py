"""Listings by page, offset, cursor and link: every item once, in order, and an end to each."""

import json
from pathlib import Path
from subprocess import CompletedProcess
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ...generator.generating import python
from ...sizes import EXAMPLES
from .conftest import Lister, ListingServer

STYLES = ("pages", "offsets", "uncounted_offsets", "cursors", "links")
each_style = pytest.mark.parametrize("style", STYLES)


@each_style
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(count=st.integers(0, 60), size=st.integers(1, 25), cap=st.integers(1, 25))
def test_every_item_once_in_order(
    lister: Lister, server: ListingServer, style: str, count: int, size: int, cap: int
) -> None:
    """Whatever the sizes, also where a service makes its pages smaller than asked for."""
    server.ids, server.cap = list(range(count)), cap if style != "pages" else 25

    assert lister.ids(style, size=size) == server.ids


@each_style
def test_items_that_come_again_are_skipped(
    lister: Lister, server: ListingServer, style: str
) -> None:
    """An item on two pages is yielded once."""
    server.ids = [1, 2, 2, 3, 1, 4, 5, 2]

    assert lister.ids(style, size=2) == [1, 2, 3, 4, 5]


@each_style
def test_next_page(lister: Lister, server: ListingServer, style: str) -> None:
    """`next_page` follows the pages to the last one, and counts them."""
    server.ids = [1, 2, 3, 4, 5]
    pages = [page for page in lister.pages(style, size=2) if page.items]

    assert [[cup.id for cup in page.items] for page in pages] == [[1, 2], [3, 4], [5]]
    assert [page.page_index for page in pages] == [1, 2, 3]
    assert [page.raw_items for page in pages][2] == [b'{"id": 5}']


def test_a_listing_starts_anywhere(lister: Lister, server: ListingServer) -> None:
    """The arguments choose the first page; later ones follow it."""
    server.ids = list(range(10))

    assert lister.ids("pages", size=3, page=3) == [6, 7, 8, 9]
    assert lister.ids("offsets", size=3, offset=4) == [4, 5, 6, 7, 8, 9]
    assert lister.ids("cursors", size=3, after="k7") == [7, 8, 9]


def test_the_largest_page_is_asked_for(lister: Lister, server: ListingServer) -> None:
    """Without a size, iteration asks for the largest page of the contract."""
    server.ids = [1]
    lister.ids("cursors")
    lister.ids("links")

    assert [query["size"] for _, query in server.requests] == ["50", "50"]


@pytest.mark.parametrize("parallel", [2, 3, 16])
def test_parallel_offsets(lister: Lister, server: ListingServer, parallel: int) -> None:
    """Offsets with a total are read in parallel, also where pages are smaller than asked for."""
    server.ids = list(range(100))

    assert lister.ids("offsets", size=7, parallel=parallel) == server.ids
    server.cap = 4
    assert lister.ids("offsets", size=7, parallel=parallel) == server.ids


@pytest.mark.parametrize("style", ["pages", "uncounted_offsets", "cursors", "links"])
def test_no_parallel_reads_without_a_total(
    lister: Lister, server: ListingServer, style: str
) -> None:
    """Parallel reads of an uncounted listing are an error that tells to leave `parallel` out."""
    with pytest.raises(lister.package.UsageError, match=r"page by page: .*; leave out parallel"):
        lister.ids(style, parallel=2)


@pytest.mark.parametrize("style", ["pages", "cursors", "links"])
def test_no_total(lister: Lister, server: ListingServer, style: str) -> None:
    """A page of a listing without total has none, and says so."""
    server.ids = [1]
    (page, *_) = lister.pages(style)

    assert page.has_total is False
    with pytest.raises(lister.package.UsageError, match="no response states a total"):
        print(page.total_size)


@pytest.mark.parametrize("style", ["cursors", "links"])
def test_a_loop_of_pages_is_an_error(lister: Lister, server: ListingServer, style: str) -> None:
    """A page that was named before would be read for ever."""
    server.ids = list(range(9))
    server.next_of = lambda text: text.replace("k6", "k3")
    with pytest.raises(lister.package.InvalidResponseError, match="the listing does not end"):
        lister.ids(style, size=3)

    assert len(server.requests) < 6


@pytest.mark.parametrize("style", ["pages", "uncounted_offsets"])
def test_a_position_without_effect_is_an_error(
    lister: Lister, server: ListingServer, style: str
) -> None:
    """A service that always sends the first page would be read for ever."""
    server.ids, server.ignores_position = [1, 2, 3], True
    with pytest.raises(lister.package.InvalidResponseError, match="the listing does not end"):
        lister.ids(style, size=3)


@pytest.mark.parametrize("ending", ["", None])
def test_an_empty_cursor_ends(lister: Lister, server: ListingServer, ending: Any) -> None:
    """A cursor of null or of no characters is that of the last page."""
    server.ids, server.next_of = list(range(9)), lambda _: ending

    assert lister.ids("cursors", size=3) == [0, 1, 2]


@pytest.mark.parametrize(
    "form",
    ["?page_key={}&size=3", "/links?page_key={}&size=3#x", "{url}/links?page_key={}&size=3"],
)
def test_forms_of_links(lister: Lister, server: ListingServer, form: str) -> None:
    """A link is relative to the page, to the server, or absolute."""
    server.ids = list(range(9))
    server.next_of = lambda text: form.replace("{url}", server.url).format(
        text.partition("page_key=")[2].partition("&")[0]
    )

    assert lister.ids("links", size=3) == server.ids


def test_the_key_goes_with_every_page_once(lister: Lister, server: ListingServer) -> None:
    """A link that repeats the key of the query is followed with one key."""
    server.ids = list(range(4))
    server.next_of = lambda text: f"{text}&api_key=s3cret"

    assert lister.ids("links", size=2) == server.ids
    assert [query["api_key"] for _, query in server.requests] == ["s3cret", "s3cret"]


@pytest.mark.parametrize(
    "link",
    [
        "https://other.example/links?page_key=k3",
        "//other.example/links",
        "http://127.0.0.1:1/links",
        "http://127.0.0.1@other.example/",
        "http://[/",
        "/links?page_key= k",
    ],
)
def test_no_link_leads_elsewhere(lister: Lister, server: ListingServer, link: str) -> None:
    """A link to another server is an error, and no request is sent."""
    server.ids, server.next_of = list(range(9)), lambda _: link
    with pytest.raises(
        lister.package.InvalidResponseError, match="requests go to that server only"
    ):
        lister.ids("links", size=3)

    assert len(server.requests) == 1


@each_style
def test_the_command_line(listings: Any, server: ListingServer, style: str) -> None:
    """The command line lists a page, notes that there are more, and reads all with `--all`."""
    server.ids = list(range(7))

    def run(*options: str) -> "CompletedProcess[str]":
        command = ("-m", "listings", "cups", f"list_{style}", "--size", "3", *options)
        source = str(Path(listings.__file__).parents[1])
        return python(
            *command, PYTHONPATH=source, LISTINGS_ENDPOINT=server.url, LISTINGS_KEY="s3cret"
        )

    first, every, table = run("-o", "jsonl"), run("--all", "-o", "jsonl"), run()

    assert first.stdout.splitlines() == ['{"id": 0}', '{"id": 1}', '{"id": 2}']
    assert [json.loads(line)["id"] for line in every.stdout.splitlines()] == server.ids
    assert ("3 of 7 shown" if style == "offsets" else "3 shown of the 3 read") in table.stderr
    assert table.stdout.split() == ["ID", "0", "1", "2"]
