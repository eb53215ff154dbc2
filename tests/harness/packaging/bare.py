"""Check that wheels install and work in a fresh environment, without the repository.

`python -m tests.harness.packaging.bare DIST` checks the wheels of a folder. It needs a package index.
"""

import json
import os
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

EXAMPLE = Path(__file__).parents[3] / "spec" / "examples" / "list-jobs.json"
PROGRAM = """
import json, sys, pathlib, importlib.resources, importlib.util, urllib.request
from flinkjobs import Client
from flinkjobs_target.testing.subprocess import running_target
assert importlib.util.find_spec("generator") is None and importlib.util.find_spec("jinja2") is None
runner = importlib.resources.files("flinkjobs_target") / "engine" / "flink" / "sql-runner.jar"
assert runner.is_file(), runner
job = json.loads(sys.stdin.read())
with running_target(pathlib.Path(sys.argv[1]), [job]) as target:
    with Client(
        endpoint=target.endpoint,
        workspace=job["workspace"],
        namespace=job["namespace"],
        access_key_id=target.access_key_id,
        access_key_secret=target.access_key_secret,
    ) as client:
        (found,) = client.jobs.list(deployment_id=job["deploymentId"])
    for path in ("/", "/explorer/explorer.js", "/explorer/contract.json"):
        assert urllib.request.urlopen(target.endpoint + path).status == 200, path
assert found.job_id == job["jobId"], found
print("the wheels list", found.job_id, found.state)
"""
CONTRACT = """
import json, os, pathlib, subprocess, sys
from flinkjobs_target.testing.subprocess import running_target
job = json.loads(sys.stdin.read())
names = {"WORKSPACE": "workspace", "NAMESPACE": "namespace", "DEPLOYMENT": "deploymentId", "JOB": "jobId"}
with running_target(pathlib.Path(sys.argv[1]), [job]) as target:
    environ = {
        **os.environ,
        **{variable: job[name] for variable, name in names.items()},
        "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
    }
    command = [sys.argv[2], "--target", target.endpoint, "--examples", "2", "--report", "report"]
    done = subprocess.run(command, env=environ, stdout=subprocess.PIPE, text=True)
print(done.stdout.splitlines()[-1])
sys.exit(done.returncode or not pathlib.Path("report/index.html").exists())
"""
SUITE_ALONE = """
import importlib.util
for name in ("flinkjobs", "flinkjobs_target", "generator", "tests"):
    assert importlib.util.find_spec(name) is None, name
"""
CLIENT_OF_FLINK = """
import importlib.util, sys
from flinkrest import Client, TransportError
for name in ("flinkjobs", "flinkjobs_target", "generator", "jinja2"):
    assert importlib.util.find_spec(name) is None, name
try:
    Client(endpoint="http://127.0.0.1:9", retries=0).jobs.list()
except TransportError as error:
    sys.exit(0)
sys.exit("nobody listens at port 9, and yet there was an answer")
"""


GENERATED = """
import importlib.util
from pets import Client, TransportError
for name in ("flinkjobs", "flinkjobs_generator", "generator", "jinja2"):
    assert importlib.util.find_spec(name) is None, name
try:
    Client(endpoint="http://127.0.0.1:9", retries=0).pets.list()
except TransportError:
    print("the generated package calls")
"""
DOCUMENT = """
openapi: 3.1.0
info: {title: Pets, version: "1"}
paths:
  /pets: {get: {tags: [pets], operationId: listPets, responses: {"204": {description: Done.}}}}
"""


def main(dist: Path) -> None:
    """Install the wheels of a folder into fresh environments, and use them there."""
    wheels = sorted(map(str, dist.resolve().glob("*.whl")))
    if not wheels:
        raise SystemExit(f"{dist} holds no wheels; make package builds them")
    job = json.loads(EXAMPLE.read_text("utf-8"))["data"][0]
    with tempfile.TemporaryDirectory() as folder:
        suite_wheels = [wheel for wheel in wheels if "/flinkjobs_contract-" in wheel]
        (generator,) = [wheel for wheel in wheels if "/flinkjobs_generator-" in wheel]
        apart = [*suite_wheels, generator]
        python = install(folder, "all", [wheel for wheel in wheels if wheel not in apart])
        run(folder, python.with_name("flinkjobs"), "--version")
        run(folder, python.with_name("flinkjobs-target"), "--version")
        run(folder, python, "-c", PROGRAM, f"{folder}/data", stdin=json.dumps(job))

        suite = install(folder, "contract", suite_wheels)
        run(folder, suite, "-c", SUITE_ALONE)
        program = str(suite.with_name("flinkjobs-contract"))
        run(folder, python, "-c", CONTRACT, f"{folder}/held", program, stdin=json.dumps(job))

        python = install(folder, "flink", [wheel for wheel in wheels if "/flinkrest-" in wheel])
        run(folder, python.with_name("flinkrest"), "--version")
        run(folder, python, "-c", CLIENT_OF_FLINK)
        generate(folder, generator)


def generate(folder: str, wheel: str) -> None:
    """Run the generator by uvx, which installs it, and its package in an environment without it."""
    (Path(folder) / "pets.yaml").write_text(DOCUMENT, "utf-8")
    uvx: list[str | Path] = [Path(sys.executable).with_name("uv"), "tool", "run", "--from", wheel]
    words = ["generate", "--spec", "pets.yaml", "--out", "pets", "--docs", "pets-docs"]
    run(folder, *uvx, "flinkjobs-generator", *words)
    run(folder, *uvx, "flinkjobs-generator", "check", *words[1:])
    run(folder, install(folder, "pets-env", [f"{folder}/pets"]), "-c", GENERATED)


def install(folder: str, name: str, wheels: list[str]) -> Path:
    """Install wheels into a new environment, and return its Python."""
    venv.create(Path(folder) / name, with_pip=True)
    python = Path(folder) / name / "bin" / "python"
    run(folder, python, "-m", "pip", "install", "--quiet", *wheels)
    return python


def run(folder: str, *command: str | Path, stdin: str = "") -> None:
    """Run a command that must succeed, outside of the repository and its environment."""
    environ = {"PATH": os.environ["PATH"], "HOME": folder, "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    environ |= {
        n: value for n, value in os.environ.items() if n.startswith(("PIP_", "UV_", "SSL_"))
    }
    subprocess.run(
        list(map(str, command)), cwd=folder, env=environ, input=stdin, text=True, check=True
    )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
