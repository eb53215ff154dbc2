"""Valid requests, each with the check of its response."""

from ...contract.senders import RawResponse
from .growing_deployment import expected_page, job_id_at
from .load_client import LoadClient, expect
from .outages import UnexpectedResponse
from .seed_data import OBSERVED_DEPLOYMENTS

__all__ = [
    "get_job",
    "get_newest_job",
    "list_as_user",
    "list_empty_deployment",
    "list_growing_jobs",
    "list_observed_jobs",
    "list_steady_jobs",
    "request_head",
]

SORT_NAMES = ("gmt_create", "job_id", "status")


async def list_steady_jobs(client: LoadClient) -> None:
    """List a page of an unchanged deployment in any order; expect exactly its jobs."""
    rng = client.rng
    name, direction = rng.choice(SORT_NAMES), rng.choice(("asc", "desc"))
    size, page = rng.choice((1, 10, 10, 50, 100)), rng.choice((1, 1, 2, 3, 7))
    key = rng.choice((client.seed_data.owner, client.seed_data.temporary))
    reply = await client.list(
        key, sortName=name, sortOrder=direction, pageSize=size, pageIndex=page
    )
    ids = list(client.seed_data.sorted_ids[name])[:: 1 if direction == "asc" else -1]
    expect_page(reply, len(ids), ids[(page - 1) * size : page * size])


async def list_growing_jobs(client: LoadClient) -> None:
    """List a page of a growing deployment; expect the jobs that its total implies."""
    rng, growing = client.rng, client.seed_data.growing
    minimum = growing.acknowledged
    name, direction = rng.choice(SORT_NAMES), rng.choice(("asc", "desc"))
    size = rng.choice((10, 10, 100))
    page = rng.choice((1, 1, rng.randint(1, max(1, minimum // size))))
    reply = await client.list(
        deploymentId="growing", sortName=name, sortOrder=direction, pageSize=size, pageIndex=page
    )
    expect(reply, 200)
    total = reply.json["totalSize"]
    if not minimum <= total <= growing.attempted:
        raise UnexpectedResponse(
            f"{total} jobs; {minimum} were acknowledged, {growing.attempted} attempted"
        )
    expect_page(reply, total, list(expected_page(total, page, size, direction)))


async def list_observed_jobs(client: LoadClient) -> None:
    """List a page of an observed deployment; expect a total that never decreases."""
    name = client.rng.choice(OBSERVED_DEPLOYMENTS)
    minimum = client.seed_data.observed_totals.get(name, 0)
    reply = await client.list(deploymentId=name, pageSize=20)
    expect(reply, 200)
    total = reply.json["totalSize"]
    if total < minimum:
        raise UnexpectedResponse(f"{total} jobs of {name}; there were {minimum}")
    client.seed_data.observed_totals[name] = max(
        total, client.seed_data.observed_totals.get(name, 0)
    )


async def get_job(client: LoadClient) -> None:
    """Get an unchanged job; expect it as it was loaded."""
    job = client.rng.choice(client.seed_data.jobs)
    reply = await client.get(job["jobId"])
    expect(reply, 200)
    if reply.json["data"] != job:
        raise UnexpectedResponse(f"not the job {job['jobId']}: {reply.body[:300]!r}")


async def get_newest_job(client: LoadClient) -> None:
    """Get the last acknowledged job; expect it at once."""
    newest = client.seed_data.growing.acknowledged - 1
    reply = await client.get(job_id_at(newest))
    expect(reply, 200)
    if reply.json["data"]["jobId"] != job_id_at(newest):
        raise UnexpectedResponse(f"not the job {job_id_at(newest)}")


async def list_as_user(client: LoadClient) -> None:
    """List jobs as a user who may only list; expect success."""
    expect(await client.list(client.seed_data.list_only), 200)


async def list_empty_deployment(client: LoadClient) -> None:
    """List a deployment without jobs; expect an empty page."""
    expect_page(await client.list(deploymentId="empty"), 0, [])


async def request_head(client: LoadClient) -> None:
    """Send HEAD; expect the response of GET without a body."""
    sent = client.unsigned(client.list_jobs, deploymentId="steady").with_changes(method="HEAD")
    reply = await client.send(client.sign(client.list_jobs, sent))
    expect(reply, 200)
    if reply.body:
        raise UnexpectedResponse("HEAD has a body")


def expect_page(reply: RawResponse, total: int, ids: list[str]) -> None:
    """Raise UnexpectedResponse unless a reply is the page with these jobs."""
    expect(reply, 200)
    body = reply.json
    listed = [job["jobId"] for job in body["data"]]
    if (body["totalSize"], listed) != (total, ids):
        raise UnexpectedResponse(f"{body['totalSize']} jobs, {listed}, instead of {total}, {ids}")
