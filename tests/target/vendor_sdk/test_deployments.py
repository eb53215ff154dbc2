"""The vendor's SDK creates, reads, changes and deletes deployments."""

from alibabacloud_ververica20220718 import models

from .conftest import OTHER_KINDS, Deployer, deployment, without_unset
from .fields import unset_fields, wrongly_typed_fields


def test_create_deployment_returns_every_field(deployer: Deployer) -> None:
    """Those of the caller as they were sent, and those that the service sets."""
    sent = deployment()

    created = deployer.data("CreateDeployment", body=sent)
    assert unset_fields(created) == OTHER_KINDS
    assert wrongly_typed_fields(created) == []
    assert created.to_map().items() >= sent.to_map().items()


def test_get_deployment_returns_what_our_client_reads(deployer: Deployer) -> None:
    """Neither of the two clients knows a field that the other one does not."""
    created = deployer.create()

    found = deployer.data("GetDeployment", created.deployment_id)
    with deployer.tenant.client() as client:
        ours = client.deployments.get(deployment_id=created.deployment_id)
    assert found.to_map() == created.to_map() == without_unset(ours)


def test_list_deployments_takes_every_filter(deployer: Deployer) -> None:
    """Name, state, mode, people and labels; pages and order."""
    older = deployer.create(name="orders-a", labels={"team": "x"})
    newer = deployer.create(name="orders-b", labels={"team": "y"})
    deployer.create(name="payments", labels={"team": "x"}, execution_mode="BATCH")
    job_id = deployer.start(older.deployment_id).job_id
    deployer.wait_for_job(job_id, "RUNNING")

    both = deployer.call(
        "ListDeployments",
        name="orders",
        execution_mode="STREAMING",
        creator=older.creator,
        modifier=older.modifier,
        label_key="team",
        label_value_array="x;y",
        sort_name="gmt_create",
        page_index=1,
        page_size=1,
    )
    running = deployer.data("ListDeployments", status="RUNNING")
    assert (both.page_index, both.page_size, both.total_size) == (1, 1, 2)
    first = max([older, newer], key=lambda found: (found.created_at, found.deployment_id))
    assert [found.name for found in both.data] == [first.name]
    assert [found.name for found in running] == [older.name]
    assert running[0].job_summary.to_map() == {
        "cancelled": 0,
        "cancelling": 0,
        "failed": 0,
        "finished": 0,
        "running": 1,
        "starting": 0,
    }


def test_update_deployment_changes_only_what_is_sent(deployer: Deployer) -> None:
    """The empty localVariables that the SDK adds change nothing, nor does a null name."""
    created = deployer.create()

    body = models.Deployment(name=None, flink_conf={"a": 1})
    changed = deployer.data("UpdateDeployment", created.deployment_id, body=body)
    assert body.to_map() == {"flinkConf": {"a": 1}, "localVariables": []}
    assert changed.flink_conf == {"a": 1}
    kept = {**created.to_map(), "flinkConf": {"a": 1}, "modifiedAt": changed.modified_at}
    assert changed.to_map() == kept


def test_a_deployment_can_be_sent_back_as_it_was_read(deployer: Deployer) -> None:
    """Properties that only the service sets are ignored."""
    created = deployer.create()
    created.description, created.creator = "changed", "somebody else"

    changed = deployer.data("UpdateDeployment", created.deployment_id, body=created)
    assert changed.description == "changed"
    assert changed.creator == deployer.tenant.account


def test_delete_deployment_removes_it(deployer: Deployer) -> None:
    """Afterwards it is not found."""
    deployment_id = deployer.create().deployment_id

    body = deployer.call("DeleteDeployment", deployment_id)
    code, message = deployer.failure("GetDeployment", deployment_id)
    assert (body.success, body.http_code) == (True, 200)
    assert (code, message) == ("990301", f'deployment "{deployment_id}" does not exist')


def test_get_deployments_by_name_finds_the_exact_name(deployer: Deployer) -> None:
    """Its booleans arrive as Python writes them."""
    created = deployer.create(name="orders")
    deployer.create(name="orders-eu")

    [found] = deployer.data("GetDeploymentsByName", "orders", ignore_job_summary=False)
    [short] = deployer.data(
        "GetDeploymentsByName", "orders", ignore_job_summary=True, ignore_resource_setting=True
    )
    assert found.to_map() == created.to_map()
    assert (short.job_summary, short.streaming_resource_setting) == (None, None)
    assert deployer.data("GetDeploymentsByName", "order") == []


def test_get_deployments_by_label_finds_each_value(deployer: Deployer) -> None:
    """Several values, separated by commas."""
    for name, team in (("a", "x"), ("b", "y"), ("c", "z")):
        deployer.create(name=name, labels={"team": team})

    found = deployer.data("GetDeploymentsByLabel", label_key="team", label_value="x,z")
    assert {deployment.name for deployment in found} == {"a", "c"}


def test_update_and_delete_deployment_by_name(deployer: Deployer) -> None:
    """Partial updates, as by the id; after the deletion there is none of the name."""
    created = deployer.create(name="orders")

    body = models.Deployment(description="changed")
    changed = deployer.call("UpdateDeploymentByName", deployment_name="orders", body=body).data
    deleted = deployer.call("DeleteDeploymentByName", deployment_name="orders")
    assert (changed.deployment_id, changed.description) == (created.deployment_id, "changed")
    assert deleted.success is True
    assert deployer.data("GetDeploymentsByName", "orders") == []
