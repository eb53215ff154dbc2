"""Global options: before or after the command, or as environment variables."""

import json
from pathlib import Path

import pytest

from ..client.scripted import CannedResponse, ReceivedRequest, ScriptedServer, envelope, refusal
from .program import listed, run

KEY = {"ALIBABA_CLOUD_ACCESS_KEY_ID": "", "ALIBABA_CLOUD_ACCESS_KEY_SECRET": ""}


def test_before_or_after(server: ScriptedServer) -> None:
    """A global option may be anywhere; the last one counts."""
    server.response = envelope([{"jobId": "j1"}])
    before = run(
        "-o", "ids", "--workspace", "w9", "jobs", "list", "--deployment-id", "d", server=server
    )
    between = run("jobs", "-o", "ids", "list", "--deployment-id", "d", server=server)
    both = run("-o", "csv", "jobs", "list", "--deployment-id", "d", "-o", "ids", server=server)

    assert {before.stdout, between.stdout, both.stdout} == {"j1\n"}
    assert server.requests[0].headers["workspace"] == "w9"


def test_output_from_the_environment(server: ScriptedServer) -> None:
    """$FLINKJOBS_OUTPUT chooses the output format; an invalid one is an error."""
    server.response = envelope([{"jobId": "j1"}])
    right = listed(server=server, environ={"FLINKJOBS_OUTPUT": "ids"})
    wrong = listed(server=server, environ={"FLINKJOBS_OUTPUT": "xml"})

    assert right.stdout == "j1\n"
    assert (wrong.returncode, wrong.stderr) == (2, "flinkjobs: FLINKJOBS_OUTPUT must be one of table, wide, blocks, json, jsonl, csv, ids, not 'xml'\n")  # fmt: skip


def test_timeout_from_the_environment(server: ScriptedServer) -> None:
    """$FLINKJOBS_CALL_TIMEOUT is the timeout of a request; an invalid one is an error."""
    server.response = CannedResponse(waits=True)

    assert listed(server=server, environ={"FLINKJOBS_CALL_TIMEOUT": "0.1s"}).returncode == 124
    assert listed(server=server, environ={"FLINKJOBS_CALL_TIMEOUT": "soon"}).returncode == 2


@pytest.mark.parametrize("arguments", [["--profile", "two"], []])
def test_profile(server: ScriptedServer, arguments: list[str], tmp_path: Path) -> None:
    """--profile or $FLINKJOBS_PROFILE chooses the profile with the access key."""
    profiles = [
        {"name": name, "mode": "AK", "access_key_id": f"id-{name}", "access_key_secret": "s"}
        for name in ("one", "two")
    ]
    (tmp_path / ".aliyun").mkdir()
    stated = {"current": "one", "profiles": profiles}
    (tmp_path / ".aliyun" / "config.json").write_text(json.dumps(stated))
    server.response = envelope([])
    environ = {**KEY, "HOME": str(tmp_path), **({} if arguments else {"FLINKJOBS_PROFILE": "two"})}
    done = listed(*arguments, server=server, environ=environ)

    assert (done.returncode, done.stderr) == (0, "")
    assert "Credential=id-two," in server.requests[0].headers["authorization"]


def test_region_from_the_environment(server: ScriptedServer) -> None:
    """$FLINKJOBS_REGION chooses the region, unless there is an endpoint."""
    server.response = envelope([])
    mars = {"FLINKJOBS_REGION": "mars"}

    assert "region 'mars' is not one of" in listed(server=server, environ={**mars, "FLINKJOBS_ENDPOINT": ""}).stderr  # fmt: skip
    assert listed(server=server, environ=mars).returncode == 0


@pytest.mark.parametrize("environ", [{}, {"FLINKJOBS_VERBOSE": "1"}])
def test_attempts(server: ScriptedServer, environ: dict[str, str]) -> None:
    """-v logs each attempt with its status and request id, without secrets."""
    answers = [refusal(503, "ServiceUnavailable"), envelope([])]
    server.response = lambda _: answers.pop(0)
    done = listed(*([] if environ else ["-v"]), server=server, environ=environ)
    first, second = done.stderr.splitlines()

    assert first.startswith(
        "flinkjobs: ListJobs GET /api/v2/namespaces/n1/jobs, attempt 1: 503 in "
    )
    assert first.endswith("request id G-1")
    assert "attempt 2: 200" in second
    assert not {"sesame", "Signature", "Credential"} & set(done.stderr.replace("=", " ").split())


def test_attempts_are_not_logged_by_default(server: ScriptedServer) -> None:
    """Without -v, a successful retry prints nothing."""
    answers = [refusal(503, "ServiceUnavailable"), envelope([])]

    def answer(_: ReceivedRequest) -> CannedResponse:
        return answers.pop(0)

    server.response = answer

    assert listed(server=server).stderr == ""


def test_version() -> None:
    """--version prints the versions of the program and of its contract."""
    from flinkjobs import CONTRACT_VERSION, __version__

    assert run("--version").stdout == f"flinkjobs {__version__} (contract {CONTRACT_VERSION})\n"
