"""From the bytes of a page of 100 jobs to objects."""

import json
from collections.abc import Sequence
from pathlib import Path

import msgspec
import orjson
from alibabacloud_ververica20220718.models import ListJobsResponseBody

from flinkjobs.operations import LIST_JOBS
from flinkjobs_target.samples import varied_jobs

from .harness import Benchmark, Result, cpu_of, in_turn

__all__ = ["BENCHMARKS"]

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"


def page_of(jobs: int) -> bytes:
    """Make the bytes of a page."""
    answer = json.loads(EXAMPLE.read_text("utf-8"))
    answer["data"] = list(varied_jobs(answer["data"][0], jobs))
    return json.dumps(answer, ensure_ascii=False).encode()


def decode() -> Sequence[Result]:
    """Compare our typed decoding with the SDK's, and with untyped decoding."""
    page = page_of(100)
    decoder = msgspec.json.Decoder(LIST_JOBS.answer)
    ours, sdk, untyped = in_turn(
        [
            cpu_of(lambda: decoder.decode(page), 20),
            cpu_of(lambda: ListJobsResponseBody().from_map(json.loads(page)), 20),
            cpu_of(lambda: orjson.loads(page), 20),
        ],
        rounds=15,
    )
    return (
        Result("typed page of 100", ours, sdk, 6.0, True, "the vendor's SDK"),
        Result("typed page of 100", ours, untyped, 1.0, True, "orjson, untyped"),
    )


BENCHMARKS = (Benchmark("decode", "CPU from bytes to objects", decode),)
