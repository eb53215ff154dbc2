"""Running the examples of pages, from top to bottom, in one shell with a target to talk to.

A `sh` block is run as it stands. A `python` block is run too, unless its first line names a file,
such as `# health.py`: then it is only written there, as is a `toml` block. A `text` block is what the block before it
prints, with `…` for anything.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

__all__ = ["Block", "blocks", "commit_all", "matches", "run"]

_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)
_FILE = re.compile(r"# (\w+\.(?:py|toml))\n")
_MARK = "-- end of block --"
_TIMEOUT_SECONDS = 300


@dataclass(frozen=True)
class Block:
    """An example: its language, its text, the line that it begins on, and its page."""

    language: str
    text: str
    line: int
    page: str


def blocks(page: Path) -> list[Block]:
    """Return the examples of a page, in order."""
    text = page.read_text("utf-8")
    return [
        Block(found[1], found[2], text.count("\n", 0, found.start()) + 1, page.stem)
        for found in _BLOCK.finditer(text)
    ]


def run(
    examples: list[Block], folder: Path, environ: Mapping[str, str], changes: Mapping[str, str]
) -> dict[Block, str]:
    """Run examples in a folder; return what each printed on standard output.

    `changes` are made to scripts, for where they run only. The first that fails ends it all.
    """
    runnable = [block for block in examples if block.language in ("sh", "python", "toml")]
    steps = [_step(block, folder, changes) for block in runnable]
    script = f"\necho '{_MARK}'\n".join(steps)
    code, stdout, stderr = _bash(
        script, folder, {"HOME": str(folder), "LANG": "C.UTF-8", **environ}
    )
    printed = stdout.split(f"{_MARK}\n")
    failed = runnable[min(len(printed), len(runnable)) - 1]
    assert code == 0, f"{failed.page}, line {failed.line}:\n{stdout}\n{stderr}"
    return dict(zip(runnable, printed, strict=True))


def _bash(script: str, folder: Path, environ: Mapping[str, str]) -> tuple[int, str, str]:
    """Run a script with this environment's programs; leave nothing running, however it ends."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    with subprocess.Popen(
        ["bash", "-e", "-o", "pipefail", "-c", script],
        cwd=folder,
        env={"PATH": path, **environ},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            stdout, stderr = process.communicate(timeout=_TIMEOUT_SECONDS)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            stdout, stderr = process.communicate()
            stderr += f"\nstopped after {_TIMEOUT_SECONDS} seconds"
    return process.returncode, stdout, stderr


def _step(block: Block, folder: Path, changes: Mapping[str, str]) -> str:
    if block.language == "sh":
        script = block.text
        for before, after in changes.items():
            script = script.replace(before, after)
        return script
    named = _FILE.match(block.text)
    name = named[1] if named else f"{block.page}_{block.line}.py"
    (folder / name).write_text(block.text, "utf-8")
    return "true" if named else f"python {name}"


def commit_all(folder: Path) -> None:
    """Make a folder a git repository with one commit."""
    author = ("-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false")
    for command in (["init", "--quiet"], ["add", "--all"], [*author, "commit", "-qm", "a"]):
        subprocess.run(["git", *command], cwd=folder, check=True, capture_output=True)


def matches(expected: str, printed: str) -> bool:
    """Whether something was printed, where `…` stands for anything."""
    pattern = ".*".join(map(re.escape, expected.strip().split("…")))
    return re.fullmatch(pattern, printed.strip(), re.DOTALL) is not None
