"""A deployment script of the vendor's SDK, as public ones are written, runs on the target."""

from alibabacloud_ververica20220718 import models

from .conftest import SCRIPT, Deployer


def test_a_deployment_script_releases_a_new_version(deployer: Deployer) -> None:
    """The first run creates and starts; the second one carries the state into the new version."""
    first = release(deployer, "orders", SCRIPT)
    second = release(deployer, "orders", f"{SCRIPT} WHERE amount > 0")

    (deployment_,) = deployer.data("ListDeployments", name="orders")
    latest, earlier = deployer.data("ListJobs", deployment_id=deployment_.deployment_id)
    assert [latest.job_id, earlier.job_id] == [second, first]
    assert earlier.status.current_job_status == "CANCELLED"
    assert latest.artifact.sql_artifact.sql_script.endswith("amount > 0")
    savepoint = deployer.data("GetSavepoint", latest.restore_strategy.savepoint_id)
    assert (savepoint.job_id, savepoint.status.state) == (first, "COMPLETED")
    assert deployment_.deployment_has_changed is False


def release(deployer: Deployer, name: str, script: str) -> str:
    """Deploy a script under a name as a public CI script does; return the id of the running job."""
    artifact = models.Artifact(kind="SQLSCRIPT", sql_artifact=models.SqlArtifact(sql_script=script))
    found = deployer.data("ListDeployments", name=name)
    if not found:
        created = deployer.create(name=name, artifact=artifact)
        job_id = deployer.start(created.deployment_id).job_id
        return str(deployer.wait_for_job(job_id, "RUNNING").job_id)
    assert found[0].name == name
    deployment_id = found[0].deployment_id
    latest = deployer.data("ListJobs", deployment_id=deployment_id)[0]
    assert latest.status.current_job_status == "RUNNING"
    savepoint_id = deployer.data("CreateSavepoint", deployment_id=deployment_id).savepoint_id
    deployer.wait_for_savepoint(savepoint_id)
    deployer.stop(latest.job_id, "NONE")
    deployer.wait_for_job(latest.job_id, "CANCELLED")
    body = models.Deployment(name=None, artifact=artifact)
    deployer.data("UpdateDeployment", deployment_id, body=body)
    job_id = deployer.start(deployment_id, "FROM_SAVEPOINT", savepoint_id=savepoint_id).job_id
    return str(deployer.wait_for_job(job_id, "RUNNING").job_id)
