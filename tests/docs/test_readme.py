"""The examples of the README do what they say, in both languages, against a real target."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from .pages import blocks, commit_all

ROOT = Path(__file__).parents[2]
README = ROOT / "README.md"
CHINESE = ROOT / "docs" / "README.zh-CN.md"
JOB = json.loads((ROOT / "spec" / "examples" / "list-jobs.json").read_text("utf-8"))["data"][0]


def examples(readme: Path, language: str) -> list[str]:
    """Return the examples of a README in a language."""
    return [block.text for block in blocks(readme) if block.language == language]


@pytest.fixture(params=[README, CHINESE], ids=["en", "zh"])
def printed(tmp_path: Path, request: pytest.FixtureRequest) -> str:
    """Run the shell and the Python example, in order, in a shell that knows nothing else."""
    (shell,) = (block for block in examples(request.param, "sh") if "flinkjobs-target" in block)
    (python,) = examples(request.param, "python")
    (tmp_path / "example.py").write_text(python, "utf-8")
    done = subprocess.run(
        ["bash", "-e", "-c", f"{adapted(shell)}\npython {tmp_path}/example.py\n"],
        env={"PATH": os.environ["PATH"], "HOME": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def adapted(script: str) -> str:
    """Change of a script only where it runs: the environment, a free port, the end."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    waiting = f"until (echo > /dev/tcp/127.0.0.1/{port}) 2>/dev/null; do sleep 0.05; done"
    changes = {
        ".venv/bin/activate": str(Path(sys.executable).parent / "activate"),
        "spec/examples": str(ROOT / "spec" / "examples"),
        "--port 8080 &": f"--port {port} &\nserver=$!; trap 'kill $server; wait $server' EXIT\n"
        f"export FLINKJOBS_ENDPOINT=http://127.0.0.1:{port}\n{waiting}",
    }
    for before, after in changes.items():
        assert before in script
        script = script.replace(before, after)
    return script


def test_the_examples_run_as_they_stand(printed: str) -> None:
    """From nothing but `make run`: the commands list the page's job, and so does Python."""
    assert f"{JOB['jobId']}  RUNNING" in printed
    assert json.dumps(JOB["jobId"]) in printed
    assert f"{JOB['jobId']} RUNNING 2022-08-11 04:07:15+00:00" in printed.splitlines()
    assert "1 of 1" in printed.splitlines()
    assert "990301" in printed.splitlines()[-1]


@pytest.mark.parametrize("readme", [README, CHINESE], ids=["en", "zh"])
def test_a_diff_since_the_last_commit_is_the_edit_alone(tmp_path: Path, readme: Path) -> None:
    """Others' changes since the last recorded version are not in it."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    commit_all(tmp_path)
    spec, (edit,) = tmp_path / "spec" / "openapi.yaml", examples(readme, "diff")
    removed, added = (line[1:] for line in edit.splitlines())
    text = spec.read_text("utf-8")
    assert text.count(removed) == 1
    spec.write_text(text.replace(removed, added), "utf-8")

    done = subprocess.run(
        [sys.executable, "-m", "generator", "diff", "--since", "HEAD"],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.count("\n") == 1
    assert f"`{done.stdout.strip()}`" in readme.read_text("utf-8")


def test_both_say_the_same() -> None:
    """But for comments, the two READMEs have the same examples, and each leads to the other."""

    def uncommented(readme: Path) -> list[tuple[str, str]]:
        return [(block.language, re.sub(r" +# .*", "", block.text)) for block in blocks(readme)]

    assert uncommented(README) == uncommented(CHINESE)
    assert "](docs/README.zh-CN.md)" in README.read_text("utf-8")
    assert "](../README.md)" in CHINESE.read_text("utf-8")


@pytest.mark.parametrize("readme", [README, CHINESE], ids=["en", "zh"])
def test_it_is_one_screen(readme: Path) -> None:
    """Nobody has to scroll for long."""
    assert len(readme.read_text("utf-8").splitlines()) < 120


def test_every_make_target_is_explained() -> None:
    """Each make target that the READMEs name is one that `make` explains."""
    text = README.read_text("utf-8") + CHINESE.read_text("utf-8")
    named = set(re.findall(r"^make ([a-z-]+)|`make ([a-z-]+)", text, re.MULTILINE))
    named = {name or other for name, other in named}
    explained = set(
        re.findall(
            r"^make ([a-z-]+)",
            subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout,
            re.MULTILINE,
        )
    )

    assert named
    assert named <= explained
