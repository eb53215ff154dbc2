"""The vendor's SDK lists events, deployment targets and versions of the engine."""

from .conftest import Deployer
from .fields import unset_fields, wrongly_typed_fields


def test_get_events_returns_every_field(deployer: Deployer) -> None:
    """By deployment and by name, in pages, newest first."""
    created = deployer.create(name="orders")
    deployer.create(name="other")
    job_id = deployer.start(created.deployment_id).job_id
    deployer.wait_for_job(job_id, "RUNNING")

    page = deployer.call(
        "GetEvents", deployment_id=created.deployment_id, page_index=1, page_size=2
    )
    named = deployer.data("GetEvents", deployment_name="other")
    newest = page.data[0]
    assert (newest.event_name, newest.job_id) == ("STATE_TRANSITION_IS_COMPLETED", job_id)
    assert (page.page_index, page.page_size, page.total_size) == (1, 2, 3)
    assert unset_fields(newest) == set()
    assert wrongly_typed_fields(newest) == []
    assert [event.event_name for event in named] == ["DEPLOYMENT_CREATED"]


def test_list_deployment_targets(deployer: Deployer) -> None:
    """The queue that a new deployment has; it has no quota."""
    created = deployer.create()

    page = deployer.call("ListDeploymentTargets", page_index=1, page_size=10)
    [target] = page.data
    assert (target.name, target.namespace) == (created.deployment_target.name, created.namespace)
    assert unset_fields(target) == {"quota"}
    assert (page.page_index, page.page_size, page.total_size) == (1, 10, 1)


def test_list_engine_version_metadata(deployer: Deployer) -> None:
    """Without a namespace; the default is the version of a new deployment."""
    created = deployer.create()

    index = deployer.data("ListEngineVersionMetadata")
    [version] = index.engine_version_metadata
    assert index.default_engine_version == version.engine_version
    assert created.engine_version is not None
    assert unset_fields(index) == set()
    assert wrongly_typed_fields(index) == []
