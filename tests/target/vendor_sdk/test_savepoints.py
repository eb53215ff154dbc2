"""The vendor's SDK takes, reads and deletes savepoints."""

from .conftest import Deployer, without_unset
from .fields import unset_fields, wrongly_typed_fields


def test_create_savepoint_returns_every_field(deployer: Deployer) -> None:
    """The location when it is complete."""
    deployment_id, job_id = deployer.running()

    savepoint = deployer.data(
        "CreateSavepoint", deployment_id=deployment_id, description="作业快照1", native_format=True
    )
    complete = deployer.wait_for_savepoint(savepoint.savepoint_id)
    assert unset_fields(savepoint) == {"savepoint_location", "status.failure"}
    assert unset_fields(complete) == {"status.failure"}
    assert wrongly_typed_fields(complete) == []
    assert (complete.job_id, complete.description) == (job_id, "作业快照1")
    assert (complete.native_format, complete.savepoint_origin) == (True, "USER_REQUEST")


def test_get_savepoint_returns_what_our_client_reads(deployer: Deployer) -> None:
    """Of a complete savepoint."""
    deployment_id, _ = deployer.running()
    savepoint_id = deployer.data("CreateSavepoint", deployment_id=deployment_id).savepoint_id

    savepoint = deployer.wait_for_savepoint(savepoint_id)
    with deployer.tenant.client() as client:
        ours = client.savepoints.get(savepoint_id=savepoint_id)
    assert savepoint.to_map() == without_unset(ours)


def test_list_savepoints_takes_every_filter(deployer: Deployer) -> None:
    """Of a deployment and of a job."""
    deployment_id, job_id = deployer.running()
    other_id, _ = deployer.running()
    mine = deployer.data("CreateSavepoint", deployment_id=deployment_id).savepoint_id
    deployer.data("CreateSavepoint", deployment_id=other_id)

    body = deployer.call(
        "ListSavepoints", deployment_id=deployment_id, job_id=job_id, page_index=1, page_size=100
    )
    assert [savepoint.savepoint_id for savepoint in body.data] == [mine]
    assert (body.total_size, deployer.call("ListSavepoints").total_size) == (1, 2)
    assert wrongly_typed_fields(body) == []


def test_delete_savepoint_removes_it(deployer: Deployer) -> None:
    """Afterwards it is not found."""
    deployment_id, _ = deployer.running()
    savepoint_id = deployer.data("CreateSavepoint", deployment_id=deployment_id).savepoint_id
    deployer.wait_for_savepoint(savepoint_id)

    body = deployer.call("DeleteSavepoint", savepoint_id)
    code, _ = deployer.failure("GetSavepoint", savepoint_id)
    assert (body.success, code) == (True, "990301")
