"""Global options: before or after the command, or from the environment."""

import json
from pathlib import Path

import pytest

from ..client.scripted import Answer, Asked, Script, envelope, refusal
from .program import listed, run

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}


def test_before_or_after(script: Script) -> None:
    """A global option may stand anywhere, and the last one counts."""
    script.answer = envelope([{"jobId": "j1"}])
    before = run(
        "-o", "ids", "--workspace", "w9", "jobs", "list", "--deployment-id", "d", script=script
    )
    between = run("jobs", "-o", "ids", "list", "--deployment-id", "d", script=script)
    both = run("-o", "csv", "jobs", "list", "--deployment-id", "d", "-o", "ids", script=script)

    assert {"j1\n"} == {before.stdout, between.stdout, both.stdout}
    assert "w9" == script.asked[0].headers["workspace"]


def test_output_from_the_environment(script: Script) -> None:
    """$FLINKJOBS_OUTPUT says how to show what came, and a wrong one is told."""
    script.answer = envelope([{"jobId": "j1"}])
    right = listed(script=script, environ={"FLINKJOBS_OUTPUT": "ids"})
    wrong = listed(script=script, environ={"FLINKJOBS_OUTPUT": "xml"})

    assert "j1\n" == right.stdout
    assert (2, "flinkjobs: FLINKJOBS_OUTPUT must be one of table, wide, json, jsonl, csv, ids, not 'xml'\n") == (wrong.returncode, wrong.stderr)  # fmt: skip


def test_time_out_from_the_environment(script: Script) -> None:
    """$FLINKJOBS_CALL_TIMEOUT bounds an answer, and a wrong one is told."""
    script.answer = Answer(waits=True)

    assert 124 == listed(script=script, environ={"FLINKJOBS_CALL_TIMEOUT": "0.1s"}).returncode
    assert 2 == listed(script=script, environ={"FLINKJOBS_CALL_TIMEOUT": "soon"}).returncode


@pytest.mark.parametrize("words", [["--profile", "two"], []])
def test_profile(script: Script, words: list[str], tmp_path: Path) -> None:
    """--profile or $FLINKJOBS_PROFILE names the profile whose key is used."""
    profiles = [
        {"name": name, "mode": "AK", "access_key_id": f"id-{name}", "access_key_secret": "s"}
        for name in ("one", "two")
    ]
    (tmp_path / ".aliyun").mkdir()
    stated = {"current": "one", "profiles": profiles}
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(stated))
    script.answer = envelope([])
    environ = {**KEY, "HOME": str(tmp_path), **({} if words else {"FLINKJOBS_PROFILE": "two"})}
    done = listed(*words, script=script, environ=environ)

    assert (0, "") == (done.returncode, done.stderr)
    assert "Credential=id-two," in script.asked[0].headers["authorization"]


def test_region_from_the_environment(script: Script) -> None:
    """$FLINKJOBS_REGION names the region, unless an endpoint is given."""
    script.answer = envelope([])
    mars = {"FLINKJOBS_REGION": "mars"}

    assert "region 'mars' is not one of" in listed(script=script, environ={**mars, "FLINKJOBS_ENDPOINT": ""}).stderr  # fmt: skip
    assert 0 == listed(script=script, environ=mars).returncode


@pytest.mark.parametrize("environ", [{}, {"FLINKJOBS_VERBOSE": "1"}])
def test_attempts(script: Script, environ: dict[str, str]) -> None:
    """-v tells of each attempt with its status and request id, and of no secret."""
    answers = [refusal(503, "ServiceUnavailable"), envelope([])]
    script.answer = lambda _: answers.pop(0)
    done = listed(*([] if environ else ["-v"]), script=script, environ=environ)
    first, second = done.stderr.splitlines()

    assert first.startswith(
        "flinkjobs: ListJobs GET /api/v2/namespaces/n1/jobs, attempt 1: 503 in "
    )
    assert first.endswith("request id G-1")
    assert "attempt 2: 200" in second
    assert not {"sesame", "Signature", "Credential"} & set(done.stderr.replace("=", " ").split())


def test_no_attempts_unasked(script: Script) -> None:
    """Without -v, a retry that helped is not spoken of."""
    answers = [refusal(503, "ServiceUnavailable"), envelope([])]

    def answer(_: Asked) -> Answer:
        return answers.pop(0)

    script.answer = answer

    assert "" == listed(script=script).stderr


def test_version() -> None:
    """--version names the program's version and the contract's."""
    from flinkjobs import CONTRACT_VERSION, __version__

    assert f"flinkjobs {__version__} (contract {CONTRACT_VERSION})\n" == run("--version").stdout
