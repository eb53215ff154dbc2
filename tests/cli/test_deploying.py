"""The deploy loop on the command line: names, properties of bodies, questions, waiting, related items."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .program import environment, run, terminal, without_styles

SQL = '{"kind": "SQLSCRIPT", "sqlArtifact": {"sqlScript": "INSERT INTO sink SELECT * FROM source"}}'
QUICK = ("--poll", "1s")
Done = subprocess.CompletedProcess[str]


class Loop:
    """The program against a target; each test has a namespace of its own."""

    def __init__(self, target: RunningTarget, namespace: str) -> None:
        self.environ = environment(
            FLINKJOBS_ENDPOINT=target.endpoint,
            FLINKJOBS_WORKSPACE="w",
            FLINKJOBS_NAMESPACE=namespace,
            ALIBABA_CLOUD_ACCESS_KEY_ID=target.access_key_id,
            ALIBABA_CLOUD_ACCESS_KEY_SECRET=target.access_key_secret,
            COLUMNS="120",
        )

    def run(self, *arguments: str) -> Done:
        return run(*arguments, environ=self.environ, stdin=subprocess.DEVNULL)

    def output(self, *arguments: str) -> str:
        """Run a command that has to succeed; return what it prints."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    def create(self, name: str) -> str:
        """Create a deployment; return its id."""
        options = ("--name", name, "--execution-mode", "STREAMING", "--artifact", SQL)
        return self.output("deployments", "create", *options, "-o", "ids").strip()


@pytest.fixture(scope="module")
def empty_target(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningTarget]:
    """A real target without jobs."""
    with running_target(tmp_path_factory.mktemp("deploying"), []) as running:
        yield running


@pytest.fixture
def loop(empty_target: RunningTarget, tmp_path: Path) -> Loop:
    """A namespace with the deployment `orders`, among others whose names contain that."""
    loop = Loop(empty_target, tmp_path.name.replace("_", "-"))
    for name in ("orders-old", "orders", "all-orders"):
        loop.create(name)
    return loop


def states(output: str) -> list[str]:
    """Return the states that a wait printed."""
    return [line.split()[3] for line in output.splitlines()]


def test_the_loop(loop: Loop) -> None:
    """A deployment is started, saved, stopped and deleted by its name alone."""
    start = ("jobs", "start", "--deployment", "orders", "--restore-strategy.kind", "NONE")
    started = loop.output(*start, "--wait", *QUICK)
    job = loop.output("jobs", "latest", "--deployment", "orders", "-o", "ids").strip()
    saved = loop.output("savepoints", "create", "--deployment", "orders", "--wait", *QUICK)
    options = ("--stop-strategy", "NONE", "--yes", "--wait", *QUICK)
    stopped = loop.output("jobs", "stop", "--job-id", job, *options)
    loop.output("jobs", "delete", "--job-id", job, "--yes")
    loop.output("deployments", "delete", "--deployment", "orders", "--yes")

    assert states(started)[-1] == "RUNNING"
    assert states(saved)[-1] == "COMPLETED"
    assert states(stopped)[-1] == "CANCELLED"
    listed = loop.output("deployments", "list", "-o", "csv", "--columns", "name")
    assert sorted(listed.split()) == ["all-orders", "name", "orders-old"]


def test_a_name_and_its_id_find_the_same(loop: Loop) -> None:
    """The service finds names that contain the one given; the exact one is taken."""
    by_name = loop.output("deployments", "get", "--deployment", "orders", "-o", "json")
    id = loop.output("deployments", "get", "--deployment", "orders", "-o", "ids").strip()

    assert by_name == loop.output("deployments", "get", "--deployment-id", id, "-o", "json")


def test_a_name_that_nothing_has(loop: Loop) -> None:
    """The error names what is similar, and the exit code is that of what was not found."""
    done = loop.run("jobs", "start", "--deployment", "order")

    assert (done.returncode, done.stdout) == (4, "")
    assert done.stderr == (
        "flinkjobs: StartJobWithParams: --deployment 'order': ListDeployments found none of this "
        "name; similar are 'orders', 'orders-old', 'all-orders'\n"
    )


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["jobs", "start"], "required: --deployment-id|--deployment; "),
        (["jobs", "list"], "required: --deployment-id|--deployment; "),
        (
            ["jobs", "list", "--deployment-id", "d", "--deployment", "orders"],
            "ListJobs: pass --deployment-id or --deployment, not both",
        ),
        (
            ["jobs", "start", "--deployment", "orders", "--timeout", "1s"],
            "--timeout is about waiting; add --wait",
        ),
        (
            ["jobs", "stop", "--job-id", "j", "--stop-strategy", "LATER", "--yes"],
            "--stop-strategy: must be one of NONE, STOP_WITH_SAVEPOINT, STOP_WITH_DRAIN",
        ),
        (
            ["jobs", "start", "--deployment", "orders", "--restore-strategy", '{"kind": "LATER"}'],
            '$.restoreStrategy.kind must be one of "NONE", "LATEST_SAVEPOINT"',
        ),
        (
            ["deployments", "delete", "--deployment", "orders"],
            "Delete the deployment with all its job instances? Nobody can be asked without a "
            "terminal; add --yes",
        ),
    ],
)
def test_wrong_usage(loop: Loop, arguments: list[str], expected: str) -> None:
    """Wrong usage ends with 2 and one line that says what to do."""
    done = loop.run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr


def test_related_items(loop: Loop) -> None:
    """The table of deployments shows the state of the latest job instance of each."""
    loop.output("jobs", "start", "--deployment", "orders", "--wait", *QUICK)

    table = loop.output("deployments", "list", "--columns", "name,latestJob.state")
    rows = [line.split() for line in table.splitlines()]
    assert rows[0] == ["NAME", "STATE"]
    assert dict(rows[1:]) == {"all-orders": "-", "orders": "RUNNING", "orders-old": "-"}
    assert "latest" not in loop.output("deployments", "list", "-o", "json")


def test_a_wait_that_ends_otherwise(loop: Loop) -> None:
    """A job instance that is cancelled will not be FINISHED: the exit code is that of `wait`."""
    job = loop.output("jobs", "start", "--deployment", "orders", "--wait", *QUICK).split()[2]
    options = ("--stop-strategy", "NONE", "--yes", "--wait=FINISHED", *QUICK)
    done = loop.run("jobs", "stop", "--job-id", job, *options)

    assert done.returncode == 1
    assert states(done.stdout)[-1] == "CANCELLED"
    assert "is CANCELLED, and will not be FINISHED" in done.stderr


def test_a_wait_that_takes_too_long(loop: Loop) -> None:
    """The exit code is that of a timeout, and the job instance stays."""
    options = ("--wait=FINISHED", "--timeout", "1s", *QUICK)
    done = loop.run("jobs", "start", "--deployment", "orders", *options)

    assert done.returncode == 124
    assert "not FINISHED after 1 s" in done.stderr


@pytest.mark.parametrize(
    ("answer", "is_deleted"), [(b"n\n", False), (b"\n", False), (b"y\n", True)]
)
def test_the_question(loop: Loop, answer: bytes, is_deleted: bool) -> None:
    """A terminal is asked, with the name and the id; only a yes goes on."""
    import os

    id = loop.output("deployments", "get", "--deployment", "orders", "-o", "ids").strip()
    arguments = ("deployments", "delete", "--deployment", "orders")
    with terminal(*arguments, columns=200, environ=loop.environ) as screen:
        asked = screen.until(lambda text: "[y/N]" in text)
        os.write(screen.screen, answer)
        screen.end()

    question = "Delete the deployment with all its job instances?"
    assert f"{question} deployment orders, deployment_id {id} [y/N]" in without_styles(asked)
    assert screen.process.returncode == (0 if is_deleted else 1)
    assert (loop.run("deployments", "get", "--deployment-id", id).returncode == 4) is is_deleted


def test_a_text_is_printed_as_it_is(loop: Loop) -> None:
    """The log of a start in lines, Flink's response as JSON; with `-o json` a string."""
    empty = loop.output("jobs", "start_log", "--deployment", "orders")
    start = ("jobs", "start", "--deployment", "orders", "-o", "ids")
    job_id = loop.output(*start).strip()
    log = loop.output("jobs", "start_log", "--deployment", "orders")
    text = loop.output("jobs", "start_log", "--deployment", "orders", "-o", "json")
    path = f"/jobs/{job_id.replace('-', '')}"
    about = ("--resource-type", "jobs", "--resource-id", job_id, "--flink-api-path", path)
    flink = loop.output("flink", "get", *about)

    assert empty == "\n"
    assert f" start of job instance {job_id} requested by " in log.splitlines()[0]
    assert json.loads(text).startswith(log.rstrip())  # the job may have gone on meanwhile
    assert json.loads(flink)["jid"] == path.removeprefix("/jobs/")
