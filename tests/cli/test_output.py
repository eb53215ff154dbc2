"""Output of a listing: tables, JSON, and no control characters."""

import json
import os

import pytest

from ..client.scripted import CannedResponse, ScriptedServer, envelope, page_of, refusal
from .program import listed


def test_table(server: ScriptedServer, example_bytes: bytes) -> None:
    """A table shows id, state and times; a note says how many jobs are not shown."""
    server.response = CannedResponse(example_bytes.replace(b'"totalSize": 1', b'"totalSize": 250'))
    done = listed(server=server)
    head, row = done.stdout.splitlines()

    assert (done.returncode, done.stderr) == (0, "1 of 250 shown; --all shows the rest\n")
    assert head.split()[:5] == ["JOB", "ID", "STATE", "CREATED", "AT"]
    assert row.startswith(
        "354dde66-a3ae-463e-967a-0b4107fd****  RUNNING  2024-04-25 15:21:47+00:00 "
    )


def test_empty_table(server: ScriptedServer) -> None:
    """A table without jobs is its header."""
    server.response = envelope([])
    done = listed(server=server)

    assert (done.returncode, done.stderr, len(done.stdout.splitlines())) == (0, "", 1)


def test_table_of_absent_values(server: ScriptedServer) -> None:
    """An absent value is a dash."""
    server.response = envelope([{"jobId": "j1"}])

    assert set(listed(server=server).stdout.splitlines()[1].split()) == {"j1", "-"}


def test_json_lines(server: ScriptedServer) -> None:
    """JSON lines are as received, one line each, unknown fields included."""
    items = [b'{"jobId" :"j1",\n "tomorrow":[1.50,1e400]}', b'{"jobId":"j2"}']
    server.response = CannedResponse(
        b'{"success":true,"totalSize":2,"data":[' + b",".join(items) + b"]}"
    )
    done = listed("-o", "jsonl", server=server)

    assert done.stdout.splitlines() == ['{"jobId":"j1","tomorrow":[1.50,1e400]}', '{"jobId":"j2"}']


def test_json(server: ScriptedServer) -> None:
    """JSON is as received, byte for byte, unknown fields included."""
    items = ['{"jobId" :"j1","tomorrow":[1.50,1e400]}', '{"jobId":"\\u006a2","名":"é\\u001b"}']
    server.response = CannedResponse(
        f'{{"success":true,"totalSize":2,"data":[{items[0]} , {items[1]}]}}'.encode()
    )
    done = listed("-o", "json", server=server)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"[\n{items[0]},\n{items[1]}\n]\n"


def test_json_of_nothing(server: ScriptedServer) -> None:
    """No jobs are an empty array."""
    server.response = envelope([])

    assert listed("-o", "json", server=server).stdout == "[]\n"


@pytest.mark.parametrize("output", ["table", "json"])
def test_all(server: ScriptedServer, output: str) -> None:
    """With --all each job of all pages is shown once."""
    server.response = page_of([{"jobId": f"j{number}"} for number in range(7)])
    done = listed("--all", "--page-size", "3", "-o", output, server=server)

    assert (done.returncode, done.stderr) == (0, "")
    assert all(1 == done.stdout.count(f"j{number}") for number in range(7))
    if output == "json":
        assert len(json.loads(done.stdout)) == 7


def test_options_are_sent_as_parameters(server: ScriptedServer) -> None:
    """Each option is sent as its parameter and overrides its variable."""
    server.response = envelope([])
    arguments = [
        "--page-index",
        "2",
        "--page-size",
        "5",
        "--sort-name",
        "status",
        "--sort-order",
        "asc",
    ]
    listed(*arguments, "--workspace", "w2", "--namespace", "a b", server=server)
    (request,) = server.requests

    assert request.target.startswith("/api/v2/namespaces/a%20b/jobs?deploymentId=d1&pageIndex=2&")
    assert request.headers["workspace"] == "w2"
    assert tuple(request.query[n] for n in ("pageSize", "sortName", "sortOrder")) == (
        "5",
        "status",
        "asc",
    )


CONTROL_CHARACTERS = "\x1b]0;title\x07\x1b[2J\x9b31m\u202e\r\nj"


def test_control_characters_in_a_table(server: ScriptedServer) -> None:
    """Control characters are replaced, and a name stays on its line."""
    server.response = envelope([{"jobId": CONTROL_CHARACTERS}])
    done = listed(server=server)

    assert (
        not set(CONTROL_CHARACTERS[:-1])
        & {"\x1b", "\x07", "\x9b", "\u202e", "\r"}
        & set(done.stdout)
    )
    assert len(done.stdout.splitlines()) == 2


def test_markup_is_text(server: ScriptedServer) -> None:
    """Markup of the terminal library is printed literally."""
    server.response = envelope([{"jobId": "[bold]:smile:[/bold]"}])

    assert "[bold]:smile:[/bold]" in listed(server=server).stdout


def test_control_characters_in_an_error(server: ScriptedServer) -> None:
    """The first line of a message is shown, all with -v, without control characters."""
    server.response = refusal(400, "SignatureDoesNotMatch", "GET\n/path\x1b[2J\x07")
    done, verbose = listed(server=server), listed("-v", server=server)

    assert not {"\x1b", "\x07"} & {*done.stderr, *verbose.stderr}
    assert len(done.stderr.splitlines()) == 1
    assert "SignatureDoesNotMatch: GET … (-v shows the rest)" in done.stderr
    assert "GET\n/path" in verbose.stderr


@pytest.mark.parametrize("output", ["table", "json"])
def test_a_closed_pipe(server: ScriptedServer, output: str) -> None:
    """When the reader closes the pipe, the program ends quietly with 0."""
    server.response = page_of([{"jobId": f"j{number}" * 500} for number in range(300)])
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = listed(
            "--all", "-o", output, server=server, capture_output=False, stdout=writing, stderr=-1
        )
    finally:
        os.close(writing)

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("output", ["table", "json"])
@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
def test_full_disk(server: ScriptedServer, output: str) -> None:
    """An output error ends with 1 and one line."""
    server.response = envelope([{"jobId": "j1"}])
    with open("/dev/full", "wb") as full:
        done = listed("-o", output, server=server, capture_output=False, stdout=full, stderr=-1)

    assert (
        done.returncode,
        done.stderr,
    ) == (1, "flinkjobs: cannot write: No space left on device\n")


def test_narrow_encoding(server: ScriptedServer) -> None:
    """Characters that the encoding does not have are escaped."""
    server.response = envelope([{"jobId": "任务"}])
    done = listed(server=server, environ={"PYTHONIOENCODING": "ascii"})

    assert (done.returncode, done.stderr) == (0, "")
    assert "\\u4efb\\u52a1" in done.stdout


def test_the_secret_is_not_shown(server: ScriptedServer) -> None:
    """The secret appears in no output."""
    server.response = refusal(400, "SignatureDoesNotMatch")
    done = listed(server=server)

    assert "sesame" not in done.stdout + done.stderr
