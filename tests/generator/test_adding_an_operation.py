"""`docs/adding-an-operation.md` says all that it takes: a copy that does as it says has the operation."""

import json
import re
import shutil
from pathlib import Path

import pytest

from .generating import ROOT, copy_of_spec, generator, python

PAGE = (ROOT / "docs" / "adding-an-operation.md").read_text("utf-8")
SERVICE = Path("target/src/flinkjobs_target/services/jobs.py")
FAILED = {
    "jobId": "j",
    "deploymentId": "d",
    "namespace": "n",
    "workspace": "w",
    "status": {"failure": {"reason": "OutOfMemory", "message": "The heap is full."}},
}
TRY = """
import asyncio, json, os, subprocess, sys
from pathlib import Path
from flinkjobs import AsyncClient, Client, NotFoundError
from flinkjobs.operations import EXPLAIN_JOB
from flinkjobs_target.testing.subprocess import running_target

with running_target(Path("data"), [json.loads(sys.argv[1])]) as target:
    settings = dict(endpoint=target.endpoint, workspace="w", namespace="n",
                    access_key_id=target.access_key_id, access_key_secret=target.access_key_secret)
    with Client(**settings) as client:
        print(client.jobs.explain(job_id="j").reason)
        try:
            client.jobs.explain(job_id="k")
        except NotFoundError as error:
            print(error.code, error.operation)
    async def run():
        async with AsyncClient(**settings) as client:
            print((await client.jobs.explain(job_id="j")).message)
    asyncio.run(run())
    environ = {**os.environ, "FLINKJOBS_ENDPOINT": target.endpoint,
               "FLINKJOBS_WORKSPACE": "w", "FLINKJOBS_NAMESPACE": "n",
               "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
               "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret}
    command = [sys.executable, "-m", "flinkjobs", "jobs", "explain", "--job-id", "j", "-o", "json"]
    print(subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout.strip())
print(EXPLAIN_JOB.permission)
"""
PAUSE = """
import asyncio, json, os, subprocess, sys
from pathlib import Path
from flinkjobs import AsyncClient, Client, UsageError
from flinkjobs.models import PauseJobRequest
from flinkjobs_target.testing.subprocess import running_target

with running_target(Path("paused"), [json.loads(sys.argv[1])]) as target:
    settings = dict(endpoint=target.endpoint, workspace="w", namespace="n",
                    access_key_id=target.access_key_id, access_key_secret=target.access_key_secret)
    with Client(**settings) as client:
        print(client.jobs.pause(job_id="j", body=PauseJobRequest(pause_strategy="NONE")).state)
        print(client.jobs.pause(job_id="j", body={"pauseStrategy": "WITH_DRAIN"}).state)
        print(client.jobs.pause(job_id="j", pause_strategy="NONE").state)
        for body in ({}, PauseJobRequest(pause_strategy="LATER"), {"pauseStrategy": "LATER"}):
            try:
                client.jobs.pause(job_id="j", body=body)
            except UsageError as error:
                print(error)
        print(client.jobs.get(job_id="j").failure.reason)
    async def run():
        async with AsyncClient(**settings) as client:
            print((await client.jobs.pause(job_id="j", body={"pauseStrategy": "NONE"})).state)
    asyncio.run(run())
    environ = {**os.environ, "FLINKJOBS_ENDPOINT": target.endpoint,
               "FLINKJOBS_WORKSPACE": "w", "FLINKJOBS_NAMESPACE": "n",
               "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
               "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret}
    command = [sys.executable, "-m", "flinkjobs", "jobs", "pause", "--job-id", "j"]
    options = ["--pause-strategy", "NONE", "-o", "json"]
    done = subprocess.run([*command, *options], env=environ, capture_output=True, text=True, check=True)
    print(json.loads(done.stdout)["status"]["currentJobStatus"])
    options = ["--body", '{"pauseStrategy": "LATER"}']
    done = subprocess.run([*command, *options], env=environ, capture_output=True, text=True)
    print(done.returncode, done.stderr.strip())
"""
STRATEGIES = 'one of "NONE", "WITH_SAVEPOINT", "WITH_DRAIN", not "LATER"'


def blocks(language: str) -> list[str]:
    """Return the page's pieces in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.DOTALL | re.MULTILINE)


def batched(pieces: list[str]) -> list[tuple[str, str]]:
    """Return the pieces two by two: each operation has a path and a schema, imports and a method."""
    return list(zip(pieces[::2], pieces[1::2], strict=True))


def insert(text: str, piece: str, before: str) -> str:
    """Put a piece before a line that a text has once."""
    assert text.count(before) == 1, before
    return text.replace(before, piece + before)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the repository to which the page was done."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("spec", "generator", "target"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("LICENSE", "pyproject.toml"):
        shutil.copy(ROOT / name, folder)
    spec = folder / "spec" / "openapi.yaml"
    for path, schema in batched(blocks("yaml")):
        whole = insert(spec.read_text("utf-8"), path, "\ncomponents:\n") + "\n" + schema
        spec.write_text(whole, "utf-8")

    done = python("-m", "generator", "generate", cwd=folder, PYTHONPATH=str(folder))
    assert (done.returncode, done.stderr) == (0, "")

    for imports, method in batched(blocks("python")):
        text = (folder / SERVICE).read_text("utf-8")
        text = insert(text, imports, "from flinkjobs.server import (")
        text = insert(text, method + "\n", "    async def get_job(")
        (folder / SERVICE).write_text(text, "utf-8")
    return folder


def path_of(copy: Path) -> str:
    return f"{copy / 'generated' / 'flinkjobs' / 'src'}:{copy / 'target' / 'src'}"


def test_the_operation_works(copy: Path) -> None:
    """The new operation is in both clients, on the command line and in the target, and they agree."""
    done = python("-c", TRY, json.dumps(FAILED), cwd=copy, PYTHONPATH=path_of(copy))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "OutOfMemory",
        "990301 ExplainJob",
        "The heap is full.",
        '{"reason":"OutOfMemory","message":"The heap is full."}',
        "stream:ExplainJob",
    ]


def test_the_operation_with_a_body_works(copy: Path) -> None:
    """Model and dictionary are sent as JSON to a path with a verb; a required property must be there."""
    done = python("-c", PAUSE, json.dumps(FAILED), cwd=copy, PYTHONPATH=path_of(copy))

    assert done.returncode == 0, done.stderr
    assert done.stdout.splitlines() == [
        "CANCELLED",
        "FINISHED",
        "CANCELLED",
        "PauseJob: body is invalid: $.pauseStrategy is missing; "
        'it must be one of "NONE", "WITH_SAVEPOINT", "WITH_DRAIN"',
        f"PauseJob: body is invalid: $.pauseStrategy must be {STRATEGIES}",
        f"PauseJob: body is invalid: $.pauseStrategy must be {STRATEGIES}",
        "OutOfMemory",
        "CANCELLED",
        "CANCELLED",
        f"2 flinkjobs: --body: $.pauseStrategy must be {STRATEGIES}",
    ]


def test_the_contract_tests_hold(copy: Path) -> None:
    """The target passes the contract tests, with clauses for the properties of the new body."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "tests" / "contract", copy / "tests" / "contract", ignore=ignored)
    for name in ("conftest.py", "schedule.py", "sizes.py", "asgi.py"):
        shutil.copy(ROOT / "tests" / name, copy / "tests")
    words = ["tests/contract", "-v", "-p", "no:cacheprovider", "--contract-examples", "3"]
    words += ["-k", "PauseJob or ExplainJob"]
    done = python("-m", "pytest", *words, cwd=copy, PYTHONPATH=f"{copy}:{path_of(copy)}")

    assert done.returncode == 0, done.stdout[-3000:]
    assert "PauseJob/body/pauseStrategy/absent] PASSED" in done.stdout


def test_the_change_is_announced_to_servers(copy: Path) -> None:
    """`diff` names both operations, and that only servers have to keep up with them."""
    done = python("-m", "generator", "diff", cwd=copy, PYTHONPATH=str(copy))

    names = ("ExplainJob", "PauseJob")
    lines = [line for line in done.stdout.splitlines() if line.startswith(names)]
    assert len(lines) >= len(names), done.stderr
    assert [line for line in lines if "callers" in line] == []


def test_the_reference_shows_the_body(copy: Path) -> None:
    """The reference has the operation, its method and what its body is."""
    page = (copy / "docs" / "api" / "operations.md").read_text("utf-8")

    assert "PauseJob" in page
    assert "`POST /api/v2/namespaces/{namespace}/jobs/{jobId}:pause`" in page
    assert "body" in page


def test_the_types_hold(copy: Path, mypy_cache: Path) -> None:
    """Package and target with the new operation pass the strictest types."""
    settings = ["--strict", "--config-file=", "--cache-dir", str(mypy_cache)]
    done = python("-m", "mypy", *settings, str(copy / SERVICE), cwd=copy, MYPYPATH=path_of(copy))

    assert (done.returncode, "" if done.returncode == 0 else done.stdout) == (0, "")


def test_the_target_asks_for_the_method(copy: Path) -> None:
    """A target without the method does not start: it names what is missing."""
    code = (
        "from flinkjobs.server import Jobs\n"
        "class Half(Jobs):\n"
        "    async def list_jobs(self, call, parameters): ...\n"
        "    async def get_job(self, call, parameters): ...\n"
        "    async def pause_job(self, call, parameters): ...\n"
        "    async def start_job(self, call, parameters): ...\n"
        "    async def start_job_with_params(self, call, parameters): ...\n"
        "    async def stop_job(self, call, parameters): ...\n"
        "    async def delete_job(self, call, parameters): ...\n"
        "    async def get_latest_job_start_log(self, call, parameters): ...\n"
        "Half()"
    )
    done = python("-c", code, cwd=copy, PYTHONPATH=path_of(copy))

    assert done.returncode == 1
    assert "abstract method explain_job" in done.stderr


def test_two_methods_of_one_name(tmp_path: Path) -> None:
    """Two operations of one resource that would be one method are refused, with both lines."""
    spec = copy_of_spec(
        tmp_path, ("operationId: GetJob\n      tags", "operationId: LatestJobs\n      tags")
    )
    spec.write_text(
        spec.read_text("utf-8").replace("operationId: GetJob", "operationId: LatestJobs")
    )
    done = generator("generate", "--spec", spec, "--out", tmp_path / "out")

    assert done.returncode == 2
    assert 'LatestJobs: its method "latest" of jobs is also the one on line ' in done.stderr
    assert not (tmp_path / "out").exists()
