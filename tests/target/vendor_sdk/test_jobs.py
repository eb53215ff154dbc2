"""The vendor's SDK starts, reads, stops and deletes jobs."""

import uuid

import pytest
from alibabacloud_tea_openapi.exceptions import ClientException
from alibabacloud_ververica20220718 import models

from .conftest import OTHER_KINDS, Deployer, without_unset
from .fields import unset_fields, wrongly_typed_fields


def test_start_job_with_params_returns_every_field(deployer: Deployer) -> None:
    """Of a job that starts; the run and the failure come later."""
    created = deployer.create()
    job_id = str(uuid.uuid4())
    restore = models.DeploymentRestoreStrategy(
        kind="NONE", allow_non_restored_state=True, job_start_time_in_ms=1660293803155
    )

    job = deployer.data(
        "StartJobWithParams",
        body=models.JobStartParameters(
            deployment_id=created.deployment_id,
            job_id=job_id,
            local_variables=[models.LocalVariable(name="table", value="payments")],
            resource_queue_name="default-queue",
            restore_strategy=restore,
        ),
    )
    later = {
        *("start_time", "end_time", "metric", "session_cluster_name"),
        *(f"status.{name}" for name in ("running", "failure", "risk_level", "health_score")),
        "restore_strategy.savepoint_id",
    }
    assert unset_fields(job) == OTHER_KINDS | later
    assert wrongly_typed_fields(job) == []
    assert (job.job_id, job.status.current_job_status) == (job_id, "STARTING")
    assert [variable.value for variable in job.local_variables] == ["payments"]


def test_start_job_takes_resources_of_its_own(deployer: Deployer) -> None:
    """The deprecated start."""
    created = deployer.create()
    resources = models.BriefResourceSetting(
        flink_conf={"a": "1"},
        streaming_resource_setting=models.StreamingResourceSetting(
            resource_setting_mode="BASIC",
            basic_resource_setting=models.BasicResourceSetting(parallelism=2),
        ),
    )
    body = models.StartJobRequestBody(
        deployment_id=created.deployment_id,
        resource_setting_spec=resources,
        restore_strategy=models.DeploymentRestoreStrategy(kind="NONE"),
    )

    job = deployer.data("StartJob", body=body)
    assert job.streaming_resource_setting.to_map() == resources.streaming_resource_setting.to_map()
    assert job.flink_conf == {"a": "1"}
    assert deployer.wait_for_job(job.job_id, "RUNNING").start_time


def test_get_job_returns_what_our_client_reads(deployer: Deployer) -> None:
    """Of a running job."""
    _, job_id = deployer.running()

    job = deployer.data("GetJob", job_id)
    with deployer.tenant.client() as client:
        ours = client.jobs.get(job_id=job_id)
    assert job.to_map() == without_unset(ours)
    assert job.status.running.observed_flink_job_status == "RUNNING"
    assert wrongly_typed_fields(job) == []


def test_list_jobs_has_the_newest_job_first(deployer: Deployer) -> None:
    """Scripts take the first one for the latest."""
    deployment_id, first = deployer.running()
    deployer.stop(first, "NONE")
    deployer.wait_for_job(first, "CANCELLED")
    second = deployer.start(deployment_id).job_id

    body = deployer.call("ListJobs", deployment_id=deployment_id, page_index=1, page_size=100)
    assert {job.job_id for job in body.data} == {first, second}
    assert (body.total_size, wrongly_typed_fields(body)) == (2, [])


@pytest.mark.parametrize(
    ("strategy", "final"),
    [("NONE", "CANCELLED"), ("STOP_WITH_SAVEPOINT", "FINISHED"), ("STOP_WITH_DRAIN", "FINISHED")],
)
def test_stop_job_knows_every_strategy(deployer: Deployer, strategy: str, final: str) -> None:
    """It returns the job while it stops."""
    _, job_id = deployer.running()

    stopping = deployer.stop(job_id, strategy)
    stopped = deployer.wait_for_job(job_id, final)
    savepoints = deployer.data("ListSavepoints", job_id=job_id)
    assert stopping.status.current_job_status == "CANCELLING"
    assert stopped.end_time >= stopped.start_time
    assert [
        (savepoint.savepoint_origin, savepoint.stop_with_drain_enabled)
        for savepoint in savepoints
        if savepoint.savepoint_origin != "RETAINED_CHECKPOINT"
    ] == ([] if strategy == "NONE" else [(STOP_ORIGIN, strategy == "STOP_WITH_DRAIN")])


STOP_ORIGIN = "STOP_WITH_SAVEPOINT"


def test_delete_job_removes_an_ended_job(deployer: Deployer) -> None:
    """A running one is refused."""
    deployment_id, job_id = deployer.running()

    code, _ = deployer.failure("DeleteJob", job_id)
    deployer.stop(job_id, "NONE")
    deployer.wait_for_job(job_id, "CANCELLED")
    body = deployer.call("DeleteJob", job_id)
    assert (code, body.success, body.http_code) == ("990302", True, 200)
    assert deployer.call("ListJobs", deployment_id=deployment_id).data == []


def test_a_start_without_body_says_so(deployer: Deployer) -> None:
    """The SDK checks nothing itself."""
    with pytest.raises(ClientException) as caught:
        deployer.call("StartJobWithParams")

    assert caught.value.code == "MissingBody"
