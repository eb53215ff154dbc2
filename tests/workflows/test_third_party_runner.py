"""Redocly's runner executes the workflows, without our extensions and code, as the client does.

It signs nothing, so it calls the target through a proxy that signs. It filters no listing either
(`x-where`): its deployment is the only one of its namespace, and `rollback`, which looks for the job instance
before the latest, is not among its workflows. An output that the response lacks is an error to it; so it
gets a deployment that has a job instance and a savepoint.
"""

import itertools
import json
import os
import subprocess
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from flinkjobs import Client
from flinkjobs_target.testing.subprocess import running_target

from ..contract.contract import load_contract
from ..contract.signing import Key
from ..node_packages import QUIET_REDOCLY, required_programs
from .deploy_target import sql
from .plain_documents import write_without_extensions
from .signing_proxy import SigningProxy, running_signing_proxy

ROOT = Path(__file__).parents[2]
LINTERS = ROOT / "tests/spec/linters"
WORKSPACE = "w"
NAME = "orders"
CHANGED = sql("INSERT INTO sink SELECT id FROM source")
SEQUENCE: tuple[tuple[str, dict[str, Any]], ...] = (
    ("deploy", {"deployment": CHANGED}),
    ("wait", {}),
    ("restart", {}),
    ("stop", {}),
)
Run = Callable[[str, dict[str, Any]], None]


@pytest.fixture(scope="module")
def redocly() -> Path:
    """The program."""
    return required_programs(LINTERS) / "redocly"


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of specifications without extensions."""
    folder = tmp_path_factory.mktemp("spec")
    write_without_extensions(ROOT / "spec", folder)
    return folder


@pytest.fixture
def proxy(tmp_path: Path) -> Iterator[SigningProxy]:
    """A proxy before a target of its own."""
    with running_target(tmp_path / "data") as target:
        key = Key(target.access_key_id, target.access_key_secret)
        with running_signing_proxy(load_contract(), target.endpoint, key) as running:
            yield running


def client_of(proxy: SigningProxy, namespace: str) -> Client:
    """Return a client of a namespace, whose own signature the proxy replaces."""
    return Client(
        endpoint=proxy.url,
        workspace=WORKSPACE,
        namespace=namespace,
        access_key_id=proxy.key.id,
        access_key_secret=proxy.key.secret,
    )


def start(proxy: SigningProxy, namespace: str) -> None:
    """Create the deployment, start it, and start it again from a savepoint."""
    with client_of(proxy, namespace) as client:
        client.workflows.deploy(deployment=sql())
        client.workflows.restart(name=NAME)


def run_runner(redocly: Path, documents: Path, proxy: SigningProxy, namespace: str) -> Run:
    """Return a function that runs a workflow of the document with the runner."""

    def run(workflow: str, inputs: dict[str, Any]) -> None:
        given = {
            "workspace": WORKSPACE,
            "namespace": namespace,
            "run": str(uuid.uuid4()),
            "jobId": str(uuid.uuid4()),
            "name": NAME,
            **inputs,
        }
        options = ("-w", workflow, "-i", json.dumps(given), "-S", f"contract={proxy.url}")
        done = subprocess.run(
            [redocly, "respect", "workflows.arazzo.yaml", *options],
            cwd=documents,
            env={**os.environ, **QUIET_REDOCLY},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr

    return run


def run_client(client: Client) -> Run:
    """Return a function that runs a workflow with the generated client."""

    def run(workflow: str, inputs: dict[str, Any]) -> None:
        getattr(client.workflows, workflow)(**(inputs or {"name": NAME}))

    return run


def calls(proxy: SigningProxy, run: Run) -> list[list[str]]:
    """Run the workflows in turn; return the operations that each called, polls as one."""
    called = []
    for workflow, inputs in SEQUENCE:
        proxy.operations.clear()
        run(workflow, inputs)
        called.append([operation for operation, _ in itertools.groupby(proxy.operations)])
    return called


def final_state(client: Client) -> tuple[Any, ...]:
    """Return the states of all job instances, newest first, the settings, and the number of savepoints."""
    deployment = client.deployments.get(deployment=NAME)
    jobs = client.jobs.list(deployment=NAME).items
    savepoints = client.savepoints.list(deployment=NAME).items
    return (
        [job.status and job.status.current_job_status for job in jobs],
        deployment.artifact,
        len(savepoints),
    )


def test_the_runner_does_what_the_client_does(
    proxy: SigningProxy, redocly: Path, documents: Path
) -> None:
    """The same operations in the same order, and the same final state."""
    start(proxy, "of-the-client")
    start(proxy, "of-the-runner")
    with client_of(proxy, "of-the-client") as client, client_of(proxy, "of-the-runner") as other:
        expected = calls(proxy, run_client(client))
        actual = calls(proxy, run_runner(redocly, documents, proxy, "of-the-runner"))

        assert actual == expected
        assert all(map(len, actual))
        assert final_state(other) == final_state(client)


def test_the_runner_notices_a_fault(proxy: SigningProxy, redocly: Path, documents: Path) -> None:
    """A deployment that is not there ends the workflow."""
    start(proxy, "n")
    run = run_runner(redocly, documents, proxy, "n")

    with pytest.raises(AssertionError, match="Tests exited with error"):
        run("stop", {"name": "payments"})
