"""`docs/contributing.md` takes a field to a pull request: a copy that does as it says has the field."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from .pages import blocks, commit_all

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "contributing.md"
LEFT_OUT = shutil.ignore_patterns(
    ".venv", ".git", "dist", "node_modules", "__pycache__", ".*_cache"
)
READY = ("-o", ".venv/.ready", "-o", ".venv/.tools")  # the environment is ours, and stays as it is
WORKSPACE = "        workspace:\n          type: string\n          description: Id of the workspace"
LONG = {"make check", "make test"}
DIFF = "make diff SINCE=HEAD"


def commands() -> dict[str, str]:
    """Return the commands from a field to a pull request, each with its comment."""
    shell = next(block.text for block in blocks(PAGE) if block.language == "sh")
    return dict(re.findall(r"^(make \w+(?: \w+=\w+)?) +# (.*)$", shell, re.MULTILINE))


class Copy:
    """A copy of the repository that uses our environment, and its own packages."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        shutil.copytree(ROOT, folder, ignore=LEFT_OUT)
        (folder / ".venv").symlink_to(Path(sys.executable).parents[1])
        commit_all(folder)

    def run(self, *command: str) -> "subprocess.CompletedProcess[str]":
        sources = [*sorted(self.folder.glob("generated/*/src")), self.folder / "target" / "src"]
        environ = {"PATH": os.environ["PATH"], "PYTHONPATH": os.pathsep.join(map(str, sources))}
        return subprocess.run(
            command, cwd=self.folder, env=environ, capture_output=True, text=True, check=False
        )

    def python(self, *words: str) -> "subprocess.CompletedProcess[str]":
        return self.run(sys.executable, *words)


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Copy:
    """A copy in which the page was done, up to what takes minutes."""
    copy = Copy(tmp_path_factory.mktemp("contributing") / "copy")
    spec = copy.folder / "spec" / "openapi.yaml"
    text = spec.read_text("utf-8")
    assert text.count(WORKSPACE) == 1
    field = next(block.text for block in blocks(PAGE) if block.language == "yaml")
    spec.write_text(text.replace(WORKSPACE, field + WORKSPACE), "utf-8")

    for command, comment in commands().items():
        if command not in LONG:
            done = copy.run(*command.split(), *READY)
            assert (done.returncode, done.stderr) == (0, ""), command
            assert command != DIFF or done.stdout.splitlines() == [comment]
    return copy


def test_every_step_is_a_command_of_make() -> None:
    """The page names the commands that this test knows, in their order."""
    steps = ["make translations", "make generate", DIFF, "make interface"]

    assert list(commands()) == [*steps, *sorted(LONG)]


def test_the_field_is_everywhere(copy: Copy) -> None:
    """In the model, and in the reference in both languages."""
    code = "from flinkjobs.models import Job; print(Job(priority=3).priority)"

    assert copy.python("-c", code).stdout == "3\n"
    for page in ("docs/api/models.md", "docs/api/zh/models.md"):
        assert "`priority`" in (copy.folder / page).read_text("utf-8")


@pytest.mark.parametrize("checked", ["tests/types", "tests/spec/test_contract.py"])
def test_what_was_done_passes(copy: Copy, checked: str) -> None:
    """The tests that an edit of the contract concerns first are green."""
    done = copy.python("-m", "pytest", "-q", "-p", "no:cacheprovider", checked)

    assert done.returncode == 0, done.stdout


def test_nothing_is_stale(copy: Copy) -> None:
    """The generated tree is the one that the specification makes."""
    done = copy.python("-m", "generator", "check")

    assert (done.returncode, done.stderr) == (0, "")
