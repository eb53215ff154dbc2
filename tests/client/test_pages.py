"""Pages: one by one, or all of them with each job once."""

import asyncio
import json
from typing import Any

import pytest

from flinkjobs import (
    AsyncClient,
    AsyncPage,
    Client,
    Page,
    ServerError,
    Surroundings,
    UndecodableAnswer,
)
from flinkjobs.models import Job

from .conftest import Caller
from .scripted import Answer, Asked, Script, envelope, page_of, refusal

SETTINGS: dict[str, Any] = {
    "workspace": "w1",
    "namespace": "n1",
    "access_key_id": "id",
    "access_key_secret": "secret",
    "surroundings": Surroundings(environ={}),
}


def jobs(count: int) -> list[dict[str, str]]:
    return [{"jobId": f"j{number}"} for number in range(1, count + 1)]


def test_one_page(caller: Caller, script: Script) -> None:
    """A page tells its items, the total, the request and the bytes that it came as."""
    answer = envelope([{"jobId": "j3", "unknown": 1}, {"jobId": "j4"}], totalSize=9)
    script.answer = answer
    page = caller.page(page_index=2, page_size=2)

    assert ["j3", "j4"] == [job.job_id for job in page.items]
    assert (9, "R-1", 2, 2) == (page.total_size, page.request_id, page.page_index, page.page_size)
    assert answer.body == page.raw
    assert page.has_next
    assert "<page 2: 2 of 9 items, request R-1>" == repr(page)


def test_raw_items(caller: Caller, script: Script) -> None:
    """The items are also had as they came, byte for byte, fields unknown here included."""
    raw = [b'{"jobId" : "j1",\n "mood":1e400}', '{"jobId":"j\\u0032","名":"é"}'.encode()]
    body = b'{"success":true,"requestId":"R","totalSize":2,"data":[ ' + b" , ".join(raw) + b"]}"
    script.answer = Answer(body)

    assert raw == caller.page().raw_items


@pytest.mark.parametrize("data", [b"", b',"data":null', b',"data":[]'])
def test_no_items(caller: Caller, script: Script, data: bytes) -> None:
    """A page whose items are absent, null or none is empty."""
    script.answer = Answer(b'{"success":true,"requestId":"R","totalSize":0' + data + b"}")
    page = caller.page()

    assert ([], [], 0, False) == (page.items, page.raw_items, page.total_size, page.has_next)


def test_no_total(caller: Caller, script: Script) -> None:
    """A page that does not say how many jobs there are is refused: the rest would be lost."""
    script.answer = Answer(b'{"success":true,"requestId":"R","data":[{"jobId":"a"}]}')
    with pytest.raises(UndecodableAnswer, match="it has no total_size"):
        caller.page()


def test_an_empty_page_is_the_last(caller: Caller, script: Script) -> None:
    """A server that promises more than it gives does not keep a loop going for ever."""
    script.answer = envelope([], totalSize=10**9)

    assert [] == caller.all()
    assert 1 == len(script.asked)


@pytest.mark.parametrize("count", [0, 1, 2, 3, 7])
def test_all_pages(caller: Caller, script: Script, count: int) -> None:
    """A loop gives every job once, in order, with as many requests as there are pages."""
    script.answer = page_of(jobs(count))
    found = [job.job_id for job in caller.all(page_size=3)]

    assert [f"j{number}" for number in range(1, count + 1)] == found
    assert max(1, -(-count // 3)) == len(script.asked)


def test_all_from_a_page_on(caller: Caller, script: Script) -> None:
    """A loop over a page that is not the first gives that page and all after it."""
    script.answer = page_of(jobs(7))

    assert ["j4", "j5", "j6", "j7"] == [job.job_id for job in caller.all(page_index=2, page_size=3)]


def test_largest_pages(caller: Caller, script: Script) -> None:
    """A loop asks for the largest pages unless told otherwise."""
    script.answer = page_of(jobs(250))

    assert 250 == len(caller.all())
    assert ["100"] * 3 == [asked.query["pageSize"] for asked in script.asked]


def test_same_question(caller: Caller, script: Script) -> None:
    """Every page of a loop is asked for as the first one was, but for its number."""
    script.answer = page_of(jobs(3))
    caller.all(page_size=1, sort_name="job_id", sort_order="asc")
    questions = [dict(asked.query) for asked in script.asked]

    assert ["1", "2", "3"] == [question.pop("pageIndex") for question in questions]
    assert 1 == len({json.dumps(question) for question in questions})


def test_failure_on_the_way(caller: Caller, script: Script) -> None:
    """A page that fails ends the loop with its error: a part is never taken for the whole."""
    pages = page_of(jobs(5))

    def answer(asked: Asked) -> Answer:
        return (
            refusal(503, "ServiceUnavailable") if asked.query["pageIndex"] == "2" else pages(asked)
        )

    script.answer = answer

    with pytest.raises(ServerError):
        caller.all(page_size=2)


def test_next_page(script: Script) -> None:
    """Pages lead to the next one, and the last one to none."""
    script.answer = page_of(jobs(5))
    with Client(endpoint=script.url, **SETTINGS) as client:
        page: Page[Job] | None = client.jobs.list(deployment_id="d1", page_size=2)
        seen = []
        while page is not None:
            seen.append([job.job_id for job in page.items])
            page = page.next_page()

    assert [["j1", "j2"], ["j3", "j4"], ["j5"]] == seen


def test_next_page_async(script: Script) -> None:
    """Pages of the asynchronous client lead to the next one, and the last one to none."""
    script.answer = page_of(jobs(5))

    async def run() -> list[list[str | None]]:
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            page: AsyncPage[Job] | None = await client.jobs.list(deployment_id="d1", page_size=2)
            seen = []
            while page is not None:
                seen.append([job.job_id for job in page.items])
                page = await page.next_page()
            return seen

    assert [["j1", "j2"], ["j3", "j4"], ["j5"]] == asyncio.run(run())


def test_lazy(script: Script) -> None:
    """A loop that ends early has read no more pages than it needed."""
    script.answer = page_of(jobs(9))
    with Client(endpoint=script.url, **SETTINGS) as client:
        first = next(iter(client.jobs.list(deployment_id="d1", page_size=3)))

    assert "j1" == first.job_id
    assert 1 == len(script.asked)


def test_listing_asks_nothing_by_itself(script: Script) -> None:
    """An asynchronous listing that is neither awaited nor looped over sends nothing."""

    async def run() -> None:
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            client.jobs.list(deployment_id="d1")

    asyncio.run(run())

    assert [] == script.asked


def test_raw_walk(script: Script) -> None:
    """All items are had as they came from either client, each once."""
    script.answer = page_of([{"jobId": "j1", "new": 1}, {"jobId": "j1", "new": 2}, {"jobId": "j2"}])
    expected = [{"jobId": "j1", "new": 1}, {"jobId": "j2"}]

    async def run() -> list[bytes]:
        async with AsyncClient(endpoint=script.url, **SETTINGS) as client:
            page = await client.jobs.list(deployment_id="d1", page_size=1)
            return [item async for item in page.iterate_raw()]

    with Client(endpoint=script.url, **SETTINGS) as client:
        found = list(client.jobs.list(deployment_id="d1", page_size=1).iterate_raw())

    assert expected == [json.loads(item) for item in found]
    assert found == asyncio.run(run())


def test_jobs_without_an_id(caller: Caller, script: Script) -> None:
    """Jobs that have no id cannot be told apart, so none of them is left out."""
    script.answer = page_of([{"creator": "a"}, {"creator": "a"}])

    assert 2 == len(caller.all(page_size=1))
