"""When all is over: is every job there, once? Do the target's own figures agree with ours?"""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable

import aiohttp
from msgspec import Struct

from flinkjobs import Client

from ..contract.signing import Key
from .caller import Caller
from .growing import id_of
from .observed import Observed
from .world import OBSERVED

__all__ = ["Listed", "compare", "count_jobs", "count_statuses"]

_COUNTED = re.compile(r'^flinkjobs_requests_total\{.*status="(\d+)".*\} (\S+)$', re.MULTILINE)


class Listed(Struct, frozen=True):
    """Jobs that had to be listed, and what became of them."""

    expected: int
    lost: int
    repeated: int
    foreign: int


async def count_jobs(caller: Caller, observed: Observed) -> Listed:
    """List every deployment that was written, page by page, and compare."""
    world = caller.world
    wanted = {"growing": {id_of(number) for number in range(world.growing.acknowledged)}}
    wanted |= {name: observed.ids(name) for name in OBSERVED}
    wanted["steady"] = {job["jobId"] for job in world.jobs}
    found = [
        compare(ids, await asyncio.to_thread(_listed, caller.url, world.owner, name))
        for name, ids in wanted.items()
    ]
    return Listed(*(sum(column) for column in zip(*found, strict=True)))


async def count_statuses(admin: str) -> Counter[int]:
    """Give how many answers of each status the target says it gave."""
    async with aiohttp.ClientSession() as session, session.get(f"{admin}/metrics") as response:
        text = await response.text()
    counted = Counter[int]()
    for status, number in _COUNTED.findall(text):
        counted[int(status)] += int(float(number))
    return counted


def _listed(url: str, key: Key, deployment: str) -> list[str]:
    with Client(
        endpoint=url,
        access_key_id=key.id,
        access_key_secret=key.secret,
        workspace="w",
        namespace="n",
    ) as client:
        jobs = client.jobs.list(deployment_id=deployment, sort_order="asc", page_size=100)
        return [str(job.job_id) for job in jobs]


def compare(wanted: set[str], listed: Iterable[str]) -> tuple[int, int, int, int]:
    """Give how many were wanted, lost, listed more than once, and never wanted."""
    times = Counter(listed)
    lost, foreign = len(wanted - times.keys()), len(times.keys() - wanted)
    return len(wanted), lost, sum(times.values()) - len(times), foreign
