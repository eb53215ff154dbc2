"""The schemathesis command with our hooks: it signs, finds data, and judges responses by the oracle."""

import os
import subprocess
import sys
from dataclasses import replace
from importlib import resources
from pathlib import Path

from flinkjobs_target.app import create_app

from ..contract.targets import Target
from ..contract.targets.factory import KEY, NEEDED
from ..contract.targets.served import served
from .faulty_app import RenamedCodes

ROOT = Path(__file__).parents[2]
HOOKS = "tests.contract.schemathesis_hooks"
BUNDLED = Path(str(resources.files("flinkjobs") / "openapi.json"))
COMMAND = Path(sys.executable).with_name("st")
PHASES = ("Examples", "Coverage", "Fuzzing", "Stateful")


def test_the_command_finds_nothing_in_our_target() -> None:
    """All phases pass, each of them with signed requests, some of which find jobs."""
    with served() as target:
        ended = _run(target, "--max-examples", "10")

    assert ended.returncode == 0, ended.stdout
    assert [phase for phase in PHASES if f"✅ {phase}" not in ended.stdout] == []


def test_the_command_reports_a_fault_by_the_name_of_our_check() -> None:
    """A code that the specification does not have for a request is a fault that only the oracle sees."""
    with served(lambda data, **parts: RenamedCodes(create_app(data, **parts))) as target:
        ended = _run(target, "--phases", "coverage", "--max-failures", "1")

    assert ended.returncode == 1, ended.stdout
    assert "Custom check failed: `deserved_response`" in ended.stdout
    assert "Custom check failed: `deserved_response`: 1" in ended.stdout


def test_the_command_names_what_the_environment_lacks() -> None:
    """Without a key, the hooks say which variables to set."""
    with served() as target:
        ended = _run(replace(target, values={**target.values, "jobId": ""}))

    assert ended.returncode != 0
    assert "a target by URL needs JOB in the environment, or --config" in ended.stderr.splitlines()


def test_the_contract_tests_run_every_phase(tmp_path: Path) -> None:
    """`make contract` sends examples, the coverage of the schema, fuzzed cases, and walks along links."""
    log = tmp_path / "phases"
    files = ("tests/contract/test_fuzzing.py", "tests/contract/test_links.py")
    options = ("-q", "-p", "no:cacheprovider", "-p", "tests.suite.phase_log_plugin")
    ended = subprocess.run(
        [sys.executable, "-m", "pytest", *files, *options, "--contract-examples=6"],
        env={**os.environ, "PHASE_LOG": str(log)},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 0, ended.stdout
    assert set(log.read_text("utf-8").split()) == {"examples", "coverage", "fuzzing", "stateful"}


def _run(target: Target, *options: str) -> "subprocess.CompletedProcess[str]":
    """Run the command of schemathesis on a target, as a user would."""
    given = dict(zip(KEY, (target.key.id, target.key.secret), strict=True))
    given |= {variable: str(target.values[name]) for name, variable in NEEDED.items()}
    line: list[str | Path] = [
        COMMAND,
        "run",
        BUNDLED,
        "--url",
        target.url,
        "--seed",
        "1",
        "--no-color",
    ]
    return subprocess.run(
        [*line, *options],
        env={**os.environ, **given, "SCHEMATHESIS_HOOKS": HOOKS},
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )
