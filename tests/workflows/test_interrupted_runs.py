"""Runs that are interrupted at each request: continued, each ends as one that nobody disturbed."""

import secrets
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct

from flinkjobs import Client, WorkflowError

from ..sizes import WORKFLOW_FAULTS
from .deploy_target import FAULTS, DeployTarget, Fault, Killed, Kind, sql

Json = dict[str, Any]
CHANGED = "INSERT INTO sink SELECT id FROM source"


class End(Struct, frozen=True):
    """The state after a run: settings, jobs with what they restored, and savepoints."""

    script: str
    jobs: tuple[tuple[str, str, int | None], ...]
    savepoints: tuple[tuple[str, str], ...]


class Case(Struct, frozen=True):
    """A workflow with its inputs, and what is there before it runs."""

    workflow: str
    inputs: Json
    prepare: Callable[[Client], object]


def deploy(client: Client) -> None:
    client.workflows.deploy(deployment=sql(), journal=False)


def deploy_twice(client: Client) -> None:
    deploy(client)
    client.workflows.deploy(deployment=sql(CHANGED), journal=False)


CASES = {
    "first deploy": Case("deploy", {"deployment": sql()}, lambda client: None),
    "deploy": Case("deploy", {"deployment": sql(CHANGED)}, deploy),
    "restart": Case("restart", {"name": "orders"}, deploy),
    "rollback": Case("rollback", {"name": "orders"}, deploy_twice),
    "stop": Case("stop", {"name": "orders"}, deploy),
}


def end_of(client: Client) -> End:
    """Return what is there; savepoints are named by the number of their job."""
    found = client.deployments.get(deployment="orders")
    jobs = list(reversed(list(client.jobs.list(deployment="orders"))))
    saved = list(reversed(list(client.savepoints.list(deployment="orders"))))
    numbers = {each.savepoint_id: number for number, each in enumerate(saved)}
    assert found.artifact and found.artifact.sql_artifact
    return End(
        str(found.artifact.sql_artifact.sql_script),
        tuple(
            (
                str(job.state),
                str(job.restore_strategy.kind) if job.restore_strategy else "",
                numbers.get(job.restore_strategy.savepoint_id) if job.restore_strategy else None,
            )
            for job in jobs
        ),
        tuple(
            (str(each.savepoint_origin), str(each.status and each.status.state))
            for each in saved
            if each.savepoint_origin != "RETAINED_CHECKPOINT"
        ),
    )


def undisturbed(target: DeployTarget, case: Case) -> tuple[End, list[str]]:
    """Run a workflow; return what is there then, and the operations that it called."""
    namespace = target.namespace()
    with target.client(namespace) as client:
        case.prepare(client)
    with target.client(namespace) as client:
        getattr(client.workflows, case.workflow)(**case.inputs, journal=False)
        called: list[str] = client._session._transport.requests  # type: ignore[attr-defined]
    with target.client(namespace) as client:
        return end_of(client), called


def interrupted(target: DeployTarget, case: Case, fault: Fault, journal: Path | bool) -> End:
    """Run a workflow with a fault, continue it where it stopped, and return what is there then."""
    namespace, runs = target.namespace(), []
    with target.client(namespace) as client:
        case.prepare(client)
    run = f"01a20320-0000-7000-8000-{secrets.token_hex(6)}"
    resume = {} if case.workflow == "stop" else {"resume": run}
    with target.client(namespace, fault) as client:
        try:
            getattr(client.workflows, case.workflow)(**case.inputs, **resume, journal=journal)
        except (Killed, WorkflowError) as error:
            runs.append(error)
    if runs:
        with target.client(namespace) as client:
            getattr(client.workflows, case.workflow)(**case.inputs, **resume, journal=journal)
    with target.client(namespace) as client:
        return end_of(client)


@pytest.mark.parametrize("name", CASES)
def test_continued_runs_end_as_others(target: DeployTarget, name: str, tmp_path: Path) -> None:
    """A time-out, a lost answer, an outage, a refusal or a kill at any request leaves no trace."""
    case = CASES[name]
    expected, operations = undisturbed(target, case)
    ends = {}
    for number, operation in enumerate(operations):
        for kind in kinds_at(number, operation):
            journal = tmp_path / f"{number}-{kind}" if number % 2 else False
            ends[number, kind] = interrupted(target, case, Fault(kind, number), journal)

    assert {at: end for at, end in ends.items() if end != expected} == {}


def kinds_at(number: int, operation: str) -> list[Kind]:
    """Return as many faults of a request as there is time for; a write meets the worst one, too."""
    is_read = operation.startswith(("Get", "List"))
    turned = [*FAULTS[number % len(FAULTS) :], *FAULTS[: number % len(FAULTS)]]
    kinds = turned[:WORKFLOW_FAULTS]
    return kinds if is_read or "killed after" in kinds else ["killed after", *kinds]
