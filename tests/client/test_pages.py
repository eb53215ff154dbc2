"""Pages: one by one, or all of them with each job once."""

import asyncio
import json
from typing import Any

import pytest

from flinkjobs import (
    AsyncClient,
    AsyncPage,
    Client,
    Environment,
    InvalidResponseError,
    Page,
    ServerError,
)
from flinkjobs.models import Job

from .conftest import AnyClient
from .scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope, page_of, refusal

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "environment": Environment(environ={}),
}


def jobs(count: int) -> list[dict[str, str]]:
    return [{"jobId": f"j{number}"} for number in range(1, count + 1)]


def test_one_page(any_client: AnyClient, server: ScriptedServer) -> None:
    """A page has its items, the total, the request id and the raw response."""
    response = envelope([{"jobId": "j3", "unknown": 1}, {"jobId": "j4"}], totalSize=9)
    server.response = response
    page = any_client.page(page_index=2, page_size=2)

    assert [job.job_id for job in page.items] == ["j3", "j4"]
    assert (page.total_size, page.request_id, page.page_index, page.page_size) == (9, "R-1", 2, 2)
    assert page.raw == response.body
    assert page.has_next
    assert repr(page) == "<page 2: 2 of 9 items, request R-1>"


def test_raw_items(any_client: AnyClient, server: ScriptedServer) -> None:
    """A page also has its items as received, byte for byte, with unknown fields."""
    raw = [b'{"jobId" : "j1",\n "mood":1e400}', '{"jobId":"j\\u0032","名":"é"}'.encode()]
    body = b'{"success":true,"requestId":"R","totalSize":2,"data":[ ' + b" , ".join(raw) + b"]}"
    server.response = CannedResponse(body)

    assert any_client.page().raw_items == raw


@pytest.mark.parametrize("data", [b"", b',"data":null', b',"data":[]'])
def test_no_items(any_client: AnyClient, server: ScriptedServer, data: bytes) -> None:
    """A page whose items are absent, null or none is empty."""
    server.response = CannedResponse(b'{"success":true,"requestId":"R","totalSize":0' + data + b"}")
    page = any_client.page()

    assert (page.items, page.raw_items, page.total_size, page.has_next) == ([], [], 0, False)


def test_no_total(any_client: AnyClient, server: ScriptedServer) -> None:
    """A page that does not say how many jobs there are is refused: the rest would be lost."""
    server.response = CannedResponse(b'{"success":true,"requestId":"R","data":[{"jobId":"a"}]}')
    with pytest.raises(InvalidResponseError, match="it has no total_size"):
        any_client.page()


CONTRADICTION = (
    "ListJobs: the response contradicts itself: the page with page_index {page} is empty, "
    "but total_size is 12 [request id R-1]"
)


def lossy_pages(lost: int, items: list[Any] | None, *, times: int) -> Any:
    """Return a function that loses the items of a page for some times, and keeps its total."""
    respond, losses = page_of(jobs(12)), [lost] * times

    def lose(request: ReceivedRequest) -> CannedResponse:
        if int(request.query["pageIndex"]) in losses:
            losses.remove(lost)
            return envelope(items, totalSize=12)
        return respond(request)

    return lose


@pytest.mark.parametrize("lost", [1, 2, 3])
@pytest.mark.parametrize("items", [None, []])
@pytest.mark.parametrize("parallel", [1, 4])
def test_page_that_contradicts_its_total(
    any_client: AnyClient,
    server: ScriptedServer,
    lost: int,
    items: list[Any] | None,
    parallel: int,
) -> None:
    """A page without items whose total says that there are some is an error, not an end."""
    server.response = lossy_pages(lost, items, times=100)
    with pytest.raises(InvalidResponseError) as caught:
        any_client.iterate(parallel, {"retries": 1}, page_size=5)

    assert str(caught.value) == CONTRADICTION.format(page=lost)
    assert (caught.value.attempts, caught.value.retryable) == (2, True)


@pytest.mark.parametrize("parallel", [1, 4])
@pytest.mark.parametrize("lost", [1, 2, 3])
def test_page_that_is_lost_once(
    any_client: AnyClient, server: ScriptedServer, lost: int, parallel: int
) -> None:
    """A page that contradicts its total is read again."""
    server.response = lossy_pages(lost, None, times=1)
    found = any_client.iterate(parallel, {"retries": 1}, page_size=5)

    assert [job.job_id for job in found] == [job["jobId"] for job in jobs(12)]
    assert len(server.requests) == 4


def test_page_after_the_last(any_client: AnyClient, server: ScriptedServer) -> None:
    """A page beyond the total is empty, and no error."""
    server.response = page_of(jobs(10))

    assert any_client.page(page_index=3, page_size=5).items == []


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_all_pages(any_client: AnyClient, server: ScriptedServer, count: int) -> None:
    """A loop yields every job once, in order, with one request per page."""
    server.response = page_of(jobs(count))
    actual = [job.job_id for job in any_client.all(page_size=3)]

    assert actual == [f"j{number}" for number in range(1, count + 1)]
    assert len(server.requests) == max(1, -(-count // 3))


def test_all_from_a_page_on(any_client: AnyClient, server: ScriptedServer) -> None:
    """A loop over a page that is not the first yields that page and all after it."""
    server.response = page_of(jobs(7))

    assert [job.job_id for job in any_client.all(page_index=2, page_size=3)] == [
        "j4",
        "j5",
        "j6",
        "j7",
    ]


def test_largest_pages(any_client: AnyClient, server: ScriptedServer) -> None:
    """A loop requests the largest pages by default."""
    server.response = page_of(jobs(250))

    assert len(any_client.all()) == 250
    assert [request.query["pageSize"] for request in server.requests] == ["100"] * 3


def test_same_arguments_for_every_page(any_client: AnyClient, server: ScriptedServer) -> None:
    """Every page of a loop is requested with the arguments of the first, except its number."""
    server.response = page_of(jobs(3))
    any_client.all(page_size=1, sort_name="job_id", sort_order="asc")
    questions = [dict(request.query) for request in server.requests]

    assert [question.pop("pageIndex") for question in questions] == ["1", "2", "3"]
    assert len({json.dumps(question) for question in questions}) == 1


def test_failure_on_the_way(any_client: AnyClient, server: ScriptedServer) -> None:
    """A page that fails ends the loop with its error."""
    pages = page_of(jobs(5))

    def respond(request: ReceivedRequest) -> CannedResponse:
        return (
            refusal(503, "ServiceUnavailable")
            if request.query["pageIndex"] == "2"
            else pages(request)
        )

    server.response = respond

    with pytest.raises(ServerError):
        any_client.all(page_size=2)


def test_next_page(server: ScriptedServer) -> None:
    """Pages lead to the next one, and the last one to none."""
    server.response = page_of(jobs(5))
    with Client(endpoint=server.url, **SETTINGS) as client:
        page: Page[Job] | None = client.jobs.list(deployment_id="d1", page_size=2)
        seen = []
        while page is not None:
            seen.append([job.job_id for job in page.items])
            page = page.next_page()

    assert seen == [["j1", "j2"], ["j3", "j4"], ["j5"]]


def test_next_page_async(server: ScriptedServer) -> None:
    """Pages of the asynchronous client lead to the next one, and the last one to none."""
    server.response = page_of(jobs(5))

    async def run() -> list[list[str | None]]:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            page: AsyncPage[Job] | None = await client.jobs.list(deployment_id="d1", page_size=2)
            seen = []
            while page is not None:
                seen.append([job.job_id for job in page.items])
                page = await page.next_page()
            return seen

    assert asyncio.run(run()) == [["j1", "j2"], ["j3", "j4"], ["j5"]]


def test_pages_are_read_lazily(server: ScriptedServer) -> None:
    """A loop that ends early has read no more pages than it needed."""
    server.response = page_of(jobs(9))
    with Client(endpoint=server.url, **SETTINGS) as client:
        first = next(iter(client.jobs.list(deployment_id="d1", page_size=3)))

    assert first.job_id == "j1"
    assert len(server.requests) == 1


def test_unused_listing_sends_nothing(server: ScriptedServer) -> None:
    """An asynchronous listing that is neither awaited nor looped over sends nothing."""

    async def run() -> None:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            client.jobs.list(deployment_id="d1")

    asyncio.run(run())

    assert server.requests == []


def test_raw_iteration(server: ScriptedServer) -> None:
    """Both clients yield all items as received, each once."""
    server.response = page_of(
        [{"jobId": "j1", "new": 1}, {"jobId": "j1", "new": 2}, {"jobId": "j2"}]
    )
    expected = [{"jobId": "j1", "new": 1}, {"jobId": "j2"}]

    async def run() -> list[bytes]:
        async with AsyncClient(endpoint=server.url, **SETTINGS) as client:
            page = await client.jobs.list(deployment_id="d1", page_size=1)
            return [item async for item in page.iterate_raw()]

    with Client(endpoint=server.url, **SETTINGS) as client:
        actual = list(client.jobs.list(deployment_id="d1", page_size=1).iterate_raw())

    assert [json.loads(item) for item in actual] == expected
    assert asyncio.run(run()) == actual


def test_jobs_without_an_id(any_client: AnyClient, server: ScriptedServer) -> None:
    """Jobs that have no id cannot be told apart, so none of them is left out."""
    server.response = page_of([{"creator": "a"}, {"creator": "a"}])

    assert len(any_client.all(page_size=1)) == 2
