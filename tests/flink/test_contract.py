"""The target keeps the contract while an observer writes the states of real jobs."""

import os
import subprocess
import sys
from pathlib import Path

from .job_churn import CHURN_DEPLOYMENT, churning_jobs
from .observed_cluster import NAMESPACE, WORKSPACE, ObservedCluster

ROOT = Path(__file__).parents[2]
_TIMEOUT = 300.0


def test_the_contract_is_kept_while_jobs_change(observed: ObservedCluster) -> None:
    """The contract suite passes against the URL of the target."""
    with churning_jobs(observed):
        before = observed.list_jobs(CHURN_DEPLOYMENT)
        result = run_suite(observed)
        after = observed.list_jobs(CHURN_DEPLOYMENT)

    assert result.returncode == 0, result.stdout[-5000:]
    assert " passed" in result.stdout
    assert len(before) + 2 <= len(after)


def run_suite(observed: ObservedCluster) -> "subprocess.CompletedProcess[str]":
    """Run the contract suite on the target, with a deployment whose jobs change."""
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "tests/contract"]
    target = [
        f"--contract-target={observed.environ['FLINKJOBS_ENDPOINT']}",
        "--contract-examples=10",
    ]
    identifiers = {
        "WORKSPACE": WORKSPACE,
        "NAMESPACE": NAMESPACE,
        "DEPLOYMENT": CHURN_DEPLOYMENT,
        "JOB": observed.id_of(CHURN_DEPLOYMENT),
    }
    return subprocess.run(
        [*command, *target],
        cwd=ROOT,
        env={**os.environ, **observed.environ, **identifiers},
        capture_output=True,
        text=True,
        check=False,
        timeout=_TIMEOUT,
    )
