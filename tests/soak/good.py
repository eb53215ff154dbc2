"""Requests that deserve an answer, and what each must be answered."""

from ..contract.senders import Reply
from .caller import Caller, expect
from .growing import id_of, numbered_page
from .outages import Unexpected
from .world import OBSERVED

__all__ = [
    "a_growing_page",
    "a_job",
    "a_new_job",
    "a_page",
    "a_page_of_a_user",
    "an_empty_page",
    "an_observed_page",
    "only_the_head",
]

ORDERS = ("gmt_create", "job_id", "status")


async def a_page(caller: Caller) -> None:
    """A page of a deployment that nobody changes, in any order: just its jobs."""
    chance = caller.chance
    name, direction = chance.choice(ORDERS), chance.choice(("asc", "desc"))
    size, page = chance.choice((1, 10, 10, 50, 100)), chance.choice((1, 1, 2, 3, 7))
    key = chance.choice((caller.world.owner, caller.world.temporary))
    reply = await caller.list(
        key, sortName=name, sortOrder=direction, pageSize=size, pageIndex=page
    )
    ids = list(caller.world.orders[name])[:: 1 if direction == "asc" else -1]
    expect_page(reply, len(ids), ids[(page - 1) * size : page * size])


async def a_growing_page(caller: Caller) -> None:
    """A page of a deployment that is written: as many jobs as it says, in order, none missing."""
    chance, growing = caller.chance, caller.world.growing
    least = growing.acknowledged
    name, direction = chance.choice(ORDERS), chance.choice(("asc", "desc"))
    size = chance.choice((10, 10, 100))
    page = chance.choice((1, 1, chance.randint(1, max(1, least // size))))
    reply = await caller.list(
        deploymentId="growing", sortName=name, sortOrder=direction, pageSize=size, pageIndex=page
    )
    expect(reply, 200)
    total = reply.json["totalSize"]
    if not least <= total <= growing.attempted:
        raise Unexpected(f"{total} jobs; {least} were acknowledged, {growing.attempted} attempted")
    expect_page(reply, total, list(numbered_page(total, page, size, direction)))


async def an_observed_page(caller: Caller) -> None:
    """A page of a deployment that an observer writes: never fewer jobs than a while ago."""
    name = caller.chance.choice(OBSERVED)
    least = caller.world.observed.get(name, 0)
    reply = await caller.list(deploymentId=name, pageSize=20)
    expect(reply, 200)
    total = reply.json["totalSize"]
    if total < least:
        raise Unexpected(f"{total} jobs of {name}; there were {least}")
    caller.world.observed[name] = max(total, caller.world.observed.get(name, 0))


async def a_job(caller: Caller) -> None:
    """A job that nobody changes, as it was loaded."""
    job = caller.chance.choice(caller.world.jobs)
    reply = await caller.get(job["jobId"])
    expect(reply, 200)
    if reply.json["data"] != job:
        raise Unexpected(f"another job than {job['jobId']}: {reply.body[:300]!r}")


async def a_new_job(caller: Caller) -> None:
    """The last job that was acknowledged is there at once."""
    newest = caller.world.growing.acknowledged - 1
    reply = await caller.get(id_of(newest))
    expect(reply, 200)
    if reply.json["data"]["jobId"] != id_of(newest):
        raise Unexpected(f"another job than {id_of(newest)}")


async def a_page_of_a_user(caller: Caller) -> None:
    """A user who may list lists."""
    expect(await caller.list(caller.world.lister), 200)


async def an_empty_page(caller: Caller) -> None:
    """A deployment without jobs has a page."""
    expect_page(await caller.list(deploymentId="empty"), 0, [])


async def only_the_head(caller: Caller) -> None:
    """HEAD is answered as GET is, without the body."""
    sent = caller.unsigned(caller.list_jobs, deploymentId="steady").but(method="HEAD")
    reply = await caller.send(caller.sign(caller.list_jobs, sent))
    expect(reply, 200)
    if reply.body:
        raise Unexpected("a body after HEAD")


def expect_page(reply: Reply, total: int, ids: list[str]) -> None:
    """Raise Unexpected unless a reply is the page with these jobs."""
    expect(reply, 200)
    body = reply.json
    found = [job["jobId"] for job in body["data"]]
    if (body["totalSize"], found) != (total, ids):
        raise Unexpected(f"{body['totalSize']} jobs, {found}, instead of {total}, {ids}")
