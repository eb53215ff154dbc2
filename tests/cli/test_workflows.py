"""Workflows on the command line: a deployment in one command, its plan, its continuation and its end."""

import json
from pathlib import Path

import pytest

from .test_deploying import Loop, empty_target

__all__ = ["empty_target"]

QUICK = ("--poll", "0.2s")
ORDERS = """\
name: orders
executionMode: STREAMING
artifact:
  kind: SQLSCRIPT
  sqlArtifact: {sqlScript: INSERT INTO sink SELECT * FROM source}
"""


@pytest.fixture
def loop(empty_target: object, tmp_path: Path) -> Loop:
    """A namespace without deployments, and journals of its own."""
    loop = Loop(empty_target, tmp_path.name.replace("_", "-"))  # type: ignore[arg-type]
    loop.environ["FLINKJOBS_JOURNAL"] = str(tmp_path / "runs")
    return loop


def test_deploy(loop: Loop, tmp_path: Path) -> None:
    """A file is deployed, changed, planned, rolled back and stopped, each by one command."""
    path = tmp_path / "orders.yaml"
    path.write_text(ORDERS, "utf-8")
    first = loop.run("deploy", "-f", str(path), *QUICK)
    path.write_text(ORDERS.replace("*", "id"), "utf-8")
    plan = loop.output("deploy", "-f", str(path), "--plan")
    second = json.loads(loop.output("deploy", "-f", str(path), *QUICK, "-o", "json"))
    back = json.loads(loop.output("rollback", "--name", "orders", *QUICK, "-o", "json"))
    stopped = loop.output("stop", "--name", "orders", *QUICK)

    assert (first.returncode, "state         RUNNING" in first.stdout) == (0, True)
    progress = [line.split("  ", 1)[1] for line in first.stderr.splitlines()]
    assert progress[0].startswith("run ")
    assert progress[1:] == [
        "look for the deployment",
        "create the deployment",
        "start its first job instance",
        "wait until the job instance runs",
    ]
    assert plan.splitlines()[:2] == [
        'artifact.sqlArtifact.sqlScript: "INSERT INTO sink SELECT * FROM source" -> '
        '"INSERT INTO sink SELECT id FROM source"',
        "1. stop the job instance with a savepoint",
    ]
    assert second["state"] == back["state"] == "RUNNING"
    assert back["savepointId"] == second["savepointId"]
    assert "savepointLocation  simulated://savepoints/" in stopped


def test_failures(loop: Loop, tmp_path: Path) -> None:
    """Each kind of end has its exit code, and its text in the language of the user."""
    orders = json.dumps(
        {
            "name": "orders",
            "executionMode": "STREAMING",
            "artifact": {
                "kind": "SQLSCRIPT",
                "sqlArtifact": {"sqlScript": "INSERT INTO sink SELECT * FROM source"},
            },
        }
    )
    loop.output("deploy", "-f", orders, *QUICK)
    misfit = orders.replace("INTO sink", "INTO other")
    undone = loop.run("deploy", "-f", misfit, "--on-failure", "rollback", *QUICK)
    late = loop.run("restart", "--name", "orders", "--timeout", "0s")
    unknown = loop.run("stop", "--name", "nothing", "--lang", "zh")
    missing = loop.run("deploy", "--resume", "01a20320-0000-7000-8000-0000000000aa")
    invalid = loop.run("deploy", "-f", "[1]")

    assert (undone.returncode, "the run was undone" in undone.stderr) == (7, True)
    assert (late.returncode, "continue the run with --resume" in late.stderr) == (124, True)
    assert (unknown.returncode, "没有名为 nothing 的已部署作业" in unknown.stderr) == (1, True)
    assert missing.returncode == 2
    assert missing.stderr == "flinkjobs: deploy needs --deployment\n" or missing.stderr.endswith(
        "deploy needs --deployment\n"
    )
    assert invalid.stderr == "flinkjobs: --deployment must be an object of JSON or YAML\n"


def test_apply(loop: Loop, tmp_path: Path) -> None:
    """A file is applied: created, planned, changed, and left alone when nothing differs."""
    path = tmp_path / "orders.yaml"
    path.write_text(ORDERS, "utf-8")
    apply = ("deployments", "apply", "-f", str(path))
    created = loop.output(*apply)
    path.write_text(ORDERS + "description: changed\n", "utf-8")
    planned = loop.output(*apply, "--dry-run")
    before = json.loads(
        loop.output("deployments", "get_by_name", "--deployment-name", "orders", "-o", "json")
    )
    changed = loop.output(*apply)
    again = loop.run(*apply)
    shown = json.loads(
        loop.output("deployments", "get_by_name", "--deployment-name", "orders", "-o", "json")
    )

    assert 'name: null -> "orders"' in created.splitlines()
    assert created.splitlines()[-1] == f"created  {before['deploymentId']}"
    assert planned.splitlines() == [
        'description: null -> "changed"',
        "1. update the deployment",
    ]
    assert "description" not in before
    assert changed.splitlines() == [
        'description: null -> "changed"',
        f"updated  {before['deploymentId']}",
    ]
    assert (again.returncode, again.stdout) == (0, "")
    assert again.stderr.splitlines()[-1] == "nothing to change"
    assert (shown["description"], shown["jobSummary"]["running"]) == ("changed", 0)


def test_variables_and_events(loop: Loop) -> None:
    """Values that are encrypted are not shown; each change is an event."""
    options = ("--name", "password", "--kind", "Encrypted", "--value", "s3cr3t")
    refused = loop.run("variables", "create", *options)
    loop.output("variables", "create", "--name", "host", "--kind", "Plain", "--value", "db")
    listed = loop.output("variables", "list", "-o", "jsonl")
    loop.output("variables", "delete", "--name", "host", "--yes")
    events = loop.output("events", "list", "-o", "jsonl")

    assert refused.returncode != 0
    assert "serve with --variables-key" in refused.stderr
    assert json.loads(listed) == {"name": "host", "kind": "Plain", "value": "db"}
    names = [json.loads(line)["eventName"] for line in events.splitlines()]
    assert names == ["VARIABLE_DELETED", "VARIABLE_CREATED"]
    assert "s3cr3t" not in events
