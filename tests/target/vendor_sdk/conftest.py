"""Fixtures: the vendor's SDK, unchanged, sync and async, with what its scripts write around it."""

import asyncio
import inspect
import re
import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from alibabacloud_tea_openapi.models import Config
from alibabacloud_tea_util.models import RuntimeOptions
from alibabacloud_ververica20220718 import models
from alibabacloud_ververica20220718.client import Client

from flinkjobs_target.tenants import Tenant, open_tenants
from flinkjobs_target.testing.in_process import ThreadedTarget, threaded_target

SCRIPT = "INSERT INTO sink SELECT * FROM source"
PLAN = '{"nodes":[],"edges":[]}'
OTHER_KINDS = {"artifact.jar_artifact", "artifact.python_artifact", "artifact.cdc_yaml_artifact"}
"""The fields that a SQL program does not have."""


class VendorSdk:
    """Calls a target with the synchronous or the asynchronous methods of the SDK."""

    def __init__(self, tenant: Tenant, mode: str) -> None:
        self._workspace = tenant.workspace
        self._namespace = tenant.namespace
        self._mode = mode
        self._client = Client(
            Config(
                access_key_id=tenant.access_key_id,
                access_key_secret=tenant.access_key_secret,
                endpoint=tenant.endpoint.removeprefix("http://"),
                protocol="HTTP",
            )
        )

    def call(self, operation: str, *ids: str, **request: Any) -> Any:
        """Return the body of a response; the request has a `body`, or the parameters of the query."""
        method = re.sub(r"(?<!^)(?=[A-Z])", "_", operation).lower() + "_with_options"
        headers = getattr(models, f"{operation}Headers")(workspace=self._workspace)
        request_type = getattr(models, f"{operation}Request", None)
        requests = () if request_type is None else (request_type(**request),)
        takes_namespace = "namespace" in inspect.signature(getattr(self._client, method)).parameters
        place = (self._namespace,) if takes_namespace else ()
        arguments = (*place, *ids, *requests, headers, RuntimeOptions())
        if self._mode == "async":
            response = asyncio.run(getattr(self._client, f"{method}_async")(*arguments))
        else:
            response = getattr(self._client, method)(*arguments)
        assert response.status_code == 200
        return response.body


class Deployer:
    """The SDK with what its scripts write around it: waiting, and shorter calls."""

    def __init__(self, sdk: VendorSdk, tenant: Tenant) -> None:
        self.call = sdk.call
        self.tenant = tenant

    def create(self, **properties: Any) -> models.Deployment:
        """Create a deployment of a SQL script."""
        body = deployment(**properties)
        return self.data("CreateDeployment", body=body)

    def data(self, operation: str, *ids: str, **request: Any) -> Any:
        """Return the data of a response, whose call has succeeded."""
        body = self.call(operation, *ids, **request)
        assert (body.success, body.error_code or "", body.error_message or "") == (True, "", "")
        assert (body.http_code, bool(body.request_id)) == (200, True)
        return body.data

    def failure(self, operation: str, *ids: str, **request: Any) -> tuple[str, str]:
        """Return the code and the message of a business failure."""
        body = self.call(operation, *ids, **request)
        assert body.success is False
        return body.error_code, body.error_message

    def start(self, deployment_id: str, kind: str = "NONE", **strategy: Any) -> models.Job:
        """Start a deployment."""
        restore = models.DeploymentRestoreStrategy(kind=kind, **strategy)
        body = models.JobStartParameters(deployment_id=deployment_id, restore_strategy=restore)
        return self.data("StartJobWithParams", body=body)

    def stop(self, job_id: str, strategy: str) -> models.Job:
        """Stop a job."""
        return self.data("StopJob", job_id, body=models.StopJobRequestBody(stop_strategy=strategy))

    def wait_for_job(self, job_id: str, state: str) -> models.Job:
        """Return the job once it is in a state."""
        return _wait(
            lambda: self.data("GetJob", job_id),
            lambda job: bool(job.status.current_job_status == state),
        )

    def wait_for_savepoint(self, savepoint_id: str) -> models.Savepoint:
        """Return the savepoint once it is complete."""
        return _wait(
            lambda: self.data("GetSavepoint", savepoint_id),
            lambda savepoint: bool(savepoint.status.state == "COMPLETED"),
        )

    def running(self) -> tuple[str, str]:
        """Return the ids of a new deployment and of its running job."""
        deployment_id = self.create().deployment_id
        job_id = self.start(deployment_id).job_id
        self.wait_for_job(job_id, "RUNNING")
        return deployment_id, job_id


def _wait(read: Callable[[], Any], is_done: Callable[[Any], bool]) -> Any:
    end = time.monotonic() + 20
    while not is_done(value := read()):
        assert time.monotonic() < end, value.to_map()
        time.sleep(0.05)
    return value


def deployment(**properties: Any) -> models.Deployment:
    """Build a deployment with every property of the SDK's model that a caller sets."""
    resources = _resources()
    batch = models.BatchResourceSetting(
        max_slot=10, basic_resource_setting=resources.basic_resource_setting
    )
    logging = models.Logging(
        log_4j_2configuration_template="<Configuration/>",
        log_4j_loggers=[models.Log4jLogger(logger_name="root", logger_level="ERROR")],
        log_reserve_policy=models.LogReservePolicy(expiration_days=7, open_history=True),
        logging_profile="default",
    )
    script = models.SqlArtifact(
        sql_script=SCRIPT, additional_dependencies=["https://oss/bucket/addition.jar"]
    )
    return models.Deployment(
        **{
            "name": f"orders-{uuid.uuid4()}",
            "description": "订单作业",
            "execution_mode": "STREAMING",
            "engine_version": "vvr-8.0.11-flink-1.17",
            "artifact": models.Artifact(kind="SQLSCRIPT", sql_artifact=script),
            "deployment_target": models.BriefDeploymentTarget(mode="PER_JOB", name="default-queue"),
            "streaming_resource_setting": resources,
            "batch_resource_setting": batch,
            "flink_conf": {"taskmanager.numberOfTaskSlots": "1"},
            "labels": {"team": "订单"},
            "local_variables": [models.LocalVariable(name="table", value="orders")],
            "logging": logging,
            "referenced_deployment_draft_id": "draft",
            **properties,
        }
    )


def _resources() -> models.StreamingResourceSetting:
    process = models.BasicResourceSettingSpec(cpu=2.0, memory="4 GiB")
    return models.StreamingResourceSetting(
        resource_setting_mode="EXPERT",
        basic_resource_setting=models.BasicResourceSetting(
            parallelism=4,
            jobmanager_resource_setting_spec=process,
            taskmanager_resource_setting_spec=process,
        ),
        expert_resource_setting=models.ExpertResourceSetting(
            jobmanager_resource_setting_spec=process, resource_plan=PLAN
        ),
    )


def without_unset(model: Any) -> dict[str, Any]:
    """Return the JSON of one of our models."""
    document: dict[str, Any] = msgspec.json.decode(msgspec.json.encode(model))
    return document


@pytest.fixture(scope="module")
def target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ThreadedTarget]:
    """A running target."""
    with threaded_target(tmp_path_factory.mktemp("sdk") / "data") as running:
        yield running


@pytest.fixture(params=["sync", "async"])
def deployer(target: ThreadedTarget, request: pytest.FixtureRequest) -> Deployer:
    """The SDK with an account for this test."""
    with open_tenants(target.data) as tenants:
        tenant = tenants.create(target.endpoint)
    return Deployer(VendorSdk(tenant, str(request.param)), tenant)
