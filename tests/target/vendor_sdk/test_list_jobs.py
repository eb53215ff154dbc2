"""The vendor's SDK works with the target unchanged."""

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

EXAMPLE = Path(__file__).parents[3] / "spec" / "examples" / "list-jobs.json"
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
    """The SDK's synchronous or asynchronous client."""
    return str(request.param)


def test_the_sdk_lists_the_job_of_the_page(target: RunningTarget, mode: str) -> None:
    """With every field that the SDK knows."""
    response = call(target, mode, page_index=1, page_size=100, sort_name="status", sort_order="asc")

    (job,) = response.body.data
    assert (response.status_code, response.body.success, response.body.total_size) == (200, True, 1)
    assert (job.job_id, job.status.current_job_status) == (DEPLOYMENT, "RUNNING")
    assert job.metric.total_memory_byte == 4096


def test_the_sdk_gets_a_business_failure(target: RunningTarget, mode: str) -> None:
    """Of a missing deployment."""
    body = call(target, mode, deployment_id="nowhere").body

    assert (body.success, body.error_code, body.data) == (False, "990301", [])


def test_the_sdk_gets_the_error_of_a_wrong_secret(target: RunningTarget, mode: str) -> None:
    """With code, status and request id."""
    with pytest.raises(ClientException) as caught:
        call(target, mode, secret="wrong")

    assert (caught.value.code, caught.value.status_code) == ("SignatureDoesNotMatch", 400)
    assert caught.value.data["RequestId"]


def test_the_sdk_gets_the_error_of_an_invalid_page_size(target: RunningTarget, mode: str) -> None:
    """It does not validate parameters itself."""
    with pytest.raises(ClientException) as caught:
        call(target, mode, page_size=101)

    assert caught.value.code == "InvalidPageSize"
    assert 'pageSize must be an integer from 1 to 100, not "101"' in caught.value.message
