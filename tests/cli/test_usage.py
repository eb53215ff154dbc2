"""Help, wrong usage, and the exit code of each kind of failure."""

import subprocess
import sys

import pytest

from flinkjobs.operations import LIST_JOBS

from ..client.scripted import Answer, Script, failure, refusal
from .program import COMMAND, environment, listed, run


def test_help() -> None:
    """The help names each parameter with its bound and default, in 80 columns."""
    done = run("jobs", "list", "--help")
    text = " ".join(done.stdout.split())
    flags = ["--" + parameter.name.replace("_", "-") for parameter in LIST_JOBS.parameters]

    assert 0 == done.returncode
    assert 80 >= max(map(len, done.stdout.splitlines()))
    assert [] == [flag for flag in flags if f" {flag} " not in text]
    assert "An integer from 1 to 100. Default: 100." in text
    assert "--sort-name gmt_create|job_id|status" in text
    assert "Default: $FLINKJOBS_WORKSPACE." in text


@pytest.mark.parametrize("words", [["--help"], ["jobs", "--help"], ["--version"]])
def test_help_on_the_way(words: list[str]) -> None:
    """Program and noun have help of their own, in 80 columns."""
    done = run(*words)

    assert (0, "") == (done.returncode, done.stderr)
    assert 80 >= max(map(len, done.stdout.splitlines()))


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ([], "required: NOUN"),
        (["jobs"], "required: VERB"),
        (["jobs", "list"], "required: --deployment-id"),
        (
            ["jobs", "list", "--deployment", "d1"],
            "unrecognized arguments: --deployment; "
            "the following arguments are required: --deployment-id; ",
        ),
        (
            ["jobs", "list", "-x", "--page-sise=-1", "--utc", "-ojson", "--", "--other"],
            "unrecognized arguments: -x --page-sise; the following arguments are required: ",
        ),
        (
            ["jobs", "--utd"],
            "unrecognized arguments: --utd; the following arguments are required: VERB",
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
def test_usage(words: list[str], expected: str) -> None:
    """Wrong usage ends with 2, says what is wrong, and sends nothing."""
    done = run(*words)

    assert (2, "") == (done.returncode, done.stdout)
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
        (Answer(b"<html>", 502), 5, "status 502"),
        (Answer(b"{}"), 5, "$.success"),
    ],
)
def test_exit_codes(script: Script, answer: Answer, code: int, expected: str) -> None:
    """Each kind of failure has an exit code and one line that says what to do."""
    script.answer = answer
    done = listed(script=script)

    assert (code, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("flinkjobs: ListJobs: ")
    assert expected in done.stderr
    assert "Traceback" not in done.stderr


def test_time_out(script: Script) -> None:
    """A server that says nothing ends with 124."""
    script.answer = Answer(waits=True)

    assert 124 == listed("--call-timeout", "0.2", script=script).returncode


def test_no_server(script: Script) -> None:
    """A server that is not there ends with 5 and one line."""
    done = listed("--endpoint", "http://127.0.0.1:9", script=script)

    assert (5, 1) == (done.returncode, len(done.stderr.splitlines()))
    assert "Connection refused (Check that the server runs and" in done.stderr


@pytest.mark.parametrize(("words", "code"), [(["--version"], 0), (["jobs"], 2)])
def test_closed_output(words: list[str], code: int) -> None:
    """A program that is started without standard output and error ends as it would with them."""
    closed = "import os, sys; os.close(1); os.close(2); os.execv(sys.executable, sys.argv[1:])"
    command = [sys.executable, "-c", closed, *COMMAND, *words]

    assert code == subprocess.run(command, env=environment(), timeout=30, check=False).returncode


def test_no_access_key() -> None:
    """What is missing is named as people give it here, not as a program would."""
    done = run("jobs", "list", "--deployment-id", "d", environ={"ALIBABA_CLOUD_ACCESS_KEY_ID": ""})

    assert (2, "") == (done.returncode, done.stdout)
    assert done.stderr.startswith("flinkjobs: no access key: pass --profile, or set ALIBABA_CLOUD_")
