"""Lookups by name and label: exact, of one namespace, and with the rules of the operations by id."""

import msgspec
import pytest

from flinkjobs.server import OperationFailure

from .conftest import DeployLoop, refusal


def names(found: list[dict[str, object]]) -> list[object]:
    """Return the names of deployments."""
    return [document["name"] for document in found]


def test_a_name_finds_the_deployment_that_has_it(loop: DeployLoop) -> None:
    """Not those that contain it, nor one of another case, nor one of another namespace."""
    created = loop.create("orders")
    loop.create("orders-eu")
    loop.place["namespace"] = "other"
    elsewhere = loop.create("orders")
    loop.place["namespace"] = "n"

    assert loop.by_name("orders") == [created]
    assert loop.by_name("Orders") == []
    assert loop.by_name("order") == []
    assert elsewhere["deploymentId"] != created["deploymentId"]


def test_labels_are_compared_exactly(loop: DeployLoop) -> None:
    """Several values are separated by commas; a label without one of them does not count."""
    loop.create("a", labels={"team": "x", "stage": "y"})
    loop.pass_time()
    loop.create("b", labels={"team": "y"})
    loop.pass_time()
    loop.create("c", labels={"team": "x"})

    assert names(loop.by_label("team", "x")) == ["c", "a"]
    assert names(loop.by_label("team", "x,y")) == ["c", "b", "a"]
    assert names(loop.by_label("stage", "x")) == []
    assert names(loop.by_label("team", "X")) == []


def test_what_a_caller_does_not_want_is_left_out(loop: DeployLoop) -> None:
    """The summary of jobs, and the resources; the rest stays."""
    setting = {"basicResourceSetting": {"parallelism": 1}}
    created = loop.create("orders", streamingResourceSetting=setting, labels={"team": "x"})
    [without_jobs] = loop.by_name("orders", ignore_job_summary=True)
    [without_resources] = loop.by_label("team", "x", ignore_resource_setting=True)

    assert created.keys() - without_jobs.keys() == {"jobSummary"}
    assert created.keys() - without_resources.keys() == {"streamingResourceSetting"}


def test_a_deployment_is_changed_and_deleted_by_name(loop: DeployLoop) -> None:
    """As by its id; a new name holds from then on."""
    deployment_id = loop.create("orders")["deploymentId"]
    changed = loop.update_by_name("orders", name="renamed", description="x")
    with pytest.raises(OperationFailure) as error:
        loop.update_by_name("orders", description="y")
    loop.delete_by_name("renamed")

    assert (changed["deploymentId"], changed["description"]) == (deployment_id, "x")
    assert refusal(error) == '990301: deployment "orders" does not exist'
    assert loop.deployments() == ([], 0)


def test_a_running_deployment_is_not_deleted_by_name(loop: DeployLoop) -> None:
    """The rules are those of the operation by id."""
    _, job_id = loop.running("orders")
    with pytest.raises(OperationFailure) as error:
        loop.delete_by_name("orders")

    assert refusal(error).startswith("990302: deployment ")
    assert job_id in refusal(error)


def test_a_name_that_two_deployments_have_names_neither(loop: DeployLoop) -> None:
    """Loaded jobs can bring names twice."""
    for deployment_id in ("a", "b"):
        job = {"jobId": deployment_id, "deploymentName": "twice"}
        loop.load(deployment_id, job)
    with pytest.raises(OperationFailure) as error:
        loop.delete_by_name("twice")

    assert len(loop.by_name("twice")) == 2
    assert refusal(error).startswith("990302: 2 deployments have this name")
    assert refusal(error).endswith("a, b")


@pytest.mark.parametrize("workspace", ["foreign", "none"])
def test_a_foreign_workspace_finds_nothing(loop: DeployLoop, workspace: str) -> None:
    """As one that does not exist."""
    loop.create("orders")
    loop.account = "other"
    if workspace == "none":
        loop.place["workspace"] = "none"
    for call in (
        lambda: loop.by_name("orders"),
        lambda: loop.by_label("a", "b"),
        lambda: loop.update_by_name("orders", description="x"),
        lambda: loop.delete_by_name("orders"),
    ):
        with pytest.raises(OperationFailure) as error:
            call()
        shown = msgspec.json.encode(loop.place["workspace"]).decode()
        assert refusal(error) == f"990301: workspace {shown} does not exist"
