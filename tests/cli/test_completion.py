"""Completion scripts, in the shells that are installed."""

import shutil
import subprocess
from pathlib import Path

import pytest

from .program import environment, run

ACTIONS = {
    *("list", "latest", "get", "describe", "wait", "start", "start_with_resources", "stop"),
    *("start_log", "delete"),
}
WORKFLOWS = ("deploy", "stop", "restart", "rollback", "wait")
CASES = [
    (
        "flinkjobs ",
        {
            "deployments",
            "engines",
            "events",
            "savepoints",
            "sql",
            "targets",
            "variables",
            "flink",
            "jobs",
            *WORKFLOWS,
            "completion",
            "doctor",
            "help",
        },
    ),
    ("flinkjobs help jobs ", ACTIONS),
    ("flinkjobs jobs ", ACTIONS),
    ("flinkjobs jobs l", {"list", "latest"}),
    ("flinkjobs completion ", {"bash", "zsh", "fish"}),
    ("flinkjobs jobs list --s", {"--since", "--state", "--sort-name", "--sort-order"}),
    ("flinkjobs jobs list --sort-order ", {"asc", "desc"}),
    (
        "flinkjobs jobs list --deployment-id x -o ",
        {"table", "wide", "blocks", "json", "jsonl", "csv", "ids"},
    ),
    ("flinkjobs jobs wait --until F", {"FINISHED", "FAILED"}),
    ("flinkjobs jobs stop --stop-strategy N", {"NONE"}),
    ("flinkjobs jobs start --restore-strategy.k", {"--restore-strategy.kind"}),
    ("flinkjobs jobs start --dep", {"--deployment", "--deployment-id"}),
    ("flinkjobs jobs get --all", set()),
]


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A directory with the script of each shell."""
    folder = tmp_path_factory.mktemp("completion")
    for shell in ("bash", "zsh", "fish"):
        done = run("completion", shell)
        assert (done.returncode, done.stderr) == (0, "")
        (folder / shell).write_text(done.stdout)
    return folder


def shell(*command: str) -> str:
    """Run a shell command without the program on the path: completion does not start it."""
    environ = {**environment(), "TERM": "xterm"}
    done = subprocess.run(
        command, env=environ, capture_output=True, text=True, timeout=30, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.mark.parametrize(("line", "expected"), CASES)
def test_bash(scripts: Path, line: str, expected: set[str]) -> None:
    """bash completes resources, actions, options and their values."""
    arguments = line.split(" ")
    quoted = " ".join(f"'{word}'" for word in arguments)
    ask = f"""
        source {scripts / "bash"}
        COMP_WORDS=({quoted}); COMP_CWORD={len(arguments) - 1}; COMPREPLY=()
        _flinkjobs
        printf '%s\\n' "${{COMPREPLY[@]}}"
    """

    assert set(shell("bash", "--norc", "-c", ask).split()) == expected


@pytest.mark.skipif(not shutil.which("fish"), reason="fish is not installed")
@pytest.mark.parametrize(("line", "expected"), CASES)
def test_fish(scripts: Path, line: str, expected: set[str]) -> None:
    """fish completes the same, with descriptions."""
    output = shell("fish", "-N", "-c", f"source {scripts / 'fish'}; complete -C '{line}'")

    assert {completed.split("\t")[0] for completed in output.splitlines()} == expected


@pytest.mark.skipif(not shutil.which("zsh"), reason="zsh is not installed")
@pytest.mark.parametrize(("line", "expected"), CASES)
def test_zsh(scripts: Path, line: str, expected: set[str]) -> None:
    """zsh completes the same."""
    output = shell("zsh", "-f", "-c", ZSH, "zsh", str(scripts / "zsh"), line)

    assert set(output.split()) == expected


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
