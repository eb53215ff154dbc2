"""What a listing prints and where: tables, JSON, and nothing that commands a terminal."""

import json
import os

import pytest

from ..client.scripted import Answer, Script, envelope, page_of, refusal
from .program import listed


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
    """Of a server's message the first line is shown, with -v all, and none commands the terminal."""
    script.answer = refusal(400, "SignatureDoesNotMatch", "GET\n/path\x1b[2J\x07")
    done, verbose = listed(script=script), listed("-v", script=script)

    assert not {"\x1b", "\x07"} & {*done.stderr, *verbose.stderr}
    assert 1 == len(done.stderr.splitlines())
    assert "SignatureDoesNotMatch: GET … (-v shows all of it)" in done.stderr
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
