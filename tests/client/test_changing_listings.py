"""Iteration over pages that shift: newest first, new jobs enter in front, any job may be removed."""

from hypothesis import example, given
from hypothesis import strategies as st

from flinkjobs._runtime.pagination.cursor import PageCursor

from .conftest import AnyClient
from .scripted import CannedResponse, ReceivedRequest, ScriptedServer, page_of

Change = int | None
"""A change between two reads: None adds a job in front, a number removes one."""

changes = st.lists(st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=5), max_size=30)


class Deployment:
    """A deployment's jobs, newest first, which change between reads as scheduled."""

    def __init__(self, count: int, schedule: list[list[Change]]) -> None:
        self.jobs = list(range(count, 0, -1))
        self.removed: set[int] = set()
        self.reads = 0
        self._newest = count
        self._schedule = iter(schedule)

    def read(self, page: int, size: int) -> tuple[list[int], int]:
        """Return a page and the total; then apply the next changes."""
        page_and_total = self.jobs[(page - 1) * size : page * size], len(self.jobs)
        self.reads += 1
        for change in next(self._schedule, []):
            self._apply(change)
        return page_and_total

    def _apply(self, change: Change) -> None:
        if change is None:
            self._newest += 1
            self.jobs.insert(0, self._newest)
        elif change < len(self.jobs):
            self.removed.add(self.jobs.pop(change))


def iterate(deployment: Deployment, size: int) -> list[int]:
    """Return the jobs of all pages in the order in which a cursor yields them."""
    jobs = []
    cursor = PageCursor(first=1, size=size)
    while cursor.next is not None:
        page, total = deployment.read(cursor.next, size)
        jobs += [page[index] for index in cursor.advance(page, total)]
    return jobs


@given(st.integers(0, 40), st.integers(1, 7), changes)
@example(4, 2, [[1]])
@example(6, 2, [[], [0, 1, 2]])
@example(6, 1, [[None], [0, 0], [None, 3], [1]])
def test_nothing_missed_nothing_twice(count: int, size: int, schedule: list[list[Change]]) -> None:
    """Each job that exists from beginning to end is yielded; no job is yielded twice."""
    deployment = Deployment(count, schedule)
    actual = iterate(deployment, size)

    assert set(range(1, count + 1)) - deployment.removed - set(actual) == set()
    assert len(actual) == len(set(actual))


@given(st.integers(0, 40), st.integers(1, 7), changes)
def test_order_is_kept(count: int, size: int, schedule: list[list[Change]]) -> None:
    """The jobs that existed at the beginning are yielded newest first, however pages shift."""
    actual = [job for job in iterate(Deployment(count, schedule), size) if job <= count]

    assert actual == sorted(actual, reverse=True)


@given(st.integers(0, 40), st.integers(1, 7))
def test_an_unchanged_listing_is_read_once(count: int, size: int) -> None:
    """While nothing changes, each page is read once."""
    deployment = Deployment(count, [])

    assert iterate(deployment, size) == list(range(count, 0, -1))
    assert deployment.reads == max(1, -(-count // size))


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_total_that_never_settles(high: int, low: int) -> None:
    """Iteration ends even when two servers alternate with contradicting totals."""
    cursor, reads = PageCursor(first=1, size=5), 0
    while cursor.next is not None:
        page = cursor.next
        keys = range((page - 1) * 5, page * 5)
        cursor.advance(keys, high if reads % 2 else low)
        reads += 1

    assert reads < 15_000


def test_over_http(any_client: AnyClient, server: ScriptedServer) -> None:
    """Both clients go back when jobs are removed in front of the reading position."""
    jobs = [{"jobId": f"j{number}"} for number in range(1, 7)]
    pages = page_of(jobs)

    def respond(request: ReceivedRequest) -> CannedResponse:
        response = pages(request)
        if len(server.requests) == 1:
            del jobs[0]
        return response

    server.response = respond
    actual = [job.job_id for job in any_client.all(page_size=2)]

    assert actual == ["j1", "j2", "j3", "j4", "j5", "j6"]
    assert [request.query["pageIndex"] for request in server.requests] == ["1", "2", "1", "2", "3"]
