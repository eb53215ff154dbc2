"""`spec/flink-rest.yaml` is true of a real cluster: what it answers is what the contract says."""

import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, settings

from .stage import Stage

SPECIFICATION = Path(__file__).parents[2] / "spec" / "flink-rest.yaml"

schema = schemathesis.openapi.from_path(SPECIFICATION)
schema.config.phases.coverage.unexpected_methods = set()  # they would cancel jobs

# The contract says of refusals that they come as `default`, whatever their status.
EXCLUDED = ("negative_data_rejection", "positive_data_acceptance")
# Flink itself fails at a request that the contract forbids, such as `maxExceptions=-1`.
EXCLUDED_WHEN_FORBIDDEN = (*EXCLUDED, "not_a_server_error")


@schema.parametrize()
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
def test_answers_are_as_described(case: schemathesis.Case[Any], stage: Stage) -> None:
    """Whatever is asked, for jobs of every kind and for none, the answer is as described."""
    assert "GET" == case.method
    choice = zlib.crc32(repr(case).encode())
    if choice % 4 or "taskManagerId" in case.path_parameters:  # Flink fails at an unknown one
        ask_for_what_is_there(case, stage, choice)

    forbidden = case.meta is not None and case.meta.generation.mode.is_negative
    names = EXCLUDED_WHEN_FORBIDDEN if forbidden else EXCLUDED
    checks: list[Any] = [schemathesis.checks.CHECKS.get_one(name) for name in names]
    case.call_and_validate(base_url=stage.cluster.url, excluded_checks=checks)


def ask_for_what_is_there(case: schemathesis.Case[Any], stage: Stage, choice: int) -> None:
    """Put an id that there is in the place of one that was made up."""
    jobs = list(stage.jobs.values())
    found: Mapping[str, str] = {
        "jobId": jobs[choice % len(jobs)],
        "taskManagerId": "tm-1",
    }
    for name in found.keys() & case.path_parameters.keys():
        case.path_parameters[name] = found[name]
