"""`flinkjobs deploy` is killed at each of its requests, and continued: a changed SQL job keeps its state."""

import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from ...cli.program import COMMAND, environment
from ...contract.contract import load_contract
from ...contract.signing import Key
from ...survival_record import recording
from ...target.clusters.caller import Caller, Target
from ...workflows.signing_proxy import SigningProxy, running_signing_proxy
from .attacked_cluster import AttackedCluster
from .counting_job import SETTINGS, await_rows, check_rows, counting_script, written

_ROWS = 20_000
_SLOW, _FAST = 20, 20_000
_KILLS = 20
_NAME = "counting"
_RUN = re.compile(r"run (\S+)")


class Deployer:
    """Runs the command against a target, through a proxy that counts its requests."""

    def __init__(self, proxy: SigningProxy, folder: Path) -> None:
        self.kills = 0
        self._proxy = proxy
        self._file = folder / "counting.json"
        self._environ = environment(
            FLINKJOBS_ENDPOINT=proxy.url,
            FLINKJOBS_WORKSPACE="w",
            FLINKJOBS_NAMESPACE="n",
            FLINKJOBS_JOURNAL=str(folder / "runs"),
        )

    def deploy(self, script: str, *options: str, kill_at: int | None = None) -> str:
        """Deploy a script; return what the command says on standard error.

        With a number of a request, counted from 0, the command is killed after that one was
        handled, before it hears of it.
        """
        artifact = {"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": script}}
        body = {"name": _NAME, "executionMode": "STREAMING", "artifact": artifact}
        self._file.write_text(json.dumps({**body, "flinkConf": SETTINGS}), "utf-8")
        command = [*COMMAND, "deploy", "-f", str(self._file), "--poll", "0.5s", *options]
        left = [kill_at]

        def kill_in_time() -> None:
            if left[0] == 0:
                process.kill()
                process.wait()
            left[0] = None if left[0] is None else left[0] - 1

        self._proxy.on_response = kill_in_time
        with subprocess.Popen(
            command, env=self._environ, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True
        ) as process:
            said = process.communicate()[1]
        assert process.returncode in ((0,) if kill_at is None else (0, -9)), said
        self.kills += process.returncode != 0
        return said


@pytest.fixture
def target(attacked: AttackedCluster, tmp_path: Path) -> Target:
    """A target on the cluster."""
    return attacked.target(tmp_path / "data")


@pytest.fixture
def deployer(target: Target, tmp_path: Path) -> Iterator[Deployer]:
    """The command, and the proxy before that target."""
    server = target.server()
    key = Key(server.key.id, server.key.secret)
    with running_signing_proxy(load_contract(), server.url, key) as proxy:
        yield Deployer(proxy, tmp_path)


def test_a_deploy_is_killed_at_each_request(
    attacked: AttackedCluster, target: Target, deployer: Deployer
) -> None:
    """Each continued run leaves one new job and one new savepoint, and no row is lost or written twice."""
    caller, output = Caller(target), attacked.cluster.folder / "deployed"
    with recording("deploy killed", attacked.name) as facts:
        deployer.deploy(counting_script(output, rows=_ROWS, rate=_SLOW))
        [counting] = caller.ask(lambda client: list(client.deployments.list(name=_NAME)))
        deployment_id = counting.deployment_id or ""
        for number in range(_KILLS):
            await_rows(output, len(written(output)) + 1)
            script = counting_script(output, rows=_ROWS, rate=_SLOW + number + 1)
            said = deployer.deploy(script, kill_at=number)
            run = _RUN.search(said)
            assert run is not None, said
            deployer.deploy(script, "--resume", run[1])

            assert len(caller.jobs(deployment_id)) == number + 2
            assert len(caller.savepoints(deployment_id)) == number + 1
            attacked.check(caller, deployment_id)
        deployer.deploy(counting_script(output, rows=_ROWS, rate=_FAST))
        newest = next(iter(caller.jobs(deployment_id)))
        caller.await_job(newest, "FINISHED")
        facts |= {"kills planned": _KILLS, "kills that hit": deployer.kills}
        facts |= {"jobs": len(caller.jobs(deployment_id))}
        facts |= {"savepoints": len(caller.savepoints(deployment_id))}
        facts.update(check_rows(written(output), _ROWS))

        assert deployer.kills >= _KILLS // 2
