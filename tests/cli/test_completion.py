"""Completion scripts, in the shells themselves as far as they are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from .program import environment, run

CASES = [
    ("flinkjobs ", {"jobs", "completion"}),
    ("flinkjobs jobs ", {"list", "latest", "get", "wait"}),
    ("flinkjobs jobs l", {"list", "latest"}),
    ("flinkjobs completion ", {"bash", "zsh", "fish"}),
    ("flinkjobs jobs list --s", {"--since", "--state", "--sort-name", "--sort-order"}),
    ("flinkjobs jobs list --sort-order ", {"asc", "desc"}),
    ("flinkjobs jobs list --deployment-id x -o ", {"table", "wide", "json", "jsonl", "csv", "ids"}),
    ("flinkjobs jobs wait --until F", {"FINISHED", "FAILED"}),
    ("flinkjobs jobs get --all", set()),
]


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the script of each shell."""
    folder = tmp_path_factory.mktemp("completion")
    for shell in ("bash", "zsh", "fish"):
        done = run("completion", shell)
        assert (0, "") == (done.returncode, done.stderr)
        (folder / shell).write_text(done.stdout)
    return folder


def shell(*command: str) -> str:
    """Run a shell in which the program is never started: completion needs none."""
    environ = {**environment(), "TERM": "xterm"}
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=30, check=False
    )
    assert 0 == done.returncode, done.stderr
    return done.stdout


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_bash(scripts: Path, line: str, expected: set[str]) -> None:
    """bash completes nouns, verbs, options and their values."""
    words = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in words)
    ask = f"""
        source {scripts / "bash"}
        COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; COMPREPLY=()
        _flinkjobs
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """

    assert expected == set(shell("bash", "--norc", "-c", ask).split())


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(("line", "expected"), CASES)
def test_fish(scripts: Path, line: str, expected: set[str]) -> None:
    """fish completes the same, each with its description."""
    answer = shell("fish", "-N", "-c", f"source {scripts / 'fish'}; complete -C '{line}'")

    assert expected == {found.split("\t")[0] for found in answer.splitlines()}


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(("line", "expected"), CASES)
def test_zsh(scripts: Path, line: str, expected: set[str]) -> None:
    """zsh completes the same, asked in a terminal of its own."""
    found = shell("zsh", "-f", "-c", ZSH, "zsh", str(scripts / "zsh"), line)

    assert expected == set(found.split())


# Completes a line in a zsh of its own, and has every match that is added written down.
ZSH = r"""
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "PS1=; autoload -Uz compinit; compinit -u -D; source $1"
zpty -w inner 'compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return $?; fi
    local -a found; builtin compadd -A found "$@"
    for one in $found; do print -r -- "match:$one:"; done
    builtin compadd "$@"
}'
zpty -w inner 'bindkey "^I" complete-word; zstyle ":completion:*" list-prompt ""; LISTMAX=0; echo ready'
while zpty -r inner text; do [[ $text == *ready* && $text != *echo* ]] && break; done
zpty -n -w inner "$2"$'\t'
sleep 1.5
while zpty -r -t inner text; do shown+=$text; done
print -r -- "$shown" | grep -o 'match:[^:]*:' | sed 's/^match://; s/:$//'
zpty -d inner
true
"""
