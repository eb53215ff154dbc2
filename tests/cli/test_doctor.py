"""The command `doctor`: one line per check, with the remedy of each that fails."""

import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from flinkjobs_target.clock import MovableClock
from flinkjobs_target.pytest_plugin import AddJobs
from flinkjobs_target.tenants import Tenant

from ..client.scripted import ScriptedServer, envelope, refusal
from .program import environment, run

SETTINGS = ["access key", "endpoint", "workspace", "namespace"]
SERVICE = ["service", "clock", "signature"]
PERMISSIONS = [
    f"permission stream:{action}"
    for action in (
        "ListDeployments",
        "GetDeployment",
        "GetDeploymentsByName",
        "GetDeploymentsByLabel",
        "ListDeploymentTargets",
        "ListEngineVersionMetadata",
        "GetEvents",
        "ListVariables",
        "ListSavepoints",
        "GetSavepoint",
        "FlinkApiProxy",
        "ListJobs",
        "GetJob",
        "GetLatestJobStartLog",
    )
]


def results(done: "subprocess.CompletedProcess[str]") -> dict[str, str]:
    """Return the result of each check, by its name."""
    lines = [line.partition("  ") for line in done.stdout.splitlines()]
    return {text.strip().partition(": ")[0]: result for result, _, text in lines}


@pytest.fixture
def tenant(flinkjobs_target: Tenant, add_jobs: AddJobs) -> Mapping[str, str]:
    """The environment of a user of a real target, with one job."""
    add_jobs({"jobId": "j1"}, deploymentId="d1")
    return environment(
        FLINKJOBS_ENDPOINT=flinkjobs_target.endpoint,
        FLINKJOBS_WORKSPACE=flinkjobs_target.workspace,
        FLINKJOBS_NAMESPACE=flinkjobs_target.namespace,
        ALIBABA_CLOUD_ACCESS_KEY_ID=flinkjobs_target.access_key_id,
        ALIBABA_CLOUD_ACCESS_KEY_SECRET=flinkjobs_target.access_key_secret,
    )


def test_all_is_well(tenant: Mapping[str, str]) -> None:
    """Every check of a working set-up is ok, and the exit code is 0."""
    done = run("doctor", "--deployment-id", "d1", environ=tenant)

    assert (done.returncode, done.stderr) == (0, "")
    assert list(results(done)) == [*SETTINGS, *SERVICE, PERMISSIONS[0], "ids", *PERMISSIONS[1:]]
    assert set(results(done).values()) == {"ok"}


@pytest.mark.parametrize(
    ("changes", "failed"),
    [
        ({"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "wrong"}, "signature: SignatureDoesNotMatch: "),
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": "wrong"}, "signature: InvalidAccessKeyId.NotFound: "),
        ({"FLINKJOBS_ENDPOINT": "http://127.0.0.1:9"}, "service: no connection to "),
        ({"FLINKJOBS_ENDPOINT": "http://127.0.0.1:9/x"}, "endpoint: endpoint 'http://127.0."),
        ({"FLINKJOBS_WORKSPACE": "another"}, "ids: 990301: "),
        ({"FLINKJOBS_WORKSPACE": ""}, "workspace: no workspace: pass --workspace, or set F"),
        ({"ALIBABA_CLOUD_ACCESS_KEY_ID": ""}, "access key: no access key: pass --profile, or s"),
    ],
)
def test_one_thing_is_wrong(
    tenant: Mapping[str, str], changes: Mapping[str, str], failed: str
) -> None:
    """The check that fails says what is wrong; the exit code is 1."""
    done = run("doctor", "--deployment-id", "d1", environ={**tenant, **changes})
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("failed"))

    assert (done.returncode, done.stderr) == (1, "")
    assert line.startswith(f"failed  {failed}")


@pytest.mark.parametrize("minutes", [20, -20])
def test_a_refused_clock(
    tenant: Mapping[str, str], flinkjobs_clock: MovableClock, minutes: int
) -> None:
    """A clock that the server refuses, and that its Date does not correct, is told with a remedy."""
    flinkjobs_clock.move(minutes=minutes)
    done = run("doctor", environ=tenant)
    line = done.stdout.splitlines()[-1]

    assert line.startswith("failed  clock: InvalidTimeStamp.Expired: ")
    assert line.endswith(" (Set the clock of the calling machine.)")


@pytest.mark.parametrize(("minutes", "skew"), [(20, "behind"), (-20, "ahead of")])
def test_a_wrong_clock(server: ScriptedServer, minutes: int, skew: str) -> None:
    """A clock that is off is told, and the other checks go on with the server's."""
    now = datetime.now(UTC) + timedelta(minutes=minutes)
    refused = replace(
        refusal(400, "InvalidTimeStamp.Expired"), headers={"Date": format_datetime(now, True)}
    )
    responses = [refused]
    server.response = lambda _: responses.pop() if responses else envelope([])
    done = run("doctor", server=server)
    (line,) = (line for line in done.stdout.splitlines() if line.startswith("failed"))

    assert re.fullmatch(
        rf"failed  clock: (19m5\ds|20m\d?s?) {skew} the server's \(Set the .*\)", line
    )
    assert list(results(done)) == [*SETTINGS, *SERVICE, PERMISSIONS[0], "ids", *PERMISSIONS[1:]]


def test_a_permission_is_missing(server: ScriptedServer) -> None:
    """A denied action is named, for each operation by itself."""
    server.response = lambda request: (
        refusal(403, "Forbidden.RAM") if "deploymentId" in request.query else envelope([])
    )
    found = results(run("doctor", server=server))

    denied = [name for name in PERMISSIONS if found[name] == "failed"]
    assert denied == ["permission stream:ListJobs"]


def test_another_server(server: ScriptedServer) -> None:
    """A server of another API is none to be signed for."""
    server.response = refusal(404, "InvalidApi.NotFound")
    done = run("doctor", server=server)

    assert results(done) == {**dict.fromkeys(SETTINGS, "ok"), "service": "failed"}


def test_an_invalid_setting(tenant: Mapping[str, str]) -> None:
    """An invalid setting is an error of usage, as for every command."""
    done = run("doctor", environ={**tenant, "FLINKJOBS_CALL_TIMEOUT": "soon"})

    assert (done.returncode, len(done.stderr.splitlines())) == (2, 1)
    assert "FLINKJOBS_CALL_TIMEOUT must be a duration" in done.stderr


def test_only_signed_apis_have_it() -> None:
    """A package without that signature has no such command."""
    done = subprocess.run(
        [sys.executable, "-m", "flinkrest", "doctor"],
        env=environment(),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 2
    assert "not 'doctor'" in done.stderr
