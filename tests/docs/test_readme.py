"""The README's examples do what they say, against a real target."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from flinkjobs_target.samples import varied_jobs
from flinkjobs_target.testing import running_target

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text("utf-8")
JOB = json.loads((ROOT / "spec" / "examples" / "list-jobs.json").read_text("utf-8"))["data"][0]


def blocks(language: str) -> list[str]:
    """Give the README's examples in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def environ(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Run a target that holds the page's job and forty like it; give the settings to reach it."""
    data = tmp_path_factory.mktemp("data")
    with running_target(data, [JOB, *varied_jobs(JOB, 40)]) as target:
        yield {
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "DEPLOYMENT": JOB["deploymentId"],
            "FLINKJOBS_ENDPOINT": target.endpoint,
            "FLINKJOBS_WORKSPACE": JOB["workspace"],
            "FLINKJOBS_NAMESPACE": JOB["namespace"],
            "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
        }


def run(environ: dict[str, str], *command: str) -> str:
    """Run an example from the repository's root and give what it printed."""
    done = subprocess.run(
        command, cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


def test_the_python_example_runs(environ: dict[str, str]) -> None:
    """The Python example lists every job, one page of them, and tells a refusal."""
    (example,) = blocks("python")
    printed = run(environ, sys.executable, "-c", example)

    assert f"{JOB['jobId']} RUNNING 2022-08-11 04:07:15+00:00" == printed.splitlines()[0]
    assert "10 of 41" in printed
    assert "990301" in printed.splitlines()[-1]


def test_the_command_lines_run(environ: dict[str, str]) -> None:
    """The command lines show a table and, with all pages, JSON as it was received."""
    table, as_json = next(block for block in blocks("sh") if "flinkjobs jobs" in block).splitlines()

    assert JOB["jobId"] in run(environ, "sh", "-c", table)
    assert JOB == json.loads(run(environ, "sh", "-c", as_json))[0]


def test_the_target_is_loaded_as_shown(environ: dict[str, str], tmp_path: Path) -> None:
    """The command that loads the page's example works on an empty data directory."""
    load = next(block for block in blocks("sh") if "flinkjobs-target" in block).splitlines()[0]
    printed = run({**environ, "FLINKJOBS_TARGET_DATA": str(tmp_path)}, "sh", "-c", load)

    assert "loaded 1 job" in printed


def test_every_make_target_is_explained(environ: dict[str, str]) -> None:
    """Each make target that the README names is one that `make` explains."""
    named = set(re.findall(r"^make ([a-z]+)", README, re.MULTILINE))
    explained = set(re.findall(r"^make ([a-z]+)", run(environ, "make"), re.MULTILINE))

    assert named
    assert named <= explained
