"""A walk over pages that shift: newest first, new jobs enter in front, any job may vanish."""

from hypothesis import example, given
from hypothesis import strategies as st

from flinkjobs._runtime.pagination.cursor import Walk

from .conftest import Caller
from .scripted import Answer, Asked, Script, page_of

Change = int | None
"""What happens between two reads: None adds a job in front, a number takes one away."""

changes = st.lists(st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=5), max_size=30)


class Deployment:
    """A deployment's jobs, newest first; what is read shifts the way a test says."""

    def __init__(self, count: int, script: list[list[Change]]) -> None:
        self.jobs = list(range(count, 0, -1))
        self.gone: set[int] = set()
        self.reads = 0
        self._newest = count
        self._script = iter(script)

    def read(self, page: int, size: int) -> tuple[list[int], int]:
        """Give a page and the total; then let happen what happens next."""
        found = self.jobs[(page - 1) * size : page * size], len(self.jobs)
        self.reads += 1
        for change in next(self._script, []):
            self._apply(change)
        return found

    def _apply(self, change: Change) -> None:
        if change is None:
            self._newest += 1
            self.jobs.insert(0, self._newest)
        elif change < len(self.jobs):
            self.gone.add(self.jobs.pop(change))


def walk(deployment: Deployment, size: int) -> list[int]:
    """Walk over all pages and give the jobs in the order in which the walk gives them."""
    given_jobs = []
    steps = Walk(first=1, size=size)
    while steps.next is not None:
        page, total = deployment.read(steps.next, size)
        given_jobs += [page[place] for place in steps.take(page, total)]
    return given_jobs


@given(st.integers(0, 40), st.integers(1, 7), changes)
@example(4, 2, [[1]])
@example(6, 2, [[], [0, 1, 2]])
@example(6, 1, [[None], [0, 0], [None, 3], [1]])
def test_nothing_missed_nothing_twice(count: int, size: int, script: list[list[Change]]) -> None:
    """Each job that is there from beginning to end is given; no job is given twice."""
    deployment = Deployment(count, script)
    found = walk(deployment, size)

    assert set() == set(range(1, count + 1)) - deployment.gone - set(found)
    assert len(set(found)) == len(found)


@given(st.integers(0, 40), st.integers(1, 7), changes)
def test_order_is_kept(count: int, size: int, script: list[list[Change]]) -> None:
    """The jobs that were there at the beginning are given newest first, however pages shift."""
    found = [job for job in walk(Deployment(count, script), size) if job <= count]

    assert sorted(found, reverse=True) == found


@given(st.integers(0, 40), st.integers(1, 7))
def test_a_still_listing_is_read_once(count: int, size: int) -> None:
    """While nothing changes, each page is read once."""
    deployment = Deployment(count, [])

    assert list(range(count, 0, -1)) == walk(deployment, size)
    assert max(1, -(-count // size)) == deployment.reads


@given(st.integers(1, 60), st.integers(1, 60))
def test_a_total_that_never_rests(high: int, low: int) -> None:
    """A walk ends even when two servers take turns in contradicting each other's total."""
    steps, reads = Walk(first=1, size=5), 0
    while steps.next is not None:
        page = steps.next
        keys = range((page - 1) * 5, page * 5)
        steps.take(keys, high if reads % 2 else low)
        reads += 1

    assert reads < 15_000


def test_over_http(caller: Caller, script: Script) -> None:
    """Both clients go back when jobs vanish in front of the reading point."""
    jobs = [{"jobId": f"j{number}"} for number in range(1, 7)]
    pages = page_of(jobs)

    def answer(asked: Asked) -> Answer:
        found = pages(asked)
        if len(script.asked) == 1:
            del jobs[0]
        return found

    script.answer = answer
    found = [job.job_id for job in caller.all(page_size=2)]

    assert ["j1", "j2", "j3", "j4", "j5", "j6"] == found
    assert ["1", "2", "1", "2", "3"] == [asked.query["pageIndex"] for asked in script.asked]
