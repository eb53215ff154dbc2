"""The vendor's own SDK, unchanged, works against the target as it works against the cloud."""

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_ververica20220718.client import Client
from alibabacloud_ververica20220718.models import ListJobsHeaders, ListJobsRequest

from flinkjobs_target.testing.subprocess import RunningTarget, running_target

EXAMPLE = Path(__file__).parents[2] / "spec" / "examples" / "list-jobs.json"
WORKSPACE = "edcef******b4f"
NAMESPACE = "namespacetest"
DEPLOYMENT = "354dde66-a3ae-463e-967a-0b4107fd****"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A running server with the job of the product's page."""
    jobs = json.loads(EXAMPLE.read_text("utf-8"))["data"]
    with running_target(tmp_path_factory.mktemp("data"), jobs) as running:
        yield running


def call(target: RunningTarget, mode: str, *, secret: str | None = None, **query: Any) -> Any:
    """List jobs with the SDK's synchronous or asynchronous method."""
    client = Client(
        Config(
            access_key_id=target.access_key_id,
            access_key_secret=secret or target.access_key_secret,
            endpoint=target.endpoint.removeprefix("http://"),
            protocol="HTTP",
        )
    )
    arguments = (
        NAMESPACE,
        ListJobsRequest(**{"deployment_id": DEPLOYMENT} | query),
        ListJobsHeaders(workspace=WORKSPACE),
        RuntimeOptions(),
    )
    if mode == "async":
        return asyncio.run(client.list_jobs_with_options_async(*arguments))
    return client.list_jobs_with_options(*arguments)


@pytest.fixture(params=["sync", "async"])
def mode(request: pytest.FixtureRequest) -> str:
    """Which of the SDK's two clients is used."""
    return str(request.param)


def test_the_sdk_lists_the_job_of_the_page(target: RunningTarget, mode: str) -> None:
    """All that the SDK knows of a job is there."""
    answer = call(target, mode, page_index=1, page_size=100, sort_name="status", sort_order="asc")

    (job,) = answer.body.data
    assert (200, True, 1) == (answer.status_code, answer.body.success, answer.body.total_size)
    assert (DEPLOYMENT, "RUNNING") == (job.job_id, job.status.current_job_status)
    assert 4096 == job.metric.total_memory_byte


def test_the_sdk_learns_that_a_deployment_does_not_exist(target: RunningTarget, mode: str) -> None:
    """A business failure is an answer to it."""
    body = call(target, mode, deployment_id="nowhere").body

    assert (False, "990301", []) == (body.success, body.error_code, body.data)


def test_the_sdk_learns_that_its_secret_is_wrong(target: RunningTarget, mode: str) -> None:
    """Code, status and request id reach its caller."""
    with pytest.raises(ClientException) as caught:
        call(target, mode, secret="wrong")

    assert ("SignatureDoesNotMatch", 400) == (caught.value.code, caught.value.status_code)
    assert caught.value.data["RequestId"]


def test_the_sdk_learns_that_a_page_size_is_out_of_bounds(target: RunningTarget, mode: str) -> None:
    """It sends anything; the target says what is allowed."""
    with pytest.raises(ClientException) as caught:
        call(target, mode, page_size=101)

    assert "InvalidPageSize" == caught.value.code
    assert 'pageSize must be an integer from 1 to 100, not "101"' in caught.value.message
