"""Permissions of the deploy loop: over HTTP, each operation with the key of a user."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from msgspec import Struct

from flinkjobs import Client, operations
from flinkjobs._runtime.contract.operation import Operation
from flinkjobs.errors import PermissionDeniedError
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.storage import open_storage

from ..processes import Server, serving
from .conftest import SQL
from .invariants import check_invariants


class Deployed(Struct, kw_only=True):
    """The ids of a deployment that runs, of one that does not, and of their parts."""

    running: str
    job_id: str
    idle: str
    ended: str
    savepoint_id: str


Call: TypeAlias = Callable[[Client, Deployed], object]
STOP = {"stopStrategy": "NONE"}
WRITES: dict[str, Call] = {
    "CreateDeployment": lambda client, _: client.deployments.create(
        body={"name": "new", "executionMode": "BATCH", "artifact": SQL}
    ),
    "UpdateDeployment": lambda client, deployed: client.deployments.update(
        deployment_id=deployed.idle, body={"description": "changed"}
    ),
    "DeleteDeployment": lambda client, deployed: client.deployments.delete(
        deployment_id=deployed.idle
    ),
    "UpdateDeploymentByName": lambda client, _: client.deployments.update_by_name(
        deployment_name="idle", body={"description": "changed"}
    ),
    "DeleteDeploymentByName": lambda client, _: client.deployments.delete_by_name(
        deployment_name="idle"
    ),
    "StartJob": lambda client, deployed: client.jobs.start_with_resources(
        body={"deploymentId": deployed.idle}
    ),
    "StartJobWithParams": lambda client, deployed: client.jobs.start(
        body={"deploymentId": deployed.idle}
    ),
    "StopJob": lambda client, deployed: client.jobs.stop(job_id=deployed.job_id, body=STOP),
    "DeleteJob": lambda client, deployed: client.jobs.delete(job_id=deployed.ended),
    "CreateSavepoint": lambda client, deployed: client.savepoints.create(
        body={"deploymentId": deployed.running}
    ),
    "DeleteSavepoint": lambda client, deployed: client.savepoints.delete(
        savepoint_id=deployed.savepoint_id
    ),
    "CreateVariable": lambda client, _: client.variables.create(
        name="new", kind="Plain", value="x"
    ),
    "UpdateVariable": lambda client, _: client.variables.update(name="host", body={"value": "y"}),
    "DeleteVariable": lambda client, _: client.variables.delete(name="host"),
    "ValidateSqlStatement": lambda client, _: client.sql.validate(
        statement="SELECT 1", batch_mode=True
    ),
}
"""A call of each operation that changes something, or has a cluster work; it succeeds for the owner."""
READS: dict[str, Call] = {
    "ListDeployments": lambda client, _: list(client.deployments.list()),
    "GetDeployment": lambda client, deployed: client.deployments.get(deployment_id=deployed.idle),
    "GetDeploymentsByName": lambda client, _: client.deployments.get_by_name(
        deployment_name="idle"
    ),
    "GetDeploymentsByLabel": lambda client, _: list(
        client.deployments.list_by_label(label_key="team", label_value="a")
    ),
    "GetEvents": lambda client, _: list(client.events.list()),
    "ListVariables": lambda client, _: list(client.variables.list()),
    "ListDeploymentTargets": lambda client, _: list(client.targets.list()),
    "ListEngineVersionMetadata": lambda client, _: client.engines.versions(),
    "ListJobs": lambda client, deployed: list(client.jobs.list(deployment_id=deployed.idle)),
    "GetJob": lambda client, deployed: client.jobs.get(job_id=deployed.job_id),
    "ListSavepoints": lambda client, _: list(client.savepoints.list()),
    "GetSavepoint": lambda client, deployed: client.savepoints.get(
        savepoint_id=deployed.savepoint_id
    ),
    "GetLatestJobStartLog": lambda client, deployed: client.jobs.start_log(
        deployment_id=deployed.idle
    ),
    "FlinkApiProxy": lambda client, deployed: client.flink.get(
        resource_type="jobs",
        resource_id=deployed.job_id,
        flink_api_path=f"/jobs/{deployed.job_id.replace('-', '')}",
    ),
}
ALL = {value.name: value for value in vars(operations).values() if isinstance(value, Operation)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A target whose account nobody else uses."""
    with serving(tmp_path_factory.mktemp("data"), "--access-log=none") as server:
        yield server


@pytest.fixture
def deployed(server: Server) -> Iterator[Deployed]:
    """Deploy for each test; delete the rest of it afterwards."""
    with server.client() as owner:
        ids = [
            owner.deployments.create(
                body={"name": name, "executionMode": "STREAMING", "artifact": SQL}
            ).deployment_id
            or ""
            for name in ("running", "idle")
        ]
        owner.variables.create(name="host", kind="Plain", value="x")
        ended = _start(owner, ids[0])
        owner.jobs.stop(job_id=ended, body={"stopStrategy": "STOP_WITH_SAVEPOINT"})
        owner.jobs.wait(job_id=ended, until="STOPPED", poll=0.02)
        [savepoint] = owner.savepoints.list(deployment_id=ids[0])
        yield Deployed(
            running=ids[0],
            job_id=_start(owner, ids[0]),
            idle=ids[1],
            ended=ended,
            savepoint_id=str(savepoint.savepoint_id),
        )
        for deployment in list(owner.deployments.list()):
            _delete(owner, str(deployment.deployment_id))
        for variable in list(owner.variables.list()):
            owner.variables.delete(name=str(variable.name))


def _start(owner: Client, deployment_id: str) -> str:
    job = owner.jobs.start(body={"deploymentId": deployment_id})
    return str(owner.jobs.wait(job_id=str(job.job_id), poll=0.02).job_id)


def _delete(owner: Client, deployment_id: str) -> None:
    for job in list(owner.jobs.list(deployment_id=deployment_id)):
        owner.jobs.stop(job_id=str(job.job_id), body=STOP)
        owner.jobs.wait(job_id=str(job.job_id), until="STOPPED", poll=0.02)
    owner.deployments.delete(deployment_id=deployment_id)


@pytest.fixture
def user(server: Server) -> Callable[..., Client]:
    """Build a client of a user with policies: each an effect and the actions that it is of."""

    def user(name: str, *statements: tuple[str, list[str]]) -> Client:
        policy = {
            "Version": "1",
            "Statement": [
                {"Effect": effect, "Action": actions, "Resource": "*"}
                for effect, actions in statements
            ],
        }
        with open_storage(_location(server)) as data:
            key = Keyring(data.keys).create(user=name, policies=[json.dumps(policy)])
        return server.client(access_key_id=key.id, access_key_secret=key.secret)

    return user


def _location(server: Server) -> Path:
    arguments: Any = server.process.args
    [location] = [word for word in arguments if word.startswith("--data=")]
    return Path(location.removeprefix("--data="))


def test_every_operation_is_here() -> None:
    """One that is added needs a call here."""
    writes = {name for name, operation in ALL.items() if operation.method != "GET"}

    assert set(WRITES) == writes
    assert set(READS) == set(ALL) - writes


@pytest.mark.parametrize("name", WRITES)
def test_a_denied_write_is_refused_and_changes_nothing(
    name: str, server: Server, deployed: Deployed, user: Callable[..., Client]
) -> None:
    """A user may do everything else."""
    action = ALL[name].permission
    denied = user(f"no-{name}", ("Allow", ["*"]), ("Deny", [action]))
    with denied, server.client() as owner:
        before = _everything(owner)
        with pytest.raises(PermissionDeniedError) as error:
            WRITES[name](denied, deployed)
        after = _everything(owner)
        for read in READS.values():
            read(denied, deployed)

    assert f"is not permitted to perform {action}: a policy denies it" in str(error.value)
    assert after == before


@pytest.mark.parametrize("name", WRITES)
def test_a_user_may_do_the_one_thing_that_is_allowed(
    name: str, server: Server, deployed: Deployed, user: Callable[..., Client]
) -> None:
    """And no other write."""
    with user(f"only-{name}", ("Allow", [ALL[name].permission])) as allowed:
        for other in set(WRITES) - {name}:
            with pytest.raises(PermissionDeniedError, match="no policy allows it"):
                WRITES[other](allowed, deployed)
        WRITES[name](allowed, deployed)
    with open_storage(_location(server)) as data:
        check_invariants(data)


def test_a_reader_reads_and_starts_nothing(
    server: Server, deployed: Deployed, user: Callable[..., Client]
) -> None:
    """With the policy that is usual for dashboards."""
    actions = ["stream:Get*", "stream:List*", "stream:FlinkApiProxy"]
    with user("reader", ("Allow", actions)) as reader:
        for read in READS.values():
            read(reader, deployed)
        for write in WRITES.values():
            with pytest.raises(PermissionDeniedError, match="no policy allows it"):
                write(reader, deployed)


def test_what_a_user_creates_bears_the_users_name(
    deployed: Deployed, user: Callable[..., Client]
) -> None:
    """Deployments, jobs, and who changed them last."""
    with user("ci", ("Allow", ["*"])) as ci:
        updated = ci.deployments.update(deployment_id=deployed.idle, body={"description": "x"})
        job = ci.jobs.start(body={"deploymentId": deployed.idle})
        stopped = ci.jobs.stop(job_id=deployed.job_id, body=STOP)

    assert (updated.creator, updated.modifier) == (stopped.creator, "ci")
    assert (job.creator, stopped.modifier) == ("ci", "ci")


def _everything(owner: Client) -> object:
    """Return all that the account has."""
    deployments = list(owner.deployments.list())
    return (
        deployments,
        [list(owner.jobs.list(deployment_id=str(each.deployment_id))) for each in deployments],
        list(owner.savepoints.list()),
        list(owner.variables.list()),
        list(owner.events.list()),
    )
