"""Rules of deployments by name and by label: exact, and with the rules of the operations by id."""

from collections.abc import Iterator

from ..clause import Clause
from ..contract import Contract, Operation
from ..deploy_loop import CONFLICT, INVALID, DeployLoop
from .rules import Rules

RULES = Rules()


def clauses(contract: Contract, operation: Operation) -> Iterator[Clause]:
    """Yield the clauses about lookups."""
    yield from RULES.clauses(operation)


@RULES.of("GetDeploymentsByName")
def exactly_the_one_of_the_name(loop: DeployLoop) -> None:
    """A name finds the deployment that has it, and neither parts of it nor another case."""
    ids = [loop.create(suffix) for suffix in ("b", "b2", "B")]
    found = loop.ok("GetDeploymentsByName", deploymentName=loop.name("b"))
    loop.equal([loop.deployment(ids[0])], found, "the deployments of the name")
    missing = loop.ok("GetDeploymentsByName", deploymentName=loop.name("c"))
    loop.equal([], missing, "the deployments of a name that none has")


@RULES.of("GetDeploymentsByName")
def what_is_left_out(loop: DeployLoop) -> None:
    """ignoreJobSummary and ignoreResourceSetting leave out that, and nothing else."""
    resources = {"basicResourceSetting": {"parallelism": 1}}
    both = {"streamingResourceSetting": resources, "batchResourceSetting": resources}
    deployment = loop.deployment(loop.create(labels={"team": loop.prefix}, **both))
    for operation, values in (
        ("GetDeploymentsByName", {"deploymentName": loop.name()}),
        ("GetDeploymentsByLabel", {"labelKey": "team", "labelValue": loop.prefix}),
    ):
        for flag, names in (
            ("ignoreJobSummary", {"jobSummary"}),
            ("ignoreResourceSetting", set(both)),
        ):
            [whole] = loop.ok(operation, **values, **{flag: False})
            [short] = loop.ok(operation, **values, **{flag: True})
            loop.equal(deployment, whole, f"the deployment with {flag} false")
            expected = {name: deployment[name] for name in deployment if name not in names}
            loop.equal(expected, short, f"the deployment with {flag}")


@RULES.of("GetDeploymentsByLabel")
def values_of_a_label(loop: DeployLoop) -> None:
    """One of several values, separated by commas, is the label's; newest first."""
    for suffix, labels in (("b", {"t": "x"}), ("c", {"t": "y"}), ("d", {"t": "xy", "u": "x"})):
        loop.create(suffix, labels={name: loop.prefix + value for name, value in labels.items()})
        loop.pass_time(1)
    for label, values, expected in (
        ("t", "x", ["b"]),
        ("t", "x,y", ["c", "b"]),
        ("t", "xy,x", ["d", "b"]),
        ("u", "x", ["d"]),
        ("u", "y", []),
    ):
        value = ",".join(loop.prefix + each for each in values.split(","))
        found = loop.ok("GetDeploymentsByLabel", labelKey=label, labelValue=value)
        names = [each["name"] for each in found]
        loop.equal(
            [loop.name(suffix) for suffix in expected], names, f"those with {label}={values}"
        )


@RULES.of("UpdateDeploymentByName")
def a_change_by_name(loop: DeployLoop) -> None:
    """It is that of UpdateDeployment; the new name holds from then on."""
    deployment_id, other = loop.create("b", flinkConf={"a": "1"}), loop.create("c")
    before = loop.deployment(deployment_id)
    body = {"description": "changed", "flinkConf": {"b": "2"}}
    changed = loop.ok("UpdateDeploymentByName", body, deploymentName=loop.name("b"))
    loop.equal(
        {**before, **body, "modifiedAt": changed["modifiedAt"]}, changed, "the changed deployment"
    )
    loop.equal(changed, loop.deployment(deployment_id), "the deployment that is stored")
    taken = {"name": loop.name("c")}
    loop.refused(CONFLICT, "UpdateDeploymentByName", taken, deploymentName=loop.name("b"))
    mode = {"executionMode": "BATCH"}
    loop.refused(INVALID, "UpdateDeploymentByName", mode, deploymentName=loop.name("b"))
    loop.ok("UpdateDeploymentByName", {"name": loop.name("d")}, deploymentName=loop.name("b"))
    loop.missing("UpdateDeploymentByName", {"description": "x"}, deploymentName=loop.name("b"))
    loop.equal(loop.name("d"), loop.deployment(deployment_id)["name"], "the new name")
    loop.equal(loop.name("c"), loop.deployment(other)["name"], "the name of the other one")


@RULES.of("DeleteDeploymentByName")
def a_deletion_by_name(loop: DeployLoop) -> None:
    """It is that of DeleteDeployment: refused while a job runs; then only this one is gone."""
    running, other = loop.create("b"), loop.create("b2")
    job_id = loop.running(running)
    loop.refused(CONFLICT, "DeleteDeploymentByName", None, job_id, deploymentName=loop.name("b"))
    loop.equal("RUNNING", loop.state(job_id), "the state of the job")
    loop.stopped(job_id)
    loop.ok("DeleteDeploymentByName", deploymentName=loop.name("b"))
    loop.missing("GetDeployment", deploymentId=running)
    loop.missing("GetJob", jobId=job_id)
    loop.missing("DeleteDeploymentByName", deploymentName=loop.name("b"))
    loop.equal(loop.name("b2"), loop.deployment(other)["name"], "the name of the other one")
