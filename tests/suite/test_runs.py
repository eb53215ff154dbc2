"""Whole runs of the suite: by a seed, by a name, by a URL."""

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

from flinkjobs_target.testing.subprocess import running_target
from tests.contract.targets.seed_jobs import seed_ids, seed_jobs

from .checkers import open_checker

ROOT = Path(__file__).parents[2]


def run(*arguments: str, **environ: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *arguments]
    return subprocess.run(
        command,
        cwd=ROOT,
        env={**os.environ, **environ},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_seed_repeats_a_run(tmp_path: Path) -> None:
    """The same seed sends the same requests in the same order."""
    noted = []
    for number in range(2):
        notes = tmp_path / str(number)
        chosen = ("tests/contract", "-k", "fuzzing or model/each", "--contract-examples=3")
        plugin = ("-p", "tests.suite.request_log_plugin", "--hypothesis-seed=7")
        ended = run(*chosen, *plugin, REQUEST_LOG=str(notes))
        assert ended.returncode == 0, ended.stdout
        noted.append(notes.read_text("utf-8").splitlines())

    assert 100 < len(noted[0])
    assert noted[0] == noted[1]


def test_another_seed_is_another_run() -> None:
    """Each clause has random numbers of its own, made of the seed and its name."""
    drawn = set()
    for seed in (7, 8):
        with open_checker(seed=seed) as checker:
            drawn |= {checker.random_for(name).random() for name in ("one", "another")}

    assert len(drawn) == 4


def test_a_clause_is_a_case_of_junit(tmp_path: Path) -> None:
    """A clause can be run by its name, and is reported under it; those of other operations are left out."""
    report = tmp_path / "junit.xml"
    chosen = "ListJobs/pageSize/above-maximum or ListJobs/nonce/used-for"
    operations = "--contract-operations=ListJobs,GetJob"
    ended = run("tests/contract", "-k", chosen, operations, "--junitxml", str(report))
    names = [case.get("name") for case in ET.parse(report).iter("testcase")]

    assert ended.returncode == 0, ended.stdout
    assert names == [
        "test_clause[ListJobs/pageSize/above-maximum]",
        "test_clause[ListJobs/nonce/used-for-GetJob]",
    ]


def test_a_url_is_held_to_what_needs_no_known_data(tmp_path: Path) -> None:
    """With a key and ids, any server is tried; what needs its data or could write is left out."""
    with running_target(tmp_path, seed_jobs()) as running:
        names = {
            "workspace": "WORKSPACE",
            "namespace": "NAMESPACE",
            "deploymentId": "DEPLOYMENT",
            "jobId": "JOB",
        }
        ended = run(
            "tests/contract",
            "--contract-target",
            running.endpoint,
            "--contract-examples=5",
            ALIBABA_CLOUD_ACCESS_KEY_ID=running.access_key_id,
            ALIBABA_CLOUD_ACCESS_KEY_SECRET=running.access_key_secret,
            **{variable: seed_ids()[name] for name, variable in names.items()},
        )

    assert ended.returncode == 0, ended.stdout
    assert "deselected" in ended.stdout
    assert "1 skipped" in ended.stdout  # random interleavings, which would write
