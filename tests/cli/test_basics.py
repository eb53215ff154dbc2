"""The command line as a program of its own: what it prints, where, and its exit code."""

import json
import os

import pytest

from flinkjobs.operations import LIST_JOBS

from ..client.scripted import Answer, Script, envelope, failure, page_of, refusal
from .program import listed, run


def test_table(script: Script, example_bytes: bytes) -> None:
    """A table shows id, state and times, and says how many jobs it leaves out."""
    script.answer = Answer(example_bytes.replace(b'"totalSize": 1', b'"totalSize": 250'))
    done = listed(script=script)
    head, row = done.stdout.splitlines()

    assert (0, "1 of 250 shown; --all shows the rest\n") == (done.returncode, done.stderr)
    assert ["JOB", "ID", "STATE", "CREATED", "AT"] == head.split()[:5]
    assert row.startswith(
        "354dde66-a3ae-463e-967a-0b4107fd****  RUNNING  2024-04-25 15:21:47+00:00 "
    )


def test_empty_table(script: Script) -> None:
    """A table of no jobs is its head."""
    script.answer = envelope([])
    done = listed(script=script)

    assert (0, "", 1) == (done.returncode, done.stderr, len(done.stdout.splitlines()))


def test_table_of_little(script: Script) -> None:
    """What a job does not say is a dash."""
    script.answer = envelope([{"jobId": "j1"}])

    assert {"j1", "-"} == set(listed(script=script).stdout.splitlines()[1].split())


def test_json_lines(script: Script) -> None:
    """JSON lines are what was received, a line each, unknown fields included."""
    items = [b'{"jobId" :"j1",\n "tomorrow":[1.50,1e400]}', b'{"jobId":"j2"}']
    script.answer = Answer(b'{"success":true,"totalSize":2,"data":[' + b",".join(items) + b"]}")
    done = listed("-o", "jsonl", script=script)

    assert ['{"jobId":"j1","tomorrow":[1.50,1e400]}', '{"jobId":"j2"}'] == done.stdout.splitlines()


def test_json(script: Script) -> None:
    """JSON is what was received, byte for byte, unknown fields included."""
    items = ['{"jobId" :"j1","tomorrow":[1.50,1e400]}', '{"jobId":"\\u006a2","名":"é\\u001b"}']
    script.answer = Answer(
        f'{{"success":true,"totalSize":2,"data":[{items[0]} , {items[1]}]}}'.encode()
    )
    done = listed("-o", "json", script=script)

    assert (0, "") == (done.returncode, done.stderr)
    assert f"[\n{items[0]},\n{items[1]}\n]\n" == done.stdout


def test_json_of_nothing(script: Script) -> None:
    """No jobs are an empty array."""
    script.answer = envelope([])

    assert "[]\n" == listed("-o", "json", script=script).stdout


@pytest.mark.parametrize("output", ["table", "json"])
def test_all(script: Script, output: str) -> None:
    """With --all each job of all pages is shown once."""
    script.answer = page_of([{"jobId": f"j{number}"} for number in range(7)])
    done = listed("--all", "--page-size", "3", "-o", output, script=script)

    assert (0, "") == (done.returncode, done.stderr)
    assert all(1 == done.stdout.count(f"j{number}") for number in range(7))
    if output == "json":
        assert 7 == len(json.loads(done.stdout))


def test_words_reach_the_server(script: Script) -> None:
    """Each option is sent as its parameter, those of the environment replaced."""
    script.answer = envelope([])
    words = [
        "--page-index",
        "2",
        "--page-size",
        "5",
        "--sort-name",
        "status",
        "--sort-order",
        "asc",
    ]
    listed(*words, "--workspace", "w2", "--namespace", "a b", script=script)
    (asked,) = script.asked

    assert asked.target.startswith("/api/v2/namespaces/a%20b/jobs?deploymentId=d1&pageIndex=2&")
    assert "w2" == asked.headers["workspace"]
    assert ("5", "status", "asc") == tuple(
        asked.query[n] for n in ("pageSize", "sortName", "sortOrder")
    )


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
        (["jobs", "list", "--deployment", "d1"], "required: --deployment-id"),
        (["jobs", "list", "--deployment-id", ""], "must be a string that is not empty, not ''"),
        (
            ["jobs", "list", "--deployment-id", "d", "--page-size", "101"],
            "argument --page-size: must be an integer from 1 to 100, not '101'",
        ),
        (
            ["jobs", "list", "--deployment-id", "d", "--sort-order", "up"],
            "argument --sort-order: must be one of asc, desc, not 'up'",
        ),
        (["jobs", "list", "--deployment-id", "d"], "no endpoint: pass region or endpoint"),
        (
            ["jobs", "list", "--deployment-id", "d", "--region", "mars"],
            "region 'mars' is not one of",
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


NASTY = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e\r\nj"


def test_control_characters_in_a_table(script: Script) -> None:
    """What a terminal would obey is shown as a mark, and a name stays on its line."""
    script.answer = envelope([{"jobId": NASTY}])
    done = listed(script=script)

    assert not set(NASTY[:-1]) & {"\x1b", "\x07", "\x9b", "\u202e", "\r"} & set(done.stdout)
    assert 2 == len(done.stdout.splitlines())


def test_markup_is_text(script: Script) -> None:
    """What looks like markup is shown as it is."""
    script.answer = envelope([{"jobId": "[bold]:smile:[/bold]"}])

    assert "[bold]:smile:[/bold]" in listed(script=script).stdout


def test_control_characters_in_an_error(script: Script) -> None:
    """A server's message is one line and cannot command the terminal; with -v its lines stay apart."""
    script.answer = refusal(400, "SignatureDoesNotMatch", "GET\n/path\x1b[2J\x07")
    done, verbose = listed(script=script), listed("-v", script=script)

    assert not {"\x1b", "\x07"} & {*done.stderr, *verbose.stderr}
    assert 1 == len(done.stderr.splitlines())
    assert "GET\\n/path" in done.stderr
    assert "GET\n/path" in verbose.stderr


@pytest.mark.parametrize("output", ["table", "json"])
def test_reader_that_leaves(script: Script, output: str) -> None:
    """When the reader of its output leaves early, the program ends in silence."""
    script.answer = page_of([{"jobId": f"j{number}" * 500} for number in range(300)])
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = listed(
            "--all", "-o", output, script=script, capture_output=False, stdout=writing, stderr=-1
        )
    finally:
        os.close(writing)

    assert (0, "") == (done.returncode, done.stderr)


@pytest.mark.parametrize("output", ["table", "json"])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_full_disk(script: Script, output: str) -> None:
    """Output that cannot be written ends with 1 and one line."""
    script.answer = envelope([{"jobId": "j1"}])
    with open("/dev/full", "wb") as full:
        done = listed("-o", output, script=script, capture_output=False, stdout=full, stderr=-1)

    assert (1, "flinkjobs: cannot write: No space left on device\n") == (
        done.returncode,
        done.stderr,
    )


def test_narrow_encoding(script: Script) -> None:
    """Letters that the terminal's encoding does not have are escaped."""
    script.answer = envelope([{"jobId": "任务"}])
    done = listed(script=script, environ={"PYTHONIOENCODING": "ascii"})

    assert (0, "") == (done.returncode, done.stderr)
    assert "\\u4efb\\u52a1" in done.stdout


def test_secret_is_not_shown(script: Script) -> None:
    """The secret appears in no output."""
    script.answer = refusal(400, "SignatureDoesNotMatch")
    done = listed(script=script)

    assert "sesame" not in done.stdout + done.stderr
