"""The target keeps the contract also while an observer writes what becomes of real jobs."""

import os
import subprocess
import sys
from pathlib import Path

from .changing import CHANGING, changing
from .scene import NAMESPACE, WORKSPACE, Scene

ROOT = Path(__file__).parents[2]
_PATIENCE = 120.0


def test_the_contract_is_kept_while_jobs_change(scene: Scene) -> None:
    """The suite, as anybody runs it on a server that is not theirs, finds nothing."""
    with changing(scene):
        before = scene.listed(CHANGING)
        ended = run_suite(scene)
        after = scene.listed(CHANGING)

    assert 0 == ended.returncode, ended.stdout[-5000:]
    assert " passed" in ended.stdout
    assert len(before) + 2 <= len(after)


def run_suite(scene: Scene) -> "subprocess.CompletedProcess[str]":
    """Hold the target to the contract, with the jobs that change."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/contract"]
    target = [f"--contract-target={scene.environ['FLINKJOBS_ENDPOINT']}", "--contract-examples=10"]
    known = {
        "WORKSPACE": WORKSPACE,
        "NAMESPACE": NAMESPACE,
        "DEPLOYMENT": CHANGING,
        "JOB": scene.id_of(CHANGING),
    }
    return subprocess.run(
        [*command, *target],
        cwd=ROOT,
        env={**os.environ, **scene.environ, **known},
        capture_output=True,
        text=True,
        check=False,
        timeout=_PATIENCE,
    )
