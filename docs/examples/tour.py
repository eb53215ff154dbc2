"""A demonstration: a package generated from the contract lists the product page's job from a server.

`make run` runs this: it generates, starts the target on a fresh database, lists with the command
line and with ten lines of Python, shows a refused call, and stops what it started.
"""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import urlsplit

from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

ROOT = Path(__file__).parents[2]
EXAMPLE = ROOT / "spec" / "examples" / "list-jobs.json"
VARIED = 300


def main() -> None:
    """Run and announce each step; raise SystemExit, with the reason, at the first that fails."""
    say("generate the package from spec/openapi.yaml")
    run(sys.executable, "-m", "generator", "generate")

    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    jobs = [job, *varied_jobs(job, VARIED)]
    with tempfile.TemporaryDirectory() as data, running_target(Path(data), jobs) as target:
        say(f"start the target at {target.endpoint}: the page's job and {VARIED} like it")
        environ = settings(target, job)
        list_jobs(environ, job)
        show_error_response(environ, job)
    ensure_stopped(target.endpoint)
    say("stopped the server and removed its database; everything worked")
    say("next: make serve, and open http://127.0.0.1:8080/ in a browser")


def settings(target: RunningTarget, job: Mapping[str, str]) -> dict[str, str]:
    """Return the environment in which the commands find the target."""
    return {
        **os.environ,
        "FLINKJOBS_ENDPOINT": target.endpoint,
        "FLINKJOBS_WORKSPACE": job["workspace"],
        "FLINKJOBS_NAMESPACE": job["namespace"],
        "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
    }


def list_jobs(environ: Mapping[str, str], job: Mapping[str, str]) -> None:
    """List with the command line and with Python; both must show the page's job."""
    say("list the newest with the command line")
    command = ("flinkjobs", "jobs", "list", "--deployment-id", job["deploymentId"])
    output = run(*command, "--page-size", "5", environ=environ)
    expect(job["jobId"] in output, "the command line did not list the page's job")

    say("list them with docs/examples/list_jobs.py")
    output = run(sys.executable, "docs/examples/list_jobs.py", job["deploymentId"], environ=environ)
    expect(job["jobId"] in output, "the program did not list the page's job")
    expect(f"{VARIED + 1} job instances" in output, "the program did not count all jobs")


def show_error_response(environ: Mapping[str, str], job: Mapping[str, str]) -> None:
    """Call with a wrong secret; the error must name its code."""
    say("call with a wrong secret")
    wrong = {**environ, "ALIBABA_CLOUD_ACCESS_KEY_SECRET": "guessed"}
    command = ("flinkjobs", "jobs", "list", "--deployment-id", job["deploymentId"])
    output = run(*command, environ=wrong, code=3)
    expect("SignatureDoesNotMatch" in output, "the error response did not name its code")


def run(*command: str, environ: Mapping[str, str] | None = None, code: int = 0) -> str:
    """Run a command from the repository's root, print its output, and return it."""
    folder = Path(sys.executable).parent
    program = str(folder / command[0]) if (folder / command[0]).exists() else command[0]
    done = subprocess.run(
        [program, *command[1:]], cwd=ROOT, env=environ, capture_output=True, text=True, check=False
    )
    output = done.stdout + done.stderr
    print("".join(f"    {line}\n" for line in output.splitlines()), end="", flush=True)
    expect(done.returncode == code, f"{command[0]} ended with {done.returncode}, not {code}")
    return output


def ensure_stopped(endpoint: str) -> None:
    """Raise SystemExit when something still listens at the endpoint."""
    parts = urlsplit(endpoint)
    with socket.socket() as probe:
        reached = probe.connect_ex((str(parts.hostname), parts.port or 80)) == 0
    expect(not reached, f"something still listens at {endpoint}")


def say(text: str) -> None:
    """Announce a step."""
    print(f"\n{text}", flush=True)


def expect(condition: bool, failure: str) -> None:
    """Raise SystemExit with the failure unless a condition holds."""
    if not condition:
        raise SystemExit(f"tour: {failure}")


if __name__ == "__main__":
    main()
