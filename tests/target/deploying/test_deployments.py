"""Deployments: what one needs, partial changes, names, and filters of a listing."""

from typing import Any

import pytest

from flinkjobs.server import OperationFailure

from .conftest import SQL, DeployLoop, loaded_job, refusal


def test_a_deployment_has_what_the_service_sets(loop: DeployLoop) -> None:
    """Ids, times, creator, target and version; what a caller sends of these is ignored."""
    created = loop.create(
        deploymentId="mine", creator="me", createdAt="1", jobSummary={"running": 9}
    )

    assert created["deploymentId"] != "mine"
    assert (created["creator"], created["createdAt"]) == ("owner", created["modifiedAt"])
    assert created["deploymentTarget"] == {"mode": "PER_JOB", "name": "default-queue"}
    assert (set(created["jobSummary"].values()), created["deploymentHasChanged"]) == ({0}, False)
    assert loop.deployment(created["deploymentId"]) == created


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({"name": None}, "$.name is missing or empty; send the name of the deployment"),
        ({"name": " orders"}, "$.name must have at most 128 characters"),
        ({"name": "x" * 129}, "$.name must have at most 128 characters"),
        ({"executionMode": None}, "$.executionMode is missing; it must be one of STREAMING, BATCH"),
        (
            {"executionMode": "STREAM"},
            '$.executionMode must be one of STREAMING, BATCH, not "STREAM"',
        ),
        (
            {"artifact": None},
            "$.artifact.kind is missing; it must be one of SQLSCRIPT, JAR, PYTHON",
        ),
        ({"artifact": {"kind": "SQL"}}, "$.artifact.kind must be one of SQLSCRIPT, JAR, PYTHON"),
        (
            {"artifact": {"kind": "SQLSCRIPT", "sqlScript": "SELECT 1"}},
            "$.artifact.sqlArtifact.sqlScript is missing or empty; kind SQLSCRIPT needs it",
        ),
        (
            {"artifact": {"kind": "JAR", "sqlArtifact": {"sqlScript": "SELECT 1"}}},
            "$.artifact.jarArtifact.jarUri is missing or empty; kind JAR needs it",
        ),
        (
            {"localVariables": [{"name": "a", "value": "1"}, {"name": "a"}]},
            "$.localVariables[1].name is there twice; name each variable once",
        ),
    ],
)
def test_what_a_deployment_needs(
    loop: DeployLoop, properties: dict[str, Any], problem: str
) -> None:
    """A body that cannot be a deployment is refused by path, and nothing is stored."""
    loop.create("other")

    with pytest.raises(OperationFailure) as error:
        loop.create(**{"name": "orders", **properties})
    assert refusal(error).startswith(f"990303: {problem}")
    assert loop.deployments() == (["other"], 1)


def test_a_change_is_partial(loop: DeployLoop) -> None:
    """Absent, null and an empty localVariables stay; maps are replaced as a whole."""
    variables = [{"name": "a", "value": "1"}]
    created = loop.create(flinkConf={"a": "1", "b": "2"}, localVariables=variables)
    changed = loop.update(
        created["deploymentId"], name=None, flinkConf={"c": "3"}, localVariables=[]
    )
    emptied = loop.update(created["deploymentId"], flinkConf={})

    assert (changed["name"], changed["flinkConf"]) == ("orders", {"c": "3"})
    assert (changed["localVariables"], changed["artifact"]) == (variables, SQL)
    assert emptied["flinkConf"] == {}


@pytest.mark.parametrize(
    ("properties", "problem"),
    [
        ({"executionMode": "BATCH"}, "$.executionMode cannot change: it is STREAMING"),
        ({"artifact": {"kind": "JAR"}}, "$.artifact.kind cannot change: it is SQLSCRIPT"),
    ],
)
def test_what_is_fixed(loop: DeployLoop, properties: dict[str, Any], problem: str) -> None:
    """Execution mode and kind are those of the creation."""
    created = loop.create()

    with pytest.raises(OperationFailure) as error:
        loop.update(created["deploymentId"], **properties)
    assert refusal(error) == f"990303: {problem}; create another deployment"
    assert loop.deployment(created["deploymentId"]) == created


def test_a_deployment_has_changed_until_it_is_started_again(loop: DeployLoop) -> None:
    """A deployment that never ran has not changed after its start."""
    deployment_id = loop.create(executionMode="BATCH")["deploymentId"]
    before = loop.update(deployment_id, description="x")["deploymentHasChanged"]
    loop.start(deployment_id)
    started = loop.deployment(deployment_id)["deploymentHasChanged"]
    changed = loop.update(deployment_id, description="y")["deploymentHasChanged"]
    loop.start(deployment_id)

    assert (before, started, changed) == (False, False, True)
    assert loop.deployment(deployment_id)["deploymentHasChanged"] is False


def test_a_name_exists_once(loop: DeployLoop) -> None:
    """Neither creation nor renaming gives a name twice; a deleted one is free again."""
    deployment_id = loop.create("orders")["deploymentId"]
    other_id = loop.create("payments")["deploymentId"]
    with pytest.raises(OperationFailure) as created:
        loop.create("orders")
    with pytest.raises(OperationFailure) as renamed:
        loop.update(other_id, name="orders")
    loop.delete(deployment_id)
    loop.update(other_id, name="orders")

    assert refusal(created).startswith('990302: the namespace has a deployment named "orders"')
    assert refusal(renamed).startswith('990302: the namespace has a deployment named "orders"')
    assert loop.deployments() == (["orders"], 1)


def test_filters_of_a_listing(loop: DeployLoop) -> None:
    """Each filter alone, and several together; newest first."""
    loop.create("orders-eu", labels={"team": "a"})
    loop.pass_time()
    loop.create("orders-us", labels={"team": "b"}, executionMode="BATCH")
    loop.pass_time()
    loop.running("payments", labels={"team": 7})

    assert loop.deployments() == (["payments", "orders-us", "orders-eu"], 3)
    assert loop.deployments(name="rders-") == (["orders-us", "orders-eu"], 2)
    assert loop.deployments(name="Orders") == ([], 0)
    assert loop.deployments(status="RUNNING") == (["payments"], 1)
    assert loop.deployments(execution_mode="BATCH") == (["orders-us"], 1)
    assert loop.deployments(creator="owner", name="orders-eu") == (["orders-eu"], 1)
    assert loop.deployments(creator="nobody") == ([], 0)
    assert loop.deployments(label_key="team") == (["payments", "orders-us", "orders-eu"], 3)
    assert loop.deployments(label_key="team", label_value_array="a;b") == (
        ["orders-us", "orders-eu"],
        2,
    )
    assert loop.deployments(label_key="team", label_value_array="7,b") == (
        ["payments", "orders-us"],
        2,
    )


def test_pages_and_orders(loop: DeployLoop) -> None:
    """The order by modification follows changes; a page beyond the last one is empty."""
    ids = []
    for number in range(5):
        ids.append(loop.create(f"d{number}")["deploymentId"])
        loop.pass_time()
    loop.update(ids[1], description="changed")

    assert loop.deployments(page_size=2, page_index=2) == (["d2", "d1"], 5)
    assert loop.deployments(sort_name="gmt_modified", page_size=2) == (["d1", "d4"], 5)
    assert loop.deployments(page_index=9) == ([], 5)


def test_names_in_any_script(loop: DeployLoop) -> None:
    """A part of a name is found by its characters, not by its bytes."""
    loop.create("订单汇总")
    loop.create("订货")

    assert loop.deployments(name="单汇") == (["订单汇总"], 1)
    assert loop.deployments(name="订", page_size=1)[1] == 2


def test_deployments_of_loaded_jobs_are_listed(loop: DeployLoop) -> None:
    """A deployment that is known from its jobs alone has their name, and cannot be started."""
    job = loaded_job("d-1", "j", "FAILED", deploymentName="orders", executionMode="STREAMING")
    loop.data.jobs.put("owner", [job])
    found = loop.deployment("d-1")

    with pytest.raises(OperationFailure) as error:
        loop.start("d-1")
    assert (found["name"], found["jobSummary"]["failed"]) == ("orders", 1)
    assert loop.deployments(status="FAILED") == (["orders"], 1)
    assert "is known from its job instances alone" in refusal(error)


def test_a_broad_name_filter_is_walked_in_order(
    loop: DeployLoop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many deployments of a name come on the same pages as a few would."""
    for number in range(5):
        loop.create(f"orders-{number}", executionMode="BATCH" if number % 2 else "STREAMING")
        loop.pass_time()
    loop.create("payments")
    few = [loop.deployments(name="rder", page_size=2, page_index=page) for page in (1, 2, 3, 4)]
    monkeypatch.setattr("flinkjobs_target.store.definitions._MOST_SORTED", 1)
    many = [loop.deployments(name="rder", page_size=2, page_index=page) for page in (1, 2, 3, 4)]

    assert many == few
    assert many[0] == (["orders-4", "orders-3"], 5)
    assert loop.deployments(name="rder", execution_mode="BATCH") == (["orders-3", "orders-1"], 2)
