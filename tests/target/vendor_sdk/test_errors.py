"""The vendor's SDK raises the right exception with the right code for each error."""

import asyncio
import json
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from alibabacloud_tea_openapi.exceptions import (
    AlibabaCloudException,
    ClientException,
    ServerException,
    ThrottlingException,
)
from alibabacloud_tea_openapi.models import Config, OpenApiRequest, Params
from alibabacloud_tea_openapi.utils import Utils
from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_ververica20220718.client import Client
from alibabacloud_ververica20220718.models import (
    JobStartParameters,
    ListJobsHeaders,
    ListJobsRequest,
    StartJobWithParamsHeaders,
    StartJobWithParamsRequest,
)

from flinkjobs.contract import ERRORS
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage
from flinkjobs_target.store.keys import KeyRecord
from flinkjobs_target.tenants import Tenant, open_tenants
from flinkjobs_target.testing.in_process import ThreadedTarget, threaded_target

from ..processes import serving

DENY = '{"Version": "1", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"}]}'


class Sdk:
    """Calls a target with the SDK's synchronous or asynchronous methods."""

    def __init__(self, target: ThreadedTarget, tenant: Tenant, mode: str) -> None:
        self.target = target
        self.tenant = tenant
        self._mode = mode
        self._config = {
            "access_key_id": tenant.access_key_id,
            "access_key_secret": tenant.access_key_secret,
            "endpoint": tenant.endpoint.removeprefix("http://"),
            "protocol": "HTTP",
        }

    def use(self, key: KeyRecord) -> None:
        """Call with another key from now on."""
        self._config |= {"access_key_id": key.id, "access_key_secret": key.secret}
        if key.security_token:
            self._config |= {"type": "sts", "security_token": key.security_token}

    def keyring(self, change: Callable[[Keyring], Any]) -> Any:
        """Change the keys of the target, as a command does."""
        with open_storage(self.target.data) as data:
            return change(Keyring(data.keys, clock=self.target.clock))

    def list(self, *, config: dict[str, Any] | None = None, **changes: Any) -> Any:
        """List jobs; `changes` are of the request, or of workspace and namespace."""
        given = {"workspace": self.tenant.workspace, "namespace": "namespace", **changes}
        namespace, workspace = given.pop("namespace"), given.pop("workspace")
        request = ListJobsRequest(**{"deployment_id": "deployment", **given})
        headers = ListJobsHeaders(workspace=workspace)
        client = Client(Config(**{**self._config, **(config or {})}))
        arguments = (namespace, request, headers, RuntimeOptions())
        if self._mode == "async":
            return asyncio.run(client.list_jobs_with_options_async(*arguments))
        return client.list_jobs_with_options(*arguments)

    def start(self, **parameters: Any) -> Any:
        """Start a deployment."""
        request = StartJobWithParamsRequest(body=JobStartParameters(**parameters))
        headers = StartJobWithParamsHeaders(workspace=self.tenant.workspace)
        arguments = ("namespace", request, headers, RuntimeOptions())
        client = Client(Config(**self._config))
        if self._mode == "async":
            return asyncio.run(client.start_job_with_params_with_options_async(*arguments))
        return client.start_job_with_params_with_options(*arguments)

    def call(self, action: str, path: str, *, auth: str = "AK", method: str = "GET") -> Any:
        """Call any operation, as the SDK's own methods do inside."""
        client = Client(Config(**self._config))
        params = Params(
            action=action,
            version="2022-07-18",
            protocol="HTTP",
            pathname=path,
            method=method,
            auth_type=auth,
            style="ROA",
            req_body_type="json",
            body_type="json",
        )
        request = OpenApiRequest(headers={"workspace": self.tenant.workspace})
        if self._mode == "async":
            return asyncio.run(client.call_api_async(params, request, RuntimeOptions()))
        return client.call_api(params, request, RuntimeOptions())


Provoke: TypeAlias = Callable[[Sdk, pytest.MonkeyPatch], Any]
JOBS = "/api/v2/namespaces/namespace/jobs"


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreadedTarget]:
    """A running target whose clock moves."""
    with threaded_target(tmp_path_factory.mktemp("sdk") / "data") as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def sdk(target: ThreadedTarget, request: pytest.FixtureRequest) -> Iterator[Sdk]:
    """The SDK with an account for this test."""
    with open_tenants(target.data) as tenants:
        yield Sdk(target, tenants.create(target.endpoint), str(request.param))
    target.clock.reset()
    target.faults.clear()


def disabled(sdk: Sdk, _: pytest.MonkeyPatch) -> None:
    sdk.keyring(lambda keyring: keyring.set_active(sdk.tenant.access_key_id, False))
    sdk.list()


def expired(sdk: Sdk, _: pytest.MonkeyPatch) -> None:
    hour = timedelta(hours=1)
    sdk.target.clock.move(hours=-2)
    sdk.use(sdk.keyring(lambda keyring: keyring.create(sdk.tenant.account, expires_in=hour)))
    sdk.target.clock.reset()
    sdk.list()


def denied(sdk: Sdk, _: pytest.MonkeyPatch) -> None:
    account = sdk.tenant.account
    sdk.use(sdk.keyring(lambda keyring: keyring.create(account, "alice", policies=[DENY])))
    sdk.list()


def late(sdk: Sdk, _: pytest.MonkeyPatch) -> None:
    sdk.target.clock.move(minutes=16)
    sdk.list()


def wrong_date(sdk: Sdk, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Utils, "get_timestamp", staticmethod(lambda: "yesterday"))
    sdk.list()


def replayed(sdk: Sdk, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(Utils, "get_nonce", staticmethod(lambda: "the-same"))
    sdk.list()
    sdk.list()


@pytest.mark.parametrize(
    ("code", "status", "provoke"),
    [
        ("MissingDeploymentId", 400, lambda sdk, _: sdk.list(deployment_id=None)),
        ("MissingWorkspace", 400, lambda sdk, _: sdk.list(workspace=None)),
        ("InvalidPageSize", 400, lambda sdk, _: sdk.list(page_size=-5)),
        ("InvalidSortName", 400, lambda sdk, _: sdk.list(sort_name="age")),
        ("InvalidApi.NotFound", 404, lambda sdk, _: sdk.call("ListJobs", "/api/v2/nowhere")),
        ("InvalidApi.NotFound", 405, lambda sdk, _: sdk.call("StartJob", JOBS, method="DELETE")),
        ("InvalidAction.NotFound", 404, lambda sdk, _: sdk.call("StopJob", JOBS)),
        ("MissingAuthorization", 400, lambda sdk, _: sdk.call("ListJobs", JOBS, auth="Anonymous")),
        (
            "InvalidAccessKeyId.NotFound",
            404,
            lambda sdk, _: sdk.list(config={"access_key_id": "x"}),
        ),
        ("InvalidAccessKeyId.Inactive", 400, disabled),
        ("InvalidAccessKeyId.Inactive", 400, expired),
        ("InvalidTimeStamp.Expired", 400, late),
        ("InvalidTimeStamp.Format", 400, wrong_date),
        ("SignatureNonceUsed", 400, replayed),
        ("SignatureDoesNotMatch", 400, lambda sdk, _: sdk.list(config={"access_key_secret": "x"})),
        ("Forbidden.RAM", 403, denied),
    ],
)
def test_client_errors_raise_client_exceptions(
    sdk: Sdk, monkeypatch: pytest.MonkeyPatch, code: str, status: int, provoke: Provoke
) -> None:
    """With code, status and request id."""
    with pytest.raises(AlibabaCloudException) as caught:
        provoke(sdk, monkeypatch)

    assert type(caught.value) is ClientException
    assert (caught.value.code, caught.value.status_code) == (code, status)
    assert caught.value.request_id or caught.value.data["RequestId"]


def test_the_exception_of_a_denial_has_the_detail(
    sdk: Sdk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the target sends it."""
    with pytest.raises(ClientException) as caught:
        denied(sdk, monkeypatch)

    detail = caught.value.access_denied_detail
    assert (detail["NoPermissionType"], detail["AuthAction"]) == ("ExplicitDeny", "stream:ListJobs")


def fail(sdk: Sdk, code: str) -> Any:
    """Call an operation that fails with a business code."""
    match code:
        case "990301":
            return sdk.list(deployment_id="nowhere")
        case "990302":
            return sdk.start(deployment_id=sdk.tenant.deployment_id)
        case _:
            return sdk.start(deployment_id=sdk.tenant.deployment_id, job_id="no UUID")


@pytest.mark.parametrize("rule", ERRORS, ids=lambda rule: str(rule.code))
def test_every_error_of_the_contract_raises_the_right_class(sdk: Sdk, rule: Any) -> None:
    """By its status, with its code."""
    if rule.status == 200:
        body = fail(sdk, rule.code).body
        assert (body.success, body.error_code) == (False, rule.code)
        return
    code = rule.code.replace("{Parameter}", "PageSize")
    sdk.target.faults.error(rule.status, code=code)

    with pytest.raises(AlibabaCloudException) as caught:
        sdk.list()

    expected = ServerException if rule.status >= 500 else ClientException
    assert (type(caught.value), caught.value.code) == (expected, code)


def test_a_throttling_exception_has_the_time_to_wait(tmp_path: Path) -> None:
    """From the target's rate limit."""
    with serving(tmp_path, "--rate=1", "--burst=1", "--access-log=none") as server:
        config = Config(
            access_key_id=server.key.id,
            access_key_secret=server.key.secret,
            endpoint=server.url.removeprefix("http://"),
            protocol="HTTP",
        )
        arguments = ("n", ListJobsRequest(deployment_id="d"), ListJobsHeaders(workspace="w"))
        client = Client(config)
        client.list_jobs_with_options(*arguments, RuntimeOptions())
        for call in (
            lambda: client.list_jobs_with_options(*arguments, RuntimeOptions()),
            lambda: asyncio.run(client.list_jobs_with_options_async(*arguments, RuntimeOptions())),
        ):
            with pytest.raises(ThrottlingException) as caught:
                call()  # type: ignore[no-untyped-call]

            assert (caught.value.code, caught.value.status_code) == ("Throttling.User", 429)
            assert 0 < caught.value.retry_after <= 1000


def test_every_parameter_arrives(sdk: Sdk) -> None:
    """Page, size and order; namespaces and ids of any text."""
    odd = "a b/ü%2F*~+"
    with open_tenants(sdk.target.data) as tenants:
        states = ("FAILED", "RUNNING", "FINISHED")
        jobs = [
            {"namespace": odd, "deploymentId": odd, "status": {"currentJobStatus": state}}
            for state in states
        ]
        tenants.add_jobs(sdk.tenant, jobs)

    pages = [
        sdk.list(
            namespace=odd,
            deployment_id=odd,
            page_index=page,
            page_size=2,
            sort_name="status",
            sort_order="asc",
        ).body
        for page in (1, 2)
    ]

    found = [[job.status.current_job_status for job in page.data] for page in pages]
    assert found == [["FAILED", "FINISHED"], ["RUNNING"]]
    assert [(p.page_index, p.page_size, p.total_size) for p in pages] == [(1, 2, 3), (2, 2, 3)]
    assert json.dumps(pages[0].data[0].to_map())
