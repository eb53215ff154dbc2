"""Failures as people and programs read them: by cause, with commands, in files; replayed and known."""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
import yaml

from tests.contract.__main__ import main

from ..explorer.chromium import chromium, find_chromium
from .small_server import IDS, running_small_server

ROOT = Path(__file__).parents[2]
SECRET = "a-secret-of-the-test"
ENVIRON = {
    **os.environ,
    **IDS,
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "key",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": SECRET,
    "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
}
OPERATIONS = ("--operations", "ListJobs,GetJob")
"""Those of the small server."""
SCREEN = 40
"""Lines of a screen, the progress aside."""
SIGNATURE = "ListJobs/signature/nonsense"


class Run(NamedTuple):
    """A run against a server without guards, in which one field of every job is wrong."""

    url: str
    folder: Path
    code: int
    printed: str

    @property
    def summary(self) -> list[str]:
        """The lines from the findings on."""
        return self.printed[self.printed.index(" failures, by cause") :].splitlines()

    @property
    def failures(self) -> list[dict[str, object]]:
        lines = (self.folder / "failures.ndjson").read_text("utf-8").splitlines()
        return [json.loads(line) for line in lines]


def suite(*arguments: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "tests.contract", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=ENVIRON, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Run]:
    folder = tmp_path_factory.mktemp("report")
    with running_small_server("wrong_app") as url:
        given = (
            "--target",
            url,
            *OPERATIONS,
            "--examples",
            "1",
            "--seed",
            "3",
            "--report",
            str(folder),
        )
        done = suite(*given, "--write-baseline", str(folder / "known.json"))
        yield Run(url, folder, done.returncode, done.stdout)


def test_all_failures_fit_one_screen(run: Run) -> None:
    """Guards that let pass come first, and each cause has its line of the contract."""
    causes = [line for line in run.summary if re.match(r"\d+\. ", line)]

    assert run.code == 1
    assert len(run.summary) <= SCREEN
    assert causes[0].startswith("1. expected SignatureDoesNotMatch, got 200: ")
    assert run.printed.count("Traceback") == 0


def test_one_wrong_field_is_one_finding(run: Run) -> None:
    """However many clauses meet it, and schemathesis too, it is one cause at its line."""
    causes = Counter(
        (failure["cause"], str(failure["location"]))
        for failure in run.failures
        if "jobId" in str(failure["cause"])
    )
    ((_, location), count) = causes.most_common(1)[0]
    number = int(location.rpartition(":")[2])
    stated = (ROOT / "spec" / "openapi.yaml").read_text("utf-8").splitlines()[number - 1]

    assert 100 < count
    assert stated.strip().startswith("jobId:")


def test_the_lines_of_error_codes(run: Run) -> None:
    """The place of a missing error is that of its code."""
    lines = (ROOT / "spec" / "openapi.yaml").read_text("utf-8").splitlines()
    failure = next(failure for failure in run.failures if failure["clause"] == SIGNATURE)
    number = int(str(failure["location"]).rpartition(":")[2])

    assert lines[number - 1].strip() == "- code: IncompleteSignature"


def test_what_was_left_out_names_its_settings(run: Run) -> None:
    """The report says which settings would include how many clauses more."""
    (line,) = [line for line in run.summary if "settings of --config" in line]

    assert "keys.second (2)" in line
    assert "places.empty (1)" in line


def test_the_commands_run_as_they_stand(run: Run) -> None:
    """curl sends the spoilt request, signed now; the test runs against the same server, and fails."""
    chosen = next(failure for failure in run.failures if failure["clause"] == SIGNATURE)
    sent = shell(str(chosen["curl"]))
    tested = shell(str(chosen["repeat"]))

    assert sent.stdout.startswith("HTTP/1.1 200 OK"), sent.stderr
    assert "1 violated" in tested.stdout
    assert run.url in str(chosen["repeat"])


def test_a_command_for_every_first_failure(run: Run) -> None:
    """Of each cause, unless it is a replay, some failure has a command that sends it."""
    causes = {failure["cause"] for failure in run.failures}
    sent = {failure["cause"] for failure in run.failures if failure["curl"]}

    assert causes - sent <= {
        "expected SignatureNonceUsed, got 200",
        "expected IncompleteSignature or 8 others, got 200",
        "status of HEAD after it: expected 400, got 200",
    }


def test_no_file_has_a_secret(run: Run) -> None:
    """Neither the secret nor a signature is in what is printed and written."""
    written = [path.read_text("utf-8") for path in run.folder.glob("*.*") if path.is_file()]

    assert 4 <= len(written)
    assert not any(SECRET in text for text in [*written, run.printed])
    assert not any(re.search(r"Signature=[0-9a-f]{64}", text) for text in written)


def replayed(reference: object, target: str = "") -> int:
    """Replay a failure in this process, with the environment of the run."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in ENVIRON.items():
            patch.setenv(name, value)
        return main(["--replay", str(reference), "--target", target])


def test_a_replay_tells_whether_it_still_fails(
    run: Run, capsys: pytest.CaptureFixture[str]
) -> None:
    """A failure of the record is repeated by its number, against the server of the record."""
    numbers = {failure["clause"]: failure["number"] for failure in run.failures}
    record = run.folder / "failures.ndjson"

    assert replayed(f"{record}#{numbers[SIGNATURE]}") == 1
    assert f"#{numbers[SIGNATURE]} {SIGNATURE}: still fails" in capsys.readouterr().out
    with running_small_server() as correct:
        assert replayed(f"{record}#{numbers['ListJobs/answer']}", correct) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "0 of 1 still fail"


def test_a_fuzzed_request_is_replayed(run: Run, capsys: pytest.CaptureFixture[str]) -> None:
    """A request of schemathesis is sent once more, and judged as it was."""
    fuzzed = next(f for f in run.failures if str(f["clause"]).startswith("test_every"))

    assert replayed(f"{run.folder / 'failures.ndjson'}#{fuzzed['number']}") == 1
    assert capsys.readouterr().out.splitlines()[-1] == "1 of 1 still fail"


def test_a_replay_of_nothing(run: Run, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A record that is away, that is none, or that has no such number, is named."""
    (tmp_path / "other.txt").write_text("hello\n")
    references = (
        f"{run.folder / 'failures.ndjson'}#9999",
        tmp_path / "other.txt",
        tmp_path / "away",
    )

    assert [replayed(reference) for reference in references] == [2, 2, 2]
    number, other, away = capsys.readouterr().err.splitlines()
    assert number.endswith(f"has no failure 9999; it has the numbers 1 to {len(run.failures)}")
    assert "other.txt is no record of failures" in other
    assert away.endswith("away cannot be read: No such file or directory")


def test_known_failures_do_not_count(run: Run, tmp_path: Path) -> None:
    """With the baseline of a run, its failures are known; one that it lacks fails the run."""
    known = json.loads((run.folder / "known.json").read_text("utf-8"))
    given = ("--target", run.url, *OPERATIONS, "--only", "signature/nonsense or ListJobs/answer")
    same = suite(*given, "--baseline", str(run.folder / "known.json"))
    fewer = tmp_path / "fewer.json"
    kept = [entry for entry in known["failures"] if entry["clause"] != SIGNATURE]
    fewer.write_text(json.dumps({"failures": kept}))
    new = suite(*given, "--baseline", str(fewer))

    assert (same.returncode, new.returncode) == (0, 1)
    assert "in the baseline: " in same.stdout
    assert "1. expected IncompleteSignature, got 200: 1 failure" in new.stdout


def test_a_known_failure_that_holds_is_named(run: Run) -> None:
    """Who repairs the server learns what the baseline no longer needs."""
    with running_small_server() as correct:
        given = ("--target", correct, *OPERATIONS, "--clause", "ListJobs/answer")
        done = suite(*given, "--baseline", str(run.folder / "known.json"))

    assert done.returncode == 0
    assert "in the baseline, but holds: ListJobs/answer" in done.stdout


def test_a_baseline_that_is_none(tmp_path: Path) -> None:
    """A file of another kind is refused, with the remedy."""
    path = tmp_path / "known.json"
    path.write_text('{"failures": [{"clause": 1}]}')
    done = suite("--baseline", str(path), "--clause", "ListJobs/answer")

    assert done.returncode == 4
    assert f"{path} is no baseline: " in done.stderr
    assert "--write-baseline writes one" in done.stderr


def test_junit_has_a_failure_for_each(run: Run) -> None:
    """The standard parser finds as many failures as the record has, each with its message."""
    cases = list(ET.parse(run.folder / "junit.xml").iter("testcase"))
    failed = [case.find("failure") for case in cases if case.find("failure") is not None]

    assert len(failed) == len(run.failures)
    assert all(failure is not None and failure.get("message") for failure in failed)


def test_the_record_is_readable_by_others(run: Run) -> None:
    """A YAML parser, which reads JSON too, reads each line of NDJSON as `json` does."""
    line = (run.folder / "failures.ndjson").read_text("utf-8").splitlines()[0]

    assert yaml.safe_load(line) == json.loads(line)


def test_chromium_reads_page_and_archive(run: Run) -> None:
    """The page fits two screens at first; the archive answers a request as the server did."""
    program = find_chromium()
    if program is None:
        pytest.skip("there is no chromium on the path")
    archive = json.loads((run.folder / "failures.har").read_text("utf-8"))
    first = next(
        entry for entry in archive["log"]["entries"] if entry["request"]["method"] == "GET"
    )
    with chromium(program) as browser, browser.new_context() as context:
        page = context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto((run.folder / "index.html").as_uri())
        height = page.evaluate("document.documentElement.scrollHeight")
        context.route_from_har(run.folder / "failures.har", not_found="abort")
        response = page.goto(first["request"]["url"])
        assert response is not None

        assert height < 2 * 900
        assert response.status == first["response"]["status"]
        assert response.text() == first["response"]["content"]["text"]


def shell(command: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        ["bash", "-c", command], cwd=ROOT, env=ENVIRON, capture_output=True, text=True, check=False
    )
