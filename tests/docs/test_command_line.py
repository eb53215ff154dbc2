"""The commands that documents show work as described, against a real target."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from flinkjobs._runtime.cli.exit_codes import EXIT_CODES, EXIT_CODES_OF_WORKFLOWS
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import running_target

from .test_guide import pages
from .test_readme import CHINESE, README

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "guide" / "command-line.md"
RUN = {
    README,
    CHINESE,
    *pages(),
}
"""Documents whose commands are run: here, by the READMEs' own test, and by the guide's."""


def commands(document: Path) -> list[str]:
    """Return the pieces of shell that a document shows."""
    text = document.read_text("utf-8")
    return re.findall(r"^ *```sh\n(.*?)^ *```$", text, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the page's commands were run, one after the other."""
    folder = tmp_path_factory.mktemp("page")
    job = json.loads((ROOT / "spec/examples/list-jobs.json").read_text("utf-8"))["data"][0]
    script = "\n".join(["set -e", *commands(PAGE)])
    with running_target(folder / "data", [job, *varied_jobs(job, 120)]) as target:
        environ = {
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "FLINKJOBS_ENDPOINT": target.endpoint,
            "FLINKJOBS_WORKSPACE": job["workspace"],
            "FLINKJOBS_NAMESPACE": job["namespace"],
            "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
            "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
            "DEPLOYMENT": job["deploymentId"],
        }
        done = subprocess.run(
            ["bash", "-c", script], cwd=folder, env=environ, capture_output=True, text=True, check=False
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    (folder / "printed").write_text(done.stdout)
    return folder


def test_the_page_runs(folder: Path) -> None:
    """Every command of the page succeeds, one after the other."""
    printed = (folder / "printed").read_text()

    assert "354dde66-a3ae-463e-967a-0b4107fd****  RUNNING" in printed
    assert len((folder / "jobs.jsonl").read_text().splitlines()) == 121
    assert (folder / "completion.bash").read_text().startswith("# Completion of flinkjobs")


def test_no_command_is_left_out() -> None:
    """A document that shows a command is one whose commands are run."""
    documents = [
        README,
        *(ROOT / "docs").rglob("*.md"),
        *(ROOT / "target").glob("*.md"),
    ]
    showing = {
        document
        for document in documents
        if any(re.search(r"^flinkjobs ", piece, re.MULTILINE) for piece in commands(document))
    }

    assert showing - RUN == set()


def test_exit_codes_are_those_of_the_program() -> None:
    """The page lists each exit code that the program has, and no other."""
    listed = re.findall(r"^\| (\d+) \|", PAGE.read_text("utf-8"), re.MULTILINE)

    assert list(map(str, sorted(EXIT_CODES | EXIT_CODES_OF_WORKFLOWS))) == listed


def test_variables_are_those_of_the_program() -> None:
    """Each variable that the help names stands on the page."""
    environ = {"PATH": os.environ["PATH"], "COLUMNS": "500"}
    command = [sys.executable, "-m", "flinkjobs", "--help"]
    text = subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout
    named = set(re.findall(r"\$([A-Z_]+)", text))

    assert {"FLINKJOBS_PROFILE", "FLINKJOBS_WORKSPACE"} < named
    assert sorted(name for name in named if f"`{name}`" not in PAGE.read_text("utf-8")) == []
