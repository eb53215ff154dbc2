"""A target that cannot be used says so in one line, before any test runs."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from flinkjobs_target.tenants import open_tenants
from flinkjobs_target.testing.subprocess import running_target

from .stub_server import canned_response, serve_stub

ROOT = Path(__file__).parents[2]
KNOWN = {
    "ALIBABA_CLOUD_ACCESS_KEY_ID": "id",
    "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "secret",
    "WORKSPACE": "workspace",
    "NAMESPACE": "namespace",
    "DEPLOYMENT": "deployment",
    "JOB": "job",
}


def hold(url: str, **environ: str) -> tuple[int, str]:
    """Hold a target to the contract; give the exit code and the line that says why it ended."""
    inherited = {name: text for name, text in os.environ.items() if name not in KNOWN}
    command = [sys.executable, "-m", "pytest", "tests/contract/test_clauses.py", "-q"]
    run = subprocess.run(
        [*command, "--contract-target", url],
        cwd=ROOT,
        env={**inherited, **environ},
        capture_output=True,
        text=True,
        check=False,
    )
    lines = [line.strip("! ") for line in run.stdout.splitlines() if line.startswith("!")]
    assert "no tests ran" in run.stdout
    assert "Traceback" not in run.stdout + run.stderr
    assert len(lines) == 1, run.stdout
    return run.returncode, lines[0].removeprefix("_pytest.outcomes.Exit: ")


def test_a_target_that_is_away() -> None:
    """Nobody listens there."""
    code, line = hold("http://127.0.0.1:9", **KNOWN)

    assert (code, line) == (2, "http://127.0.0.1:9 cannot be reached: Connection refused")


def test_a_target_that_answers_html() -> None:
    """Something else listens there."""
    with serve_stub(canned_response(200, b"<h1>Welcome</h1>", "text/html")) as url:
        code, line = hold(url, **KNOWN)

    assert code == 2
    assert line == f'{url} answers 200 with text/html, not with JSON: "<h1>Welcome</h1>"'


def test_a_target_that_answers_other_json() -> None:
    """JSON alone makes no answer of the contract."""
    with serve_stub(canned_response(200, b"[]")) as url:
        code, line = hold(url, **KNOWN)

    assert (code, line) == (2, f"{url} answers 200 with JSON that is no object")


def test_no_url() -> None:
    """A malformed URL is not tried."""
    code, line = hold("nonsense", **KNOWN)

    expected = "TARGET must be 'local' or a URL such as http://127.0.0.1:8080, not nonsense"
    assert (code, line) == (2, expected)


def test_nothing_in_the_environment() -> None:
    """All that is missing is named at once."""
    code, line = hold("http://127.0.0.1:9")

    assert (code, line) == (
        2,
        f"a target by URL needs {', '.join(KNOWN)} in the environment, or --config",
    )


def with_tenant(
    directory: Path, change: Callable[[dict[str, str]], dict[str, str]]
) -> tuple[int, str]:
    """Hold a real target to the contract, asked for a tenant of it; give code and line."""
    with running_target(directory) as running, open_tenants(directory) as tenants:
        tenant = tenants.create(running.endpoint)
        names = (
            tenant.access_key_id,
            tenant.access_key_secret,
            tenant.workspace,
            tenant.namespace,
            tenant.deployment_id,
            "job",
        )
        code, line = hold(running.endpoint, **change(dict(zip(KNOWN, names, strict=True))))
        return code, line.replace(running.endpoint, "URL").replace(tenant.workspace, "W")


def test_a_deployment_without_jobs(tmp_path: Path) -> None:
    """Without a job there is nothing to be held to."""
    code, line = with_tenant(tmp_path, lambda known: known)

    assert code == 2
    assert line == "URL: the deployment deployment has no jobs; name one that has some"


def test_an_unknown_deployment(tmp_path: Path) -> None:
    """The message repeats the ids, by the names of the environment."""
    code, line = with_tenant(tmp_path, lambda known: {**known, "DEPLOYMENT": "other"})

    assert code == 2
    asked = "WORKSPACE=W, NAMESPACE=namespace, DEPLOYMENT=other, JOB=job"
    assert line == f"URL has nothing to show for ListJobs with {asked}"


def test_an_unknown_key(tmp_path: Path) -> None:
    """The target's own words say what is wrong with the key."""
    code, line = with_tenant(tmp_path, lambda known: {**known, "ALIBABA_CLOUD_ACCESS_KEY_ID": "x"})

    assert code == 2
    expected = "URL refuses the access key: InvalidAccessKeyId.NotFound: there is no access key x"
    assert line == expected


def test_a_wrong_secret(tmp_path: Path) -> None:
    """A secret is not shown."""
    secret = {"ALIBABA_CLOUD_ACCESS_KEY_SECRET": "guessed-secret"}
    code, line = with_tenant(tmp_path, lambda known: {**known, **secret})

    assert code == 2
    expected = "URL refuses the access key: SignatureDoesNotMatch: the signature does not match the request."
    assert line == expected
