"""Responses of a real cluster conform to `spec/flink-rest.yaml`."""

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

from .workload import Workload

SPECIFICATION = Path(__file__).parents[2] / "spec" / "flink-rest.yaml"

schema = schemathesis.openapi.from_path(SPECIFICATION)
schema.config.phases.coverage.unexpected_methods = set()  # they would cancel jobs

# The contract describes all error responses as `default`, whatever their status.
EXCLUDED = ("negative_data_rejection", "positive_data_acceptance")
# Flink fails with a 5xx at a request that the contract forbids, such as `maxExceptions=-1`.
EXCLUDED_FOR_INVALID = (*EXCLUDED, "not_a_server_error")


@schema.include(method="GET").parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_responses_conform_to_the_schema(case: schemathesis.Case[Any], workload: Workload) -> None:
    """Generated requests, for existing and unknown jobs, get responses as described."""
    assert case.method == "GET"
    choice = zlib.crc32(repr(case).encode())
    if (
        choice % 4 or "taskManagerId" in case.path_parameters
    ):  # Flink fails with a 5xx for an unknown one
        use_existing_ids(case, workload, choice)

    is_invalid = case.meta is not None and case.meta.generation.mode.is_negative
    names = EXCLUDED_FOR_INVALID if is_invalid else EXCLUDED
    checks: list[Any] = [schemathesis.checks.CHECKS.get_one(name) for name in names]
    case.call_and_validate(base_url=workload.cluster.url, excluded_checks=checks)


def use_existing_ids(case: schemathesis.Case[Any], workload: Workload, choice: int) -> None:
    """Replace generated ids by existing ones."""
    job_ids = list(workload.job_ids.values())
    ids: Mapping[str, str] = {
        "jobId": job_ids[choice % len(job_ids)],
        "taskManagerId": "tm-1",
    }
    for name in ids.keys() & case.path_parameters.keys():
        case.path_parameters[name] = ids[name]
