"""The public interface as a type checker sees it: `make check` fails where one of these changes."""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import assert_type

from flinkjobs import AsyncClient, AsyncListing, AsyncPage, Client, FlinkJobsError, Page
from flinkjobs.models import Job, JobFailure, JobStatus, ResourcePlan


def synchronous(client: Client) -> None:
    """A page contains jobs, and iterating over it yields jobs."""
    page = client.jobs.list(deployment_id="d")
    assert_type(page, Page[Job])
    assert_type(page.items, list[Job])
    assert_type(page.total_size, int)
    assert_type(page.request_id, str | None)
    assert_type(page.raw, bytes)
    assert_type(page.raw_items, list[bytes])
    assert_type(page.next_page(), Page[Job] | None)
    assert_type(iter(page), Iterator[Job])


async def asynchronous(client: AsyncClient) -> None:
    """Awaiting a listing returns a page, iterating over it yields jobs."""
    listing = client.jobs.list(deployment_id="d", sort_name="job_id", sort_order="asc")
    assert_type(listing, AsyncListing[Job])
    assert_type(await listing, AsyncPage[Job])
    assert_type(listing.__aiter__(), AsyncIterator[Job])
    page = await listing
    assert_type(await page.next_page(), AsyncPage[Job] | None)
    async for job in page:
        assert_type(job, Job)


def models(job: Job) -> None:
    """Every field may be absent, and what is derived from it too."""
    assert_type(job.job_id, str | None)
    assert_type(job.status, JobStatus | None)
    assert_type(job.failure, JobFailure | None)
    assert_type(job.restarts, int | None)
    assert_type(job.start_time, int | None)
    assert_type(job.start_time_utc, datetime | None)
    assert_type(job.created_at, str | None)
    assert_type(job.created_at_utc, datetime | None)
    setting = job.streaming_resource_setting
    expert = None if setting is None else setting.expert_resource_setting
    if expert is not None:
        assert_type(expert.parsed_resource_plan, ResourcePlan | None)


def errors(error: FlinkJobsError) -> None:
    """The facts of an error."""
    assert_type(error.code, str | None)
    assert_type(error.request_id, str | None)
    assert_type(error.operation, str | None)
    assert_type(error.status, int | None)
    assert_type(error.attempts, int)
    assert_type(error.remedy, str | None)
    assert_type(error.retryable, bool)
