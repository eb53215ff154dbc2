"""Processes share one storage location; exports of clients can be loaded."""

import os
import subprocess
import sys
from itertools import count
from pathlib import Path
from typing import Any

from flinkjobs_target import cli
from flinkjobs_target.app import create_app
from flinkjobs_target.auth.keyring import Keyring
from flinkjobs_target.sample_jobs import varied_jobs
from flinkjobs_target.storage import Storage, open_storage
from flinkjobs_target.testing.subprocess import RunningTarget, running_target

from .conftest import FakeClock, SigningClient


def test_processes_on_one_location_share_jobs_keys_and_nonces(
    location: Path | str, clock: FakeClock
) -> None:
    """A request accepted by one is a replay for the other."""
    with open_storage(location) as first, open_storage(location) as second:
        key = Keyring(first.keys).create_first()
        assert key is not None
        clients = [
            SigningClient(app_on(data, clock), key, clock, count()) for data in (first, second)
        ]
        cli_load(location)
        request = clients[0].request()
        headers = clients[0].sign(request)
        responses = [client.send(request, headers) for client in clients]
        Keyring(second.keys).set_active(key.id, False)
        later = clients[0].list()

    assert (responses[0].job_ids, responses[1].code) == (["j"], "SignatureNonceUsed")
    assert later.code == "InvalidAccessKeyId.Inactive"


def app_on(data: Storage, clock: FakeClock) -> Any:
    """Build an application on a storage."""
    keyring = Keyring(data.keys, clock=clock)
    return create_app(data, keyring=keyring, clock=clock)


def cli_load(location: Path | str) -> None:
    """Load a job by a command in its own process."""
    job = '{"jobId": "j", "deploymentId": "d", "namespace": "n", "workspace": "w"}'
    command = [sys.executable, "-m", "flinkjobs_target", "load", "-", f"--data={location}"]
    subprocess.run(command, input=job, text=True, check=True, capture_output=True)


def test_an_export_of_a_client_can_be_loaded(
    location: Path | str, tmp_path: Path, example: dict[str, Any]
) -> None:
    """With all pages, in their order."""
    file, copy = tmp_path / "jobs.json", tmp_path / "copy"
    with running_target(location, [example, *varied_jobs(example, 150)]) as target:
        file.write_text(listed(target, example))
    assert cli.main(["load", str(file), f"--data={copy}"]) == 0

    with running_target(copy) as target:
        again = listed(target, example)
    assert file.read_text() == again
    assert again.count('"jobId"') == 151


def listed(target: RunningTarget, job: dict[str, Any]) -> str:
    """List all jobs with the client's command."""
    environ = os.environ | {
        "FLINKJOBS_ENDPOINT": target.endpoint,
        "ALIBABA_CLOUD_ACCESS_KEY_ID": target.access_key_id,
        "ALIBABA_CLOUD_ACCESS_KEY_SECRET": target.access_key_secret,
    }
    words = ["--deployment-id", job["deploymentId"], "--namespace", job["namespace"]]
    command = [sys.executable, "-m", "flinkjobs", "jobs", "list", "--all", "-o", "json", *words]
    done = subprocess.run(
        [*command, "--workspace", job["workspace"]],
        env=environ,
        text=True,
        check=True,
        stdout=subprocess.PIPE,
    )
    return done.stdout
