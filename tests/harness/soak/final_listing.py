"""The comparison of all listings, and of the target's metrics, with what was written."""

import asyncio
import re
from collections import Counter
from collections.abc import Iterable

import aiohttp
from msgspec import Struct

from flinkjobs import Client

from ...contract.signing import Key
from .growing_deployment import job_id_at
from .load_client import LoadClient
from .observed_clusters import ObservedClusters
from .seed_data import OBSERVED_DEPLOYMENTS

__all__ = ["ListingComparison", "compare_ids", "compare_listings", "read_status_counts"]

_METRIC = re.compile(r'^flinkjobs_requests_total\{.*status="(\d+)".*\} (\S+)$', re.MULTILINE)


class ListingComparison(Struct, frozen=True):
    """Numbers of expected jobs, and of lost, repeated and unknown ones."""

    expected: int
    lost: int
    repeated: int
    unknown: int


async def compare_listings(client: LoadClient, observed: ObservedClusters) -> ListingComparison:
    """List every deployment that was written, page by page, and compare it with what was written."""
    seed_data = client.seed_data
    expected = {"growing": {job_id_at(number) for number in range(seed_data.growing.acknowledged)}}
    expected |= {name: observed.ids(name) for name in OBSERVED_DEPLOYMENTS}
    expected["steady"] = {job["jobId"] for job in seed_data.jobs}
    comparisons = [
        compare_ids(ids, await asyncio.to_thread(_list_ids, client.url, seed_data.owner, name))
        for name, ids in expected.items()
    ]
    return ListingComparison(*(sum(column) for column in zip(*comparisons, strict=True)))


async def read_status_counts(admin_url: str) -> Counter[int]:
    """Return the target's own count of responses by status."""
    async with aiohttp.ClientSession() as session, session.get(f"{admin_url}/metrics") as response:
        text = await response.text()
    counts = Counter[int]()
    for status, number in _METRIC.findall(text):
        counts[int(status)] += int(float(number))
    return counts


def _list_ids(url: str, key: Key, deployment: str) -> list[str]:
    with Client(
        endpoint=url,
        access_key_id=key.id,
        access_key_secret=key.secret,
        workspace="w",
        namespace="n",
    ) as client:
        jobs = client.jobs.list(deployment_id=deployment, sort_order="asc", page_size=100)
        return [str(job.job_id) for job in jobs]


def compare_ids(expected: set[str], listed: Iterable[str]) -> tuple[int, int, int, int]:
    """Return how many ids are expected, lost, listed more than once, and unknown."""
    times = Counter(listed)
    lost, unknown = len(expected - times.keys()), len(times.keys() - expected)
    return len(expected), lost, sum(times.values()) - len(times), unknown
