"""Help, wrong usage, and the exit code of each kind of failure."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from flinkjobs.operations import LIST_JOBS

from ..client.scripted import CannedResponse, ScriptedServer, envelope, failure, refusal
from .program import COMMAND, environment, listed, run


def test_help() -> None:
    """The help names each parameter with its constraint and default, in 80 columns."""
    done = run("jobs", "list", "--help")
    text = " ".join(done.stdout.split())
    flags = ["--" + parameter.name.replace("_", "-") for parameter in LIST_JOBS.parameters]

    assert done.returncode == 0
    assert max(map(len, done.stdout.splitlines())) <= 80
    assert [flag for flag in flags if f" {flag} " not in text] == []
    assert "An integer from 1 to 100. Default: 100." in text
    assert "--sort-name gmt_create|job_id|status" in text
    assert "Default: $FLINKJOBS_WORKSPACE." in text


@pytest.mark.parametrize("arguments", [["--help"], ["jobs", "--help"], ["--version"]])
def test_help_of_program_and_resource(arguments: list[str]) -> None:
    """Program and resource have their own help, in 80 columns."""
    done = run(*arguments)

    assert (done.returncode, done.stderr) == (0, "")
    assert max(map(len, done.stdout.splitlines())) <= 80


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], "required: RESOURCE"),
        (["jobs"], "required: ACTION"),
        (["jobs", "list"], "required: --deployment-id"),
        (
            ["jobs", "list", "--deploymint", "d1"],
            "unrecognized arguments: --deploymint; "
            "the following arguments are required: --deployment-id|--deployment; ",
        ),
        (
            ["jobs", "list", "-x", "--page-sise=-1", "--utc", "-ojson", "--", "--other"],
            "unrecognized arguments: -x --page-sise; the following arguments are required: ",
        ),
        (
            ["jobs", "--utd"],
            "unrecognized arguments: --utd; the following arguments are required: ACTION",
        ),
        (["jobs", "list", "--deployment-id", ""], "must be a string that is not empty, not ''"),
        (
            ["jobs", "list", "--deployment-id", "d", "--page-size", "101"],
            "argument --page-size: must be an integer from 1 to 100, not '101'",
        ),
        (
            ["jobs", "list", "--deployment-id", "d", "--sort-order", "up"],
            "argument --sort-order: must be one of asc, desc, not 'up'",
        ),
        (["jobs", "list", "--deployment-id", "d"], "no endpoint: pass --region or --endpoint"),
        (
            ["jobs", "list", "--deployment-id", "d", "--region", "mars"],
            "region 'mars' is not one of",
        ),
        (
            ["jobs", "list", "--deployment-id", "d", "--endpoint", "http://flink.example"],
            "is plain http; use https, or call from Python with allow_http=True",
        ),
        (
            [
                "jobs",
                "list",
                "--deployment-id",
                "d",
                "--region",
                "cn-beijing",
                "--call-timeout",
                "0",
            ],
            "timeout must be more than 0",
        ),
        (
            [
                "jobs",
                "list",
                "--deployment-id",
                "d",
                "--region",
                "cn-beijing",
                "--workspace",
                "a\nb",
            ],
            "workspace goes into a header",
        ),
    ],
)
def test_wrong_usage(arguments: list[str], expected: str) -> None:
    """Wrong usage ends with 2 and an error message, and nothing is sent."""
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("answer", "code", "expected"),
    [
        (failure("990301", "no such"), 4, "ListJobs: 990301: no such (Check the ids;"),
        (refusal(404, "InvalidApi.NotFound"), 4, "InvalidApi.NotFound"),
        (refusal(404, "InvalidAccessKeyId.NotFound"), 3, "(Check the access key id;"),
        (refusal(400, "SignatureDoesNotMatch"), 3, "SignatureDoesNotMatch"),
        (refusal(403, "Forbidden.RAM"), 3, "Forbidden.RAM"),
        (failure("990999", "odd"), 1, "ListJobs: 990999: odd [request id R-1]"),
        (refusal(400, "InvalidPageSize"), 1, "InvalidPageSize"),
        (refusal(500, "InternalError"), 5, "InternalError"),
        (refusal(429, "Throttling.User"), 5, "Throttling.User"),
        (CannedResponse(b"<html>", 502), 5, "status 502"),
        (CannedResponse(b"{}"), 5, "$.success"),
    ],
)
def test_exit_codes(
    server: ScriptedServer, answer: CannedResponse, code: int, expected: str
) -> None:
    """Each kind of failure has an exit code and one line with its remedy."""
    server.response = answer
    done = listed(server=server)

    assert (done.returncode, done.stdout) == (code, "")
    assert done.stderr.startswith("flinkjobs: ListJobs: ")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_a_timeout(server: ScriptedServer) -> None:
    """A server that does not respond ends with 124."""
    server.response = CannedResponse(waits=True)

    assert listed("--call-timeout", "0.2", server=server).returncode == 124


def test_an_unreachable_server(server: ScriptedServer) -> None:
    """A refused connection ends with 5 and one line."""
    done = listed("--endpoint", "http://127.0.0.1:9", server=server)

    assert (done.returncode, len(done.stderr.splitlines())) == (5, 1)
    assert "Connection refused (Check that the server runs and" in done.stderr


@pytest.mark.parametrize(("arguments", "code"), [(["--version"], 1), (["jobs"], 2)])
def test_closed_output(arguments: list[str], code: int) -> None:
    """Without standard output and error a program that has nothing to write there ends as usual."""
    closed = "import os, sys; os.close(1); os.close(2); os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", closed, *COMMAND, *arguments]

    assert subprocess.run(command, env=environment(), timeout=30, check=False).returncode == code


@pytest.mark.parametrize("output", ["table", "json", "jsonl"])
def test_closed_standard_output(server: ScriptedServer, output: str) -> None:
    """A result that cannot be written, since standard output is closed, is one clear error."""
    server.response = envelope([{"jobId": "j"}])
    closed = "import os, sys; os.close(1); os.execv(sys.executable, sys.argv[1:])"
    arguments = ["jobs", "list", "--deployment-id", "d", "--output", output]
    command = [sys.executable, "-c", closed, *COMMAND, *arguments, "--endpoint", server.url]
    done = subprocess.run(
        command, env=environment(), timeout=30, check=False, stderr=subprocess.PIPE, text=True
    )

    expected = "flinkjobs: cannot write: standard output is closed\n"
    assert (done.returncode, done.stderr) == (1, expected)


def test_all_missing_settings_are_told() -> None:
    """Whoever has set nothing is told everything at once."""
    names = ("ALIBABA_CLOUD_ACCESS_KEY_ID", "FLINKJOBS_WORKSPACE", "FLINKJOBS_NAMESPACE")
    done = run("jobs", "list", "--deployment-id", "d", environ=dict.fromkeys(names, ""))

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert [text in done.stderr for text in ("key", "endpoint", "workspace", "namespace")] == [
        True
    ] * 4


@pytest.mark.parametrize(
    ("arguments", "suggestion"),
    [
        (["job", "list"], "jobs"),
        (["jobs", "lst"], "list"),
        (["jobs", "list", "--deploymnt-id", "d"], "--deployment-id"),
        (["jobs", "list", "--deployment-id", "d", "--page-sise=3"], "--page-size"),
        (["help", "job"], "jobs"),
    ],
)
def test_suggestions(arguments: list[str], suggestion: str) -> None:
    """A misspelt command or option gets a suggestion."""
    done = run(*arguments)

    assert (done.returncode, done.stdout) == (2, "")
    assert f"did you mean {suggestion}?" in done.stderr


@pytest.mark.parametrize("words", [[], ["jobs"], ["jobs", "list"], ["doctor"], ["completion"]])
def test_help_command(words: list[str]) -> None:
    """`help COMMAND` is `COMMAND --help`, also after a language."""
    assert run("help", *words).stdout == run(*words, "--help").stdout
    assert run("--lang", "zh", "help", *words).stdout == run("--lang=zh", *words, "-h").stdout


def test_no_access_key() -> None:
    """A missing setting is named as an option, not as an argument of the client."""
    done = run("jobs", "list", "--deployment-id", "d", environ={"ALIBABA_CLOUD_ACCESS_KEY_ID": ""})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("flinkjobs: no access key: pass --profile, or set ALIBABA_CLOUD_")


def test_profile_without_a_key(tmp_path: Path) -> None:
    """A profile whose mode holds no key: the remedy is one that the command line has."""
    (tmp_path / ".aliyun").mkdir()
    profile = {"name": "role", "mode": "RsaKeyPair"}
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps({"profiles": [profile]}), "utf-8")
    arguments = ["jobs", "list", "--deployment-id", "d", "--profile", "role"]
    done = run(*arguments, environ={"HOME": str(tmp_path)})

    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(
        "flinkjobs: profile 'role' holds no key (its mode is RsaKeyPair); "
    )
    assert "choose another with --profile, or set ALIBABA_" in done.stderr
    assert "credentials=" not in done.stderr
