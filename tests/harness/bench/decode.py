"""From the bytes of a page of 100 jobs to objects."""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import orjson
from alibabacloud_ververica20220718.models import ListJobsResponseBody

from flinkjobs.operations import LIST_JOBS
from flinkjobs_target.sample_jobs import varied_jobs

from .harness import cpu_of, interleaved
from .results import Benchmark, Finding, compare

__all__ = ["BENCHMARKS"]

EXAMPLE = Path(__file__).parents[3] / "spec" / "examples" / "list-jobs.json"


def page_of(jobs: int) -> bytes:
    """Make the bytes of a page."""
    answer = json.loads(EXAMPLE.read_text("utf-8"))
    answer["data"] = list(varied_jobs(answer["data"][0], jobs))
    return json.dumps(answer, ensure_ascii=False).encode()


def decode() -> Sequence[Finding]:
    """Compare our typed decoding with the SDK's, and with untyped decoding."""
    page = page_of(100)
    decoder = msgspec.json.Decoder(LIST_JOBS.response_type)
    ours, sdk, untyped = interleaved(
        [
            cpu_of(lambda: decoder.decode(page), 20),
            cpu_of(lambda: ListJobsResponseBody().from_map(json.loads(page)), 20),
            cpu_of(lambda: orjson.loads(page), 20),
        ],
        rounds=15,
    )
    return (
        compare(
            "100 jobs, bytes to typed objects", ours, sdk, at_least=6.0, peer="the vendor's SDK"
        ),
        compare(
            "100 jobs, bytes to typed objects", ours, untyped, at_least=1.0, peer="orjson, untyped"
        ),
    )


BENCHMARKS = (Benchmark("decode", "CPU from bytes to objects", decode),)
